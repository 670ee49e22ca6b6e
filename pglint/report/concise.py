"""One line a finding: ``file:line:col: CODE severity: message``."""

from __future__ import annotations

from pglint.findings.finding import Outcome
from pglint.report import Options, ordered, undecided
from pglint.report.printable import plain


def render(outcome: Outcome, options: Options) -> str:
    lines = [
        f"{plain(options.shown(finding.span.path))}:{finding.span.line}:{finding.span.column}: "
        f"{finding.code} {finding.severity}: {plain(finding.message)}\n"
        for finding in ordered(outcome.findings)
    ]
    if options.show_unknown:
        lines += [
            f"{plain(options.shown(file))}:{line}: {code} unknown: {plain(reason)}\n"
            for file, line, code, reason in undecided(outcome)
        ]
    return "".join(lines)
