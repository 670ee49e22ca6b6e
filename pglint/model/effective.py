"""The timeouts in effect for a session: role, then database, then server (manual, "Setting Parameters": per-role and
per-database settings override the server's files when a session starts)."""

from pglint.catalog.guc import Invalid, interpret
from pglint.catalog.postgresql import parameter
from pglint.model.server import Server
from pglint.values import Cell, Unknown

TIMEOUTS = (
    "statement_timeout",
    "lock_timeout",
    "idle_in_transaction_session_timeout",
    "idle_session_timeout",
    "transaction_timeout",
)


def timeout(server: Server | None, name: str, major: int, role: str | None, database: str | None) -> Cell:
    """The value in ms (0: off) for one role in one database; unknown without a server."""
    if server is None:
        return Cell(Unknown("no server configuration stands behind this pool"))
    if not server.exists(name, major):
        return Cell(0)
    for owner in (server.roles.get(role or ""), server.databases.get(database or "")):
        found = owner.settings.get(name) if owner else None
        if found is not None:
            return _in_ms(found, server, name, major)
    return server.guc(name, major)


def _in_ms(found: Cell, server: Server, name: str, major: int) -> Cell:
    """A value as ALTER ROLE … SET gives it, interpreted as the server would."""
    if not isinstance(found.value, str):
        return found
    known = parameter(name, major)
    value = interpret(known, found.value, major) if known else 0
    if isinstance(value, Invalid):
        return Cell(Unknown(value.text, found.span), found.span)
    return Cell(value if isinstance(value, int) else 0, found.span)
