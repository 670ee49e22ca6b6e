"""The strong locks for which statements may have to wait: those that their transaction does not have yet.

LockAcquire of src/backend/storage/lmgr/lock.c: a lock that the transaction has already, or a stronger one, is had at
once. Commands with CONCURRENTLY are left out: nobody waits behind what they wait for; so is NOWAIT.
"""

from __future__ import annotations

from pglint.catalog.lock_modes import SHARE, strength
from pglint.record import TYPE_CHECKING
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pglint.catalog.lock_effect import Lock
    from pglint.model.statement import Statement

    Held = dict[tuple[int, str], int]

STRONG = strength(SHARE)
"""The weakest lock that stops those who write."""
WITHOUT = ("CONCURRENTLY", "NOWAIT")


def locks(statements: Iterable[Statement]) -> list[Lock | Unknown | None]:
    """Of each statement the strongest of these; Unknown where statements before it may share its transaction."""
    held: Held = {}
    found = []
    for each in statements:
        found.append(_lock(each, held))
        _take(each, held)
    return found


def _lock(statement: Statement, held: Held) -> Lock | Unknown | None:
    strong = [lock for lock in statement.old_locks if strength(lock.mode) >= STRONG and not _is_without(lock)]
    block = statement.fact.block
    free = [lock for lock in strong if held.get((block, lock.object), 0) < strength(lock.mode)]
    if strong and not free and statement.fact.transaction == "unknown":
        return Unknown("it has the lock already if the runner opens a transaction", statement.fact.span)
    return max(free, key=lambda lock: strength(lock.mode), default=None)


def _is_without(lock: Lock) -> bool:
    return any(word in lock.why for word in WITHOUT)


def _take(statement: Statement, held: Held) -> None:
    block = statement.fact.block
    if not block:
        return
    for lock in statement.old_locks:
        key = (block, lock.object)
        held[key] = max(held.get(key, 0), strength(lock.mode))
