"""Fixes in a project that has a baseline: what is known is left alone, and what goes with a fix is said."""

from pathlib import Path

import pytest

from pglint.cli.main import run

INI = "[databases]\napp = host=db user=app\n[pgbouncer]\npool_mode = transaction\ndefault_pool_size = 60\n"
FILE = ".pglint-baseline.json"
ONLY = ("--select", "CAP001,CFG004,CFG008,REP001,PGL", "--format", "concise", "--no-cache")
STALE = "PGL001 warning: {code} in postgresql.conf is in the baseline, and found no more"

OWN = """\
code: OWN001
name: agreed-number
severity: warning
summary: A server whose max_connections is not what we agreed on.
for: server
fires: server.max_connections != 200
at: [server.max_connections]
message: "max_connections is {server.max_connections}"
fix: {set: server.max_connections, to: 200, safe: true}
why: Our runbook wants the same number everywhere, so that nobody has to look it up.
proof: the runbook.
references: ["https://example.org/runbook"]
examples:
  - name: another number
    files: {postgresql.conf: "max_connections = 10\\n"}
    expect: ["postgresql.conf:1"]
    fixed: {postgresql.conf: "max_connections = 200\\n"}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "pgbouncer.ini").write_text(INI)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def conf(project: Path, text: str) -> None:
    (project / "postgresql.conf").write_text(text)


def said(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str], list[str]]:
    """Exit status, report, and what is told beside it."""
    capfd.readouterr()
    status = run([*words, *ONLY])
    out, err = capfd.readouterr()
    return status, out.splitlines(), err.splitlines()


def known(project: Path, text: str) -> None:
    """A baseline of what is found with this text."""
    conf(project, text)
    assert run(["baseline", "-q", *ONLY[:2]]) == 0


def test_what_is_known_is_not_fixed(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    known(project, "wal_level = archive\nmax_connections = 50\n")
    assert said(capfd) == (0, [], [])
    assert said(capfd, "--diff", "--unsafe-fixes") == (0, [], ["pglint: no findings would be fixed"])
    assert said(capfd, "--fix", "--unsafe-fixes") == (0, [], ["pglint: no findings fixed"])
    assert (project / "postgresql.conf").read_text() == "wal_level = archive\nmax_connections = 50\n"
    status, _, aside = said(capfd, "--fix", "--no-baseline")
    assert (status, aside) == (1, ["pglint: 1 finding fixed in 1 file; 1 more with --unsafe-fixes"])


def test_an_entry_whose_finding_goes_with_a_fix_is_reported(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The new rule wants 200 connections, which end what is known of the line: that stands in no fix's way."""
    known(project, "max_connections = 50\n")
    (project / "ci").mkdir()
    (project / "ci" / "OWN001-agreed.yaml").write_text(OWN)
    (project / "pglint.toml").write_text('custom-rules = ["ci"]\n')
    shown = "postgresql.conf:1:19: OWN001 warning: max_connections is 50"
    stale = f"{FILE}:4:5: {STALE.format(code='CAP001')}"
    only = ("--select", "OWN,CAP001,PGL", *ONLY[2:])
    capfd.readouterr()
    for words, out, err in (
        ((), [shown], ""),
        (("--fix",), [stale], "pglint: 1 finding fixed in 1 file\n"),
        (("--fix",), [stale], "pglint: no findings fixed\n"),
    ):
        assert run([*words, *only]) == 1
        found = capfd.readouterr()
        assert (found.out.splitlines(), found.err) == (out, err)
    assert (project / "postgresql.conf").read_text() == "max_connections = 200\n"
    assert run(["baseline", "--prune", "-q", *only[:2]]) == 0
    assert run([*only]) == 0


def test_what_is_known_stays_known_where_a_suppression_goes(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    known(project, "max_connections = 50 # pglint: ignore[REP001] once\n")
    assert run(["baseline", "-q", "--select", "CAP001"]) == 0
    (project / FILE).write_text("".join(line for line in (project / FILE).open() if "PGL001" not in line).replace("1},", "1}"))
    assert [line.split(" ")[1] for line in said(capfd)[1]] == ["PGL001"]
    assert said(capfd, "--fix") == (0, [], ["pglint: 1 finding fixed in 1 file"])
    assert (project / "postgresql.conf").read_text() == "max_connections = 50\n"


def test_a_known_line_with_a_fix_in_it_is_another_line(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What was known of it is reported again. The fix did not bring it, and is done."""
    entry = "app = host=db user=app password=geheim pool_size=20 max_db_connections=10"
    (project / "pgbouncer.ini").write_text(INI.replace("app = host=db user=app", entry))
    assert run(["baseline", "-q", "--select", "SEC002"]) == 0
    words = ("--fix", "--unsafe-fixes", "--select", "SEC002,CAP008,PGL", "--format", "concise", "--no-cache")
    capfd.readouterr()
    assert run([*words[2:]]) == 1
    assert [line.split(" ")[1] for line in capfd.readouterr().out.splitlines()] == ["CAP008"]
    assert run([*words]) == 1
    out, err = capfd.readouterr()
    assert [line.split(" ")[1] for line in out.splitlines()] == ["PGL001", "SEC002"]
    assert err == "pglint: 1 finding fixed in 1 file\n"
    assert "max_db_connections=20" in (project / "pgbouncer.ini").read_text()


def test_entries_are_dropped_by_prune_and_never_by_fix(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    known(project, "wal_level = archive\nmax_connections = 50\n")
    conf(project, "wal_level = replica\nmax_connections = 100\n# pglint: ignore[CAP001] once\nport = 1\n")
    before = (project / FILE).read_bytes()
    status, out, aside = said(capfd, "--fix")
    assert (status, out) == (1, [f"{FILE}:4:5: {STALE.format(code='CAP001')}", f"{FILE}:5:5: {STALE.format(code='CFG008')}"])
    assert aside == ["pglint: 1 finding fixed in 1 file"]
    assert (project / FILE).read_bytes() == before


@pytest.mark.parametrize("option", ["--fix", "--diff"])
def test_since_only_reports(project: Path, capfd: pytest.CaptureFixture[str], option: str) -> None:
    conf(project, "wal_level = archive\n")
    why = "pglint: --since only reports: name the files to fix, as in pglint check --fix PATHS"
    assert said(capfd, "--since", "main", option) == (2, [], [why])
    assert (project / "postgresql.conf").read_text() == "wal_level = archive\n"


@pytest.mark.parametrize(
    ("text", "words", "status"),
    [
        ("max_connections = 100\n", "--fix", 0),
        ("max_connections = 100\n", "--diff", 0),
        ("wal_level = archive\n", "--diff", 1),  # a change
        ("wal_level = archive\n", "--fix", 0),  # nothing is left
        ("max_connections = 50\n", "--fix", 1),  # what is left has no safe fix
        ("max_connections = 50\n", "--fix --unsafe-fixes", 0),
        ("max_connections = 50\n", "--diff", 0),
        ("max_connections = 50\n", "--fix --baseline gone.json", 2),
    ],
)
def test_exit_status(project: Path, capfd: pytest.CaptureFixture[str], text: str, words: str, status: int) -> None:
    conf(project, text)
    assert said(capfd, *words.split())[0] == status
