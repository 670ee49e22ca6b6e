"""New collections from the elements of others: what functions on collections have in common."""

from __future__ import annotations

from pglint.formats.terraform.flow import built, uncounted
from pglint.formats.terraform.limits import Effort, NotKnown
from pglint.formats.terraform.loops import items
from pglint.formats.terraform.values import Value
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def elements(value: Value, effort: Effort) -> tuple[Value, ...]:
    """The elements of a collection, each with its own origin and resources. Raises NotKnown where they are not sure."""
    unknown = uncounted(value, effort)
    if unknown is not None:
        raise NotKnown(unknown)
    return tuple(each for _, each in items(value))


def gathered(data: tuple[Value, ...] | Mapping[str, Value], given: Sequence[Value], kind: str = "") -> Value:
    """A collection of elements of the given ones.

    It has an origin where all of them have one; else an element without its own could be taken for another's.
    """
    origin = given[0].origin if given and all(value.origin is not None for value in given) else None
    return built(data, kind)._replace(origin=origin)
