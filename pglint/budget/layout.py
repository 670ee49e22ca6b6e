"""Where the nodes and ribbons of a flow stand, in the units of a drawing."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.budget.flow import Column, Flow, Node

TALL = 300.0  # of the tallest column, before gaps
NODE = 18.0
GAP = 14.0
LINE = 16.0
LEAST = 2.0
EMPTY = 14.0  # of a node whose size nobody knows
ORDER = ("reserved", "used", "free", "over")
LAST = (330.0, 330.0, 330.0, 310.0, 285.0, 262.0)  # what is written beside the last of so many columns


class Box(NamedTuple):
    """A node in its place; ``segments`` are (part, y, height), part being a field of Sizes."""

    node: Node
    x: float
    y: float
    height: float
    segments: tuple[tuple[str, float, float], ...]
    text_y: float
    room: float


class Band(NamedTuple):
    """A ribbon in its place: from (x0, y0) with height h0 to (x1, y1) with h1."""

    x0: float
    y0: float
    h0: float
    x1: float
    y1: float
    h1: float
    unit: str


class Placed(NamedTuple):
    """A flow in its place. ``funnels`` are (x0, y0, h0, x1, y1, h1) of the pools that clients share."""

    columns: tuple[tuple[Column, float], ...]
    boxes: tuple[Box, ...]
    bands: tuple[Band, ...]
    funnels: tuple[Band, ...]
    height: float


def placed(flow: Flow, width: float, top: float) -> Placed:
    """All columns centred on each other, from ``top`` downwards, in ``width``."""
    scales = {unit: _scale(flow, unit) for unit in ("clients", "server")}
    count = len(flow.columns)
    last = LAST[min(count, len(LAST)) - 1]
    step = (width - last - NODE) / (count - 1) if count > 1 else 0.0
    tall = max((_height(column, scales[column.unit]) for column in flow.columns), default=0.0)
    boxes: dict[str, Box] = {}
    heads: list[tuple[Column, float]] = []
    for at, column in enumerate(flow.columns):
        x = at * step
        heads.append((column, x))
        room = (last if at == count - 1 else step - NODE) - 12
        y = top + (tall - _height(column, scales[column.unit])) / 2
        for node in column.nodes:
            slot = _slot(node, scales[column.unit])
            boxes[node.key] = _box(node, x, y, slot, scales[column.unit], room)
            y += slot + GAP
    units = {node.key: column.unit for column in flow.columns for node in column.nodes}
    return Placed(
        tuple(heads), tuple(boxes.values()), tuple(_bands(flow, boxes, units)), tuple(_funnels(flow, boxes)), tall
    )


def _scale(flow: Flow, unit: str) -> float:
    longest = max(
        (sum(node.sizes.length for node in column.nodes) for column in flow.columns if column.unit == unit), default=0
    )
    return TALL / longest if longest else 0.0


def _segments(node: Node, scale: float) -> list[tuple[str, float]]:
    """What there is at all is drawn: what is reserved on top, what is over at the end, where it sticks out."""
    parts = {name: size for name, size in zip(node.sizes._fields, node.sizes, strict=True) if size > 0}
    found = [(name, max(parts[name] * scale, LEAST)) for name in ORDER if name in parts]
    return [*found, ("unknown", EMPTY)] if node.status == "unknown" or not found else found


def _slot(node: Node, scale: float) -> float:
    """The height that a node takes with what is written beside it."""
    return max(sum(height for _, height in _segments(node, scale)), len(node.lines) * LINE)


def _height(column: Column, scale: float) -> float:
    return sum(_slot(node, scale) for node in column.nodes) + GAP * max(len(column.nodes) - 1, 0)


def _box(node: Node, x: float, y: float, slot: float, scale: float, room: float) -> Box:
    parts = _segments(node, scale)
    height = sum(each for _, each in parts)
    at = start = y + (slot - height) / 2
    segments = []
    for name, each in parts:
        segments.append((name, at, each))
        at += each
    text = y + (slot - len(node.lines) * LINE) / 2 + 12
    return Box(node, x, start, height, tuple(segments), text, room)


def _bands(flow: Flow, boxes: dict[str, Box], units: dict[str, str]) -> Iterator[Band]:
    """Each ribbon takes its share of what flows through the nodes at its ends, in the order of their places."""
    ribbons = [ribbon for ribbon in flow.ribbons if ribbon.amount > 0]
    ends: dict[tuple[int, str], tuple[float, float]] = {}
    for side in ("left", "right"):
        other = "right" if side == "left" else "left"
        for key in {getattr(ribbon, side) for ribbon in ribbons}:
            own = [(at, ribbon) for at, ribbon in enumerate(ribbons) if getattr(ribbon, side) == key]
            own.sort(key=lambda each: boxes[getattr(each[1], other)].y)
            total = sum(ribbon.amount for _, ribbon in own)
            reached = 0.0
            for at, ribbon in own:
                ends[at, side] = reached / total, (reached + ribbon.amount) / total
                reached += ribbon.amount
    for at, ribbon in enumerate(ribbons):
        left, right = boxes[ribbon.left], boxes[ribbon.right]
        y0, h0 = _share(left, *ends[at, "left"], ("used",))
        y1, h1 = _share(right, *ends[at, "right"], ("used", "over"))
        yield Band(left.x + NODE, y0, h0, right.x, y1, h1, units[ribbon.left])


def _share(box: Box, low: float, high: float, parts: tuple[str, ...]) -> tuple[float, float]:
    """Where a share of what flows through parts of a node stands, and how high it is. What is over goes no further."""
    flowing = [(y, height) for name, y, height in box.segments if name in parts]
    top = flowing[0][0] if flowing else box.y
    height = sum(each for _, each in flowing) or box.height
    return top + low * height, (high - low) * height


def _funnels(flow: Flow, boxes: dict[str, Box]) -> Iterator[Band]:
    for clients, pools in flow.shared:
        left, right = boxes[clients], [boxes[key] for key in pools]
        top = min(box.y for box in right)
        low = max(box.y + box.height for box in right)
        yield Band(left.x + NODE, left.y, left.height, right[0].x, top, low - top, "clients")
