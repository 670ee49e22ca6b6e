"""Roles, databases and replication of the cyrilgdn/postgresql provider, and the sessions of the provider itself.

Facts: postgresql/resource_postgresql_*.go and provider.go of the provider. Which server they belong to, the provider's
``host`` tells.
"""

from __future__ import annotations

from pglint.cluster_facts import (
    DatabaseFact,
    Home,
    PublicationFact,
    RoleFact,
    SessionsFact,
    SlotFact,
    SubscriptionFact,
)
from pglint.facts import Fault
from pglint.formats import conninfo
from pglint.formats.resources.cells import known, number, number_of, switch, text, text_cell, text_of
from pglint.formats.resources.found import Found
from pglint.formats.terraform.resource import Resource
from pglint.record import TYPE_CHECKING
from pglint.source import Span
from pglint.values import Cell, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.cluster_facts import ClusterFact

UNLIMITED = -1
OWN_SESSIONS = 20
"""The provider's max_connections where it is not set: the size of its client pool, never the server's parameter."""
TIMEOUTS = ("statement_timeout", "idle_in_transaction_session_timeout")


def facts(found: Found) -> Iterator[ClusterFact]:
    """Everything that the provider's resources state."""
    for resource in found.of("postgresql_role"):
        yield from _role(found, resource)
    for resource in found.of("postgresql_database"):
        yield _database(found, resource)
    for resource in _certain(found, "postgresql_replication_slot", "postgresql_physical_replication_slot"):
        logical = resource.type == "postgresql_replication_slot"
        yield SlotFact(_place(resource), _name(resource), _home(found, resource), logical)
    for resource in _certain(found, "postgresql_publication"):
        yield PublicationFact(_place(resource), _name(resource), _home(found, resource))
    for resource in _certain(found, "postgresql_subscription"):
        yield _subscription(found, resource)
    for provider in found.providers():
        if provider.type == "postgresql":
            yield _sessions(found, provider)


def _certain(found: Found, *types: str) -> Iterator[Resource]:
    """Those that are sure to exist: what is counted must be there."""
    return (resource for resource in found.of(*types) if resource.uncertain is None)


def _home(found: Found, resource: Resource) -> Home:
    """The server of the provider configuration that a resource uses."""
    provider = found.at(resource.provider) if resource.provider else None
    path = resource.content.span.path
    if provider is None:
        return Home(path, frozenset(), frozenset(), found.folder)
    return _server(found, provider)._replace(path=path)


def _server(found: Found, provider: Resource) -> Home:
    """What a provider's host tells; where it is not known, and there are others, it is nobody's that is known."""
    host = provider.content.given("host")
    others = sum(1 for each in found.providers() if each.type == "postgresql") > 1
    if host is not None and isinstance(host.value.data, Unknown) and not host.value.refs and others:
        own = found.home(provider)
        return own._replace(refs=found.ids([provider.address]))
    return found.home(provider, host)._replace(hosts=_hosts(known(provider.content, "host") or ""))


def _place(resource: Resource) -> Span:
    """Where a resource's name is written, else its header."""
    given = resource.content.given("name")
    return given.span if given else resource.content.span


def _name(resource: Resource) -> str | Unknown:
    found = text(resource.content, "name")
    return Unknown("its name is not stated", resource.content.span) if found is None else found


def _role(found: Found, resource: Resource) -> Iterator[ClusterFact]:
    content = resource.content
    settings = {}
    for name in TIMEOUTS:
        given = content.given(name)
        if given is None:
            continue
        if given.value.data in (0, "0"):
            why = f"{name} = 0 on a postgresql_role resets it: the value of the database or the server applies"
            yield Fault("setting-has-no-effect", why, given.span, name, "0")
        else:
            settings[name] = Cell(text_of(given.value, given.span), given.span, None, given.value.origin)
    limit = number(content, "connection_limit") or Cell(UNLIMITED)
    yield RoleFact(
        content.span, _name(resource), resource.address, _home(found, resource), limit,
        switch(content, "superuser", False), switch(content, "replication", False), switch(content, "login", False),
        settings, text_cell(content, "valid_until"), _granted(found, resource),
    )  # fmt: skip


def _granted(found: Found, role: Resource) -> tuple[str, ...]:
    """The roles that it is a member of, where their names are known."""
    names: list[str] = []
    given = role.content.given("roles")
    if given is not None and isinstance(given.value.data, tuple) and not isinstance(given.value.data, Unknown):
        names += [each.data for each in given.value.data if isinstance(each.data, str)]
    name = known(role.content, "name")
    for grant in found.of("postgresql_grant_role"):
        to = grant.content.given("role")
        granted = known(grant.content, "grant_role")
        if to is not None and granted and (role.address in to.value.refs or (name and to.value.data == name)):
            names.append(granted)
    return tuple(names)


def _database(found: Found, resource: Resource) -> DatabaseFact:
    content = resource.content
    limit = number(content, "connection_limit") or Cell(UNLIMITED)
    home = _home(found, resource)
    allowed = switch(content, "allow_connections", True)
    return DatabaseFact(content.span, _name(resource), resource.address, home, limit, allowed)


def _subscription(found: Found, resource: Resource) -> SubscriptionFact:
    """Its publisher is what conninfo names; without a name of its own the slot is called like the subscription."""
    content = resource.content
    given = content.given("conninfo")
    known_text = given.value.data if given is not None and isinstance(given.value.data, str) else ""
    parts = conninfo.read(known_text)
    publisher = found.home(resource, given)._replace(hosts=_hosts(parts.get("host", "")))
    name = _name(resource)
    slot = text(content, "slot_name")
    own = name if slot is None else slot
    return SubscriptionFact(
        _place(resource), name, _home(found, resource), publisher, own, parts.get("user", ""),
        database=parts.get("dbname", ""),
    )  # fmt: skip


def _hosts(host: str) -> frozenset[str]:
    """The first label of a host name."""
    label = host.partition(".")[0]
    named = label and not label[0].isdigit() and label[0] != "/" and label != "localhost"
    return frozenset((label,)) if named else frozenset()


def _sessions(found: Found, provider: Resource) -> SessionsFact:
    given = provider.content.given("max_connections")
    count = number_of(given) if given else Cell(OWN_SESSIONS, provider.content.span)
    if count.value == 0:
        count = count._replace(value=Unknown("max_connections = 0 of the provider is no limit", count.span))
    text = "sessions of the Terraform provider postgresql while it runs"
    return SessionsFact(provider.content.span, _server(found, provider), text, count)
