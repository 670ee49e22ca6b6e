"""Facts as plain JSON and back: records by number, places by the number of their file.

A record is stored as its fields in order, so what was stored by another version of pglint must not be read: the caller
keeps the version beside it. Anything else that does not fit raises, and is read again from the files: whoever writes
into the cache can at most state other facts, of the files that are there.
"""

from __future__ import annotations

from pglint import cluster_facts as facts
from pglint.facts import Entry, Fault, Pair, Setting
from pglint.once import cache
from pglint.record import TYPE_CHECKING
from pglint.source import Source, Span
from pglint.stacks import shapes
from pglint.values import Cell, Origin, Range, Sum, Unknown, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

RECORDS: tuple[type, ...] = (
    Cell, Unknown, Range, Origin, Setting, Entry, Pair, Fault, facts.Home, facts.ServerFact, facts.PoolerFact,
    facts.ProxyFact, facts.RoleFact, facts.DatabaseFact, facts.SlotFact, facts.PublicationFact,
    facts.SubscriptionFact, facts.SubscriberFact, facts.SessionsFact,
)  # fmt: skip
TUPLE, MAPPING, SET, SPAN, FIRST_RECORD = range(5)
_NAMES = {"Value": Value, "Sum": Sum, "Span": Span, **{record.__name__: record for record in RECORDS}}


class Broken(Exception):
    """Something stored that cannot be what pglint stored."""


def plain(value: Any, paths: dict[str, int]) -> Any:
    """A fact as numbers, texts and lists. ``paths`` numbers the files as they are met."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Span):
        return [SPAN, paths.setdefault(value.source.path, len(paths)), value.start, value.end]
    if type(value) in RECORDS:
        return [FIRST_RECORD + RECORDS.index(type(value)), *(plain(field, paths) for field in value)]
    if type(value) is tuple:
        return [TUPLE, *(plain(each, paths) for each in value)]
    if isinstance(value, dict):
        return [MAPPING, *(part for name, each in value.items() for part in (name, plain(each, paths)))]
    if isinstance(value, frozenset):
        return [SET, *sorted(value)]
    raise TypeError(f"{type(value).__name__} is not stored")


@cache
def _tests(record: type) -> tuple[shapes.Test, ...]:
    """A test for each field of a record."""
    return shapes.fields(record, _NAMES)


def reader(sources: Sequence[Source]) -> Callable[[Any], Any]:
    """What turns stored facts into facts; ``sources`` are the files by number. It raises Broken."""

    def span(number: int, start: int, end: int) -> Span:
        source = sources[number]
        if not (type(start) is int and type(end) is int and 0 <= start <= end <= len(source.text)):
            raise Broken("a place outside of its file")
        return Span(source, start, end)

    def record(number: int, values: Iterable[Any]) -> Any:
        kind = RECORDS[number]
        found = kind(*map(read, values))
        if not all(test(value) for test, value in zip(_tests(kind), found, strict=True)):
            raise Broken(f"a {kind.__name__} that is none")
        return found

    def read(value: Any) -> Any:
        if type(value) is not list:
            return value
        tag = value[0]
        if tag == SPAN:
            return span(*value[1:])
        if tag >= FIRST_RECORD:
            return record(tag - FIRST_RECORD, value[1:])
        if tag == TUPLE:
            return tuple(map(read, value[1:]))
        if tag == MAPPING:
            return dict(zip(value[1::2], map(read, value[2::2]), strict=True))
        if tag == SET:
            return frozenset(value[1:])
        raise Broken(f"{tag} is no tag")

    def checked(value: Any) -> Any:
        try:
            return read(value)
        except (TypeError, ValueError, IndexError, KeyError, RecursionError) as error:
            raise Broken(str(error)) from None

    return checked
