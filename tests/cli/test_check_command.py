"""The check command around a run: what it passes on, what it prints, and its exit status."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pglint.cli.main import run
from pglint.findings.finding import Finding, Outcome
from pglint.rulebook.rule import Rule, Rulebook
from pglint.source import Source, Span

PLACE = Span(Source("a.ini", "x = 1\n"), 0, 5)


def finding(severity: str) -> Finding:
    return Finding("CAP003", "n", severity, "m", PLACE)


def rule(code: str) -> Rule:
    return Rule(code, "n", "error", False, "s", "no", {}, "", ())


class Project(NamedTuple):
    """A folder that is the working directory, and what the run was called with."""

    root: Path
    calls: list[tuple[Any, ...]]
    outcome: list[Outcome]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    (tmp_path / ".git").mkdir()
    (tmp_path / "pgbouncer.ini").write_text("[pgbouncer]\n")
    (tmp_path / "db").mkdir()
    (tmp_path / "db" / "postgresql.conf").write_text("max_connections = 50\n")
    made = Project(tmp_path, [], [Outcome((), (), (), 2)])

    def check(*arguments: Any) -> Outcome:
        made.calls.append(arguments[:-1])  # the last is shown the models, by pglint budget
        return made.outcome[0]

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("pglint.check.run", check)
    book = Rulebook((rule("CAP003"), rule("LIM001")), {})

    def rules(custom: tuple[str, ...] = (), use_cache: bool = True) -> Rulebook:
        return book._replace(files={"custom": custom})  # type: ignore[dict-item]

    monkeypatch.setattr("pglint.rulebook.load.rules", rules)
    return made


@pytest.mark.parametrize(
    ("severities", "fail_on", "status"),
    [
        ("", "warning", 0),
        ("note", "warning", 0),
        ("warning", "warning", 1),
        ("note error", "warning", 1),
        ("note", "note", 1),
        ("warning", "error", 0),
        ("error", "error", 1),
    ],
)
@pytest.mark.parametrize("where", ["option", "configuration"])
def test_exit_status(project: Project, severities: str, fail_on: str, status: int, where: str) -> None:
    project.outcome[0] = Outcome(tuple(finding(severity) for severity in severities.split()), (), (), 1)
    (project.root / "pglint.toml").write_text(f'fail-on = "{fail_on}"\n' if where == "configuration" else "")
    assert run(["--fail-on", fail_on] if where == "option" else []) == status


def test_findings_go_to_standard_output_only(project: Project, capfd: pytest.CaptureFixture[str]) -> None:
    project.outcome[0] = Outcome((finding("error"),), (), (), 1)
    assert run(["--format", "concise"]) == 1
    assert capfd.readouterr() == ("a.ini:1:1: CAP003 error: m\n", "")


def test_internal_errors_are_told_and_the_rest_is_reported(project: Project, capfd: pytest.CaptureFixture[str]) -> None:
    project.outcome[0] = Outcome((finding("error"),), (), (), 1, ("stack prod: KeyError: 'x'",))
    assert run(["--format", "concise"]) == 3
    out, err = capfd.readouterr()
    assert out == "a.ini:1:1: CAP003 error: m\n"
    assert err == (
        "pglint: internal error: stack prod: KeyError: 'x'. "
        "Please report it with this message and the file it is about\n"
    )


def test_an_internal_error_is_the_exit_status_of_a_diff_too(project: Project, capfd: pytest.CaptureFixture[str]) -> None:
    project.outcome[0] = Outcome((), (), (), 1, ("stack prod: KeyError: 'x'",))
    assert run(["--diff"]) == 3
    assert "internal error: stack prod: KeyError: 'x'" in capfd.readouterr().err


def test_names_are_told_without_their_control_characters(project: Project, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["a\x1b[2J\x9b.ini"]) == 2
    assert capfd.readouterr().err == "pglint: a\\x1b[2J\\x9b.ini: no such file or folder\n"


def test_an_exception_is_a_message_and_never_a_traceback(
    project: Project, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(*arguments: object) -> Outcome:
        raise ZeroDivisionError("password=geheim\nsecond line")

    monkeypatch.setattr("pglint.check.run", broken)
    assert run([]) == 3
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith("pglint: internal error: ZeroDivisionError: password=***")
    assert "Please report it" in err
    assert "geheim" not in err
    assert "Traceback" not in err
    assert err.count("\n") == 1


def passed(project: Project, *argv: str) -> tuple[Any, ...]:
    assert run(list(argv)) == 0
    *found, _ = project.calls[-1]
    return tuple(found)


@pytest.mark.parametrize(("argv", "kept"), [((), True), (("--no-cache",), False)])
def test_a_run_on_terraform_keeps_what_it_read(project: Project, argv: tuple[str, ...], kept: bool) -> None:
    (project.root / "main.tf").write_text("")
    assert run(list(argv)) == 0
    cache = project.calls[-1][-1]
    assert (cache.folder == str(project.root / ".pglint_cache") if kept else cache is None)


def test_a_run_without_terraform_keeps_nothing(project: Project) -> None:
    assert run([]) == 0
    assert project.calls[-1][-1] is None


def test_what_a_run_gets(project: Project) -> None:
    tree, files, config, selection, book, named = passed(project)
    assert tree.root == str(project.root)
    assert files == [("db/postgresql.conf", "postgresql.conf"), ("pgbouncer.ini", "pgbouncer.ini")]
    assert config.source is None
    assert (selection.select, selection.ignore, selection.profile) == ((), (), "default")
    assert [each.code for each in book.rules] == ["CAP003", "LIM001"]
    assert named is None


@pytest.mark.parametrize(("named", "status", "said"), [("a.ini", 1, "a.ini:1:1: CAP003 error: m\n"), ("db", 0, "")])
def test_named_files_keep_the_project_as_context(
    project: Project, capfd: pytest.CaptureFixture[str], named: str, status: int, said: str
) -> None:
    """All is checked; what touches them is reported."""
    (project.root / "a.ini").write_text("x = 1\n")
    project.outcome[0] = Outcome((finding("error"),), (), (), 2)
    assert run(["--format", "concise", named]) == status
    assert capfd.readouterr() == (said, "")
    assert [path for path, _ in project.calls[-1][1]] == ["db/postgresql.conf", "pgbouncer.ini"]


@pytest.mark.parametrize(
    ("options", "select", "ignore", "profile"),
    [
        ("", ("CAP003",), ("LIM001",), "strict"),
        ("--select LIM", ("LIM",), (), "strict"),
        ("--ignore CAP", ("CAP003",), ("LIM001", "CAP"), "strict"),
        ("--select LIM --ignore CAP --profile default", ("LIM",), ("CAP",), "default"),
    ],
)
def test_the_command_line_goes_before_the_configuration(
    project: Project, options: str, select: tuple[str, ...], ignore: tuple[str, ...], profile: str
) -> None:
    (project.root / "pglint.toml").write_text('select = ["CAP003"]\nignore = ["LIM001"]\nprofile = "strict"\n')
    chosen = passed(project, *options.split())[3]
    assert (chosen.select, chosen.ignore, chosen.profile) == (select, ignore, profile)


def test_configuration(project: Project) -> None:
    toml = 'exclude = ["db"]\ncustom-rules = ["ci/rules"]\nseverity = {CAP003 = "note"}\n'
    (project.root / "pglint.toml").write_text(toml)
    (project.root / "other.toml").write_text("postgres-version = 15\n")
    (project.root / "pyproject.toml").write_text("[tool.pglint]\npostgres-version = 13\n")
    _, files, config, selection, book, _ = passed(project)
    assert files == [("pgbouncer.ini", "pgbouncer.ini"), ("pglint.toml", "pglint.toml")]
    assert book.files == {"custom": (str(project.root / "ci" / "rules"),)}
    assert selection.severity == {"CAP003": "note"}
    assert config.source.path == "pglint.toml"
    assert passed(project, "--config", "other.toml")[2].postgres_version.value == 15
    assert passed(project, "--config", "other.toml", "--postgres-version", "16.2")[2].postgres_version.value == 16
    os.unlink(project.root / "pglint.toml")
    assert passed(project)[2].postgres_version.value == 13


@pytest.mark.parametrize(
    ("argv", "toml", "message"),
    [
        ("none.ini", "", "none.ini: no such file or folder"),
        ("--config none.toml", "", "--config none.toml: no such file"),
        ("--postgres-version 8", "", "--postgres-version: PostgreSQL 8 is not known; pglint knows 10 to 18"),
        ("--select CAP03", "", "--select: unknown code CAP03, did you mean CAP003?"),
        ("--ignore XYZ", "", "--ignore: unknown code XYZ (pglint rules lists them)"),
        ("", 'select = ["CAP", "LIM01"]', "pglint.toml:1:18: select: unknown code LIM01, did you mean LIM001?"),
        ("", 'severity = {CAP1 = "note"}', "pglint.toml:1:20: severity: unknown code CAP1, did you mean CAP003?"),
        ("--output none/x", "", "--output none/x: No such file or directory"),
        ("--select", "", "--select needs a value"),
    ],
)
def test_wrong_usage(project: Project, capfd: pytest.CaptureFixture[str], argv: str, toml: str, message: str) -> None:
    if toml:
        (project.root / "pglint.toml").write_text(toml + "\n")
    assert run(argv.split()) == 2
    assert capfd.readouterr() == ("", f"pglint: {message}\n")


@pytest.mark.parametrize("toml", ["x =", "unheard-of = 1\n", "\xff".encode("latin-1").decode("latin-1") + "= [\n"])
def test_a_broken_configuration_says_where(project: Project, capfd: pytest.CaptureFixture[str], toml: str) -> None:
    (project.root / "pglint.toml").write_text(toml)
    assert run([]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith("pglint: pglint.toml:1:")


def test_standard_input_stands_in_for_a_file(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"max_connections = 7 # \xff\n")))
    project.outcome[0] = Outcome((finding("error"),), (), (), 2)  # of another file, which is not reported
    tree, files, *_ = passed(project, "-", "--stdin-filename", "db/postgresql.conf")
    assert tree.source("db/postgresql.conf").text == "max_connections = 7 # \udcff\n"
    assert len(files) == 2
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert ("new/pgbouncer.ini", "pgbouncer.ini") in passed(project, "-", "--stdin-filename", "new/pgbouncer.ini")[1]


def test_standard_input_that_is_no_text(
    project: Project, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\0" * 100)))
    assert run(["-", "--stdin-filename", "db/postgresql.conf"]) == 2
    assert capfd.readouterr().err == "pglint: standard input: the file is binary\n"


def test_nothing_to_check(project: Project, capfd: pytest.CaptureFixture[str]) -> None:
    (project.root / "pglint.toml").write_text('exclude = ["**"]\n')
    project.outcome[0] = Outcome((), (), (), 0)
    assert run([]) == 0
    message = f"pglint: no postgresql.conf, pgbouncer.ini, pg_hba.conf, Terraform or SQL below {project.root}\n"
    assert capfd.readouterr() == ("no files to check\n", message)
    assert run(["-q"]) == 0
    assert capfd.readouterr() == ("", "")


def test_a_folder_without_permission_is_told(
    project: Project, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    listed = os.scandir

    def scandir(path: str) -> Any:  # root, as in many containers, may list every folder
        if path.endswith("db/"):
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert passed(project, "-q")[1] == [("pgbouncer.ini", "pgbouncer.ini")]
    assert capfd.readouterr().err == "pglint: db/: Permission denied (skipped)\n"


def test_output_file(project: Project, capfd: pytest.CaptureFixture[str]) -> None:
    project.outcome[0] = Outcome((finding("error"),), (), (), 1)
    assert run(["--format", "concise", "--output", "-"]) == 1
    assert capfd.readouterr().out == "a.ini:1:1: CAP003 error: m\n"
    assert run(["--format", "json", "--output", "out.json"]) == 1
    assert capfd.readouterr() == ("", "")
    assert json.loads((project.root / "out.json").read_bytes())["summary"] == {"error": 1, "warning": 0, "note": 0}


def test_paths_are_shown_from_the_working_directory(
    project: Project, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    project.outcome[0] = Outcome((finding("error"),), (), (), 1)
    monkeypatch.chdir(project.root / "db")
    assert run(["--format", "concise", ".."]) == 1
    assert capfd.readouterr().out == "../a.ini:1:1: CAP003 error: m\n"


Runner = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def pglint(tmp_path: Path) -> Runner:
    """The program itself, in a folder with more faults than a pipe holds (64 KiB)."""
    (tmp_path / ".git").mkdir()
    faults = "".join(f"not_a_setting_{number} = 1\n" for number in range(1200))
    (tmp_path / "postgresql.conf").write_text("max_connections = 100\n" * 1200 + faults)
    path = os.pathsep.join(sys.path)

    def start(line: str, **env: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            ["sh", "-c", line.replace("pglint", f"{sys.executable} -m pglint")],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": path, **env},
            capture_output=True,
            text=True,
        )

    return start


@pytest.mark.parametrize(
    ("line", "status", "out"),
    [
        ("pglint --version", 0, "pglint 0.1.0\n"),
        ("pglint -V", 0, "pglint 0.1.0\n"),
        ("pglint stacks --version", 0, "pglint 0.1.0\n"),
        ("pglint --help | head -n 1 | cut -c 1-12", 0, "pglint reads\n"),
        ("pglint rules --help | head -n 1 | cut -c 1-12", 0, "pglint rules\n"),
        ("pglint --nonsense", 2, ""),
        ("pglint >&-", 2, ""),
        ("pglint --nonsense 2>&-", 2, ""),
    ],
)
def test_the_program(pglint: Runner, line: str, status: int, out: str) -> None:
    done = pglint(line)
    assert (done.returncode, done.stdout) == (status, out)


@pytest.mark.parametrize(("where", "reason"), [(">&-", "it is closed"), ("> /dev/full", "No space left on device")])
@pytest.mark.parametrize("words", ["--version", "--help", "rules"])
def test_a_page_that_cannot_be_printed(pglint: Runner, words: str, where: str, reason: str) -> None:
    done = pglint(f"pglint {words} {where}")
    assert (done.returncode, done.stderr) == (2, f"pglint: cannot write to standard output: {reason}\n")


@pytest.mark.parametrize("words", ["", "check ..", "stacks", "budget", "init", "baseline", "rules"])
def test_a_working_directory_that_is_gone(pglint: Runner, words: str) -> None:
    done = pglint(f"mkdir gone && cd gone && rmdir ../gone && pglint {words}")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "pglint: the working directory cannot be read: No such file or directory\n"


def test_a_value_of_several_lines_is_told_on_one(pglint: Runner, tmp_path: Path) -> None:
    (tmp_path / "pglint.toml").write_text('fail-on = "\\n::error::x\\u001b[31m"\n')
    done = pglint("pglint")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith('pglint: pglint.toml:1:11: fail-on: "\\x0a::error::x\\x1b[31m" is not one of')
    assert done.stderr.count("\n") == 1


def test_a_reader_of_the_version_that_goes_away_is_no_error(pglint: Runner) -> None:
    done = pglint("(sleep 0.2; pglint --version; echo status $? >&2) | true")
    assert done.stderr == "status 0\n"


def test_a_reader_that_goes_away_is_no_error(pglint: Runner) -> None:
    done = pglint("(pglint --format concise; echo status $? >&2) | head -n 1")
    assert done.stdout.count("\n") == 1
    assert done.stderr == "status 1\n"


def test_a_full_disk_is_told(pglint: Runner) -> None:
    done = pglint("pglint --format concise > /dev/full")
    assert done.returncode == 2
    assert done.stderr == "pglint: cannot write to standard output: No space left on device\n"


def test_a_posix_locale(pglint: Runner) -> None:
    done = pglint("pglint --help", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0
    assert "pglint [PATHS~]" in done.stdout
