"""The project with fixes tried in it: what ``--fix`` goes by, and what reports offer."""

from __future__ import annotations

from pglint.cli import scope as scopes
from pglint.cli.check import judge, major
from pglint.fixes.offer import confirmed
from pglint.record import TYPE_CHECKING
from pglint.tree import Disk
from pglint.values import Cell

if TYPE_CHECKING:
    from collections.abc import Callable

    from pglint.cli.parser import Arguments
    from pglint.cli.scope import Scope
    from pglint.findings.finding import Outcome
    from pglint.findings.selection import Selection


def offered(outcome: Outcome, whole: Outcome, scope: Scope, chosen: Selection, arguments: Arguments) -> Outcome:
    """An outcome, the part of the ``whole`` that is reported, with those safe fixes that --fix would do."""
    check = checker(scope, chosen, arguments)
    return confirmed(outcome, check, None if has_baseline(scope, chosen) else whole)


def checker(scope: Scope, chosen: Selection, arguments: Arguments) -> Callable[[dict[str, str]], Outcome]:
    """Checks the whole project with other texts, whatever is named.

    A baseline hides nothing here: that a line which is known gets another text is no new finding. But what it knows is
    not fixed.
    """
    entries = []
    if chosen.baseline is not None and has_baseline(scope, chosen):
        from pglint import check as checks
        from pglint.living import baseline
        from pglint.rulebook.load import rules

        entries = baseline.load(scope.tree, chosen.baseline)

    def check(overlay: dict[str, str]) -> Outcome:
        now = changed(scope, overlay, arguments)
        found = judge(now, scopes.chosen(now, arguments)._replace(baseline=None), arguments)
        if not entries:
            return found
        locked = checks.locked(rules(now.config.custom_rules, use_cache=arguments.cache), now.config)
        left = set(map(id, baseline.apply(found.findings, entries, (), locked=locked)))
        known = (each if id(each) in left else each._replace(fix=None, fixable="no") for each in found.findings)
        return found._replace(findings=tuple(known))

    return check


def has_baseline(scope: Scope, chosen: Selection) -> bool:
    """Whether there is a baseline."""
    return chosen.baseline is not None and scope.tree.source(chosen.baseline) is not None


def changed(scope: Scope, overlay: dict[str, str], arguments: Arguments) -> Scope:
    """The whole project with other texts, of which its configuration may be one."""
    tree = Disk(scope.root, {**scope.tree.overlay, **overlay}, scope.tree.hidden)
    config = scope.config
    if config.source is not None and config.source.path in overlay:
        config = scopes.configuration(scope.root, tree, arguments.config)
        config = scopes.with_var_files(config, scope.root, arguments.var_files) if arguments.var_files else config
    if arguments.postgres_version is not None:
        config = config._replace(postgres_version=Cell(major(arguments.postgres_version)))
    return scope._replace(tree=tree, config=config, named=None)
