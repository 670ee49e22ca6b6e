"""How often a block stands for something: count and for_each ("Meta-Arguments")."""

from __future__ import annotations

from pglint.formats.terraform.access import element
from pglint.formats.terraform.convert import number_of
from pglint.formats.terraform.origins import quoted, step
from pglint.formats.terraform.values import Invalid, Value
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.source import Span
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# A number that nobody means, and that would take forever to write out.
MANY = 10_000


class Copy(NamedTuple):
    """One instance of a block: what follows its address, and what each and count are in it."""

    suffix: str
    key: str | int | None
    given: Mapping[str, Value]
    uncertain: Unknown | None = None


class Copies(NamedTuple):
    """The instances of a block. ``shape`` is one, count, each or unknown; unknown has one copy that stands for all."""

    shape: str
    all: tuple[Copy, ...]


ONE = Copies("one", (Copy("", None, {}),))


def counted(count: Value, span: Span) -> Copies:
    """The instances that a count gives."""
    if isinstance(count.data, Unknown):
        return unknown(count.data, count)
    try:
        number = number_of(count.data)
    except Invalid as error:
        return unknown(Unknown(f"count: {error}", span), count)
    if not isinstance(number, int) or number < 0:
        return unknown(Unknown("count is not a whole number", span), count)
    if number > MANY:
        return unknown(Unknown(f"count is {number}, above the {MANY} that are looked at one by one", span), count)
    indexes = (Value(index, None, count.refs, "", count.sensitive) for index in range(number))
    return Copies("count", tuple(Copy(f"[{n}]", n, _count(index)) for n, index in enumerate(indexes)))


def repeated(for_each: Value, span: Span) -> Copies:
    """The instances that a for_each gives."""
    data = for_each.data
    if isinstance(data, Unknown):
        return unknown(data, for_each)
    if isinstance(data, tuple) and for_each.kind != "set":
        return unknown(Unknown("for_each takes a map or a set, not a list", span), for_each)
    try:
        pairs = list(members(for_each))
    except Invalid as error:
        return unknown(Unknown(f"for_each: {error}", span), for_each)
    copies: list[Copy] = []
    for key, value in pairs:
        if isinstance(key.data, Unknown):
            return unknown(key.data, for_each)
        if not isinstance(key.data, str):
            return unknown(Unknown("for_each takes a set of strings", span), for_each)
        copies.append(Copy(f"[{quoted(key.data)}]", key.data, _each(key, value)))
    return Copies("each", tuple(copies))


def members(of: Value) -> Iterator[tuple[Value, Value]]:
    """Keys and values of a collection in Terraform's order; those of a set are its elements. Raises Invalid."""
    data = of.data
    if data is None or isinstance(data, str | int | float | bool | Unknown) or of.kind == "resource":
        raise Invalid("null has no elements" if data is None else "a map or a set is required")
    if isinstance(data, tuple):
        for index, value in enumerate(data):
            found = element(of, value, f"[{index}]")
            yield (found if of.kind == "set" else Value(index)), found
    else:
        for key in sorted(data, key=lambda key: key.encode("utf-8", "surrogatepass")):
            yield Value(key, None, sensitive=of.sensitive), element(of, data[key], step(key))


def unknown(reason: Unknown, of: Value) -> Copies:
    """The instances of a block whose number is not known."""
    value = Value(reason, None, of.refs, "", of.sensitive)
    return Copies("unknown", (Copy("[*]", None, {**_each(value, value), **_count(value)}, reason),))


def _each(key: Value, value: Value) -> dict[str, Value]:
    return {"each": Value({"key": key, "value": value})}


def _count(index: Value) -> dict[str, Value]:
    return {"count": Value({"index": index})}
