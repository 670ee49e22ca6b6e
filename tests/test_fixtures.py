"""The example stacks of fixtures/: what pglint finds in each is what its ``expected.txt`` says, to the letter."""

from pathlib import Path

import pytest

from pglint.cli.main import run

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
NAMES = sorted(path.parent.relative_to(FIXTURES).as_posix() for path in FIXTURES.rglob("pglint.toml"))


def test_there_are_fixtures() -> None:
    assert {"clean", "layered-timeouts", "role-limit", "standby", "two-poolers"} <= set(NAMES)
    folders = (FIXTURES, FIXTURES / "sql", FIXTURES / "terraform")
    found = [path.relative_to(FIXTURES).as_posix() for folder in folders for path in folder.iterdir() if path.is_dir()]
    assert sorted(found) == sorted([*NAMES, "sql", "terraform"])


@pytest.mark.parametrize("name", NAMES)
def test_fixture(name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(FIXTURES / name)
    expected = (FIXTURES / name / "expected.txt").read_text(encoding="utf-8")
    status = run(["check", "--format", "concise", "--no-cache"])
    assert capsys.readouterr() == (expected, "")
    assert status == (1 if " error: " in expected or " warning: " in expected else 0)


def test_the_readme_shows_what_the_demo_prints(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(FIXTURES / "two-poolers")
    run(["check", "--quiet"])
    text = capsys.readouterr().out
    assert "18 × 295" in text
    assert text in (FIXTURES.parent / "README.md").read_text(encoding="utf-8")
