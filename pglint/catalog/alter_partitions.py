"""What attaching, detaching and making partitions locks and reads, and what inheritance does.

Manual: ALTER TABLE, ATTACH PARTITION and DETACH PARTITION; CREATE TABLE, PARTITION OF.
"""

from __future__ import annotations

from pglint.catalog import lock_names
from pglint.catalog.alter_constraints import one_lock_more
from pglint.catalog.alter_table_table import ATTACH_WEAKER_SINCE
from pglint.catalog.lock_effect import NONE, Doubt, Effect, Lock, Touch, together
from pglint.catalog.lock_modes import (
    ACCESS_EXCLUSIVE,
    ACCESS_SHARE,
    SHARE_ROW_EXCLUSIVE,
    SHARE_UPDATE_EXCLUSIVE,
)
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pglint.catalog.alter_table import Handler
    from pglint.catalog.lock_effect import Known, Node

STRONGER_DETACH_SINCE = 14
"""DETACH PARTITION took SHARE UPDATE EXCLUSIVE on the partition before."""

KEYS_MADE_ANEW_SINCE = 12
"""Before, a new partition put no triggers on the tables that the partitioned table references."""


def mode_of_attach(major: int) -> str:
    """The lock of ATTACH PARTITION on the partitioned table."""
    return SHARE_UPDATE_EXCLUSIVE if major >= ATTACH_WEAKER_SINCE else ACCESS_EXCLUSIVE


def attach(table: str, step: Node, major: int, known: Known) -> Effect:
    """ATTACH PARTITION: the partition is read unless a CHECK of it already says what its bounds say."""
    partition = lock_names.relation(step["def"]["PartitionCmd"]["name"])
    why = "ATTACH PARTITION (the partition)"
    constraints = known.constraints(partition)
    if constraints is None:
        read = Effect(
            doubts=(Doubt("scans", partition, f"{why}: a CHECK that implies its bounds would spare the scan"),)
        )
    elif any(each.kind == "CHECK" and each.valid for each in constraints):
        read = Effect(doubts=(Doubt("scans", partition, f"{why}: read unless a CHECK of it implies its bounds"),))
    else:
        tables = [each for each in (partition, *(known.descendants(partition) or ())) if _holds_rows(each, known)]
        read = Effect(scans=tuple(Touch(each, why) for each in tables))
    locked = one_lock_more(partition, ACCESS_EXCLUSIVE, why, known)
    return together([locked, read, beside_default(table, "ATTACH PARTITION", known), _keys_made(table, major, known)])


def detach(table: str, step: Node, major: int, known: Known) -> Effect:
    """DETACH PARTITION; CONCURRENTLY (14) does it in two transactions of its own."""
    given = step["def"]["PartitionCmd"]
    partition = lock_names.relation(given["name"])
    if given.get("concurrent"):
        last = Lock(ACCESS_EXCLUSIVE, partition, "table", "DETACH PARTITION CONCURRENTLY (second transaction)")
        return Effect((last,), not_in_transaction=True)
    why = "DETACH PARTITION (the partition)"
    mode = ACCESS_EXCLUSIVE if major >= STRONGER_DETACH_SINCE else SHARE_UPDATE_EXCLUSIVE
    parts = [Effect((Lock(mode, partition, "table", why),))]
    if mode != ACCESS_EXCLUSIVE:
        doubt = f"{why}: with triggers for each row on {table}, its lock is {ACCESS_EXCLUSIVE}"
        parts.append(Effect(doubts=(Doubt("locks", partition, doubt),)))
    default = known.default_partition(table)
    if default:
        parts.append(one_lock_more(default, ACCESS_EXCLUSIVE, "DETACH PARTITION (default partition)", known))
    return together([*parts, _keys_of(table, known)])


def finalize(table: str, step: Node, major: int, known: Known) -> Effect:
    """DETACH PARTITION … FINALIZE, the second half of a concurrent one."""
    partition = lock_names.relation(step["def"]["PartitionCmd"]["name"])
    return Effect((Lock(ACCESS_EXCLUSIVE, partition, "table", "DETACH PARTITION … FINALIZE (the partition)"),))


def beside_default(table: str, words: str, known: Known) -> Effect:
    """A new partition next to a default one: no row of that may belong to the new one, so it is read."""
    default = known.default_partition(table)
    if not default:
        return NONE
    why = f"{words} (default partition)"
    tables = [each for each in (default, *(known.descendants(default) or ())) if _holds_rows(each, known)]
    read = Effect(scans=tuple(Touch(each, why) for each in tables))
    return together([one_lock_more(default, ACCESS_EXCLUSIVE, why, known), read])


def made(parent: str, major: int, known: Known) -> Effect:
    """CREATE TABLE … PARTITION OF."""
    locked = Effect((Lock(ACCESS_EXCLUSIVE, parent, "table", "PARTITION OF (partitioned table)"),))
    return together([locked, beside_default(parent, "PARTITION OF", known), _keys_made(parent, major, known)])


def inherit(table: str, step: Node, major: int, known: Known) -> Effect:
    """INHERIT, on the parent."""
    parent = lock_names.relation(step["def"]["RangeVar"])
    return Effect((Lock(SHARE_UPDATE_EXCLUSIVE, parent, "table", "INHERIT (parent)"),))


def no_inherit(table: str, step: Node, major: int, known: Known) -> Effect:
    """NO INHERIT, on the parent."""
    parent = lock_names.relation(step["def"]["RangeVar"])
    return Effect((Lock(ACCESS_SHARE, parent, "table", "NO INHERIT (parent)"),))


def _keys_made(table: str, major: int, known: Known) -> Effect:
    return _keys_of(table, known) if major >= KEYS_MADE_ANEW_SINCE else NONE


def _keys_of(table: str, known: Known) -> Effect:
    """Foreign keys of the partitioned table are each partition's too."""
    why = "FOREIGN KEY of the partitioned table (referenced table)"
    parts = [
        one_lock_more(key.references, SHARE_ROW_EXCLUSIVE, why, known)
        for key in known.constraints(table) or ()
        if key.kind == "FOREIGN KEY"
    ]
    return together(parts) if parts else NONE


def _holds_rows(table: str, known: Known) -> bool:
    return known.kind(table) != "partitioned table"


HANDLERS: Mapping[str, Handler] = {
    "AT_AttachPartition": attach,
    "AT_DetachPartition": detach,
    "AT_DetachPartitionFinalize": finalize,
    "AT_AddInherit": inherit,
    "AT_DropInherit": no_inherit,
}
"""By kind of step, for alter_table.py."""
