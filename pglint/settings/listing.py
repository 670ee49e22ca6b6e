"""All names, one a line: who knows it, what a change takes, what it is."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING
from pglint.settings import postgresql
from pglint.settings.history import span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pglint.settings.answer import Answer

    Row = tuple[str, str, str, str]

CHANGES = {
    "internal": "never",
    "postmaster": "restart",
    "sighup": "reload",
    "superuser-backend": "connect",
    "backend": "connect",
    "superuser": "session",
    "user": "session",
}
"""In a word."""


def table(answers: Iterable[Answer]) -> str:
    """The rows in columns; a name that several programs know has a line for each."""
    rows = [row for answer in answers for row in _rows(answer)]
    wide = [max((len(row[at]) for row in rows), default=0) for at in range(3)]
    lines = ("  ".join([*(f"{cell:<{width}}" for cell, width in zip(row, wide, strict=False)), row[3]]) for row in rows)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _rows(answer: Answer) -> Iterator[Row]:
    setting = answer.postgresql
    if setting and setting.shown:
        newest = max(setting.shown)
        parameter = setting.shown[newest]
        yield (
            answer.name,
            f"PostgreSQL {span(min(setting.shown), newest)}",
            CHANGES[parameter.context],
            f"now {setting.alias_of}" if setting.alias_of else postgresql.about(parameter, newest),
        )
    elif setting and setting.removed and setting.only is None:
        gone = setting.removed
        yield answer.name, "PostgreSQL before 10", "", f"now {gone.renamed_to}" if gone.renamed_to else gone.note
    for each in answer.pgbouncer:
        change = "reload" if each.known.reloadable else "restart"
        yield answer.name, f"PgBouncer [{each.known.section}]", change, each.about
    for platform in answer.own:
        yield answer.name, platform.title, {True: "restart", False: "session", None: ""}[platform.reboot], ""
