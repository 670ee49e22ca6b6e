"""What a PgBouncer has in force after reading its files: settings, databases, users and peers.

The replay is that of src/main.c and lib/usual/cfparser.c: opening [pgbouncer] puts every setting that has a default
back to it, the last value of a key wins, and so does the last line of a database as a whole, except that a forced user
stays. Every value is a Cell: its place where a file states it, Unknown where the files do not tell.
"""

from __future__ import annotations

from pglint.catalog import pgbouncer as catalog
from pglint.catalog.pgbouncer import Invalid
from pglint.facts import Entry, Pair, Section
from pglint.formats import connect_string
from pglint.formats.placeholders import BRANCHES, MASK, mask
from pglint.once import cached_property
from pglint.record import TYPE_CHECKING
from pglint.values import Cell, Unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pglint.catalog.pgbouncer import Known, Version
    from pglint.facts import Fault, Setting
    from pglint.source import Span
    from pglint.stacks.ini_chain import IniChain

SET_WHEN_BUILT = "unix_socket_dir"
"""Packages compile another default in (Debian: /var/run/postgresql)."""


class Line:
    """One line of an entry as it stands: the entry, and the syntax error that ended it (``fault``), if any."""

    __slots__ = ("entry", "fault", "setting")

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.fault: Fault | None = None
        if isinstance(setting.value, Unknown) and setting.value.reason == BRANCHES:
            span = setting.value_span
            pairs: tuple[Pair, ...] = (Pair("", setting.value, span, span, span),)
        else:
            pairs, self.fault = connect_string.scan(setting.value_span, setting.section)
        self.entry = Entry(setting.section, setting.name, setting.span, setting.name_span, pairs)


class PoolerSettings:
    """The settings in force. ``readings`` are the versions of PgBouncer that are possible (see ``narrow``)."""

    def __init__(self, chain: IniChain, readings: Sequence[Version]) -> None:
        self.chain = chain
        self.readings = tuple(readings)
        self.lines: list[Line] = []
        self.opened: list[tuple[int, Section]] = []
        self._scalars: dict[str, tuple[int, Setting]] = {}
        self._unread = list(chain.unread)
        self._cells: dict[tuple[str, Version], Cell] = {}
        self._entries: dict[str, dict[str, Entry]] = {section: {} for section in catalog.sections()}
        self._replay()

    def _replay(self) -> None:
        for index, item in enumerate(self.chain.items):
            if isinstance(item, Entry):
                self._entries[item.section][item.name] = item
            elif isinstance(item, Section):
                if catalog.section_named(item.name) == "pgbouncer":
                    self.opened.append((index, item))
                    self._scalars = {name: each for name, each in self._scalars.items() if not _has_default(name)}
            elif item.section == "pgbouncer":
                if MASK in mask(item.name):
                    self._unread.append((index, Unknown(f'"{item.name}" is filled in by a template', item.name_span)))
                self._scalars[item.name] = (index, item)
            elif item.section in self._entries:
                self._entry(Line(item))

    def _entry(self, line: Line) -> None:
        self.lines.append(line)
        entries = self._entries[line.setting.section]
        old = entries.get(line.setting.name)
        entries[line.setting.name] = _with_forced_user(line.entry, old) if old else line.entry

    @property
    def databases(self) -> tuple[Entry, ...]:
        """The entries of [databases] in force; the fallback is the one named ``*``."""
        return tuple(self._entries["databases"].values())

    @property
    def users(self) -> dict[str, Entry]:
        """The entries of [users] in force, by user name (``*`` is a user's name like any other)."""
        return self._entries["users"]

    @property
    def peers(self) -> tuple[Entry, ...]:
        """The entries of [peers] in force."""
        return tuple(self._entries["peers"].values())

    @cached_property
    def missing(self) -> tuple[Unknown, ...]:
        """Why there may be more entries, or others, than the ones listed; empty where the lists are complete."""
        found = [unknown for _, unknown in self._unread]
        if self.chain.template:
            found.append(Unknown(BRANCHES))
        return tuple(found)

    def written(self, name: str) -> Setting | None:
        """The line of [pgbouncer] that decides a setting, or None where the default is in force."""
        found = self._scalars.get(name)
        return found[1] if found else None

    def cell(self, name: str, version: Version) -> Cell:
        """A [pgbouncer] setting in one version: int, times as int milliseconds, enum words in lower case, else text.

        A text without a default is empty; a setting that the version does not have yet reads as off: 0 or empty.
        Raises KeyError for a name that no version has.
        """
        if (name, version) not in self._cells:
            self._cells[name, version] = self._effective(name, version)
        return self._cells[name, version]

    def _effective(self, name: str, version: Version) -> Cell:
        known = catalog.setting("pgbouncer", name)
        if known is None:
            raise KeyError(name)
        if not self.opened:
            return Cell(Unknown("no [pgbouncer] section"))
        found = self._scalars.get(name)
        at = found[0] if found else self.opened[-1][0] if known.default is not None else -1
        for index, unknown in self._unread:
            if index > at:
                return Cell(Unknown(f"{unknown.reason}, and may set {name}", unknown.span))
        if found:
            return _written_cell(known, found[1], version)
        if self.chain.template:
            return Cell(Unknown(BRANCHES))
        if self.chain.platform:
            from pglint.catalog.platforms import pooler_default

            default = pooler_default(self.chain.platform, name)
            return Cell(milliseconds(default) if known.type == "time" and isinstance(default, int) else default)
        return _default_cell(known, version)

    def entry_value(self, entry: Entry, key: str, version: Version) -> Cell | None:
        """A key of an entry as the program reads it (ints by atoi, times in milliseconds); None where it is not set.

        A negative size is returned as it is: it means "not set". The older spelling of a key counts as the key.
        """
        for pair in reversed(entry.pairs):
            known = catalog.setting(entry.section, pair.key)
            if pair.key == key or (known and known.alias_of == key):
                return _pair_cell(entry.section, known, pair, version)
            if not pair.key:
                return Cell(pair.value, pair.span)
        return None

    def user_value(self, user: str | None, key: str, version: Version) -> Cell | None:
        """A key of a user's line in [users]; None where there is no such line or key, or the user has no name."""
        entry = self.users.get(user) if user is not None else None
        return self.entry_value(entry, key, version) if entry else None


def _has_default(name: str) -> bool:
    """fill_defaults of cfparser.c passes over settings without a default: they keep their value."""
    known = catalog.setting("pgbouncer", name)
    return known is not None and known.default is not None


def _with_forced_user(entry: Entry, old: Entry) -> Entry:
    """A database that is named again without ``user=`` keeps the forced user (and password) it had."""
    if entry.section != "databases" or entry.name == "*" or any(pair.key in ("user", "") for pair in entry.pairs):
        return entry
    kept = tuple(pair for pair in old.pairs if pair.key in ("user", "password"))
    if not any(pair.key == "user" for pair in kept):
        return entry
    return entry._replace(pairs=kept + tuple(pair for pair in entry.pairs if pair.key != "password"))


def _default_cell(known: Known, version: Version) -> Cell:
    if known.name == SET_WHEN_BUILT:
        return Cell(Unknown(f"the default of {known.name} is set when PgBouncer is built"))
    text = catalog.default(known.name, version) if known.since <= version else None
    number = known.type in ("int", "uint", "flag", "time")
    if text is None:
        return Cell(0 if number else "")
    value = catalog.interpret("pgbouncer", known.name, text, version)
    return Cell(milliseconds(value) if isinstance(value, float) else "" if isinstance(value, Invalid) else value)


def _written_cell(known: Known, setting: Setting, version: Version) -> Cell:
    if isinstance(setting.value, Unknown):
        return Cell(setting.value, setting.value_span)
    if known.since > version:
        reason = f"PgBouncer {catalog.show(version)} has no {known.name}"
        return Cell(Unknown(reason, setting.span), setting.value_span)
    return _cell("pgbouncer", known.name, setting.value, setting.value_span, version)


def _pair_cell(section: str, known: Known | None, pair: Pair, version: Version) -> Cell:
    if isinstance(pair.value, Unknown) or known is None:
        return Cell(pair.value, pair.value_span)
    return _cell(section, pair.key, pair.value, pair.value_span, version)


def _cell(section: str, name: str, raw: str, span: Span, version: Version) -> Cell:
    value = catalog.interpret(section, name, raw, version)
    if isinstance(value, Invalid):
        return Cell(Unknown(value.text, span), span)
    return Cell(milliseconds(value) if isinstance(value, float) else value, span)


def milliseconds(seconds: float) -> int:
    """A time in whole milliseconds; what is above 0 stays above 0, since 0 switches most timeouts off."""
    return round(seconds * 1000) or int(seconds > 0)


def narrow(chain: IniChain, readings: Sequence[Version]) -> tuple[Version, ...]:
    """The readings that know everything the files use; all of them where none does.

    A key, section, enum word or quoted key that exists only from some version on means that version or a newer one.
    """
    needs = {fault.before for fault in chain.faults if fault.kind == "syntax-error" and fault.before}
    for item in chain.items:
        if isinstance(item, Entry):
            continue
        if isinstance(item, Section):
            needs.add(catalog.sections().get(item.name, readings[0]))
        elif item.section == "pgbouncer":
            needs |= _needs_of_setting(item)
        elif item.section in catalog.sections():
            needs |= _needs_of_entry(item, min(readings))
    newest = max((need for need in needs if need <= max(readings)), default=readings[0])
    return tuple(version for version in readings if version >= newest) or tuple(readings)


def _needs_of_setting(setting: Setting) -> set[Version]:
    known = catalog.setting("pgbouncer", setting.name)
    if known is None:
        return set()
    lowered = setting.value.lower() if isinstance(setting.value, str) else ""
    return {known.since, *(word.since for word in known.words if word.text == lowered and word.since)}


def _needs_of_entry(setting: Setting, oldest: Version) -> set[Version]:
    text = setting.value_span.text
    names = catalog.settings(setting.section)
    newer = [known for name, known in names.items() if known.since > oldest and name in text]
    if not newer:
        return set()
    pairs, _ = connect_string.scan(setting.value_span, setting.section)
    written = {pair.key for pair in pairs}
    return {known.since for known in newer if known.name in written}
