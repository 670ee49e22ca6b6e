"""Fixes tried in memory: after each, the whole project is checked again as it would be then.

A fix counts if its finding is gone, nothing that its file says changed but what was meant, nothing new was found, and
nothing can be decided no more. So each leaves fewer open questions or fewer findings than there were, and trying ends;
done twice, nothing is left to do.
"""

from __future__ import annotations

from bisect import bisect_right, insort

from pglint.findings.finding import SEVERITIES
from pglint.fixes.facts import edited, only_meant, reader
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pglint.findings.finding import Edit, Finding, Outcome

    Run = Callable[[dict[str, str]], Outcome]
    Key = tuple[str, str, str]

WARNING = SEVERITIES.index("warning")
MOST_RUNS = 100
"""How often the project is checked at most."""


class Change(NamedTuple):
    """A file before and after."""

    path: str
    old: str
    new: str


class Plan(NamedTuple):
    """What would be written, what that fixes, what was tried in vain and why, and what would then be found."""

    changes: tuple[Change, ...]
    fixed: tuple[Finding, ...]
    refused: tuple[tuple[Finding, str], ...]
    outcome: Outcome


def plan(
    run: Run, wanted: Callable[[Finding], bool], first: Outcome | None = None, most: int = MOST_RUNS
) -> Plan:
    """Apply the fixes of all ``wanted`` findings. ``run`` checks the project with some texts in place of its files.

    ``first`` is what it finds in them as they are, if that is known. It is asked at most ``most`` times beside that.
    """
    return _Planner(run, wanted, run({}) if first is None else first, most).plan()


class _Planner:
    def __init__(self, run: Run, wanted: Callable[[Finding], bool], first: Outcome, most: int) -> None:
        self.run = run
        self.wanted = wanted
        self.most = most
        self.texts: dict[str, str] = {}
        self.first: dict[str, str] = {}
        self.outcome = first
        self.fixed: list[Finding] = []
        self.refused: dict[object, tuple[Finding, str]] = {}
        self.runs = 0

    def plan(self) -> Plan:
        while self._pass():
            self.refused.clear()  # there may be room now for what there was none before
        for finding in self._left() if self.runs >= self.most else ():
            self.refused[identity(finding)] = (finding, "too many others were tried before it; run it again")
        changes = [Change(path, self.first[path], new) for path, new in self.texts.items() if new != self.first[path]]
        return Plan(tuple(sorted(changes)), tuple(self.fixed), tuple(self.refused.values()), self.outcome)

    def _pass(self) -> bool:
        """Try all that were not refused yet, many at once where that goes well; whether to try the others again."""
        done, many = len(self.fixed), len(self.outcome.findings) + 1
        while (left := self._left()) and self.runs < self.most:
            batch = list(_apart(left))[:many]
            if not (why := self._try(batch)):
                many *= 2
            elif len(batch) > 1:
                many = len(batch) // 2
            else:
                self.refused[identity(batch[0])] = (batch[0], why)
        return len(self.fixed) > done and bool(self.refused) and self.runs < self.most

    def _left(self) -> list[Finding]:
        return [finding for finding in self._candidates() if identity(finding) not in self.refused]

    def _candidates(self) -> list[Finding]:
        return [finding for finding in self.outcome.findings if _is_editable(finding) and self.wanted(finding)]

    def _try(self, batch: list[Finding]) -> str:
        """Do these fixes at once; '' if that went well, else why it did not, and all is as before."""
        edits = list(dict.fromkeys(edit for finding in batch if finding.fix for edit in finding.fix.edits))
        texts, why = _applied(edits)
        if not why:
            self.runs += 1
            after = self.run({**self.texts, **texts})
            why = verdict(self.outcome, after, batch)
        if why:
            return why
        for edit in edits:
            self.first.setdefault(edit.span.path, edit.span.source.text)
        self.texts.update(texts)
        self.outcome = after
        self.fixed += batch
        return ""


def identity(finding: Finding) -> object:
    """What stays the same of a finding when lines around it change."""
    edits = finding.fix.edits if finding.fix else ()
    line = finding.span.source.line(finding.span.line)
    return finding.code, finding.span.path, line, tuple((edit.span.path, edit.span.text, edit.text) for edit in edits)


def _is_editable(finding: Finding) -> bool:
    edits = finding.fix.edits if finding.fix else ()
    return bool(edits) and all(reader(edit.span.path) and not edit.span.source.unread for edit in edits)


def _apart(findings: Iterable[Finding]) -> Iterable[Finding]:
    """Those whose edits do not touch those of an earlier one."""
    taken: dict[str, list[tuple[int, int]]] = {}
    for finding in findings:
        edits = finding.fix.edits if finding.fix else ()
        if not any(_is_taken(taken.get(edit.span.path, []), edit) for edit in edits):
            for edit in edits:
                insort(taken.setdefault(edit.span.path, []), (edit.span.start, edit.span.end))
            yield finding


def _is_taken(places: list[tuple[int, int]], edit: Edit) -> bool:
    """Whether an edit touches one of these places, which are in order and apart."""
    at = bisect_right(places, (edit.span.end, len(edit.span.source.text))) - 1
    return at >= 0 and places[at][1] >= edit.span.start


def _applied(edits: list[Edit]) -> tuple[dict[str, str], str]:
    """The texts of the edited files; and why that cannot be, if something else than was meant would change."""
    texts: dict[str, str] = {}
    for path in dict.fromkeys(edit.span.path for edit in edits):
        here = [edit for edit in edits if edit.span.path == path]
        source = here[0].span.source
        texts[path] = edited(source.text, here)
        if not only_meant(source, Source(path, texts[path]), here):
            return {}, f"more would change in {path} than is meant"
    return texts, ""


def verdict(before: Outcome, after: Outcome, batch: list[Finding]) -> str:
    """'' where the findings of the batch are gone and nothing came in their place; else what went wrong.

    What a rule finds that could not be decided before was there all the time, and came to light.
    """
    if len(after.internal) > len(before.internal):
        return "pglint fails on the result"
    least = min(min(SEVERITIES.index(finding.severity) for finding in batch), WARNING)
    was, now, gone = _count(before.findings), _count(after.findings), _count(batch)
    open_before, open_after = _undecided(before), _undecided(after)
    for finding in after.findings:
        key, code = _key(finding), finding.code
        came_to_light = open_after.get(code, 0) < open_before.get(code, 0)
        if now[key] > was.get(key, 0) and SEVERITIES.index(finding.severity) >= least and not came_to_light:
            return f"it would bring {code} at {finding.span.path}:{finding.span.line}: {finding.message}"
    withheld = [code for code, count in open_after.items() if count > open_before.get(code, 0)]
    if withheld:
        return f"whether {withheld[0]} finds anything could then not be decided"
    left = [key[0] for key, count in gone.items() if now.get(key, 0) > was[key] - count]
    return f"{left[0]} would still be found" if left else ""


def _undecided(outcome: Outcome) -> dict[str, int]:
    """How many questions of each rule are open."""
    found: dict[str, int] = {}
    for each in outcome.unknown:
        found[each.code] = found.get(each.code, 0) + 1
    return found


def _key(finding: Finding) -> Key:
    return finding.code, finding.span.path, finding.severity


def _count(findings: Iterable[Finding]) -> dict[Key, int]:
    found: dict[Key, int] = {}
    for finding in findings:
        found[_key(finding)] = found.get(_key(finding), 0) + 1
    return found
