"""Terraform's functions on address ranges (apparentlymart/go-cidr)."""

from __future__ import annotations

from pglint.formats.terraform.convert import whole_of
from pglint.formats.terraform.functions_text import strings
from pglint.formats.terraform.limits import NotKnown
from pglint.formats.terraform.signature import BadArgument, Function
from pglint.formats.terraform.values import Invalid, Value
from pglint.record import TYPE_CHECKING
from pglint.values import Unknown

if TYPE_CHECKING:
    from ipaddress import IPv4Network, IPv6Network


def _network(prefix: str) -> IPv4Network | IPv6Network:
    """A range; octets with leading zeros are decimal, as they are to Terraform."""
    from ipaddress import ip_network

    address, slash, length = prefix.partition("/")
    if ":" not in address:
        address = ".".join(octet.lstrip("0") or "0" if octet.isdigit() else octet for octet in address.split("."))
    try:
        if not slash or not length.isascii() or not length.isdigit():
            raise ValueError
        network = ip_network(f"{address}/{length}", strict=False)
    except ValueError:
        raise Invalid(f"invalid CIDR expression: invalid CIDR address: {prefix}") from None
    if network.version == 6 and network.network_address.ipv4_mapped is not None:
        raise NotKnown(Unknown("an IPv4 range in IPv6 is not evaluated"))
    return network


def cidrhost(prefix: str, number: int | float) -> str:
    network, at = _network(prefix), whole_of(number)
    size = 1 << (network.max_prefixlen - network.prefixlen)
    if not -size <= at < size:
        raise Invalid(f"prefix of {network.prefixlen} does not accommodate a host numbered {at}")
    return str(network.network_address + (at % size))


def cidrnetmask(prefix: str) -> str:
    network = _network(prefix)
    if network.version != 4:
        raise Invalid(f"IPv6 addresses cannot have a netmask: {prefix}")
    return str(network.netmask)


def cidrsubnet(prefix: str, more: int | float, number: int | float) -> str:
    network, bits, at = _network(prefix), whole_of(more), whole_of(number)
    length = network.prefixlen + bits
    if bits < 0 or at < 0:
        raise NotKnown(Unknown("cidrsubnet() of a negative number is not evaluated"))
    if length > network.max_prefixlen:
        raise Invalid(f"insufficient address space to extend prefix of {network.prefixlen} by {bits}")
    if at >= 1 << bits:
        raise Invalid(f"prefix extension of {bits} does not accommodate a subnet numbered {at}")
    return f"{network.network_address + (at << (network.max_prefixlen - length))}/{length}"


def cidrsubnets(prefix: str, *more: int | float) -> Value:
    network = _network(prefix)
    first, free = int(network.network_address), 0
    if network.prefixlen == 0 and more:
        raise NotKnown(Unknown("cidrsubnets() of all addresses is not evaluated"))
    found = []
    for argument, bits in enumerate(map(whole_of, more), 1):
        length = network.prefixlen + bits
        if not 1 <= bits <= 32:
            raise BadArgument(argument, "must extend prefix by one bit at least, and by 32 at most")
        if length > network.max_prefixlen:
            raise BadArgument(argument, f"would extend prefix to {length} bits, which is too long for an address")
        size = 1 << (network.max_prefixlen - length)
        # A smaller range before it may leave a gap.
        start = -(-(first + free) // size) * size - first
        free = start + size
        if free > network.num_addresses:
            raise BadArgument(argument, f"not enough remaining address space for a prefix of {length} bits")
        found.append(f"{network.network_address + start}/{length}")
    return strings(found)


FUNCTIONS = {
    "cidrhost": Function("prefix: string, hostnum: number", cidrhost),
    "cidrnetmask": Function("prefix: string", cidrnetmask),
    "cidrsubnet": Function("prefix: string, newbits: number, netnum: number", cidrsubnet),
    "cidrsubnets": Function("prefix: string, newbits...: number", cidrsubnets),
}
