"""What statements make of relations: CREATE, ALTER, RENAME and DROP, replayed on what the files make."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING
from pglint.replay import alterations, constraints, relations
from pglint.replay.relations import Held, Index, Relation
from pglint.replay.trees import dotted, relation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from pglint.replay.parsed import Parsed
    from pglint.replay.state import State

    Node = Mapping[str, Any]

KINDS = {
    "OBJECT_TABLE": "table", "OBJECT_INDEX": "index", "OBJECT_MATVIEW": "materialized view", "OBJECT_VIEW": "view",
    "OBJECT_SEQUENCE": "sequence", "OBJECT_FOREIGN_TABLE": "foreign table",
}  # fmt: skip
PERSISTENCE = {"p": "logged", "u": "unlogged", "t": "temporary"}


def apply(state: State, parsed: Parsed) -> None:
    """What a statement makes, alters, renames and drops."""
    node = parsed.node
    match parsed.kind:
        case "CreateStmt":
            _create(state, node, relation(node.get("relation")))
        case "CreateForeignTableStmt":
            base = node.get("base", node)
            _make(state, base.get("relation", {}), "foreign table")
        case "CreateTableAsStmt":
            kind = KINDS.get(node.get("objtype", "OBJECT_TABLE"), "table")
            _make(state, node.get("into", {}).get("rel", {}), kind)
        case "SelectStmt" if "intoClause" in node:
            _make(state, node["intoClause"].get("rel", {}), "table")
        case "ViewStmt":
            _make(state, node.get("view", {}), "view")
        case "CreateSchemaStmt":
            for each in node.get("schemaElts", ()):
                if "CreateStmt" in each:
                    table = each["CreateStmt"]
                    _create(state, table, f"{node.get('schemaname', '')}.{table['relation'].get('relname', '')}")
        case "IndexStmt":
            _index(state, node)
        case "AlterTableStmt" if node.get("objtype", "OBJECT_TABLE") == "OBJECT_TABLE":
            table = relations.find(state, relation(node.get("relation")))
            for command in node.get("cmds", ()):
                if table is not None:
                    alterations.alter(state, table, command.get("AlterTableCmd", {}))
                    table = relations.find(state, table.name)
        case "RenameStmt":
            _rename(state, node)
        case "AlterObjectSchemaStmt":
            found = relations.find(state, relation(node.get("relation")))
            if found is not None:
                _move(state, found, f"{node.get('newschema')}.{relations.bare(found.name)}")
        case "DropStmt" if node.get("removeType", "OBJECT_TABLE") in KINDS:
            for each in node.get("objects", ()):
                _drop(state, dotted(each))


def _make(state: State, node: Node, kind: str) -> None:
    """A relation of whose columns nothing is known."""
    name = relation(node)
    if name:
        persistence = PERSISTENCE.get(node.get("relpersistence", "p"), "logged")
        relations.put(state, Relation(name, kind, state.migration, persistence=persistence))


def _create(state: State, node: Node, name: str) -> None:
    """CREATE TABLE. With IF NOT EXISTS one that is known stays as it is."""
    if node.get("if_not_exists") and relations.find(state, name) is not None:
        return
    elements = node.get("tableElts", ())
    parents = tuple(relation(each.get("RangeVar")) for each in node.get("inhRelations", ()))
    whole = not (parents or node.get("ofTypename") or any("TableLikeClause" in each for each in elements))
    table = Relation(
        name, "partitioned table" if "partspec" in node else "table", state.migration, {} if whole else None,
        () if whole else None, persistence=PERSISTENCE.get(node["relation"].get("relpersistence", "p"), "logged"),
        parents=parents,
    )  # fmt: skip
    for each in elements:
        if "ColumnDef" in each:
            table = alterations.with_column(table, each["ColumnDef"])
    relations.put(state, table)
    for parent in parents:
        if (found := relations.find(state, parent)) is not None:
            default = name if node.get("partbound", {}).get("is_default") else found.default
            relations.put(state, found._replace(children=(*found.children, name), default=default))
    for constraint, column in constraints.stated(elements):
        constraints.add(state, name, constraint, column)


def _index(state: State, node: Node) -> None:
    """CREATE INDEX: the index is as new as its table."""
    table_name = relation(node.get("relation"))
    elements = [each["IndexElem"] for each in (*node.get("indexParams", ()), *node.get("indexIncludingParams", ()))]
    keys, others = (
        tuple(each["IndexElem"]["name"] for each in node.get(part, ()) if "name" in each["IndexElem"])
        for part in ("indexParams", "indexIncludingParams")
    )
    inner = tuple(constraints.columns_of([elements, node.get("whereClause", {})]))
    parts = [each.get("name", "expr") for each in elements]
    name = node.get("idxname") or "_".join((relations.bare(table_name), *parts, "idx"))
    table = relations.find(state, table_name)
    schema = relations.schema(table_name)
    made = state.migration if relations.is_new(state, table_name) else 0
    relations.put(state, Relation(f"{schema}.{name}" if schema else name, "index", made, table=table_name))
    if table is not None:
        relations.put(state, table._replace(indexes={**table.indexes, name: Index(keys, others, inner)}))


def _rename(state: State, node: Node) -> None:
    """RENAME of a relation, a column or a constraint."""
    kind, new = node.get("renameType", "OBJECT_TABLE"), node.get("newname", "")
    name = relation(node.get("relation"))
    found = relations.find(state, name) if name else None
    if found is None:
        return
    if kind in KINDS:
        schema = relations.schema(found.name)
        _move(state, found, f"{schema}.{new}" if schema else new)
    elif kind == "OBJECT_COLUMN" and found.columns is not None:
        old = node.get("subname", "")
        columns = {new if each == old else each: column for each, column in found.columns.items()}
        held = tuple(_renamed(each, old, new) for each in found.constraints or ())
        indexes = {
            at: Index(*(tuple(new if each == old else each for each in part) for part in index))
            for at, index in found.indexes.items()
        }
        relations.put(state, found._replace(columns=columns, constraints=found.constraints and held, indexes=indexes))
    elif kind == "OBJECT_TABCONSTRAINT" and found.constraints is not None:
        old = node.get("subname", "")
        called = tuple(
            each._replace(constraint=each.constraint._replace(name=new)) if each.constraint.name == old else each
            for each in found.constraints
        )
        relations.put(state, found._replace(constraints=called))


def _renamed(held: Held, old: str, new: str) -> Held:
    columns = tuple(new if each == old else each for each in held.constraint.columns)
    proves = tuple(new if each == old else each for each in held.proves)
    return Held(held.constraint._replace(columns=columns), proves)


def _move(state: State, found: Relation, name: str) -> None:
    """The relation under another name, by which its indexes, parents and partitions know it too."""
    relations.forget(state, found)
    for index in found.indexes:
        if (own := relations.find(state, index)) is not None and own.table == found.name:
            relations.put(state, own._replace(table=name))
    for child in found.children:
        if (below := relations.find(state, child)) is not None:
            parents = tuple(name if each == found.name else each for each in below.parents)
            relations.put(state, below._replace(parents=parents))
    for parent in found.parents:
        if (above := relations.find(state, parent)) is not None:
            children = tuple(name if each == found.name else each for each in above.children)
            relations.put(state, above._replace(children=children))
    constraints = found.constraints
    if constraints is not None:
        constraints = tuple(each._replace(constraint=each.constraint._replace(table=name)) for each in constraints)
    relations.put(state, found._replace(name=name, constraints=constraints))


def _drop(state: State, name: str) -> None:
    """DROP of a relation, and of what it held elsewhere."""
    found = relations.find(state, name)
    if found is None:
        return
    for held in found.constraints or ():
        if held.constraint.references:
            constraints.drop(state, found, held.constraint.name)
    table = relations.find(state, found.table) if found.table else None
    if table is not None:
        bare = relations.bare(found.name)
        left = {each: index for each, index in table.indexes.items() if each != bare}
        relations.put(state, table._replace(indexes=left))
    relations.forget(state, found)
