"""The lines of pg_hba.conf that let somebody in who should not be."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pglint.facts import HbaLine
    from pglint.model.server import HbaRecords, Server


class HbaSubject(NamedTuple):
    """``effect``: ``trust`` (no password is checked) or ``replication`` (open to the world)."""

    effect: str
    line: HbaLine
    reachable: bool

    @property
    def address(self) -> str:
        return self.line.address

    @property
    def method(self) -> str:
        return self.line.method


def faulty(records: HbaRecords, server: Server | None) -> Iterable[HbaSubject]:
    """What a server lets in without a password, and replication from anywhere."""
    from pglint.model.hba import open_without_password, replication_open

    reachable = server is None or _listens_beyond_loopback(server)
    for line in open_without_password(records):
        yield HbaSubject("trust", line, reachable)
    for line in replication_open(records):
        yield HbaSubject("replication", line, reachable)


def _listens_beyond_loopback(server: Server) -> bool:
    """False only where the files say that nobody from outside can reach the port."""
    written = server.settings.written("listen_addresses")
    if written is None or isinstance(written.value, Unknown):
        return True
    hosts = [host.strip() for host in written.value.split(",") if host.strip()]
    return not all(host in ("localhost", "::1") or host.startswith("127.") for host in hosts)
