"""What the statements so far tell of relations, for what must be known to say what a statement locks and rewrites."""

from __future__ import annotations

from pglint.catalog.lock_effect import Known
from pglint.record import TYPE_CHECKING
from pglint.replay import relations

if TYPE_CHECKING:
    from pglint.catalog.lock_effect import Constraint, UserType
    from pglint.replay.relations import Column, Relation
    from pglint.replay.state import State


class KnownSoFar(Known):
    """The ``Known`` of catalog/locks over the state of a replay: what the files made, and nothing else."""

    __slots__ = ("_state",)

    def __init__(self, state: State) -> None:
        self._state = state

    def _find(self, name: str) -> Relation | None:
        return relations.find(self._state, name)

    def _column(self, table: str, column: str) -> Column | None:
        found = self._find(table)
        return found.columns.get(column) if found is not None and found.columns is not None else None

    def kind(self, relation: str) -> str | None:
        found = self._find(relation)
        return found.kind if found else None

    def column_type(self, table: str, column: str) -> str | None:
        found = self._column(table, column)
        return found.type or None if found else None

    def null(self, table: str, column: str) -> str | None:
        found, relation = self._column(table, column), self._find(table)
        if found is None or relation is None:
            return None
        if found.not_null:
            return "refused"
        checks = [each.constraint.valid for each in relation.constraints or () if column in each.proves]
        if any(checks):
            return "excluded"
        return "not valid" if checks else "taken"

    def generated(self, table: str, column: str) -> str | None:
        found = self._column(table, column)
        return found.generated if found else None

    def indexed(self, table: str, column: str) -> str | None:
        found = self._find(table)
        if found is None or found.columns is None:
            return None
        if any(column in index.inner for index in found.indexes.values()):
            return "expression"
        return "column" if any(column in (*index.keys, *index.others) for index in found.indexes.values()) else "no"

    def persistence(self, table: str) -> str | None:
        found = self._find(table)
        return found.persistence if found else None

    def constraints(self, table: str) -> tuple[Constraint, ...] | None:
        found = self._find(table)
        if found is None or found.constraints is None:
            return None
        return tuple(each.constraint for each in found.constraints)

    def referencing(self, table: str) -> tuple[Constraint, ...] | None:
        found = self._find(table)
        return found.referencing if found is not None and found.columns is not None else None

    def table_of(self, index: str) -> str | None:
        found = self._find(index)
        return found.table or None if found else None

    def index_columns(self, index: str) -> tuple[str, ...] | None:
        found = self._find(index)
        table = self._find(found.table) if found else None
        held = table.indexes.get(relations.bare(found.name)) if found and table else None
        return held.keys if held else None

    def descendants(self, table: str) -> tuple[str, ...] | None:
        if self._find(table) is None:
            return None
        below: dict[str, None] = {}
        waiting = [table]
        while waiting:
            found = self._find(waiting.pop())
            fresh = [child for child in found.children if child not in below] if found else []
            below.update(dict.fromkeys(fresh))
            waiting += fresh
        return tuple(below)

    def parents(self, table: str) -> tuple[str, ...] | None:
        found = self._find(table)
        return found.parents if found else None

    def default_partition(self, table: str) -> str | None:
        found = self._find(table)
        return found.default if found else None

    def user_type(self, name: str) -> UserType | None:
        found: UserType | None = self._state.types.get(relations.bare(name))
        return found

    def tables_using(self, name: str) -> tuple[str, ...] | None:
        """Those that the files tell of; there may be more."""
        wanted = relations.bare(name)
        found = tuple(
            each.name
            for named in self._state.relations.values()
            for each in named.values()
            if any(relations.bare(column.type) == wanted for column in (each.columns or {}).values())
        )
        return found or None

    def volatile(self, function: str) -> bool | None:
        found: bool | None = self._state.functions.get(relations.bare(function))
        return found
