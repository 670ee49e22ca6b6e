"""What a file of SQL is for, how it reaches the server, and how its statements are sent."""

from __future__ import annotations

from pglint.cluster_facts import Home
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.replay.block import Way
from pglint.replay.statements import Use
from pglint.replay.timeouts import NEWEST

if TYPE_CHECKING:
    from pglint.config.records import MigrationsDecl

DIRECT = ("migration", "setup", "dump", "test")
_PSQL = Way("each", "psql sends each statement by itself")
_QUERY = Way("unknown", "whether the application opens a transaction is not known")
_SCRIPT = Way("unknown", "who runs it is not known")


class Kind(NamedTuple):
    """What becomes of a kind of file: its ``use``, '' where it is not read; ``way`` it is sent."""

    use: str
    way: Way


KINDS = {
    "dump": Kind("dump", _PSQL),
    "extension": Kind("", _SCRIPT),
    "job": Kind("job", _SCRIPT),
    "query": Kind("query", _QUERY),
    "schema": Kind("setup", _SCRIPT),
    "script": Kind("setup", _SCRIPT),
    "seed": Kind("setup", _SCRIPT),
    "setup script": Kind("setup", _SCRIPT),
    "baseline": Kind("setup", _SCRIPT),
    "down": Kind("", _SCRIPT),
    "other database": Kind("", _SCRIPT),
    "test": Kind("", _SCRIPT),
    "unreadable": Kind("", _SCRIPT),
}
"""The kinds of formats/migrations' ``Other``."""


def use(path: str, kind: str, declared: MigrationsDecl | None, majors: tuple[int, ...] = (NEWEST,)) -> Use:
    """A use with its way to the server: ``[migrations] via`` for migrations and set-up scripts, else by assumption."""
    home = Home(path)
    if kind in DIRECT:
        given = declared.via if declared else None
        return Use(home, kind, str(given.value) if given else "direct", given is None, majors=majors)
    return Use(home, kind, "pooler", True, majors=majors)
