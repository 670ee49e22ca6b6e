"""The connections that a class of roles can open: max_connections less what is reserved for others.

Manual, "Connections and Authentication": what is reserved is kept from ordinary roles; up to 11 WAL senders take slots
too. A platform may keep more.
"""

from __future__ import annotations

from pglint.record import TYPE_CHECKING
from pglint.values import Range, Sum, Term, Unknown, at_home

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pglint.model.server import Server
    from pglint.values import Cell

RESERVED_SINCE = 16
RESERVERS = "pg_use_reserved_connections"
"""The role whose members may use reserved_connections."""
SENDERS_APART_SINCE = 12


class _Count:
    """A sum in the making: what is known, and on which side something is missing."""

    def __init__(self) -> None:
        self.total = 0
        self.terms: list[Term] = []
        self.missing: list[Unknown] = []
        self.least = self.most = False

    def add(self, name: str, found: Cell, sign: int) -> None:
        """Of a number known from both sides the end counts that leaves most slots: so much there is at most."""
        value = found.value
        if isinstance(value, Range):
            end = value.high if sign > 0 else value.low
            self.most = True
            self.missing += value.missing
            value = Unknown(f"{name} has no upper end", found.span) if end is None else end
        if isinstance(value, int):
            self.total += sign * value
            if value or sign > 0:
                self.terms.append(Term(name, sign * value, 1, found.span))
        elif isinstance(value, Unknown):
            self.missing.append(value)
            self.least, self.most = self.least or sign > 0, self.most or sign < 0


def slots(server: Server, major: int, *, superuser: bool = False, reserver: bool = False) -> Sum:
    """What ordinary roles can open, or superusers, or members of pg_use_reserved_connections.

    ``at_most`` where max_connections is known as an interval.
    """
    count = _Count()
    count.add("max_connections", server.guc("max_connections", major), 1)
    if not superuser:
        for name, found in _reserved(server, major):
            if not (reserver and name == "reserved_connections"):
                count.add(name, found, -1)
    senders = _senders(server, major)
    if senders:
        count.total -= senders
        count.terms.append(Term(f"WAL senders, which count up to PostgreSQL {SENDERS_APART_SINCE - 1}", -senders))
    terms, missing = tuple(count.terms), tuple(count.missing)
    if count.least:
        return Sum("slots", None, terms, None, missing, at_least=True, at_most=True)
    return at_home(Sum("slots", count.total, terms, None, missing, at_most=count.most), server.home)


def _reserved(server: Server, major: int) -> Iterable[tuple[str, Cell]]:
    """What is kept from ordinary roles, by parameter."""
    managed = server.settings.managed
    if managed is None or not managed.reserves_all:
        yield "superuser_reserved_connections", server.guc("superuser_reserved_connections", major)
        if major >= RESERVED_SINCE:
            yield "reserved_connections", server.guc("reserved_connections", major)
    if managed is not None:
        yield from managed.reserved(server.settings, major)


def _senders(server: Server, major: int) -> int:
    """The connected WAL senders that take slots of clients."""
    if major >= SENDERS_APART_SINCE:
        return 0
    from pglint.model import consumers

    return consumers.senders(server).total or 0
