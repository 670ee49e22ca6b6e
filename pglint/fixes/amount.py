"""A number written as the one before it was: with its unit where that is exact, bare where that one was bare."""

from __future__ import annotations

from pglint.catalog.units import size, table

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SPECIAL = ("", "0", "-1")
"""What is written without a unit for what it means, not for how much it is; '' is nothing yet."""


def amount(before: str, value: int, unit: str, *, bare: bool = False) -> str:
    """``value``, in a parameter's base ``unit``, in the notation of the text ``before``.

    The unit is kept where it divides the value, else it is the largest that does. ``bare``: the reader takes no units.
    """
    if not unit or value <= 0 or bare:
        return str(value)
    number = before.strip().rstrip(_LETTERS)
    old = before.strip()[len(number) :]
    total, units = value * size(unit), table(unit)
    if old in units and total % units[old] == 0:
        return f"{total // units[old]}{number[len(number.rstrip()) :]}{old}"
    if not old and number.strip() not in _SPECIAL:
        return str(value)
    best = next(name for name, factor in units.items() if total % factor == 0)
    return f"{total // units[best]}{best}"


def converted(value: int, from_unit: str, to_unit: str) -> int | None:
    """A number in another unit; None where it is not a whole one there. 0 and -1 have meanings of their own."""
    if value <= 0 or from_unit == to_unit or not (from_unit and to_unit):
        return value
    total = value * size(from_unit)
    return total // size(to_unit) if total % size(to_unit) == 0 else None
