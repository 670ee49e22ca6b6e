"""The words of a pooler and of its pools."""

from __future__ import annotations

from pglint.model import capacity, effective, logins
from pglint.model.pool import Limit, cap, database_limit, minimum, mode, named_user, reserve, size, user_limit
from pglint.model.steady import timeouts_are_steady
from pglint.record import TYPE_CHECKING
from pglint.rulebook.words.word import Word, as_cell
from pglint.values import Cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from pglint.model.capacity import PoolSubject
    from pglint.model.pooler import Pooler
    from pglint.rulebook.words.word import Getter, Reading

# setting, kind, unit, value in versions that do not have it
SETTINGS: tuple[tuple[str, str, str, int | str | None], ...] = (
    ("max_client_conn", "int", "", None),
    ("max_db_client_connections", "int", "", 0),
    ("max_user_client_connections", "int", "", 0),
    ("default_pool_size", "int", "", None),
    ("min_pool_size", "int", "", None),
    ("reserve_pool_size", "int", "", None),
    ("reserve_pool_timeout", "int", "ms", None),
    ("max_db_connections", "int", "", None),
    ("max_user_connections", "int", "", None),
    ("max_prepared_statements", "int", "", 0),
    ("pool_mode", "string", "", None),
    ("auth_type", "string", "", None),
    ("listen_addr", "string", "", None),
    ("query_wait_timeout", "int", "ms", None),
    ("query_timeout", "int", "ms", None),
    ("client_idle_timeout", "int", "ms", None),
    ("server_idle_timeout", "int", "ms", None),
    ("idle_transaction_timeout", "int", "ms", None),
    ("transaction_timeout", "int", "ms", 0),
    ("server_reset_query", "string", "", None),
    ("server_reset_query_always", "int", "", None),
    ("tcp_keepalive", "int", "", None),
)

DEFAULT_CHANGED = ("max_prepared_statements",)
"""Settings whose default depends on the version."""


def _setting(name: str, absent: int | str | None) -> Getter:
    def get(pooler: Pooler, reading: Reading) -> Cell:
        version = pooler.version(reading.version)
        if absent is not None and not pooler.exists(name, version):
            return Cell(absent)
        return pooler.settings.cell(name, version)

    return get


def _ignored(pooler: Pooler, reading: Reading) -> Cell:
    found = pooler.settings.cell("ignore_startup_parameters", pooler.version(reading.version))
    if not isinstance(found.value, str):
        return found
    return found._replace(value=tuple(part.strip() for part in found.value.split(",") if part.strip()))


def _dropped(pooler: Pooler, reading: Reading) -> Cell:
    """The timeouts in ignore_startup_parameters, and the word options, which holds any of them."""
    found = _ignored(pooler, reading)
    if not isinstance(found.value, tuple):
        return found
    return found._replace(value=tuple(name for name in found.value if name in (*effective.TIMEOUTS, "options")))


def _lost(pooler: Pooler, reading: Reading) -> Cell:
    """The timeouts that applications declare to send and that it drops, with who sends them."""
    dropped = _dropped(pooler, reading)
    if not isinstance(dropped.value, tuple):
        return dropped
    found, place = [], None
    for app in capacity.through(pooler):
        for name in app.sends:
            if name in effective.TIMEOUTS and (name in dropped.value or "options" in dropped.value):
                found.append(f'{name} of "{app.name}"')
                place = place or (app.declared.startup_parameters or dropped).span
    return Cell(tuple(found), place)


def _prepared_clients(pooler: Pooler, reading: Reading) -> Cell:
    """``some`` application is known to use prepared statements, ``none`` of those known does, or that is ``unknown``."""
    declared = [app.declared.prepared_statements for app in capacity.through(pooler)]
    if any(found is not None and found.value for found in declared):
        return Cell("some")
    return Cell("none" if declared and None not in declared else "unknown")


def _unbounded(pooler: Pooler, reading: Reading) -> Cell:
    found = pooler.open_end(pooler.settings.databases, pooler.version(reading.version))
    return Cell(found.what, found.entry.name_span if found.entry else None)


def _auth_file_missing(pooler: Pooler, reading: Reading) -> Cell:
    found = pooler.unread_users(pooler.settings.databases, pooler.version(reading.version))
    return Cell(found is not None, found.span if found else None)


def _peak_declared(pooler: Pooler, reading: Reading) -> Cell:
    peaks = [app.declared.peak_replicas for app in capacity.through(pooler)]
    return Cell(any(peaks) or bool(pooler.declared and pooler.declared.peak_instances))


def _of(get: Callable[..., Any], **how: bool) -> Getter:
    """A function of the pooler and its version."""

    def answer(pooler: Pooler, reading: Reading) -> Cell:
        return as_cell(get(pooler, pooler.version(reading.version), **how))

    return answer


def _clients(*, peak: bool = False) -> Getter:
    return lambda pooler, reading: as_cell(capacity.app_clients(pooler, peak=peak))


def _nofile(pooler: Pooler, reading: Reading) -> Cell:
    found = pooler.declared.nofile if pooler.declared else None
    return as_cell(found, "the descriptor limit of this pooler is not declared")


def _pooler_words() -> Iterable[tuple[str, str, str, Getter, str, str]]:
    yield "name", "string", "its file", lambda p, r: Cell(p.name), "", ""
    yield "file", "string", "its main file", lambda p, r: Cell(p.source.path, p.home), "", ""
    yield "minor", "int", "its version as a number: 1.24.1 is 12401", _of(lambda p, version: Cell(_number(version))), "", "exact version"
    yield "written", "list", "the settings that its files set", lambda p, r: Cell(p.written_names), "", ""
    yield "platform", "string", "the cloud platform that runs it, '' for none", lambda p, r: Cell(p.fact.platform if p.fact else ""), "", ""
    yield "has_section", "bool", "whether there is a [pgbouncer] section", lambda p, r: Cell(bool(p.settings.opened)), "", ""
    yield "complete", "bool", "whether every %include was read", lambda p, r: Cell(not p.settings.chain.unread), "", ""
    yield "instances", "int", "processes, pods and hosts", lambda p, r: p.instances, "", ""
    yield "unbounded", "string", "what no limit holds: databases, users or both", _unbounded, "", "version"
    yield "auth_file_missing", "bool", "whether the number of users matters, and the auth_file is not here", _auth_file_missing, "", "version"
    yield "ignore_startup_parameters", "list", "start-up parameters that it drops", _ignored, "", ""
    yield "dropped_timeouts", "list", "the timeouts among them, and options", _dropped, "", ""
    yield "lost_timeouts", "list", "the timeouts that known applications send and it drops", _lost, "", ""
    yield "prepared_clients", "string", "who is known to use prepared statements: some, none or unknown", _prepared_clients, "", ""
    yield "client_slots", "int", "clients that all instances take", _of(capacity.client_slots), "", ""
    yield "app_clients", "int", "client connections of the known applications", _clients(), "", ""
    yield "peak_app_clients", "int", "the same at peak replicas", _clients(peak=True), "", ""
    yield "peak_client_slots", "int", "clients that all instances take at their peak", _of(capacity.client_slots, peak=True), "", ""
    yield "peak_declared", "bool", "whether a peak of it or of its applications is declared", _peak_declared, "", ""
    yield "largest_pool", "int", "the cap of the largest pool that shares connections, against its clients", _of(capacity.largest_pool), "", "version"
    yield "pool_total", "int", "the caps of all pools that are not in session mode", _of(capacity.pool_total), "", "version"
    yield "client_cap", "int", "the clients that can come to that pool, in one instance", _of(capacity.client_cap), "", "version"
    yield "descriptors", "int", "file descriptors at full load", _of(capacity.descriptors), "", "version"
    yield "nofile", "int", "the declared descriptor limit", _nofile, "", ""
    yield "largest_reserve", "int", "the largest reserve pool written", _of(capacity.largest_reserve), "", "version"
    yield "modes", "list", "the modes of its pools", _of(capacity.modes), "", "version"
    yield "user_idle_timeout", "int", "the first client_idle_timeout of a [users] line, -1 for none", _of(capacity.user_idle_timeout), "ms", "version"
    yield "superusers", "list", "the superusers that its pools log in as", lambda p, r: logins.superusers(p), "", ""
    yield "listens", "string", "loopback, open, or none", _of(capacity.listens), "", ""


def _number(version: tuple[int, ...]) -> int:
    major, minor, patch = (*version, 0, 0)[:3]
    return major * 10000 + minor * 100 + patch


def _timeout(name: str) -> Getter:
    def get(subject: PoolSubject, reading: Reading) -> Cell:
        return effective.timeout(subject.server, name, reading.major, subject.pool.user, subject.database())

    return get


def _same_timeout(name: str) -> Callable[[PoolSubject, list[int]], bool]:
    def same(subject: PoolSubject, majors: list[int]) -> bool:
        return subject.server is None or timeouts_are_steady(subject.server, (name,), majors)

    return same


def _of_pool(get: Callable[..., Any]) -> Getter:
    """A function of the settings, the pool and the version; a Limit's cell counts."""

    def answer(subject: PoolSubject, reading: Reading) -> Cell:
        found = get(subject.pooler.settings, subject.pool, subject.pooler.version(reading.version))
        return found.cell if isinstance(found, Limit) else as_cell(found)

    return answer


def _pool_of(get: Callable[..., Any]) -> Getter:
    """A function of the pooler, the pool and the version."""

    def answer(subject: PoolSubject, reading: Reading) -> Cell:
        return as_cell(get(subject.pooler, subject.pool, subject.pooler.version(reading.version)))

    return answer


def _user_time(name: str) -> Getter:
    return _pool_of(lambda pooler, pool, version: capacity.user_time(pooler, pool, name, version))


def _pool_words() -> Iterable[tuple[str, str, str, Getter, str, str]]:
    yield "database", "string", "its database entry", lambda s, r: Cell(s.pool.entry.name, s.pool.entry.name_span), "", ""
    yield "user", "string", "the user it logs in as", lambda s, r: as_cell(s.user()), "", ""
    yield "forced", "bool", "whether the entry forces the user", lambda s, r: Cell(s.pool.forced), "", ""
    yield "user_known", "bool", "whether a file tells the user", lambda s, r: Cell(s.pool.user is not None), "", ""
    yield "size", "int", "its size", _of_pool(size), "", "version"
    yield "reserve", "int", "its reserve", _of_pool(reserve), "", "version"
    yield "min_size", "int", "min_pool_size", _of_pool(minimum), "", "version"
    yield "cap", "int", "size and reserve together", _of_pool(lambda *of: capacity.number(cap(*of, clients=False))), "", "version"
    yield "max_db", "int", "max_db_connections (0: none)", _of_pool(lambda settings, pool, version: database_limit(settings, pool.entry, version)), "", "version"
    yield "max_user", "int", "max_user_connections (0: none)", _of_pool(lambda settings, pool, version: user_limit(settings, named_user(pool, version), version)), "", "version"
    yield "mode", "string", "its effective pool_mode", _of_pool(mode), "", "version"
    yield "clients", "int", "clients that can reach it", _pool_of(capacity.pool_clients), "", "version"
    yield "connections", "int", "its server connections over all instances", _pool_of(capacity.pool_connections), "", "version"
    yield "query_timeout", "int", "query_timeout of its user, else of all", _user_time("query_timeout"), "ms", "version"
    yield "pooler_idle_transaction_timeout", "int", "idle_transaction_timeout of its user, else of all", _user_time("idle_transaction_timeout"), "ms", "version"
    yield "client_idle_timeout", "int", "client_idle_timeout of its clients", _pool_of(capacity.client_idle_time), "ms", "version"


DEAR = frozenset(
    (
        "unbounded", "auth_file_missing", "client_slots", "app_clients", "peak_app_clients",
        "peak_client_slots", "largest_pool", "pool_total", "client_cap", "descriptors", "largest_reserve",
        "modes", "superusers", "dropped_timeouts", "lost_timeouts", "cap", "clients", "connections",
    )
)  # fmt: skip
"""Words that take a sum to answer."""


def words() -> Iterable[Word]:
    """The words ``pooler.*`` and ``pool.*``."""
    for name, kind, doc, get, unit, by in _pooler_words():
        yield Word(f"pooler.{name}", kind, doc, get, unit, by, dear=name in DEAR)
    for name, kind, unit, absent in SETTINGS:
        yield Word(f"pooler.{name}", kind, f"effective {name}", _setting(name, absent), unit, "exact version" if name in DEFAULT_CHANGED else "version")
    for name, kind, doc, get, unit, by in _pool_words():
        yield Word(f"pool.{name}", kind, doc, get, unit, by, dear=name in DEAR)
    for name in effective.TIMEOUTS:
        doc = f"{name} in effect for its role"
        yield Word(f"pool.{name}", "int", doc, _timeout(name), "ms", "major", _same_timeout(name), True)
