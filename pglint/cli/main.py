"""Runs a request, and turns every way it can go wrong into a message and an exit status."""

from __future__ import annotations

import os
import sys

from pglint.cli.parser import parse
from pglint.cli.usage import UsageError
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pglint.cli.parser import Arguments

CLEAN, FOUND, USAGE, INTERNAL = 0, 1, 2, 3


def run(argv: Sequence[str]) -> int:
    """The exit status. Nothing is raised but KeyboardInterrupt; there is never a traceback."""
    try:
        arguments = parse(argv)
        if arguments.help or arguments.version:
            return _tell(arguments, bool(argv) and argv[0] == arguments.command)
        status: int = __import__(f"pglint.cli.{arguments.command}", fromlist=["run"]).run(arguments)
        return status
    except UsageError as error:
        return complain(str(error), USAGE)
    except Exception as error:
        usage = _usage(error)
        return complain(usage, USAGE) if usage else complain(internal(error), INTERNAL)


def _tell(arguments: Arguments, named: bool) -> int:
    """The version, or the help: of a command where one is named."""
    from pglint import __version__
    from pglint.cli import help as texts
    from pglint.cli.output import emit

    page = texts.COMMANDS[arguments.command] if named else texts.MAIN
    emit(f"pglint {__version__}\n" if arguments.version else page)
    return CLEAN


def complain(message: str, status: int) -> int:
    """One message to standard error, without secrets and without control characters of names and values in it."""
    from pglint.findings.secrets import mask
    from pglint.report.printable import visible

    text = f"{visible(f'pglint: {mask(message)}')}\n"
    try:
        sys.stderr.write(text)
    except (OSError, AttributeError):  # nobody listens, or it is closed: the exit status has to say it
        return status
    return status


def _usage(error: Exception) -> str:
    """What is wrong with the paths, the configuration or a user's rule, if that is what is wrong."""
    try:
        os.getcwd()
    except OSError as gone:
        return f"the working directory cannot be read: {gone.strerror}"
    from pglint.config import ConfigError
    from pglint.project import PathError
    from pglint.rulebook.rule import RuleError

    return str(error) if isinstance(error, ConfigError | PathError | RuleError) else ""


def internal(error: BaseException) -> str:
    """An unexpected error as one paragraph: what, where in pglint, and what to send."""
    import traceback

    from pglint import __version__

    places = [
        f"{f'/{frame.filename}'.replace(chr(92), '/').rpartition('/pglint/')[2]}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if "pglint" in frame.filename
    ]
    what = " ".join(str(error).split())[:300]
    version = ".".join(map(str, sys.version_info[:3]))
    return (
        f"internal error: {type(error).__name__}: {what} (at {' > '.join(places[-4:]) or '?'}). "
        "This is a fault of pglint, not of your files. Please report it with this message and, if you can, "
        f"the file that it happens with. pglint {__version__}, Python {version}, {sys.platform}"
    )
