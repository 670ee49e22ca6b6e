"""What pglint says of a stack: its sums, and which rules fire, pass, or are left open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pglint.check import run
from pglint.config import load
from pglint.findings.selection import Selection
from pglint.model.build import Model, build
from pglint.model.pool import Pool as ModelPool
from pglint.model.server import Server
from pglint.project import kind
from pglint.rulebook.load import rules
from pglint.source import Source
from pglint.stacks.assemble import assemble
from pglint.stacks.units import read
from pglint.tree import Memory
from pglint.values import Sum

CODES = ("CAP001", "CAP003", "CAP004", "CAP006", "CAP007")
BOOK = rules(use_cache=False)


class Verdict(NamedTuple):
    """``fired`` are (code, severity), with what they say; ``unsure`` the codes that are undecided somewhere.

    ``worst`` is None where pglint knows no bound; ``direct`` is in neither of the two sums. ``surely`` are the pools
    that count in ``demand``, as (entry, user), where no user is any one user.
    """

    fired: dict[tuple[str, str], str]
    unsure: frozenset[str]
    demand: Sum | None
    worst: Sum | None
    direct: int
    slots: int
    surely: frozenset[tuple[str, str | None]]

    def fires(self, code: str) -> bool:
        return any(fired == code for fired, _ in self.fired)


def verdict(files: Mapping[str, str], major: int, version: tuple[int, ...]) -> Verdict:
    tree = Memory(dict(files))
    config = load(Source("pglint.toml", files["pglint.toml"]))
    listed = [(path, found) for path in sorted(files) if (found := kind(path)) and found != "pglint.toml"]
    outcome = run(tree, listed, config, Selection(select=CODES), BOOK)
    assert not outcome.internal, outcome.internal
    (stack,), _ = assemble(read(tree, listed), config)
    server = _server(build(stack, tree, config))
    worst, demand = (server.worst(version), server.demand(version)) if server.links else (None, None)
    pools: list[ModelPool] = [pool for link in server.links for pool in link.pools(version)]
    direct, slots = server.direct().total, server.slots(major).total
    assert direct is not None
    assert slots is not None
    return Verdict(
        {(each.code, each.severity): each.message for each in outcome.findings},
        frozenset(each.code for each in outcome.unknown),
        demand,
        worst if isinstance(worst, Sum) and worst.total is not None else None,
        direct,
        slots,
        frozenset((pool.entry.name, pool.user) for pool in pools),
    )


def _server(model: Model) -> Server:
    assert model.server
    return model.server
