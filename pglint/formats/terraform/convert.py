"""Conversion of values between Terraform's types (go-cty's convert package), with its messages."""

from __future__ import annotations

from pglint.formats.terraform import bigfloat
from pglint.formats.terraform.constraint import Type
from pglint.formats.terraform.flow import after_apply, secret, uncounted
from pglint.formats.terraform.identity import distinct, in_order
from pglint.formats.terraform.limits import Effort, NotKnown
from pglint.formats.terraform.unify import converts, friendly, shape, unified
from pglint.formats.terraform.values import Invalid, Value
from pglint.record import TYPE_CHECKING
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pglint.formats.terraform.values import Data


def text_of(data: Data) -> str:
    """A known string, number or bool as a string. Raises Invalid."""
    if isinstance(data, str):
        return data
    if isinstance(data, bool):
        return "true" if data else "false"
    if isinstance(data, int | float):
        return bigfloat.text(data)
    raise Invalid("string required")


def number_of(data: Data) -> int | float:
    """A known number, or a string that is one. Raises Invalid."""
    if isinstance(data, str):
        return bigfloat.parse(data)
    if isinstance(data, int | float) and not isinstance(data, bool):
        return data
    raise Invalid("number required")


def bool_of(data: Data) -> bool:
    """A known bool, or a string that is one. Raises Invalid."""
    if isinstance(data, bool):
        return data
    if not isinstance(data, str):
        raise Invalid("bool required")
    if data in ("true", "1", "false", "0"):
        return data in ("true", "1")
    low = data.lower()
    hint = f'; to convert from string, use lowercase "{low}"' if low in ("true", "false") else ""
    raise Invalid(f"a bool is required{hint}")


def whole_of(data: Data) -> int:
    """A known whole number of 64 bits, which functions take for counts and indexes. Raises Invalid."""
    number = number_of(data)
    if not isinstance(number, int) or not -(1 << 63) <= number < 1 << 63:
        raise Invalid(f"value must be a whole number, between {-(1 << 63)} and {(1 << 63) - 1}")
    return number


PRIMITIVES = {"string": text_of, "number": number_of, "bool": bool_of}


def convert(value: Value, to: Type, effort: Effort | None = None) -> Value:
    """The value as the type has it; unknown and null stay so, inside as well. Raises Invalid, NotKnown."""
    effort = effort or Effort()
    effort.step()
    data = value.data
    if to.kind == "any" or isinstance(data, Unknown):
        return value
    kind = to.kind if to.kind in ("list", "set", "map") else ""
    if data is None:
        if value.holds is not None and not converts(value.holds, to):
            raise Invalid(f"{friendly(to)} required")
        return value._replace(kind=kind, holds=to)
    if to.kind in PRIMITIVES:
        return value._replace(data=PRIMITIVES[to.kind](data), kind="")
    if to.kind in ("list", "set", "tuple"):
        if not isinstance(data, tuple):
            raise Invalid(f"{friendly(to)} required")
        elements = _tuple(data, to, effort) if to.kind == "tuple" else _sequence(value, data, to, effort)
        if kind == "set":
            elements = in_order(distinct(elements, effort))
            if not value.sensitive and secret(elements, effort):
                value = value._replace(sensitive=True)
        return value._replace(data=elements, kind=kind, holds=to if kind else None)
    if isinstance(data, bool | int | float | str | tuple):
        raise Invalid(f"{friendly(to)} required")
    found = _map(data, to, effort) if kind else _object(value, data, to, effort)
    return value._replace(data=found, kind=kind, holds=to if kind else None)


def _sequence(value: Value, data: tuple[Value, ...], to: Type, effort: Effort) -> tuple[Value, ...]:
    unknown = uncounted(value, effort) if to.kind == "list" else None
    if unknown is not None:
        raise NotKnown(unknown)
    of = _one_type(data, to, effort)
    elements = []
    for number, element in enumerate(data):
        try:
            elements.append(convert(element, of, effort))
        except Invalid as error:
            raise Invalid(f"element {number}: {error}") from None
    return _agreed(tuple(elements), of, to, effort)


def _agreed(elements: tuple[Value, ...], of: Type, to: Type, effort: Effort) -> tuple[Value, ...]:
    """The elements in one type, where an ``any`` inside of the wanted one leaves that to them."""
    if of.kind in PRIMITIVES or not _is_open(of):
        return elements
    found = unified([shape(element, effort) for element in elements])
    if found is None:
        raise Invalid(f"all {to.kind} elements must have the same type")
    return tuple(convert(element, found, effort) for element in elements)


def _is_open(type_: Type) -> bool:
    return type_.kind == "any" or any(_is_open(field.type) for field in type_.fields)


def _one_type(elements: tuple[Value, ...], to: Type, effort: Effort) -> Type:
    of = to.fields[0].type
    if of.kind != "any":
        return of
    found = unified([shape(element, effort) for element in elements])
    if found is None:
        raise Invalid(f"all {to.kind} elements must have the same type")
    return found


def _tuple(data: tuple[Value, ...], to: Type, effort: Effort) -> tuple[Value, ...]:
    if len(data) != len(to.fields):
        raise Invalid("tuple required")
    return tuple(convert(element, field.type, effort) for element, field in zip(data, to.fields, strict=True))


def _map(data: Mapping[str, Value], to: Type, effort: Effort) -> dict[str, Value]:
    of = _one_type(tuple(data.values()), to, effort)
    found = {}
    for name, element in data.items():
        try:
            found[name] = convert(element, of, effort)
        except Invalid as error:
            raise Invalid(f'element "{name}": {error}') from None
    return dict(zip(found, _agreed(tuple(found.values()), of, to, effort), strict=True))


def _object(value: Value, data: Mapping[str, Value], to: Type, effort: Effort) -> dict[str, Value]:
    found = {}
    for field in to.fields:
        given = data.get(field.name)
        if given is None and value.kind == "resource":
            given = after_apply(value, field.name)
        if given is None and not field.optional:
            raise Invalid(f'attribute "{field.name}" is required')
        if given is None or (given.data is None and field.optional):
            given = field.default
        try:
            found[field.name] = convert(given, field.type, effort)
        except Invalid as error:
            raise Invalid(f'attribute "{field.name}": {error}') from None
    return found
