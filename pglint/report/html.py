"""One HTML file that needs nothing else: no script, no font, no picture, in light and dark."""

from __future__ import annotations

from pglint import __version__
from pglint.findings.finding import SEVERITIES
from pglint.findings.secrets import mask, masked_line
from pglint.record import TYPE_CHECKING
from pglint.report import count, counted, ordered, undecided
from pglint.report.html_style import STYLE
from pglint.report.markup import entities, escaped
from pglint.report.printable import frame, line_of, plain, visible
from pglint.report.statistics import counts
from pglint.report.sums import rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.findings.finding import Finding, Fix, Outcome
    from pglint.report import Options
    from pglint.source import Span
    from pglint.values import Sum

AROUND = 2
"""Lines that are shown before and behind the one that is meant."""
LONG = 400
"""Characters from which on only a part of a line is shown."""


def render(outcome: Outcome, options: Options) -> str:
    return "\n".join(_page(outcome, options)) + "\n"


def _page(outcome: Outcome, options: Options) -> Iterator[str]:
    findings = ordered(outcome.findings)
    title = f"pglint: {counted(outcome)} in {count(outcome.files, 'file')}"
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield f"<title>{escaped(title)}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>"
    yield from _head(outcome)
    yield "<main>"
    first: set[str] = set()
    for finding in findings:
        yield from _finding(finding, finding.code not in first, options)
        first.add(finding.code)
    yield from _undecided(outcome, options)
    yield from _stacks(outcome, options)
    yield "</main>"
    yield f"<footer>pglint {__version__}. <code>pglint explain CODE</code> shows a rule with examples.</footer>"
    yield "</body>\n</html>"


def _head(outcome: Outcome) -> Iterator[str]:
    """What was found, and by which rules: each leads to its first finding."""
    yield f"<header>\n<h1>{counted(outcome)} <small>in {count(outcome.files, 'file')}</small></h1>"
    if outcome.findings:
        yield "<nav><ul>"
        for number, severity, code, name in sorted(counts(outcome), key=lambda row: -SEVERITIES.index(row[1])):
            badge = f'<span class="badge {severity}">{severity}</span>'
            link = f'<a href="#{entities(code)}">{badge} <b>{entities(code)}</b> {escaped(name)}</a>'
            yield f"<li>{link} <i>{number}</i></li>"
        yield "</ul></nav>"
    yield "</header>"


def _finding(finding: Finding, first: bool, options: Options) -> Iterator[str]:
    """A finding; with the ``first`` of its rule stands what the rule is about."""
    severity = finding.severity
    anchor = f' id="{entities(finding.code)}"' if first else ""
    yield f'<article class="{severity}"{anchor}>'
    yield (
        f'<h2><span class="badge {severity}">{severity}</span> <b>{entities(finding.code)}</b> {escaped(finding.name)}'
        f" {_place(finding.span, options, column=True)}</h2>"
    )
    yield f'<p class="message">{escaped(finding.message)}</p>'
    yield from _source(finding.span)
    yield from _sums(finding.sums, options)
    if finding.related:
        yield '<ul class="related">'
        for related in finding.related:
            yield f"<li>{_place(related.span, options)} {escaped(related.message)}{_line(related.span)}</li>"
        yield "</ul>"
    text = finding.help or (finding.fix.title if finding.fix else "")
    if text:
        yield f'<p class="help"><b>Help:</b> {escaped(text)}</p>'
    if finding.fix is not None:
        yield from _fix(finding.fix, options)
    if finding.stack is not None:
        yield f'<p class="stack">Stack: {escaped(finding.stack)}</p>'
    if first:
        yield from _about(finding.code, options)
    else:
        yield f'<p class="stack"><a href="#{entities(finding.code)}">About {entities(finding.code)}</a></p>'
    yield "</article>"


def _place(span: Span, options: Options, column: bool = False) -> str:
    line, at = span.source.position(span.start)
    return f'<code class="place">{escaped(options.located(span.path))}:{line}{f":{at}" * column}</code>'


def _source(span: Span) -> Iterator[str]:
    """The line with its neighbours, what is meant of it marked."""
    number = span.line
    if not span.source.line(number).strip():
        return
    yield '<pre class="source">'
    for at in range(max(1, number - AROUND), number + AROUND + 1):
        if at > number and at > len(span.source.starts()) - span.source.text.endswith("\n"):
            break
        kind = ' class="hit"' if at == number else ""
        shown = _marked(span) if at == number else _cut(masked_line(span.source, at)[0])
        yield f"<span{kind}><i>{at}</i>{shown}</span>"
    yield "</pre>"


def _marked(span: Span) -> str:
    """The line of a place, with the place marked unless the line is long."""
    text, start, end = line_of(span)
    if len(text) > LONG:
        return entities(frame(text, start, end, LONG).text)
    parts = (text[:start], text[start : max(end, start)], text[max(end, start) :])
    before, meant, after = (entities(visible(part)) for part in parts)
    return f"{before}<mark>{meant}</mark>{after}" if meant else before + after


def _cut(text: str) -> str:
    return entities(visible(text if len(text) <= LONG else text[:LONG] + "…"))


def _line(span: Span) -> str:
    """The line of a place, small."""
    marked = _marked(span).strip() if span.source.line(span.line).strip() else ""
    return f'<code class="line">{marked}</code>' if marked else ""


def _sums(sums: tuple[Sum, ...], options: Options) -> Iterator[str]:
    if not sums:
        return
    places: dict[str, Span] = {}

    def place(span: Span) -> str:
        shown = f"{plain(options.located(span.path))}:{span.line}"
        places[shown] = span
        return shown

    yield '<div class="wide"><table>'
    for row in rows(sums, place):
        if row.name:
            cells = f'<th>{entities(row.name)}</th><td class="number">{row.amount}</td>'
            yield f'<tr class="total">{cells}<td></td><td></td><td></td></tr>'
            continue
        where = entities(row.place)
        if row.place in places:
            where = f'<code class="place">{where}</code>{_line(places[row.place])}'
        amount = " ".join(row.amount.split())
        cells = f'<td class="number">{amount}</td><td class="number">{row.factors}</td><td>{entities(row.text)}</td>'
        yield f"<tr><td></td>{cells}<td>{where}</td></tr>"
    yield "</table></div>"


def _fix(fix: Fix, options: Options) -> Iterator[str]:
    from pglint.report.changes import changes

    for change in changes(fix):
        safety = "safe" if fix.safe else "unsafe"
        place = f"{escaped(options.located(change.path))}:{change.line}"
        yield f'<pre class="diff"><span class="at">{safety} fix, {place}</span>'
        yield from (f"<del>- {_cut(mask(line))}</del>" for line in change.old)
        yield from (f"<ins>+ {_cut(mask(line))}</ins>" for line in change.new)
        yield "</pre>"
    if fix.statement:
        lines = "\n".join(f"<ins>+ {_cut(mask(line))}</ins>" for line in fix.statement.splitlines())
        yield f'<pre class="diff"><span class="at">in a new migration</span>\n{lines}\n</pre>'


def _about(code: str, options: Options) -> Iterator[str]:
    """Why the rule is there, folded."""
    about = options.about(code)
    if about is None:
        return
    yield f"<details><summary>About {entities(code)}</summary>\n<p>{escaped(about.summary)}</p>"
    yield from (f"<p>{escaped(paragraph)}</p>" for paragraph in about.why)
    if about.errors:
        errors = "\n".join(map(escaped, about.errors))
        yield f"<p>What it looks like when it happens:</p>\n<pre>{errors}</pre>"
    if about.references:
        yield "<ul>"
        yield from (f"<li>{_reference(reference)}</li>" for reference in about.references)
        yield "</ul>"
    yield "</details>"


def _reference(text: str) -> str:
    shown = escaped(text)
    if text.startswith("https://") and " " not in text:
        return f'<a href="{shown}" rel="noreferrer">{shown}</a>'
    return shown


def _undecided(outcome: Outcome, options: Options) -> Iterator[str]:
    found = undecided(outcome)
    if not found:
        return
    shown = " open" if options.show_unknown else ""
    yield f"<details{shown}><summary>{count(len(found), 'check')} could not be decided</summary>\n<ul>"
    for file, line, code, reason in found:
        place = f'<code class="place">{escaped(options.located(file))}:{line}</code>'
        yield f"<li>{place} {entities(code)}: {escaped(reason)}</li>"
    yield "</ul></details>"


def _stacks(outcome: Outcome, options: Options) -> Iterator[str]:
    stacks = sorted((stack.name, stack.files) for stack in outcome.stacks if stack.name)
    for name, files in stacks:
        yield f"<details><summary>Stack {escaped(name)}: {count(len(files), 'file')}</summary>\n<ul>"
        for member in sorted(files):
            place = f'<code class="place">{escaped(options.located(member.path))}</code>'
            yield f"<li>{place} {escaped(member.reason)}</li>"
        yield "</ul></details>"
