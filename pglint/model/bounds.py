"""Whether limits hold the sum of a pooler's pools, and the pools of the worst case.

Wildcards are held only by max_user_connections of every user, any number of users only by max_db_connections of every
entry, and both together by nothing (PgBouncer src/objects.c; there is no limit for all connections of a process).
"""

from __future__ import annotations

from pglint.model.entry import FALLBACK, forces, may_force, text
from pglint.model.flow import UNBOUNDED
from pglint.model.pool import (
    FORCED_USERS_SHARE_LIMIT_SINCE,
    Part,
    Pool,
    database_limit,
    parts,
    total,
    user_limit,
)
from pglint.model.users import asked_pool
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pglint.facts import Entry
    from pglint.model.pool import (
        Parts,
        Version,
    )
    from pglint.model.pooler_settings import PoolerSettings
    from pglint.model.users import Users


class Open(NamedTuple):
    """``what`` no limit holds (databases, users, both, '' for nothing), or why that is not known; and the entry."""

    what: str | Unknown
    entry: Entry | None = None


def unbounded(settings: PoolerSettings, users: Users, entries: Sequence[Entry], version: Version) -> Open:
    """What keeps the maximum over these entries from being finite."""
    unsure: Unknown | None = None
    for entry in entries:
        if entry.name != FALLBACK:
            continue
        if users.unbounded and not forces(entry):
            return Open(may_force(entry) or "both", entry)
        held_by = _users_hold(settings, users, entry, version)
        if held_by is False:
            return Open("databases", entry)
        unsure = unsure or (held_by if isinstance(held_by, Unknown) else None)
    for entry in entries if users.unbounded else ():
        if forces(entry):
            continue
        limit = database_limit(settings, entry, version).cell.value
        if isinstance(limit, int) and limit <= 0 and not may_force(entry):
            return Open("users", entry)
        unsure = unsure or may_force(entry) or (limit if isinstance(limit, Unknown) else None)
    return Open(unsure or "")


def _users_hold(settings: PoolerSettings, users: Users, entry: Entry, version: Version) -> bool | Unknown:
    """Whether max_user_connections of every user that can come through a wildcard is set."""
    forced = text(entry, "user")
    if isinstance(forced, str) and version < FORCED_USERS_SHARE_LIMIT_SINCE:
        return False
    names: list[str | None] = [*users.names] or [None]
    if forces(entry):
        names = [forced if isinstance(forced, str) else None]
    asked = asked_pool(settings, entry)
    if asked is not None and asked.entry.name == FALLBACK:
        names.append(asked.user)
    limits = [user_limit(settings, name, version).cell.value for name in names]
    if any(isinstance(limit, int) and limit <= 0 for limit in limits):
        return False
    return next((limit for limit in limits if isinstance(limit, Unknown)), True)


def users_missing(
    settings: PoolerSettings, users: Users, entries: Sequence[Entry], version: Version
) -> Unknown | None:
    """Why the users of some entry without a forced one are not all known; None where they are, or no number matters."""
    if users.unbounded or users.more is None or all(forces(entry) for entry in entries):
        return None
    return users.more


def capped(settings: PoolerSettings, entries: Sequence[Entry], version: Version) -> bool:
    """Whether max_db_connections holds every entry without a forced user, whoever logs in."""
    for entry in entries:
        limit = database_limit(settings, entry, version).cell.value
        if not forces(entry) and (entry.name == FALLBACK or not isinstance(limit, int) or limit <= 0):
            return False
    return True


def all_pools(
    settings: PoolerSettings, users: Users, entries: Sequence[Entry], any_user: bool, sure: Iterable[Pool] = ()
) -> Iterable[Pool]:
    """Every pool that can be: forced users, all users of the auth_file, any number of others, and those of auth_query.

    ``any_user`` counts any number of users where the auth_file is not known. ``sure`` are pools that there are anyway:
    their users are told apart, as are those with limits of their own.
    """
    asking = [pool for entry in settings.databases if (pool := asked_pool(settings, entry))]
    apart = {text(entry, "user") for entry in settings.databases} | {pool.user for pool in (*asking, *sure)}
    named = [name for name in users.names if name in settings.users or name in apart]
    alike = [name for name in users.names if name not in settings.users and name not in apart]
    homes = {entry.name_span for entry in entries}
    for entry in entries:
        if forces(entry):
            user = text(entry, "user")
            yield Pool(entry, user if isinstance(user, str) else None, True, many=_many(entry))
            continue
        for name in named:
            yield Pool(entry, name, False, many=_many(entry))
        if alike:
            yield Pool(entry, alike[0], False, many=_many(entry), alike=len(alike))
        if users.unbounded or any_user:
            yield Pool(entry, None, False, many="users")
    for asked in asking:
        if asked.entry.name_span in homes:
            yield asked._replace(many=_many(asked.entry))


def _many(entry: Entry) -> str:
    return "databases" if entry.name == FALLBACK else ""


def worst_parts(settings: PoolerSettings, pool: Pool, version: Version) -> Parts | Unknown:
    """As ``parts``; what stands for any number of pools has no limit of its own."""
    if pool.many:
        return (Part(f"any number of {pool.many}", UNBOUNDED, pool.entry.name_span),)
    return parts(settings, pool, version)


def least(settings: PoolerSettings, users: Users, pool: Pool, version: Version) -> Parts | Unknown:
    """What a pool can hold for sure: as ``parts``; for a user whom no file tells, the least of any that it may be.

    A pool of auth_query counts one connection.
    """
    if pool.auth:
        return (Part("auth_user", 1, settings.cell("auth_user", version).span),)
    found = parts(settings, pool, version)
    if pool.user is not None or pool.forced:
        return found
    for name in guests(settings, users):
        found = _smaller(found, _under_own_limit(settings, pool._replace(user=name), version))
    return found


def guests(settings: PoolerSettings, users: Users) -> list[str]:
    """The users of [users] of whom any may be the one whom no file tells."""
    return [name for name in settings.users if users.more is not None or name in users.clients]


def _under_own_limit(settings: PoolerSettings, pool: Pool, version: Version) -> Parts | Unknown:
    """What one user's pool can hold under the max_user_connections of his own line."""
    found = parts(settings, pool, version)
    limit = settings.user_value(pool.user, "max_user_connections", version)
    if limit is None or isinstance(found, Unknown):
        return found
    if isinstance(limit.value, Unknown):
        return limit.value
    if isinstance(limit.value, int) and 0 < limit.value < total(found):
        return (Part("max_user_connections", limit.value, limit.span),)
    return found


def _smaller(one: Parts | Unknown, other: Parts | Unknown) -> Parts | Unknown:
    """The smaller of two; Unknown where one is."""
    if isinstance(one, Unknown) or isinstance(other, Unknown):
        return one if isinstance(one, Unknown) else other
    return other if total(other) < total(one) else one
