"""A line on the terminal for runs that take long, gone before the report is printed.

A timer draws it, so that a run that is done within a second pays nothing for it, and no part of pglint has to know:
where the run is, the timer sees by what is being called.
"""

from __future__ import annotations

import os
import sys

from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import TypeVar

    Result = TypeVar("Result")

AFTER, EVERY = 1.0, 0.25
"""Seconds until the line is drawn first, and between two of its pictures."""
SIGNS = "-\\|/"
WIPE = b"\r\x1b[K"
STAGES = (
    ("pglint.stacks.workers", ""),
    ("pglint.stacks.sql", "reading SQL"),
    ("pglint.formats.sql", "reading SQL"),
    ("pglint.formats.migrations", "reading SQL"),
    ("pglint.replay", "reading SQL"),
    ("pglint.stacks.infrastructure", "reading Terraform"),
    ("pglint.formats.terraform", "reading Terraform"),
    ("pglint.formats.hcl", "reading Terraform"),
    ("pglint.stacks", "reading"),
    ("pglint.formats", "reading"),
    ("pglint.model", "asking the rules"),
    ("pglint.findings", "asking the rules"),
    ("pglint.fixes.plan", "trying fixes"),
)
"""What a module is at work for, the most special name first; '' for what others let do their work."""
OVER = ("trying fixes",)
"""What counts more than what is done for it."""


def watched(work: Callable[[], Result], files: int) -> Result:
    """What ``work`` gives. While it takes long, a line tells what is done, of how many files, and since when."""
    try:
        # What signal is made of, without the enumerations that it takes long to make.
        from _signal import ITIMER_REAL, SIGALRM, setitimer, signal  # type: ignore[import-not-found]
    except ImportError:  # Windows has no such timer
        return work()
    import time

    began, pictures = time.monotonic(), 0

    def draw(_: int, frame: FrameType | None) -> None:
        nonlocal pictures
        sign = SIGNS[pictures % len(SIGNS)]
        pictures += 1
        seconds = int(time.monotonic() - began)
        doing = f"{stage(frame)}, ".removeprefix(", ")
        _write(WIPE + f"{sign} pglint: {doing}{files:,} file{'s' * (files != 1)}, {seconds} s".encode())

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


def stage(frame: FrameType | None) -> str:
    """What is being done where the innermost call is ``frame``; '' where that is none of STAGES."""
    found = ""
    while frame is not None:
        module = str(frame.f_globals.get("__name__"))
        here = next((doing for name, doing in STAGES if f"{module}.".startswith(f"{name}.")), "")
        found = here if not found or here in OVER else found
        frame = frame.f_back
    return found


def _write(data: bytes) -> None:
    try:
        os.write(sys.stderr.fileno(), data)
    except OSError:  # the terminal is gone
        return
