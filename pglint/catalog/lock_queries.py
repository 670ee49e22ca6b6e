"""What queries lock: every table that they name, weakly, and what they write a little more.

Manual: chapter Explicit Locking, ACCESS SHARE, ROW SHARE and ROW EXCLUSIVE. Tables behind views and the partitions and
foreign keys of those named are locked likewise; they are not told, as the locks are as weak.
"""

from __future__ import annotations

from pglint.catalog import lock_names
from pglint.catalog.lock_effect import Doubt, Effect, Lock, strongest_each
from pglint.catalog.lock_modes import ACCESS_SHARE, MODES, ROW_EXCLUSIVE, ROW_SHARE
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from pglint.catalog.lock_effect import Handler, Known, Node

_WRITES = {"InsertStmt": "INSERT", "UpdateStmt": "UPDATE", "DeleteStmt": "DELETE", "MergeStmt": "MERGE"}
_NONE: frozenset[str] = frozenset()

# What holds no query, and most of any tree: nodes, and lists.
_LEAVES = frozenset(("A_Const", "ColumnRef", "String", "typeName"))
_NO_QUERIES = frozenset(("lockingClause", "name", "funcname"))


def query(tree: Node) -> Effect:
    """A SELECT, INSERT, UPDATE, DELETE or MERGE, by its node; SELECT INTO makes a table too."""
    found: list[Lock] = []
    _gather(tree, _NONE, found)
    return Effect(strongest_each(found))


def _gather(node: Node, named: frozenset[str], found: list[Lock]) -> None:
    """The locks of every query in a node; ``named`` are the names that WITH has given to queries."""
    for kind, child in node.items():
        if isinstance(child, dict):
            if kind in _LEAVES:
                continue
            if kind == "RangeVar":
                found += _table(child, ACCESS_SHARE, "SELECT", named)
            elif kind in _WRITES:
                _write(kind, child, named, found)
            elif kind == "SelectStmt":
                _select(child, named, found)
            elif kind != "intoClause":
                _gather(child, named, found)
        elif isinstance(child, list) and kind not in _NO_QUERIES:
            for each in child:
                _gather(each, named, found)


def _select(tree: Node, outer: frozenset[str], found: list[Lock]) -> None:
    named = outer | _with(tree)
    _gather({key: value for key, value in tree.items() if key not in ("larg", "rarg")}, named, found)
    for side in ("larg", "rarg"):
        if side in tree:
            _select(tree[side], named, found)
    for clause in tree.get("lockingClause", ()):
        only = lock_names.relations(clause["LockingClause"].get("lockedRels", ()))
        for table in _from(tree.get("fromClause", ())):
            alias = table.get("alias", {}).get("aliasname", table["relname"])
            if not only or alias in only:
                found += _table(table, ROW_SHARE, "SELECT … FOR UPDATE or SHARE", named)


def _write(kind: str, tree: Node, outer: frozenset[str], found: list[Lock]) -> None:
    named = outer | _with(tree)
    # what is written is a table even where WITH has given a query that name
    found += _table(tree["relation"], ROW_EXCLUSIVE, _WRITES[kind], _NONE)
    _gather({key: value for key, value in tree.items() if key != "relation"}, named, found)


def _table(table: Node, mode: str, why: str, named: frozenset[str]) -> Iterator[Lock]:
    if "schemaname" in table or table["relname"] not in named:
        yield Lock(mode, lock_names.relation(table), "table", why)


def _with(tree: Node) -> frozenset[str]:
    return frozenset(each["CommonTableExpr"]["ctename"] for each in tree.get("withClause", {}).get("ctes", ()))


def _from(items: Any) -> Iterator[Node]:
    """The tables of FROM, those in joins and in subqueries too: FOR UPDATE reaches them all."""
    for item in items:
        if "RangeVar" in item:
            yield item["RangeVar"]
        elif "JoinExpr" in item:
            yield from _from([item["JoinExpr"]["larg"], item["JoinExpr"]["rarg"]])
        elif "RangeSubselect" in item:
            yield from _from(item["RangeSubselect"]["subquery"].get("SelectStmt", {}).get("fromClause", ()))


def copy(tree: Node, major: int, known: Known) -> Effect:
    """A CopyStmt: into a table, out of a table, or out of a query."""
    if "relation" not in tree:
        return query(tree["query"])
    into = tree.get("is_from")
    mode, why = (ROW_EXCLUSIVE, "COPY FROM") if into else (ACCESS_SHARE, "COPY TO")
    return Effect((Lock(mode, lock_names.relation(tree["relation"]), "table", why),))


def inner(tree: Node, major: int, known: Known) -> Effect:
    """EXPLAIN, PREPARE and DECLARE lock as their query does."""
    return query(tree["query"])


def lock_table(tree: Node, major: int, known: Known) -> Effect:
    """A LockStmt."""
    mode = MODES[tree["mode"] - 1]
    why = "LOCK TABLE … NOWAIT" if tree.get("nowait") else "LOCK TABLE"
    found, doubts = [], []
    for each in tree["relations"]:
        table = lock_names.relation(each["RangeVar"])
        below = (known.descendants(table) or ()) if each["RangeVar"].get("inh") else ()
        found += [Lock(mode, one, "table", why) for one in (table, *below)]
        if known.kind(table) == "view":
            doubts.append(Doubt("locks", "", f"LOCK TABLE {table}: the tables that the view reads are locked too"))
    return Effect(strongest_each(found), doubts=tuple(doubts))


HANDLERS: Mapping[str, Handler] = {
    "CopyStmt": copy,
    "LockStmt": lock_table,
    "ExplainStmt": inner,
    "PrepareStmt": inner,
    "DeclareCursorStmt": inner,
}
"""By kind of statement, for locks.py."""
