"""Check hooks: what the server asks of single parameters beyond type and range, as far as a file alone can tell.

Time zones, locales, encodings and libraries depend on the host and are not judged. Combinations of parameters are
rules of their own. Sources: the check_ functions of src/backend, startup_constraints of real servers.
"""

from __future__ import annotations

from pglint.catalog import standby_names
from pglint.catalog.guc_numbers import strtol
from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

Checked = bool | int | float | str

_SPACE = " \t\n\v\f\r"
BY_MAJOR = frozenset({"application_name", "autovacuum_work_mem", "backtrace_functions", "cluster_name",
                      "log_connections", "log_destination", "synchronized_standby_slots"})  # fmt: skip
"""The parameters whose check is not the same one from 12 on."""

_NAMES = frozenset({"application_name", "cluster_name", "default_table_access_method", "default_tablespace", "role",
                    "session_authorization"})  # fmt: skip
"""GUC_IS_NAME: what is longer than a name is cut off."""

_HEX = frozenset("0123456789abcdefABCDEF")
_LONGEST = 63  # NAMEDATALEN - 1: what is longer is cut off


class Refused(NamedTuple):
    """The server's message and its DETAIL."""

    text: str
    hint: str = ""


def check(name: str, value: Checked, major: int) -> Checked | Refused:
    """The value as the parameter's own check leaves it, or the refusal."""
    if name in _NAMES:
        value = str(value).encode("utf-8", "surrogateescape")[:_LONGEST].decode("utf-8", "surrogateescape")
    hook = _HOOKS.get(name)
    return hook(name, value, major) if hook else value


def _refuse(name: str, value: Checked, detail: str = "") -> Refused:
    shown = f'"{value}"' if isinstance(value, str) else str(value)
    return Refused(f'invalid value for parameter "{name}": {shown}', detail)


def _clean_ascii(name: str, value: Checked, major: int) -> Checked | Refused:
    if not isinstance(value, str) or (value.isascii() and value.isprintable()):
        return value
    data = value.encode("utf-8", "surrogateescape")
    # 16 and later escape what older majors replace
    return "".join(chr(b) if 32 <= b <= 126 else (f"\\x{b:02x}" if major >= 16 else "?") for b in data)


def _words(value: Checked, *, lower: bool = True) -> list[str] | None:
    """The words of a comma list, those without quotes in lower case; None where the list is broken.

    SplitIdentifierString in src/backend/utils/adt/varlena.c: a quoted word may hold anything, or nothing.
    """
    rest = str(value).strip(_SPACE)
    words: list[str] = []
    while rest or words:
        quoted = rest[:1] == '"'
        end = _closing(rest) if quoted else next((i for i, c in enumerate(rest) if c in _SPACE + ","), len(rest))
        if end == 0:
            return None
        plain = rest[:end].lower() if lower else rest[:end]
        words.append((rest[1 : end - 1].replace('""', '"') if quoted else plain)[:_LONGEST])
        rest = rest[end:].lstrip(_SPACE)
        if not rest:
            break
        if rest[0] != ",":
            return None
        rest = rest[1:].lstrip(_SPACE)
    return words


def _closing(text: str) -> int:
    """Behind the quote that ends a quoted word, in which two quotes stand for one; 0 where it does not end."""
    end = text.find('"', 1)
    while text[end + 1 : end + 2] == '"' and end > 0:
        end = text.find('"', end + 2)
    return end + 1


def _datestyle(name: str, value: Checked, major: int) -> Checked | Refused:
    words = _words(value)
    if words is None:
        return _refuse(name, value, "List syntax is invalid.")
    styles: set[str] = set()
    orders: set[str] = set()
    for word in words:
        upper = word.upper()
        if upper in ("ISO", "SQL") or upper.startswith("POSTGRES"):
            styles.add("Postgres" if upper.startswith("POSTGRES") else upper)
        elif upper.startswith("GERMAN"):
            styles.add("German")
        elif upper in ("YMD", "DMY", "MDY"):
            orders.add(upper)
        elif upper.startswith("EURO"):
            orders.add("DMY")
        elif upper == "US" or upper.startswith("NONEURO"):
            orders.add("MDY")
        elif upper != "DEFAULT":
            return _refuse(name, value, f'Unrecognized key word: "{word}".')
    if len(styles) > 1 or len(orders) > 1:
        return _refuse(name, value, 'Conflicting "datestyle" specifications.')
    style = next(iter(styles), "ISO")
    return f"{style}, {next(iter(orders), 'DMY' if style == 'German' else 'MDY')}"


def _list(name: str, value: Checked, major: int) -> Checked | Refused:
    return _refuse(name, value, "List syntax is invalid.") if _words(value) is None else value


def _log_connections(name: str, value: Checked, major: int) -> Checked | Refused:
    if major < 18:
        return value
    words = _words(value)
    if words is None:
        return _refuse(name, value, f'Invalid list syntax in parameter "{name}".')
    if len(words) == 1 and words[0] in ("on", "off", "true", "false", "yes", "no", "1", "0"):
        return value
    aspects = ("receipt", "authentication", "authorization", "setup_durations", "all")
    wrong = next((word for word in words if word not in aspects), None)
    return value if wrong is None else _refuse(name, value, f'Invalid option "{wrong}".')


def _log_destination(name: str, value: Checked, major: int) -> Checked | Refused:
    words = _words(value)
    if words is None:
        return _refuse(name, value, "List syntax is invalid.")
    taken = ("stderr", "csvlog", "syslog", "eventlog") + (("jsonlog",) if major >= 15 else ())
    wrong = next((word for word in words if word not in taken), None)
    return value if wrong is None else _refuse(name, value, f'Unrecognized key word: "{wrong}".')


def _self_grant(name: str, value: Checked, major: int) -> Checked | Refused:
    words = _words(value)
    if words is None:
        return _refuse(name, value, "List syntax is invalid.")
    wrong = next((word for word in words if word.lower() not in ("set", "inherit")), None)
    return value if wrong is None else _refuse(name, value, f'Unrecognized key word: "{wrong}".')


def _slot_name(name: str, value: Checked, major: int) -> Checked | Refused:
    wrong = _wrong_slot(str(value)) if value else ""
    return _refuse(name, value, wrong) if wrong else value


def _wrong_slot(slot: str) -> str:
    """Why a replication slot cannot have this name, '' where it can (ReplicationSlotValidateName)."""
    if not slot:
        return f'replication slot name "{slot}" is too short'
    if len(slot.encode("utf-8", "surrogateescape")) > _LONGEST:
        return f'replication slot name "{slot}" is too long'
    if all(c in "abcdefghijklmnopqrstuvwxyz0123456789_" for c in slot):
        return ""
    return f'replication slot name "{slot}" contains invalid character'


def _slots(name: str, value: Checked, major: int) -> Checked | Refused:
    """Names of slots, of which 17 has only been read, and 18 was asked."""
    words = _words(value)
    if words is None:
        return _refuse(name, value, "List syntax is invalid.")
    wrong = next(filter(None, map(_wrong_slot, words)), "") if major >= 18 else ""
    return _refuse(name, value, wrong) if wrong else value


def _direct(name: str, value: Checked, major: int) -> Checked | Refused:
    words = _words(value, lower=False)
    if words is None:
        return _refuse(name, value, f'Invalid list syntax in parameter "{name}".')
    wrong = next((word for word in words if word.lower() not in ("data", "wal", "wal_init")), None)
    return value if wrong is None else _refuse(name, value, f'Invalid option "{wrong}".')


def _functions(name: str, value: Checked, major: int) -> Checked | Refused:
    taken = all((c.isascii() and c.isalnum()) or c in "_, \n\t" for c in str(value))
    return value if taken else _refuse(name, value, "Invalid character." if major >= 17 else "invalid character")


def _immediate(name: str, value: Checked, major: int) -> Checked | Refused:
    return value if value in ("immediate", "") else _refuse(name, value, 'The only allowed value is "immediate".')


def _point(name: str, value: Checked, major: int) -> Checked | Refused:
    fits = len(str(value).encode("utf-8", "surrogateescape")) <= _LONGEST
    return value if fits else _refuse(name, value, f"{name} is too long (maximum {_LONGEST} characters).")


def _lsn(name: str, value: Checked, major: int) -> Checked | Refused:
    high, slash, low = str(value).partition("/")
    digits = all(0 < len(part) <= 8 and set(part) <= _HEX for part in (high, low))
    return value if not value or (slash and digits) else _refuse(name, value)


def _transaction(name: str, value: Checked, major: int) -> Checked | Refused:
    """Whatever it is, it is read as a number, which must fit into 64 bits."""
    return value if abs(strtol(str(value))[0]) < 2**64 else _refuse(name, value)


def _not_empty(name: str, value: Checked, major: int) -> Checked | Refused:
    return value if value else _refuse(name, value, f"{name} cannot be empty.")


def _vacuum_memory(name: str, value: Checked, major: int) -> Checked | Refused:
    """In kB, without a word: no less than maintenance_work_mem may be."""
    return max(int(value), 64 if major >= 17 else 1024) if value != -1 else value


def _four_pages(name: str, value: Checked, major: int) -> Checked | Refused:
    return max(int(value), 4) if value != -1 else value


def _usage_limit(name: str, value: Checked, major: int) -> Checked | Refused:
    if isinstance(value, int) and 0 < value < 128:
        return _refuse(name, value, f'"{name}" must be 0 or between 128 kB and 16777216 kB.')
    return value


def _sixteens(name: str, value: Checked, major: int) -> Checked | Refused:
    if isinstance(value, int) and value % 16:
        return _refuse(name, value, f'"{name}" must be a multiple of 16.')
    return value


def _no_oids(name: str, value: Checked, major: int) -> Checked | Refused:
    return Refused("tables declared WITH OIDS are not supported") if value and major >= 12 else value


def _standby_names(name: str, value: Checked, major: int) -> Checked | Refused:
    names = standby_names.parse(str(value))
    if isinstance(names, standby_names.Names):
        return value
    return Refused(names.text) if names.whole else _refuse(name, value, names.text)


def _role(name: str, value: Checked, major: int) -> Checked | Refused:
    # outside a session only SET ROLE none makes sense, and no session user at all
    return value if name == "role" and value == "none" else _refuse(name, value)


_HOOKS: dict[str, Callable[[str, Checked, int], Checked | Refused]] = {
    "application_name": _clean_ascii,
    "cluster_name": _clean_ascii,
    "autovacuum_work_mem": _vacuum_memory,
    "backtrace_functions": _functions,
    "createrole_self_grant": _self_grant,
    "DateStyle": _datestyle,
    "default_table_access_method": _not_empty,
    "debug_io_direct": _direct,
    "default_with_oids": _no_oids,
    "log_connections": _log_connections,
    "log_destination": _log_destination,
    "primary_slot_name": _slot_name,
    "recovery_target": _immediate,
    "recovery_target_lsn": _lsn,
    "recovery_target_name": _point,
    "recovery_target_xid": _transaction,
    "role": _role,
    "search_path": _list,
    "session_authorization": _role,
    "vacuum_buffer_usage_limit": _usage_limit,
    "commit_timestamp_buffers": _sixteens,
    "multixact_member_buffers": _sixteens,
    "multixact_offset_buffers": _sixteens,
    "notify_buffers": _sixteens,
    "serializable_buffers": _sixteens,
    "subtransaction_buffers": _sixteens,
    "synchronized_standby_slots": _slots,
    "synchronous_standby_names": _standby_names,
    "temp_tablespaces": _list,
    "transaction_buffers": _sixteens,
    "wal_buffers": _four_pages,
    "wal_consistency_checking": _list,
}
