"""Findings counted by rule and severity, for whoever brings pglint to a project that never had it."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from pglint.findings.finding import Outcome


def counts(outcome: Outcome) -> list[tuple[int, str, str, str]]:
    """(how many, severity, code, name) of each rule that found something, the most frequent first."""
    found: dict[tuple[str, str, str], int] = {}
    for finding in outcome.findings:
        key = (finding.severity, finding.code, finding.name)
        found[key] = found.get(key, 0) + 1
    return sorted(((number, *key) for key, number in found.items()), key=lambda row: (-row[0], row[2], row[1]))


def table(outcome: Outcome) -> str:
    """The counts, a rule a line."""
    rows = counts(outcome)
    number = max((len(str(row[0])) for row in rows), default=1)
    severity = max((len(row[1]) for row in rows), default=1)
    return "".join(f"{row[0]:>{number}}  {row[1]:<{severity}}  {row[2]} {row[3]}\n" for row in rows)
