"""The settings that a statement gives a value, wherever that value then holds, each with its place."""

from __future__ import annotations

from pglint import regex
from pglint.facts import Setting
from pglint.record import TYPE_CHECKING
from pglint.replay import control
from pglint.replay.setstmt import value_place
from pglint.source import Span
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from pglint.replay.parsed import Parsed
    from pglint.replay.trees import Call

    Node = Mapping[str, Any]

RESET = "RESET"
INSIDE = {
    "AlterDatabaseSetStmt": "setstmt", "AlterFunctionStmt": "actions", "AlterRoleSetStmt": "setstmt",
    "AlterSystemStmt": "setstmt", "CreateFunctionStmt": "options",
}  # fmt: skip
"""Where a statement holds the SET: as a field, or among its options."""


def given(parsed: Parsed, calls: Iterable[Call]) -> Iterator[Setting]:
    """SET, by itself, for a role, a database, a function or the server, and set_config() of literals.

    RESET and SET … TO DEFAULT of a session give a value that is not known here; their section is RESET.
    """
    for node in _sets(parsed):
        name, kind = node.get("name", "").lower(), node.get("kind", "VAR_SET_VALUE")
        if isinstance(parsed.name(name), Unknown):
            continue
        if kind == "VAR_SET_VALUE":
            yield _setting(parsed, name, control.text(parsed, node), value_place(parsed, node))
        elif kind in ("VAR_RESET", "VAR_SET_DEFAULT") and parsed.kind == "VariableSetStmt":
            start = Unknown("is the session's value at its begin", parsed.span)
            yield _setting(parsed, name, start, parsed.span)._replace(section=RESET)
    for call in calls:
        change = control.set_config(parsed, call)
        if change is not None and not isinstance(change, Unknown) and change.value is not None:
            yield _setting(parsed, change.name, change.value, parsed.span)


def _sets(parsed: Parsed) -> Iterator[Node]:
    """The SET parts of a statement."""
    if parsed.kind == "VariableSetStmt":
        yield parsed.node
        return
    found = parsed.node.get(INSIDE.get(parsed.kind, ""), ())
    if isinstance(found, dict):
        yield found
        return
    for option in found:
        if option.get("DefElem", {}).get("defname") == "set":
            yield option["DefElem"].get("arg", {}).get("VariableSetStmt", {})


def _setting(parsed: Parsed, name: str, value: str | Unknown, place: Span) -> Setting:
    found = regex.search(rf"(?<![\w.]){regex.escape(name)}(?![\w.])", parsed.span.text, regex.IGNORECASE)
    start, end = found.span() if found else (0, len(parsed.span.text))
    named = Span(parsed.span.source, parsed.span.start + start, parsed.span.start + end)
    return Setting(name, value, Span(named.source, named.start, max(named.end, place.end)), named, place)
