"""Faults in the entries of [databases], [users] and [peers].

The ``*`` entry of [databases] is read only when a client comes (src/loader.c set_autodb): what is wrong in it lets the
program start, and then no client finds a database through it.
"""

from __future__ import annotations

from pglint.catalog import c_numbers
from pglint.catalog import pgbouncer as catalog
from pglint.catalog.pgbouncer import Invalid
from pglint.facts import Fault
from pglint.formats.placeholders import BRANCHES, MASK, mask
from pglint.model import ini_comments
from pglint.record import TYPE_CHECKING
from pglint.source import Span
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.catalog.pgbouncer import Known
    from pglint.facts import Entry, Pair
    from pglint.model.pooler_settings import Line, PoolerSettings

RESERVED_SINCE = (1, 16, 0)
UNLIMITED_SINCE = (1, 24, 0)


def faults(settings: PoolerSettings) -> Iterator[Fault]:
    """Faults of each line, then of the entries in force."""
    stars = [line for line in settings.lines if _is_star(line)]
    for line in settings.lines:
        value = line.setting.value
        if isinstance(value, Unknown) and value.reason == BRANCHES:
            continue
        if _is_star(line):
            if line is stars[-1]:
                yield from (_at_login(fault) for fault in _line(line))
        else:
            yield from _line(line)
    for entry in (*settings.databases, *settings.users.values()):
        if not any(pair.key == "" for pair in entry.pairs):
            yield from _sizes(entry, settings)
            yield from _times(entry)


def _is_star(line: Line) -> bool:
    return line.setting.section == "databases" and line.setting.name == "*"


def _at_login(fault: Fault) -> Fault:
    if fault.effect != "refused":
        return fault
    return fault._replace(effect="at-login", text=f"{fault.text}: no client gets a database through the * entry")


def _line(line: Line) -> Iterator[Fault]:
    section, name = line.setting.section, line.setting.name
    if section == "databases" and name == "pgbouncer":
        text = 'database name "pgbouncer" is reserved'
        yield Fault("invalid-value", text, line.setting.name_span, name, effect="refused", since=RESERVED_SINCE)
    misplaced = _misplaced(line)
    if misplaced:
        yield misplaced
        return
    if section == "peers":
        yield from _peer_number(line)
    comment = _comment(line)
    if comment:
        yield comment
    elif line.fault:
        yield line.fault._replace(name=name)
    broken = comment is not None or line.fault is not None
    pairs = line.entry.pairs
    for number, pair in enumerate(pairs):
        known = catalog.setting(section, pair.key)
        if not pair.key or (comment and pair.span.end > comment.span.start):
            continue
        if known is None:
            yield _unknown(section, pair, pairs[number - 1] if number else None)
        elif not (isinstance(pair.value, str) and catalog.is_plain(known, pair.value)):
            yield from _pair(section, known, pair)
    if section == "peers" and not broken and not any(pair.key in ("host", "") for pair in pairs):
        text = f"host was not provided for peer {name}"
        yield Fault("invalid-value", text, line.setting.span, name, effect="refused")


def _peer_number(line: Line) -> Iterator[Fault]:
    name = line.setting.name
    if MASK in mask(name) or (name.isascii() and name.isdigit() and 1 <= int(name[-9:]) <= 0xFFFF):
        return
    text = "ids of peers must be a number larger than 0 and at most 65536"
    yield Fault("invalid-value", text, line.setting.name_span, name, name, effect="refused")


def _misplaced(line: Line) -> Fault | None:
    """A setting that stands on a line of its own in a section of entries, where its name is read as an entry's."""
    setting, section = line.setting, line.setting.section
    homes = catalog.sections_with(setting.name)
    if not homes or any(pair.key for pair in line.entry.pairs):
        return None
    # Without a value it is a valid entry. A database may well be called "user", but not "unix_socket_dir".
    if line.fault is None and (setting.value_span.text or homes[0] != "pgbouncer" or "_" not in setting.name):
        return None
    what = {"databases": "a database", "users": "a user", "peers": "a peer"}[section]
    where = "[pgbouncer]" if homes[0] == "pgbouncer" else f"an entry of {' or '.join(f'[{home}]' for home in homes)}"
    text = f"{setting.name} stands in [{section}], where it is read as {what}'s name; it belongs in {where}"
    if line.fault:
        text = f"{line.fault.text.partition(':')[0]}: {text}"
    return Fault("wrong-section", text, setting.span, setting.name, effect="refused" if line.fault else "")


def _comment(line: Line) -> Fault | None:
    """A trailing comment: the program takes its words for keys, or its first one for the value before it."""
    span = line.setting.value_span
    at = ini_comments.in_entry(mask(span.text))
    if at is None:
        return None
    place = Span(span.source, span.start + at, span.end)
    name = line.setting.name
    holder = next((pair for pair in line.entry.pairs if pair.value_span.start == place.start), None)
    if holder and holder.key == "password":
        return None
    refused = line.fault is not None or any(
        pair.key and pair.span.end > place.start and not catalog.setting(line.setting.section, pair.key)
        for pair in line.entry.pairs
    )
    words = "syntax error in user settings" if line.setting.section == "users" else "syntax error in connection string"
    text = f"{words}: a comment cannot follow an entry"
    if not refused:
        text = f'a comment cannot follow an entry: it is the value of "{holder.key if holder else name}"'
    effect = "refused" if refused else "swallowed"
    return Fault("value-swallows-comment", text, place, name, effect=effect)


def _pair(section: str, known: Known, pair: Pair) -> Iterator[Fault]:
    if known.since > (1, 5, 5) and known.since > catalog.sections()[section]:
        text = f"{_unrecognized(section)}: {pair.key} (known from {catalog.show(known.since)} on)"
        if known.since == catalog.DEVELOPMENT:
            text = f"{_unrecognized(section)}: {pair.key} (no release knows it, only the development branch)"
        yield Fault("unknown-setting", text, pair.span, pair.key, effect="refused", before=known.since)
    if known.deprecated:
        text = f"{known.name} is called {known.alias_of} from {catalog.show(known.deprecated)} on"
        yield Fault("deprecated-setting", text, pair.key_span, known.name, "", known.alias_of, since=known.deprecated)
    if not isinstance(pair.value, str) or known.type == "secret":
        return
    if known.type in ("int", "enum"):
        value = catalog.interpret(section, pair.key, pair.value, catalog.DEVELOPMENT)
        if isinstance(value, Invalid):
            yield Fault("invalid-value", value.text, pair.value_span, pair.key, pair.value, effect="refused")
            return
    if "=" in pair.value:
        yield from _swallowed(section, known, pair)


def _unrecognized(section: str) -> str:
    return "unrecognized user parameter" if section == "users" else "unrecognized connection parameter"


def _unknown(section: str, pair: Pair, before: Pair | None) -> Fault:
    text = _unrecognized(section)
    if before and before.key == "password" and not catalog.sections_with(pair.key):
        # The word may be the rest of a password with a blank in it.
        text += ' after "password" (a value with a blank needs single quotes)'
        return Fault("unknown-setting", text, pair.key_span, "password", effect="refused")
    text += f": {pair.key}"
    hint, instead = catalog.meant(section, pair.key)
    homes = [home for home in catalog.sections_with(pair.key) if home != section]
    if homes:
        text += f" (known in {' and '.join(f'[{home}]' for home in homes)})"
    elif hint and hint not in ("none", instead):
        text += f" (meant: {hint})"
    kind = "wrong-section" if homes else "unknown-setting"
    return Fault(kind, text, pair.key_span, pair.key, instead=instead, effect="refused")


def _swallowed(section: str, known: Known, pair: Pair) -> Iterator[Fault]:
    """A value that holds the next pair: an empty one does, and a tab, comma or semicolon parts nothing."""
    raw = pair.value_span.text
    if raw[0] == "'":
        return
    for mark, name in _keys_inside(raw):
        if name not in catalog.settings(section) or (mark in (",", ";") and known.type == "sql"):
            continue
        why = f"{pair.key} is empty and takes the next pair for its value"
        if mark:
            character = "a tab" if mark == "\t" else f'"{mark}"'
            why = f"{character} does not end a value: {name} becomes part of {pair.key}"
        yield Fault("invalid-value", why, pair.span, pair.key, effect="swallowed")
        return


def _keys_inside(raw: str) -> Iterator[tuple[str, str]]:
    """Words before an "=" at the start of a value or behind a tab, comma or semicolon: (that character or '', word)."""
    for number, part in enumerate(raw.split("=")[:-1]):
        before = part.rstrip("abcdefghijklmnopqrstuvwxyz_")
        name = part[len(before) :]
        left = before.rstrip()
        if not name:
            continue
        if not left and number == 0:
            yield "", name
        elif left.endswith((",", ";")):
            yield left[-1], name
        elif "\t" in before[len(left) :]:
            yield "\t", name


def _sizes(entry: Entry, settings: PoolerSettings) -> Iterator[Fault]:
    """pool_size that is read as 0 (CAP017); a negative one only inherits."""
    pair = _last(entry, "pool_size")
    if pair is None or not isinstance(pair.value, str) or c_numbers.atoi(pair.value) != 0:
        return
    if pair.value_span.text.partition("=")[0] in catalog.settings(entry.section):
        return
    effect = "zero" if _is_zero(pair.value) else "accident"
    read = "is" if effect == "zero" else "is read as 0:"
    text = f"pool_size={pair.value} {read} {size_of_zero(settings)}"
    yield Fault("pool-size-not-a-limit", text, pair.span, "pool_size", pair.value, effect=effect)


def _is_zero(raw: str) -> bool:
    raw = raw.strip()
    raw = raw[1:] if raw.startswith(("+", "-")) else raw
    return raw != "" and not raw.strip("0")


def size_of_zero(settings: PoolerSettings) -> str:
    """What a pool of size 0 is in the versions that are possible."""
    new = [version >= UNLIMITED_SINCE for version in settings.readings]
    if all(new):
        return "no limit at all"
    if not any(new):
        return "one connection"
    return "no limit at all from 1.24 on, and one connection before"


def _times(entry: Entry) -> Iterator[Fault]:
    """Times of entries are whole seconds by atoi (TMO016): 0.5 is 0, and 0 means that the global one is in force."""
    times = catalog.times(entry.section)
    for pair in entry.pairs:
        raw = pair.value
        if pair.key not in times or not isinstance(raw, str) or pair is not _last(entry, pair.key):
            continue
        if c_numbers.atoi(raw) == 0 and any(map(raw.__contains__, "123456789")) and "=" not in raw:
            text = f"{pair.key}={raw} is read as 0: an entry's times are whole seconds"
            yield Fault("timeout-rounds-to-off", text, pair.span, pair.key, raw)


def _last(entry: Entry, key: str) -> Pair | None:
    return next((pair for pair in reversed(entry.pairs) if pair.key == key), None)
