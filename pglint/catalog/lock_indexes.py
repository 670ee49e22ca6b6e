"""What making, dropping and rebuilding indexes does, and VACUUM, ANALYZE and CLUSTER.

Manual: CREATE INDEX (Building Indexes Concurrently), DROP INDEX, REINDEX, VACUUM, ANALYZE, CLUSTER.
"""

from __future__ import annotations

from pglint.catalog import lock_names
from pglint.catalog.lock_effect import Doubt, Effect, Lock, Touch, together
from pglint.catalog.lock_modes import ACCESS_EXCLUSIVE, ACCESS_SHARE, SHARE, SHARE_UPDATE_EXCLUSIVE
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from pglint.catalog.lock_effect import Known, Node

PARTITIONED_REINDEX_SINCE = 14
"""Since then REINDEX of a partitioned table or index rebuilds its partitions', each in a transaction of its own."""
CHILDREN_ANALYZED_SINCE = 18
"""Since then ANALYZE of a table analyzes those that inherit from it too."""
_WHOLE = {
    "REINDEX_OBJECT_SCHEMA": "SCHEMA",
    "REINDEX_OBJECT_DATABASE": "DATABASE",
    "REINDEX_OBJECT_SYSTEM": "SYSTEM",
}


def create_index(tree: Node, major: int, known: Known) -> Effect:
    """An IndexStmt."""
    table = lock_names.relation(tree["relation"])
    name = tree.get("idxname", "")
    if any("defnamespace" in each["DefElem"] for each in tree.get("options", ())):
        return _extended(table, name)
    concurrent = tree.get("concurrent", False)
    why = "CREATE INDEX CONCURRENTLY" if concurrent else "CREATE INDEX"
    mode = SHARE_UPDATE_EXCLUSIVE if concurrent else SHARE
    tables = _with_partitions(tree["relation"], known)
    locks = tuple(Lock(mode, each, _kind(each, known), why) for each in tables)
    if tree.get("if_not_exists") and known.kind(name) is not None:
        return Effect(locks[:1], not_in_transaction=concurrent)
    made = (_beside(name, table),) if name else ()
    return Effect(locks, scans=_with_rows(tables, why, known), not_in_transaction=concurrent, makes=made)


def _extended(table: str, name: str) -> Effect:
    """An index WITH an option of an extension, such as timescaledb.transaction_per_chunk, by which that makes it."""
    why = "CREATE INDEX WITH an option of an extension: what that does is not known"
    doubts = tuple(Doubt(about, table, why) for about in ("locks", "scans", "transaction"))
    return Effect(makes=(_beside(name, table),) if name else (), doubts=doubts)


def drop_index(tree: Node, major: int, known: Known) -> Effect:
    """A DropStmt of indexes: the table of each is locked before it."""
    concurrent = tree.get("concurrent", False)
    why = "DROP INDEX CONCURRENTLY" if concurrent else "DROP INDEX"
    mode = SHARE_UPDATE_EXCLUSIVE if concurrent else ACCESS_EXCLUSIVE
    parts = []
    for each in tree["objects"]:
        index = ".".join(lock_names.listed(each))
        table = known.table_of(index)
        tables = ("",) if table is None else (table, *_partitions(table, index, known))
        locks = [Lock(mode, one, _kind(one, known), f"{why} (the index's table)") for one in tables]
        parts.append(Effect((*locks, Lock(mode, index, "index", why)), drops=(index,)))
    return together([*parts, Effect(not_in_transaction=concurrent)])


def reindex(tree: Node, major: int, known: Known) -> Effect:
    """A ReindexStmt. Concurrently is a word of the statement (12), or one of its options (14)."""
    concurrent = lock_names.on(lock_names.options(tree.get("params")), "concurrently")
    words = "REINDEX CONCURRENTLY" if concurrent else "REINDEX"
    mode = SHARE_UPDATE_EXCLUSIVE if concurrent else SHARE
    if "relation" not in tree:
        why = f"{words} {_WHOLE.get(tree['kind'], '')} {tree.get('name', '')}".rstrip()
        if tree["kind"] == "REINDEX_OBJECT_SYSTEM":
            return Effect(not_in_transaction=True)
        return Effect((Lock(mode, "", "table", why),), scans=(Touch("", why),), not_in_transaction=True)
    named = lock_names.relation(tree["relation"])
    kind = known.kind(named) or ""
    if tree["kind"] == "REINDEX_OBJECT_INDEX":
        table = known.table_of(named)
        found = "" if table is None else table
        held = mode if concurrent else ACCESS_EXCLUSIVE
        locks = [Lock(mode, found, _kind(found, known), f"{words} (its table)"), Lock(held, named, "index", words)]
    else:
        found = named
        locks = [Lock(mode, named, _kind(named, known), words)]
    if kind.startswith("partitioned"):
        apart = concurrent or major >= PARTITIONED_REINDEX_SINCE
        return Effect(tuple(locks[:1]), not_in_transaction=apart)
    return Effect(tuple(locks), scans=(Touch(found, words),), not_in_transaction=concurrent)


def cluster(tree: Node, major: int, known: Known) -> Effect:
    """A ClusterStmt; without a table, every one that was clustered before."""
    if "relation" not in tree:
        every = Lock(ACCESS_EXCLUSIVE, "", "table", "CLUSTER (every table clustered before)")
        return Effect((every,), rewrites=(Touch("", "CLUSTER"),), not_in_transaction=True)
    table = lock_names.relation(tree["relation"])
    locks = [Lock(ACCESS_EXCLUSIVE, table, _kind(table, known), "CLUSTER")]
    if known.kind(table) == "partitioned table":
        below = known.descendants(table) or ()
        return Effect(tuple(locks), rewrites=_with_rows(below, "CLUSTER", known), not_in_transaction=True)
    if "indexname" in tree:
        locks.append(Lock(ACCESS_EXCLUSIVE, tree["indexname"], "index", "CLUSTER"))
    return Effect(tuple(locks), rewrites=(Touch(table, "CLUSTER"),))


def vacuum(tree: Node, major: int, known: Known) -> Effect:
    """A VacuumStmt, which is ANALYZE too."""
    given = lock_names.options(tree.get("options"))
    if not tree.get("is_vacuumcmd"):
        return _analyze(tree, major, known)
    if lock_names.on(given, "only_database_stats"):
        return Effect(not_in_transaction=True)
    full = lock_names.on(given, "full")
    words = "VACUUM FULL" if full else "VACUUM"
    mode = ACCESS_EXCLUSIVE if full else SHARE_UPDATE_EXCLUSIVE
    nodes = [each["VacuumRelation"]["relation"] for each in tree.get("rels", ())]
    tables = [table for node in nodes for table in _with_partitions(node, known)]
    locks = tuple(Lock(mode, table, _kind(table, known), words) for table in tables or ("",))
    rewrites = tuple(Touch(table, words) for table in tables or ("",) if known.kind(table) != "partitioned table")
    return Effect(locks, rewrites=rewrites if full else (), not_in_transaction=True)


def _analyze(tree: Node, major: int, known: Known) -> Effect:
    locks = []
    for each in tree.get("rels", ()):
        node = each["VacuumRelation"]["relation"]
        table = lock_names.relation(node)
        locks.append(Lock(SHARE_UPDATE_EXCLUSIVE, table, _kind(table, known), "ANALYZE"))
        # rows of all partitions are looked at for the whole's numbers, even where they get none of their own
        own = node.get("inh", False) and (known.kind(table) == "partitioned table" or major >= CHILDREN_ANALYZED_SINCE)
        mode = SHARE_UPDATE_EXCLUSIVE if own else ACCESS_SHARE
        locks += [Lock(mode, below, "table", "ANALYZE") for below in known.descendants(table) or ()]
    if not locks:
        locks.append(Lock(SHARE_UPDATE_EXCLUSIVE, "", "table", "ANALYZE"))
    return Effect(tuple(locks))


def _with_partitions(node: Node, known: Known) -> tuple[str, ...]:
    """A table, and without ONLY its partitions; what inherits from it is not indexed or vacuumed with it."""
    table = lock_names.relation(node)
    if not node.get("inh") or known.kind(table) != "partitioned table":
        return (table,)
    return (table, *(known.descendants(table) or ()))


def _partitions(table: str, index: str, known: Known) -> tuple[str, ...]:
    return (known.descendants(table) or ()) if known.kind(index) == "partitioned index" else ()


def _with_rows(tables: tuple[str, ...], why: str, known: Known) -> tuple[Touch, ...]:
    return tuple(Touch(table, why) for table in tables if known.kind(table) != "partitioned table")


def _kind(table: str, known: Known) -> str:
    return "materialized view" if known.kind(table) == "materialized view" else "table"


def _beside(name: str, table: str) -> str:
    """An index is made in the schema of its table."""
    schema, dot, _ = table.rpartition(".")
    return f"{schema}{dot}{name}"
