"""Tools that keep the way up and the way down in two files: ``1_name.up.sql`` and ``1_name.down.sql``.

golang-migrate: source/parse.go (Regex), source/file (two of one version: an error), database/postgres and
database/pgx/v5, Run: the whole file is one ExecContext without arguments, so one simple query: no transaction, but
several statements are an implicit one. ``x-multi-statement=true`` in the URL would split the file; files do not
tell it.

Others are told by what their project depends on. sqlx (Rust), sqlx-core/src/migrate/source.rs and
sqlx-postgres/src/migrate.rs: a transaction, unless the file's first characters are ``-- no-transaction``, then one
query. pop (gobuffalo), migrator.go: a transaction each. popx (ory/x), popx/match.go and migration_box.go: a name
may hold the database (``.postgres.``) and ``.autocommit.``; a transaction each, but one query without for those.
bun (uptrace), migrate/migration.go, NewSQLMigrationFunc: a transaction for ``.tx.up.sql`` only; ``--bun:split``
parts queries. River, rivermigrate: one query, in whatever transaction the caller has.

All of these send a file as one query at least, so several statements are never without a transaction.
"""

from __future__ import annotations

from pglint import regex
from pglint.formats.migrations.script import Folder, Found, Other, Script, clashes, name, whole
from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.formats.migrations.around import Around
    from pglint.formats.migrations.script import Group
    from pglint.source import Source

_NAME = regex.compile(r"(\d+)_(.*)\.(up|down)\.sql")
_SQLX = ("sqlx =", "sqlx=", "dependencies.sqlx]", "sqlx.workspace")
_DATABASES = {
    "postgres": "postgres", "postgresql": "postgres", "pg": "postgres", "pgx": "postgres",
    "cockroach": "CockroachDB", "cockroachdb": "CockroachDB", "crdb": "CockroachDB",
    "mysql": "MySQL", "mariadb": "MariaDB", "sqlite": "SQLite", "sqlite3": "SQLite",
}  # fmt: skip


class Named(NamedTuple):
    """A file's name in parts: the number, what stands between, and the direction."""

    source: Source
    number: str
    middle: tuple[str, ...]
    up: bool

    @property
    def database(self) -> str:
        return next((_DATABASES[part] for part in self.middle if part in _DATABASES), "")


def up_down(group: Group) -> Found | None:
    """The files called so, those up in the order of their numbers."""
    found = [
        Named(source, match.group(1), tuple(match.group(2).split(".")[1:]), match.group(3) == "up")
        for source in group.files
        if (match := _NAME.fullmatch(name(source)))
    ]
    if not found:
        return None
    tool = _tool(found, group)
    others = [Other(each.source.path, "down", "its name ends with .down.sql") for each in found if not each.up]
    ups = [each for each in found if each.up]
    if tool in ("pop", "popx"):
        ups, foreign = _of_postgresql(ups)
        others += foreign
    ups.sort(key=lambda each: (int(each.number), each.source.path))
    scripts = tuple(_script(each, tool) for each in ups)
    keys: dict[str, object] = {each.source.path: int(each.number) for each in ups}
    effect = {"pop": "pop runs only the first", "popx": "popx runs only the first"}.get(tool, "they cannot both run")
    faults = clashes(scripts, [each.source for each in ups], keys, effect) if tool != "node-pg-migrate" else ()
    return Found((Folder(group.path, tool, scripts, faults),) if scripts else (), tuple(others))


def _tool(found: list[Named], group: Group) -> str:
    texts = [each.source.text for each in found]
    around, path = group.around, group.path
    if any("/* TEMPLATE: schema */" in text for text in texts):
        return "river"
    # popx numbers its files with 20 digits, more than golang-migrate can read.
    odd = any("autocommit" in each.middle or int(each.number) >= 2**64 for each in found)
    if odd or around.mentions(path, "go.mod", "ory/x", "ory/pop"):
        return "popx"
    if around.mentions(path, "go.mod", "golang-migrate/migrate"):
        return "golang-migrate"
    if any("\n--bun:" in text or "tx" in each.middle for text, each in zip(texts, found, strict=True)):
        return "bun"
    for manifest, word, tool in (
        ("go.mod", "gobuffalo/pop", "pop"),
        ("go.mod", "uptrace/bun", "bun"),
    ):
        if around.mentions(path, manifest, word):
            return tool
    if _uses_sqlx(around, path):
        return "sqlx"
    if around.package(path, "node-pg-migrate") is not None:
        return "node-pg-migrate"
    # What golang-migrate does not fill in, another tool does.
    return "folder" if any("{{" in text for text in texts) else "golang-migrate"


def _of_postgresql(ups: list[Named]) -> tuple[list[Named], list[Other]]:
    """What pop runs on PostgreSQL: of one version, the file for it rather than the one for all."""
    own = {each.number for each in ups if each.database == "postgres"}
    kept = {each for each in ups if each.database == "postgres" or (not each.database and each.number not in own)}
    others = [
        Other(each.source.path, "other database", f"its name says {each.database}")
        if each.database
        else Other(each.source.path, "other database", "there is a file of this version for PostgreSQL")
        for each in ups
        if each not in kept
    ]
    return [each for each in ups if each in kept], others


def _script(each: Named, tool: str) -> Script:
    source, number = each.source, each.number
    match tool:
        case "sqlx":
            return sqlx_script(source, number)
        case "popx" if "autocommit" in each.middle:
            why = ".autocommit. in its name: popx sends the file as one query, outside of a transaction of its own"
            return whole(source, tool, number, "implicit", why)
        case "popx" | "pop":
            return whole(source, tool, number, "file", f"{tool} runs a file in one transaction")
        case "node-pg-migrate":
            return whole(source, tool, number, "file", "node-pg-migrate runs pending files in one transaction")
        case "bun" if "tx" in each.middle:
            return whole(source, tool, number, "file", "bun runs a .tx.up.sql in one transaction")
        case "bun":
            why = "bun sends what stands between two --bun:split as one query"
            return whole(source, tool, number, "each", why)._replace(batches=tuple(_bun_batches(source.text)))
        case "river":
            why = "River sends a file as one query, in a transaction that its caller may have opened"
            return whole(source, tool, number, "implicit", why)
        case "folder":
            return whole(source, tool, number, "unknown", "several tools name files .up.sql")
    return whole(source, tool, number, "implicit", "golang-migrate sends a file as one query, without a transaction")


def _bun_batches(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in regex.finditer(r"^--bun:split[ \t\r]*$", text, regex.MULTILINE):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def sqlx_script(source: Source, number: str) -> Script:
    """A file as sqlx runs it."""
    if source.text.startswith("-- no-transaction"):
        return whole(source, "sqlx", number, "implicit", "-- no-transaction: sqlx sends the file as one query")
    why = "sqlx runs a file in one transaction unless it begins with -- no-transaction"
    return whole(source, "sqlx", number, "file", why)


def sqlx(group: Group) -> Found | None:
    """The numbered files of a folder called migrations in a Rust project that depends on sqlx."""
    if "migration" not in group.path.rpartition("/")[2] or not _uses_sqlx(group.around, group.path):
        return None
    mine = [(int(match.group()), source) for source in group.files if (match := regex.match(r"\d+(?=_)", name(source)))]
    if not mine:
        return None
    mine.sort(key=lambda pair: (pair[0], pair[1].path))
    scripts = tuple(sqlx_script(source, name(source).partition("_")[0]) for _, source in mine)
    keys: dict[str, object] = {source.path: number for number, source in mine}
    faults = clashes(scripts, [source for _, source in mine], keys, "sqlx cannot record the second one")
    return Found((Folder(group.path, "sqlx", scripts, faults),))


def _uses_sqlx(around: Around, path: str) -> bool:
    return around.mentions(path, "Cargo.toml", *_SQLX) and not around.mentions(path, "Cargo.toml", "refinery", "diesel")
