"""Numbers as the C library reads them, because PgBouncer does: strtol, strtoul, strtod and atoi with 32-bit results.

Source: lib/usual/cfparser.c (cf_set_int, cf_set_uint, cf_set_time_usec) and src/loader.c (atoi); tried on PgBouncer
1.18.
"""

from __future__ import annotations

_BLANKS = " \t\n\v\f\r"
_HEX = frozenset("0123456789abcdefABCDEF")
_FLOAT = frozenset("0123456789.eE+-")
_INFINITY = float("inf")
_SMALLEST_NORMAL = 2.2250738585072014e-308


def _digits(text: str, base: int) -> int:
    """Python refuses to convert very long decimals, and anything past 64 bits is clamped anyway."""
    text = text.lstrip("0")
    return int(text or "0", base) if len(text) <= 64 else 1 << 70


def _wrap(value: int) -> int:
    """A 64-bit value stored in a C int."""
    return (value + 0x80000000) % 0x100000000 - 0x80000000


def _clamp(value: int) -> int:
    return max(-(1 << 63), min((1 << 63) - 1, value))


def _whole(text: str) -> tuple[bool, int] | None:
    """Sign and magnitude of an integer constant in base 0 (0x is hexadecimal, a leading 0 octal)."""
    text = text.lstrip(_BLANKS)
    negative = text.startswith("-")
    text = text[1:] if text.startswith(("+", "-")) else text
    if text[:2] in ("0x", "0X"):
        return (negative, _digits(text[2:], 16)) if text[2:] and _HEX.issuperset(text[2:]) else None
    if not (text.isascii() and text.isdigit()):
        return None
    if text[0] != "0":
        return negative, _digits(text, 10)
    return None if "8" in text or "9" in text else (negative, _digits(text, 8))


def strtol(text: str) -> int | None:
    """A whole text as int: base 0, clamped to 64 bits and then cut to 32 without an error; None where it is refused."""
    parsed = _whole(text)
    if parsed is None:
        return None
    negative, magnitude = parsed
    return _wrap(_clamp(-magnitude if negative else magnitude))


def strtoul(text: str) -> int | None:
    """A whole text as unsigned int: base 0, a minus sign wraps around; None where it is refused."""
    parsed = _whole(text)
    if parsed is None:
        return None
    negative, magnitude = parsed
    magnitude = min(magnitude, (1 << 64) - 1)
    return (-magnitude if negative else magnitude) % 0x100000000


def atoi(text: str) -> int:
    """The number that a text starts with, decimal whatever its zeros; 0 where it starts with none. Never refused."""
    text = text.lstrip(_BLANKS)
    negative = text.startswith("-")
    text = text[1:] if text.startswith(("+", "-")) else text
    end = 0
    while end < len(text) and "0" <= text[end] <= "9":
        end += 1
    magnitude = _digits(text[:end], 10)
    return _wrap(_clamp(-magnitude if negative else magnitude))


def seconds(text: str) -> float | None:
    """A time in seconds as PgBouncer stores it (whole microseconds); None where it is refused.

    What does not fit, ``inf`` included, becomes 0; ``nan`` becomes 292 thousand years.
    """
    value = _strtod(text.lstrip(_BLANKS))
    if value is None:
        return None
    if value != value:  # nan
        return float(1 << 63) / 1e6
    if value < 0:
        return None
    microseconds = value * 1e6
    return 0.0 if microseconds >= 1 << 64 else int(microseconds) / 1e6


def _strtod(text: str) -> float | None:
    """A whole text as double; None also where C reports that it is out of range (1e999, 1e-400)."""
    lowered = text.lower()
    unsigned = lowered[1:] if lowered.startswith(("+", "-")) else lowered
    try:
        if unsigned in ("inf", "infinity", "nan"):
            return float(lowered)
        if unsigned.startswith("0x"):
            return float.fromhex(lowered) if "_" not in lowered else None
        if not _FLOAT.issuperset(text):
            return None
        value = float(text)
    except (ValueError, OverflowError):
        return None
    nonzero = any(digit in "123456789" for digit in unsigned.partition("e")[0])
    return None if value == _INFINITY or value == -_INFINITY or (nonzero and abs(value) < _SMALLEST_NORMAL) else value
