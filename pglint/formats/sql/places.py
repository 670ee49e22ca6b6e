"""Places in a statement's text, which libpg_query counts in bytes, as places in its file."""

from __future__ import annotations

from pglint.formats.sql import lexis
from pglint.formats.sql.statement import Statement
from pglint.formats.sql.words import words
from pglint.record import TYPE_CHECKING
from pglint.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pglint.formats.sql.statement import Hole


def exact(statement: Statement) -> bool:
    """Whether the text is the file's, but for holes. That of a statement in a string with escapes is not."""
    return statement.shift >= 0


def character(text: str, offset: int) -> int:
    """The character at which an offset in bytes of UTF-8 lies."""
    if text.isascii():
        return min(offset, len(text))
    return len(text.encode("utf-8", "surrogatepass")[:offset].decode("utf-8", "ignore"))


def in_file(statement: Statement, at: int) -> int:
    """The offset in the file of a character of the statement's text; in a hole, that of the hole's first."""
    at = max(0, at - statement.shift)
    moved = 0
    for hole in statement.holes:
        first = hole.start + moved
        if at < first:
            break
        if at < first + len(hole.stand_in):
            return statement.span.start + (at - moved if hole.stand_in.startswith("/*") else hole.start)
        moved += len(hole.stand_in) - (hole.end - hole.start)
    return min(statement.span.start + at - moved, statement.span.end)


def token_at(statement: Statement, at: int) -> Span:
    """The place of the token at a character of the statement's text."""
    span = statement.span
    if not exact(statement):
        return span
    for _, first, after in lexis.tokens(statement.text, at, len(statement.text)):
        start, last = in_file(statement, first), in_file(statement, after - 1)
        hole = next((hole for hole in statement.holes if span.start + hole.start == last), None)
        return Span(span.source, start, span.start + hole.end if hole else min(last + 1, span.end))
    return Span(span.source, span.end, span.end)


def part(
    statement: Statement, start: int, end: int, before: str = "", cleared: Iterable[tuple[int, int]] = ()
) -> Statement:
    """The statement that characters ``start`` to ``end`` of another one's text are, with its share of the holes.

    ``before`` is put before it for the parser; ``cleared`` are stretches of it (counted as start and end are) that the
    server does not see.
    """
    first, last = in_file(statement, start), in_file(statement, end - 1)
    hole = hole_at(statement, last)
    last = statement.span.start + hole.end if hole and not hole.stand_in.startswith("/*") else last + 1
    text = statement.text[start:end]
    for clear, after in cleared:
        text = text[: clear - start] + " " * (after - clear) + text[after - start :]
    offset = first - statement.span.start
    holes = tuple(
        hole._replace(start=hole.start - offset, end=hole.end - offset)
        for hole in statement.holes
        if offset <= hole.start < last - statement.span.start
    )
    span = Span(statement.span.source, first, last)
    return Statement(span, words(before + text), before + text, holes, len(before))


def hole_at(statement: Statement, offset: int) -> Hole | None:
    """The hole that covers an offset of the file."""
    at = offset - statement.span.start
    return next((hole for hole in statement.holes if hole.start <= at < hole.end), None)
