"""The timeouts in effect for a session: role, then database, then server (manual, "Setting Parameters": per-role and
per-database settings override the server's files when a session starts)."""

from __future__ import annotations

from pglint.catalog.guc import Invalid, interpret
from pglint.catalog.postgresql import parameter
from pglint.record import TYPE_CHECKING
from pglint.values import Cell, Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pglint.model.role import Database, Role
    from pglint.model.server import Server

TIMEOUTS = (
    "statement_timeout",
    "lock_timeout",
    "idle_in_transaction_session_timeout",
    "idle_session_timeout",
    "transaction_timeout",
)


def timeout(server: Server | None, name: str, major: int, role: str | None, database: str | None) -> Cell:
    """The value in ms (0: off) for one role in one database; None stands for one that no file names.

    Unknown without a server, and where the role or the database is not known and some declared one has its own value.
    """
    if server is None:
        return Cell(Unknown("no server configuration stands behind this pool"))
    if not server.exists(name, major):
        return Cell(0)
    if role is None and (own := _any(server.roles, name)):
        return Cell(Unknown(f'which role logs in is not known, and "{own}" has its own {name}'))
    own_role = server.roles.get(role) if role else None
    if database is None and (within := _within(server, name, role)):
        return Cell(Unknown(f'which database it is is not known, and "{within}" has its own {name}'))
    if own_value(own_role, name) is None and database is None and (own := _any(server.databases, name)):
        return Cell(Unknown(f'which database it is is not known, and "{own}" has its own {name}'))
    return lookup(server, name, major, role, database)


def _any(owners: Mapping[str, Role] | Mapping[str, Database], name: str) -> str:
    return next((owner.name for owner in owners.values() if own_value(owner, name) is not None), "")


def _within(server: Server, name: str, role: str | None) -> str:
    """A role in a database that has its own value: of this role, or of any where it is not known."""
    found = (each for key, each in server.role_databases.items() if role in (None, key[0]))
    return next((each.name for each in found if own_value(each, name) is not None), "")


def lookup(server: Server, name: str, major: int, role: str | None, database: str | None) -> Cell:
    """The same where a role or database that is None has no value of its own."""
    if not server.exists(name, major):
        return Cell(0)
    found = own_value(owner(server, name, role, database), name)
    return server.guc(name, major) if found is None else in_ms(found, name, major)


def owner(server: Server, name: str, role: str | None, database: str | None) -> Role | Database | None:
    """The role or database whose own value is in effect; None where it is the server's."""
    within = server.role_databases.get((role or "", database or "")) if server.role_databases else None
    for each in (within, server.roles.get(role or ""), server.databases.get(database or "")):
        if own_value(each, name) is not None:
            return each
    return None


def own_value(whose: Role | Database | None, name: str) -> Cell | None:
    """What ALTER ROLE … SET or ALTER DATABASE … SET gives a parameter, as text; names match in any case."""
    if whose is None:
        return None
    return next((found for own, found in whose.settings.items() if own.lower() == name), None)


def in_ms(found: Cell, name: str, major: int) -> Cell:
    """A timeout as a file or SQL writes it, as the server of that major takes it: ms."""
    if not isinstance(found.value, str):
        return found
    known = parameter(name, major)
    if known is None:
        return Cell(Unknown(f'PostgreSQL {major} has no parameter "{name}"', found.span), found.span)
    value = interpret(known, found.value, major)
    if not isinstance(value, int):
        return Cell(Unknown(value.text if isinstance(value, Invalid) else "not a time", found.span), found.span)
    return Cell(value, found.span)
