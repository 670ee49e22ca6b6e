"""Files of a project in, what they come to out: sequences in their order, sessions from file to file, files by themselves."""

import pytest

from pglint.cluster_facts import RoleFact
from pglint.config.records import MigrationsDecl
from pglint.replay.replay import read, single
from pglint.source import Source, Span
from pglint.tree import Memory
from pglint.values import Cell
from tests.replay.playing import UNKNOWN, timeouts

ALTER = "ALTER TABLE t ADD c int;"
FLYWAY = "src/main/resources/db/migration/"


def declared(**given):
    session = {name: Cell(value) for name, value in given.pop("session", {}).items()}
    cells = {name: Cell(value) for name, value in given.items() if name in ("from_", "via")}
    return MigrationsDecl(Span(Source("pglint.toml", ""), 0, 0), session=session, **{**given, **cells})


def whole(files, **given):
    return read(Memory(files), files, **given)


def alters(found):
    return [fact for fact in found.statements if fact.kind == "AlterTableStmt"]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        # each file is taken to be the first of its run
        ({"migrations/1.sql": "SET lock_timeout = 5;", "migrations/2.sql": ALTER}, [None]),
        ({"migrations/1.sql": "SET lock_timeout = 5; RESET lock_timeout;", "migrations/2.sql": ALTER}, [None]),
        ({"migrations/1.sql": "SET lock_timeout = 5;", "migrations/2.sql": f"RESET lock_timeout; {ALTER}"}, [None]),
        ({"migrations/1.sql": "SET lock_timeout = 5;", "migrations/2.sql": f"SET lock_timeout = 6; {ALTER}"}, [6]),
        ({"migrations/1.sql": "BEGIN; SET LOCAL lock_timeout = 5; COMMIT;", "migrations/2.sql": ALTER}, [None]),
        ({"migrations/1.sql": ALTER, "migrations/2.sql": "SET lock_timeout = 5;", "migrations/10.sql": ALTER}, [None, None]),
        # the image runs a psql for each
        ({"docker-entrypoint-initdb.d/1.sql": "SET lock_timeout = 5;", "docker-entrypoint-initdb.d/2.sql": ALTER}, [None]),
        # defaults of later sessions
        ({"docker-entrypoint-initdb.d/1.sql": f"ALTER ROLE ALL SET lock_timeout = 5; {ALTER}",
          "docker-entrypoint-initdb.d/2.sql": ALTER}, [None, 5]),
        ({"docker-entrypoint-initdb.d/1.sql": f"ALTER DATABASE d SET lock_timeout = 5; {ALTER}\n\\c d\n{ALTER}\n\\c e\n{ALTER}",
          "docker-entrypoint-initdb.d/2.sql": ALTER}, [None, 5, None, UNKNOWN]),
        ({"docker-entrypoint-initdb.d/1.sql": f"CREATE ROLE a; ALTER ROLE a SET lock_timeout = 5;\n\\c - a\n{ALTER}\n\\c - b\n{ALTER}"},
         [5, None]),
        ({"docker-entrypoint-initdb.d/1.sql": f"ALTER ROLE a SET lock_timeout = 5; ALTER ROLE a IN DATABASE d SET lock_timeout = 6;\n"
          f"\\c d a\n{ALTER}\n\\c 'host=x dbname=e user=a'\n{ALTER}"}, [6, 5]),
        ({"migrations/1.sql": "ALTER ROLE a SET lock_timeout = 5;", "migrations/2.sql": ALTER}, [None]),
    ],
)  # fmt: skip
def test_sessions(files, expected):
    (found,) = whole(files)
    assert [timeouts(fact).get("lock") for fact in alters(found)] == expected


def test_the_role_that_runs_migrations():
    files = {"migrations/1.sql": f"ALTER ROLE a SET lock_timeout = 5; {ALTER}", "migrations/2.sql": ALTER}
    (found,) = whole(files, role="a")
    first, second = alters(found)
    assert (timeouts(first).get("lock"), timeouts(second).get("lock")) == (None, 5)
    assert first.role == "a"


def test_what_the_configuration_declares():
    files = {f"{FLYWAY}V1__a.sql": ALTER, f"{FLYWAY}V2__b.sql": f"SET lock_timeout = 0; {ALTER}", f"{FLYWAY}V3__c.sql": ALTER}
    (found,) = whole(files, declared=declared(session={"lock_timeout": "2s"}, from_="2", via="pooler"))
    assert [timeouts(fact).get("lock") for fact in alters(found)] == [2000, 0, 2000]
    assert [fact.judged for fact in alters(found)] == [False, True, True]
    assert {(fact.via, fact.assumed) for fact in found.statements} == {("pooler", False)}


@pytest.mark.parametrize(
    ("callbacks", "second", "expected"),
    [
        ({"beforeEachMigrate": "SET lock_timeout = '3s';"}, ALTER, [3000, 3000, 3000]),
        ({"beforeEachMigrate": "SET LOCAL lock_timeout = '3s';"}, ALTER, [3000, 3000, 3000]),
        ({"beforeMigrate": "SET lock_timeout = '3s';"}, ALTER, [3000, 3000, 3000]),
        ({"beforeMigrate": "SET lock_timeout = '3s';"}, f"RESET lock_timeout; {ALTER}", [3000, None, 3000]),
        ({"beforeMigrate": "SET LOCAL lock_timeout = '3s';"}, ALTER, [None, None, None]),
        ({"beforeMigrate": "SET lock_timeout = 1;", "beforeEachMigrate": "SET LOCAL lock_timeout = 2;"}, ALTER, [2, 2, 2]),
    ],
)
def test_callbacks(callbacks, second, expected):
    files = {f"{FLYWAY}V1__a.sql": ALTER, f"{FLYWAY}V2__b.sql": second, f"{FLYWAY}V3__c.sql": ALTER}
    files |= {f"{FLYWAY}{name}.sql": text for name, text in callbacks.items()}
    (found,) = whole(files)
    assert [timeouts(fact).get("lock") for fact in alters(found)] == expected
    assert sum("before" in fact.span.path for fact in found.statements) == len(callbacks)


def test_the_state_after_the_last_migration():
    files = {
        "migrations/1_a.sql": "CREATE ROLE app LOGIN; CREATE ROLE old LOGIN;",
        "migrations/2_b.sql": "ALTER ROLE app CONNECTION LIMIT 5; DROP ROLE old; ALTER SYSTEM SET work_mem = '1MB';",
        "migrations/10_c.sql": "ALTER ROLE app CONNECTION LIMIT 10; ALTER SYSTEM SET fsync = off;",
    }
    (found,) = whole(files)
    assert found.paths == tuple(files)
    roles = {fact.name: fact for fact in found.facts if isinstance(fact, RoleFact)}
    assert (roles["app"].connection_limit.value, roles["app"].connection_limit.span.path) == (10, "migrations/10_c.sql")
    assert (roles["old"].dropped, roles["old"].span.path) == (True, "migrations/2_b.sql")
    assert roles["app"].home.path == "migrations/1_a.sql"
    assert [(setting.name, setting.span.path) for setting in found.settings] == [
        ("work_mem", "migrations/2_b.sql"), ("fsync", "migrations/10_c.sql"),
    ]  # fmt: skip


def test_new_in_its_own_migration_only():
    files = {"migrations/1.sql": "CREATE TABLE t (a int); ALTER TABLE t ADD b int;", "migrations/2.sql": "ALTER TABLE t ALTER a TYPE bigint;"}
    (found,) = whole(files)
    assert [set(fact.new) for fact in alters(found)] == [{"t"}, set()]
    assert [touch.object for touch in alters(found)[1].effect.rewrites] == ["t"]


def test_down_parts_do_not_count():
    files = {"migrations/1.sql": "-- +goose Up\nCREATE ROLE a;\n-- +goose Down\nDROP ROLE a;\n"}
    (found,) = whole(files)
    (role,) = found.facts
    assert (role.name, role.dropped) == ("a", False)
    assert [fact.transaction for fact in found.statements] == ["runner"]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("queries/lock.sql", "SELECT pg_advisory_lock(1);", ("query", "pooler", True, "unknown")),
        ("db/init.sql", "CREATE ROLE a;", ("setup", "direct", True, "unknown")),
        ("db/init.sql", "\\set x 1\nCREATE ROLE a;", ("setup", "direct", True, "none")),
        ("docker-entrypoint-initdb.d/1.sql", "CREATE ROLE a;", ("setup", "direct", True, "none")),
        ("jobs/nightly.sql", "VACUUM FULL t;", ("job", "pooler", True, "unknown")),
        ("q.sql", "-- name: Get :one\nSELECT pg_try_advisory_lock($1);", ("query", "pooler", True, "unknown")),
        ("backup/roles.sql", "-- PostgreSQL database cluster dump\nCREATE ROLE a;", ("dump", "direct", True, "none")),
        ("migrations/1.sql", "CREATE ROLE a;", ("migration", "direct", True, "unknown")),
    ],
)
def test_uses(path, text, expected):
    (found,) = whole({path: text})
    fact = found.statements[-1]
    assert (fact.use, fact.via, fact.assumed, fact.transaction) == expected
    assert found.use == fact.use


def test_a_function_goes_through_the_pooler():
    (found,) = whole({"migrations/1.sql": "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN SET work_mem = 1; END $$;"})
    _, inner = found.statements
    assert (inner.use, inner.via, inner.assumed, inner.transaction) == ("function", "pooler", True, "unknown")
    assert timeouts(inner)["lock"] == UNKNOWN
    assert inner.span.text == "SET work_mem = 1"


@pytest.mark.parametrize("path", ["tests/roles.sql", "db/mysql/1.sql", "x--1.0.sql", "notes.txt", "empty.sql"])
def test_what_is_left_alone(path):
    text = "" if path == "empty.sql" else "CREATE ROLE a;"
    assert whole({path: text}) == []


def test_a_dump_costs_nothing_but_what_it_states(monkeypatch):
    from pglint.formats.sql import parse

    parsed = []
    real = parse.tree
    monkeypatch.setattr(parse, "tree", lambda statement: parsed.append(statement.span.text) or real(statement))
    lines = ["-- PostgreSQL database cluster dump", "SET lock_timeout = 0;", "CREATE TABLE t (a int);", "ALTER TABLE t ADD b int;",
             "COPY t FROM stdin;", "1", "\\.", "CREATE ROLE a;", "GRANT SELECT ON t TO a;"]  # fmt: skip
    (found,) = whole({"dump.sql": "\n".join(lines)})
    assert parsed == ["CREATE ROLE a"]
    assert [fact.name for fact in found.facts] == ["a"]


def test_statements_that_cannot_matter_are_not_parsed(monkeypatch):
    from pglint.formats.sql import parse

    monkeypatch.setattr(parse, "tree", lambda statement: pytest.fail(statement.span.text))
    text = (
        "INSERT INTO t VALUES (1); SELECT * FROM t; COMMENT ON TABLE t IS 'x'; GRANT SELECT ON t TO a; CREATE VIEW v AS SELECT 1;"
        " CREATE EXTENSION x; CREATE SEQUENCE s; ANALYZE t; NOTIFY a; CREATE USER MAPPING FOR a SERVER s; EXPLAIN SELECT 1;"
        " DROP FUNCTION f(); SHOW lock_timeout; COPY t TO stdout;"
    )
    assert single(Memory({"a.sql": text}), "a.sql", "setup").statements == ()


def test_one_bad_statement_is_one_fault_and_the_others_count():
    text = "CREATE ROLE a;\nCREATE ROLE b LOGNI;\nCREATE ROLE c;\nCREATE TABEL t (a int);\n"
    found = single(Memory({"a.sql": text}), "a.sql", "setup")
    assert [(fault.kind, fault.span.line) for fault in found.faults] == [("syntax-error", 2)]
    assert [fact.name for fact in found.facts] == ["a", "c"]


def test_included_files():
    files = {
        "db/install.sql": "\\set ON_ERROR_STOP on\nSET lock_timeout = 5;\n\\ir roles/app.sql\n\\i db/tables.sql\n\\i nowhere.sql\n",
        "db/roles/app.sql": "CREATE ROLE app;\n\\ir ../more.sql\n",
        "db/more.sql": "CREATE ROLE more;\n\\ir roles/app.sql\n",
        "db/tables.sql": ALTER,
    }
    (found,) = whole(files)
    assert [fact.name for fact in found.facts] == ["app", "more"]
    assert [(timeouts(fact).get("lock"), fact.span.path) for fact in alters(found)] == [(UNKNOWN, "db/tables.sql")]
    assert [why.reason for why in found.unread] == ["the file that it reads is not known"] * 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DO $$ BEGIN EXECUTE 'CREATE ROLE ' || x; END $$;", "EXECUTE of a text that is put together when it runs"),
        ("SELECT format('CREATE ROLE %I', x) FROM y \\gexec\n", "\\gexec runs what a query puts together"),
        ("\\i :file\n", "the file that it reads is not known"),
        ("{{ statements }}\nCREATE ROLE a;", "a template puts statements here"),
    ],
)
def test_what_may_be_missing(text, expected):
    assert [why.reason for why in single(Memory({"a.sql": text}), "a.sql", "setup").unread] == [expected]


def test_dropped_roles_count_where_the_order_is_known():
    (alone,) = whole({"db/cleanup_users.sql": "DROP ROLE a; CREATE ROLE b;"})
    assert [fact.name for fact in alone.facts] == ["b"]
