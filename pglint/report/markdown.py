"""A comment for a pull request, in the Markdown of GitHub and GitLab.

Text of files is escaped: it makes no links, mentions nobody and closes no block. The comment begins with MARK, by which
a later run finds it again, and stays below what a comment may hold (GitHub: 65,536 characters).
"""

from __future__ import annotations

from pglint.record import TYPE_CHECKING
from pglint.report import count, counted, markup, ordered, undecided
from pglint.report.markdown_text import code, code_cell, escaped, longest_run
from pglint.report.printable import frame, line_of, plain
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


def render(outcome: Outcome, options: Options) -> str:
    blocks = [f"{MARK}\n### pglint: {counted(outcome)} in {count(outcome.files, 'file')}\n"]
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


def _finding(finding: Finding, options: Options) -> Iterator[str]:
    """Its paragraphs."""
    sign, place = SIGNS[finding.severity], code(_place(finding.span, options))
    yield f"#### {sign} {finding.code} {escaped(finding.name)} · {finding.severity} · {place}"
    yield escaped(finding.message)
    line, start, _ = line_of(finding.span)
    if line.strip():
        yield _fenced([frame(line, start, start + 1, WIDTH).text])
    if finding.sums:
        yield from _sums(finding, options)
    related = [f"- {code(_place(each.span, options))}: {escaped(each.message)}" for each in finding.related]
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
        place = row.place if row.place == "default" else code_cell(row.place)
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
    yield f"<details><summary>{count(len(found), 'check')} could not be decided</summary>"
    yield "\n".join(
        f"- {code(f'{plain(options.located(file))}:{line}')} {rule}: {escaped(reason)}"
        for file, line, rule, reason in found
    )
    yield "</details>"


def _fenced(lines: list[str], language: str = "") -> str:
    """A code block with a fence longer than any in it."""
    fence = "`" * max(3, *(longest_run(line) + 1 for line in lines))
    return "\n".join((f"{fence}{language}", *lines, fence))


def _shown(line: str) -> str:
    return frame(line, 0, 1, WIDTH).text


def _place(span: Span, options: Options) -> str:
    return f"{plain(options.located(span.path))}:{span.line}"
