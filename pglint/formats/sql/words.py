"""The first words of a statement, by which most are known not to matter."""

from __future__ import annotations

from pglint import regex
from pglint.formats.sql import lexis
from pglint.once import cache


@cache
def _head() -> regex.Pattern[str]:
    gap = rf"(?:[{lexis.BLANKS}]++|--[^\n\r]*+|/\*[^*/]*+\*/)*+"  # none but before the first: no word follows a word
    return regex.compile(rf"(?![{lexis.BLANKS}/\-])(?:{gap}{lexis.WORD}){{1,4}}")


@cache
def _comment() -> regex.Pattern[str]:
    return regex.compile(r"--[^\n\r]*+|/\*[^*/]*+\*/")


def words(text: str, hidden: str = "\ufdd0") -> tuple[str, ...]:
    """The first words of a statement, at most four, in upper case; up to one that holds ``hidden``."""
    match = _head().match(text)
    if not match:
        return ()
    head = match.group()
    if "--" in head or "/*" in head:
        head = _comment().sub(" ", head)
    found = head.upper().split()
    if hidden in head:
        found = found[: next(index for index, word in enumerate(found) if hidden in word)]
    return tuple(found)
