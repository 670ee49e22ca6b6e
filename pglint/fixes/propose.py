"""From a rule's ``fix:`` and the words at its place to the edits that make the finding go away.

Nothing is guessed: where a word of the new value is not known, where versions differ, where the place is an
expression or no file states the value and it has no certain home, there is no fix.
"""

from __future__ import annotations

from pglint.findings.finding import Edit, Fix
from pglint.findings.worlds import worlds
from pglint.fixes import conf, ini, literal, target
from pglint.fixes.spot import Spot, line_end, lines_of
from pglint.project import kind
from pglint.record import TYPE_CHECKING
from pglint.source import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pglint.findings.worlds import Words
    from pglint.fixes.target import Goal
    from pglint.rulebook.cel import Environment
    from pglint.rulebook.rule import Repair
    from pglint.values import Scalar


def propose(
    repair: Repair, words: Words, environment: Environment, options: Mapping[str, Scalar]
) -> Fix | None:
    """The fix of a check that fired, if there is one here."""
    if repair.verb == "set" and not repair.word.startswith("problem."):
        goal = value(repair, words, environment, options)
        return None if goal is None else target.fix(repair.word, goal, words, repair.safe)
    place = words.cell(repair.word).span
    if place is not None and repair.verb == "set" and target.format_of(place.path) == "literal":
        return _literal(place, value(repair, words, environment, options), repair.safe)
    spot = _spot(place) if place is not None else None
    if place is None or spot is None:
        return None
    if repair.verb == "remove":
        # what an included file says may have an effect somewhere else
        return _remove(spot, repair.safe and place.path == words.subject.fallback.path)
    if repair.verb == "lift":
        return _lift(spot, place, repair.safe)
    text = value(repair, words, environment, options)
    return _replace(repair, spot, place, text) if isinstance(text, str) and text else None


def value(repair: Repair, words: Words, environment: Environment, options: Mapping[str, Scalar]) -> Goal | None:
    """The new value, if it is known and the same in every world."""
    names = [name for name in repair.words if name in words.table]
    if any(words.is_bounded(name) for name in names):
        return None
    own = {name: options[name] for name in repair.words if name in options}
    answers = set()
    for world in worlds(words, names):
        answer = environment.ask(repair.blob, environment.facts({**world, **own}))
        answers.add((type(answer), answer))
    if len(answers) != 1:
        return None
    goal: Goal | None = answers.pop()[1]
    return goal


def _spot(place: Span) -> Spot | None:
    """The assignment that a fault points at, in a file that is edited."""
    path = place.path
    if target.format_of(path) not in ("conf", ""):
        return None
    found = kind(path)
    if found == "pgbouncer.ini" or (found is None and not path.endswith(".conf")):
        return ini.find(place)
    return conf.find(place) if found in (None, "postgresql.conf") else None


def _literal(place: Span, text: Goal | None, safe: bool) -> Fix | None:
    """Another text for a literal of Terraform."""
    if not isinstance(text, str) or literal.inside(place.text) is None:
        return None
    after = literal.rewritten(place.text, text)
    return Fix(f"write {after}", (Edit(place, after),), safe) if after and after != place.text else None


def _replace(repair: Repair, spot: Spot, place: Span, text: str) -> Fix | None:
    """Another name, or another text for the value."""
    span = spot.value_span if repair.verb == "set" else spot.name_span
    if repair.verb == "rename" and spot.value_span.start <= place.start and spot.kind != "header":
        span = spot.value_span
    old = span.text
    quoted = old.startswith("'") and old.endswith("'") and len(old) > 1
    if quoted and not text.startswith("'"):
        text = f"'{text}'"
    return Fix(f"write {text}", (Edit(span, text),), repair.safe) if text != old else None


def _remove(spot: Spot, safe: bool) -> Fix | None:
    """The assignment's line, or its pair of an entry with the blanks behind it."""
    if spot.kind == "header" or (spot.kind == "ini" and ini.lasts(spot)):
        return None
    if spot.kind == "pair" and (line := ini.alone(spot)):
        whole = lines_of(line)
    elif spot.kind == "pair":
        text, end = spot.whole.source.text, spot.whole.end
        start = spot.whole.start
        while text[end : end + 1] == " ":
            end += 1
        if text[end : end + 1] in ("", "\n", "\r"):  # the last one of its line: the blanks before it go too
            end = spot.whole.end
            while text[start - 1] == " " and text[start - 2] not in "=\n":
                start -= 1
        whole = Span(spot.whole.source, start, end)
    else:
        whole = lines_of(spot.whole)
    return Fix(f"remove {spot.name}", (Edit(whole, ""),), safe)


def _lift(spot: Spot, place: Span, safe: bool) -> Fix | None:
    """A comment that is part of a value, onto a line of its own above."""
    source = place.source
    start = place.start
    while source.text[start - 1] in " \t" and start > spot.value_span.start:
        start -= 1
    line = lines_of(spot.whole).start
    indent = source.text[line : spot.whole.start]
    comment = place.text.rstrip()
    if start <= spot.value_span.start or indent.strip() or not comment.startswith((";", "#")):
        return None
    edits = (
        Edit(Span(source, line, line), f"{indent}{comment}{line_end(source)}"),
        Edit(Span(source, start, place.end), ""),
    )
    return Fix("put the comment on the line above", edits, safe)
