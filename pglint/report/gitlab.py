"""A Code Quality report of GitLab: a JSON array, shown in the widget and the diff of a merge request.

Source: GitLab, Code Quality, "Code Quality report format". Findings with the same fingerprint count as one.
"""

from __future__ import annotations

from pglint.content import digest
from pglint.record import TYPE_CHECKING
from pglint.report import ordered, undecided
from pglint.report.fingerprint import fingerprints
from pglint.report.json import lines
from pglint.report.printable import plain

if TYPE_CHECKING:
    from pglint.findings.finding import Finding, Outcome
    from pglint.report import Options

SEVERITIES = {"error": "critical", "warning": "major", "note": "info"}


def render(outcome: Outcome, options: Options) -> str:
    findings = ordered(outcome.findings)
    rows = [_finding(*each, options) for each in zip(findings, fingerprints(findings), strict=True)]
    if options.show_unknown:
        rows += [_undecided(*row, options) for row in undecided(outcome)]
    return lines(rows) + "\n"


def _finding(finding: Finding, fingerprint: str, options: Options) -> dict[str, object]:
    span = finding.span
    end = span.source.position(max(span.start, span.end - 1))[0]
    return {
        "description": f"{finding.code}: {plain(finding.message)}",
        "check_name": finding.code,
        "fingerprint": fingerprint,
        "severity": SEVERITIES[finding.severity],
        "location": {"path": plain(options.located(span.path)), "lines": {"begin": span.line, "end": end}},
    }


def _undecided(file: str, line: int, code: str, reason: str, options: Options) -> dict[str, object]:
    return {
        "description": f"{code}: not decided: {plain(reason)}",
        "check_name": code,
        "fingerprint": digest(repr((code, file, line, reason))),
        "severity": SEVERITIES["note"],
        "location": {"path": plain(options.located(file)), "lines": {"begin": line}},
    }
