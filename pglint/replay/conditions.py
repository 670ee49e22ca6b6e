"""Conditions that a replay can answer: whether a role, database or slot is there by now.

``IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'app') THEN CREATE ROLE app`` makes the role unless it is there,
so that it is there afterwards.
"""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.replay.parsed import literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from pglint.replay.journal import Table
    from pglint.replay.state import State

    Node = Mapping[str, Any]

CATALOGS = {
    "pg_roles": ("roles", "rolname"),
    "pg_authid": ("roles", "rolname"),
    "pg_user": ("roles", "usename"),
    "pg_shadow": ("roles", "usename"),
    "pg_group": ("roles", "groname"),
    "pg_database": ("databases", "datname"),
    "pg_replication_slots": ("slots", "slot_name"),
    "pg_publication": ("publications", "pubname"),
    "pg_subscription": ("subscriptions", "subname"),
}


class Answer(NamedTuple):
    """Whether a condition is met, None where nobody knows. ``presumed``: of a thing that these files do not know."""

    value: bool | None
    presumed: bool = False


NOBODY_KNOWS = Answer(None)


def holds(state: State, node: Node | None, negated: bool = False) -> Answer:
    """Whether a condition is met.

    A thing that these files neither made nor dropped is presumed missing where the condition asks for its absence, and
    there where it asks for its presence: what is made or altered under it then counts either way.
    """
    if node is None:
        return NOBODY_KNOWS
    if (const := node.get("A_Const")) is not None:
        value = literal(const)
        return Answer(value) if isinstance(value, bool) else NOBODY_KNOWS
    if (both := node.get("BoolExpr")) is not None:
        return _combined(state, both, negated)
    link = node.get("SubLink", {})
    if link.get("subLinkType") == "EXISTS_SUBLINK":
        return _exists(state, link.get("subselect", {}).get("SelectStmt", {}), negated)
    return NOBODY_KNOWS


def _combined(state: State, node: Node, negated: bool) -> Answer:
    kind = node.get("boolop", "AND_EXPR")
    inner = negated != (kind == "NOT_EXPR")
    parts = [holds(state, arg, inner) for arg in node.get("args", ())]
    presumed = any(part.presumed for part in parts)
    values = [part.value for part in parts]
    if kind == "NOT_EXPR":
        return Answer(None if values[0] is None else not values[0], presumed)
    decides = kind == "OR_EXPR"
    return Answer(decides if decides in values else None if None in values else not decides, presumed)


def _exists(state: State, select: Node, negated: bool) -> Answer:
    sources = select.get("fromClause", ())
    name = sources[0].get("RangeVar", {}).get("relname") if len(sources) == 1 else None
    if name not in CATALOGS or any(each in select for each in ("groupClause", "havingClause", "limitCount", "larg")):
        return NOBODY_KNOWS
    table, column = CATALOGS[name]
    wanted = _equals(select.get("whereClause", {}), column)
    if wanted is None:
        return NOBODY_KNOWS
    things: Table = getattr(state, table)
    found = things.get(wanted)
    return Answer(not negated, True) if found is None else Answer(not getattr(found, "dropped", False))


def _equals(node: Node, column: str) -> str | None:
    """The text that a column is compared with; other conditions beside it are not answered."""
    expression = node.get("A_Expr", {})
    if expression.get("kind", "AEXPR_OP") != "AEXPR_OP" or expression.get("name") != [{"String": {"sval": "="}}]:
        return None
    sides = [expression.get("lexpr", {}), expression.get("rexpr", {})]
    if "ColumnRef" not in sides[0]:
        sides.reverse()
    fields = sides[0].get("ColumnRef", {}).get("fields", ())
    if not fields or fields[-1].get("String", {}).get("sval") != column:
        return None
    other = sides[1]
    while "TypeCast" in other:
        other = other["TypeCast"].get("arg", {})
    value = literal(other.get("A_Const"))
    return value if isinstance(value, str) else None
