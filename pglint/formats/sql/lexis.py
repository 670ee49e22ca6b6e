"""The marks of PostgreSQL's lexer, as far as they decide where a statement ends.

src/backend/parser/scan.l and its copy in psql, src/fe_utils/psqlscan.l, are the source of all that is here. Characters
outside ASCII count as letters there, whatever they are, and so they do here. A string that goes on after a line end
(``E'a'`` on one line, ``'b'`` on the next) stays of its kind, as for the server; psql reads by lines, and forgets it.
"""

from __future__ import annotations

from pglint import regex
from pglint.formats.sql.markers import LOOK
from pglint.once import cache
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

BLANKS = " \t\n\r\f\v"

# Insides of negated sets: what cannot stand in a word, at its start, and in the tag of a dollar quote.
_NOT_WORD = r"\x00-#%-/:-@\[-^`{-\x7f"
_NOT_START = r"\x00-@\[-^`{-\x7f"
_NOT_TAG = r"\x00-/:-@\[-^`{-\x7f"

LETTER = rf"[^{_NOT_WORD}]"
"""A character that can stand in a word after its first one."""

WORD = rf"[^{_NOT_START}][^{_NOT_WORD}]*+"

_DOLLAR = rf"\$(?:[^{_NOT_START}][^{_NOT_TAG}]*+)?\$"
_ESCAPED = r"'(?:[^'\\]++|\\.|'')*+'"
# After a quote: blanks with a line end in them, and then a quote, which goes on with the same string.
_CONTINUED = r"(?:[ \t\f\v]|--[^\n\r]*+)*+[\n\r](?:[ \t\n\r\f\v]++|--[^\n\r]*+[\n\r])*+"


@cache
def bulk(escapes: bool, marks: bool) -> regex.Pattern[str]:
    """Runs over all of a statement that needs no thought: up to a ``;``, a parenthesis that is not closed within, a
    backslash, a dollar, a comment that is nested or may be a mark, or something that never ends.

    ``escapes``: backslashes count in every string (standard_conforming_strings is off). ``marks``: some comments may be
    marks (``may_mark``).
    """
    return regex.compile(_bulk(escapes, marks), regex.DOTALL)


@cache
def rows(escapes: bool) -> regex.Pattern[str]:
    """Runs over INSERT statements of values that need no thought, and what is before each."""
    between = _BETWEEN.format(comment=_COMMENT[True])
    return regex.compile(rf"(?:{between}{_VALUES}{_bulk(escapes, True)};)*+", regex.DOTALL)


@cache
def insert() -> regex.Pattern[str]:
    """An INSERT of values up to the first of them."""
    return regex.compile(_VALUES)


_VALUES = (
    r"[iI](?i:nsert\s++into)\s++(?:\"[^\"]*+\"|[^\s\"'(;])++\s*+(?:\([^()';]*+\)\s*+)?"
    r"(?:(?i:overriding\s++(?:system|user)\s++value)\s++)?(?i:values)\b"
)


def _bulk(escapes: bool, marks: bool) -> str:
    string = rf"{_ESCAPED}(?!\s*+')" if escapes else r"'(?<![eE]')[^']*+'"
    atoms = rf"[^'\"$\\;()/\-]++|{string}|-(?!-)|\"[^\"]*+\"|{_COMMENT[marks]}|/(?!\*)|/\*[^*/]*+\*/"
    nested = ""
    for _ in range(3):
        nested = rf"|\((?:{atoms}{nested})*+\)"
    # these are rare in parentheses, and each copy takes its time to compile
    escaped = "" if escapes else rf"|(?<=(?<!{LETTER})[eE])'(?:[^'\\]++|\\.|'')*+'(?!\s)"
    return rf"(?:{atoms}{escaped}|(?<!{LETTER})\$[0-9]++(?!{LETTER}){nested})*+"


_COMMENT = {True: rf"--(?!{LOOK})[^\n\r]*+", False: r"--[^\n\r]*+"}
_BETWEEN = rf"(?:[{BLANKS}]++|{{comment}}|/\*[^*/]*+\*/)*+"


@cache
def between(marks: bool) -> regex.Pattern[str]:
    """Blanks and comments that mean nothing to anybody. ``marks`` as for ``bulk``."""
    return regex.compile(_BETWEEN.format(comment=_COMMENT[marks]))


@cache
def _may_mark() -> regex.Pattern[str]:
    return regex.compile(f"--{LOOK}")


def may_mark(text: str) -> bool:
    """Whether a comment in the text may be a mark."""
    return "--" in text and _may_mark().search(text) is not None


@cache
def line_comment() -> regex.Pattern[str]:
    return regex.compile(r"--[^\n\r]*+")


@cache
def _dollar() -> regex.Pattern[str]:
    return regex.compile(_DOLLAR)


@cache
def _comment_mark() -> regex.Pattern[str]:
    return regex.compile(r"/\*|\*/")


@cache
def _plain_string() -> regex.Pattern[str]:
    return regex.compile(r"'[^']*+'(?:'[^']*+')*+")


@cache
def _escape_string() -> regex.Pattern[str]:
    return regex.compile(rf"{_ESCAPED}(?:{_CONTINUED}{_ESCAPED})*+", regex.DOTALL)


@cache
def _quoted_name() -> regex.Pattern[str]:
    return regex.compile(r'"[^"]*+"(?:"[^"]*+")*+')


@cache
def _word_end() -> regex.Pattern[str]:
    return regex.compile(rf"{LETTER}*+")


@cache
def _numbers() -> regex.Pattern[str]:
    return regex.compile(r"(?:[0-9]++|\$[0-9]++)*+")


def string_end(text: str, at: int, end: int, escapes: bool) -> int:
    """Where the string ends that starts with the quote at ``at``; -1 where it never does."""
    match = (_escape_string() if escapes else _plain_string()).match(text, at, end)
    return match.end() if match else -1


def has_escapes(text: str, floor: int, at: int) -> bool:
    """Whether the quote at ``at`` is that of ``E'…'``. ``floor``: no token goes on before it."""
    if at == floor or text[at - 1] not in "eE":
        return False
    return at - 1 == floor or _word_end().match(text, at - 2, at - 1).end() != at - 1  # type: ignore[union-attr]


def dollar_end(text: str, at: int, end: int) -> int:
    """Where the dollar quote at ``at`` ends; -1 where it never does, ``at`` where there is none. No word goes on there
    (``word_end``).
    """
    match = _dollar().match(text, at, end)
    if not match:
        return at
    close = text.find(match.group(), match.end(), end)
    return -1 if close == -1 else close + len(match.group())


def word_end(text: str, floor: int, at: int, end: int) -> int:
    """Where the word ends of which the dollar at ``at`` is a part; ``at`` where it is part of none.

    ``floor``: no token goes on before it.
    """
    start = at
    while start > floor and _word_end().match(text, start - 1, start).end() == start:  # type: ignore[union-attr]
        start -= 1
    match = _numbers().fullmatch(text, start, at)
    return at if match else _word_end().match(text, at, end).end()  # type: ignore[union-attr]


def comment_end(text: str, at: int, end: int) -> int:
    """Where the comment ends that starts with ``/*`` at ``at``, with those inside it; -1 where it never does."""
    depth = 0
    for match in _comment_mark().finditer(text, at, end):
        depth += 1 if match.group() == "/*" else -1
        if not depth:
            return match.end()
    return -1


@cache
def _token() -> regex.Pattern[str]:
    return regex.compile(
        rf"[{BLANKS}]++|(?P<word>{WORD})|(?P<number>(?:[0-9]++(?:\.(?!\.)[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?(?:{WORD})?)|(?P<comment>--[^\n\r]*+)"
        rf"|(?P<special>'|\"|/\*|{_DOLLAR})|(?P<mark>::|:=|\.\.|=>|<<|>>|.)",
        regex.DOTALL,
    )


def tokens(text: str, start: int, end: int, escapes: bool = False) -> Iterator[tuple[str, int, int]]:
    """The tokens of a stretch of SQL: what each is, and where.

    They are word, number, mark (one character, or one of ``:: := .. => << >>``), string, quoted (a name in double
    quotes), dollar, comment, never (a comment without an end). ``E``, ``U&`` and such before a string are tokens of
    their own. What never ends reaches to ``end``.
    """
    match = _token().match
    at = before = start
    while at < end:
        found = match(text, at, end)
        assert found
        kind, after = found.lastgroup, found.end()
        if kind == "special":
            kind, after = _special(text, at, end, escapes or (at - before == 1 and text[before] in "eE"))
        if kind:
            yield kind, at, after
        before, at = at, after


def skipped(text: str, at: int, end: int, escapes: bool = False) -> int:
    """Where the quote, comment or other mark that starts at ``at`` ends."""
    if text.startswith("--", at):
        return line_comment().match(text, at, end).end()  # type: ignore[union-attr]
    if text[at] in "'\"$" or text.startswith("/*", at):
        return _special(text, at, end, escapes)[1]
    return at + 1


def _special(text: str, at: int, end: int, escapes: bool) -> tuple[str, int]:
    first = text[at]
    if first == "'":
        kind, after = "string", string_end(text, at, end, escapes)
    elif first == '"':
        match = _quoted_name().match(text, at, end)
        kind, after = "quoted", match.end() if match else -1
    elif first == "/":
        after = comment_end(text, at, end)
        kind = "comment" if after != -1 else "never"
    else:
        kind, after = "dollar", dollar_end(text, at, end)
        if after == at:
            kind, after = "mark", at + 1
    return kind, end if after == -1 else after


def with_escapes(text: str) -> str:
    """A statement in which backslashes count in every string (standard_conforming_strings is off), written as E'…'."""
    parts: list[str] = []
    done = 0
    before = ""
    for kind, start, end in tokens(text, 0, len(text), escapes=True):
        if kind == "string" and before not in ("e", "b", "x", "n", "&"):
            parts += (text[done:start], "E")
            done = start
        before = text[start:end].lower() if end < len(text) and text[end] == "'" else ""
    return "".join((*parts, text[done:]))


def significant_end(text: str, start: int, end: int, escapes: bool = False) -> int:
    """Where a stretch of SQL ends without the comments and blanks at its end."""
    while end > start and text[end - 1] in BLANKS:
        end -= 1
    line = max(text.rfind("\n", start, end), text.rfind("\r", start, end)) + 1
    if text.find("--", max(line, start), end) == -1 and not text.endswith("*/", start, end):
        return end
    last = start
    for kind, _, after in tokens(text, start, end, escapes):
        if kind != "comment":
            last = after
    return last
