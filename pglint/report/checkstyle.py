"""The XML of Checkstyle, which nearly every build server reads.

Source: Checkstyle, XMLLogger and its schema checkstyle-report-1.0.0.xsd.
"""

from __future__ import annotations

from pglint.record import TYPE_CHECKING
from pglint.report import ordered, undecided
from pglint.report.details import details
from pglint.report.markup import entities, escaped
from pglint.report.printable import plain

if TYPE_CHECKING:
    from pglint.findings.finding import Outcome
    from pglint.report import Options

VERSION = "10.0"
"""Of Checkstyle: consumers read it, and choose nothing by it."""
SEVERITIES = {"error": "error", "warning": "warning", "note": "info"}


def render(outcome: Outcome, options: Options) -> str:
    files: dict[str, list[str]] = {}
    for finding in ordered(outcome.findings):
        line, column = finding.span.source.position(finding.span.start)
        text = entities("; ".join(details(finding, options.shown)))
        files.setdefault(finding.span.path, []).append(
            _error(line, f' column="{column}"', SEVERITIES[finding.severity], text, finding.code)
        )
    if options.show_unknown:
        for file, line, code, reason in undecided(outcome):
            text = entities(f"not decided: {plain(reason)}")
            files.setdefault(file, []).append(_error(line, "", "info", text, code))
    rows = ['<?xml version="1.0" encoding="UTF-8"?>', f'<checkstyle version="{VERSION}">']
    for file, errors in sorted(files.items()):
        rows += [f'  <file name="{escaped(options.shown(file))}">', *errors, "  </file>"]
    return "\n".join([*rows, "</checkstyle>"]) + "\n"


def _error(line: int, column: str, severity: str, text: str, code: str) -> str:
    return f'    <error line="{line}"{column} severity="{severity}" message="{text}" source="pglint.{entities(code)}"/>'
