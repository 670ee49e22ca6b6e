"""JSON as Terraform writes it (Go's encoding/json): without spaces, keys in order, ``<``, ``>`` and ``&`` escaped."""

from __future__ import annotations

import re

from pglint.formats.terraform import bigfloat
from pglint.formats.terraform.limits import Effort, NotKnown, of_characters
from pglint.formats.terraform.values import Value
from pglint.values import Unknown

_SPECIAL = re.compile('[\x00-\x1f"\\\\<>&\u2028\u2029]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def write(value: Value, effort: Effort) -> str:
    """The text of a value that is known all through. Raises NotKnown."""
    pieces: list[str] = []
    _write(value, pieces, effort)
    of_characters(sum(map(len, pieces)))
    return "".join(pieces)


def _write(value: Value, pieces: list[str], effort: Effort) -> None:
    effort.step()
    data = value.data
    if isinstance(data, Unknown):
        raise NotKnown(data)
    if data is None:
        pieces.append("null")
    elif isinstance(data, bool):
        pieces.append("true" if data else "false")
    elif isinstance(data, str):
        pieces.append(quoted(data))
    elif isinstance(data, int | float):
        pieces.append(bigfloat.text(data))
    elif isinstance(data, tuple):
        for number, element in enumerate(data):
            pieces.append("," if number else "[")
            _write(element, pieces, effort)
        pieces.append("]" if data else "[]")
    else:
        keys = sorted(data, key=lambda key: key.encode("utf-8", "surrogatepass"))
        for number, key in enumerate(keys):
            pieces.append("," if number else "{")
            pieces += [quoted(key), ":"]
            _write(data[key], pieces, effort)
        pieces.append("}" if keys else "{}")


def quoted(text: str) -> str:
    """A string in quotes."""
    return '"' + _SPECIAL.sub(_escaped, text) + '"'


def _escaped(match: re.Match[str]) -> str:
    return _SHORT.get(match[0]) or f"\\u{ord(match[0]):04x}"
