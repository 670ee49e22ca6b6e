"""CSV as Terraform reads it (Go's encoding/csv): lines end with a newline, quotes stand around whole fields only."""

from __future__ import annotations

import re

from pglint.formats.terraform.values import Invalid

_FIELD = re.compile(r'"((?:[^"]|"")*)"(?=,|\n|\Z)|(?!")([^,\n]*)')


def rows(text: str) -> list[list[str]]:
    """The fields of each line; empty lines are left out. Raises Invalid."""
    text = text.replace("\r\n", "\n").removesuffix("\r")
    found: list[list[str]] = []
    at = 0
    while at < len(text):
        if text[at] == "\n":
            at += 1
            continue
        row: list[str] = []
        more = True
        while more:
            match = _FIELD.match(text, at)
            if match is None or '"' in (match[2] or ""):
                line = text.count("\n", 0, at) + 1
                raise Invalid(f'CSV parse error on line {line}: bare or extraneous " in a field')
            row.append(match[2] if match[1] is None else match[1].replace('""', '"'))
            at = match.end() + 1
            more = text[at - 1 : at] == ","
        found.append(row)
    return found
