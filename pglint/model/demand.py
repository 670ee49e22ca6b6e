"""How many server connections a pooler's pools can hold together: the sums behind every capacity rule.

The formula is that of PgBouncer's own code (src/objects.c, src/server.c): each pool up to its cap, the pools of an
entry up to max_db_connections, those of a user up to max_user_connections, per process; see ``flow``.
"""

from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple

from pglint.model.flow import UNBOUNDED, Edge, Flow, max_flow
from pglint.model.pool import (
    FORCED_USERS_SHARE_LIMIT_SINCE,
    Limit,
    Pool,
    Version,
    cap,
    database_limit,
    reserve,
    size,
    user_limit,
)
from pglint.model.pooler_settings import PoolerSettings
from pglint.values import Cell, Sum, Term, Unknown


class Limits(NamedTuple):
    """The limits over pools, by entry name and by user key, each with the place that states it."""

    databases: dict[Hashable, int]
    users: dict[Hashable, int]
    cells: dict[tuple[str, Hashable], Limit]
    missing: tuple[Unknown, ...]


def user_key(pool: Pool, version: Version) -> Hashable:
    """What max_user_connections counts over: the user, and for forced users before 1.23 each entry by itself."""
    if pool.forced and version < FORCED_USERS_SHARE_LIMIT_SINCE:
        return (pool.user, pool.entry.name)
    return pool.user


def limits(settings: PoolerSettings, pools: Iterable[Pool], version: Version) -> Limits:
    """The limits that hold over these pools. A limit that is unknown is missing: the total is then an upper bound."""
    found = Limits({}, {}, {}, ())
    missing: list[Unknown] = []

    def note(kind: str, key: Hashable, limit: Limit, into: dict[Hashable, int]) -> None:
        found.cells[kind, key] = limit
        if isinstance(limit.cell.value, Unknown):
            missing.append(limit.cell.value)
        elif isinstance(limit.cell.value, int) and limit.cell.value > 0:
            into[key] = limit.cell.value

    for pool in pools:
        if ("database", pool.entry.name) not in found.cells:
            note("database", pool.entry.name, database_limit(settings, pool.entry, version), found.databases)
        key = user_key(pool, version)
        if ("user", key) not in found.cells:
            note("user", key, user_limit(settings, pool.user, version), found.users)
    return found._replace(missing=tuple(dict.fromkeys(missing)))


def held(
    settings: PoolerSettings,
    pools: list[Pool],
    version: Version,
    instances: Cell,
    name: str,
    *,
    missing: tuple[Unknown, ...] = (),
    caps: Callable[[PoolerSettings, Pool, Version], int | Unknown] = cap,
) -> Sum:
    """The most server connections of these pools over all instances, with its terms.

    ``missing`` names pools that are not in the list (users nobody states): the sum is then a lower bound.
    """
    count = instances.value if isinstance(instances.value, int) else 1
    lacking = [*missing] + ([instances.value] if isinstance(instances.value, Unknown) else [])
    over = limits(settings, pools, version)
    edges, counted = [], []
    for pool in pools:
        most = caps(settings, pool, version)
        if isinstance(most, Unknown):
            lacking.append(most)
            continue
        edges.append(Edge(pool.entry.name, user_key(pool, version), most))
        counted.append((pool, most))
    flow = max_flow(edges, over.databases, over.users)
    return Sum(
        name,
        None if flow.total is None else flow.total * count,
        tuple(terms(settings, counted, version, count)),
        capped_by(over, flow, count),
        tuple(dict.fromkeys((*lacking, *over.missing))),
        at_least=bool(lacking),
        at_most=bool(over.missing),
    )


def terms(
    settings: PoolerSettings, counted: list[tuple[Pool, int]], version: Version, instances: int
) -> Iterable[Term]:
    """One term for each line that gives a size or a reserve, times the pools and instances it counts for."""
    lines: dict[tuple[str, int, Hashable], tuple[Limit, int, int]] = {}

    def add(limit: Limit, value: int) -> None:
        place = limit.cell.span
        key = (limit.key, value, (place.path, place.start) if place else None)
        _, _, before = lines.get(key, (limit, value, 0))
        lines[key] = (limit, value, before + 1)

    for pool, most in counted:
        own, extra = size(settings, pool, version), reserve(settings, pool, version)
        number = own.cell.value if isinstance(own.cell.value, int) else 0
        more = extra.cell.value if isinstance(extra.cell.value, int) else 0
        if number > 0 and most == number + max(more, 0):
            add(own, number)
            if more > 0:
                add(extra, more)
        elif most < UNBOUNDED and (number <= 0 or most < number):
            client = settings.cell("max_client_conn", version)
            add(Limit("max_client_conn", client) if most == client.value else own, most)
        elif most < UNBOUNDED:
            add(own, most)
        else:
            add(Limit(f"{own.key} = {number}: no limit", own.cell), 0)
    for limit, value, pools in lines.values():
        text = limit.key if pools == 1 else f"{limit.key} of {pools} pools"
        if instances > 1:
            text += f" in {instances} instances"
        yield Term(text, value, pools * instances, limit.cell.span)


def capped_by(over: Limits, flow: Flow, instances: int) -> Term | None:
    """The limit that holds the total down, if one does; the first where several do."""
    for place in flow.limited_by:
        limit = over.cells[place]
        if isinstance(limit.cell.value, int):
            return Term(limit.key, limit.cell.value, instances, limit.cell.span)
    return None


def add(name: str, sums: Iterable[Sum]) -> Sum:
    """Several sums as one; without a bound if one of them has none."""
    total: int | None = 0
    terms: list[Term] = []
    missing: list[Unknown] = []
    least = most = False
    capped = None
    for each in sums:
        total = None if total is None or each.total is None else total + each.total
        terms += each.terms
        missing += each.missing
        least, most = least or each.at_least, most or each.at_most
        capped = capped or each.capped_by
    return Sum(name, total, tuple(terms), capped, tuple(dict.fromkeys(missing)), at_least=least, at_most=most)
