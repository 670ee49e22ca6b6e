"""The report for people: each finding with its source line, the sum that proves it, and where its parts stand.

The first line of a finding begins with file:line:column, so that it can be searched for and clicked on.
"""

from __future__ import annotations

from pglint.record import TYPE_CHECKING
from pglint.report import count, counted, ordered, undecided
from pglint.report.printable import frame, line_of, plain
from pglint.report.sums import part, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.findings.finding import Finding, Fix, Outcome
    from pglint.report import Options
    from pglint.source import Span
    from pglint.values import Sum

LONGEST = 20_000  # characters of a line that is still shown
MOST = 5
"""How many places of terms are shown with their lines; the table has all of them."""
UNITS = ("%", "ms", "s", "min", "h", "d", "kB", "MB", "GB", "TB")
COLOURS = {"error": "31", "warning": "33", "note": "36", "place": "1", "faint": "2", "old": "31", "new": "32"}

Lines = set[tuple[str, int]]
"""The lines, by path and number, that a finding has shown already."""


def render(outcome: Outcome, options: Options) -> str:
    """The findings, what could not be decided where that is wanted, and a last line that counts."""
    several = len({finding.stack for finding in outcome.findings} - {None}) > 1
    if options.statistics:
        from pglint.report.statistics import table

        blocks = [table(outcome)] * bool(outcome.findings)
    else:
        blocks = ["\n".join(_finding(finding, options, several)) + "\n" for finding in ordered(outcome.findings)]
    if options.show_unknown and outcome.unknown:
        blocks.append("".join(f"{line}\n" for line in _unknown(outcome, options)))
    if not options.quiet:
        blocks.append("".join(f"{line}\n" for line in _summary(outcome, options)))
    return "\n".join(blocks)


def _finding(finding: Finding, options: Options, with_stack: bool) -> Iterator[str]:
    place, severity = _place(finding.span, options, column=True), f"[{finding.severity}]"
    used = len(f"{place}: {finding.code} {finding.name} {severity}:")
    place, severity = _painted(place, "place", options), _painted(severity, finding.severity, options)
    head = f"{place}: {finding.code} {finding.name} {severity}:"
    first, *more = wrapped(plain(finding.message), used, 4, options)
    yield f"{head} {first}".rstrip()
    yield from more
    labels = dict(reversed(_terms(finding)))
    shown: Lines = {(finding.span.path, finding.span.line)}
    yield from _framed(finding.span, "^", labels.get(finding.span, ""), "", finding.severity, options)
    if with_stack and finding.stack is not None:
        yield f"  stack: {plain(finding.stack)}"
    yield from _sums(finding.sums, options)
    yield from _places(finding, shown, options)
    for related in (each for each in finding.related if each.span not in labels):
        yield from _told(f"  {_place(related.span, options)}:", plain(related.message), options)
        if (related.span.path, related.span.line) not in shown:
            shown.add((related.span.path, related.span.line))
            lines = list(_framed(related.span, "-", "", "  ", "faint", options))
            yield from lines[: 1 if _is_whole(related.span) else 2]
    if finding.help:
        yield from _told("  help:", plain(finding.help), options)
    if finding.fix is not None:
        yield from _fix(finding.fix, finding, options)


def _framed(span: Span, mark: str, label: str, indent: str, colour: str, options: Options) -> Iterator[str]:
    """The line of a place, and below it what of it is meant; nothing for lines that cannot be shown."""
    number = span.line
    line = span.source.line(number)
    if not line.strip() or len(line) > LONGEST:
        return
    gutter = f"{indent}{number} | "
    shown = frame(*line_of(span), options.width - len(gutter))
    yield _painted(gutter, "faint", options) + shown.text
    below, at = mark * shown.length, shown.indent
    if label and len(gutter) + at + len(below) + len(label) < options.width:
        below += f" {label}"
    elif label and len(label) < at:  # no room behind it
        below, at = f"{label} {below}", at - len(label) - 1
    blank = f"{indent}{' ' * len(str(number))} | "
    yield _painted(blank, "faint", options) + " " * at + _painted(below, colour, options)


def _is_whole(span: Span) -> bool:
    """Whether a place is all that stands on its line, which needs no underline."""
    line = span.source.line(span.line).strip()
    return span.text.startswith(line.rstrip(";")) or span.text.startswith(line)


def _terms(finding: Finding) -> list[tuple[Span, str]]:
    """The places of a finding's terms that a file states, with what they are worth, the largest first."""
    found: dict[Span, tuple[int, str]] = {}
    for total in finding.sums:
        capped = (total.capped_by,) if total.capped_by else ()
        for term in (*total.terms, *capped):
            if term.span is not None and not term.default:
                label = f"{plain(total.name)}{', capped at' * (term in capped)}: {part(term)}"
                found.setdefault(term.span, (abs(term.value * term.times), label))
    ordered_ = sorted(found.items(), key=lambda item: -item[1][0])
    return [(span, label) for span, (_, label) in ordered_]


def _places(finding: Finding, shown: Lines, options: Options) -> Iterator[str]:
    """The lines of the largest terms, by file, each with its part of the sum."""
    terms = [(span, label) for span, label in _terms(finding) if span != finding.span][:MOST]
    file = finding.span.path
    for span, label in sorted(terms, key=lambda term: (term[0].path, term[0].start)):
        lines = list(_framed(span, "-", label, "  ", "faint", options))
        if not lines:
            continue
        if span.path != file:
            file = span.path
            yield f"  {_painted(plain(options.shown(file)), 'place', options)}"
        if (span.path, span.line) not in shown:
            shown.add((span.path, span.line))
            yield lines[0]
        yield lines[1]


def _sums(sums: tuple[Sum, ...], options: Options) -> Iterator[str]:
    """The sums one below the other, their columns aligned, so that they compare at a glance."""
    found = rows(sums, lambda span: _place(span, options))
    if not found:
        return
    name, amount, factors, text = (max(len(row[at]) for row in found) for at in range(4))
    for row in found:
        line = f"  {row.name:<{name}}  {row.amount:>{amount}}"
        if not row.text:
            yield line
            continue
        line += (f"   {row.factors:<{factors}}" if factors else "") + "   "
        whole = f"{line}{row.text:<{text}}   {row.place}".rstrip()
        if len(whole) <= options.width:
            yield whole
        else:
            first, *more = wrapped(row.text, len(line) - 1, len(line), options)
            yield f"{line}{first}"
            yield from more
            if row.place:
                yield " " * len(line) + row.place


def _fix(fix: Fix, finding: Finding, options: Options) -> Iterator[str]:
    """The lines that a fix changes, as a diff; or the statement to add."""
    from pglint.report.changes import changes

    if not finding.help:
        yield from _told("  help:", plain(fix.title), options)
    if fix.edits:
        yield f"  fix ({'safe' if fix.safe else 'unsafe'}):"
    for change in changes(fix):
        if (change.path, change.line) != (finding.span.path, finding.span.line):
            yield f"  {plain(options.shown(change.path))}:{change.line}"
        yield from (_changed("-", line, "old", options) for line in change.old)
        yield from (_changed("+", line, "new", options) for line in change.new)
    if fix.statement:
        yield "  in a new migration:"
        yield from (_changed("+", line, "new", options) for line in fix.statement.splitlines())


def _changed(sign: str, line: str, colour: str, options: Options) -> str:
    text = frame(line[:LONGEST], 0, 1, options.width - 4).text
    return _painted(f"  {sign} {text}".rstrip(), colour, options)


def _unknown(outcome: Outcome, options: Options) -> Iterator[str]:
    for file, line, code, reason in undecided(outcome):
        yield from _told(f"{plain(options.shown(file))}:{line}: {code} not decided:", plain(reason), options)


def _told(head: str, text: str, options: Options) -> Iterator[str]:
    """A sentence behind what it is about; where it goes on, it is indented by two more."""
    first, *more = wrapped(text, len(head), len(head) - len(head.lstrip()) + 4, options)
    yield f"{head} {first}".rstrip()
    yield from more


def wrapped(text: str, used: int, indent: int, options: Options) -> list[str]:
    """A text in lines between words, the first one behind ``used`` columns and a blank, the others indented.

    Where nothing is to be wrapped it is one line, however long.
    """
    if not options.wrap or used + 1 + len(text) <= options.width:
        return [text]
    lines, room = [""], options.width - used - 1
    for word in _words(text):
        line = lines[-1]
        if len(line) + bool(line) + len(word) <= room:
            lines[-1] = f"{line} {word}" if line else word
        else:
            lines.append(word)
            room = options.width - indent
    return [lines[0], *(" " * indent + line for line in lines[1:])]


def _words(text: str) -> list[str]:
    """The words of a text; a number and its unit are one."""
    found: list[str] = []
    for word in text.split(" "):
        if found and word.strip(",:;)") in UNITS and found[-1][-1:].isdigit():
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found


def _summary(outcome: Outcome, options: Options) -> Iterator[str]:
    is_empty = not (outcome.files or outcome.findings)
    yield "no files to check" if is_empty else f"{counted(outcome)} in {count(outcome.files, 'file')}"
    yield from _fixable(outcome)
    open_ = len(undecided(outcome))
    if open_ and not options.show_unknown:
        yield f"{count(open_, 'check')} could not be decided (--show-unknown lists {'them' if open_ > 1 else 'it'})"


def _fixable(outcome: Outcome) -> Iterator[str]:
    """What --fix would do about it."""
    fixes = [finding.fix for finding in outcome.findings if finding.fix is not None and finding.fix.edits]
    safe = sum(fix.safe for fix in fixes)
    unsafe = f"{len(fixes) - safe}{' more' * bool(safe)} with --unsafe-fixes" if len(fixes) > safe else ""
    told = [text for text in (f"{safe} with --fix" if safe else "", unsafe) if text]
    if told:
        yield f"fixable: {', '.join(told)} (--diff shows the changes)"


def _place(span: Span, options: Options, column: bool = False) -> str:
    line, at = span.source.position(span.start)
    return f"{plain(options.shown(span.path))}:{line}" + f":{at}" * column


def _painted(text: str, colour: str, options: Options) -> str:
    return f"\x1b[{COLOURS[colour]}m{text}\x1b[0m" if options.colour else text
