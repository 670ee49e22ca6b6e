"""Who is known to work on a server, and what ends their statements and transactions.

A session is a pool's, an application's that connects by itself, or that of another role that can log in.
"""

from __future__ import annotations

from pglint.model import effective
from pglint.model.capacity import PoolSubject, user_time
from pglint.model.role import holds
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.values import Cell, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pglint.model.pool import Version
    from pglint.model.role import Database, Role
    from pglint.model.server import Server

MOST_NAMED = 3

BOUNDS = {
    "statement_timeout": ("statement_timeout",),
    "idle_in_transaction_session_timeout": ("idle_in_transaction_session_timeout", "transaction_timeout"),
}
"""What of the server ends a statement, or a transaction that idles."""

POOLER_BOUNDS = {
    "idle_in_transaction_session_timeout": ("idle_transaction_timeout", "query_timeout", "transaction_timeout"),
}
"""What of PgBouncer does: query_timeout counts from the client's last request, so it ends idle transactions too
(src/janitor.c pool_server_maint). It never ends a statement in the server."""


class Session(NamedTuple):
    """``label`` is how messages call it; ``role`` and ``database`` are None where no file names them.

    ``sends`` lists the parameters that it sets itself when it connects.
    """

    label: str
    role: str | None
    database: str | None
    pool: PoolSubject | None = None
    sends: tuple[str, ...] = ()


def sessions(server: Server, version: Version) -> tuple[Session, ...]:
    """All that the files and declarations tell; superusers and replication roles only where something logs in so."""
    key = ("sessions", version)
    if key not in server.memo:
        server.memo[key] = tuple(_sessions(server, version))
    found: tuple[Session, ...] = server.memo[key]
    return found


def of_owner(server: Server, name: str, version: Version, owner: Role | Database | None) -> list[Session]:
    """The sessions for which a timeout is set by this role or database, or (None) by the server's own files."""
    key = ("owners", name, version)
    if key not in server.memo:
        by_owner: dict[Role | Database | None, list[Session]] = {}
        for session in sessions(server, version):
            whose = effective.owner(server, name, session.role, session.database)
            by_owner.setdefault(whose, []).append(session)
        server.memo[key] = by_owner
    found: list[Session] = server.memo[key].get(owner, [])
    return found


def _sessions(server: Server, version: Version) -> Iterable[Session]:
    seen: set[str | None] = set()
    for link in server.links:
        entries = {entry.name_span for entry in link.entries}
        for pool in link.pooler.pools(link.pooler.version(version)):
            if pool.entry.name_span in entries:
                seen.add(pool.user)
                subject = PoolSubject(link.pooler, pool, server)
                whose = f' of "{pool.user}"' if pool.user and not pool.forced else ""
                yield Session(f'pool "{pool.entry.name}"{whose}', pool.user, subject.database(), subject)
    for app in server.direct_apps():
        seen.add(app.role)
        yield Session(f'application "{app.name}"', app.role, app.database, None, app.sends)
    for role in server.roles.values():
        if role.name not in seen and _logs_in(role) and not server.is_superuser(role.name):
            seen.add(role.name)
            yield Session(f'role "{role.name}"', role.name, None)


def _logs_in(role: Role) -> bool:
    """Whether it is a role for SQL: not NOLOGIN, not one for replication."""
    return holds(role.login, True) and not holds(role.replication)


def unbounded(
    server: Server, name: str, major: int, version: Version, owner: Role | Database | None = None
) -> Cell:
    """The sessions that nothing bounds, as far as ``owner`` has the say (None: the server's own files).

    ``name`` is statement_timeout or idle_in_transaction_session_timeout. At most three are named, then how many more.
    """
    found: list[str] = []
    missing: Unknown | None = server.unlinked[0] if server.unlinked else None
    for session in of_owner(server, name, version, owner):
        end = bound(server, session, name, major, version)
        if isinstance(end, Unknown):
            missing = missing or end
        elif end == 0:
            found.append(session.label)
    if not found and missing is not None:
        return Cell(missing)
    more = len(found) - MOST_NAMED
    return Cell((*found[:MOST_NAMED], f"{more} more") if more > 0 else tuple(found))


def unbounded_within(server: Server, name: str, major: int, version: Version, role: Role) -> Cell:
    """The databases in which a role has its own value of a timeout and nothing ends it, at the first such value."""
    found: list[str] = []
    place = missing = None
    for (who, database), owner in server.role_databases.items():
        own = effective.own_value(owner, name)
        if who != role.name or own is None or server.is_superuser(who) or not _logs_in(role):
            continue
        known = [each for each in sessions(server, version) if (each.role, each.database) == (who, database)]
        for session in known or [Session(owner.name, who, database)]:
            value = bound(server, session, name, major, version)
            if isinstance(value, Unknown):
                missing = missing or value
            elif value == 0 and database not in found:
                found.append(database)
                place = place or own.span
    return Cell(missing) if missing and not found else Cell(tuple(found), place)


def bound(server: Server, session: Session, name: str, major: int, version: Version) -> int | Unknown:
    """When a statement, or a transaction that idles, ends: ms, 0 for never."""
    missing: Unknown | None = None
    for cell in _bounds(server, session, name, major, version):
        if isinstance(cell.value, int) and cell.value > 0:
            return cell.value
        if isinstance(cell.value, Unknown):
            missing = missing or cell.value
    return 0 if missing is None else missing


def _bounds(server: Server, session: Session, name: str, major: int, version: Version) -> Iterable[Cell]:
    for each in BOUNDS[name]:
        yield effective.timeout(server, each, major, session.role, session.database)
        if each in session.sends or "options" in session.sends:
            yield Cell(Unknown(f"{session.label} may set {each} itself when it connects"))
    if session.pool is not None:
        pooler = session.pool.pooler
        for each in POOLER_BOUNDS.get(name, ()):
            yield user_time(pooler, session.pool.pool, each, pooler.version(version))
