"""What suppressions in comments leave of the findings, and the findings about the suppressions themselves.

What suppresses nothing is reported (PGL001): one that hides no finding, one whose day is over, one for a rule that
cannot be ignored. So is what names no known code or cannot be read (PGL002).
"""

from __future__ import annotations

from pglint.findings.directives import Entry, Expired, Unreadable, parts, read
from pglint.findings.finding import Finding, Undecided
from pglint.findings.selection import family, with_families
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from pglint.findings.directives import Day
    from pglint.findings.finding import Fix
    from pglint.source import Source, Span

UNUSED = "PGL001"
UNKNOWN = "PGL002"
NAMES = {UNUSED: "unused-suppression", UNKNOWN: "unknown-suppression"}
MARK = "pglint"
REMOVE = "remove it"
REMOVE_IN_SQL = "remove it, unless the file is a migration that ran: Flyway and others refuse one with another comment"


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
        self.locked = frozenset(locked)
        self.obeyed = obeyed
        self.kinds: dict[str, str] = {}
        self.entries: dict[str, list[Entry]] = {}
        self.unreadable: list[Unreadable] = []
        self.expired: list[Expired] = []
        names = with_families(known)
        for source, kind in sources:
            self.kinds[source.path] = kind
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
    known_codes: Collection[str],
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
    open_ = [(question.code, question.span) for question in undecided]
    for code, span in open_:
        all_.hide(code, span)
    at_stake = [*((finding.code, finding.span) for finding in findings), *open_] if all_.expired else []
    return kept + list(_About(all_, known_codes, active_codes, severities or {}).findings(at_stake))


class _About:
    """PGL002 and PGL001. A directive can suppress those about another one, never those about itself."""

    def __init__(
        self, all_: Suppressions, known: Iterable[str], active: Iterable[str], severities: Mapping[str, str]
    ) -> None:
        self.all = all_
        self.active = frozenset(active)
        self.severities = severities
        families = {family(code) for code in self.active}
        self.ran = self.active | families | all_.locked
        self.ran_wholly = self.active | (families - {family(code) for code in known if code not in self.active})

    def findings(self, at_stake: Collection[tuple[str, Span]]) -> Iterator[Finding]:
        """``at_stake`` is what is found or undecided, hidden or not."""
        if UNKNOWN in self.active:
            for fault in self.all.unreadable:
                if not self.all.hide(UNKNOWN, fault.span, fault.directive):
                    yield self._finding(UNKNOWN, fault.message, fault.span)
        if UNUSED in self.active:
            for each in self.all.expired:
                if each.codes and not self.all.hide(UNUSED, each.span, each.directive):
                    yield self._expired(each, at_stake)
            yield from self._unused()

    def _finding(
        self, code: str, message: str, span: Span, help_: str = "", fix: Fix | None = None, of: str = ""
    ) -> Finding:
        severity, fixable = self.severities.get(code, "warning"), "safe" if fix else "no"
        subject = f"suppression of {of}" if of else "suppression"
        return Finding(code, NAMES[code], severity, message, span, None, (), (), fixable, help_, fix, subject)

    def _expired(self, each: Expired, at_stake: Collection[tuple[str, Span]]) -> Finding:
        """It is only taken out where nothing is found any more: else somebody has to decide, and its reason helps."""
        codes = ", ".join(each.codes)
        message = f"the suppression of {codes} ended on {each.day} and suppresses nothing any more"
        path = each.span.path
        is_found = any(span.path == path and each.covers(code, span.line) for code, span in at_stake)
        if is_found or not self.ran_wholly.issuperset(each.codes):
            return self._finding(UNUSED, message, each.span, "renew it, or remove it", of=codes)
        source = each.span.source
        fix = self._removal(source, each.directive, parts(source, each.directive), each.span)
        return self._finding(UNUSED, message, each.span, self._help(source), fix, codes)

    def _unused(self) -> Iterator[Finding]:
        reported = [entry for entry in self._idle() if not self.all.hide(UNUSED, entry.span, entry.directive)]
        idle: dict[tuple[str, int], list[Span]] = {}
        for entry in reported:
            if entry.code in self.ran_wholly or entry.code in self.all.locked:
                idle.setdefault((entry.span.path, entry.directive), []).append(entry.span)
        for entry in reported:
            refused = sorted(entry.refused) or [entry.code] * (entry.code in self.all.locked)
            if refused:
                message = f"{', '.join(refused)} cannot be suppressed: ignorable = false"
            else:
                message = f"no finding of {entry.code} {'in this file' if entry.first == 0 else 'here'} to suppress"
            source, spans = entry.span.source, idle.get((entry.span.path, entry.directive), [])
            fix = self._removal(source, entry.directive, spans, entry.span) if entry.span in spans else None
            yield self._finding(UNUSED, message, entry.span, self._help(source), fix, entry.code)

    def _idle(self) -> Iterator[Entry]:
        """What is of no use, those that are about suppressions last: the others may be what they suppress."""
        entries = [entry for here in self.all.entries.values() for entry in here]
        for entry in sorted(entries, key=lambda entry: family(entry.code) == family(UNUSED)):
            if entry.code in self.ran and not entry.used:
                yield entry

    def _removal(self, source: Source, at: int, idle: Collection[Span], code: Span) -> Fix | None:
        from pglint.fixes.suppression import removal

        return removal(source, self.all.kinds[source.path], at, idle, code)

    def _help(self, source: Source) -> str:
        return REMOVE if self.all.kinds[source.path] != "sql" else REMOVE_IN_SQL
