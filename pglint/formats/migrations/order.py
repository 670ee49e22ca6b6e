"""In which order names run, and which scripts are at or after the one that ``[migrations] from`` names."""

from __future__ import annotations

from pglint import regex
from pglint.once import cache
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from pglint.formats.migrations.script import Folder, Script

    Natural = tuple[tuple[int, int, str], ...]

# Tools whose versions are names, and those whose versions have several numbers.
_NAMED = ("alembic", "liquibase", "sqitch")
_PARTED = ("evolve", "flyway", "folder", "refinery")


@cache
def _chunks() -> regex.Pattern[str]:
    return regex.compile(r"\d+|\D+")


@cache
def _leading() -> regex.Pattern[str]:
    return regex.compile(r"[A-Za-z]?\d+(?:[._-]\d+)*")


def natural(text: str) -> Natural:
    """The order a person would put names in: 2 before 10, a before B."""
    parts = _chunks().findall(text)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part.casefold()) for part in parts)


def numbers(version: str) -> tuple[int, ...]:
    """The numbers of a version, as Flyway compares them: parts of any size, zeros at the end do not count.

    Flyway, MigrationVersion.tokenize and compareTo: ``_`` is a dot, each part is a number, missing parts are 0.
    """
    parts = [int(part) for part in "".join(char if char.isdecimal() else " " for char in version).split()]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    return tuple(parts)


def leading(name: str) -> str:
    """The version that a name begins with, such as ``0042``, ``2021-09-28`` or ``V1.2``; else the whole name."""
    match = _leading().match(name)
    return match.group() if match else name.rpartition(".")[0] or name


def judged(folder: Folder, from_: str) -> frozenset[Script]:
    """The scripts at or after a version, or all of them where nothing in the folder can be compared with it.

    ``from_`` is a version, a file's name with or without .sql, or the name of a folder that holds a migration. What
    runs again whenever it changes is judged always, since it can be changed, and so is what sets up a new server.
    """
    if folder.kind == "setup":
        return frozenset(folder.scripts)
    at = _position(folder, from_)
    if at is not None:
        return frozenset(folder.scripts[at:]) | {script for script in folder.scripts if script.repeatable}
    least = _comparable(folder, from_)
    versions = {script: _comparable(folder, script.version) for script in folder.scripts}
    if not least or not any(versions.values()):
        return frozenset(folder.scripts)
    return frozenset(script for script, version in versions.items() if script.repeatable or version >= least)


def _position(folder: Folder, from_: str) -> int | None:
    """Where the script stands that is called so."""
    for index, script in enumerate(folder.scripts):
        parent, _, name = script.path.rpartition("/")
        if from_ in (script.version, script.path, name, name.removesuffix(".sql"), parent.rpartition("/")[2]):
            return index
    return None


def _comparable(folder: Folder, version: str) -> tuple[int, ...]:
    """A version's numbers; of tools that count in one number, that number, however it is punctuated."""
    match = _leading().match(version.rpartition("/")[2])
    if not match or folder.tool in _NAMED:
        return ()
    if folder.tool in _PARTED:
        return numbers(match.group())
    return (int(regex.sub(r"\D", "", match.group().split("_")[0]) or 0),)
