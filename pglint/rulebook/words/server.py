"""The words of a server, and of a standby, which is a server that follows one."""

from __future__ import annotations

from pglint.model import consumers, memory, sessions, standbys, synchronous
from pglint.model.server import Server
from pglint.model.steady import parameters_are_steady, timeouts_are_steady
from pglint.record import TYPE_CHECKING
from pglint.rulebook.words import managed
from pglint.rulebook.words.word import Word, as_cell
from pglint.source import first_line
from pglint.values import Cell, Range, Sum, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pglint.rulebook.words.word import Getter, Reading
    from pglint.values import Value

# parameter, kind, unit, value in majors that do not have it (None: unknown there), factor to the unit
PARAMETERS: tuple[tuple[str, str, str, int | str | bool | None, int], ...] = (
    ("max_connections", "int", "", None, 1),
    ("superuser_reserved_connections", "int", "", None, 1),
    ("reserved_connections", "int", "", 0, 1),
    ("max_wal_senders", "int", "", None, 1),
    ("max_replication_slots", "int", "", None, 1),
    ("max_worker_processes", "int", "", None, 1),
    ("max_prepared_transactions", "int", "", None, 1),
    ("max_locks_per_transaction", "int", "", None, 1),
    ("wal_level", "string", "", None, 1),
    ("archive_mode", "string", "", None, 1),
    ("archive_command", "string", "", None, 1),
    ("archive_library", "string", "", "", 1),
    ("summarize_wal", "bool", "", False, 1),
    ("hot_standby", "bool", "", None, 1),
    ("max_slot_wal_keep_size", "int", "MB", -1, 1),
    ("idle_replication_slot_timeout", "int", "ms", 0, 1000),
    ("wal_keep_size", "int", "MB", 0, 1),
    ("wal_keep_segments", "int", "", 0, 1),
    ("wal_sender_timeout", "int", "ms", None, 1),
    ("wal_receiver_timeout", "int", "ms", None, 1),
    ("statement_timeout", "int", "ms", None, 1),
    ("lock_timeout", "int", "ms", None, 1),
    ("idle_in_transaction_session_timeout", "int", "ms", None, 1),
    ("idle_session_timeout", "int", "ms", 0, 1),
    ("transaction_timeout", "int", "ms", 0, 1),
    ("tcp_keepalives_idle", "int", "ms", None, 1000),
    ("shared_buffers", "int", "kB", None, 8),
    ("work_mem", "int", "kB", None, 1),
    ("maintenance_work_mem", "int", "kB", None, 1),
    ("autovacuum_work_mem", "int", "kB", None, 1),
    ("autovacuum_max_workers", "int", "", None, 1),
    ("listen_addresses", "string", "", None, 1),
    ("synchronous_standby_names", "string", "", None, 1),
    ("password_encryption", "string", "", None, 1),
    ("synchronous_commit", "string", "", None, 1),
    ("primary_slot_name", "string", "", "", 1),
)
NAMES = tuple(name for name, *_ in PARAMETERS)


def _same(*names: str) -> Callable[[Server, list[int]], bool]:
    return lambda server, majors: parameters_are_steady(server, names, majors)


def _same_timeouts(*names: str) -> Callable[[Server, list[int]], bool]:
    return lambda server, majors: timeouts_are_steady(server, names, majors)


SLOTS = ("max_connections", "superuser_reserved_connections", "reserved_connections")
MEMORY = ("max_connections", "work_mem", "shared_buffers")
READS = {
    "slots": SLOTS,
    "role_slots": SLOTS,
    "demand_exceeds": SLOTS,
    "worst_exceeds": SLOTS,
    "sync_wanted": ("synchronous_standby_names",),
    "sync_named": ("synchronous_standby_names",),
    "sessions_at_once": ("max_connections",),
    "session_memory": MEMORY,
    "hash_memory": (*MEMORY, "hash_mem_multiplier"),
    "maintenance_memory": ("autovacuum_max_workers", "autovacuum_work_mem", "maintenance_work_mem"),
}
"""The parameters that decide a word: where they are the same in several majors, so is the word."""

TIMEOUTS = {
    "unbounded_transactions": ("idle_in_transaction_session_timeout", "transaction_timeout"),
    "unbounded_statements": ("statement_timeout",),
}
"""The same of timeouts, of which roles and databases may have values of their own."""


def _parameter(name: str, absent: int | str | bool | None, factor: int) -> Getter:
    def get(server: Server, reading: Reading) -> Cell:
        if absent is not None and not server.exists(name, reading.major):
            return Cell(absent)
        found = server.guc(name, reading.major)
        return found if factor == 1 else found._replace(value=_times(found.value, factor))

    return get


def _times(value: Value, factor: int) -> Value:
    """A number in another unit; 0 and -1 have meanings of their own."""
    if isinstance(value, Range):
        low, high = (None if end is None else end * factor for end in (value.low, value.high))
        return value._replace(low=low, high=high)
    return value * factor if isinstance(value, int) and value > 0 else value


def _declared(name: str) -> Getter:
    def get(server: Server, reading: Reading) -> Cell:
        found = getattr(server.declared, name) if server.declared else None
        return as_cell(found, f"{name} of this server is not declared")

    return get


def _count(name: str) -> Getter:
    def get(server: Server, reading: Reading) -> Cell:
        found = getattr(server.declared, name) if server.declared else None
        return found if found is not None else Cell(0)

    return get


def _written(server: Server, reading: Reading) -> Cell:
    return Cell(server.written_names)


def _standbys(server: Server, reading: Reading) -> Cell:
    term = consumers.standbys(server)
    return Cell(term.times, term.span) if term else Cell(0)


def _slots(server: Server, reading: Reading) -> Cell:
    return as_cell(server.pool_slots(reading.major, reading.version))


def _demand(server: Server, reading: Reading) -> Cell:
    """The proven demand; what is above it is known up to the worst case."""
    return as_cell(server.demand(reading.version))


def _complete(server: Server, reading: Reading) -> Cell:
    total, direct = server.demand(reading.version), server.direct()
    return Cell(not (total.missing or direct.missing or total.total is None or direct.total is None))


def _exceeds(get: Callable[[Server, tuple[int, ...]], Sum | Unknown]) -> Getter:
    """Whether a sum of the pools, with the direct connections, is sure to be above the slots."""

    def answer(server: Server, reading: Reading) -> Cell:
        demand, direct = get(server, reading.version), server.direct()
        slots = server.pool_slots(reading.major, reading.version)
        known = isinstance(demand, Sum) and not demand.at_most and not slots.at_least
        if not known or not isinstance(demand, Sum) or demand.total is None or direct.total is None or slots.total is None:
            return Cell(False)
        return Cell(demand.total + direct.total > slots.total)

    return answer


def _peak_declared(server: Server, reading: Reading) -> Cell:
    poolers = [link.pooler.declared for link in server.links]
    return Cell(
        any(declared and declared.peak_instances for declared in poolers)
        or any(app.declared.peak_replicas for app in server.direct_apps())
    )


def _role_limits(server: Server, reading: Reading) -> Cell:
    from pglint.values import Term

    terms = tuple(
        Term(f'CONNECTION LIMIT of "{role.name}"', role.limit.value, 1, role.limit.span)
        for role in server.roles.values()
        if isinstance(role.limit.value, int) and role.limit.value > 0 and role.logs_in and not server.is_superuser(role.name)
    )
    return as_cell(Sum("role limits", sum(term.value for term in terms), terms))


def _admits_replication(server: Server, reading: Reading) -> Cell:
    from pglint.model.hba import admits_replication_beyond_loopback

    if isinstance(server.hba, Unknown):
        return Cell(server.hba)
    found = admits_replication_beyond_loopback(server.hba)
    return Cell(found) if isinstance(found, Unknown) else Cell(found is not None, found.span if found else None)


def _hba_file(server: Server, reading: Reading) -> Cell:
    if isinstance(server.hba, Unknown):
        return Cell(server.hba)
    place = first_line(server.hba_source) if server.hba_source else None
    return Cell(place.path if place else "", place)


def _application_known(server: Server, reading: Reading) -> Cell:
    return Cell(bool(server.links or server.unlinked or server.apps or server.roles))


def _whole(server: Server, reading: Reading) -> Cell:
    """True where all of its files are read; else unknown, with the reason."""
    chain = server.settings.chain
    if chain.unread:
        return Cell(chain.unread[0][1])
    if not server.settings.complete:
        why = "a template with branches" if chain.template else "only a part of the settings: the main file is not in the tree"
        return Cell(Unknown(why, server.home))
    return Cell(True)


def _sessions(server: Server, reading: Reading) -> Cell:
    found = tuple(session.label for session in sessions.sessions(server, reading.version))
    return Cell(server.unlinked[0] if server.unlinked and not found else found)


def _sessions_without(name: str) -> Getter:
    return lambda server, reading: sessions.unbounded(server, name, reading.major, reading.version)


def _tables() -> Iterable[tuple[str, str, str, Getter, str, str]]:
    yield "name", "string", "the stack's or file's name", lambda s, r: Cell(s.name), "", ""
    yield "file", "string", "its main file", lambda s, r: Cell(s.source.path, s.home), "", ""
    yield "major", "int", "the PostgreSQL major version", lambda s, r: Cell(r.major), "", "major"
    yield "written", "list", "the parameters that its files set", _written, "", ""
    yield "whole", "bool", "true where the main file and all includes are read, else unknown", _whole, "", ""
    yield "fresh", "bool", "whether all that is known of its settings is ALTER SYSTEM right after initdb", lambda s, r: Cell(s.fresh), "", ""
    yield "known_sessions", "list", "known pools, applications and roles", _sessions, "", "version"
    yield "unbounded_transactions", "list", "those whose idle transactions nothing ends", _sessions_without("idle_in_transaction_session_timeout"), "", "both"
    yield "unbounded_statements", "list", "those without statement_timeout", _sessions_without("statement_timeout"), "", "both"
    yield "is_standby", "bool", "whether it follows another server", lambda s, r: Cell(s.primary is not None), "", ""
    yield "pooled", "bool", "whether a pooler stands in front", lambda s, r: Cell(bool(s.links or s.unlinked)), "", ""
    yield "application_known", "bool", "whether a pool, application or role is known", _application_known, "", ""
    yield "slots", "int", "connections that the pools' class of roles can open", _slots, "", "both"
    yield "role_slots", "int", "connections that ordinary roles can open", lambda s, r: as_cell(s.slots(r.major)), "", "major"
    yield "demand", "int", "server connections that its pools can hold for sure", _demand, "", "version"
    yield "worst", "int", "the most that its pools can hold", lambda s, r: as_cell(s.worst(r.version)), "", "version"
    yield "demand_exceeds", "bool", "whether demand and direct are surely above slots", _exceeds(Server.demand), "", "both"
    yield "worst_exceeds", "bool", "whether worst and direct are surely above slots", _exceeds(Server.worst), "", "both"
    yield "peak_declared", "bool", "whether a peak of its poolers or direct applications is declared", _peak_declared, "", ""
    yield "peak_demand", "int", "the same at peak instances", lambda s, r: as_cell(s.demand(r.version, peak=True)), "", "version"
    yield "direct", "int", "connections past the poolers", lambda s, r: as_cell(s.direct()), "", ""
    yield "peak_direct", "int", "the same at peak replicas", lambda s, r: as_cell(s.direct(peak=True)), "", ""
    yield "pool_floor", "int", "what the poolers keep open", lambda s, r: as_cell(s.floor(r.version)), "", "version"
    yield "demand_complete", "bool", "whether demand and direct are all there is", _complete, "", "version"
    yield "role_limits", "int", "the sum of the roles' CONNECTION LIMITs", _role_limits, "", ""
    yield "memory", "int", "declared memory", _declared("memory"), "kB", ""
    yield "cpus", "int", "declared CPUs", _declared("cpus"), "", ""
    yield "subscribers", "int", "declared subscribers", _count("subscribers"), "", ""
    yield "logical_slots", "int", "logical slots and subscriptions to it that are known", lambda s, r: consumers.logical_slots(s), "", ""
    yield "publications", "int", "publications that are known", lambda s, r: Cell(len(s.publications), s.publications[0].span if s.publications else None), "", ""
    yield "standbys", "int", "physical standbys, declared or found", _standbys, "", ""
    yield "backups", "list", "declared backup tools", lambda s, r: (s.declared and s.declared.backups) or Cell(()), "", ""
    yield "consumers", "int", "WAL senders in use when all are connected", lambda s, r: as_cell(consumers.senders(s)), "", ""
    yield "replication_slots_used", "int", "replication slots in use", lambda s, r: as_cell(consumers.slots(s)), "", ""
    yield "standbys_without_slot", "int", "standbys that name no slot", lambda s, r: Cell(consumers.standbys_without_slot(s)), "", ""
    yield "shared_replication_slot", "string", "a slot that two standbys name", lambda s, r: consumers.shared_slot(s), "", ""
    yield "lasting_replication_slots", "int", "replication slots that outlive their connection", lambda s, r: as_cell(consumers.lasting_slots(s)), "", ""
    yield "streaming", "int", "standbys, subscriptions and receivers", lambda s, r: as_cell(consumers.streaming(s)), "", ""
    yield "standbys_declared", "bool", "whether somebody says how many standbys there are", lambda s, r: Cell(consumers.standbys_declared(s)), "", ""
    yield "sync_wanted", "int", "standbys that synchronous_standby_names waits for", lambda s, r: synchronous.wanted(s, r.major), "", "major"
    yield "sync_named", "int", "standbys that it names (many for *)", lambda s, r: synchronous.named(s, r.major), "", "major"
    yield "sessions_at_once", "int", "max_connections, or the demand where it is complete and less", lambda s, r: memory.sessions(s, *r), "", "both"
    yield "session_memory", "int", "what the sessions may take", lambda s, r: memory.session_memory(s, *r), "kB", "both"
    yield "hash_memory", "int", "the same with hash_mem_multiplier", lambda s, r: memory.hash_memory(s, *r), "kB", "both"
    yield "memory_known", "bool", "whether its memory is declared", lambda s, r: Cell(bool(s.declared and s.declared.memory)), "", ""
    yield "maintenance_memory", "int", "what the autovacuum workers may take", lambda s, r: memory.maintenance_memory(s, r.major), "kB", "major"
    yield "admits_replication", "bool", "whether pg_hba.conf admits a standby", _admits_replication, "", ""
    yield "hba_file", "string", "the pg_hba.conf that it loads", _hba_file, "", ""


SAME: dict[str, Callable[[Server, list[int]], bool]] = {
    **{name: _same(*parameters) for name, parameters in READS.items()},
    **{name: _same_timeouts(*parameters) for name, parameters in TIMEOUTS.items()},
    **managed.same(NAMES),
}
"""When a word cannot differ between majors."""

DEAR = frozenset(
    (
        "slots", "demand", "worst", "demand_exceeds", "worst_exceeds", "peak_demand", "direct",
        "peak_direct", "pool_floor", "demand_complete", "role_limits", "consumers",
        "replication_slots_used", "lasting_replication_slots", "streaming", "known_sessions",
        "unbounded_transactions", "unbounded_statements", "sessions_at_once", "session_memory",
        "hash_memory", "maintenance_memory", "role_slots", "sync_wanted", "sync_named",
        "shared_replication_slot", "standbys_without_slot", "admits_replication",
    )
)  # fmt: skip
"""Words that take a sum to answer."""


def words() -> Iterable[Word]:
    """The words ``server.*``, and the parameters again as ``standby.*``."""
    for name, kind, doc, get, unit, by in (*_tables(), *managed.rows(NAMES)):
        yield Word(f"server.{name}", kind, doc, get, unit, by, SAME.get(name), name in DEAR)
    for prefix, whose in (("server", "effective"), ("standby", "the standby's effective")):
        for name, kind, unit, absent, factor in PARAMETERS:
            doc = f"{whose} {name}"
            yield Word(f"{prefix}.{name}", kind, doc, _parameter(name, absent, factor), unit, "major", _same(name))
    yield Word("standby.file", "string", "the standby's main file", _tables_file)
    yield Word("standby.written", "list", "the parameters that its files set", _written)
    yield Word("standby.defaults_below", "list", "what it leaves at a default below the primary's value", _defaults_below, by="major")
    yield Word("standby.name", "string", "the standby's name", lambda s, r: Cell(s.name))


def _defaults_below(server: Server, reading: Reading) -> Cell:
    if server.primary is None:
        return Cell(Unknown("its primary is not known"))
    return standbys.below(server, server.primary, reading.major)


def _tables_file(server: Server, reading: Reading) -> Cell:
    return Cell(server.source.path, server.home)
