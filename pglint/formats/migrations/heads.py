"""The first keywords of each statement of a file, which is all that a migration tool looks at to tell them apart.

Strings, comments, dollar quotes and the data of COPY are stepped over, nothing is parsed.
"""

from __future__ import annotations

from pglint import regex
from pglint.formats.sql import lexis
from pglint.once import cache
from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = 4

_BLANK = regex.compile(r"(?:\s++|--[^\n]*+|/\*.*?(?:\*/|\Z)|^\\[^\n]*+|;)*+", regex.DOTALL | regex.MULTILINE)
_BETWEEN = regex.compile(r"(?:\s++|--[^\n]*+|/\*.*?(?:\*/|\Z))*+", regex.DOTALL)
_WORD = regex.compile(r"[^\W\d]\w*")
_PLAIN = regex.compile(rf"[^\W\d]\w*(?:\s++[^\W\d]\w*){{{WORDS - 1}}}")
_OPTIONS = regex.compile(r"\([^()]*\)")
_FROM_STDIN = regex.compile(r"\bfrom\s+stdin\b", regex.IGNORECASE)
_END_OF_DATA = regex.compile(r"^\\\.[ \t\r]*$", regex.MULTILINE)


class Head(NamedTuple):
    """One statement: where it starts and ends (without the semicolon), and its first words in upper case."""

    start: int
    end: int
    words: tuple[str, ...]


def heads(text: str, start: int = 0, end: int | None = None) -> Iterator[Head]:
    """The statements between two offsets, in order."""
    end = len(text) if end is None else end
    at = start
    while True:
        at = _skip(_BLANK, text, at, end)
        if at >= end:
            return
        words = _words(text, at, end)
        stop = _stop(text, at, end)
        yield Head(at, stop, words)
        if words[:1] == ("COPY",) and _FROM_STDIN.search(text, at, stop):
            data = _END_OF_DATA.search(text, stop, end)
            stop = data.end() if data else end
        at = stop + 1


def _words(text: str, at: int, end: int) -> tuple[str, ...]:
    """Words one after another, without options in parentheses after the first, as in REINDEX (…) TABLE."""
    if plain := _PLAIN.match(text, at, end):
        return tuple(plain.group().upper().split())
    found: list[str] = []
    while len(found) < WORDS:
        word = _WORD.match(text, at, end)
        if not word:
            break
        found.append(word.group().upper())
        at = _skip(_BETWEEN, text, word.end(), end)
        options = _OPTIONS.match(text, at, end) if len(found) == 1 else None
        if options:
            at = _skip(_BETWEEN, text, options.end(), end)
    return tuple(found)


def _stop(text: str, at: int, end: int) -> int:
    bulk = lexis.bulk(False, False).match
    while True:
        plain = bulk(text, at, end)
        at = plain.end() if plain else at
        if text.startswith(";", at, end):
            return at
        step = _step().search(text, at, end)
        if not step:
            return end
        if step.group()[0] in ";\\":
            return step.start() if step.group() == ";" else step.end()
        at = step.end()


@cache
def _step() -> regex.Pattern[str]:
    return regex.compile(
        r"""--[^\n]*+ | /\*.*?(?:\*/|\Z) | \b[eE]'(?:[^'\\]|\\.|'')*+(?:'|\Z) | '[^']*+(?:'|\Z) | "[^"]*+(?:"|\Z)
        | (?<![\w$])\$((?:[^\W\d]\w*)?)\$.*?(?:\$\1\$|\Z) | ; | \\g\w*[^\n]*+""",
        regex.DOTALL | regex.VERBOSE,
    )


def _skip(pattern: regex.Pattern[str], text: str, at: int, end: int) -> int:
    match = pattern.match(text, at, end)
    return match.end() if match else at


def outside_transaction(words: tuple[str, ...]) -> bool:
    """Whether PostgreSQL refuses a statement in a transaction block, as far as its first words tell.

    The manual's pages of the commands; ALTER TABLE … DETACH PARTITION CONCURRENTLY and others do not tell it so early.
    """
    match words:
        case ("CREATE" | "DROP", "DATABASE" | "TABLESPACE", *_) | ("ALTER", "SYSTEM", *_) | ("DISCARD", "ALL", *_):
            return True
        case ("CREATE", "INDEX", "CONCURRENTLY", *_) | ("CREATE", "UNIQUE", "INDEX", "CONCURRENTLY"):
            return True
        case ("DROP", "INDEX", "CONCURRENTLY", *_) | ("VACUUM", *_) | ("CREATE" | "DROP", "SUBSCRIPTION", *_):
            return True
        case ("REINDEX", "SCHEMA" | "DATABASE" | "SYSTEM", *_) | ("REINDEX", _, "CONCURRENTLY", *_) | ("CLUSTER",):
            return True
    return False
