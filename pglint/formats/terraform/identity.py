"""When two values are the same: Terraform's ``==``, and the elements of a set."""

from __future__ import annotations

from pglint.formats.terraform import bigfloat, json_text
from pglint.formats.terraform.limits import Effort, NotKnown
from pglint.formats.terraform.scientific import general
from pglint.formats.terraform.values import Value
from pglint.record import TYPE_CHECKING
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable
    from fractions import Fraction

_TYPES = Unknown("a list never equals a tuple, nor a map an object, and which these are is not known")


def equal(left: Value, right: Value, effort: Effort) -> bool:
    """Do both have the same type and the same value? Raises NotKnown where that cannot be told.

    What is known to differ makes them different, whatever else is not known.
    """
    missing: list[Unknown] = []
    if not _equal(left, right, missing, effort):
        return False
    if missing:
        raise NotKnown(missing[0])
    return True


def _equal(left: Value, right: Value, missing: list[Unknown], effort: Effort) -> bool:
    """False when they differ for sure; what would have to be known goes to ``missing``."""
    effort.step()
    one, other = left.data, right.data
    if isinstance(one, Unknown) or isinstance(other, Unknown):
        missing += [data for data in (one, other) if isinstance(data, Unknown)]
        return True
    if one is None or other is None:
        return one is None and other is None
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, str) or isinstance(other, str):
        return isinstance(one, str) and isinstance(other, str) and one == other
    if isinstance(one, int | float) or isinstance(other, int | float):
        return isinstance(one, int | float) and isinstance(other, int | float) and bigfloat.compare(one, other) == 0
    if isinstance(one, tuple) or isinstance(other, tuple):
        if not (isinstance(one, tuple) and isinstance(other, tuple)):
            return False
        return _same_sequence(left, right, one, other, missing, effort)
    if "resource" in (left.kind, right.kind):
        missing.append(Unknown("the attributes of a resource are known only after apply"))
        return True
    if set(one) != set(other):
        return False
    if not all(_equal(one[name], other[name], missing, effort) for name in one):
        return False
    return _same_kind(left, right, missing)


def _same_sequence(
    left: Value, right: Value, one: tuple[Value, ...], other: tuple[Value, ...], missing: list[Unknown], effort: Effort
) -> bool:
    if len(one) != len(other):
        unsettled = [item.data for item in one + other if isinstance(item.data, Unknown)] if left.kind == "set" else []
        missing += unsettled
        return bool(unsettled)
    if left.kind == right.kind == "set":
        keys = [frozenset(key(item, effort) for item in items) for items in (one, other)]
        unsettled = [item.data for item in one + other if isinstance(item.data, Unknown)]
        missing += unsettled
        return keys[0] == keys[1] or bool(unsettled)
    if not all(_equal(*pair, missing, effort) for pair in zip(one, other, strict=True)):
        return False
    return _same_kind(left, right, missing)


def _same_kind(left: Value, right: Value, missing: list[Unknown]) -> bool:
    """A list never equals a tuple, nor a map an object; attributes of resources do not tell here which they are."""
    if left.kind != right.kind and "" not in (left.kind, right.kind):
        return False
    if any(value.kind == "" and value.refs for value in (left, right)):
        missing.append(_TYPES)
        return True
    return left.kind == right.kind


def key(value: Value, effort: Effort) -> Hashable:
    """The same for the same values; a value that is not known is like no other."""
    effort.step()
    data = value.data
    if isinstance(data, Unknown) or value.kind == "resource":
        return ("unknown", id(value))
    if data is None or isinstance(data, bool | str):
        return (type(data).__name__, data)
    if isinstance(data, int | float):
        return ("number", data if isinstance(data, int) else bigfloat.exact(data))
    if isinstance(data, tuple):
        return ("sequence", *(key(item, effort) for item in data))
    return ("mapping", *((name, key(data[name], effort)) for name in sorted(data)))


def distinct(values: Iterable[Value], effort: Effort) -> tuple[Value, ...]:
    """Each value once, the first of those that are the same."""
    found: dict[Hashable, Value] = {}
    for value in values:
        found.setdefault(key(value, effort), value)
    return tuple(found.values())


def in_order(values: Iterable[Value]) -> tuple[Value, ...]:
    """The order in which Terraform goes through a set: strings by their bytes, numbers and bools by size, null last.

    Anything else goes by the bytes from which go-cty makes its hash (set_internals.go).
    """
    items = tuple(values)
    there = [item for item in items if item.data is not None]
    nulls = [item for item in items if item.data is None]
    if all(isinstance(item.data, str) for item in there):
        there.sort(key=lambda item: _bytes(str(item.data)))
    elif all(isinstance(item.data, int | float) for item in there):
        there.sort(key=_size)
    else:
        there.sort(key=lambda item: _bytes(_hashed(item)))
    return (*there, *nulls)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _hashed(value: Value) -> str:
    data = value.data
    if data is None:
        return "~"
    if isinstance(data, Unknown) or value.kind == "resource":
        return "?"
    if isinstance(data, bool):
        return "T" if data else "F"
    if isinstance(data, str):
        return json_text.quoted(data)
    if isinstance(data, int | float):
        return ("-" if data < 0 else "") + general(data, 10, "e")
    if isinstance(data, tuple):
        opening, closing = "[]" if value.kind in ("list", "set") else "<>"
        return opening + "".join(_hashed(item) + ";" for item in data) + closing
    names = sorted(data, key=_bytes)
    if value.kind == "map":
        return "{" + "".join(f"{json_text.quoted(name)}:{_hashed(data[name])};" for name in names) + "}"
    return "<" + "".join(_hashed(data[name]) + ";" for name in names) + ">"


def _size(value: Value) -> int | Fraction:
    data = value.data if isinstance(value.data, int | float) else 0
    return data if isinstance(data, int) else bigfloat.exact(data)
