"""``pglint check --fix`` and ``--diff``: what is found is changed where one value is clearly right."""

from __future__ import annotations

import sys

from pglint.check import within
from pglint.cli import offer
from pglint.cli import scope as scopes
from pglint.cli.check import encoding, internal, judge, patiently, status
from pglint.cli.main import CLEAN, FOUND, INTERNAL, complain
from pglint.cli.output import emit, is_terminal
from pglint.cli.reports import texts
from pglint.cli.usage import UsageError
from pglint.findings.secrets import masked_line
from pglint.fixes.offer import without
from pglint.fixes.plan import plan
from pglint.fixes.store import Lock, Refused, Unfinished, heal, write
from pglint.project import is_named
from pglint.record import TYPE_CHECKING
from pglint.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pglint.cli.check import Look
    from pglint.cli.parser import Arguments
    from pglint.cli.scope import Scope
    from pglint.findings.finding import Finding, Outcome
    from pglint.fixes.plan import Change, Plan

STDIN = "-"


def run(arguments: Arguments, look: Look) -> int:
    """Fix, or show what fixing would change. Raises UsageError, ConfigError, PathError."""
    if arguments.diff or arguments.words == (STDIN,):
        return _run(arguments, look, _scope(arguments))
    root = _scope(arguments).root
    with Lock(root):
        try:
            for path in heal(root):
                complain(f"{path}: finished what an earlier run with --fix began", CLEAN)
        except Refused as error:
            raise UsageError(f"an earlier run with --fix cannot be finished: {error}") from None
        return _run(arguments, look, _scope(arguments))


def _run(arguments: Arguments, look: Look, scope: Scope) -> int:
    made = patiently(lambda: _planned(arguments, scope), len(scope.files), arguments)
    shown = without(within(made.outcome, scope.named), (finding for finding, _ in made.refused))
    for folder in scope.unreadable:
        complain(f"{folder} (skipped)", CLEAN)
    for each in internal(shown):
        complain(each, CLEAN)
    output = None if arguments.output == "-" else arguments.output
    if arguments.diff:
        _show(made.changes, output)
        _tell(made, shown, arguments, done="would be fixed")
        return INTERNAL if shown.internal else FOUND if made.changes else CLEAN
    stdin = arguments.words == (STDIN,)
    if not stdin:
        try:
            write(scope.root, made.changes)
        except Refused as error:
            raise UsageError(f"{error}; nothing was fixed") from None
        except Unfinished as error:
            raise UsageError(str(error)) from None
    text, files = texts(arguments, look, shown, scope)
    if stdin:
        _print_fixed(scope, made)
    for path, report, option in files:
        emit(report, path, option)
    if stdin and output is None:
        sys.stderr.write(text)
    else:
        emit(text, output, encoding=encoding(arguments))
    _tell(made, shown, arguments, done="fixed")
    return status(shown, arguments.fail_on or scope.config.fail_on)


def _scope(arguments: Arguments) -> Scope:
    return scopes.scope(arguments.words, arguments.config, arguments.stdin_filename, arguments.var_files)


def _planned(arguments: Arguments, scope: Scope) -> Plan:
    """Everything tried in memory. The whole project is judged each time, whatever is named."""

    def wanted(finding: Finding) -> bool:
        fix = finding.fix
        if fix is None or not (fix.safe or arguments.unsafe_fixes):
            return False
        return all(is_named(path, scope.named) for path in (finding.span.path, *_paths(finding)))

    chosen = scopes.chosen(scope, arguments)
    made = plan(offer.checker(scope, chosen, arguments), wanted)
    if not offer.has_baseline(scope, chosen):
        return made
    # What is known was left alone, and is not reported; entries whose finding went with a fix are.
    now = offer.changed(scope, {change.path: change.new for change in made.changes}, arguments)
    return made._replace(outcome=judge(now, scopes.chosen(now, arguments), arguments))


def _paths(finding: Finding) -> Iterable[str]:
    return (edit.span.path for edit in finding.fix.edits) if finding.fix else ()


def _print_fixed(scope: Scope, made: Plan) -> None:
    """Standard input as it is with the fixes."""
    (path,) = scope.tree.overlay
    text = next((change.new for change in made.changes if change.path == path), scope.tree.overlay[path])
    emit(text, exact=True)


def _show(changes: Iterable[Change], output: str | None) -> None:
    """The diff, with the bytes of the files. On a terminal control characters are escaped."""
    from pglint.report.printable import visible

    if output is None and is_terminal(sys.stdout):
        emit("".join(visible(line.rstrip("\r\n")) + "\n" for line in _difference(changes)))
    else:
        emit("".join(_difference(changes)), output, exact=True)


def _difference(changes: Iterable[Change]) -> Iterator[str]:
    """The lines of a unified diff that ``patch -p1`` and ``git apply`` take.

    Passwords are in no output: lines that hold one are left out around a change, and masked where they change.
    """
    from difflib import unified_diff

    for change in changes:
        old, new = ([*_lines(text)] for text in (change.old, change.new))
        lines = list(unified_diff(old, new, f"a/{change.path}", f"b/{change.path}"))
        hidden = {**_hidden(change.old, lines), **_hidden(change.new, lines)}
        if any(line[0] == " " and line[1:] in hidden for line in lines):
            lines = list(unified_diff(old, new, f"a/{change.path}", f"b/{change.path}", n=0))
        for line in (line[0] + hidden.get(line[1:], line[1:]) for line in lines):
            yield line if line.endswith("\n") else f"{line}\n"
            if not line.endswith("\n"):
                yield "\\ No newline at end of file\n"


def _hidden(text: str, difference: Iterable[str]) -> dict[str, str]:
    """The lines of a text that hold a secret and stand in a difference, with what is shown of them."""
    source, there, found = Source("", text), {line[1:] for line in difference}, {}
    for number, line in enumerate(_lines(text), 1):
        if line in there:
            whole = line.rstrip("\r\n")
            shown = masked_line(source, number)[0]
            if shown != whole:
                found[line] = shown + line[len(whole) :]
    return found


def _lines(text: str) -> Iterator[str]:
    """Lines with their ends; only a line feed ends one."""
    at = 0
    while at < len(text):
        end = text.find("\n", at) + 1 or len(text)
        yield text[at:end]
        at = end


def _tell(made: Plan, shown: Outcome, arguments: Arguments, done: str) -> None:
    """On standard error: how many were fixed, what was tried in vain, and what more options would do."""
    from pglint.report.printable import plain

    if arguments.quiet:
        return
    for finding, why in made.refused:
        place = f"{finding.span.path}:{finding.span.line}"
        complain(plain(f"{place}: {finding.code} is not fixed: {why}"), CLEAN)
    left = sum(1 for finding in shown.findings if finding.fix and finding.fix.edits and not finding.fix.safe)
    more = f"; {left} more with --unsafe-fixes" if left and not arguments.unsafe_fixes else ""
    files = f" in {_counted(len(made.changes), 'file')}" if made.changes else ""
    complain(f"{_counted(len(made.fixed), 'finding')} {done}{files}{more}", CLEAN)


def _counted(number: int, what: str) -> str:
    return f"{number or 'no'} {what}" + "s" * (number != 1)
