"""Tools that give each migration a folder of its own: Prisma, Diesel, Hasura, and others whose files are called alike.

Prisma Migrate: migration_connector, list_migrations (folders by name); sql-schema-connector/src/flavour/postgres,
apply_migration_script: ``client.simple_query(script)``: no transaction, but several statements are an implicit one.
From 7.4.0 on, CREATE INDEX CONCURRENTLY works beside other statements (prisma/prisma-engines#5767, #5799): how the
rest is grouped then is not known, so a file with that word is unknown unless package.json holds Prisma below 7.4.

Diesel, diesel_migrations/src/file_based_migrations.rs: ``up.sql`` by batch_execute, one query; in a transaction
unless ``metadata.toml`` beside it says ``run_in_transaction = false``. migrations_internals, version_from_string:
the version is the folder's name up to ``_`` without ``-``; versions are compared as text, of two equal ones only
one runs.

Hasura (folders that start with a time in milliseconds) sends up.sql as one run_sql.
"""

from __future__ import annotations

from pglint import regex
from pglint.formats.migrations.around import Around, bounds, folder, within
from pglint.formats.migrations.order import natural
from pglint.formats.migrations.script import Folder, Found, Other, Script, clashes, name, whole
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pglint.formats.migrations.script import Transaction
    from pglint.source import Source

_RUN_IN_TRANSACTION = regex.compile(r"^\s*run_in_transaction\s*=\s*false\b", regex.MULTILINE)
_DIESEL = regex.compile(r"(?:\d{4}-\d{2}-\d{2}-\d{4,6}|\d{14})(?:-\d+)?_")
_HASURA = regex.compile(r"\d{13}_")
_NUMBERED = regex.compile(r"[vV]?\d")
_SPLITS = (7, 4)


def prisma(sources: Iterable[Source], around: Around) -> Found:
    """All ``migration.sql``, by the folder that their folders lie in."""
    folders: list[Folder] = []
    others: list[Other] = []
    for path, files in _by_grandparent(sources, "migration.sql").items():
        lock = around.text(within(path, "migration_lock.toml"))
        provider = regex.search(r"^\s*provider\s*=\s*[\"'](\w+)", lock, regex.MULTILINE)
        if provider and provider.group(1) not in ("postgresql", "postgres"):
            why = f"migration_lock.toml says {provider.group(1)}"
            others += [Other(source.path, "other database", why) for source in files]
        elif lock or "prisma" in path.split("/"):
            files.sort(key=_own)
            folders.append(Folder(path, "prisma", tuple(_prisma_script(source, path, around) for source in files)))
        elif all(_own(source)[:1].isdecimal() for source in files):
            # drizzle-kit writes such folders too, from version 1 on.
            folders.append(_plain(path, files, "folder", "unknown", "several tools call a file migration.sql"))
    return Found(tuple(folders), tuple(others))


def _own(source: Source) -> str:
    """The name of the folder that a migration has for itself."""
    return folder(source.path).rpartition("/")[2]


def _by_grandparent(sources: Iterable[Source], *names: str) -> dict[str, list[Source]]:
    found: dict[str, list[Source]] = {}
    for source in sources:
        if name(source) in names and "/" in source.path:
            found.setdefault(folder(folder(source.path)), []).append(source)
    return found


def _prisma_script(source: Source, path: str, around: Around) -> Script:
    version = _own(source).partition("_")[0]
    version = version if version.isdecimal() else _own(source)
    if _not_in_one_query(source.text):
        wanted = around.package(path, "prisma", "@prisma/client")
        known = bounds(wanted) if wanted else None
        if not known or known.below > _SPLITS:
            why = "Prisma sends the file as one query before 7.4, and apart from 7.4 on"
            return whole(source, "prisma", version, "unknown", why)
    return whole(source, "prisma", version, "implicit", "Prisma sends a file as one query, without a transaction")


def _not_in_one_query(text: str) -> bool:
    """Whether CREATE INDEX CONCURRENTLY or its like stands beside another statement."""
    if "concurrently" not in text.lower():
        return False
    from pglint.formats.migrations.heads import heads, outside_transaction

    found = list(heads(text))
    return len(found) > 1 and any("CONCURRENTLY" in head.words or outside_transaction(head.words) for head in found)


def diesel(sources: Iterable[Source], around: Around) -> Found:
    """All ``up.sql`` and ``down.sql``, by the folder that their folders lie in."""
    folders: list[Folder] = []
    others: list[Other] = []
    for path, files in _by_grandparent(sources, "up.sql", "down.sql").items():
        ups = [source for source in files if name(source) == "up.sql"]
        others += [Other(source.path, "down", "it is called down.sql") for source in files if name(source) != "up.sql"]
        names = [_own(source) for source in ups]
        if not ups:
            continue
        if all(map(_HASURA.match, names)):
            folders.append(_plain(path, ups, "hasura", "implicit", "Hasura sends a file as one query"))
        elif all(map(_DIESEL.match, names)) or around.above(path, "diesel.toml") is not None:
            folders.append(_diesel(path, ups, around))
        elif all(map(_NUMBERED.match, names)):
            folders.append(_plain(path, ups, "folder", "unknown", "which tool runs it is not known"))
    return Found(tuple(folders), tuple(others))


def _plain(path: str, ups: list[Source], tool: str, transaction: Transaction, why: str) -> Folder:
    ups.sort(key=lambda source: natural(_own(source)))
    return Folder(path, tool, tuple(whole(up, tool, _own(up).partition("_")[0], transaction, why) for up in ups))


def _diesel(path: str, ups: list[Source], around: Around) -> Folder:
    versions = {source.path: _own(source).partition("_")[0].replace("-", "") for source in ups}
    ups.sort(key=lambda source: (versions[source.path], source.path))
    scripts = []
    for source in ups:
        if _RUN_IN_TRANSACTION.search(around.text(within(folder(source.path), "metadata.toml"))):
            why = "run_in_transaction = false in metadata.toml: Diesel sends the file as one query"
            scripts.append(whole(source, "diesel", versions[source.path], "implicit", why))
        else:
            why = "Diesel runs a file in one transaction unless metadata.toml says run_in_transaction = false"
            scripts.append(whole(source, "diesel", versions[source.path], "file", why))
    faults = clashes(scripts, ups, dict(versions), "Diesel runs only one of them")
    return Folder(path, "diesel", tuple(scripts), faults)
