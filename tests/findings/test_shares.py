"""Statements asked by several processes: the findings, in the order, that one finds; nothing is lost where one fails."""

import os

import pytest

from pglint import check
from pglint.config import Config
from pglint.findings.engine import Engine
from pglint.findings.finding import Outcome
from pglint.findings.selection import Selection
from pglint.rulebook.load import rules
from pglint.stacks import workers
from pglint.tree import Memory

FILES = {
    "postgresql.conf": "max_connections = 20\n",
    "pgbouncer.ini": "[databases]\napp = host=db user=app pool_size=40\n[pgbouncer]\npool_mode = transaction\n",
    "queries/a.sql": "LISTEN orders;\nSET lock_timeout = 1;\nSELECT pg_advisory_lock(:x);\n",
    **{
        f"db/migration/V{number}__x.sql": (
            f"CREATE TABLE t{number} (a int);\nSET lock_timeout = {number % 3};\nALTER TABLE t{number - 1} ADD b int;\n"
            f"CREATE INDEX ON t{max(number - 2, 0)} (a);\nALTER TABLE x ALTER a SET NOT NULL;\n"
        )
        for number in range(1, 30)
    },
}
LISTED = [(path, "sql" if path.endswith(".sql") else path) for path in sorted(FILES)]


def outcome(monkeypatch: pytest.MonkeyPatch, count: int) -> Outcome:
    monkeypatch.setattr(check, "MANY", 1 if count else 10**9)
    monkeypatch.setattr(workers, "processors", lambda: count)
    return check.run(Memory(FILES), LISTED, Config(), Selection(), rules((), use_cache=True))


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_several_find_what_one_does(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    alone = outcome(monkeypatch, 0)
    assert {finding.code for finding in alone.findings} >= {"CAP001", "MIG001", "TMO011", "MODE002"}
    assert any(question.code == "MIG003" for question in alone.unknown)
    assert repr(outcome(monkeypatch, count)) == repr(alone)


def test_what_a_process_cannot_do_is_done_again(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = outcome(monkeypatch, 0)
    here, ask = os.getpid(), Engine.ask

    def failing(engine, subject):
        if os.getpid() != here:
            raise MemoryError
        return ask(engine, subject)

    monkeypatch.setattr(Engine, "ask", failing)
    assert repr(outcome(monkeypatch, 2)) == repr(alone)


def test_an_error_of_ours_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ask = Engine.ask

    def noting(engine, subject):
        if subject.kind == "statement" and subject.fallback.path == "db/migration/V7__x.sql":
            engine.internal.append("V7")
        return ask(engine, subject)

    monkeypatch.setattr(Engine, "ask", noting)
    assert outcome(monkeypatch, 0).internal == outcome(monkeypatch, 3).internal == ("V7",)
