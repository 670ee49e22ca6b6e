"""What goes on in a transaction: left open (MIG006), with a backfill (MIG005), waiting (MIG007); other sessions (MIG008)."""

from tests.squawk.case import SILENT, UNDECIDED, Case, lines

ALTER = "ALTER TABLE orders ADD COLUMN note text;"
FILL = "UPDATE orders SET note = '' WHERE note IS NULL;"

MIG006 = (
    Case("BEGIN without COMMIT", "1", lines("BEGIN;", ALTER)),
    Case("BEGIN and COMMIT", SILENT, lines("BEGIN;", ALTER, "COMMIT;")),
    Case("BEGIN and END", SILENT, lines("BEGIN;", ALTER, "END;")),
    Case("BEGIN and ROLLBACK", SILENT, lines("BEGIN;", ALTER, "ROLLBACK;")),
    Case("BEGIN and ABORT", SILENT, lines("BEGIN;", ALTER, "ABORT;")),
    Case("START TRANSACTION without COMMIT", "1", lines("START TRANSACTION;", ALTER)),
    Case("the second of two", "3", lines("BEGIN;", "COMMIT;", "BEGIN;", ALTER)),
    Case("ROLLBACK TO a savepoint only", "1", lines("BEGIN;", "SAVEPOINT a;", ALTER, "ROLLBACK TO a;"), why="the transaction goes on after it"),
    Case("COMMIT AND CHAIN opens another", "3", lines("BEGIN;", ALTER, "COMMIT AND CHAIN;", FILL), why="AND CHAIN opens another transaction"),
    Case("PREPARE TRANSACTION", SILENT, lines("BEGIN;", ALTER, "PREPARE TRANSACTION 'a';"), why="it ends the session's transaction"),
    Case("BEGIN of a function's body", SILENT, lines("CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;")),
    Case("BEGIN ATOMIC of a function's body", SILENT, lines("CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END;")),
    Case("BEGIN of a DO block", SILENT, lines("DO $$ BEGIN PERFORM 1; END $$;")),
    Case("BEGIN twice, COMMIT once", SILENT, lines("BEGIN;", "BEGIN;", ALTER, "COMMIT;")),
)  # fmt: skip

MIG005 = (
    Case("UPDATE after ALTER TABLE in one transaction", "3", lines("BEGIN;", ALTER, FILL, "COMMIT;")),
    Case("UPDATE after ALTER TABLE in the runner's transaction", "2", lines(ALTER, FILL), runner="file"),
    Case("UPDATE after ALTER TABLE, each by itself", SILENT, lines(ALTER, FILL)),
    Case("UPDATE of one row by its key", SILENT, lines("BEGIN;", "CREATE TABLE parcels (id int PRIMARY KEY);", "INSERT INTO parcels VALUES (1);", "UPDATE parcels SET id = 2 WHERE id = 1;", "COMMIT;")),
)  # fmt: skip

MIG007 = (
    Case("pg_sleep in a transaction", "3", lines("BEGIN;", ALTER, "SELECT pg_sleep(10);", "COMMIT;")),
    Case("pg_sleep by itself", SILENT, lines("SELECT pg_sleep(10);")),
    Case("LOCK TABLE in a transaction", "2", lines("BEGIN;", "LOCK TABLE orders;", "COMMIT;")),
    Case("pg_sleep, and nobody knows the runner", UNDECIDED, lines(ALTER, "SELECT pg_sleep(10);"), runner="unknown"),
)  # fmt: skip

MIG008 = (
    Case("pg_terminate_backend of all others", "1", lines("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid();")),
    Case("granted to a role", SILENT, lines("GRANT EXECUTE ON FUNCTION pg_terminate_backend(int, bigint) TO app;")),
)  # fmt: skip
