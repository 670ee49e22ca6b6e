"""Standbys: whom each one follows, from which slot, and where it is set lower than its primary.

Manual, "Log-Shipping Standby Servers" and "Hot Standby" (Administrator's Overview).
"""

from __future__ import annotations

from pglint.record import TYPE_CHECKING
from pglint.tree import folder
from pglint.values import Cell, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pglint.config import StandbyDecl
    from pglint.model.server import Server

NOT_BELOW = (
    "max_connections",
    "max_worker_processes",
    "max_wal_senders",
    "max_prepared_transactions",
    "max_locks_per_transaction",
)
"""Parameters that a hot standby cannot have lower than its primary had when it wrote the WAL."""

SENDERS_COMPARED_SINCE = 12


def link(primary: Server, standbys: list[Server], declared: Iterable[StandbyDecl]) -> None:
    """Give each standby to the server that it streams from: the primary, or another standby (cascading)."""
    decls = list(declared)
    by_file = {decl.file: decl for decl in decls if decl.file}
    for standby in standbys:
        standby.primary = primary
        upstream = _upstream(standby, primary, standbys)
        if upstream is None:
            continue
        upstream.standbys.append(standby)
        slot = _slot(standby, by_file.get(standby.source.path))
        if slot is not None:
            upstream.standby_slots = (*upstream.standby_slots, slot)
    files = {standby.source.path for standby in standbys}
    primary.other_standbys = tuple(decl for decl in decls if decl.file not in files)
    slots = tuple(decl.slot for decl in primary.other_standbys if decl.slot is not None)
    primary.standby_slots = (*primary.standby_slots, *slots)


def _upstream(standby: Server, primary: Server, standbys: list[Server]) -> Server | None:
    """Whom it streams from; None where it reads an archive alone, or follows a host that is not in the tree.

    A host means the standby in whose path a folder is called like it, as for poolers.
    """
    found = standby.settings.cell("primary_conninfo", standby.readings[0])
    if found.value == "":
        archive = standby.settings.cell("restore_command", standby.readings[0]).value
        return primary if not archive or isinstance(archive, Unknown) else None
    hosts = ""
    if isinstance(found.value, str) and found.value:
        from pglint.formats import conninfo

        hosts = conninfo.read(found.value).get("host", "")
    if not hosts or "," in hosts or hosts.startswith("/"):
        return primary
    named = [
        other
        for other in standbys
        if other is not standby and hosts.partition(".")[0] in folder(other.source.path).split("/")
    ]
    if len(named) == 1 and hosts.partition(".")[0] not in folder(primary.source.path).split("/"):
        return named[0]
    known = primary.declared.hosts if primary.declared else ()
    return None if known and hosts not in known else primary


def _slot(standby: Server, declared: StandbyDecl | None) -> Cell | None:
    """The slot that it streams from: from its files, else as declared; unknown where a template fills it in."""
    own = standby.settings.cell("primary_slot_name", standby.readings[0])
    if isinstance(own.value, str) and own.value:
        return own
    if declared is not None and declared.slot is not None:
        return declared.slot
    return own if isinstance(own.value, Unknown) and own.span is not None else None


def below(standby: Server, primary: Server, major: int) -> Cell:
    """What a hot standby leaves at a default that is lower than its primary's value: ``max_connections 100 < 200``.

    Unknown where nothing is known to be lower, and something is not known.
    """
    found, missing = [], []
    for name in NOT_BELOW:
        if standby.settings.written(name) or (name == "max_wal_senders" and major < SENDERS_COMPARED_SINCE):
            continue
        own, needed = standby.guc(name, major).value, primary.guc(name, major).value
        missing += [value for value in (own, needed) if isinstance(value, Unknown)]
        if isinstance(own, int) and isinstance(needed, int) and own < needed:
            found.append(f"{name} {own} < {needed}")
    return Cell(missing[0]) if missing and not found else Cell(tuple(found))
