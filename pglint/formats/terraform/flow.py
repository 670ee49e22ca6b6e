"""What flows with values through an expression: resources, origin, sensitivity, and why something is not known."""

from __future__ import annotations

from pglint.formats.terraform.limits import Effort
from pglint.formats.terraform.values import Value
from pglint.record import TYPE_CHECKING
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pglint.formats.terraform.values import Data
    from pglint.source import Span

NOTHING: frozenset[str] = frozenset()


def joined(data: Data, operands: Iterable[Value], kind: str = "") -> Value:
    """A result of operands: all their resources, the first origin there is, sensitive if one of them is."""
    origin, refs, sensitive = None, NOTHING, False
    for operand in operands:
        origin = origin or operand.origin
        refs = refs | operand.refs if operand.refs else refs
        sensitive = sensitive or operand.sensitive
    return Value(data, origin, refs, kind, sensitive)


def built(data: tuple[Value, ...] | Mapping[str, Value], kind: str = "", of: Iterable[Value] = ()) -> Value:
    """A new collection: the resources of its elements, each of which keeps its own origin and sensitivity.

    ``of``: collections that it is made of, whose own resources and sensitivity it takes over. A set is sensitive as a
    whole as soon as something in it is.
    """
    refs, sensitive = NOTHING, False
    for element in data if isinstance(data, tuple) else data.values():
        refs = refs | element.refs if element.refs else refs
    for collection in of:
        refs = refs | collection.refs if collection.refs else refs
        sensitive = sensitive or collection.sensitive
    if kind == "set" and isinstance(data, tuple):
        sensitive = sensitive or secret(data, Effort())
    return Value(data, None, refs, kind, sensitive)


def inner(value: Value) -> Iterable[Value]:
    """The elements of a collection; nothing for anything else, nor for a resource: its attributes are not all there."""
    data = value.data
    if data is None or isinstance(data, bool | int | float | str | Unknown) or value.kind == "resource":
        return ()
    return data if isinstance(data, tuple) else data.values()


def mapping_of(value: Value) -> Mapping[str, Value] | None:
    """The elements of a map or object by their keys; None for anything else."""
    data = value.data
    return None if data is None or isinstance(data, bool | int | float | str | tuple) else data


def after_apply(of: Value, name: str, span: Span | None = None) -> Value:
    """An attribute of a resource that the configuration does not state: the provider decides on it."""
    address = min(of.refs, default="the resource")
    return Value(Unknown(f"{address}.{name} is known only after apply", span), None, of.refs, "", of.sensitive)


def walk(value: Value, effort: Effort) -> Iterator[Value]:
    """The value and all that it holds, in depth. Raises NotKnown when that is too much."""
    stack = [value]
    while stack:
        effort.step()
        value = stack.pop()
        yield value
        stack.extend(reversed(tuple(inner(value))))


def unknown_here(value: Value) -> Unknown | None:
    """Why a value is not known as a whole, its elements aside."""
    if isinstance(value.data, Unknown):
        return value.data
    return Unknown("the attributes of a resource are known only after apply") if value.kind == "resource" else None


def first_unknown(values: Iterable[Value], effort: Effort) -> Unknown | None:
    """Why something in the values is not known: the first that is not, however deep."""
    for value in values:
        for each in walk(value, effort):
            why = unknown_here(each)
            if why is not None:
                return why
    return None


def secret(values: Iterable[Value], effort: Effort) -> bool:
    """Is anything in the values sensitive, however deep?"""
    return any(each.sensitive for value in values for each in walk(value, effort))


def uncounted(value: Value, effort: Effort) -> Unknown | None:
    """Why a collection's number of elements is not known: in a set, what is not known may be there already."""
    why = unknown_here(value)
    if why is None and value.kind == "set" and isinstance(value.data, tuple) and len(value.data) > 1:
        return first_unknown(value.data, effort)
    return why
