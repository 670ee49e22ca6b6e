"""What a file of SQL is that no tool runs as a migration: told by its place, its name, then its first statements."""

from __future__ import annotations

from itertools import islice

from pglint import regex
from pglint.formats.migrations.script import Other, name
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from pglint.formats.migrations.script import Kind
    from pglint.source import Source

_LOOK_AT = 65536  # characters of a file that are looked at
_STATEMENTS = 40
_NAMED = r"^(?:--|/\*|#)\s*name:\s*\w+\s+:(?:one|many|exec\w*|batch\w+|copyfrom)\b"
_APART = str.maketrans("-_.", "   ")

_DATABASES = frozenset(
    ("mysql", "mariadb", "sqlite", "sqlite3", "mssql", "sqlserver", "hsqldb", "clickhouse", "cockroach", "cockroachdb",
     "snowflake", "bigquery")
)  # fmt: skip
# Words that mean other things too, outside of a folder of migrations.
_PERHAPS = frozenset(("oracle", "db2", "derby", "h2"))

# Folders by a word of their name, the nearest first.
_FOLDERS: tuple[tuple[Kind, frozenset[str]], ...] = (
    ("query", frozenset(("query", "queries", "dbsqlc", "sqlc", "reports", "analytics"))),
    ("test", frozenset(("test", "tests", "testing", "testdata", "spec", "regress", "fixtures"))),
    ("test", frozenset(("example", "examples", "sample", "samples"))),
    ("seed", frozenset(("seed", "seeds", "seeders"))),
    ("job", frozenset(("job", "jobs", "cron", "scheduled", "maintenance"))),
    ("schema", frozenset(("schema", "schemas", "ddl", "view", "views", "tables", "types", "policies"))),
    ("schema", frozenset(("functions", "procedures", "triggers"))),
    ("setup script", frozenset(("init", "initdb", "initial", "bootstrap", "setup", "roles", "provisioning"))),
)

# Words in a file's name.
_NAMES: tuple[tuple[Kind, frozenset[str]], ...] = (
    ("seed", frozenset(("seed", "seeds", "seeding"))),
    ("job", frozenset(("reindex", "vacuum", "cron", "nightly", "cleanup", "maintenance"))),
    ("dump", frozenset(("dump", "structure"))),
    ("schema", frozenset(("schema",))),
    ("setup script", frozenset(("init", "initdb", "setup", "bootstrap", "install", "createdb", "roles", "globals"))),
)

_READS = frozenset(("SELECT", "WITH", "EXPLAIN", "TABLE", "VALUES", "SHOW", "SET"))
_DEFINES = frozenset(("FUNCTION", "VIEW", "PROCEDURE", "TRIGGER", "MATERIALIZED", "OR", "TABLE", "TYPE", "SCHEMA"))
_CHANGES = frozenset(("CREATE", "COMMENT", "GRANT", "DROP", "ALTER"))
_SERVER = frozenset(("ROLE", "USER", "DATABASE", "SYSTEM", "SUBSCRIPTION", "PUBLICATION"))


def words(text: str) -> list[str]:
    """The words of a name, in small letters: ``Init_DB-v2`` has three; '' before and after each sign too many."""
    return text.lower().translate(_APART).split(" ")


def other_database(path: str) -> Other | None:
    """A file in a folder that is called after another database."""
    parts = path.split("/")[:-1]
    for index, part in enumerate(parts):
        first = words(part)[0]
        below = first in _PERHAPS and any("migration" in above.lower() for above in parts[:index])
        if first in _DATABASES or (below and part.lower() == first):
            return Other(path, "other database", f"its folder is called {part}")
    return None


def kind(source: Source) -> Other:
    """What a file is, and by what that is told."""
    from pglint.formats.sql.dump import is_dump

    path, file, text = source.path, name(source), source.text[:_LOOK_AT]
    if ("--" in file and file.endswith((".sql", ".sql.in"))) or 'Use "CREATE EXTENSION' in text:
        return Other(path, "extension", "a script of an extension")
    if is_dump(text):
        return Other(path, "dump", "pg_dump wrote it")
    if "name:" in text and regex.search(_NAMED, text, regex.MULTILINE):
        return Other(path, "query", "queries with names, as sqlc reads them")
    for part in reversed(path.split("/")[:-1]):
        found = _by_word(words(part), _FOLDERS)
        if found:
            return Other(path, found, f"its folder is called {part}")
    found = _by_word(words(file.rpartition(".")[0]), _NAMES)
    return Other(path, found, f"it is called {file}") if found else _by_statements(path, text)


def _by_word(found: list[str], table: tuple[tuple[Kind, frozenset[str]], ...]) -> Kind | None:
    return next((kind for kind, known in table if not known.isdisjoint(found)), None)


def _by_statements(path: str, text: str) -> Other:
    from pglint.formats.migrations.heads import heads

    found = [head.words for head in islice(heads(text), _STATEMENTS) if head.words]
    firsts = {each[0] for each in found}
    if found and firsts <= _READS and not path.endswith(".psql"):
        return Other(path, "query", "it only reads")
    changed = [each for each in found if each[0] in ("CREATE", "ALTER") and len(each) > 1]
    if any(each[1] in _SERVER for each in changed):
        return Other(path, "setup script", "it sets up roles, databases or the server")
    if firsts <= _CHANGES and any(each[0] == "CREATE" and each[1] in _DEFINES for each in changed):
        return Other(path, "schema", "it only defines objects")
    return Other(path, "script", "nothing says who runs it")
