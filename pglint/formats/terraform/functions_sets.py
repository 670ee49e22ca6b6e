"""Terraform's functions on sets."""

from __future__ import annotations

from pglint.formats.terraform.constraint import ANY as _ANY
from pglint.formats.terraform.convert import convert
from pglint.formats.terraform.flow import first_unknown, joined
from pglint.formats.terraform.gather import elements, gathered
from pglint.formats.terraform.identity import distinct, in_order, key
from pglint.formats.terraform.limits import Effort, NotKnown, of_elements
from pglint.formats.terraform.loops import items
from pglint.formats.terraform.signature import BadArgument, Function
from pglint.formats.terraform.unify import collection, shape, unified
from pglint.formats.terraform.values import Invalid, Value
from pglint.record import TYPE_CHECKING
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Sequence


def union(effort: Effort, *sets: Value) -> Value:
    for each in sets:
        if isinstance(each.data, Unknown):
            return joined(each.data, sets)
    alike = _alike(sets, effort)
    found = in_order(distinct([each for one in alike for each in _elements(one)], effort))
    of_elements(len(found))
    return gathered(found, sets, "set")


def intersection(effort: Effort, *sets: Value) -> Value:
    first, *others = _settled(sets, effort)
    known = [{key(each, effort) for each in _elements(one)} for one in others]
    found = tuple(each for each in elements(first, effort) if all(key(each, effort) in one for one in known))
    return gathered(found, [first], "set")


def subtract(effort: Effort, left: Value, right: Value) -> Value:
    first, other = _settled([left, right], effort)
    known = {key(each, effort) for each in _elements(other)}
    return gathered(tuple(each for each in elements(first, effort) if key(each, effort) not in known), [first], "set")


def product(effort: Effort, *sets: Value) -> Value:
    """Every combination: a list where all are lists, else a set."""
    if len(sets) < 2:
        raise Invalid("at least two arguments are required")
    total = 1
    columns: list[tuple[Value, ...]] = []
    for number, each in enumerate(sets):
        if not isinstance(each.data, tuple):
            raise BadArgument(number, "a set or a list is required")
        try:
            each = convert(each, collection("set" if each.kind == "set" else "list", _ANY), effort)
        except Invalid:
            raise BadArgument(number, "all elements must be of the same type") from None
        columns.append(elements(each, effort))
        total = of_elements(total * len(columns[-1]))
    rows: list[tuple[Value, ...]] = [()] if total else []
    for column in columns if total else ():
        rows = [(*row, each) for row in rows for each in column]
        effort.step(len(rows))
    found = tuple(gathered(row, []) for row in rows)
    if any(each.kind == "set" for each in sets):
        return gathered(in_order(distinct(found, effort)), [], "set")
    return gathered(found, [], "list")


def _alike(sets: Sequence[Value], effort: Effort) -> list[Value]:
    """The sets with elements of one type."""
    common = unified([shape(each, effort) for each in sets])
    if common is None:
        raise Invalid("given sets must all have compatible element types")
    return [convert(each, common if each.data else _ANY, effort) for each in sets]


def _settled(sets: Sequence[Value], effort: Effort) -> list[Value]:
    unknown = first_unknown(sets, effort)
    if unknown is not None:
        raise NotKnown(unknown)
    return _alike(sets, effort)


def _elements(value: Value) -> tuple[Value, ...]:
    """The elements, though it may not be known how many there will be."""
    return tuple(each for _, each in items(value))


FUNCTIONS = {
    "setunion": Function("first_set: set(any)~, other_sets...: set(any)~", union, passes=True, first="effort"),
    "setintersection": Function(
        "first_set: set(any)~, other_sets...: set(any)~", intersection, passes=True, first="effort"
    ),
    "setsubtract": Function("a: set(any)~, b: set(any)~", subtract, passes=True, first="effort"),
    "setproduct": Function("sets...: any", product, passes=True, placed=True, first="effort"),
}
