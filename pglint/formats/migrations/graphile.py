"""graphile-migrate and graphile-worker.

graphile-migrate, src/migration.ts: getAllMigrations (``committed/``, names by VALID_FILE_REGEX of src/current.ts,
in order), parseMigrationText (headers ``--! Previous:``, ``--! Hash:`` before the body), runStringMigration (one
query; in a transaction unless the body's first line is ``--! no-transaction``, src/header.ts). ``current.sql`` is
what is being worked on; deploying does not run it.

graphile-worker, src/migrate.ts, runMigration: ``sql/000001.sql`` …, one query in a transaction.
"""

from __future__ import annotations

from pglint import regex
from pglint.formats.migrations.around import folder, within
from pglint.formats.migrations.script import Folder, Found, Other, Script, name, whole
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from pglint.formats.migrations.script import Group
    from pglint.source import Source

_COMMITTED = regex.compile(r"(\d+)(?:-[-_a-zA-Z0-9]*)?\.sql")
_HEADERS = regex.compile(r"(?:--! [A-Z][a-zA-Z0-9_]*(?::[^\n]*)?\r?\n)*")
_NO_TRANSACTION = regex.compile(r"--!\s*no-transaction\b")
_WORKER = regex.compile(r"\d{6}\.sql")


def graphile_migrate(group: Group) -> Found | None:
    """The files of ``committed/`` with graphile-migrate's headers, and what stands beside that folder."""
    if group.path.rpartition("/")[2] == "committed":
        return _committed(group)
    parts = group.path.rpartition("/")[2] == "current"
    beside = [source for source in group.files if parts or name(source) == "current.sql"]
    if not beside or not group.around.tree.is_folder(within(folder(group.path) if parts else group.path, "committed")):
        return None
    why = "graphile-migrate runs it while it is being written, and deploys what is committed"
    return Found(others=tuple(Other(source.path, "script", why) for source in beside))


def _committed(group: Group) -> Found | None:
    mine = [source for source in group.files if _COMMITTED.fullmatch(name(source)) and "--! Previous:" in source.text]
    if not mine:
        return None
    mine.sort(key=lambda source: name(source).partition("-")[0].removesuffix(".sql"))
    return Found((Folder(group.path, "graphile-migrate", tuple(_script(source) for source in mine)),))


def _script(source: Source) -> Script:
    headers = _HEADERS.match(source.text)
    start = headers.end() if headers else 0
    start += len(source.text[start:]) - len(source.text[start:].lstrip())
    match = _COMMITTED.fullmatch(name(source))
    version = match.group(1) if match else ""
    if _NO_TRANSACTION.match(source.text, start):
        why = "--! no-transaction: graphile-migrate sends the file as one query"
        return Script(source.path, "graphile-migrate", version, start, len(source.text), "implicit", why)
    why = "graphile-migrate runs a file in one transaction unless it begins with --! no-transaction"
    return Script(source.path, "graphile-migrate", version, start, len(source.text), "file", why)


def graphile_worker(group: Group) -> Found | None:
    """graphile-worker's own schema, which fills in :GRAPHILE_WORKER_SCHEMA."""
    mine = [source for source in group.files if _WORKER.fullmatch(name(source))]
    if not any(":GRAPHILE_WORKER_SCHEMA" in source.text for source in mine):
        return None
    why = "graphile-worker runs a file in one transaction"
    scripts = (whole(source, "graphile-worker", name(source)[:6], "file", why) for source in sorted(mine, key=name))
    return Found((Folder(group.path, "graphile-worker", tuple(scripts)),))
