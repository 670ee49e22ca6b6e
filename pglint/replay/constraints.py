"""Constraints of tables: which there are, whether they are valid, and which columns they keep from being null."""

from __future__ import annotations

from pglint.catalog.lock_effect import Constraint
from pglint.record import TYPE_CHECKING
from pglint.replay import relations
from pglint.replay.relations import Held, Index
from pglint.replay.trees import relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from pglint.replay.relations import Relation
    from pglint.replay.state import State

    Node = Mapping[str, Any]

KINDS = {
    "CONSTR_CHECK": "CHECK", "CONSTR_NOTNULL": "NOT NULL", "CONSTR_PRIMARY": "PRIMARY KEY", "CONSTR_UNIQUE": "UNIQUE",
    "CONSTR_EXCLUSION": "EXCLUDE", "CONSTR_FOREIGN": "FOREIGN KEY",
}  # fmt: skip
_ENDINGS = {"CHECK": "check", "NOT NULL": "not_null", "UNIQUE": "key", "EXCLUDE": "excl", "FOREIGN KEY": "fkey"}


def stated(elements: Iterable[Node]) -> Iterator[tuple[Node, str]]:
    """The constraints of a table's elements, each with its column where it stands at one."""
    for each in elements:
        if "Constraint" in each:
            yield each["Constraint"], ""
        elif definition := each.get("ColumnDef"):
            for inner in definition.get("constraints", ()):
                yield inner["Constraint"], definition.get("colname", "")


def add(state: State, name: str, node: Node, column: str = "") -> None:
    """A constraint of a table, at a column of it or by itself."""
    kind = KINDS.get(node.get("contype", ""))
    table = relations.find(state, name)
    if table is None or kind is None:
        return
    listed = node.get("fk_attrs" if kind == "FOREIGN KEY" else "keys", ())
    columns = tuple(each["String"].get("sval", "") for each in listed) or ((column,) if column else ())
    proves = _proved(node.get("raw_expr", {})) if kind == "CHECK" else ()
    references = relation(node.get("pktable")) if kind == "FOREIGN KEY" else ""
    other = tuple(each["String"].get("sval", "") for each in node.get("pk_attrs", ()))
    called = node.get("conname") or node.get("indexname") or _chosen(table, kind, columns, node)
    valid = not node.get("skip_validation")
    made = Constraint(table.name, called, kind, columns or proves, references, other, valid)
    if kind == "NOT NULL" and valid:
        table = set_not_null(table, columns, True)
    elif kind in ("PRIMARY KEY", "UNIQUE", "EXCLUDE"):
        used = table.indexes.get(node.get("indexname", ""), Index(()))
        held = columns or tuple(_exclude_columns(node)) or used.keys
        table = table._replace(indexes={**table.indexes, called: Index(held)})
        table = set_not_null(table, held, True) if kind == "PRIMARY KEY" else table
    if table.constraints is not None:
        table = table._replace(constraints=(*table.constraints, Held(made, proves)))
    relations.put(state, table)
    other_table = relations.find(state, references) if references else None
    if other_table is not None:
        relations.put(state, other_table._replace(referencing=(*other_table.referencing, made)))


def _chosen(table: Relation, kind: str, columns: tuple[str, ...], node: Node) -> str:
    """The name that the server gives a constraint (ChooseConstraintName), where nothing has it yet."""
    own = relations.bare(table.name)
    if kind == "PRIMARY KEY":
        return f"{own}_pkey"
    if kind == "CHECK" and not columns:
        named = sorted(set(columns_of(node.get("raw_expr", {}))))
        columns = tuple(named) if len(named) == 1 else ()
    return "_".join((own, *columns, _ENDINGS[kind]))


def columns_of(node: Any) -> Iterator[str]:
    """The columns that an expression names."""
    if isinstance(node, list):
        for each in node:
            yield from columns_of(each)
    elif isinstance(node, dict):
        for name, inner in node.items():
            if name == "ColumnRef":
                yield str(inner.get("fields", ({},))[-1].get("String", {}).get("sval", ""))
            elif isinstance(inner, dict | list):
                yield from columns_of(inner)


def _proved(node: Node) -> tuple[str, ...]:
    """The columns that an expression says are not null, as ConstraintImpliedByRelConstraint can use it."""
    if (test := node.get("NullTest")) and test.get("nulltesttype") == "IS_NOT_NULL":
        return tuple(columns_of(test.get("arg", {}))) if "ColumnRef" in test.get("arg", {}) else ()
    if (both := node.get("BoolExpr")) and both.get("boolop", "AND_EXPR") == "AND_EXPR":
        return tuple(column for arg in both.get("args", ()) for column in _proved(arg))
    return ()


def _exclude_columns(node: Node) -> Iterator[str]:
    for each in node.get("exclusions", ()):
        items = each.get("List", {}).get("items", ())
        if items and (name := items[0].get("IndexElem", {}).get("name")):
            yield name


def set_not_null(table: Relation, columns: Iterable[str], never: bool) -> Relation:
    if table.columns is None:
        return table
    changed = {name: table.columns[name]._replace(not_null=never) for name in columns if name in table.columns}
    return table._replace(columns={**table.columns, **changed})


def validate(state: State, table: Relation, name: str) -> None:
    """VALIDATE CONSTRAINT."""
    if table.constraints is not None:
        held = tuple(_validated(each) if each.constraint.name == name else each for each in table.constraints)
        table = table._replace(constraints=held)
        for each in held:
            if each.constraint.name == name and each.constraint.kind == "NOT NULL":
                table = set_not_null(table, each.constraint.columns, True)
        relations.put(state, table)


def _validated(held: Held) -> Held:
    return held._replace(constraint=held.constraint._replace(valid=True))


def drop(state: State, table: Relation, name: str) -> None:
    gone = [each.constraint for each in table.constraints or () if each.constraint.name == name]
    left = (
        None if table.constraints is None else tuple(each for each in table.constraints if each.constraint not in gone)
    )
    indexes = {each: index for each, index in table.indexes.items() if each != name}
    table = table._replace(constraints=left, indexes=indexes)
    for each in gone:
        if each.kind == "NOT NULL":
            table = set_not_null(table, each.columns, False)
    relations.put(state, table)
    for each in gone:
        other = relations.find(state, each.references) if each.references else None
        if other is not None:
            kept = tuple(one for one in other.referencing if (one.table, one.name) != (table.name, name))
            relations.put(state, other._replace(referencing=kept))
