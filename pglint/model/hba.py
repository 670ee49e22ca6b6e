"""What the records of pg_hba.conf let in, the first one that matches wins (manual, "The pg_hba.conf File").

Whether a record is ever reached is decided on sample connections: of each kind of connection that it admits (transport,
database, user, address) one that avoids as many earlier records as any could. An earlier record takes a sample
(True), does not (False), or may, which the files do not tell (None: group members, regular expressions, ``@`` files,
host names, the server's own networks, records that could not be read).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pglint.facts import Fault, HbaLine, Include
from pglint.formats.pg_hba import FILE
from pglint.model import hba_address, hba_names
from pglint.model.hba_address import Where
from pglint.model.hba_names import Who
from pglint.values import Unknown

Record = HbaLine | Include | Fault | Unknown
"""Includes that nobody resolved and unknown records may match anything; faulty lines are passed over."""

TRANSPORTS = {
    "host": ("ssl", "plain", "gss"),
    "hostssl": ("ssl",),
    "hostnossl": ("plain", "gss"),
    "hostgssenc": ("gss",),
    "hostnogssenc": ("ssl", "plain"),
}
_MISSING = "what is included here was not read"
PASSWORD_METHODS = ("password", "md5", "scram-sha-256", "ldap", "pam", "radius", "bsd")


class _Connection(NamedTuple):
    transport: str
    who: Who
    where: Where


def open_without_password(records: Iterable[Record]) -> list[HbaLine]:
    """The trust records that certainly let somebody in from beyond this machine without asking for anything.

    A client certificate that clientcert asks for, or the ticket that GSSAPI encryption needs, is something.
    """
    records = tuple(records)
    return [
        line
        for index, line in _tcp(records)
        if line.method == "trust"
        and not _asks_certificate(line)
        and _reached(line, records[:index], hba_names.samples(line), ("ssl", "plain"))
    ]


def replication_open(records: Iterable[Record]) -> list[HbaLine]:
    """The records that certainly admit physical replication from any address against a password alone."""
    records = tuple(records)
    return [
        line
        for index, line in _tcp(records)
        if line.method in PASSWORD_METHODS
        and not _asks_certificate(line)
        and hba_address.is_world(line)
        and _reached(line, records[:index], hba_names.replication(line), ("ssl", "plain", "gss"))
    ]


def admits_replication_beyond_loopback(records: Iterable[Record]) -> HbaLine | Unknown | None:
    """The first record that may admit a physical standby of another machine, by whatever method.

    None only if there is certainly none; Unknown where it may stand among the records that could not be read.
    """
    records = tuple(records)
    for index, line in _tcp(records):
        if line.method != "reject" and _reached(
            line, records[:index], hba_names.replication(line), ("ssl", "plain", "gss"), maybe=True
        ):
            return line
    for record in records:
        if isinstance(record, Unknown):
            return record
        if isinstance(record, Include) and record.directive != FILE:
            return record.target if isinstance(record.target, Unknown) else Unknown(_MISSING, record.span)
    return None


def _tcp(records: Sequence[Record]) -> Iterator[tuple[int, HbaLine]]:
    for index, record in enumerate(records):
        if isinstance(record, HbaLine) and record.kind in TRANSPORTS:
            yield index, record


def _asks_certificate(line: HbaLine) -> bool:
    return any(name == "clientcert" and value not in ("0", "no-verify") for name, value in line.options)


def _reached(
    line: HbaLine, earlier: Sequence[Record], people: Iterable[Who], transports: tuple[str, ...], *, maybe: bool = False
) -> bool:
    """Whether a connection certainly (or ``maybe``) falls through to the record."""
    carried = [transport for transport in TRANSPORTS[line.kind] if transport in transports]
    for who in people:
        for transport in carried:
            before = [record for record in earlier if _matches(record, transport, who) is not False]
            for where in hba_address.samples(line, before):
                taken = [_takes(record, _Connection(transport, who, where)) for record in before]
                if True not in taken and (maybe or None not in taken):
                    return True
    return False


def _matches(record: Record, transport: str, who: Who) -> bool | None:
    """Whether a record fits all but the address."""
    if isinstance(record, HbaLine):
        if transport not in TRANSPORTS.get(record.kind, ()):
            return False
        return hba_names.matches(record, who)
    passed = isinstance(record, Fault) or (isinstance(record, Include) and record.directive == FILE)
    return False if passed else None


def _takes(record: Record, connection: _Connection) -> bool | None:
    if not isinstance(record, HbaLine):
        return None
    people = _matches(record, connection.transport, connection.who)
    place = hba_address.matches(record, connection.where)
    if people is False or place is False:
        return False
    return True if people and place else None
