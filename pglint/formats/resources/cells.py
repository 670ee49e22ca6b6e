"""Attributes of Terraform resources as Cells and Settings: what the provider sends to the server or the API."""

from __future__ import annotations

from collections.abc import Mapping

from pglint.facts import Setting
from pglint.formats.terraform.resource import Content, Given
from pglint.formats.terraform.values import Value
from pglint.record import TYPE_CHECKING
from pglint.source import Span
from pglint.values import Cell, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator


def text_of(value: Value, span: Span) -> str | Unknown:
    """A value as Terraform converts it to a string."""
    data = value.data
    if isinstance(data, bool):
        return "true" if data else "false"
    if isinstance(data, int | float):
        return repr(data)
    if isinstance(data, str | Unknown):
        return data
    return Unknown("not a text", span)


def text(content: Content, name: str) -> str | Unknown | None:
    """An attribute as text; None where it is not set."""
    given = content.given(name)
    return None if given is None else text_of(given.value, given.span)


def known(content: Content, name: str) -> str | None:
    """An attribute as text where it is known."""
    found = text(content, name)
    return found if isinstance(found, str) else None


def text_cell(content: Content, name: str) -> Cell | None:
    """An attribute as a text with its place; None where it is not set."""
    given = content.given(name)
    return None if given is None else Cell(text_of(given.value, given.span), given.span, None, given.value.origin)


def major(cell: Cell | None) -> Cell | None:
    """The PostgreSQL major in a version such as 15.4, 16, POSTGRES_15 or POSTGRES_9_6; None where it is not known."""
    if cell is None or not isinstance(cell.value, str):
        return None
    digits = cell.value.upper().removeprefix("POSTGRES_").replace("_", ".").partition(".")[0]
    return cell._replace(value=int(digits)) if digits.isdigit() else None


def names(content: Content, attribute: str) -> frozenset[str]:
    """The name that an attribute gives a server: the first label of its host name."""
    name = known(content, attribute)
    return frozenset((name,)) if name else frozenset()


def number(content: Content, name: str, default: int | None = None) -> Cell | None:
    """An attribute as a whole number; ``default`` (without a place) where it is not set, or None."""
    given = content.given(name)
    if given is None:
        return None if default is None else Cell(default)
    return number_of(given)


def number_of(given: Given) -> Cell:
    """A value as a whole number; texts of digits are converted, as Terraform does."""
    data = given.value.data
    found: int | Unknown
    if (isinstance(data, int) and not isinstance(data, bool)) or isinstance(data, Unknown):
        found = data
    elif isinstance(data, str) and data.strip().removeprefix("-").isdigit():
        found = int(data)
    else:
        found = Unknown("not a whole number", given.span)
    return Cell(found, given.span, None, given.value.origin)


def switch(content: Content, name: str, default: bool) -> Cell:
    """An attribute as true or false; ``default`` (without a place) where it is not set."""
    given = content.given(name)
    if given is None:
        return Cell(default)
    data = given.value.data
    value: bool | Unknown
    if isinstance(data, bool | Unknown):
        value = data
    elif data in ("true", "false"):
        value = data == "true"
    else:
        value = Unknown("neither true nor false", given.span)
    return Cell(value, given.span, None, given.value.origin)


def setting(name: str, given: Given, section: str = "", name_span: Span | None = None) -> Setting:
    """An attribute's value as a parameter of the server."""
    place = name_span or given.name_span
    value = text_of(given.value, given.span)
    return Setting(name, value, given.span, place, given.span, False, section, given.value.origin)


def pairs(content: Content, block: str) -> Iterator[Setting]:
    """Nested blocks with ``name`` and ``value``: parameters, database flags; only those whose name is known."""
    for each in content.blocks.get(block, ()):
        name, value = known(each, "name"), each.given("value")
        if name is not None and value is not None:
            yield setting(name.lower(), value, name_span=each.attributes["name"].span)


def unnamed(content: Content, block: str) -> Iterator[Unknown]:
    """Why there may be more of these blocks than ``pairs`` gives, or others."""
    if block in content.missing:
        yield content.missing[block]
    for each in content.blocks.get(block, ()):
        name = text(each, "name")
        if isinstance(name, Unknown):
            yield name


def map_settings(given: Given | None) -> tuple[list[Setting], list[Unknown]]:
    """A map attribute, parameter to value, and why there may be more of them."""
    if given is None:
        return [], []
    data = given.value.data
    if isinstance(data, Unknown):
        return [], [data]
    if not isinstance(data, Mapping):
        return [], []
    return [setting(name.lower(), _member(value, given)) for name, value in data.items() if value.data is not None], []


def _member(value: Value, given: Given) -> Given:
    """A member of a map: its own place where it has one, else the attribute's."""
    return Given(value, given.name_span, value.span or given.span)


def of_map(data: Mapping[str, Value], given: Given, name: str) -> Given | None:
    """One key of an object as if it were an attribute."""
    value = data.get(name)
    return None if value is None or value.data is None else _member(value, given)


UNITS = {"work_mem": "MB", "bgwriter_flush_after": "kB", "max_stack_depth": "B"}
"""Where a plain number of DigitalOcean and Aiven is not in PostgreSQL's own unit (the provider's schema)."""


def plain_settings(content: Content, others: frozenset[str]) -> Iterator[Setting]:
    """Attributes called like the parameters that they set, ``__dot__`` standing for a dot; others than these."""
    for name, given in content.attributes.items():
        if name in others or given.value.data is None:
            continue
        found = setting(name.replace("__dot__", "."), given)
        if name in UNITS and isinstance(found.value, str) and found.value.isdigit():
            found = found._replace(value=found.value + UNITS[name])
        yield found
