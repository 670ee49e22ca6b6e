"""The transaction that each statement of a file runs in, and what is wrong with it."""

import pytest

from tests.replay.playing import facts, play

INDEX = "CREATE INDEX CONCURRENTLY i ON t (a)"


def kinds(text, way):
    return [fact.transaction for fact in facts(text, way) if fact.kind == "IndexStmt"]


@pytest.mark.parametrize(
    ("way", "text", "expected"),
    [
        ("each", f"{INDEX};", ["none"]),
        ("each", f"BEGIN; {INDEX}; COMMIT; {INDEX};", ["explicit", "none"]),
        ("each", f"START TRANSACTION; {INDEX}; END; {INDEX};", ["explicit", "none"]),
        ("each", f"BEGIN; {INDEX}; ROLLBACK AND CHAIN; {INDEX}; ABORT; {INDEX};", ["explicit", "explicit", "none"]),
        ("each", f"DO $$ BEGIN EXECUTE '{INDEX}'; END $$; {INDEX};", ["implicit", "none"]),
        ("each", f"\\set AUTOCOMMIT off\nSELECT 1;\n{INDEX};\nCOMMIT;\n\\set AUTOCOMMIT on\n{INDEX};", ["explicit", "none"]),
        ("each", f"\\set AUTOCOMMIT off\nVACUUM t;\n{INDEX};", ["none"]),
        ("each", f"\\set AUTOCOMMIT off\nDISCARD PLANS;\n{INDEX};", ["explicit"]),
        ("each", f"\\if :x\nBEGIN;\n\\endif\n{INDEX};", ["unknown"]),
        ("each", f"BEGIN;\n\\c\n{INDEX};", ["none"]),
        ("each", f"CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN NULL; END $$; {INDEX};", ["none"]),
        ("file", f"{INDEX};", ["runner"]),
        ("file", f"{INDEX}; COMMIT; {INDEX}; BEGIN; {INDEX};", ["runner", "unknown", "explicit"]),
        ("file", f"BEGIN; {INDEX}; COMMIT; {INDEX};", ["runner", "unknown"]),
        ("implicit", f"{INDEX};", ["none"]),
        ("implicit", f"{INDEX}; -- done", ["none"]),
        ("implicit", f"SELECT 1; {INDEX};", ["implicit"]),
        ("implicit", f"BEGIN; {INDEX}; COMMIT; {INDEX};", ["explicit", "implicit"]),
        ("none", f"{INDEX};", ["none"]),
        ("none", f"SELECT 1; {INDEX};", ["unknown"]),
        ("none", f"SELECT 1; BEGIN; {INDEX}; COMMIT; {INDEX};", ["explicit", "unknown"]),
        ("unknown", f"{INDEX};", ["unknown"]),
        ("unknown", f"BEGIN; {INDEX}; COMMIT;", ["explicit"]),
    ],
)
def test_transaction(way, text, expected):
    assert kinds(text, way) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ALTER TABLE a ADD x int; ALTER TABLE b ADD x int;", [0, 0]),
        ("BEGIN; ALTER TABLE a ADD x int; ALTER TABLE b ADD x int; COMMIT; ALTER TABLE c ADD x int;", [1, 1, 0]),
        ("BEGIN; ALTER TABLE a ADD x int; COMMIT; BEGIN; ALTER TABLE b ADD x int; COMMIT;", [1, 2]),
        ("BEGIN; ALTER TABLE a ADD x int; COMMIT AND CHAIN; ALTER TABLE b ADD x int; COMMIT;", [1, 2]),
    ],
)
def test_block(text, expected):
    assert [fact.block for fact in facts(text, kind="AlterTableStmt")] == expected


def test_why():
    (fact,) = facts("ALTER TABLE a ADD x int;", "file")
    assert (fact.transaction, fact.why) == ("runner", "(file)")
    *_, fact = facts("BEGIN; ALTER TABLE a ADD x int;")
    assert (fact.transaction, fact.why) == ("explicit", "BEGIN")
    *_, fact = facts("DO $$ BEGIN ALTER TABLE a ADD x int; END $$;")
    assert (fact.transaction, fact.why) == ("implicit", "a DO block runs in one transaction")


@pytest.mark.parametrize(
    ("way", "text", "expected"),
    [
        # SET LOCAL without a transaction
        ("each", "SET LOCAL lock_timeout = 5;", ["set-local-outside-transaction"]),
        ("each", "SET LOCAL lock_timeout TO DEFAULT;", ["set-local-outside-transaction"]),
        ("each", "SET LOCAL ROLE app;", ["set-local-outside-transaction"]),
        ("each", "SELECT set_config('lock_timeout', '5', true);", ["set-local-outside-transaction"]),
        ("each", "BEGIN; SET LOCAL lock_timeout = 5; COMMIT; SET LOCAL lock_timeout = 5;", ["set-local-outside-transaction"]),
        ("each", "BEGIN; SET LOCAL lock_timeout = 5; COMMIT;", []),
        ("each", "DO $$ BEGIN SET LOCAL lock_timeout = 5; END $$;", []),
        ("each", "SET lock_timeout = 5; SET SESSION lock_timeout = 5; SET TRANSACTION READ ONLY;", []),
        ("each", "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN SET LOCAL lock_timeout = 5; END $$;", []),
        ("file", "SET LOCAL lock_timeout = 5;", []),
        ("implicit", "SET LOCAL lock_timeout = 5; SELECT 1;", []),
        ("implicit", "SET LOCAL lock_timeout = 5;", ["set-local-outside-transaction"]),
        ("none", "SET LOCAL lock_timeout = 5; SELECT 1;", ["set-local-outside-transaction?"]),
        ("unknown", "SET LOCAL lock_timeout = 5;", ["set-local-outside-transaction?"]),
        ("unknown", "SELECT set_config('lock_timeout', '5', true);", ["set-local-outside-transaction?"]),
        ("unknown", "BEGIN; SET LOCAL lock_timeout = 5; COMMIT;", []),
        # BEGIN without an end
        ("each", "BEGIN; ALTER TABLE a ADD x int;", ["transaction-left-open"]),
        ("each", "BEGIN; SELECT 1; COMMIT; BEGIN; SELECT 1;", ["transaction-left-open"]),
        ("each", "BEGIN; SAVEPOINT a; ROLLBACK TO a;", ["transaction-left-open"]),
        ("each", "BEGIN; PREPARE TRANSACTION 'x';", []),
        ("each", "BEGIN; SELECT 1; END;", []),
        ("implicit", "SELECT 1; BEGIN; SELECT 1;", ["transaction-left-open"]),
        ("each", "BEGIN; ALTER TABLE a ADD x int; COMMIT AND CHAIN; SELECT 1;", ["transaction-left-open"]),
        ("unknown", "BEGIN; ALTER TABLE a ADD x int;", ["transaction-left-open?"]),
        ("file", "BEGIN; ALTER TABLE a ADD x int;", []),
        # work over a table under a lock
        ("file", "ALTER TABLE a ADD x int; UPDATE a SET x = 1;", ["backfill-with-ddl"]),
        ("file", "ALTER TABLE a ADD x int; UPDATE a SET x = 1; UPDATE a SET x = 2 WHERE x IS NULL;", ["backfill-with-ddl"]),
        ("file", "ALTER TABLE s.a ADD x int; DELETE FROM s.a WHERE x > 3;", ["backfill-with-ddl"]),
        ("file", "ALTER TABLE a ADD x int; INSERT INTO b SELECT * FROM a;", ["backfill-with-ddl"]),
        ("file", "CREATE INDEX ON a (x); INSERT INTO a SELECT * FROM b;", ["backfill-with-ddl"]),
        ("file", "DO $$ BEGIN ALTER TABLE a ADD x int; UPDATE a SET x = 1; END $$;", ["backfill-with-ddl"]),
        ("each", "DO $$ BEGIN ALTER TABLE a ADD x int; UPDATE a SET x = 1; END $$;", ["backfill-with-ddl"]),
        ("each", "ALTER TABLE a ADD x int; UPDATE a SET x = 1;", []),
        ("unknown", "ALTER TABLE a ADD x int; UPDATE a SET x = 1;", ["backfill-with-ddl?"]),
        ("unknown", "ALTER TABLE a ADD x int; COMMIT; UPDATE a SET x = 1;", []),
        ("file", "UPDATE a SET x = 1; ALTER TABLE a ADD y int;", []),
        ("file", "ALTER TABLE a ADD x int; UPDATE b SET x = 1;", []),
        ("file", "ALTER TABLE a ADD x int; UPDATE a SET x = 1 WHERE id = 7;", []),
        ("file", "ALTER TABLE a ADD x int; UPDATE a SET x = 1 WHERE code IN ('a', 'b') AND y IS NULL;", []),
        ("file", "ALTER TABLE a ADD x int; INSERT INTO a VALUES (1); INSERT INTO a SELECT 1;", []),
        ("file", "CREATE TABLE a (x int); CREATE INDEX ON a (x); UPDATE a SET x = 1;", []),
        ("file", "CREATE INDEX CONCURRENTLY i ON a (x); UPDATE a SET x = 1;", []),
        ("file", "ALTER TABLE a ADD x int; ALTER TABLE a RENAME TO b; UPDATE b SET x = 1;", ["backfill-with-ddl"]),
        ("file", "ALTER TABLE a ADD x int; ALTER TABLE a RENAME TO b; CREATE TABLE a (x int); UPDATE a SET x = 1;", []),
        ("file", "ALTER TABLE ${s}.a ADD x int; UPDATE ${s}.a SET x = 1;", ["backfill-with-ddl"]),
        ("file", "CREATE TABLE ${s}.a (x int); CREATE INDEX ON ${s}.a (x); INSERT INTO ${s}.a SELECT * FROM ${s}.b;", []),
        # NOT VALID and its VALIDATE
        ("file", "ALTER TABLE a ADD CONSTRAINT c CHECK (x > 0) NOT VALID; ALTER TABLE a VALIDATE CONSTRAINT c;",
         ["validated-in-same-transaction"]),
        ("each", "BEGIN; ALTER TABLE a ADD CONSTRAINT c CHECK (x > 0) NOT VALID; ALTER TABLE a VALIDATE CONSTRAINT c; COMMIT;",
         ["validated-in-same-transaction"]),
        ("each", "ALTER TABLE a ADD CONSTRAINT c CHECK (x > 0) NOT VALID; ALTER TABLE a VALIDATE CONSTRAINT c;", []),
        ("each", "ALTER TABLE a ADD CONSTRAINT c CHECK (x > 0) NOT VALID, VALIDATE CONSTRAINT c;",
         ["validated-in-same-transaction"]),
        ("file", "ALTER TABLE a ADD CONSTRAINT c CHECK (x > 0) NOT VALID, VALIDATE CONSTRAINT c;",
         ["validated-in-same-transaction"]),
        ("unknown", "ALTER TABLE a ADD CONSTRAINT c CHECK (x > 0) NOT VALID; ALTER TABLE a VALIDATE CONSTRAINT c;",
         ["validated-in-same-transaction?"]),
        ("file", "CREATE TABLE a (x int); ALTER TABLE a ADD CONSTRAINT c CHECK (x > 0) NOT VALID; ALTER TABLE a VALIDATE CONSTRAINT c;", []),
        ("file", "ALTER TABLE a ADD CONSTRAINT c CHECK (x > 0) NOT VALID; ALTER TABLE a VALIDATE CONSTRAINT d;", []),
        ("file", "ALTER TABLE b ADD CONSTRAINT c CHECK (x > 0) NOT VALID; ALTER TABLE a VALIDATE CONSTRAINT c;", []),
        ("file", "ALTER TABLE a VALIDATE CONSTRAINT c;", []),
    ],
)  # fmt: skip
def test_faults(way, text, expected):
    player = play(text, way)
    perhaps = {"undecided": "?"}
    assert [fault.kind + perhaps.get(fault.effect, "") for fact in player.facts for fault in fact.faults] == expected
    assert player.faults == []


def test_places_and_words():
    text = "SELECT 1;\nBEGIN;\nALTER TABLE a ADD CONSTRAINT c CHECK (x > 0) NOT VALID;\nALTER TABLE a VALIDATE CONSTRAINT c;"
    left, validated = (fault for fact in facts(text) for fault in fact.faults)
    assert (left.span.line, left.span.text) == (2, "BEGIN")
    assert validated.text == "c is added in the same transaction, whose lock is held while every row is checked"
    assert [(label, span.line) for label, span in validated.related] == [("ALTER TABLE a", 3)]
    (backfill,) = (fault for fact in facts("ALTER TABLE a ADD x int; UPDATE a SET x = 1;", "file") for fault in fact.faults)
    assert backfill.text == "ALTER TABLE a holds ACCESS EXCLUSIVE on a until this is done"


@pytest.mark.parametrize(
    ("way", "text", "expected"),
    [
        ("each", "BEGIN;\n\\prompt 'Go on? ' answer\nCOMMIT;", [("", 2)]),
        ("each", "BEGIN;\n\\password app\nCOMMIT;", [("", 2)]),
        ("each", "\\prompt 'Go on? ' answer\nBEGIN;\nCOMMIT;", []),
        ("each", "BEGIN;\n\\if false\n\\prompt 'Go on? ' answer\n\\endif\nCOMMIT;", []),
        ("unknown", "\\prompt 'Go on? ' answer\nSELECT 1;", [("undecided", 1)]),
    ],
)
def test_questions(way, text, expected):
    assert [(fault.effect, fault.span.line) for fault in play(text, way).faults] == expected
