"""Addresses of pg_hba.conf records (src/backend/libpq/hba.c, check_hba and check_hostname).

A record's range is a number and a mask of 32 or 128 bits. The mask may have holes, which only a mask in a field of its
own can have; what lies in the holes is not sampled.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pglint.facts import HbaLine
from pglint.formats.inet import numeric

BITS = (32, 128)


class Range(NamedTuple):
    """The addresses that agree with ``number`` in all bits of ``mask``."""

    bits: int
    number: int
    mask: int

    @property
    def first(self) -> int:
        return self.number & self.mask

    @property
    def last(self) -> int:
        return self.first | (~self.mask & ((1 << self.bits) - 1))

    @property
    def size(self) -> int:
        return self.last - self.first + 1

    def holds(self, bits: int, number: int) -> bool:
        return bits == self.bits and (number ^ self.number) & self.mask == 0


LOOPBACK = (Range(32, 127 << 24, 0xFF << 24), Range(128, 1, (1 << 128) - 1))


class Where(NamedTuple):
    """A sample: an address by number (``bits`` > 0), by ``name``, or without both any neighbour in the networks.

    ``size`` is how many addresses its record admits.
    """

    bits: int = 0
    number: int = 0
    name: str = ""
    size: int = 1


def ranges(line: HbaLine) -> tuple[Range, ...] | None:
    """The addresses of a record by number; None for a host name, samehost and samenet."""
    keyword = "address:" + line.address not in line.quoted
    if keyword and line.address == "all":
        return tuple(Range(bits, 0, 0) for bits in BITS)
    host, _, prefix = line.address.partition("/")
    address = numeric(host)
    if address is None or (keyword and line.address in ("samehost", "samenet")):
        return None
    bits, number = address
    full = (1 << bits) - 1
    if line.mask:
        mask = numeric(line.mask)
        return (Range(bits, number, mask.number if mask else full),)
    length = int(prefix) if prefix else bits
    return (Range(bits, number, full ^ (full >> length)),)


def is_world(line: HbaLine) -> bool:
    """Whether a record admits every address of IPv4 or of IPv6."""
    return any(one.mask == 0 for one in ranges(line) or ())


def samples(line: HbaLine, earlier: Iterable[object]) -> Iterator[Where]:
    """Addresses beyond loopback that a record admits, one in each gap that earlier records could leave."""
    own = ranges(line)
    if own is None:
        name = line.address.lower()
        if name == "samenet" and "address:samenet" not in line.quoted:
            yield Where()
        elif not _local_name(line):
            yield Where(name=("\0" + name) if name.startswith(".") else name)
        return
    others = [*LOOPBACK]
    for record in earlier:
        others += (ranges(record) or ()) if isinstance(record, HbaLine) else ()
    for one in own:
        # the least address that is left over is the first one of all or follows the end of what was taken
        starts = {one.first} | {other.last + 1 for other in others if other.bits == one.bits}
        for number in sorted(starts):
            if number < 1 << one.bits and one.holds(one.bits, number) and not _loopback(one.bits, number):
                yield Where(one.bits, number, size=one.size)


def matches(line: HbaLine, where: Where) -> bool | None:
    """Whether a record fits the sample's address; None where only the network tells."""
    own = ranges(line)
    if own is not None:
        return _in_ranges(own, where)
    if "address:" + line.address not in line.quoted and line.address in ("samehost", "samenet"):
        if line.address == "samehost":
            return False
        return True if not where.bits and not where.name else _narrow(where)
    return _named(line, where)


def _in_ranges(own: tuple[Range, ...], where: Where) -> bool | None:
    if where.bits:
        return any(one.holds(where.bits, where.number) for one in own)
    if {one.bits for one in own if one.mask == 0} == set(BITS):
        return True
    if all(_loopback(one.bits, one.first) and _loopback(one.bits, one.last) for one in own):
        return False
    # a network has more than one neighbour, but a name may be that of any address
    return False if not where.name and all(one.size == 1 for one in own) else None


def _named(line: HbaLine, where: Where) -> bool | None:
    name = line.address.lower()
    if _local_name(line):
        return False
    if where.name:
        return where.name.endswith(name) if name.startswith(".") else where.name == name
    if name.startswith("."):
        return _narrow(where)
    return None if where.bits and where.size == 1 else False


def _narrow(where: Where) -> bool | None:
    """Whether a network of unknown size may hold all addresses of a range: surely not of one as wide as a /7."""
    return None if not where.bits or where.size <= 1 << (where.bits - 8) else False


def _local_name(line: HbaLine) -> bool:
    keyword = f"address:{line.address}" not in line.quoted
    return line.address.lower() in ("localhost", "localhost.") or (keyword and line.address == "samehost")


def _loopback(bits: int, number: int) -> bool:
    return any(one.holds(bits, number) for one in LOOPBACK)
