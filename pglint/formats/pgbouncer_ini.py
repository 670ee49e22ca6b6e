"""One file of PgBouncer's configuration, line by line as lib/usual/cfparser.c reads it.

Comments stand only at the start of a line; a value runs to the end of its line; there are no escapes, quotes or
continuation lines. PgBouncer stops at the first syntax error, this reader goes on with the next line.
Cases: pgbouncer_grammar_cases.json, and src/main.c for what the sections mean.
"""

from __future__ import annotations

from itertools import groupby

from pglint.catalog import pgbouncer as catalog
from pglint.facts import Fault, Include, Section, Setting
from pglint.formats import placeholders
from pglint.formats.placeholders import MASK, mask
from pglint.formats.templates import is_template
from pglint.record import TYPE_CHECKING
from pglint.source import Span
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.facts import Item
    from pglint.source import Source

__all__ = ["KEYS_IN_QUOTES_SINCE", "is_template", "looks_like", "read"]

KEYS_IN_QUOTES_SINCE = (1, 25, 0)
LONGEST_RUN = 3

_BLANK = " \t\n\v\f\r"
_WORD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.*-"
_INCLUDE = "%include"


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
        at = past_comments(text, at, end, ";#")
        if at >= end:
            return items
        if text[at] == "[":
            at = _header(source, text, at, end, items)
            continue
        stop = _line_end(text, at, end)
        last = at + len(text[at:stop].rstrip(_BLANK))
        items.append(_line(source, text, at, last))
        if text[at] == "'" and isinstance(setting := items[-1], Setting):
            items.append(_key_in_quotes(setting))
        at = stop


def past_comments(text: str, at: int, end: int, marks: str) -> int:
    """Where, from ``at`` on, something stands that is neither blank nor in a comment opened by one of ``marks``."""
    while at < end:
        stop = _line_end(text, at, end)
        line = text[at:stop].lstrip(_BLANK)
        if line and line[0] not in marks:
            return stop - len(line)
        at = stop + 1
    return end


def _line_end(text: str, at: int, end: int) -> int:
    found = text.find("\n", at, end)
    return end if found == -1 else found


def _header(source: Source, text: str, at: int, end: int, items: list[Item]) -> int:
    """A section header; what follows the bracket on its line is read like a line of its own."""
    stop = _line_end(text, at, end)
    bracket = text.find("]", at, stop)
    if bracket == -1:
        stop = at + len(text[at:stop].rstrip(_BLANK))
        items.append(_fault(source, at, stop, 'a section header without "]"'))
        name = text[at + 1 : stop].strip(_BLANK)
    else:
        name = source.text[at + 1 : bracket]
        stop = bracket + 1
    items.append(Section(name, Span(source, at, stop)))
    return stop


def _line(source: Source, text: str, at: int, last: int) -> Item:
    """One %include, setting or syntax error between two offsets; ``last`` is without blanks at the end."""
    if text.startswith((_INCLUDE + " ", _INCLUDE + "\t"), at):
        start = _past_blanks(text, min(at + len(_INCLUDE), last), last)
        target = placeholders.unknown(source, text, start, last) or source.text[start:last]
        return Include("%include", target, Span(source, at, last))
    key = _key(text, at, last)
    if key is None:
        return _not_a_setting(source, text, at, last)
    first, end, start = key
    value = placeholders.unknown(source, text, start, last) or source.text[start:last]
    name_end = end + (first - at)
    return Setting(
        source.text[first:end],
        value,
        Span(source, at, max(last, name_end)),
        Span(source, at, name_end),
        Span(source, start, last),
    )


def _key(text: str, at: int, last: int) -> tuple[int, int, int] | None:
    """Where the key of a line starts and ends, without quotes, and where the value starts; None: no key and "="."""
    if text[at] == "'":
        end = text.find("'", at + 1, last)
        equals = _past_blanks(text, end + 1, last)
        if end <= at + 1 or not text.startswith("=", equals, last):
            return None
        return at + 1, end, _past_blanks(text, equals + 1, last)
    equals = text.find("=", at, last)
    name = text[at:equals].rstrip(" \t")
    if equals == -1 or name.strip(_WORD + MASK):
        return None
    return at, at + len(name), _past_blanks(text, equals + 1, last)


def _past_blanks(text: str, at: int, last: int) -> int:
    return last - len(text[at:last].lstrip(" \t"))


def _not_a_setting(source: Source, text: str, at: int, last: int) -> Item:
    if unknown := placeholders.unknown(source, text, at, last):
        return Include("", unknown, Span(source, at, last))
    after = text[at:last].lstrip(_WORD)
    word = text[at : last - len(after)]
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
        if line[0] == "[" or line.startswith(_INCLUDE) or _key(line, 0, len(line)):
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
