"""The reports of a run: which are asked for, and the text of each."""

from __future__ import annotations

import os

from pglint.once import cache
from pglint.project import below, shown
from pglint.record import TYPE_CHECKING
from pglint.report import Options, render

if TYPE_CHECKING:
    from collections.abc import Callable

    from pglint.cli.check import Look
    from pglint.cli.parser import Arguments
    from pglint.cli.scope import Scope
    from pglint.findings.finding import Outcome
    from pglint.report.about import About

Files = tuple[tuple[str, str, str], ...]
"""Reports with files of their own: path, text, and what of the command line asked for it."""
WIDTH = 120
"""Columns of a text that is written to a file."""


def texts(arguments: Arguments, look: Look, outcome: Outcome, scope: Scope) -> tuple[str, Files]:
    """What is printed (or goes to --output), and the reports with files of their own."""
    options = Options(
        look.colour,
        arguments.show_unknown,
        arguments.quiet,
        look.width,
        shown(scope.root),
        located(scope.root),
        rule_texts(scope.config.custom_rules),
        arguments.statistics,
        look.wrap,
    )
    printed, files = "", []
    for report in arguments.reports:
        if report.file is None:
            printed = render(report.format, outcome, options)
        else:
            plain = options._replace(colour=False, width=WIDTH, wrap=False)
            text = render(report.format, outcome, plain)
            files.append((report.file, text, f"--format {report.format}:{report.file}"))
    return printed if arguments.reports else render("text", outcome, options), tuple(files)


def located(root: str) -> Callable[[str], str]:
    """Turns paths relative to the root into paths from the top of the repository, as platforms name files."""
    folder = root
    while not os.path.exists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return str
        folder = parent
    prefix = below(root, folder)
    return (lambda path: f"{prefix}/{path}") if prefix else str


def rule_texts(custom: tuple[str, ...]) -> Callable[[str], About | None]:
    """What each rule is about, read when it is asked for."""

    @cache
    def paths() -> dict[str, str]:
        from pglint.rulebook.load import texts as rule_files

        return rule_files(custom)

    @cache
    def about(code: str) -> About | None:
        from pglint.report import about as about_
        from pglint.rulebook.load import read

        path = paths().get(code)
        return about_.about(read(path)) if path else None

    return about
