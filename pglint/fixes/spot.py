"""Where an edit goes: an assignment as it stands in its file, and the lines that it takes up."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.source import Span

if TYPE_CHECKING:
    from pglint.source import Source


class Spot(NamedTuple):
    """An assignment: its name, the places of name and value, and the ``whole`` of it.

    ``kind`` is how it is read: conf, ini (a line), pair (of an entry of an ini file), header.
    """

    kind: str
    name: str
    name_span: Span
    value_span: Span
    whole: Span

    def holds(self, place: Span) -> bool:
        """Whether a place is the assignment, its name, its value or a part of that."""
        return self.whole.start <= place.start and place.end <= self.whole.end


def line_end(source: Source) -> str:
    """The line end that a file uses."""
    at = source.text.find("\n")
    return "\r\n" if at > 0 and source.text[at - 1] == "\r" else "\n"


def lines_of(place: Span) -> Span:
    """The whole lines that a place touches, with the line end."""
    text = place.source.text
    start = text.rfind("\n", 0, place.start) + 1
    end = text.find("\n", max(place.end - 1, place.start))
    return Span(place.source, start, len(text) if end == -1 else end + 1)


def below(place: Span, line: str) -> tuple[Span, str]:
    """Where a new line goes below the line of a place, and the text to put in there."""
    text, end_of_line = place.source.text, line_end(place.source)
    at = lines_of(place).end
    if at and text[at - 1] != "\n":
        return Span(place.source, at, at), end_of_line + line
    return Span(place.source, at, at), line + end_of_line
