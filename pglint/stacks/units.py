"""The configurations among a project's files: each server's and pooler's main file with what it includes.

A file that another one includes is no configuration of its own; one that only looks like ours is left alone; one that
cannot be read is said so.
"""

from __future__ import annotations

from pglint.facts import Fault
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.source import Source, Span
from pglint.stacks.conf_chain import ConfChain
from pglint.stacks.conf_chain import follow as follow_conf
from pglint.stacks.ini_chain import IniChain
from pglint.stacks.ini_chain import follow as follow_ini
from pglint.stacks.member import Member
from pglint.tree import Tree, Unreadable, folder

if TYPE_CHECKING:
    from collections.abc import Iterable

CONF, AUTO, INI, HBA = "postgresql.conf", "postgresql.auto.conf", "pgbouncer.ini", "pg_hba.conf"


class Units(NamedTuple):
    """``servers`` and ``poolers`` by the path of their main file; ``others`` are files that join nothing, and why."""

    servers: dict[str, ConfChain]
    poolers: dict[str, IniChain]
    hba: dict[str, Source]
    others: list[Member]
    faults: list[Fault]


def read(tree: Tree, files: Iterable[tuple[str, str]]) -> Units:
    """Read all files of our kinds, following their includes."""
    units = Units({}, {}, {}, [], [])
    readable = [(path, kind) for path, kind in files if _readable(tree, path, kind, units)]
    confs = [path for path, kind in readable if kind == CONF]
    folders = {folder(path) for path in confs if path.endswith(CONF)}
    confs += [path for path, kind in readable if kind == AUTO and folder(path) not in folders]
    for path in confs:
        units.servers[path] = follow_conf(tree, path)
    for path, kind in readable:
        if kind == INI:
            units.poolers[path] = follow_ini(tree, path)
    _drop_included(units.servers)
    _drop_included(units.poolers)
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
    reason = _not_ours(source, kind)
    if reason:
        units.others.append(Member(path, "not ours", reason))
        return False
    if kind == HBA:
        units.hba[path] = source
    return True


def _not_ours(source: Source, kind: str) -> str:
    if kind in (CONF, AUTO):
        from pglint.formats.postgresql_conf import looks_like

        return looks_like(source)
    if kind == INI:
        from pglint.formats.pgbouncer_ini import looks_like as looks_like_ini

        return looks_like_ini(source)
    return ""


def _drop_included(chains: dict[str, ConfChain] | dict[str, IniChain]) -> None:
    """What another configuration includes is read there; two that include each other keep the first."""
    included = {other for path, chain in chains.items() for other in chain.files if other != path}
    for path in [path for path in chains if path in included]:
        if any(path in chain.files for other, chain in chains.items() if other != path):
            del chains[path]


