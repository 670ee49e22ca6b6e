"""dbmate: ``-- migrate:up`` and ``-- migrate:down`` with options after them.

amacneil/dbmate, pkg/dbmate/migration.go: the regular expressions of the two directives, parseMigrationOptions and
getMigrationSectionSubstrings (several pairs in one file since 2.29). pkg/dbmate/db.go, FindMigrations: files whose
names start with digits, by name; Migrate: a section is one Exec without arguments, hence one simple query, in a
transaction unless it has ``transaction:false``. So a section without one still is an implicit transaction.
"""

from __future__ import annotations

from pglint import regex
from pglint.formats.migrations.script import Folder, Found, Other, Script, clashes, name
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.formats.migrations.script import Group
    from pglint.source import Source

_UP = regex.compile(r"^--\s*migrate:up(?:\s*$|\s+\S+)", regex.MULTILINE)
_DOWN = regex.compile(r"^--\s*migrate:down(?:\s*$|\s+\S+)", regex.MULTILINE)
_VERSION = regex.compile(r"\d+")


def dbmate(group: Group) -> Found | None:
    """The files with dbmate's directives, by name."""
    mine = [source for source in group.files if "migrate:up" in source.text and _UP.search(source.text)]
    if not mine:
        return None
    read = [source for source in mine if _VERSION.match(name(source))]
    scripts = tuple(script for source in sorted(read, key=name) for script in _scripts(source))
    effect = "dbmate cannot record the second one"
    faults = clashes(scripts, read, {source.path: _version(source) for source in read}, effect)
    others = tuple(
        Other(source.path, "script", "dbmate reads files whose names start with a number")
        for source in mine
        if not _VERSION.match(name(source))
    )
    return Found((Folder(group.path, "dbmate", scripts, faults),) if scripts else (), others)


def _version(source: Source) -> str:
    match = _VERSION.match(name(source))
    return match.group() if match else ""


def _scripts(source: Source) -> Iterator[Script]:
    ups = [match.start() for match in _UP.finditer(source.text)]
    for start, next_ in zip(ups, [*ups[1:], len(source.text)], strict=True):
        down = _DOWN.search(source.text, start, next_)
        end = down.start() if down else next_
        options = source.text[start:end].partition("\n")[0].split()
        if "transaction:false" in options:
            why = "transaction:false: dbmate sends the part as one query, outside of a transaction of its own"
            yield Script(source.path, "dbmate", _version(source), start, end, "implicit", why)
        else:
            why = "dbmate runs the up part in one transaction unless it says transaction:false"
            yield Script(source.path, "dbmate", _version(source), start, end, "file", why)
