"""Whole projects without a configuration, and what ``pglint init`` makes of them."""

import json
import shutil
from pathlib import Path

import pytest

from pglint.cli.main import run
from pglint.config import load
from pglint.source import Source
from tests.init.commented import commented, one_after_the_other, one_by_one, uncommented

NAME = "pglint.toml"
LOOSE = ("--select", "ALL", "--fail-on", "error", "--format", "json")


def copy(source: Path, to: Path) -> Path:
    """A project as it is before anybody configures it."""
    shutil.copytree(source, to, dirs_exist_ok=True)
    (to / NAME).unlink(missing_ok=True)
    (to / ".git").mkdir(exist_ok=True)
    return to


def findings(capfd: pytest.CaptureFixture[str]) -> list[object]:
    """All findings of the project in the working directory, with their places and sums."""
    capfd.readouterr()
    assert run(LOOSE) in (0, 1)
    found = json.loads(capfd.readouterr().out)["findings"]
    assert isinstance(found, list)
    return found


def changes_nothing(project: Path, capfd: pytest.CaptureFixture[str]) -> str:
    """The text that init writes, after it was seen that it finds the same, and that each of its keys can be used."""
    before = findings(capfd)
    assert run(["init", "--quiet"]) == 0
    text = (project / NAME).read_text(encoding="utf-8")
    assert findings(capfd) == before
    load(Source(NAME, text))
    for each in (*one_by_one(text), *one_after_the_other(text)):
        load(Source(NAME, each))
    everything = uncommented(text, commented(text))
    load(Source(NAME, everything))
    (project / NAME).write_text(everything, encoding="utf-8")
    findings(capfd)
    return text
