"""Several reports of a run, where they go, and what is printed instead of one."""

import json
import os
import pty
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pglint.cli.main import run
from pglint.cli.reports import located

CONF = "max_connections = 20\n"
INI = "[databases]\napp = host=db user=app\n[pgbouncer]\ndefault_pool_size = 30\nauth_file = users.txt\n"
FINDING = "postgresql.conf:1:19: CAP001 error: "


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "postgresql.conf").write_text(CONF)
    (tmp_path / "pgbouncer.ini").write_text(INI)
    (tmp_path / "users.txt").write_text('"app" ""\n')
    (tmp_path / "pglint.toml").write_text('select = ["CAP001"]\nfail-on = "error"\n[rules.CAP009]\nheadroom = 7\n')
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_file_for_each_format_and_one_that_is_printed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = (
        "--format sarif:out.sarif --format concise --format json:a:b.json --format text:t.txt --format html:out/r.html"
    )
    (project / "out").mkdir()
    assert run(words.split()) == 1
    out = capsys.readouterr()
    assert out.out.startswith(FINDING)
    assert out.err == ""
    assert json.loads((project / "out.sarif").read_bytes())["runs"][0]["results"][0]["ruleId"] == "CAP001"
    assert json.loads((project / "a:b.json").read_bytes())["summary"] == {"error": 1, "warning": 0, "note": 0}
    assert "\n  demand " in (project / "t.txt").read_text(encoding="utf-8")
    assert (project / "out" / "r.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>\n")


@pytest.mark.parametrize(
    ("words", "printed", "written"),
    [
        ("--format junit:a", "", "<?xml"),
        ("--format junit:a --format json", "{", "<?xml"),
        ("--format json -o a", "", "{"),
        ("--format json:b -o -", None, None),
        ("--format azure:b --format json -o a", "", "{"),
        ("-o a", "", "postgresql.conf:1:19: CAP001"),
    ],
)
def test_where_reports_go(
    project: Path, capsys: pytest.CaptureFixture[str], words: str, printed: str | None, written: str | None
) -> None:
    status = run(words.split())
    out = capsys.readouterr().out
    if printed is None or written is None:
        assert (status, out, (project / "b").exists()) == (2, "", False)
        return
    assert status == 1
    assert out.startswith(printed) if printed else out == ""
    assert (project / "a").read_text(encoding="utf-8").startswith(written)


def test_a_report_that_cannot_be_written_is_said_before_anything_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--format", "text", "--format", "sarif:none/out"]) == 2
    assert capsys.readouterr() == ("", "pglint: --format sarif:none/out: No such file or directory\n")


@pytest.mark.parametrize(
    ("words", "kept"),
    [("", True), ("--format json", True), ("--format json:a", False), ("--format text --format junit:a", False), ("--format sarif", False)],
)  # fmt: skip
def test_only_what_is_printed_alone_is_remembered(project: Path, words: str, kept: bool) -> None:
    (project / ".pglint_cache").mkdir()
    for _ in range(2):
        run(words.split())
        assert bool(list((project / ".pglint_cache").glob("run-*"))) is kept
    if "json:a" in words:
        (project / "a").unlink()
        run(words.split())
        assert (project / "a").exists()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("--statistics", "1  error  CAP001 pools-exceed-server-slots\n\n1 error in 3 files\n"),
        ("--statistics --format concise", "1  error  CAP001 pools-exceed-server-slots\n"),
        ("--statistics --quiet", "1  error  CAP001 pools-exceed-server-slots\n"),
        ("--statistics --ignore CAP001 --quiet", ""),
    ],
)
def test_statistics(capsys: pytest.CaptureFixture[str], words: str, expected: str) -> None:
    run(words.split())
    lines = capsys.readouterr().out.splitlines(keepends=True)
    beside = ("fixable: ", "5 checks could not be decided")
    assert "".join(line for line in lines if not line.startswith(beside)) == expected


def test_show_files(capsys: pytest.CaptureFixture[str], project: Path) -> None:
    (project / "main.tf").write_text(
        'locals { x = file("size.txt") }\nresource "aws_db_instance" "a" { allocated_storage = local.x }\n'
    )
    (project / "size.txt").write_text("20")
    (project / "notes.md").write_text("max_connections\n")
    assert run(["--show-files", "postgresql.conf"]) == 0
    assert capsys.readouterr() == (
        "terraform        main.tf\n"
        "pgbouncer.ini    pgbouncer.ini\n"
        "pglint.toml      pglint.toml\n"
        "postgresql.conf  postgresql.conf\n"
        "included         size.txt\n"
        "included         users.txt\n",
        "",
    )


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("", ['select = ["CAP001"]      # pglint.toml:1', 'fail-on = "error"      # pglint.toml:2', "rules.CAP009.headroom = 7      # pglint.toml:4", 'profile = "default"      # default', 'postgres-version = "any"      # default: what holds for all of them', "rules = [  # 1 of", "cache = true      # default"]),
        ("--select TMO --fail-on note --profile strict --no-cache", ['select = ["TMO"]      # --select', "ignore = []      # --select replaces it", 'fail-on = "note"      # --fail-on', 'profile = "strict"      # --profile', "cache = false      # --no-cache"]),
        ("--ignore CAP,LIM --postgres-version 16", ['ignore = ["CAP", "LIM"]      # --ignore', 'postgres-version = "16"      # --postgres-version']),
    ],
)  # fmt: skip
def test_show_settings(capsys: pytest.CaptureFixture[str], words: str, lines: list[str]) -> None:
    assert run(["--show-settings", *words.split()]) == 0
    shown = capsys.readouterr().out
    squeezed = ["      # ".join(part.strip() for part in line.split("  # ")) for line in shown.splitlines()]
    squeezed = [line.replace("[      # ", "[  # ") for line in squeezed]
    assert [line for line in lines if not any(each.startswith(line) for each in squeezed)] == []


def test_show_settings_shows_what_is_declared(capsys: pytest.CaptureFixture[str], project: Path) -> None:
    text = '[severity]\nCAP = "note"\n[[stack]]\nname = "a"\ninclude = ["x",\n "y"]\napp = [{ name = "postgres://u:geheim@h", pool-size = 3 }]\n[stack.server]\nversion = 16\n[per-file-ignores]\n"db/*" = ["TMO"]\n'
    (project / "pglint.toml").write_text(text)
    run(["--show-settings"])
    shown = capsys.readouterr().out
    declared = [
        " ".join(line.split()) for line in shown.splitlines() if line.startswith(("stack", "severity", "per-file"))
    ]
    assert declared == [
        'severity.CAP = "note" # pglint.toml:2',
        'stack[0].name = "a" # pglint.toml:4',
        'stack[0].include = ["x", "y"] # pglint.toml:5',
        'stack[0].app[0].name = "postgres://u:***@h" # pglint.toml:7',
        "stack[0].app[0].pool-size = 3 # pglint.toml:7",
        "stack[0].server.version = 16 # pglint.toml:9",
        'per-file-ignores."db/*" = ["TMO"] # pglint.toml:11',
    ]


@pytest.mark.parametrize(
    ("git", "expected"), [("", "a/b/x.conf"), ("a", "b/x.conf"), ("a/b", "x.conf"), (None, "x.conf")]
)
def test_platforms_get_paths_from_the_top_of_the_repository(tmp_path: Path, git: str | None, expected: str) -> None:
    (tmp_path / "r" / "a" / "b").mkdir(parents=True)
    (tmp_path / ".git").rmdir()
    if git is not None:
        (tmp_path / "r" / git / ".git").mkdir()
    assert located(str(tmp_path / "r" / "a" / "b"))("x.conf") == expected


SLOW = "import sys, time; import pglint.cli.check as check; inner = check.judge\n"
SLOW += "import pglint.cli.progress as progress; progress.AFTER = {after}\n"
SLOW += "def judge(*given):\n    time.sleep({seconds})\n    return inner(*given)\n"
SLOW += "check.judge = judge\nfrom pglint.cli.main import run\nsys.exit(run(sys.argv[1:]))"


def on_a_terminal(seconds: float, *words: str, cwd: Path, term: str = "xterm", after: float = 1) -> tuple[str, str]:
    """What a run writes to standard output, a pipe, and to standard error, a terminal."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", SLOW.format(seconds=seconds, after=after), "--no-cache", *words]
    env = {**os.environ, "TERM": term}
    with subprocess.Popen(
        command, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=theirs, stdin=subprocess.DEVNULL
    ) as process:
        os.close(theirs)
        assert process.stdout is not None
        out = process.stdout.read().decode()
    shown = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(ours)
    return out, shown.decode()


def test_progress_of_a_long_run_is_wiped_before_the_report(project: Path) -> None:
    out, shown = on_a_terminal(1.7, "--format", "concise", cwd=project)
    assert out.startswith(FINDING)
    pictures = shown.split("\r\x1b[K")
    assert pictures[1] == "- pglint: 3 files, 1 s"
    assert len(pictures) > 3
    assert pictures[-1] == ""


@pytest.mark.parametrize(("after", "words", "term"), [(60, "", "xterm"), (1, "--quiet", "xterm"), (1, "", "dumb")])
def test_no_progress(project: Path, after: float, words: str, term: str) -> None:
    assert on_a_terminal(1.3, *words.split(), cwd=project, term=term, after=after)[1] == ""


@pytest.mark.parametrize("words", ["", "--format html", "--format sarif", "--format junit:x"])
def test_a_pipe_gets_no_progress_and_no_colour(project: Path, words: str) -> None:
    command = [sys.executable, "-c", SLOW.format(seconds=1.2, after=1), "--no-cache", *words.split()]
    began = time.monotonic()
    done = subprocess.run(command, cwd=project, env={**os.environ, "TERM": "xterm"}, capture_output=True)
    assert time.monotonic() - began > 1.2
    assert done.stderr == b""
    assert b"\x1b" not in done.stdout


def test_reports_for_programs_are_utf_8_whatever_the_terminal_is(project: Path) -> None:
    (project / "pglint.toml").write_text('[[stack]]\nname = "läden 監視"\ninclude = ["**"]\n', encoding="utf-8")
    for name in ("sarif", "json", "html"):
        command = [sys.executable, "-m", "pglint", "--no-cache", "--format", name]
        done = subprocess.run(
            command, cwd=project, env={**os.environ, "PYTHONIOENCODING": "latin-1"}, capture_output=True
        )
        assert "läden 監視" in done.stdout.decode()
