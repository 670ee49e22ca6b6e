"""``pglint check``: read, judge, report."""

from __future__ import annotations

from pglint.cli import scope as scopes
from pglint.cli.main import CLEAN, FOUND, INTERNAL, complain
from pglint.cli.output import colour, emit, width
from pglint.cli.parser import Arguments
from pglint.cli.usage import UsageError
from pglint.findings.finding import SEVERITIES, Outcome
from pglint.findings.selection import Selection
from pglint.project import shown
from pglint.record import TYPE_CHECKING
from pglint.values import Cell

if TYPE_CHECKING:
    from pglint.cache import Cache


def run(arguments: Arguments) -> int:
    scope = scopes.scope(arguments.words, arguments.config, arguments.stdin_filename, arguments.var_files)
    if arguments.postgres_version is not None:
        version = Cell(_major(arguments.postgres_version))
        scope = scope._replace(config=scope.config._replace(postgres_version=version))
    chosen = scopes.selection(scope.config, arguments.select, arguments.ignore, arguments.profile)
    outcome = judge(scope, chosen, arguments)
    from pglint.report import Options, render

    output = None if arguments.output == "-" else arguments.output
    options = Options(
        colour=arguments.format == "text" and colour(arguments.colour, output),
        show_unknown=arguments.show_unknown,
        quiet=arguments.quiet,
        width=width() if output is None else 120,
        shown=shown(scope.root),
    )
    emit(render(arguments.format, outcome, options), output)
    if not scope.files and not arguments.quiet:
        complain(f"no postgresql.conf, pgbouncer.ini, pg_hba.conf or Terraform anywhere below {scope.root}", CLEAN)
    for folder in scope.unreadable:
        complain(f"{folder} (skipped)", CLEAN)
    return status(outcome, arguments.fail_on or scope.config.fail_on)


def judge(scope: scopes.Scope, chosen: Selection, arguments: Arguments) -> Outcome:
    """The run itself, once all codes are known to be codes. Where there is nothing of ours, nothing more is loaded."""
    nothing_said = scope.config.source is None and not (arguments.select or arguments.ignore)
    if not scope.files and nothing_said:
        return Outcome((), (), (), 0)
    from pglint.rulebook.load import rules

    book = rules(scope.config.custom_rules, use_cache=arguments.cache)
    given = {"select": arguments.select or (), "ignore": arguments.ignore or ()}
    scopes.reject_unknown(scope.config, [rule.code for rule in book.rules], given)
    from pglint import check

    return check.run(scope.tree, scope.files, scope.config, chosen, book, scope.named, _cache(scope, arguments))


def _cache(scope: scopes.Scope, arguments: Arguments) -> Cache | None:
    """The project's cache; none for standard input, whose text is in no file."""
    if not arguments.cache or scope.tree.overlay or all(kind != "terraform" for _, kind in scope.files):
        return None
    from pglint.cache import Cache

    return Cache(scope.root)


def status(outcome: Outcome, fail_on: str) -> int:
    """The exit status of a run; what went wrong inside is told on standard error."""
    for text in outcome.internal:
        complain(f"internal error: {text}. Please report it with this message and the file it is about", INTERNAL)
    if outcome.internal:
        return INTERNAL
    threshold = SEVERITIES.index(fail_on)
    return FOUND if any(SEVERITIES.index(f.severity) >= threshold for f in outcome.findings) else CLEAN


def _major(text: str) -> int:
    """The major version, read as a configuration's postgres-version is."""
    from pglint.config.scalars import Wrong, postgres_major

    try:
        return postgres_major(text)
    except Wrong as error:
        raise UsageError(f"--postgres-version: {error}") from None
