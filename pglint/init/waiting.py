"""Which checks a key would decide: the run's open questions, by what they wait for."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pglint.findings.finding import Undecided

TOLD = 2
"""So many codes are told one by one."""
MACHINE = "{} of this server is not declared"
NOFILE = "the descriptor limit of this pooler is not declared"
RUNS_AS = "as whom it runs is not declared"
VERSIONS = "the answer differs between versions: "
POSTGRES, PGBOUNCER = "(postgres-version is not declared)", "(pgbouncer-version is not declared)"
NO_DEFAULT = "has no default"


def note(unknown: Iterable[Undecided], wanted: Callable[[Undecided], bool]) -> str:
    """``decides CAP001, MEM001 (file:line)``: the checks that wait for it, and where it was first missing; or ''."""
    found = [each for each in unknown if wanted(each)]
    if not found:
        return ""
    codes = sorted({each.code for each in found})
    first = min((each.span.path, each.span.line) for each in found)
    rest = len(codes) - TOLD
    named = ", ".join(codes) if rest <= 0 else f"{codes[0]} and {len(codes) - 1} others"
    return f"decides {named} ({first[0]}:{first[1]})"


def note_of(unknown: Iterable[Undecided], reason: str) -> str:
    """The same of the checks that give this very reason."""
    return note(unknown, lambda each: each.reason == reason)


def between_versions(reason: str, which: str) -> bool:
    """Whether an answer waits for this version and for no other."""
    return reason.startswith(VERSIONS) and which in reason
