"""What one statement does: to its session, to the cluster, and to the relations that later statements meet."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING
from pglint.replay import conditions, control, databases, definitions, replication, roles, schema, setstmt, trees
from pglint.replay.timeouts import NEWEST
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from pglint.replay.parsed import Parsed
    from pglint.replay.state import State
    from pglint.replay.trees import Call

    Node = Mapping[str, Any]


def run(state: State, parsed: Parsed, calls: Sequence[Call] = (), major: int = NEWEST) -> tuple[str, ...]:
    """Carries a statement out. The settings that it sets for a transaction that there is not."""
    node = parsed.node
    lost: tuple[str, ...] = ()
    match parsed.kind:
        case "TransactionStmt":
            control.transaction(state.session, parsed)
        case "VariableSetStmt" | "DiscardStmt":
            lost = _assign(state, parsed, control.assignments(parsed), major)
        case "CreateRoleStmt":
            roles.create(state, parsed)
        case "AlterRoleStmt":
            roles.alter(state, parsed)
        case "AlterRoleSetStmt":
            roles.set_(state, parsed)
        case "DropRoleStmt":
            roles.drop(state, parsed)
        case "GrantRoleStmt":
            roles.grant(state, parsed)
        case "CreatedbStmt":
            databases.create(state, parsed)
        case "AlterDatabaseStmt":
            databases.alter(state, parsed)
        case "AlterDatabaseSetStmt":
            databases.set_(state, parsed)
        case "DropdbStmt":
            databases.drop(state, parsed)
        case "AlterSystemStmt":
            setstmt.system(state, parsed)
        case "CreatePublicationStmt":
            replication.publish(state, parsed)
        case "CreateSubscriptionStmt":
            replication.subscribe(state, parsed)
        case "AlterSubscriptionStmt":
            replication.alter(state, parsed)
        case "DropSubscriptionStmt":
            replication.unsubscribe(state, parsed)
        case "DropStmt" if node.get("removeType") == "OBJECT_PUBLICATION":
            replication.drop_publications(state, parsed)
        case "RenameStmt":
            _rename(state, parsed)
        case "UpdateStmt" if trees.relation(node.get("relation")).rpartition(".")[2] == "pg_settings":
            control.assign_all_unknown(state.session, Unknown("pg_settings is updated", parsed.span))
        case _:
            pass
    if calls:
        lost += _call(state, parsed, calls, major)
    schema.apply(state, parsed)
    definitions.apply(state, parsed)
    return lost


def _assign(state: State, parsed: Parsed, changes: Iterable[control.Assignment], major: int) -> tuple[str, ...]:
    return tuple(
        change.name for change in changes if not control.assign(state.session, parsed, change, major)
    )  # fmt: skip


def _call(state: State, parsed: Parsed, calls: Sequence[Call], major: int) -> tuple[str, ...]:
    """The functions that a statement calls; of those that it may not call, what they change is not known."""
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


def _rename(state: State, parsed: Parsed) -> None:
    match parsed.node.get("renameType"):
        case "OBJECT_ROLE":
            roles.rename(state, parsed)
        case "OBJECT_DATABASE":
            databases.rename(state, parsed)
        case "OBJECT_PUBLICATION" | "OBJECT_SUBSCRIPTION":
            replication.rename(state, parsed)
