"""A finding as lines of plain text: what formats have to say that leave room for a message and nothing else."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING
from pglint.report.printable import plain
from pglint.report.sums import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from pglint.findings.finding import Finding
    from pglint.source import Span


def details(finding: Finding, path: Callable[[str], str]) -> list[str]:
    """The message, a line for each sum and related place, and what helps. ``path`` shows a path."""

    def place(span: Span) -> str:
        return f"{plain(path(span.path))}:{span.line}"

    lines = [plain(finding.message)]
    lines += [sentence(total, place) for total in finding.sums]
    lines += [f"{place(related.span)}: {plain(related.message)}" for related in finding.related]
    text = finding.help or (finding.fix.title if finding.fix else "")
    if text:
        lines.append(f"help: {plain(text)}")
    if finding.fix is not None and finding.fix.statement:
        lines.append(f"in a new migration: {plain(finding.fix.statement)}")
    return lines
