"""``pglint`` and ``python -m pglint``."""

from __future__ import annotations

import gc
import os
import sys


def main() -> int:
    """The exit status: 0 clean, 1 findings, 2 wrong usage or configuration, 3 an internal error, 130 interrupted."""
    # What a run makes lives to its end: looking for garbage early takes longer than keeping what little there is.
    gc.set_threshold(100_000, 20, 100)
    status = _status()
    if sys.gettrace() is None and sys.getprofile() is None:
        _leave(status)
    return status


def _leave(status: int) -> None:
    """End at once: taking the interpreter down piece by piece takes longer than reading two files."""
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        return  # the interpreter says what is wrong
    os._exit(status)


def _status() -> int:
    if sys.argv[1:2] in (["--version"], ["-V"]) and _told_version():
        return 0
    try:
        from pglint.packed import install

        install()
        from pglint.cli.main import run

        return run(sys.argv[1:])
    except KeyboardInterrupt:
        return 130


def _told_version() -> bool:
    """Whether the version could be printed: without all that a command line takes."""
    from pglint import __version__

    try:
        print(f"pglint {__version__}", flush=True)
    except (OSError, ValueError):
        return False  # as what is longer: told with the reason
    return sys.stdout is not None


if __name__ == "__main__":
    sys.exit(main())
