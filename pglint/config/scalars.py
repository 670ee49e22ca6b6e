"""Single values of a configuration: each reader turns what TOML gave into pglint's own value, or raises Wrong.

Sizes are kB and times ms, in PostgreSQL's spelling of units (manual, "Parameter Names and Values"). A bare number is
refused for both: PostgreSQL would take ``30`` for milliseconds, PgBouncer for seconds.
"""

from __future__ import annotations

from pglint.record import TYPE_CHECKING
from pglint.values import Scalar

if TYPE_CHECKING:
    from collections.abc import Callable

    Reader = Callable[[object], Scalar]
    Integer = Callable[[object], int]

OLDEST, NEWEST = 10, 18
BACKUPS = ("pg_basebackup", "barman", "pgbackrest", "wal-g", "pg_probackup", "pg_dump", "snapshot", "other")

SIZE_UNITS = {"B": 1, "kB": 1024, "MB": 1024**2, "GB": 1024**3, "TB": 1024**4}
TIME_UNITS = {"us": 1, "ms": 1000, "s": 1_000_000, "min": 60_000_000, "h": 3_600_000_000, "d": 86_400_000_000}
LARGEST = 2**53


class Wrong(Exception):
    """A value that a key does not take; the message says why. ``item`` is the element of a list that is wrong."""

    def __init__(self, message: str, item: int | None = None) -> None:
        super().__init__(message)
        self.item = item


def kind(value: object) -> str:
    """What a value is, in the words of the TOML specification."""
    if isinstance(value, bool):
        return "a boolean"
    names = ((int, "an integer"), (float, "a float"), (str, "a string"), (list, "an array"), (dict, "a table"))
    return next((name for cls, name in names if isinstance(value, cls)), "a date or time")


def text(value: object) -> str:
    if not isinstance(value, str):
        raise Wrong(f"expected a string, found {kind(value)}")
    if not value:
        raise Wrong("expected a string that is not empty")
    return value


def inside(value: object) -> str:
    """The path of a file below the root, with ``/``."""
    path = text(value)
    if path.startswith(("/", "\\")) or path[1:2] == ":" or ".." in path.split("/"):
        raise Wrong(f'"{path}" is not a path below the folder of the configuration')
    return "/".join(part for part in path.split("/") if part not in ("", "."))


def switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise Wrong(f"expected true or false, found {kind(value)}")
    return value


def integer(least: int) -> Integer:
    """A reader of whole numbers from ``least`` on."""

    def read(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise Wrong(f"expected an integer, found {kind(value)}")
        if value < least:
            raise Wrong(f"{value} is too small, the least is {least}")
        return value

    return read


def pool_size(value: object) -> int | str:
    if isinstance(value, str):
        if value == "unlimited":
            return value
        raise Wrong(f'expected an integer or "unlimited", found "{value}"')
    number = integer(-1)(value)
    if number == -1:
        raise Wrong('-1 is not a size; write "unlimited"')
    return integer(1)(value)


def one_of(*names: str) -> Reader:
    """A reader of a word out of a list."""

    def read(value: object) -> str:
        word = text(value)
        if word not in names:
            listed = ", ".join(f'"{name}"' for name in names)
            raise Wrong(f'"{word}" is not one of {listed}{nearest(word, names)}')
        return word

    return read


def list_of(reader: Reader) -> Callable[[object], tuple[str, ...]]:
    """A reader of lists of strings, each of which ``reader`` judges."""

    def read(value: object) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise Wrong(f"expected an array of strings, found {kind(value)}")
        found = []
        for index, item in enumerate(value):
            try:
                found.append(str(reader(item)))
            except Wrong as wrong:
                raise Wrong(str(wrong), index) from None
        return tuple(found)

    return read


texts = list_of(text)


def option(value: object) -> Scalar:
    """An option of a rule: what a rule's condition can see, an integer, a boolean, a string or a list of strings."""
    if isinstance(value, int | str):
        return value
    if isinstance(value, list):
        return texts(value)
    raise Wrong(f"expected an integer, a boolean, a string or an array of strings, found {kind(value)}")


def setting(value: object) -> str:
    """The value of a PostgreSQL setting, as the text that SET would be given."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, int | float):
        return str(value)
    if not isinstance(value, str):
        raise Wrong(f"expected a string, a number or a boolean, found {kind(value)}")
    return value


def label(value: object) -> str:
    """A name that may look like a number: the version of a migration."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else text(value)


def postgres_major(value: object) -> int:
    """The major of a PostgreSQL version: 16, 16.4 and "16.4" are 16."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise Wrong(f"expected a PostgreSQL version such as {NEWEST}, found {kind(value)}")
    parts = str(value).split(".")
    if not 1 <= len(parts) <= 3 or not all(part.isascii() and part.isdigit() for part in parts):
        raise Wrong(f'"{value}" is not a PostgreSQL version; expected one such as {NEWEST} or "{NEWEST}.1"')
    major = int(parts[0])
    if not OLDEST <= major <= NEWEST:
        raise Wrong(f"PostgreSQL {value} is not known; pglint knows {OLDEST} to {NEWEST}")
    return major


def pgbouncer_version(value: object) -> str:
    """A PgBouncer version. A float is refused: 1.20 would read as 1.2."""
    if isinstance(value, float):
        raise Wrong(f'expected a string, since 1.20 as a float is 1.2; write "{value}"')
    parts = text(value).split(".")
    if len(parts) not in (2, 3) or not all(part.isascii() and part.isdigit() for part in parts):
        raise Wrong(f'"{value}" is not a PgBouncer version; expected one such as "1.24" or "1.24.1"')
    return text(value)


def size(value: object) -> int:
    """A size of memory, in kB."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise Wrong(f'{value} has no unit; write it as a string such as "16GB"')
    number, unit = _split(text(value))
    if unit not in SIZE_UNITS or number is None:
        near = _near_size(unit) if number is not None else None
        raise Wrong(f'"{value}" is not a size; {_hint(value, unit, near, SIZE_UNITS, "16GB")}')
    total = int(number * SIZE_UNITS[unit]) // 1024
    if not total:
        raise Wrong(f'"{value}" is less than 1 kB')
    return total


def time(value: object) -> int:
    """A time, in ms; 0 means none, as it does to the programs."""
    if value == 0 and not isinstance(value, bool) and isinstance(value, int | float):
        return 0
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise Wrong(f'{value} has no unit; write it as a string such as "{value}s" or "{value}ms"')
    if value == "0":
        return 0
    number, unit = _split(text(value))
    if unit not in TIME_UNITS or number is None:
        near = _near_time(unit) if number is not None else None
        raise Wrong(f'"{value}" is not a time; {_hint(value, unit, near, TIME_UNITS, "30s")}')
    total = round(number * TIME_UNITS[unit] / 1000)
    if number and not total:
        raise Wrong(f'"{value}" rounds to 0 ms, which would switch it off; the least is "1ms"')
    return total


def _split(written: str) -> tuple[float | None, str]:
    """Number and unit of "16GB", "1.5 GB", " 30s "; no number where there is none."""
    stripped = written.strip()
    end = 0
    while end < len(stripped) and stripped[end] in "0123456789.":
        end += 1
    digits = stripped[:end]
    if not digits.strip(".") or digits.count(".") > 1:
        return None, ""
    if float(digits) > 2**40:
        raise Wrong("the number is too large")
    return float(digits), stripped[end:].strip()


def _hint(value: object, unit: str, near: str | None, units: dict[str, int], example: str) -> str:
    if near:
        return f'did you mean "{str(value).strip()[: -len(unit)].strip()}{near}"?'
    return f'expected a number with one of the units {", ".join(units)}, such as "{example}"'


def _near_size(unit: str) -> str | None:
    """PostgreSQL's unit for one in another spelling: gb, G, Gi, GiB."""
    letter = unit[:1].upper()
    if unit and unit.lower() in (letter.lower() + rest for rest in ("", "b", "i", "ib")):
        return {"K": "kB", "M": "MB", "G": "GB", "T": "TB"}.get(letter)
    return None


def _near_time(unit: str) -> str | None:
    spellings = {
        "ms": ("msec", "millis", "milliseconds"),
        "s": ("sec", "secs", "second", "seconds"),
        "min": ("m", "mins", "minute", "minutes"),
        "h": ("hr", "hrs", "hour", "hours"),
        "d": ("day", "days"),
    }
    return next((right for right, wrong in spellings.items() if unit.lower() in (right, *wrong)), None)


def nearest(word: str, names: tuple[str, ...]) -> str:
    """``; did you mean "…"?`` where one of the names is near enough, else nothing."""
    import difflib

    found = difflib.get_close_matches(word.lower().replace("_", "-"), names, 1, 0.6)
    return f'; did you mean "{found[0]}"?' if found else ""
