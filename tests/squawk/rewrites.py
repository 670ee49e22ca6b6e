"""Changes that write a table anew under ACCESS EXCLUSIVE: MIG004, and VACUUM FULL and CLUSTER: MIG009."""

from tests.squawk.case import SILENT, UNDECIDED, Case, after, lines


def retype(of: str, to: str, before: str = "", using: str = "") -> str:
    """A column of a table that an earlier migration made gets another type."""
    change = f"ALTER TABLE parcels ALTER COLUMN c TYPE {to}{using};"
    return after(lines(f"CREATE TABLE parcels (id bigint, c {of});"), lines(*([before] if before else []), change))


def add(column: str) -> str:
    return lines(f"ALTER TABLE parcels ADD COLUMN c {column};")


COERCIBLE = "PostgreSQL keeps the rows as they are"
STABLE = "PostgreSQL works it out once and keeps it in the catalog"
WHOLE = "it writes the whole table anew; squawk has no rule for it"
REPACK = "squawk reports it from PostgreSQL 19 on, where REPACK (CONCURRENTLY) is there instead"
DO = "squawk does not look into DO blocks"

TYPES = (
    Case("int to bigint", "1", retype("int", "bigint")),
    Case("varchar(20) to varchar(40)", SILENT, retype("varchar(20)", "varchar(40)"), why=COERCIBLE),
    Case("varchar(40) to varchar(20)", "1", retype("varchar(40)", "varchar(20)")),
    Case("varchar(20) to text", SILENT, retype("varchar(20)", "text"), why=COERCIBLE),
    Case("text to varchar(20)", "1", retype("text", "varchar(20)")),
    Case("numeric(10, 2) to numeric(12, 2)", SILENT, retype("numeric(10, 2)", "numeric(12, 2)"), why=COERCIBLE),
    Case("numeric(10, 2) to numeric(12, 4)", "1", retype("numeric(10, 2)", "numeric(12, 4)")),
    Case("int to text", "1", retype("int", "text")),
    Case("text to jsonb, USING", "1", retype("text", "jsonb", using=" USING c::jsonb")),
    Case("timestamp to timestamptz, in UTC", UNDECIDED, retype("timestamp", "timestamptz", "SET timezone = 'UTC';"), why="no rewrite it is (PostgreSQL 12); pglint does not follow the session's time zone"),
    Case("timestamp to timestamptz, in Berlin", UNDECIDED, retype("timestamp", "timestamptz", "SET timezone = 'Europe/Berlin';"), "a rewrite it is; pglint does not follow the session's time zone"),
    Case("timestamp to timestamptz, zone not known", UNDECIDED, retype("timestamp", "timestamptz"), why="no rewrite where the session's time zone is UTC (PostgreSQL 12)"),
    Case("to its own type", SILENT, retype("varchar(20)", "varchar(20)"), why=COERCIBLE),
    Case("from a type that no file tells, to text", UNDECIDED, lines("ALTER TABLE parcels ALTER COLUMN c TYPE text;"), why="from varchar it is no rewrite"),
    Case("of a table made in the file", SILENT, lines("CREATE TABLE parcels (c int);", "ALTER TABLE parcels ALTER COLUMN c TYPE bigint;"), why="nobody else uses the table yet"),
)  # fmt: skip

DEFAULTS = (
    Case("ADD COLUMN without a default", SILENT, add("int")),
    Case("DEFAULT 0", SILENT, add("int NOT NULL DEFAULT 0")),
    Case("DEFAULT 0 before PostgreSQL 11", "1", add("int DEFAULT 0"), config="postgres-version = 10\n", options=("--pg-version", "10.0")),
    Case("DEFAULT of a cast", SILENT, add("jsonb NOT NULL DEFAULT '{}'::jsonb")),
    Case("DEFAULT now()", SILENT, add("timestamptz DEFAULT now()")),
    Case("DEFAULT CURRENT_DATE", SILENT, add("date DEFAULT CURRENT_DATE"), why=STABLE),
    Case("DEFAULT now() + interval", SILENT, add("timestamptz DEFAULT now() + interval '1 day'")),
    Case("DEFAULT lower('X')", SILENT, add("text DEFAULT lower('X')"), why=STABLE),
    Case("DEFAULT clock_timestamp()", "1", add("timestamptz DEFAULT clock_timestamp()")),
    Case("DEFAULT gen_random_uuid()", "1", add("uuid DEFAULT gen_random_uuid()")),
    Case("DEFAULT random()", "1", add("float DEFAULT random()")),
    Case("DEFAULT nextval()", "1", add("bigint DEFAULT nextval('numbers')")),
    Case("serial", "1", add("bigserial"), why="the numbers come from nextval(), so every row gets its own"),
    Case("bigserial PRIMARY KEY", "1", add("bigserial PRIMARY KEY")),
    Case("GENERATED … AS IDENTITY", "1", add("bigint GENERATED ALWAYS AS IDENTITY")),
    Case("GENERATED … STORED", "1", add("int GENERATED ALWAYS AS (a + 1) STORED")),
    Case("DEFAULT of a function that no file makes", UNDECIDED, add("int DEFAULT start_value()"), why="a rewrite only if the function is VOLATILE"),
    Case("DEFAULT of a function made IMMUTABLE", SILENT, lines("CREATE FUNCTION one() RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 1';", "ALTER TABLE parcels ADD COLUMN c int DEFAULT one();"), why=STABLE),
    Case("DEFAULT of a function made VOLATILE", "2", lines("CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';", "ALTER TABLE parcels ADD COLUMN c int DEFAULT one();")),
    Case("volatile, on a table made in the file", SILENT, lines("BEGIN;", "CREATE TABLE parcels (id bigint);", "ALTER TABLE parcels ADD COLUMN c uuid DEFAULT gen_random_uuid();", "COMMIT;"), why="nobody else uses the table yet"),
    Case("SET DEFAULT, volatile", SILENT, lines("ALTER TABLE parcels ALTER COLUMN c SET DEFAULT gen_random_uuid();")),
)  # fmt: skip

OTHERWISE = (
    Case("SET LOGGED", "1", after(lines("CREATE UNLOGGED TABLE parcels (c int);"), lines("ALTER TABLE parcels SET LOGGED;")), WHOLE),
    Case("SET LOGGED of a table that no file makes", UNDECIDED, lines("ALTER TABLE parcels SET LOGGED;"), "it does nothing if the table is logged already, which no file tells"),
    Case("SET LOGGED of a table that is logged already", SILENT, after(lines("CREATE TABLE parcels (c int);"), lines("ALTER TABLE parcels SET LOGGED;"))),
    Case("SET UNLOGGED", "1", after(lines("CREATE TABLE parcels (c int);"), lines("ALTER TABLE parcels SET UNLOGGED;")), why=WHOLE),
    Case("SET ACCESS METHOD", "1", lines("ALTER TABLE parcels SET ACCESS METHOD columnar;"), why=WHOLE),
    Case("DROP COLUMN", SILENT, lines("ALTER TABLE parcels DROP COLUMN c;")),
    Case("in a DO block", "1", lines("DO $$ BEGIN ALTER TABLE parcels ADD COLUMN c uuid DEFAULT gen_random_uuid(); END $$;"), why=DO),
)  # fmt: skip

MIG004 = (*TYPES, *DEFAULTS, *OTHERWISE)

MIG009 = (
    Case("VACUUM FULL", "1", lines("VACUUM FULL parcels;"), why=REPACK),
    Case("VACUUM (FULL)", "1", lines("VACUUM (FULL, ANALYZE) parcels;"), why=REPACK),
    Case("VACUUM (FULL off)", SILENT, lines("VACUUM (FULL off) parcels;")),
    Case("VACUUM", SILENT, lines("VACUUM (ANALYZE) parcels;")),
    Case("CLUSTER", "1", lines("CLUSTER parcels USING parcels_pkey;"), why=REPACK),
    Case("CLUSTER ON, which only marks the index", SILENT, lines("ALTER TABLE parcels CLUSTER ON parcels_pkey;")),
)  # fmt: skip
