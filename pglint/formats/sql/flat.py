"""A parse tree as a list of texts, for conditions that know no other structure.

Each value of libpg_query's JSON is one text, its path and the value: ``AlterRoleStmt.role.rolename=app``,
``AlterRoleStmt.options.0.defname=connectionlimit``. The node's own name stands only at the head, since the names of
fields tell the rest. Places and values that are 0, false or empty are left out, as libpg_query leaves them out.
"""

from __future__ import annotations

from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    Node = Mapping[str, Any]

PLACES = frozenset({"location", "stmt_location", "stmt_len", "name_location", "arg_location", "list_start", "list_end"})
PASSWORD = "password"
"""The option whose value is never told."""
LITERALS = ("ival", "sval", "fval", "boolval", "bsval")


def texts(tree: Node) -> tuple[str, ...]:
    """All values of a tree, in its order."""
    ((kind, node),) = tree.items()
    return tuple(_of(node, kind))


def _of(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from _of(_bare(each), f"{path}.{number}")
    elif isinstance(value, dict):
        secret = value.get("defname") == PASSWORD
        for name, inner in value.items():
            if name not in PLACES and not (secret and name == "arg"):
                yield from _of(_bare(inner), f"{path}.{name}")
    else:
        yield f"{path}={_shown(value)}"


def _bare(value: Any) -> Any:
    """The fields of a node whose name stands around them, and the value of a literal."""
    while isinstance(value, dict) and len(value) == 1:
        ((name, inner),) = value.items()
        if not isinstance(inner, dict) or not name[:1].isupper():
            break
        value = inner
    if isinstance(value, dict) and set(value) - PLACES and set(value) - PLACES <= {*LITERALS}:
        value = next(each for name, each in value.items() if name in LITERALS)
        return _bare(value) if isinstance(value, dict) else value
    return value


def _shown(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def options(tree: Node) -> tuple[str, ...]:
    """The options of a statement as ``name=value`` (``connectionlimit=10``, ``superuser=true``), or ``name`` alone.

    They have the names of PostgreSQL's grammar (src/backend/parser/gram.y). A SET inside of the statement is one too:
    ``lock_timeout=5s``.
    """
    ((_, node),) = tree.items()
    found = [option["DefElem"] for option in node.get("options", ()) if "DefElem" in option]
    settings = [each for each in (node.get("setstmt"), node if "args" in node else None) if each]
    named = [_option(each["defname"], each.get("arg")) for each in found]
    return (*named, *(_setting(each) for each in settings if isinstance(each.get("name"), str)))


def _option(name: str, arg: Any) -> str:
    if arg is None or name == PASSWORD:
        return name
    value = _bare(arg)
    if isinstance(value, dict) and not value:  # 0, false and '' are left out of the tree
        kind = next(iter(arg))
        value = {"Integer": 0, "Boolean": False}.get(kind, "")
    if isinstance(value, dict | list):
        return f"{name}=" + ",".join(text.rpartition("=")[2] for text in _of(value, ""))
    return f"{name}={_shown(value)}"


def _setting(node: Node) -> str:
    values = [text.rpartition("=")[2] for text in _of(node.get("args", []), "")]
    return f"{node['name']}={', '.join(values)}" if values else str(node["name"])
