"""Whether a value is what a record's annotation says: for records that are made of data from outside."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    Test = Callable[[object], bool]

_UNION: Any = type(int | str)


def fields(record: type, names: Mapping[str, object]) -> tuple[Test, ...]:
    """A test for each field of a record. ``names`` are the types that its annotations name, a mapping being a dict."""
    space = {"Mapping": dict, **names}
    return tuple(_test(eval(kind, {}, space)) for kind in record.__annotations__.values())


def _test(kind: Any) -> Test:
    if isinstance(kind, _UNION):
        tests = tuple(map(_test, kind.__args__))
        return lambda value: any(test(value) for test in tests)
    origin = getattr(kind, "__origin__", None)
    if origin is None:
        return lambda value: type(value) is kind
    return _of_collection(origin, kind.__args__)


def _of_collection(origin: type, inner: tuple[Any, ...]) -> Test:
    """``tuple[int, ...]``, ``tuple[str, Span]``, ``frozenset[str]``, ``dict[str, Cell]`` (JSON has no other keys)."""
    if origin is tuple and inner[-1] is not ...:
        return _of_places(tuple(map(_test, inner)))
    test = _test(inner[-1] if origin is dict else inner[0])

    def all_fit(value: object) -> bool:
        if isinstance(value, dict):
            return origin is dict and all(map(test, value.values()))
        return isinstance(value, tuple | frozenset) and isinstance(value, origin) and all(map(test, value))

    return all_fit


def _of_places(tests: tuple[Test, ...]) -> Test:
    """A tuple of so many, each with a test of its own."""

    def each_fits(value: object) -> bool:
        if not isinstance(value, tuple) or len(value) != len(tests):
            return False
        return all(test(each) for test, each in zip(tests, value, strict=True))

    return each_fits
