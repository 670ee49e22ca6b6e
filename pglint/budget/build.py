"""From a stack's model to its budget: which bars there are. The numbers are the model's own."""

from __future__ import annotations

from pglint.budget.clients import clients
from pglint.budget.limits import limits
from pglint.budget.pools import outside, pools
from pglint.budget.records import Bar, Budget, Layer, Part
from pglint.budget.replication import replication
from pglint.catalog import pgbouncer
from pglint.model.demand import add
from pglint.record import TYPE_CHECKING
from pglint.values import Sum, Term, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pglint.model.build import Model
    from pglint.model.pool import Version
    from pglint.model.server import Server

NEWEST: Version = (1, 25, 2)
"""The PgBouncer by which sums are asked where no pooler says which it is."""
SLOTS_UNKNOWN = "no file of this stack says max_connections"


def build(model: Model) -> Budget:
    """The budget of one stack, as its newest possible versions would run it."""
    version = max((max(pooler.readings) for pooler in model.poolers), default=NEWEST)
    found = (
        clients(model, version),
        pools(model, version),
        limits(model.home, version) if model.home else None,
        Layer("slots", "Server slots", "server connections", tuple(_slots(model, version))),
        replication(model),
    )
    managed = model.server.settings.managed if model.server else None
    return Budget(
        model.name,
        tuple(layer for layer in found if layer is not None and (layer.bars or layer.missing)),
        tuple(_reads(model, version)),
        tuple(_notes(model, version)),
        managed.title if managed else "",
    )


def _slots(model: Model, version: Version) -> Iterator[Bar]:
    """What is surely wanted of the server, at its peak, and at worst, against the same slots."""
    server = model.home
    if server is None:
        wanted = add("connections", [pooler.proven(version, pooler.settings.databases) for pooler in model.poolers])
        if model.poolers:
            yield Bar("slots", "the server", wanted, Sum("slots", None, missing=(Unknown(SLOTS_UNKNOWN),)))
        return
    major = max(server.readings)
    limit = server.slots(major, superuser=server.pools_are_superuser(version))
    limit = limit if model.server else Sum("slots", None, missing=limit.missing or (Unknown(SLOTS_UNKNOWN),))
    wanted = _wanted(server, version)
    places = (server.home,)
    name = "the server" if model.server is None else server.name
    yield Bar("slots", name, wanted, limit, tuple(_openers(server, version)), places)
    if _has_peak(server):
        peak = add("at peak", [server.demand(version, peak=True), server.direct(peak=True)])
        yield Bar("peak", "at peak, with all instances and replicas", peak, limit, (), places)
    worst = server.worst(version)
    more = wanted.missing and isinstance(worst, Sum) and worst.total != server.demand(version).total
    if isinstance(worst, Sum) and server.links and more:
        total = add("worst case", [worst, server.direct()])
        yield Bar("worst", "if every user opens a pool on every database", total, limit, (), places)
    if server.proxies:
        from pglint.model.managed import proxy_percent

        full = Sum("percent", 100, (Term("max_connections", 100),))
        note = "the share of max_connections that the platform's proxies may take, in per cent"
        yield Bar("proxies", "share of the proxies", proxy_percent(server), full, (), places, note)


def _wanted(server: Server, version: Version) -> Sum:
    """What pools and direct connections can hold; where nobody is known to connect, that is what is missing."""
    wanted = add("connections", _filled([server.demand(version), server.direct()]))
    if not (server.links or server.unlinked or wanted.terms or wanted.missing):
        nobody = Unknown("no pooler and no application in front of this server is known", server.home)
        return wanted._replace(missing=(nobody,), at_least=True)
    return wanted


def _openers(server: Server, version: Version) -> Iterator[Part]:
    """Who opens the connections: poolers, applications, sessions."""
    for link in server.links:
        held = link.pooler.proven(link.version(version), link.entries)
        yield Part("pooler", f"pools of {link.pooler.name}", held)
    yield from outside(server)


def _filled(sums: Iterable[Sum]) -> list[Sum]:
    """The sums that say something; adding an empty one would only blur what caps the other."""
    return [each for each in sums if each.terms or each.missing]


def _has_peak(server: Server) -> bool:
    poolers = [link.pooler.declared for link in server.links]
    return any(each and each.peak_instances for each in poolers) or any(
        app.declared.peak_replicas for app in server.direct_apps()
    )


def _reads(model: Model, version: Version) -> Iterator[str]:
    if model.server is not None:
        yield f"PostgreSQL {max(model.server.readings)}"
    if any(pooler.fact is None for pooler in model.poolers):
        yield f"PgBouncer {pgbouncer.show(version)}"


def _notes(model: Model, version: Version) -> Iterator[str]:
    """Versions for which the numbers would be others; the files leave open which one runs."""
    server = model.server
    if server is None:
        return
    slots = {major: server.slots(major).total for major in server.readings}
    others = sorted(major for major, total in slots.items() if total != slots[max(slots)])
    if others:
        said = ", ".join(f"PostgreSQL {major}: {slots[major] if slots[major] is not None else '?'}" for major in others)
        yield f"other versions have other slots ({said}); postgres-version in pglint.toml says which one runs"
    versions = sorted({reading for link in server.links for reading in link.pooler.readings})
    demand = {each: server.demand(each).total for each in versions}
    if len(set(demand.values())) > 1:
        first = next(each for each in versions if demand[each] != demand[versions[-1]])
        yield (
            f"PgBouncer {pgbouncer.show(first)} would open {demand[first]} connections; "
            "pgbouncer-version in pglint.toml says which one runs"
        )
