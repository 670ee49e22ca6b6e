"""tern: up and down parts in one file, parted by a line.

jackc/tern, migrate/migrate.go: migrationPattern (a number, ``_`` and a name, each number once), LoadMigrations (the
part before ``---- create above / drop below ----``), MigrateTo (one transaction and one query; with ``---- tern:
disable-tx ----`` each statement by itself; ``reset all`` after each migration).
"""

from __future__ import annotations

from pglint import regex
from pglint.formats.migrations.around import within
from pglint.formats.migrations.script import Folder, Found, Other, Script, clashes, name
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from pglint.formats.migrations.script import Group
    from pglint.source import Source

_NAME = regex.compile(r"(\d+)_.+\.sql")
_DISABLE = regex.compile(r"^---- tern: disable-tx ----$", regex.MULTILINE)
_PARTED = "---- create above / drop below ----"


def tern(group: Group) -> Found | None:
    """The numbered files of a folder in which some file has tern's lines, or that has a tern.conf."""
    marked = any(_PARTED in source.text or "---- tern: disable-tx ----" in source.text for source in group.files)
    if not marked and not group.around.exists(within(group.path, "tern.conf")):
        return None
    mine = [(int(match.group(1)), source) for source in group.files if (match := _NAME.fullmatch(name(source)))]
    mine.sort(key=lambda pair: (pair[0], pair[1].path))
    scripts = tuple(_script(source) for _, source in mine)
    keys: dict[str, object] = {source.path: number for number, source in mine}
    sources = [source for _, source in mine]
    others = tuple(
        Other(source.path, "script", "tern runs files that are called NUMBER_NAME.sql")
        for source in group.files
        if not _NAME.fullmatch(name(source))
    )
    folder = Folder(group.path, "tern", scripts, clashes(scripts, sources, keys, "tern refuses to run"))
    return Found((folder,) if scripts else (), others)


def _script(source: Source) -> Script:
    end = source.text.find(_PARTED)
    end = len(source.text) if end == -1 else end
    version = name(source).partition("_")[0]
    if _DISABLE.search(source.text[:end]):
        why = "---- tern: disable-tx ----: tern sends each statement by itself"
        return Script(source.path, "tern", version, 0, end, "each", why)
    why = "tern runs a file in one transaction unless it says ---- tern: disable-tx ----"
    return Script(source.path, "tern", version, 0, end, "file", why)
