"""Reports: one module a format, imported when it is asked for. Each has ``render(outcome, options) -> str``."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from pglint.findings.finding import Finding, Outcome
    from pglint.report.about import About

FORMATS = (
    "text", "concise", "json", "sarif", "github", "gitlab",
    "junit", "checkstyle", "rdjson", "azure", "markdown", "html",
)  # fmt: skip
"""Each is the module of that name."""
WITH_FIXES = ("text", "json", "sarif", "rdjson", "markdown", "html")
"""Those that tell which fixes are safe."""


class Options(NamedTuple):
    """How to show an outcome.

    ``width`` is in columns. ``shown`` turns a path relative to the root into one that can be opened from where the user
    is, ``located`` into one seen from the top of the repository, as platforms name files. ``about`` tells what the rule
    with a code is about; None where nobody can. ``statistics``: text and concise count instead of listing. ``wrap``:
    text breaks its sentences between words, for people; what programs read has one line for each.
    """

    colour: bool = False
    show_unknown: bool = False
    quiet: bool = False
    width: int = 120
    shown: Callable[[str], str] = str
    located: Callable[[str], str] = str
    about: Callable[[str], About | None] = lambda code: None
    statistics: bool = False
    wrap: bool = False


def render(name: str, outcome: Outcome, options: Options) -> str:
    """The outcome in one of FORMATS. The text ends with a line end, unless it is empty."""
    draw: Callable[[Outcome, Options], str] = __import__(f"pglint.report.{name}", fromlist=["render"]).render
    return draw(outcome, options)


def ordered(findings: tuple[Finding, ...]) -> list[Finding]:
    """The findings by file, line, column and code: the order of every report."""
    return sorted(findings, key=lambda f: (f.span.path, f.span.start, f.code, f.message, f.stack or "", f.span.end))


def counted(outcome: Outcome) -> str:
    """``2 errors, 1 warning``, the gravest first, or ``no findings``."""
    from pglint.findings.finding import SEVERITIES

    found = [finding.severity for finding in outcome.findings]
    told = (count(found.count(severity), severity) for severity in reversed(SEVERITIES) if severity in found)
    return ", ".join(told) or "no findings"


def count(number: int, thing: str) -> str:
    """``1 file``, ``2 files``."""
    return f"{number} {thing}{'s' * (number != 1)}"


def undecided(outcome: Outcome) -> list[tuple[str, int, str, str]]:
    """What could not be decided, as (file, line, code, reason), sorted, each once."""
    return sorted({(item.span.path, item.span.line, item.code, item.reason) for item in outcome.unknown})
