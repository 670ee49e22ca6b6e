"""The XML of JUnit: a suite for each file with findings, a case for each of them.

Source: the schema of Jenkins' xUnit plugin (junit-10.xsd). Notes and what could not be decided are skipped cases, which
are shown and fail nothing. Cases are named by rule and count, never by line, so that a server sees which are new.
"""

from __future__ import annotations

from pglint.record import TYPE_CHECKING
from pglint.report import ordered, undecided
from pglint.report.details import details
from pglint.report.markup import entities, escaped
from pglint.report.printable import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.findings.finding import Finding, Outcome
    from pglint.report import Options


class _Suite:
    """The cases of one file, as text, and how many of them failed and were skipped."""

    def __init__(self, path: str) -> None:
        self.path = escaped(path)
        self.cases: list[str] = []
        self.failures = self.skipped = 0
        self._names: dict[str, int] = {}

    def add(self, name: str, kind: str, severity: str, message: str, text: str) -> None:
        """A case that failed or was skipped, with what there is to say of it."""
        self._names[name] = number = self._names.get(name, 0) + 1
        self.failures += kind == "failure"
        self.skipped += kind == "skipped"
        shown = entities(plain(f"{name} ({number})" if number > 1 else name))
        self.cases.append(
            f'    <testcase name="{shown}" classname="{self.path}">\n'
            f'      <{kind} type="{severity}" message="{escaped(message)}">{entities(text)}</{kind}>\n'
            f"    </testcase>"
        )

    def lines(self) -> Iterator[str]:
        count = f'tests="{len(self.cases)}" failures="{self.failures}" errors="0" skipped="{self.skipped}"'
        yield f'  <testsuite name="{self.path}" {count}>'
        yield from self.cases
        yield "  </testsuite>"


def render(outcome: Outcome, options: Options) -> str:
    suites: dict[str, _Suite] = {}
    for finding in ordered(outcome.findings):
        _add(suites, finding, options)
    if options.show_unknown:
        for file, line, code, reason in undecided(outcome):
            suite = suites.setdefault(file, _Suite(options.located(file)))
            place = f"{plain(options.located(file))}:{line}"
            suite.add(f"{code} not decided", "skipped", "unknown", reason, f"{place}: {plain(reason)}")
    rows = [line for _, suite in sorted(suites.items()) for line in suite.lines()] or _passed()
    tests = sum(len(suite.cases) for suite in suites.values()) or 1
    failures = sum(suite.failures for suite in suites.values())
    head = f'<testsuites name="pglint" tests="{tests}" failures="{failures}" errors="0">'
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *rows, "</testsuites>"]) + "\n"


def _add(suites: dict[str, _Suite], finding: Finding, options: Options) -> None:
    span = finding.span
    line, column = span.source.position(span.start)
    text = "\n".join(details(finding, options.located))
    place = f"{plain(options.located(span.path))}:{line}:{column}"
    kind = "skipped" if finding.severity == "note" else "failure"
    suite = suites.setdefault(span.path, _Suite(options.located(span.path)))
    suite.add(f"{finding.code} {finding.name}", kind, finding.severity, finding.message, f"{place}: {text}")


def _passed() -> list[str]:
    """A suite that says that nothing was found: servers take an empty report for one that was not made."""
    count = 'tests="1" failures="0" errors="0" skipped="0"'
    case = '    <testcase name="no findings" classname="pglint"/>'
    return [f'  <testsuite name="pglint" {count}>', case, "  </testsuite>"]
