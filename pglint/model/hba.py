"""What the records of pg_hba.conf let in, the first one that matches wins (manual, "The pg_hba.conf File").

Whether a record is ever reached is decided on samples: of each kind of connection that it admits (transport, database,
user, origin) one that avoids as many earlier records as any could. An earlier record takes a sample (True), does not
(False), or may, which the files do not tell (None: group members, regular expressions, ``@`` files, host names, the
server's own networks, records that could not be read).
"""

from __future__ import annotations

from pglint.facts import Fault, HbaLine, Include
from pglint.formats.pg_hba import FILE
from pglint.model import hba_address, hba_names
from pglint.model.hba_address import Origin
from pglint.model.hba_names import People, Who
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Rules = Sequence["_Rule | _Unread"]

Record = HbaLine | Include | Fault | Unknown
"""Includes that nobody resolved and unknown records may match anything; faulty lines are passed over."""

TRANSPORTS = {
    "host": ("ssl", "plain", "gss"),
    "hostssl": ("ssl",),
    "hostnossl": ("plain", "gss"),
    "hostgssenc": ("gss",),
    "hostnogssenc": ("ssl", "plain"),
}
PASSWORD_METHODS = ("password", "md5", "scram-sha-256", "ldap", "pam", "radius", "bsd")

_MISSING = "what is included here was not read"


class _Rule(NamedTuple):
    """A TCP record, taken apart once."""

    line: HbaLine
    transports: tuple[str, ...]
    people: People
    origin: Origin


class _Unread(NamedTuple):
    """A record that may match anything."""

    unknown: Unknown


def open_without_password(records: Iterable[Record]) -> list[HbaLine]:
    """The trust records that certainly let somebody in from beyond this machine without asking for anything.

    A client certificate that clientcert asks for, or the ticket that GSSAPI encryption needs, is something. A hostssl
    record counts, though it matches nothing while ssl is off.
    """
    rules = _rules(records)
    return [
        rule.line
        for index, rule in _numbered(rules)
        if rule.line.method == "trust"
        and not _asks_certificate(rule.line)
        and _reached(rule, rules[:index], hba_names.samples(rule.people), ("ssl", "plain"))
    ]


def replication_open(records: Iterable[Record]) -> list[HbaLine]:
    """The records that certainly admit physical replication from any address against a password alone."""
    rules = _rules(records)
    return [
        rule.line
        for index, rule in _numbered(rules)
        if rule.line.method in PASSWORD_METHODS
        and not _asks_certificate(rule.line)
        and hba_address.is_world(rule.origin)
        and _reached(rule, rules[:index], hba_names.replication(rule.people), ("ssl", "plain", "gss"))
    ]


def admits_replication_beyond_loopback(records: Iterable[Record]) -> HbaLine | Unknown | None:
    """The first record that may admit a physical standby of another machine, by whatever method.

    None only if there is certainly none; Unknown where it may stand among the records that could not be read.
    """
    rules = _rules(records)
    for index, rule in _numbered(rules):
        people = hba_names.replication(rule.people)
        if rule.line.method != "reject" and _reached(rule, rules[:index], people, TRANSPORTS["host"], maybe=True):
            return rule.line
    return next((rule.unknown for rule in rules if isinstance(rule, _Unread)), None)


def _rules(records: Iterable[Record]) -> Rules:
    rules: list[_Rule | _Unread] = []
    for record in records:
        if isinstance(record, HbaLine):
            transports = TRANSPORTS.get(record.kind)
            if transports:
                rules.append(_Rule(record, transports, hba_names.people(record), hba_address.origin(record)))
        elif isinstance(record, Unknown):
            rules.append(_Unread(record))
        elif isinstance(record, Include) and record.directive != FILE:
            rules.append(_Unread(Unknown(_MISSING, record.span)))
    return rules


def _numbered(rules: Rules) -> Iterator[tuple[int, _Rule]]:
    return ((index, rule) for index, rule in enumerate(rules) if isinstance(rule, _Rule))


def _asks_certificate(line: HbaLine) -> bool:
    return any(name == "clientcert" and value not in ("0", "no-verify") for name, value in line.options)


def _reached(
    rule: _Rule, earlier: Rules, people: Iterable[Who], transports: tuple[str, ...], *, maybe: bool = False
) -> bool:
    """Whether a connection certainly (or ``maybe``) falls through to the record."""
    if not maybe and any(isinstance(one, _Unread) for one in earlier):
        return False
    carried = [transport for transport in rule.transports if transport in transports]
    named = [one for one in earlier if isinstance(one, _Rule)]
    for who in people:
        fitting = [(one, fits) for one in named if (fits := hba_names.matches(one.people, who)) is not False]
        for transport in carried:
            before = [(one.origin, fits) for one, fits in fitting if transport in one.transports]
            if hba_address.left_over(rule.origin, before, maybe=maybe):
                return True
    return False
