"""A line on the terminal for runs that take long, gone before the report is printed.

A timer draws it, so that a run that is done within a second pays nothing for it, and no part of pglint has to know.
"""

from __future__ import annotations

import os
import sys

from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    Result = TypeVar("Result")

AFTER, EVERY = 1.0, 0.25
"""Seconds until the line is drawn first, and between two of its pictures."""
SIGNS = "-\\|/"
WIPE = b"\r\x1b[K"


def watched(work: Callable[[], Result], files: int) -> Result:
    """What ``work`` gives. While it takes long, a line tells how many files it is about and since when."""
    try:
        # What signal is made of, without the enumerations that it takes long to make.
        from _signal import ITIMER_REAL, SIGALRM, setitimer, signal  # type: ignore[import-not-found]
    except ImportError:  # Windows has no such timer
        return work()
    import time

    began, pictures = time.monotonic(), 0

    def draw(*_: object) -> None:
        nonlocal pictures
        sign = SIGNS[pictures % len(SIGNS)]
        pictures += 1
        seconds = int(time.monotonic() - began)
        _write(WIPE + f"{sign} pglint: {files:,} file{'s' * (files != 1)}, {seconds} s".encode())

    try:
        before = signal(SIGALRM, draw)
    except ValueError:  # not the main thread
        return work()
    setitimer(ITIMER_REAL, AFTER, EVERY)
    try:
        return work()
    finally:
        setitimer(ITIMER_REAL, 0)
        signal(SIGALRM, before)
        if pictures:
            _write(WIPE)


def _write(data: bytes) -> None:
    try:
        os.write(sys.stderr.fileno(), data)
    except OSError:  # the terminal is gone
        return
