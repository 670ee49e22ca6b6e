"""What a migration tool makes of SQL files: scripts in the order in which they run, and what the other files are."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.source import first_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal

    from pglint.facts import Fault
    from pglint.formats.migrations.around import Around
    from pglint.source import Source

    Transaction = Literal["file", "each", "implicit", "none", "unknown"]
    Kind = Literal[
        "baseline", "down", "dump", "extension", "job", "other database", "query", "schema", "script", "seed",
        "setup script", "test", "unreadable",
    ]  # fmt: skip


class Script(NamedTuple):
    """One file, or one part of it, in the order in which it runs.

    ``version`` is what ``[migrations] from`` is compared with; ``start`` to ``end`` are the characters of the file that
    are its up part. ``transaction`` says who opens one, and ``why`` how the tool decides that:

    - ``file``: the tool opens one around the part;
    - ``each``: each statement is a query of its own, outside of a transaction unless the file itself opens one;
    - ``implicit``: the part is sent as one simple query: PostgreSQL runs several statements in it as one transaction
      (manual, "Multiple Statements in a Simple Query"), a single one without;
    - ``none``: the tool opens none, and whether it sends the statements together is not known;
    - ``unknown``: not even that.

    ``batches`` are ranges of characters, in order, that the tool sends as one query each: statements in one of them
    share an implicit transaction. It is empty where the other fields say everything.
    ``repeatable``: it runs again whenever it changes.
    """

    path: str
    tool: str
    version: str
    start: int
    end: int
    transaction: Transaction
    why: str
    repeatable: bool = False
    batches: tuple[tuple[int, int], ...] = ()


class Folder(NamedTuple):
    """One sequence of scripts that run on one database, in order.

    ``kind`` is ``setup`` for what runs on a new, empty server only, such as docker-entrypoint-initdb.d. ``callbacks``
    are what the tool runs around its migrations, by event (Flyway's ``beforeMigrate``, ``beforeEachMigrate`` …).
    """

    path: str
    tool: str
    scripts: tuple[Script, ...]
    faults: tuple[Fault, ...] = ()
    kind: Literal["migrations", "setup"] = "migrations"
    callbacks: tuple[tuple[str, Script], ...] = ()


class Other(NamedTuple):
    """A file that is in no sequence: what it is instead, and why that is thought."""

    path: str
    kind: Kind
    why: str


class Group(NamedTuple):
    """Files of one folder, and what lies around them. ``path`` is the folder's."""

    path: str
    files: tuple[Source, ...]
    around: Around


class Found(NamedTuple):
    """What a tool makes of a group of files. Files in neither list are not the tool's."""

    folders: tuple[Folder, ...] = ()
    others: tuple[Other, ...] = ()

    def paths(self) -> set[str]:
        """The files that it speaks of."""
        named = {script.path for folder in self.folders for script in folder.scripts}
        named |= {script.path for folder in self.folders for _, script in folder.callbacks}
        return named | {other.path for other in self.others}


def name(source: Source) -> str:
    """The file's name without its folder."""
    return source.path.rpartition("/")[2]


def whole(source: Source, tool: str, version: str, transaction: Transaction, why: str) -> Script:
    """A script that is all of a file."""
    return Script(source.path, tool, version, 0, len(source.text), transaction, why)


def clashes(
    scripts: Iterable[Script], sources: Iterable[Source], key: dict[str, object], effect: str
) -> tuple[Fault, ...]:
    """Two files of one version: ``key`` tells a path's version as the tool compares it, ``effect`` what happens."""
    from pglint.facts import Fault

    by_path = {source.path: source for source in sources}
    first: dict[object, Script] = {}
    faults: list[Fault] = []
    for script in scripts:
        other = first.setdefault(key[script.path], script)
        if other.path == script.path:
            continue
        text = f"{other.path.rpartition('/')[2]} has version {other.version} too; {effect}"
        there = (("the other file of this version", first_line(by_path[other.path])),)
        span = first_line(by_path[script.path])
        faults.append(Fault("same-migration-version", text, span, script.version, script.path, related=there))
    return tuple(faults)
