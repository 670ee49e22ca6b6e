"""Types and functions of the user's own, as far as they decide whether a table is rewritten."""

from __future__ import annotations

from pglint.catalog import column_types
from pglint.catalog.lock_effect import UserType
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from pglint.replay.parsed import Parsed
    from pglint.replay.state import State

_TYPES = {"CreateEnumStmt": "enum", "CreateRangeStmt": "range"}


def apply(state: State, parsed: Parsed) -> None:
    """What a statement defines."""
    node = parsed.node
    match parsed.kind:
        case "CreateFunctionStmt" if not node.get("is_procedure"):
            given = {each["DefElem"]["defname"]: each["DefElem"].get("arg", {}) for each in node.get("options", ())}
            volatile = given.get("volatility", {}).get("String", {}).get("sval", "volatile") == "volatile"
            state.journal.put(state.functions, _last(node.get("funcname", ())), volatile)
        case "CreateEnumStmt" | "CreateRangeStmt":
            _define(state, _last(node.get("typeName", ())), UserType(_TYPES[parsed.kind]))
        case "CompositeTypeStmt":
            _define(state, node.get("typevar", {}).get("relname", ""), UserType("composite"))
        case "CreateDomainStmt":
            base = column_types.text_of(node.get("typeName", {}))
            kinds = {each["Constraint"].get("contype") for each in node.get("constraints", ())}
            constrained = bool(kinds & {"CONSTR_CHECK", "CONSTR_NOTNULL"})
            under = state.types.get(base.rpartition(".")[2])
            constrained = constrained or (under is not None and under.constrained)
            _define(state, _last(node.get("domainname", ())), UserType("domain", base, constrained))
        case "AlterDomainStmt":
            name = _last(node.get("typeName", ()))
            if (found := state.types.get(name)) is not None and node.get("subtype") in ("C", "O"):
                _define(state, name, found._replace(constrained=True))


def _define(state: State, name: str, type_: UserType) -> None:
    state.journal.put(state.types, name, type_)


def _last(names: Sequence[Any]) -> str:
    return str(names[-1].get("String", {}).get("sval", "")) if names else ""
