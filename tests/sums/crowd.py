"""Clients that come and stay: raw sockets of this process, watched by one thread."""

from __future__ import annotations

import selectors
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.real.stack import _query, _startup

SECONDS = 30
"""By when everything has happened, however slow the machine; it takes a fraction of a second."""
AGAIN = 0.2
"""After so many seconds a client that was sent away comes again."""


class Client:
    """One connection. ``told`` are the errors that it got; ``done``: its query is over."""

    def __init__(self, port: int, database: str, role: str, query: str) -> None:
        self.port, self.database, self.role, self.query = port, database, role, query
        self.told: list[str] = []
        self.done = False
        self.socket: socket.socket | None = None
        self.away_since = 0.0
        self._read = b""

    def come(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), SECONDS)
        self.socket.setblocking(False)
        self._read = b""
        self.socket.sendall(_startup(user=self.role, database=self.database) + _query(self.query))

    def hear(self) -> bool:
        """Read what has come; False once the other side has closed."""
        assert self.socket
        try:
            data = self.socket.recv(1 << 16)
        except BlockingIOError:
            return True
        except OSError:
            return False
        self._read += data
        while len(self._read) >= 5 and len(self._read) > (size := struct.unpack("!i", self._read[1:5])[0]):
            self._message(self._read[:1], self._read[5 : size + 1])
            self._read = self._read[size + 1 :]
        return bool(data)

    def _message(self, kind: bytes, body: bytes) -> None:
        if kind == b"C":
            self.done = True
        elif kind == b"E":
            self.told += [field[1:].decode(errors="replace") for field in body.split(b"\0") if field[:1] == b"M"]


class Crowd:
    """All clients of one load. ``persistent``: who is sent away comes again."""

    def __init__(self, persistent: bool) -> None:
        self.clients: list[Client] = []
        self.persistent = persistent
        self._selector = selectors.DefaultSelector()

    def come(self, port: int, database: str, role: str, count: int, query: str) -> list[Client]:
        new = [Client(port, database, role, query) for _ in range(count)]
        for client in new:
            self._enter(client)
        self.clients += new
        return new

    def _enter(self, client: Client) -> None:
        client.come()
        assert client.socket
        self._selector.register(client.socket, selectors.EVENT_READ, client)

    def leave(self, client: Client) -> None:
        if client.socket:
            self._selector.unregister(client.socket)
            client.socket.close()
            client.socket = None
            client.away_since = time.monotonic()

    def go(self, first: int) -> bool:
        """Those from a number on leave who have what they wanted; True once all are gone."""
        for client in [client for client in self.clients[first:] if client.done]:
            self.leave(client)
            self.clients.remove(client)
        return len(self.clients) <= first

    def look(self, seconds: float) -> None:
        """Hear what clients are told for so long; those that were sent away come again."""
        end = time.monotonic() + seconds
        while True:
            for key, _ in self._selector.select(max(end - time.monotonic(), 0)):
                if not key.data.hear():
                    self.leave(key.data)
            if self.persistent:
                for client in self.clients:
                    if client.socket is None and time.monotonic() - client.away_since > AGAIN:
                        self._enter(client)
            if time.monotonic() >= end:
                return

    def told(self) -> list[str]:
        return [text for client in self.clients for text in client.told]

    def close(self) -> None:
        for client in self.clients:
            self.leave(client)
        self._selector.close()


@contextmanager
def crowd(*, persistent: bool = False) -> Iterator[Crowd]:
    found = Crowd(persistent)
    try:
        yield found
    finally:
        found.close()
