"""The words of a role and of a database, at one server."""

from __future__ import annotations

from pglint.model import consumers, effective, logins, sessions
from pglint.model.role import is_past, is_placeholder
from pglint.model.slots import RESERVED_SINCE, RESERVERS
from pglint.model.steady import parameters_are_steady, timeouts_are_steady
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.rulebook.words.word import Word, as_cell
from pglint.values import Cell, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pglint.model.role import Database, Role
    from pglint.model.server import Server
    from pglint.rulebook.words.word import Getter, Reading

    Same = Callable[["RoleSubject | DatabaseSubject", list[int]], bool]

SENDERS_EXEMPT_SINCE = 13
"""From then on no WAL sender is counted by the limit of its role or database (release notes of 13)."""
SLOTS = ("max_connections", "superuser_reserved_connections", "reserved_connections")


class RoleSubject(NamedTuple):
    role: Role
    server: Server


class DatabaseSubject(NamedTuple):
    database: Database
    server: Server


def _replication(subject: RoleSubject, reading: Reading) -> Cell:
    return subject.role.replication or Cell(False)


def _login(subject: RoleSubject, reading: Reading) -> Cell:
    """As stated; somebody who logs in as it takes for granted that it can."""
    role = subject.role
    if role.login is not None:
        return role.login
    if logins.of_role(subject.server, role.name).value:
        return Cell(True)
    return Cell(Unknown(f'whether "{role.name}" can log in is not declared', role.span))


def _only_replicates(subject: RoleSubject, reading: Reading) -> Cell:
    """A REPLICATION role that nobody else uses, of a version in which its limit does not count WAL senders."""
    found = _replication(subject, reading)
    if found.value is not True:
        return found
    return Cell(reading.major >= SENDERS_EXEMPT_SINCE and not logins.of_role(subject.server, subject.role.name).value)


def _superuser(subject: RoleSubject, reading: Reading) -> Cell:
    found = subject.role.superuser
    return found if found is not None else Cell(subject.server.is_superuser(subject.role.name))


def _role_slots(subject: RoleSubject, reading: Reading) -> Cell:
    name = subject.role.name
    superuser, reserver = subject.server.is_superuser(name), subject.server.is_reserver(name)
    return as_cell(subject.server.slots(reading.major, superuser=superuser, reserver=reserver))


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
    yield "named", "bool", "whether a file tells its name", lambda s, r: Cell(s.role.is_named), "", ""
    yield "placeholder", "bool", "whether its name only stands for one that is filled in", lambda s, r: Cell(is_placeholder(s.role.name)), "", ""
    yield "stated", "bool", "whether files state it, not only pglint.toml", lambda s, r: Cell(s.role.stated), "", ""
    yield "copied", "bool", "whether only dumps, or SQL in folders of tests and examples, state it", lambda s, r: Cell(s.role.copied), "", ""
    yield "dropped", "bool", "whether it ends dropped", lambda s, r: Cell(s.role.dropped, s.role.span), "", ""
    yield "limit", "int", "its CONNECTION LIMIT, -1 for none", lambda s, r: s.role.limit, "", ""
    yield "superuser", "bool", "whether it is a superuser", _superuser, "", ""
    yield "replication", "bool", "whether it has REPLICATION", _replication, "", ""
    yield "only_replicates", "bool", "whether it is there for WAL senders, which its limit does not count", _only_replicates, "", "major"
    yield "login", "bool", "whether it can log in", _login, "", ""
    yield "expired", "bool", "whether its VALID UNTIL is in the past", _expired, "", ""
    yield "logins", "list", "the pools and direct applications that log in as it", lambda s, r: logins.of_role(s.server, s.role.name), "", ""
    yield "demand", "int", "what the pools that log in as it can open", _demand, "", "version"
    yield "pools", "int", "how many pools log in as it", _pools, "", "version"
    yield "slots", "int", "the connections that its class of roles can open", _role_slots, "", "major"
    yield "reserves", "bool", "whether it may use reserved_connections", _reserves, "", "major"
    yield "senders", "int", "WAL senders that log in as it", lambda s, r: as_cell(consumers.role_senders(s.server, s.role.name)), "", ""
    yield "senders_count", "bool", "whether its limit counts WAL senders", lambda s, r: Cell(r.major < SENDERS_EXEMPT_SINCE), "", "major"
    yield "apps", "list", "the applications that log in as it", _apps, "", ""
    yield "written", "list", "the parameters that it sets for itself", lambda s, r: _written(s.role), "", ""
    yield "unbounded_transactions", "list", "its sessions whose idle transactions nothing ends", _unbounded("idle_in_transaction_session_timeout"), "", "both"
    yield "unbounded_statements", "list", "its sessions without statement_timeout", _unbounded("statement_timeout"), "", "both"
    yield "unbounded_transactions_within", "list", "databases in which its own setting leaves its idle transactions without an end", _within("idle_in_transaction_session_timeout"), "", "both"
    yield "unbounded_statements_within", "list", "databases in which its own setting leaves it without statement_timeout", _within("statement_timeout"), "", "both"
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


def _within(name: str) -> Getter:
    """Of a role that has its own value of a timeout in some database."""

    def get(subject: RoleSubject, reading: Reading) -> Cell:
        return sessions.unbounded_within(subject.server, name, reading.major, reading.version, subject.role)

    return get


def _written(whose: Role | Database) -> Cell:
    return Cell(tuple(sorted(name.lower() for name in whose.settings)))


def _expired(subject: RoleSubject, reading: Reading) -> Cell:
    found = subject.role.valid_until
    if found is None:
        return Cell(False)
    if not isinstance(found.value, str):
        return found
    return found._replace(value=is_past(found.value))


def _reserves(subject: RoleSubject, reading: Reading) -> Cell:
    """A member of pg_use_reserved_connections (16+)."""
    return Cell(reading.major >= RESERVED_SINCE and RESERVERS in subject.role.member_of)


def _own(name: str) -> Getter:
    def get(subject: DatabaseSubject, reading: Reading) -> Cell:
        return effective.lookup(subject.server, name, reading.major, None, subject.database.name)

    return get


def _database_logins(*, ordinary: bool) -> Getter:
    return lambda s, r: logins.of_database(s.server, s.database.name, ordinary=ordinary)


def _database_words() -> Iterable[tuple[str, str, str, Getter, str, str]]:
    yield "name", "string", "its name", lambda s, r: Cell(s.database.name, s.database.span), "", ""
    yield "stated", "bool", "whether files state it, not only pglint.toml", lambda s, r: Cell(s.database.stated), "", ""
    yield "limit", "int", "its CONNECTION LIMIT, -1 for none", lambda s, r: s.database.limit, "", ""
    yield "allows_connections", "bool", "ALLOW_CONNECTIONS", lambda s, r: s.database.allows_connections or Cell(True), "", ""
    yield "neighbours", "int", "databases of its server that are known, itself included", lambda s, r: Cell(len(s.server.databases)), "", ""
    yield "logins", "list", "the pools and direct applications that log in to it", _database_logins(ordinary=False), "", ""
    yield "ordinary_logins", "list", "those of them whose role is no superuser", _database_logins(ordinary=True), "", ""
    yield "demand", "int", "what pools and applications can open in it", _database_demand, "", "version"
    yield "senders", "int", "WAL senders of logical streams out of it", lambda s, r: as_cell(consumers.database_senders(s.server, s.database.name)), "", ""
    yield "senders_count", "bool", "whether its limit counts WAL senders", lambda s, r: Cell(r.major < SENDERS_EXEMPT_SINCE), "", "major"
    yield "written", "list", "the parameters that it sets", lambda s, r: _written(s.database), "", ""
    yield "unbounded_transactions", "list", "sessions in it whose idle transactions nothing ends", _unbounded("idle_in_transaction_session_timeout"), "", "both"
    yield "unbounded_statements", "list", "sessions in it without statement_timeout", _unbounded("statement_timeout"), "", "both"
    for name in effective.TIMEOUTS:
        yield name, "int", f"{name} in effect in it for a role without its own", _own(name), "ms", "major"
    yield "slots", "int", "the connections that ordinary roles can open", lambda s, r: as_cell(s.server.slots(r.major)), "", "major"


def _same_timeouts(*names: str) -> Same:
    return lambda subject, majors: timeouts_are_steady(subject.server, names, majors)


def _same_slots(subject: RoleSubject | DatabaseSubject, majors: list[int]) -> bool:
    return parameters_are_steady(subject.server, SLOTS, majors)


def _one_side_of(change: int) -> Same:
    return lambda subject, majors: majors[0] >= change or majors[-1] < change


def _never_reserves(subject: RoleSubject | DatabaseSubject, majors: list[int]) -> bool:
    return isinstance(subject, RoleSubject) and RESERVERS not in subject.role.member_of


SAME: dict[str, Same] = {
    "slots": _same_slots,
    "reserves": _never_reserves,
    "only_replicates": _one_side_of(SENDERS_EXEMPT_SINCE),
    "senders_count": _one_side_of(SENDERS_EXEMPT_SINCE),
    "unbounded_transactions": _same_timeouts("idle_in_transaction_session_timeout", "transaction_timeout"),
    "unbounded_statements": _same_timeouts("statement_timeout"),
    "unbounded_transactions_within": _same_timeouts("idle_in_transaction_session_timeout", "transaction_timeout"),
    "unbounded_statements_within": _same_timeouts("statement_timeout"),
    **{name: _same_timeouts(name) for name in effective.TIMEOUTS},
}
"""When a word cannot differ between majors."""

DEAR = frozenset(
    (
        "demand", "pools", "slots", "logins", "ordinary_logins", "senders", "unbounded_transactions",
        "unbounded_statements", "unbounded_transactions_within", "unbounded_statements_within",
    )
)  # fmt: skip
"""Words that take a sum, or a look at all pools, to answer."""


def words() -> Iterable[Word]:
    """The words ``role.*`` and ``database.*``."""
    for name, kind, doc, get, unit, by in _role_words():
        yield Word(f"role.{name}", kind, doc, get, unit, by, SAME.get(name), name in DEAR)
    for name, kind, doc, get, unit, by in _database_words():
        yield Word(f"database.{name}", kind, doc, get, unit, by, SAME.get(name), name in DEAR)
