"""What a run finds. Reports see nothing else."""

from __future__ import annotations

from pglint.record import NamedTuple
from pglint.source import Span
from pglint.stacks.member import Member, StackFiles
from pglint.values import Sum

__all__ = ["Finding", "Member", "Outcome", "Place", "StackFiles", "Undecided"]

SEVERITIES = ("note", "warning", "error")


class Place(NamedTuple):
    """A related place with what stands there."""

    span: Span
    message: str


class Finding(NamedTuple):
    """One fault at one place, with the sums that prove it."""

    code: str
    name: str
    severity: str
    message: str
    span: Span
    stack: str | None = None
    sums: tuple[Sum, ...] = ()
    related: tuple[Place, ...] = ()
    fixable: str = "no"
    help: str = ""


class Undecided(NamedTuple):
    """A rule that could neither fire nor pass: where, and for want of what."""

    code: str
    span: Span
    reason: str


class Outcome(NamedTuple):
    """All that a run has to say. ``files`` counts what was read; ``internal`` holds internal errors, one text each."""

    findings: tuple[Finding, ...]
    unknown: tuple[Undecided, ...]
    stacks: tuple[StackFiles, ...]
    files: int
    internal: tuple[str, ...] = ()
