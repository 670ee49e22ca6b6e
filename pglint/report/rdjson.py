"""The Reviewdog Diagnostic Format, as one JSON object.

Source: reviewdog, proto/rdf/reviewdog.proto. Columns count bytes of UTF-8 from 1, ends are exclusive.
"""

from __future__ import annotations

from pglint.findings.secrets import mask
from pglint.record import TYPE_CHECKING
from pglint.report import ordered, undecided
from pglint.report.details import details
from pglint.report.json import Json, dumped, lines
from pglint.report.printable import plain

if TYPE_CHECKING:
    from pglint.findings.finding import Finding, Outcome
    from pglint.report import Options
    from pglint.source import Source, Span

SEVERITIES = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}


def render(outcome: Outcome, options: Options) -> str:
    rows = [_finding(finding, options) for finding in ordered(outcome.findings)]
    if options.show_unknown:
        rows += [_undecided(*row, options) for row in undecided(outcome)]
    return f'{{"source": {dumped({"name": "pglint"})},\n "diagnostics": {lines(rows)}}}\n'


def _finding(finding: Finding, options: Options) -> Json:
    row: Json = {
        "message": "\n".join(details(finding, options.shown)),
        "location": _location(finding.span, options),
        "severity": SEVERITIES[finding.severity],
        "code": {"value": finding.code},
    }
    edits = finding.fix.edits if finding.fix is not None else ()
    # A suggestion is applied alone, to the file of its finding.
    if len(edits) == 1 and edits[0].span.path == finding.span.path and mask(edits[0].text) == edits[0].text:
        row["suggestions"] = [{"range": _range(edits[0].span), "text": edits[0].text}]
    if finding.related:
        row["related_locations"] = [
            {"message": plain(related.message), "location": _location(related.span, options)}
            for related in finding.related
        ]
    return row


def _undecided(file: str, line: int, code: str, reason: str, options: Options) -> Json:
    place = {"path": plain(options.shown(file)), "range": {"start": {"line": line}}}
    return {
        "message": f"not decided: {plain(reason)}",
        "location": place,
        "severity": "INFO",
        "code": {"value": code},
    }


def _location(span: Span, options: Options) -> Json:
    return {"path": plain(options.shown(span.path)), "range": _range(span)}


def _range(span: Span) -> Json:
    return {"start": _position(span.source, span.start), "end": _position(span.source, span.end)}


def _position(source: Source, offset: int) -> Json:
    line, column = source.position(offset)
    before = source.text[offset - column + 1 : offset]
    return {"line": line, "column": len(before.encode("utf-8", "surrogateescape")) + 1}
