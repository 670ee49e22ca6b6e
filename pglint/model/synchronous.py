"""synchronous_standby_names: how many standbys a commit waits for, and how many are named."""

from __future__ import annotations

from pglint.catalog.standby_names import Names, parse
from pglint.record import TYPE_CHECKING
from pglint.values import Cell, Unknown

if TYPE_CHECKING:
    from pglint.model.server import Server


def _names(server: Server, major: int) -> tuple[Names | Unknown, Cell]:
    """What the effective value asks for; a text that the server refuses is unknown already (catalog/guc_checks)."""
    found = server.guc("synchronous_standby_names", major)
    if not isinstance(found.value, str):
        return (found.value if isinstance(found.value, Unknown) else Unknown("not known")), found
    names = parse(found.value)
    return (names if isinstance(names, Names) else Unknown(names.text, found.span)), found


def wanted(server: Server, major: int) -> Cell:
    """How many standbys a commit waits for; 0 where none is named."""
    names, found = _names(server, major)
    return Cell(names, found.span) if isinstance(names, Unknown) else Cell(names.wanted, found.span)


def named(server: Server, major: int) -> Cell:
    """How many standbys are named; ANY_NUMBER for ``*``."""
    names, found = _names(server, major)
    return Cell(names, found.span) if isinstance(names, Unknown) else Cell(names.named, found.span)
