"""Who belongs to which stack: as declared, else by the host a pooler names, else by the nearest common folder.

Where one server is all there is, everything belongs to it. If two stacks fit equally, the file joins none. Files under
test, example, fixture and vendor folders never join by folder alone: a wrong guess is a false alarm.
"""

from __future__ import annotations

from pglint.project import in_example_folder
from pglint.record import TYPE_CHECKING
from pglint.stacks.member import Member
from pglint.stacks.stack import Index, is_one, may_be, stack
from pglint.tree import folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pglint.config import Config, StackDecl
    from pglint.stacks.stack import Stack
    from pglint.stacks.units import PoolerUnit, Units

STANDBY_FOLDERS = ("standby", "replica", "slave", "secondary", "hotstandby", "hot_standby", "hot-standby")


def assemble(units: Units, config: Config) -> tuple[list[Stack], list[Member]]:
    """All stacks, and the files that join none with the reason."""
    taken: set[str] = set()
    declared = [_declared(decl, units, taken) for decl in config.stacks]
    free = [path for path in units.servers if path not in taken]
    standbys = [path for path in free if units.servers[path].fact is None and _standby_evidence(path, units)]
    followers = set(standbys)
    primaries = [path for path in free if path not in followers and units.servers[path].fact is None]
    stacks = [*declared, *_named(primaries)]
    loners: list[Member] = []
    if units.has_managed():
        from pglint.stacks import managed

        stacks += managed.servers([path for path in free if path not in followers], units, stacks)
        index = Index(managed.in_use(stacks))
    else:
        index = Index(stacks)
    lonely = [each for path in standbys if (each := _join_standby(path, index, stacks))]
    for each in lonely:
        index.add(each)
    for path in units.poolers:
        if path not in taken and units.poolers[path].fact is None:
            _join_pooler(path, units, index, stacks, loners)
    for path in units.hba:
        if path not in taken:
            _join_hba(path, index, stacks)
    if units.has_managed():
        managed.join([path for path in units.poolers if path not in taken], units, index, stacks)
    if units.replays:
        from pglint.stacks import sql

        sql.join(units, index, stacks)
    for each in stacks:
        _list_included(each, units)
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
        found = stack(name, path, path)
        found.members.append(Member(path, "postgresql.conf", "a server of its own"))
        stacks.append(found)
    return stacks


def _declared(decl: StackDecl, units: Units, taken: set[str]) -> Stack:
    """A stack as pglint.toml declares it: files by name first, then by its include globs."""
    from pglint.globs import matcher

    wanted = matcher(decl.include) if decl.include else None
    found = stack(decl.name, "", None, decl)

    def take(paths: Iterable[str], into: list[str], kind: str, reason: str) -> None:
        for path in paths:
            if path not in taken:
                taken.add(path)
                into.append(path)
                member = Member(units.where(path), units.kind(path, kind), reason)
                if member not in found.members:
                    found.members.append(member)
                fact = units.fact(path)
                if fact is not None:
                    found.managed[path] = fact

    servers: list[str] = []
    named = [decl.server.file] if decl.server and decl.server.file else []
    files = [standby.file for standby in decl.standbys if standby.file in units.servers]
    take([path for path in files if path], found.standbys, "standby", "declared in [[stack.standby]]")
    take([path for path in named if path in units.servers], servers, "postgresql.conf", "declared in [[stack]] server")
    pooler_files = [pooler.file for pooler in decl.poolers if pooler.file in units.poolers]
    take(pooler_files, found.poolers, "pgbouncer.ini", "declared in [[stack.pooler]]")
    if wanted is not None:
        reason = f'matches include of [[stack]] "{decl.name}"'
        ours = _wanted(units, wanted)
        matching = [path for path in units.servers if ours(path)]
        standbys = [path for path in matching if _standby_evidence(path, units) and len(matching) > 1]
        take(standbys, found.standbys, "standby", reason + ", and follows another server")
        take([path for path in matching if path not in set(standbys)], servers, "postgresql.conf", reason)
        take([path for path in units.poolers if ours(path)], found.poolers, "pgbouncer.ini", reason)
        take([path for path in units.hba if wanted(path)], found.hba, "pg_hba.conf", reason)
        _take_facts(found, units, wanted, reason)
        _take_replays(found, units, wanted, reason)
    if len(servers) > 1:
        names = ", ".join(fact.name if (fact := units.fact(path)) else path for path in servers)
        reason = f"several servers in one stack ({names}): none is used"
        found.members.append(Member(units.where(servers[0]), units.kind(servers[0], "postgresql.conf"), reason))
    if len(servers) != 1:
        return found
    return found._replace(server=servers[0], where=units.where(servers[0]))


def _wanted(units: Units, wanted: Callable[[str], bool]) -> Callable[[str], bool]:
    """Whether a server or pooler is in the files that are wanted, by its key."""
    if not units.has_managed():
        return wanted
    from pglint.stacks import managed

    belongs = managed.belongs(units, wanted)
    return lambda key: wanted(key) if (fact := units.fact(key)) is None else belongs(fact)


def _take_facts(found: Stack, units: Units, wanted: Callable[[str], bool], reason: str) -> None:
    """What infrastructure code states in the files that are wanted, and these files."""
    if not units.facts:
        return
    from pglint.stacks import managed

    for fact in units.take_facts(managed.belongs(units, wanted)):
        found.facts.append(fact)
        managed.note(found, fact.span.path, reason)


def _take_replays(found: Stack, units: Units, wanted: Callable[[str], bool], reason: str) -> None:
    """The sequences and files of SQL that are wanted, of a sequence any of its files."""
    ours = [each for each in units.replays if any(map(wanted, each.paths))]
    if ours:
        from pglint.stacks import sql

        taken = set(map(id, ours))
        units.replays[:] = [each for each in units.replays if id(each) not in taken]
        for each in ours:
            sql.add(found, each, reason)


def _standby_evidence(path: str, units: Units) -> bool:
    """A server that names its primary, or lies in a folder called replica, standby …"""
    if units.servers[path].fact is not None:
        return units.servers[path].follows
    parts = folder(path).lower().split("/")
    return units.servers[path].follows or any(part.startswith(STANDBY_FOLDERS) for part in parts)


def _join_standby(path: str, index: Index, stacks: list[Stack]) -> Stack | None:
    """A standby joins the only server near; without one it is a server of its own, which is returned."""
    near = [each for each in index.nearest(path) if each.server not in each.managed]
    if len(near) == 1 and not in_example_folder(path):
        near[0].standbys.append(path)
        near[0].members.append(Member(path, "standby", f"follows {near[0].where}, the nearest server"))
        return None
    why = "a server of its own" if not near else f"a standby, but {len(near)} servers are equally near"
    name = folder(path) or "default"
    if any(other.name == name for other in stacks):
        name = path
    alone = stack(name, path, path)
    alone.members.append(Member(path, "postgresql.conf", why))
    stacks.append(alone)
    return alone


def _join_pooler(path: str, units: Units, index: Index, stacks: list[Stack], loners: list[Member]) -> None:
    by_host = index.called(units.poolers[path].hosts)
    if len(by_host) == 1 and not in_example_folder(path):
        by_host[0].poolers.append(path)
        by_host[0].members.append(Member(path, "pgbouncer.ini", f"host= names {_called(by_host[0])}"))
        return
    near = [] if in_example_folder(path) else index.nearest(path)
    why_not = _why_not(near, units.poolers[path])
    if len(near) == 1 and not why_not:
        only = len(index.all()) == 1
        reason = "the only server" if only else "the nearest server"
        near[0].poolers.append(path)
        near[0].members.append(Member(path, "pgbouncer.ini", f"{near[0].where} is {reason}"))
        return
    if len(near) > 1:
        loners.append(Member(path, "pgbouncer.ini", f"{len(near)} servers are equally near; declare a [[stack]]"))
    reason = "in a test, example or vendor folder" if in_example_folder(path) else "no server is near"
    why = why_not or ("several servers are equally near" if near else reason)
    alone = stack(path)
    alone.poolers.append(path)
    alone.members.append(Member(path, "pgbouncer.ini", f"a pooler by itself: {why}"))
    stacks.append(alone)


def _why_not(near: list[Stack], pooler: PoolerUnit) -> str:
    """Why the one server that is near is surely not, or not surely, behind the pooler."""
    if len(near) != 1:
        return ""
    if not is_one(near[0]):
        return f"nobody knows how many servers {near[0].where} makes"
    if pooler.cloud and (near[0].server not in near[0].managed or not may_be(near[0], pooler.hosts)):
        return f"its host= names another server than the one in {near[0].where}"
    return ""


def _called(found: Stack) -> str:
    return found.where if found.server in found.managed else f"the folder of {found.where}"


def _join_hba(path: str, index: Index, stacks: list[Stack]) -> None:
    near = [] if in_example_folder(path) else index.nearest(path)
    near = [each for each in near if each.server not in each.managed]
    beside = [each for each in near if each.server and folder(each.where) == folder(path)]
    chosen = beside if len(beside) == 1 else near
    if len(chosen) == 1:
        chosen[0].hba.append(path)
        chosen[0].members.append(Member(path, "pg_hba.conf", f"{chosen[0].where} is the nearest server"))
    else:
        reason = "no server is near" if not chosen else f"{len(chosen)} servers are equally near"
        alone = stack(path)
        alone.hba.append(path)
        alone.members.append(Member(path, "pg_hba.conf", f"by itself: {reason}"))
        stacks.append(alone)


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
