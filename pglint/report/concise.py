"""One line a finding: ``file:line:col: CODE severity: message``."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING
from pglint.report import ordered, undecided
from pglint.report.printable import plain

if TYPE_CHECKING:
    from pglint.findings.finding import Outcome
    from pglint.report import Options


def render(outcome: Outcome, options: Options) -> str:
    if options.statistics:
        from pglint.report.statistics import table

        lines = [table(outcome)]
    else:
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
