"""What is filled in when a file is run, inside a statement: where, and what stands there for the parser.

psql's variables (``:x``, ``:'x'``, ``:"x"``) stand outside quotes only; so do ``{x}``, ``%s``. Tags of templates, and
names such as ``:SCHEMA`` in a function's body (graphile-migrate), are replaced wherever they are.

Each stand-in can be told apart from all that files contain, and all that can stand for one hole are of one length, so
that trying another one moves nothing.
"""

from __future__ import annotations

from pglint import regex
from pglint.formats.sql import lexis
from pglint.formats.sql.statement import Hole
from pglint.formats.sql.tags import why
from pglint.once import cache
from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pglint.formats.sql.tags import Tag
    from pglint.source import Source

LEAST = 12
"""The length that the shortest stand-in has."""

NUMBERS = 2147400000
"""The stand-in for a number is this and the hole's index: no number that files contain, and still an integer."""

_STRING_AFTER = ("PASSWORD", "UNTIL", "INTERVAL")
_SIGNS = {
    ":": r":(?:(?<!::)|(?<=:::))(?:[^\W\d]|'\w|\"\w|\{\?)",
    "{": r"\{[\w.!]*+\}",
    "%s": r"%s(?!\w)",
    "TEMPLATE": r"TEMPLATE(?:_\w++)?:",
}
"""What every hole begins with or holds, by what is quickly looked for."""


def name(index: int) -> str:
    """What every stand-in that is a name or a string contains."""
    return f"_hole{index}_"


def stand_ins(index: int, length: int) -> tuple[str, str, str, str]:
    """The hole as a name, as a number, as a string, and as nothing."""
    word = name(index)
    length = max(length, LEAST)
    return word.ljust(length, "_"), str(NUMBERS + index).ljust(length), f"'{word.ljust(length - 2, '_')}'", " " * length


def any_in(text: str) -> bool:
    """Whether the text may have holes that are no tags; a quick look."""
    return any(sign in text and _sign(sign).search(text) for sign in _SIGNS)


@cache
def _sign(sign: str) -> regex.Pattern[str]:
    return regex.compile(_SIGNS[sign])


@cache
def _before() -> regex.Pattern[str]:
    return regex.compile(r"(?:(connection)\s+)?(?<!\w)(\w+)\s+$", regex.IGNORECASE)


@cache
def _search() -> regex.Pattern[str]:
    """The holes (one group), and what has to be passed over. Each alternative starts with a character as such."""
    return regex.compile(
        r":(?:(?<!::)|(?<=:::))(?P<colon>[^\W\d]\w*+|'\w++'|\"\w++\"|\{\?\w++\})"
        r"|\{(?P<brace>[\w.!]*+\})|#\{(?P<hash>[\w.!]*+\})|%\{(?P<percent>[\w.!]*+\})|!\{(?P<bang>[\w.!]*+\})"
        r"|%(?<![\w)\]]%)(?P<format>s)(?!\w)|/\*\s*+(?P<marker>TEMPLATE(?:_\w++)?:\s*+\w++\s*+\*/)"
        r"|'|\"|\$|--|/\*|\[|\]"
    )


@cache
def _upper() -> regex.Pattern[str]:
    return regex.compile(r":(?:(?<![\w:]:)|(?<=:::))[A-Z][A-Z0-9_]{2,}+(?!\w)")


class Place(NamedTuple):
    """Where a hole is in the text of its statement: ``quoted`` in a string, a name in quotes or a body; ``flow`` where
    a part of the statement comes and goes.
    """

    start: int
    end: int
    quoted: bool = False
    flow: bool = False


def find(text: str, escapes: bool = False) -> Iterator[Place]:
    """The holes of a statement that are no tags of a template."""
    search = _search().search
    at = floor = depth = 0
    while match := search(text, at):
        first, at = match.span()
        kind, sign = match.lastgroup, text[first]
        if kind:
            if not depth or kind != "colon" or _in_list(text, first):
                yield Place(first, at)
        elif sign in "[]":
            depth = max(0, depth + (1 if sign == "[" else -1))
        else:
            at = floor = _skipped(text, first, floor, escapes)
            if sign == "$" and at - first > 1:
                yield from (Place(found.start(), found.end(), True) for found in _upper().finditer(text, first, at))


def _skipped(text: str, at: int, floor: int, escapes: bool) -> int:
    """Where a quote or comment ends, or a word with a dollar in it."""
    if text[at] == "$" and (after := lexis.word_end(text, floor, at, len(text))) > at:
        return after
    return lexis.skipped(text, at, len(text), escapes or (text[at] == "'" and lexis.has_escapes(text, floor, at)))


def quoted(text: str, escapes: bool = False) -> Iterator[tuple[int, int]]:
    """Where strings, quoted names, dollar quotes and comments are."""
    search = _quote().search
    at = floor = 0
    while match := search(text, at):
        first, at = match.start(), _skipped(text, match.start(), floor, escapes)
        floor = at
        if at > first + 1:
            yield first, at


@cache
def _quote() -> regex.Pattern[str]:
    return regex.compile(r"'|\"|\$|--|/\*")


def _in_list(text: str, at: int) -> bool:
    """Whether a colon inside brackets stands where a value does, and not for a slice of an array."""
    before = text[max(0, at - 80) : at].rstrip()
    return before.endswith((",", "(")) or before[:-1].rstrip().upper().endswith("ARRAY")


def of_tags(text: str, tags: Sequence[Tag], escapes: bool = False) -> Iterator[Place]:
    """The holes that tags make: ``text`` is the statement's without them (``tags.without``)."""
    quotes = list(quoted(text, escapes))
    for start, end, flow in _regions(tags):
        yield Place(start, end, any(first < start < after for first, after in quotes), flow)


def _regions(tags: Sequence[Tag]) -> Iterator[tuple[int, int, bool]]:
    """The tags, and as one what lies between a tag that opens and the one that closes it."""
    depth = start = 0
    for index, tag in enumerate(tags):
        if tag.flow == "open":
            start = start if depth else tag.start
            depth += 1
        elif tag.flow == "close" and depth:
            depth -= 1
            if not depth:
                yield start, tag.end, True
        elif not depth:
            yield tag.start, tag.end, bool(tag.flow)
        if depth and index == len(tags) - 1:  # never closed here: each for itself
            yield from ((each.start, each.end, bool(each.flow)) for each in tags if each.start >= start)


def filled(source: Source, start: int, text: str, places: Iterable[Place]) -> tuple[str, tuple[Hole, ...]]:
    """A statement's text with stand-ins for its holes, and the holes. The statement starts at ``start`` of its file."""
    parts: list[str] = []
    found: list[Hole] = []
    done = 0
    for place in sorted(places):
        if place.start < done:
            continue
        given = _first_guess(text, place, len(found))
        parts += (text[done : place.start], given)
        reason = why(source, start + place.start, start + place.end)
        found.append(Hole(place.start, place.end, given, reason))
        done = place.end
    parts.append(text[done:])
    return "".join(parts), tuple(found)


def _first_guess(text: str, place: Place, index: int) -> str:
    """What most likely parses in the place of a hole."""
    written = text[place.start : place.end]
    word, number, string, nothing = stand_ins(index, len(written))
    if written.startswith("/*"):
        return written
    if place.flow:
        return nothing
    if place.quoted:
        return word
    if written.startswith(":'"):
        return string
    if written.startswith(':"'):
        return f'"{string[1:-1]}"'
    if written.startswith(":{?"):
        return "TRUE".ljust(len(word))
    before = _before().search(text[max(0, place.start - 60) : place.start])
    if before and before[2].upper() in _STRING_AFTER:
        return string
    if before and before[1] and before[2].upper() == "LIMIT":
        return number
    return word
