"""Looking things up in JSON that was read with the places of its values; what is not there is empty."""

from __future__ import annotations

from pglint.formats.hcl.syntax import ListOf, Literal, ObjectOf
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from pglint.formats.hcl.syntax import Node


def members(node: Node | None) -> dict[str, Node]:
    """The values of an object by name."""
    if not isinstance(node, ObjectOf):
        return {}
    return {str(key.value): value for key, value in node.pairs if isinstance(key, Literal)}


def items(node: Node | None) -> tuple[Node, ...]:
    """The elements of a list."""
    return node.items if isinstance(node, ListOf) else ()


def at(node: Node | None, *path: str | int) -> Node | None:
    """What stands under some names and indexes."""
    for step in path:
        if isinstance(step, int):
            found = items(node)
            node = found[step] if step < len(found) else None
        else:
            node = members(node).get(step)
    return node


def text(node: Node | None) -> str:
    """A string."""
    return node.value if isinstance(node, Literal) and isinstance(node.value, str) else ""


def is_true(node: Node | None) -> bool:
    return isinstance(node, Literal) and node.value is True
