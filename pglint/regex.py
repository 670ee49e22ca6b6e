"""``re``, without its compiler where that has nothing left to do.

Importing ``re`` and compiling the patterns that reading SQL takes is a tenth of a first run over a small project. A
wheel holds what its build saw compiled (scripts/pack_modules.py), and such a pattern is made of that. Any other one,
and all in a checkout, ``re`` compiles. Names, arguments and answers are those of ``re``, for text.
"""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]

from pglint import packed
from pglint.once import cache
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from re import Match as Match
    from re import Pattern as Pattern
    from typing import Any

IGNORECASE, MULTILINE, DOTALL, VERBOSE = 2, 8, 16, 64
_SPECIAL = frozenset("()[]{}?*+-|^$\\.&~# \t\n\r\v\f")


@cache
def compile(pattern: str, flags: int = 0) -> Pattern[str]:
    """The pattern; asked for again, it is the same one."""
    made = _ready().get((pattern, flags))
    if made is not None:
        return _sre.compile(pattern, *made)  # type: ignore[no-any-return]
    import re

    return re.compile(pattern, flags)


@cache
def _ready() -> dict[tuple[str, int], tuple[Any, ...]]:
    """What ``_sre.compile`` takes beside the pattern; empty where another Python compiled it."""
    found: tuple[int, dict[tuple[str, int], tuple[Any, ...]]] | None = packed.part("patterns")
    return found[1] if found is not None and found[0] == _sre.MAGIC else {}


def search(pattern: str, text: str, flags: int = 0) -> Match[str] | None:
    return compile(pattern, flags).search(text)


def match(pattern: str, text: str, flags: int = 0) -> Match[str] | None:
    return compile(pattern, flags).match(text)


def fullmatch(pattern: str, text: str, flags: int = 0) -> Match[str] | None:
    return compile(pattern, flags).fullmatch(text)


def findall(pattern: str, text: str, flags: int = 0) -> list[Any]:
    return compile(pattern, flags).findall(text)


def finditer(pattern: str, text: str, flags: int = 0) -> Iterator[Match[str]]:
    return compile(pattern, flags).finditer(text)


def sub(pattern: str, new: str | Callable[[Match[str]], str], text: str, flags: int = 0) -> str:
    return compile(pattern, flags).sub(new, text)


def escape(text: str) -> str:
    """The text as a pattern that matches only it."""
    return "".join(f"\\{letter}" if letter in _SPECIAL else letter for letter in text)
