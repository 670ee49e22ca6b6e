"""What CONNECTION LIMITs of roles and databases keep from a server, so that it never counts against its slots.

A lower bound: what is taken away may be more than what is refused, where several limits hold the same sessions.
"""

from __future__ import annotations

from pglint.model.entry import database
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.values import Term, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pglint.model.app import App
    from pglint.model.pool import Pool
    from pglint.model.server import Server
    from pglint.source import Span
    from pglint.values import Cell, Sum


class Held(NamedTuple):
    """A limit, and which pools and applications it may hold: those whose role or database is not known too."""

    name: str
    limit: int
    span: Span | None
    pool: Callable[[Pool], bool]
    app: Callable[[App], bool]


def limits(server: Server) -> Iterator[Held]:
    """The limits of ordinary roles and of databases that are known; 0 and -1 say something else."""
    for role in server.roles.values():
        if (limit := _number(role.limit)) and not server.is_superuser(role.name):
            yield _of_role(role.name, limit, role.limit.span)
    for each in server.databases.values():
        if limit := _number(each.limit):
            yield _of_database(each.name, limit, each.limit.span)


def _number(limit: Cell) -> int:
    return limit.value if isinstance(limit.value, int) and limit.value > 0 else 0


def _of_role(name: str, limit: int, span: Span | None) -> Held:
    return Held(name, limit, span, lambda pool: pool.user in (name, None), lambda app: app.role in (name, None))


def _of_database(name: str, limit: int, span: Span | None) -> Held:
    def leads_there(pool: Pool) -> bool:
        home = database(pool.entry)
        return home == name or not isinstance(home, str)

    return Held(name, limit, span, leads_there, lambda app: app.database in (name, None))


def of_demand(server: Server, total: Sum, version: tuple[int, ...]) -> Sum:
    """The demand of the pools without what limits refuse them; what applications beside them open comes first."""
    found = []
    for held in limits(server):
        pools = [
            link.pooler.part(link.version(version), link.entries, held.pool, ()).total for link in server.links
        ]
        beside = min(_apps(server, held), held.limit)
        if None not in pools:
            found.append((held, sum(number or 0 for number in pools) + beside - held.limit))
    return _less(total, found)


def of_direct(server: Server, total: Sum) -> Sum:
    """The same of applications that connect by themselves."""
    return _less(total, [(held, _apps(server, held) - held.limit) for held in limits(server)])


def _apps(server: Server, held: Held) -> int:
    return sum(app.connections().total or 0 for app in server.direct_apps() if held.app(app))


def _less(total: Sum, found: list[tuple[Held, int]]) -> Sum:
    over = [(held, number) for held, number in found if number > 0]
    if not over or total.total is None:
        return total
    text = 'what the CONNECTION LIMIT of "{}" refuses'
    terms = tuple(Term(text.format(held.name), -number, 1, held.span) for held, number in over)
    left = max(total.total + sum(term.value for term in terms), 0)
    if total.capped_by is None and len(terms) == 1:
        return total._replace(total=left, terms=(*total.terms, *terms))
    held = over[0][0]
    why = Unknown(f'the CONNECTION LIMIT of "{held.name}" and other limits hold the same connections', held.span)
    cap = Term(f'CONNECTION LIMIT of "{held.name}"', left, 1, held.span)
    return total._replace(total=left, capped_by=cap, missing=(*total.missing, why), at_least=True)


def of_worst(server: Server, total: Sum) -> Sum:
    """The worst case, known from above only where a limit may hold it lower."""
    for held in limits(server):
        if total.total is None or held.limit < total.total:
            why = Unknown(f'the CONNECTION LIMIT of "{held.name}" may hold it lower', held.span)
            return total._replace(missing=(*total.missing, why), at_most=True)
    return total
