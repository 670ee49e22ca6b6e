"""What a run finds. Reports see nothing else."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.stacks.member import Member, StackFiles

if TYPE_CHECKING:
    from pglint.source import Span
    from pglint.values import Sum

__all__ = ["Edit", "Finding", "Fix", "Member", "Outcome", "Place", "StackFiles", "Undecided"]

SEVERITIES = ("note", "warning", "error")


class Place(NamedTuple):
    """A related place with what stands there."""

    span: Span
    message: str


class Edit(NamedTuple):
    """Text that takes the place of what stands at ``span``; an empty span is where it is put in.

    ``silent``: the file says the same without it, since only a comment changes.
    """

    span: Span
    text: str
    silent: bool = False


class Fix(NamedTuple):
    """A change that makes a finding go away: ``edits`` belong together, also across files.

    ``safe``: the value is certain, and nothing else changes. ``statement`` is SQL for a new migration, where a file
    that may have run already must not be edited; there are no edits then.
    """

    title: str
    edits: tuple[Edit, ...]
    safe: bool
    statement: str = ""


class Finding(NamedTuple):
    """One fault at one place, with the sums that prove it. ``fix`` is None where none was asked for, or is known.

    ``subject`` is what it is about, whatever the message says: ``role app: limit, demand``.
    """

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
    fix: Fix | None = None
    subject: str = ""


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
