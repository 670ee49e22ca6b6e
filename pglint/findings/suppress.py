"""What suppressions in comments leave of the findings, and the findings about the suppressions themselves.

What suppresses nothing is reported (PGL001): one that hides no finding, one whose day is over, one for a rule that
cannot be ignored. So is what names no known code or cannot be read (PGL002).
"""

from __future__ import annotations

from pglint.findings.directives import Entry, Expired, Unreadable, read
from pglint.findings.finding import Finding, Undecided
from pglint.findings.selection import family, with_families
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from pglint.findings.directives import Day
    from pglint.source import Source, Span

UNUSED = "PGL001"
UNKNOWN = "PGL002"
NAMES = {UNUSED: "unused-suppression", UNKNOWN: "unknown-suppression"}
MARK = "pglint"


class Suppressions:
    """All that the files of a run say to suppress.

    ``locked`` are the codes that nothing may hide. Where they are not ``obeyed``, they hide nothing, but whether they
    are of use is found out as ever.
    """

    def __init__(
        self,
        sources: Iterable[tuple[Source, str]],
        known: Iterable[str],
        today: Day,
        locked: Collection[str] = (),
        obeyed: bool = True,
    ) -> None:
        self.locked = locked
        self.obeyed = obeyed
        self.entries: dict[str, list[Entry]] = {}
        self.unreadable: list[Unreadable] = []
        self.expired: list[Expired] = []
        names = with_families(known)
        for source, kind in sources:
            for item in read(source, kind, names, today):
                if isinstance(item, Entry):
                    self.entries.setdefault(source.path, []).append(item)
                elif isinstance(item, Expired):
                    self.expired.append(item)
                else:
                    self.unreadable.append(item)

    def hide(self, code: str, span: Span, by: int = -1) -> bool:
        """Whether a directive (other than ``by``) hides a code at a place; all that would are used."""
        here = self.entries.get(span.path)
        if not here:
            return False
        line = span.line
        hits = [entry for entry in here if entry.covers(code, line) and entry.directive != by]
        for entry in hits:
            if code in self.locked:
                entry.refused.add(code)
            else:
                entry.used = True
        return bool(hits) and self.obeyed and code not in self.locked


def apply(
    findings: Iterable[Finding],
    sources: Iterable[tuple[Source, str]],
    known_codes: Iterable[str],
    active_codes: Iterable[str],
    severities: Mapping[str, str] | None = None,
    undecided: Iterable[Undecided] = (),
    *,
    today: Day,
    locked: Collection[str] = (),
    obeyed: bool = True,
) -> list[Finding]:
    """The findings that are not suppressed, then those about the suppressions themselves.

    ``sources`` are the files with their kinds, ``active_codes`` the rules that ran: for others nothing is unused. What
    is undecided counts as a use, since the rule may fire tomorrow. ``severities`` maps PGL001 and PGL002 to theirs.
    ``today`` is year, month and day; a suppression is good for all of its last day.
    """
    findings = list(findings)
    marked = [(source, kind) for source, kind in sources if MARK in source.text.lower()]
    if not marked:
        return findings
    all_ = Suppressions(marked, known_codes, today, locked, obeyed)
    kept = [finding for finding in findings if not all_.hide(finding.code, finding.span)]
    for question in undecided:
        all_.hide(question.code, question.span)
    return kept + list(_about(all_, frozenset(active_codes), severities or {}))


def _about(all_: Suppressions, active: frozenset[str], severities: Mapping[str, str]) -> Iterator[Finding]:
    """PGL002 and PGL001. A directive can suppress those about another one, never those about itself."""

    def finding(code: str, message: str, span: Span, help_: str = "") -> Finding:
        return Finding(code, NAMES[code], severities.get(code, "warning"), message, span, help=help_)

    if UNKNOWN in active:
        for fault in all_.unreadable:
            if not all_.hide(UNKNOWN, fault.span, fault.directive):
                yield finding(UNKNOWN, fault.message, fault.span)
    if UNUSED not in active:
        return
    for each in all_.expired:
        if each.codes and not all_.hide(UNUSED, each.span, each.directive):
            message = f"the suppression of {', '.join(each.codes)} ended on {each.day} and suppresses nothing any more"
            yield finding(UNUSED, message, each.span, "renew it, or remove it")
    for entry in _idle(all_, active):
        if all_.hide(UNUSED, entry.span, entry.directive):
            continue
        refused = sorted(entry.refused) or [entry.code] * (entry.code in all_.locked)
        if refused:
            message = f"{', '.join(refused)} cannot be suppressed: ignorable = false"
        else:
            message = f"no finding of {entry.code} {'in this file' if entry.first == 0 else 'here'} to suppress"
        yield finding(UNUSED, message, entry.span, "remove it")


def _idle(all_: Suppressions, active: frozenset[str]) -> Iterator[Entry]:
    """What is of no use, those that are about suppressions last: the others may be what they suppress."""
    families = {family(code) for code in active}
    entries = [entry for here in all_.entries.values() for entry in here]
    for entry in sorted(entries, key=lambda entry: family(entry.code) == family(UNUSED)):
        ran = entry.code in active or entry.code in families or entry.code in all_.locked
        if ran and not entry.used:
            yield entry
