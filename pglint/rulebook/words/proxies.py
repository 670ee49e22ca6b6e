"""The words of a proxy that a platform runs in front of a server."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.rulebook.words.word import Word, as_cell
from pglint.values import Cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pglint.cluster_facts import ProxyFact
    from pglint.rulebook.words.word import Getter, Reading


class ProxySubject(NamedTuple):
    """A proxy; ``server_known`` where the files tell which server it leads to, and its configuration."""

    proxy: ProxyFact
    server_known: bool


def _time(name: str) -> Getter:
    def get(subject: ProxySubject, reading: Reading) -> Cell:
        return as_cell(getattr(subject.proxy, name), f"{name} of {subject.proxy.name} is not stated")

    return get


def _words() -> Iterable[tuple[str, str, str, Getter, str]]:
    yield "name", "string", "its address", lambda s, r: Cell(s.proxy.name, s.proxy.span), ""
    yield "percent", "int", "the share of max_connections that it may take", lambda s, r: s.proxy.percent, ""
    yield "server_known", "bool", "whether the server behind it is in the tree", lambda s, r: Cell(s.server_known), ""
    yield "idle_client_timeout", "int", "when it cuts off an idle client", _time("idle_client_timeout"), "ms"
    yield "borrow_timeout", "int", "how long a client waits for a connection", _time("borrow_timeout"), "ms"


def words() -> Iterable[Word]:
    """The words ``proxy.*``."""
    for name, kind, doc, get, unit in _words():
        yield Word(f"proxy.{name}", kind, doc, get, unit)
