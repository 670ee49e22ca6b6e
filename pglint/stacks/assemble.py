"""Who belongs to which stack: as declared, else by the host a pooler names, else by the nearest common folder.

Where one server is all there is, everything belongs to it. If two stacks fit equally, the file joins none. Files under
test, example, fixture and vendor folders never join by folder alone: a wrong guess is a false alarm.
"""

from __future__ import annotations

from pglint.config import Config, StackDecl
from pglint.project import in_example_folder
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.stacks.member import Member
from pglint.stacks.units import Units
from pglint.tree import folder

if TYPE_CHECKING:
    from collections.abc import Iterable

STANDBY_FOLDERS = ("standby", "replica", "slave", "secondary", "hotstandby", "hot_standby", "hot-standby")


class Stack(NamedTuple):
    """The main files of one cluster, by path. ``server`` is None where only poolers are known."""

    name: str
    server: str | None
    standbys: list[str]
    poolers: list[str]
    hba: list[str]
    members: list[Member]
    declared: StackDecl | None = None


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
        for above in ancestors(stack.server):
            self._below.setdefault(above, []).append(stack)
        for part in set(folder(stack.server).split("/")):
            self._called.setdefault(part, []).append(stack)

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


def ancestors(path: str) -> Iterable[str]:
    """The folders above a path, the nearest first; the root is ''."""
    above = folder(path)
    while above:
        yield above
        above = folder(above)
    yield ""


def assemble(units: Units, config: Config) -> tuple[list[Stack], list[Member]]:
    """All stacks, and the files that join none with the reason."""
    taken: set[str] = set()
    declared = [_declared(decl, units, taken) for decl in config.stacks]
    free = [path for path in units.servers if path not in taken]
    standbys = [path for path in free if _standby_evidence(path, units)]
    followers = set(standbys)
    primaries = [path for path in free if path not in followers]
    stacks = [*declared, *_named(primaries)]
    loners: list[Member] = []
    index = Index(stacks)
    lonely = [stack for path in standbys if (stack := _join_standby(path, index, stacks))]
    for stack in lonely:
        index.add(stack)
    for path in units.poolers:
        if path not in taken:
            _join_pooler(path, units, index, stacks, loners)
    for path in units.hba:
        if path not in taken:
            _join_hba(path, index, stacks)
    for stack in stacks:
        _list_included(stack, units)
    return stacks, loners


def _named(primaries: list[str]) -> list[Stack]:
    """A stack for each server, named by its folder, or by its file where several share one."""
    crowd: dict[str, int] = {}
    for path in primaries:
        crowd[folder(path)] = crowd.get(folder(path), 0) + 1
    stacks = []
    for path in primaries:
        where = folder(path)
        name = path if crowd[where] > 1 else where or "default"
        stacks.append(Stack(name, path, [], [], [], [Member(path, "postgresql.conf", "a server of its own")]))
    return stacks


def _declared(decl: StackDecl, units: Units, taken: set[str]) -> Stack:
    """A stack as pglint.toml declares it: files by name first, then by its include globs."""
    from pglint.globs import matcher

    wanted = matcher(decl.include) if decl.include else None
    stack = Stack(decl.name, None, [], [], [], [], decl)

    def take(paths: Iterable[str], into: list[str], kind: str, reason: str) -> None:
        for path in paths:
            if path not in taken:
                taken.add(path)
                into.append(path)
                stack.members.append(Member(path, kind, reason))

    servers: list[str] = []
    named = [decl.server.file] if decl.server and decl.server.file else []
    files = [standby.file for standby in decl.standbys if standby.file in units.servers]
    take([path for path in files if path], stack.standbys, "standby", "declared in [[stack.standby]]")
    take([path for path in named if path in units.servers], servers, "postgresql.conf", "declared in [[stack]] server")
    pooler_files = [pooler.file for pooler in decl.poolers if pooler.file in units.poolers]
    take(pooler_files, stack.poolers, "pgbouncer.ini", "declared in [[stack.pooler]]")
    if wanted is not None:
        reason = f'matches include of [[stack]] "{decl.name}"'
        found = [path for path in units.servers if wanted(path)]
        standbys = [path for path in found if _standby_evidence(path, units) and len(found) > 1]
        take(standbys, stack.standbys, "standby", reason + ", and follows another server")
        take([path for path in found if path not in set(standbys)], servers, "postgresql.conf", reason)
        take([path for path in units.poolers if wanted(path)], stack.poolers, "pgbouncer.ini", reason)
        take([path for path in units.hba if wanted(path)], stack.hba, "pg_hba.conf", reason)
    if len(servers) > 1:
        names = ", ".join(servers)
        reason = f"several servers in one stack ({names}): none is used"
        stack.members.append(Member(servers[0], "postgresql.conf", reason))
    return stack._replace(server=servers[0] if len(servers) == 1 else None)


def _standby_evidence(path: str, units: Units) -> bool:
    """A server that names its primary, or lies in a folder called replica, standby …"""
    parts = folder(path).lower().split("/")
    return units.servers[path].follows or any(part.startswith(STANDBY_FOLDERS) for part in parts)


def _join_standby(path: str, index: Index, stacks: list[Stack]) -> Stack | None:
    """A standby joins the only server near; without one it is a server of its own, which is returned."""
    near = index.nearest(path)
    if len(near) == 1 and not in_example_folder(path):
        near[0].standbys.append(path)
        near[0].members.append(Member(path, "standby", f"follows {near[0].server}, the nearest server"))
        return None
    why = "a server of its own" if not near else f"a standby, but {len(near)} servers are equally near"
    name = folder(path) or "default"
    if any(stack.name == name for stack in stacks):
        name = path
    alone = Stack(name, path, [], [], [], [Member(path, "postgresql.conf", why)])
    stacks.append(alone)
    return alone


def _join_pooler(path: str, units: Units, index: Index, stacks: list[Stack], loners: list[Member]) -> None:
    by_host = index.called(units.poolers[path].hosts)
    if len(by_host) == 1 and not in_example_folder(path):
        by_host[0].poolers.append(path)
        by_host[0].members.append(Member(path, "pgbouncer.ini", f"host= names the folder of {by_host[0].server}"))
        return
    near = [] if in_example_folder(path) else index.nearest(path)
    if len(near) == 1:
        only = len(index.all()) == 1
        reason = "the only server" if only else "the nearest server"
        near[0].poolers.append(path)
        near[0].members.append(Member(path, "pgbouncer.ini", f"{near[0].server} is {reason}"))
        return
    if near:
        loners.append(Member(path, "pgbouncer.ini", f"{len(near)} servers are equally near; declare a [[stack]]"))
    reason = "in a test, example or vendor folder" if in_example_folder(path) else "no server is near"
    why = "several servers are equally near" if near else reason
    member = Member(path, "pgbouncer.ini", f"a pooler by itself: {why}")
    stacks.append(Stack(path, None, [], [path], [], [member]))


def _join_hba(path: str, index: Index, stacks: list[Stack]) -> None:
    near = [] if in_example_folder(path) else index.nearest(path)
    beside = [stack for stack in near if stack.server and folder(stack.server) == folder(path)]
    chosen = beside if len(beside) == 1 else near
    if len(chosen) == 1:
        chosen[0].hba.append(path)
        chosen[0].members.append(Member(path, "pg_hba.conf", f"{chosen[0].server} is the nearest server"))
    else:
        reason = "no server is near" if not chosen else f"{len(chosen)} servers are equally near"
        member = Member(path, "pg_hba.conf", f"by itself: {reason}")
        stacks.append(Stack(path, None, [], [], [path], [member]))


def _list_included(stack: Stack, units: Units) -> None:
    """The files that a stack's main files include."""
    known = {member.path for member in stack.members}
    chains = [(path, units.servers[path].files) for path in (stack.server, *stack.standbys) if path]
    chains += [(path, units.poolers[path].files) for path in stack.poolers]
    for main, files in chains:
        for path in files:
            if path not in known:
                known.add(path)
                stack.members.append(Member(path, "included", f"read by {main}"))
