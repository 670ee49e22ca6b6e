"""Issues of an Azure Pipelines run, as logging commands: ``##vso[task.logissue type=error;…]message``.

Source: Azure DevOps, Logging commands; escapes as in azure-pipelines-task-lib (node/taskcommand.ts). There are errors
and warnings only, so notes are ordinary lines of the log.
"""

from __future__ import annotations

import re

from pglint.record import TYPE_CHECKING
from pglint.report import ordered, undecided
from pglint.report.details import details
from pglint.report.printable import plain

if TYPE_CHECKING:
    from pglint.findings.finding import Finding, Outcome
    from pglint.report import Options

_COMMAND = re.compile(r"#(?=#(?:vso)?\[)", re.IGNORECASE)
_READ_AS_ESCAPE = re.compile("%(?=AZP25|0D|0A|3B|5D)", re.IGNORECASE)


def render(outcome: Outcome, options: Options) -> str:
    lines = [_finding(finding, options) for finding in ordered(outcome.findings)]
    if options.show_unknown:
        lines += [
            _said(f"{plain(options.located(file))}:{line}: {code} not decided: {plain(reason)}\n")
            for file, line, code, reason in undecided(outcome)
        ]
    return "".join(lines)


def _finding(finding: Finding, options: Options) -> str:
    line, column = finding.span.source.position(finding.span.start)
    path = plain(options.located(finding.span.path))
    text = "; ".join(details(finding, options.located))
    if finding.severity == "note":
        return _said(f"{path}:{line}:{column}: {finding.code} note: {text}\n")
    place = f"sourcepath={_property(path)};linenumber={line};columnnumber={column};code={_property(finding.code)}"
    return f"##vso[task.logissue type={finding.severity};{place}]{_data(text)}\n"


def _said(text: str) -> str:
    """A line of the log. Agents look for a command anywhere in it: one in a name is taken apart."""
    return _COMMAND.sub("# ", text)


def _data(text: str) -> str:
    """Agents that do not know the escape of % show it, so it stands only where % would be read as another one."""
    return _READ_AS_ESCAPE.sub("%AZP25", text).replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace("]", "%5D").replace(";", "%3B")
