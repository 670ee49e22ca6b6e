"""A finding's texts: holes filled with numbers in their units, places, related places and sums."""

from __future__ import annotations

from itertools import product

from pglint.findings.finding import Finding, Place
from pglint.record import TYPE_CHECKING
from pglint.rulebook.cel import clamp
from pglint.values import Range, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pglint.findings.finding import Fix
    from pglint.findings.worlds import Words
    from pglint.rulebook.cel import Environment
    from pglint.rulebook.rule import Check, Hole, Message, Rule
    from pglint.source import Span
    from pglint.values import Origin, Scalar, Sum, Value

ENDLESS = 2**40
"""Stands for an open end in a formula; nothing that pglint counts comes near it."""

NAMES = {"pool": ("database", "user"), "statement": ("label",)}
"""The words that name a subject, where that is not ``name``."""

WHOLE = ("file", "kind", "name", "text")
"""Words that point at all of a subject, and not at something about it."""

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
    span, origin = _place(check.at, words)
    text = fill(check.message, words, environment, options)
    fix = _fix(check, words, environment, options)
    if origin is not None:
        text += f" ({origin.name}, {origin.span.path}:{origin.span.line})"
    return Finding(
        rule.code,
        rule.name,
        check.severity,
        text,
        span,
        words.subject.stack,
        tuple(_sums(check.sums, words)),
        tuple(_related(check, words, span, origin)),
        "no" if fix is None or not fix.edits else "safe" if fix.safe else "unsafe",
        fill(check.help, words, environment, options),
        fix,
        _subject(check, words),
    )


def _subject(check: Check, words: Words) -> str:
    """Kind and name of what is wrong, and by which of its words: what stays when a message gets better words."""
    kind = words.subject.kind
    named = [_word(f"{kind}.{name}", words) for name in NAMES.get(kind, ("name",))]
    if named[0] in (words.subject.stack, _word(f"{kind}.file", words)):
        named = []  # the key of a finding has these of its own
    place = next((name for name in check.at if words.cell(name).span is not None), "")
    parts = [name.rpartition(".")[2] for name in (place, *check.sums[:1])]
    told = ", ".join(part for part in parts if part and part not in WHOLE)
    return " ".join(filter(None, (kind, *named))) + (f": {told}" if told else "")


def _word(name: str, words: Words) -> str:
    """A text that a subject has; '' where it has none, or it is not known."""
    value = words.cell(name).value if name in words.table else ""
    return value if isinstance(value, str) else ""


def _fix(check: Check, words: Words, environment: Environment, options: Mapping[str, Scalar]) -> Fix | None:
    """What makes it go away, where the rule knows and this place allows it."""
    if check.repair is None:
        return None
    from pglint.fixes.propose import propose

    return propose(check.repair, words, environment, options)


def _place(at: Iterable[str], words: Words) -> tuple[Span, Origin | None]:
    """The first word that a file states, and where its value was written if that is elsewhere."""
    for name in at:
        cell = words.cell(name)
        if cell.span is not None:
            return cell.span, cell.origin
    return words.subject.fallback, None


def _sums(names: Iterable[str], words: Words) -> Iterable[Sum]:
    for name in names:
        found = words.cell(name).sum
        if found is not None and (found.terms or found.missing):
            yield found


def _related(check: Check, words: Words, own: Span, origin: Origin | None) -> Iterable[Place]:
    seen = {(own.path, own.start)}
    places = [Place(origin.span, f"{origin.name} is set here")] if origin else []
    places += words.subject.related
    for name in check.see:
        cell = words.cell(name)
        if cell.span is not None:
            word, text = words.table[name], show(cell.value, words.table[name].unit)
            label = text if word.kind == "list" else f"{name.rpartition('.')[2]} is {text}"
            places.append(Place(cell.span, label))
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
    ranges: dict[str, Range] = {}
    for name in hole.words:
        value = options[name] if name in options else words.cell(name).value
        if isinstance(value, Range):
            ranges[name] = value
        elif not isinstance(value, Unknown):
            facts[name] = clamp(value)
    if not ranges:
        answer = environment.ask(hole.blob, environment.facts(facts))
        return "an unknown number" if answer is None else show(answer, hole.unit)
    return show(_between(hole, facts, ranges, environment), hole.unit)


def _between(hole: Hole, facts: Mapping[str, Scalar], ranges: Mapping[str, Range], environment: Environment) -> Range:
    """The ends of a formula over numbers that are known within bounds, open where one of them makes it so."""
    ends = [
        (-ENDLESS if each.low is None else each.low, ENDLESS if each.high is None else each.high)
        for each in ranges.values()
    ]
    answers = []
    for values in product(*ends):
        answer = environment.ask(hole.blob, environment.facts({**facts, **dict(zip(ranges, values, strict=True))}))
        if not isinstance(answer, int):
            return Range(None, None)
        answers.append(answer)
    low, high = min(answers), max(answers)
    return Range(None if low < -ENDLESS // 2 else low, None if high > ENDLESS // 2 else high)
