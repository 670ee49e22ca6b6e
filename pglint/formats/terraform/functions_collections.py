"""Terraform's functions on maps and objects, and on collections of any kind."""

from __future__ import annotations

from pglint.formats.terraform.access import element
from pglint.formats.terraform.convert import convert
from pglint.formats.terraform.flow import joined, mapping_of, uncounted, unknown_here
from pglint.formats.terraform.gather import elements, gathered
from pglint.formats.terraform.graphemes import clusters
from pglint.formats.terraform.limits import Effort, of_elements
from pglint.formats.terraform.loops import items
from pglint.formats.terraform.origins import quoted, step
from pglint.formats.terraform.signature import BadArgument, Function
from pglint.formats.terraform.unify import called, shape, unified
from pglint.formats.terraform.values import Invalid, Value
from pglint.record import TYPE_CHECKING
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping


def length(effort: Effort, value: Value) -> Value:
    return joined(_length(effort, value), [value])


def _length(effort: Effort, value: Value) -> int | Unknown:
    if isinstance(value.data, str):
        return len(clusters(value.data))
    unknown = uncounted(value, effort)
    if unknown is not None:
        return unknown
    data = value.data
    if data is None or isinstance(data, bool | int | float | Unknown):
        raise Invalid("argument must be a string, a collection type, or a structural type")
    return len(data)


def coalesce(effort: Effort, *values: Value) -> Value:
    common = unified([shape(value, effort) for value in values])
    if common is None:
        raise Invalid("all arguments must have the same type")
    for value in values:
        if isinstance(value.data, Unknown):
            return joined(value.data, values)
        value = convert(value, common, effort)
        if value.data is not None and value.data != "":
            return value
    raise Invalid("no non-null, non-empty-string arguments")


def keys(effort: Effort, value: Value) -> Value:
    unknown = uncounted(value, effort)
    if unknown is not None:
        return joined(unknown, [value])
    if mapping_of(value) is None:
        raise BadArgument(0, "must have map or object type")
    found = tuple(key for key, _ in items(value))
    return Value(found, kind="list" if value.kind == "map" else "", sensitive=value.sensitive)


def values(effort: Effort, value: Value) -> Value:
    if mapping_of(value) is None:
        raise Invalid("values() requires a map as the first argument")
    return gathered(elements(value, effort), [value], "list" if value.kind == "map" else "")


def lookup(effort: Effort, of: Value, key: Value, *default: Value) -> Value:
    if len(default) > 1:
        raise Invalid(f"lookup() takes two or three arguments, got {2 + len(default)}")
    if isinstance(of.data, Unknown):
        return joined(of.data, [of, *default])
    data = mapping_of(of)
    if data is None:
        raise BadArgument(0, "lookup() requires a map as the first argument")
    if isinstance(key.data, Unknown):
        return joined(key.data, [of, *default])
    name = str(key.data)
    if of.kind == "map" and default:
        default = (_as_elements(of, default[0], effort),)
    if name in data:
        return element(of, data[name], step(name))
    if of.kind == "resource":
        return joined(unknown_here(of), [of, *default])
    if default:
        return default[0]
    if of.kind == "map":
        raise Invalid(f"lookup failed to find key {quoted(name)}")
    raise BadArgument(0, f"the given object has no attribute {quoted(name)}")


def _as_elements(of: Value, default: Value, effort: Effort) -> Value:
    """A default in the type of a map's elements."""
    try:
        return convert(default, shape(of, effort).fields[0].type, effort)
    except Invalid:
        raise BadArgument(2, "the default value must have the same type as the map elements") from None


def merge(effort: Effort, *maps: Value) -> Value:
    for each in maps:
        if shape(each, effort).kind not in ("map", "object", "any"):
            raise Invalid(f"arguments must be maps or objects, got {quoted(called(each))}")
    given = [each for each in maps if each.data is not None]
    for each in given:
        unknown = uncounted(each, effort)
        if unknown is not None:
            return joined(unknown, maps)
    found: dict[str, Value] = {}
    for each in given:
        found.update((str(key.data), element) for key, element in items(each))
    of_elements(len(found))
    # Maps that hold different types come to an object.
    shapes = [shape(each, effort) for each in given]
    of = [field.type for each in shapes for field in each.fields if field.type.kind != "any"]
    alike = all(each.kind == "map" for each in shapes) and all(each == of[0] for each in of)
    return gathered(found, given, "map" if given and alike else "")


def transpose(effort: Effort, value: Value) -> Value:
    found: dict[str, list[Value]] = {}
    for key, each in items(value):
        for name in elements(each, effort):
            found.setdefault(str(name.data), []).append(key)
    return gathered({name: gathered(tuple(each), [], "list") for name, each in found.items()}, [], "map")


def zipmap(effort: Effort, names: Value, of: Value) -> Value:
    if not isinstance(of.data, tuple) or of.kind == "set":
        raise Invalid("values argument must be a list or tuple value")
    wanted, found = elements(names, effort), elements(of, effort)
    if len(wanted) != len(found):
        raise Invalid(f"number of keys ({len(wanted)}) does not match number of values ({len(found)})")
    for number, name in enumerate(wanted):
        if name.data is None:
            raise Invalid(f"keys list has null value at index {number}")
    pairs = {str(name.data): each for name, each in zip(wanted, found, strict=True)}
    hidden = names.sensitive or any(name.sensitive for name in wanted)
    found_pairs = gathered(pairs, [of], "map" if of.kind == "list" else "")
    return found_pairs._replace(sensitive=True) if hidden else found_pairs


FUNCTIONS: Mapping[str, Function] = {
    "coalesce": Function("vals...: any?~", coalesce, passes=True, first="effort"),
    "keys": Function("inputMap: any~", keys, passes=True, placed=True, first="effort"),
    "length": Function("value: any~", length, passes=True, placed=True, first="effort"),
    "lookup": Function(
        "inputMap: any~, key: string~, default...: any?~", lookup, passes=True, placed=True, first="effort"
    ),
    "merge": Function("maps...: any?~", merge, passes=True, placed=True, first="effort"),
    "transpose": Function("values: map(list(string))", transpose, passes=True, first="effort"),
    "values": Function("values: any", values, passes=True, placed=True, first="effort"),
    "zipmap": Function("keys: list(string), values: any", zipmap, passes=True, placed=True, first="effort"),
}
