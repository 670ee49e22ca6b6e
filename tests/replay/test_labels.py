"""What statements are called in messages."""

import pytest

from tests.replay.playing import facts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("create unique index i on s.t (a);", "CREATE INDEX on s.t"),
        ("CREATE INDEX CONCURRENTLY ON t (a);", "CREATE INDEX CONCURRENTLY on t"),
        ("DROP INDEX CONCURRENTLY a, s.b;", "DROP INDEX CONCURRENTLY a, s.b"),
        ("DROP MATERIALIZED VIEW v;", "DROP MATERIALIZED VIEW v"),
        ("ALTER TABLE ONLY t ADD a int;", "ALTER TABLE t"),
        ("ALTER TABLE t RENAME COLUMN a TO b;", "ALTER TABLE t"),
        ("ALTER INDEX i RENAME TO j;", "ALTER INDEX i"),
        ("ALTER ROLE a RENAME TO b;", "ALTER ROLE a"),
        ("CREATE TABLE t (a int);", "CREATE TABLE t"),
        ("CREATE TRIGGER x BEFORE INSERT ON t EXECUTE FUNCTION f();", "CREATE TRIGGER on t"),
        ("CREATE POLICY p ON t;", "CREATE POLICY on t"),
        ("TRUNCATE a, b;", "TRUNCATE a, b"),
        ("LOCK a IN SHARE MODE;", "LOCK TABLE a"),
        ("REINDEX TABLE CONCURRENTLY t;", "REINDEX TABLE CONCURRENTLY t"),
        ("VACUUM FULL t;", "VACUUM FULL t"),
        ("VACUUM (ANALYZE, FULL off) t, s.u;", "VACUUM t, s.u"),
        ("ALTER TABLE t DISABLE TRIGGER x;", "ALTER TABLE t"),
        ("DROP TRIGGER x ON s.t;", "DROP TRIGGER x on s.t"),
        ("DROP POLICY p ON t;", "DROP POLICY p on t"),
        ("REFRESH MATERIALIZED VIEW CONCURRENTLY v;", "REFRESH MATERIALIZED VIEW CONCURRENTLY v"),
        ("UPDATE t SET a = 1;", "UPDATE t"),
        ("DELETE FROM s.t;", "DELETE s.t"),
        ("INSERT INTO t SELECT * FROM u;", "INSERT t"),
        ("SET LOCAL lock_timeout = 1;", "SET LOCAL lock_timeout"),
        ("RESET ALL;", "RESET ALL"),
        ("SET SESSION AUTHORIZATION a;", "SET SESSION AUTHORIZATION"),
        ("SELECT lower('a'), set_config('a.b', '1', false);", "SELECT set_config()"),
        ("ALTER SYSTEM SET work_mem = '1MB';", "ALTER SYSTEM SET work_mem"),
        ("ALTER SYSTEM RESET ALL;", "ALTER SYSTEM RESET ALL"),
        ("START TRANSACTION;", "START TRANSACTION"),
        ("COMMIT;", "COMMIT"),
        ("SAVEPOINT a;", "SAVEPOINT"),
        ("CREATE USER a;", "CREATE ROLE a"),
        ("ALTER ROLE a SET work_mem = 1;", "ALTER ROLE a"),
        ("CREATE DATABASE d;", "CREATE DATABASE d"),
        ("ALTER DATABASE d SET work_mem = 1;", "ALTER DATABASE d"),
        ("CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p;", "CREATE SUBSCRIPTION s"),
        ("LISTEN a;", "LISTEN a"),
        ("CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';", "CREATE FUNCTION"),
        ("CREATE ROLE :who;", "CREATE ROLE :who"),
        ("CREATE INDEX ON ${schema}.t (a);", "CREATE INDEX on ${schema}.t"),
    ],
)
def test_label(text, expected):
    assert facts(text)[0].label == expected
