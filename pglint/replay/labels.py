"""What messages call a statement: ``CREATE INDEX on orders``, ``ALTER TABLE orders``, ``SET lock_timeout``."""

from __future__ import annotations

from pglint import regex
from pglint.catalog.lock_names import on, options
from pglint.record import TYPE_CHECKING
from pglint.replay import interest
from pglint.replay.trees import calls, dotted, relation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from pglint.replay.parsed import Parsed

    Node = Mapping[str, Any]

WORDS = {
    "AlterDatabaseSetStmt": "ALTER DATABASE", "AlterDatabaseStmt": "ALTER DATABASE", "AlterRoleSetStmt": "ALTER ROLE",
    "CallStmt": "CALL", "ClusterStmt": "CLUSTER", "CopyStmt": "COPY", "CreateFunctionStmt": "CREATE FUNCTION",
    "CreatePolicyStmt": "CREATE POLICY", "CreateStmt": "CREATE TABLE", "CreateTableAsStmt": "CREATE TABLE AS",
    "CreateTrigStmt": "CREATE TRIGGER", "CreatedbStmt": "CREATE DATABASE", "DeallocateStmt": "DEALLOCATE",
    "DeclareCursorStmt": "DECLARE CURSOR", "DeleteStmt": "DELETE", "DoStmt": "DO", "DropRoleStmt": "DROP ROLE",
    "DropdbStmt": "DROP DATABASE", "ExecuteStmt": "EXECUTE", "GrantRoleStmt": "GRANT", "InsertStmt": "INSERT",
    "ListenStmt": "LISTEN", "LoadStmt": "LOAD", "LockStmt": "LOCK TABLE", "MergeStmt": "MERGE",
    "PrepareStmt": "PREPARE", "RefreshMatViewStmt": "REFRESH MATERIALIZED VIEW", "RuleStmt": "CREATE RULE",
    "TruncateStmt": "TRUNCATE", "UnlistenStmt": "UNLISTEN", "UpdateStmt": "UPDATE",
    "ViewStmt": "CREATE VIEW",
}  # fmt: skip
OF_TABLES = ("OBJECT_TRIGGER", "OBJECT_RULE", "OBJECT_POLICY")
TRANSACTION = {"START": "START TRANSACTION", "ROLLBACK_TO": "ROLLBACK TO", "PREPARE": "PREPARE TRANSACTION"}


def label(parsed: Parsed) -> str:
    """The statement's words, and what it is about."""
    return parsed.label(_label(parsed, parsed.node).rstrip())


def _label(parsed: Parsed, node: Node) -> str:
    concurrently = " CONCURRENTLY" if node.get("concurrent") else ""
    match parsed.kind:
        case "IndexStmt":
            return f"CREATE INDEX{concurrently} on {relation(node.get('relation'))}"
        case "DropStmt" if node.get("removeType") in OF_TABLES:
            kind = _kind(str(node.get("removeType")))
            return f"DROP {kind} " + ", ".join(_of_table(dotted(each)) for each in node.get("objects", ()))
        case "DropStmt":
            names = ", ".join(dotted(each) for each in node.get("objects", ()))
            return f"DROP {_kind(node.get('removeType', 'OBJECT_TABLE'))}{concurrently} {names}"
        case "AlterTableStmt" | "RenameStmt":
            kind = _kind(node.get("objtype") or node.get("renameType") or "OBJECT_TABLE")
            return f"ALTER {kind} {relation(node.get('relation')) or node.get('subname', '')}"
        case "VariableSetStmt":
            local = "SET LOCAL " if node.get("is_local") else "SET "
            return _set(node).replace("SET ", local, 1)
        case "TransactionStmt":
            kind = node.get("kind", "TRANS_STMT_BEGIN").removeprefix("TRANS_STMT_")
            return TRANSACTION.get(kind) or str(kind).replace("_", " ")
        case "AlterSystemStmt":
            return "ALTER SYSTEM " + _set(node.get("setstmt", {}))
        case "SelectStmt":
            called = [call.name for call in calls(parsed.kind, node)]
            called = [each for each in called if interest.calls(f"{each}(")] or called
            return f"SELECT {called[0]}()" if called else "SELECT"
        case "CreateRoleStmt" | "AlterRoleStmt":
            given = node.get("role", "")
            name = given if isinstance(given, str) else given.get("rolename", "CURRENT_USER")
            return f"{'CREATE' if parsed.kind == 'CreateRoleStmt' else 'ALTER'} ROLE {name}"
        case "ReindexStmt":
            kind = node.get("kind", "REINDEX_OBJECT_INDEX").removeprefix("REINDEX_OBJECT_")
            concurrently = " CONCURRENTLY" if on(options(node.get("params")), "concurrently") else ""
            return f"REINDEX {kind}{concurrently} {relation(node.get('relation')) or node.get('name', '')}"
        case "RefreshMatViewStmt":
            return f"REFRESH MATERIALIZED VIEW{concurrently} {relation(node.get('relation'))}"
        case "VacuumStmt":
            return _vacuum(node)
        case "CreateTrigStmt" | "RuleStmt":
            return f"{WORDS[parsed.kind]} on {relation(node.get('relation'))}"
        case "CreatePolicyStmt":
            return f"{WORDS[parsed.kind]} on {relation(node.get('table'))}"
    return _other(parsed, node)


def _of_table(name: str) -> str:
    """What belongs to a table has its name behind the table's."""
    table, _, own = name.rpartition(".")
    return f"{own} on {table}"


def _vacuum(node: Node) -> str:
    """``VACUUM FULL orders``, ``ANALYZE orders``."""
    full = on(options(node.get("options")), "full")
    names = ", ".join(relation(each["VacuumRelation"].get("relation")) for each in node.get("rels", ()))
    return f"{'VACUUM' if node.get('is_vacuumcmd') else 'ANALYZE'}{' FULL' if full else ''} {names}"


def _other(parsed: Parsed, node: Node) -> str:
    """Any other statement: its first words, and the relations or the one thing that it names."""
    words = WORDS.get(parsed.kind) or _first_words(parsed.span.text)
    tables = node.get("relations") or [node.get("relation")]
    names = ", ".join(name for each in tables if isinstance(each, dict) and (name := relation(each)))
    role = node.get("role")
    return f"{words} {names or _name(node) or (role.get('rolename', '') if isinstance(role, dict) else '')}"


def _first_words(text: str) -> str:
    first = regex.match(r"[A-Za-z_]+(?:\s+[A-Za-z_]+)?", text)
    return " ".join(first.group().upper().split()) if first else "a statement"


def _name(node: Node) -> str:
    found = next((node[key] for key in ("dbname", "subname", "pubname", "conditionname") if key in node), "")
    return str(found)


def _kind(name: str) -> str:
    kind = name.removeprefix("OBJECT_")
    kind = "TABLE" if kind in ("COLUMN", "TABCONSTRAINT") else "MATERIALIZED VIEW" if kind == "MATVIEW" else kind
    return kind.replace("_", " ")


def _set(node: Node) -> str:
    """``SET name``, ``RESET name`` or ``RESET ALL``."""
    kind, name = node.get("kind", "VAR_SET_VALUE"), node.get("name", "")
    if kind == "VAR_RESET_ALL":
        return "RESET ALL"
    shown = name.upper().replace("_", " ") if name in ("role", "session_authorization") else name
    return f"{'RESET' if kind == 'VAR_RESET' else 'SET'} {shown}"
