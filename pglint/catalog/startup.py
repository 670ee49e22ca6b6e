"""What keeps a PostgreSQL server from starting, of settings that are valid one by one: by parameter and version."""

from __future__ import annotations

from pglint.catalog.startup_table import CONSTRAINTS
from pglint.record import NamedTuple


class Constraint(NamedTuple):
    """``refuses`` is what the server does not start with, in the majors ``first`` to ``last``; ``rule`` finds it.

    Without a rule, files do not tell: the host, the disk or another server decides.
    """

    name: str
    parameters: tuple[str, ...]
    first: int
    last: int
    refuses: str
    rule: str = ""


def constraints(name: str) -> tuple[Constraint, ...]:
    """Those that name a parameter (in lower case)."""
    return tuple(each for row in CONSTRAINTS if name in (each := Constraint(*row)).parameters)
