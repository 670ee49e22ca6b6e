"""One pool of a pooler: how many server connections it may hold, and in which mode.

A pool is a (database entry, server user) pair: PgBouncer src/objects.c get_pool; sizes: src/server.c pool_pool_size,
pool_res_pool_size; every number below is measured in pgbouncer_capacity_cases.json.
"""

from __future__ import annotations

from pglint.model.flow import UNBOUNDED
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.values import Cell, Unknown

if TYPE_CHECKING:
    from pglint.facts import Entry
    from pglint.model.pooler_settings import PoolerSettings
    from pglint.source import Span

Version = tuple[int, ...]

UNLIMITED_SINCE = (1, 24, 0)
FORCED_USERS_SHARE_LIMIT_SINCE = (1, 23, 0)
"""Before, a forced user is one of the entry's own: he shares no limit, and no line of [users] is his (tests/sums)."""
FORCED_FLOOR_SINCE = (1, 21, 0)
"""From here on min_pool_size of an entry with ``user=`` is kept without clients (cases min-forced-noclient)."""


class Limit(NamedTuple):
    """A number with the key that supplies it (``pool_size``, ``default_pool_size`` …)."""

    key: str
    cell: Cell


class Pool(NamedTuple):
    """``user`` is the server user; None stands for one user whose name no file tells.

    ``auth`` is the pool on which auth_query runs. ``many`` is ``databases`` or ``users`` where this stands for any
    number of pools, one for each database or user that somebody may name. ``alike`` counts users under the same limits,
    each with a pool of his own, of which ``user`` is one.
    """

    entry: Entry
    user: str | None
    forced: bool
    auth: bool = False
    many: str = ""
    alike: int = 1


class Part(NamedTuple):
    """One line of what a pool can hold: ``value`` server connections because of ``text``, and where that stands."""

    text: str
    value: int
    span: Span | None


Parts = tuple[Part, ...]


def _number(cell: Cell | None) -> int | None:
    return cell.value if cell is not None and isinstance(cell.value, int) else None


def _first(*candidates: tuple[str, Cell | None], least: int) -> Limit | None:
    """The first key that is set to ``least`` or more, or is unknown: lower values mean "not set"."""
    for key, cell in candidates:
        if cell is None:
            continue
        number = _number(cell)
        if number is None or number >= least:
            return Limit(key, cell)
    return None


def named_user(pool: Pool, version: Version) -> str | None:
    """The server user whose line in [users] counts for a pool; None where none does."""
    return None if pool.forced and version < FORCED_USERS_SHARE_LIMIT_SINCE else pool.user


def size(settings: PoolerSettings, pool: Pool, version: Version) -> Limit:
    """The pool's size: [users] pool_size (1.23), else the entry's, else default_pool_size."""
    found = _first(
        ("pool_size", settings.user_value(named_user(pool, version), "pool_size", version)),
        ("pool_size", settings.entry_value(pool.entry, "pool_size", version)),
        least=0,
    )
    return found or Limit("default_pool_size", settings.cell("default_pool_size", version))


def reserve(settings: PoolerSettings, pool: Pool, version: Version) -> Limit:
    """The reserve on top of the size; none while reserve_pool_timeout is 0."""
    timeout = settings.cell("reserve_pool_timeout", version)
    if timeout.value == 0:
        return Limit("reserve_pool_timeout", Cell(0, timeout.span))
    found = _first(
        ("reserve_pool_size", settings.user_value(named_user(pool, version), "reserve_pool_size", version)),
        ("reserve_pool_size", settings.entry_value(pool.entry, "reserve_pool_size", version)),
        least=0,
    )
    return found or Limit("reserve_pool_size", settings.cell("reserve_pool_size", version))


def minimum(settings: PoolerSettings, pool: Pool, version: Version) -> Limit:
    """min_pool_size of the entry, else the global one."""
    found = _first(("min_pool_size", settings.entry_value(pool.entry, "min_pool_size", version)), least=0)
    return found or Limit("min_pool_size", settings.cell("min_pool_size", version))


def database_limit(settings: PoolerSettings, entry: Entry, version: Version) -> Limit:
    """max_db_connections of an entry; 0 there means the global one, and 0 in that no limit."""
    found = _first(("max_db_connections", settings.entry_value(entry, "max_db_connections", version)), least=1)
    return found or Limit("max_db_connections", settings.cell("max_db_connections", version))


def user_limit(settings: PoolerSettings, user: str | None, version: Version) -> Limit:
    """max_user_connections of a server user, else the global one."""
    found = _first(("max_user_connections", settings.user_value(user, "max_user_connections", version)), least=1)
    return found or Limit("max_user_connections", settings.cell("max_user_connections", version))


def mode(settings: PoolerSettings, pool: Pool, version: Version) -> Cell:
    """The effective pool_mode: [users] of the server user, else the entry, else [pgbouncer]."""
    for cell in (
        settings.user_value(named_user(pool, version), "pool_mode", version),
        settings.entry_value(pool.entry, "pool_mode", version),
    ):
        if cell is not None:
            return cell
    return settings.cell("pool_mode", version)


def parts(settings: PoolerSettings, pool: Pool, version: Version, *, clients: bool = True) -> Parts | Unknown:
    """What makes up the most connections of this pool alone: size and reserve, or what holds it below them.

    A pool never needs more connections than max_client_conn clients can use, or min_pool_size keeps; ``clients=False``
    leaves that out. What a platform allocates to a pool is meant to be taken, whatever its limit for clients may be.
    """
    own, extra = size(settings, pool, version), reserve(settings, pool, version)
    timeout = settings.cell("reserve_pool_timeout", version)
    for value in (own.cell.value, extra.cell.value, timeout.value if extra.cell.value != 0 else 0):
        if isinstance(value, Unknown):
            return value
    number, more = _number(own.cell) or 0, max(_number(extra.cell) or 0, 0)
    found: Parts = (Part(own.key, number, own.cell.span),)
    if number <= 0 and version >= UNLIMITED_SINCE:
        found = (Part(f"{own.key} = {number}: no limit", UNBOUNDED, own.cell.span),)
    elif number <= 0 and number + more <= 1:
        found = (Part(f"{own.key} = {number}: one connection", 1, own.cell.span),)
    elif more:
        found = (*found, Part(extra.key, more, extra.cell.span))
    limit = settings.cell("max_client_conn", version)
    if settings.chain.platform:
        return found
    if not clients or not isinstance(limit.value, int):
        return limit.value if clients and isinstance(limit.value, Unknown) else found
    most = max(limit.value, 0)
    if most or (pool.forced and version >= FORCED_FLOOR_SINCE):
        # a single client is enough for min_pool_size
        most = max(most, floor(settings, pool, version) or 0)
    return (Part("max_client_conn", most, limit.span),) if total(found) > most else found


def total(found: Parts) -> int:
    """The connections of all parts together; UNBOUNDED where one has no limit."""
    return min(sum(part.value for part in found), UNBOUNDED)


def cap(settings: PoolerSettings, pool: Pool, version: Version, *, clients: bool = True) -> int | Unknown:
    """The most connections of this pool alone; UNBOUNDED where nothing limits it. See ``parts``."""
    found = parts(settings, pool, version, clients=clients)
    return found if isinstance(found, Unknown) else total(found)


def floor(settings: PoolerSettings, pool: Pool, version: Version) -> int | None:
    """What min_pool_size keeps open, cut to the pool's size; None where one of the two is not known."""
    least, most = minimum(settings, pool, version).cell.value, size(settings, pool, version).cell.value
    if not isinstance(least, int) or not isinstance(most, int):
        return None
    if most <= 0:
        # of no limit everything is kept (1.24), of a pool that may hold nothing, nothing
        return max(least, 0) if version >= UNLIMITED_SINCE else 0
    return max(min(least, most), 0)


def floor_parts(settings: PoolerSettings, pool: Pool, version: Version) -> Parts | Unknown:
    """``floor`` as what makes it up."""
    least, most = minimum(settings, pool, version), size(settings, pool, version)
    for limit in (least, most):
        if isinstance(limit.cell.value, Unknown):
            return limit.cell.value
    return (Part(least.key, floor(settings, pool, version) or 0, least.cell.span),)
