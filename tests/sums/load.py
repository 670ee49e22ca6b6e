"""A stack, started, and kept as busy as it can be: what PostgreSQL holds then, and whom the programs send away."""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from tests.real import programs, stack
from tests.real.programs import Program
from tests.sums.crowd import SECONDS, Crowd, crowd
from tests.sums.ground import HOLD, Ground
from tests.sums.plan import Held, Pool, by_role_and_database
from tests.sums.stacks import Pooler, Stack

NO_SLOT = ("remaining connection slots are reserved", "sorry, too many clients already")
ROLE_FULL, DATABASE_FULL = ("too many connections for role",), ("too many connections for database",)
CLIENTS_FULL = ("no more connections allowed (max_client_conn)",)
JANITOR = 0.4
"""PgBouncer looks after its pools every third of a second: for reserves and min_pool_size."""
PLENTY = 100
"""What max_client_conn is where nobody says."""
SURPLUS = 2
"""So many clients more than it may have connections come to each pool."""


class Seen(NamedTuple):
    """``first``: what the server said until the connections that the plan wants were there. ``peak``: the most
    sessions, also with more clients than that; ``said``: what the server, and PgBouncer's clients, were told in the end.
    """

    peak: int
    first: str
    said: str
    clients: list[str]


class Load:
    """One stack that runs: its server, and the ports of its PgBouncers."""

    def __init__(self, ground: Ground, ports: list[int], pooler: Pooler | None) -> None:
        self.ground = ground
        self.ports = ports
        self.peak = 0
        self._clients_limit = pooler.setting("max_client_conn", PLENTY) if pooler else PLENTY
        keys = [*pooler.settings, *(key for entry in pooler.entries for key in entry.keys)] if pooler else []
        self._waits = any(value and name.startswith(("reserve_pool", "min_pool")) for name, value in keys)

    def fill(self, held: Held, slots: int) -> Seen:
        """Bring the clients of a plan that wants so many connections of a server with so many slots, then more."""
        full = held.total > slots
        tight = held.total + SURPLUS * len(held.of) > self._clients_limit
        with crowd(persistent=full or tight) as clients:
            if tight:
                self._one_by_one(clients, held, slots)
            else:
                for pool, count in held.of.items():
                    self._come(clients, pool, count)
                wanted = by_role_and_database(held.of.items())
                self._until(clients, lambda: self._full(slots) if full else self._there(wanted))
            first = self.ground.said()
            if not tight and not full:
                # what the plan leaves out for want of room is tried now
                for pool in held.of:
                    self._come(clients, pool, SURPLUS if pool.process >= 0 else 0)
                self._settle(clients)
            return Seen(self.peak, first, self.ground.said(), clients.told())

    def refuses(self, held: Held, words: tuple[str, ...]) -> bool:
        """Whether the server says so, once clients want all connections of a plan."""
        with crowd() as clients:
            for pool, count in held.of.items():
                self._come(clients, pool, count)
            wanted = by_role_and_database(held.of.items())
            self._until(clients, lambda: self._there(wanted) or self._said(words))
            return self._said(words)

    def turns_away(self, wanted: Iterable[tuple[str, str, int]], words: tuple[str, ...]) -> bool:
        """Whether PgBouncer says so to one of these clients (database, role, how many), who come to each in turn."""
        with crowd() as clients:
            for database, role, count in wanted:
                for _ in range(count):
                    clients.come(self.ports[len(clients.clients) % len(self.ports)], database, role, 1, HOLD)
            self._heard(clients)
            self._heard(clients)
            return any(word in told for word in words for told in clients.told())

    def _said(self, words: tuple[str, ...]) -> bool:
        return any(word in self.ground.said() for word in words)

    def _come(self, clients: Crowd, pool: Pool, count: int) -> None:
        if pool.process < 0:
            clients.come(self.ground.port, pool.database, pool.role, count, HOLD)
        else:
            clients.come(self.ports[pool.process], pool.entry, pool.client, count, HOLD)

    def _count(self) -> dict[tuple[str, str], int]:
        found = self.ground.sessions()
        self.peak = max(self.peak, sum(found.values()))
        return found

    def _there(self, wanted: dict[tuple[str, str], int]) -> bool:
        found = self._count()
        return all(found.get(key, 0) >= count for key, count in wanted.items())

    def _full(self, slots: int) -> bool:
        return sum(self._count().values()) >= slots and self._said(NO_SLOT)

    def _until(self, clients: Crowd, there: Callable[[], bool]) -> None:
        """Wait; what has not come after a long time never does, and shows in the peak."""
        end = time.monotonic() + SECONDS
        while not there() and time.monotonic() < end:
            clients.look(0.01)

    def _one_by_one(self, clients: Crowd, held: Held, slots: int) -> None:
        """Where max_client_conn does not take them all at once: idle connections stay open when clients go."""
        come: list[tuple[Pool, int]] = []
        for pool, count in held.of.items():
            come.append((pool, count))
            before = len(clients.clients)
            self._come(clients, pool, count)
            wanted = by_role_and_database(come)
            self._until(clients, lambda wanted=wanted: self._there(wanted) or self._full(slots))  # type: ignore[misc]
            if self._said(NO_SLOT):
                return
            self.ground.open_gate(True)
            if pool.process >= 0:
                self._until(clients, lambda before=before: clients.go(before))  # type: ignore[misc]
            self.ground.open_gate(False)

    def _settle(self, clients: Crowd) -> None:
        """Until PgBouncer has had the time to open what it may, and nothing is on its way any more."""
        clients.look(JANITOR if self._waits else 0)
        last, still, end = -1, 0, time.monotonic() + SECONDS
        while still < 3 and time.monotonic() < end:
            self._heard(clients)
            on_their_way, here = self.ground.connections(), sum(self._count().values())
            still = still + 1 if on_their_way == here == last else 0
            last = here
            clients.look(0.01)

    def _heard(self, clients: Crowd) -> None:
        """Until each PgBouncer has listened to everybody who came before: whoever asks for TLS is answered at once."""
        for port in self.ports:
            with socket.create_connection(("127.0.0.1", port), SECONDS) as probe:
                probe.sendall(struct.pack("!ii", 8, 80877103))
                assert probe.recv(1) == b"N"
        clients.look(0)


@contextmanager
def started(ground: Ground, program: Program, what: Stack, version: tuple[int, ...]) -> Iterator[Load]:
    """The stack's PgBouncers in front of its server, for as long as the block lasts."""
    ground.begin(dict(what.role_limits), dict(what.database_limits))
    files = what.files(ground.server.program.numbers[0], ".".join(map(str, version)), ground.port)
    processes = what.pooler.instances if what.pooler else 0
    with programs.folder() as home:
        try:
            if not what.pooler:
                yield Load(ground, [], None)
                return
            ini = files["pgbouncer.ini"] + "listen_addr = 127.0.0.1\nunix_socket_dir =\n"
            with stack.poolers(home, program, {"pgbouncer.ini": ini, "users.txt": files["users.txt"]}, processes) as ports:
                yield Load(ground, ports, what.pooler)
        finally:
            ground.clear()
