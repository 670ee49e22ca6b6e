"""JSON by the part of Python's ``json`` that is written in C.

Importing ``json`` itself takes a fifth as long as starting Python: it compiles regular expressions for what the C part
does without. Where that part is missing or other than known, all is done by ``json``.
"""

from __future__ import annotations

from pglint.once import cache
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def loads(text: str) -> Any:
    """The value that a text is, without blanks around it. Raises ValueError, RecursionError."""
    try:
        found, end = scanner()(text, 0)
    except (StopIteration, SystemError):  # it ends early; and the scanner lacks the error that the module would raise
        raise ValueError("no JSON") from None
    if end != len(text):
        raise ValueError("more than one value")
    return found


@cache
def scanner() -> Callable[[str, int], tuple[Any, int]]:
    """Reads the value that starts at a place of a text: that value, and where it ends."""
    try:
        from _json import make_scanner
    except ImportError:
        from json import JSONDecoder

        return JSONDecoder().scan_once  # type: ignore[no-any-return,attr-defined]
    return make_scanner(_Options)  # type: ignore[arg-type]


class _Options:
    """What the scanner makes of JSON: what ``json`` makes of it."""

    strict = True
    object_hook = None
    object_pairs_hook = None
    array_hook = None
    parse_float = float
    parse_int = int
    parse_constant = float


def dumps(value: object) -> str:
    """A value of plain types as JSON without blanks. Raises ValueError for one that holds itself, TypeError."""
    try:
        from _json import encode_basestring_ascii, make_encoder

        encode = make_encoder({}, _refuse, encode_basestring_ascii, None, ":", ",", False, False, True)
        return "".join(encode(value, 0))
    except (ImportError, TypeError):
        from json import dumps

        return dumps(value, separators=(",", ":"))


def _refuse(value: object) -> object:
    raise TypeError(f"{type(value).__name__} is no JSON")
