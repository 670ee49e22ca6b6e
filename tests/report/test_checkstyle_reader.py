"""Checkstyle's XML, read by a program of others: diff-quality, which shows violations in changed lines."""

import pytest
from diff_cover.git_path import GitPathTool
from diff_cover.violationsreporters.java_violations_reporter import CheckstyleXmlDriver

from pglint.report import Options, render
from tests.report import golden


@pytest.fixture(autouse=True)
def _root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GitPathTool, "_cwd", "/project")
    monkeypatch.setattr(GitPathTool, "_root", "/project")


def test_every_finding_arrives_at_its_file_and_line() -> None:
    outcome = golden.outcome()
    report = render("checkstyle", outcome, Options()).encode().decode()
    read = CheckstyleXmlDriver().parse_reports([report])
    seen = {(file, each.line, each.message.partition(":")[0]) for file, all_ in read.items() for each in all_}
    expected = {
        (each.span.path, each.span.line, {"note": "info"}.get(each.severity, each.severity))
        for each in outcome.findings
    }
    assert seen == expected
    assert sum(map(len, read.values())) == len(outcome.findings) > 10
