"""What a word is, and the small constructors that the tables are written with."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.values import Cell, Sum, Unknown, cell

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pglint.values import Value

    Getter = Callable[[Any, "Reading"], Cell]


class Reading(NamedTuple):
    """One way to read the files: a PostgreSQL major, and a PgBouncer version for poolers that do not state theirs."""

    major: int
    version: tuple[int, ...]


class Word(NamedTuple):
    """``kind`` is int, bool, string or list (of strings); ``unit`` ms, kB, MB or ''.

    ``by`` says on what the value may depend: '' (nothing), 'major', 'version' (of PgBouncer, as far as its behaviour
    changed), 'exact version', or 'both' (major and version). ``same`` tells, for the object it is read from, majors
    between which it cannot differ. ``dear`` words take a sum to answer: they are asked only where a check needs them.
    """

    name: str
    kind: str
    doc: str
    get: Getter
    unit: str = ""
    by: str = ""
    same: Callable[[Any, list[int]], bool] | None = None
    dear: bool = False

    @property
    def subject(self) -> str:
        """What it is read from: the first part of its name."""
        return self.name.partition(".")[0]


def as_cell(found: Value | Cell | Sum | None, otherwise: str = "not known") -> Cell:
    """A model's answer as a cell: a sum keeps its terms, None is unknown."""
    if isinstance(found, Cell):
        return found
    if isinstance(found, Sum):
        return cell(found)
    if found is None:
        return Cell(Unknown(otherwise))
    return Cell(found, found.span if isinstance(found, Unknown) else None)
