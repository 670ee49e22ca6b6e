"""The configurations among a project's files: the main file of each server and pooler, and what it includes.

A file that another one includes is no configuration of its own; one that only looks like ours is left alone; one that
cannot be read is said so. Only what decides who belongs together is kept here: files are read again, stack by stack,
when their models are built, so that memory does not grow with the project.
"""

from __future__ import annotations

from pglint.facts import Fault, Setting
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.source import Source, Span
from pglint.stacks.member import Member
from pglint.tree import Tree, Unreadable, folder, join

if TYPE_CHECKING:
    from collections.abc import Iterable

CONF, AUTO, INI, HBA = "postgresql.conf", "postgresql.auto.conf", "pgbouncer.ini", "pg_hba.conf"
SUPPRESSES = "pglint:"
"""What a suppression begins with: only a file that holds it is searched for them."""


class ServerUnit(NamedTuple):
    """``files``: the main file and what it includes. ``follows``: it names a primary."""

    files: tuple[str, ...]
    follows: bool


class PoolerUnit(NamedTuple):
    """``files``: the main file and what it includes. ``hosts``: the first labels of the hosts that entries name."""

    files: tuple[str, ...]
    hosts: frozenset[str]


class Units(NamedTuple):
    """``servers`` and ``poolers`` by the path of their main file; ``others`` are files that join nothing, and why.

    ``marked`` are the files that hold a suppression, with the kind whose comments they use.
    """

    servers: dict[str, ServerUnit]
    poolers: dict[str, PoolerUnit]
    hba: list[str]
    others: list[Member]
    faults: list[Fault]
    marked: dict[str, str]


def read(tree: Tree, files: Iterable[tuple[str, str]]) -> Units:
    """Look at all files of our kinds, following their includes."""
    units = Units({}, {}, [], [], [], {})
    kinds = {path: kind for path, kind in files if _readable(tree, path, kind, units)}
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
        return PoolerUnit((path,), frozenset(_hosts(entries)))
    from pglint.stacks.ini_chain import follow

    chain = follow(tree, path)
    values = (item.value for item in chain.items if isinstance(item, Setting) and item.section == "databases")
    hosts = frozenset(_hosts(value for value in values if isinstance(value, str)))
    return PoolerUnit((path, *(each for each in chain.files if each != path)), hosts)


def _hosts(entries: Iterable[str]) -> Iterable[str]:
    """The first labels of host names in connection strings, addresses and this machine left out."""
    for entry in entries:
        for part in entry.split():
            if part.startswith("host="):
                for host in part[5:].strip("'").split(","):
                    label = host.partition(".")[0]
                    if label and not label.isdigit() and label != "localhost":
                        yield label


def _drop_included(units: dict[str, ServerUnit] | dict[str, PoolerUnit]) -> None:
    """What another configuration includes is read there; of two that include each other the first stays."""
    included_by: dict[str, set[str]] = {}
    for main, unit in units.items():
        for path in unit.files[1:]:
            included_by.setdefault(path, set()).add(main)
    for path, mains in included_by.items():
        if path in units and any(main in units and main != path for main in mains):
            del units[path]
