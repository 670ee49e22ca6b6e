"""Text from files made fit for a terminal: no secrets, no control characters, places kept."""

from __future__ import annotations

from pglint.findings.secrets import mask, masked, masked_line
from pglint.once import cache
from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pglint.source import Span

TAB = 4
CUT = "…"


class Frame(NamedTuple):
    """A source line as printed, and the underline below it: ``indent`` and ``length`` in columns."""

    text: str
    indent: int
    length: int


@cache
def plain(text: str) -> str:
    """A message on one line: masked, white space folded, control characters escaped."""
    text = mask(text)
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return "".join(_shown(char) for char in " ".join(text.split()))


def visible(text: str) -> str:
    """Part of a line with its blanks as they are and control characters escaped. It must hold no secret any more."""
    return text if text.isascii() and text.isprintable() else "".join(map(_shown, text))


def visible_lines(text: str) -> str:
    """The same of several lines."""
    return "\n".join(map(visible, text.split("\n")))


def line_of(span: Span) -> tuple[str, int, int]:
    """The line of a place without its secrets, and from where to where in it the place is (it may end further down)."""
    number, column = span.source.position(span.start)
    text, (start, end) = masked_line(span.source, number, column - 1, column - 1 + span.end - span.start)
    return text, start, end


def frame(line: str, start: int, end: int, width: int) -> Frame:
    """The line with characters ``start`` to ``end`` underlined, cut around them to ``width`` columns."""
    text, (start, end) = masked(line, start, end)
    simple = text.isascii() and text.isprintable()
    cells = list(text) if simple else [_shown(char) for char in text]
    widths = [1] * len(cells) if simple else [_width(cell) for cell in cells]
    start = min(start, len(cells))
    end = min(max(end, start + 1), len(cells))
    first, last = _window(widths, start, end, width)
    head, tail = CUT * (first > 0), CUT * (last < len(cells))
    indent = sum(widths[first:start]) + len(head)
    length = max(1, sum(widths[start : min(end, last)]))
    return Frame(head + "".join(cells[first:last]) + tail, indent, length)


def _window(widths: list[int], start: int, end: int, width: int) -> tuple[int, int]:
    """Which cells are shown: all if they fit, else those around the place, with a column kept for each ellipsis."""
    if sum(widths) <= width:
        return 0, len(widths)
    room = width - 2
    lead = max((room - sum(widths[start:end])) // 2, room // 8)
    first = start
    while first > 0 and sum(widths[first - 1 : start]) <= lead:
        first -= 1
    last, used = first, 0
    while last < len(widths) and used + widths[last] <= room:
        used += widths[last]
        last += 1
    while last == len(widths) and first > 0 and used + widths[first - 1] <= room:
        first -= 1
        used += widths[first]
    return first, last


def _shown(char: str) -> str:
    """A character as it is printed; what has no picture is escaped, a byte that is not UTF-8 as itself."""
    if char == "\t":
        return " " * TAB
    if char.isprintable():
        return char
    number = ord(char)
    if 0xDC80 <= number <= 0xDCFF:
        return f"\\x{number - 0xDC00:02x}"
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}" if number < 65536 else f"\\U{number:08x}"


def _width(cell: str) -> int:
    """The columns that a printed cell takes."""
    if cell.isascii():
        return len(cell)
    import unicodedata

    if unicodedata.combining(cell) or unicodedata.category(cell) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(cell) in ("W", "F") else 1
