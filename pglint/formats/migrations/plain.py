"""Folders whose name says that they hold migrations, and those that the configuration names; no tool is known.

They run in natural order; whether anybody opens a transaction is not known.
"""

from __future__ import annotations

from pglint import regex
from pglint.formats.migrations.kinds import words
from pglint.formats.migrations.order import leading, natural
from pglint.formats.migrations.script import Folder, Found, Other, Script, name, whole
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from pglint.formats.migrations.script import Group
    from pglint.source import Source

_MIGRATIONS = frozenset(("migration", "migrations", "migrate"))
# Folders that hold migrations if all their files are numbered or dated.
_PERHAPS = frozenset(
    ("update", "updates", "upgrade", "upgrades", "patch", "patches", "change", "changes", "changeset", "changesets",
     "delta", "deltas", "versions")
)  # fmt: skip
# Folders that hold something else, wherever they lie.
_ASIDE = frozenset(
    ("down", "undo", "revert", "reverts", "rollback", "rollbacks", "verify", "seed", "seeds", "seeders", "fixtures",
     "test", "tests", "testdata", "query", "queries", "manual", "archive", "archived", "template", "templates",
     "functions", "views", "procedures", "triggers", "schema", "schemas", "init")
)  # fmt: skip
_NUMBERED = r"[A-Za-z]{0,2}[-_]?\d"
_BACK_WORDS = ("down", "undo", "rollback", "revert")
_WHY = "which tool runs it is not known"


def plain(group: Group, declared: bool = False) -> Found | None:
    """All files of a folder of migrations, in natural order, without those for going back."""
    if not declared and not _holds_migrations(group):
        return None
    ups = [source for source in group.files if not _goes_back(name(source))]
    ups.sort(key=lambda source: natural(name(source)))
    others = tuple(
        Other(source.path, "down", "its name says that it goes back")
        for source in group.files
        if _goes_back(name(source))
    )
    scripts = tuple(_script(source) for source in ups)
    return Found((Folder(group.path, "folder", scripts),) if scripts else (), others)


def _goes_back(file: str) -> bool:
    """By the last word of its name, or the first: ``1_a.down.sql``, ``undo_1.sql``; not ``down_payments.sql``."""
    found = words(file.rpartition(".")[0])
    return found[-1] in _BACK_WORDS or found[0] in _BACK_WORDS[1:]


def _script(source: Source) -> Script:
    script = whole(source, "folder", leading(name(source)), "unknown", _WHY)
    if not any(word in source.text.lower() for word in _BACK_WORDS):
        return script
    # A comment that says no more than that what follows goes back.
    back = regex.compile(
        r"^[ \t]*--[ \t=*#+-]*?@?(?:migrat(?:e|ion)[: ])?[ \t]*(?:down|rollback|undo|revert)"
        r"(?:[ \t]+(?:migration|script|section)\b[^\n]*)?[ \t:=*#\r-]*$",
        regex.IGNORECASE | regex.MULTILINE,
    ).search(source.text)
    return script._replace(end=back.start()) if back else script


def _holds_migrations(group: Group) -> bool:
    """By the folder's name; by that of one above it, or a weaker one, if its files are all numbered."""
    parts = [frozenset(words(part)) for part in group.path.split("/")]
    if parts[-1] & _MIGRATIONS:
        return True
    aside = parts[-1] & _ASIDE and not parts[-1] & _PERHAPS
    if aside or not all(regex.match(_NUMBERED, name(source)) for source in group.files):
        return False
    above = any(part & _MIGRATIONS for part in parts) and not any(part & _ASIDE for part in parts)
    return above or any(part & _PERHAPS for part in parts[-2:])
