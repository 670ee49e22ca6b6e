"""Cuts a text into statements, commands of psql and marks, as psql does (src/fe_utils/psqlscan.l, mainloop.c).

A semicolon ends a statement where no parenthesis is open and no BEGIN ATOMIC is without its END; so do the commands
that send (``\\\\g`` …), the end of the text, and a mark that starts a new part. After COPY … FROM STDIN come lines of
data, up to one that is ``\\\\.``; they are passed over.
"""

from __future__ import annotations

from pglint import regex
from pglint.formats.sql import lexis
from pglint.formats.sql.markers import is_mark, is_part, said
from pglint.formats.sql.statement import Command, Marker
from pglint.once import cache
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.source import Source

_SIMPLE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")

_MAY_TRAIL = lexis.BLANKS + "/"

_ROUTINES = ("create function", "create procedure", "create or replace function", "create or replace procedure")
_FROM_STDIN = r"\bfrom\s+std(?:in|out)\b"
_SETTING = "standard_conforming_strings"


class Cut(NamedTuple):
    """A statement before anybody looks at its text: from its first token to its last. ``closed`` tells whether
    something ended it but the end of the text; ``commands`` stand inside it and are no part of it.
    """

    start: int
    end: int
    closed: bool
    commands: tuple[Command, ...] = ()


Piece = Cut | Command | Marker


class Scanner:
    """Reads ``text``, which is the source's with ``hidden`` wherever a template fills something in.

    ``psql`` tells whether a backslash starts a command and comments may be marks: not so in the body of a function.
    ``position`` is where reading goes on.
    """

    def __init__(self, source: Source, text: str, start: int, end: int, hidden: str = "", psql: bool = True) -> None:
        self.source = source
        self.text = text
        self.position = start
        self.end = end
        self.hidden = hidden or "\ufdd0"
        self.psql = psql
        self.marks = psql and lexis.may_mark(text)
        self.atomic = "tomic" in text or "TOMIC" in text
        self.escapes = False
        self.depth = 0  # of the parentheses that are open before a \\; which does not close them
        self.copies = 0  # those of the statements joined by \\; that will read data

    def pieces(self) -> Iterator[Piece]:
        """What the text consists of, in order; what stands in a statement comes after it."""
        text, end = self.text, self.end
        between = lexis.between(self.marks).match
        bulk = lexis.bulk(self.escapes, self.marks).match
        while True:
            at: int = between(text, self.position, end).end()  # type: ignore[union-attr]
            if self._simple(at):
                last: int = bulk(text, at, end).end()  # type: ignore[union-attr]
                if text.startswith(";", last):
                    self.position = last + 1
                    if text[last - 1] in _MAY_TRAIL or text.find("--", at, last) != -1:
                        last = lexis.significant_end(text, at, last)
                    yield Cut(at, last, True)
                    continue
                if (piece := self._statement(at, last)) is None:
                    continue
            else:
                piece = self.piece()
            if piece is None:
                return
            yield piece[0]
            yield from piece[1]

    def _simple(self, at: int) -> bool:
        """Whether a statement ends with the first semicolon, and does nothing to the reading of the next one."""
        text = self.text
        first = text[at : at + 1]
        if first not in _SIMPLE or self.depth or self.copies or self.escapes:
            return False
        if first in "cC":
            return text[at + 1 : at + 2] not in "oO" and not self.atomic
        return first not in "sS" or not _strings(text, at, self.end)

    def piece(self) -> tuple[Piece, tuple[Piece, ...]] | None:
        """The next piece and those inside it; None at the end."""
        text, end = self.text, self.end
        while True:
            at = lexis.between(self.marks).match(text, self.position, end).end()  # type: ignore[union-attr]
            if at >= end:
                self.position = end
                return None
            self.position = at
            first = text[at]
            if first == ";" and not self.depth:
                self.position = at + 1
            elif text.startswith("--", at):
                if mark := self._comment(at):
                    return mark, ()
            elif text.startswith("/*", at):
                close = lexis.comment_end(text, at, end)
                self.position = end if close == -1 else close
                if close == -1:
                    return Cut(at, end, False), ()
            elif first == "\\" and self.psql:
                order, self.position, does = self._command(at)
                if does == "sends" or _copies_input(order):
                    self._skip_data(self.copies + _copies_input(order))
                return order, ()
            elif first == "#" and self.psql and (play := _play().match(text, at, end)):
                self.position = play.end()
                return Marker(Span(self.source, at, play.end()), play.group().strip("# -\t")), ()
            elif found := self._statement(at, at):
                return found

    def _comment(self, at: int) -> Marker | None:
        """The mark that the line comment at ``at`` is, if it is one; reading goes on after it."""
        match = lexis.line_comment().match(self.text, at, self.end)
        assert match
        self.position = match.end()
        text = said(match.group())
        if not (self.psql and is_mark(text)):
            return None
        return Marker(Span(self.source, at, match.end()), text)

    def _statement(self, start: int, at: int) -> tuple[Piece, tuple[Piece, ...]] | None:
        """The statement that starts here and has been looked at up to ``at``; None where it is thrown away."""
        text, end = self.text, self.end
        bulk = lexis.bulk(self.escapes, self.marks).match
        floor = start
        depth, self.depth = self.depth, 0
        inside: list[Piece] = []
        atomic = _Atomic(start)
        while True:
            at = bulk(text, at, end).end()  # type: ignore[union-attr]
            if at >= end:
                return self._cut(start, end, end, False, inside)
            first = text[at]
            if first == ";":
                if not depth and not (self.atomic and atomic.open(text, start, at, self.escapes)):
                    return self._cut(start, at, at + 1, True, inside)
                at += 1
            elif first == "(":
                depth += 1
                at += 1
            elif first == ")":
                depth = max(0, depth - 1)
                at += 1
            elif first == "-":
                mark = self._comment(at)
                if mark and is_part(mark.text):
                    return self._cut(start, at, at, True, inside)
                if mark:
                    inside.append(mark)
                at = self.position
            elif first == "\\" and self.psql:
                found, after, does = self._command(at)
                if does == "drops":
                    self.position = at
                    return (inside[0], tuple(inside[1:])) if inside else None
                self.depth = depth if found.name == ";" else 0
                if does == "sends" or found.name == ";":
                    return self._cut(start, at, at, True, inside)
                inside.append(found)
                at = after
            else:
                at = self._quoted(at, floor)
                if at == -1:
                    return self._cut(start, end, end, False, inside)
                floor = at

    def _command(self, at: int) -> tuple[Command, int, str]:
        """psql's command at a backslash, where reading goes on, and what it does to what was typed so far."""
        from pglint.formats.sql.commands import DROPS, SENDS, command

        found, after = command(self.source, self.text, at, self.end, self.hidden)
        return found, after, "sends" if found.name in SENDS else "drops" if found.name in DROPS else ""

    def _quoted(self, at: int, floor: int) -> int:
        """Where what starts at ``at`` ends: a quote, a comment, or one character; -1 where it never ends.

        ``floor`` is where a token ended last.
        """
        text, end = self.text, self.end
        if text[at] == "'":
            return lexis.string_end(text, at, end, self.escapes or lexis.has_escapes(text, floor, at))
        if text[at] == '"':
            return -1
        if text[at] == "/":
            return lexis.comment_end(text, at, end)
        if text[at] == "$":
            after = lexis.word_end(text, floor, at, end)
            if after == at:
                after = lexis.dollar_end(text, at, end)
            return at + 1 if after == at else after
        return at + 1

    def _cut(
        self, start: int, last: int, after: int, closed: bool, inside: list[Piece]
    ) -> tuple[Piece, tuple[Piece, ...]]:
        text = self.text
        self.position = after
        commands = tuple(piece for piece in inside if isinstance(piece, Command))
        if commands:
            end = start + lexis.significant_end(
                blanked(text[start:last], start, commands), 0, last - start, self.escapes
            )
        else:
            end = lexis.significant_end(text, start, last, self.escapes)
        cut = Cut(start, end, closed, commands)
        first = text[start]
        if first in "cC" and _copy().match(text, start, last):
            self.copies += _reads_input(text, start, cut.end)
        elif first in "sS" and (setting := _strings(text, start, last)):
            self.escapes = setting in ("off", "false", "0")
        if self.copies and text.startswith(";", last):
            self._skip_data(self.copies)
        return cut, tuple(inside)

    def _skip_data(self, times: int) -> None:
        """Pass over the lines after the current one, up to the end of data, as often as data is read."""
        self.copies = 0
        for _ in range(times):
            line = self.text.find("\n", self.position, self.end)
            if line == -1:
                return
            self.position = self._end_of_data(line)

    def _end_of_data(self, line: int) -> int:
        """After the next line that is ``\\.``, from the line end at ``line`` on."""
        while (line := self.text.find("\n\\.", line, self.end)) != -1:
            after = self.text.find("\n", line + 3, self.end)
            after = self.end if after == -1 else after
            if not self.text[line + 3 : after].strip():
                return after
            line += 1
        return self.end


def _strings(text: str, start: int, end: int) -> str:
    """What a statement that starts with an s sets standard_conforming_strings to; '' for others."""
    if text[start : start + 3].lower() != "set":
        return ""
    last = text.find(";", start, end)
    if _SETTING not in text[start : end if last == -1 else last].lower():
        return ""
    match = _sets_strings().match(text, start, end)
    return match[1].lower() if match else ""


@cache
def _sets_strings() -> regex.Pattern[str]:
    before, value = r"set\s+(?:session\s+|local\s+)?", r"\s*(?:=|\bto\b)\s*'?(on|off|true|false|0|1)\b"
    return regex.compile(before + _SETTING + value, regex.IGNORECASE)


@cache
def _play() -> regex.Pattern[str]:
    return regex.compile(r"#[ \t]*-*[ \t]*!(?:Ups|Downs)\b[^\n\r]*")


@cache
def _copy() -> regex.Pattern[str]:
    return regex.compile(r"copy\b", regex.IGNORECASE)


@cache
def _atomic() -> regex.Pattern[str]:
    return regex.compile(r"\batomic\b", regex.IGNORECASE)


class _Atomic:
    """Whether a routine's body of SQL (BEGIN ATOMIC … END) is open, asked at each semicolon of a statement.

    psql counts BEGIN, CASE and END outside parentheses; so does this, once BEGIN ATOMIC has been seen.
    """

    def __init__(self, start: int) -> None:
        self.position = start
        self.depth = 0
        self.parentheses = 0
        self.words: list[str] = []
        self.before = ""

    def open(self, text: str, start: int, end: int, escapes: bool) -> bool:
        if not (self.depth or _atomic().search(text, start, end)):
            return False
        for kind, first, after in lexis.tokens(text, self.position, end, escapes):
            if kind == "mark":
                self.parentheses = max(0, self.parentheses + {"(": 1, ")": -1}.get(text[first], 0))
            elif kind == "word":
                self._word(text[first:after].lower())
        self.position = end
        return self.depth > 0

    def _word(self, word: str) -> None:
        if len(self.words) < 4:
            self.words.append(word)
        if self.parentheses:
            return
        if word == "atomic" and self.before == "begin":
            if any(" ".join(self.words[:length]) in _ROUTINES for length in (2, 4)):
                self.depth += 1
        elif self.depth and word == "case":
            self.depth += 1
        elif self.depth and word == "end":
            self.depth -= 1
        self.before = word


def blanked(text: str, start: int, commands: tuple[Command, ...]) -> str:
    """The text of a statement that starts at ``start`` of its file, with blanks in the place of the commands in it."""
    parts: list[str] = []
    done = 0
    for each in commands:
        first, after = each.span.start - start, each.span.end - start
        parts += (text[done:first], (":" if each.name == ":" else "").rjust(after - first))
        done = after
    return "".join((*parts, text[done:])) if parts else text


def _copies_input(found: Command) -> bool:
    """Whether it is ``\\copy … from stdin``, which reads the script's own next lines; from pstdin it does not."""
    whole = found.arguments[0] if found.name == "copy" and found.arguments else ""
    return isinstance(whole, str) and regex.search(_FROM_STDIN, whole, regex.IGNORECASE) is not None


def _reads_input(text: str, start: int, end: int) -> bool:
    """Whether a COPY reads from the client: FROM STDIN outside of quotes and parentheses; STDOUT means the same."""
    depth = 0
    before = ""
    for kind, first, after in lexis.tokens(text, start, end):
        if kind == "mark":
            depth += {"(": 1, ")": -1}.get(text[first], 0)
        if kind == "word" and not depth:
            word = text[first:after].lower()
            if word in ("stdin", "stdout") and before == "from":
                return True
            before = word
    return False
