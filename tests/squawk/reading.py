"""Text that is more than SQL (CFG005), and suppressions in comments (MIG001, PGL001, PGL002)."""

from tests.squawk.case import SILENT, Case, lines

INDEX = "CREATE INDEX orders_note ON orders (note);"
CONCURRENT = "require-concurrent-index-creation"

PLACEHOLDER = "a placeholder stands for something; squawk reads it as SQL"

CFG005 = (
    Case("psql: \\c, \\set, \\echo, \\i", SILENT, lines("\\set ON_ERROR_STOP on", "\\echo 'start'", "\\c shop", "\\ir more.sql", "SELECT 1;"), runner="unknown"),
    Case("psql: \\gset and \\gexec end a statement", SILENT, lines("SELECT count(*) AS n FROM orders \\gset", "SELECT 'SELECT 1' \\gexec", "SELECT 2;"), runner="unknown"),
    Case("psql: \\if", SILENT, lines("\\if :fresh", "CREATE TABLE parcels (id int);", "\\endif"), runner="unknown"),
    Case("psql: \\copy", SILENT, lines("\\copy orders FROM 'orders.csv' WITH (FORMAT csv)", "SELECT 1;"), runner="unknown"),
    Case("psql: variables", SILENT, lines("SELECT :n, :'text', :\"name\" FROM orders;"), runner="unknown", why=PLACEHOLDER),
    Case("COPY with its data", SILENT, lines("COPY orders (id, note) FROM stdin;", "1\tit's (here", "2\tDROP TABLE orders;", "\\.", "SELECT 1;"), runner="unknown", why="squawk takes the rows for SQL"),
    Case("Flyway: ${schema}", SILENT, lines("ALTER TABLE ${schema}.orders ADD COLUMN note text;"), why=PLACEHOLDER),
    Case("Flyway: '${value}'", SILENT, lines("INSERT INTO orders (note) VALUES ('${value}');")),
    Case("Jinja: {{ schema }}", SILENT, lines("ALTER TABLE {{ schema }}.orders ADD COLUMN note text;"), why=PLACEHOLDER),
    Case("Jinja: {% if %}", SILENT, lines("{% if fresh %}", "CREATE TABLE parcels (id int);", "{% endif %}"), why=PLACEHOLDER),
    Case("Python: %(name)s", SILENT, lines("UPDATE orders SET note = %(note)s WHERE id = %(id)s;"), why=PLACEHOLDER),
    Case("Python: {name}", SILENT, lines("CREATE DATABASE {name} CONNECTION LIMIT = -1;"), why=PLACEHOLDER),
    Case("a colon: :schema.orders", SILENT, lines("ALTER TABLE :schema.orders ADD COLUMN note text;"), runner="unknown", why=PLACEHOLDER),
    Case("a statement that nobody could run", "1", lines("ALTER TABLE orders ADD COLUMN;", "SELECT 1;")),
    Case("an unfinished string", "2", lines("SELECT 1;", "ALTER TABLE orders ALTER COLUMN note SET DEFAULT 'open;")),
    Case("an unfinished string in a statement that pglint passes over", "2", lines("SELECT 1;", "INSERT INTO orders (note) VALUES ('open);")),
    Case("MySQL", SILENT, lines("CREATE TABLE `orders` (`id` int(11) NOT NULL AUTO_INCREMENT, PRIMARY KEY (`id`)) ENGINE=InnoDB;"), why="it is not for PostgreSQL, so pglint leaves it alone"),
)  # fmt: skip

SUPPRESSED = (
    Case("named, above the statement", SILENT, lines("-- pglint: ignore[MIG001] small table", f"-- squawk-ignore {CONCURRENT}", INDEX)),
    Case("a reason after the name", SILENT, lines("-- pglint: ignore[MIG001] small table", f"-- squawk-ignore {CONCURRENT} small table", INDEX), why="squawk takes the words for a part of the name, says so, and suppresses nothing"),
    Case("a reason after dashes", SILENT, lines("-- pglint: ignore[MIG001] -- small table", f"-- squawk-ignore {CONCURRENT} -- small table", INDEX)),
    Case("a typo in the name", "3", lines("-- pglint: ignore[MIG0O1]", "-- squawk-ignore require-concurrent-index", INDEX)),
    Case("no name at all", "3", lines("-- pglint: ignore", "-- squawk-ignore", INDEX)),
    Case("a typo in the directive", "3", lines("-- pglint: ignor[MIG001]", f"-- squawk-ignor {CONCURRENT}", INDEX)),
    Case("for another statement", "4", lines("-- pglint: ignore[MIG001]", f"-- squawk-ignore {CONCURRENT}", "SELECT 1;", INDEX)),
    Case("for the file", SILENT, lines("-- pglint: ignore-file[MIG001]", f"-- squawk-ignore-file {CONCURRENT}", "SELECT 1;", INDEX)),
    Case("for the file, with a typo in the name", "4", lines("-- pglint: ignore-file[MIG0O1]", "-- squawk-ignore-file require-concurrent-index", "SELECT 1;", INDEX)),
    Case("for the file, with a reason", SILENT, lines("-- pglint: ignore-file[MIG001] all small", f"-- squawk-ignore-file {CONCURRENT} all small", "SELECT 1;", INDEX), why="squawk takes the words for a part of the name, says so, and suppresses nothing"),
    Case("behind a statement with a placeholder", SILENT, lines("CREATE INDEX orders_note ON ${schema}.orders (note); -- pglint: ignore[MIG001]")),
)  # fmt: skip

PGL002 = (
    Case("a typo in the name is told", "1", lines("-- pglint: ignore[MIG0O1]", "-- squawk-ignore require-concurrent-index", INDEX)),
    Case("a typo in the name, for the file", "1", lines("-- pglint: ignore-file[MIG0O1]", "-- squawk-ignore-file require-concurrent-index", INDEX)),
    Case("no name at all is told", "1", lines("-- pglint: ignore", "-- squawk-ignore", INDEX), why="squawk says nothing of it; it suppresses nothing either"),
    Case("a typo in the directive is told", "1", lines("-- pglint: ignor[MIG001]", f"-- squawk-ignor {CONCURRENT}", INDEX), why="squawk says nothing of it; it suppresses nothing either"),
)  # fmt: skip

PGL001 = (
    Case("a suppression of what is not there", "1", lines("-- pglint: ignore[MIG001]", f"-- squawk-ignore {CONCURRENT}", "SELECT 1;")),
)  # fmt: skip
