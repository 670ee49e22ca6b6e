"""What a finding is known by from one run to the next: its rule, its object and its content, never its line or message.

Lines move with every edit above them, numbers in a message with every pool that is added elsewhere, and its words with
pglint's next version; none of it makes another finding.
"""

from __future__ import annotations

from pglint.content import digest
from pglint.findings.secrets import mask, masked_line
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pglint.findings.finding import Finding

SUPPRESSION = "pglint: ignore"
OPENINGS = "#;-/*"


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """32 hexadecimal digits for each, in their order. Where two are alike in all of it, the second one is counted."""
    seen: dict[str, int] = {}
    found = []
    for finding in findings:
        key = repr(identity(finding))
        seen[key] = seen.get(key, 0) + 1
        found.append(digest(f"{key} {seen[key]}"))
    return found


def identity(finding: Finding) -> tuple[str, str, str, str, str]:
    """Rule, file, stack, object and content. A digest of a secret would tell it to whoever tries: they are masked."""
    span = finding.span
    line = span.source.line(span.line)
    # Where nothing states the fault, the place is the first line, whatever it says.
    stated = span.start > 0 or span.text != line
    content = " ".join(_said(masked_line(span.source, span.line)[0]).split()) if stated else ""
    return finding.code, span.path, finding.stack or "", mask(finding.subject), content


def _said(line: str) -> str:
    """A line without a suppression behind it, which comes and goes for its own reasons."""
    at = line.find(SUPPRESSION)
    return line if at == -1 else line[:at].rstrip().rstrip(OPENINGS)
