"""Suppressions as they are written in comments: ``pglint: ignore[CAP003] reason until=2027-01-31``.

One stands behind the line it is about, or alone above it; ``ignore-file`` is about the whole file. What looks like one
and cannot be read suppresses nothing, whatever part of it is wrong: a typo must neither hide everything nor be silent.
"""

from __future__ import annotations

from pglint import regex
from pglint.findings.selection import family, nearest
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    Day = tuple[int, ...]

_MARK = regex.compile(r"pglint(?::|\s*[;=,.-]?\s*(?=ignore(?:-file)?\s*\[))", regex.IGNORECASE)
_DIRECTIVE = regex.compile(r"pglint:\s*(ignore-file|ignore)\s*\[([^\]]*)\](.*)", regex.IGNORECASE)
_CODE = regex.compile(r"[^\s,]+")
_MORE = regex.compile(r"\s*(?:ignore(?:-file)?\s*)?\[", regex.IGNORECASE)
_UNTIL = regex.compile(r"\b(until|untill?|till?|expires?|expiry)\b(\s*[=:]\s*|\s+)([0-9A-Za-z./-]*)", regex.IGNORECASE)
_DATE_LIKE = regex.compile(r"\d{1,4}[-./]\d")
_ISO = regex.compile(r"\d{4}-\d{2}-\d{2}")
_TEMPLATE_COMMENTS = ("{#", "<%#", "{{/*", "{{- /*")

GRAMMAR = "pglint: ignore[CODE] reason"
DATED = "until=YYYY-MM-DD"


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


class Entry:
    """One code of one directive: the lines it is good for (0: the whole file), and what it was of use for.

    ``refused`` are codes that it would hide if they could be hidden.
    """

    __slots__ = ("code", "directive", "first", "last", "refused", "span", "used")

    def __init__(self, code: str, span: Span, first: int, last: int, directive: int) -> None:
        self.code = code
        self.span = span
        self.first = first
        self.last = last
        self.directive = directive
        self.used = False
        self.refused: set[str] = set()

    def covers(self, code: str, line: int) -> bool:
        return self.first <= line <= self.last and self.code in (code, family(code))


class Unreadable(NamedTuple):
    """What was meant as a suppression, and why it is none."""

    span: Span
    message: str
    directive: int


class Expired(NamedTuple):
    """A suppression whose day is over: ``codes`` are found again in the lines that it was good for."""

    span: Span
    codes: tuple[str, ...]
    day: str
    directive: int
    first: int
    last: int

    def covers(self, code: str, line: int) -> bool:
        return self.first <= line <= self.last and (code in self.codes or family(code) in self.codes)


class _Wrong(Exception):
    """What is wrong with an end, and where in the line."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.start = start
        self.end = end


def read(source: Source, kind: str, known: set[str], today: Day) -> Iterator[Entry | Unreadable | Expired]:
    """The directives of a file, code by code, and what looks like one but is none."""
    syntax = SYNTAXES.get(kind)
    for mark in _MARK.finditer(source.text) if syntax else ():
        assert syntax is not None
        at = mark.start()
        number, column = source.position(at)
        line = source.line(number)
        problem = _misplaced(line, column - 1, syntax)
        if problem is None:
            yield from _directive(source, syntax, at, number, known, today)
        elif problem:
            yield Unreadable(Span(source, at, at - column + 1 + len(line.rstrip())), problem, at)


def parts(source: Source, at: int) -> list[Span]:
    """The codes of the directive at ``at``, as they stand there; none where it cannot be read."""
    number, column = source.position(at)
    start = at - column + 1
    match = _DIRECTIVE.match(source.line(number), column - 1)
    if match is None:
        return []
    first = start + match.start(2)
    return [Span(source, first + part.start(), first + part.end()) for part in _CODE.finditer(match[2])]


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


def _directive(
    source: Source, syntax: Syntax, at: int, number: int, known: set[str], today: Day
) -> Iterator[Entry | Unreadable | Expired]:
    line = source.line(number)
    start = source.starts()[number - 1]
    match = _DIRECTIVE.match(line, at - start)
    listed = parts(source, at)
    if not match or not listed or _MORE.match(match[3]):
        several = "; several codes stand in one list, ignore[CODE, CODE]" if match and listed else ""
        message = f"cannot be read as a suppression, which is: {GRAMMAR}{several}"
        yield Unreadable(Span(source, at, start + len(line.rstrip())), message, at)
        return
    codes = []
    for span in listed:
        code = span.text.upper()
        if code in known:
            codes.append((code, span))
        else:
            close = nearest(code, known)
            yield Unreadable(span, f"unknown code {span.text}" + (f", did you mean {close}?" if close else ""), at)
    try:
        end = _end(line, match.start(3))
    except _Wrong as wrong:
        yield Unreadable(Span(source, start + wrong.start, start + wrong.end), str(wrong), at)
        return
    whole = match[1].lower() == "ignore-file"
    first, last = (0, len(source.starts())) if whole else (number, _last_line(source, syntax, number))
    if end is not None and end[0] < today:
        where, day = Span(source, start + end[1], start + end[2]), line[end[1] : end[2]].rpartition("=")[2]
        yield Expired(where, tuple(code for code, _ in codes), day, at, first, last)
        return
    for code, span in codes:
        yield Entry(code, span, first, last, at)


def _end(line: str, at: int) -> tuple[Day, int, int] | None:
    """The last day a directive is good for, and where it is written; None without one. Raises _Wrong."""
    found: tuple[Day, int, int] | None = None
    for match in _UNTIL.finditer(line, at):
        word, sign, value = match[1], match[2], match[3].rstrip("./-")
        end = match.start(3) + len(value)
        if "=" not in sign and not _DATE_LIKE.match(value):
            continue  # until the migration is done
        if word != "until" or sign != "=" or not _ISO.fullmatch(value):
            raise _Wrong(f"{line[match.start() : end]} is no end of a suppression, write {DATED}", match.start(), end)
        if found is not None:
            raise _Wrong("a suppression has one end, not two", match.start(), end)
        try:
            found = _day(value), match.start(), end
        except ValueError:
            raise _Wrong(f"there is no day {value}", match.start(), end) from None
    return found


def _day(text: str) -> Day:
    """Year, month and day. Raises ValueError for a day that no calendar has."""
    from datetime import date

    return date.fromisoformat(text).timetuple()[:3]


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
