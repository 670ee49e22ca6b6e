"""What PgBouncer's settings are: names, types, defaults and values, by version.

The data (``pgbouncer_table.py``) was taken from the settings table of src/main.c and the keys of
src/loader.c in the tags 1.5.5 to 1.25.2 and the main branch of 2026-07, and checked against SHOW CONFIG. Versions are
tuples such as ``(1, 24, 1)``; what exists in no release yet stands under ``DEVELOPMENT``.
"""

from __future__ import annotations

from pglint.catalog import c_numbers, pgbouncer_table
from pglint.once import cache
from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Any

Version = tuple[int, ...]

VERSIONS: tuple[Version, ...] = (
    (1, 18, 0),
    (1, 19, 1),
    (1, 20, 1),
    (1, 21, 0),
    (1, 22, 1),
    (1, 23, 1),
    (1, 24, 1),
    (1, 25, 2),
)
"""The readings of a pooler whose version nobody states: from Debian 12's package to the newest release."""

DEVELOPMENT: Version = (1, 26, 0)
"""The main branch of 2026-07, newer than every release."""


class Word(NamedTuple):
    """One word of an enum, and the versions that know it (``until`` is the first that does not)."""

    text: str
    since: Version | None
    until: Version | None


class Known(NamedTuple):
    """One setting of [pgbouncer], or one key of an entry of [databases], [users] or [peers].

    ``type`` is int, uint, flag (an int used as 0/1), time (seconds), enum, string, list, path, sql, hosts or secret.
    ``default`` is the text of the settings table, None where the program has none: such a setting keeps its value when
    [pgbouncer] is opened again. ``older`` lists former defaults, each with the version that ended it, oldest first.
    """

    section: str
    name: str
    type: str
    unit: str
    since: Version
    default: str | None
    older: tuple[tuple[Version, str | None], ...]
    words: tuple[Word, ...]
    alias_of: str
    deprecated: Version | None
    reloadable: bool

    @property
    def secret(self) -> bool:
        """Whether a value can hold a password, so that no message may show it."""
        return self.type == "secret" or self.name == "auth_ldap_options"


class Invalid(NamedTuple):
    """A value that the program refuses, in its own words; with bounds where other versions take it."""

    text: str
    since: Version | None = None
    before: Version | None = None


CHANGES = ((1, 19, 0), (1, 21, 0), (1, 23, 0), (1, 24, 0), (1, 25, 0))
"""The releases that changed what pools hold, which defaults are in force, or who may log in."""


def era(version: Version) -> int:
    """Which of CHANGES a version has: versions of one era behave alike."""
    return sum(1 for change in CHANGES if version >= change)


def parse_version(text: str) -> Version:
    """``1.24.1`` as a tuple; ``1.24`` is the newest known patch of it. Raises ValueError with what is wrong."""
    parts = text.strip().split(".")
    if len(parts) not in (2, 3) or not all(part.isascii() and part.isdigit() for part in parts):
        raise ValueError(f'"{text}" is not a PgBouncer version such as 1.24 or 1.24.1')
    version = tuple(int(part) for part in parts)
    known = pgbouncer_table.VERSIONS
    if len(version) == 2:
        version = max((each for each in known if each[:2] == version), default=(*version, 0))
    if version < known[0]:
        raise ValueError(f'PgBouncer "{text}" is older than {show(known[0])}, the oldest one known')
    return version


def show(version: Version) -> str:
    """A version as people write it."""
    return "the development branch" if version == DEVELOPMENT else ".".join(map(str, version))


def sections() -> dict[str, Version]:
    """The four sections, each with the first version that knows it."""
    return pgbouncer_table.SECTIONS


def section_named(header: str) -> str:
    """The section that a header means, whatever its case and blanks; '' where it is none of the four."""
    name = header.strip().lower()
    return name if name in pgbouncer_table.SECTIONS else ""


def nearest_section(header: str) -> str:
    """The section that a misspelt header comes close to, or ''."""
    return nearest(header.strip().lower(), frozenset(pgbouncer_table.SECTIONS))


def setting(section: str, name: str) -> Known | None:
    """A setting or an entry's key of any version, by its exact name."""
    return settings(section).get(name)


@cache
def settings(section: str) -> dict[str, Known]:
    """Every setting of [pgbouncer], or every key of an entry of another section, by name."""
    return {name: _known(section, name, *fields) for name, *fields in pgbouncer_table.SETTINGS[section]}


def _known(section: str, name: str, type_: str, unit: str, *fields: Any) -> Known:
    since, default, older, words, *others = fields
    return Known(section, name, type_, unit, since, default, older, tuple(Word(*word) for word in words), *others)


@cache
def times(section: str) -> frozenset[str]:
    """The names of a section whose values are times."""
    return frozenset(name for name, known in settings(section).items() if known.type == "time")


def sections_with(name: str) -> tuple[str, ...]:
    """The sections in which a name means something."""
    return tuple(section for section in pgbouncer_table.SECTIONS if name in settings(section))


@cache
def keys(section: str, version: Version) -> frozenset[str]:
    """The names that a version accepts in a section (in an entry of it, but for [pgbouncer])."""
    return frozenset(name for name, known in settings(section).items() if known.since <= version)


def default(name: str, version: Version) -> str | None:
    """The built-in default of a [pgbouncer] setting as the text of the settings table; None where there is none.

    Raises KeyError for a name that no version has.
    """
    known = settings("pgbouncer")[name]
    return next((text for end, text in known.older if version < end), known.default)


def interpret(section: str, name: str, raw: str, version: Version) -> int | float | str | Invalid:
    """A value as the program takes it: int for int and flag, float seconds for times, enum words in lower case.

    Raises KeyError for a name that no version has.
    """
    known = settings(section)[name]
    if known.type == "enum":
        return _word(known, raw, version)
    if section != "pgbouncer":
        return _entry_value(known, raw)
    number: float | None
    if known.type in ("int", "flag"):
        number = c_numbers.strtol(raw)
    elif known.type == "uint":
        number = c_numbers.strtoul(raw)
    elif known.type == "time":
        number = c_numbers.seconds(raw)
    else:
        return raw
    return refusal(known, raw) if number is None else number


def is_plain(known: Known, raw: str) -> bool:
    """Whether a value is beyond doubt in every version: a plain number for a number, a plain word for a text."""
    if known.deprecated or known.since > (1, 5, 5):
        return False
    if known.type in ("int", "uint", "flag", "time"):
        return raw.isascii() and raw.isdigit() and raw[0] != "0" and len(raw) < 10
    return known.type != "enum" and raw.isascii() and raw.isprintable() and not any(map(raw.__contains__, ";#=,"))


def refusal(known: Known, raw: str) -> Invalid:
    """The program's words for a value that it does not take."""
    if known.section == "pgbouncer":
        return Invalid(f'invalid value "{shown(known, raw)}" for parameter {known.name} in configuration')
    label = {"port": "port", "pool_mode": "pool mode"}.get(known.name, known.name)
    return Invalid(f"invalid {label}: {raw}")


def shown(known: Known, raw: object) -> str:
    """A value as a message may show it."""
    return "***" if known.secret else str(raw)


def _entry_value(known: Known, raw: str) -> int | float | str | Invalid:
    if known.type not in ("int", "time"):
        return raw
    number = c_numbers.atoi(raw)
    if known.name == "port" and number == 0:
        return refusal(known, raw)
    # A per-user time is a C int times a million in an unsigned 64-bit number: a negative one is 584 thousand years.
    return float(number * 1000000 % (1 << 64)) / 1e6 if known.type == "time" else number


def _word(known: Known, raw: str, version: Version) -> str | Invalid:
    lowered = raw.lower()
    for word in known.words:
        if word.text == lowered:
            if (word.since and version < word.since) or (word.until and version >= word.until):
                return refusal(known, raw)._replace(before=word.since, since=word.until)
            return lowered
    return refusal(known, raw)


def meant(section: str, name: str) -> tuple[str, str]:
    """What a name that the section does not know was probably meant to be: (for people, to write in its place).

    The second is '' where the first is no name of this section. Both are '' where nothing comes close.
    """
    names = settings(section)
    if hint := pgbouncer_table.WRONG.get((section, name)):
        return hint, hint if hint in names else ""
    lowered = name.lower().replace("-", "_").strip("_")
    close = lowered if lowered in names else nearest(lowered, names)
    return close, close


def nearest(name: str, names: dict[str, Known] | frozenset[str]) -> str:
    """The one name that is at most two letters away (one for short names), or ''; ties are nobody's."""
    limit = 2 if len(name) > 6 else 1
    best: list[str] = []
    for candidate in names:
        if abs(len(candidate) - len(name)) > limit:
            continue
        distance = _distance(name, candidate, limit)
        if distance < limit or (distance == limit and not best):
            best = [candidate] if distance < limit else [*best, candidate]
            limit = distance
        elif distance == limit:
            best.append(candidate)
    return best[0] if len(best) == 1 else ""


def _distance(left: str, right: str, limit: int) -> int:
    """Letters added, dropped, changed or swapped between two words; above ``limit`` it is only known to be more."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        current = [i]
        for j, b in enumerate(right, 1):
            cost = min(row[j] + 1, current[-1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before, row = row, current
    return row[-1]
