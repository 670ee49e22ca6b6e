"""Indexes made and dropped: under a lock (MIG001), or CONCURRENTLY where that is refused (MIG002)."""

from tests.squawk.case import SILENT, UNDECIDED, Case, after, lines

TABLE = "CREATE TABLE parcels (id bigint PRIMARY KEY, note text);"
INDEX = "CREATE INDEX parcels_note ON parcels (note);"

NEW_EACH = "nobody else uses the table yet; squawk counts only what the same transaction made"
REFUSED = "PostgreSQL refuses it in a transaction block, as it does CREATE INDEX CONCURRENTLY"
DO = "squawk does not look into DO blocks"
BESIDE = "CREATE INDEX CONCURRENTLY orders_note ON orders (note);"

MIG001 = (
    Case("CREATE INDEX on a table that is there", "1", lines("CREATE INDEX orders_note ON orders (note);")),
    Case("CREATE UNIQUE INDEX", "1", lines("CREATE UNIQUE INDEX orders_note ON orders (note);")),
    Case("CREATE INDEX CONCURRENTLY", SILENT, lines(BESIDE)),
    Case("on a table made in the file, each statement by itself", SILENT, lines(TABLE, INDEX), why=NEW_EACH),
    Case("on a table made in the file, in a transaction", SILENT, lines("BEGIN;", TABLE, INDEX, "COMMIT;")),
    Case("on a table made in the file, in the runner's transaction", SILENT, lines(TABLE, INDEX), runner="file"),
    Case("on a table made in the file and committed", SILENT, lines("BEGIN;", TABLE, "COMMIT;", INDEX), why=NEW_EACH),
    Case("on a table that an earlier migration made", "1", after(lines(TABLE), lines(INDEX))),
    Case("on a table of the same name in another schema", "3", lines("BEGIN;", "CREATE TABLE archive.orders (note text);", "CREATE INDEX orders_note ON shop.orders (note);", "COMMIT;")),
    Case("on a table whose name differs in case", "3", lines("BEGIN;", 'CREATE TABLE "Orders" (note text);', "CREATE INDEX orders_note ON orders (note);", "COMMIT;")),
    Case("on a table whose creation was rolled back", "4", lines("BEGIN;", TABLE, "ROLLBACK;", INDEX)),
    Case("on a table made by CREATE TABLE AS", SILENT, lines("BEGIN;", "CREATE TABLE parcels AS SELECT 1 AS note;", INDEX, "COMMIT;")),
    Case("on a table made by SELECT INTO", SILENT, lines("BEGIN;", "SELECT 1 AS note INTO parcels;", INDEX, "COMMIT;")),
    Case("on a temporary table", SILENT, lines("CREATE TEMPORARY TABLE parcels (note text);", INDEX), why="no other session can use it"),
    Case("on a materialized view made in the file", SILENT, lines("BEGIN;", "CREATE MATERIALIZED VIEW totals AS SELECT 1 AS note;", "CREATE INDEX totals_note ON totals (note);", "COMMIT;"), why="squawk looks for CREATE TABLE"),
    Case("on a table made and renamed in the file", SILENT, lines("BEGIN;", "CREATE TABLE new_parcels (note text);", "ALTER TABLE new_parcels RENAME TO parcels;", INDEX, "COMMIT;"), why="squawk knows the table by its first name only"),
    Case("on a table that may have been there: IF NOT EXISTS", SILENT, lines("BEGIN;", "CREATE TABLE IF NOT EXISTS parcels (note text);", INDEX, "COMMIT;")),
    Case("on a partitioned table that a file makes, ON ONLY", SILENT, after(lines("CREATE TABLE events (id int, note text) PARTITION BY RANGE (id);"), lines("CREATE INDEX events_note ON ONLY events (note);")), "it has no rows of its own, and CONCURRENTLY is refused there"),
    Case("on a table that may be partitioned, ON ONLY", "1", lines("CREATE INDEX events_note ON ONLY events (note);")),
    Case("in a DO block", "1", lines("DO $$ BEGIN CREATE INDEX orders_note ON orders (note); END $$;"), why=DO),
    Case("in a function that nobody calls", SILENT, lines("CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN CREATE INDEX orders_note ON orders (note); END $$;")),
    Case("DROP INDEX", "1", lines("DROP INDEX orders_note;")),
    Case("DROP INDEX CONCURRENTLY", SILENT, lines("DROP INDEX CONCURRENTLY orders_note;")),
    Case("DROP INDEX of a table made in the file", SILENT, lines("BEGIN;", TABLE, INDEX, "DROP INDEX parcels_note;", "COMMIT;"), why="nobody else uses the table yet"),
    Case("REINDEX TABLE", "1", lines("REINDEX TABLE orders;")),
    Case("REINDEX INDEX", "1", lines("REINDEX INDEX orders_note;")),
    Case("REINDEX TABLE CONCURRENTLY", SILENT, lines("REINDEX TABLE CONCURRENTLY orders;")),
    Case("REINDEX (CONCURRENTLY)", SILENT, lines("REINDEX (CONCURRENTLY) TABLE orders;")),
    Case("a placeholder for the schema", "1", lines("CREATE INDEX orders_note ON ${schema}.orders (note);"), why="squawk cannot read the statement"),
)  # fmt: skip

MIG002 = (
    Case("between BEGIN and COMMIT", "2", lines("BEGIN;", BESIDE, "COMMIT;")),
    Case("after START TRANSACTION", "2", lines("START TRANSACTION;", BESIDE, "COMMIT;")),
    Case("by itself", SILENT, lines(BESIDE)),
    Case("after COMMIT", SILENT, lines("BEGIN;", "SELECT 1;", "COMMIT;", BESIDE)),
    Case("after END", SILENT, lines("BEGIN;", "SELECT 1;", "END;", BESIDE)),
    Case("after ROLLBACK", SILENT, lines("BEGIN;", "SELECT 1;", "ROLLBACK;", BESIDE), why="squawk takes COMMIT for the only end of a transaction"),
    Case("after COMMIT AND CHAIN", "4", lines("BEGIN;", "SELECT 1;", "COMMIT AND CHAIN;", BESIDE, "COMMIT;"), why="AND CHAIN opens another transaction"),
    Case("BEGIN of a function's body", SILENT, lines("CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;", BESIDE)),
    Case("BEGIN ATOMIC of a function's body", SILENT, lines("CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END;", BESIDE)),
    Case("on a table made in the transaction", "3", lines("BEGIN;", "CREATE TABLE orders (note text);", BESIDE, "COMMIT;")),
    Case("DROP INDEX CONCURRENTLY", "2", lines("BEGIN;", "DROP INDEX CONCURRENTLY orders_note;", "COMMIT;"), why=REFUSED),
    Case("REINDEX CONCURRENTLY", "2", lines("BEGIN;", "REINDEX TABLE CONCURRENTLY orders;", "COMMIT;"), why=REFUSED),
    Case("DETACH PARTITION CONCURRENTLY", "2", lines("BEGIN;", "ALTER TABLE events DETACH PARTITION events_2020 CONCURRENTLY;", "COMMIT;"), why=REFUSED),
    Case("VACUUM", "2", lines("BEGIN;", "VACUUM orders;", "COMMIT;"), why=REFUSED),
    Case("CREATE DATABASE", "2", lines("BEGIN;", "CREATE DATABASE shop;", "COMMIT;"), why=REFUSED),
    Case("ALTER SYSTEM", "2", lines("BEGIN;", "ALTER SYSTEM SET work_mem = '8MB';", "COMMIT;"), why=REFUSED),
    Case("REFRESH MATERIALIZED VIEW CONCURRENTLY, which is allowed", SILENT, lines("BEGIN;", "REFRESH MATERIALIZED VIEW CONCURRENTLY totals;", "COMMIT;")),
    Case("dbmate, which opens a transaction", "2", "-- db/migrations/1_a.sql --\n" + lines("-- migrate:up", BESIDE, "-- migrate:down"), runner="file", why="a statement that is alone in its file squawk takes to run by itself; dbmate opens a transaction all the same"),
    Case("dbmate, transaction:false", SILENT, "-- db/migrations/1_a.sql --\n" + lines("-- migrate:up transaction:false", BESIDE, "-- migrate:down transaction:false"), runner="file"),
    Case("goose, NO TRANSACTION", SILENT, "-- migrations/1_a.sql --\n" + lines("-- +goose NO TRANSACTION", "-- +goose Up", BESIDE), runner="file"),
    Case("goose, in the part for going back", SILENT, "-- migrations/1_a.sql --\n" + lines("-- +goose Up", "SELECT 1;", "-- +goose Down", "DROP INDEX CONCURRENTLY orders_note;"), runner="file"),
    Case("Flyway, which sees it and opens none", SILENT, lines(BESIDE), runner="file"),
    Case("golang-migrate, alone in its file", SILENT, "-- migrations/1_a.up.sql --\n" + lines(BESIDE), runner="unknown"),
    Case("golang-migrate, two statements sent as one query", "2", "-- migrations/1_a.up.sql --\n" + lines("SELECT 1;", BESIDE), runner="unknown", why="PostgreSQL runs the statements of one query as one transaction"),
    Case("Flyway, two of them in one file", SILENT, lines(BESIDE, "CREATE INDEX CONCURRENTLY orders_total ON orders (total);"), "Flyway sees them and opens no transaction; squawk wants to be told so in the file", runner="file"),
    Case("nobody knows the runner", UNDECIDED, lines(BESIDE), "refused if the runner opens a transaction", runner="unknown"),
    Case("psql with AUTOCOMMIT off", UNDECIDED, lines("\\set AUTOCOMMIT off", BESIDE), runner="unknown", why="psql opens no transaction before it, whatever AUTOCOMMIT says; but is it psql that runs the file?"),
)  # fmt: skip
