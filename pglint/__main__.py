"""``pglint`` and ``python -m pglint``."""

from __future__ import annotations

import sys


def main() -> int:
    """The exit status: 0 clean, 1 findings, 2 wrong usage or configuration, 3 an internal error, 130 interrupted."""
    if sys.argv[1:2] in (["--version"], ["-V"]):
        from pglint import __version__

        print(f"pglint {__version__}")
        return 0
    try:
        from pglint.cli.main import run

        return run(sys.argv[1:])
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
