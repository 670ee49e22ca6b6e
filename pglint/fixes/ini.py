"""How a value stands in pgbouncer.ini: settings of [pgbouncer], and the pairs of an entry, whose quotes are kept."""

from __future__ import annotations

from pglint.catalog import pgbouncer as catalog
from pglint.facts import Include, Section, Setting
from pglint.fixes.spot import Spot, lines_of
from pglint.formats import connect_string
from pglint.formats.pgbouncer_ini import read
from pglint.record import TYPE_CHECKING
from pglint.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pglint.catalog.pgbouncer import Version


def spots(source: Source, section: str = "") -> Iterator[tuple[str, Spot]]:
    """Every header, line and pair of a file, with the section that is open there; '' where that is not known.

    The pairs of an entry come before the line that they stand on. ``section`` is the one that is open above.
    """
    for item in read(source):
        if isinstance(item, Section):
            section = catalog.section_named(item.name) or item.name
            yield section, Spot("header", item.name, item.span, item.span, item.span)
        elif isinstance(item, Include):
            section = ""
        elif isinstance(item, Setting):
            if section != "pgbouncer" and isinstance(item.value, str):
                pairs, _ = connect_string.scan(item.value_span, section)
                for pair in pairs:
                    yield section, Spot("pair", pair.key, pair.key_span, pair.value_span, pair.span)
            yield section, Spot("ini", item.name, item.name_span, item.value_span, item.span)


def around(place: Span) -> Iterator[tuple[str, Spot]]:
    """What stands on the line of a place, with its section. Only that line is read."""
    line = lines_of(place)

    def here(span: Span) -> Span:
        return Span(place.source, line.start + span.start, line.start + span.end)

    for section, spot in spots(Source("", line.text), _section(place.source.text, line.start)):
        yield section, Spot(spot.kind, spot.name, here(spot.name_span), here(spot.value_span), here(spot.whole))


def _section(text: str, end: int) -> str:
    """The section that is open at a line's start; '' where an include may have opened another."""
    while (at := text.rfind("[", 0, end)) != -1:
        start = text.rfind("\n", 0, at) + 1
        if not text[start:at].strip():
            name = text[at + 1 : text.find("]", at)]
            return "" if "%include" in text[at:end] else catalog.section_named(name) or name
        end = start
    return ""


def find(place: Span) -> Spot | None:
    """The smallest of the lines, pairs and headers that a place belongs to."""
    return next((spot for _, spot in around(place) if spot.holds(place)), None)


def alone(pair: Spot) -> Span | None:
    """The line of [users] on which a pair stands alone: without it the line says nothing."""
    for section, spot in around(pair.whole):
        if spot.kind == "ini" and section == "users" and spot.value_span == pair.whole:
            return spot.whole
    return None


def lasts(line: Spot) -> bool:
    """Whether a database's line has an effect even where another one follows: its forced user stays."""
    pairs, _ = connect_string.scan(line.value_span)
    here = next((section for section, spot in around(line.whole) if spot == line), "")
    return here == "databases" and line.name != "*" and any(pair.key == "user" for pair in pairs)


def home(source: Source) -> Span | None:
    """The last line of the last [pgbouncer] section, below which a new one can stand; None where there is none."""
    found = None
    for section, spot in spots(source):
        if section == "pgbouncer" and (spot.kind == "header" or (found is not None and spot.kind == "ini")):
            found = spot.whole
    return found


def written(before: str, section: str, name: str, goal: int | str, versions: Iterable[Version]) -> str | None:
    """A value (times in ms) as it stands in the file in place of ``before`` ('' for a new line).

    None where some version does not have the setting, or would take the text otherwise.
    """
    known = catalog.setting(section, name)
    if known is None or any(known.since > version for version in versions):
        return None
    if isinstance(goal, int) and known.type == "time":
        if goal % 1000:
            return None
        goal = goal // 1000
    text = str(goal)
    for version in versions:
        if catalog.interpret(section, name, text, version) != goal:
            return None
    return f"'{text}'" if before.startswith("'") and before.endswith("'") and len(before) > 1 else text
