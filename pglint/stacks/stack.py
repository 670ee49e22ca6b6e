"""A stack of files as it is put together, and which stacks are near a path."""

from __future__ import annotations

from pglint.project import in_example_folder
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.tree import folder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pglint.cluster_facts import ClusterFact, Home, PoolerFact, ServerFact
    from pglint.config import StackDecl
    from pglint.sql_facts import Replayed
    from pglint.stacks.member import Member


class Stack(NamedTuple):
    """The main files of one cluster, by path; a managed server or pooler by its id, and then it is in ``managed``.

    ``server`` is None where only poolers or roles are known. ``where`` is the path that the server stands at.
    ``facts`` is what infrastructure code states beside servers and poolers, ``replays`` what SQL does.
    """

    name: str
    server: str | None
    standbys: list[str]
    poolers: list[str]
    hba: list[str]
    members: list[Member]
    declared: StackDecl | None
    where: str
    managed: dict[str, ServerFact | PoolerFact]
    facts: list[ClusterFact]
    replays: list[Replayed]


def stack(name: str, where: str = "", server: str | None = None, declared: StackDecl | None = None) -> Stack:
    """A stack with nothing but a server, if that."""
    return Stack(name, server, [], [], [], [], declared, where, {}, [], [])


class Index:
    """Servers by every folder above them: the nearest ones of a path are found in as many steps as it is deep."""

    def __init__(self, stacks: Iterable[Stack]) -> None:
        self._below: dict[str, list[Stack]] = {}
        self._called: dict[str, list[Stack]] = {}
        for stack in stacks:
            self.add(stack)

    def add(self, stack: Stack) -> None:
        if stack.server is None:
            return
        managed = stack.managed.get(stack.server)
        place = stack.where if managed is None else root_of(managed.home)
        if managed is None or not in_example_folder(place):
            for above in ancestors(place):
                self._below.setdefault(above, []).append(stack)
        names = set(folder(stack.where).split("/")) if managed is None else managed.home.hosts
        for name in names:
            self._called.setdefault(name, []).append(stack)

    def nearest(self, path: str) -> list[Stack]:
        """The stacks whose server shares the deepest folder with the path."""
        for above in ancestors(path):
            found = self._below.get(above)
            if found:
                return found
        return []

    def called(self, hosts: Iterable[str]) -> list[Stack]:
        """The stacks whose server lies in a folder called like one of the hosts."""
        found = {stack.name: stack for host in sorted(hosts) for stack in self._called.get(host, ())}
        return list(found.values())

    def all(self) -> list[Stack]:
        return self._below.get("", [])


def root_of(home: Home) -> str:
    """The place of what infrastructure code states: the folder that it was read with, not that of the module."""
    return f"{home.group}/"


def is_one(found: Stack) -> bool:
    """Whether the server is one, and not a resource of which nobody knows how many there will be."""
    return found.server is None or "[*]" not in found.server


def may_be(found: Stack, hosts: Iterable[str]) -> bool:
    """Whether one of these hosts may be the server: where its name is known, the host's begins with it."""
    fact = found.managed.get(found.server or "")
    names = fact.home.hosts if fact is not None else ()
    pairs = [(host, name) for host in hosts for name in names]
    return not pairs or any(host == name or host.startswith(f"{name}-") for host, name in pairs)


def ancestors(path: str) -> Iterable[str]:
    """The folders above a path, the nearest first; the root is ''."""
    above = folder(path)
    while above:
        yield above
        above = folder(above)
    yield ""
