"""What statements do to their session: transaction control, SET and RESET, set_config."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.replay import timeouts
from pglint.replay.merging import cell as merged_cell
from pglint.values import Cell, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from pglint.replay.parsed import Parsed
    from pglint.replay.session import Session
    from pglint.replay.trees import Call

    Node = Mapping[str, Any]

NO_BLOCK = frozenset({
    "AlterSystemStmt", "CreateTableSpaceStmt", "CreatedbStmt", "DropTableSpaceStmt", "DropdbStmt", "TransactionStmt",
    "VacuumStmt",
})  # fmt: skip


class Assignment(NamedTuple):
    """One change of a setting: ``value`` is None for a RESET; ``name`` is '' for all of them."""

    name: str
    value: str | Unknown | None
    local: bool


def opens_block(kind: str, node: Node) -> bool:
    """Whether psql opens a transaction before a statement where AUTOCOMMIT is off.

    Not before what cannot run in one, as far as psql knows it: command_no_begin of src/bin/psql/common.c.
    """
    match kind:
        case "IndexStmt" | "DropStmt":
            return not node.get("concurrent")
        case "ReindexStmt":
            whole = node.get("kind") in ("REINDEX_OBJECT_DATABASE", "REINDEX_OBJECT_SYSTEM")
            return not whole and all(each["DefElem"]["defname"] != "concurrently" for each in node.get("params", ()))
        case "ClusterStmt":
            return "relation" in node
        case "DiscardStmt":
            return bool(node.get("target", "DISCARD_ALL") != "DISCARD_ALL")
    return kind not in NO_BLOCK


def transaction(session: Session, parsed: Parsed) -> None:
    """BEGIN, COMMIT, ROLLBACK, savepoints and two-phase commit."""
    node = parsed.node
    kind = node.get("kind", "TRANS_STMT_BEGIN").removeprefix("TRANS_STMT_")
    chain, name = bool(node.get("chain")), node.get("savepoint_name", "")
    if kind in ("BEGIN", "START"):
        session.begin(parsed.span, "START TRANSACTION" if kind == "START" else "BEGIN")
    elif kind in ("COMMIT", "PREPARE"):
        session.commit(chain, parsed.span)
    elif kind == "ROLLBACK":
        session.rollback(chain, parsed.span)
    elif kind == "SAVEPOINT":
        session.savepoint(name)
    elif kind == "RELEASE":
        session.release(name)
    elif kind == "ROLLBACK_TO":
        session.rollback_to(name)


def assignments(parsed: Parsed) -> Iterator[Assignment]:
    """The settings that a SET or RESET statement, or DISCARD ALL, changes."""
    if parsed.kind == "DiscardStmt":
        if parsed.node.get("target", "DISCARD_ALL") == "DISCARD_ALL":
            yield Assignment("", None, False)
        return
    node = parsed.node
    name, kind = node.get("name", "").lower(), node.get("kind", "VAR_SET_VALUE")
    local = bool(node.get("is_local"))
    if kind in ("VAR_SET_VALUE", "VAR_SET_DEFAULT", "VAR_RESET"):
        unknown = parsed.name(name)
        if not isinstance(unknown, Unknown):
            yield Assignment(name, text(parsed, node) if kind == "VAR_SET_VALUE" else None, local)
    elif kind == "VAR_RESET_ALL":
        yield Assignment("", None, False)


def local(parsed: Parsed, calls: Iterable[Call]) -> Iterator[str]:
    """The settings that a statement changes for its transaction only."""
    if parsed.kind == "VariableSetStmt" and parsed.node.get("is_local"):
        yield from (change.name for change in assignments(parsed) if change.local)
    for call in calls:
        change = set_config(parsed, call)
        if change is not None and not isinstance(change, Unknown) and change.local:
            yield change.name


def text(parsed: Parsed, node: Node) -> str | Unknown:
    """The value of a SET as one text, as the server stores it (flatten_set_variable_args of guc_funcs.c)."""
    found: list[str] = []
    quotes = node.get("name", "").lower() in LISTS_OF_NAMES
    for arg in node.get("args", ()):
        each = parsed.constant(arg)
        if isinstance(each, Unknown):
            return each
        found.append(_quoted(each or "") if quotes else each or "")
    return ", ".join(found)


LISTS_OF_NAMES = (
    "local_preload_libraries", "search_path", "session_preload_libraries", "shared_preload_libraries",
    "temp_tablespaces", "unix_socket_directories",
)  # fmt: skip
"""GUC_LIST_QUOTE: each text between commas is one name, so that ``SET search_path = 'a, b'`` is a single schema."""


def _quoted(word: str) -> str:
    """A word of a list, in quotes where it would not be read back as it is."""
    plain = word.isascii() and word.replace("_", "a").isalnum() and word == word.lower() and not word[:1].isdigit()
    return word if plain else '"' + word.replace('"', '""') + '"'


def set_config(parsed: Parsed, call: Call) -> Assignment | Unknown | None:
    """The assignment of a call of set_config; Unknown where its setting is not known, None for other calls."""
    if call.name != "set_config":
        return None
    name, value, local = (
        parsed.constant(call.argument(position, word))
        for position, word in enumerate(("setting_name", "new_value", "is_local"))
    )
    if isinstance(name, Unknown):
        return name
    if name is None or local is None:
        return None
    if isinstance(local, Unknown):
        return Assignment(name.lower(), local, False)
    return Assignment(name.lower(), value, local.lower() in ("true", "t", "on", "yes", "1"))


def assign(session: Session, parsed: Parsed, change: Assignment, major: int = timeouts.NEWEST) -> bool:
    """Makes a change; False where it is local and has no effect."""
    if not change.name:
        if parsed.kind == "DiscardStmt":
            session.discard_all()
        else:
            session.reset_all()
        return True
    if change.name == "session_authorization":
        session.set("role", Cell("none", parsed.span), change.local)
    if change.value is None:
        return session.reset(change.name, change.local)
    value = timeouts.stated(change.name, change.value, major)
    if value is None:  # refused: the old value stays
        return True
    return session.set(change.name, Cell(value, parsed.span), change.local)


def assign_all_unknown(session: Session, why: Unknown) -> None:
    """Something ran that may have changed settings: every timeout may be another now."""
    for name in timeouts.TIMEOUTS:
        session.set(name, merged_cell(session.in_effect(name), Cell(why), why))
