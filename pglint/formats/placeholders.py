"""Template placeholders in configuration files: where a tool will put a value that the file does not tell.

PgBouncer and PostgreSQL would take them literally; pglint reads them as unknown, because such a file is filled in
before a program sees it.
"""

from __future__ import annotations

from pglint.formats.templates import placeholders
from pglint.record import TYPE_CHECKING
from pglint.source import Span
from pglint.values import Unknown

if TYPE_CHECKING:
    from pglint.source import Source

MASK = "\x01"
"""Stands for each character of a placeholder in masked text: no blank, no key character, so it stays one word."""

BRANCHES = "stands in a template with branches"


def mask(text: str) -> str:
    """The text, as long as before, with each placeholder overwritten by MASK."""
    if not ("{{" in text or "${" in text or "<%" in text or "@" in text or "%%" in text or "__" in text):
        return text
    return "\n".join(_masked(line) for line in text.split("\n"))


def _masked(line: str) -> str:
    for start, end in placeholders(line):
        line = line[:start] + MASK * (end - start) + line[end:]
    return line


def unknown(source: Source, masked: str, start: int, end: int, shift: int = 0) -> Unknown | None:
    """The first placeholder between two offsets of masked text that starts at ``shift`` of the source, or None."""
    first = masked.find(MASK, start, end)
    if first == -1:
        return None
    last = first
    while last < end and masked[last] == MASK:
        last += 1
    span = Span(source, shift + first, shift + last)
    return Unknown(f'"{_without_default(span.text)}" is filled in by a template', span)


def _without_default(text: str) -> str:
    """``${PASSWORD:-secret}`` and ``{{ password | default("secret") }}`` without what may be a secret."""
    if text.startswith("${") and ":" in text:
        return text.partition(":")[0] + "}"
    if text.startswith("{{") and "|" in text:
        return text.partition("|")[0].rstrip() + " }}"
    return text
