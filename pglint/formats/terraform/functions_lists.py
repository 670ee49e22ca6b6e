"""Terraform's functions on lists, tuples and sequences of numbers."""

from __future__ import annotations

from pglint.formats.terraform import bigfloat
from pglint.formats.terraform.convert import bool_of, convert, number_of, whole_of
from pglint.formats.terraform.flow import first_unknown, joined, unknown_here
from pglint.formats.terraform.gather import elements, gathered
from pglint.formats.terraform.identity import distinct, equal
from pglint.formats.terraform.limits import Effort, NotKnown, of_elements
from pglint.formats.terraform.signature import BadArgument, Function
from pglint.formats.terraform.unify import called, shape, unified
from pglint.formats.terraform.values import NULL, Invalid, Value
from pglint.record import TYPE_CHECKING
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable


def alltrue(effort: Effort, values: Value) -> bool | Unknown:
    return _truths(values, effort, False)


def anytrue(effort: Effort, values: Value) -> bool | Unknown:
    return _truths(values, effort, True)


def _truths(values: Value, effort: Effort, decides: bool) -> bool | Unknown:
    """One element that decides is enough, whatever the others are; null counts as false."""
    unknown: Unknown | None = None
    for each in elements(values, effort):
        if isinstance(each.data, Unknown):
            unknown = unknown or each.data
        elif bool_of(False if each.data is None else each.data) is decides:
            return decides
    return not decides if unknown is None else unknown


def chunklist(effort: Effort, values: Value, size: Value) -> Value:
    count = _whole(size, 1)
    if count < 0:
        raise BadArgument(1, "the size argument must be positive")
    found = elements(values, effort)
    step = count or max(len(found), 1)
    chunks = [found[at : at + step] for at in range(0, len(found), step)]
    return gathered(tuple(gathered(chunk, [values], "list") for chunk in chunks), [values], "list")


def coalescelist(effort: Effort, *lists: Value) -> Value:
    if not lists:
        raise Invalid("at least one argument is required")
    for each in lists:
        if each.data is None and each.holds is None:
            raise NotKnown(Unknown("the type of a null is not known"))
        if shape(each, effort).kind not in ("list", "tuple", "any"):
            raise Invalid("coalescelist arguments must be lists or tuples")
    for each in lists:
        unknown = unknown_here(each)
        if unknown is not None:
            return joined(unknown, lists)
        if each.data:
            return each
    raise Invalid("no non-null arguments")


def compact(effort: Effort, values: Value) -> Value:
    return gathered(tuple(each for each in elements(values, effort) if each.data), [values], "list")


def concat(effort: Effort, *lists: Value) -> Value:
    if not lists:
        raise Invalid("at least one argument is required")
    for number, each in enumerate(lists):
        if not isinstance(each.data, tuple) or each.kind == "set":
            raise BadArgument(number, f"all arguments must be lists or tuples; got {called(each)}")
    # Lists that have no type in common come to a tuple.
    listed = all(each.kind == "list" for each in lists)
    common = unified([shape(each, effort) for each in lists]) if listed else None
    if common is not None:
        lists = tuple(convert(each, common, effort) for each in lists)
    found = tuple(element for each in lists for element in elements(each, effort))
    of_elements(len(found))
    return gathered(found, lists, "" if common is None else "list")


def contains(effort: Effort, values: Value, value: Value) -> bool | Unknown:
    if isinstance(values.data, Unknown) or not isinstance(values.data, tuple):
        if isinstance(values.data, Unknown):
            return values.data
        raise Invalid("argument must be list, tuple, or set")
    unknown: Unknown | None = None
    for each in values.data:
        try:
            if equal(each, value, effort):
                return True
        except NotKnown as error:
            unknown = unknown or error.unknown
    return unknown or False


def distinct_(effort: Effort, values: Value) -> Value:
    return gathered(distinct(elements(values, effort), effort), [values], "list")


def element(effort: Effort, values: Value, index: Value) -> Value:
    number = _whole(index, 1)
    if not isinstance(values.data, tuple) or values.kind == "set":
        raise Invalid(f"cannot read elements from {called(values)}")
    if number < 0:
        # Refused up to Terraform 1.10, counted from the end since.
        raise NotKnown(Unknown("element() of a negative index is not evaluated"))
    found = elements(values, effort)
    if not found:
        raise Invalid("cannot use element function with an empty list")
    return found[number % len(found)]


def flatten(effort: Effort, values: Value) -> Value:
    if not isinstance(values.data, tuple):
        raise Invalid("can only flatten lists, sets and tuples")
    found = tuple(_flat(values, effort))
    of_elements(len(found))
    return gathered(found, [values])


def _flat(value: Value, effort: Effort) -> Iterable[Value]:
    for each in elements(value, effort):
        effort.step()
        if isinstance(each.data, Unknown):
            # It may turn out to be a list.
            raise NotKnown(each.data)
        if isinstance(each.data, tuple):
            yield from _flat(each, effort)
        else:
            yield each


def index(effort: Effort, values: Value, value: Value) -> int:
    if not isinstance(values.data, tuple) or values.kind == "set":
        raise Invalid("argument must be a list or tuple")
    if not values.data:
        raise Invalid("cannot search an empty list")
    for number, each in enumerate(values.data):
        if equal(each, value, effort):
            return number
    raise Invalid("item not found")


def matchkeys(effort: Effort, values: Value, keys: Value, searched: Value) -> Value:
    found = elements(values, effort)
    if len(found) != len(elements(keys, effort)):
        raise Invalid("length of keys and values should be equal")
    common = unified([shape(keys, effort), shape(searched, effort)])
    if common is None:
        raise Invalid("keys and searchset must be of the same type")
    names, wanted = elements(convert(keys, common, effort), effort), elements(convert(searched, common, effort), effort)
    matching = [any(equal(name, each, effort) for each in wanted) for name in names]
    return gathered(tuple(each for each, matches in zip(found, matching, strict=True) if matches), [values], "list")


def one(effort: Effort, values: Value) -> Value:
    if not isinstance(values.data, tuple) or len(values.data) > 1:
        if isinstance(values.data, tuple) and values.kind == "set":
            elements(values, effort)
        raise BadArgument(0, "must be a list, set, or tuple value with either zero or one elements")
    return elements(values, effort)[0] if values.data else NULL


def range_(*numbers: int | float) -> Value:
    if not 1 <= len(numbers) <= 3:
        raise Invalid("must have one, two, or three arguments")
    start, end = (numbers[0], numbers[1]) if len(numbers) > 1 else (0, numbers[0])
    if bigfloat.compare(start, end) == 0:
        return Value((), kind="list")
    step = numbers[2] if len(numbers) == 3 else -1 if bigfloat.compare(end, start) < 0 else 1
    if step == 0:
        raise BadArgument(2, "step must not be zero")
    direction = bigfloat.compare(step, 0)
    if bigfloat.compare(end, start) == -direction:
        than = "less than start when step is negative" if direction < 0 else "greater than start when step is positive"
        raise BadArgument(1, f"end must be {than}")
    found: list[Value] = []
    while bigfloat.compare(end, start) == direction:
        if len(found) >= 1024:
            raise Invalid(
                "more than 1024 values were generated; either decrease the difference between start and end or use a"
                " smaller step"
            )
        found.append(Value(start))
        start = bigfloat.add(start, step)
    return Value(tuple(found), kind="list")


def reverse(effort: Effort, values: Value) -> Value:
    if not isinstance(values.data, tuple):
        raise BadArgument(0, f"can only reverse list or tuple values, not {called(values)}")
    kind = "list" if values.kind in ("list", "set") else ""
    return gathered(tuple(reversed(elements(values, effort))), [values], kind)


def slice_(effort: Effort, values: Value, start: Value, end: Value) -> Value:
    if values.kind == "set":
        raise BadArgument(
            0,
            "cannot slice a set, because its elements do not have indices; explicitly convert to a list if the ordering"
            " of the result is not important",
        )
    if not isinstance(values.data, tuple):
        raise BadArgument(0, "must be a list or tuple value")
    bounds = []
    for number, name, bound in ((1, "start", start), (2, "end", end)):
        bounds.append(_whole(bound, number))
        if bounds[-1] < 0:
            raise BadArgument(number, f"{name} index must not be less than zero")
        if bounds[-1] > len(values.data):
            raise BadArgument(number, f"{name} index must not be greater than the length of the list")
    if bounds[0] > bounds[1]:
        raise BadArgument(1, "start index must not be greater than end index")
    return gathered(elements(values, effort)[bounds[0] : bounds[1]], [values], values.kind)


def sort(effort: Effort, values: Value) -> Value:
    found = elements(values, effort)
    for number, each in enumerate(found):
        if each.data is None:
            raise Invalid(f"given list element {number} is null; a null string cannot be sorted")
    return gathered(tuple(sorted(found, key=_bytes)), [values], "list")


def _bytes(value: Value) -> bytes:
    return str(value.data).encode("utf-8", "surrogatepass")


def sum_(effort: Effort, values: Value) -> int | float | Unknown:
    if not isinstance(values.data, tuple):
        raise BadArgument(0, "cannot sum noniterable")
    if not values.data:
        raise BadArgument(0, "cannot sum an empty list")
    unknown = first_unknown([values], effort)
    if unknown is not None:
        return unknown
    total: int | float = 0
    for each in values.data:
        try:
            total = bigfloat.add(total, number_of(each.data))
        except Invalid:
            raise BadArgument(0, "argument must be list, set, or tuple of number values") from None
    return total


def _whole(value: Value, number: int) -> int:
    try:
        return whole_of(value.data)
    except Invalid as error:
        raise BadArgument(number, str(error)) from None


FUNCTIONS = {
    "alltrue": Function("list: list(bool)~", alltrue, first="effort"),
    "anytrue": Function("list: list(bool)~", anytrue, first="effort"),
    "chunklist": Function("list: list(any)~, size: number", chunklist, passes=True, placed=True, first="effort"),
    "coalescelist": Function("vals...: any?~", coalescelist, passes=True, first="effort"),
    "compact": Function("list: list(string)", compact, passes=True, first="effort"),
    "concat": Function("seqs...: any", concat, passes=True, placed=True, first="effort"),
    "contains": Function("list: any~, value: any~", contains, first="effort"),
    "distinct": Function("list: list(any)", distinct_, passes=True, first="effort"),
    "element": Function("list: any, index: number", element, passes=True, placed=True, first="effort"),
    "flatten": Function("list: any", flatten, passes=True, placed=True, first="effort"),
    "index": Function("list: any, value: any", index, first="effort"),
    "matchkeys": Function(
        "values: list(any), keys: list(any), searchset: list(any)", matchkeys, passes=True, first="effort"
    ),
    "one": Function("list: any", one, passes=True, first="effort"),
    "range": Function("params...: number", range_),
    "reverse": Function("list: any", reverse, passes=True, placed=True, first="effort"),
    "slice": Function(
        "list: any, start_index: number, end_index: number", slice_, passes=True, placed=True, first="effort"
    ),
    "sort": Function("list: list(string)", sort, passes=True, first="effort"),
    "sum": Function("list: any", sum_, first="effort"),
}
