"""Numbers as the server reads them: strtol and strtod of C, then units, then rounding.

``parse_int``, ``parse_real`` and ``convert_to_base_unit`` in src/backend/utils/misc/guc.c of 12 to 18, and the older
ones of 10 and 11, which know no fractions and cut off instead of rounding.
"""

from __future__ import annotations

from pglint.catalog import units
from pglint.record import NamedTuple

_SPACE = " \t\n\v\f\r"
_DIGITS = "0123456789"
_HEX = "0123456789abcdefABCDEF"
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LONG = 2**63
_INT = 2**31
_SMALLEST = 2.0**-1022
"""Below it C's doubles lose digits, which strtod reports; a hexadecimal number may be exact there."""
_OVERFLOW = "Value exceeds integer range."


class Bad(NamedTuple):
    """A text that is no number: the server's HINT, and whether the number, its unit or its size is wrong."""

    hint: str = ""
    cause: str = "number"


def to_int(text: str, unit: str, major: int) -> int | Bad:
    """The integer in base units. ``unit`` is the parameter's base unit, '' where it takes none."""
    number = text.rstrip(_LETTERS)
    if number.isdigit() and number.isascii() and len(number) < 10 and (number[0] != "0" or number == "0"):
        exact = _whole(int(number), text[len(number) :], unit)
        if exact is not None:
            return exact
    return _int_10(text, unit, major) if major < 12 else _int_12(text, unit, major)


def _whole(number: int, name: str, unit: str) -> int | None:
    """The short way for nearly every value: a plain number, with a unit that every major has and no rest."""
    if not name:
        return number
    if not unit or name not in units.table(unit) or name in ("B", "us"):
        return None
    whole, rest = divmod(number * units.table(unit)[name], units.size(unit))
    return whole if rest == 0 and whole < _INT else None


def to_real(text: str, unit: str, major: int) -> float | Bad:
    """The real number in base units."""
    number = strtod(text)
    if number is None or number[0] != number[0]:
        return Bad()
    value, end = number
    rest = text[end:].lstrip(_SPACE)
    if not rest:
        return value
    return Bad() if not unit or major < 12 else _in_base_unit(value, rest, unit, major)


def show_real(value: float) -> str:
    """``%g``, as the server prints reals."""
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    return f"{value:g}"


def strtol(text: str) -> tuple[int, int]:
    """The integer at the start of a text (hex after 0x, octal after 0) and where it ends; 0 where there is none."""
    start = len(text) - len(text.lstrip(_SPACE))
    digits_at = start + (text[start : start + 1] in ("+", "-"))
    base, digits = 10, _DIGITS
    if text[digits_at : digits_at + 2] in ("0x", "0X") and text[digits_at + 2 : digits_at + 3] in tuple(_HEX):
        base, digits = 16, _HEX
        digits_at += 2
    elif text[digits_at : digits_at + 1] == "0":
        base, digits = 8, "01234567"
    end = _run(text, digits_at, digits)
    if end == digits_at:
        return 0, 0
    # more digits than 64 bits can hold only need to overflow, and int() refuses thousands of them
    shown = text[digits_at:end].lstrip("0")[:40] or "0"
    value = int(shown, base)
    return (-value if text[start] == "-" else value), end


def strtod(text: str) -> tuple[float, int] | None:
    """The real number at the start of a text and where it ends; None where there is none or it overflows."""
    start = len(text) - len(text.lstrip(_SPACE))
    body = start + (text[start : start + 1] in ("+", "-"))
    sign = -1.0 if text[start : start + 1] == "-" else 1.0
    for word in ("infinity", "inf", "nan"):
        if text[body : body + len(word)].lower() == word:
            return sign * float(word), body + len(word)
    hexadecimal = text[body : body + 2] in ("0x", "0X")
    digits, marks = (_HEX, "pP") if hexadecimal else (_DIGITS, "eE")
    first = body + 2 if hexadecimal else body
    end = _mantissa(text, first, digits)
    if end is None:
        return (0.0 * sign, body + 1) if hexadecimal else None
    mantissa = text[first:end]
    if text[end : end + 1] in tuple(marks):
        exponent = end + 1 + (text[end + 1 : end + 2] in ("+", "-"))
        after = _run(text, exponent, _DIGITS)
        end = after if after > exponent else end
    try:
        value = float.fromhex(text[body:end]) if hexadecimal else float(text[body:end])
    except OverflowError:
        return None
    if value == float("inf") or (value < _SMALLEST and not hexadecimal and mantissa.strip("0.")):
        return None  # ERANGE
    if value == 0 and mantissa.strip("0."):
        return None
    return sign * value, end


def _mantissa(text: str, start: int, digits: str) -> int | None:
    """Where digits with an optional point end; None where there is no digit."""
    end = _run(text, start, digits)
    if text[end : end + 1] != ".":
        return end if end > start else None
    after = _run(text, end + 1, digits)
    return after if after > start + 1 else None


def _run(text: str, start: int, digits: str) -> int:
    while start < len(text) and text[start] in digits:
        start += 1
    return start


def _int_12(text: str, unit: str, major: int) -> int | Bad:
    whole, end = strtol(text)
    value = float(whole) if abs(whole) < _LONG else 0.0
    if text[end : end + 1] in (".", "e", "E") or abs(whole) >= _LONG:
        number = strtod(text)
        if number is None:
            return Bad()
        value, end = number
    if end == 0 or value != value:
        return Bad()
    rest = text[end:].lstrip(_SPACE)
    if rest:
        converted = _in_base_unit(value, rest, unit, major) if unit else Bad()
        if isinstance(converted, Bad):
            return converted
        value = converted
    rounded = _rint(value)
    return int(rounded) if -_INT <= rounded < _INT else Bad(_OVERFLOW, "range")


def _in_base_unit(value: float, rest: str, unit: str, major: int) -> float | Bad:
    """``value`` of the unit that ``rest`` names, rounded to whole ones of the next smaller unit."""
    name = rest.rstrip(_SPACE)
    taken = units.names(unit, major)
    if name not in taken:
        return _bad_unit(taken)
    base = units.size(unit)
    result = value * (units.table(unit)[name] / base)
    at = taken.index(name)
    if at:
        smaller = units.table(unit)[taken[at - 1]] / base
        result = _rint(result / smaller) * smaller
    return result


def _bad_unit(taken: list[str]) -> Bad:
    named = [f'"{name}"' for name in taken]
    return Bad(f"Valid units for this parameter are {', '.join(named[:-1])}, and {named[-1]}.", "unit")


def _rint(value: float) -> float:
    """Rounding to the nearest whole number, ties to even; numbers past 2**53 are whole."""
    return float(round(value)) if abs(value) < 2.0**53 else value


def _int_10(text: str, unit: str, major: int) -> int | Bad:
    value, end = strtol(text)
    if end == 0:
        return Bad()
    if not -_INT <= value < _INT:
        return Bad(_OVERFLOW, "range")
    name = text[end:].strip(_SPACE)
    if not name:
        return value
    if not unit:
        return Bad()
    taken = units.names(unit, major)
    if name not in taken:
        return _bad_unit(taken)
    given, base = units.table(unit)[name], units.size(unit)
    converted = value * (given // base) if given >= base else abs(value) // (base // given) * (-1 if value < 0 else 1)
    return converted if -_INT <= converted < _INT else Bad(_OVERFLOW, "range")
