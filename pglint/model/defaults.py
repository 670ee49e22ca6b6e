"""The timeouts in effect at a statement: what its session has set, else what the session began with.

Manual, "ALTER ROLE": that of a role in a database, else of the role, else of the database, else of the server.
"""

from __future__ import annotations

from pglint.model.effective import in_ms, own_value
from pglint.record import TYPE_CHECKING
from pglint.values import Cell, Unknown

if TYPE_CHECKING:
    from pglint.model.server import Server
    from pglint.model.statement import Statement

ANOTHER = "set for a session, of which a transaction pool may give the next statement another one"


def timeout(statement: Statement, name: str, major: int) -> Cell:
    """A timeout in ms, 0 for none; what nobody sets, and no file of the server tells, counts as none."""
    place = statement.fact.span
    found = statement.fact.timeouts.get(name)
    if found is not None:
        return found if _is_kept(statement, found) else Cell(Unknown(ANOTHER, found.span))
    began = of_login(statement.home, statement.runner, name, major) if statement.home is not None else None
    if began is not None and not _is_replayed(statement, began):
        return began
    server = statement.server
    if server is None or not server.exists(name, major):
        return Cell(0, place)
    own = server.guc(name, major)
    if _is_replayed(statement, own):
        return Cell(Unknown(f"when ALTER SYSTEM SET {name} reaches the session is not known", own.span))
    return Cell(0, place) if isinstance(own.value, Unknown) and own.value.span is None else own


def _is_replayed(statement: Statement, cell: Cell) -> bool:
    """Whether the value stands in the files of the same sequence, and so was looked at where it counts."""
    paths = statement.sequence.paths if statement.sequence is not None else statement.replayed.paths
    return cell.span is not None and cell.span.path in paths


def _is_kept(statement: Statement, found: Cell) -> bool:
    """Whether what was set for a session is surely still so: not through a pool that changes connections."""
    if statement.fact.via != "pooler" or statement.pool_modes().value in ((), ("session",)):
        return True
    if statement.sequence is None or found.span is None or not statement.fact.block:
        return False
    return statement.sequence.blocks.get((found.span.path, found.span.start)) == statement.fact.block


def of_login(server: Server, role: str | None, name: str, major: int) -> Cell | None:
    """A timeout in ms that a role, or a database that is not known, brings; None where neither does.

    Values of roles count only for the one that is known to log in.
    """
    within = [each for (who, _), each in server.role_databases.items() if who == role]
    for each in within:
        if (own := own_value(each, name)) is not None:
            return _perhaps(own, f"{role} has its own {name} in a database")
    found = own_value(server.roles.get(role), name) if role is not None else None
    if found is not None:
        return in_ms(found, name, major)
    for database in server.databases.values():
        if (own := own_value(database, name)) is not None:
            return _perhaps(own, f"the database {database.name} has its own {name}")
    return None


def _perhaps(own: Cell, what: str) -> Cell:
    return Cell(Unknown(f"{what}, and to which one this connects is not known", own.span), own.span)
