"""The elements that drawings are made of, as SVG text. Names of files and roles are escaped here, once."""

from __future__ import annotations

from pglint.budget.scale import Sizes
from pglint.record import TYPE_CHECKING
from pglint.report.markup import escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STATUS = {"over": "over", "unbounded": "over", "free": "ok", "full": "warn", "maybe": "warn"}
"""The class of a text by the status that it tells."""
SLIM, BROAD = "ijl.,:;|!'()[] ·frt", "mwMW@%—×"
BOLD = 1.13
"""How much wider a bold text is."""


def width(words: str, size: float = 13.0) -> float:
    """About how wide a text is, in a wide font (DejaVu Sans): which one there is, nobody can ask."""
    return sum(map(_width, words)) * size


def _width(char: str) -> float:
    """The width of a character, in the font's size."""
    if ord(char) > 0x1100 and char not in "✗✓…−":
        return 1.05
    if char in SLIM:
        return 0.36
    return 0.92 if char in BROAD else 0.67 if char.isupper() or char.isdigit() else 0.6


def fitted(words: str, room: float, size: float = 13.0) -> str:
    """The text, its middle left out where it is too wide for its room."""
    if width(words, size) <= room:
        return words
    keep = len(words)
    while keep > 2:
        keep -= 1
        cut = words[: (keep + 1) // 2] + "…" + words[len(words) - keep // 2 :]
        if width(cut, size) <= room:
            return cut
    return words[:1] + "…"


def folded(words: str, room: float, size: float = 13.0) -> list[str]:
    """The text in lines of whole words."""
    lines: list[str] = []
    for word in words.split(" "):
        if lines and width(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return [fitted(line, room, size) for line in lines]


def with_place(words: str, place: str, room: float, size: float = 13.0) -> str:
    """A text and the place behind it: first its folders give way, then the text, then the place."""
    if not place:
        return fitted(words, room, size)
    if not words:
        return place if width(place, size) <= room else fitted(place.rpartition("/")[2], room, size)
    for shown in (place, place.rpartition("/")[2]):
        line = f"{words} · {shown}"
        if width(line, size) <= room:
            return line
    short = f" · {place.rpartition('/')[2]}"
    left = room - width(short, size)
    return fitted(words, left, size) + short if left > room * 0.3 else fitted(words + short, room, size)


def text(x: float, y: float, words: str, style: str = "plain", anchor: str = "") -> str:
    end = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{n(x)}" y="{n(y)}" class="{style}"{end}>{escaped(words)}</text>'


def rect(x: float, y: float, wide: float, high: float, style: str) -> str:
    return f'<rect x="{n(x)}" y="{n(y)}" width="{n(wide)}" height="{n(high)}" class="{style}"/>'


def band(x0: float, y0: float, h0: float, x1: float, y1: float, h1: float, style: str) -> str:
    """A ribbon from the right side of one box to the left side of another."""
    middle = (x0 + x1) / 2
    return (
        f'<path class="{style}" d="M{n(x0)} {n(y0)}C{n(middle)} {n(y0)} {n(middle)} {n(y1)} {n(x1)} {n(y1)}'
        f'V{n(y1 + h1)}C{n(middle)} {n(y1 + h1)} {n(middle)} {n(y0 + h0)} {n(x0)} {n(y0 + h0)}Z"/>'
    )


def bar(x: float, y: float, wide: float, high: float, sizes: Sizes, most: int, style: str = "") -> Iterator[str]:
    """A lying bar: its parts in their order, ``most`` being its full width."""
    at = x
    for name, size in zip(sizes._fields, sizes, strict=True):
        if size > 0:
            long = max(size / most * wide, 2.0)
            yield rect(at, y, long, high, f"{name} {style}".strip())
            at += long
    if at == x:
        yield rect(x, y, wide, high, "unknown")


def titled(title: str, inside: Iterable[str]) -> str:
    """Elements with a text that shows when one points at them."""
    return f"<g><title>{escaped(title)}</title>{''.join(inside)}</g>"


def n(value: float) -> str:
    """A number for an attribute: one decimal place, none where it is whole."""
    shown = f"{value:.1f}".removesuffix(".0")
    return "0" if shown == "-0" else shown
