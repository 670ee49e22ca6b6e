"""What a report proposes is what ``--fix`` writes: the same numbers, and nothing safe that it would refuse."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from pglint.cli.main import run
from pglint.fixes.example import checker
from pglint.fixes.facts import edited
from pglint.fixes.offer import confirmed
from pglint.fixes.plan import identity, plan
from pglint.report import FORMATS, WITH_FIXES
from pglint.rulebook.load import rules
from tests.checkout import call, commit, environment

ROOT = Path(__file__).resolve().parents[2]
BOOK = rules()
POOLS = "[databases]\napp = host=db user=app\n[pgbouncer]\npool_mode = transaction\ndefault_pool_size = 60\n"
OWN = """\
code: OWN001
name: round-number
severity: warning
summary: A server whose max_connections is not what we agreed on.
for: server
fires: server.max_connections != option.agreed
options: {agreed: 20}
at: [server.max_connections]
message: "max_connections is {server.max_connections}"
help: "set max_connections to {option.agreed}"
fix: {set: server.max_connections, to: option.agreed, safe: true}
why: Our runbook wants the same number everywhere, so that nobody has to look it up.
proof: the runbook.
references: ["https://example.org/runbook"]
examples:
  - name: another number
    files: {postgresql.conf: "max_connections = 10\\n"}
    expect: ["postgresql.conf:1"]
    fixed: {postgresql.conf: "max_connections = 20\\n"}
"""


def computed() -> list[tuple[str, str, str]]:
    """Each fix whose value is computed, with the help of its check: code, formula, help."""
    found = []
    for path in sorted((ROOT / "rules").glob("*/*.yaml")):
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        for check in raw.get("checks", [raw]):
            fix = check.get("fix", raw.get("fix"))
            if isinstance(fix, dict) and re.search(r"^[^']*[a-z]\.[a-z]", str(fix.get("to", ""))):
                found.append((raw["code"], fix["to"], check.get("help", "")))
    return found


@pytest.mark.parametrize(("code", "formula", "help_"), computed())
def test_the_number_in_the_help_is_the_one_that_is_written(code: str, formula: str, help_: str) -> None:
    holes = [hole.removesuffix(":ms").removesuffix(":kB").removesuffix(":MB") for hole in re.findall(r"\{([^{}]+)\}", help_)]
    assert formula in holes or formula == "problem.instead"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "ci").mkdir()
    (tmp_path / "ci" / "OWN001-round.yaml").write_text(OWN)
    (tmp_path / "pglint.toml").write_text('custom-rules = ["ci"]\npostgres-version = 16\n')
    (tmp_path / "pgbouncer.ini").write_text(POOLS)
    (tmp_path / "postgresql.conf").write_text("max_connections = 100\n# pglint: ignore[REP001] once\nport = 5432\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[str, list[str]]:
    capfd.readouterr()
    assert run([*words, "--no-cache", "--select", "OWN,CAP001,REP001,PGL"]) in (0, 1)
    out, err = capfd.readouterr()
    return out, err.splitlines()


def test_what_fix_would_refuse_is_not_offered(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """20 connections are what OWN001 wants, and 60 are what the pools take: that would bring CAP001."""
    out, aside = said(capfd)
    assert aside == []
    assert out == """\
postgresql.conf:1:19: OWN001 round-number [warning]: max_connections is 100
1 | max_connections = 100
  |                   ^^^
  help: set max_connections to 20

postgresql.conf:2:18: PGL001 unused-suppression [warning]: no finding of REP001 here to suppress
2 | # pglint: ignore[REP001] once
  |                  ^^^^^^
  help: remove it
  fix (safe):
  - # pglint: ignore[REP001] once

2 warnings in 3 files
fixable: 1 with --fix (--diff shows the changes)
"""
    found = {each["code"]: each["fixable"] for each in json.loads(said(capfd, "--format", "json")[0])["findings"]}
    assert found == {"OWN001": "no", "PGL001": "safe"}
    assert '"fixes"' in said(capfd, "--format", "sarif")[0]
    assert [row["code"]["value"] for row in json.loads(said(capfd, "--format", "rdjson")[0])["diagnostics"] if "suggestions" in row] == ["PGL001"]

    out, aside = said(capfd, "--fix")
    assert aside[0].startswith("pglint: postgresql.conf:1: OWN001 is not fixed: it would bring CAP001 at postgresql.conf:1: ")
    assert aside[1:] == ["pglint: 1 finding fixed in 1 file"]
    assert out.endswith("1 warning in 3 files\n")  # nothing more to fix, and that is what it says
    assert (project / "postgresql.conf").read_text() == "max_connections = 100\nport = 5432\n"


@pytest.mark.parametrize("words", [("postgresql.conf",), ("--since", "HEAD")])
def test_so_it_is_where_only_a_part_is_reported(project: Path, capfd: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    env = environment(project.parent)
    call(["git", "init", "-q"], project, env)
    commit(project, "x", env)
    text = (project / "postgresql.conf").read_text()
    (project / "postgresql.conf").write_text(text.replace("100", "110").replace("once", "twice"))
    found = {each["code"]: each["fixable"] for each in json.loads(said(capfd, "--format", "json", *words)[0])["findings"]}
    assert found == {"OWN001": "no", "PGL001": "safe"}


def test_fixes_that_a_change_is_not_about_are_not_tried(
    project: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from pglint.cli import offer

    env = environment(project.parent)
    call(["git", "init", "-q"], project, env)
    commit(project, "x", env)
    (project / "pgbouncer.ini").write_text(POOLS + "query_wait_timeout = 60\n")
    monkeypatch.setattr(offer, "judge", lambda *given: pytest.fail("tried"))
    assert said(capfd, "--since", "HEAD", "--ignore", "OWN001")[0].startswith("no findings in 3 files\n")


def test_a_run_without_safe_fixes_is_judged_once(project: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from pglint.cli import check, offer

    asked = []
    inner = check.judge
    for module in (check, offer):
        monkeypatch.setattr(module, "judge", lambda *given, **more: asked.append(1) or inner(*given, **more))
    (project / "postgresql.conf").write_text("max_connections = 50\n")
    assert "fix (unsafe):" in said(capfd, "--ignore", "OWN001")[0]
    assert len(asked) == 1
    (project / "postgresql.conf").write_text("".join(f"# pglint: ignore[REP001] {at}\nx.a{at} = 1\n" for at in range(40)))
    assert "fixable: 40 with --fix" in said(capfd, "--ignore", "OWN001")[0]
    assert len(asked) == 3  # once more, for all of them


@pytest.mark.parametrize(("files", "runs"), [(200, 2), (201, 1)])
def test_in_a_large_project_fixes_are_shown_untried(
    project: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, files: int, runs: int
) -> None:
    from pglint.cli import check, offer

    there = len(list(project.glob("*.*")))
    for at in range(there, files):
        (project / f"empty{at}.sql").write_text("")
    asked = []
    inner = check.judge
    for module in (check, offer):
        monkeypatch.setattr(module, "judge", lambda *given, **more: asked.append(1) or inner(*given, **more))
    out = said(capfd, "--ignore", "OWN001")[0]
    assert f"in {files} files\nfixable: 1 with --fix" in out
    assert len(asked) == runs


@pytest.mark.parametrize(
    ("words", "runs"),
    [
        ("", 2),
        ("postgresql.conf", 2),
        ("--quiet", 2),
        ("--statistics", 2),  # the last line counts what can be fixed
        ("--statistics --quiet", 1),
        ("--statistics --format concise", 1),
        *((f"--format {name}", 1 + (name in WITH_FIXES)) for name in FORMATS),
        ("--format concise --format sarif:out.sarif", 2),
    ],
)
def test_no_run_is_made_for_what_is_not_shown(
    project: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: str, runs: int
) -> None:
    """And where it is not made, the report is what it would be."""
    from pglint.cli import check, offer

    asked = []
    inner = check.judge
    for module in (check, offer):
        monkeypatch.setattr(module, "judge", lambda *given, **more: asked.append(1) or inner(*given, **more))
    said(capfd, "--ignore", "OWN001", *words.split())
    assert len(asked) == runs
    out, _ = said(capfd, *words.split())  # OWN001 has a fix that would be refused
    monkeypatch.setattr(check, "_tells_of_fixes", lambda arguments: True)
    assert said(capfd, *words.split())[0] == out


def test_help_that_is_the_title_of_a_fix_is_tried_too(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Without a help of its own OWN001 would tell to do what CAP001 stands against."""
    path = project / "ci" / "OWN001-round.yaml"
    path.write_text(OWN.replace('help: "set max_connections to {option.agreed}"\n', ""))
    out, _ = said(capfd, "--format", "junit")
    assert "max_connections is 100" in out
    assert "set max_connections to 20" not in out


def test_trying_takes_terraform_from_the_cache(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Texts that are tried are not kept there either."""
    from pglint.stacks import infrastructure

    (tmp_path / "pglint.toml").write_text("")
    (tmp_path / "main.tf").write_text('resource "postgresql_role" "app" {\n  name = "app"\n}\n')
    (tmp_path / "postgresql.conf").write_text("wal_level = archive\n")
    monkeypatch.chdir(tmp_path)
    assert run([]) == 1
    kept = (tmp_path / ".pglint_cache/terraform.json").read_bytes()
    read = []
    inner = infrastructure._read
    monkeypatch.setattr(infrastructure, "_read", lambda *given: read.append(1) or inner(*given))
    (tmp_path / "postgresql.conf").write_text("wal_level = hot_standby\n")
    capfd.readouterr()
    assert run([]) == 1
    assert "fixable: 1 with --fix" in capfd.readouterr().out
    assert read == []
    assert (tmp_path / ".pglint_cache/terraform.json").read_bytes() == kept


def examples() -> list[tuple[str, dict[str, str]]]:
    """The files of the examples that say what their fix comes to."""
    raws = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "rules").glob("*/*.yaml"))]
    return [(raw["code"], each["files"]) for raw in raws for each in raw["examples"] if isinstance(each.get("fixed"), dict)]


@pytest.mark.parametrize(("code", "files"), examples())
def test_what_is_shown_below_a_finding_is_what_is_written_for_it(code: str, files: dict[str, str]) -> None:
    check = checker(files, BOOK)
    (shown, *_) = [each for each in confirmed(check({}), check).findings if each.code == code and each.fix and each.fix.edits]
    made = plan(check, lambda finding: identity(finding) == identity(shown))
    edits = {edit.span.path: edit.span.source.text for edit in shown.fix.edits}
    assert {change.path: change.new for change in made.changes} == {
        path: edited(text, [edit for edit in shown.fix.edits if edit.span.path == path]) for path, text in edits.items()
    }
