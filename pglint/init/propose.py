"""The text that is written: tried on the project first, since a first pglint.toml must change nothing that is found."""

from __future__ import annotations

from pglint.init import stacks
from pglint.init.text import chosen, write
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pglint.findings.finding import Finding, Outcome
    from pglint.init.text import Project

MOST_TRIES = 4
"""After so many texts that would change something no stack is declared."""


def propose(project: Project, before: Outcome, check: Callable[[str], Outcome]) -> str:
    """A pglint.toml with which ``check`` finds what was found ``before``, to the last byte."""
    names = [each.name for each in before.stacks]
    ours = [each for each in chosen(project) if names.count(each[0].name) == 1]
    left = {found.name: stacks.ways(found, files, before.stacks) for found, files in ours}
    for _ in range(MOST_TRIES):
        text = write(project, {name: ways[0] for name, ways in left.items() if ways})
        after = check(text)
        if said(after.findings) == said(before.findings):
            return text
        changed = [name for name in _changed(before, after) if left.get(name or "")]
        if not changed:
            break
        left.update({name: left[name][1:] for name in changed if name})
    return write(project, None)


def said(findings: Iterable[Finding]) -> list[str]:
    """Findings with all their places and sums, so that they can be compared: spans of two runs never are the same."""
    return sorted(map(repr, findings))


def _changed(before: Outcome, after: Outcome) -> set[str | None]:
    """The stacks that are not the same, by their files or by what is found in them."""
    files = [{each.name: {member.path for member in each.files} for each in run.stacks} for run in (before, after)]
    found = [{(each.stack, repr(each)) for each in run.findings} for run in (before, after)]
    names = {name for name in (*files[0], *files[1]) if files[0].get(name) != files[1].get(name)}
    return names | {name for name, _ in found[0] ^ found[1]}
