"""Terraform's functions on numbers."""

from __future__ import annotations

from pglint.formats.terraform import bigfloat
from pglint.formats.terraform.convert import whole_of
from pglint.formats.terraform.limits import NotKnown, too_large
from pglint.formats.terraform.origins import quoted
from pglint.formats.terraform.signature import BadArgument, Function
from pglint.formats.terraform.unify import called
from pglint.formats.terraform.values import Invalid, Value
from pglint.values import Unknown

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


# log(2) in two parts, and the coefficients of log's polynomial.
_HIGH, _LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
_L = (
    6.666666666666735130e-01,
    3.999999999940941908e-01,
    2.857142874366239149e-01,
    2.222219843214978396e-01,
    1.818357216161805012e-01,
    1.531383769920937332e-01,
    1.479819860511658591e-01,
)


def least(*numbers: int | float) -> int | float:
    return _extreme(numbers, -1)


def greatest(*numbers: int | float) -> int | float:
    return _extreme(numbers, 1)


def _extreme(numbers: tuple[int | float, ...], order: int) -> int | float:
    if not numbers:
        raise Invalid("must pass at least one number")
    found = numbers[0]
    for number in numbers[1:]:
        found = number if bigfloat.compare(number, found) == order else found
    return found


def log(number: int | float, base: int | float) -> int | float:
    """Worked out as float64, as in Terraform."""
    try:
        one, other = _logarithm(float(number)), _logarithm(float(base))
    except OverflowError:
        raise too_large("a logarithm") from None
    if other == 0 and one != 0:
        raise too_large("a logarithm")
    return bigfloat.float64(one / other if other else float("nan"))


def _logarithm(number: float) -> float:
    """The natural one, to the last bit as in Go (src/math/log.go, from FreeBSD's e_log.c)."""
    import math

    if number <= 0:
        return float("nan") if number else float("-inf")
    fraction, power = math.frexp(number)
    if fraction < math.sqrt(0.5):
        fraction, power = fraction * 2, power - 1
    f = fraction - 1
    s = f / (2 + f)
    s2 = s * s
    s4 = s2 * s2
    t1 = s2 * (_L[0] + s4 * (_L[2] + s4 * (_L[4] + s4 * _L[6])))
    t2 = s4 * (_L[1] + s4 * (_L[3] + s4 * _L[5]))
    half = 0.5 * f * f
    return power * _HIGH - ((half - (s * (half + t1 + t2) + power * _LOW)) - f)


def power(number: int | float, exponent: int | float) -> int | float:
    """Worked out as float64, as in Terraform."""
    try:
        return bigfloat.float64(_power(float(number), exponent))
    except (OverflowError, ZeroDivisionError):
        raise too_large("a power") from None


def _power(number: float, exponent: int | float) -> float:
    """To the last bit as in Go (src/math/pow.go)."""
    import math

    if exponent == 0 or number == 1:
        return 1
    if exponent in (0.5, -0.5):
        root = math.sqrt(number) if number >= 0 else float("nan")
        return root if exponent > 0 else 1 / root
    if not isinstance(exponent, int):
        if number < 0:
            raise Invalid("the power is not a number")
        raise NotKnown(Unknown("a power with a fraction is not evaluated"))
    if number in (0, -1):
        return number ** (exponent if number == 0 else exponent % 2)
    result, scale, left = 1.0, 0, abs(exponent)
    fraction, power = math.frexp(number)
    while left:
        if abs(power) > 1 << 12:
            scale += power
            break
        if left & 1:
            result, scale = result * fraction, scale + power
        fraction, power, left = fraction * fraction, power * 2, left >> 1
        if fraction < 0.5:
            fraction, power = fraction * 2, power - 1
    return math.ldexp(result, scale) if exponent > 0 else math.ldexp(1 / result, -scale)


def signum(number: int | float) -> int:
    return bigfloat.compare(whole_of(number), 0)


def parseint(text: Value, base: int | float) -> int | float:
    """A whole number in base 2 to 62; from 37 on, capitals stand for the digits above 35."""
    if not isinstance(text.data, str):
        raise BadArgument(0, f"first argument must be a string, not {called(text)}")
    if not isinstance(base, int) or not 2 <= base <= 62:
        raise BadArgument(1, "base must be a whole number between 2 and 62 inclusive")
    digits = text.data.removeprefix("-") if text.data.startswith("-") else text.data.removeprefix("+")
    total = 0
    for digit in digits[: bigfloat.DIGITS]:
        value = _DIGITS.find(digit if base > 36 else digit.lower())
        if base > 36 and value == -1 and "A" <= digit <= "Z":
            value = ord(digit) - ord("A") + 36
        if not 0 <= value < base:
            raise BadArgument(0, f"cannot parse {quoted(text.data)} as a base {base} integer")
        total = total * base + value
    if not digits or len(digits) > bigfloat.DIGITS:
        raise BadArgument(0, f"cannot parse {quoted(text.data)} as a base {base} integer")
    return bigfloat.rounded_int(-total if text.data.startswith("-") else total)


FUNCTIONS = {
    "abs": Function("num: number", bigfloat.magnitude),
    "ceil": Function("num: number", bigfloat.ceil),
    "floor": Function("num: number", bigfloat.floor),
    "log": Function("num: number, base: number", log),
    "max": Function("numbers...: number", greatest),
    "min": Function("numbers...: number", least),
    "parseint": Function("number: any, base: number", parseint),
    "pow": Function("num: number, power: number", power),
    "signum": Function("num: number", signum),
}
