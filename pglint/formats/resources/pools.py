"""Pools of a managed PgBouncer: one resource each, as the line of [databases] that it becomes."""

from __future__ import annotations

from pglint.cluster_facts import Home, PoolerFact
from pglint.facts import Entry, Pair
from pglint.formats.resources.cells import known, text_of
from pglint.formats.resources.found import Found
from pglint.formats.terraform.resource import Content, Given, Resource
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


def pools(
    found: Found, kind: str, link: str, server: str, keys: Mapping[str, str], platform: str, name: str = "name"
) -> Iterator[PoolerFact]:
    """The pools of a managed PgBouncer, grouped by the server that they name."""
    by_server: dict[str, list[Resource]] = {}
    for resource in found.of(kind):
        given = resource.content.given(link)
        named = found.meant(given, server, by=("name", "service_name"))
        one = named[0].address if len(named) == 1 else given.span.text if given else ""
        by_server.setdefault(one, []).append(resource)
    for address, resources in by_server.items():
        first = resources[0]
        is_known = found.at(address) is not None
        home = _home(found, first, first.content.given(link))
        if is_known:
            home = home._replace(refs=found.ids([address]), hosts=frozenset())
        label = f"the pools of {address}" if is_known else first.address
        missing = tuple(each.uncertain for each in resources if each.uncertain is not None)
        entries = tuple(_entry(each, keys, name) for each in resources if each.uncertain is None)
        yield PoolerFact(
            f"{found.id(address)} {kind}", label, first.content.span, home, platform, (), entries, missing
        )


def _home(found: Found, pool: Resource, link: Given | None) -> Home:
    """The server that an attribute refers to, or calls by its name."""
    name = link.value.data if link is not None else None
    return found.home(pool, link)._replace(hosts=frozenset((name,)) if isinstance(name, str) else frozenset())


def _entry(resource: Resource, keys: Mapping[str, str], name: str) -> Entry:
    """A pool as the line of [databases] that it becomes."""
    content = resource.content
    own = known(content, name) or resource.address
    place = content.given(name)
    span = place.span if place else content.span
    return Entry("databases", own, content.span, span, tuple(_pairs(content, keys)))


def _pairs(content: Content, keys: Mapping[str, str]) -> Iterable[Pair]:
    for name, key in keys.items():
        given = content.given(name)
        if given is not None:
            yield Pair(key, text_of(given.value, given.span), given.span, given.name_span, given.span)


