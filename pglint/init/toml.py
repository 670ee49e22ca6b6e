"""Texts of files as TOML and as comments in it: whatever a role or a file is called, it is one value on one line.

Lines are commented out, and a name in one of them must not become a suppression (findings/directives).
"""

from __future__ import annotations

import re

from pglint.record import TYPE_CHECKING
from pglint.report.printable import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
_DIRECTIVE = re.compile(r"(pglin)(t)(?=:|\s*[;=,.-]?\s*ignore)", re.IGNORECASE)


def can_say(text: str) -> bool:
    """Whether TOML can hold it as a name: not what is empty, nor the bytes of a file's name that are not UTF-8."""
    return bool(text) and not any("\ud800" <= char <= "\udfff" for char in text)


def quoted(text: str) -> str:
    """A basic string (toml.io, "String"), with escapes for what has no picture. ``can_say`` must be true of it."""
    escaped = "".join(map(_escaped, text))
    return '"' + _DIRECTIVE.sub(lambda found: f"{found[1]}\\u{ord(found[2]):04x}", escaped) + '"'


def _escaped(char: str) -> str:
    if char in ESCAPES:
        return ESCAPES[char]
    if char.isprintable():
        return char
    number = ord(char)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def listed(texts: Iterable[str]) -> str:
    """An array of strings."""
    return f"[{', '.join(map(quoted, texts))}]"


def remark(text: str) -> str:
    """What may stand behind a ``#``: one line, without secrets."""
    return _DIRECTIVE.sub(r"\1-\2", plain(text))
