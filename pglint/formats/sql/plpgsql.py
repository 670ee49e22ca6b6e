"""The body of a PL/pgSQL function or DO block as the statements that it sends to the server.

Blocks, branches and loops are followed by their words, token by token (src/pl/plpgsql/src/pl_gram.y). libpg_query has
a parser of PL/pgSQL too, but that gives lines only, not places, and it refuses types of schemas other than public.
"""

from __future__ import annotations

from pglint.formats.sql import lexis
from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Token(NamedTuple):
    """``word`` is in lower case for a word, as written for a mark, else ''."""

    kind: str
    start: int
    end: int
    word: str


class Sent(NamedTuple):
    """Something that a body has the server run: characters ``start`` to ``end`` of it.

    ``kind``: sql (``cleared`` are its INTO clauses, which the server does not see), perform and expression (what SELECT
    is put before), execute (an expression whose value is run). ``certain``: it runs whenever the body does.
    ``caught``: a block around it has an EXCEPTION clause.
    """

    kind: str
    start: int
    end: int
    certain: bool
    caught: bool = False
    cleared: tuple[tuple[int, int], ...] = ()


class Reader:
    """Walks through the tokens of one body."""

    def __init__(self, text: str) -> None:
        self.tokens = [
            Token(kind, start, end, text[start:end].lower() if kind in ("word", "mark") else "")
            for kind, start, end in lexis.tokens(text, 0, len(text))
            if kind != "comment"
        ]
        self.at = 0
        self.frames: list[str] = []  # block, handler, if, case, loop
        self.branches = 0  # the frames that are no blocks
        self.blocks: list[int] = []  # how much had been sent when each open block began
        self.sent: list[Sent] = []
        self.left = False

    def read(self) -> list[Sent]:
        """What the body sends, in the order of its text."""
        while self.at < len(self.tokens):
            before = self.at
            self._statement()
            if self.at == before:
                self.at += 1
        return sorted(self.sent, key=lambda each: each.start)

    def _word(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return self.tokens[at].word if at < len(self.tokens) else ""

    def _statement(self) -> None:
        word = self._word()
        if word == "<<":
            self._after(">>")
        elif word == ";":
            self.at += 1
        elif word == "#":  # an option: #variable_conflict use_column
            self.at += 3
        elif word == "declare":
            self._declarations()
        elif word == "begin":
            self.at += 1
            self.frames.append("block")
            self.blocks.append(len(self.sent))
        elif word == "exception" and self.frames and self.frames[-1] == "block":
            self._handlers()
        elif word in ("if", "elsif", "elseif", "when"):
            self._condition(word)
        elif word == "else":
            self.at += 1
        elif word == "case":
            first = self.at + 1
            self.at = self._find("when", first, len(self.tokens))
            self._expression(first, self.at)
            self._branch("case")
        elif word in ("loop", "while", "for", "foreach"):
            self._loop(word)
        elif word == "end":
            self._end()
        else:
            self._simple(word)

    def _branch(self, frame: str) -> None:
        self.frames.append(frame)
        self.branches += 1

    def _end(self) -> None:
        self._after(";")
        if not self.frames:
            return
        frame = self.frames.pop()
        self.branches -= frame != "block"
        if frame in ("block", "handler"):
            self.blocks.pop()

    def _handlers(self) -> None:
        """EXCEPTION: what comes runs only after an error, and what came before is undone by one."""
        self.at += 1
        self.frames[-1] = "handler"
        self.branches += 1
        for index in range(self.blocks[-1], len(self.sent)):
            self.sent[index] = self.sent[index]._replace(caught=True)

    def _condition(self, word: str) -> None:
        start = self.at + 1
        self.at = start
        end = self._until("then")
        if word == "if" or (self.frames and self.frames[-1] != "handler"):
            self._expression(start, end)
        if word == "if":
            self._branch("if")
        self.at = end + 1

    def _loop(self, word: str) -> None:
        start = self.at + 1
        self.at = start
        if word == "loop":
            self._branch("loop")
            return
        end = self._until("loop")
        if word == "while":
            self._expression(start, end)
        else:
            self.at = start
            first = self._until("in", end) + 1
            self._source_of_rows(first, end, word)
        self._branch("loop")
        self.at = end + 1

    def _source_of_rows(self, first: int, end: int, word: str) -> None:
        """What a FOR loop runs over: a query, EXECUTE, numbers, or a cursor."""
        if first >= end:
            return
        opening = self.tokens[first].word
        if opening == "execute":
            self._execute(first + 1, end)
        elif opening in ("select", "with", "insert", "update", "delete", "merge", "values", "table", "(") and not any(
            token.word == ".." for token in self.tokens[first:end]
        ):
            self._send("sql", first, end)
        elif (word == "for" and opening == "reverse") or (word == "foreach" and opening == "array"):
            self._expression(first + 1, end)

    def _simple(self, word: str) -> None:
        """A statement that ends with a semicolon."""
        first = self.at
        end = self._semicolon()
        self.at = end + 1
        if word == "perform":
            self._send("perform", first + 1, end)
        elif word == "execute":
            self._execute(first + 1, end)
        elif word == "return":
            self._return(first, end)
        elif word in ("exit", "continue"):
            self._expression(self._find("when", first, end) + 1, end)
        elif word == "raise":
            self._expression(self._find(",", first, end) + 1, self._find("using", first, end))
        elif word == "assert":
            self._expression(first + 1, end)
        elif word == "open":
            self._open(first, end)
        elif word in ("get", "null", "close", "fetch", "move"):
            pass
        elif operator := self._assigned(first, end):
            self._expression(operator + 1, end)
        elif end > first and self.tokens[first].kind == "word":
            self._send("sql", first, end, self._targets(first, end))

    def _assigned(self, first: int, end: int) -> int:
        """Where the operator of ``name := …`` or ``name.field[1] = …`` is; 0 where it is no assignment."""
        depth = 0
        for at in range(first + 1, end):
            word, before = self.tokens[at].word, self.tokens[at - 1].word
            if not depth and word in (":=", "="):
                return at
            depth += {"[": 1, "]": -1}.get(word, 0)
            if not depth and word not in (".", "]") and before != ".":
                return 0
        return 0

    def _return(self, first: int, end: int) -> None:
        word = self.tokens[first + 1].word if first + 1 < end else ""
        if word == "query" and first + 2 < end and self.tokens[first + 2].word == "execute":
            self._execute(first + 3, end)
        elif word == "query":
            self._send("sql", first + 2, end)
        else:
            self._expression(first + 1 + (word == "next"), end)
        if word not in ("query", "next") and self.branches:
            self.left = True

    def _open(self, first: int, end: int) -> None:
        for at in range(first + 1, end):
            if self.tokens[at].word == "for":
                if at + 1 < end and self.tokens[at + 1].word == "execute":
                    self._execute(at + 2, end)
                else:
                    self._send("sql", at + 1, end)
                return

    def _execute(self, first: int, end: int) -> None:
        """EXECUTE's expression is up to INTO or USING."""
        last = min(self._find("into", first, end), self._find("using", first, end))
        self._send("execute", first, last)

    def _declarations(self) -> None:
        """Up to BEGIN. Only what a cursor is declared for is sent, where it is opened."""
        self.at += 1
        while self.at < len(self.tokens) and self._word() not in ("begin", "declare", "<<"):
            first = self.at
            end = self._semicolon()
            found = [token.word for token in self.tokens[first : min(end, first + 4)]]
            self.at = end + 1
            if "cursor" not in found[1:]:
                self._initial(first, end)
                continue
            for at in range(first + 2, end):
                if self.tokens[at].word in ("for", "is"):
                    self._send("sql", at + 1, end, certain=False)
                    break

    def _initial(self, first: int, end: int) -> None:
        """The value that a variable is declared with."""
        for at in range(first + 1, end):
            if self.tokens[at].word in (":=", "=", "default"):
                self._expression(at + 1, end)
                return

    def _targets(self, first: int, end: int) -> tuple[tuple[int, int], ...]:
        """The INTO clauses of a statement: which variables take its result (make_execsql_stmt, read_into_target)."""
        if self.tokens[first].word == "import":
            return ()
        found: list[tuple[int, int]] = []
        at = first + 1
        while at < end:
            if self.tokens[at].word == "into" and self.tokens[at - 1].word not in ("insert", "merge"):
                last = self._target_end(at + 1, end)
                found.append((self.tokens[at].start, self.tokens[last - 1].end))
                at = last
            at += 1
        return tuple(found)

    def _target_end(self, at: int, end: int) -> int:
        """After ``[STRICT] name [, name …]``, each with fields and subscripts."""
        if at < end and self.tokens[at].word == "strict":
            at += 1
        while at < end and self.tokens[at].kind in ("word", "quoted"):
            at += 1
            depth = 0
            while at < end and (depth or self.tokens[at].word in (".", "[")):
                depth += {"[": 1, "]": -1}.get(self.tokens[at].word, 0)
                at += 2 if self.tokens[at].word == "." else 1
            if at >= end or self.tokens[at].word != ",":
                break
            at += 1
        return min(at, end)

    def _expression(self, first: int, end: int) -> None:
        """An expression is run only if it may call something."""
        for at in range(first, end - 1):
            if self.tokens[at + 1].word == "(" and self.tokens[at].kind in ("word", "quoted"):
                break
        else:
            return
        self._send("expression", first, end)

    def _send(
        self, kind: str, first: int, end: int, cleared: Sequence[tuple[int, int]] = (), certain: bool = True
    ) -> None:
        if first >= end:
            return
        certain = certain and not self.left and not self.branches
        self.sent.append(
            Sent(kind, self.tokens[first].start, self.tokens[end - 1].end, certain, cleared=tuple(cleared))
        )

    def _until(self, word: str, end: int | None = None) -> int:
        """The index of a word outside parentheses and CASE … END, from where we are; ``end`` where there is none."""
        end = len(self.tokens) if end is None else end
        depth = cases = 0
        for at in range(self.at, end):
            found = self.tokens[at].word
            if found == word and not depth and not cases:
                return at
            depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(found, 0)
            cases += {"case": 1, "end": -1}.get(found, 0) if cases or found == "case" else 0
        return end

    def _semicolon(self) -> int:
        """The index of the semicolon that ends a statement."""
        return self._until(";")

    def _find(self, word: str, first: int, end: int) -> int:
        """The index of a word outside parentheses in a statement; its end where there is none."""
        self.at, back = first, self.at
        found = self._until(word, end)
        self.at = back
        return found

    def _after(self, word: str) -> None:
        while self.at < len(self.tokens) and self._word() != word:
            self.at += 1
        self.at += 1


def sent(body: str) -> Iterator[Sent]:
    """What a body of PL/pgSQL has the server run, in the order of its text."""
    return iter(Reader(body).read())
