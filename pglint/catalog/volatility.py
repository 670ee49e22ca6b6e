"""Whether the expression of a DEFAULT has to be worked out for each row.

ADD COLUMN rewrites the table only where it has: src/backend/optimizer/util/clauses.c, contain_volatile_functions.
"""

from __future__ import annotations

from pglint.catalog import lock_names
from pglint.catalog.volatility_table import EXTENSIONS, OTHERS, VOLATILE
from pglint.once import cache
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from pglint.catalog.lock_effect import Known, Node

STABLE_SINCE = 15
"""timezone(text, timetz), the function behind AT TIME ZONE, was volatile before."""

_STAMPS = ("now", "statement_timestamp", "transaction_timestamp", "clock_timestamp")


@cache
def _tables() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    return frozenset(VOLATILE.split()), frozenset(OTHERS.split()), frozenset(EXTENSIONS.split())


def volatile(expression: Node, major: int, known: Known) -> bool | str:
    """Whether an expression calls a volatile function; the name of a function of which that is not known."""
    unknown = ""
    for name, call in _calls(expression):
        found = _volatile(name, call, major, known)
        if found:
            return True
        if found is None:
            unknown = unknown or name
    return unknown or False


def _volatile(name: str, call: Node, major: int, known: Known) -> bool | None:
    schema, _, function = name.rpartition(".")
    told = None if schema == "pg_catalog" else known.volatile(name)
    if told is not None:
        return told
    volatile_ones, others, extensions = _tables()
    if schema not in ("", "pg_catalog"):
        # an extension may have been put in any schema
        return True if function in extensions else None
    if function == "timezone":
        return False if major >= STABLE_SINCE or _of_timestamp(call) else None
    if function in others:
        return False
    return True if function in volatile_ones or function in extensions else None


def _of_timestamp(call: Node) -> bool:
    """Whether what AT TIME ZONE stands after is now(), CURRENT_TIMESTAMP or cast to a timestamp."""
    value = call["args"][-1]
    if "FuncCall" in value:
        return lock_names.strings(value["FuncCall"]["funcname"])[-1] in _STAMPS
    if "SQLValueFunction" in value:
        return "TIMESTAMP" in value["SQLValueFunction"]["op"]
    if "TypeCast" in value:
        return lock_names.strings(value["TypeCast"]["typeName"]["names"])[-1] in ("timestamp", "timestamptz")
    return False


def _calls(node: Any) -> Iterator[tuple[str, Node]]:
    """Every function that an expression calls, by name."""
    if isinstance(node, dict):
        if "FuncCall" in node:
            yield lock_names.dotted(node["FuncCall"]["funcname"]), node["FuncCall"]
        for child in node.values():
            yield from _calls(child)
    elif isinstance(node, list):
        for child in node:
            yield from _calls(child)
