"""The drawing for a wide page: the flow from left to right, and below it what is no part of the flow."""

from __future__ import annotations

from pglint.budget.flow import flow
from pglint.budget.layout import LINE, NODE, placed
from pglint.budget.marks import BOLD, STATUS, band, bar, fitted, folded, rect, text, titled, with_place
from pglint.budget.scale import scale, sizes
from pglint.budget.verdict import number, verdict
from pglint.budget.words import EMPTY, amounts, codes, headline, read_as
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.budget.layout import Box
    from pglint.budget.records import Bar, Budget, Layer

WIDTH = 1200.0
EDGE = 24.0
SIZES = {"strong": 13 * BOLD, "plain": 13.0, "over": 13 * BOLD, "ok": 13 * BOLD, "faint": 11.5}
BEYOND = 5.0  # by which what is over sticks out of its node
KEY = (("used", "wanted"), ("free", "free"), ("reserved", "reserved"), ("over", "over"), ("unknown", "not known"),
       ("funnel", "shared by the clients"))  # fmt: skip
HEADINGS = {"slots": "Server slots at other times", "pools": "Pools that lead elsewhere"}
IN_FLOW = ("clients", "pooler", "direct", "slots")


def wide(budget: Budget, top: float) -> tuple[str, float]:
    """A stack from ``top`` downwards, and where it ends."""
    out: list[str] = []
    y = top + 34
    found = headline(budget)
    out.append(text(EDGE, y, fitted(" · ".join([budget.name, *read_as(budget)]), WIDTH - 2 * EDGE, 14 * BOLD), "h2"))
    lines = [(f"{found.verdict.sign} {found.text}" if budget.layers else EMPTY, STATUS.get(found.verdict.status, ""))]
    lines += [(f"✗ {other}", "over") for other in found.others]
    for at, (words, style) in enumerate(lines[:6]):
        y += 28 if at == 0 else 20
        shown = fitted(words, WIDTH - 2 * EDGE, (13 if at else 20) * BOLD)
        out.append(text(EDGE, y, shown, f"{'h1 ' * (at == 0)}{style}".strip()))
    if not budget.layers:
        return "".join(out), y + 20
    drawn, y = _flow(budget, y + 36)
    out.append(drawn)
    rows = [(layer, each) for layer in budget.layers for each in layer.bars if _beside(each, budget)]
    before = ""
    for layer, each in rows:
        if layer.name != before:
            y += 30
            out.append(text(EDGE, y, HEADINGS.get(layer.name, layer.title), "h2"))
            before = layer.name
        y += 10
        drawn, y = _row(layer, each, budget, y)
        out.append(drawn)
    return "".join(out) + _key(y + 34, budget.layer("clients") is not None), y + 50


def _beside(bar_: Bar, budget: Budget) -> bool:
    """Whether a bar is no column of the flow."""
    if bar_.kind in ("role", "database"):
        return bar_.limit is not None and not bar_.wanted.terms and verdict(bar_).is_over
    return bar_.kind not in IN_FLOW


def _flow(budget: Budget, top: float) -> tuple[str, float]:
    made = placed(flow(budget), WIDTH - 2 * EDGE, top + 44)
    out: list[str] = []
    for column, x in made.columns:
        out.append(text(EDGE + x, top, column.title, "h2"))
        out.append(text(EDGE + x, top + 18, column.caption, "faint"))
    for each in made.funnels:
        out.append(band(EDGE + each.x0, each.y0, each.h0, EDGE + each.x1, each.y1, each.h1, "funnel"))
    for each in made.bands:
        out.append(band(EDGE + each.x0, each.y0, each.h0, EDGE + each.x1, each.y1, each.h1, f"band {each.unit}"))
    clients = {node.key for column, _ in made.columns if column.unit == "clients" for node in column.nodes}
    out += [_box(box, "clients" if box.node.key in clients else "") for box in made.boxes]
    out.append('<g class="halo">' + "".join(line for box in made.boxes for line in _label(box)) + "</g>")
    return "".join(out), top + 44 + made.height


def _box(box: Box, style: str) -> str:
    rects = (
        rect(EDGE + box.x, y, NODE + BEYOND * (name == "over"), height, f"{name} {style}".strip())
        for name, y, height in box.segments
    )
    return titled(box.node.tip or box.node.lines[0].text, rects)


def _label(box: Box) -> Iterator[str]:
    for at, line in enumerate(box.node.lines):
        shown = with_place(line.text, line.place, box.room, SIZES[line.style])
        yield text(EDGE + box.x + NODE + BEYOND + 4, box.text_y + at * LINE, shown, line.style)


def _row(layer: Layer, each: Bar, budget: Budget, y: float) -> tuple[str, float]:
    """A lying bar with its name on the left and what it comes to on the right."""
    found = verdict(each)
    names = folded(each.name, 330, 13 * BOLD)[:2]
    out = [text(EDGE, y + 14 + at * LINE, line, "strong") for at, line in enumerate(names)]
    out += bar(EDGE + 350, y + 3, 460, 16, sizes(each), scale(layer, each, budget))
    words = " ".join([found.sign, found.words, *codes(each)[:2]]) if each.limit else ""
    out.append(text(EDGE + 826, y + 15, amounts(each), "plain"))
    out.append(text(EDGE + 960, y + 15, fitted(words, 210), STATUS.get(found.status, "plain")))
    who = ", ".join(f"{part.name}: {number(part.sum)}" for part in each.parts[:4]) or each.note
    if each.kind == "elsewhere" and each.note:
        who = each.note
    end = y + 6 + LINE * len(names)
    if who:
        out.append(text(EDGE + 350, y + 34, fitted(who, 820, 11.5), "faint"))
        end = max(end, y + 36)
    return "".join(out), end


def _key(y: float, poolers: bool) -> str:
    """What the shapes mean."""
    out, x = [], EDGE
    for name, words in KEY if poolers else KEY[:-1]:
        out.append(rect(x, y - 10, 16, 11, name))
        out.append(text(x + 22, y, words, "faint"))
        x += 40 + 7 * len(words)
    scales = "; clients and server connections each have a scale of their own" * poolers
    words = f"Heights are in proportion{scales}."
    return "".join([*out, text(x + 10, y, words, "faint")])
