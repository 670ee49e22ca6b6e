"""The second layer: the server connections that pools may open, and those that go past the poolers."""

from __future__ import annotations

from pglint.budget.records import Bar, Layer, Part
from pglint.model.entry import FALLBACK, database
from pglint.record import TYPE_CHECKING
from pglint.values import Sum

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pglint.facts import Entry
    from pglint.model.build import Model
    from pglint.model.pool import Pool, Version
    from pglint.model.pooler import Pooler
    from pglint.model.server import Server

UNIT = "server connections"


def pools(model: Model, version: Version) -> Layer | None:
    """A bar for each pooler with its pools, and one for what connects to the server itself."""
    bars = [bar for pooler in model.poolers for bar in _of_pooler(pooler, model, version)]
    title = "Pools" if bars else "Applications"
    if model.home is not None:
        direct = model.home.direct()
        if direct.terms or direct.missing:
            where = "past the poolers" if bars else "straight to the server"
            bars.append(Bar("direct", where, direct, None, tuple(outside(model.home))))
    return Layer("pools", title, UNIT, tuple(bars)) if bars else None


def _of_pooler(pooler: Pooler, model: Model, assumed: Version) -> Iterator[Bar]:
    """The pools that lead to the server; those of other entries, which do not count there, in a bar of their own."""
    links = [link for link in (model.home.links if model.home else ()) if link.pooler is pooler]
    here = [entry for link in links for entry in link.entries] if links else []
    places = {entry.name_span for entry in here}
    others = [entry for entry in pooler.settings.databases if entry.name_span not in places]
    version = pooler.version(assumed)
    if here or model.home is None:
        yield _bar("pooler", pooler, here or others, version)
    if others and model.home is not None:
        reasons = [why for why in model.home.unlinked if why.span is None or why.span.path == pooler.source.path]
        note = reasons[0].reason if reasons else "these lead to another server, and do not count here"
        yield _bar("elsewhere", pooler, others, version, note)


def _bar(kind: str, pooler: Pooler, entries: Sequence[Entry], version: Version, note: str = "") -> Bar:
    parts = tuple(_part(pool, held) for pool, held in pooler.each(version, entries))
    name = f"to other servers from {pooler.name}" if kind == "elsewhere" else pooler.name
    places = (pooler.home, *(entry.name_span for entry in entries))
    return Bar(kind, name, pooler.proven(version, entries), None, parts, places, note)


def _part(pool: Pool, held: Sum) -> Part:
    home = database(pool.entry)
    name = "any database" if pool.entry.name == FALLBACK else pool.entry.name
    who = pool.user if pool.user is not None else "a user whom no file names"
    name = f"{name} as {who}" + " (auth_query)" * pool.auth
    return Part("pool", name, held, pool.user, home if isinstance(home, str) else None)


def outside(server: Server) -> Iterator[Part]:
    """Applications that connect to the server itself, and what else is declared or found to."""
    apps = server.direct_apps()
    for app in apps:
        yield Part("app", app.name, app.connections(), app.role, app.database)
    told = sum(len(app.connections().terms) for app in apps)
    for term in server.direct().terms[told:]:
        yield Part("direct", term.text, Sum("direct", term.value * term.times, (term,)))
