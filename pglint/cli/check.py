"""``pglint check``: read, judge, report."""

from __future__ import annotations

from pglint.cli.main import CLEAN, FOUND, INTERNAL, complain
from pglint.cli.output import colour, emit, width
from pglint.cli.parser import Arguments
from pglint.cli.usage import UsageError
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.remembered import Said, memory

if TYPE_CHECKING:
    from collections.abc import Callable

    from pglint.cache import Cache
    from pglint.cli.scope import Scope
    from pglint.findings.finding import Outcome
    from pglint.findings.selection import Selection
    from pglint.remembered import Memory
    from pglint.watch import Watch


class Look(NamedTuple):
    """How a report is to be shown, where its format leaves that open."""

    colour: bool
    width: int


def run(arguments: Arguments) -> int:
    output = None if arguments.output == "-" else arguments.output
    if arguments.format != "text":
        return tell(arguments, Look(False, 0), _check)
    return tell(arguments, Look(colour(arguments.colour, output), width() if output is None else 120), _check)


def tell(
    arguments: Arguments, look: Look, anew: Callable[[Arguments, Look, Memory | None], tuple[Said, Watch | None]]
) -> int:
    """Print what a run says, and return its exit status. It is made ``anew`` unless it is remembered.

    Nothing is remembered of standard input, whose text is in no file.
    """
    known = memory(arguments, *look) if arguments.cache and arguments.stdin_filename is None else None
    said, watch = known.again() if known is not None else None, None
    if said is None:
        said, watch = anew(arguments, look, known)
    emit(said.text, None if arguments.output == "-" else arguments.output)
    for each in said.asides:
        complain(each, said.status)
    if watch is not None:
        watch.keep(said)
    return said.status


def _check(arguments: Arguments, look: Look, known: Memory | None) -> tuple[Said, Watch | None]:
    from pglint.cli import scope as scopes
    from pglint.values import Cell

    scope = scopes.scope(arguments.words, arguments.config, arguments.stdin_filename, arguments.var_files)
    if arguments.postgres_version is not None:
        version = Cell(_major(arguments.postgres_version))
        scope = scope._replace(config=scope.config._replace(postgres_version=version))
    chosen = scopes.selection(scope.config, arguments.select, arguments.ignore, arguments.profile)
    watch = watched(scope, known)
    outcome = judge(scope, chosen, arguments)
    from pglint.project import shown
    from pglint.report import Options, render

    options = Options(look.colour, arguments.show_unknown, arguments.quiet, look.width, shown(scope.root))
    text = render(arguments.format, outcome, options)
    asides = [*(f"{folder} (skipped)" for folder in scope.unreadable), *internal(outcome)]
    if not scope.files and not arguments.quiet:
        asides.insert(0, f"no postgresql.conf, pgbouncer.ini, pg_hba.conf, Terraform or SQL below {scope.root}")
    return Said(text, status(outcome, arguments.fail_on or scope.config.fail_on), tuple(asides)), watch


def watched(scope: Scope, known: Memory | None) -> Watch | None:
    """What keeps the run, where runs are remembered."""
    if known is None:
        return None
    from pglint.watch import Watch

    return Watch(known, scope)


def judge(scope: Scope, chosen: Selection, arguments: Arguments) -> Outcome:
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

    return check.run(scope.tree, scope.files, scope.config, chosen, book, scope.named, _cache(scope, arguments))


def _cache(scope: Scope, arguments: Arguments) -> Cache | None:
    """The project's cache; none for standard input, whose text is in no file."""
    if not arguments.cache or scope.tree.overlay or all(kind != "terraform" for _, kind in scope.files):
        return None
    from pglint.cache import Cache

    return Cache(scope.root)


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


def _major(text: str) -> int:
    """The major version, read as a configuration's postgres-version is."""
    from pglint.config.scalars import Wrong, postgres_major

    try:
        return postgres_major(text)
    except Wrong as error:
        raise UsageError(f"--postgres-version: {error}") from None
