"""Timeouts as they are written: the value, whether a unit stands beside it, and what ends first.

PostgreSQL's bare numbers are milliseconds for the timeouts below, PgBouncer's always seconds: the traps of TMO002.
"""

from __future__ import annotations

from pglint.catalog import pgbouncer
from pglint.model import effective
from pglint.model.pooler_settings import milliseconds
from pglint.model.sessions import sessions
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.values import Cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pglint.facts import Setting
    from pglint.model.pooler import Pooler
    from pglint.model.role import Database, Role
    from pglint.model.server import Server
    from pglint.source import Span
    from pglint.values import Origin

SERVER = (
    "statement_timeout",
    "lock_timeout",
    "idle_in_transaction_session_timeout",
    "idle_session_timeout",
    "transaction_timeout",
    "wal_sender_timeout",
    "wal_receiver_timeout",
)
POOLER = (
    "query_timeout",
    "query_wait_timeout",
    "idle_transaction_timeout",
    "transaction_timeout",
    "client_idle_timeout",
    "client_login_timeout",
    "server_connect_timeout",
    "server_login_retry",
)
ENDS_FIRST = {
    "lock_timeout": "statement_timeout",
    "statement_timeout": "transaction_timeout",
    "idle_in_transaction_session_timeout": "transaction_timeout",
}
"""What ends a session's statement or transaction whatever the other waits for (manual, "Statement Behavior")."""

ABSURD = 1 << 53
"""A negative time in [users] is a huge unsigned number."""


class Timeout(NamedTuple):
    """One written timeout: ``value`` in ms, ``number`` as written where it is bare (else 0).

    ``ends_first`` names the timeout that is never longer, at its place; empty where there is none. ``limit`` is its
    value in ms.
    """

    name: str
    value: int
    number: int
    bare: bool
    layer: str
    span: Span
    ends_first: Cell = Cell("")
    limit: int = 0
    origin: Origin | None = None


def of_server(server: Server, major: int) -> Iterable[Timeout]:
    """The winning assignments of the server's files, then those of its roles and databases."""
    for name in SERVER:
        written = server.settings.written(name)
        if written is not None and isinstance(written.value, str):
            found = Cell(written.value, written.value_span, None, written.origin)
            yield from _timeout(server, name, found, major, None)
    for owner in server.owners():
        for name in SERVER:
            own = effective.own_value(owner, name)
            if own is not None:
                yield from _timeout(server, name, own, major, owner)


def _timeout(server: Server, name: str, found: Cell, major: int, owner: Role | Database | None) -> Iterator[Timeout]:
    value = effective.in_ms(found, name, major).value
    if not isinstance(value, int) or not isinstance(found.value, str) or found.span is None:
        return
    bare = not any(char.isalpha() for char in found.value)
    ends_first, limit = _overtaken(server, name, value, major, owner)
    yield Timeout(name, value, value if bare else 0, bare, "server", found.span, ends_first, limit, found.origin)


def _overtaken(server: Server, name: str, value: int, major: int, owner: Role | Database | None) -> tuple[Cell, int]:
    """Whether, for somebody for whom this value is in effect, another timeout is as short."""
    faster = ENDS_FIRST.get(name, "")
    if not faster or value <= 0:
        return Cell(""), 0
    for role, database in _pairs_of(server, name, owner):
        own = effective.lookup(server, name, major, role, database)
        limit = effective.lookup(server, faster, major, role, database)
        if own.value == value and isinstance(limit.value, int) and 0 < limit.value <= value:
            return Cell(faster, limit.span), limit.value
    return Cell(""), 0


def _pairs_of(
    server: Server, name: str, owner: Role | Database | None
) -> list[tuple[str | None, str | None]]:
    """The pairs for which a timeout is set by this role or database, or (None) by the server's own files."""
    key = ("pairs", name)
    if key not in server.memo:
        by_owner: dict[Role | Database | None, list[tuple[str | None, str | None]]] = {}
        for role, database in _pairs(server):
            by_owner.setdefault(effective.owner(server, name, role, database), []).append((role, database))
        server.memo[key] = by_owner
    found: list[tuple[str | None, str | None]] = server.memo[key].get(owner, [])
    return found


def _pairs(server: Server) -> Iterable[tuple[str | None, str | None]]:
    """Roles and databases that meet: nobody in particular, each alone, and the known sessions."""
    found: list[tuple[str | None, str | None]] = [(None, None)]
    found += [(role, None) for role in server.roles]
    found += [(None, database) for database in server.databases]
    found += list(server.role_databases)
    found += [(session.role, session.database) for session in sessions(server, pgbouncer.VERSIONS[-1])]
    return dict.fromkeys(found)


def of_pooler(pooler: Pooler, version: tuple[int, ...]) -> Iterable[Timeout]:
    """The times of [pgbouncer] and of entries; PgBouncer takes no units, so all of them are bare."""
    for name in POOLER:
        written = pooler.settings.written(name)
        if written is not None:
            yield from _of_setting(name, written, version)
    for entry in (*pooler.settings.databases, *pooler.settings.users.values()):
        for name in POOLER:
            found = pooler.settings.entry_value(entry, name, version)
            if found is not None and found.span is not None and isinstance(found.value, int) and found.value < ABSURD:
                yield Timeout(name, found.value, found.value // 1000, True, "pooler", found.span)


def _of_setting(name: str, written: Setting, version: tuple[int, ...]) -> Iterator[Timeout]:
    if isinstance(written.value, str):
        seconds = pgbouncer.interpret("pgbouncer", name, written.value, version)
        if isinstance(seconds, float):
            yield Timeout(name, milliseconds(seconds), int(seconds), True, "pooler", written.value_span)
