"""The third layer: what roles and databases may hold, against what pools and applications open there."""

from __future__ import annotations

from pglint.budget.records import Bar, Layer
from pglint.model.role import UNLIMITED
from pglint.record import TYPE_CHECKING
from pglint.values import Sum, Term, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.model.pool import Version
    from pglint.model.role import Database, Role
    from pglint.model.server import Server
    from pglint.source import Span
    from pglint.values import Cell

UNIT = "server connections"
SUPERUSER = "a superuser, whom PostgreSQL holds to no limit"


def limits(server: Server, version: Version) -> Layer | None:
    """The roles and databases that files state, as far as anybody uses or limits them; who else logs in is missing."""
    bars = [bar for role in server.roles.values() if (bar := _role(server, role, version))]
    bars += [bar for each in server.databases.values() if (bar := _database(server, each, version))]
    missing = tuple(_unstated(server, version)) if bars else ()
    if not any(bar.limit for bar in bars):
        return None
    return Layer("limits", "Limits of roles and databases", UNIT, tuple(bars), missing)


def _role(server: Server, role: Role, version: Version) -> Bar | None:
    if role.dropped or not role.is_named:
        return None
    superuser = server.is_superuser(role.name)
    limit = None if superuser else _limit(role.limit, role.span)
    wanted = server.role_demand(version, role.name)
    if limit is None and not wanted.terms:
        return None
    note = SUPERUSER if superuser else ""
    return Bar("role", role.name, wanted, limit, (), _places(role.limit, role.span), note)


def _database(server: Server, each: Database, version: Version) -> Bar | None:
    if not each.is_named:
        return None
    limit = _limit(each.limit, each.span)
    wanted = server.database_demand(version, each.name)
    if limit is None and not wanted.terms:
        return None
    return Bar("database", each.name, wanted, limit, (), _places(each.limit, each.span))


def _limit(cell: Cell, home: Span) -> Sum | None:
    """A CONNECTION LIMIT as a sum of one term; None for none."""
    if isinstance(cell.value, int):
        if cell.value <= UNLIMITED:
            return None
        return Sum("limit", cell.value, (Term("CONNECTION LIMIT", cell.value, 1, cell.span or home),))
    why = cell.value if isinstance(cell.value, Unknown) else Unknown("its CONNECTION LIMIT is not known", home)
    return Sum("limit", None, missing=(why,))


def _places(cell: Cell, home: Span) -> tuple[Span, ...]:
    return (home, *((cell.span,) if cell.span else ()))


def _unstated(server: Server, version: Version) -> Iterator[Unknown]:
    """Who logs in without any file that states the role."""
    users = [pool.user for link in server.links for pool in link.pools(version)]
    users += [app.role for app in server.direct_apps()]
    names = sorted({user for user in users if user is not None and user not in server.roles})
    if names:
        shown = ", ".join(f'"{name}"' for name in names[:4]) + (f" and {len(names) - 4} more" if names[4:] else "")
        yield Unknown(f"no file states the role{'s' * (len(names) > 1)} {shown}")
