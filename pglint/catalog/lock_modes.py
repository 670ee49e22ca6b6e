"""The eight modes in which a table can be locked, and which of them exclude each other.

Manual: chapter Explicit Locking, table Conflicting Lock Modes; src/backend/storage/lmgr/lock.c, LockConflicts.
"""

from __future__ import annotations

ACCESS_SHARE = "ACCESS SHARE"
ROW_SHARE = "ROW SHARE"
ROW_EXCLUSIVE = "ROW EXCLUSIVE"
SHARE_UPDATE_EXCLUSIVE = "SHARE UPDATE EXCLUSIVE"
SHARE = "SHARE"
SHARE_ROW_EXCLUSIVE = "SHARE ROW EXCLUSIVE"
EXCLUSIVE = "EXCLUSIVE"
ACCESS_EXCLUSIVE = "ACCESS EXCLUSIVE"

MODES = (
    ACCESS_SHARE,
    ROW_SHARE,
    ROW_EXCLUSIVE,
    SHARE_UPDATE_EXCLUSIVE,
    SHARE,
    SHARE_ROW_EXCLUSIVE,
    EXCLUSIVE,
    ACCESS_EXCLUSIVE,
)
"""From the weakest to the strongest. The place in this order, from 1, is the mode's number in LOCK's parse tree."""

CONFLICTS = {
    ACCESS_SHARE: (ACCESS_EXCLUSIVE,),
    ROW_SHARE: (EXCLUSIVE, ACCESS_EXCLUSIVE),
    ROW_EXCLUSIVE: (SHARE, SHARE_ROW_EXCLUSIVE, EXCLUSIVE, ACCESS_EXCLUSIVE),
    SHARE_UPDATE_EXCLUSIVE: (SHARE_UPDATE_EXCLUSIVE, SHARE, SHARE_ROW_EXCLUSIVE, EXCLUSIVE, ACCESS_EXCLUSIVE),
    SHARE: (ROW_EXCLUSIVE, SHARE_UPDATE_EXCLUSIVE, SHARE_ROW_EXCLUSIVE, EXCLUSIVE, ACCESS_EXCLUSIVE),
    SHARE_ROW_EXCLUSIVE: MODES[2:],
    EXCLUSIVE: MODES[1:],
    ACCESS_EXCLUSIVE: MODES,
}

_BLOCKED = {
    ACCESS_SHARE: "",
    ROW_SHARE: "",
    ROW_EXCLUSIVE: "",
    SHARE_UPDATE_EXCLUSIVE: "VACUUM, ANALYZE and schema changes",
    SHARE: "INSERT, UPDATE, DELETE and MERGE",
    SHARE_ROW_EXCLUSIVE: "INSERT, UPDATE, DELETE and MERGE",
    EXCLUSIVE: "INSERT, UPDATE, DELETE, MERGE and SELECT … FOR UPDATE or SHARE",
    ACCESS_EXCLUSIVE: "SELECT and everything else",
}


_BLOCKED_OF_VIEW = {
    SHARE: "REFRESH, VACUUM and ANALYZE",
    SHARE_ROW_EXCLUSIVE: "REFRESH, VACUUM and ANALYZE",
    EXCLUSIVE: "REFRESH, VACUUM and ANALYZE",
}
"""Nothing else writes to a materialized view."""


_STRENGTH = {mode: number for number, mode in enumerate(MODES, 1)}


def strength(mode: str) -> int:
    """The place of a mode in the order, from 1: a statement that needs several takes the one with the largest."""
    return _STRENGTH[mode]


def strongest(*modes: str) -> str:
    """What a statement takes that needs all of these."""
    return max(modes, key=strength)


def excludes(held: str, wanted: str) -> bool:
    """Whether a session that wants one waits for another session that holds one."""
    return wanted in CONFLICTS[held]


def blocked(mode: str) -> str:
    """What waits behind a lock, for messages; empty for locks that only stop schema changes."""
    return _BLOCKED[mode]


def blocked_of_view(mode: str) -> str:
    """The same where a materialized view is locked."""
    return _BLOCKED_OF_VIEW.get(mode) or _BLOCKED[mode]
