"""Statements whose locks, rewrites and scans differ by version: what holds in all the versions that may be meant."""

import pytest

from pglint.catalog import lock_modes, locks
from pglint.catalog.lock_effect import Effect, Nothing
from pglint.catalog.lock_versions import CHANGED, STEADY, effect
from pglint.values import Unknown
from tests.lock_cases import by_major, known, parsed

NEW = (14, 15, 16, 17, 18)

CASES_BY_VERSION = [
    ("GRANT SELECT ON t TO app", (17,), [], []),
    ("ALTER INDEX i RENAME TO j", (11, 12), [("SHARE UPDATE EXCLUSIVE", "i")], ["locks"]),
    ("ALTER INDEX i RENAME TO j", (12, 13), [("SHARE UPDATE EXCLUSIVE", "i")], []),
    ("ALTER TABLE t ADD COLUMN c int DEFAULT 1", (10, 11), [("ACCESS EXCLUSIVE", "t")], ["rewrites"]),
    ("ALTER TABLE t ADD COLUMN c int DEFAULT 1", NEW, [("ACCESS EXCLUSIVE", "t")], []),
    ("ALTER TYPE e ADD VALUE 'x'", (11, 12), [], ["transaction"]),
    ("CREATE INDEX i ON t (a)", NEW, [("SHARE", "t")], []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "majors", "held", "doubts"), CASES_BY_VERSION)
def test_what_holds_in_all_versions(
    text: str, majors: tuple[int, ...], held: list[tuple[str, str]], doubts: list[str]
) -> None:
    found = effect(parsed(text), majors, Nothing())
    assert isinstance(found, Effect)
    assert [(lock.mode, lock.object) for lock in found.locks] == held
    assert [doubt.about for doubt in found.doubts if "version" in doubt.why] == doubts


def test_no_version_does_less_than_what_holds_in_all() -> None:
    """Asked of every statement that was compared with real servers, in the versions that know it."""
    asked = 0
    for text, seen in by_major().items():
        if not set(NEW) <= set(seen):
            continue
        tree, there = parsed(text), known(18)
        each = {major: locks.effect(tree, major, there) for major in range(10, 19)}
        assert all(each[major] == each[major - 1] for major in range(11, 19) if major not in CHANGED), text
        if next(iter(tree)) in STEADY:
            assert all(each[major] == each[18] for major in range(10, 18)), text
        if each[14] == each[18]:
            assert all(each[major] == each[18] for major in NEW), text
        together = effect(tree, NEW, there)
        if isinstance(together, Unknown):
            continue
        for major in NEW:
            alone = each[major]
            assert isinstance(alone, Effect)
            modes = {(lock.object, lock.kind): lock_modes.strength(lock.mode) for lock in alone.locks}
            held = {(lock.object, lock.kind): lock_modes.strength(lock.mode) for lock in together.locks}
            assert all(modes.get(key, 0) >= mode for key, mode in held.items()), text
            assert {touch.object for touch in together.rewrites} <= {touch.object for touch in alone.rewrites}
        asked += 1
    assert asked > 900
