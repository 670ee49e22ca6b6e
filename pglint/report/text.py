"""The report for people: each finding with its source line, the sum that proves it, and where its parts stand.

The first line of a finding begins with file:line:column, so that it can be searched for and clicked on.
"""

from __future__ import annotations

from pglint.findings.finding import SEVERITIES, Finding, Outcome
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.report import Options, ordered, undecided
from pglint.report.printable import frame, plain
from pglint.source import Span
from pglint.values import Sum, Term

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 20_000  # characters of a line that is still shown
COLOURS = {"error": "31", "warning": "33", "note": "36", "place": "1", "faint": "2"}


class _Row(NamedTuple):
    """A line of a sum: its name or none, sign and amount, factors, what it is, where it stands."""

    name: str
    amount: str
    factors: str
    text: str
    place: str


def render(outcome: Outcome, options: Options) -> str:
    """The findings, what could not be decided where that is wanted, and a last line that counts."""
    several = len({finding.stack for finding in outcome.findings}) > 1
    blocks = ["\n".join(_finding(finding, options, several)) + "\n" for finding in ordered(outcome.findings)]
    if options.show_unknown and outcome.unknown:
        blocks.append("".join(f"{line}\n" for line in _unknown(outcome, options)))
    if not options.quiet:
        blocks.append("".join(f"{line}\n" for line in _summary(outcome, options)))
    return "\n".join(blocks)


def _finding(finding: Finding, options: Options, with_stack: bool) -> Iterator[str]:
    place = _painted(_place(finding.span, options, column=True), "place", options)
    severity = _painted(f"[{finding.severity}]", finding.severity, options)
    yield f"{place}: {finding.code} {finding.name} {severity}: {plain(finding.message)}"
    yield from _source(finding, options)
    if with_stack and finding.stack is not None:
        yield f"  stack: {plain(finding.stack)}"
    yield from _sums(finding.sums, options)
    for related in finding.related:
        yield f"  {_place(related.span, options)}: {plain(related.message)}"
    if finding.help:
        yield f"  help: {plain(finding.help)}"


def _source(finding: Finding, options: Options) -> Iterator[str]:
    span = finding.span
    number, column = span.source.position(span.start)
    line = span.source.line(number)
    if not line.strip() or len(line) > LONGEST:
        return
    gutter = f"{number} | "
    shown = frame(line, column - 1, column - 1 + span.end - span.start, options.width - len(gutter))
    mark = _painted("^" * shown.length, finding.severity, options)
    yield _painted(gutter, "faint", options) + shown.text
    yield _painted(" " * len(str(number)) + " | ", "faint", options) + " " * shown.indent + mark


def _sums(sums: tuple[Sum, ...], options: Options) -> Iterator[str]:
    """The sums one below the other, their columns aligned, so that they compare at a glance."""
    rows = [row for total in sums for row in _rows(total, options)]
    if not rows:
        return
    name, amount, factors, text = (max(len(row[at]) for row in rows) for at in range(4))
    for row in rows:
        line = f"  {row.name:<{name}}  {row.amount:>{amount}}"
        if row.text or row.factors:
            line += (f"   {row.factors:<{factors}}" if factors else "") + f"   {row.text:<{text}}   {row.place}"
        yield line.rstrip()


def _rows(total: Sum, options: Options) -> Iterator[_Row]:
    most = "no limit" if total.total is None else str(total.total)
    bound = "at least " * total.at_least + "at most " * (total.at_most and not total.at_least)
    yield _Row(plain(total.name), bound * (total.total is not None) + most, "", "", "")
    width = max((len(str(abs(term.value * term.times))) for term in total.terms), default=1)
    for at, term in enumerate(total.terms):
        sign = "-" if term.value < 0 else "+" if at else "="
        yield _term(term, sign, width, options)
    sign = "-" if total.at_most and not total.at_least else "+"
    for missing in total.missing:
        place = _place(missing.span, options) if missing.span else ""
        yield _Row("", f"{sign} {'?':>{width}}", "", plain(missing.reason), place)
    if total.capped_by:
        yield _term(total.capped_by, "capped at", width, options)


def _term(term: Term, sign: str, width: int, options: Options) -> _Row:
    factors = f"{term.times} × {abs(term.value)}" if term.times != 1 else ""
    place = "default" if term.default else _place(term.span, options) if term.span else ""
    return _Row("", f"{sign} {abs(term.value * term.times):>{width}}", factors, plain(term.text), place)


def _unknown(outcome: Outcome, options: Options) -> Iterator[str]:
    for file, line, code, reason in undecided(outcome):
        yield f"{plain(options.shown(file))}:{line}: {code} not decided: {plain(reason)}"


def _summary(outcome: Outcome, options: Options) -> Iterator[str]:
    counts = dict.fromkeys(reversed(SEVERITIES), 0)
    for finding in outcome.findings:
        counts[finding.severity] += 1
    found = ", ".join(_count(number, severity) for severity, number in counts.items() if number) or "no findings"
    yield f"{found} in {_count(outcome.files, 'file')}" if outcome.files or outcome.findings else "no files to check"
    open_ = len(undecided(outcome))
    if open_ and not options.show_unknown:
        yield f"{_count(open_, 'check')} could not be decided (--show-unknown lists {'them' if open_ > 1 else 'it'})"


def _place(span: Span, options: Options, column: bool = False) -> str:
    line, at = span.source.position(span.start)
    return f"{plain(options.shown(span.path))}:{line}" + f":{at}" * column


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'s' if number != 1 else ''}"


def _painted(text: str, colour: str, options: Options) -> str:
    return f"\x1b[{COLOURS[colour]}m{text}\x1b[0m" if options.colour else text
