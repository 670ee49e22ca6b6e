"""What statements on what belongs to tables do: triggers, rules, policies, statistics, publications, comments, grants.

Manual: their chapters, and Explicit Locking; each seen on servers of all majors.
"""

from __future__ import annotations

from pglint.catalog import lock_names
from pglint.catalog.lock_effect import NONE, Doubt, Effect, Lock, Touch, Validation, together
from pglint.catalog.lock_modes import (
    ACCESS_EXCLUSIVE,
    ACCESS_SHARE,
    SHARE,
    SHARE_ROW_EXCLUSIVE,
    SHARE_UPDATE_EXCLUSIVE,
)
from pglint.catalog.lock_queries import query
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pglint.catalog.lock_effect import Handler, Known, Node

STATISTICS_LOCK_SINCE = 12
"""Since then DROP STATISTICS locks the table."""
RENAME_INDEX_WEAKER_SINCE = 12
GRANT_LOCKS_SINCE = 18
_OF_TABLES = {
    "OBJECT_TRIGGER": "TRIGGER",
    "OBJECT_RULE": "RULE",
    "OBJECT_POLICY": "POLICY",
    "OBJECT_TABCONSTRAINT": "CONSTRAINT",
}
_RELATIONS = (
    "OBJECT_TABLE",
    "OBJECT_VIEW",
    "OBJECT_MATVIEW",
    "OBJECT_INDEX",
    "OBJECT_SEQUENCE",
    "OBJECT_FOREIGN_TABLE",
)


def create_trigger(tree: Node, major: int, known: Known) -> Effect:
    """A CreateTrigStmt; a trigger for each row is made on every partition too."""
    table = lock_names.relation(tree["relation"])
    below = (known.descendants(table) or ()) if tree.get("row") and known.kind(table) == "partitioned table" else ()
    found = [Lock(SHARE_ROW_EXCLUSIVE, each, _kind(table, known), "CREATE TRIGGER") for each in (table, *below)]
    if "constrrel" in tree:
        found.append(
            Lock(ACCESS_SHARE, lock_names.relation(tree["constrrel"]), "table", "CREATE CONSTRAINT TRIGGER … FROM")
        )
    return Effect(tuple(found))


def create_rule(tree: Node, major: int, known: Known) -> Effect:
    """A RuleStmt."""
    table = lock_names.relation(tree["relation"])
    held = Effect((Lock(ACCESS_EXCLUSIVE, table, _kind(table, known), "CREATE RULE"),))
    return together([held, query({"actions": tree.get("actions", [])})])


def policy(tree: Node, major: int, known: Known) -> Effect:
    """A CreatePolicyStmt or AlterPolicyStmt."""
    why = "CREATE POLICY" if "cmd_name" in tree else "ALTER POLICY"
    held = Effect((Lock(ACCESS_EXCLUSIVE, lock_names.relation(tree["table"]), "table", why),))
    return together([held, query({key: tree[key] for key in ("qual", "with_check") if key in tree})])


def drop_of_table(tree: Node, major: int, known: Known) -> Effect:
    """A DropStmt of triggers, rules or policies: the last part of each name is theirs, the others the table's."""
    words = f"DROP {_OF_TABLES[tree['removeType']]}"
    found = []
    for each in tree["objects"]:
        table = ".".join(lock_names.listed(each)[:-1])
        partitioned = words == "DROP TRIGGER" and known.kind(table) == "partitioned table"
        below = (known.descendants(table) or ()) if partitioned else ()
        found += [Lock(ACCESS_EXCLUSIVE, one, _kind(table, known), words) for one in (table, *below)]
    return Effect(tuple(found))


def create_statistics(tree: Node, major: int, known: Known) -> Effect:
    """A CreateStatsStmt."""
    tables = lock_names.relations(tree["relations"])
    return Effect(tuple(Lock(SHARE_UPDATE_EXCLUSIVE, table, "table", "CREATE STATISTICS") for table in tables))


def drop_statistics(tree: Node, major: int, known: Known) -> Effect:
    """A DropStmt of extended statistics; the statement does not name the table."""
    if major < STATISTICS_LOCK_SINCE:
        return NONE
    names = [".".join(lock_names.listed(each)) for each in tree["objects"]]
    tables = dict.fromkeys(known.table_of(name) or "" for name in names)
    return Effect(tuple(Lock(SHARE_UPDATE_EXCLUSIVE, table, "table", "DROP STATISTICS") for table in tables))


def publication(tree: Node, major: int, known: Known) -> Effect:
    """A CreatePublicationStmt or AlterPublicationStmt."""
    found = []
    for each in tree.get("pubobjects", ()):
        node = each["PublicationObjSpec"].get("pubtable", {}).get("relation")
        if node is not None:
            table = lock_names.relation(node)
            inherited = node.get("inh") and known.kind(table) != "partitioned table"
            below = (known.descendants(table) or ()) if inherited else ()
            found += [Lock(SHARE_UPDATE_EXCLUSIVE, one, "table", "PUBLICATION … TABLE") for one in (table, *below)]
    if tree.get("action") == "AP_SetObjects" and found:
        why = f"ALTER PUBLICATION {tree['pubname']} SET (what it no longer publishes)"
        return Effect(tuple(found), doubts=(Doubt("locks", "", why),))
    return Effect(tuple(found))


def comment(tree: Node, major: int, known: Known) -> Effect:
    """A CommentStmt."""
    objtype, name = tree["objtype"], lock_names.listed(tree["object"])
    if objtype in _RELATIONS:
        return Effect((Lock(SHARE_UPDATE_EXCLUSIVE, ".".join(name), lock_names.kind_of(objtype), "COMMENT"),))
    if objtype == "OBJECT_COLUMN":
        table = ".".join(name[:-1])
        return Effect((Lock(SHARE_UPDATE_EXCLUSIVE, table, _kind(table, known), "COMMENT ON COLUMN"),))
    if objtype in _OF_TABLES:
        table = ".".join(name[:-1])
        return Effect((Lock(ACCESS_SHARE, table, _kind(table, known), f"COMMENT ON {_OF_TABLES[objtype]}"),))
    return NONE


def grant(tree: Node, major: int, known: Known) -> Effect:
    """A GrantStmt: since 18, what privileges are given on may not be dropped meanwhile."""
    named = tree.get("targtype") == "ACL_TARGET_OBJECT" and tree["objtype"] in ("OBJECT_TABLE", "OBJECT_SEQUENCE")
    if not named or major < GRANT_LOCKS_SINCE:
        return NONE
    words = "GRANT" if tree.get("is_grant") else "REVOKE"
    kind = lock_names.kind_of(tree["objtype"])
    return Effect(tuple(Lock(ACCESS_SHARE, name, kind, words) for name in lock_names.relations(tree["objects"])))


def rename(tree: Node, major: int, known: Known) -> Effect:
    """A RenameStmt."""
    what = tree["renameType"]
    if what == "OBJECT_ATTRIBUTE":
        return _typed_tables(lock_names.relation(tree["relation"]), tree, known)
    if "relation" not in tree:
        return NONE
    name = lock_names.relation(tree["relation"])
    if what == "OBJECT_INDEX":
        mode = SHARE_UPDATE_EXCLUSIVE if major >= RENAME_INDEX_WEAKER_SINCE else ACCESS_EXCLUSIVE
        return Effect((Lock(mode, name, "index", "RENAME"),))
    down = what in ("OBJECT_COLUMN", "OBJECT_TABCONSTRAINT") or (what == "OBJECT_TRIGGER" and major >= 15)
    below = (known.descendants(name) or ()) if down else ()
    kind = lock_names.kind_of(tree["relationType"] if what == "OBJECT_COLUMN" else what)
    return Effect(
        tuple(Lock(ACCESS_EXCLUSIVE, one, kind, f"RENAME {_renamed(what)}".rstrip()) for one in (name, *below))
    )


def _renamed(what: str) -> str:
    return "COLUMN" if what == "OBJECT_COLUMN" else _OF_TABLES.get(what, "")


def _typed_tables(name: str, tree: Node, known: Known) -> Effect:
    held = Effect((Lock(ACCESS_EXCLUSIVE, name, "type", "RENAME ATTRIBUTE"),))
    if tree.get("behavior") != "DROP_CASCADE":
        return held
    tables = known.tables_of_type(name)
    why = "RENAME ATTRIBUTE … CASCADE"
    if tables is None:
        return held._replace(doubts=(Doubt("locks", "", f"{why}: which tables are made OF {name} is not known"),))
    return Effect(held.locks + tuple(Lock(ACCESS_EXCLUSIVE, table, "table", why) for table in tables))


def set_schema(tree: Node, major: int, known: Known) -> Effect:
    """An AlterObjectSchemaStmt."""
    if "relation" not in tree:
        return NONE
    kind = lock_names.kind_of(tree["objectType"])
    return Effect((Lock(ACCESS_EXCLUSIVE, lock_names.relation(tree["relation"]), kind, "SET SCHEMA"),))


def sequence(tree: Node, major: int, known: Known) -> Effect:
    """An AlterSeqStmt."""
    return together(
        [
            Effect((Lock(SHARE_ROW_EXCLUSIVE, lock_names.relation(tree["sequence"]), "sequence", "ALTER SEQUENCE"),)),
            _owner(tree),
        ]
    )


def create_sequence(tree: Node, major: int, known: Known) -> Effect:
    """A CreateSeqStmt."""
    name = lock_names.relation(tree["sequence"])
    if tree.get("if_not_exists") and known.kind(name) is not None:
        return NONE
    return _owner(tree)._replace(makes=(name,))


def _owner(tree: Node) -> Effect:
    owner = lock_names.options(tree.get("options")).get("owned_by")
    column = lock_names.listed(owner["arg"]) if owner else []
    if len(column) < 2:
        return NONE
    return Effect((Lock(ACCESS_SHARE, ".".join(column[:-1]), "table", "OWNED BY"),))


def domain(tree: Node, major: int, known: Known) -> Effect:
    """An AlterDomainStmt: a constraint of a domain is checked in every table that has a column of it."""
    name = lock_names.dotted(tree["typeName"])
    constraint = tree.get("def", {}).get("Constraint", {})
    words = {"C": "ADD CONSTRAINT", "O": "SET NOT NULL", "V": "VALIDATE CONSTRAINT"}.get(tree["subtype"])
    if words is None or constraint.get("skip_validation"):
        return NONE
    why = f"ALTER DOMAIN {name} {words}"
    tables = known.tables_using(name)
    if tables is None:
        doubt = f"{why}: each table with a column of it is read under {SHARE}"
        return Effect(doubts=(Doubt("locks", "", doubt), Doubt("scans", "", doubt)))
    found = tuple(Lock(SHARE, table, "table", why) for table in tables)
    kind = "NOT NULL" if tree["subtype"] == "O" else "CHECK"
    validates = tuple(Validation(table, kind, tree.get("name", ""), "checked") for table in tables)
    return Effect(found, scans=tuple(Touch(table, why) for table in tables), validates=validates)


def drop_schema(tree: Node, major: int, known: Known) -> Effect:
    """A DropStmt of schemas: with CASCADE, of everything in them."""
    if tree.get("behavior") != "DROP_CASCADE":
        return NONE
    names = [".".join(lock_names.listed(each)) for each in tree["objects"]]
    return Effect(
        tuple(Lock(ACCESS_EXCLUSIVE, "", "table", f"DROP SCHEMA {name} CASCADE (all in it)") for name in names)
    )


def drop_other(tree: Node, major: int, known: Known) -> Effect:
    """A DropStmt of types, functions and so on, which takes columns, tables or triggers along with CASCADE."""
    if tree.get("behavior") != "DROP_CASCADE":
        return NONE
    words = str(tree["removeType"]).removeprefix("OBJECT_").replace("_", " ")
    return Effect(doubts=(Doubt("locks", "", f"DROP {words} … CASCADE: what depends on it is not known"),))


def _kind(table: str, known: Known) -> str:
    kind = known.kind(table)
    return kind if kind in ("view", "materialized view", "foreign table") else "table"


HANDLERS: Mapping[str, Handler] = {
    "CreateTrigStmt": create_trigger,
    "RuleStmt": create_rule,
    "CreatePolicyStmt": policy,
    "AlterPolicyStmt": policy,
    "CreateStatsStmt": create_statistics,
    "CreatePublicationStmt": publication,
    "AlterPublicationStmt": publication,
    "CommentStmt": comment,
    "GrantStmt": grant,
    "RenameStmt": rename,
    "AlterObjectSchemaStmt": set_schema,
    "AlterSeqStmt": sequence,
    "CreateSeqStmt": create_sequence,
    "AlterDomainStmt": domain,
}
"""By kind of statement, for locks.py."""
