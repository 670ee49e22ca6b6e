"""``pglint check``: read, judge, report."""

from pglint.cli import scope as scopes
from pglint.cli.main import CLEAN, FOUND, INTERNAL, complain
from pglint.cli.output import colour, emit, width
from pglint.cli.parser import Check
from pglint.cli.usage import UsageError
from pglint.findings.finding import SEVERITIES, Outcome
from pglint.findings.selection import Selection
from pglint.project import shown
from pglint.values import Cell


def run(request: Check) -> int:
    scope = scopes.scope(request.paths, request.config, request.stdin_filename)
    if request.postgres_version is not None:
        version = Cell(_major(request.postgres_version))
        scope = scope._replace(config=scope.config._replace(postgres_version=version))
    chosen = scopes.selection(scope.config, request.select, request.ignore, request.profile)
    outcome = judge(scope, chosen, request)
    from pglint.report import Options, render

    options = Options(
        colour=request.format == "text" and colour(request.colour, request.output),
        show_unknown=request.show_unknown,
        quiet=request.quiet,
        width=width() if request.output is None else 120,
        shown=shown(scope.root),
    )
    emit(render(request.format, outcome, options), request.output)
    for folder in scope.unreadable:
        complain(f"{folder} (skipped)", CLEAN)
    return status(outcome, request.fail_on or scope.config.fail_on)


def judge(scope: scopes.Scope, chosen: Selection, request: Check) -> Outcome:
    """The run itself, once all codes are known to be codes."""
    from pglint.rulebook.load import rules

    book = rules(scope.config.custom_rules, use_cache=request.cache)
    given = {"select": request.select or (), "ignore": request.ignore or ()}
    scopes.reject_unknown(scope.config, [rule.code for rule in book.rules], given)
    from pglint import check

    return check.run(scope.tree, scope.files, scope.config, chosen, book, scope.named)


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
