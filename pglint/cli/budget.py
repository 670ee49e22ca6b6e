"""``pglint budget``: who may open how many connections, and where they have to fit in, as a picture."""

from __future__ import annotations

import os

from pglint.cli.check import internal, judge, status
from pglint.cli.main import complain
from pglint.cli.output import colour, emit, width
from pglint.cli.usage import UsageError, suggestion
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from pglint.budget.records import Budget
    from pglint.cli.parser import Arguments
    from pglint.cli.scope import Scope
    from pglint.findings.finding import Outcome
    from pglint.model.build import Model

OTHER_FAMILIES = ("CFG", "MEM", "MIG", "MODE", "SEC", "TMO")
"""Rules that say nothing about how many connections there are."""


def run(arguments: Arguments) -> int:
    """The exit status is never 1: a picture judges nothing."""
    from pglint.budget import Look, render
    from pglint.cli import scope as scopes
    from pglint.project import shown

    paths = tuple(word for word in arguments.words if os.path.lexists(word))
    scope = scopes.scope(paths, arguments.config, None, arguments.var_files)
    found, outcome = budgets(scope, arguments)
    chosen = selected(arguments.words, found, outcome)
    output = None if arguments.output == "-" else arguments.output
    if arguments.format == "text":
        look = Look(colour(arguments.colour, output), width() if output is None else 120, shown(scope.root))
    else:
        look = Look()
    emit(render(arguments.format, chosen, look), output)
    for each in (*(f"{folder} (skipped)" for folder in scope.unreadable), *internal(outcome)):
        complain(each, 0)
    return status(outcome._replace(findings=()), "error")


def budgets(scope: Scope, arguments: Arguments) -> tuple[list[Budget], Outcome]:
    """The budget of every stack of the project, by name, with what `pglint check` finds there."""
    from pglint.budget.about import with_findings
    from pglint.budget.build import build
    from pglint.cli import scope as scopes

    seen: list[Budget] = []

    def see(model: Model) -> None:
        seen.append(build(model))

    chosen = scopes.selection(scope.config, None, OTHER_FAMILIES, None)
    outcome = judge(scope._replace(named=None), chosen, arguments, see)
    return sorted((with_findings(each, outcome.findings) for each in seen), key=lambda each: each.name), outcome


def selected(words: Iterable[str], found: Collection[Budget], outcome: Outcome) -> list[Budget]:
    """The stacks that the words name, or that have files below the paths among them; all for no words.

    A word that is both is the stack. Raises UsageError.
    """
    from pglint.project import is_named, select

    names = {each.name for each in found}
    wanted: set[str | None] = set()
    for word in words:
        if word in names:
            wanted.add(word)
        elif os.path.lexists(word):
            named = select((word,)).named
            files = (stack for stack in outcome.stacks if any(is_named(each.path, named) for each in stack.files))
            wanted.update(stack.name for stack in files)
        else:
            close = suggestion(word, sorted(names)) or ("; there are " + ", ".join(sorted(names)) if names else "")
            raise UsageError(f"there is no stack {word}{close or ', nor any other'} (pglint stacks lists them)")
    return [each for each in found if not words or each.name in wanted]
