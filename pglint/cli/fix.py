"""``pglint check --fix`` and ``--diff``: what is found is changed where one value is clearly right."""

from __future__ import annotations

import sys

from pglint.cli import offer
from pglint.cli import scope as scopes
from pglint.cli.check import internal, judge, patiently, status
from pglint.cli.main import CLEAN, FOUND, complain
from pglint.cli.output import emit, is_terminal
from pglint.cli.reports import texts
from pglint.cli.usage import UsageError
from pglint.findings.secrets import mask
from pglint.fixes.offer import without
from pglint.fixes.plan import plan
from pglint.fixes.store import Lock, Refused, Unfinished, heal, write
from pglint.project import is_named
from pglint.record import TYPE_CHECKING

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
    shown = without(_within(made.outcome, scope.named), (finding for finding, _ in made.refused))
    for folder in scope.unreadable:
        complain(f"{folder} (skipped)", CLEAN)
    for each in internal(shown):
        complain(each, CLEAN)
    if arguments.diff:
        emit("".join(_difference(made.changes)), None if arguments.output == "-" else arguments.output)
        _tell(made, shown, arguments, done="would be fixed")
        return FOUND if made.changes else CLEAN
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
        sys.stderr.write(text)
    for path, report, option in files:
        emit(report, path, option)
    if not stdin:
        emit(text, None if arguments.output == "-" else arguments.output)
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


def _within(outcome: Outcome, named: frozenset[str] | None) -> Outcome:
    """What is reported where only some files are named."""
    if named is None:
        return outcome
    from pglint.check import touches

    return outcome._replace(
        findings=tuple(finding for finding in outcome.findings if touches(finding, named)),
        unknown=tuple(each for each in outcome.unknown if is_named(each.span.path, named)),
    )


def _print_fixed(scope: Scope, made: Plan) -> None:
    """Standard input as it is with the fixes, byte for byte."""
    (path,) = scope.tree.overlay
    text = next((change.new for change in made.changes if change.path == path), scope.tree.overlay[path])
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()


def _difference(changes: Iterable[Change]) -> Iterator[str]:
    """A unified diff that ``patch -p1`` and ``git apply`` take. On a terminal control characters are escaped.

    Passwords are in no output: lines that hold one are left out around a change, and masked where they change.
    """
    from difflib import unified_diff

    from pglint.report.printable import visible

    on_terminal = is_terminal(sys.stdout)
    for change in changes:
        old, new = ([*_lines(text)] for text in (change.old, change.new))
        lines = list(unified_diff(old, new, f"a/{change.path}", f"b/{change.path}"))
        if any(line[0] == " " and mask(line[1:]) != line[1:] for line in lines):
            lines = list(unified_diff(old, new, f"a/{change.path}", f"b/{change.path}", n=0))
        for line in (line[0] + mask(line[1:]) for line in lines):
            shown = visible(line.rstrip("\r\n")) + "\n" if on_terminal else line
            yield shown if shown.endswith("\n") else f"{shown}\n\\ No newline at end of file\n"


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
