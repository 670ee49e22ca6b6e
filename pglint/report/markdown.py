"""A comment for a pull request, in the Markdown of GitHub and GitLab.

Text of files is escaped: it makes no links, mentions nobody and closes no block. The comment begins with MARK, by which
a later run finds it again, and stays below what a comment may hold (GitHub: 65,536 characters).
"""

from __future__ import annotations

import re

from pglint.findings.finding import SEVERITIES
from pglint.record import TYPE_CHECKING
from pglint.report import markup, ordered, undecided
from pglint.report.printable import frame, plain
from pglint.report.sums import amount, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.findings.finding import Finding, Fix, Outcome
    from pglint.report import Options
    from pglint.source import Span

MARK = "<!-- pglint -->"
LONGEST = 60_000
"""Bytes of a comment."""
WIDTH = 160
"""Columns of a line of code."""
SIGNS = {"error": "🔴", "warning": "🟡", "note": "🔵"}
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~$&])|([@#!])(?=\w)|(:)(?=//)")


def render(outcome: Outcome, options: Options) -> str:
    blocks = [f"{MARK}\n### pglint: {_summary(outcome)}\n"]
    blocks += ["\n\n".join(_finding(finding, options)) + "\n" for finding in ordered(outcome.findings)]
    if options.show_unknown and outcome.unknown:
        blocks.append("\n\n".join(_unknown(outcome, options)) + "\n")
    return "\n".join(_bounded(blocks))


def _bounded(blocks: list[str]) -> Iterator[str]:
    """As many blocks as fit, and how many were left out."""
    used = 0
    for at, block in enumerate(blocks):
        used += len(block.encode("utf-8", "backslashreplace")) + 1
        if used > LONGEST:
            yield f"… and {len(blocks) - at} more: `pglint check` shows them all.\n"
            return
        yield block


def _summary(outcome: Outcome) -> str:
    counts = [(sum(f.severity == severity for f in outcome.findings), severity) for severity in reversed(SEVERITIES)]
    found = ", ".join(f"{number} {severity}{'s' * (number != 1)}" for number, severity in counts if number)
    return f"{found or 'no findings'} in {outcome.files} file{'s' * (outcome.files != 1)}"


def _finding(finding: Finding, options: Options) -> Iterator[str]:
    """Its paragraphs."""
    sign, place = SIGNS[finding.severity], _code(_place(finding.span, options))
    yield f"#### {sign} {finding.code} {escaped(finding.name)} · {finding.severity} · {place}"
    yield escaped(finding.message)
    line = finding.span.source.line(finding.span.line)
    if line.strip():
        yield _fenced([frame(line, finding.span.column - 1, finding.span.column, WIDTH).text])
    if finding.sums:
        yield from _sums(finding, options)
    related = [f"- {_code(_place(each.span, options))}: {escaped(each.message)}" for each in finding.related]
    if related:
        yield "\n".join(related)
    text = finding.help or (finding.fix.title if finding.fix else "")
    if text:
        yield f"**Help:** {escaped(text)}"
    if finding.fix is not None:
        yield from _fix(finding.fix, options)


def _sums(finding: Finding, options: Options) -> Iterator[str]:
    """The table of all terms behind one line that tells the totals."""
    totals = ", ".join(f"{markup.escaped(total.name)} <b>{amount(total)}</b>" for total in finding.sums)
    yield f"<details><summary>{totals}</summary>"
    lines = ["| sum | | | of | stands in |", "|---|--:|--:|---|---|"]
    for row in rows(finding.sums, lambda span: _place(span, options)):
        place = _code(row.place).replace("|", "\\|") if row.place and row.place != "default" else row.place
        name = f"**{escaped(row.name)}**" if row.name else ""
        total = f"**{row.amount}**" if row.name else " ".join(row.amount.split())
        lines.append(f"| {name} | {total} | {row.factors} | {escaped(row.text)} | {place} |")
    yield "\n".join(lines)
    yield "</details>"


def _fix(fix: Fix, options: Options) -> Iterator[str]:
    from pglint.report.changes import changes

    if fix.edits:
        yield "A safe fix:" if fix.safe else "A fix that may change more than it should (unsafe):"
    for change in changes(fix):
        lines = [f"@@ {plain(options.located(change.path))}:{change.line} @@"]
        lines += [f"{sign}{_shown(line)}" for sign, old in (("-", change.old), ("+", change.new)) for line in old]
        yield _fenced(lines, "diff")
    if fix.statement:
        yield "In a new migration:"
        yield _fenced([_shown(line) for line in fix.statement.splitlines()], "sql")


def _unknown(outcome: Outcome, options: Options) -> Iterator[str]:
    found = undecided(outcome)
    yield f"<details><summary>{len(found)} check{'s' * (len(found) != 1)} could not be decided</summary>"
    yield "\n".join(
        f"- {_code(f'{plain(options.located(file))}:{line}')} {code}: {escaped(reason)}"
        for file, line, code, reason in found
    )
    yield "</details>"


def _fenced(lines: list[str], language: str = "") -> str:
    """A code block with a fence longer than any in it."""
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join((f"{fence}{language}", *lines, fence))


def _shown(line: str) -> str:
    return frame(line, 0, 1, WIDTH).text


def _place(span: Span, options: Options) -> str:
    return f"{plain(options.located(span.path))}:{span.line}"


def _code(text: str) -> str:
    """A code span, in which nothing has a meaning."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    mark = "`" * (longest + 1)
    blank = " " * (longest > 0)
    return f"{mark}{blank}{text}{blank}{mark}"


def escaped(text: str) -> str:
    """Text that stays text: a comment within a name keeps it from being a mention, an issue or a link."""

    def escape(match: re.Match[str]) -> str:
        special, sign, joint = match.groups()
        if special:
            return {"<": "&lt;", ">": "&gt;", "&": "&amp;"}.get(special, f"\\{special}")
        return f"{sign or joint}<!-- -->"

    return _SPECIAL.sub(escape, plain(text))
