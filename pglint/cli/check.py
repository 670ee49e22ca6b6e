"""``pglint check``: read, judge, report."""

from __future__ import annotations

import sys

from pglint.cli.main import CLEAN, FOUND, INTERNAL, complain
from pglint.cli.output import colour, emit, is_terminal, width
from pglint.cli.usage import UsageError
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.remembered import Said, memory

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from pglint.cache import Cache
    from pglint.cli.parser import Arguments
    from pglint.cli.scope import Scope
    from pglint.findings.finding import Outcome
    from pglint.findings.selection import Selection
    from pglint.model.build import Model
    from pglint.remembered import Memory
    from pglint.watch import Watch

    Result = TypeVar("Result")


class Look(NamedTuple):
    """How a report is to be shown, where its format leaves that open. On a terminal sentences are wrapped."""

    colour: bool
    width: int
    wrap: bool = False


REMEMBERED = ("text", "concise", "json")
"""Formats whose reports are kept. All others are for other programs, which ask once."""


def run(arguments: Arguments) -> int:
    if arguments.show_files or arguments.show_settings:
        from pglint.cli import shown

        return shown.run(arguments)
    if arguments.fix or arguments.diff:
        from pglint.cli import fix

        return fix.run(arguments, _look(arguments))
    if not any(report.format == "text" and report.file is None for report in arguments.reports) and arguments.reports:
        return tell(arguments, Look(False, 0), _check)
    return tell(arguments, _look(arguments), _check)


def _look(arguments: Arguments) -> Look:
    """How a text looks where it goes to."""
    output = None if arguments.output == "-" else arguments.output
    printed = output is None and is_terminal(sys.stdout)
    return Look(colour(arguments.colour, output), width() if output is None else 120, printed)


def tell(
    arguments: Arguments, look: Look, anew: Callable[[Arguments, Look, Memory | None], tuple[Said, Watch | None]]
) -> int:
    """Print what a run says, and return its exit status. It is made ``anew`` unless it is remembered.

    Nothing is remembered of standard input, whose text is in no file.
    """
    known = memory(arguments, *look) if arguments.cache and _is_remembered(arguments) else None
    said, watch = known.again() if known is not None else None, None
    if said is None:
        said, watch = anew(arguments, look, known)
    for path, text, option in said.files:
        emit(text, path, option)
    emit(said.text, None if arguments.output == "-" else arguments.output, encoding=encoding(arguments))
    for each in said.asides:
        complain(each, said.status)
    if watch is not None:
        watch.keep(said)
    return said.status


def encoding(arguments: Arguments) -> str | None:
    """What other programs read is UTF-8, whatever a terminal takes."""
    printed = next((report.format for report in arguments.reports if report.file is None), arguments.format)
    return None if printed in ("text", "concise") else "utf-8"


def _is_remembered(arguments: Arguments) -> bool:
    """Not where a run writes files of its own, nor of standard input or of git, whose texts are in no file."""
    kept = all(report.file is None and report.format in REMEMBERED for report in arguments.reports)
    return kept and arguments.stdin_filename is None and arguments.since is None


def _check(arguments: Arguments, look: Look, known: Memory | None) -> tuple[Said, Watch | None]:
    from pglint.cli import scope as scopes
    from pglint.values import Cell

    scope = scopes.scope(arguments.words, arguments.config, arguments.stdin_filename, arguments.var_files)
    if arguments.postgres_version is not None:
        version = Cell(major(arguments.postgres_version))
        scope = scope._replace(config=scope.config._replace(postgres_version=version))
    chosen = scopes.chosen(scope, arguments)
    watch = watched(scope, known)
    part = None
    if arguments.since is not None:
        from pglint.cli import since

        part = since.limit(scope, chosen, arguments)
    outcome = patiently(lambda: _offered(scope, chosen, arguments, part), len(scope.files), arguments)
    from pglint.cli.reports import texts

    text, files = texts(arguments, look, outcome, scope)
    asides = [*(f"{folder} (skipped)" for folder in scope.unreadable), *internal(outcome)]
    if not scope.files and not arguments.quiet:
        asides.insert(0, f"no postgresql.conf, pgbouncer.ini, pg_hba.conf, Terraform or SQL below {scope.root}")
    return Said(text, status(outcome, arguments.fail_on or scope.config.fail_on), tuple(asides), files), watch


def patiently(work: Callable[[], Result], files: int, arguments: Arguments) -> Result:
    """What ``work`` gives, with its progress on a terminal."""
    if arguments.quiet or not is_terminal(sys.stderr):
        return work()
    from pglint.cli import progress

    return progress.watched(work, files)


def watched(scope: Scope, known: Memory | None) -> Watch | None:
    """What keeps the run, where runs are remembered."""
    if known is None:
        return None
    from pglint.watch import Watch

    return Watch(known, scope)


def judge(
    scope: Scope, chosen: Selection, arguments: Arguments, see: Callable[[Model], None] | None = None
) -> Outcome:
    """The run itself, once all codes are known to be codes. Where there is nothing of ours, nothing more is loaded."""
    from pglint.findings.finding import Outcome

    nothing_said = scope.config.source is None and not (arguments.select or arguments.ignore)
    if not scope.files and nothing_said:
        return Outcome((), (), (), 0)
    from pglint.cli.scope import reject_unknown
    from pglint.rulebook.load import rules

    book = rules(scope.config.custom_rules, use_cache=arguments.cache)
    given = {"select": arguments.select or (), "ignore": arguments.ignore or ()}
    reject_unknown(scope.config, [rule.code for rule in book.rules], given)
    from pglint import check

    return check.run(scope.tree, scope.files, scope.config, chosen, book, scope.named, _cache(scope, arguments), see)


def _offered(
    scope: Scope, chosen: Selection, arguments: Arguments, part: Callable[[Outcome], Outcome] | None
) -> Outcome:
    """The ``part`` of the outcome that is reported (None: all of it).

    Its safe fixes are what --fix does, where a report tells of them: without other help as that.
    """
    whole = judge(scope._replace(named=None), chosen, arguments)
    outcome = whole
    if scope.named is not None and (whole.findings or whole.unknown):
        from pglint.check import within

        outcome = within(whole, scope.named)
    if part is not None:
        outcome = part(outcome)
    told = _tells_of_fixes(arguments)
    fixes = (finding.fix for finding in outcome.findings if told or not finding.help)
    if not any(fix is not None and fix.safe and fix.edits for fix in fixes):
        return outcome
    from pglint.cli import offer

    return offer.offered(outcome, whole, scope, chosen, arguments)


def _tells_of_fixes(arguments: Arguments) -> bool:
    """Whether a report shows fixes, or counts them."""
    from pglint.report import WITH_FIXES

    asked = {report.format for report in arguments.reports} or {"text"}
    if arguments.statistics and arguments.quiet:
        asked.discard("text")
    return not asked.isdisjoint(WITH_FIXES)


def _cache(scope: Scope, arguments: Arguments) -> Cache | None:
    """The project's cache, to which texts that are in no file add nothing; none for standard input."""
    is_stdin = arguments.stdin_filename is not None
    if not arguments.cache or is_stdin or all(kind != "terraform" for _, kind in scope.files):
        return None
    from pglint.cache import Cache
    from pglint.tree import Disk

    return Cache(scope.root, keeps=type(scope.tree) is Disk and not scope.tree.overlay)


def internal(outcome: Outcome) -> list[str]:
    """What went wrong inside, as it is told."""
    return [
        f"internal error: {text}. Please report it with this message and the file it is about"
        for text in outcome.internal
    ]


def status(outcome: Outcome, fail_on: str) -> int:
    """The exit status of a run."""
    from pglint.findings.finding import SEVERITIES

    if outcome.internal:
        return INTERNAL
    threshold = SEVERITIES.index(fail_on)
    return FOUND if any(SEVERITIES.index(f.severity) >= threshold for f in outcome.findings) else CLEAN


def major(text: str) -> int:
    """The major version, read as a configuration's postgres-version is."""
    from pglint.config.scalars import Wrong, postgres_major

    try:
        return postgres_major(text)
    except Wrong as error:
        raise UsageError(f"--postgres-version: {error}") from None
