"""Every format of one rich stack, byte by byte: tests/report/golden.py writes the files."""

import subprocess
import sys

import pytest

from pglint.report import FORMATS
from tests.report import golden

OUTCOME = golden.outcome()


@pytest.mark.parametrize("name", golden.names())
def test_golden_file(name: str) -> None:
    assert golden.text(name, OUTCOME).encode() == (golden.GOLDEN / name).read_bytes()


def test_no_golden_file_is_left_over() -> None:
    assert sorted(path.name for path in golden.GOLDEN.iterdir()) == sorted(golden.names())


def test_the_stack_is_rich() -> None:
    findings = OUTCOME.findings
    assert {finding.severity for finding in findings} == {"error", "warning", "note"}
    assert {finding.fix.safe for finding in findings if finding.fix} == {True, False}
    assert any(finding.fix.statement for finding in findings if finding.fix)
    assert max(len({term.span.path for total in f.sums for term in total.terms if term.span}) for f in findings) >= 3
    assert any(total.missing for finding in findings for total in finding.sums)
    assert any(finding.related for finding in findings)
    assert OUTCOME.unknown
    assert b"\r\n" in (golden.RICH / "postgresql.conf").read_bytes()


@pytest.mark.parametrize("name", golden.names())
def test_the_secret_is_in_no_report(name: str) -> None:
    assert "geheim,1" in (golden.RICH / "pgbouncer.ini").read_text(encoding="utf-8")
    text = golden.text(name, OUTCOME)
    assert "geheim" not in text
    assert "c3RvcmVk" not in text


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_of_the_machine_is_in_a_report(name: str) -> None:
    text = golden.text(f"{name}.x", OUTCOME)
    assert str(golden.HERE) not in text
    assert "\r" not in text


def test_another_process_writes_the_same_bytes() -> None:
    code = "import sys; from tests.report import golden; found = golden.outcome()\n"
    code += "for name in golden.names(): sys.stdout.buffer.write(golden.text(name, found).encode())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=golden.HERE.parents[1], env={"PYTHONHASHSEED": "7"}, capture_output=True
    )
    assert (done.stdout, done.stderr) == (b"".join((golden.GOLDEN / name).read_bytes() for name in golden.names()), b"")
