"""Which findings were there before: by rule, file, stack, object and content, counted, and never by line."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING
from pglint.report.fingerprint import identity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pglint.findings.finding import Finding

    Key = tuple[str, str, str, str, str]
    """Code, file, stack, object, text of the line: see ``identity``."""


def count(findings: Iterable[Finding]) -> dict[Key, int]:
    """How many there are of each."""
    found: dict[Key, int] = {}
    for finding in findings:
        name = identity(finding)
        found[name] = found.get(name, 0) + 1
    return found


def new_at(findings: Iterable[Finding], known: Mapping[Key, int]) -> list[int]:
    """The indexes of those beyond what is known; of several that are alike the first ones are the known ones."""
    left = dict(known)
    found = []
    for at, finding in enumerate(findings):
        name = identity(finding)
        if left.get(name, 0) > 0:
            left[name] -= 1
        else:
            found.append(at)
    return found
