"""Names and options in libpg_query's trees."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    Node = Mapping[str, Any]

_KINDS = {
    "OBJECT_TABLE": "table",
    "OBJECT_INDEX": "index",
    "OBJECT_VIEW": "view",
    "OBJECT_MATVIEW": "materialized view",
    "OBJECT_SEQUENCE": "sequence",
    "OBJECT_FOREIGN_TABLE": "foreign table",
    "OBJECT_TYPE": "type",
}
_OFF = ("false", "off", "0")


def kind_of(objtype: str) -> str:
    """What a statement calls a relation by; ALTER TABLE and its like serve other kinds too."""
    return _KINDS.get(objtype, "table")


def relation(node: Node) -> str:
    """The name of a RangeVar: with its schema where one is written."""
    schema = node.get("schemaname", "")
    return f"{schema}.{node['relname']}" if schema else str(node["relname"])


def relations(nodes: Iterable[Node]) -> list[str]:
    """The names of a list of RangeVars."""
    return [relation(node["RangeVar"]) for node in nodes]


def strings(nodes: Iterable[Node]) -> list[str]:
    """The texts of a list of String nodes."""
    return [str(node["String"].get("sval", "")) for node in nodes if "String" in node]


def dotted(nodes: Iterable[Node]) -> str:
    """A name that is a list of String nodes."""
    return ".".join(strings(nodes))


def listed(node: Node) -> list[str]:
    """The parts of a name: a List, a TypeName or a single String."""
    if "List" in node:
        return strings(node["List"]["items"])
    if "TypeName" in node:
        return strings(node["TypeName"]["names"])
    return strings([node])


def options(nodes: Iterable[Node] | None) -> dict[str, Node]:
    """A list of DefElems by name, each with what it has."""
    return {str(node["DefElem"]["defname"]): node["DefElem"] for node in nodes or ()}


def on(given: Mapping[str, Node], name: str, absent: bool = False) -> bool:
    """A yes or no option: a bare name is yes, as in src/backend/commands/define.c, defGetBoolean."""
    if name not in given:
        return absent
    arg = given[name].get("arg")
    if arg is None:
        return True
    if "Integer" in arg:
        return bool(arg["Integer"].get("ival", 0))
    if "Boolean" in arg:
        return bool(arg["Boolean"].get("boolval", False))
    return str(arg.get("String", {}).get("sval", "true")).lower() not in _OFF
