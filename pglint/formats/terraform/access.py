"""Parts of values: ``value.name`` and ``value[key]`` (hcl.GetAttr and hcl.Index), and where a part comes from."""

from __future__ import annotations

from pglint.formats.terraform import bigfloat
from pglint.formats.terraform.convert import number_of, text_of
from pglint.formats.terraform.flow import NOTHING, after_apply, inner
from pglint.formats.terraform.origins import step
from pglint.formats.terraform.unify import called
from pglint.formats.terraform.values import Invalid, Origin, Value
from pglint.record import TYPE_CHECKING
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pglint.source import Span

_NO_ELEMENT = "The given key does not identify an element in this collection value"


def attribute(of: Value, name: str, span: Span) -> Value:
    """``of.name``; a name of digits is an index in the old way. Raises Invalid."""
    data = of.data
    if isinstance(data, Unknown):
        return of
    if data is None:
        raise Invalid("This value is null, so it does not have any attributes.")
    if name.isdigit():
        return index(of, Value(int(name)), span)
    if isinstance(data, bool | int | float | str):
        raise Invalid(f"Can't access attributes on a primitive-typed value ({called(of)}).")
    if isinstance(data, tuple):
        raise Invalid(_no_attributes(of, data, name))
    if name in data:
        return element(of, data[name], step(name))
    if of.kind == "resource":
        return after_apply(of, name, span)
    if of.kind == "map":
        raise Invalid(f'This map does not have an element with the key "{name}".')
    raise Invalid(f'This object does not have an attribute named "{name}".')


def _no_attributes(of: Value, data: tuple[Value, ...], name: str) -> str:
    held = data[0].data if data else None
    if of.kind not in ("list", "set") or held is None or isinstance(held, bool | int | float | str | tuple):
        return "This value does not have any attributes."
    if of.kind == "set":
        what = "an attribute across all elements of the set"
    elif name in held:
        what = f'attribute "{name}" for a specific element of the list, or across all elements of the list'
    else:
        what = "an attribute for a specific element of the list, or across all elements of the list"
    return f"Can't access attributes on a {of.kind} of objects. Did you mean to access {what}?"


def index(of: Value, key: Value, span: Span) -> Value:
    """``of[key]``. Raises Invalid."""
    data = of.data
    if data is None:
        raise Invalid("This value is null, so it does not have any indices.")
    if key.data is None:
        raise Invalid("Can't use a null value as an indexing key.")
    if isinstance(data, Unknown):
        return of
    if isinstance(data, bool | int | float | str):
        raise Invalid("This value does not have any indices.")
    if of.kind == "set":
        raise Invalid(
            "Elements of a set are identified only by their value and don't have any separate index or key to select"
            " with, so it's only possible to perform operations across all elements of the set."
        )
    if isinstance(key.data, Unknown):
        return Value(key.data, of.origin, of.refs, "", of.sensitive)
    if isinstance(data, tuple):
        number = _position(data, key)
        found = element(of, data[number], f"[{number}]")
    else:
        found = _named(of, data, key, span)
    return found._replace(sensitive=True) if key.sensitive else found


def _position(data: tuple[Value, ...], key: Value) -> int:
    try:
        number = number_of(key.data)
    except Invalid as error:
        raise Invalid(f"{_NO_ELEMENT}: {error}.") from None
    why = ""
    if not isinstance(number, int):
        why = "indexing a sequence requires a whole number, but the given index has a fractional part"
    elif bigfloat.compare(number, 0) < 0:
        why = "a negative number is not a valid index for a sequence"
    elif not data:
        why = "the collection has no elements"
    elif number >= len(data):
        why = "the given index is greater than or equal to the length of the collection"
    if why or not isinstance(number, int):
        raise Invalid(f"{_NO_ELEMENT}: {why}.")
    return number


def _named(of: Value, data: Mapping[str, Value], key: Value, span: Span) -> Value:
    try:
        name = text_of(key.data)
    except Invalid as error:
        raise Invalid(f"{_NO_ELEMENT}: {error}.") from None
    if name in data:
        return element(of, data[name], step(name))
    by_number = isinstance(key.data, int | float) and not isinstance(key.data, bool)
    if of.kind == "resource" and not by_number:
        return after_apply(of, name, span)
    hint = " An object only supports looking up attributes by name, not by numeric index." if by_number else ""
    raise Invalid(f"{_NO_ELEMENT}.{'' if of.kind == 'map' else hint}")


def element(of: Value, value: Value, name: str) -> Value:
    """A part of a collection with what it has from the whole; ``name`` is the step that leads to it.

    The collection's resources are those of all its elements and, where it came from a resource as a whole, that one:
    only the latter are the element's too. Where the element is written in a constructor, its origin is its place there.
    """
    if of.origin is None and not of.refs and not of.sensitive:
        return value
    refs = value.refs
    if of.refs and of.refs != refs:
        refs = refs | (of.refs if of.kind == "resource" else of.refs - _of_elements(of))
    origin = value.origin or of.origin
    if value.origin is None and of.origin is not None and value.span is not None:
        origin = Origin(of.origin.name + name, value.span)
    return value._replace(origin=origin, refs=refs, sensitive=value.sensitive or of.sensitive)


def _of_elements(of: Value) -> frozenset[str]:
    refs = NOTHING
    for each in inner(of):
        refs = refs | each.refs if each.refs else refs
    return refs
