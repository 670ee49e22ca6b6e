"""Where servers, poolers and roles of infrastructure code belong: by what they refer to, else by what is near.

What refers to a server that is not in the tree belongs to that one, whatever lies near. What refers to none joins the
only server of its Terraform root, else the nearest one, as files do.
"""

from __future__ import annotations

from pglint.cluster_facts import Home, PoolerFact, ServerFact, SubscriberFact, SubscriptionFact
from pglint.project import in_example_folder
from pglint.record import TYPE_CHECKING
from pglint.stacks.member import Member
from pglint.stacks.stack import Index, Stack, is_one, may_be, root_of, stack
from pglint.stacks.units import TERRAFORM, Units
from pglint.tree import folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pglint.cluster_facts import ClusterFact


def servers(keys: Iterable[str], units: Units, others: Iterable[Stack]) -> list[Stack]:
    """A stack for each managed server; replicas join the stack of their primary."""
    facts = [fact for key in keys if isinstance(fact := units.fact(key), ServerFact)]
    found: list[Stack] = []
    taken = {other.name for other in others}
    crowd = {group: len(each) for group, each in _by_group(facts).items()}
    by_id: dict[str, Stack] = {}
    whole = {fact.home.group for fact in facts if not fact.partial}
    for fact in sorted(facts, key=lambda fact: fact.is_replica):
        alone = fact.home.group not in whole
        primary = next((by_id[each] for each in sorted(fact.replica_of) if each in by_id), None)
        if primary is not None:
            primary.standbys.append(fact.id)
            primary.managed[fact.id] = fact
            note(primary, fact.span.path, f"{fact.name} is a replica of {primary.where}")
            continue
        name = _name(fact, 2 if fact.partial and not alone else crowd.get(fact.home.group, 2), taken)
        taken.add(name)
        own = stack(name, fact.span.path, fact.id)
        own.managed[fact.id] = fact
        note(own, fact.span.path, f"{fact.name} is a server of its own")
        found.append(own)
        by_id.update(dict.fromkeys((fact.id, *fact.aliases), own))
    return found


def _by_group(facts: Iterable[ServerFact]) -> dict[str, list[ServerFact]]:
    """The primaries of each Terraform root; a parameter group without a server counts where there is no server."""
    found: dict[str, list[ServerFact]] = {}
    for partial in (False, True):
        groups = set(found)
        for fact in facts:
            if fact.partial == partial and not fact.is_replica and fact.home.group not in groups:
                found.setdefault(fact.home.group, []).append(fact)
    return found


def _name(fact: ServerFact, crowd: int, taken: set[str]) -> str:
    """The folder where one server is all there is in its root, else its address too."""
    group = fact.home.group
    name = (group or "default") if crowd == 1 else f"{group}/{fact.name}" if group else fact.name
    return name if name not in taken else f"{group}/{fact.name}" if group else fact.name


def in_use(stacks: list[Stack]) -> list[Stack]:
    """The stacks that others may belong to: not a spare parameter group, in a root that has servers."""
    facts = {each.name: each.managed.get(each.server or "") for each in stacks}
    servers = {name: fact for name, fact in facts.items() if isinstance(fact, ServerFact)}
    whole = {fact.home.group for fact in servers.values() if not fact.partial}
    spare = {name for name, fact in servers.items() if fact.partial and fact.home.group in whole}
    return [each for each in stacks if each.name not in spare]


def belongs(units: Units, wanted: Callable[[str], bool]) -> Callable[[ClusterFact], bool]:
    """Whether a fact is in the files that are wanted.

    What a module states is part of the root that calls it, which is wanted if one of its own files is. The module's
    file itself tells nothing where several roots call it.
    """
    own = {group: [path for path in files if folder(path) == group] for group, files in units.roots.items()}
    roots = {group for group, files in own.items() if any(map(wanted, files))}
    callers: dict[str, int] = {}
    for files in units.roots.values():
        for path in files:
            callers[path] = callers.get(path, 0) + 1

    def ours(fact: ClusterFact) -> bool:
        path, group = fact.span.path, getattr(fact, "home", Home("")).group
        if folder(path) == group or callers.get(path, 0) < 2:
            return wanted(path) or (folder(path) != group and group in roots)
        return group in roots

    return ours


def join(poolers: Iterable[str], units: Units, index: Index, stacks: list[Stack]) -> None:
    """Every managed pooler, and all the other facts, into the stack of their server, or one of their own."""
    by_id = {each: found for found in stacks for key, fact in found.managed.items() for each in _ids(key, fact)}
    facts = (found.managed.get(found.server or "") for found in stacks)
    by_group = _by_group([fact for fact in facts if isinstance(fact, ServerFact)])
    groups = {group: [by_id[fact.id] for fact in each] for group, each in by_group.items()}
    alone: dict[tuple[str, frozenset[str]], Stack] = {}
    for key in poolers:
        pooler = units.fact(key)
        if isinstance(pooler, PoolerFact):
            home, reason = _home(pooler.home, by_id, groups, index, alone, stacks, key)
            home.poolers.append(key)
            home.managed[key] = pooler
            note(home, pooler.span.path, f"{pooler.name}: {reason}")
    for fact in units.facts:
        if isinstance(fact, ServerFact):
            continue
        place = getattr(fact, "home", None)
        if isinstance(place, Home):
            home, reason = _home(place, by_id, groups, index, alone, stacks)
            home.facts.append(fact)
            note(home, fact.span.path, reason)
        if isinstance(fact, SubscriptionFact) and (publisher := _named(fact.publisher, by_id, index)):
            seen = SubscriberFact(fact.span, fact.publisher, fact.slot, fact.user, fact.database)
            publisher.facts.append(seen)


def _ids(key: str, fact: ServerFact | PoolerFact) -> Iterable[str]:
    return (key, *fact.aliases) if isinstance(fact, ServerFact) else ()


def _home(
    home: Home,
    by_id: dict[str, Stack],
    groups: dict[str, list[Stack]],
    index: Index,
    alone: dict[tuple[str, frozenset[str]], Stack],
    stacks: list[Stack],
    pooler: str = "",
) -> tuple[Stack, str]:
    """The stack that something belongs to, and why; one of its own where that is not certain.

    Those that name the same unknown server share one, and so do roles of one root; a ``pooler`` that names nothing is
    nobody's.
    """
    found, why = _chosen(home, by_id, groups, index)
    if found is not None:
        return found, why
    key = (home.group, home.refs or home.hosts or frozenset((pooler,)))
    if key not in alone:
        alone[key] = stack(_free_name(home.group or home.path, stacks))
        stacks.append(alone[key])
    return alone[key], f"by itself: {why}"


def _chosen(
    home: Home, by_id: dict[str, Stack], groups: dict[str, list[Stack]], index: Index
) -> tuple[Stack | None, str]:
    """The stack that something belongs to, if there is one, and why."""
    named = list({found.name: found for ref in sorted(home.refs) if (found := by_id.get(ref))}.values())
    if len(named) == 1:
        return _alone(named[0], f"refers to the server in {_where(named[0])}")
    called = index.called(home.hosts)
    if len(called) == 1:
        return _alone(called[0], f"its host names the server in {_where(called[0])}")
    if home.refs:
        return None, "refers to several servers" if named else "refers to a server that is not in the tree"
    group, place = groups.get(home.group, []), root_of(home)
    near = group or ([] if in_example_folder(place) else index.nearest(place))
    if len(near) != 1:
        count = f"{len(near)} servers are equally near; declare a [[stack]]"
        return None, count if near else "no server is near"
    where = _where(near[0])
    if not may_be(near[0], home.hosts):
        return None, f"its host names another server than the one in {where}"
    why = f"{where} has the only server of its Terraform root" if group else f"{where} is the nearest server"
    return _alone(near[0], why)


def _alone(found: Stack, why: str) -> tuple[Stack | None, str]:
    """A stack, unless its server stands for several: then nobody knows which one is meant."""
    return (found, why) if is_one(found) else (None, f"nobody knows how many servers {_where(found)} makes")


def _where(found: Stack) -> str:
    return found.where or f'[[stack]] "{found.name}"'


def _named(home: Home, by_id: dict[str, Stack], index: Index) -> Stack | None:
    """The one stack that is named, by reference or by host; never one that is only near."""
    named = {found.name: found for ref in sorted(home.refs) if (found := by_id.get(ref))}
    meant = list(named.values()) or index.called(home.hosts)
    return meant[0] if len(meant) == 1 and is_one(meant[0]) else None


def _free_name(name: str, stacks: list[Stack]) -> str:
    """A name that no stack has."""
    taken = {each.name for each in stacks}
    number, wanted = 1, name
    while wanted in taken:
        number += 1
        wanted = f"{name} ({number})"
    return wanted


def note(home: Stack, path: str, reason: str) -> None:
    """Names a file once in the list of a stack's files."""
    if all(member.path != path for member in home.members):
        home.members.append(Member(path, TERRAFORM, reason))
