"""The parts of ALTER TABLE: what each makes of the table."""

from __future__ import annotations

from pglint.catalog import column_types
from pglint.record import TYPE_CHECKING
from pglint.replay import constraints, relations
from pglint.replay.relations import Column
from pglint.replay.trees import relation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from pglint.replay.relations import Relation
    from pglint.replay.state import State

    Node = Mapping[str, Any]


MOST_COLUMNS = 1600
"""MaxHeapAttributeNumber of src/include/access/htup_details.h."""


def alter(state: State, table: Relation, command: Node) -> None:
    """One part of an ALTER TABLE."""
    kind, name = command.get("subtype", "AT_AddColumn").removeprefix("AT_"), command.get("name", "")
    definition = command.get("def", {})
    columns = table.columns
    match kind:
        case "AddColumn":
            column = definition.get("ColumnDef", {})
            if columns is None or column.get("colname") not in columns:
                relations.put(state, with_column(table, column))
                for constraint, at in constraints.stated([definition]):
                    constraints.add(state, table.name, constraint, at)
        case "DropColumn":
            _drop_column(state, table, name)
        case "AlterColumnType" if columns is not None and name in columns:
            type_ = _type(definition.get("ColumnDef", {}).get("typeName", {}))
            relations.put(state, table._replace(columns={**columns, name: columns[name]._replace(type=type_)}))
        case "SetNotNull" | "DropNotNull":
            relations.put(state, constraints.set_not_null(table, [name], kind == "SetNotNull"))
        case "AddConstraint":
            constraints.add(state, table.name, definition.get("Constraint", {}))
        case "ValidateConstraint":
            constraints.validate(state, table, name)
        case "DropConstraint":
            constraints.drop(state, table, name)
        case "SetLogged" | "SetUnLogged":
            relations.put(state, table._replace(persistence="logged" if kind == "SetLogged" else "unlogged"))
        case "DropExpression" if columns is not None and name in columns:
            relations.put(state, table._replace(columns={**columns, name: columns[name]._replace(generated="no")}))
        case "AttachPartition" | "DetachPartition":
            _partition(state, table, definition.get("PartitionCmd", {}), kind == "AttachPartition")
        case "AddInherit" | "DropInherit" | "AddOf":
            relations.put(state, table._replace(columns=None, constraints=None))


def _drop_column(state: State, table: Relation, name: str) -> None:
    """DROP COLUMN takes along the constraints and indexes that hold it."""
    for held in table.constraints or ():
        if name in held.constraint.columns:
            constraints.drop(state, table, held.constraint.name)
            table = relations.find(state, table.name) or table
    columns = None if table.columns is None else {each: at for each, at in table.columns.items() if each != name}
    indexes = {each: held for each, held in table.indexes.items() if all(name not in part for part in held)}
    relations.put(state, table._replace(columns=columns, indexes=indexes))


def _partition(state: State, table: Relation, node: Node, attach: bool) -> None:
    name = relation(node.get("name"))
    children = tuple(each for each in table.children if each != name)
    default = "" if table.default == name else table.default
    if attach:
        children = (*children, name)
        default = name if node.get("bound", {}).get("is_default") else default
    relations.put(state, table._replace(children=children, default=default))
    child = relations.find(state, name)
    if child is not None:
        parents = tuple(each for each in child.parents if each != table.name)
        relations.put(state, child._replace(parents=(*parents, table.name) if attach else parents))


def with_column(table: Relation, node: Node) -> Relation:
    """The table with one more column; of one that the server would refuse, none is known."""
    if table.columns is None or len(table.columns) >= MOST_COLUMNS:
        return table._replace(columns=None)
    type_ = node.get("typeName", {})
    kinds = {each["Constraint"].get("contype", ""): each["Constraint"] for each in node.get("constraints", ())}
    never = (type_ and column_types.serial(type_)) or any(
        kind in kinds for kind in ("CONSTR_NOTNULL", "CONSTR_PRIMARY", "CONSTR_IDENTITY")
    )
    made = kinds.get("CONSTR_GENERATED", {})
    generated = "no" if not made else "virtual" if made.get("generated_kind") == "v" else "stored"
    column = Column(_type(type_), bool(never), generated)
    return table._replace(columns={**table.columns, node.get("colname", ""): column})


def _type(node: Node) -> str:
    """The type as format_type gives it; '' for what is worked out (%TYPE)."""
    return "" if not node or node.get("pct_type") else column_types.text_of(node)
