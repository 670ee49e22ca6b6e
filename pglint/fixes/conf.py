"""How a value stands in postgresql.conf: quotes kept, units kept, and read again before it is offered."""

from __future__ import annotations

from pglint.catalog.guc import Invalid, interpret
from pglint.catalog.postgresql import parameter
from pglint.facts import Setting
from pglint.fixes.amount import amount
from pglint.fixes.spot import Spot, lines_of
from pglint.formats.postgresql_conf import read
from pglint.formats.postgresql_conf_lexer import string_value
from pglint.record import TYPE_CHECKING
from pglint.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pglint.catalog.postgresql import Parameter

    Goal = bool | int | str


def find(place: Span) -> Spot | None:
    """The assignment that a place belongs to: it takes one line, and only that is read."""
    line = lines_of(place)

    def here(span: Span) -> Span:
        return Span(place.source, line.start + span.start, line.start + span.end)

    for item in read(Source("", line.text)):
        if isinstance(item, Setting):
            spot = Spot("conf", item.name, here(item.name_span), here(item.value_span), here(item.span))
            if spot.holds(place):
                return spot
    return None


def last(source: Source) -> Span:
    """The place of the last assignment or include of a file; its end where there is none."""
    items = read(source)
    end = len(source.text)
    return items[-1].span if items else Span(source, end, end)


def written(before: str, name: str, goal: Goal, majors: Iterable[int], *, bare: bool = False) -> str | None:
    """A value, in base units, as it stands in the file in place of ``before`` ('' for a new line).

    None where some major has no such parameter, or would take the text otherwise. ``bare``: without a unit.
    """
    known = [(found, major) for major in majors if (found := parameter(name, major))]
    if not known or len({found.unit for found, _ in known}) != 1:
        return None
    quoted = before.startswith("'")
    text = _plain(string_value(before) if quoted else before, goal, known[-1][0], bare)
    if quoted or not _is_word(text):
        text = "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"
    return text if all(_means(text, found, major) == goal for found, major in known) else None


def _plain(before: str, goal: Goal, known: Parameter, bare: bool) -> str:
    """The value without quotes."""
    if isinstance(goal, bool):
        return "on" if goal else "off"
    if isinstance(goal, int):
        return amount(before, goal, known.unit, bare=bare)
    return goal


def _is_word(text: str) -> bool:
    """Whether the server's lexer takes it for one value without quotes."""
    items = read(Source("", f"x = {text}"))
    return len(items) == 1 and isinstance(items[0], Setting) and items[0].value == text and text[:1].isalnum()


def _means(text: str, known: Parameter, major: int) -> object:
    """What a major takes a written value for; None for what is no value."""
    items = read(Source("", f"x = {text}"))
    if len(items) != 1 or not isinstance(items[0], Setting) or not isinstance(items[0].value, str):
        return None
    value = interpret(known, items[0].value, major)
    return None if isinstance(value, Invalid) else value
