"""Timeouts as they are written: the value, and whether a unit stands beside it.

PostgreSQL's bare numbers are milliseconds for most timeouts, PgBouncer's always seconds (conf_grammar.md,
pgbouncer_grammar.md): the traps of TMO002.
"""

from collections.abc import Iterable
from typing import NamedTuple

from pglint.model.pooler import Pooler
from pglint.model.server import Server
from pglint.source import Span

SERVER = (
    "statement_timeout",
    "lock_timeout",
    "idle_in_transaction_session_timeout",
    "idle_session_timeout",
    "transaction_timeout",
    "wal_sender_timeout",
    "wal_receiver_timeout",
)
POOLER = (
    "query_timeout",
    "query_wait_timeout",
    "idle_transaction_timeout",
    "transaction_timeout",
    "client_idle_timeout",
    "client_login_timeout",
    "server_connect_timeout",
    "server_login_retry",
)


class Timeout(NamedTuple):
    """One written timeout: ``value`` in ms, ``number`` as written where it is bare (else 0)."""

    name: str
    value: int
    number: int
    bare: bool
    layer: str
    span: Span


def of_server(server: Server, major: int) -> Iterable[Timeout]:
    """The winning assignments of the server's files."""
    for name in SERVER:
        written = server.settings.written(name)
        if written is None or not isinstance(written.value, str):
            continue
        value = server.guc(name, major).value
        if isinstance(value, int):
            text = written.value.strip()
            bare = text.lstrip("+-").isdigit()
            yield Timeout(name, value, int(text) if bare else 0, bare, "server", written.value_span)


def of_pooler(pooler: Pooler, version: tuple[int, ...]) -> Iterable[Timeout]:
    """The [pgbouncer] times; PgBouncer takes no units, so all of them are bare."""
    for name in POOLER:
        if pooler.settings.written(name) is None:
            continue
        found = pooler.settings.cell(name, version)
        if isinstance(found.value, int) and found.span is not None:
            yield Timeout(name, found.value, found.value // 1000, True, "pooler", found.span)
