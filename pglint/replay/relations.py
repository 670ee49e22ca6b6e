"""Relations that the files make, by name: what they consist of, and whether the migration at hand made them.

A name without a schema may mean one with any, and the reverse: search_path is not followed. Where that leaves several,
no relation is known; but whatever may have been made in the migration is taken as made in it.
"""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pglint.catalog.lock_effect import Constraint
    from pglint.replay.state import State
    from pglint.values import Unknown


class Column(NamedTuple):
    """A column: ``type`` as format_type gives it, '' where it is not known; ``generated`` as Known has it."""

    type: str
    not_null: bool = False
    generated: str = "no"


class Held(NamedTuple):
    """A constraint, and the columns that it keeps from being null as a valid CHECK does."""

    constraint: Constraint
    proves: tuple[str, ...] = ()


class Index(NamedTuple):
    """What an index holds: the columns it is on, those it INCLUDEs, and those of its expressions and its WHERE."""

    keys: tuple[str, ...]
    others: tuple[str, ...] = ()
    inner: tuple[str, ...] = ()


class Relation(NamedTuple):
    """A relation. ``made`` is the number of the migration that made it; ``kind`` is as in Known.

    ``columns`` and ``constraints`` are None where not all of them are known. ``indexes`` are a table's;
    ``referencing`` are the foreign keys of other tables. ``table`` is an index's.
    """

    name: str
    kind: str
    made: int
    columns: Mapping[str, Column] | None = None
    constraints: tuple[Held, ...] | None = None
    indexes: Mapping[str, Index] = {}
    referencing: tuple[Constraint, ...] = ()
    persistence: str = "logged"
    parents: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    default: str = ""
    table: str = ""


def bare(name: str) -> str:
    """The name without its schema."""
    return name.rpartition(".")[2]


def schema(name: str) -> str:
    """The schema that is written before a name, '' too where it is filled in when the file is run."""
    found = name.rpartition(".")[0]
    return "" if "_hole" in found else found


def candidates(state: State, name: str) -> list[Relation]:
    """The relations that a name may mean."""
    found: Mapping[str, Relation] | None = state.relations.get(bare(name))
    if not found:
        return []
    wanted = schema(name)
    if wanted in found:
        return [found[wanted]]
    return [each for at, each in found.items() if not wanted or not at]


def find(state: State, name: str) -> Relation | None:
    """The relation that a name means, where the files tell."""
    found = candidates(state, name)
    return found[0] if len(found) == 1 else None


def is_new(state: State, name: str) -> bool:
    """Whether a relation was made, or may have been, in the migration at hand."""
    if "_hole" in bare(name):  # any of those whose names are filled in later
        named = (each for at, found in state.relations.items() if "_hole" in at for each in found.values())
        return any(each.made == state.migration for each in named)
    return any(each.made == state.migration for each in candidates(state, name))


def put(state: State, relation: Relation) -> None:
    """The relation as it is from here on."""
    known: Mapping[str, Relation] = state.relations.get(bare(relation.name)) or {}
    state.journal.put(state.relations, bare(relation.name), {**known, schema(relation.name): relation})


def forget(state: State, relation: Relation) -> None:
    """The relation is gone."""
    known: Mapping[str, Relation] = state.relations.get(bare(relation.name)) or {}
    left = {at: each for at, each in known.items() if at != schema(relation.name)}
    state.journal.put(state.relations, bare(relation.name), left or None)


def merged(
    first: Mapping[str, Relation] | None, second: Mapping[str, Relation] | None, why: Unknown
) -> Mapping[str, Relation]:
    """Relations of one name that may be there."""
    one, other = first or {}, second or {}
    return {at: _merged(one.get(at), other.get(at)) for at in {**one, **other}}


def _merged(first: Relation | None, second: Relation | None) -> Relation:
    if first is not None and first == second:
        return first
    made = max((each for each in (first, second) if each), key=lambda each: each.made)
    return Relation(made.name, made.kind, made.made, table=made.table)
