"""Template placeholders in configuration files: where a tool will put a value that the file does not tell.

PgBouncer and PostgreSQL would take them literally; pglint reads them as unknown, because such a file is filled in
before a program sees it.
"""

import re
from functools import cache

from pglint.source import Source, Span
from pglint.values import Unknown

MASK = "\x01"
"""Stands for each character of a placeholder in masked text: no blank, no key character, so it stays one word."""

BRANCHES = "stands in a template with branches"


@cache
def _placeholder() -> "re.Pattern[str]":
    return re.compile(
        r"\{\{[^\n]*?\}\}+|\$\{[^}\n]*\}|<%=[^\n]*?%>|@[A-Z][A-Z0-9_]*@|%%[A-Z][A-Z0-9_]*%%"
        r"|__[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*__"
    )


@cache
def _branch() -> "re.Pattern[str]":
    return re.compile(r"\{%|<%(?!=)|\{\{[-~]?\s*(?:[#/^]|(?:if|range|with|end|else|include|define|template|block)\b)")


def mask(text: str) -> str:
    """The text, as long as before, with each placeholder overwritten by MASK."""
    if not ("{{" in text or "${" in text or "<%" in text or "@" in text or "%%" in text or "__" in text):
        return text
    return _placeholder().sub(lambda match: MASK * len(match[0]), text)


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


def is_template(source: Source) -> bool:
    """Whether the file has branches or loops of a template language, so that not all of its lines stand together."""
    text = source.text
    if "{%" not in text and "<%" not in text and "{{" not in text:
        return False
    return _branch().search(text) is not None
