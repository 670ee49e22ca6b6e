"""What statements use that a transaction or statement pool breaks."""

import pytest

from tests.replay.playing import facts

FUNCTION = "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN %s; END $$;"


def used(text, way="each"):
    return [(feature.kind, feature.text) for fact in facts(text, way) for feature in fact.features]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SET search_path = a;", [("setting", "SET search_path")]),
        ("RESET search_path;", [("setting", "RESET search_path")]),
        ("RESET ALL;", [("setting", "RESET ALL")]),
        ("SET x.tenant = '1';", [("setting", "SET x.tenant")]),
        ("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY;", [("setting", "SET session characteristics")]),
        ("SET statement_timeout = '5s';", [("timeout", "SET statement_timeout")]),
        ("SET ROLE x;", [("role", "SET ROLE")]),
        ("RESET ROLE;", [("role", "RESET ROLE")]),
        ("SET SESSION AUTHORIZATION x;", [("role", "SET SESSION AUTHORIZATION")]),
        ("SELECT set_config('x.tenant', '1', false);", [("setting", "set_config('x.tenant', …, false)")]),
        ("SELECT set_config('lock_timeout', '1', false);", [("timeout", "set_config('lock_timeout', …, false)")]),
        ("LISTEN a; UNLISTEN *;", [("listen", "LISTEN"), ("listen", "UNLISTEN")]),
        ("PREPARE p AS SELECT 1; EXECUTE p; DEALLOCATE p;",
         [("prepared statement", "PREPARE"), ("prepared statement", "EXECUTE"), ("prepared statement", "DEALLOCATE")]),
        ("DECLARE c CURSOR WITH HOLD FOR SELECT 1;", [("cursor", "a cursor WITH HOLD")]),
        ("LOAD 'auto_explain';", [("library", "LOAD")]),
        ("SELECT pg_advisory_lock(1);", [("advisory lock", "pg_advisory_lock()")]),
        ("SELECT CASE WHEN true THEN pg_try_advisory_lock(1) END;", [("advisory lock", "pg_try_advisory_lock()")]),
        ("WITH l AS (SELECT pg_try_advisory_lock_shared(1)) SELECT * FROM l;", [("advisory lock", "pg_try_advisory_lock_shared()")]),
        ("BEGIN; COMMIT;", [("transaction", "a transaction block")]),
        ("CREATE TEMP TABLE x (a int);", [("temporary table", "the temporary table x")]),
        ("CREATE TEMPORARY TABLE x AS SELECT 1;", [("temporary table", "the temporary table x")]),
        ("SELECT 1 INTO TEMP x;", [("temporary table", "the temporary table x")]),
        ("CREATE TEMP TABLE x (a int); DROP TABLE x;", [("temporary table", "the temporary table x")]),
        ("CREATE TEMP TABLE x (a int) ON COMMIT DELETE ROWS;", [("temporary table", "the temporary table x")]),
        (FUNCTION % "PERFORM pg_advisory_lock(1)", [("advisory lock", "pg_advisory_lock()")]),
        (FUNCTION % "PERFORM set_config('x.tenant', '1', false)", [("setting", "set_config('x.tenant', …, false)")]),
        (FUNCTION % "SET work_mem = '1GB'", [("setting", "SET work_mem")]),
        (FUNCTION % "EXECUTE 'SET ROLE x'", [("role", "SET ROLE")]),
        ("CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'SELECT pg_advisory_lock(1)';", [("advisory lock", "pg_advisory_lock()")]),
        ("DO $$ BEGIN PERFORM pg_advisory_lock(1); END $$;", [("advisory lock", "pg_advisory_lock()")]),
        # fine behind such a pool
        ("SET LOCAL search_path = a;", []),
        ("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;", []),
        ("SET application_name = 'x'; SET TIME ZONE 'UTC'; SET NAMES 'utf8'; SET DateStyle = 'ISO';", []),
        ("SELECT set_config('x.tenant', '1', true);", []),
        ("SELECT pg_advisory_xact_lock(1), pg_try_advisory_xact_lock(2);", []),
        ("NOTIFY a;", []),
        ("DECLARE c CURSOR FOR SELECT 1;", []),
        ("CREATE TEMP TABLE x (a int) ON COMMIT DROP;", []),
        ("CREATE TABLE x (a int);", []),
        ("CREATE INDEX ON listen (a); SELECT 'LISTEN a'; -- LISTEN a", []),
        (FUNCTION % "UPDATE t SET a = 1", []),
        ("CREATE FUNCTION f() RETURNS void LANGUAGE sql SET search_path = a AS 'SELECT 1';", []),
    ],
)  # fmt: skip
def test_features(text, expected):
    assert used(text) == expected


@pytest.mark.parametrize(
    ("way", "text", "expected"),
    [
        ("file", "CREATE TEMP TABLE x (a int); DROP TABLE x;", []),
        ("file", "CREATE TEMP TABLE x (a int);", ["temporary table"]),
        ("each", "BEGIN; CREATE TEMP TABLE x (a int); DROP TABLE IF EXISTS pg_temp.x; COMMIT;", ["transaction"]),
        ("each", "BEGIN; CREATE TEMP TABLE x (a int); COMMIT; DROP TABLE x;", ["transaction", "temporary table"]),
        ("each", "BEGIN; CREATE TEMP TABLE x (a int); ROLLBACK;", ["transaction"]),
        ("implicit", "CREATE TEMP TABLE x (a int); SELECT 1; DROP TABLE x;", []),
        ("unknown", "CREATE TEMP TABLE x (a int);", []),
        ("each", "DO $$ BEGIN CREATE TEMP TABLE x (a int); DROP TABLE x; END $$;", []),
        ("each", "DO $$ BEGIN CREATE TEMP TABLE x (a int); END $$;", ["temporary table"]),
    ],
)
def test_temporary_tables(way, text, expected):
    assert [kind for kind, _ in used(text, way)] == expected


def test_name_of_the_setting():
    assert [feature.name for fact in facts("SET x.Tenant = 1; SELECT set_config('X.Tenant', '1', false);") for feature in fact.features] == [
        "x.tenant", "x.tenant",
    ]  # fmt: skip
