"""Terraform's functions that convert values, and those that mark them sensitive."""

from __future__ import annotations

from pglint.formats.terraform.constraint import ANY, Type
from pglint.formats.terraform.convert import convert
from pglint.formats.terraform.limits import Effort
from pglint.formats.terraform.origins import quoted
from pglint.formats.terraform.signature import BadArgument, Function
from pglint.formats.terraform.unify import called, collection, friendly
from pglint.formats.terraform.values import Invalid, Value
from pglint.record import TYPE_CHECKING
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

# Why a string is neither a bool nor a number.
_STRINGS = {
    "bool": 'only the strings "true" or "false" are allowed',
    "number": "given string must be a decimal representation of a number",
}


def _to(wanted: Type) -> Callable[[Effort, Value], Value]:
    def converted(effort: Effort, value: Value) -> Value:
        try:
            return convert(value, wanted, effort)
        except Invalid:
            if isinstance(value.data, str) and wanted.kind in _STRINGS:
                why = f"cannot convert {quoted(value.data)} to {wanted.kind}; {_STRINGS[wanted.kind]}"
            else:
                why = f"cannot convert {called(value)} to {friendly(wanted)}"
            raise BadArgument(0, why) from None

    return converted


def sensitive(value: Value) -> Value:
    return value._replace(sensitive=True)


def issensitive(value: Value) -> Value:
    return Value(value.data if isinstance(value.data, Unknown) and not value.sensitive else value.sensitive)


def nonsensitive(value: Value) -> Value:
    return value._replace(sensitive=False)


_CONVERSIONS = {
    "tostring": Type("string"),
    "tonumber": Type("number"),
    "tobool": Type("bool"),
    "tolist": collection("list", ANY),
    "toset": collection("set", ANY),
    "tomap": collection("map", ANY),
}

FUNCTIONS = {
    **{
        name: Function("v: any?~", _to(of), passes=True, first="effort", placed=True)
        for name, of in _CONVERSIONS.items()
    },
    "sensitive": Function("value: any?~", sensitive, passes=True, placed=True),
    "issensitive": Function("value: any?~", issensitive, passes=True, marks=False),
    "nonsensitive": Function("value: any?~", nonsensitive, passes=True, marks=False),
}
