"""SQL read by several processes: the same facts in the same order as by one, and nobody's error hides another's."""

import pytest

from pglint import check
from pglint.config import Config
from pglint.findings.selection import Selection
from pglint.formats.migrations.script import Folder, Script
from pglint.replay import replay
from pglint.rulebook.load import rules
from pglint.stacks import carried, sql, workers
from pglint.stacks.units import read
from pglint.tree import Memory

FILES = {
    "a/migrations/V1__roles.sql": "CREATE ROLE a LOGIN CONNECTION LIMIT 5;\nALTER TABLE t ADD COLUMN ä text;\n",
    "a/migrations/V2__more.sql": "ALTER ROLE a CONNECTION LIMIT 7;\nSET lock_timeout = :x;\nDROP TABLE t;\n",
    "b/migrations/V1__roles.sql": "CREATE ROLE b PASSWORD 'x';\nALTER SYSTEM SET max_connections = 50;\n",
    "queries/one.sql": "LISTEN orders;\n",
    "queries/two.sql": "SELECT 1;\n",
    "roles.sql": "\\c app\nCREATE ROLE c;\nSELECT FROM;\n",
    "dump.sql": "-- PostgreSQL database cluster dump\nCREATE ROLE d;\n",
}
LISTED = [(path, "sql") for path in FILES]


@pytest.fixture
def spread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql, "WORTH_SPREADING", -(10**9))
    monkeypatch.setattr(workers, "processors", lambda: 3)


def said() -> str:
    units = read(Memory(FILES), LISTED)
    assert units.internal == []
    return repr((units.replays, units.faults, units.others, units.unread))


def test_several_processes_say_what_one_does(spread: None, monkeypatch: pytest.MonkeyPatch) -> None:
    started = []
    start = workers._start
    monkeypatch.setattr(workers, "_start", lambda *given: started.append(1) or start(*given))
    several = said()
    assert len(started) == 2
    monkeypatch.setattr(workers, "processors", lambda: 1)
    assert said() == several
    assert len(started) == 2


@pytest.mark.parametrize("count", [1, 2, 3])
def test_an_error_of_ours_leaves_out_one_sequence(
    spread: None, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    whole = replay.replay

    def broken(folder, *given):
        if folder.path == "b/migrations":
            raise KeyError("b")
        return whole(folder, *given)

    monkeypatch.setattr(replay, "replay", broken)
    monkeypatch.setattr(workers, "processors", lambda: count)
    units = read(Memory(FILES), LISTED)
    assert [each.home.path for each in units.replays][:1] == ["a/migrations/V1__roles.sql"]
    assert not any(each.home.path.startswith("b/") for each in units.replays)
    assert any(each.home.path == "roles.sql" for each in units.replays)
    (internal,) = units.internal
    assert "SQL in b/migrations" in internal
    assert "KeyError" in internal


def test_what_is_carried_is_the_same_with_the_files_that_are_there() -> None:
    tree = Memory(FILES)
    replays = read(tree, LISTED).replays
    found = carried.unpacked(carried.packed(replays), tree)
    assert repr(found) == repr(replays)
    place = found[0].statements[0].span
    assert place.source is tree.source(place.path)


LONG = {
    f"db/migration/V{number}__x.sql": (
        f"CREATE TABLE t{number} (a int);\nALTER TABLE t{number - 1} ADD COLUMN b text;\n"
        f"ALTER ROLE app CONNECTION LIMIT {number};\nSELECT 1 FROM ;\nSET lock_timeout = '{number}s';\n"
        f"CREATE INDEX ON t{max(number - 3, 0)} (b);\nDO $$ BEGIN EXECUTE 'SET work_mem = 1'; END $$;\n"
        f"CREATE FUNCTION f{number}() RETURNS void LANGUAGE plpgsql AS $$ BEGIN SET lock_timeout = 1; END $$;\n"
        f"SELECT f{number}();\nALTER SYSTEM SET work_mem = {number * 64};\nSET LOCAL statement_timeout = 5;\n"
        + ("BEGIN;\n" if number % 4 == 3 else "")
    )
    for number in range(1, 24)
}
CALLBACKS = {
    "db/migration/beforeMigrate.sql": "SET lock_timeout = '9s';\nSELECT FROM x WHERE;\n",
    "db/migration/beforeEachMigrate.sql": "SET statement_timeout = '1min';\n",
}


@pytest.mark.parametrize("count", [2, 3, 4])
@pytest.mark.parametrize("callbacks", [{}, CALLBACKS])
def test_a_sequence_in_parts_is_the_same(
    spread: None, monkeypatch: pytest.MonkeyPatch, count: int, callbacks: dict[str, str]
) -> None:
    files = {**LONG, **callbacks}
    listed = [(path, "sql") for path in sorted(files)]

    def told() -> str:
        units = read(Memory(files), listed)
        assert units.internal == []
        return repr((units.replays, units.faults, units.others, units.unread))

    monkeypatch.setattr(workers, "processors", lambda: 1)
    whole = told()
    assert whole.count("StatementFact(") > 150
    monkeypatch.setattr(workers, "processors", lambda: count)
    monkeypatch.setattr(sql, "WORTH_PARTING", 0)
    started = []
    start = workers._start
    monkeypatch.setattr(workers, "_start", lambda *given: started.append(1) or start(*given))
    assert told() == whole
    assert len(started) == count - 1


@pytest.mark.parametrize(
    ("sizes", "count", "expected"),
    [
        ([10] * 10, 1, [(0, 10)]),
        ([10] * 10, 2, [(0, 7), (7, 10)]),
        ([10] * 10, 3, [(0, 7), (7, 9), (9, 10)]),
        ([1, 1, 1000, 1], 2, [(0, 3), (3, 4)]),
        ([1000, 1], 2, [(0, 1), (1, 2)]),
        ([1000], 4, [(0, 1)]),
    ],
)
def test_parts(sizes: list[int], count: int, expected: list[tuple[int, int]]) -> None:
    scripts = tuple(Script(f"{at}.sql", "folder", "", 0, size, "each", "") for at, size in enumerate(sizes))
    assert replay.parts(Folder("x", "folder", scripts), count) == expected


@pytest.mark.parametrize(("selection", "expected"), [(Selection(), {"CFG010"}), (Selection(select=("MIG",)), set())])
def test_what_is_not_read_is_told_where_that_is_asked(selection: Selection, expected: set[str]) -> None:
    tree = Memory({"roles.sql": "\\i elsewhere.sql\nCREATE ROLE a;\n"})
    outcome = check.run(tree, [("roles.sql", "sql")], Config(), selection, rules((), use_cache=True))
    found = [question for question in outcome.unknown if question.reason == "the file that it reads is not known"]
    assert {question.code for question in found} == expected
