"""Writes the golden files: what each format makes of the stack in ``rich/``. After a change that is meant, look at them:

    python -m tests.report.golden && git diff tests/report/golden

The fixes are given here, so that the files show how reports render them, not what rules offer.
"""

from __future__ import annotations

from pathlib import Path

from pglint import check
from pglint.cli.reports import rule_texts
from pglint.cli.scope import scope
from pglint.findings.finding import Edit, Finding, Fix, Outcome
from pglint.findings.selection import Selection
from pglint.report import FORMATS, Options, render
from pglint.rulebook.load import rules
from pglint.source import Span

HERE = Path(__file__).resolve().parent
RICH, GOLDEN = HERE / "rich", HERE / "golden"
SUFFIXES = {
    **dict.fromkeys(FORMATS, "txt"),
    "json": "json", "gitlab": "json", "rdjson": "json", "sarif": "sarif", "junit": "xml", "checkstyle": "xml",
    "markdown": "md", "html": "html",
}  # fmt: skip


def names() -> list[str]:
    """The golden files."""
    return [*(f"{name}.{SUFFIXES[name]}" for name in FORMATS), "text-80-colour.txt", "statistics.txt"]


def outcome() -> Outcome:
    """What is found in the stack, with fixes of every kind."""
    project = scope((str(RICH),))
    book = rules()
    found = check.run(project.tree, project.files, project.config, Selection(profile="strict"), book)
    return found._replace(findings=tuple(finding._replace(fix=fix(finding)) for finding in found.findings))


def fix(finding: Finding) -> Fix | None:
    """Safe or not, of one value, of a whole line, in two files, and as a statement to add."""
    span = finding.span
    if finding.code == "CAP001":
        return Fix("set max_connections to 74", (Edit(span, "74"),), safe=False)
    if finding.code == "TMO008":
        return Fix("set query_wait_timeout to 120", (Edit(span, "120"),), safe=True)
    if finding.code == "CFG004":
        start = span.source.starts()[span.line - 1 : span.line + 1]
        return Fix("remove the line", (Edit(Span(span.source, *start), ""),), safe=True)
    if finding.code == "TMO002":
        added = Edit(Span(span.source, len(span.source.text), len(span.source.text)), "-- größer\n")
        return Fix("write the unit", (Edit(span, "'30s'"), added), safe=False)
    if finding.code == "CAP003":
        return Fix("raise the limit", (), safe=False, statement='ALTER ROLE "größe" CONNECTION LIMIT 90;')
    return None


def text(name: str, found: Outcome) -> str:
    """The text of a golden file."""
    options = Options(show_unknown=True, about=rule_texts(()))
    if name == "text-80-colour.txt":
        return render("text", found, options._replace(width=80, colour=True))
    if name == "statistics.txt":
        return render("text", found, options._replace(statistics=True, show_unknown=False))
    return render(name.partition(".")[0], found, options)


def main() -> None:
    GOLDEN.mkdir(exist_ok=True)
    found = outcome()
    for name in names():
        (GOLDEN / name).write_bytes(text(name, found).encode())
        print(name)


if __name__ == "__main__":
    main()
