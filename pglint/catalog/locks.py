"""What a statement locks, rewrites and reads, and whether it may run in a transaction block, by PostgreSQL's major.

Everything here was compared with servers of 10 to 18: tests/data/locks.
"""

from __future__ import annotations

from pglint.catalog import lock_indexes, lock_names, lock_tables
from pglint.catalog.alter_table import alter_table, move_all
from pglint.catalog.lock_effect import (
    NONE,
    Constraint,
    Doubt,
    Effect,
    Known,
    Lock,
    Nothing,
    Touch,
    UserType,
    Validation,
    together,
)
from pglint.once import cache
from pglint.record import TYPE_CHECKING
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pglint.catalog.lock_effect import Handler, Node

__all__ = [
    "Constraint",
    "Doubt",
    "Effect",
    "Known",
    "Lock",
    "Nothing",
    "Touch",
    "UserType",
    "Validation",
    "effect",
]

ENUM_IN_TRANSACTION_SINCE = 12
"""ALTER TYPE … ADD VALUE ran in no transaction block before, but in the one that had made the type."""

REFRESH_APART_SINCE = 14
"""ALTER SUBSCRIPTION … REFRESH PUBLICATION, and SET PUBLICATION with it, ran in a transaction block before."""


def effect(tree: Node, major: int, known: Known) -> Effect | Unknown:
    """What one statement does: ``tree`` is its node, such as ``{"AlterTableStmt": {…}}``.

    Unknown for what runs other statements: DO, CALL, EXECUTE, extensions. A statement that locks no relation has an
    Effect with nothing in it.
    """
    kind, node = next(iter(tree.items()))
    if kind in _RUNS_OTHERS:
        return Unknown(f"{_RUNS_OTHERS[kind]} runs statements that are not in the file")
    if kind in ("InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"):
        from pglint.catalog import lock_queries

        return lock_queries.query(tree)
    handler = _HANDLERS.get(kind) or _rare(kind)
    return handler(node, major, known) if handler else NONE


@cache
def _rare(kind: str) -> Handler | None:
    """What carries out kinds that few files hold: their modules are only loaded for those."""
    from pglint.catalog import lock_objects, lock_queries

    return lock_objects.HANDLERS.get(kind) or lock_queries.HANDLERS.get(kind)


def _drop(tree: Node, major: int, known: Known) -> Effect:
    what = tree["removeType"]
    if what == "OBJECT_INDEX":
        return lock_indexes.drop_index(tree, major, known)
    if what in ("OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_SEQUENCE", "OBJECT_FOREIGN_TABLE"):
        return lock_tables.drop_relation(tree, major, known)
    from pglint.catalog import lock_objects

    if what in ("OBJECT_TRIGGER", "OBJECT_RULE", "OBJECT_POLICY"):
        return lock_objects.drop_of_table(tree, major, known)
    if what == "OBJECT_STATISTIC_EXT":
        return lock_objects.drop_statistics(tree, major, known)
    if what == "OBJECT_SCHEMA":
        return lock_objects.drop_schema(tree, major, known)
    return lock_objects.drop_other(tree, major, known)


def _apart(tree: Node, major: int, known: Known) -> Effect:
    return Effect(not_in_transaction=True)


def _enum(tree: Node, major: int, known: Known) -> Effect:
    return Effect(not_in_transaction=major < ENUM_IN_TRANSACTION_SINCE and "oldVal" not in tree)


def _alter_database(tree: Node, major: int, known: Known) -> Effect:
    return Effect(not_in_transaction="tablespace" in lock_names.options(tree.get("options")))


def _discard(tree: Node, major: int, known: Known) -> Effect:
    return Effect(not_in_transaction=tree.get("target", "DISCARD_ALL") == "DISCARD_ALL")


def _create_subscription(tree: Node, major: int, known: Known) -> Effect:
    """Making a slot cannot be undone: refused in a transaction block unless no slot is made."""
    given = lock_names.options(tree.get("options"))
    connects = lock_names.on(given, "connect", absent=True)
    return Effect(not_in_transaction=lock_names.on(given, "create_slot", absent=connects))


def _drop_subscription(tree: Node, major: int, known: Known) -> Effect:
    why = "DROP SUBSCRIPTION: refused in a transaction block unless its slot_name is NONE"
    return Effect(doubts=(Doubt("transaction", "", why),))


def _alter_subscription(tree: Node, major: int, known: Known) -> Effect:
    """Asking the other server anew what it publishes drops slots there, which cannot be undone (14)."""
    kind = str(tree["kind"])
    if major < REFRESH_APART_SINCE:
        return NONE
    if kind == "ALTER_SUBSCRIPTION_REFRESH":
        return Effect(not_in_transaction=True)
    if not kind.endswith("_PUBLICATION"):
        return NONE
    return Effect(not_in_transaction=lock_names.on(lock_names.options(tree.get("options")), "refresh", absent=True))


def _schema(tree: Node, major: int, known: Known) -> Effect:
    parts = [effect(each, major, known) for each in tree.get("schemaElts", ())]
    found = together([NONE, *(part for part in parts if isinstance(part, Effect))])
    name = tree.get("schemaname", "")
    inside = tuple(each if "." in each or not name else f"{name}.{each}" for each in found.makes)
    return found._replace(makes=inside)


_RUNS_OTHERS = {
    "DoStmt": "DO",
    "CallStmt": "CALL",
    "ExecuteStmt": "EXECUTE",
    "CreateExtensionStmt": "CREATE EXTENSION",
    "AlterExtensionStmt": "ALTER EXTENSION UPDATE",
    "ImportForeignSchemaStmt": "IMPORT FOREIGN SCHEMA",
    "DropOwnedStmt": "DROP OWNED",
}
_HANDLERS: Mapping[str, Handler] = {
    "AlterTableStmt": alter_table,
    "AlterTableMoveAllStmt": move_all,
    "IndexStmt": lock_indexes.create_index,
    "ReindexStmt": lock_indexes.reindex,
    "ClusterStmt": lock_indexes.cluster,
    "VacuumStmt": lock_indexes.vacuum,
    "DropStmt": _drop,
    "TruncateStmt": lock_tables.truncate,
    "CreateStmt": lock_tables.create_table,
    "CreateForeignTableStmt": lock_tables.create_foreign_table,
    "CreateTableAsStmt": lock_tables.create_as,
    "ViewStmt": lock_tables.create_view,
    "RefreshMatViewStmt": lock_tables.refresh,
    "CreateSchemaStmt": _schema,
    "SelectStmt": lock_tables.select,
    "AlterEnumStmt": _enum,
    "CreatedbStmt": _apart,
    "DropdbStmt": _apart,
    "AlterDatabaseStmt": _alter_database,
    "AlterSystemStmt": _apart,
    "CreateTableSpaceStmt": _apart,
    "DropTableSpaceStmt": _apart,
    "CreateSubscriptionStmt": _create_subscription,
    "AlterSubscriptionStmt": _alter_subscription,
    "DropSubscriptionStmt": _drop_subscription,
    "DiscardStmt": _discard,
}
