"""The resources of one Terraform root, to look up by type and by what names them."""

from __future__ import annotations

from pglint.cluster_facts import Home
from pglint.formats.terraform.resource import Given, Resource, Root
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Found:
    """All resources of one root module and of what it calls."""

    def __init__(self, root: Root, resources: Iterable[Resource]) -> None:
        self.folder = root.folder
        self._by_type: dict[str, list[Resource]] = {}
        self._by_address: dict[str, Resource] = {}
        for resource in resources:
            self._by_type.setdefault(resource.type, []).append(resource)
            self._by_address[resource.address] = resource

    def of(self, *types: str) -> Iterator[Resource]:
        """The managed resources of these types, in the order of the files."""
        for each in types:
            yield from (found for found in self._by_type.get(each, ()) if found.mode in ("managed", "module"))

    def providers(self) -> Iterator[Resource]:
        """The provider configurations."""
        return (found for group in self._by_type.values() for found in group if found.mode == "provider")

    def at(self, address: str) -> Resource | None:
        """The resource of an address."""
        return self._by_address.get(address)

    def meant(self, given: Given | None, *types: str, by: tuple[str, ...] = ("name",)) -> list[Resource]:
        """The resources of these types that an attribute names: by reference, else by a text that names one of them.

        A reference to all instances of a resource of which one is taken may give several.
        """
        if given is None:
            return []
        referred = [found for found in self.of(*types) if found.address in given.value.refs]
        if referred or not isinstance(given.value.data, str):
            return referred
        return [found for found in self.of(*types) if given.value.data in _texts(found, by)]

    def id(self, address: str) -> str:
        """An address that is unique among all roots."""
        return f"{self.folder}:{address}"

    def ids(self, addresses: Iterable[str]) -> frozenset[str]:
        return frozenset(self.id(address) for address in addresses)

    def home(self, resource: Resource, *named: Given | None) -> Home:
        """Where a resource belongs: to what these attributes name."""
        refs = frozenset(ref for given in named if given is not None for ref in given.value.refs)
        return Home(resource.content.span.path, self.ids(refs), frozenset(), self.folder)


def _texts(resource: Resource, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        given = resource.content.given(name)
        if given is not None and isinstance(given.value.data, str):
            yield given.value.data
