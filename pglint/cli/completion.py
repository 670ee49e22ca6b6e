"""``pglint completion SHELL``: the script that completes pglint's command line."""

from __future__ import annotations

from pglint.cli.main import CLEAN
from pglint.cli.output import emit
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from pglint.cli.parser import Arguments


def run(arguments: Arguments) -> int:
    (shell,) = arguments.words
    emit(__import__(f"pglint.completion.{shell}", fromlist=["script"]).script(), encoding="utf-8")
    return CLEAN
