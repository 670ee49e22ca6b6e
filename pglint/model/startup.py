"""Settings that are valid one by one and that the server refuses to start with together.

Source: startup_constraints of real servers, 10 to 18 (docs/startup-constraints.md says which rule finds which, and
what no file can tell). Combinations that have a rule of their own are not judged here.
"""

from __future__ import annotations

from pglint.catalog.postgresql import parameter
from pglint.facts import Fault
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.source import first_line
from pglint.tree import Unreadable, folder, join

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pglint.model.settings import Settings
    from pglint.source import Source
    from pglint.tree import Tree

MAX_BACKENDS = 262143
"""MAX_BACKENDS of src/include/postmaster/postmaster.h: processes are numbered in 18 bits."""

SEGMENT = 16
"""MB of a WAL segment unless initdb is told otherwise (11+)."""

_PROTOCOLS = ("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3")
_TARGETS = ("recovery_target", "recovery_target_lsn", "recovery_target_name", "recovery_target_time",
            "recovery_target_xid")  # fmt: skip
_STAGES = ("log_parser_stats", "log_planner_stats", "log_executor_stats")
_SIGNALS_SINCE = 12


class Broken(NamedTuple):
    """The server's words with the values, and the parameters to blame: the first that a file sets is the place."""

    text: str
    names: tuple[str, ...]


class Constraint(NamedTuple):
    """``broken`` tells whether one major refuses the settings. Where no file sets a parameter nothing is asked."""

    parameters: tuple[str, ...]
    broken: Callable[[Settings, int], Broken | None]
    effect: str = "combination"


def faults(settings: Settings, tree: Tree | None = None) -> list[Fault]:
    """The combinations that every possible major refuses."""
    found = [fault for constraint in CONSTRAINTS if (fault := _fault(constraint, settings))]
    if tree is not None:
        found += _data_directory(settings, tree)
    return found


def _fault(constraint: Constraint, settings: Settings) -> Fault | None:
    if not any(settings.written(name) for name in constraint.parameters):
        return None
    broken: Broken | None = None
    for major in settings.readings:
        broken = constraint.broken(settings, major)
        if broken is None:
            return None
    written = [setting for name in dict.fromkeys(broken.names) if (setting := settings.written(name))] if broken else []
    if broken is None or not written:
        return None
    first, *others = written
    related = tuple((f"{each.name} is {each.value_span.text}", each.span) for each in others)
    return Fault(
        "invalid-value",
        broken.text,
        first.value_span,
        first.name,
        str(first.value),
        effect=constraint.effect,
        related=related,
    )


def _number(settings: Settings, name: str, major: int) -> int:
    """The value, or the least that the parameter can have where the files do not tell."""
    value = settings.cell(name, major).value
    if isinstance(value, int):
        return value
    found = parameter(name, major)
    return int(found.min or 0) if found else 0


def _processes(settings: Settings, major: int) -> Broken | None:
    """Up to 17 each parameter is checked when it is set, so the message names the one that passes the limit."""
    workers = "autovacuum_worker_slots" if major >= 18 else "autovacuum_max_workers"
    values = {
        name: _number(settings, name, major)
        for name in ("max_connections", workers, "max_worker_processes", "max_wal_senders")
    }
    shown = " + ".join(f"{name} {value}" for name, value in values.items())
    largest = tuple(sorted(values, key=lambda name: -values[name]))
    if major >= 18 and sum(values.values()) >= MAX_BACKENDS - 1:
        return Broken(f"too many server processes configured: {shown} must be less than {MAX_BACKENDS - 1}", largest)
    if 12 <= major < 18 and sum(values.values()) + 1 > MAX_BACKENDS:
        name = _passing(settings, values, major)
        refused = f'invalid value for parameter "{name}": {values[name]}'
        return Broken(f"{refused} ({shown} + 1 must not be more than {MAX_BACKENDS})", (name, *largest))
    return None


def _passing(settings: Settings, values: dict[str, int], major: int) -> str:
    """The parameter whose assignment takes the sum over the limit, in the order of the files."""
    so_far = {}
    for name in values:
        found = parameter(name, major)
        so_far[name] = found.default if found and isinstance(found.default, int) else 0
    order = sorted(values, key=settings.position)
    for name in order:
        so_far[name] = values[name]
        if sum(so_far.values()) + 1 > MAX_BACKENDS:
            return name
    return order[-1]


def _huge_pages(settings: Settings, major: int) -> Broken | None:
    kind = settings.cell("shared_memory_type", major).value
    if kind != "sysv" or settings.cell("huge_pages", major).value != "on":
        return None
    named = '"shared_memory_type"' if major >= 17 else "shared_memory_type"
    text = f"huge pages not supported with the current {named} setting: huge_pages = on, shared_memory_type = sysv"
    return Broken(text, ("shared_memory_type", "huge_pages"))


def _protocols(settings: Settings, major: int) -> Broken | None:
    if major < 13 or settings.cell("ssl", major).value is not True:
        return None
    low, high = (settings.cell(f"ssl_{end}_protocol_version", major).value for end in ("min", "max"))
    if low not in _PROTOCOLS or high not in _PROTOCOLS or _PROTOCOLS.index(low) <= _PROTOCOLS.index(high):
        return None
    values = f"ssl_min_protocol_version = {low} is higher than ssl_max_protocol_version = {high}"
    names = ("ssl_max_protocol_version", "ssl_min_protocol_version", "ssl")
    return Broken(f"could not set SSL protocol version range: {values}", names)


def _statistics(settings: Settings, major: int) -> Broken | None:
    """The one that is set later is refused, in words of its own."""
    stages = [name for name in _STAGES if settings.cell(name, major).value is True]
    if not stages or settings.cell("log_statement_stats", major).value is not True:
        return None
    names = sorted(["log_statement_stats", *stages], key=settings.position)
    after = names[names.index("log_statement_stats") + 1 :]
    why = 'Cannot enable parameter when "log_statement_stats" is true.'
    if not after:
        stage = '"log_parser_stats", "log_planner_stats", or "log_executor_stats"'
        why = f'Cannot enable "log_statement_stats" when {stage} is true.'
    refused = after[0] if after else "log_statement_stats"
    values = ", ".join(f"{name} = on" for name in names)
    return Broken(f'invalid value for parameter "{refused}": 1 ({why}): {values}', (refused, *reversed(names)))


def _recovery_targets(settings: Settings, major: int) -> Broken | None:
    """They are checked when they are set, whether there is a recovery or not."""
    values = {name: settings.cell(name, major).value for name in _TARGETS} if major >= _SIGNALS_SINCE else {}
    given = [name for name, value in values.items() if isinstance(value, str) and value]
    if len(given) < 2:
        return None
    given.sort(key=settings.position, reverse=True)
    shown = ", ".join(f"{name} = '{values[name]}'" for name in reversed(given))
    return Broken(f"multiple recovery targets specified: {shown}", tuple(given))


def _wal_size(name: str) -> Callable[[Settings, int], Broken | None]:
    def broken(settings: Settings, major: int) -> Broken | None:
        value = settings.cell(name, major).value
        if major < 11 or not isinstance(value, int) or value >= 2 * SEGMENT or _from_initdb(settings, major):
            return None
        refused = f'"{name}" must be at least twice "wal_segment_size"'
        return Broken(f"{refused}: {name} = {value}MB, and a segment has {SEGMENT}MB", (name,))

    return broken


def _from_initdb(settings: Settings, major: int) -> bool:
    """Whether the sizes are the 5 and 64 segments that initdb writes for smaller segments."""
    low, high = (settings.cell(name, major).value for name in ("min_wal_size", "max_wal_size"))
    return any((low, high) == (5 * size, 64 * size) for size in (1, 2, 4, 8))


CONSTRAINTS = (
    Constraint(
        ("max_connections", "autovacuum_max_workers", "autovacuum_worker_slots", "max_worker_processes",
         "max_wal_senders"),
        _processes,
    ),
    Constraint(("huge_pages", "shared_memory_type"), _huge_pages),
    Constraint(("ssl", "ssl_min_protocol_version", "ssl_max_protocol_version"), _protocols),
    Constraint(("log_statement_stats", *_STAGES), _statistics),
    Constraint(_TARGETS, _recovery_targets),
    Constraint(("min_wal_size",), _wal_size("min_wal_size"), "segment"),
    Constraint(("max_wal_size",), _wal_size("max_wal_size"), "segment"),
)  # fmt: skip


def _data_directory(settings: Settings, tree: Tree) -> Iterator[Fault]:
    """What the server does not start with in a data directory, which PG_VERSION shows to be one (12+)."""
    main = settings.chain.main
    beside = {name: _beside(tree, main, name) for name in ("PG_VERSION", "recovery.conf")}
    if beside["PG_VERSION"] is None or settings.written("data_directory") or min(settings.readings) < _SIGNALS_SINCE:
        return
    old = beside["recovery.conf"]
    if old is not None:
        text = 'using recovery command file "recovery.conf" is not supported'
        yield Fault("invalid-value", text, first_line(old), "recovery.conf", effect="combination")
    if _beside(tree, main, "recovery.signal") is None or _beside(tree, main, "standby.signal") is not None:
        return
    if all(settings.cell("restore_command", major).value == "" for major in settings.readings):
        named = '"restore_command"' if settings.readings[-1] >= 17 else "restore_command"
        why = "there is a recovery.signal and no standby.signal"
        text = f"must specify {named} when standby mode is not enabled: {why}"
        setting = settings.written("restore_command")
        place = setting.value_span if setting else first_line(main)
        yield Fault("invalid-value", text, place, "restore_command", effect="combination")


def _beside(tree: Tree, main: Source, name: str) -> Source | None:
    path = join(folder(main.path), name)
    try:
        return tree.source(path) if path else None
    except Unreadable:
        return None
