"""How long the parts of a bar are: what is used, free, reserved and over, on a scale that bars of a kind share."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pglint.budget.records import Bar, Budget, Layer
    from pglint.values import Sum

SHARED = ("pools", "limits", "slots")
"""The layers that count server connections."""
OWN_SCALE = ("proxies", "senders", "replication slots")


class Sizes(NamedTuple):
    """The parts of a bar in their order, in its unit."""

    used: int = 0
    free: int = 0
    reserved: int = 0
    over: int = 0

    @property
    def length(self) -> int:
        return self.used + self.free + self.reserved + self.over


def sizes(bar: Bar) -> Sizes:
    """What is wanted without a limit counts as used; what no limit holds goes a fifth over what there is."""
    wanted, limit = bar.wanted.total, bar.limit.total if bar.limit else None
    if limit is None:
        return Sizes(used=max(wanted or 0, 0))
    limit = max(limit, 0)
    reserved = kept(bar.limit) if bar.limit else 0
    if wanted is None:
        unbounded = not bar.wanted.missing
        return Sizes(limit * unbounded, limit * (not unbounded), reserved, (limit // 5 + 1) * unbounded)
    used = min(wanted, limit)
    return Sizes(used, limit - used, reserved, wanted - used)


def kept(limit: Sum) -> int:
    """What a limit is less than it could be: the reserved slots."""
    return sum(-term.value * term.times for term in limit.terms if term.value < 0)


def scale(layer: Layer, bar: Bar, budget: Budget) -> int:
    """What a bar's full width stands for: one number for all server connections, one for clients."""
    if bar.kind in OWN_SCALE:
        return max(sizes(bar).length, 1)
    layers = [each for each in budget.layers if each.name in SHARED] if layer.name in SHARED else [layer]
    return max([1, *(sizes(each).length for one in layers for each in one.bars if each.kind not in OWN_SCALE)])


def columns(parts: Sizes, most: int, width: int) -> tuple[int, ...]:
    """The parts in whole columns: what there is at all has at least one, at the cost of the longest."""
    found, at, reached = [], 0, 0
    for part in parts:
        reached += part
        end = min(max((reached * width + most // 2) // most, at), width)
        found.append(end - at)
        at = end
    for index, part in enumerate(parts):
        if part > 0 and not found[index]:
            longest = found.index(max(found))
            found[longest] -= at >= width and found[longest] > 1
            found[index] = 1
            at += 1
    return tuple(found)
