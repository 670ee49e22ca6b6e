"""Literals of Terraform and TOML: a string stays a string, a number a number. Expressions are nobody's to rewrite."""

from __future__ import annotations


def inside(text: str) -> str | None:
    """What a literal says: the characters of a plain string, or a number; None for anything else."""
    if text[:1] == '"' and text[-1:] == '"' and len(text) > 1:
        inner = text[1:-1]
        return None if any(letter in inner for letter in '"\\$%{\n') else inner
    digits = text.removeprefix("-")
    return text if digits.isascii() and digits.isdigit() else None


def rewritten(text: str, inner: str) -> str | None:
    """The same kind of literal with other content; None where it cannot hold that."""
    if text[:1] == '"':
        return f'"{inner}"'
    digits = inner.removeprefix("-")
    return inner if digits.isascii() and digits.isdigit() else None
