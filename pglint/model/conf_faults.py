"""What single settings of a PostgreSQL server say wrongly: names, values, and values that mean something else.

Rules CFG001 to CFG004, CFG008, CFG013, CFG014 and TMO016. A fault is only reported if it holds in every major that the
server may have. A value that a later assignment replaces is not judged, as the server does not judge it. That takes the
same name in the same letters (ProcessConfigFileInternal compares names with strcmp).
"""

from __future__ import annotations

from pglint.catalog.guc import Interpreted, Invalid, era, human, interpret
from pglint.catalog.guc_numbers import strtod, strtol
from pglint.catalog.postgresql import MAJORS, Parameter, Removed, canonical, common, nearest, parameter, removed
from pglint.facts import Fault, Setting
from pglint.formats.postgresql_conf import BRANCHES
from pglint.model.settings import INERT
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.stacks.conf_chain import ConfChain
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE_MODES = ("unix_socket_permissions", "log_file_mode", "data_directory_mode")
ZERO_IS_OFF = (
    "archive_timeout", "checkpoint_warning", "client_connection_check_interval",
    "idle_in_transaction_session_timeout", "idle_replication_slot_timeout", "idle_session_timeout", "lock_timeout",
    "log_rotation_age", "statement_timeout", "tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_user_timeout",
    "transaction_timeout", "wal_receiver_status_interval", "wal_receiver_timeout", "wal_sender_timeout",
)  # fmt: skip
"""Parameters of time whose 0 switches something off, or to the system's own default (manual, chapter 19)."""

_SECRET = ("conninfo", "_command", "passphrase")
_OLD_WORDS = {"archive": "replica", "hot_standby": "replica"}


class Reading(NamedTuple):
    """One assignment as one major takes it: the parameter, and what its text means there."""

    major: int
    parameter: Parameter | None
    value: Interpreted | Invalid | Unknown


def faults(chain: ConfChain, readings: tuple[int, ...]) -> list[Fault]:
    """The faults of a chain's settings that hold in all ``readings`` (majors), in the order of the settings."""
    found: list[Fault] = []
    winners = _winners(chain)
    seen: set[tuple[str, int, int]] = set()
    for index, setting in enumerate(chain.settings):
        if index in chain.replayed or (winners[1][canonical(setting.name)] == index and _spotless(setting, readings)):
            continue
        if isinstance(setting.value, Unknown) and setting.value.reason == BRANCHES:
            continue
        for fault in _judged(chain, index, winners, readings):
            # a file that is included twice says the same twice, and only the last time counts
            key = (fault.kind, id(fault.span.source), fault.span.start)
            if key not in seen:
                seen.add(key)
                found.append(fault)
    return found


def _spotless(setting: Setting, readings: tuple[int, ...]) -> bool:
    """The short way for nearly every line: one parameter for all readings, and a value without anything odd."""
    name, value = setting.name, setting.value
    if "." in name:
        return True
    found = common(name, readings)
    if found is None or found.name != name or isinstance(value, Unknown) or name in INERT or removed(name):
        return False
    if (
        name in ("wal_level", "config_file")
        or "HIDDEN" in found.flags
        or era(found, readings[0]) != era(found, readings[-1])
    ):
        return False
    if found.type == "integer" and value[:1] in ("0", " ", "+", "-") and value not in ("0", "-1"):
        return False
    meant = interpret(found, value, readings[-1])
    return not isinstance(meant, Invalid) and (meant != 0 or value == "0" or name not in ZERO_IS_OFF)


def _winners(chain: ConfChain) -> tuple[dict[str, int], dict[str, int]]:
    """The last assignment of each parameter in the files by how its name is written, and in everything by its name.

    The command line wins over the files, but the server checks the files first. What ALTER ROLE ALL sets is the
    sessions' and takes nothing from the server.
    """
    from_files: dict[str, int] = {}
    last: dict[str, int] = {}
    files = len(chain.settings) - chain.overrides
    for index, setting in enumerate(chain.settings):
        if index in chain.replayed and index >= files:
            continue
        name = canonical(setting.name)
        last[name] = index
        if index < files:
            from_files[setting.name_span.text] = index
    return from_files, last


def _judged(
    chain: ConfChain, index: int, winners: tuple[dict[str, int], dict[str, int]], readings: tuple[int, ...]
) -> Iterator[Fault]:
    """The faults of one assignment."""
    setting = chain.settings[index]
    from_files, last = winners
    name = canonical(setting.name)
    taken = readings_of(setting, readings)
    if "." not in setting.name and all(reading.parameter is None for reading in taken):
        yield unknown(setting, readings)
        return
    winner = last[name]
    if winner != index and (fault := _overridden(setting, chain.settings[winner], taken)):
        yield fault
    if from_files.get(setting.name_span.text) == index or index >= len(chain.settings) - chain.overrides:
        yield from value(setting, taken, on_command_line=index >= len(chain.settings) - chain.overrides)
    if fault := deprecated(setting, readings, taken):
        yield fault


def readings_of(setting: Setting, readings: tuple[int, ...]) -> list[Reading]:
    """What each major makes of an assignment, asked once where majors agree."""
    asked: dict[tuple[int, int], Interpreted | Invalid | Unknown] = {}
    taken: list[Reading] = []
    for major in reversed(readings):  # the wording of an error is the newest one's
        found = parameter(setting.name, major)
        value: Interpreted | Invalid | Unknown = Unknown("") if found is None else setting.value
        if found is not None and not isinstance(setting.value, Unknown):
            key = (id(found), era(found, major))
            if key not in asked:
                asked[key] = interpret(found, setting.value, major)
            value = asked[key]
        taken.append(Reading(major, found, value))
    taken.reverse()
    return taken


def unknown(setting: Setting, readings: tuple[int, ...]) -> Fault:
    """A name that no reading knows: removed, or never there."""
    gone = removed(setting.name)
    if gone is not None and readings[-1] > gone.last:
        return _removed(setting, gone)
    near = nearest(setting.name, readings[-1])
    text = f'unrecognized configuration parameter "{setting.name}"'
    since = next((major for major in MAJORS if major > readings[-1] and parameter(setting.name, major)), None)
    if since:
        text += f", which PostgreSQL {since} introduced"
        near = ""
    return Fault("unknown-setting", text, setting.name_span, setting.name, instead=near)


def _removed(setting: Setting, gone: Removed) -> Fault:
    text = f'"{gone.name}" is not a parameter since PostgreSQL {gone.since}'
    if gone.renamed_to:
        text += f": it is {gone.renamed_to}" if gone.same_unit else f": {gone.renamed_to} took its place"
    if gone.note:
        text += f" ({gone.note})" if gone.renamed_to else f": {gone.note}"
    segments = setting.value if isinstance(setting.value, str) else ""
    if gone.renamed_to == "wal_keep_size" and segments.isdigit() and 0 < len(segments) < 6:
        text += f", {segments} segments are {int(segments) * 16} MB"
    instead = gone.renamed_to if gone.same_unit else ""
    return Fault("removed-setting", text, setting.name_span, setting.name, instead=instead)


def value(setting: Setting, taken: list[Reading], on_command_line: bool) -> Iterator[Fault]:
    """What is wrong with the value that counts."""
    if isinstance(setting.value, Unknown):
        return
    wrong = [reading.value for reading in taken if isinstance(reading.value, Invalid)]
    refused = [reading for reading in taken if reading.parameter is None or isinstance(reading.value, Invalid)]
    if wrong and len(refused) == len(taken):
        yield _invalid(setting, wrong[-1], taken)
        return
    if wrong:
        return
    if setting.name == "config_file" and not on_command_line:
        text = "config_file counts on the command line only and does nothing here"
        yield Fault("setting-has-no-effect", text, setting.span, setting.name)
    elif fault := _no_effect(setting) or _octal(setting, taken) or _rounds(setting, taken):
        yield fault


def _invalid(setting: Setting, wrong: Invalid, taken: list[Reading]) -> Fault:
    gone = removed(setting.name)
    if gone is not None and "." not in setting.name and taken[-1].parameter is None:
        return _removed(setting, gone)
    text = f"{wrong.text} ({wrong.hint})" if wrong.hint else wrong.text
    internal = wrong.cause == "internal"
    span = setting.name_span if internal else setting.value_span
    value = setting.value if isinstance(setting.value, str) else ""
    return Fault("invalid-value", text, span, setting.name, value, _meant(setting, wrong, taken))


def _meant(setting: Setting, wrong: Invalid, taken: list[Reading]) -> str:
    """The same number with the unit spelt rightly, where only one unit can be meant (30S, 4mb, 1GiB)."""
    found = taken[-1].parameter
    if wrong.cause != "unit" or found is None or not isinstance(setting.value, str):
        return ""
    text = setting.value.strip()
    number = text.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    unit = text[len(number) :].lower().replace("ib", "b")
    time = {"sec": "s", "secs": "s", "second": "s", "seconds": "s", "s": "s", "ms": "ms", "min": "min", "mins": "min",
            "minute": "min", "minutes": "min", "h": "h", "hr": "h", "hour": "h", "hours": "h", "d": "d", "day": "d",
            "days": "d"}  # fmt: skip
    size = {"kb": "kB", "mb": "MB", "gb": "GB", "tb": "TB"}
    spelt = (time if found.unit in ("ms", "s", "min") else size).get(unit, "")
    return f"'{number.strip()}{spelt}'" if spelt and spelt != text[len(number) :] else ""


def _overridden(setting: Setting, winner: Setting, taken: list[Reading]) -> Fault | None:
    """The same parameter later with another value; the same value twice is nobody's problem."""
    if isinstance(setting.value, Unknown) or isinstance(winner.value, Unknown):
        return None
    later = readings_of(winner, tuple(reading.major for reading in taken))
    for one, other in zip(taken, later, strict=True):
        same_text = setting.value == winner.value
        if same_text or (one.value == other.value and not isinstance(one.value, Unknown | Invalid)):
            return None
    across = setting.span.path != winner.span.path
    line = f"{winner.span.path} line {winner.span.line}" if across else f"line {winner.span.line}"
    mine, its = _shown(setting, taken), _shown(winner, later)
    values = f"{setting.name} = {mine} does not count: {its} in {line} comes later"
    if not mine or not its:
        values = f"this value of {setting.name} does not count: {line} sets another one later"
    effect = "across" if across else "file"
    related = (("this one counts", winner.span),)
    return Fault("overridden-setting", values, setting.span, setting.name, effect=effect, related=related)


def _shown(setting: Setting, taken: list[Reading]) -> str:
    """A value for a message, '' where it may hold a secret."""
    found = taken[-1].parameter
    if found is None or found.type == "string":
        secret = found is None or any(part in setting.name for part in _SECRET)
        return "" if secret or not isinstance(setting.value, str) else f"'{setting.value}'"
    value = taken[-1].value
    if isinstance(value, Invalid | Unknown):
        return setting.value_span.text
    return human(value, found.unit)


def _no_effect(setting: Setting) -> Fault | None:
    lasting = INERT.get(setting.name)
    if lasting is None:
        return None
    text = f"{setting.name} belongs to the single transaction and does nothing here; {lasting} is what lasts"
    return Fault("setting-has-no-effect", text, setting.span, setting.name, instead=lasting)


def _octal(setting: Setting, taken: list[Reading]) -> Fault | None:
    """A leading zero makes an integer octal, which file modes want and nothing else."""
    if setting.name in FILE_MODES or not isinstance(setting.value, str):
        return None
    digits = setting.value.strip().lstrip("+-")
    if digits[:1] != "0" or any(reading.parameter and reading.parameter.type != "integer" for reading in taken):
        return None
    octal = digits[: strtol(digits)[1]]
    if not octal.isdigit() or int(octal[:40]) == int(octal[:40], 8):
        return None
    unit = digits[len(octal) :].strip()
    text = f"{setting.name} = {setting.value} is {f'{int(octal[:40], 8)} {unit}'.strip()}: a leading 0 makes it octal"
    return Fault("octal-number", text, setting.value_span, setting.name, setting.value)


def _rounds(setting: Setting, taken: list[Reading]) -> Fault | None:
    """A time that is too short for the parameter's unit becomes 0, and 0 is off."""
    if setting.name not in ZERO_IS_OFF or not isinstance(setting.value, str):
        return None
    if any(reading.parameter and (reading.value != 0 or reading.value is False) for reading in taken):
        return None
    number = strtod(setting.value)
    if number is None or number[0] == 0:
        return None
    unit = next(reading.parameter.unit for reading in reversed(taken) if reading.parameter)
    means = "is the system's own value" if setting.name.startswith("tcp_") else "switches it off"
    text = f"{setting.name} = {setting.value_span.text} rounds to 0 {unit}, which {means}"
    return Fault("timeout-rounds-to-off", text, setting.value_span, setting.name, setting.value)


def deprecated(setting: Setting, readings: tuple[int, ...], taken: list[Reading]) -> Fault | None:
    """Names and words that the server still takes but no longer documents, or drops in a later major."""
    if any(reading.parameter is None for reading in taken):
        return None
    parameters = [reading.parameter for reading in taken if reading.parameter]
    if all(found.name.lower() != setting.name for found in parameters):
        new = parameters[-1].name
        text = f"{setting.name} is an old name of {new}"
        return Fault("deprecated-setting", text, setting.name_span, setting.name, instead=new)
    gone = removed(setting.name)
    if gone is not None and all(found.context != "internal" for found in parameters):
        if all("HIDDEN" in found.flags for found in parameters):
            text = f"{setting.name} does nothing since PostgreSQL {gone.since} and is only accepted for old files"
            return Fault("deprecated-setting", text, setting.name_span, setting.name)
        if gone.unknown_from:
            text = f"{setting.name} is gone in PostgreSQL {gone.since}, which refuses to start with it"
            return Fault("deprecated-setting", text, setting.name_span, setting.name)
    word = setting.value.lower() if isinstance(setting.value, str) else ""
    if setting.name == "wal_level" and word in _OLD_WORDS:
        text = f"wal_level = {word} is an old word for {_OLD_WORDS[word]}"
        return Fault("deprecated-setting", text, setting.value_span, setting.name, word, _OLD_WORDS[word])
    return None
