"""Annotations of a GitHub Actions run, as workflow commands: ``::error file=…,line=…::message``.

Source: GitHub, Workflow commands for GitHub Actions; escapes as in actions/toolkit (packages/core/src/command.ts). A
step shows 10 errors, 10 warnings and 10 notices at most; SARIF has no such limit.
"""

from __future__ import annotations

from pglint.record import TYPE_CHECKING
from pglint.report import ordered, undecided
from pglint.report.details import details
from pglint.report.printable import plain

if TYPE_CHECKING:
    from pglint.findings.finding import Finding, Outcome
    from pglint.report import Options

COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def render(outcome: Outcome, options: Options) -> str:
    lines = [_finding(finding, options) for finding in ordered(outcome.findings)]
    if options.show_unknown:
        for file, line, code, reason in undecided(outcome):
            place = f"file={_property(options.located(file))},line={line},title={code}"
            lines.append(f"::notice {place}::{_data(f'not decided: {plain(reason)}')}\n")
    return "".join(lines)


def _finding(finding: Finding, options: Options) -> str:
    span = finding.span
    line, column = span.source.position(span.start)
    end_line, end_column = span.source.position(span.end)
    place = f"file={_property(options.located(span.path))},line={line},endLine={end_line}"
    if end_line == line:  # columns are only taken within one line
        place += f",col={column},endColumn={max(column, end_column - 1)}"
    title = _property(f"{finding.code} {finding.name}")
    text = _data("\n".join(details(finding, options.located)))
    return f"::{COMMANDS[finding.severity]} {place},title={title}::{text}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(plain(text)).replace(":", "%3A").replace(",", "%2C")
