"""What a report offers is what ``--fix`` does: safe fixes are tried before they are shown.

All of them at once, which takes one more check of the project where there are any and all go well; what would be
refused is no fix. In a project of many files that one more check is seconds, and they are shown untried. Of a fix that
is not safe a report shows the proposal: whoever takes it looks at it first.
"""

from __future__ import annotations

from pglint.fixes.plan import identity, plan
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pglint.findings.finding import Finding, Outcome
    from pglint.fixes.plan import Run

MOST_FILES, MOST_RUNS = 200, 12
"""How large a project may be for its fixes to be tried, and how often it is checked to find those that are refused."""


def is_offered(finding: Finding) -> bool:
    """Whether --fix would change a file for it."""
    return finding.fix is not None and finding.fix.safe and bool(finding.fix.edits)


def confirmed(outcome: Outcome, run: Run, whole: Outcome | None = None) -> Outcome:
    """The outcome with the safe fixes that can be done. ``whole`` is what ``run`` gives without a change, if known."""
    if outcome.files > MOST_FILES:
        return outcome
    asked = {identity(finding) for finding in outcome.findings if is_offered(finding)}
    made = plan(run, lambda finding: is_offered(finding) and identity(finding) in asked, whole, MOST_RUNS)
    return without(outcome, (finding for finding, _ in made.refused))


def without(outcome: Outcome, refused: Iterable[Finding]) -> Outcome:
    """The outcome with the fixes taken away that are refused."""
    names = {identity(finding) for finding in refused}
    if not names:
        return outcome
    left = (
        finding._replace(fix=None, fixable="no") if finding.fix and identity(finding) in names else finding
        for finding in outcome.findings
    )
    return outcome._replace(findings=tuple(left))
