"""What one entry of [databases] says: its texts, where it leads, and whom it logs in as."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.values import Unknown

if TYPE_CHECKING:
    from pglint.facts import Entry

LOOPBACK = frozenset({"", "127.0.0.1", "localhost", "::1"})
FALLBACK = "*"
"""The name of the entry that serves every database that has none of its own."""


class Target(NamedTuple):
    """Where an entry leads: a host (or list, or the text of a placeholder) and a port. Loopback hosts are one."""

    host: str
    port: str


def text(entry: Entry, key: str) -> str | Unknown | None:
    """The text of a key: None where it is not set; Unknown for a placeholder, or for one that may hold the key."""
    for pair in reversed(entry.pairs):
        if pair.key == key or (not pair.key and isinstance(pair.value, Unknown)):
            return pair.value
    return None


def forces(entry: Entry) -> bool:
    """Whether ``user=`` is written, so that all clients share one pool, whatever its value is."""
    return any(pair.key == "user" for pair in entry.pairs)


def may_force(entry: Entry) -> Unknown | None:
    """A placeholder in an entry without ``user=`` that may hold one."""
    found = None if forces(entry) else text(entry, "user")
    return found if isinstance(found, Unknown) else None


def database(entry: Entry) -> str | Unknown | None:
    """The database in PostgreSQL; None for the fallback, which leads to whatever the client names."""
    found = text(entry, "dbname")
    if found:
        return found
    return None if entry.name == FALLBACK else entry.name


def host_name(written: str) -> str:
    """A host as hosts are compared: loopback addresses and socket folders are one."""
    return "localhost" if written in LOOPBACK or written.startswith("/") else written


def target(entry: Entry) -> Target:
    """Where an entry leads."""
    host, port = text(entry, "host"), text(entry, "port")
    shown = host.reason if isinstance(host, Unknown) else host or ""
    return Target(host_name(shown), port.reason if isinstance(port, Unknown) else port or "5432")
