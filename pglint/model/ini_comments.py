"""Trailing comments on PgBouncer's lines: there are none, so they belong to the value."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from pglint.catalog.pgbouncer import Known

FREE_TEXT = frozenset({"login_notify_message"})

_STATEMENTS = (
    " abort alter analyze begin call checkpoint close cluster comment commit copy create deallocate declare delete"
    " discard do drop end execute explain fetch grant import insert listen load lock merge move notify prepare"
    " reassign refresh reindex release reset revoke rollback savepoint security select set show start table truncate"
    " unlisten update vacuum values with "
)


def trailing(known: Known, value: str) -> int | None:
    """Where the comment starts that the value of a [pgbouncer] setting has swallowed; None where there is none.

    A comment is ``;`` or ``#`` after white space or in place of the whole value. In a query ``;`` ends a statement:
    there it is a comment only in front of words that are no SQL.
    """
    if known.name in FREE_TEXT or (";" not in value and "#" not in value):
        return None
    for at, character in enumerate(value):
        if character not in ";#" or (at and value[at - 1] not in " \t"):
            continue
        if known.type != "sql":
            return at
        if character == "#" and not _in_quotes(value, at):
            return at
        if at == 0 and not _is_sql(value):
            return at
    return None


def in_entry(text: str) -> int | None:
    """Where a comment starts in the text of an entry: ``;`` or ``#`` after a blank or first, outside quotes."""
    if ";" not in text and "#" not in text:
        return None
    quoted = False
    for at, character in enumerate(text):
        if character == "'":
            quoted = not quoted
        elif character in ";#" and not quoted and (at == 0 or text[at - 1] in " \t"):
            return at
    return None


def _in_quotes(value: str, at: int) -> bool:
    return value.count("'", 0, at) % 2 == 1 or value.count('"', 0, at) % 2 == 1 or value.count("$$", 0, at) % 2 == 1


def _is_sql(value: str) -> bool:
    """Whether a query that starts with ``;`` is one: nothing but semicolons, an SQL comment, or a statement."""
    rest = value.lstrip("; \t")
    if not rest or rest.startswith(("--", "/*")):
        return True
    word = rest.lstrip("( ").split(maxsplit=1)[0] if rest.lstrip("( ") else ""
    return f" {word.strip(';()').lower()} " in _STATEMENTS
