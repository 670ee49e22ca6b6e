"""A file's text, and places in it.

Offsets count characters of ``Source.text``. The text is what stands in the file, character for character: bytes that
are not UTF-8 come through as surrogates (PEP 383), so that writing it back gives the same bytes.
"""

from __future__ import annotations

from pglint.record import NamedTuple


class Source:
    """One file: ``path`` relative to the root with ``/``, and its ``text``. Lines are found only when asked for.

    ``unread`` tells why there may be more in the file than the text says.
    """

    __slots__ = ("_starts", "path", "text")
    unread = ""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self._starts: list[int] | None = None

    def __repr__(self) -> str:
        return f"Source({self.path!r})"

    def starts(self) -> list[int]:
        """The offset at which each line starts."""
        if self._starts is None:
            starts = [0]
            find = self.text.find
            at = find("\n")
            while at != -1:
                starts.append(at + 1)
                at = find("\n", at + 1)
            self._starts = starts
        return self._starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both counted from 1."""
        starts = self.starts()
        line, after = 1, len(starts)
        while line < after:
            middle = (line + after) // 2
            if starts[middle] > offset:
                after = middle
            else:
                line = middle + 1
        return line, offset - starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line (from 1) without its line end; empty past the last line."""
        starts = self.starts()
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] - 1 if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r")


class Span(NamedTuple):
    """A place: characters ``start`` to ``end`` (exclusive) of one source."""

    source: Source
    start: int
    end: int

    @property
    def path(self) -> str:
        return self.source.path

    @property
    def line(self) -> int:
        return self.source.position(self.start)[0]

    @property
    def column(self) -> int:
        return self.source.position(self.start)[1]

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]


def first_line(source: Source) -> Span:
    """The place of what a file does not say: its first line, without the line end."""
    return Span(source, 0, len(source.line(1)))
