"""Reads pglint.toml, or [tool.pglint] of pyproject.toml, into records; what is wrong says where and what to write."""

from __future__ import annotations

from pglint.config.keys import SECTIONS, FreeTable, FreeTables, Kind, Plain, Scalars, Section, Table
from pglint.config.places import Path, Places
from pglint.config.records import Config, ConfigError
from pglint.config.scalars import LARGEST, Wrong, kind, nearest
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.source import Source
from pglint.values import Cell, Scalar

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from pglint.config.scalars import Reader

    Items = Mapping[str, object]


DEEP = "nested too deeply"


class _Place(NamedTuple):
    """Where reading is: a key path below the root of the configuration."""

    places: Places
    path: Path = ()

    def at(self, name: str | int) -> _Place:
        return _Place(self.places, (*self.path, name))

    @property
    def title(self) -> str:
        """The table as a header would open it: [migrations], [[stack.app]]; nothing for the root of a pglint.toml."""
        names = ".".join(part for part in (*self.places.root, *self.path) if isinstance(part, str))
        if self.path and isinstance(self.path[-1], int):
            return f"[[{names}]]"
        return f"[{names}]" if names else ""

    @property
    def name(self) -> str:
        """The key and its table, as in ``pool-size in [[stack.app]]``."""
        if isinstance(self.path[-1], int):
            return f"item {self.path[-1] + 1} of {_Place(self.places, self.path[:-1]).name}"
        parent = _Place(self.places, self.path[:-1]).title
        return f"{self.path[-1]} in {parent}" if parent else str(self.path[-1])

    def error(self, message: str, *, key: bool = False) -> ConfigError:
        span = (self.places.key(self.path) if key else None) or self.places.value(self.path)
        line, column = (span.line, span.column) if span else (1, 1)
        return ConfigError(message, self.places.source, line, column)


def load(source: Source) -> Config:
    """The configuration in a file: of pyproject.toml only [tool.pglint]. Raises ConfigError."""
    root = ("tool", "pglint") if source.path.rpartition("/")[2] == "pyproject.toml" else ()
    table: Items = _parse(source)
    try:
        places = Places(source, root)
    except RecursionError:
        raise ConfigError(DEEP, source, 1, 1) from None
    for depth, name in enumerate(root):
        here = _Place(Places(source), root[: depth + 1])
        table = _table(table.get(name, {}), here)
    return Config(source=source, places=places, **_fields(table, SECTIONS[""], _Place(places)))


def _parse(source: Source) -> dict[str, Any]:
    import tomli

    if not source.text.isascii():
        try:
            source.text.encode()
        except UnicodeEncodeError as error:
            raise ConfigError("not UTF-8, which TOML must be", source, *source.position(error.start)) from None
    try:
        return tomli.loads(source.text)
    except tomli.TOMLDecodeError as error:
        text = error.msg[:1].lower() + error.msg[1:]
        raise ConfigError(f"not valid TOML: {text}", source, error.lineno, error.colno) from None
    except RecursionError:
        raise ConfigError(DEEP, source, 1, 1) from None
    except ValueError:  # int() takes no more than 4300 digits
        raise ConfigError("not valid TOML: a number has too many digits", source, 1, 1) from None


def _fields(table: Items, section: Section, place: _Place) -> dict[str, Any]:
    """The record's fields by name, out of the keys of one table."""
    fields: dict[str, Any] = {}
    for name, value in table.items():
        if name not in section.keys:
            raise _unknown(name, tuple(section.keys), place)
        field = section.fields.get(name, name.replace("-", "_"))
        fields[field] = _read(value, section.keys[name], place.at(name))
    for name in section.required:
        if name not in table:
            raise place.error(f"{place.title} has no {name}")
    return fields


def _unknown(name: str, known: tuple[str, ...], place: _Place) -> ConfigError:
    where = f" in {place.title}" if place.title else ""
    near = nearest(name, known) or f"; the keys here are {', '.join(sorted(known))}"
    return place.at(name).error(f'unknown key "{name}"{where}{near}', key=True)


def _read(value: object, read: Kind, place: _Place) -> Any:
    if isinstance(read, Plain):
        return _scalar(value, read.read, place)
    if isinstance(read, Scalars):
        return _cell(value, read.read, place)
    if isinstance(read, FreeTable):
        reader = _scalar if read.plain else _cell
        return {name: reader(item, read.each, place.at(name)) for name, item in _table(value, place).items()}
    if isinstance(read, FreeTables):
        each = FreeTable(read.each)
        return {name: _read(item, each, place.at(name)) for name, item in _table(value, place).items()}
    if isinstance(read, Table):
        return _record(_table(value, place), SECTIONS[read.section], place)
    return _records(value, SECTIONS[read.section], place)


def _table(value: object, place: _Place) -> Items:
    if not isinstance(value, dict):
        raise place.error(f"{place.name}: expected a table, found {kind(value)}")
    return value


def _records(value: object, section: Section, place: _Place) -> tuple[Any, ...]:
    title = place.at(0).title
    if not isinstance(value, list):
        raise place.error(f"{place.name}: expected an array of tables, {title}, found {kind(value)}", key=True)
    found: list[Any] = []
    for index, item in enumerate(value):
        here = place.at(index)
        record = _record(_table(item, here), section, here)
        twin = next((other for other in found if _same(record, other, section.unique)), None)
        if twin is not None:
            text = f'two {title} have the {section.unique} "{getattr(twin, section.unique)}"'
            raise here.at(section.unique).error(f"{text}; the first is in line {twin.span.line}")
        found.append(record)
    return tuple(found)


def _same(record: object, other: object, field: str) -> bool:
    return bool(field) and getattr(record, field) == getattr(other, field)


def _record(table: Items, section: Section, place: _Place) -> Any:
    return section.record(span=place.places.value(place.path), **_fields(table, section, place))


def _cell(value: object, read: Reader, place: _Place) -> Cell:
    return Cell(_scalar(value, read, place), place.places.value(place.path))


def _scalar(value: object, read: Reader, place: _Place) -> Scalar:
    try:
        if isinstance(value, int) and abs(value) > LARGEST:
            raise Wrong("the number is too large")
        return read(value)
    except Wrong as wrong:
        here = place if wrong.item is None else place.at(wrong.item)
        raise here.error(f"{place.name}: {wrong}") from None
