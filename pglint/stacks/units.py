"""The configurations among a project's files: the main file of each server and pooler, and what it includes.

A file that another one includes is no configuration of its own; one that only looks like ours is left alone; one that
cannot be read is said so. Only what decides who belongs together is kept here: files are read again, stack by stack,
when their models are built, so that memory does not grow with the project.
"""

from __future__ import annotations

from pglint.config import Config
from pglint.facts import Fault, Setting
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.source import Source, Span
from pglint.stacks.member import Member
from pglint.tree import Unreadable, folder, join

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pglint.cache import Cache
    from pglint.cluster_facts import ClusterFact, PoolerFact, ServerFact
    from pglint.sql_facts import Replayed
    from pglint.tree import Tree
    from pglint.values import Unknown

CONF, AUTO, INI, HBA = "postgresql.conf", "postgresql.auto.conf", "pgbouncer.ini", "pg_hba.conf"
TERRAFORM = "terraform"
SQL = "sql"
ELSEWHERE = (TERRAFORM, SQL)
SUPPRESSES = "pglint"
"""What a suppression begins with: only a file that holds it is searched for them."""
CLOUDS = (
    ".rds.amazonaws.com", ".rds.amazonaws.com.cn", ".postgres.database.azure.com", ".db.ondigitalocean.com",
    ".aivencloud.com",
)  # fmt: skip
"""How the hosts of managed servers end where their first label begins with the server's name."""


class ServerUnit(NamedTuple):
    """``files``: the main file and what it includes. ``follows``: it names a primary.

    ``fact`` is what infrastructure code says of a server that has no files of its own.
    """

    files: tuple[str, ...]
    follows: bool
    fact: ServerFact | None = None


class PoolerUnit(NamedTuple):
    """``files``: the main file and what it includes. ``hosts``: the first labels of the hosts that entries name.

    ``cloud``: all of these hosts are endpoints that a cloud names after its servers.
    """

    files: tuple[str, ...]
    hosts: frozenset[str]
    fact: PoolerFact | None = None
    cloud: bool = False


class Units(NamedTuple):
    """``servers`` and ``poolers`` by the path of their main file, managed ones by their id.

    ``others`` are files that join nothing, and why. ``marked`` are the files that hold a suppression, with the kind
    whose comments they use. ``facts`` is what infrastructure code states beside servers and poolers, ``roots`` the
    files that each of its groups was read from. ``internal`` are errors of pglint itself. ``replays`` is what SQL says,
    ``unread`` why there may be more of it.
    """

    servers: dict[str, ServerUnit]
    poolers: dict[str, PoolerUnit]
    hba: list[str]
    others: list[Member]
    faults: list[Fault]
    marked: dict[str, str]
    facts: list[ClusterFact]
    roots: dict[str, tuple[str, ...]]
    internal: list[str]
    replays: list[Replayed]
    unread: list[Unknown]

    def fact(self, key: str) -> ServerFact | PoolerFact | None:
        """What infrastructure code says of a server or pooler; None for one with files of its own."""
        server, pooler = self.servers.get(key), self.poolers.get(key)
        return (server.fact if server else None) or (pooler.fact if pooler else None)

    def where(self, key: str) -> str:
        """The path at which a server or pooler stands."""
        fact = self.fact(key)
        return key if fact is None else fact.span.path

    def kind(self, key: str, kind: str) -> str:
        """What `pglint stacks` calls its file."""
        return kind if self.fact(key) is None else TERRAFORM

    def has_managed(self) -> bool:
        """Whether infrastructure code states anything."""
        return bool(
            self.facts
            or any(unit.fact for unit in self.servers.values())
            or any(unit.fact for unit in self.poolers.values())
        )

    def take_facts(self, wanted: Callable[[ClusterFact], bool]) -> list[ClusterFact]:
        """The facts that are wanted, which then belong to nobody else."""
        found = [fact for fact in self.facts if wanted(fact)]
        self.facts[:] = [fact for fact in self.facts if not wanted(fact)]
        return found


def read(
    tree: Tree,
    files: Iterable[tuple[str, str]],
    config: Config | None = None,
    cache: Cache | None = None,
) -> Units:
    """Look at all files of our kinds, following their includes.

    ``config`` declares Terraform's inputs and how migrations run; ``cache`` has what was read before and is left out.
    """
    units = Units({}, {}, [], [], [], {}, [], {}, [], [], [])
    files = list(files)
    kinds = {path: kind for path, kind in files if kind not in ELSEWHERE}
    if len(kinds) < len(files):
        _read_elsewhere(tree, files, config or Config(), units, cache)
    kinds = {path: kind for path, kind in kinds.items() if _readable(tree, path, kind, units)}
    mains = {folder(path) for path, kind in kinds.items() if kind == CONF and path.endswith(CONF)}
    for path, kind in kinds.items():
        if kind == CONF or (kind == AUTO and folder(path) not in mains):
            units.servers[path] = _server(tree, path, kinds)
        elif kind == INI:
            units.poolers[path] = _pooler(tree, path)
        elif kind == HBA:
            units.hba.append(path)
    included = [(path, CONF) for unit in units.servers.values() for path in unit.files[1:]]
    included += [(path, INI) for unit in units.poolers.values() for path in unit.files[1:]]
    for path, kind in included:
        _mark(tree, path, kind, units)
    _drop_included(units.servers)
    _drop_included(units.poolers)
    tree.forget()
    return units


def _read_elsewhere(
    tree: Tree, files: list[tuple[str, str]], config: Config, units: Units, cache: Cache | None
) -> None:
    """The kinds that are read by modules of their own, loaded only where there are such files."""
    infrastructure = [path for path, kind in files if kind == TERRAFORM]
    if infrastructure:
        from pglint.stacks.infrastructure import read as read_infrastructure

        read_infrastructure(tree, infrastructure, config.terraform, units, cache)
    scripts = [path for path, kind in files if kind == SQL]
    if scripts:
        from pglint.stacks.sql import read as read_sql

        try:
            read_sql(tree, scripts, config, units)
        except Exception as error:  # what is no SQL is still checked
            from pglint.internal import trace

            units.internal.append(trace("SQL", error))


def _readable(tree: Tree, path: str, kind: str, units: Units) -> bool:
    """Whether a file is what its name says; notes down what is not."""
    try:
        source = tree.source(path)
    except Unreadable as error:
        place = Span(Source(path, ""), 0, 0)
        units.faults.append(Fault("unparsed-file", str(error), place, name=path))
        units.others.append(Member(path, kind, str(error)))
        return False
    if source is None:
        return False
    if SUPPRESSES in source.text:
        units.marked[path] = kind
    reason = _not_ours(source, kind)
    if reason:
        units.others.append(Member(path, "not ours", reason))
    return not reason


def _mark(tree: Tree, path: str, kind: str, units: Units) -> None:
    if path in units.marked:
        return
    try:
        source = tree.source(path)
    except Unreadable:
        return
    if source is not None and SUPPRESSES in source.text:
        units.marked[path] = kind


def _not_ours(source: Source, kind: str) -> str:
    if kind in (CONF, AUTO):
        from pglint.formats.postgresql_conf import looks_like

        return looks_like(source)
    if kind == INI:
        from pglint.formats.pgbouncer_ini import looks_like as looks_like_ini

        return looks_like_ini(source)
    return ""


def _server(tree: Tree, path: str, kinds: dict[str, str]) -> ServerUnit:
    """Most files include nothing and name no primary: a look at the text tells."""
    source = tree.source(path)
    text = source.text.lower() if source else ""
    if "include" not in text and "primary_conninfo" not in text and join(folder(path), AUTO) not in kinds:
        return ServerUnit((path,), False)
    from pglint.stacks.conf_chain import follow

    chain = follow(tree, path)
    follows = any(setting.name == "primary_conninfo" and setting.value for setting in chain.settings)
    return ServerUnit((path, *(each for each in chain.files if each != path)), follows)


def _pooler(tree: Tree, path: str) -> PoolerUnit:
    source = tree.source(path)
    text = source.text if source else ""
    if "%include" not in text:
        entries = (line for line in text.split("\n") if "host" in line and line.lstrip()[:1] not in (";", "#"))
        return _pooler_unit((path,), entries)
    from pglint.stacks.ini_chain import follow

    chain = follow(tree, path)
    values = (item.value for item in chain.items if isinstance(item, Setting) and item.section == "databases")
    files = (path, *(each for each in chain.files if each != path))
    return _pooler_unit(files, (value for value in values if isinstance(value, str)))


def _pooler_unit(files: tuple[str, ...], entries: Iterable[str]) -> PoolerUnit:
    hosts = dict(_hosts(entries))
    return PoolerUnit(files, frozenset(hosts), None, bool(hosts) and all(hosts.values()))


def _hosts(entries: Iterable[str]) -> Iterable[tuple[str, bool]]:
    """The first labels of host names in connection strings, and whether it is a cloud that names the host.

    Addresses and this machine are left out.
    """
    for entry in entries:
        for part in entry.split():
            if part.startswith("host="):
                for host in part[5:].strip("'").split(","):
                    label = host.partition(".")[0]
                    if label and not label.isdigit() and label != "localhost":
                        yield label, host.lower().endswith(CLOUDS)


def _drop_included(units: dict[str, ServerUnit] | dict[str, PoolerUnit]) -> None:
    """What another configuration includes is read there; of two that include each other the first stays."""
    included_by: dict[str, set[str]] = {}
    for main, unit in units.items():
        for path in unit.files[1:]:
            included_by.setdefault(path, set()).add(main)
    for path, mains in included_by.items():
        if path in units and any(main in units and main != path for main in mains):
            del units[path]
