"""Whether versions make a difference to what files say: most configurations mean the same in every one.

Asking each word again for every possible version is most of the work of a run, so what cannot differ is not asked.
"""

from __future__ import annotations

from pglint.catalog.postgresql import alike, canonical, common, parameter
from pglint.model.effective import own_value
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from pglint.model.pooler import Pooler
    from pglint.model.server import Server

DECIDING = ("default_pool_size", "min_pool_size", "max_user_connections", "auth_user")
CLIENT_LIMITS = ("max_db_client_connections", "max_user_client_connections")
"""Limits that came with 1.24."""


def pooler_is_steady(pooler: Pooler) -> bool:
    """Whether all that its files say means the same in every version that it may have.

    Not where a size of 0 counts (1.24), a [users] line (1.23, 1.24), a limit on forced users (1.23), auth_query (1.19),
    a pool that is kept open without clients (1.21), or limits on clients (1.24).
    """
    if len(pooler.readings) == 1:
        return True
    settings, version = pooler.settings, pooler.readings[-1]
    if settings.users or settings.missing or any(settings.written(name) for name in CLIENT_LIMITS):
        return False
    size, *unset = (settings.cell(name, version).value for name in DECIDING)
    if not isinstance(size, int) or size <= 0 or any(value not in (0, "") for value in unset):
        return False
    return not any(_moves(pooler, entry.pairs) for entry in settings.databases)


def _moves(pooler: Pooler, pairs: tuple[object, ...]) -> bool:
    """Whether an entry has a key whose meaning changed."""
    for pair in pairs:
        key, value = getattr(pair, "key", ""), getattr(pair, "value", "")
        if key in ("min_pool_size", "auth_user", "auth_dbname", "auth_query", *CLIENT_LIMITS):
            return True
        if key == "pool_size" and not (isinstance(value, str) and value.isdigit() and int(value) > 0):
            return True
    return False


def parameters_are_steady(server: Server, names: tuple[str, ...], majors: list[int]) -> bool:
    """Whether parameters have the same effective value in all these majors."""
    first, last = majors[0], majors[-1]
    if server.settings.managed is not None:
        return len(majors) == 1 or all(_same(server, name, majors) for name in names)
    return all(alike(name, first, last) or _same(server, name, majors) for name in names)


def timeouts_are_steady(server: Server, names: tuple[str, ...], majors: list[int]) -> bool:
    """The same for all roles and databases, which may have values of their own."""
    for name in names:
        own = any(own_value(each, name) is not None for each in server.owners())
        if own and len(majors) > 1 and not (majors[0] >= 12 and server.exists(name, majors[0])):
            return False
    return parameters_are_steady(server, names, majors)


def _same(server: Server, name: str, majors: list[int]) -> bool:
    if server.settings.managed is not None:
        return len({server.guc(name, major).value for major in majors}) == 1
    if server.settings.written(name) is not None:
        return majors[0] >= 12 and common(name, tuple(majors)) is not None
    found = [parameter(canonical(name), major) for major in majors]
    # A parameter that is not there yet counts as switched off.
    defaults = {each.default if each else ABSENT.get(name) for each in found}
    return len(defaults) == 1


ABSENT: dict[str, int | str | bool] = {
    "reserved_connections": 0,
    "transaction_timeout": 0,
    "idle_session_timeout": 0,
    "max_slot_wal_keep_size": -1,
    "idle_replication_slot_timeout": 0,
    "summarize_wal": False,
    "archive_library": "",
}
"""What the effective value of a parameter is in majors that do not have it."""
