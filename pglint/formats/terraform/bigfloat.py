"""Terraform's numbers: binary floating point with 512 bits of mantissa (go-cty on Go's big.Float).

A whole number is an int here, any other a Real: a float that carries its exact value, so that ``1 / 3 * 3`` rounds as
it does in Terraform and not as it does with 53 bits.
"""

from __future__ import annotations

import re

from pglint.formats.hcl.syntax import Decimal
from pglint.formats.terraform.limits import NotKnown, too_large
from pglint.formats.terraform.values import Invalid
from pglint.record import TYPE_CHECKING
from pglint.values import Unknown

if TYPE_CHECKING:
    from fractions import Fraction

BITS = 512
# Decimal digits before or after the point with which a number is still worked with.
DIGITS = 4000
# The largest whole number that is exact whatever its digits.
_EXACT = 1 << BITS

_DECIMAL = re.compile(r"([-+]?)(?=\.?\d)(\d*)(?:\.(\d*))?(?:[eE]([-+]?\d{1,9}))?", re.ASCII)


class Real(float):
    """A number that is not whole, rounded to ``bits``: 53 for what Terraform works out as a float64."""

    __slots__ = ("bits", "exact")
    bits: int
    exact: Fraction


def parse(text: str) -> int | float:
    """The number that a text in decimal stands for. Raises Invalid."""
    match = _DECIMAL.fullmatch(text)
    if match is None:
        raise Invalid("a number is required")
    sign, whole, part, power = match[1], match[2], match[3] or "", int(match[4] or 0)
    if len(whole) + abs(power) > DIGITS or len(part) > DIGITS:
        raise too_large("a number")
    if not part and power == 0:
        return rounded_int(int(sign + whole))
    from fractions import Fraction

    return real(Fraction(int(sign + whole + part)) * Fraction(10) ** (power - len(part)))


def literal(number: int | float) -> int | float:
    """A number as the parser read it. Raises NotKnown for one that is too large."""
    if isinstance(number, int):
        return rounded_int(number)
    return parse(number.text if isinstance(number, Decimal) else repr(number))


def float64(number: float) -> int | float:
    """The result of a function that Terraform works out as a float64. Raises Invalid for no number, NotKnown.

    A large one is printed with the digits that tell float64s apart, which an int here does not know.
    """
    if number != number:
        raise Invalid("the result is not a number")
    if abs(number) > 1 << 53:
        raise too_large("a number")
    from fractions import Fraction

    return real(Fraction(number), 53)


def real(value: Fraction, bits: int = BITS) -> int | float:
    """A number from its exact value, rounded to the bits that Terraform keeps, half to even."""
    numerator, denominator = value.numerator, value.denominator
    if numerator.bit_length() - denominator.bit_length() > 4 * DIGITS:
        raise too_large("a number")
    from fractions import Fraction

    shift = bits - (abs(numerator).bit_length() - denominator.bit_length())
    if shift > 0:
        mantissa = round(Fraction(numerator << shift, denominator))
    else:
        mantissa = round(Fraction(numerator, denominator << -shift))
    excess = abs(mantissa).bit_length() - bits
    if excess > 0:
        # The estimate of the length was one too short, so it was rounded to one bit more than there is.
        shift -= excess
        mantissa = round(Fraction(numerator << max(shift, 0), denominator << max(-shift, 0)))
    exact = Fraction(mantissa) / (Fraction(2) ** shift)
    if exact.denominator == 1:
        return exact.numerator
    result = Real(exact)
    result.exact, result.bits = exact, bits
    return result


def rounded_int(number: int) -> int:
    if -_EXACT <= number <= _EXACT:
        return number
    from fractions import Fraction

    return int(real(Fraction(number)))


def exact(number: int | float) -> Fraction:
    from fractions import Fraction

    if isinstance(number, Real):
        return number.exact
    return Fraction(number) if isinstance(number, int) else Fraction(repr(number))


def bits(*numbers: int | float) -> int:
    return max(number.bits if isinstance(number, Real) else BITS for number in numbers)


def add(left: int | float, right: int | float) -> int | float:
    if isinstance(left, int) and isinstance(right, int):
        return rounded_int(left + right)
    return real(exact(left) + exact(right), bits(left, right))


def subtract(left: int | float, right: int | float) -> int | float:
    return add(left, negate(right))


def multiply(left: int | float, right: int | float) -> int | float:
    if isinstance(left, int) and isinstance(right, int):
        return rounded_int(left * right)
    return real(exact(left) * exact(right), bits(left, right))


def divide(left: int | float, right: int | float) -> int | float:
    """Raises Invalid for 0 / 0, NotKnown for infinity."""
    if right == 0:
        if left == 0:
            raise Invalid("can't divide zero by zero or infinity by infinity")
        raise NotKnown(Unknown("a division by zero is infinite"))
    if isinstance(left, int) and isinstance(right, int) and left % right == 0:
        return rounded_int(left // right)
    return real(exact(left) / exact(right), bits(left, right))


def remainder(left: int | float, right: int | float) -> int | float:
    """What is left after a division that is cut off towards zero. Raises NotKnown by zero."""
    if right == 0:
        raise NotKnown(Unknown("the remainder of a division by zero is not evaluated"))
    whole = truncate(divide(left, right))
    return subtract(left, multiply(right, whole)) if whole else left


def negate(number: int | float) -> int | float:
    return -number if isinstance(number, int) else real(-exact(number), bits(number))


def truncate(number: int | float) -> int:
    return number if isinstance(number, int) else int(exact(number))


def floor(number: int | float) -> int:
    return number if isinstance(number, int) else exact(number).__floor__()


def ceil(number: int | float) -> int:
    return number if isinstance(number, int) else exact(number).__ceil__()


def compare(left: int | float, right: int | float) -> int:
    """-1, 0 or 1."""
    if isinstance(left, int) and isinstance(right, int):
        return (left > right) - (left < right)
    one, other = exact(left), exact(right)
    return (one > other) - (one < other)


def magnitude(number: int | float) -> int | float:
    return negate(number) if number < 0 else number


def digits(number: int | float, count: int) -> tuple[str, int]:
    """The first digits of a positive number, rounded half to even, and the power of ten: 0.digits × 10^power."""
    from fractions import Fraction

    value = exact(number)
    power = len(str(value.numerator)) - len(str(value.denominator))
    if value >= Fraction(10) ** power:
        power += 1
    found = str(round(value * Fraction(10) ** (count - power)))
    return (found[:count], power + 1) if len(found) > count else (found, power)


def shortest(number: int | float) -> tuple[str, int]:
    """The fewest digits that tell a positive number from its neighbours, and the power of ten: 0.digits × 10^power."""
    if isinstance(number, int) and number <= _EXACT:
        whole = str(number)
        return whole.rstrip("0"), len(whole)
    low, high = 1, 1 + bits(number) * 31 // 100
    while low < high:
        middle = (low + high) // 2
        if compare(_value(*digits(number, middle), bits(number)), number) == 0:
            high = middle
        else:
            low = middle + 1
    found, power = digits(number, low)
    return found.rstrip("0"), power


def _value(found: str, power: int, wanted: int) -> int | float:
    from fractions import Fraction

    return real(Fraction(int(found)) * Fraction(10) ** (power - len(found)), wanted)


def text(number: int | float) -> str:
    """A number as Terraform writes it into a text: all its digits, without an exponent."""
    if isinstance(number, int) and -_EXACT <= number <= _EXACT:
        return str(number)
    return ("-" if number < 0 else "") + plain(*shortest(magnitude(number)))


def plain(found: str, power: int) -> str:
    """0.digits × 10^power written without an exponent."""
    if power <= 0:
        return "0." + "0" * -power + found
    return found.ljust(power, "0") if len(found) <= power else f"{found[:power]}.{found[power:]}"
