"""Constraints that are checked under a lock (MIG003), or validated in the transaction that adds them (MIG010)."""

from tests.squawk.case import SILENT, UNDECIDED, Case, after, lines

TABLE = "CREATE TABLE parcels (id bigint, order_id bigint, weight int);"
CHECK = "ADD CONSTRAINT weighed CHECK (weight IS NOT NULL)"
KEY = "ADD CONSTRAINT to_order FOREIGN KEY (order_id) REFERENCES orders (id)"
VALIDATE = "ALTER TABLE parcels VALIDATE CONSTRAINT weighed;"
NOT_NULL = "ALTER TABLE parcels ALTER COLUMN weight SET NOT NULL;"

NEW_EACH = "nobody else uses the table yet; squawk counts only what the same transaction made"
DO = "squawk does not look into DO blocks"

MIG003 = (
    Case("ADD CHECK", "1", lines(f"ALTER TABLE parcels {CHECK};")),
    Case("ADD CHECK … NOT VALID", SILENT, lines(f"ALTER TABLE parcels {CHECK} NOT VALID;")),
    Case("ADD FOREIGN KEY", "1", lines(f"ALTER TABLE parcels {KEY};")),
    Case("ADD FOREIGN KEY … NOT VALID", SILENT, lines(f"ALTER TABLE parcels {KEY} NOT VALID;")),
    Case("VALIDATE CONSTRAINT", SILENT, lines(VALIDATE)),
    Case("ADD UNIQUE", "1", lines("ALTER TABLE parcels ADD UNIQUE (weight);")),
    Case("ADD UNIQUE USING INDEX", SILENT, lines("ALTER TABLE parcels ADD CONSTRAINT one UNIQUE USING INDEX parcels_weight;")),
    Case("ADD PRIMARY KEY", "1", lines("ALTER TABLE parcels ADD PRIMARY KEY (id);")),
    Case("ADD EXCLUDE", "1", lines("ALTER TABLE parcels ADD EXCLUDE USING gist (weight WITH =);")),
    Case("on a table made in the file, in a transaction", SILENT, lines("BEGIN;", TABLE, f"ALTER TABLE parcels {CHECK};", "COMMIT;")),
    Case("on a table made in the file, each statement by itself", SILENT, lines(TABLE, f"ALTER TABLE parcels {CHECK};"), why=NEW_EACH),
    Case("ADD FOREIGN KEY on a table made in the file", SILENT, lines("BEGIN;", TABLE, f"ALTER TABLE parcels {KEY};", "COMMIT;")),
    Case("CREATE TABLE with a check", SILENT, lines("CREATE TABLE parcels (weight int CHECK (weight > 0));")),
    Case("CREATE TABLE with a foreign key", SILENT, lines("CREATE TABLE parcels (order_id bigint REFERENCES orders (id));")),
    Case("ADD COLUMN … REFERENCES, no default", SILENT, lines("ALTER TABLE parcels ADD COLUMN order_id bigint REFERENCES orders (id);"), why="a new column is NULL in every row, so PostgreSQL looks at none; for the lock there is TMO011"),
    Case("ADD COLUMN … DEFAULT 1 REFERENCES", "1", lines("ALTER TABLE parcels ADD COLUMN order_id bigint DEFAULT 1 REFERENCES orders (id);")),
    Case("ADD COLUMN … CHECK", "1", lines("ALTER TABLE parcels ADD COLUMN height int CHECK (height > 0);"), why="PostgreSQL looks at every row, with the column's default"),
    Case("ADD COLUMN … UNIQUE", "1", lines("ALTER TABLE parcels ADD COLUMN code text UNIQUE;")),
    Case("ADD COLUMN … NOT NULL DEFAULT", SILENT, lines("ALTER TABLE parcels ADD COLUMN height int NOT NULL DEFAULT 0;")),
    Case("SET NOT NULL", "1", after(lines(TABLE), lines(NOT_NULL))),
    Case("SET NOT NULL of a table that no file makes", UNDECIDED, lines(NOT_NULL), "a valid check that excludes NULL would spare the scan"),
    Case("SET NOT NULL after a check was validated", SILENT, after(lines(TABLE), lines(f"ALTER TABLE parcels {CHECK} NOT VALID;", VALIDATE, NOT_NULL))),
    Case("SET NOT NULL, the check was validated in an earlier migration", SILENT, after(lines(TABLE), lines(f"ALTER TABLE parcels {CHECK} NOT VALID;"), lines(VALIDATE), lines(NOT_NULL, "ALTER TABLE parcels DROP CONSTRAINT weighed;")), why="squawk reads each file by itself"),
    Case("SET NOT NULL, the check is not validated", "2", after(lines(TABLE), lines(f"ALTER TABLE parcels {CHECK} NOT VALID;", NOT_NULL))),
    Case("SET NOT NULL, another column was checked", "3", after(lines(TABLE), lines("ALTER TABLE parcels ADD CONSTRAINT weighed CHECK (order_id IS NOT NULL) NOT VALID;", VALIDATE, NOT_NULL))),
    Case("SET NOT NULL, the check says something weaker", "3", after(lines(TABLE), lines("ALTER TABLE parcels ADD CONSTRAINT weighed CHECK (weight IS NOT NULL OR id = 0) NOT VALID;", VALIDATE, NOT_NULL)), why="only a check that excludes NULL spares PostgreSQL the scan"),
    Case("SET NOT NULL, the check was dropped again", "4", after(lines(TABLE), lines(f"ALTER TABLE parcels {CHECK} NOT VALID;", VALIDATE, "ALTER TABLE parcels DROP CONSTRAINT weighed;", NOT_NULL)), why="the check is gone when NOT NULL is set"),
    Case("SET NOT NULL, the check of another table was validated", "3", after(lines(TABLE), lines(f"ALTER TABLE orders {CHECK} NOT VALID;", "ALTER TABLE orders VALIDATE CONSTRAINT weighed;", NOT_NULL))),
    Case("SET NOT NULL, VALIDATE of a check that no file adds", UNDECIDED, lines(VALIDATE, NOT_NULL), why="nobody can tell what the check says"),
    Case("in a DO block", "1", lines(f"DO $$ BEGIN ALTER TABLE parcels {CHECK}; END $$;"), why=DO),
    Case("ALTER DOMAIN … ADD CHECK", "1", after(lines("CREATE DOMAIN grams AS int;", "CREATE TABLE parcels (weight grams);"), lines("ALTER DOMAIN grams ADD CHECK (VALUE > 0);"))),
    Case("ALTER DOMAIN … ADD CHECK, and nobody knows where it is used", UNDECIDED, lines("ALTER DOMAIN grams ADD CHECK (VALUE > 0);"), "it reads the tables that have a column of it"),
    Case("ALTER DOMAIN … ADD CHECK … NOT VALID", SILENT, lines("ALTER DOMAIN grams ADD CHECK (VALUE > 0) NOT VALID;"), why="no row is looked at; squawk advises against constraints of domains altogether"),
    Case("DROP CONSTRAINT", SILENT, lines("ALTER TABLE parcels DROP CONSTRAINT weighed;")),
)  # fmt: skip

MIG010 = (
    Case("in one transaction", "3", lines("BEGIN;", f"ALTER TABLE parcels {CHECK} NOT VALID;", VALIDATE, "COMMIT;")),
    Case("in the runner's transaction", "2", lines(f"ALTER TABLE parcels {CHECK} NOT VALID;", VALIDATE), runner="file"),
    Case("each statement by itself", SILENT, lines(f"ALTER TABLE parcels {CHECK} NOT VALID;", VALIDATE)),
    Case("in two transactions", SILENT, lines("BEGIN;", f"ALTER TABLE parcels {CHECK} NOT VALID;", "COMMIT;", "BEGIN;", VALIDATE, "COMMIT;")),
    Case("in two migrations", SILENT, after(lines(f"ALTER TABLE parcels {CHECK} NOT VALID;"), lines(VALIDATE)), runner="file"),
    Case("a foreign key, in one transaction", "3", lines("BEGIN;", f"ALTER TABLE parcels {KEY} NOT VALID;", "ALTER TABLE parcels VALIDATE CONSTRAINT to_order;", "COMMIT;")),
    Case("a constraint of this name on another table", SILENT, lines("BEGIN;", f"ALTER TABLE boxes {CHECK} NOT VALID;", VALIDATE, "COMMIT;"), why="squawk compares the names of constraints only"),
    Case("of a table made in the transaction", SILENT, lines("BEGIN;", TABLE, f"ALTER TABLE parcels {CHECK} NOT VALID;", VALIDATE, "COMMIT;"), why="nobody else uses the table yet"),
    Case("in one ALTER TABLE", "1", lines(f"ALTER TABLE parcels {CHECK} NOT VALID, VALIDATE CONSTRAINT weighed;"), why="both take the lock of the stronger"),
    Case("the first part was rolled back", SILENT, lines("BEGIN;", f"ALTER TABLE parcels {CHECK} NOT VALID;", "ROLLBACK;", "BEGIN;", VALIDATE, "COMMIT;"), why="squawk takes COMMIT for the only end of a transaction"),
    Case("after START TRANSACTION", "3", lines("START TRANSACTION;", f"ALTER TABLE parcels {CHECK} NOT VALID;", VALIDATE, "COMMIT;")),
    Case("golang-migrate, which sends both as one query", "2", "-- migrations/1_a.up.sql --\n" + lines(f"ALTER TABLE parcels {CHECK} NOT VALID;", VALIDATE), runner="unknown", why="PostgreSQL runs the statements of one query as one transaction"),
    Case("nobody knows the runner", UNDECIDED, lines(f"ALTER TABLE parcels {CHECK} NOT VALID;", VALIDATE), runner="unknown", why="they are in one transaction if the runner opens one"),
)  # fmt: skip
