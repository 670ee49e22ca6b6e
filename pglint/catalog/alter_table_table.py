"""The lock that each step of ALTER TABLE takes on the table: the data behind pglint.catalog.alter_table.

src/backend/commands/tablecmds.c, AlterTableGetLockLevel, PostgreSQL 10 to 18; all but FINALIZE was seen on servers.
"""

from __future__ import annotations

from pglint.catalog.lock_modes import ACCESS_EXCLUSIVE, SHARE_ROW_EXCLUSIVE, SHARE_UPDATE_EXCLUSIVE
from pglint.record import NamedTuple


class Step(NamedTuple):
    """``words`` as in the manual. ``down``: partitions and inheriting tables are locked and changed with the table."""

    words: str
    mode: str
    down: bool = False


# fmt: off
STEPS: dict[str, Step] = {
    "AT_AddColumn": Step("ADD COLUMN", ACCESS_EXCLUSIVE, True),
    "AT_ColumnDefault": Step("ALTER COLUMN … DEFAULT", ACCESS_EXCLUSIVE, True),
    "AT_DropNotNull": Step("ALTER COLUMN … DROP NOT NULL", ACCESS_EXCLUSIVE, True),
    "AT_SetNotNull": Step("ALTER COLUMN … SET NOT NULL", ACCESS_EXCLUSIVE, True),
    "AT_SetExpression": Step("ALTER COLUMN … SET EXPRESSION", ACCESS_EXCLUSIVE, True),
    "AT_DropExpression": Step("ALTER COLUMN … DROP EXPRESSION", ACCESS_EXCLUSIVE, True),
    "AT_SetStatistics": Step("ALTER COLUMN … SET STATISTICS", SHARE_UPDATE_EXCLUSIVE, True),
    "AT_SetOptions": Step("ALTER COLUMN … SET (…)", SHARE_UPDATE_EXCLUSIVE),
    "AT_ResetOptions": Step("ALTER COLUMN … RESET (…)", SHARE_UPDATE_EXCLUSIVE),
    "AT_SetStorage": Step("ALTER COLUMN … SET STORAGE", ACCESS_EXCLUSIVE, True),
    "AT_SetCompression": Step("ALTER COLUMN … SET COMPRESSION", ACCESS_EXCLUSIVE),
    "AT_DropColumn": Step("DROP COLUMN", ACCESS_EXCLUSIVE, True),
    "AT_AddConstraint": Step("ADD CONSTRAINT", ACCESS_EXCLUSIVE, True),
    "AT_AlterConstraint": Step("ALTER CONSTRAINT", ACCESS_EXCLUSIVE, True),
    "AT_ValidateConstraint": Step("VALIDATE CONSTRAINT", SHARE_UPDATE_EXCLUSIVE, True),
    "AT_DropConstraint": Step("DROP CONSTRAINT", ACCESS_EXCLUSIVE, True),
    "AT_AlterColumnType": Step("ALTER COLUMN … TYPE", ACCESS_EXCLUSIVE, True),
    "AT_AlterColumnGenericOptions": Step("ALTER COLUMN … OPTIONS", ACCESS_EXCLUSIVE),
    "AT_ChangeOwner": Step("OWNER TO", ACCESS_EXCLUSIVE),
    "AT_ClusterOn": Step("CLUSTER ON", SHARE_UPDATE_EXCLUSIVE),
    "AT_DropCluster": Step("SET WITHOUT CLUSTER", SHARE_UPDATE_EXCLUSIVE),
    "AT_SetLogged": Step("SET LOGGED", ACCESS_EXCLUSIVE),
    "AT_SetUnLogged": Step("SET UNLOGGED", ACCESS_EXCLUSIVE),
    "AT_DropOids": Step("SET WITHOUT OIDS", ACCESS_EXCLUSIVE),
    "AT_SetAccessMethod": Step("SET ACCESS METHOD", ACCESS_EXCLUSIVE),
    "AT_SetTableSpace": Step("SET TABLESPACE", ACCESS_EXCLUSIVE),
    "AT_SetRelOptions": Step("SET (…)", ACCESS_EXCLUSIVE),
    "AT_ResetRelOptions": Step("RESET (…)", ACCESS_EXCLUSIVE),
    "AT_EnableTrig": Step("ENABLE TRIGGER", SHARE_ROW_EXCLUSIVE, True),
    "AT_EnableAlwaysTrig": Step("ENABLE ALWAYS TRIGGER", SHARE_ROW_EXCLUSIVE, True),
    "AT_EnableReplicaTrig": Step("ENABLE REPLICA TRIGGER", SHARE_ROW_EXCLUSIVE, True),
    "AT_DisableTrig": Step("DISABLE TRIGGER", SHARE_ROW_EXCLUSIVE, True),
    "AT_EnableTrigAll": Step("ENABLE TRIGGER ALL", SHARE_ROW_EXCLUSIVE, True),
    "AT_DisableTrigAll": Step("DISABLE TRIGGER ALL", SHARE_ROW_EXCLUSIVE, True),
    "AT_EnableTrigUser": Step("ENABLE TRIGGER USER", SHARE_ROW_EXCLUSIVE, True),
    "AT_DisableTrigUser": Step("DISABLE TRIGGER USER", SHARE_ROW_EXCLUSIVE, True),
    "AT_EnableRule": Step("ENABLE RULE", ACCESS_EXCLUSIVE),
    "AT_EnableAlwaysRule": Step("ENABLE ALWAYS RULE", ACCESS_EXCLUSIVE),
    "AT_EnableReplicaRule": Step("ENABLE REPLICA RULE", ACCESS_EXCLUSIVE),
    "AT_DisableRule": Step("DISABLE RULE", ACCESS_EXCLUSIVE),
    "AT_AddInherit": Step("INHERIT", ACCESS_EXCLUSIVE),
    "AT_DropInherit": Step("NO INHERIT", ACCESS_EXCLUSIVE),
    "AT_AddOf": Step("OF", ACCESS_EXCLUSIVE),
    "AT_DropOf": Step("NOT OF", ACCESS_EXCLUSIVE),
    "AT_ReplicaIdentity": Step("REPLICA IDENTITY", ACCESS_EXCLUSIVE),
    "AT_EnableRowSecurity": Step("ENABLE ROW LEVEL SECURITY", ACCESS_EXCLUSIVE),
    "AT_DisableRowSecurity": Step("DISABLE ROW LEVEL SECURITY", ACCESS_EXCLUSIVE),
    "AT_ForceRowSecurity": Step("FORCE ROW LEVEL SECURITY", ACCESS_EXCLUSIVE),
    "AT_NoForceRowSecurity": Step("NO FORCE ROW LEVEL SECURITY", ACCESS_EXCLUSIVE),
    "AT_GenericOptions": Step("OPTIONS", ACCESS_EXCLUSIVE),
    "AT_AttachPartition": Step("ATTACH PARTITION", SHARE_UPDATE_EXCLUSIVE),
    "AT_DetachPartition": Step("DETACH PARTITION", ACCESS_EXCLUSIVE),
    "AT_DetachPartitionFinalize": Step("DETACH PARTITION … FINALIZE", SHARE_UPDATE_EXCLUSIVE),
    "AT_AddIdentity": Step("ALTER COLUMN … ADD GENERATED", ACCESS_EXCLUSIVE, True),
    "AT_SetIdentity": Step("ALTER COLUMN … SET GENERATED", ACCESS_EXCLUSIVE, True),
    "AT_DropIdentity": Step("ALTER COLUMN … DROP IDENTITY", ACCESS_EXCLUSIVE, True),
}
# fmt: on
ATTACH_WEAKER_SINCE = 12
"""ATTACH PARTITION took ACCESS EXCLUSIVE on the partitioned table before."""
