"""Wrong usage, said in one helpful line."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class UsageError(Exception):
    """What the user asked for cannot be done; the message says why, and what to write instead. Exit status 2."""


def suggestion(word: str, known: Iterable[str]) -> str:
    """``, did you mean …?`` where something known is close; else nothing."""
    import difflib

    close = difflib.get_close_matches(word, list(known), 1, 0.6)
    return f", did you mean {close[0]}?" if close else ""
