"""Many clients that do nothing but hold what they get: plain sockets with PostgreSQL's protocol 3.0."""

import re
import selectors
import socket
import struct
import threading
import time
from collections import Counter
from contextlib import suppress
from typing import NamedTuple

SECONDS = 20


class Wish(NamedTuple):
    """What each client asks for. ``source``: the address it comes from. ``query`` '': it logs in and stays idle.

    ``at_once``: the query goes with the login; else it follows when the login is answered, as drivers do.
    """

    host: str
    port: int
    source: str
    parameters: tuple[tuple[str, str], ...]
    query: str
    at_once: bool = True


class Crowd:
    """Clients that log in and ask at once. One thread reads for all; ``close`` ends it and them."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._sockets: list[socket.socket] = []
        self._told: Counter[str] = Counter()
        self._to_ask: dict[socket.socket, bytes] = {}
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def come(self, wish: Wish, count: int) -> None:
        """Open so many more connections. What they are told is in ``lines``."""
        asked = _query(wish.query) if wish.query else b""
        for _ in range(count):
            try:
                client = socket.create_connection((wish.host, wish.port), SECONDS, (wish.source, 0))
                client.sendall(_startup(wish.parameters) + (asked if wish.at_once else b""))
            except OSError as error:
                self._tell(f"could not connect: {error.strerror or error}")
                continue
            client.setblocking(False)
            if asked and not wish.at_once:
                self._to_ask[client] = asked
            self._sockets.append(client)
            self._selector.register(client, selectors.EVENT_READ, bytearray())

    def lines(self) -> list[str]:
        """What clients were told, each message once with how many got it: ``FATAL:  … (to 3)``."""
        with self._lock:
            return [f"{text} (to {count})" for text, count in self._told.items()]

    def close(self) -> None:
        self._over.set()
        self._thread.join(SECONDS)
        for client in self._sockets:
            client.close()
        self._selector.close()

    def _tell(self, text: str) -> None:
        with self._lock:
            self._told[text] += 1

    def _read(self) -> None:
        while not self._over.is_set():
            if not self._selector.get_map():
                time.sleep(0.02)
                continue
            for key, _ in self._selector.select(0.1):
                client = key.fileobj
                assert isinstance(client, socket.socket)
                try:
                    got = client.recv(65536)
                except OSError:
                    got = b""
                key.data.extend(got)
                self._messages(client, key.data)
                if not got:
                    self._selector.unregister(client)

    def _messages(self, client: socket.socket, buffer: bytearray) -> None:
        """Take the whole messages off the front: a letter, and a length that counts itself but not the letter."""
        while len(buffer) >= 5:
            length = int(struct.unpack_from("!i", buffer, 1)[0]) + 1
            if len(buffer) < length:
                return
            kind, body = buffer[:1], bytes(buffer[5:length])
            del buffer[:length]
            if kind == b"E":
                fields = dict(re.findall(r"([A-Z])([^\0]*)\0", body.decode("utf-8", "replace")))
                self._tell(f"{fields.get('S', '')}:  {fields.get('M', '')}")
            elif kind == b"Z":
                if later := self._to_ask.pop(client, b""):
                    with suppress(OSError):
                        client.sendall(later)
                self._tell("logged in" if body == b"I" else "in a transaction")
            elif kind == b"R" and body[:4] != b"\0\0\0\0":
                self._tell("asked for a password")


def _startup(parameters: tuple[tuple[str, str], ...]) -> bytes:
    body = b"".join(f"{name}\0{value}\0".encode() for name, value in parameters) + b"\0"
    return struct.pack("!ii", len(body) + 8, 3 << 16) + body


def _query(text: str) -> bytes:
    body = text.encode() + b"\0"
    return b"Q" + struct.pack("!i", len(body) + 4) + body
