"""What there is too much of to show one by one, folded into one row that says how much it is together."""

from __future__ import annotations

from pglint.budget.verdict import judge, says_nothing
from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pglint.budget.records import Bar, Layer, Part

SHOWN = 7
"""So many are shown one by one before the others are folded."""
ORDER = ("unbounded", "over", "maybe", "full", "unknown", "free", "unlimited")
"""Of the verdicts: what matters first."""


class Rest(NamedTuple):
    """What is not shown one by one: how many there are, what they come to, and how many of them nobody knows."""

    parts: int
    total: int
    unknown: int = 0

    @property
    def is_known(self) -> bool:
        """Whether anything is known of their sizes."""
        return self.unknown < self.parts

    @property
    def number(self) -> str:
        return f"{'at least ' * (self.unknown > 0)}{self.total:,}" if self.is_known else "?"

    def words(self, kind: str, others: bool = True) -> str:
        """``33 more pools``; ``others``: some stand before them."""
        thing = {"app": "application", "direct": "session"}.get(kind, kind)
        found = f"{self.parts} {'more ' * others}{thing}{'s' * (self.parts != 1)}"
        if not self.is_known:
            return f"{found} of unknown size"
        return f"{found}, {self.unknown} of unknown size" if self.unknown else found


def by_size(parts: Sequence[Part]) -> list[Part]:
    """The largest first, those without a limit before them, those that nobody knows last."""

    def rank(part: Part) -> tuple[int, int, str]:
        if says_nothing(part.sum):
            return (2, 0, part.name)
        return (0, 0, part.name) if part.sum.total is None else (1, -part.sum.total, part.name)

    return sorted(parts, key=rank)


def folded(parts: Sequence[Part], most: int = SHOWN) -> tuple[list[Part], Rest | None]:
    """The largest, and the rest; a rest of one is shown itself, several that nobody knows are not."""
    ordered = by_size(parts)
    known = [part for part in ordered if not says_nothing(part.sum)]
    if len(ordered) <= most + 1 and len(ordered) - len(known) <= 1:
        return ordered, None
    if len(known) <= most + 1:
        return known, rest(ordered[len(known) :])
    return ordered[:most], rest(ordered[most:])


def rest(parts: Sequence[Part]) -> Rest:
    unknown = sum(says_nothing(part.sum) for part in parts)
    return Rest(len(parts), sum(part.sum.total or 0 for part in parts), unknown)


def in_order(layer: Layer) -> Sequence[Bar]:
    """The bars of a layer as they are shown."""
    return tightest(layer.bars) if layer.name == "limits" else layer.bars


def tightest(bars: Sequence[Bar]) -> list[Bar]:
    """Those that are over first, then by how little is free."""

    def rank(bar: Bar) -> tuple[int, int]:
        found = judge(bar.wanted, bar.limit)
        amount = found.amount or 0
        return ORDER.index(found.status), -amount if found.is_over else amount

    return sorted(bars, key=rank)
