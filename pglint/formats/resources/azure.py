"""Azure Database for PostgreSQL: flexible servers, their configurations, and the PgBouncer that they bring.

One resource is one parameter; those called ``pgbouncer.*`` belong to the built-in PgBouncer, which is off unless
pgbouncer.enabled is true. The single server (retired in March 2025) has the same shape.
"""

from __future__ import annotations

from pglint.cluster_facts import Home, PoolerFact, ServerFact
from pglint.facts import Entry, Setting
from pglint.formats.resources.cells import known, major, names, setting, text_cell
from pglint.formats.resources.found import Found
from pglint.formats.terraform.resource import Resource
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.source import Span
from pglint.values import Cell, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

POOLER = "pgbouncer."
FLEXIBLE = "azurerm_postgresql_flexible_server"


class Kind(NamedTuple):
    """The types of one generation: server, parameter, and the attribute that names the server."""

    server: str
    parameter: str
    link: str
    platform: str


KINDS = (
    Kind(FLEXIBLE, f"{FLEXIBLE}_configuration", "server_id", "azure_flexible"),
    Kind("azurerm_postgresql_server", "azurerm_postgresql_configuration", "server_name", "azure_single"),
)


class Parameters(NamedTuple):
    """The parameters of one server: what is set, and why there may be more."""

    settings: list[Setting]
    unread: list[Unknown]


def servers(found: Found) -> Iterator[ServerFact | PoolerFact]:
    """Every server with its parameters and its PgBouncer; by themselves those of servers that are not in the tree."""
    for kind in KINDS:
        given = _given(found, kind)
        for resource in found.of(kind.server):
            yield from _server(found, resource, given.pop(resource.address, Parameters([], [])), kind)
        for address, parameters in given.items():
            yield from _alone(found, address, parameters, kind)


def _given(found: Found, kind: Kind) -> dict[str, Parameters]:
    """The parameters by the address of their server; by their own where it is not in the tree."""
    by_server: dict[str, Parameters] = {}
    for resource in found.of(kind.parameter):
        named = found.meant(resource.content.given(kind.link), kind.server)
        address = named[0].address if named else _stand_in(resource, kind)
        into = by_server.setdefault(address, Parameters([], []))
        name, value = known(resource.content, "name"), resource.content.given("value")
        if resource.uncertain is not None:
            into.unread.append(resource.uncertain)
        elif name is None:
            into.unread.append(Unknown(f"the name of {resource.address} is not known", resource.content.span))
        elif value is not None:
            into.settings.append(setting(name.lower(), value, name_span=resource.content.attributes["name"].span))
    return by_server


def _stand_in(resource: Resource, kind: Kind) -> str:
    """What parameters of a server that is not in the tree have in common: the text that names it."""
    link = resource.content.given(kind.link)
    return f"{resource.type}.{resource.name}: {link.span.text if link else ''}"


def _server(found: Found, resource: Resource, parameters: Parameters, kind: Kind) -> Iterator[ServerFact | PoolerFact]:
    content = resource.content
    source = content.given("source_server_id") or content.given("creation_source_server_id")
    replica = known(content, "create_mode") == "Replica"
    home = found.home(resource)._replace(hosts=names(content, "name"))
    yield ServerFact(
        found.id(resource.address),
        resource.address,
        content.span,
        home,
        kind.platform,
        tuple(each for each in parameters.settings if not each.name.startswith(POOLER)),
        tuple(parameters.unread),
        major(text_cell(content, "version")),
        text_cell(content, "sku_name"),
        replica_of=found.ids(source.value.refs) if source and replica else frozenset(),
        is_replica=replica,
    )
    ref = home._replace(refs=found.ids([resource.address]))
    yield from _pooler(resource.address, found, content.span, parameters, ref)


def _pooler(address: str, found: Found, span: Span, parameters: Parameters, home: Home) -> Iterator[PoolerFact]:
    """The built-in PgBouncer, where it is switched on: any user may open any database through it."""
    own = [each for each in parameters.settings if each.name.startswith(POOLER)]
    switch = next((each for each in own if each.name == POOLER + "enabled"), None)
    if switch is None or str(switch.value).lower() not in ("true", "on", "1"):
        return
    settings = tuple(
        each._replace(name=each.name[len(POOLER) :], section="pgbouncer") for each in own if each is not switch
    )
    entry = Entry("databases", "*", switch.span, switch.name_span, ())
    yield PoolerFact(
        found.id(address) + " pgbouncer", f"PgBouncer of {address}", span, home, "azure_flexible", settings, (entry,)
    )


def _alone(found: Found, address: str, parameters: Parameters, kind: Kind) -> Iterator[ServerFact | PoolerFact]:
    """Parameters of a server that is not in the tree."""
    if not parameters.settings:
        return
    first = parameters.settings[0]
    home = Home(first.span.path, frozenset(), frozenset(), found.folder)
    ours = tuple(each for each in parameters.settings if not each.name.startswith(POOLER))
    why = Unknown("the server itself is not in the tree", first.span)
    yield ServerFact(
        found.id(address), address.partition(":")[0], first.name_span, home, kind.platform, ours,
        (*parameters.unread, why), None, Cell(why), partial=True,
    )  # fmt: skip
    yield from _pooler(address, found, first.name_span, parameters, home._replace(refs=found.ids([address])))
