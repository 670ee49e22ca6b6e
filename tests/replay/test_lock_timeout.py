"""Where an ALTER TABLE stands in a file, and the lock_timeout that it meets: ms, 0 for off, None where nobody set it.

The first seven are those by which linters that look for SET lock_timeout anywhere in the file are fooled.
"""

import pytest

from tests.replay.playing import UNKNOWN, facts, timeouts

ALTER = "ALTER TABLE t ADD c int"
IMPLICIT_DO = "DO $$ BEGIN %s; END $$;"

CASES = [
    ("after the ALTER", f"{ALTER}; SET lock_timeout = '5s';", None),
    ("reset before it", f"SET lock_timeout = '5s'; RESET lock_timeout; {ALTER};", None),
    ("set to 0", f"SET lock_timeout = 0; {ALTER};", 0),
    ("local one ended by COMMIT", f"BEGIN; SET LOCAL lock_timeout = '5s'; COMMIT; {ALTER};", None),
    ("undone by ROLLBACK", f"BEGIN; SET lock_timeout = '5s'; ROLLBACK; {ALTER};", None),
    ("ALTER ROLE does not reach the session", f"ALTER ROLE app SET lock_timeout = '5s'; {ALTER};", None),
    ("set_config", f"SELECT set_config('lock_timeout', '5s', false); {ALTER};", 5000),
    # SET
    ("set", f"SET lock_timeout = '5s'; {ALTER};", 5000),
    ("set to a number", f"SET lock_timeout TO 1500; {ALTER};", 1500),
    ("set to a fraction", f"SET lock_timeout = 1202.5; {ALTER};", 1202),
    ("set session", f"SET SESSION lock_timeout = '2min'; {ALTER};", 120000),
    ("any case", f"set Lock_Timeout to '1s'; {ALTER};", 1000),
    ("quoted name", f"SET \"lock_timeout\" TO '1s'; {ALTER};", 1000),
    ("set twice", f"SET lock_timeout = 1; SET lock_timeout = 2; {ALTER};", 2),
    ("to default", f"SET lock_timeout = '5s'; SET lock_timeout TO DEFAULT; {ALTER};", None),
    ("reset all", f"SET lock_timeout = '5s'; RESET ALL; {ALTER};", None),
    ("reset of another", f"SET lock_timeout = '5s'; RESET statement_timeout; {ALTER};", 5000),
    ("discard all", f"SET lock_timeout = '5s'; DISCARD ALL; {ALTER};", None),
    ("discard plans", f"SET lock_timeout = '5s'; DISCARD PLANS; {ALTER};", 5000),
    ("refused value", f"SET lock_timeout = '5s'; SET lock_timeout = 'soon'; {ALTER};", 5000),
    ("refused unit", f"SET lock_timeout = '5 apples'; {ALTER};", None),
    ("out of range", f"SET lock_timeout = -1; {ALTER};", None),
    ("another timeout", f"SET statement_timeout = '5s'; {ALTER};", None),
    ("in a comment", f"-- SET lock_timeout = '5s';\n/* SET lock_timeout = 1; */ {ALTER};", None),
    ("in a string", f"COMMENT ON TABLE t IS 'SET lock_timeout = 5'; {ALTER};", None),
    ("in a function's body", f"CREATE FUNCTION f() RETURNS void AS $$ SET lock_timeout = 5 $$ LANGUAGE sql; {ALTER};", None),
    ("for a function", f"CREATE FUNCTION f() RETURNS void LANGUAGE sql SET lock_timeout = 5 AS ''; {ALTER};", None),
    ("for a database", f"ALTER DATABASE d SET lock_timeout = '5s'; {ALTER};", None),
    ("for the system", f"ALTER SYSTEM SET lock_timeout = '5s'; SELECT pg_reload_conf(); {ALTER};", None),
    # SET LOCAL
    ("local outside", f"SET LOCAL lock_timeout = '5s'; {ALTER};", None),
    ("local outside keeps the old", f"SET lock_timeout = 1; SET LOCAL lock_timeout = '5s'; {ALTER};", 1),
    ("local inside", f"BEGIN; SET LOCAL lock_timeout = '5s'; {ALTER}; COMMIT;", 5000),
    ("local in the next transaction", f"BEGIN; SET LOCAL lock_timeout = 1; COMMIT; BEGIN; {ALTER}; COMMIT;", None),
    ("local over session", f"SET lock_timeout = 1; BEGIN; SET LOCAL lock_timeout = 2; {ALTER}; COMMIT;", 2),
    ("session again after local", f"SET lock_timeout = 1; BEGIN; SET LOCAL lock_timeout = 2; COMMIT; {ALTER};", 1),
    ("set over local", f"BEGIN; SET LOCAL lock_timeout = 2; SET lock_timeout = 3; COMMIT; {ALTER};", 3),
    ("local over set, then over", f"BEGIN; SET lock_timeout = 3; SET LOCAL lock_timeout = 2; COMMIT; {ALTER};", 3),
    ("local to default", f"SET lock_timeout = 1; BEGIN; SET LOCAL lock_timeout TO DEFAULT; {ALTER}; COMMIT;", None),
    ("reset over local", f"BEGIN; SET LOCAL lock_timeout = 2; RESET lock_timeout; {ALTER}; COMMIT;", None),
    # transactions
    ("set and committed", f"BEGIN; SET lock_timeout = 1; COMMIT; {ALTER};", 1),
    ("set and END", f"BEGIN; SET lock_timeout = 1; END; {ALTER};", 1),
    ("set and ABORT", f"START TRANSACTION; SET lock_timeout = 1; ABORT; {ALTER};", None),
    ("reset and rolled back", f"SET lock_timeout = 1; BEGIN; RESET lock_timeout; ROLLBACK; {ALTER};", 1),
    ("reset all and rolled back", f"SET lock_timeout = 1; BEGIN; RESET ALL; ROLLBACK; {ALTER};", 1),
    ("BEGIN twice", f"BEGIN; SET lock_timeout = 1; BEGIN; ROLLBACK; {ALTER};", None),
    ("COMMIT without BEGIN", f"SET lock_timeout = 1; COMMIT; ROLLBACK; {ALTER};", 1),
    ("prepared", f"BEGIN; SET lock_timeout = 1; PREPARE TRANSACTION 'x'; ROLLBACK PREPARED 'x'; {ALTER};", 1),
    ("prepared with a local one", f"BEGIN; SET LOCAL lock_timeout = 1; PREPARE TRANSACTION 'x'; {ALTER};", None),
    ("commit and chain", f"BEGIN; SET LOCAL lock_timeout = 1; COMMIT AND CHAIN; {ALTER}; COMMIT;", None),
    ("chain opens a transaction", f"BEGIN; COMMIT AND CHAIN; SET LOCAL lock_timeout = 1; {ALTER}; COMMIT;", 1),
    ("rollback and chain", f"BEGIN; SET lock_timeout = 1; ROLLBACK AND CHAIN; SET LOCAL lock_timeout = 2; {ALTER};", 2),
    # savepoints
    ("undone by ROLLBACK TO", f"BEGIN; SAVEPOINT a; SET LOCAL lock_timeout = 1; ROLLBACK TO a; {ALTER}; COMMIT;", None),
    ("kept by RELEASE", f"BEGIN; SAVEPOINT a; SET LOCAL lock_timeout = 1; RELEASE a; {ALTER}; COMMIT;", 1),
    ("local until the end", f"BEGIN; SAVEPOINT a; SET LOCAL lock_timeout = 1; RELEASE a; COMMIT; {ALTER};", None),
    ("nested", f"BEGIN; SAVEPOINT a; SET lock_timeout = 1; SAVEPOINT b; SET lock_timeout = 2; ROLLBACK TO b; {ALTER};", 1),
    ("to the outer one", f"BEGIN; SAVEPOINT a; SET lock_timeout = 1; SAVEPOINT b; RELEASE b; ROLLBACK TO a; {ALTER};", None),
    ("same name twice", f"BEGIN; SET lock_timeout = 1; SAVEPOINT a; SET lock_timeout = 2; SAVEPOINT a; SET lock_timeout = 3;"
     f" ROLLBACK TO a; {ALTER};", 2),
    ("savepoint outside", f"SAVEPOINT a; SET lock_timeout = 1; ROLLBACK TO a; {ALTER};", 1),
    # set_config
    ("set_config of pg_catalog", f"SELECT pg_catalog.set_config('lock_timeout', '5s', false); {ALTER};", 5000),
    ("set_config, local, outside", f"SELECT set_config('lock_timeout', '5s', true); {ALTER};", None),
    ("set_config, local, inside", f"BEGIN; SELECT set_config('lock_timeout', '5s', true); {ALTER};", 5000),
    ("set_config, local, over", f"BEGIN; SELECT set_config('lock_timeout', '5s', true); COMMIT; {ALTER};", None),
    ("set_config by name", f"SELECT set_config(setting_name => 'lock_timeout', new_value => '1s', is_local => 'no'); {ALTER};", 1000),
    ("set_config to null", f"SET lock_timeout = 1; SELECT set_config('lock_timeout', NULL, false); {ALTER};", None),
    ("set_config with a cast", f"SELECT set_config('lock_timeout'::text, '1s'::text, 'f'::bool); {ALTER};", 1000),
    ("two calls", f"SELECT set_config('lock_timeout', '1s', false), set_config('lock_timeout', '2s', false); {ALTER};", 2000),
    ("worked out", f"SELECT set_config('lock_timeout', 5 || 's', false); {ALTER};", UNKNOWN),
    ("for each row", f"SELECT set_config('lock_timeout', '5s', false) FROM pg_class; {ALTER};", UNKNOWN),
    ("under a condition", f"SELECT CASE WHEN now() > '2000-01-01' THEN set_config('lock_timeout', '5s', false) END; {ALTER};", UNKNOWN),
    ("where it is true", f"SELECT set_config('lock_timeout', '5s', false) WHERE true; {ALTER};", 5000),
    ("where nobody knows", f"SELECT set_config('lock_timeout', '5s', false) WHERE now() > '2000-01-01'; {ALTER};", UNKNOWN),
    ("in FROM", f"SELECT * FROM set_config('lock_timeout', '5s', false); {ALTER};", 5000),
    ("pg_settings", f"UPDATE pg_settings SET setting = '5s' WHERE name = 'lock_timeout'; {ALTER};", UNKNOWN),
    # DO
    ("in a DO block", IMPLICIT_DO % "SET lock_timeout = '5s'" + f" {ALTER};", 5000),
    ("local in a DO block", IMPLICIT_DO % "SET LOCAL lock_timeout = '5s'" + f" {ALTER};", None),
    ("local in the same DO block", IMPLICIT_DO % f"SET LOCAL lock_timeout = '5s'; {ALTER}", 5000),
    ("performed", IMPLICIT_DO % "PERFORM set_config('lock_timeout', '5s', false)" + f" {ALTER};", 5000),
    ("executed", IMPLICIT_DO % "EXECUTE 'SET lock_timeout = 5'" + f" {ALTER};", 5),
    ("DO in a transaction", f"BEGIN; {IMPLICIT_DO % 'SET LOCAL lock_timeout = 5'} {ALTER}; COMMIT;", 5),
    ("COMMIT in a DO block", IMPLICIT_DO % f"SET LOCAL lock_timeout = 5; COMMIT; {ALTER}", None),
    ("under IF", IMPLICIT_DO % "IF now() > '2000-01-01' THEN SET lock_timeout = 5; END IF" + f" {ALTER};", UNKNOWN),
    ("the same in both branches", IMPLICIT_DO % "IF x THEN SET lock_timeout = 5; ELSE SET lock_timeout = 5; END IF" + f" {ALTER};", 5),
    ("other in both branches", IMPLICIT_DO % "IF x THEN SET lock_timeout = 5; ELSE SET lock_timeout = 6; END IF" + f" {ALTER};", UNKNOWN),
    # psql
    ("another session", f"SET lock_timeout = 1;\n\\c\n{ALTER};", None),
    ("connection string", f"SET lock_timeout = 1;\n\\connect dbname=x\n{ALTER};", None),
    ("echo", f"SET lock_timeout = 1;\n\\echo done\n{ALTER};", 1),
    ("autocommit off", f"\\set AUTOCOMMIT off\nSET LOCAL lock_timeout = 1;\n{ALTER};", 1),
    ("autocommit off, rolled back", f"\\set AUTOCOMMIT off\nSET lock_timeout = 1;\nROLLBACK;\n{ALTER};", None),
    ("a variable", f"SET lock_timeout = :timeout;\n{ALTER};", UNKNOWN),
    ("a quoted variable", f"SET lock_timeout = :'timeout';\n{ALTER};", UNKNOWN),
    ("a template", f"SET lock_timeout = '${{TIMEOUT}}';\n{ALTER};", UNKNOWN),
    ("a template within", f"SET lock_timeout = '{{{{ seconds }}}}s';\n{ALTER};", UNKNOWN),
    ("of what nobody knows", f"\\if :slow\nSET lock_timeout = 5;\n\\endif\n{ALTER};", UNKNOWN),
    ("of what is true", f"\\if true\nSET lock_timeout = 5;\n\\else\nSET lock_timeout = 6;\n\\endif\n{ALTER};", 5),
    ("of what is false", f"\\if off\nSET lock_timeout = 5;\n\\endif\n{ALTER};", None),
    ("of all that may be", f"\\if :a\nSET lock_timeout = 5;\n\\elif :b\nSET lock_timeout = 5;\n\\else\nSET lock_timeout = 5;\n\\endif\n{ALTER};", 5),
    ("branch of a template", f"{{% if slow %}}\nSET lock_timeout = 5;\n{{% endif %}}\n{ALTER};", UNKNOWN),
    ("other branch of a template", f"{{% if slow %}}\nSET lock_timeout = 5;\n{{% else %}}\nSET lock_timeout = 5;\n{{% endif %}}\n{ALTER};", 5),
    ("a file that is not there", f"\\i settings.sql\n{ALTER};", UNKNOWN),
    ("statements of a template", f"{{{{ prelude }}}}\n{ALTER};", UNKNOWN),
    ("a function that sets it", "CREATE FUNCTION calm() RETURNS void LANGUAGE plpgsql AS $$ BEGIN SET lock_timeout = 5; END $$;"
     f" SELECT calm(); {ALTER};", UNKNOWN),
    ("a function by set_config", "CREATE FUNCTION calm() RETURNS void LANGUAGE sql AS $$ SELECT set_config('lock_timeout', '5', true) $$;"
     f" SELECT calm(); {ALTER};", UNKNOWN),
    ("a procedure that sets it", "CREATE PROCEDURE calm() LANGUAGE plpgsql AS $$ BEGIN SET lock_timeout = 5; END $$;"
     f" CALL calm(); {ALTER};", UNKNOWN),
    ("performed function that sets it", "CREATE FUNCTION calm() RETURNS void LANGUAGE plpgsql AS $$ BEGIN SET lock_timeout = 5; END $$;"
     f" {IMPLICIT_DO % 'PERFORM calm()'} {ALTER};", UNKNOWN),
    ("such a function, not called", "CREATE FUNCTION calm() RETURNS void LANGUAGE plpgsql AS $$ BEGIN SET lock_timeout = 5; END $$;"
     f" {ALTER};", None),
    ("dynamic text that may set it", IMPLICIT_DO % "EXECUTE 'SET lock_timeout = ' || x" + f" {ALTER};", UNKNOWN),
    ("dynamic text about something else", IMPLICIT_DO % "EXECUTE 'DROP TABLE ' || x" + f" {ALTER};", None),
    ("BOM and CRLF", f"\ufeffSET lock_timeout = 5;\r\n{ALTER};\r\n", 5),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_lock_timeout(text, expected):
    (fact,) = facts(text, kind="AlterTableStmt")
    assert timeouts(fact).get("lock") == expected


@pytest.mark.parametrize(
    ("way", "text", "expected"),
    [
        ("file", f"SET LOCAL lock_timeout = 5; {ALTER};", 5),
        ("file", f"SET lock_timeout = 5; BEGIN; ROLLBACK; {ALTER};", None),
        ("file", f"SET LOCAL lock_timeout = 5; COMMIT; {ALTER};", None),
        ("file", f"COMMIT; SET LOCAL lock_timeout = 5; {ALTER};", UNKNOWN),
        ("implicit", f"SET LOCAL lock_timeout = 5; {ALTER};", 5),
        ("implicit", f"SET LOCAL lock_timeout = 5; BEGIN; {ALTER}; COMMIT;", 5),
        ("implicit", f"SET LOCAL lock_timeout = 5; COMMIT; {ALTER};", None),
        ("implicit", f"SET lock_timeout = 5; ROLLBACK; {ALTER};", None),
        ("implicit", f"BEGIN; COMMIT; SET LOCAL lock_timeout = 5; {ALTER};", 5),
        ("none", f"SET LOCAL lock_timeout = 5; {ALTER};", UNKNOWN),
        ("none", f"BEGIN; SET LOCAL lock_timeout = 5; {ALTER}; COMMIT;", 5),
        ("unknown", f"SET LOCAL lock_timeout = 5; {ALTER};", UNKNOWN),
        ("unknown", f"SET lock_timeout = 5; {ALTER};", 5),
        ("unknown", f"SET lock_timeout = 5; SET LOCAL lock_timeout = 5; {ALTER};", 5),
        ("unknown", f"SET LOCAL lock_timeout = 5; COMMIT; {ALTER};", None),
        ("unknown", f"SET lock_timeout = 5; ROLLBACK; {ALTER};", UNKNOWN),
        ("unknown", f"BEGIN; SET lock_timeout = 5; ROLLBACK; {ALTER};", None),
        ("unknown", f"SET lock_timeout = 4; BEGIN; SET lock_timeout = 5; ROLLBACK; {ALTER};", UNKNOWN),
        ("unknown", f"SAVEPOINT a; SET lock_timeout = 5; ROLLBACK TO a; {ALTER};", UNKNOWN),
    ],
)
def test_by_the_way_it_is_sent(way, text, expected):
    (fact,) = facts(text, way, "AlterTableStmt")
    assert timeouts(fact).get("lock") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{ALTER};", 2000),
        (f"SET lock_timeout = 0; {ALTER};", 0),
        (f"SET lock_timeout = 0; RESET lock_timeout; {ALTER};", UNKNOWN),
        (f"RESET ALL; {ALTER};", UNKNOWN),
        (f"BEGIN; SET LOCAL lock_timeout = 0; COMMIT; {ALTER};", 2000),
        (f"\\c\n{ALTER};", 2000),
    ],
)
def test_what_the_runner_sets(text, expected):
    """Whether RESET brings back what it set nobody knows: it does if that came with the connection."""
    (fact,) = facts(text, kind="AlterTableStmt", session={"lock_timeout": 2000})
    assert timeouts(fact).get("lock") == expected


def test_all_timeouts_with_their_places():
    (fact,) = facts(f"SET statement_timeout = '1min';\nSET idle_in_transaction_session_timeout = 7;\n{ALTER};", kind="AlterTableStmt")
    assert timeouts(fact) == {"statement": 60000, "idle_in_transaction_session": 7}
    assert [cell.span.line for cell in fact.timeouts.values()] == [1, 2]
