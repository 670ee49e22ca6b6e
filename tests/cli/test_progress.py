"""What the line on the terminal says of a run that takes long: where it is, by what is being called."""

from __future__ import annotations

import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest

from pglint.cli.main import run
from pglint.cli.progress import stage

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


def called(*modules: str) -> FrameType:
    """The innermost frame, where functions of these modules call one another."""
    inner: Callable[[], FrameType] = sys._getframe
    for module in reversed(modules):
        own = {"__name__": module, "inner": inner}
        exec("def call():\n    frame = inner()\n    return frame", own)
        inner = own["call"]  # type: ignore[assignment]
    return inner()


@pytest.mark.parametrize(
    ("modules", "said"),
    [
        (("pglint.cli.check", "pglint.check"), ""),
        (("pglint.check", "pglint.stacks.units", "pglint.formats.postgresql_conf", "pglint.source"), "reading"),
        (("pglint.check", "pglint.stacks.units", "pglint.stacks.sql", "pglint.replay.run", "pglint.once"), "reading SQL"),
        (("pglint.check", "pglint.stacks.sql", "pglint.stacks.workers"), "reading SQL"),
        (("pglint.stacks.units", "pglint.stacks.infrastructure", "pglint.formats.hcl.blocks", "lark.parser"), "reading Terraform"),
        (("pglint.check", "pglint.findings.engine", "pglint.model.pool", "pglint.rulebook.words.pool"), "asking the rules"),
        (("pglint.check", "pglint.findings.shares", "pglint.stacks.workers"), "asking the rules"),
        (("pglint.fixes.plan", "pglint.check", "pglint.findings.engine"), "trying fixes"),
        (("pglint.fixes.planning", "pglint.formatsother"), ""),
    ],
)  # fmt: skip
def test_stage(modules: tuple[str, ...], said: str) -> None:
    assert stage(called(*modules)) == said


def test_stages_of_a_real_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(FIXTURES / "sql", tmp_path / "sql")
    (tmp_path / "sql" / ".git").mkdir()
    monkeypatch.chdir(tmp_path / "sql")
    seen = set()
    before = signal.signal(signal.SIGALRM, lambda _, frame: seen.add(stage(frame)))
    signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
    try:
        run(["--no-cache", "-q"])
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert {"reading SQL", "asking the rules"} <= seen
