"""node-pg-migrate, postgres-migrations and drizzle-orm.

node-pg-migrate, src/sqlMigration.ts, getActions: ``-- Up Migration`` and ``-- Down Migration``, loosely; without
the first the whole file is up. src/utils: order by the number in front (17 digits are a time), then by name.
src/migration.ts, _apply, and ``--single-transaction`` (default true): all pending ones in one transaction, else
each in its own; a file of SQL has no way out of it (``pgm.noTransaction()`` is JavaScript's).

postgres-migrations, src/run-migration.ts: one query; ``-- postgres-migrations disable-transaction`` anywhere in the
file leaves the transaction out. src/file-name-parser.ts and src/files-loader.ts: by id, ids without gaps.

drizzle-orm, src/migrator.ts, readMigrationFiles (``meta/_journal.json`` says which files, in which order) and
src/pg-core/dialect.ts, migrate: all pending files in one transaction; only neon-http's migrator has none.
"""

from __future__ import annotations

from pglint import regex
from pglint.formats.migrations.around import within
from pglint.formats.migrations.order import natural
from pglint.formats.migrations.script import Folder, Found, Other, Script, clashes, name, whole
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.formats.migrations.script import Group, Transaction
    from pglint.source import Source

_UP = regex.compile(r"^\s*--[\s-]*up\s+migration", regex.IGNORECASE | regex.MULTILINE)
_DOWN = regex.compile(r"^\s*--[\s-]*down\s+migration", regex.IGNORECASE | regex.MULTILINE)
# What the tool writes into a new file; banners of other people are spelled otherwise.
_TEMPLATE = regex.compile(r"^-- Up Migration[ \t\r]*$", regex.MULTILINE)
_ID = regex.compile(r"(-?\d+)[-_]?(.*)\.sql", regex.IGNORECASE)
_NUMBER = regex.compile(r"\d+")


def node_pg_migrate(group: Group) -> Found | None:
    """The numbered files of a folder in which one has the tool's own line, or whose package depends on it."""
    depends = "migrat" in group.path and group.around.package(group.path, "node-pg-migrate") is not None
    if not depends and not any(_TEMPLATE.search(source.text) for source in group.files):
        return None
    mine = [source for source in group.files if _NUMBER.match(name(source))]
    if not mine:
        return None
    ups = [source for source in mine if not name(source).endswith(".down.sql")]
    ups.sort(key=lambda source: (_prefix(name(source)), natural(name(source))))
    downs = [
        Other(source.path, "down", "its name ends with .down.sql")
        for source in mine
        if name(source).endswith(".down.sql")
    ]
    return Found((Folder(group.path, "node-pg-migrate", tuple(map(_node_script, ups))),), tuple(downs))


def _prefix(file: str) -> int:
    """The number in front, in milliseconds where it is a time of 17 digits (getNumericPrefix)."""
    match = _NUMBER.match(file)
    digits = match.group() if match else "0"
    if len(digits) == 17:
        from datetime import UTC, datetime

        try:
            moment = datetime.strptime(digits[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        except ValueError:
            return int(digits)
        return int(moment.timestamp()) * 1000 + int(digits[14:])
    return int(digits)


def _node_script(source: Source) -> Script:
    up, down = _UP.search(source.text), _DOWN.search(source.text)
    start, end = 0, len(source.text)
    if up:
        start = up.start()
        end = down.start() if down and down.start() > start else end
    match = _NUMBER.match(name(source))
    why = "node-pg-migrate runs all pending files in one transaction, or with --no-single-transaction each in its own"
    return Script(source.path, "node-pg-migrate", match.group() if match else "", start, end, "file", why)


def postgres_migrations(group: Group) -> Found | None:
    """The files with an id of a folder in which one speaks to postgres-migrations, or whose package depends on it."""
    mine = [(int(match.group(1)), source) for source in group.files if (match := _ID.fullmatch(name(source)))]
    if not mine:
        return None
    depends = "migrat" in group.path and group.around.package(group.path, "postgres-migrations") is not None
    if not depends and not any("-- postgres-migrations " in source.text for _, source in mine):
        return None
    mine.sort(key=lambda pair: (pair[0], pair[1].path))
    scripts = tuple(_postgres_script(source) for _, source in mine)
    keys: dict[str, object] = {source.path: number for number, source in mine}
    faults = clashes(scripts, [source for _, source in mine], keys, "postgres-migrations refuses to run")
    return Found((Folder(group.path, "postgres-migrations", scripts, faults),))


def _postgres_script(source: Source) -> Script:
    match = _NUMBER.search(name(source))
    version = match.group() if match else ""
    if "-- postgres-migrations disable-transaction" in source.text:
        why = "-- postgres-migrations disable-transaction: the file is sent as one query"
        return whole(source, "postgres-migrations", version, "implicit", why)
    why = "postgres-migrations runs a file in one transaction unless it says -- postgres-migrations disable-transaction"
    return whole(source, "postgres-migrations", version, "file", why)


def drizzle(group: Group) -> Found | None:
    """The files that a drizzle journal lists, in its order."""
    journal = group.around.text(within(group.path, "meta/_journal.json"))
    if not journal:
        return None
    dialect, tags = _journal(journal)
    if dialect not in ("", "postgresql", "pg"):
        why = f"drizzle's journal says {dialect}"
        return Found(others=tuple(Other(source.path, "other database", why) for source in group.files))
    transaction: Transaction = "file"
    why = "drizzle-orm runs all pending files in one transaction"
    if group.around.package(group.path, "@neondatabase/serverless") is not None:
        transaction, why = "unknown", "drizzle-orm opens a transaction, but not through neon-http"
    by_tag = {name(source).removesuffix(".sql"): source for source in group.files}
    scripts = tuple(
        whole(by_tag[tag], "drizzle", tag.partition("_")[0], transaction, why) for tag in tags if tag in by_tag
    )
    unlisted = tuple(
        Other(source.path, "script", "drizzle's journal does not list it")
        for tag, source in by_tag.items()
        if tag not in tags
    )
    return Found((Folder(group.path, "drizzle", scripts),) if scripts else (), unlisted)


def _journal(text: str) -> tuple[str, list[str]]:
    """The dialect of a journal and its tags; nothing of what is not a journal."""
    import json

    try:
        journal = json.loads(text)
    except ValueError:
        return "", []
    if not isinstance(journal, dict):
        return "", []
    return str(journal.get("dialect") or ""), list(_tags(journal.get("entries")))


def _tags(entries: object) -> Iterator[str]:
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("tag"), str):
            yield entry["tag"]
