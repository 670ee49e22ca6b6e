"""What a statement does to relations while other sessions wait, and what must be known beforehand to tell."""

from __future__ import annotations

from pglint.catalog import lock_modes
from pglint.record import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    Node = Mapping[str, Any]
    Handler = Callable[[Node, int, "Known"], "Effect"]


class Lock(NamedTuple):
    """A lock that is held to the end of the transaction. ``object`` is the relation as written, empty where the
    statement does not name it; ``kind`` is table, index, view, materialized view, sequence, foreign table or type;
    ``why`` is the part of the statement that asks for it.
    """

    mode: str
    object: str
    kind: str
    why: str


class Touch(NamedTuple):
    """A table that is rewritten, or read in full, and the part of the statement that does it."""

    object: str
    why: str


class Validation(NamedTuple):
    """A constraint that a statement adds, or validates.

    ``kind`` is CHECK, NOT NULL, FOREIGN KEY, UNIQUE, PRIMARY KEY or EXCLUDE; ``name`` is empty where the server chooses
    it. ``how`` is ``checked`` (every row is looked at, under the statement's lock), ``not valid`` (left for later),
    ``validated`` (VALIDATE CONSTRAINT) or ``given`` (nothing to look at: USING INDEX, NOT ENFORCED, an empty column).
    """

    table: str
    kind: str
    name: str
    how: str
    references: str = ""


class Doubt(NamedTuple):
    """What the files do not tell: ``about`` is locks, rewrites, scans or transaction; ``object`` the relation."""

    about: str
    object: str
    why: str


class Effect(NamedTuple):
    """What a statement does.

    ``locks`` has the strongest one of each relation. What belongs to a relation is left out, as its own lock covers
    it: its TOAST table, and indexes and sequences that the statement does not name; also catalogs, and views that
    CASCADE drops. ``rewrites``: tables whose file is written anew. ``scans``: tables other than those that are read
    from the first row to the last, though the statement is no query. ``not_in_transaction``: the server refuses it in
    a transaction block. ``makes`` and ``drops``: relations by the names in the statement. ``doubts``: where the answer
    would be longer if more were known. With IF EXISTS, what is named is taken to be
    there.
    """

    locks: tuple[Lock, ...] = ()
    rewrites: tuple[Touch, ...] = ()
    scans: tuple[Touch, ...] = ()
    not_in_transaction: bool = False
    makes: tuple[str, ...] = ()
    drops: tuple[str, ...] = ()
    validates: tuple[Validation, ...] = ()
    doubts: tuple[Doubt, ...] = ()


class Constraint(NamedTuple):
    """A constraint of a table; ``kind`` as in Validation. ``other_columns``: those of the table it references."""

    table: str
    name: str
    kind: str
    columns: tuple[str, ...] = ()
    references: str = ""
    other_columns: tuple[str, ...] = ()
    valid: bool = True


class UserType(NamedTuple):
    """A type that is not built in: enum, composite, domain or range. ``base``: what a domain is over, in full.
    ``constrained``: whether the domain, or one it is over, has a constraint or is NOT NULL.
    """

    kind: str
    base: str = ""
    constrained: bool = False


class Known(Protocol):
    """What earlier statements made known. Names are as written in the statement. None: it is not known."""

    def kind(self, relation: str) -> str | None:
        """table, partitioned table, view, materialized view, foreign table, sequence, index, partitioned index."""
        return None

    def column_type(self, table: str, column: str) -> str | None:
        """As format_type gives it: ``character varying(20)``, ``timestamp(3) with time zone``, ``bigint[]``."""
        return None

    def null(self, table: str, column: str) -> str | None:
        """``refused`` (NOT NULL), ``excluded`` (a valid CHECK says IS NOT NULL), ``not valid`` or ``taken``."""
        return None

    def generated(self, table: str, column: str) -> str | None:
        """``stored``, ``virtual`` or ``no``."""
        return None

    def indexed(self, table: str, column: str) -> str | None:
        """``expression`` (or in the WHERE of an index), ``column`` (of indexes without these), or ``no``."""
        return None

    def persistence(self, table: str) -> str | None:
        """logged, unlogged or temporary."""
        return None

    def constraints(self, table: str) -> tuple[Constraint, ...] | None:
        """All of a table's own; on a partition, not the foreign keys that it has from its parent."""
        return None

    def referencing(self, table: str) -> tuple[Constraint, ...] | None:
        """The foreign keys of other tables that reference it."""
        return None

    def table_of(self, index: str) -> str | None:
        """The table that an index, or an object of extended statistics, is on."""
        return None

    def index_columns(self, index: str) -> tuple[str, ...] | None:
        """The columns that an index is on."""
        return None

    def descendants(self, table: str) -> tuple[str, ...] | None:
        """Partitions and inheriting tables, theirs too."""
        return None

    def parents(self, table: str) -> tuple[str, ...] | None:
        """What it is a partition of, or inherits from."""
        return None

    def default_partition(self, table: str) -> str | None:
        """Empty: it has none."""
        return None

    def user_type(self, name: str) -> UserType | None:
        """A type of the user's own."""
        return None

    def tables_using(self, name: str) -> tuple[str, ...] | None:
        """Tables with a column of this domain."""
        return None

    def tables_of_type(self, name: str) -> tuple[str, ...] | None:
        """Tables that were made OF this composite type."""
        return None

    def volatile(self, function: str) -> bool | None:
        """Whether a function of the user's own is VOLATILE (as it is unless it says otherwise)."""
        return None


class Nothing(Known):
    """A Known for a statement before which there is none: every answer is None."""


NONE = Effect()


def together(effects: Iterable[Effect]) -> Effect:
    """What several steps of one statement do: of each relation the strongest lock, and everything else once."""
    parts = list(effects)
    if len(parts) == 1:
        return parts[0]
    rewrites = _once(touch for part in parts for touch in part.rewrites)
    rewritten = {touch.object for touch in rewrites}
    return Effect(
        strongest_each(lock for part in parts for lock in part.locks),
        rewrites,
        _once(touch for part in parts for touch in part.scans if touch.object not in rewritten),
        any(part.not_in_transaction for part in parts),
        tuple(name for part in parts for name in part.makes),
        tuple(name for part in parts for name in part.drops),
        tuple(one for part in parts for one in part.validates),
        tuple(dict.fromkeys(doubt for part in parts for doubt in part.doubts)),
    )


def strongest_each(locks: Iterable[Lock]) -> tuple[Lock, ...]:
    """Of several locks of a relation the strongest, in the order in which the relations come up."""
    found: dict[tuple[str, str], Lock] = {}
    for lock in locks:
        key = lock.object, "" if lock.object else lock.kind
        held = found.get(key)
        if held is None or lock_modes.strength(lock.mode) > lock_modes.strength(held.mode):
            found[key] = lock
    return tuple(found.values())


def _once(touches: Iterable[Touch]) -> tuple[Touch, ...]:
    found: dict[str, Touch] = {}
    for touch in touches:
        found.setdefault(touch.object, touch)
    return tuple(found.values())
