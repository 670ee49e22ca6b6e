"""The report for machines: one JSON object in UTF-8, the same bytes for the same input.

Its keys and their order are a contract (``schema`` counts its changes). Each finding stands on a line of its own.
"""

from __future__ import annotations

import json

from pglint import __version__
from pglint.findings.finding import SEVERITIES, Finding, Outcome, Place
from pglint.findings.secrets import mask
from pglint.record import TYPE_CHECKING
from pglint.report import Options, ordered, undecided
from pglint.source import Span
from pglint.values import Sum, Term

if TYPE_CHECKING:
    from collections.abc import Iterable

SCHEMA = 1

Json = dict[str, object]


def render(outcome: Outcome, options: Options) -> str:
    """The whole outcome; of ``options`` nothing matters here."""
    findings = ordered(outcome.findings)
    stacks = sorted((stack.name, sorted(m.path for m in stack.files)) for stack in outcome.stacks if stack.name)
    head: Json = {"schema": SCHEMA, "pglint": __version__, "root": ".", "files": outcome.files}
    summary: Json = {severity: sum(f.severity == severity for f in findings) for severity in reversed(SEVERITIES)}
    parts = (
        dumped(head)[:-1],
        '"findings": ' + lines(finding_of(finding) for finding in findings),
        '"unknown": ' + lines(_unknown(*row) for row in undecided(outcome)),
        '"stacks": ' + lines({"name": name, "files": files} for name, files in stacks),
        '"summary": ' + dumped(summary) + "}\n",
    )
    return ",\n ".join(parts)


def finding_of(finding: Finding) -> Json:
    span = finding.span
    line, column = span.source.position(span.start)
    end_line, end_column = span.source.position(span.end)
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "message": mask(finding.message),
        "file": span.path,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "stack": finding.stack,
        "sums": [sum_of(total, span) for total in finding.sums],
        "related": [_related(place) for place in finding.related],
        "fixable": finding.fixable,
        "help": mask(finding.help),
    }


def _unknown(file: str, line: int, code: str, reason: str) -> Json:
    return {"code": code, "file": file, "line": line, "reason": mask(reason)}


def sum_of(total: Sum, span: Span) -> Json:
    """A sum; ``span`` is the place of terms that have none."""
    return {
        "name": total.name,
        "total": total.total,
        "at_least": total.at_least,
        "capped_by": _cap(total.capped_by) if total.capped_by else None,
        "terms": [_term(term, span) for term in total.terms],
    }


def _term(term: Term, span: Span) -> Json:
    # What belongs to no file, such as what a process itself needs, is told with the finding.
    file, line = (term.span.path, term.span.line) if term.span else (span.path, 1)
    return {"text": mask(term.text), "value": term.value, "times": term.times, "file": file, "line": line}


def _cap(cap: Term) -> str:
    place = f" ({cap.span.path}:{cap.span.line})" if cap.span else ""
    times = f"{cap.times} × " if cap.times != 1 else ""
    return f"{mask(cap.text)} = {times}{cap.value}{place}"


def _related(place: Place) -> Json:
    line, column = place.span.source.position(place.span.start)
    return {"file": place.span.path, "line": line, "column": column, "message": mask(place.message)}


def lines(objects: Iterable[Json]) -> str:
    """A list with each of its objects on a line."""
    rows = [dumped(item) for item in objects]
    return "[\n  " + ",\n  ".join(rows) + "]" if rows else "[]"


def dumped(item: Json) -> str:
    """One line of JSON that is valid UTF-8, harmless on a terminal: a byte that is not becomes the text ``\\xff``."""
    text = json.dumps(item, ensure_ascii=False)
    return text if text.isprintable() else "".join(map(_shown, text))


def _shown(char: str) -> str:
    """A character of a string: only those need an escape. That of a surrogate is text, its backslash is doubled."""
    if char.isprintable():
        return char
    return f"\\\\x{ord(char) & 0xFF:02x}" if "\ud800" <= char <= "\udfff" else json.dumps(char)[1:-1]
