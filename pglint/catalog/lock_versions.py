"""What a statement surely does where its server may be one of several versions: what it does in all of them."""

from __future__ import annotations

from pglint.catalog import lock_modes, locks
from pglint.catalog.lock_effect import Doubt, Effect
from pglint.record import TYPE_CHECKING
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pglint.catalog.lock_effect import Known, Lock, Node, Touch

CHANGED = (11, 12, 13, 14, 15, 17, 18)
"""The versions in which some statement locks, rewrites or reads other things than in the one before."""
STEADY = ("InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "SelectStmt", "IndexStmt", "TruncateStmt")
"""Statements that did the same in all versions since 10."""
WHY = "not the same in every version of PostgreSQL that it may be"


def effect(tree: Node, majors: Sequence[int], known: Known) -> Effect | Unknown:
    """What ``locks.effect`` says, of these versions (in ascending order) taken together."""
    newest = locks.effect(tree, majors[-1], known)
    if len(majors) == 1 or isinstance(newest, Unknown) or next(iter(tree)) in STEADY:
        return newest
    oldest = locks.effect(tree, majors[0], known)
    if oldest == newest:  # no statement does in between what it does neither before nor after
        return newest
    # the answers of a version hold until the next in which something changed
    asked = [locks.effect(tree, major, known) for major in majors[1:-1] if major in CHANGED]
    return in_all([newest, *(each for each in (oldest, *asked) if isinstance(each, Effect))])


def in_all(effects: Sequence[Effect]) -> Effect:
    """What is common to all; where they differ, a doubt."""
    first, *others = effects
    if all(other == first for other in others):
        return first
    shared = tuple(lock for each in first.locks if (lock := _weakest(each, others)) is not None)
    doubts = [Doubt("locks", lock.object, WHY) for lock in _left(effects, shared, "locks")]
    rewrites = _touched_by_all(effects, "rewrites")
    doubts += [Doubt("rewrites", touch.object, WHY) for touch in _left(effects, rewrites, "rewrites")]
    scans = _touched_by_all(effects, "scans")
    doubts += [Doubt("scans", touch.object, WHY) for touch in _left(effects, scans, "scans")]
    apart = all(each.not_in_transaction for each in effects)
    if any(each.not_in_transaction for each in effects) and not apart:
        doubts.append(Doubt("transaction", "", WHY))
    validates = tuple(each for each in first.validates if all(each in other.validates for other in others))
    stated = (doubt for each in effects for doubt in each.doubts)
    return first._replace(
        locks=shared, rewrites=rewrites, scans=scans, not_in_transaction=apart, validates=validates,
        doubts=tuple(dict.fromkeys([*stated, *doubts])),
    )  # fmt: skip


def _weakest(lock: Lock, others: Iterable[Effect]) -> Lock | None:
    """The lock that a relation has in all effects; None where one of them has none."""
    found = lock
    for other in others:
        same = next((each for each in other.locks if (each.object, each.kind) == (lock.object, lock.kind)), None)
        if same is None:
            return None
        found = min(found, same, key=lambda each: lock_modes.strength(each.mode))
    return found


def _touched_by_all(effects: Sequence[Effect], name: str) -> tuple[Touch, ...]:
    objects = [{touch.object for touch in getattr(each, name)} for each in effects]
    everywhere = set.intersection(*objects)
    return tuple(touch for touch in getattr(effects[0], name) if touch.object in everywhere)


def _left(effects: Iterable[Effect], shared: Iterable[Lock | Touch], name: str) -> list[Lock | Touch]:
    """What some do, and not all."""
    kept = set(shared)
    objects = {each.object for each in kept}
    found = (each for effect in effects for each in getattr(effect, name) if each not in kept)
    return list({each.object: each for each in found if name == "locks" or each.object not in objects}.values())
