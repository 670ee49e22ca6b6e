"""Everything in a stack that rules range over."""

from __future__ import annotations

from pglint.findings.finding import Place
from pglint.findings.readings import readings
from pglint.findings.subject import Subject
from pglint.model import access, timeouts
from pglint.model.capacity import PoolSubject
from pglint.model.steady import pooler_is_steady
from pglint.record import TYPE_CHECKING
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pglint.facts import Fault
    from pglint.findings.readings import Readings
    from pglint.model.app import App
    from pglint.model.build import Model
    from pglint.model.pool import Pool
    from pglint.model.pooler import Pooler
    from pglint.model.server import Server

NO_MAJOR, NO_VERSION = 18, (1, 25, 2)
NO_SERVER = Unknown("no configuration of the server behind it is in the tree")
NO_POOLER = Unknown("no pooler is known here")


def of(model: Model, stack: str | None) -> Iterable[Subject]:
    """The subjects of one stack, in a fixed order."""
    for fault in model.faults:
        yield problem(fault, stack)
    if model.server is not None:
        yield from _server(model.server, stack)
    if model.home is not None:
        yield from _around(model.home, model.server or NO_SERVER, stack)
    for standby in model.standbys:
        yield from _server(standby, stack)
        if model.server is not None and standby.settings.managed is None:
            parents = {"standby": standby, "server": model.server}
            # physical replication needs one major on both sides
            majors = set(standby.readings) & set(model.server.readings) or set(standby.readings)
            both = readings(tuple(sorted(majors)), (NO_VERSION,))
            yield Subject("standby", parents, both, standby.home, stack)
    for pooler in model.poolers:
        yield from _pooler(pooler, model, stack)
    for app in model.apps:
        yield from _app(app, model, stack)
    if model.statements:
        yield from _sql(model, stack)
    for lines in model.hba.values():
        for found in access.faulty(lines, model.server):
            yield Subject("hba", {"hba": found}, _readings(None, None), found.line.span, stack)


def problem(fault: Fault, stack: str | None) -> Subject:
    """A fault that a reader found."""
    related = tuple(Place(span, text) for text, span in fault.related)
    return Subject("problem", {"problem": fault}, _readings(None, None), fault.span, stack, related)


def _readings(server: Server | None, poolers: Iterable[Pooler] | None) -> Readings:
    """All ways to read a server and the poolers around it."""
    versions = {version for pooler in poolers or () for version in pooler.readings}
    return readings(server.readings if server else (NO_MAJOR,), tuple(sorted(versions)) or (NO_VERSION,))


def _server(server: Server, stack: str | None) -> Iterable[Subject]:
    ways = _readings(server, [link.pooler for link in server.links])
    steady = all(pooler_is_steady(link.pooler) for link in server.links)
    place = server.home
    yield Subject("server", {"server": server}, ways, place, stack, steady=steady)
    for timeout in timeouts.of_server(server, server.readings[-1]):
        yield Subject("timeout", {"timeout": timeout, "server": server}, _readings(None, None), timeout.span, stack)


def _around(home: Server, parent: object, stack: str | None) -> Iterable[Subject]:
    """The roles, databases and proxies of a server, whether or not its configuration is known."""
    for proxy in home.proxies:
        from pglint.rulebook.words.proxies import ProxySubject

        parents = {"proxy": ProxySubject(proxy, parent is home), "server": parent}
        yield Subject("proxy", parents, _readings(home, None), proxy.span, stack)
    if not home.roles and not home.databases:
        return
    for timeout in timeouts.of_server(home, home.readings[-1]) if parent is not home else ():
        yield Subject("timeout", {"timeout": timeout, "server": parent}, _readings(None, None), timeout.span, stack)
    from pglint.rulebook.words.roles import DatabaseSubject, RoleSubject

    ways = _readings(home, [link.pooler for link in home.links])
    steady = all(pooler_is_steady(link.pooler) for link in home.links)
    for role in home.roles.values():
        parents = {"role": RoleSubject(role, home), "server": parent}
        yield Subject("role", parents, ways, role.span, stack, steady=steady)
    for database in home.databases.values():
        parents = {"database": DatabaseSubject(database, home), "server": parent}
        yield Subject("database", parents, ways, database.span, stack, steady=steady)


def _behind(pooler: Pooler, model: Model) -> tuple[object, Server | None]:
    """The server that a pooler leads to, as a parent and as a model."""
    if model.server is not None and any(link.pooler is pooler for link in model.server.links):
        return model.server, model.server
    return NO_SERVER, None


def _pooler(pooler: Pooler, model: Model, stack: str | None) -> Iterable[Subject]:
    parent, server = _behind(pooler, model)
    ways = _readings(server, [pooler])
    others = [link.pooler for link in server.links] if server else []
    steady = all(pooler_is_steady(each) for each in (pooler, *others))
    place = pooler.home
    yield Subject("pooler", {"pooler": pooler, "server": parent}, ways, place, stack, steady=steady)
    links = [link for link in (server.links if server else []) if link.pooler is pooler]
    linked = {entry.name_span for link in links for entry in link.entries}
    for pool in pooler.pools(pooler.readings[-1]):
        behind = server if pool.entry.name_span in linked else None
        parents = {
            "pool": PoolSubject(pooler, pool, behind),
            "pooler": pooler,
            "server": parent if behind else NO_SERVER,
        }
        yield Subject("pool", parents, ways, pool.entry.name_span, stack, steady=steady)
    for timeout in timeouts.of_pooler(pooler, pooler.readings[-1]):
        yield Subject("timeout", {"timeout": timeout, "pooler": pooler}, _readings(None, None), timeout.span, stack)


def _app(app: App, model: Model, stack: str | None) -> Iterable[Subject]:
    via = model.poolers[0] if app.via == "pooler" and len(model.poolers) == 1 else None
    ways = _readings(model.server, [via] if via else None)
    parents: dict[str, object] = {
        "app": app,
        "server": model.server or NO_SERVER,
        "pooler": via or NO_POOLER,
    }
    if via is not None:
        pool = _pool_of(app, via)
        if pool is not None:
            linked = model.server is not None and any(link.pooler is via for link in model.server.links)
            parents["pool"] = PoolSubject(via, pool, model.server if linked else None)
    yield Subject("app", parents, ways, app.span, stack)


def _sql(model: Model, stack: str | None) -> Iterable[Subject]:
    """The statements of SQL, and the sequences of migrations."""
    poolers = model.poolers[:1]
    ways = _readings(model.server, poolers)
    server, pooler = model.server or NO_SERVER, model.poolers[0] if len(model.poolers) == 1 else NO_POOLER
    parents = {"server": server, "pooler": pooler}
    for statement in model.statements:
        subject = {"statement": statement, **parents}
        yield Subject("statement", subject, ways, statement.fact.span, stack, sketch=statement.sketch)
    for sequence in model.sequences:
        yield Subject("migrations", {"migrations": sequence, **parents}, ways, sequence.span, stack)


def _pool_of(app: App, pooler: Pooler) -> Pool | None:
    """The pool that an application's connections share: by database, and by role where it is not forced.

    Where its database is not declared, that is clear only where there is a single pool.
    """
    pools = pooler.pools(pooler.readings[-1])
    if app.database is None:
        return pools[0] if len(pools) == 1 else None
    for pool in pools:
        if pool.entry.name == app.database and (pool.forced or pool.user in (None, app.role)):
            return pool
    return None
