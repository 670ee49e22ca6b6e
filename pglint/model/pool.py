"""One pool of a pooler: how many server connections it may hold, and in which mode.

A pool is a (database entry, server user) pair: PgBouncer src/objects.c get_pool; sizes: src/server.c pool_pool_size,
pool_res_pool_size; every number below is measured in pgbouncer_capacity_cases.json.
"""

from typing import NamedTuple

from pglint.facts import Entry
from pglint.model.flow import UNBOUNDED
from pglint.model.pooler_settings import PoolerSettings
from pglint.values import Cell, Unknown

Version = tuple[int, ...]

UNLIMITED_SINCE = (1, 24, 0)
FORCED_USERS_SHARE_LIMIT_SINCE = (1, 23, 0)


class Limit(NamedTuple):
    """A number with the key that supplies it (``pool_size``, ``default_pool_size`` …)."""

    key: str
    cell: Cell


class Pool(NamedTuple):
    """``user`` is the server user; None stands for one user whose name no file tells."""

    entry: Entry
    user: str | None
    forced: bool
    auth: bool = False


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


def size(settings: PoolerSettings, pool: Pool, version: Version) -> Limit:
    """The pool's size: [users] pool_size (1.23), else the entry's, else default_pool_size."""
    found = _first(
        ("pool_size", settings.user_value(pool.user, "pool_size", version)),
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
        ("reserve_pool_size", settings.user_value(pool.user, "reserve_pool_size", version)),
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
        settings.user_value(pool.user, "pool_mode", version),
        settings.entry_value(pool.entry, "pool_mode", version),
    ):
        if cell is not None:
            return cell
    return settings.cell("pool_mode", version)


def cap(settings: PoolerSettings, pool: Pool, version: Version, *, clients: bool = True) -> int | Unknown:
    """The most connections of this pool alone; UNBOUNDED where nothing limits it.

    ``clients=False`` leaves out that a pool never needs more connections than max_client_conn clients can use.
    """
    own, extra = size(settings, pool, version), reserve(settings, pool, version)
    for limit in (own, extra):
        if isinstance(limit.cell.value, Unknown):
            return limit.cell.value
    number = _number(own.cell) or 0
    if number <= 0:
        total = UNBOUNDED if version >= UNLIMITED_SINCE else 1
    else:
        total = number + max(_number(extra.cell) or 0, 0)
    most = settings.cell("max_client_conn", version).value
    floor = min(max(_number(minimum(settings, pool, version).cell) or 0, 0), max(number, 0))
    if clients and isinstance(most, int) and most > 0:
        total = min(total, max(most, floor))
    return total
