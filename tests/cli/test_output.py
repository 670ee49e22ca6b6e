import io
import os
import sys
from pathlib import Path

import pytest

from pglint.cli import output
from pglint.cli.usage import UsageError


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_text("old")
    output.emit("näw\n", str(path))
    assert path.read_bytes() == "näw\n".encode()
    assert os.listdir(tmp_path) == ["out.json"]


def test_a_file_stays_as_private_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_text("old")
    path.chmod(0o600)
    output.emit("new", str(path))
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("new", 0o600)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    output.emit("new", str(tmp_path / "link"))
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


@pytest.mark.parametrize(("path", "reason"), [("none/out", "No such file or directory"), (".", "Is a directory")])
def test_a_file_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, reason: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=f"--output {path}: {reason}"):
        output.emit("x", path)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-8", "2 × 20 … é\n".encode()),
        ("ascii", b"2 x 20 ~ \\xe9\n"),
        ("cp1252", "2 × 20 … é\n".encode("cp1252")),
        ("latin-1", "2 x 20 ~ é\n".encode("latin-1")),
    ],
)
def test_terminals_of_every_encoding(monkeypatch: pytest.MonkeyPatch, encoding: str, expected: bytes) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding))
    output.emit("2 × 20 … é\n")
    assert raw.getvalue() == expected


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("tty", "wanted", "path", "env", "expected"),
    [
        (True, True, None, {}, True),
        (False, True, None, {}, False),
        (True, False, None, {}, False),
        (True, True, "out", {}, False),
        (True, True, None, {"NO_COLOR": "1"}, False),
        (True, True, None, {"NO_COLOR": ""}, True),
        (True, True, None, {"TERM": "dumb"}, False),
    ],
)
def test_colour(
    monkeypatch: pytest.MonkeyPatch, tty: bool, wanted: bool, path: str | None, env: dict[str, str], expected: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", Terminal() if tty else io.StringIO())
    assert output.colour(wanted, path) is expected


def test_width_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert output.width() == 120
