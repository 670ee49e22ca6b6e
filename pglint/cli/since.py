"""``pglint check --since REF``: the run, and where it is needed the run of what was before."""

from __future__ import annotations

from pglint.cli.check import judge
from pglint.living import git
from pglint.living import since as since_
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from pglint.cli.parser import Arguments
    from pglint.cli.scope import Scope
    from pglint.config import Config
    from pglint.findings.finding import Outcome
    from pglint.findings.selection import Selection
    from pglint.living.past import Past


def limit(scope: Scope, chosen: Selection, arguments: Arguments) -> Callable[[Outcome], Outcome]:
    """Takes from an outcome the part that is about the change. Raises UsageError where git cannot tell."""
    change = git.since(scope.root, arguments.since or "")

    def run(past: Past, files: list[tuple[str, str]], config: Config) -> Outcome:
        from pglint.cli.scope import with_var_files

        if config is not scope.config:
            if arguments.postgres_version is not None:
                config = config._replace(postgres_version=scope.config.postgres_version)
            config = with_var_files(config, scope.root, arguments.var_files) if arguments.var_files else config
        before = scope._replace(tree=past, files=files, config=config, named=None)
        return judge(before, chosen, arguments)

    return lambda now: since_.outcome(now, scope, change, run)
