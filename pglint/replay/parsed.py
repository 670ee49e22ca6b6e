"""A statement with its parse tree: what stands in it as text, what a template fills in, and where its options stand."""

from __future__ import annotations

from pglint import regex
from pglint.formats.sql import lexis, parse
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.source import Span
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from pglint.formats.sql.statement import Statement

    Node = Mapping[str, Any]

_STAND_IN = r"_hole(\d+)_+"
_LITERALS = (
    ("Integer", "ival", 0), ("ival", "ival", 0), ("Boolean", "boolval", False), ("boolval", "boolval", False),
    ("String", "sval", ""), ("sval", "sval", ""), ("Float", "fval", ""), ("fval", "fval", ""),
)  # fmt: skip


class Option(NamedTuple):
    """One option of a statement, such as CONNECTION LIMIT: the name that the parser gives it, its value, its place."""

    name: str
    arg: Node | None
    value: str | int | Unknown | None
    span: Span


class Parsed:
    """One statement: ``kind`` is the node of its tree, ``node`` that node's fields."""

    __slots__ = ("kind", "node", "statement")

    def __init__(self, kind: str, node: Node, statement: Statement) -> None:
        self.kind = kind
        self.node = node
        self.statement = statement

    @property
    def span(self) -> Span:
        return self.statement.span

    @property
    def comes_and_goes(self) -> Unknown | None:
        """Why parts of the statement may be left out when a template is filled in."""
        return next((hole.why for hole in self.statement.holes if not hole.stand_in.strip()), None)

    def name(self, text: str) -> str | Unknown:
        """A name or text of the tree; Unknown where something in it is filled in."""
        if not self.statement.holes:
            return text
        found = parse.value(self.statement, text)
        return str(found) if isinstance(found, int) else found

    def label(self, text: str) -> str:
        """A name for messages: with what stands in the file where something is filled in."""
        return regex.sub(_STAND_IN, self._written, text, flags=regex.IGNORECASE) if self.statement.holes else text

    def _written(self, match: regex.Match[str]) -> str:
        for index, hole in enumerate(self.statement.holes):
            stand_in = regex.search(_STAND_IN, hole.stand_in, regex.IGNORECASE)
            if (stand_in[1] if stand_in else str(index)) == match[1]:
                start = self.span.start + hole.start
                return self.span.source.text[start : start + hole.end - hole.start]
        return match[0]

    def place(self, location: int, end: int | None = None) -> Span:
        """From the token at a location of the tree to that at another, or to the statement's end."""
        start = parse.place(self.statement, location).start
        stop = self.span.end if end is None else parse.place(self.statement, end).start
        return Span(self.span.source, start, max(stop, start))

    def options(self, given: Sequence[Node] | None) -> Iterator[Option]:
        """The options of a statement in their order, each with the place from its first word to its value."""
        elements = [option["DefElem"] for option in given or ()]
        starts = [element.get("location", 0) for element in elements]
        for number, element in enumerate(elements):
            later = [start for start in starts[number + 1 :] if start > starts[number]]
            arg = element.get("arg")
            span = trimmed(self.place(starts[number], later[0] if later else None))
            yield Option(element["defname"], arg, self.literal(arg), span)

    def literal(self, node: Node | None) -> str | int | Unknown | None:
        """The value of a literal, Unknown where it is filled in."""
        found = literal(node)
        if found is None or isinstance(found, bool) or not self.statement.holes:
            return found
        return parse.value(self.statement, found)

    def constant(self, node: Node | None) -> str | Unknown | None:
        """The text of a constant, None for NULL; Unknown for all that is worked out when the statement runs."""
        if node is not None and (cast := node.get("TypeCast")):
            return self.constant(cast.get("arg"))
        if node is None or "A_Const" not in node:
            return Unknown("is worked out when the statement runs", self.span)
        found = self.literal(node["A_Const"])
        if found is None or isinstance(found, str | Unknown):
            return found
        return str(found).lower()


def literal(node: Node | None) -> str | int | None:
    """The value of a literal of the tree: 0, false and '' are absent there; a number with a fraction is a text."""
    if node is None:
        return None
    for kind, key, empty in _LITERALS:
        if kind in node:
            found: str | int = node[kind].get(key, empty)
            return found
    if "TypeName" in node:  # a word that stands where the grammar would take a type too
        return str(node["TypeName"]["names"][-1]["String"].get("sval", ""))
    return None


def trimmed(span: Span) -> Span:
    """The place without the blanks, commas and comments at its end, and without the parenthesis that closes a list."""
    text, end = span.source.text, span.end
    while True:
        end = lexis.significant_end(text, span.start, end)
        last = text[end - 1 : end]
        opened = text.count("(", span.start, end) >= text.count(")", span.start, end)
        if end <= span.start or (last != "," and (last != ")" or opened)):
            return span._replace(end=max(end, span.start))
        end -= 1
