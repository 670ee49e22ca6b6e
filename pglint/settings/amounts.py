"""Numbers as people read them, with what stands in a file in brackets: ``4 MB (4096)``."""

from __future__ import annotations

from pglint.catalog.guc_numbers import show_real
from pglint.catalog.units import human, size, table

DIGITS = 5
LARGEST = 1e300
"""Limits above are those of the type: there is none."""

Number = int | float


def amount(value: Number, unit: str) -> str:
    """A value, with the plain number where that is another one: a plain number counts the base unit."""
    shown = short(value, unit)
    return f"{shown} ({plain(value)})" if shown.partition(" ")[2] not in ("", unit) else shown


def short(value: Number, unit: str) -> str:
    """The value in the largest unit that needs no fraction, or where that is long in one that shows about how much."""
    if not unit or value <= 0 or isinstance(value, float):
        return f"{plain(value)} {unit}".rstrip() if value > 0 else plain(value)
    exact = human(value, unit)
    if len(exact.partition(" ")[0]) < DIGITS:
        return exact
    total = value * size(unit)
    name, factor = next((name, factor) for name, factor in table(unit).items() if total >= factor)
    return f"{round(total / factor, 1):g} {name}"


def limits(low: Number | None, high: Number | None, unit: str) -> str:
    """``64 kB to 2 TB (64 to 2147483647)``; '' where there are none."""
    if low is None or high is None:
        return ""
    if low == high:
        return f"only {amount(low, unit)}"
    if low < -LARGEST:
        return "any number" if high > LARGEST else f"up to {plain(high)}"
    if high > LARGEST:
        return f"{plain(low)} or more"
    ends = f"{plain(low)} to {plain(high)}"
    shown = f"{short(low, unit)} to {short(high, unit)}"
    return shown if not unit or shown.endswith(f"{plain(high)} {unit}") else f"{shown} ({ends})"


def plain(value: Number) -> str:
    """The number as it stands in a file."""
    if isinstance(value, float) and abs(value) < 1e15 and value == int(value):
        return str(int(value))
    return show_real(value) if isinstance(value, float) else str(value)
