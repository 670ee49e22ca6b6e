"""The words of an application."""

from __future__ import annotations

from pglint.model import effective
from pglint.record import TYPE_CHECKING
from pglint.rulebook.words.word import Word, as_cell
from pglint.values import Cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pglint.model.app import App
    from pglint.rulebook.words.word import Getter, Reading


def _declared(name: str) -> Getter:
    def get(app: App, reading: Reading) -> Cell:
        return as_cell(getattr(app.declared, name), f'{name.replace("_", "-")} of "{app.name}" is not declared')

    return get


def _flag(name: str) -> Getter:
    def get(app: App, reading: Reading) -> Cell:
        found = getattr(app.declared, name)
        return found if found is not None else Cell(False)

    return get


def _unlimited(app: App, reading: Reading) -> Cell:
    size = app.declared.pool_size
    return Cell(size is not None and not isinstance(size.value, int), size.span if size else None)


def _idle_session(app: App, reading: Reading) -> Cell:
    return effective.timeout(app.server, "idle_session_timeout", reading.major, app.role, app.database)


def _superuser(app: App, reading: Reading) -> Cell:
    """How it is known that it logs in to the server as a superuser."""
    server, name = app.server, app.role
    if server is None or name is None or app.via == "pooler" or not server.is_superuser(name):
        return Cell("")
    role = server.roles.get(name)
    stated = role is not None and role.superuser is not None
    return Cell("stated" if stated else "by name", app.span)


def _sharing(app: App, reading: Reading) -> Cell:
    return Cell(app.server.sharing(app) if app.server else (), app.span)


def _words() -> Iterable[tuple[str, str, str, Getter, str]]:
    yield "name", "string", "its name", lambda a, r: Cell(a.name, a.span), ""
    yield "via", "string", "pooler or server", lambda a, r: Cell(a.via), ""
    yield "sharing", "list", "on the last of several that log in to the server as one role: the others", _sharing, ""
    yield "role", "string", "the role it logs in as", lambda a, r: as_cell(a.role, f'the role of "{a.name}" is not declared'), ""
    yield "superuser", "string", "whether that is a superuser, past the poolers: stated, by name, or ''", _superuser, ""
    yield "connections", "int", "what its pools open at most", lambda a, r: as_cell(a.connections()), ""
    yield "unlimited", "bool", "whether its pool has no limit", _unlimited, ""
    yield "idle_timeout", "int", "how long its pool keeps an idle connection", _declared("idle_timeout"), "ms"
    yield "idle_session_timeout", "int", "idle_session_timeout in effect for its role", _idle_session, "ms"
    yield "checkout_timeout", "int", "how long it waits for a connection (0: for ever)", _declared("checkout_timeout"), "ms"
    yield "query_timeout", "int", "when it gives up a query", _declared("query_timeout"), "ms"
    yield "prepared_statements", "bool", "whether it uses protocol-level prepared statements", _flag("prepared_statements"), ""
    yield "transactions", "bool", "whether it uses transactions of several statements", _flag("transactions"), ""
    yield "startup_parameters", "list", "what it sends at start-up", lambda a, r: a.declared.startup_parameters or Cell(()), ""


def words() -> Iterable[Word]:
    """The words ``app.*``."""
    for name, kind, doc, get, unit in _words():
        yield Word(f"app.{name}", kind, doc, get, unit, "major" if get is _idle_session else "")
