"""How many server connections a pooler's pools can hold together: the sums behind every capacity rule.

The formula is that of PgBouncer's own code (src/objects.c, src/server.c): each pool up to its cap, the pools of an
entry up to max_db_connections, those of a user up to max_user_connections, per process; see ``flow``.
"""

from __future__ import annotations

from pglint.model.flow import UNBOUNDED, Edge, max_flow
from pglint.model.pool import (
    FORCED_USERS_SHARE_LIMIT_SINCE,
    database_limit,
    named_user,
    parts,
    total,
    user_limit,
)
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.values import Sum, Term, Unknown, at_home

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from pglint.model.flow import Flow
    from pglint.model.pool import (
        Limit,
        Part,
        Parts,
        Pool,
        Version,
    )
    from pglint.model.pooler_settings import PoolerSettings
    from pglint.source import Span
    from pglint.values import Cell

    Caps = Callable[[PoolerSettings, Pool, Version], Parts | Unknown]


class Limits(NamedTuple):
    """The limits over pools, by database key and by user key, each with its place and how often it counts.

    Users that are alike count as one with the sum of their limits: what they hold together is the same, since no way to
    share it among them holds more than an even one.
    """

    databases: dict[Hashable, int]
    users: dict[Hashable, int]
    cells: dict[tuple[str, Hashable], tuple[Limit, int]]
    missing: tuple[Unknown, ...]


def database_key(pool: Pool) -> Hashable:
    """What max_db_connections counts over: the entry. Any number of databases have no limit together."""
    return ("any", pool.entry.name) if pool.many == "databases" else pool.entry.name


def user_key(pool: Pool, version: Version) -> Hashable:
    """What max_user_connections counts over: the user, and for forced users before 1.23 each entry by itself."""
    if pool.many == "users":
        return ("any", "user")
    if pool.forced and version < FORCED_USERS_SHARE_LIMIT_SINCE:
        return (pool.user, pool.entry.name)
    return pool.user


def limits(settings: PoolerSettings, pools: Iterable[Pool], version: Version, guests: Iterable[str] = ()) -> Limits:
    """The limits that hold over these pools. A limit that is unknown is missing: the total is then an upper bound.

    ``guests`` are users of whom any may be the one whom no file tells.
    """
    found = Limits({}, {}, {}, ())
    missing: list[Unknown] = []

    def note(kind: str, key: Hashable, limit: Limit, into: dict[Hashable, int], times: int = 1) -> None:
        found.cells[kind, key] = limit, times
        if isinstance(limit.cell.value, Unknown):
            missing.append(limit.cell.value)
        elif isinstance(limit.cell.value, int) and limit.cell.value > 0:
            into[key] = limit.cell.value * times

    for pool in pools:
        database, user = database_key(pool), user_key(pool, version)
        if pool.many != "databases" and ("database", database) not in found.cells:
            note("database", database, database_limit(settings, pool.entry, version), found.databases)
        if pool.many != "users" and ("user", user) not in found.cells:
            note("user", user, _limit_of_user(settings, pool, version, guests), found.users, pool.alike)
    return found._replace(missing=tuple(dict.fromkeys(missing)))


def _limit_of_user(settings: PoolerSettings, pool: Pool, version: Version, guests: Iterable[str]) -> Limit:
    """max_user_connections over a pool; the strictest of any that may hold where the user is not known."""
    found = user_limit(settings, named_user(pool, version), version)
    if pool.user is not None or pool.forced:
        return found
    for name in guests:
        own = user_limit(settings, name, version)
        if not isinstance(own.cell.value, int):
            return own
        if own.cell.value > 0 and not (isinstance(found.cell.value, int) and 0 < found.cell.value <= own.cell.value):
            found = own
    return found


def held(
    settings: PoolerSettings,
    pools: list[Pool],
    version: Version,
    instances: Cell,
    name: str,
    *,
    missing: tuple[Unknown, ...] = (),
    caps: Caps = parts,
    guests: Iterable[str] = (),
) -> Sum:
    """The most server connections of these pools over all instances, with its terms.

    ``missing`` names pools that are not in the list (users nobody states): the sum is then a lower bound. ``caps`` says
    what each pool can hold by itself, ``guests`` who a user may be whom no file tells.
    """
    count = instances.value if isinstance(instances.value, int) else 1
    lacking = [*missing] + ([instances.value] if isinstance(instances.value, Unknown) else [])
    over = limits(settings, pools, version, guests)
    edges: list[Edge] = []
    counted: list[tuple[Parts, int]] = []
    for pool in pools:
        found = caps(settings, pool, version)
        if isinstance(found, Unknown):
            lacking.append(found)
            continue
        edges.append(Edge(database_key(pool), user_key(pool, version), total(found) * pool.alike))
        counted.append((found, pool.alike))
    flow = max_flow(edges, over.databases, over.users)
    held_at_most = Sum(
        name,
        None if flow.total is None else flow.total * count,
        tuple(terms(counted, count)),
        capped_by(over, flow, count),
        tuple(dict.fromkeys((*lacking, *over.missing))),
        at_least=bool(lacking),
        at_most=bool(over.missing),
    )
    return at_home(held_at_most, settings.chain.home)


def terms(counted: Iterable[tuple[Parts, int]], instances: int) -> Iterable[Term]:
    """One term for each line that gives a part, times the pools and instances it counts for."""
    times: dict[Part, int] = {}
    for found, alike in counted:
        for part in found:
            times[part] = times.get(part, 0) + alike
    for part, pools in times.items():
        text = part.text if pools == 1 else f"{part.text} of {pools} pools"
        if instances > 1:
            text += f" in {instances} instances"
        yield Term(text, 0 if part.value >= UNBOUNDED else part.value, pools * instances, part.span)


def capped_by(over: Limits, flow: Flow, instances: int) -> Term | None:
    """What holds the total down, if something does: its value and times give the total.

    A single line that caps everything shows its own number; where other pools add to it, the number is the total's.
    """
    if flow.total is None:
        return None
    lines: dict[tuple[str, int, Span | None], int] = {}
    for place in flow.limited_by:
        limit, often = over.cells[place]
        if isinstance(limit.cell.value, int):
            key = (limit.key, limit.cell.value, limit.cell.span)
            lines[key] = lines.get(key, 0) + often
    if not lines:
        return None
    (name, value, span), times = next(iter(lines.items()))
    if len(lines) == 1 and value * times == flow.total:
        return Term(name, value, times * instances, span)
    return Term(" and ".join(dict.fromkeys(line[0] for line in lines)), flow.total, instances, span)


def add(name: str, sums: Iterable[Sum]) -> Sum:
    """Several sums as one; without a bound if one of them has none."""
    found = list(sums)
    if len(found) == 1:
        return found[0]._replace(name=name)
    numbers = [each.total for each in found if each.total is not None]
    all_of_them = sum(numbers) if len(numbers) == len(found) else None
    caps = [each.capped_by for each in found if each.capped_by]
    capped = None
    if caps and all_of_them is not None:
        capped = Term(" and ".join(dict.fromkeys(cap.text for cap in caps)), all_of_them, 1, caps[0].span)
    return Sum(
        name,
        all_of_them,
        tuple(term for each in found for term in each.terms),
        capped,
        tuple(dict.fromkeys(missing for each in found for missing in each.missing)),
        at_least=any(each.at_least for each in found),
        at_most=any(each.at_most for each in found),
    )
