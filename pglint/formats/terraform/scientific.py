"""Numbers with an exponent, as Go writes them for %e and %g."""

from __future__ import annotations

from pglint.formats.terraform import bigfloat


def scientific(number: int | float, places: int, letter: str) -> str:
    """d.ddde±dd, without the sign of the number; ``letter`` is e or E."""
    found, power = ("0" * (places + 1), 1) if number == 0 else bigfloat.digits(bigfloat.magnitude(number), places + 1)
    point = "." if places else ""
    return f"{found[0]}{point}{found[1:]}{letter}{'-' if power < 1 else '+'}{abs(power - 1):02d}"


def general(number: int | float, precision: int, letter: str) -> str:
    """%g without the sign: an exponent for small numbers, and from a million on, or from the precision's digits on."""
    if number == 0:
        return "0"
    size = bigfloat.magnitude(number)
    found, power = bigfloat.shortest(size) if precision < 0 else bigfloat.digits(size, max(precision, 1))
    found = found.rstrip("0")
    most = 6 if precision < 0 else max(precision, 1)
    if precision >= 0 and most > len(found) >= power:
        most = len(found)
    if power - 1 < -4 or power - 1 >= most:
        return scientific(number, len(found) - 1, letter)
    return bigfloat.plain(found, power)
