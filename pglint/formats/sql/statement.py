"""What a file of SQL consists of: statements, commands of psql, and what its migration tool is told in comments."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from pglint.source import Span
    from pglint.values import Unknown

    Tree = Mapping[str, Any]


class Hole(NamedTuple):
    """A place that is filled in when the file is run: ``${x}``, ``:'var'``, ``{{ x }}`` … ``start`` counts characters
    from the start of the statement's text; ``stand_in`` is what stands for it in the text that is parsed.
    """

    start: int
    end: int
    stand_in: str
    why: Unknown


class Statement(NamedTuple):
    """One statement of SQL. ``span`` covers it without the semicolon and without comments and blanks around it.

    ``words`` are its first keywords in upper case (up to four), by which most are known not to matter. ``text`` is what
    is parsed: the statement with stand-ins for its holes, character for character as long as they allow. ``shift`` is
    the number of characters that ``text`` has before them: an expression of PL/pgSQL is parsed as ``SELECT`` of it. It
    is -1 where the text is not the file's at all: that of a string with escapes, which ``span`` then covers.
    """

    span: Span
    words: tuple[str, ...]
    text: str
    holes: tuple[Hole, ...] = ()
    shift: int = 0


class Command(NamedTuple):
    """A meta-command of psql: ``name`` without the backslash, its arguments as written (quotes resolved)."""

    span: Span
    name: str
    arguments: tuple[str | Unknown, ...]


class Marker(NamedTuple):
    """A comment that tells a migration tool something: ``-- +goose Down``, ``-- migrate:up transaction:false``.

    ``text`` is the comment's text without the dashes and blanks around it. A template's tags between statements are
    such marks too, as written: ``{% if x %}``, ``{{ end }}``, and values on lines of their own.
    """

    span: Span
    text: str


Item = Statement | Command | Marker
