"""Numbers as the C library reads them, because PgBouncer does: strtol, strtoul, strtod and atoi with 32-bit results.

Source: lib/usual/cfparser.c (cf_set_int, cf_set_uint, cf_set_time_usec) and src/loader.c (atoi); tried on PgBouncer
1.18.
"""

import math
import re

_WHOLE = re.compile(r"\s*([+-]?)(?:0[xX]([0-9a-fA-F]+)|0([0-7]*)|([1-9][0-9]*))\Z", re.ASCII)
_LEADING = re.compile(r"\s*([+-]?)([0-9]+)", re.ASCII)
_FLOAT = re.compile(r"\s*[+-]?(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|inf(?:inity)?|nan)\Z", re.I | re.A)
_HEX_FLOAT = re.compile(r"\s*[+-]?0x(?:[0-9a-f]+\.?[0-9a-f]*|\.[0-9a-f]+)(?:p[+-]?[0-9]+)?\Z", re.I | re.A)
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
    match = _WHOLE.match(text)
    if match is None:
        return None
    sign, hexadecimal, octal, decimal = match.groups()
    if hexadecimal is not None:
        return sign == "-", _digits(hexadecimal, 16)
    if octal is not None:
        return sign == "-", _digits(octal, 8)
    return sign == "-", _digits(decimal, 10)


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
    match = _LEADING.match(text)
    if match is None:
        return 0
    magnitude = _digits(match[2], 10)
    return _wrap(_clamp(-magnitude if match[1] == "-" else magnitude))


def seconds(text: str) -> float | None:
    """A time in seconds as PgBouncer stores it (whole microseconds); None where it is refused.

    What does not fit, ``inf`` included, becomes 0; ``nan`` becomes 292 thousand years.
    """
    if _FLOAT.match(text):
        value = float(text)
        if math.isinf(value) and "n" not in text.lower():
            return None
        if abs(value) < _SMALLEST_NORMAL and re.search("[1-9]", re.split("[eE]", text)[0]):
            return None
    elif _HEX_FLOAT.match(text):
        value = float.fromhex(text)
    else:
        return None
    if math.isnan(value):
        return float(1 << 63) / 1e6
    if value < 0:
        return None
    microseconds = value * 1e6
    return 0.0 if microseconds >= 1 << 64 else math.floor(microseconds) / 1e6
