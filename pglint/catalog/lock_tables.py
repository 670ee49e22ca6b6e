"""What making, dropping and emptying tables, views and materialized views does.

Manual: CREATE TABLE, CREATE TABLE AS, CREATE VIEW, REFRESH MATERIALIZED VIEW, DROP TABLE, TRUNCATE.
"""

from __future__ import annotations

from pglint.catalog import lock_names
from pglint.catalog.alter_constraints import one_lock_more, referencing_locks
from pglint.catalog.lock_effect import NONE, Doubt, Effect, Lock, Touch, together
from pglint.catalog.lock_modes import (
    ACCESS_EXCLUSIVE,
    ACCESS_SHARE,
    EXCLUSIVE,
    SHARE_ROW_EXCLUSIVE,
    SHARE_UPDATE_EXCLUSIVE,
)
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.catalog.lock_effect import Known, Node


def create_table(tree: Node, major: int, known: Known) -> Effect:
    """A CreateStmt, and a CreateForeignTableStmt by its base."""
    table = lock_names.relation(tree["relation"])
    if tree.get("if_not_exists") and known.kind(table) is not None:
        return NONE
    parts = [Effect(makes=(table,)), *_parents(tree, major, known), *(_keys(tree, table, known))]
    if "ofTypename" in tree:
        parts.append(_shared(lock_names.dotted(tree["ofTypename"]["names"]), "type", "OF"))
    for element in tree.get("tableElts", ()):
        if "TableLikeClause" in element:
            parts.append(_shared(lock_names.relation(element["TableLikeClause"]["relation"]), "table", "LIKE"))
    return together(parts)


def create_foreign_table(tree: Node, major: int, known: Known) -> Effect:
    """A CreateForeignTableStmt."""
    return create_table(tree["base"], major, known)


def _parents(tree: Node, major: int, known: Known) -> Iterator[Effect]:
    for parent in lock_names.relations(tree.get("inhRelations", ())):
        if "partbound" in tree:
            from pglint.catalog import alter_partitions

            yield alter_partitions.made(parent, major, known)
        else:
            yield Effect((Lock(SHARE_UPDATE_EXCLUSIVE, parent, "table", "INHERITS (parent)"),))


def _keys(tree: Node, table: str, known: Known) -> Iterator[Effect]:
    """The tables that foreign keys reference get a trigger."""
    elements = tree.get("tableElts", ())
    constraints = [each["Constraint"] for each in elements if "Constraint" in each]
    for each in elements:
        constraints += [one["Constraint"] for one in each.get("ColumnDef", {}).get("constraints", ())]
    for constraint in constraints:
        if constraint["contype"] == "CONSTR_FOREIGN":
            other = lock_names.relation(constraint["pktable"])
            if other != table:
                yield one_lock_more(other, SHARE_ROW_EXCLUSIVE, "CREATE TABLE … REFERENCES (referenced table)", known)


def create_as(tree: Node, major: int, known: Known) -> Effect:
    """A CreateTableAsStmt: CREATE TABLE AS and CREATE MATERIALIZED VIEW."""
    from pglint.catalog.lock_queries import query

    name = lock_names.relation(tree["into"]["rel"])
    read = query(tree["query"])
    if tree.get("if_not_exists") and known.kind(name) is not None:
        return read
    return read._replace(makes=(name,))


def select(tree: Node, major: int, known: Known) -> Effect:
    """A SelectStmt, which may be SELECT INTO."""
    from pglint.catalog.lock_queries import query

    into = tree.get("intoClause")
    makes = (lock_names.relation(into["rel"]),) if into else ()
    return query({"SelectStmt": tree})._replace(makes=makes)


def create_view(tree: Node, major: int, known: Known) -> Effect:
    """A ViewStmt; OR REPLACE locks a view that is there."""
    from pglint.catalog.lock_queries import query

    name = lock_names.relation(tree["view"])
    read = query(tree["query"])
    kind = known.kind(name)
    if not tree.get("replace"):
        return read._replace(makes=(name,))
    if kind is None:
        why = f"CREATE OR REPLACE VIEW: a view {name} that is there is locked in {ACCESS_EXCLUSIVE}"
        return read._replace(makes=(name,), doubts=(Doubt("locks", name, why),))
    replaced = Lock(ACCESS_EXCLUSIVE, name, "view", "CREATE OR REPLACE VIEW")
    return read._replace(locks=(replaced, *read.locks))


def refresh(tree: Node, major: int, known: Known) -> Effect:
    """A RefreshMatViewStmt. What its query reads is locked in ACCESS SHARE, which is not told."""
    name = lock_names.relation(tree["relation"])
    if tree.get("concurrent"):
        why = "REFRESH MATERIALIZED VIEW CONCURRENTLY"
        return Effect((Lock(EXCLUSIVE, name, "materialized view", why),))
    why = "REFRESH MATERIALIZED VIEW"
    return Effect((Lock(ACCESS_EXCLUSIVE, name, "materialized view", why),), rewrites=(Touch(name, why),))


def drop_relation(tree: Node, major: int, known: Known) -> Effect:
    """A DropStmt of tables, views, materialized views, sequences or foreign tables."""
    kind = lock_names.kind_of(tree["removeType"])
    cascade = tree.get("behavior") == "DROP_CASCADE"
    words = f"DROP {kind.upper()}"
    names = [".".join(lock_names.listed(each)) for each in tree["objects"]]
    parts = [_dropped(name, kind, words, cascade, known) for name in names]
    found = together([*parts, Effect(drops=tuple(names))])
    return found._replace(drops=tuple(dict.fromkeys(found.drops)))


def _dropped(name: str, kind: str, words: str, cascade: bool, known: Known) -> Effect:
    parts = [Effect((Lock(ACCESS_EXCLUSIVE, name, kind, words),))]
    if kind != "table":
        if not cascade:
            return parts[0]
        doubt = Doubt("locks", "", f"{words} {name} CASCADE: what depends on it is not known")
        return parts[0]._replace(doubts=(doubt,))
    if cascade or known.kind(name) == "partitioned table":
        below = known.descendants(name) or ()
        locks = tuple(Lock(ACCESS_EXCLUSIVE, each, "table", f"{words} (partition, or inherits)") for each in below)
        parts.append(Effect(locks, drops=below))
    for parent in known.parents(name) or ():
        if known.kind(parent) == "partitioned table":
            parts.append(_detached(name, parent, words, known))
    for key in known.constraints(name) or ():
        if key.kind == "FOREIGN KEY" and key.references != name:
            parts.append(one_lock_more(key.references, ACCESS_EXCLUSIVE, f"{words} (referenced table)", known))
    if cascade:
        parts.append(referencing_locks(name, f"{words} CASCADE (referencing table)", known))
    return together(parts)


def _detached(partition: str, parent: str, words: str, known: Known) -> Effect:
    """The partitioned table loses a partition, and its default partition is told of it."""
    parts = [Effect((Lock(ACCESS_EXCLUSIVE, parent, "table", f"{words} (partitioned table)"),))]
    default = known.default_partition(parent)
    if default and default != partition:
        parts.append(one_lock_more(default, ACCESS_EXCLUSIVE, f"{words} (default partition)", known))
    return together(parts)


def truncate(tree: Node, major: int, known: Known) -> Effect:
    """A TruncateStmt. The files are made anew, but nothing is written to them."""
    cascade = tree.get("behavior") == "DROP_CASCADE"
    waiting, found = [], dict[str, str]()
    for each in tree["relations"]:
        node = each["RangeVar"]
        table = lock_names.relation(node)
        below = (known.descendants(table) or ()) if node.get("inh") else ()
        waiting += [(one, "TRUNCATE") for one in (table, *below)]
    doubts = []
    while waiting:
        table, why = waiting.pop(0)
        if table in found:
            continue
        found[table] = why
        if cascade:
            keys = known.referencing(table)
            if keys is None:
                doubts.append(Doubt("locks", "", f"TRUNCATE … CASCADE: which tables reference {table} is not known"))
            for key in keys or ():
                tables = (key.table, *(known.descendants(key.table) or ()))
                waiting += [(one, "TRUNCATE … CASCADE (referencing table)") for one in tables]
    return Effect(
        tuple(Lock(ACCESS_EXCLUSIVE, table, "table", why) for table, why in found.items()), doubts=tuple(doubts)
    )


def _shared(name: str, kind: str, why: str) -> Effect:
    return Effect((Lock(ACCESS_SHARE, name, kind, why),))
