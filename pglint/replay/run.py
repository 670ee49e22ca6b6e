"""What one statement does: to its session, to the cluster, and to the relations that later statements meet."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING
from pglint.replay import control, definitions, schema, setstmt, trees
from pglint.replay.timeouts import NEWEST
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from pglint.replay.parsed import Parsed
    from pglint.replay.state import State
    from pglint.replay.trees import Call

    Node = Mapping[str, Any]


_OF_CLUSTER = frozenset({
    "CreateRoleStmt", "AlterRoleStmt", "AlterRoleSetStmt", "DropRoleStmt", "GrantRoleStmt", "CreatedbStmt",
    "AlterDatabaseStmt", "AlterDatabaseSetStmt", "DropdbStmt", "CreatePublicationStmt", "CreateSubscriptionStmt",
    "AlterSubscriptionStmt", "DropSubscriptionStmt",
})  # fmt: skip
_RENAMED = ("OBJECT_ROLE", "OBJECT_DATABASE", "OBJECT_PUBLICATION", "OBJECT_SUBSCRIPTION")


def run(state: State, parsed: Parsed, calls: Sequence[Call] = (), major: int = NEWEST) -> tuple[str, ...]:
    """Carries a statement out. The settings that it sets for a transaction that there is not."""
    node = parsed.node
    lost: tuple[str, ...] = ()
    match parsed.kind:
        case "TransactionStmt":
            control.transaction(state.session, parsed)
        case "VariableSetStmt" | "DiscardStmt":
            lost = _assign(state, parsed, control.assignments(parsed), major)
        case "AlterSystemStmt":
            setstmt.system(state, parsed)
        case "UpdateStmt" if trees.relation(node.get("relation")).rpartition(".")[2] == "pg_settings":
            control.assign_all_unknown(state.session, Unknown("pg_settings is updated", parsed.span))
        case _ if _is_of_cluster(parsed):
            from pglint.replay import cluster

            cluster.run(state, parsed)
        case _:
            pass
    if calls:
        lost += _call(state, parsed, calls, major)
    schema.apply(state, parsed)
    definitions.apply(state, parsed)
    return lost


def _is_of_cluster(parsed: Parsed) -> bool:
    """Whether a statement concerns roles, databases or replication; most do not, and what carries those out stays
    unread.
    """
    node = parsed.node
    if parsed.kind == "DropStmt":
        return bool(node.get("removeType") == "OBJECT_PUBLICATION")
    return parsed.kind in _OF_CLUSTER or (parsed.kind == "RenameStmt" and node.get("renameType") in _RENAMED)


def _assign(state: State, parsed: Parsed, changes: Iterable[control.Assignment], major: int) -> tuple[str, ...]:
    return tuple(
        change.name for change in changes if not control.assign(state.session, parsed, change, major)
    )  # fmt: skip


def _call(state: State, parsed: Parsed, calls: Sequence[Call], major: int) -> tuple[str, ...]:
    """The functions that a statement calls; of those that it may not call, what they change is not known."""
    from pglint.replay import conditions, replication

    where = parsed.node.get("whereClause") if parsed.kind == "SelectStmt" else None
    met = True if where is None else conditions.holds(state, where).value
    lost: tuple[str, ...] = ()
    for call in calls:
        if call.certain and met is False:
            continue
        mark = state.journal.mark()
        change = control.set_config(parsed, call)
        if isinstance(change, Unknown):
            control.assign_all_unknown(state.session, change)
        elif change is not None:
            lost += _assign(state, parsed, [change], major)
        replication.slot(state, parsed, call)
        if not (call.certain and met):
            why = Unknown("the call may not be reached", parsed.span)
            state.journal.either(state.journal.take_back(mark), {}, why)
    return lost
