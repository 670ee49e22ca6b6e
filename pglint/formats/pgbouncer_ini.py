"""One file of PgBouncer's configuration, line by line as lib/usual/cfparser.c reads it.

Comments stand only at the start of a line; a value runs to the end of its line; there are no escapes, quotes or
continuation lines. PgBouncer stops at the first syntax error, this reader goes on with the next line.
Cases: pgbouncer_grammar_cases.json, and src/main.c for what the sections mean.
"""

from __future__ import annotations

import re
from itertools import groupby

from pglint.catalog import pgbouncer as catalog
from pglint.facts import Fault, Include, Item, Section, Setting
from pglint.formats import placeholders
from pglint.formats.placeholders import MASK, mask
from pglint.formats.templates import is_template
from pglint.record import TYPE_CHECKING
from pglint.source import Source, Span
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["KEYS_IN_QUOTES_SINCE", "is_template", "looks_like", "read"]

KEYS_IN_QUOTES_SINCE = (1, 25, 0)
LONGEST_RUN = 3

_BLANK = " \t\n\v\f\r"
_SKIP = re.compile(r"(?:[ \t\n\v\f\r]+|[;#][^\n]*)*")
_KEY = re.compile(rf"([A-Za-z0-9_.*{MASK}-]*)[ \t]*=[ \t]*")
_QUOTED_KEY = re.compile(r"'([^'\n]+)'[ \t]*=[ \t]*")
_INCLUDE = re.compile(r"%include[ \t]+")
_HEADER = re.compile(r"\[([^\]\n]*)(\]?)")


def read(source: Source) -> list[Item]:
    """The file's settings, section headers, includes and syntax errors, in order.

    Setting.section is left empty: a section may be open when the file is included. The value of a setting with a
    placeholder, and every value of a file with template branches, is Unknown. An Include without a directive stands
    for a placeholder that may hold any lines. Faults with effect ``refused`` are what the program stops at.
    """
    text = mask(source.text)
    items = _items(source, text)
    if not is_template(source):
        return list(_without_runs(items)) if any(map(_is_certain_fault, items)) else items
    return [_in_branch(item) for item in items if not isinstance(item, Fault) and not _is_code(item)]


def _items(source: Source, text: str) -> list[Item]:
    items: list[Item] = []
    end = text.find("\0")
    end = len(text) if end == -1 else end
    at = 0
    if text.startswith("\ufeff"):
        items.append(_fault(source, 0, 1, "the file starts with a UTF-8 byte order mark"))
        at = 1
    while True:
        skipped = _SKIP.match(text, at, end)
        at = skipped.end() if skipped else at
        if at >= end:
            return items
        if text[at] == "[":
            at = _header(source, text, at, end, items)
            continue
        stop = text.find("\n", at, end)
        stop = end if stop == -1 else stop
        last = at + len(text[at:stop].rstrip(_BLANK))
        items.append(_line(source, text, at, last))
        if text[at] == "'" and isinstance(setting := items[-1], Setting):
            items.append(_key_in_quotes(setting))
        at = stop


def _header(source: Source, text: str, at: int, end: int, items: list[Item]) -> int:
    """A section header; what follows the bracket on its line is read like a line of its own."""
    match = _HEADER.match(text, at, end)
    assert match is not None
    name, closed = match.groups()
    stop = match.end()
    if not closed:
        stop = at + len(text[at:stop].rstrip(_BLANK))
        items.append(_fault(source, at, stop, 'a section header without "]"'))
        name = name.strip(_BLANK)
    else:
        name = source.text[at + 1 : at + 1 + len(name)]
    items.append(Section(name, Span(source, at, stop)))
    return stop


def _line(source: Source, text: str, at: int, last: int) -> Item:
    """One %include, setting or syntax error between two offsets; ``last`` is without blanks at the end."""
    if include := _INCLUDE.match(text, at):
        start = min(include.end(), last)
        target = placeholders.unknown(source, text, start, last) or source.text[start:last]
        return Include("%include", target, Span(source, at, last))
    key = (_QUOTED_KEY if text[at] == "'" else _KEY).match(text, at)
    if key is None:
        return _not_a_setting(source, text, at, last)
    start = min(key.end(), last)
    value = placeholders.unknown(source, text, start, last) or source.text[start:last]
    name_end = key.end(1) + (text[at] == "'")
    return Setting(
        source.text[key.start(1) : key.end(1)],
        value,
        Span(source, at, max(last, name_end)),
        Span(source, at, name_end),
        Span(source, start, last),
    )


def _not_a_setting(source: Source, text: str, at: int, last: int) -> Item:
    if unknown := placeholders.unknown(source, text, at, last):
        return Include("", unknown, Span(source, at, last))
    head = re.match(r"[A-Za-z0-9_.*-]*", text[at:last])
    word = head[0] if head else ""
    after = text[at + len(word) : last]
    if text[at] == '"':
        why = "a key in double quotes (single quotes are understood from 1.25.0 on)"
    elif word and not after:
        why = f'no "=" after "{word}"'
    elif word and after.startswith(":"):
        why = f'":" in place of "=" after "{word}"'
    elif text.startswith("%", at):
        why = 'only "%include FILE" starts with "%"'
    else:
        why = 'a key holds only letters, digits, "_", ".", "-" and "*", and "=" follows it'
    return _fault(source, at, last, why, word)


def _key_in_quotes(setting: Setting) -> Fault:
    text = "syntax error in configuration: a key in single quotes is understood from 1.25.0 on"
    bound = KEYS_IN_QUOTES_SINCE
    return Fault("syntax-error", text, setting.name_span, setting.name, effect="refused", before=bound)


def _fault(source: Source, start: int, end: int, why: str, name: str = "") -> Fault:
    text = f"syntax error in configuration: {why}"
    return Fault("syntax-error", text, Span(source, start, end), name, effect="refused")


def _without_runs(items: list[Item]) -> Iterator[Item]:
    """Pasted text that is no configuration at all is one fault, not one a line."""
    for is_fault, group in groupby(items, key=_is_certain_fault):
        run = list(group)
        if is_fault and len(run) > LONGEST_RUN and isinstance(first := run[0], Fault):
            yield first._replace(text=f"{first.text} ({len(run) - 1} more such lines below it)")
        else:
            yield from run


def _is_certain_fault(item: Item) -> bool:
    return isinstance(item, Fault) and item.before is None


def _is_code(item: Item) -> bool:
    """Brackets in the code of a template are no section header."""
    return isinstance(item, Section) and not catalog.section_named(item.name) and MASK not in mask(item.name)


def _in_branch(item: Item) -> Item:
    if isinstance(item, Setting):
        return item._replace(value=Unknown(placeholders.BRANCHES, item.value_span))
    if isinstance(item, Include):
        return item._replace(target=Unknown(placeholders.BRANCHES, item.span))
    return item


def looks_like(source: Source) -> str:
    """'' where the file is a PgBouncer configuration (or a template of one), else why it is not.

    A fragment without a section header is none by itself; where a configuration includes it, it is read all the same.
    """
    named = "pgbouncer" in source.path.rpartition("/")[2].lower()
    if why := _first_line(source):
        return why
    items = read(source)
    known, unknown, entries, others = _count(items)
    headers = [item.name for item in items if isinstance(item, Section)]
    ours = {catalog.section_named(header) for header in headers} - {""}
    if not headers:
        return "" if any(isinstance(item, Include) and item.directive for item in items) else "no section header"
    if not ours:
        return "" if named and any(MASK in mask(header) for header in headers) else "no section of PgBouncer"
    if "pgbouncer" in ours:
        return "" if named or entries or known >= max(unknown, 1) else "[pgbouncer] holds no setting of PgBouncer"
    if others == 0 and (entries or (named and not unknown)):
        return ""
    return "no [pgbouncer] section, and no entry of PgBouncer's"


def _first_line(source: Source) -> str:
    """Why the first line that says anything cannot belong to an ini file."""
    text = mask(source.text).removeprefix("\ufeff")
    for line in text.splitlines():
        line = line.strip()
        if not line or line[0] in ";#" or line[0] == MASK or line.startswith(("{%", "{{", "<%", "-%", "%}")):
            continue
        if line[0] == "[" or line.startswith("%include") or _KEY.match(line) or _QUOTED_KEY.match(line):
            return ""
        return "the first line is neither a section header nor a setting"
    return "nothing but comments"


def _count(items: list[Item]) -> tuple[int, int, int, int]:
    """Settings of [pgbouncer] that are known and unknown; entries with a known key; headers of unknown sections."""
    known = unknown = entries = others = 0
    section = ""
    for item in items:
        if isinstance(item, Section):
            section = catalog.section_named(item.name)
            others += section == "" and MASK not in mask(item.name)
        elif isinstance(item, Setting) and section == "pgbouncer":
            if catalog.setting("pgbouncer", item.name):
                known += 1
            elif MASK not in mask(item.name):
                unknown += 1
        elif isinstance(item, Setting) and section:
            words = item.value_span.text.split("=")[:-1]
            entries += any(catalog.setting(section, part.split()[-1]) for part in words if part.split())
    return known, unknown, entries, others
