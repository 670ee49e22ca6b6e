"""The words of a role and of a database, at one server."""

from __future__ import annotations

from pglint.model import effective, sessions
from pglint.model.role import Database, Role
from pglint.model.server import Server
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.rulebook.words.word import Reading, Word, as_cell
from pglint.values import Cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pglint.rulebook.words.word import Getter


class RoleSubject(NamedTuple):
    role: Role
    server: Server


class DatabaseSubject(NamedTuple):
    database: Database
    server: Server


def _flag(name: str, default: bool) -> Getter:
    def get(subject: RoleSubject, reading: Reading) -> Cell:
        found = getattr(subject.role.declared, name)
        return found if found is not None else Cell(default)

    return get


def _superuser(subject: RoleSubject, reading: Reading) -> Cell:
    found = subject.role.superuser
    return found if found is not None else Cell(subject.server.is_superuser(subject.role.name))


def _role_slots(subject: RoleSubject, reading: Reading) -> Cell:
    superuser = subject.server.is_superuser(subject.role.name)
    return as_cell(subject.server.slots(reading.major, superuser=superuser))


def _apps(subject: RoleSubject, reading: Reading) -> Cell:
    names = dict.fromkeys(app.name for app in subject.server.apps if app.role == subject.role.name)
    return Cell(tuple(names))


def _pools(subject: RoleSubject, reading: Reading) -> Cell:
    """How many pools, over all instances and direct applications, log in as the role."""
    count = sum(app.pools for app in subject.server.direct_apps() if app.role == subject.role.name)
    for link in subject.server.links:
        instances = link.pooler.instances.value
        pools = sum(1 for pool in link.pools(reading.version) if pool.user == subject.role.name)
        count += pools * (instances if isinstance(instances, int) else 1)
    return Cell(count)


def _demand(subject: RoleSubject, reading: Reading) -> Cell:
    return as_cell(subject.server.role_demand(reading.version, subject.role.name))


def _database_demand(subject: DatabaseSubject, reading: Reading) -> Cell:
    return as_cell(subject.server.database_demand(reading.version, subject.database.name))


def _role_words() -> Iterable[tuple[str, str, str, Getter, str, str]]:
    yield "name", "string", "its name", lambda s, r: Cell(s.role.name, s.role.span), "", ""
    yield "limit", "int", "its CONNECTION LIMIT, -1 for none", lambda s, r: s.role.limit, "", ""
    yield "superuser", "bool", "whether it is a superuser", _superuser, "", ""
    yield "replication", "bool", "whether it has REPLICATION", _flag("replication", False), "", ""
    yield "login", "bool", "whether it can log in", _flag("login", True), "", ""
    yield "demand", "int", "what the pools that log in as it can open", _demand, "", "version"
    yield "pools", "int", "how many pools log in as it", _pools, "", "version"
    yield "slots", "int", "the connections that its class of roles can open", _role_slots, "", "major"
    yield "apps", "list", "the applications that log in as it", _apps, "", ""
    yield "written", "list", "the parameters that it sets for itself", lambda s, r: _written(s.role), "", ""
    yield "unbounded_transactions", "list", "its sessions whose idle transactions nothing ends", _unbounded("idle_in_transaction_session_timeout"), "", "both"
    yield "unbounded_statements", "list", "its sessions without statement_timeout", _unbounded("statement_timeout"), "", "both"
    for name in effective.TIMEOUTS:
        yield name, "int", f"{name} in effect for it", _timeout(name), "ms", "major"


def _timeout(name: str) -> Getter:
    def get(subject: RoleSubject, reading: Reading) -> Cell:
        return effective.timeout(subject.server, name, reading.major, subject.role.name, None)

    return get


def _unbounded(name: str) -> Getter:
    """Of a role or a database that has its own value of a timeout."""

    def get(subject: RoleSubject | DatabaseSubject, reading: Reading) -> Cell:
        owner = subject.role if isinstance(subject, RoleSubject) else subject.database
        return sessions.unbounded(subject.server, name, reading.major, reading.version, owner)

    return get


def _written(whose: Role | Database) -> Cell:
    return Cell(tuple(sorted(name.lower() for name in whose.settings)))


def _own(name: str) -> Getter:
    def get(subject: DatabaseSubject, reading: Reading) -> Cell:
        return effective.lookup(subject.server, name, reading.major, None, subject.database.name)

    return get


def _database_words() -> Iterable[tuple[str, str, str, Getter, str, str]]:
    yield "name", "string", "its name", lambda s, r: Cell(s.database.name, s.database.span), "", ""
    yield "limit", "int", "its CONNECTION LIMIT, -1 for none", lambda s, r: s.database.limit, "", ""
    yield "demand", "int", "what pools and applications can open in it", _database_demand, "", "version"
    yield "written", "list", "the parameters that it sets", lambda s, r: _written(s.database), "", ""
    yield "unbounded_transactions", "list", "sessions in it whose idle transactions nothing ends", _unbounded("idle_in_transaction_session_timeout"), "", "both"
    yield "unbounded_statements", "list", "sessions in it without statement_timeout", _unbounded("statement_timeout"), "", "both"
    for name in effective.TIMEOUTS:
        yield name, "int", f"{name} in effect in it for a role without its own", _own(name), "ms", "major"
    yield "slots", "int", "the connections that ordinary roles can open", lambda s, r: as_cell(s.server.slots(r.major)), "", "major"


def words() -> Iterable[Word]:
    """The words ``role.*`` and ``database.*``."""
    for name, kind, doc, get, unit, by in _role_words():
        yield Word(f"role.{name}", kind, doc, get, unit, by)
    for name, kind, doc, get, unit, by in _database_words():
        yield Word(f"database.{name}", kind, doc, get, unit, by)
