"""Suppressions in comments: ``pglint: ignore[CAP003] reason`` and ``pglint: ignore-file[…]``.

One stands behind the line it is about, or alone above it; several may stand in one block of comments. What suppresses
nothing is reported itself (PGL001), as is what names no known code or cannot be read (PGL002).
"""

from __future__ import annotations

import re

from pglint.findings.finding import Finding, Undecided
from pglint.findings.selection import family, nearest, with_families
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MARK = "pglint:"
UNUSED = "PGL001"
UNKNOWN = "PGL002"
NAMES = {UNUSED: "unused-suppression", UNKNOWN: "unknown-suppression"}

_DIRECTIVE = re.compile(r"pglint:\s*(ignore-file|ignore)\s*\[([^\]]*)\]", re.IGNORECASE)
_CODE = re.compile(r"[^\s,]+")
_TEMPLATE_COMMENTS = ("{#", "<%#", "{{/*", "{{- /*")


class Syntax(NamedTuple):
    """A format's comments: what opens them, whether one may follow a value, and which quotes hide the opening."""

    marks: tuple[str, ...]
    trailing: bool = True
    quotes: str = ""
    escape: str = ""


SYNTAXES = {
    "postgresql.conf": Syntax(("#",), quotes="'", escape="\\"),
    "postgresql.auto.conf": Syntax(("#",), quotes="'", escape="\\"),
    "pg_hba.conf": Syntax(("#",), quotes='"'),
    "pglint.toml": Syntax(("#",), quotes="\"'", escape="\\"),
    # Behind a value a comment is part of the value (rule CFG012).
    "pgbouncer.ini": Syntax((";", "#"), trailing=False),
    "terraform": Syntax(("#", "//", "/*"), quotes='"', escape="\\"),
    "sql": Syntax(("--", "/*"), quotes="'"),
}


class _Entry:
    """One code of one directive: the lines it is good for, and whether it was of use."""

    __slots__ = ("code", "directive", "first", "last", "span", "used")

    def __init__(self, code: str, span: Span, first: int, last: int, directive: int) -> None:
        self.code = code
        self.span = span
        self.first = first
        self.last = last
        self.directive = directive
        self.used = False

    def covers(self, code: str, line: int) -> bool:
        return self.first <= line <= self.last and self.code in (code, family(code))


class _Unreadable(NamedTuple):
    span: Span
    message: str
    directive: int


def apply(
    findings: Iterable[Finding],
    sources: Iterable[tuple[Source, str]],
    known_codes: Iterable[str],
    active_codes: Iterable[str],
    severities: Mapping[str, str] | None = None,
    undecided: Iterable[Undecided] = (),
) -> list[Finding]:
    """The findings that are not suppressed, then those about the suppressions themselves.

    ``sources`` are the files with their kinds, ``active_codes`` the rules that ran: for others nothing is unused. What
    is undecided counts as a use, since the rule may fire tomorrow. ``severities`` maps PGL001 and PGL002 to theirs.
    """
    findings = list(findings)
    marked = [(source, kind) for source, kind in sources if MARK in source.text]
    if not marked:
        return findings
    known, active = with_families(known_codes), frozenset(active_codes)
    entries: dict[str, list[_Entry]] = {}
    unreadable: list[_Unreadable] = []
    for source, kind in marked:
        for item in _read(source, SYNTAXES.get(kind), known):
            if isinstance(item, _Entry):
                entries.setdefault(source.path, []).append(item)
            else:
                unreadable.append(item)
    kept = [finding for finding in findings if not _suppressed(entries, finding.code, finding.span)]
    for question in undecided:
        _suppressed(entries, question.code, question.span)
    return kept + list(_about(entries, unreadable, active, severities or {}))


def _suppressed(entries: dict[str, list[_Entry]], code: str, span: Span, by: int = -1) -> bool:
    """Whether a directive (other than ``by``) suppresses a code at a place; all that do are used."""
    here = entries.get(span.path)
    if not here:
        return False
    line = span.line
    hits = [entry for entry in here if entry.covers(code, line) and entry.directive != by]
    for entry in hits:
        entry.used = True
    return bool(hits)


def _about(
    entries: dict[str, list[_Entry]],
    unreadable: list[_Unreadable],
    active: frozenset[str],
    severities: Mapping[str, str],
) -> Iterator[Finding]:
    """PGL002 and PGL001. A directive can suppress those about another one, never those about itself."""
    families = {family(code) for code in active}

    def finding(code: str, message: str, span: Span, help_: str = "") -> Finding:
        return Finding(code, NAMES[code], severities.get(code, "warning"), message, span, help=help_)

    if UNKNOWN in active:
        for fault in unreadable:
            if not _suppressed(entries, UNKNOWN, fault.span, fault.directive):
                yield finding(UNKNOWN, fault.message, fault.span)
    if UNUSED not in active:
        return
    idle = [entry for here in entries.values() for entry in here if entry.code in active or entry.code in families]
    # Those that are about suppressions come last: the others may be what they suppress.
    for entry in sorted(idle, key=lambda entry: family(entry.code) == family(UNUSED)):
        if not entry.used and not _suppressed(entries, UNUSED, entry.span, entry.directive):
            where = "in this file" if entry.first == 0 else "here"
            yield finding(UNUSED, f"no finding of {entry.code} {where} to suppress", entry.span, "remove it")


def _read(source: Source, syntax: Syntax | None, known: set[str]) -> Iterator[_Entry | _Unreadable]:
    """The directives of a file, code by code, and what looks like one but is none."""
    if syntax is None:
        return
    at = source.text.find(MARK)
    while at != -1:
        number, column = source.position(at)
        line = source.line(number)
        problem = _misplaced(line, column - 1, syntax)
        if problem is None:
            yield from _directive(source, syntax, at, number, known)
        elif problem:
            yield _Unreadable(Span(source, at, at - column + 1 + len(line.rstrip())), problem, at)
        at = source.text.find(MARK, at + len(MARK))


def _misplaced(line: str, at: int, syntax: Syntax) -> str | None:
    """None if a directive may stand at ``at``; else what is wrong with it, '' if it is only text."""
    before = line[:at].rstrip()
    opened = before.endswith((*syntax.marks, *_TEMPLATE_COMMENTS))
    meant = _DIRECTIVE.match(line, at) is not None
    if not _is_comment(line, syntax):
        if not syntax.trailing:
            return "a comment behind a value is part of the value here; put it on the line above" * (opened and meant)
        start = _comment_start(line, syntax)
        if start == -1 or start > at:
            return ""
    if opened:
        return None
    return "a suppression has to begin its comment" * meant


def _directive(source: Source, syntax: Syntax, at: int, number: int, known: set[str]) -> Iterator[_Entry | _Unreadable]:
    line = source.line(number)
    start = source.starts()[number - 1]
    match = _DIRECTIVE.match(line, at - start)
    codes = list(_CODE.finditer(match[2])) if match else []
    if not match or not codes:
        message = "cannot be read as a suppression, which is: pglint: ignore[CODE] reason"
        yield _Unreadable(Span(source, at, start + len(line.rstrip())), message, at)
        return
    whole = match[1].lower() == "ignore-file"
    first, last = (0, len(source.starts())) if whole else (number, _last_line(source, syntax, number))
    for part in codes:
        offset = start + match.start(2)
        span = Span(source, offset + part.start(), offset + part.end())
        code = part[0].upper()
        if code in known:
            yield _Entry(code, span, first, last, at)
        else:
            close = nearest(code, known)
            yield _Unreadable(span, f"unknown code {part[0]}" + (f", did you mean {close}?" if close else ""), at)


def _last_line(source: Source, syntax: Syntax, number: int) -> int:
    """The line that a directive on line ``number`` is about: itself, or the first one below its block of comments."""
    while _is_comment(source.line(number), syntax):
        number += 1
    return number


def _is_comment(line: str, syntax: Syntax) -> bool:
    return line.lstrip().startswith(syntax.marks + _TEMPLATE_COMMENTS)


def _comment_start(line: str, syntax: Syntax) -> int:
    """Where the comment of a line with a value begins, or -1."""
    quote = ""
    skip = False
    for at, char in enumerate(line):
        if skip:
            skip = False
        elif quote:
            skip = char == syntax.escape
            quote = "" if char == quote else quote
        elif char in syntax.quotes:
            quote = char
        elif line.startswith(syntax.marks, at):
            return at
    return -1
