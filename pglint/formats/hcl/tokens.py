"""The tokens of one expression, read left to right and checked against HCL's grammar (``hclsyntax/parser.go``).

The check is complete: what it lets through is an expression to Terraform, and what Terraform refuses raises SyntaxFault
at the token at which Terraform's parser stops. What it does not do is build a tree: which operator binds closer is not
its matter. For that it keeps the expression's *shape*: every operand becomes ``n``, newlines that separate become
commas, comments go, words of the language and operators stay.
"""

from __future__ import annotations

from pglint.formats.hcl import complaints
from pglint.formats.hcl.lexis import CLOSERS, MOST_DEPTH, NUMBER_VALUE, past_bracket, token
from pglint.formats.hcl.syntax import SyntaxFault
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

OPERAND = "n"
OPERANDS = ("word", "number", "quote", "heredoc")
BINARY = frozenset(("+", "-", "*", "/", "%", "==", "!=", "<", ">", "<=", ">=", "&&", "||"))
TOP, GROUP, CALL, TUPLE, INDEX, OBJECT, FOR = "top", "group", "call", "tuple", "index", "object", "for"


class Frame:
    """A bracket that is open. ``step``: where in an object or for expression we are; ``tests``: ``?`` without ``:``.

    ``lines``: a newline separates here. ``closable``: an element may come here, or the closing bracket.
    """

    __slots__ = ("closable", "closer", "first", "keyed", "kind", "lines", "result", "start", "step", "tests")

    def __init__(self, kind: str, closer: str, start: int, first: int, *, lines: bool = False) -> None:
        self.kind = kind
        self.closer = closer
        self.start = start
        self.first = first
        self.lines = lines
        self.step = "key" if kind == OBJECT else ""
        self.tests = 0
        self.closable = kind in (CALL, TUPLE, OBJECT)
        self.keyed = False
        self.result = start


class Tokens:
    """The tokens of the expression at ``start``: ``shape``, and for each entry of it kind, start and end.

    ``signs`` holds for a ``!`` of the shape the unary operators that stand there, outermost first, with their
    places. ``stop`` is the first token behind the expression, at which ``text[stop]`` or the limit is reached.
    """

    def __init__(self, text: str, start: int, limit: int, *, lines: bool = False, shallow: bool = False) -> None:
        """``lines``: the expression ends with its line. ``shallow``: what stands in brackets is skipped unread.

        Raises SyntaxFault.
        """
        self.text = text
        self.limit = limit
        self.shallow = shallow
        self.shape: list[str] = []
        self.kinds: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.signs: dict[int, list[tuple[str, int]]] = {}
        self.frames = [Frame(TOP, "", start, 0, lines=lines)]
        self.wants_operand = True
        self.callee = False
        self.stop = self._read(start)

    @property
    def end(self) -> int:
        return self.ends[-1]

    def _read(self, at: int) -> int:
        while True:
            kind, start, end = self._next(at)
            at = self._operand(kind, start, end) if self.wants_operand else self._follow(kind, start, end)
            if at < 0:
                return start

    def _next(self, at: int) -> tuple[str, int, int]:
        return token(self.text, at, self.limit, self.frames[-1].lines)

    def _add(self, shape: str, kind: str, start: int, end: int) -> None:
        self.shape.append(shape)
        self.kinds.append(kind)
        self.starts.append(start)
        self.ends.append(end)

    def _operand(self, kind: str, start: int, end: int) -> int:
        """A token where an operand begins: it, a sign before it, a bracket; or the bracket that ends a list."""
        frame = self.frames[-1]
        if kind in OPERANDS:
            if frame.kind in (TUPLE, OBJECT) and frame.first == len(self.shape) and self.text[start:end] == "for":
                return self._for(frame, start, end)
            if kind == "number" and not NUMBER_VALUE.fullmatch(self.text, start, end):
                raise SyntaxFault(complaints.NUMBER, start)
            self._add(OPERAND, kind, start, end)
            self.wants_operand, self.callee = False, kind == "word"
            return end
        if kind in ("-", "!"):
            return self._sign(kind, start, end)
        if kind in CLOSERS:
            return self._open({"(": GROUP, "[": TUPLE, "{": OBJECT}[kind], kind, start, end)
        if frame.closable and kind == frame.closer:
            return self._close(start, end)
        if frame.closable and kind == "newline":
            return end
        if kind == "end":
            raise SyntaxFault(complaints.NO_EXPRESSION, start)
        raise SyntaxFault(complaints.EXPRESSION, start)

    def _sign(self, kind: str, start: int, end: int) -> int:
        last = len(self.shape) - 1
        if last in self.signs:
            self.signs[last].append((kind, start))
            self.ends[last] = end
        else:
            self.signs[last + 1] = [(kind, start)]
            self._add("!", "symbol", start, end)
        self.frames[-1].closable = False
        return end

    def _open(self, kind: str, bracket: str, start: int, end: int) -> int:
        if self.shallow:
            end = past_bracket(self.text, start, self.limit)
            self._add(OPERAND, kind, start, end)
            self.wants_operand = self.callee = False
            return end
        if len(self.frames) > MOST_DEPTH:
            raise SyntaxFault(complaints.DEPTH, start)
        self._add(bracket, "symbol", start, end)
        lines = kind == OBJECT
        self.frames.append(Frame(kind, CLOSERS[bracket], start, len(self.shape), lines=lines))
        self.wants_operand = True
        return end

    def _close(self, start: int, end: int) -> int:
        frame = self.frames.pop()
        self._add(frame.closer, "symbol", start, end)
        self.wants_operand = self.callee = False
        return end

    def _operator(self, shape: str, start: int, end: int, *, closable: bool = False) -> int:
        """What joins operands: another one is due."""
        self._add(shape, "symbol", start, end)
        self.wants_operand = True
        self.frames[-1].closable = closable
        return end

    def _follow(self, kind: str, start: int, end: int) -> int:
        """A token after an operand: what goes on with it, or what its bracket allows next. -1: it is not ours."""
        frame = self.frames[-1]
        if kind == ".":
            return self._attribute(start, end)
        if kind == "[":
            return self._index(start, end)
        if kind == "(" and self.callee:
            return self._open(CALL, kind, start, end)
        if kind == "::" and self.callee:
            return self._scope(end)
        if kind in BINARY:
            return self._operator(kind, start, end)
        if kind == "?":
            frame.tests += 1
            return self._operator(kind, start, end)
        if frame.tests:
            if kind != ":":
                raise SyntaxFault(complaints.CONDITIONAL, start)
            frame.tests -= 1
            return self._operator(kind, start, end)
        return -1 if frame.kind == TOP else AFTER[frame.kind](self, frame, kind, start, end)

    def _attribute(self, start: int, end: int) -> int:
        kind, first, last = self._next(end)
        self.callee = False
        if kind == "*":
            if self._in_splat():
                raise SyntaxFault(complaints.NESTED_SPLAT, first)
            self._add(".*", "symbol", start, last)
        elif kind in ("word", "number"):
            if kind == "number" and "." in self.text[first:last]:
                raise SyntaxFault(complaints.LEGACY_INDEX, first)
            self._add(".", "symbol", start, end)
            self._add(OPERAND, kind, first, last)
        else:
            raise SyntaxFault(complaints.ATTRIBUTE, first)
        return last

    def _in_splat(self) -> bool:
        at = len(self.shape) - 1
        while self.shape[at] == OPERAND and at and self.shape[at - 1] == ".":
            at -= 2
        return self.shape[at] == ".*"

    def _index(self, start: int, end: int) -> int:
        kind, _, last = self._next(end)
        if kind != "*":
            return self._open(INDEX, "[", start, end)
        kind, first, last = self._next(last)
        if kind != "]":
            raise SyntaxFault(complaints.SPLAT, first)
        self._add("[*]", "symbol", start, last)
        self.callee = False
        return last

    def _scope(self, at: int) -> int:
        """``provider::name::function``: one name."""
        kind, start, end = self._next(at)
        if kind != "word":
            raise SyntaxFault(complaints.CALL_NAME, start)
        self.ends[-1] = end
        kind, start, _ = self._next(end)
        if kind not in ("(", "::"):
            raise SyntaxFault(complaints.CALL_OPEN, start)
        return end

    def _for(self, frame: Frame, start: int, end: int) -> int:
        frame.kind, frame.step, frame.lines, frame.closable = FOR, "of", False, False
        self._add("for", "symbol", start, end)
        kind, start, end = self._next(end)
        if kind != "word":
            raise SyntaxFault(complaints.FOR_NAME, start)
        self._add(OPERAND, kind, start, end)
        kind, start, end = self._next(end)
        if kind == ",":
            self._add(kind, "symbol", start, end)
            kind, start, end = self._next(end)
            if kind != "word":
                raise SyntaxFault(complaints.FOR_VALUE, start)
            self._add(OPERAND, kind, start, end)
            kind, start, end = self._next(end)
        if kind != "word" or self.text[start:end] != "in":
            raise SyntaxFault(complaints.FOR_IN, start)
        return self._operator("in", start, end)

    def _after_group(self, frame: Frame, kind: str, start: int, end: int) -> int:
        if kind != ")":
            raise SyntaxFault(complaints.PARENTHESES, start)
        return self._close(start, end)

    def _after_index(self, frame: Frame, kind: str, start: int, end: int) -> int:
        if kind != "]":
            raise SyntaxFault(complaints.INDEX, start)
        return self._close(start, end)

    def _after_argument(self, frame: Frame, kind: str, start: int, end: int) -> int:
        if kind == ",":
            return self._operator(kind, start, end, closable=True)
        if kind == "...":
            self._add(kind, "symbol", start, end)
            ellipsis, (kind, start, end) = start, self._next(end)
            if kind != ")":
                raise SyntaxFault(complaints.CALL_EXPAND, ellipsis)
        if kind != ")":
            raise SyntaxFault(*self._at_end(complaints.CALL_COMMA, start))
        return self._close(start, end)

    def _after_item(self, frame: Frame, kind: str, start: int, end: int) -> int:
        if kind == ",":
            return self._operator(kind, start, end, closable=True)
        if kind != "]":
            raise SyntaxFault(*self._at_end(complaints.TUPLE_COMMA, start))
        return self._close(start, end)

    def _after_pair(self, frame: Frame, kind: str, start: int, end: int) -> int:
        if frame.step == "key":
            if kind in ("=", ":"):
                frame.step = "value"
                return self._operator("=", start, end)
            complaint = complaints.OBJECT_VALUE if kind in ("newline", ",") else complaints.OBJECT_EQUALS
            raise SyntaxFault(*self._at_end(complaint, start))
        if kind in ("newline", ","):
            frame.step = "key"
            return self._operator(",", start, end, closable=True)
        if kind != "}":
            raise SyntaxFault(*self._at_end(complaints.OBJECT_COMMA, start))
        return self._close(start, end)

    def _after_for(self, frame: Frame, kind: str, start: int, end: int) -> int:
        if frame.step == "of":
            if kind != ":":
                raise SyntaxFault(complaints.FOR_COLON, start)
            frame.step = "result"
            at = self._operator(kind, start, end)
            frame.result = self._next(at)[1]
            return at
        if kind == "=>" and frame.step == "result" and not frame.keyed:
            if frame.closer == "]":
                raise SyntaxFault(complaints.FOR_NO_KEY, frame.result)
            frame.keyed = True
            return self._operator(kind, start, end)
        if kind == "..." and frame.step == "result":
            if frame.closer == "]":
                raise SyntaxFault(complaints.FOR_GROUP, start)
            self._add(kind, "symbol", start, end)
            kind, start, end = self._next(end)
        if kind == "word" and frame.step == "result" and self.text[start:end] == "if":
            frame.step = "if"
            return self._operator("if", start, end)
        if kind != frame.closer:
            raise SyntaxFault(complaints.FOR_AFTER, start)
        if frame.closer == "}" and not frame.keyed:
            raise SyntaxFault(complaints.FOR_KEY, frame.result)
        return self._close(start, end)

    def _at_end(self, complaint: str, at: int) -> tuple[str, int]:
        """The complaint; where the text is at its end, that its innermost list is still open, at its bracket."""
        frame = self.frames[-1]
        if at < self.limit or frame.kind not in OPEN_AT_END:
            return complaint, at
        return OPEN_AT_END[frame.kind], self.starts[frame.first - 2] if frame.kind == CALL else frame.start


OPEN_AT_END = {CALL: complaints.CALL_END, TUPLE: complaints.TUPLE_END, OBJECT: complaints.OBJECT_END}
AFTER: dict[str, Callable[[Tokens, Frame, str, int, int], int]] = {
    GROUP: Tokens._after_group,
    CALL: Tokens._after_argument,
    TUPLE: Tokens._after_item,
    INDEX: Tokens._after_index,
    OBJECT: Tokens._after_pair,
    FOR: Tokens._after_for,
}
