"""lock_timeout in effect where a lock is taken: TMO011, and SET LOCAL outside of a transaction: TMO018."""

from tests.squawk.case import SILENT, UNDECIDED, Case, after, lines

SET, LOCAL = "SET lock_timeout = '2s';", "SET LOCAL lock_timeout = '2s';"
ALTER = "ALTER TABLE orders ADD COLUMN note text;"
SOME = lines(LOCAL, "ALTER TABLE customers ADD COLUMN note text;")

ENDED = "it is no longer in effect there"
UNDONE = "ROLLBACK takes the SET back"
LATER = "it counts for later sessions; squawk reports the file's first DDL only, which this one is"
CALLED = "squawk knows SET only"
BESIDE = "reads and writes go on; a timeout would only leave half of the work behind"
WEAK = "SHARE UPDATE EXCLUSIVE holds up no reads and no writes"
NO_TABLE = "it locks no table"
DO = "squawk does not look into DO blocks"

SESSION = (
    Case("nothing sets it", "1", lines(ALTER)),
    Case("set before", SILENT, lines(SET, ALTER)),
    Case("set after", "1", lines(ALTER, SET)),
    Case("reset before", "3", lines(SET, "RESET lock_timeout;", ALTER), why=ENDED),
    Case("RESET ALL before", "3", lines(SET, "RESET ALL;", ALTER), why=ENDED),
    Case("set to 0, which is off", "2", lines("SET lock_timeout = 0;", ALTER), why="0 switches it off"),
    Case("set to DEFAULT", "3", lines(SET, "SET lock_timeout TO DEFAULT;", ALTER), why=ENDED),
    Case("SET LOCAL, ended by COMMIT", "4", lines("BEGIN;", LOCAL, "COMMIT;", ALTER), why=ENDED),
    Case("SET, undone by ROLLBACK", "4", lines("BEGIN;", SET, "ROLLBACK;", ALTER), why=UNDONE),
    Case("SET, undone by ROLLBACK TO", "5", lines("BEGIN;", "SAVEPOINT a;", SET, "ROLLBACK TO a;", ALTER, "COMMIT;"), why=UNDONE),
    Case("ALTER ROLE … SET does not reach the session", "2", lines("ALTER ROLE app SET lock_timeout = '2s';", ALTER), why=LATER),
    Case("ALTER DATABASE … SET neither", "2", lines("ALTER DATABASE shop SET lock_timeout = '2s';", ALTER), why=LATER),
    Case("set_config()", SILENT, lines("SELECT set_config('lock_timeout', '2s', false);", ALTER), why=CALLED),
    Case("set_config(), local, outside of a transaction", "2", lines("SELECT set_config('lock_timeout', '2s', true);", ALTER)),
    Case("set_config(), local, in a transaction", SILENT, lines("BEGIN;", "SELECT set_config('lock_timeout', '2s', true);", ALTER, "COMMIT;"), why=CALLED),
    Case("SET LOCAL outside of a transaction", "2", lines(LOCAL, ALTER), why="PostgreSQL warns that it has no effect there"),
    Case("SET LOCAL in a transaction", SILENT, lines("BEGIN;", LOCAL, ALTER, "COMMIT;")),
    Case("SET LOCAL in the runner's transaction", SILENT, lines(LOCAL, ALTER), runner="file"),
    Case("SET LOCAL, and nobody knows the runner", UNDECIDED, lines(LOCAL, ALTER), runner="unknown", why="it counts if the runner opens a transaction, and only then"),
    Case("SET SESSION, other case", SILENT, lines("set session Lock_Timeout to 2000;", ALTER)),
    Case("set in a DO block", SILENT, lines("DO $$ BEGIN PERFORM set_config('lock_timeout', '2s', false); END $$;", ALTER), why="squawk does not look into DO blocks"),
    Case("a value that the server refuses", "2", lines("SET lock_timeout = '2 apples';", ALTER), why="the server refuses it, and whoever goes on has none"),
    Case("statement_timeout alone", "2", lines("SET statement_timeout = '2s';", ALTER)),
    Case("set in a comment", "2", lines("-- SET lock_timeout = '2s';", ALTER)),
    Case("a variable of the user's own", "2", lines("SET shop.lock_timeout = '2s';", ALTER)),
    Case("DISCARD ALL in between", "3", lines(SET, "DISCARD ALL;", ALTER), why=ENDED),
    Case("a new session in between", "3", lines(SET, "\\c", ALTER), runner="unknown", why="\\c opens another session"),
    Case("a placeholder for the value", UNDECIDED, lines("SET lock_timeout = '${lock_timeout}';", ALTER), why="it may be 0"),
    Case("only the first of two in effect", "4", lines("BEGIN;", LOCAL, "COMMIT;", ALTER), why=ENDED),
)  # fmt: skip

RUNNER = (
    Case(
        "the runner sets it, as configured",
        SILENT,
        lines(ALTER),
        config='[migrations]\nsession = { lock_timeout = "2s" }\n',
        why="squawk cannot be told what the runner sets",
    ),
    Case(
        "the runner sets it, the file switches it off",
        "2",
        lines("SET lock_timeout = 0;", ALTER),
        config='[migrations]\nsession = { lock_timeout = "2s" }\n',
        why="0 switches it off",
    ),
    Case(
        "an old migration without it, [migrations] from",
        SILENT,
        after(lines(ALTER), SOME),
        runner="file",
        config='[migrations]\nfrom = "2"\n',
        why="pglint reads it, and reports only from there on; squawk is to be given the new files only",
    ),
    Case("another migration sets it, this one does not", "1", after(SOME, lines(ALTER)), runner="file"),
)

STATEMENTS = (
    Case("CREATE TABLE", SILENT, lines("CREATE TABLE parcels (id bigint PRIMARY KEY, note text);")),
    Case(
        "CREATE TABLE with a foreign key to a table that is there",
        "1",
        lines("CREATE TABLE parcels (id bigint PRIMARY KEY, order_id bigint REFERENCES orders (id));"),
    ),
    Case(
        "what the file has made itself",
        SILENT,
        lines(
            "CREATE TABLE parcels (id bigint PRIMARY KEY, note text);",
            "CREATE INDEX parcels_note ON parcels (note);",
            "ALTER TABLE parcels ADD COLUMN weight int;",
            "DROP TABLE parcels;",
        ), why="nobody else uses the table yet"),
    Case("CREATE INDEX", "1", lines("CREATE INDEX orders_note ON orders (note);")),
    Case("CREATE INDEX CONCURRENTLY", SILENT, lines("CREATE INDEX CONCURRENTLY orders_note ON orders (note);"), why=BESIDE),
    Case("DROP INDEX CONCURRENTLY", SILENT, lines("DROP INDEX CONCURRENTLY orders_note;"), why=BESIDE),
    Case("REINDEX INDEX CONCURRENTLY", SILENT, lines("REINDEX INDEX CONCURRENTLY orders_note;"), why=BESIDE),
    Case("VALIDATE CONSTRAINT", SILENT, lines("ALTER TABLE orders VALIDATE CONSTRAINT orders_total;"), why=WEAK),
    Case("ADD FOREIGN KEY … NOT VALID", "1", lines("ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers (id) NOT VALID;")),
    Case("SET STATISTICS", SILENT, lines("ALTER TABLE orders ALTER COLUMN note SET STATISTICS 500;"), why=WEAK),
    Case("SET (fillfactor)", SILENT, lines("ALTER TABLE orders SET (fillfactor = 80);"), why=WEAK),
    Case("RENAME COLUMN", "1", lines("ALTER TABLE orders RENAME COLUMN note TO remark;")),
    Case("CREATE TRIGGER", "1", lines("CREATE TRIGGER touch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();")),
    Case("CREATE POLICY", "1", lines("CREATE POLICY own ON orders USING (true);")),
    Case("DROP TABLE", "1", lines("DROP TABLE orders;")),
    Case("TRUNCATE", "1", lines("TRUNCATE orders;")),
    Case("LOCK TABLE", "2", lines("BEGIN;", "LOCK TABLE orders;", "COMMIT;")),
    Case("LOCK TABLE in a mode that blocks no writes", SILENT, lines("BEGIN;", "LOCK TABLE orders IN ROW EXCLUSIVE MODE;", "COMMIT;"), why="ROW EXCLUSIVE is what every UPDATE takes"),
    Case("REFRESH MATERIALIZED VIEW", "1", lines("REFRESH MATERIALIZED VIEW totals;")),
    Case("REFRESH MATERIALIZED VIEW CONCURRENTLY", SILENT, lines("REFRESH MATERIALIZED VIEW CONCURRENTLY totals;"), why="EXCLUSIVE lets reads go on, and who else writes to a materialized view is another refresh"),
    Case("COMMENT ON TABLE", SILENT, lines("COMMENT ON TABLE orders IS 'all of them';"), why=WEAK),
    Case("CREATE VIEW", SILENT, lines("CREATE VIEW recent AS SELECT * FROM orders;"), why="it takes ACCESS SHARE, as every SELECT does"),
    Case("CREATE FUNCTION", SILENT, lines("CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';"), why=NO_TABLE),
    Case("CREATE ROLE", SILENT, lines("CREATE ROLE app LOGIN CONNECTION LIMIT 20;"), why=NO_TABLE),
    Case("CREATE TYPE", SILENT, lines("CREATE TYPE colour AS ENUM ('red');"), why=NO_TABLE),
    Case("GRANT", SILENT, lines("GRANT SELECT ON orders TO app;")),
    Case("INSERT, UPDATE and SELECT", SILENT, lines("INSERT INTO orders (id) VALUES (1);", "UPDATE orders SET note = '';", "SELECT 1;")),
    Case("VACUUM", SILENT, lines("VACUUM orders;"), why=WEAK),
    Case("ALTER TABLE in a DO block", "1", lines("DO $$ BEGIN ALTER TABLE orders ADD COLUMN note text; END $$;"), why=DO),
    Case("ALTER TABLE by EXECUTE of a literal", "1", lines("DO $$ BEGIN EXECUTE 'ALTER TABLE orders ADD COLUMN note text'; END $$;"), why=DO),
    Case("ALTER TABLE in a function that nobody calls", SILENT, lines("CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN ALTER TABLE orders ADD COLUMN note text; END $$;"), why="CREATE FUNCTION locks no table"),
    Case("ALTER TABLE in a string", SILENT, lines("INSERT INTO log (text) VALUES ('ALTER TABLE orders ADD COLUMN note text;');")),
)  # fmt: skip

PARTITIONS = (
    Case("CREATE TABLE … PARTITION OF", "1", lines("CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM (2026) TO (2027);"), why="it takes ACCESS EXCLUSIVE on the partitioned table"),
    Case("DETACH PARTITION", "1", lines("ALTER TABLE events DETACH PARTITION events_2020;")),
    Case("DETACH PARTITION CONCURRENTLY", SILENT, lines("ALTER TABLE events DETACH PARTITION events_2020 CONCURRENTLY;"), why=BESIDE),
    Case("ATTACH PARTITION of a table that is there", "1", lines("ALTER TABLE events ATTACH PARTITION events_2026 FOR VALUES FROM (2026) TO (2027);")),
)  # fmt: skip

TMO011 = (*SESSION, *RUNNER, *STATEMENTS, *PARTITIONS)

TMO018 = (
    Case("SET LOCAL, no transaction open", "1", lines(LOCAL, ALTER)),
    Case("set_config(…, true), no transaction open", "1", lines("SELECT set_config('lock_timeout', '2s', true);", ALTER)),
    Case("SET LOCAL after COMMIT", "4", lines("BEGIN;", ALTER, "COMMIT;", LOCAL)),
    Case("SET LOCAL in a transaction", SILENT, lines("BEGIN;", LOCAL, ALTER, "COMMIT;")),
    Case("SET LOCAL in the runner's transaction", SILENT, lines(LOCAL, ALTER), runner="file"),
    Case("SET LOCAL, and nobody knows the runner", UNDECIDED, lines(LOCAL, ALTER), runner="unknown"),
    Case("SET LOCAL of one statement's own", "1", lines("SET LOCAL search_path = shop;")),
)  # fmt: skip
