"""Types, contexts and values in the words of people."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING
from pglint.settings.amounts import amount, limits

if TYPE_CHECKING:
    from pglint.catalog.pgbouncer import Known
    from pglint.catalog.postgresql import Parameter

CHANGES = {
    "internal": "cannot be set: the build, initdb or the server itself decides",
    "postmaster": "restart",
    "sighup": "reload",
    "superuser-backend": "reload, for new sessions; superusers also when they connect",
    "backend": "reload, for new sessions; anybody also when connecting",
    "superuser": "reload; superusers, and from 15 on grantees, also with SET, for a session, role or database",
    "user": "reload; anybody also with SET, for a session, role or database",
}
"""By context of pg_settings: what it takes until a new value holds (manual, "Setting Parameters"; view pg_settings)."""

TYPES = {"bool": "on or off", "integer": "integer", "real": "number", "string": "text", "enum": "one of"}
POOLER_TYPES = {
    "int": "integer",
    "uint": "integer",
    "flag": "0 or 1",
    "time": "seconds, with a fraction if need be; no unit may stand behind",
    "enum": "one of",
    "string": "text",
    "list": "list, with commas",
    "path": "file",
    "sql": "SQL",
    "hosts": "host, or a list of hosts",
    "secret": "password",
}
UNITS = {"8kB": "pages of 8 kB", "B": "bytes"}


def type_of(parameter: Parameter) -> str:
    """``integer, a plain number counts kB``, ``one of minimal, replica, logical``."""
    if parameter.type == "enum":
        return f"one of {', '.join(parameter.enum)}"
    text = TYPES[parameter.type]
    return f"{text}, a plain number counts {UNITS.get(parameter.unit, parameter.unit)}" if parameter.unit else text


def range_of(parameter: Parameter) -> str:
    return limits(parameter.min, parameter.max, parameter.unit)


def default_of(parameter: Parameter) -> str:
    """The built-in default; '' where the server has none."""
    value = parameter.default
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, int | float):
        return amount(value, parameter.unit)
    if value is None:
        return "not set"
    return value if value and not set(value) & set(" ,'") else f"'{value}'"


def change_of(parameter: Parameter) -> str:
    return f"{CHANGES[parameter.context]} ({parameter.context})"


def pooler_type(known: Known) -> str:
    if known.type == "enum":
        return f"one of {', '.join(word.text for word in known.words if word.until is None)}"
    if known.type == "time" and known.section != "pgbouncer":
        return "whole seconds; no unit may stand behind"
    unit = known.unit if known.type in ("int", "uint") else ""
    return POOLER_TYPES[known.type] + (f", in {unit}" if unit else "")
