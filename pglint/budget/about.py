"""Which findings are about which bar: the rule is one of the bar's, and points at a place of it."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pglint.budget.records import Bar, Budget
    from pglint.findings.finding import Finding

CODES = {
    "clients": ("CAP005", "CAP006", "CAP013", "CAP018", "CAP020"),
    "pooler": ("CAP002", "CAP008", "CAP014", "CAP017"),
    "role": ("CAP003", "LIM001", "LIM002", "LIM003", "LIM008"),
    "database": ("CAP004", "LIM002", "LIM007"),
    "slots": ("CAP001", "CAP007", "CAP009", "CAP010", "CAP011", "CAP012", "CAP015", "CAP021"),
    "worst": ("CAP001",),
    "peak": ("CAP020",),
    "proxies": ("CAP019",),
    "senders": ("REP002", "REP004", "REP005", "REP017"),
    "replication slots": ("REP003", "REP006", "REP007"),
}
WORST = "worst case"
"""The sum by which CAP001 at worst is told from CAP001 for sure."""


def with_findings(budget: Budget, findings: Iterable[Finding]) -> Budget:
    """The budget, and on each of its bars what was found about it, the gravest first."""
    own = [finding for finding in findings if finding.stack == budget.name]
    layers = (
        layer._replace(bars=tuple(bar._replace(findings=tuple(_about(bar, own))) for bar in layer.bars))
        for layer in budget.layers
    )
    return budget._replace(layers=tuple(layers))


def _about(bar: Bar, findings: Iterable[Finding]) -> list[Finding]:
    codes = CODES.get(bar.kind, ())
    sums = [bar.wanted, *([bar.limit] if bar.limit else [])]
    spans = [*bar.places, *(term.span for each in sums for term in each.terms if term.span)]
    places = {(span.path, span.start) for span in spans}
    found = [each for each in findings if each.code in codes and (each.span.path, each.span.start) in places]
    if bar.kind in ("role", "database"):  # one line may state several, by for_each
        found = [each for each in found if f'"{bar.name}"' in each.message]
    if bar.kind in ("slots", "worst"):
        found = [each for each in found if _is_worst(each) == (bar.kind == "worst")]
    return sorted(found, key=lambda each: (each.severity != "error", each.severity != "warning", each.code))


def _is_worst(finding: Finding) -> bool:
    return any(each.name == WORST for each in finding.sums)
