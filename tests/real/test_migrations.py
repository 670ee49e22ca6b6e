"""Files of migrations, run by psql as their tool runs them: they fail as MIG002, MIG006 and TMO018 say, and not otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from pglint.rulebook.examples import outcome
from pglint.rulebook.load import rules
from tests.real import programs
from tests.real.stack import SECONDS, Server, initialise, server

SERVER = programs.postgresql()
TITLE = f"migrations that fail, {programs.named('PostgreSQL', SERVER)}"
EACH, QUERY = "docker-entrypoint-initdb.d/01.sql", "migrations/1_change.up.sql"
"""A file that psql reads, and one that is sent as one query, as golang-migrate does it."""
BLOCK = "cannot run inside a transaction block"
BEFORE = "DROP TABLE IF EXISTS t, made; DROP DATABASE IF EXISTS shop; CREATE TABLE t (a int); CREATE INDEX t_a ON t (a);"


class Bad(NamedTuple):
    """``says`` is what the server says of ``text``, at whose line pglint finds ``code``; it does not of ``good``."""

    code: str
    path: str
    line: int
    text: str
    says: str
    good: str


def between(statement: str) -> tuple[str, str]:
    """In a transaction and after it."""
    return f"BEGIN;\n{statement};\nCOMMIT;\n", f"BEGIN;\nSELECT 1;\nCOMMIT;\n{statement};\n"


def refused(statement: str, words: str) -> Bad:
    bad, good = between(statement)
    return Bad("MIG002", EACH, 2, bad, f"{words} {BLOCK}", good)


def after(statement: str) -> Bad:
    """Behind a statement before which psql has opened a transaction, and alone."""
    bad, good = f"\\set AUTOCOMMIT off\nSELECT 1;\n{statement};\n", f"\\set AUTOCOMMIT off\n{statement};\n"
    return Bad("MIG002", EACH, 3, bad, BLOCK, good)


CASES = [
    refused("CREATE INDEX CONCURRENTLY t_b ON t (a)", "CREATE INDEX CONCURRENTLY"),
    refused("DROP INDEX CONCURRENTLY t_a", "DROP INDEX CONCURRENTLY"),
    refused("REINDEX TABLE CONCURRENTLY t", "REINDEX CONCURRENTLY"),
    refused("VACUUM t", "VACUUM"),
    refused("VACUUM (FULL) t", "VACUUM"),
    refused("CREATE DATABASE shop", "CREATE DATABASE"),
    refused("ALTER SYSTEM SET work_mem = '8MB'", "ALTER SYSTEM"),
    refused("REINDEX DATABASE postgres", "REINDEX DATABASE"),
    refused("DISCARD ALL", "DISCARD ALL"),
    Bad("MIG002", EACH, 1, "DO $$ BEGIN EXECUTE 'VACUUM t'; END $$;\n", "VACUUM cannot be executed from a function", "VACUUM t;\n"),
    Bad("MIG002", QUERY, 2, "SELECT 1;\nVACUUM t;\n", f"VACUUM {BLOCK}", "VACUUM t;\n"),
    *(after(statement) for statement in (
        "VACUUM t", "CREATE INDEX CONCURRENTLY t_b ON t (a)", "DROP INDEX CONCURRENTLY t_a", "REINDEX INDEX CONCURRENTLY t_a",
        "REINDEX DATABASE postgres", "CREATE DATABASE shop", "ALTER SYSTEM SET work_mem = '8MB'", "DISCARD ALL", "CLUSTER",
    )),
    Bad("TMO018", EACH, 1, "SET LOCAL lock_timeout = 5;\n", "WARNING:  SET LOCAL can only be used in transaction blocks", "BEGIN;\nSET LOCAL lock_timeout = 5;\nCOMMIT;\n"),
    Bad("TMO018", QUERY, 1, "SET LOCAL lock_timeout = 5;\n", "WARNING:  SET LOCAL can only", "SET LOCAL lock_timeout = 5;\nSELECT 1;\n"),
]  # fmt: skip
OPEN = [
    ("BEGIN;\nCREATE TABLE made (a int);\n", False),
    ("START TRANSACTION;\nSAVEPOINT a;\nCREATE TABLE made (a int);\nRELEASE a;\n", False),
    ("BEGIN;\nSELECT 1;\nCOMMIT AND CHAIN;\nCREATE TABLE made (a int);\n", False),
    ("BEGIN;\nCREATE TABLE made (a int);\nEND;\n", True),
    ("BEGIN;\nBEGIN;\nCREATE TABLE made (a int);\nCOMMIT;\n", True),
]

pytestmark = programs.needs(PostgreSQL=SERVER)


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    assert SERVER
    with programs.folder() as home:
        initialise(home, SERVER)
        with server(home, SERVER, "") as started:
            yield started


def run(running: Server, path: str, text: str) -> str:
    """What psql prints of a file."""
    running.sql(BEFORE)
    programs.write(running.home, {"change.sql": text})
    where = ("-h", str(running.home), "-p", str(running.port), "-U", "postgres", "-d", "postgres")
    given = ["-f", "change.sql"] if path == EACH else ["-c", text]
    done = programs.call([running.program.path.with_name("psql"), "-X", *where, *given], running.home, SECONDS)
    return done.stdout + done.stderr


def found(code: str, path: str, text: str) -> str:
    book = rules()
    rule = book.rule(code)
    assert rule
    return outcome(rule, {path: text}, book, [])


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code} {case.text!r}")
def test_fails(running: Server, case: Bad) -> None:
    assert case.says in run(running, case.path, case.text)
    assert found(case.code, case.path, case.text) == f"{case.path}:{case.line}"
    assert case.says not in run(running, case.path, case.good)
    assert found(case.code, case.path, case.good) == "nothing"


@pytest.mark.parametrize(("text", "lasts"), OPEN)
def test_what_is_not_committed_is_lost(running: Server, text: str, lasts: bool) -> None:
    run(running, EACH, text)
    assert ("made" in running.sql("SELECT to_regclass('made');")) == lasts
    assert (found("MIG006", EACH, text) == "nothing") == lasts
