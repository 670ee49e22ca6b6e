"""The drawing for a narrow page: layer by layer from top to bottom, a lying bar for everything."""

from __future__ import annotations

from pglint.budget.fold import folded as fold
from pglint.budget.fold import in_order
from pglint.budget.marks import BOLD, STATUS, bar, fitted, folded, text, titled, width
from pglint.budget.scale import Sizes, scale, sizes
from pglint.budget.verdict import number, verdict
from pglint.budget.words import CAPTIONS, EMPTY, amount, amounts, codes, heading, headline, origin, read_as
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from pglint.budget.records import Bar, Budget, Layer

WIDTH = 400.0
EDGE = 16.0
ROOM = WIDTH - 2 * EDGE
MOST_PARTS = 5


def narrow(budget: Budget, top: float) -> tuple[str, float]:
    """A stack from ``top`` downwards, and where it ends."""
    out: list[str] = []
    y = top + 14
    for line in folded(" · ".join([budget.name, *read_as(budget)]), ROOM, 14 * BOLD):
        y += 18
        out.append(text(EDGE, y, line, "h2"))
    found = headline(budget)
    lines = [(f"{found.verdict.sign} {found.text}" if budget.layers else EMPTY, STATUS.get(found.verdict.status, ""))]
    lines += [(f"✗ {other}", "over") for other in found.others]
    y += 6
    for words, style in lines:
        for line in folded(words, ROOM, 13 * BOLD):
            y += 19
            out.append(text(EDGE, y, line, style or "strong"))
    for layer in budget.layers:
        y += 38
        out.append(text(EDGE, y, layer.title, "h2"))
        for line in folded(CAPTIONS[layer.name], ROOM, 11.5):
            y += 16
            out.append(text(EDGE, y, line, "faint"))
        for each in in_order(layer):
            if layer.name != "limits" or each.limit is not None:
                drawn, y = _bar(layer, each, budget, y)
                out.append(drawn)
    return "".join(out), y + 24


def _bar(layer: Layer, each: Bar, budget: Budget, y: float) -> tuple[str, float]:
    found, most = verdict(each), scale(layer, each, budget)
    name, said = heading(each), amounts(each)
    style = "clients" if layer.name == "clients" else ""
    y += 24
    out = [text(EDGE, y, fitted(name, ROOM - width(said) - 10, 13 * BOLD), "strong"),
           text(WIDTH - EDGE, y, said, "plain", "end")]  # fmt: skip
    y += 7
    out.append(titled(f"{name}: {said}", bar(EDGE, y, ROOM, 14, sizes(each), most, style)))
    y += 14
    if each.limit is not None:
        y += 17
        words = " ".join([found.sign, found.words, *codes(each)[:3]])
        out.append(text(EDGE, y, words, STATUS.get(found.status, "plain")))
    for term in (each.limit.terms if each.limit else ())[:4]:
        y += 16
        where = origin(term, budget.platform, str)
        out.append(text(EDGE, y, fitted(f"{amount(term)} {term.text}", ROOM * 0.62, 11.5), "faint"))
        out.append(text(WIDTH - EDGE, y, fitted(where, ROOM * 0.36, 11.5), "faint", "end"))
    missing = dict.fromkeys((*(each.limit.missing if each.limit else ()), *each.wanted.missing))
    for why in list(missing)[:2]:
        for line in folded(f"? {why.reason}", ROOM, 11.5):
            y += 16
            out.append(text(EDGE, y, line, "faint"))
    if layer.name in ("clients", "pools"):
        shown, rest = fold(each.parts, MOST_PARTS)
        rows = [(part.name, number(part.sum), part.sum.total or 0) for part in shown]
        rows += [(rest.words(each.parts[0].kind, bool(shown)), rest.number, rest.total)] if rest else []
        for name, size, total in rows:
            y += 21
            out.append(text(EDGE + 12, y, fitted(name, ROOM - 12 - width(size) - 10), "plain"))
            out.append(text(WIDTH - EDGE, y, size, "plain", "end"))
            y += 5
            out += bar(EDGE + 12, y, ROOM - 12, 5, Sizes(total), most, style) if total else []
            y += 5
    return "".join(out), y
