"""What statements do to the cluster: to its roles and databases, and to what it replicates."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING
from pglint.replay import databases, replication, roles

if TYPE_CHECKING:
    from pglint.replay.parsed import Parsed
    from pglint.replay.state import State


def run(state: State, parsed: Parsed) -> None:
    """Carries out a statement of those that concern the cluster."""
    match parsed.kind:
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
        case "CreatePublicationStmt":
            replication.publish(state, parsed)
        case "CreateSubscriptionStmt":
            replication.subscribe(state, parsed)
        case "AlterSubscriptionStmt":
            replication.alter(state, parsed)
        case "DropSubscriptionStmt":
            replication.unsubscribe(state, parsed)
        case "DropStmt":
            replication.drop_publications(state, parsed)
        case "RenameStmt":
            _rename(state, parsed)


def _rename(state: State, parsed: Parsed) -> None:
    match parsed.node.get("renameType"):
        case "OBJECT_ROLE":
            roles.rename(state, parsed)
        case "OBJECT_DATABASE":
            databases.rename(state, parsed)
        case _:
            replication.rename(state, parsed)
