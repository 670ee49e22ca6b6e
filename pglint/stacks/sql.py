"""SQL among the files: what its sequences and single files leave behind, and which stack they belong to.

A sequence joins the only server of the tree, else the nearest one, as other files do; where no server is in the tree,
all SQL is of one cluster, which the poolers of a tree with one host lead to.
"""

from __future__ import annotations

import os

from pglint.catalog import postgresql
from pglint.cluster_facts import SubscriberFact, SubscriptionFact
from pglint.facts import Fault
from pglint.project import in_example_folder
from pglint.record import TYPE_CHECKING
from pglint.source import Source, Span
from pglint.stacks.member import Member
from pglint.stacks.stack import is_one, stack
from pglint.stacks.units import SQL, SUPPRESSES
from pglint.tree import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

    from pglint.config import Config
    from pglint.formats.migrations.recognise import Survey
    from pglint.formats.migrations.script import Folder, Other
    from pglint.sql_facts import Replayed
    from pglint.stacks.stack import Index, Stack
    from pglint.stacks.units import Units
    from pglint.tree import Tree

WORTH_SPREADING = 300_000
"""Characters of SQL beside the longest sequence from which on another process saves more than it costs."""
WORTH_PARTING = 600_000
"""Characters from which on a sequence is replayed in parts."""
MOST_PARTS = 4
NOT_READ = "not read"
NOTHING = "nothing in it matters to connections or locks"


def read(tree: Tree, paths: list[str], config: Config, units: Units) -> None:
    """Adds everything to ``units``."""
    from pglint.formats.migrations.recognise import survey
    from pglint.replay import uses

    found = survey(tree, paths, config.migrations)
    for other in found.others:
        if other.kind == "unreadable":
            _unreadable(tree, other.path, units)
        elif not uses.KINDS[other.kind].use:
            units.others.append(Member(other.path, NOT_READ, other.why))
    for each in _replayed(found, tree, config, units.internal):
        units.faults.extend(each.faults)
        units.faults.extend(fact for fact in each.facts if isinstance(fact, Fault))
        if any((each.facts, each.settings, each.statements, each.everyone)):
            units.replays.append(each)
        else:
            reason = each.unread[0].reason if each.unread else NOTHING
            units.others.extend(Member(path, SQL, reason) for path in each.paths)
        units.unread.extend(each.unread)
    _list_others(paths, units)
    for path in paths:
        _mark(tree, path, units)


def _replayed(found: Survey, tree: Tree, config: Config, internal: list[str]) -> list[Replayed]:
    """Every sequence and file, by several processes where there is enough to do."""
    from pglint.replay import replay

    declared, majors = config.migrations, _majors(config)
    role = declared.role if declared else None
    jobs = [_parts(job, tree) for job in replay.to_do(found, tree)]

    def play(name: str) -> Replayed | None:
        number, _, part = name.partition(".")
        job, ranges = jobs[int(number)]
        return replay.play(job, tree, declared, majors, role, ranges[int(part)] if ranges else None)

    done = _spread(play, jobs, tree)
    played = []
    for number, (job, ranges) in enumerate(jobs):
        names = [f"{number}.{part}" for part in range(len(ranges))] or [f"{number}."]
        try:
            each = [done[name] if name in done else play(name) for name in names]
            played.append(replay.joined([part for part in each if part]) if ranges else each[0])
        except Exception as error:  # one sequence's failure must not hide the others
            from pglint.internal import trace

            internal.append(trace(f"SQL in {job.path or '.'}", error))
    return [each for each in played if each is not None]


def _parts(job: Folder | Other, tree: Tree) -> tuple[Folder | Other, list[tuple[int, int]]]:
    """A long sequence is replayed in parts, where there are processors for them."""
    from pglint.formats.migrations.script import Folder

    if not isinstance(job, Folder) or _size(job, tree) < WORTH_PARTING:
        return job, []
    from pglint.replay import replay
    from pglint.stacks import workers

    count = min(workers.processors(), MOST_PARTS)
    return job, replay.parts(job, count) if count > 1 else []


def _spread(
    play: Callable[[str], Replayed | None], jobs: list[tuple[Folder | Other, list[tuple[int, int]]]], tree: Tree
) -> dict[str, Replayed | None]:
    """What several processes replay; nothing where one is enough."""
    sizes: dict[str, int] = {}
    for number, (job, ranges) in enumerate(jobs):
        size = _size(job, tree)
        # parts take equally long, whatever they hold
        names = [f"{number}.{part}" for part in range(len(ranges))] or [f"{number}."]
        sizes.update(dict.fromkeys(names, size * 2 // (len(names) + 1)))
    if sum(sizes.values()) - max(sizes.values(), default=0) < WORTH_SPREADING:
        return {}
    from pglint.stacks import carried, workers

    count = min(workers.processors(), len(sizes))
    if count == 1:
        return {}
    here = os.getpid()
    done: dict[str, Replayed | None] = {}

    def work(name: str) -> str:
        replayed = play(name)
        if os.getpid() != here:
            return carried.packed(replayed)
        done[name] = replayed
        return ""

    longest_first = sorted(sizes, key=lambda name: -sizes[name])
    texts = workers.spread(work, longest_first, count, tree)
    carry = (name for name in texts if name not in done)
    return {**done, **{name: carried.unpacked(texts[name], tree) for name in carry}}


def _size(job: Folder | Other, tree: Tree) -> int:
    """How many characters there are to read."""
    scripts = getattr(job, "scripts", None)
    if scripts is not None:
        return sum(script.end - script.start for script in scripts)
    source = tree.source(job.path)
    return len(source.text) if source is not None else 0


def _list_others(paths: list[str], units: Units) -> None:
    """The files of which nothing was said."""
    told = {path for each in units.replays for path in each.paths} | {member.path for member in units.others}
    units.others.extend(Member(path, SQL, NOTHING) for path in paths if path not in told)


def _majors(config: Config) -> tuple[int, ...]:
    """The versions of PostgreSQL that SQL may meet: as declared for every stack, or for all files."""
    cells = [each.server.version if each.server else None for each in config.stacks]
    declared = {each.value for each in (cell or config.postgres_version for cell in cells or [None]) if each}
    known = [value for value in declared if isinstance(value, int)]
    everywhere = config.postgres_version is not None or all(cells)
    return tuple(sorted(known)) if known and everywhere else postgresql.MAINTAINED


def _unreadable(tree: Tree, path: str, units: Units) -> None:
    try:
        tree.source(path)
    except Unreadable as error:
        units.faults.append(Fault("unparsed-file", str(error), Span(Source(path, ""), 0, 0), name=path))
        units.others.append(Member(path, SQL, str(error)))


def _mark(tree: Tree, path: str, units: Units) -> None:
    try:
        source = tree.source(path)
    except Unreadable:
        return
    if source is not None and SUPPRESSES in source.text:
        units.marked[path] = SQL


def join(units: Units, index: Index, stacks: list[Stack]) -> None:
    """Every sequence and file into the stack of its server, or one of its own."""
    left: list[Replayed] = []
    for each in units.replays:
        found, why = _home(each, index)
        if found is None:
            left.append(each)
        else:
            add(found, each, why)
    if left:
        _by_themselves(left, index, stacks)
    for found in stacks:
        for each in found.replays:
            _subscribe(each, index)


def _home(replayed: Replayed, index: Index) -> tuple[Stack | None, str]:
    path = replayed.home.path
    near = [] if in_example_folder(path) else index.nearest(path)
    if len(near) != 1 or not is_one(near[0]) or _publisher(replayed, index, near[0]):
        return None, ""
    reason = "the only server" if len(index.all()) == 1 else "the nearest server"
    return near[0], f"{near[0].where} is {reason}"


def _publisher(replayed: Replayed, index: Index, found: Stack) -> bool:
    """Whether a server publishes what the SQL subscribes to, so that this runs on another one."""
    return any(found in index.called(fact.publisher.hosts) for fact in _subscriptions(replayed))


def _subscriptions(replayed: Replayed) -> list[SubscriptionFact]:
    return [fact for fact in replayed.facts if isinstance(fact, SubscriptionFact)]


def _subscribe(replayed: Replayed, index: Index) -> None:
    """What SQL subscribes to, told to the server that publishes it: the one that the connection string names."""
    for fact in _subscriptions(replayed):
        called = index.called(fact.publisher.hosts)
        if len(called) == 1 and is_one(called[0]) and fact.enabled and fact.slot != "":
            called[0].facts.append(SubscriberFact(fact.span, fact.publisher, fact.slot, fact.user, fact.database))


def _by_themselves(left: list[Replayed], index: Index, stacks: list[Stack]) -> None:
    """SQL that no server is near to: together where there is no server at all, else each by itself."""
    cluster = None if index.all() else _cluster(left, stacks)
    for each in left:
        if cluster is not None and not in_example_folder(each.home.path):
            add(cluster, each, "no server is in the tree: all SQL is taken together")
            continue
        own = stack(_free_name(each.home.path, stacks))
        add(own, each, f"by itself: {_why_alone(each, index)}")
        stacks.append(own)


def _why_alone(replayed: Replayed, index: Index) -> str:
    near = [] if in_example_folder(replayed.home.path) else index.nearest(replayed.home.path)
    if not near:
        return "no server is near"
    if len(near) > 1:
        return f"{len(near)} servers are equally near; declare a [[stack]]"
    if _publisher(replayed, index, near[0]):
        return f"it subscribes to the server in {near[0].where}"
    return f"nobody knows how many servers {near[0].where} makes"


def _cluster(left: list[Replayed], stacks: list[Stack]) -> Stack | None:
    """The one cluster of a tree without servers: with the pooler in front, where there is only one stack of them."""
    if all(in_example_folder(each.home.path) for each in left):
        return None
    poolers = [each for each in stacks if each.poolers and each.declared is None]
    free = [each for each in poolers if not any(map(in_example_folder, each.poolers)) and not each.managed]
    if len(free) == 1:
        return free[0]
    own = stack(_free_name("default", stacks))
    stacks.append(own)
    return own


def _free_name(name: str, stacks: list[Stack]) -> str:
    taken = {each.name for each in stacks}
    return name if name not in taken else f"{name} (SQL)"


def add(found: Stack, replayed: Replayed, why: str) -> None:
    """One sequence or file into a stack."""
    found.replays.append(replayed)
    known = {member.path for member in found.members}
    kind = f"{SQL}, {replayed.use}"
    found.members.extend(Member(path, kind, why) for path in replayed.paths if path not in known)
