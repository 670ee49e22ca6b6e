"""Which findings were there before: by rule, file, stack, object and content, counted, and never by line."""

from __future__ import annotations

import re

from pglint.record import TYPE_CHECKING
from pglint.report.fingerprint import identity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pglint.findings.finding import Finding

    Key = tuple[str, str, str, str, str]
    """Code, file, stack, message (which names the object) without numbers, text of the line."""

_UNIT = r"(?: (?:ms|s|min|h|d|kB|MB|GB|TB)\b)?"
_QUANTITY = re.compile(rf"(?:\b(?:at least|at most|about) )?#{_UNIT}(?:(?: to)? #{_UNIT})*")


def key(finding: Finding) -> Key:
    """What a finding is known by. Numbers that move with other files, their units and bounds, are no part of it."""
    code, path, stack, message, text = identity(finding)
    return code, path, stack, _QUANTITY.sub("#", message), text


def count(findings: Iterable[Finding]) -> dict[Key, int]:
    """How many there are of each."""
    found: dict[Key, int] = {}
    for finding in findings:
        name = key(finding)
        found[name] = found.get(name, 0) + 1
    return found


def new_at(findings: Iterable[Finding], known: Mapping[Key, int]) -> list[int]:
    """The indexes of those beyond what is known; of several that are alike the first ones are the known ones."""
    left = dict(known)
    found = []
    for at, finding in enumerate(findings):
        name = key(finding)
        if left.get(name, 0) > 0:
            left[name] -= 1
        else:
            found.append(at)
    return found
