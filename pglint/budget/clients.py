"""The first layer: what applications open to the poolers, and how many clients those take."""

from __future__ import annotations

from pglint.budget.records import Bar, Layer, Part
from pglint.model.capacity import app_clients, client_slots, through
from pglint.model.demand import add
from pglint.record import TYPE_CHECKING
from pglint.values import Sum, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.model.app import App
    from pglint.model.build import Model
    from pglint.model.pool import Version
    from pglint.model.pooler import Pooler

UNIT = "client connections"
NOBODY = "which applications connect is not declared ([[stack.app]] in pglint.toml)"


def clients(model: Model, version: Version) -> Layer | None:
    """A bar for each pooler; one for all of them where nobody says which application uses which."""
    if not model.poolers:
        return None
    return Layer("clients", "Clients of the pooler" if len(model.poolers) == 1 else "Clients of the poolers", UNIT,
                 tuple(_bars(model, version)))  # fmt: skip


def _bars(model: Model, version: Version) -> Iterator[Bar]:
    apps = [app for app in model.apps if app.via == "pooler"]
    if len(model.poolers) > 1 and apps:
        limit = add("client connections", [client_slots(each, each.version(version)) for each in model.poolers])
        wanted = add("application pools", [app.connections() for app in apps])
        note = "which application uses which pooler is not known"
        places = tuple(pooler.home for pooler in model.poolers)
        yield Bar("clients", f"{len(model.poolers)} poolers together", wanted, limit, _parts(apps), places, note)
        return
    for pooler in model.poolers:
        bar = _bar(pooler, pooler.version(version))
        if bar.parts or (bar.limit and bar.limit.total is not None):
            yield bar


def _bar(pooler: Pooler, version: Version) -> Bar:
    apps = through(pooler)
    wanted = app_clients(pooler)
    if not apps:
        wanted = Sum("application pools", 0, (), None, (Unknown(NOBODY),), at_least=True)
    limit = pooler.settings.cell("max_client_conn", version)
    places = (pooler.home, *((limit.span,) if limit.span else ()))
    return Bar("clients", pooler.name, wanted, client_slots(pooler, version), _parts(apps), places)


def _parts(apps: list[App]) -> tuple[Part, ...]:
    return tuple(Part("app", app.name, app.connections(), app.role, app.database) for app in apps)
