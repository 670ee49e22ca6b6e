"""Numeric addresses as getaddrinfo takes them with AI_NUMERICHOST: what pg_hba.conf tells from a host name by."""

from __future__ import annotations

from pglint.record import NamedTuple


class Address(NamedTuple):
    """An address as a number of ``bits``: 32 (IPv4) or 128 (IPv6)."""

    bits: int
    number: int


def numeric(text: str) -> Address | None:
    """The address that a text is, or None for a host name. IPv4 may be short, octal or hex, as inet_aton reads it."""
    if ":" not in text:
        number = _ipv4(text)
        return None if number is None else Address(32, number)
    import ipaddress

    try:
        return Address(128, int(ipaddress.IPv6Address(text.partition("%")[0])))
    except ValueError:
        return None


def _ipv4(text: str) -> int | None:
    parts = text.split(".")
    if len(parts) > 4:
        return None
    numbers = [_number(part) for part in parts]
    *leading, last = numbers
    total = 0
    for number in leading:
        if number is None or number > 255:
            return None
        total = total << 8 | number
    room = 8 * (4 - len(leading))
    return None if last is None or last >> room else total << room | last


def _number(part: str) -> int | None:
    base, digits = (16, part[2:]) if part[:2] in ("0x", "0X") else (8 if part[:1] == "0" else 10, part)
    if not digits.isascii() or not digits.isalnum():
        return None
    try:
        return int(digits, base)
    except ValueError:
        return None
