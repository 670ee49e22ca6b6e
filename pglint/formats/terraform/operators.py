"""Operators: arithmetic, comparison, logic (HCL's expression_ops.go on go-cty)."""

from __future__ import annotations

from pglint.formats.terraform import bigfloat
from pglint.formats.terraform.convert import bool_of, number_of
from pglint.formats.terraform.flow import joined, secret
from pglint.formats.terraform.identity import equal
from pglint.formats.terraform.limits import Effort, NotKnown
from pglint.formats.terraform.values import Invalid, Value
from pglint.record import TYPE_CHECKING
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    Operand = TypeVar("Operand")

    from pglint.formats.terraform.values import Data

ARITHMETIC: dict[str, Callable[[int | float, int | float], int | float]] = {
    "+": bigfloat.add,
    "-": bigfloat.subtract,
    "*": bigfloat.multiply,
    "/": bigfloat.divide,
    "%": bigfloat.remainder,
}

COMPARISON: dict[str, Callable[[int], bool]] = {
    "<": lambda order: order < 0,
    ">": lambda order: order > 0,
    "<=": lambda order: order <= 0,
    ">=": lambda order: order >= 0,
}

# The operand that decides alone, whatever the other is.
LOGIC = {"&&": False, "||": True}


def unary(operator: str, of: Value) -> Value:
    """``-of`` or ``!of``. Raises Invalid."""
    if operator == "-":
        number = _operand(of, "unary", number_of)
        return joined(number if isinstance(number, Unknown) else bigfloat.negate(_there(number)), [of])
    truth = _operand(of, "unary", bool_of)
    return joined(truth if isinstance(truth, Unknown) else not _there(truth), [of])


def binary(operator: str, left: Value, right: Callable[[], Value], effort: Effort) -> Value:
    """``left operator right``; the right operand is worked out when the left one does not decide. Raises Invalid."""
    if operator in LOGIC:
        return _logic(operator, left, right)
    other = right()
    try:
        if operator in ("==", "!="):
            found = joined(equal(left, other, effort) == (operator == "=="), [left, other])
            return found if found.sensitive else found._replace(sensitive=secret([left, other], effort))
        return _numbers(operator, left, other)
    except NotKnown as error:
        return joined(error.unknown, [left, other])


def _numbers(operator: str, left: Value, right: Value) -> Value:
    one, other = _operand(left, "left", number_of), _operand(right, "right", number_of)
    _there(one), _there(other)
    if isinstance(one, Unknown):
        return joined(one, [left, right])
    if isinstance(other, Unknown):
        return joined(other, [left, right])
    one, other = _there(one), _there(other)
    if operator in COMPARISON:
        return joined(COMPARISON[operator](bigfloat.compare(one, other)), [left, right])
    try:
        return joined(ARITHMETIC[operator](one, other), [left, right])
    except Invalid as error:
        raise Invalid(f"Error during operation: {error}.") from None


def _logic(operator: str, left: Value, right: Callable[[], Value]) -> Value:
    decides = LOGIC[operator]
    one = _operand(left, "left", bool_of)
    if one is decides:
        return joined(decides, [left])
    value = right()
    other = _operand(value, "right", bool_of)
    if other is decides:
        return joined(decides, [left, value])
    _there(one), _there(other)
    unknown = one if isinstance(one, Unknown) else other if isinstance(other, Unknown) else None
    return joined(not decides if unknown is None else unknown, [left, value])


def _there(operand: Operand | None) -> Operand:
    if operand is None:
        raise Invalid("Error during operation: argument must not be null.")
    return operand


def _operand(value: Value, side: str, into: Callable[[Data], Operand]) -> Operand | Unknown | None:
    if value.data is None or isinstance(value.data, Unknown):
        return value.data
    try:
        return into(value.data)
    except Invalid as error:
        raise Invalid(f"Unsuitable value for {side} operand: {error}.") from None
