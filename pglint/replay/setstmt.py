"""ALTER ROLE … SET, ALTER DATABASE … SET and ALTER SYSTEM: settings that later sessions begin with."""

from __future__ import annotations

from pglint import regex
from pglint.catalog.units import human
from pglint.facts import Setting
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.replay import control
from pglint.replay.parsed import trimmed
from pglint.source import Span
from pglint.values import Cell, Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from pglint.replay.journal import Table
    from pglint.replay.parsed import Parsed
    from pglint.replay.state import State

    Node = Mapping[str, Any]

_NAME = r"\b(?:SET|RESET)\s+(?P<name>\"[^\"]+\"|[\w.$]+)"


class Change(NamedTuple):
    """A setting and its new value, None for RESET; ``name`` is '' for RESET ALL."""

    name: str
    value: Cell | None


def changed(state: State, parsed: Parsed, node: Node) -> Change | None:
    """What the SET part of a statement changes."""
    kind, name = node.get("kind", "VAR_SET_VALUE"), node.get("name", "").lower()
    if kind == "VAR_RESET_ALL":
        return Change("", None)
    if isinstance(parsed.name(name), Unknown) or kind == "VAR_SET_MULTI":
        return None
    if kind in ("VAR_RESET", "VAR_SET_DEFAULT"):
        return Change(name, None)
    if kind == "VAR_SET_CURRENT":
        current = state.session.in_effect(name)
        value = None if current is None else current.value
        if isinstance(value, int):
            value = human(value, "ms").replace(" ", "")
        known = value if isinstance(value, str) else Unknown("is the session's value then", parsed.span)
        return Change(name, Cell(known, parsed.span))
    return Change(name, Cell(control.text(parsed, node), value_place(parsed, node)))


def applied(settings: Mapping[str, Cell], change: Change) -> dict[str, Cell]:
    """Settings after a change."""
    if not change.name:
        return {}
    rest = {name: cell for name, cell in settings.items() if name != change.name}
    return rest if change.value is None else {**rest, change.name: change.value}


def put(state: State, table: Table, change: Change) -> None:
    """A change of settings that are a table of their own."""
    if change.name:
        state.journal.put(table, change.name, change.value)
    else:
        state.journal.clear(table)


def of_database(state: State, parsed: Parsed, name: str, change: Change) -> None:
    """A change of a database's settings."""
    from pglint.replay import databases

    found = databases.known(state, parsed, name)
    databases.put(state, found._replace(settings=applied(found.settings, change)))


def system(state: State, parsed: Parsed) -> None:
    """ALTER SYSTEM: the last value of a parameter stands at the end of postgresql.auto.conf."""
    node = parsed.node.get("setstmt", {})
    change = changed(state, parsed, node)
    if change is None:
        return
    state.journal.put(state.system, change.name, None)
    if change.value is None:
        put(state, state.system, change)
        return
    value = change.value.value
    place = change.value.span or parsed.span
    match = regex.search(_NAME, parsed.span.text, regex.IGNORECASE)
    start, end = match.span("name") if match else (0, len(parsed.span.text))
    name = Span(parsed.span.source, parsed.span.start + start, parsed.span.start + end)
    whole = Span(name.source, name.start, max(place.end, name.end))
    quoted = place.text[:1] in ("'", '"')
    text = value if isinstance(value, str | Unknown) else str(value)
    state.journal.put(state.system, change.name, Setting(change.name, text, whole, name, place, quoted))


def value_place(parsed: Parsed, node: Node) -> Span:
    """Where the value of a SET stands; the statement where the tree does not tell."""
    location = node.get("location", -1)
    args = node.get("args", ())
    if args and (const := args[0].get("A_Const")):
        location = const.get("location", location)
    return trimmed(parsed.place(location)) if location > 0 else parsed.span
