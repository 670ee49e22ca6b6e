"""Where reports go: standard output, or a file that is replaced as a whole."""

from __future__ import annotations

import os
import sys

from pglint.cli.usage import UsageError
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

PLAIN = str.maketrans(
    {"×": "x", "…": "~", "·": "-", "“": '"', "”": '"', "−": "-", "✗": "x", "✓": "+", "█": "#", "░": ".", "▒": "%"}
)


def emit(
    text: str, path: str | None = None, option: str = "", encoding: str | None = None, *, exact: bool = False
) -> None:
    """Write a report. A reader that has gone away (``pglint | head``) is no error. Raises UsageError.

    ``option`` is what named ``path``, as it was written; by default --output. ``encoding`` is that of what is printed,
    by default the terminal's; files are UTF-8. ``exact``: the bytes that the text was read from, for a patch.
    """
    if path is not None:
        data = text.encode("utf-8", "surrogateescape" if exact else "backslashreplace")
        _replace(path, data, option or f"--output {path}")
        return
    if sys.stdout is None:
        raise UsageError("cannot write to standard output: it is closed")
    data = text.encode("utf-8", "surrogateescape") if exact else _encoded(text, encoding)
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    except BrokenPipeError:
        # What is left in the buffer would raise again when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        raise UsageError(f"cannot write to standard output: {error.strerror or error}") from None


def _encoded(text: str, encoding: str | None) -> bytes:
    """What is printed, in an encoding that may lack some of it."""
    encoding = encoding or getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        known = text if encoding.lower() in ("utf-8", "utf8") else text.translate(PLAIN)
        return known.encode(encoding, "backslashreplace")


def _replace(path: str, data: bytes, option: str) -> None:
    target = os.path.realpath(path)
    try:
        if os.path.exists(target) and not os.path.isfile(target):
            with open(target, "wb") as device:  # /dev/stderr, a named pipe
                device.write(data)
            return
        draft = f"{target}.{os.getpid()}.tmp"
        try:
            with open(draft, "xb") as file:
                file.write(data)
            if os.path.exists(target):
                os.chmod(draft, os.stat(target).st_mode & 0o777)
            os.replace(draft, target)
        except BaseException:
            if os.path.exists(draft):
                os.unlink(draft)
            raise
    except OSError as error:
        raise UsageError(f"{option}: {error.strerror or error}") from None


def colour(wanted: bool, path: str | None) -> bool:
    """Whether to colour a report: for a terminal, unless NO_COLOR is set (no-color.org) or it can show none."""
    if not wanted or path is not None or sys.stdout is None or os.environ.get("NO_COLOR"):
        return False
    return is_terminal(sys.stdout)


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a stream is a terminal that can do more than print."""
    try:
        return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"
    except ValueError:  # it is closed
        return False


def width() -> int:
    """The columns of the terminal, 120 where there is none."""
    try:
        return max(60, os.get_terminal_size(sys.stdout.fileno()).columns)
    except (AttributeError, OSError, ValueError):
        return 120
