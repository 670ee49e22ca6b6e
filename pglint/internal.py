"""Errors of pglint itself, told without a traceback."""

from __future__ import annotations


def trace(where: str, error: Exception) -> str:
    """Where an internal error happened: the last places in our own code."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = ", ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames)
    return f"{where}: {type(error).__name__}: {error} (at {places})"
