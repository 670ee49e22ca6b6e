"""``pglint init``: a first pglint.toml, with what was found, and room for what the files cannot say."""

from __future__ import annotations

import os

from pglint.cli.check import internal, judge
from pglint.cli.main import CLEAN, INTERNAL, complain
from pglint.cli.output import emit
from pglint.cli.usage import UsageError
from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pglint.cli.parser import Arguments
    from pglint.cli.scope import Scope
    from pglint.findings.finding import Outcome
    from pglint.init.text import Project

NAME = "pglint.toml"
STDOUT = "-"


class _Goal(NamedTuple):
    """The root of the project, and the full path to write (None: print it)."""

    root: str
    path: str | None


def run(arguments: Arguments) -> int:
    """Write the file. Raises UsageError where there is one already, PathError for folders that are not there."""
    goal = _goal(arguments)
    scope = _scope(goal.root)
    text, said, status = _text(scope, arguments)
    if goal.path is None:
        emit(text, encoding="utf-8")
        return status
    _create(goal.path, text)
    if not arguments.quiet:
        emit(f"{_shown(goal.path)}: {said}\n")
    return status


def _goal(arguments: Arguments) -> _Goal:
    """The root as ``pglint check`` finds it, unless a pglint.toml is to make another folder one."""
    from pglint import project

    if arguments.config is not None:
        raise UsageError(f"--config {arguments.config}: init writes one, and reads none (-o FILE names it)")
    if len(arguments.words) > 1:
        raise UsageError(f"init is about one project, not {len(arguments.words)}: pglint init {arguments.words[0]}")
    root, output = project.select(arguments.words).root, arguments.output
    if output == STDOUT:
        return _Goal(root, None)
    if output is None:
        _refuse_second(root)
        path = os.path.join(root, NAME)
    else:
        path = os.path.abspath(output)
    _refuse_place(root, path, output)
    makes_root = os.path.basename(path) == NAME and not arguments.words
    return _Goal(os.path.dirname(path) if makes_root else root, path)


def _refuse_place(root: str, path: str, output: str | None) -> None:
    """Raises UsageError where a file cannot be made, before anything is read."""
    from pglint.init.create import Refused, reject_link

    if os.path.lexists(path):
        raise UsageError(f"{_shown(path)}: is there already, and is not overwritten (pglint init -o - prints another)")
    if not os.path.isdir(os.path.dirname(path)):
        raise UsageError(f"-o {output}: there is no folder {os.path.dirname(path)}")
    try:
        reject_link(root, path)
    except Refused as error:
        raise UsageError(f"{_shown(path)}: {error}") from None


def _refuse_second(root: str) -> None:
    """A project has one configuration. Raises UsageError where it is in pyproject.toml."""
    from pglint import project

    there = project.config_file(root)
    if there is not None and there != NAME:
        path = _shown(os.path.join(root, there))
        raise UsageError(f"{path}: has [tool.pglint] already, which a {NAME} would hide (pglint init -o - prints one)")


def _shown(path: str) -> str:
    """A path as it can be opened from here."""
    from pglint.project import below

    here = os.getcwd()
    return path if below(path, here) is None and below(here, os.path.dirname(path)) is None else os.path.relpath(path)


def _scope(root: str) -> Scope:
    """The whole project, as it is without a configuration."""
    from pglint import project
    from pglint.cli.scope import Scope
    from pglint.config import Config
    from pglint.tree import Disk

    unreadable: list[str] = []
    files = [(path, kind) for path, kind in project.walk(root, (), unreadable) if kind != NAME]
    return Scope(root, Disk(root), Config(), files, None, tuple(unreadable))


def _text(scope: Scope, arguments: Arguments) -> tuple[str, str, int]:
    """The text, what to say of it, and the exit status."""
    from pglint.init import text

    if not scope.files:
        nothing = f"no postgresql.conf, pgbouncer.ini, pg_hba.conf, Terraform or SQL below {scope.root}"
        complain(f"{nothing}: this is an example", CLEAN)
        return text.example(), "an example to be filled in", CLEAN
    project, before = _seen(scope, arguments)
    for each in (*(f"{folder} (skipped)" for folder in scope.unreadable), *internal(before)):
        complain(each, CLEAN)
    from pglint.config import load
    from pglint.findings.selection import ALL, Selection
    from pglint.init.propose import propose
    from pglint.source import Source

    def check(written: str) -> Outcome:
        config = load(Source(NAME, written))
        return judge(scope._replace(config=config), Selection((ALL,)), arguments)

    written = propose(project, before, check)
    stacks = written.count("\n[[stack]]\n")
    waiting = len({each.code for each in project.unknown})
    said = f"{stacks} stack{'s' * (stacks != 1)} declared"
    if waiting:
        said += f", {waiting} rule{'s' * (waiting != 1)} could decide more (pglint --show-unknown)"
    return written, said, INTERNAL if before.internal else CLEAN


def _seen(scope: Scope, arguments: Arguments) -> tuple[Project, Outcome]:
    """What a run sees without any configuration, by all rules; only those that run by default are told of."""
    from pglint.findings.selection import ALL, Selection
    from pglint.init.found import Found, found
    from pglint.init.text import Project
    from pglint.rulebook.load import rules

    seen: list[Found] = []
    outcome = judge(scope, Selection((ALL,)), arguments, lambda model: seen.append(found(model, scope.tree)))
    active = {rule.code for rule in rules(use_cache=arguments.cache).rules if Selection().active(rule)}
    unknown = tuple(each for each in outcome.unknown if each.code in active)
    files = {each.name: each for each in outcome.stacks}
    stacks = tuple((each, files[each.name]) for each in sorted(seen, key=lambda each: each.name))
    return Project(stacks, unknown, tuple(scope.files)), outcome


def _create(path: str, text: str) -> None:
    from pglint.init.create import Refused, create

    try:
        create(path, text)
    except Refused as error:
        raise UsageError(f"{_shown(path)}: {error}") from None
    except OSError as error:
        raise UsageError(f"{_shown(path)}: {error.strerror or error}") from None
