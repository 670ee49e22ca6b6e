"""One statement of SQL as rules see it: what it locks of what was there before, and which timeouts hold for it."""

from __future__ import annotations

from itertools import takewhile

from pglint.catalog import lock_modes
from pglint.model import capacity, defaults, outside
from pglint.model.tracked import keeps
from pglint.once import cached_property
from pglint.record import TYPE_CHECKING
from pglint.values import Cell, Range, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from pglint.catalog.lock_effect import Effect, Lock, Validation
    from pglint.model.pooler import Pooler
    from pglint.model.sequence import Sequence
    from pglint.model.server import Server
    from pglint.sql_facts import Replayed, StatementFact
    from pglint.values import Scalar

TABLES = ("table", "materialized view", "index", "foreign table")
"""What somebody else may be reading or writing. Locks of views, sequences and types are not told."""

NO_FEATURES: Mapping[str, Scalar] = {
    "statement.session_features": (), "statement.session_timeouts": (), "statement.transactions": (),
}  # fmt: skip
SEVERAL = "its pooler has pools of several modes"
WHOLE = ("ReindexStmt", "VacuumStmt", "ClusterStmt", "AlterTableMoveAllStmt")
"""Statements that may be about all tables, of which they name none."""
OF_ONE_TABLE = ("AlterTableStmt", "ClusterStmt")
CERTAIN = ("explicit", "runner", "implicit")
"""The ways in which a statement is known to be in a transaction block."""
CHECKS = ("SET NOT NULL", "ADD PRIMARY KEY", "ALTER DOMAIN")
"""What a doubt about reading a table speaks of where the reading is that of a constraint."""
SLEEPS = ("pg_sleep", "pg_sleep_for", "pg_sleep_until")


class Statement:
    """A statement in its stack. ``server`` is None where none is known, ``pooler`` where it does not run through one.

    ``replayed`` is the sequence or file that it stands in. ``home`` has the roles and databases, and ``runner`` is who
    logs in to run migrations, where that is declared. ``sequence`` is the one of migrations of which it is the
    statement of this ``number``.
    """

    def __init__(
        self,
        fact: StatementFact,
        replayed: Replayed,
        server: Server | None,
        pooler: Pooler | Unknown | None,
        home: Server | None = None,
        runner: str | None = None,
    ) -> None:
        self.fact = fact
        self.replayed = replayed
        self.server = server
        self.pooler = pooler
        self.home = home
        self.runner = runner
        self.sequence: Sequence | None = None
        self.number = 0

    @property
    def effect(self) -> Effect | None:
        """What it does to relations; None where that is not known, or nobody asks."""
        found = self.fact.effect
        return None if isinstance(found, Unknown) else found

    def is_old(self, name: str) -> bool:
        """Whether a relation is known by name, and was not made in the same migration."""
        return bool(name) and name not in self.fact.new

    @cached_property
    def old_locks(self) -> tuple[Lock, ...]:
        """Its locks on tables that were there before."""
        if self.effect is None:
            return ()
        every = self.fact.kind in WHOLE
        # indexes of constraints have no statement that makes them: they are as new as the only table
        fresh = self.fact.kind in OF_ONE_TABLE and bool(self.fact.new)
        return tuple(
            lock
            for lock in self.effect.locks
            if lock.kind in TABLES
            and (self.is_old(lock.object) or (every and not lock.object))
            and not (fresh and lock.kind == "index")
        )

    @property
    def strongest(self) -> Lock | None:
        """The strongest of them."""
        return max(self.old_locks, key=lambda lock: lock_modes.strength(lock.mode), default=None)

    def lock(self) -> Cell:
        """Its mode; '' where there is none."""
        return self._of_lock(self.strongest.mode if self.strongest else "")

    def strength(self) -> Cell:
        """Its place among the eight modes: 5 is SHARE, 8 ACCESS EXCLUSIVE; 0 where there is none."""
        return self._of_lock(lock_modes.strength(self.strongest.mode) if self.strongest else 0)

    def locked(self) -> Cell:
        """The table that is locked."""
        return self._of_lock(_table(self.strongest) if self.strongest else "")

    def blocked(self) -> Cell:
        """What waits behind the lock."""
        return self._of_lock(_blocked(self.strongest) if self.strongest else "")

    @property
    def awaited(self) -> Lock | Unknown | None:
        """The strong lock for which it may have to wait."""
        return self.sequence.awaited[self.number] if self.sequence is not None else None

    def awaits(self) -> Cell:
        """That lock's mode; '' where there is none."""
        found = self.awaited
        if isinstance(found, Unknown):
            return Cell(found, found.span)
        if found is not None:
            return Cell(found.mode, self.fact.span)
        return Cell("" if self.old_locks else self._doubt("locks", ""), self.fact.span)

    def awaits_on(self) -> str:
        """The table of that lock."""
        return "" if self.awaited is None or isinstance(self.awaited, Unknown) else _table(self.awaited)

    def awaits_blocking(self) -> str:
        """What waits behind it."""
        return "" if self.awaited is None or isinstance(self.awaited, Unknown) else _blocked(self.awaited)

    def until(self) -> str:
        """When its locks are given back."""
        return "the transaction ends" if self.fact.transaction in CERTAIN else "it is done"

    def _of_lock(self, value: str | int) -> Cell:
        return Cell(value if value else self._doubt("locks", value), self.fact.span)

    def _doubt(self, about: str, otherwise: str | int | tuple[str, ...]) -> Unknown | str | int | tuple[str, ...]:
        """Why there may be more than was found."""
        if isinstance(self.fact.effect, Unknown):
            return self.fact.effect
        if self.effect is None:
            return otherwise
        old = (doubt for doubt in self.effect.doubts if doubt.about == about and doubt.object not in self.fact.new)
        found = next(old, None)
        return otherwise if found is None else Unknown(found.why, self.fact.span)

    def rewritten(self) -> Cell:
        """The tables that were there before and are written anew."""
        return self._touched("rewrites")

    def scanned(self) -> Cell:
        """The tables that were there before and are read in full, without being queried."""
        return self._touched("scans")

    def _touched(self, name: str) -> Cell:
        touches = getattr(self.effect, name) if self.effect is not None else ()
        found = tuple(touch.object for touch in touches if self.is_old(touch.object))
        return Cell(found or self._doubt(name, ()), self.fact.span)

    def rewritten_for(self) -> Cell:
        """The part of the statement that rewrites the first of them."""
        return Cell(self._why("rewrites"), self.fact.span)

    def scanned_for(self) -> Cell:
        """The part of the statement that reads the first of them in full."""
        return Cell(self._why("scans"), self.fact.span)

    def _why(self, name: str) -> str:
        touches = getattr(self.effect, name) if self.effect is not None else ()
        return next((touch.why for touch in touches if self.is_old(touch.object)), "")

    def alone(self) -> Cell:
        """Whether the server refuses it in a transaction block."""
        if self.effect is not None and self.effect.not_in_transaction:
            return Cell(True, self.fact.span)
        doubt = self._doubt("transaction", 0)
        return Cell(doubt if isinstance(doubt, Unknown) else False, self.fact.span)

    @cached_property
    def checked(self) -> Validation | None:
        """The first constraint for which every row of a table that was there before is looked at."""
        found = self.effect.validates if self.effect is not None else ()
        return next((each for each in found if each.how == "checked" and self.is_old(each.table)), None)

    def check(self, name: str) -> Cell:
        """A field of that constraint, '' where there is none."""
        if self.checked is not None:
            return Cell(getattr(self.checked, name), self.fact.span)
        doubts = self.effect.doubts if self.effect is not None else ()
        found = next((each for each in doubts if each.about == "scans" and each.object not in self.fact.new), None)
        if found is not None and any(word in found.why for word in CHECKS):
            return Cell(Unknown(found.why, self.fact.span), self.fact.span)
        return Cell("", self.fact.span)

    def outside(self) -> str:
        """How to have it run outside of a transaction."""
        return outside.way(self.replayed.tool, self.fact.transaction)

    def in_transaction(self) -> Cell:
        """Whether it runs in a transaction block, however that came to be opened."""
        if self.fact.transaction == "unknown":
            return Cell(Unknown(self.fact.why or "who runs it is not known", self.fact.span))
        return Cell(self.fact.transaction != "none", self.fact.span)

    def timeout(self, name: str, major: int) -> Cell:
        """A timeout in effect at the statement, in ms, 0 for none."""
        return defaults.timeout(self, name, major)

    def sequence_guards(self) -> Cell:
        """Whether lock_timeout is ever set in its sequence."""
        return Cell(self.sequence is not None and self.sequence.guards, self.fact.span)

    def waits(self) -> Cell:
        """The function with which it sleeps, in a transaction that has done something before."""
        found = next((name for name in self.fact.calls if name in SLEEPS), "")
        if not found or (self.fact.transaction == "implicit" and self._is_first()):
            return Cell("", self.fact.span)
        return Cell(f"{found}()", self.fact.span)

    def _is_first(self) -> bool:
        """Whether nothing that locks anything comes before it in its transaction."""
        before = takewhile(lambda each: each is not self.fact, self.replayed.statements)
        block = (each for each in before if each.block == self.fact.block and each.kind != "DoStmt")
        return all(each.effect is None for each in block)

    def features(self, kinds: Iterable[str], others: bool = False) -> Cell:
        """What it uses of its session, of these kinds or of all others; not what its pooler keeps for each client."""
        wanted = set(kinds)
        found = [feature for feature in self.fact.features if (feature.kind in wanted) != others]
        return Cell(tuple(each.text for each in found if not keeps(self.pooler, each.name)), self.fact.span)

    def pool_modes(self) -> Cell:
        """The modes of the pools that it may run through: session alone, or others; none where it runs past them."""
        if self.fact.via != "pooler" or self.pooler is None:
            return Cell((), self.fact.span)
        if isinstance(self.pooler, Unknown):
            return Cell(self.pooler)
        found = capacity.modes(self.pooler, self.pooler.readings[-1])
        mixed = isinstance(found.value, tuple) and "session" in found.value and len(found.value) > 1
        return Cell(Unknown(SEVERAL, self.pooler.home)) if mixed else found

    @cached_property
    def tree(self) -> Mapping[str, Any] | Unknown:
        """Its parse tree, made again: facts do not keep it."""
        from pglint.facts import Fault
        from pglint.formats.sql import parse
        from pglint.formats.sql.statement import Statement as Text

        text = self.fact.text or self.fact.span.text
        found = parse.tree(Text(self.fact.span, (), text))
        if found is None or isinstance(found, Fault):
            return Unknown("it is filled in when it is run", self.fact.span)
        return found

    def options(self) -> Cell:
        """Its options as texts; Unknown where something in it is filled in."""
        return self._flat("options")

    def texts(self) -> Cell:
        """Its parse tree as texts."""
        return self._flat("texts")

    def _flat(self, name: str) -> Cell:
        from pglint.formats.sql import flat

        if isinstance(self.tree, Unknown):
            return Cell(self.tree)
        found: tuple[str, ...] = getattr(flat, name)(self.tree)
        if any("_hole" in each.lower() for each in found):
            return Cell(Unknown("something in it is filled in when it is run", self.fact.span))
        return Cell(found, self.fact.span)

    def sketch(self) -> dict[str, Scalar]:
        """The words that are known at a glance, and by which most statements are passed over."""
        fact = self.fact
        known: dict[str, Scalar] = {
            "statement.kind": fact.kind,
            "statement.use": fact.use,
            "statement.judged": fact.judged,
            "statement.via": fact.via,
            "statement.calls": fact.calls,
        }
        if not fact.features:
            known.update(NO_FEATURES)
        if fact.effect is None or (self.effect is not None and not self.effect.doubts):
            known["statement.lock_strength"] = lock_modes.strength(self.strongest.mode) if self.strongest else 0
            known["statement.alone"] = self.effect is not None and self.effect.not_in_transaction
            known["statement.check_kind"] = self.checked.kind if self.checked else ""
            if self.effect is None or not self.effect.rewrites:
                known["statement.rewrites"] = ()
        if fact.kind != "AlterSystemStmt":
            known["statement.parameter"] = ""
        if fact.transaction != "unknown":
            known["statement.in_transaction"] = fact.transaction != "none"
        timeout = fact.timeouts.get("lock_timeout")
        if timeout is not None and fact.via != "pooler" and not isinstance(timeout.value, Unknown | Range):
            known["statement.lock_timeout"] = timeout.value
        if fact.use == "migration":
            known["statement.sequence_guards"] = self.sequence_guards().value is True
        return known


def _table(lock: Lock) -> str:
    return lock.object or "its tables"


def _blocked(lock: Lock) -> str:
    """What waits behind a lock."""
    of_view = lock.kind == "materialized view"
    return lock_modes.blocked_of_view(lock.mode) if of_view else lock_modes.blocked(lock.mode)
