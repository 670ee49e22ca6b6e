"""The baseline: findings that are known and are to be reported no more, in a file that is kept with the project.

An entry is what a finding is about, without its line and without its message, and how often it is there. So neither
an edit above it nor better words of pglint change anything, and a second one on the same line is new. Entries whose
finding is gone are reported.
"""

from __future__ import annotations

import json

from pglint.config.records import ConfigError
from pglint.findings.finding import Finding
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.report.fingerprint import identity
from pglint.source import Source, Span
from pglint.tree import Unreadable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from pglint.findings.finding import Undecided
    from pglint.living.known import Key
    from pglint.tree import Tree

VERSION = 1
TITLE = "pglint-baseline"
FIELDS = ("code", "file", "stack", "object", "text")
STALE = "PGL001"


class Entry(NamedTuple):
    """Findings that are alike: what they are known by, how many there are, and where in the file that is written."""

    key: Key
    times: int
    span: Span

    @property
    def code(self) -> str:
        return self.key[0]

    @property
    def file(self) -> str:
        return self.key[1]


def load(tree: Tree, path: str) -> list[Entry]:
    """The entries of a baseline; none where there is no such file. Raises ConfigError for what is no baseline."""
    try:
        source = tree.source(path)
    except Unreadable as error:
        raise ConfigError(f"baseline: {error}", Source(path, ""), 1, 1) from None
    return [] if source is None else read(source)


def read(source: Source) -> list[Entry]:
    """The entries of a baseline. Raises ConfigError."""
    try:
        document = json.loads(source.text)
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise _wrong(source, f"no valid JSON ({str(error).partition(':')[0].lower()})", line) from None
    except RecursionError:
        raise _wrong(source, "nested too deeply") from None
    is_ours = isinstance(document, dict) and document.get(TITLE) == VERSION
    if not is_ours or not isinstance(document.get("findings"), list):
        raise _wrong(source, f"no baseline of this version, which begins with {TITLE}: {VERSION}")
    return [_entry(source, raw, span) for raw, span in _places(source, document["findings"])]


def _wrong(source: Source, why: str, line: int = 1) -> ConfigError:
    return ConfigError(f"{why}; pglint baseline writes it anew", source, line, 1)


def _places(source: Source, findings: list[object]) -> Iterable[tuple[object, Span]]:
    """The entries with their places: where each object of the array that is named findings stands."""
    text, decoder = source.text, json.JSONDecoder()
    at = _array(text, decoder)
    for raw in findings:
        while text[at] in " \t\r\n,[":
            at += 1
        _, end = decoder.raw_decode(text, at)
        yield raw, Span(source, at, end)
        at = end


def _array(text: str, decoder: json.JSONDecoder) -> int:
    """Where the array of findings begins, in a text that is known to hold it."""
    at, name = text.index("{") + 1, ""
    while True:
        while text[at] in " \t\r\n,:":
            at += 1
        value, end = decoder.raw_decode(text, at)
        if name == "findings" and isinstance(value, list):
            return at
        name = value if isinstance(value, str) and not name else ""
        at = end


def _entry(source: Source, raw: object, span: Span) -> Entry:
    given = [raw.get(field) for field in FIELDS] if isinstance(raw, dict) else []
    texts = [text for text in given if isinstance(text, str)]
    number = raw.get("count", 1) if isinstance(raw, dict) else 0
    if len(texts) != len(FIELDS) or not (texts[0] and texts[1]):
        raise _wrong(source, f"an entry is an object with the texts {', '.join(FIELDS)}", span.line)
    if type(number) is not int or number < 1:
        raise _wrong(source, "count is a number from 1 on", span.line)
    code, file, stack, name, text = texts
    return Entry((code, file, stack, name, text), number, span)


def apply(
    findings: Iterable[Finding],
    entries: Iterable[Entry],
    active: Collection[str],
    undecided: Iterable[Undecided] = (),
    severity: str | None = None,
    locked: Collection[str] = (),
) -> list[Finding]:
    """The findings that are not known, then one for each entry that is of no use any more (PGL001).

    Entries of rules that did not run (``active`` are those that did) are left alone, and so are those about which the
    rule cannot decide today. What is ``locked`` cannot be hidden.
    """
    entries = list(entries)
    left: dict[Key, int] = {}
    for entry in entries:
        if entry.code not in locked:
            left[entry.key] = left.get(entry.key, 0) + entry.times
    kept = []
    for finding in findings:
        name = identity(finding)
        if left.get(name):
            left[name] -= 1
        else:
            kept.append(finding)
    open_ = {(question.code, question.span.path) for question in undecided}
    stale = STALE in active and (entry for entry in entries if (entry.code, entry.file) not in open_)
    for entry in stale or ():
        message = _stale(entry, left, active, locked)
        if message:
            found = Finding(STALE, "unused-suppression", severity or "warning", message, entry.span, help=HELP)
            kept.append(found._replace(subject="entry"))
    return kept


HELP = "pglint baseline --prune drops it"


def _stale(entry: Entry, left: dict[Key, int], active: Collection[str], locked: Collection[str]) -> str:
    """What is wrong with an entry, if anything is."""
    where = f"{entry.code} in {entry.file}"
    if entry.code in locked:
        return f"{where} cannot be kept in a baseline: ignorable = false"
    if entry.code not in active or not left.get(entry.key):
        return ""
    gone = min(left[entry.key], entry.times)
    left[entry.key] -= gone
    if gone < entry.times:
        return f"{where} is there {entry.times - gone} times, not {entry.times}"
    return f"{where} is in the baseline, and found no more"


def render(known: Mapping[Key, int]) -> str:
    """The text of a baseline: an entry a line, in their order, so that two branches can be merged."""
    lines = [
        json.dumps({**dict(zip(FIELDS, name, strict=True)), "count": number}, ensure_ascii=False)
        for name, number in sorted(known.items())
    ]
    body = "".join(f"    {line},\n" for line in lines)[:-2]
    return f'{{\n  "{TITLE}": {VERSION},\n  "findings": [' + (f"\n{body}\n  " if body else "") + "]\n}\n"
