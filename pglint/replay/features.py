"""What SQL uses that a transaction or statement pool breaks, since the next statement may run on another connection.

Source: PgBouncer's features.md, "SQL feature map for pooling modes"; the parameters that it keeps for each client are
those of config.md, track_extra_parameters.
"""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.replay.control import set_config
from pglint.replay.timeouts import TIMEOUTS
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Literal

    from pglint.replay.parsed import Parsed
    from pglint.replay.trees import Call

    Kind = Literal[
        "setting", "timeout", "role", "listen", "prepared statement", "cursor", "advisory lock", "temporary table",
        "library", "transaction",
    ]  # fmt: skip

TRACKED = ("client_encoding", "datestyle", "timezone", "standard_conforming_strings", "application_name")
"""PgBouncer gives every client its own value of these back."""
LOCKS = (
    "pg_advisory_lock",
    "pg_advisory_lock_shared",
    "pg_try_advisory_lock",
    "pg_try_advisory_lock_shared",
    "pg_advisory_unlock",
    "pg_advisory_unlock_shared",
    "pg_advisory_unlock_all",
)
CURSOR_HOLD = 0x20


class Feature(NamedTuple):
    """One thing that belongs to a session. ``kind`` is what it is, ``text`` names it, ``name`` is a setting's.

    ``timeout`` is what MODE006 reports, ``transaction`` what MODE003 does, all others are MODE002's.
    """

    kind: Kind
    text: str
    name: str = ""


def used(parsed: Parsed, calls: Iterable[Call]) -> Iterator[Feature]:
    """What a statement uses of its session, but for temporary tables, of which the whole transaction decides."""
    node = parsed.node
    match parsed.kind:
        case "VariableSetStmt":
            yield from _setting(parsed)
        case "ListenStmt" | "UnlistenStmt":
            yield Feature("listen", "LISTEN" if parsed.kind == "ListenStmt" else "UNLISTEN")
        case "PrepareStmt" | "ExecuteStmt" | "DeallocateStmt":
            yield Feature("prepared statement", parsed.kind.removesuffix("Stmt").upper())
        case "DeclareCursorStmt" if node.get("options", 0) & CURSOR_HOLD:
            yield Feature("cursor", "a cursor WITH HOLD")
        case "LoadStmt":
            yield Feature("library", "LOAD")
        case "TransactionStmt" if node.get("kind", "TRANS_STMT_BEGIN") in ("TRANS_STMT_BEGIN", "TRANS_STMT_START"):
            yield Feature("transaction", "a transaction block")
    for call in calls:
        if call.name in LOCKS:
            yield Feature("advisory lock", f"{call.name}()")
        change = set_config(parsed, call)
        if change is not None and not isinstance(change, Unknown) and not change.local:
            yield from _changed(change.name, f"set_config('{change.name}', …, false)")


def _setting(parsed: Parsed) -> Iterator[Feature]:
    node = parsed.node
    kind, name = node.get("kind", "VAR_SET_VALUE"), node.get("name", "").lower()
    if node.get("is_local") or (kind == "VAR_SET_MULTI" and name == "transaction"):
        return
    verb = "RESET" if kind in ("VAR_RESET", "VAR_RESET_ALL") else "SET"
    words = {"role": "ROLE", "session_authorization": "SESSION AUTHORIZATION", "": "ALL"}
    yield from _changed(name, f"{verb} {words.get(name, parsed.label(name))}")


def _changed(name: str, text: str) -> Iterator[Feature]:
    if name in TIMEOUTS:
        yield Feature("timeout", text, name)
    elif name in ("role", "session_authorization"):
        yield Feature("role", text, name)
    elif name not in TRACKED and not name.startswith("transaction_"):
        yield Feature("setting", text, name)
