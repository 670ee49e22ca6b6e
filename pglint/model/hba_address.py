"""Addresses of pg_hba.conf records (src/backend/libpq/hba.c, check_hba and check_hostname).

An origin is ranges of numbers, or a host name, or the server's own networks (samenet). samehost and localhost are
loopback: nobody from beyond.
"""

from __future__ import annotations

from pglint.facts import HbaLine
from pglint.formats.inet import numeric
from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    Earlier = Iterable[tuple["Origin", bool | None]]
    """Origins of earlier records, each with whether its record fits all else (True) or may (None)."""

SAMENET = "\0samenet"


class Range(NamedTuple):
    """The addresses of ``bits`` (32 or 128) from ``first`` to ``last``.

    A mask in a field of its own may skip bits. Then not all of them match, surely only those up to ``unbroken``.
    """

    bits: int
    first: int
    last: int
    unbroken: int

    @property
    def single(self) -> bool:
        return self.first == self.last

    @property
    def narrow(self) -> bool:
        """Whether a network of unknown size may hold all of it: at most a /8."""
        return self.last - self.first < 1 << (self.bits - 8)


class Origin(NamedTuple):
    """Where a record lets in from: ``ranges``, or a ``name`` (SAMENET; a leading dot for all below; "" for none)."""

    ranges: tuple[Range, ...] = ()
    name: str = ""


LOOPBACK = (Range(32, 127 << 24, (128 << 24) - 1, (128 << 24) - 1), Range(128, 1, 1, 1))
WORLD = tuple(Range(bits, 0, (1 << bits) - 1, (1 << bits) - 1) for bits in (32, 128))


def origin(line: HbaLine) -> Origin:
    address = line.address
    if "address:" + address not in line.quoted:
        if address == "all":
            return Origin(WORLD)
        if address in ("samehost", "samenet"):
            return Origin(name=SAMENET if address == "samenet" else "")
    host, _, prefix = address.partition("/")
    base = numeric(host)
    if base is None:
        name = address.lower().removesuffix(".")
        return Origin(name="" if name == "localhost" else name)
    bits, number = base
    full = (1 << bits) - 1
    if line.mask:
        given = numeric(line.mask)
        mask = given.number if given else full
    else:
        mask = full ^ (full >> int(prefix)) if prefix else full
    first, free = number & mask, full ^ mask
    low = (free ^ (free + 1)) >> 1  # the free bits below the lowest one that is not
    return Origin((Range(bits, first, first | free, first | low),))


def is_world(where: Origin) -> bool:
    """Whether a record admits every address of IPv4 or of IPv6."""
    return any(one in WORLD for one in where.ranges)


def left_over(where: Origin, earlier: Earlier, *, maybe: bool) -> bool:
    """Whether some address beyond loopback certainly (or ``maybe``) passes by the earlier records."""
    earlier = tuple(earlier)
    if where.name:
        taken = [_takes_name(other, where.name) for other, fits in earlier if fits or not maybe]
        return True not in taken and (maybe or None not in taken)
    return any(_range_left_over(one, earlier, maybe) for one in where.ranges)


def _range_left_over(one: Range, earlier: Earlier, maybe: bool) -> bool:
    """The least number that is left over is the first one of all, or follows the end of what was taken."""
    taken = [(loopback.first, loopback.last) for loopback in LOOPBACK if loopback.bits == one.bits]
    for other, fits in earlier:
        if other.name and not maybe and _name_may_take(other.name, one):
            return False
        if fits or not maybe:
            same = (range_ for range_ in other.ranges if range_.bits == one.bits)
            taken += ((range_.first, range_.unbroken if maybe else range_.last) for range_ in same)
    free = one.first
    for first, last in sorted(taken):
        if first > free:
            break
        free = max(free, last + 1)
    return free <= (one.last if maybe else one.unbroken)


def _name_may_take(name: str, one: Range) -> bool:
    """Whether all addresses of a range may be in the server's networks or have a name; one name has few addresses."""
    return one.narrow if name == SAMENET or name.startswith(".") else one.single


def _takes_name(other: Origin, name: str) -> bool | None:
    """Whether an earlier origin takes whoever comes from a name, or every neighbour in the server's networks."""
    if other.ranges == WORLD:
        return True
    if other.ranges:
        if all(_is_loopback(one) for one in other.ranges):
            return False
        return False if name == SAMENET and all(one.single for one in other.ranges) else None
    if not other.name:
        return False
    if SAMENET in (name, other.name):
        if name == other.name:
            return True
        return False if name == SAMENET and not other.name.startswith(".") else None
    return name.endswith(other.name) if other.name.startswith(".") else name == other.name


def _is_loopback(one: Range) -> bool:
    return any(one.bits == of.bits and of.first <= one.first and one.last <= of.last for of in LOOPBACK)
