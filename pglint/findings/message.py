"""A finding's texts: holes filled with numbers in their units, places, related places and sums."""

from __future__ import annotations

from pglint.findings.finding import Finding, Place
from pglint.findings.worlds import Words
from pglint.record import TYPE_CHECKING
from pglint.rulebook.cel import Environment, clamp
from pglint.rulebook.rule import Check, Hole, Message, Rule
from pglint.source import Span
from pglint.values import Range, Scalar, Sum, Unknown, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TIMES = ((86400000, "d"), (3600000, "h"), (60000, "min"), (1000, "s"), (1, "ms"))
SIZES = {
    "kB": ((1073741824, "TB"), (1048576, "GB"), (1024, "MB"), (1, "kB")),
    "MB": ((1048576, "TB"), (1024, "GB"), (1, "MB")),
}


def show(value: Value, unit: str = "") -> str:
    """A value as a tired engineer reads it: 30 s, 64 MB, at least 48."""
    if isinstance(value, Range):
        return _range(value, unit)
    if isinstance(value, Unknown):
        return "an unknown value"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, int):
        return _number(value, unit)
    return value if isinstance(value, str) else ", ".join(value)


def _range(value: Range, unit: str) -> str:
    if value.low is None:
        return "an unknown number" if value.high is None else f"at most {show(value.high, unit)}"
    if value.high is None:
        return f"at least {show(value.low, unit)}"
    low, high = show(value.low, unit), show(value.high, unit)
    return low if low == high else f"{low} to {high}"


def _number(value: int, unit: str) -> str:
    if not unit or value <= 0:
        return str(value)
    steps = TIMES if unit == "ms" else SIZES[unit]
    if unit == "ms" and (mixed := _mixed(value)):
        return mixed
    for size, name in steps:
        if value >= size and value % size == 0 and value // size < 10000:
            return f"{value // size} {name}"
    for size, name in steps:
        if value >= size * 10:
            return f"about {round(value / size)} {name}"
    return f"{value} {unit}"


def _mixed(ms: int) -> str:
    """Hours and minutes, or days and hours, where one of them alone is a large number: 8 h 20 min."""
    for large, small in ((0, 1), (1, 2)):
        (size, name), (part, rest) = TIMES[large], TIMES[small]
        if ms > 2 * size and ms % size and ms % part == 0:
            return f"{ms // size} {name} {ms % size // part} {rest}"
    return ""


def finding(
    rule: Rule, check: Check, words: Words, environment: Environment, options: Mapping[str, Scalar]
) -> Finding:
    """The finding of a check that fired."""
    span = _place(check.at, words)
    return Finding(
        rule.code,
        rule.name,
        check.severity,
        fill(check.message, words, environment, options),
        span,
        words.subject.stack,
        tuple(_sums(check.sums, words)),
        tuple(_related(check, words, span)),
        rule.fixable,
        fill(check.help, words, environment, options),
    )


def _place(at: Iterable[str], words: Words) -> Span:
    """The first word that a file states."""
    for name in at:
        span = words.cell(name).span
        if span is not None:
            return span
    return words.subject.fallback


def _sums(names: Iterable[str], words: Words) -> Iterable[Sum]:
    for name in names:
        found = words.cell(name).sum
        if found is not None and (found.terms or found.missing):
            yield found


def _related(check: Check, words: Words, own: Span) -> Iterable[Place]:
    seen = {(own.path, own.start)}
    places = list(words.subject.related)
    for name in check.see:
        cell = words.cell(name)
        if cell.span is not None:
            unit = words.table[name].unit
            places.append(Place(cell.span, f"{name.rpartition('.')[2]} is {show(cell.value, unit)}"))
    for place in places:
        key = (place.span.path, place.span.start)
        if key not in seen:
            seen.add(key)
            yield place


def fill(text: Message, words: Words, environment: Environment, options: Mapping[str, Scalar]) -> str:
    """The text of a message or help with its holes filled."""
    return "".join(part if isinstance(part, str) else _hole(part, words, environment, options) for part in text)


def _hole(hole: Hole, words: Words, environment: Environment, options: Mapping[str, Scalar]) -> str:
    if hole.word:
        if hole.word in options:
            return show(options[hole.word], hole.unit)
        return show(words.cell(hole.word).value, hole.unit)
    facts: dict[str, Scalar] = {}
    least = False
    for name in hole.words:
        value = options[name] if name in options else words.cell(name).value
        if isinstance(value, Range):
            least = True
            end = value.high if value.low is None else value.low
            value = Unknown("open on both sides") if end is None else end
        if not isinstance(value, Unknown):
            facts[name] = clamp(value)
    answer = environment.ask(hole.blob, environment.facts(facts))
    if answer is None:
        return "an unknown number"
    return f"at least {show(answer, hole.unit)}" if least else show(answer, hole.unit)
