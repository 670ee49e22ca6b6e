"""Sequences of migrations, and files by themselves, replayed: the state they leave, and each statement that matters."""

from __future__ import annotations

from itertools import pairwise

from pglint import regex
from pglint.cluster_facts import DatabaseFact
from pglint.formats.sql.dialect import foreign
from pglint.record import TYPE_CHECKING
from pglint.replay import uses
from pglint.replay.block import Way
from pglint.replay.psql import PsqlCommands, beginning
from pglint.replay.script import Part, Player
from pglint.replay.state import State
from pglint.replay.timeouts import NEWEST, stated
from pglint.source import Span
from pglint.sql_facts import Replayed
from pglint.tree import Unreadable
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pglint.cluster_facts import ClusterFact, Home, RoleFact
    from pglint.config.records import MigrationsDecl
    from pglint.formats.migrations.recognise import Survey
    from pglint.formats.migrations.script import Folder, Other, Script
    from pglint.replay.statements import Use
    from pglint.source import Source
    from pglint.tree import Tree

    Range = tuple[int, int]
    """The numbers of the first script, and of the one after the last."""

OWN_SESSION = frozenset({"docker-entrypoint-initdb.d", "sqitch"})
"""Tools that run each file by a psql of its own."""
SILENTLY = 0.55
"""What replaying a script takes where only the state counts, as a share of all of it."""
RESERVED = "pg_use_reserved_connections"
_INCLUDE = r"^[^\S\n]*+\\i(?:r|nclude(?:_relative)?)?\s+'?([^'\s]+)'?"


def read(
    tree: Tree,
    files: Iterable[str],
    declared: MigrationsDecl | None = None,
    majors: tuple[int, ...] = (NEWEST,),
    role: str | None = None,
) -> list[Replayed]:
    """Everything that a project's files of SQL say: its sequences, then the files in none of them.

    ``majors`` are the versions of PostgreSQL that they may meet, ``role`` is who runs migrations, where that is known.
    """
    from pglint.formats.migrations.recognise import survey

    jobs = to_do(survey(tree, files, declared), tree)
    played = (play(job, tree, declared, majors, role) for job in jobs)
    return [each for each in played if each is not None]


def to_do(found: Survey, tree: Tree) -> list[Folder | Other]:
    """What is to be replayed: the sequences, then the files in none of them that no other file reads with \\i."""
    others = [other for other in found.others if uses.KINDS[other.kind].use]
    included = set(_included(tree, (other.path for other in found.others)))
    return [*found.folders, *(other for other in others if other.path not in included)]


def play(
    job: Folder | Other,
    tree: Tree,
    declared: MigrationsDecl | None = None,
    majors: tuple[int, ...] = (NEWEST,),
    role: str | None = None,
    part: Range | None = None,
) -> Replayed | None:
    """A sequence, or a part of it, or a file by itself; None for a file in which nothing matters."""
    from pglint.formats.migrations.script import Other

    if not isinstance(job, Other):
        return replay(job, tree, declared, majors, role, part)
    kind = uses.KINDS[job.kind]
    one = single(tree, job.path, kind.use, declared, majors, kind.way)
    if one is None or not any((one.facts, one.settings, one.statements, one.faults, one.unread, one.everyone)):
        return None
    return one


def replay(
    folder: Folder,
    tree: Tree,
    declared: MigrationsDecl | None = None,
    majors: tuple[int, ...] = (NEWEST,),
    role: str | None = None,
    part: Range | None = None,
) -> Replayed:
    """A sequence in its order, from an empty cluster on as far as its files tell.

    Of a ``part`` the statements and faults are those of its scripts, and the state is that after the last of them.
    """
    from pglint.formats.migrations.order import judged

    kind = "setup" if folder.kind == "setup" else "migration"
    use = uses.use(folder.scripts[0].path if folder.scripts else folder.path, kind, declared, majors)
    state = _state(use.home, declared, role, kind)
    player = Player(state, PsqlCommands(tree))
    from_ = declared.from_.value if declared and declared.from_ else None
    counted = judged(folder, from_) if isinstance(from_, str) else frozenset(folder.scripts)
    first, last = part or (0, len(folder.scripts))
    player.silent = first > 0
    runner = _Runner(folder, tree, player, use)
    for number, script in enumerate(folder.scripts[:last]):
        if number == first > 0:
            player.begin()
        runner.run(script, script in counted)
    paths = tuple(script.path for script in folder.scripts)
    return _result(player, use, paths, ordered=True)._replace(tool=folder.tool)


def parts(folder: Folder, count: int) -> list[Range]:
    """A sequence in parts for as many processes, each of which replays what comes before its own, silently.

    They take equally long: the later ones have less of their own.
    """
    sizes = [script.end - script.start for script in folder.scripts]
    own = 1 / sum((1 - SILENTLY) ** number for number in range(count))
    cuts, reached, ends = [0], 0, 0.0
    for at, size in enumerate(sizes):
        reached += size
        if len(cuts) < count and reached >= (own + (1 - SILENTLY) * ends) * sum(sizes) and at + 1 < len(sizes):
            ends = own + (1 - SILENTLY) * ends
            cuts.append(at + 1)
    return list(pairwise([*cuts, len(sizes)]))


def joined(found: Sequence[Replayed]) -> Replayed:
    """The parts of a sequence, in their order, as one: the last one has the state."""
    statements = tuple(fact for each in found for fact in each.statements)
    faults = tuple(fault for each in found for fault in each.faults)
    return found[-1]._replace(statements=statements, faults=faults)


class _Runner:
    """A tool that runs the scripts of a folder one after another, now or in several goes.

    Flyway runs ``beforeMigrate`` once in each go, and ``beforeEachMigrate`` in the transaction of each script
    (DefaultCallbackExecutor), all on one connection.
    """

    def __init__(self, folder: Folder, tree: Tree, player: Player, use: Use) -> None:
        self.folder = folder
        self.tree = tree
        self.player = player
        self.use = use
        self.before_each = list(self._parts("beforeEachMigrate"))
        for part in self._parts("beforeMigrate"):
            self._play(part, False)
        self.fresh = dict(player.state.session.settings)
        self.first = True

    def run(self, script: Script, counts: bool) -> None:
        """One script."""
        state = self.player.state
        source = _source(self.tree, script.path, state)
        if source is None:
            return
        if not self.first:
            self._next_session()
        self.first = False
        part = Part(source, script.start, script.end, Way(script.transaction, script.why), script.batches)
        self._play(part, counts, self.before_each)

    def _play(self, part: Part, counts: bool, before: Sequence[Part] = ()) -> None:
        self.player.state.migration += 1
        home = self.use.home._replace(path=part.source.path)
        self.player.state.home = home
        self.player.play(part, self.use._replace(home=home, judged=counts), before)

    def _parts(self, event: str) -> Iterator[Part]:
        for name, script in self.folder.callbacks:
            source = _source(self.tree, script.path, self.player.state) if name == event else None
            if source is not None:
                yield Part(source, script.start, script.end, Way(script.transaction, script.why), script.batches)

    def _next_session(self) -> None:
        """The session of the next file, which is taken to be the first of its run.

        Several pending files may share a session, but a file that counts on what one before it has set fails, or
        waits without a limit, where it is deployed by itself.
        """
        state = self.player.state
        session = state.session
        if self.folder.tool in OWN_SESSION:
            state.database = None
            session.start = beginning(state, session.user)
            session.connect()
        else:
            start = beginning(state, session.user)
            session.begin_run(start, {**start, **self.fresh})


def single(
    tree: Tree,
    path: str,
    use: str,
    declared: MigrationsDecl | None = None,
    majors: tuple[int, ...] = (NEWEST,),
    way: Way | None = None,
) -> Replayed | None:
    """A file that is in no sequence; None where there is none. Of another database's only that is told."""
    given = uses.use(path, use, declared, majors)
    state = _state(given.home, None, None, use)
    source = _source(tree, path, state)
    if source is None and not state.unread:
        return None
    if source is None:
        return _result(Player(state, PsqlCommands(tree)), given, (path,), ordered=False)
    if way is None or way.transaction == "unknown":
        way = _way(source, way or Way("unknown"))
    player = Player(state, PsqlCommands(tree))
    state.migration = 1
    player.play(Part(source, 0, len(source.text), way), given)
    return _result(player, given, (path,), ordered=False)


def _state(home: Home, declared: MigrationsDecl | None, role: str | None, kind: str) -> State:
    """The state before the first statement."""
    session = declared.session if declared and kind == "migration" else {}
    values = {name: stated(name, cell.value) for name, cell in session.items() if isinstance(cell.value, str)}
    start = {name: session[name]._replace(value=value) for name, value in values.items() if value is not None}
    state = State(home, start, role)
    state.declared = start
    state.session.declared = frozenset(start)
    return state


def _source(tree: Tree, path: str, state: State) -> Source | None:
    """The file, unless it cannot be read or is another database's."""
    try:
        source = tree.source(path)
    except Unreadable as error:
        state.unread.append(Unknown(f"{path} cannot be read: {error}"))
        return None
    if source is None:
        return None
    if dialect := foreign(source):
        state.unread.append(Unknown(f"written for {dialect}, not for PostgreSQL", Span(source, 0, 0)))
        return None
    if source.unread:
        state.unread.append(Unknown(source.unread, Span(source, 0, 0)))
    return source


def _way(source: Source, way: Way) -> Way:
    """Commands of psql tell who runs a file, and so that each statement is sent by itself."""
    commands = "\\" in source.text and regex.search(_PSQL, source.text, regex.MULTILINE)
    return Way("each", "psql sends each statement by itself") if commands else way


_PSQL = (
    r"^[^\S\n]*+\\(?:c|connect|set|i|ir|if|echo|gexec|gset|timing|q|pset|copy|o|encoding|prompt)\b"
    r"|\\g(?:exec|set)\b"
)


def _included(tree: Tree, paths: Iterable[str]) -> Iterator[str]:
    """The files that others read with \\i."""
    from pglint.tree import folder, join

    for path in paths:
        try:
            source = tree.source(path)
        except Unreadable:
            continue
        if source is None or "\\i" not in source.text:
            continue
        for target in regex.findall(_INCLUDE, source.text, regex.MULTILINE):
            for base in (folder(path), ""):
                if found := join(base, target):
                    yield found


def _result(player: Player, use: Use, paths: tuple[str, ...], ordered: bool) -> Replayed:
    state = player.state
    facts = (*_facts(state, ordered), *state.faults)
    paths = tuple(dict.fromkeys((*paths, *player.psql.read)))
    settings, unread = tuple(state.system.values()), tuple(state.unread)
    faults = tuple(player.faults)
    return Replayed(
        use.home, paths, facts, settings, tuple(player.facts), faults, unread, dict(state.everyone), use.use
    )  # fmt: skip


def _facts(state: State, ordered: bool) -> Iterator[ClusterFact]:
    """What the cluster consists of at the end. A role that is only dropped counts where the order is known."""
    for role in state.roles.values():
        if (role.dropped and ordered) or (not role.dropped and _tells(role)):
            yield role
    for table in (state.databases, state.slots, state.publications, state.subscriptions):
        yield from (each for each in table.values() if not isinstance(each, DatabaseFact) or _is_known(each))


def _tells(role: RoleFact) -> bool:
    """Whether anything is known of a role but its name."""
    from pglint.replay.roles import is_made_here

    if is_made_here(role) or role.settings or role.in_database or RESERVED in role.member_of:
        return True
    cells = (role.connection_limit, role.superuser, role.replication, role.login, role.valid_until)
    return any(cell is not None and cell.span is not None for cell in cells)


def _is_known(database: DatabaseFact) -> bool:
    return bool(database.settings) or not all(
        isinstance(cell.value, Unknown) and cell.span is None
        for cell in (database.connection_limit, database.allow_connections)
    )
