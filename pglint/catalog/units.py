"""Units of PostgreSQL parameters (unit conversion tables in src/backend/utils/misc/guc.c)."""

from __future__ import annotations

BYTES = {"TB": 1024**4, "GB": 1024**3, "MB": 1024**2, "kB": 1024, "B": 1}
MICROSECONDS = {"d": 86_400_000_000, "h": 3_600_000_000, "min": 60_000_000, "s": 1_000_000, "ms": 1000, "us": 1}
BLOCK = 8192


def size(unit: str) -> int:
    """A unit in bytes or microseconds; 8kB is a page."""
    return BLOCK if unit == "8kB" else BYTES.get(unit) or MICROSECONDS[unit]


def table(unit: str) -> dict[str, int]:
    """The units that a parameter of that base unit takes, from the largest down."""
    return MICROSECONDS if unit in MICROSECONDS else BYTES


def names(unit: str, major: int) -> list[str]:
    """The units that major takes, from the smallest up, as its HINT lists them. B came with 11, us with 12."""
    missing = {"B"} if major < 11 else set()
    if major < 12:
        missing.add("us")
    return [name for name in reversed(table(unit)) if name not in missing]


def human(value: bool | int | float | str, unit: str) -> str:
    """A value for a message: ``30 s``, ``64 MB``, ``1.5 ms``, ``on``; the largest unit that needs no fraction."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, float):
        return f"{value:g} {unit}".rstrip()
    if isinstance(value, str) or not unit or value <= 0:
        return str(value)
    total = value * size(unit)
    best = next(name for name, factor in table(unit).items() if total % factor == 0)
    return f"{total // table(unit)[best]} {best}"
