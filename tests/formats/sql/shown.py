"""Pieces of SQL files as tests write them."""

from pglint.formats.sql.split import read
from pglint.formats.sql.statement import Command, Item, Marker, Statement
from pglint.source import Source
from pglint.values import Unknown

KINDS = {Statement: "sql", Command: "psql", Marker: "mark"}


def items(text: str, path: str = "a.sql") -> list[Item]:
    return read(Source(path, text))[0]


def statements(text: str) -> list[Statement]:
    return [item for item in items(text) if isinstance(item, Statement)]


def shown(item: Item) -> str:
    """``1:1 sql SELECT 1``: the place, the kind, and the text in the file."""
    line, column = item.span.source.position(item.span.start)
    return f"{line}:{column} {KINDS[type(item)]} {item.span.text}"


def known(value: object) -> object:
    """A value, ``?`` for one that is not known."""
    return "?" if isinstance(value, Unknown) else value
