"""What `pglint stacks` tells of each file."""

from __future__ import annotations

from pglint.record import NamedTuple


class Member(NamedTuple):
    """A file of a stack: what it was taken for, and why it belongs there."""

    path: str
    kind: str
    reason: str


class StackFiles(NamedTuple):
    """A stack as `pglint stacks` shows it. ``name`` is None for the files that belong to none."""

    name: str | None
    files: tuple[Member, ...]
