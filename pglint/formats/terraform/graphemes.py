"""Texts as Terraform keeps them, in normal form C, and their characters as it counts them: grapheme clusters."""

from __future__ import annotations

from pglint.formats.terraform.limits import NotKnown
from pglint.values import Unknown

_JOINER = "\u200d"


def normal(text: str) -> str:
    """Text in Unicode's normal form C, in which Terraform keeps all its strings."""
    if text.isascii():
        return text
    from unicodedata import normalize

    return normalize("NFC", text)


def clusters(text: str) -> list[str]:
    """The characters, by the rules of Unicode Standard Annex 29.

    Raises NotKnown for scripts whose rules are not followed here: jamo, prepended marks.
    """
    if text.isascii():
        return list(text) if "\r\n" not in text else _ascii(text)
    from unicodedata import category

    found: list[str] = []
    flags = 0
    for letter in normal(text):
        code = ord(letter)
        if 0x1100 <= code <= 0x11FF or 0xA960 <= code <= 0xA97F or 0xD7B0 <= code <= 0xD7FF or 0x600 <= code <= 0x605:
            raise NotKnown(Unknown("the characters of a text in this script are not counted"))
        flag = 0x1F1E6 <= code <= 0x1F1FF
        extends = category(letter) in ("Mn", "Me", "Mc") or letter == _JOINER or 0x1F3FB <= code <= 0x1F3FF
        joined = bool(found) and found[-1].endswith(_JOINER) and code >= 0x2190 and _pictured(found[-1])
        paired = flag and flags % 2 == 1
        newline = letter == "\n" and bool(found) and found[-1] == "\r"
        if (found and found[-1] not in ("\r", "\n") and (extends or joined or paired)) or newline:
            found[-1] += letter
        else:
            found.append(letter)
        flags = flags + 1 if flag else 0
    return found


def _pictured(cluster: str) -> bool:
    return ord(cluster[0]) >= 0x2190


def _ascii(text: str) -> list[str]:
    found: list[str] = []
    for letter in text:
        if letter == "\n" and found and found[-1] == "\r":
            found[-1] = "\r\n"
        else:
            found.append(letter)
    return found
