"""The types of values, and the one type that several can be made into (go-cty's convert.UnifyUnsafe)."""

from __future__ import annotations

from pglint.formats.terraform.constraint import ANY, PRIMITIVES, Field, Type
from pglint.formats.terraform.limits import Effort
from pglint.formats.terraform.values import Value
from pglint.record import TYPE_CHECKING
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

STRING, NUMBER, BOOL = Type("string"), Type("number"), Type("bool")


def collection(kind: str, of: Type) -> Type:
    """``list(string)``."""
    return Type(kind, (Field("", of),))


STRINGS = collection("list", STRING)


def shape(value: Value, effort: Effort) -> Type:
    """The type of a value; any where it cannot be told: null, unknown, resources."""
    effort.step()
    data = value.data
    if data is None:
        return ANY if value.holds is None else plain(value.holds)
    if isinstance(data, Unknown) or value.kind == "resource":
        return ANY
    if isinstance(data, bool):
        return BOOL
    if isinstance(data, str):
        return STRING
    if isinstance(data, int | float):
        return NUMBER
    if isinstance(data, tuple):
        of = [shape(element, effort) for element in data]
        if value.kind in ("list", "set"):
            return collection(value.kind, _held(value, of))
        return Type("tuple", tuple(Field("", each) for each in of))
    if value.kind == "map":
        return collection("map", _held(value, [shape(element, effort) for element in data.values()]))
    return Type("object", tuple(Field(name, shape(data[name], effort)) for name in sorted(data)))


def _held(value: Value, of: Sequence[Type]) -> Type:
    """The type of a collection's elements: what they tell, or what it was converted to."""
    found = unified(of) or ANY
    if found == ANY and value.holds is not None and value.holds.kind == value.kind:
        return plain(value.holds).fields[0].type
    return found


def plain(type_: Type) -> Type:
    """A type as values have it: what is optional in it, and its defaults, are left out."""
    fields = [Field(field.name, plain(field.type)) for field in type_.fields]
    return Type(type_.kind, tuple(sorted(fields, key=_by_name) if type_.kind == "object" else fields))


def _by_name(field: Field) -> str:
    return field.name


def unified(types: Sequence[Type]) -> Type | None:
    """The type that all of them convert to; any is left out. None: there is none."""
    given, types = types, [each for each in types if each.kind != "any"]
    if not types:
        return ANY
    common = _unified(types)
    # With one that is not known among them, they may be left as they are.
    return ANY if common is None and len(types) < len(given) else common


def _unified(types: Sequence[Type]) -> Type | None:
    if all(each == types[0] for each in types):
        return types[0]
    kinds = {each.kind for each in types}
    if kinds <= set(PRIMITIVES):
        return STRING if "string" in kinds else None
    if kinds == {"object"}:
        return _objects(types)
    if kinds == {"tuple"}:
        return _tuples(types)
    if kinds <= {"map", "object"}:
        return _of_elements("map", types)
    if kinds <= {"list", "tuple", "set"}:
        return _sequences(types)
    return None


def _sequences(types: Sequence[Type]) -> Type | None:
    """Lists, sets and tuples: with a set among others, the type is that of the first list or set that takes all."""
    kinds = {each.kind for each in types}
    if len(kinds) == 1 or "set" not in kinds:
        return _of_elements("list" if "list" in kinds else "set", types)
    wanted = [each for kind in ("list", "set") for each in types if each.kind == kind]
    wanted.sort(key=lambda each: (each.kind, each.fields[0].type != STRING))
    return next((each for each in wanted if all(converts(other, each) for other in types)), None)


def converts(of: Type, to: Type) -> bool:
    """May there be a conversion between two types, whatever the values?"""
    if "any" in (of.kind, to.kind):
        return True
    if to.kind in PRIMITIVES:
        return of.kind == to.kind or (of.kind in PRIMITIVES and "string" in (of.kind, to.kind))
    if to.kind in ("list", "set"):
        return of.kind in ("list", "set", "tuple") and all(converts(f.type, to.fields[0].type) for f in of.fields)
    if to.kind == "map":
        return of.kind in ("map", "object") and all(converts(f.type, to.fields[0].type) for f in of.fields)
    if to.kind == "tuple":
        pairs = zip(of.fields, to.fields, strict=False)
        return (
            of.kind == "tuple" and len(of.fields) == len(to.fields) and all(converts(a.type, b.type) for a, b in pairs)
        )
    if of.kind == "map":
        return all(converts(of.fields[0].type, field.type) for field in to.fields)
    known = {field.name: field.type for field in of.fields}
    return of.kind == "object" and all(
        f.optional if f.name not in known else converts(known[f.name], f.type) for f in to.fields
    )


def _of_elements(kind: str, types: Iterable[Type]) -> Type | None:
    of = unified([field.type for each in types for field in each.fields])
    return None if of is None else collection(kind, of)


def _objects(types: Sequence[Type]) -> Type | None:
    names = [tuple(field.name for field in each.fields) for each in types]
    if any(each != names[0] for each in names):
        return _of_elements("map", types)
    return _fieldwise("object", types)


def _tuples(types: Sequence[Type]) -> Type | None:
    if any(len(each.fields) != len(types[0].fields) for each in types):
        return _of_elements("list", types)
    return _fieldwise("tuple", types)


def _fieldwise(kind: str, types: Sequence[Type]) -> Type | None:
    fields = []
    for number, field in enumerate(types[0].fields):
        of = unified([each.fields[number].type for each in types])
        if of is None:
            return None
        fields.append(Field(field.name, of))
    return Type(kind, tuple(fields))


def friendly(type_: Type) -> str:
    """A type as Terraform's messages call it: ``list of string``, ``set of any single type``, ``object``."""
    if type_.kind == "any":
        return "dynamic"
    if type_.kind in ("list", "set", "map"):
        of = type_.fields[0].type
        return f"{type_.kind} of {'any single type' if of == ANY else friendly(of)}"
    return type_.kind


def called(value: Value) -> str:
    """The type of a value as messages call it."""
    return friendly(shape(value, Effort()))
