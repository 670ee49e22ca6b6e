"""Walking parse trees: the nodes of a kind, function calls and their arguments, names of relations."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.replay import interest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    Node = Mapping[str, Any]


class Call(NamedTuple):
    """A function call: ``name`` without pg_catalog, its arguments by position, those by name.

    ``certain``: it is run whenever the statement is, once.
    """

    name: str
    args: tuple[Node, ...]
    named: Mapping[str, Node]
    certain: bool
    location: int

    def argument(self, position: int, name: str) -> Node | None:
        """An argument, however it is given."""
        return self.args[position] if position < len(self.args) else self.named.get(name)


_PERHAPS = ("CaseExpr", "CoalesceExpr", "BoolExpr", "SubLink", "MinMaxExpr", "SelectStmt", "CommonTableExpr")
"""Nodes that may pass over what they hold, or take it several times."""


def listed(kind: str, node: Node, text: str) -> list[Call]:
    """The function calls of a statement, if one of those that matter is among them."""
    return list(calls(kind, node)) if interest.calls(text) else []


def calls(kind: str, node: Node) -> Iterator[Call]:
    """The function calls of a statement. Those of a SELECT with a WHERE count as run if its condition holds."""
    if kind == "SelectStmt":
        sources = node.get("fromClause", ())
        plain = not any(node.get(each) for each in ("havingClause", "larg", "withClause", "limitCount"))
        yield from _calls(node.get("targetList", ()), plain and not sources)
        for name, value in node.items():
            if name != "targetList":
                lonely = name == "fromClause" and len(sources) == 1 and "RangeFunction" in sources[0]
                yield from _calls(value, lonely and plain)
    elif kind == "CallStmt":
        yield from _calls({"FuncCall": node.get("funccall", {})}, True)
    else:
        yield from _calls(node, False)


def _calls(value: Any, certain: bool) -> Iterator[Call]:
    if isinstance(value, list | tuple):
        for each in value:
            yield from _calls(each, certain)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name == "FuncCall" and isinstance(inner, dict):
                yield from _calls(inner.get("args", ()), certain)
                yield _call(inner, certain)
            elif isinstance(inner, dict | list):
                yield from _calls(inner, certain and name not in _PERHAPS)


def _call(node: Node, certain: bool) -> Call:
    parts = [part["String"].get("sval", "") for part in node.get("funcname", ()) if "String" in part]
    name = ".".join(parts[1:] if len(parts) == 2 and parts[0] == "pg_catalog" else parts)
    args: list[Node] = []
    named: dict[str, Node] = {}
    for arg in node.get("args", ()):
        if given := arg.get("NamedArgExpr"):
            named[given.get("name", "")] = given.get("arg", {})
        else:
            args.append(arg)
    return Call(name, tuple(args), named, certain, node.get("location", 0))


def relation(node: Node | None) -> str:
    """The name of a RangeVar, with its schema where one is written."""
    if not node:
        return ""
    node = node.get("RangeVar", node)
    schema = node.get("schemaname")
    return f"{schema}.{node.get('relname', '')}" if schema else str(node.get("relname", ""))


def dotted(node: Node) -> str:
    """The name that a List of Strings, or a String, gives."""
    if "List" in node:
        return ".".join(item["String"].get("sval", "") for item in node["List"].get("items", ()) if "String" in item)
    if "String" in node:
        return str(node["String"].get("sval", ""))
    return relation(node)


def nodes(value: Any, kind: str) -> Iterator[Node]:
    """All nodes of a kind below a value."""
    if isinstance(value, list | tuple):
        for each in value:
            yield from nodes(each, kind)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name == kind:
                yield inner
            if isinstance(inner, dict | list):
                yield from nodes(inner, kind)
