"""The picture for a terminal: a bar for everything that has a size, its number, what is free, and where it comes from.

All server connections have one scale, so that pools, limits and slots compare by eye. Signs and words say what colours
say.
"""

from __future__ import annotations

from pglint.budget.fold import folded, in_order
from pglint.budget.scale import Sizes, columns, scale, sizes
from pglint.budget.verdict import number, refused, verdict
from pglint.budget.words import (
    CAPTIONS,
    EMPTY,
    NO_STACKS,
    amount,
    amounts,
    cap,
    codes,
    factors,
    heading,
    headline,
    origin,
    place,
    read_as,
)
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.report.printable import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pglint.budget import Look
    from pglint.budget.records import Bar, Budget, Layer, Part
    from pglint.values import Term, Unknown

WIDEST, LEAST_BAR = 160, 12
SHARE = 0.36  # of the width that names may take
SAID = 3  # reasons that are told for one bar
TERMS = 4  # terms of a pooler; where there are more, its pools tell them
GLYPHS = ("█", "░", "▒", "!")
LEGEND = ("wanted", "free", "reserved", "over")
PAINT = {"over": "31", "unbounded": "31", "maybe": "33", "full": "33", "free": "32", "bold": "1", "faint": "2"}
ONE_BY_ONE = ("clients", "pools")
"""The layers whose parts have bars of their own."""


class Row(NamedTuple):
    """A line with a bar on its scale (0: without); ``status`` says its colour."""

    sign: str
    name: str
    number: str
    words: str
    sizes: Sizes = Sizes()
    scale: int = 0
    status: str = ""


class Detail(NamedTuple):
    """A line below a bar: a number, its factors, what it is, and where it stands."""

    amount: str
    factors: str
    text: str
    place: str = ""


def render(budgets: Sequence[Budget], look: Look) -> str:
    """All stacks, one below the other."""
    if not budgets:
        return NO_STACKS + "\n"
    blocks = ["\n".join(_budget(budget, look)) for budget in budgets]
    if any(budget.layers for budget in budgets):
        legend = "   ".join(f"{glyph} {word}" for glyph, word in zip(GLYPHS, LEGEND, strict=True))
        blocks.append(_painted(legend, "faint", look))
    return "\n\n".join(blocks) + "\n"


def _budget(budget: Budget, look: Look) -> Iterator[str]:
    reads = "".join(f" · {plain(each)}" for each in read_as(budget))
    yield _painted(f"stack {plain(budget.name)}", "bold", look) + _painted(reads, "faint", look)
    if not budget.layers:
        yield EMPTY
        return
    found = headline(budget)
    yield from _wrapped(f"{found.verdict.sign} {found.text}", look, found.verdict.status)
    for other in found.others:
        yield from _wrapped(f"✗ {plain(other)}", look, "over")
    lines = {layer.name: list(_lines(layer, budget, look)) for layer in budget.layers}
    wide = _widths([line for each in lines.values() for line in each if isinstance(line, Row)], look)
    for layer in budget.layers:
        yield ""
        yield _painted(layer.title, "bold", look) + _painted(f": {CAPTIONS[layer.name]}", "faint", look)
        details: list[Detail] = []
        for line in lines[layer.name]:
            if isinstance(line, Detail):
                details.append(line)
                continue
            yield from _table(details, look)
            details = []
            yield _drawn(line, wide, look)
        yield from _table(details, look)
    for note in budget.notes:
        yield ""
        yield from _wrapped(f"note: {plain(note)}", look, "")


def _lines(layer: Layer, budget: Budget, look: Look) -> Iterator[Row | Detail]:
    bars = in_order(layer)
    for bar in bars:
        if layer.name == "limits" and bar.limit is None:
            continue
        most = scale(layer, bar, budget)
        yield _row(bar, most)
        if layer.name in ONE_BY_ONE:
            yield from _parts(bar, most, budget, look)
        yield from _details(layer, bar, budget, look)
    if layer.name == "limits":
        yield from _unlimited(bars)
    yield from _missing(layer.missing, look)


def _row(bar: Bar, most: int) -> Row:
    found = verdict(bar)
    name = plain(heading(bar))
    if bar.limit is None:
        return Row(" ", name, number(bar.wanted), "", sizes(bar) if not bar.parts else Sizes(), most)
    words = " ".join([found.words, *codes(bar)[:2]])
    return Row(found.sign, name, amounts(bar), words, sizes(bar), most, found.status)


def _parts(bar: Bar, most: int, budget: Budget, look: Look) -> Iterator[Row]:
    """The largest parts with bars of their own, and what the others are together."""
    shown, rest = folded(bar.parts)
    for part in shown:
        used = Sizes(used=part.sum.total or 0)
        yield Row(" ", "  " + plain(part.name), number(part.sum), _from(part, budget, look), used, most)
    if rest is not None:
        name = "  " + rest.words(bar.parts[0].kind, bool(shown))
        yield Row(" ", name, rest.number, "together" * rest.is_known, Sizes(used=rest.total), most)


def _from(part: Part, budget: Budget, look: Look) -> str:
    """Where a part's number comes from: the place of its first term, or of what caps it."""
    term = part.sum.capped_by or next(iter(part.sum.terms), None)
    if term is None:
        return ""
    where = plain(origin(term, budget.platform, look.shown))
    if part.sum.capped_by is not None and look.width >= 100:
        return f"held by {plain(term.text)} {where}".rstrip()
    return where


def _details(layer: Layer, bar: Bar, budget: Budget, look: Look) -> Iterator[Detail]:
    """What makes up both sides, and what is not known of them."""
    if layer.name in ("slots", "replication") and bar.parts:
        for part in bar.parts:
            if len(part.sum.terms) == 1 and not part.sum.at_least:
                yield _detail(part.sum.terms[0], budget, look)._replace(text=plain(part.name))
            else:
                yield Detail(number(part.sum), "", plain(part.name))
    elif layer.name == "pools" and len(bar.wanted.terms) < min(len(bar.parts), TERMS):
        yield from (_detail(term, budget, look) for term in bar.wanted.terms if bar.kind != "direct")
    if layer.name == "slots":
        yield from (_detail(term, budget, look) for term in refused(bar.wanted))
    if bar.wanted.capped_by is not None and (layer.name == "pools" or (layer.name == "slots" and refused(bar.wanted))):
        at = bar.wanted.capped_by.span
        yield Detail("=", "", plain(cap(bar.wanted)), plain(place(at, look.shown)) if at else "")
    yield from (_detail(term, budget, look) for term in (bar.limit.terms if bar.limit else ()))
    yield from _missing(bar.missing, look)
    if bar.note:
        yield Detail("", "", plain(bar.note))


def _detail(term: Term, budget: Budget, look: Look) -> Detail:
    return Detail(amount(term), factors(term), plain(term.text), plain(origin(term, budget.platform, look.shown)))


def _missing(missing: Sequence[Unknown], look: Look) -> Iterator[Detail]:
    for why in missing[:SAID]:
        yield Detail("?", "", plain(why.reason), plain(place(why.span, look.shown)) if why.span else "")
    if len(missing) > SAID:
        yield Detail("?", "", f"and {len(missing) - SAID} more that are not known")


def _unlimited(bars: Iterable[Bar]) -> Iterator[Row]:
    """The roles and databases without a limit, in a line each."""
    free = [bar for bar in bars if bar.limit is None]
    for kind in ("role", "database"):
        names = [plain(bar.name) for bar in free if bar.kind == kind]
        if names:
            more = f" and {len(names) - 6} more" if names[6:] else ""
            text = f"no limit: {kind}{'s' * (len(names) > 1)} {', '.join(names[:6])}{more}"
            yield Row("·", text, "", "")


# -- lines ----------------------------------------------------------------------------------------------------------


def _widths(rows: Sequence[Row], look: Look) -> tuple[int, int, int]:
    """The columns of names, bars and numbers. The bars take what is left, and names give way to them."""
    full = min(look.width, WIDEST) - 1
    drawn = [row for row in rows if row.number]
    numbers = max((len(row.number) for row in drawn), default=0)
    places = max((len(row.words) for row in drawn if not row.status), default=0)
    words = max([min(places, full // 5), *(len(row.words) for row in drawn if row.status)])
    names = min(max((_taken(row.name) for row in drawn), default=0), int(full * SHARE))
    bars = full - 4 - names - 1 - 1 - numbers - 2 - words
    if bars < LEAST_BAR:
        names, bars = max(names - (LEAST_BAR - bars), 16), LEAST_BAR
    return names, bars, numbers


def _drawn(row: Row, wide: tuple[int, int, int], look: Look) -> str:
    names, bars, numbers = wide
    if not row.number:
        return "  " + row.sign + " " + _cut(row.name, min(look.width, WIDEST) - 5)
    lengths = columns(row.sizes, row.scale, bars) if row.scale else (0, 0, 0, 0)
    drawn = "".join(
        _painted(glyph * length, colour, look)
        for glyph, length, colour in zip(GLYPHS, lengths, ("", "faint", "faint", "over"), strict=True)
        if length
    )
    room = min(look.width, WIDEST) - 1 - 4 - names - bars - numbers - 4
    words = _painted(_cut(row.words, room), row.status or "faint", look)
    shown = _cut(row.name, names)
    name = shown + " " * (names - _taken(shown))
    rest = " " * (bars - sum(lengths))
    return f"  {_painted(row.sign, row.status, look)} {name} {drawn}{rest} {row.number:>{numbers}}  {words}".rstrip()


def _table(details: Sequence[Detail], look: Look) -> Iterator[str]:
    """Details with their columns aligned; a text that does not fit goes on in the next line."""
    if not details:
        return
    amounts, times = (max(len(row[at]) for row in details) for at in range(2))
    where = min(max(len(row.place) for row in details), min(look.width, WIDEST) // 3)
    head = 6 + amounts + 2 + (times + 2 if times else 0)
    room = max(min(look.width, WIDEST) - 1 - head - (where + 2 if where else 0), 20)
    texts = min(max(len(row.text) for row in details), room)
    for row in details:
        first, *more = _folded(row.text, texts) or [""]
        left = f"{row.amount:>{amounts}}  " + (f"{row.factors:<{times}}  " if times else "")
        yield " " * 6 + _painted(f"{left}{first:<{texts}}  {_cut(row.place, where)}".rstrip(), "faint", look)
        yield from (" " * head + _painted(line, "faint", look) for line in more)


def _wrapped(text: str, look: Look, colour: str) -> Iterator[str]:
    for at, line in enumerate(_folded(text, min(look.width, WIDEST) - 3)):
        yield _painted("  " * (at > 0) + line, colour, look)


def _folded(text: str, width: int) -> list[str]:
    """The text in lines of whole words."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines


def _cut(text: str, width: int) -> str:
    """The text in so many columns: its middle gives way."""
    if _taken(text) <= width:
        return text
    for keep in range(min(len(text), width) - 1, 0, -1):
        kept = f"{text[: keep // 2]}…{text[len(text) - (keep - keep // 2) :]}"
        if _taken(kept) <= width:
            return kept
    return "…"


def _taken(text: str) -> int:
    """The columns that a text takes in a terminal."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def _painted(text: str, colour: str, look: Look) -> str:
    return f"\x1b[{PAINT[colour]}m{text}\x1b[0m" if look.colour and text.strip() and colour in PAINT else text
