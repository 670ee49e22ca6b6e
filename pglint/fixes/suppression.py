"""A suppression that is of no use, taken out: its code, or the whole comment where it has no other.

What else stands in the comment belongs to somebody else, and stays. SQL is left alone: Flyway, Prisma and Atlas compare
checksums of whole files, and refuse a migration that ran and was changed since, if only in a comment.
"""

from __future__ import annotations

import re

from pglint.findings.directives import SYNTAXES, parts
from pglint.findings.finding import Edit, Fix
from pglint.fixes.facts import reader
from pglint.fixes.spot import lines_of
from pglint.record import TYPE_CHECKING
from pglint.source import Span

if TYPE_CHECKING:
    from collections.abc import Collection

    from pglint.source import Source

_OTHERS = r"(?:no(?:qa|sec|sonar|lint)\b|[\w.]+[\s:-]+(?:ignore|skip|disable|enable|allow|off|on)\b)"
"""What other linters are told in comments: nosec, tfsec:ignore:…, checkov:skip=…, tflint-ignore: …"""
_OTHER = re.compile(rf"(?<![\w]){_OTHERS}", re.IGNORECASE)
_SEPARATOR = " \t,"


def removal(source: Source, kind: str, at: int, idle: Collection[Span], code: Span) -> Fix | None:
    """The fix that takes ``code`` out of the suppression at ``at``, all of it where all its codes are ``idle``.

    None where the file is never edited, or where the comment may tell something to another program.
    """
    if kind not in SYNTAXES or not reader(source.path) or source.unread:
        return None
    codes = parts(source, at)
    if set(codes) <= set(idle):
        whole = _whole(source, kind, at, codes[-1].end)
        return Fix("remove the comment", (Edit(whole, "", silent=True),), True) if whole else None
    return Fix(f"take {code.text} out of the list", (Edit(_listed(codes, code), "", silent=True),), True)


def _listed(codes: list[Span], code: Span) -> Span:
    """A code with the comma behind it; the last one with the comma before it."""
    here = codes.index(code)
    if here + 1 < len(codes):
        return Span(code.source, code.start, codes[here + 1].start)
    return Span(code.source, codes[here - 1].end, code.end)


def _whole(source: Source, kind: str, at: int, last: int) -> Span | None:
    """The comment of a suppression with what it leaves blank: its line, or the blanks before it."""
    text = source.text
    line = lines_of(Span(source, at, at))
    end = line.start + len(line.text.rstrip("\r\n"))
    start = _opening(text[line.start : at], SYNTAXES[kind].marks)
    if start is None:
        return None
    start += line.start
    if text.startswith("/*", start):
        closed = text.find("*/", last, end)
        if closed == -1:
            return None
        behind = closed + 2
    else:
        behind = _next(text, text.index("]", last) + 1, end, SYNTAXES[kind].marks)
    if _OTHER.search(text[last:behind]):
        return None
    if text[behind:end].strip():
        while text[behind] in " \t":
            behind += 1
        return Span(source, start, behind)
    if not text[line.start : start].strip():
        return line
    while start > line.start and text[start - 1] in " \t":
        start -= 1
    return Span(source, start, end)


def _opening(before: str, marks: tuple[str, ...]) -> int | None:
    """Where the comment begins that ends in what stands ``before`` the suppression; None for those of templates."""
    bare = before.rstrip()
    mark = next((mark for mark in marks if bare.endswith(mark)), None)
    if mark is None or bare.endswith(("{#", "<%#")) or (mark == "/*" and bare.endswith("{{/*")):
        return None
    return len(bare) - 2 if mark == "/*" else len(bare.rstrip(mark))


def _next(text: str, at: int, end: int, marks: tuple[str, ...]) -> int:
    """Where the next comment begins on the line, within the comment that opened it: ``# … # tfsec:ignore:…``."""
    signs = "|".join(re.escape(mark) for mark in marks)
    found = re.compile(rf"(?<=[ \t])(?:{signs})+(?=[ \t]|{_OTHERS})", re.IGNORECASE).search(text, at, end)
    return found.start() if found else end
