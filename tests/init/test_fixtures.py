"""The example stacks without their configuration: init changes nothing that is found, and all that it proposes is read."""

from pathlib import Path

import pytest

from pglint.cli.main import run
from tests.init.projects import changes_nothing, copy

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
PROJECTS = sorted(str(path.parent.relative_to(FIXTURES)) for path in FIXTURES.rglob("pglint.toml"))
LONGEST = 40


@pytest.mark.parametrize("name", PROJECTS)
def test_nothing_changes_and_every_key_is_read(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(copy(FIXTURES / name, tmp_path))
    text = changes_nothing(tmp_path, capfd)
    assert len(text.splitlines()) <= LONGEST
    assert max(map(len, text.splitlines())) <= 120


def test_all_of_them_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in PROJECTS:
        copy(FIXTURES / name, tmp_path / name.replace("/", "-"))
        (tmp_path / name.replace("/", "-") / ".git").rmdir()
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    text = changes_nothing(tmp_path, capfd)
    assert "Not declared here, and checked as found (pglint stacks lists them):\n# - " in text


def test_the_same_files_make_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(copy(FIXTURES / "sql" / "shop", tmp_path))
    texts = set()
    for _ in range(3):
        assert run(["init", "-o", "-"]) == 0
        texts.add(capfd.readouterr().out)
    assert len(texts) == 1
