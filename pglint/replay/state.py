"""What a replay knows at a statement: the cluster as it is by then, the session, and what was made before it."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING
from pglint.replay import control, merging, relations
from pglint.replay.journal import Journal, Table
from pglint.replay.session import Session

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pglint.cluster_facts import Home
    from pglint.facts import Fault
    from pglint.values import Cell, Unknown


class State:
    """The state of one replay. Tables are keyed by name, or by ``(text,)`` where a name is filled in later.

    ``everyone`` is ALTER ROLE ALL SET. ``database`` is the one that the session is connected to, where that is known.
    ``migration`` counts the migrations, from 1. ``setters`` are functions that change timeouts. ``types`` and
    ``functions`` are the user's own, as catalog/locks needs.
    """

    def __init__(self, home: Home, start: Mapping[str, Cell] | None = None, user: str | None = None) -> None:
        self.home = home
        self.journal = Journal()
        self.session = Session(self.journal, start, user)
        self.roles = Table(merging.role)
        self.databases = Table(merging.database)
        self.slots = Table(merging.slot, lasting=True)
        self.publications = Table(merging.publication)
        self.subscriptions = Table(merging.subscription)
        self.system = Table(merging.setting, lasting=True)
        self.everyone = Table(merging.cell)
        self.relations = Table(relations.merged)
        self.types = Table(merging.either)
        self.functions = Table(merging.either)
        self.migration = 0
        self.database: str | Unknown | None = None
        self.declared: Mapping[str, Cell] = {}
        self.faults: list[Fault] = []
        self.unread: list[Unknown] = []
        self.setters: set[str] = set()

    def missed(self, why: Unknown, sets: bool = True) -> None:
        """Something runs that is not in the files; ``sets``: it may change the session's settings too."""
        self.unread.append(why)
        if sets:
            control.assign_all_unknown(self.session, why)


def key(name: str | Unknown, label: str) -> object:
    """What a thing is found by: its name, else what stands in the file for it."""
    return name if isinstance(name, str) else (label,)
