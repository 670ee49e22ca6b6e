"""Secrets never leave the files: passwords, keys and tokens are masked in every text that is printed.

The mask is always ``***``, whatever stood there, so that it tells nothing about the secret, not even its length.
Where a place in the text has to be found again (the underline of a report), ``masked`` moves it along. When in doubt
it masks: a hidden harmless word costs less than a password in a build log.
"""

from __future__ import annotations

from pglint.once import cache
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pglint import regex
    from pglint.source import Source

MASK = "***"
ABOVE, LONGEST = 12, 4000
"""Lines, and characters, above a line in which the name of a secret is looked for."""

# A name that ends in one of these holds a secret; password_encryption, ssl_key_file and passfile do not.
_WORD = (
    r"[\w.-]*(?:passwords?|passwd|passphrase|pwd|pass|pw|secrets?|tokens?|credentials?"
    r"|(?:api|access|private|secret|encryption|signing|license|account|storage|master|shared)[_-]?keys?)\d*"
)
_NAME = rf"(?<![\w.-]){_WORD}"
_SINGLE = r"""''(?:[^'\n]|'(?!'))+''|'(?:[^'\\\n]|\\.|'')*'?|\\'.*?\\'"""
_DOUBLE = r"""\\".*?\\"|"(?:[^"\\\n]|\\.|"")*"?"""
_QUOTED = rf"(?:[EU]&?)?(?:{_SINGLE}|{_DOUBLE})"
_DOLLAR = r"(?P<tag>\$\w*\$).*?(?P=tag)"
_HOLE = r"\{\{.*?\}\}|<%.*?%>"
_BARE = rf"(?:{_HOLE}|[^\s'\"]|(?<=[^\s='\"])['\"](?=[^\s'\",;)\]}}>]))+"

_NAMES = ("pass", "pw", "secret", "token", "credential", "key")

# Words one of which a text must hold (compiling them all takes 7 ms), and the shape. The group `secret` is masked.
_SHAPES: tuple[tuple[tuple[str, ...], str], ...] = (
    # "user" "secret": a line of an auth_file
    (('" "', '"  ', '"\t', '" \t'), r'^\s*"(?:[^"\n]|"")*"[ \t]+(?P<secret>"(?:[^"\n]|"")*"?)'),
    # name: the rest of the line, as in an ini file, YAML or a shell script
    (_NAMES, rf"^[\s-]*(?:export\s+|set\s+)?[\"']?{_NAME}[\"']?\s*[=:]\s*(?P<secret>(?!['\"\s]).+?)\s*$"),
    # name = value anywhere, quoted or not; name: "value"; PASSWORD 'value'; --password value
    (_NAMES, rf"{_NAME}[\"']?\s*(?:=>|:=|=)\s*(?P<secret>{_QUOTED}|{_DOLLAR}|{_BARE})"),
    (_NAMES, rf"{_NAME}[\"']?\s*:\s*(?P<secret>{_QUOTED})"),
    (_NAMES, rf"(?:^|[{{,])\s*[\"']?{_NAME}[\"']?\s*:\s*(?P<secret>{_BARE})"),
    (("<<",), rf"{_NAME}\s*=\s*<<-?(?P<end>\w+)[^\n]*\n(?P<secret>(?:(?!^\s*(?P=end)\s*$).*\n?)*)"),
    (_NAMES, rf"(?<!near ){_NAME}\s+(?P<secret>{_QUOTED}|{_DOLLAR})"),
    # variable "db_password" { default = "…" }, in lines of their own
    (_NAMES, rf"{_NAME}[\"']?\s*:?\s*\{{[^{{}}]{{0,2000}}?\b(?:default|value)[\"']?\s*[=:]\s*(?P<secret>{_QUOTED})"),
    (("--",), rf"(?<![\w-])--{_WORD}\s+(?P<secret>{_BARE})"),
    # scheme://user:secret@host; the secret may hold anything but blanks and quotes
    (("://",), r"://[^\s:/?#'\"@]*:(?P<secret>[^\s'\"]{1,2000})@"),
    (("http",), r"\bhttps?://(?P<secret>[^\s:/?#'\"@]+)@"),
    (("-u",), r"(?:^|\s)-u\s+[^\s:'\"]+:(?P<secret>[^\s'\"]+)"),
    (("bearer", "basic"), r"\b(?:Bearer|Basic)\s+(?P<secret>[\w.~+/-]{8,}=*)"),
    # what the server itself stores
    (("md5",), r"\b(?P<secret>md5[0-9a-f]{32})\b"),
    (("scram-",), r"(?P<secret>SCRAM-SHA-256\$\d+:[\w+/=]+\$[\w+/=:]+)"),
)

_HINTS = tuple(dict.fromkeys(hint for hints, _ in _SHAPES for hint in hints))


def mask(text: str) -> str:
    """The text with every secret in it replaced by ``***``."""
    return masked(text)[0]


def masked(text: str, *places: int) -> tuple[str, list[int]]:
    """The text without its secrets, and where some of its offsets are now: inside a mask, at its start."""
    return _without(text, secrets(text), places)


def masked_line(source: Source, number: int, *places: int) -> tuple[str, list[int]]:
    """A line (from 1) without its secrets, as ``masked``: also without those whose names stand in lines above it."""
    line = source.line(number)
    above = _above(source, number, line)
    there = _matches(above + line) if above else ()
    reach = ((max(begin - len(above), 0), end - len(above)) for begin, end in there)
    return _without(line, _apart([*_matches(line), *((begin, end) for begin, end in reach if begin < end)]), places)


def _above(source: Source, number: int, line: str) -> str:
    """The lines above one, where any of them may call what stands in it a secret; looking costs more than asking."""
    starts = source.starts()
    start = starts[number - 1]
    text = source.text[max(starts[max(number - ABOVE, 1) - 1], start - LONGEST) : start]
    last = "".join(text[-100:].rstrip(" \t\r\n\"':=>").split()[-1:]).lower()
    is_named = any(name in last for name in _NAMES)
    is_inside = "{" in text and ("default" in line or "value" in line)
    return text if is_named or is_inside or "<<" in text else ""


def _without(text: str, hidden: Iterable[tuple[int, int]], places: Sequence[int]) -> tuple[str, list[int]]:
    out: list[str] = []
    moved = list(places)
    at = 0
    for start, end in hidden:
        shift = len(MASK) - (end - start)
        for index, place in enumerate(places):
            if place >= end:
                moved[index] += shift
            elif place > start:
                moved[index] -= place - start
        out += (text[at:start], MASK)
        at = end
    return "".join(out) + text[at:], moved


def secrets(text: str) -> list[tuple[int, int]]:
    """Where secrets stand in a text, in order and apart from each other; quotes around them are not part of them."""
    return _apart(_matches(text))


def _apart(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _matches(text: str) -> Iterator[tuple[int, int]]:
    lower = text.lower()
    held = [hint for hint in _HINTS if hint in lower]
    if not held:
        return
    there = set(held)
    for hints, shape in _SHAPES:
        if there.isdisjoint(hints):
            continue
        for match in _compiled(shape).finditer(text):
            start, end = _inside(text, *match.span("secret"))
            if start < end and text[start:end] != MASK:
                yield start, end


def _inside(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the quotes, so that what is printed keeps its form."""
    while end - start >= 2 and text[start] in "'\"" and text[end - 1] == text[start]:
        start, end = start + 1, end - 1
    if end > start and text[start] in "'\"":
        start += 1
    return start, end


@cache
def _compiled(shape: str) -> regex.Pattern[str]:
    from pglint import regex

    return regex.compile(shape, regex.IGNORECASE | regex.MULTILINE)
