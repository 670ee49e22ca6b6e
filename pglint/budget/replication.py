"""The last layer: WAL senders and replication slots, against who uses them."""

from __future__ import annotations

from pglint.budget.records import Bar, Layer, Part
from pglint.model import consumers
from pglint.record import TYPE_CHECKING
from pglint.values import Range, Sum, Term, Unknown, at_home

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.model.build import Model
    from pglint.model.server import Server


def replication(model: Model) -> Layer | None:
    """Two bars for each server of which anybody is known to stream."""
    servers = [*([model.server] if model.server else []), *model.standbys]
    bars = [bar for server in servers for bar in _of(server, len(servers) > 1)]
    return Layer("replication", "Replication", "senders and slots", tuple(bars)) if bars else None


def _of(server: Server, several: bool) -> Iterator[Bar]:
    where = f" of {server.name}" if several else ""
    for kind, setting, title, used in (
        ("senders", "max_wal_senders", "WAL senders", consumers.senders(server)),
        ("replication slots", "max_replication_slots", "replication slots", consumers.slots(server)),
    ):
        if used.terms:
            parts = tuple(
                Part("consumer", term.text, Sum(term.text, term.value * term.times, (term,))) for term in used.terms
            )
            yield Bar(kind, title + where, used, _setting(server, setting), parts, (server.home,))


def _setting(server: Server, name: str) -> Sum:
    """A parameter's effective value as a sum of one term."""
    found = server.guc(name, max(server.readings))
    value = found.value
    if isinstance(value, Range):
        if value.high is None:
            return Sum(name, None, missing=value.missing)
        total = Sum(name, value.high, (Term(name, value.high, 1, found.span),), None, value.missing, at_most=True)
    elif isinstance(value, int):
        total = Sum(name, value, (Term(name, value, 1, found.span),))
    else:
        why = value if isinstance(value, Unknown) else Unknown(f"{name} is not known", found.span)
        return Sum(name, None, missing=(why,))
    return at_home(total, server.home)
