"""What a text says, so that before and after an edit can be compared: everything but what was meant stays the same."""

from __future__ import annotations

from bisect import bisect_right

from pglint.facts import Fault, Include, Section, Setting
from pglint.fixes import ini, target
from pglint.formats import postgresql_conf
from pglint.project import kind
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pglint.findings.finding import Edit
    from pglint.formats.hcl.syntax import Body
    from pglint.source import Source


class Said(NamedTuple):
    """One thing that a file says, and from where to where."""

    start: int
    end: int
    what: object


def reader(path: str) -> str:
    """How a file that is edited is read: conf, ini, terraform or toml; '' for files that are not edited."""
    shape = target.format_of(path)
    if shape == "literal":
        return "toml" if path.endswith(".toml") else "terraform"
    if shape != "conf":
        return ""
    found = kind(path)
    return "ini" if found == "pgbouncer.ini" or (found is None and not path.endswith(".conf")) else "conf"


def edited(text: str, edits: Sequence[Edit]) -> str:
    """A text with edits that do not overlap."""
    parts: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda each: (each.span.start, each.span.end)):
        parts += (text[at : edit.span.start], edit.text)
        at = edit.span.end
    return "".join(parts) + text[at:]


def only_meant(before: Source, after: Source, edits: Sequence[Edit]) -> bool:
    """Whether what a file says changed where it was edited, and nowhere else. A silent edit changes nothing of it."""
    how = reader(before.path)
    if how == "toml":
        return _toml(before.text, after.text, sum(not edit.silent for edit in edits))
    old, new = list(_said(how, before)), list(_said(how, after))
    places, moved, shift = [], [], 0
    for edit in sorted(edits, key=lambda each: (each.span.start, each.span.end)):
        start = edit.span.start + shift
        if not edit.silent:
            places.append((edit.span.start, edit.span.end))
            moved.append((start, start + len(edit.text)))
        shift += len(edit.text) - (edit.span.end - edit.span.start)
    return _elsewhere(old, places) == _elsewhere(new, moved)


def _elsewhere(said: list[Said], places: list[tuple[int, int]]) -> list[object]:
    """What is said where no edit is."""
    starts = [start for start, _ in places]
    ends = [end for _, end in places]
    found = []
    for each in said:
        nearest = bisect_right(starts, each.end) - 1
        if nearest < 0 or ends[nearest] < each.start:
            found.append(each.what)
    return found


def _said(how: str, source: Source) -> Iterator[Said]:
    if how == "terraform":
        from pglint.formats.hcl.blocks import read

        body, faults = read(source)
        yield Said(-1, -1, len(faults))
        yield from _terraform(body, ())
    elif how == "ini":
        for section, spot in ini.spots(source):
            if spot.kind != "ini" or section in ("pgbouncer", ""):
                what = (section, spot.kind, spot.name, spot.value_span.text)
            else:
                what = (section, "entry", spot.name, "")  # its pairs speak for themselves
            yield Said(spot.whole.start, spot.whole.end, what)
    else:
        for item in postgresql_conf.read(source):
            yield Said(item.span.start, item.span.end, _conf(item))


def _conf(item: Setting | Include | Section | Fault) -> object:
    if isinstance(item, Setting):
        return item.name, item.value.reason if isinstance(item.value, Unknown) else item.value
    return type(item).__name__, item.span.text


def _terraform(body: Body, above: tuple[object, ...]) -> Iterator[Said]:
    for setter in body.setters.values():
        value = setter.expression
        yield Said(value.start, value.end, (*above, setter.name, value.span.text))
    for number, block in enumerate(body.blocks):
        yield Said(-1, -1, (*above, number, block.type, block.labels))
        yield from _terraform(block.body, (*above, number))


def _toml(before: str, after: str, count: int) -> bool:
    """Whether as many values differ as were edited, and all else is the same."""
    import tomli

    try:
        old, new = dict(_leaves(tomli.loads(before), ())), dict(_leaves(tomli.loads(after), ()))
    except tomli.TOMLDecodeError:
        return False
    return old.keys() == new.keys() and sum(old[key] != new[key] for key in old) == count


def _leaves(value: object, path: tuple[object, ...]) -> Iterator[tuple[tuple[object, ...], object]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _leaves(inner, (*path, number))
    else:
        yield path, value
