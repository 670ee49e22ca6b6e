"""What may hide a finding, what --no-ignores shows again, and what cannot be ignored at all."""

from pathlib import Path

import pytest

from pglint.cli.main import run

CONF = "max_wal_senders = 5\nwal_level = minimal # pglint: ignore[REP001] bulk load\n"
SHOWN = "db/postgresql.conf:2:13: REP001"
UNUSED = "db/postgresql.conf:2:38: PGL001"
ONLY = ("--select", "REP001,PGL", "--format", "concise", "--no-cache")
PER_FILE = '[per-file-ignores]\n"db/**" = ["REP"]\n'
RULE = """\
code: OWN001
name: few-connections
severity: warning
ignorable: {ignorable}
summary: A server has fewer connections than we want.
for: server
fires: server.max_connections < 200
at: [server.max_connections]
message: "too few"
why: We had outages, and each time the server had run out of connections.
proof: the incident of last May.
references: ["https://example.org/runbook"]
examples:
  - name: too few
    files: {{postgresql.conf: "max_connections = 10\\n"}}
    expect: ["postgresql.conf:1"]
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "db").mkdir()
    (tmp_path / "db" / "postgresql.conf").write_text(CONF)
    (tmp_path / "pglint.toml").write_text("")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(capfd: pytest.CaptureFixture[str], *words: str) -> list[str]:
    capfd.readouterr()
    assert run([*ONLY, *words]) in (0, 1)
    out, err = capfd.readouterr()
    assert err == ""
    return [" ".join(line.split(" ")[:2]) for line in out.splitlines()]


@pytest.mark.parametrize(
    ("config", "plain", "shown"),
    [
        ("", [], [SHOWN]),
        ("[rules.REP001]\nignorable = true\n", [], [SHOWN]),
        ("[rules.REP001]\nignorable = false\n", [SHOWN, UNUSED], [SHOWN, UNUSED]),
        (PER_FILE, [UNUSED], [SHOWN]),
        (PER_FILE + "[rules.REP001]\nignorable = false\n", [SHOWN, UNUSED], [SHOWN, UNUSED]),
        ('ignore = ["REP001"]\n', [], [SHOWN]),
    ],
)
def test_who_hides_what(
    project: Path, capfd: pytest.CaptureFixture[str], config: str, plain: list[str], shown: list[str]
) -> None:
    """--select replaces what the configuration ignores: that is a choice of rules, and nothing hidden."""
    (project / "pglint.toml").write_text(config)
    assert found(capfd) == plain
    assert found(capfd, "--no-ignores") == shown


def test_a_rule_that_is_not_chosen_is_not_shown(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert found(capfd, "--no-ignores", "--ignore", "REP001") == []


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ('[per-file-ignores]\n"db/**" = ["LIM", "rep001"]\n[rules.REP001]\nignorable = false\n', "2:19: per-file-ignores: rep001 cannot be ignored: ignorable = false"),
        ('[rules.REP001]\nignorable = "no"\n', "2:13: REP001.ignorable takes true or false"),
        ("[rules.REP001]\nignorabel = false\n", '2:13: REP001 has no option "ignorabel"; it has none'),
        ('baseline = "../x.json"\n', '1:12: baseline: "../x.json" is not a path below the folder of the configuration'),
        ('baseline = "/x.json"\n', '1:12: baseline: "/x.json" is not a path below the folder of the configuration'),
        ("baseline = true\n", "1:12: baseline: expected a string, found a boolean"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_the_configuration(
    project: Path, capfd: pytest.CaptureFixture[str], config: str, message: str
) -> None:
    (project / "pglint.toml").write_text(config)
    assert run(["--no-cache"]) == 2
    assert capfd.readouterr() == ("", f"pglint: pglint.toml:{message}\n")


@pytest.mark.parametrize(
    ("ignorable", "config", "expected"),
    [
        ("true", "", []),
        ("false", "", ["db/postgresql.conf:1:19: OWN001", "db/postgresql.conf:1:39: PGL001"]),
        ("false", "[rules.OWN001]\nignorable = true\n", []),
    ],
)
def test_a_rule_of_ones_own(
    project: Path, capfd: pytest.CaptureFixture[str], ignorable: str, config: str, expected: list[str]
) -> None:
    (project / "ci").mkdir()
    (project / "ci" / "OWN001-few.yaml").write_text(RULE.format(ignorable=ignorable))
    (project / "pglint.toml").write_text('custom-rules = ["ci"]\n' + config)
    (project / "db" / "postgresql.conf").write_text("max_connections = 20 # pglint: ignore[OWN001] why\n")
    capfd.readouterr()
    run(["--select", "OWN,PGL", *ONLY[2:]])
    out, err = capfd.readouterr()
    assert err == ""
    assert [" ".join(line.split(" ")[:2]) for line in out.splitlines()] == expected


def test_the_day_is_part_of_what_a_run_is_remembered_by(
    project: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / ".pglint_cache").mkdir()
    (project / "db" / "postgresql.conf").write_text(CONF.replace("load", "load until=2031-05-06"))
    for day, status in (((2031, 5, 6), 0), ((2031, 5, 6), 0), ((2031, 5, 7), 1), ((2031, 5, 6), 0)):
        monkeypatch.setattr("pglint.remembered.today", lambda day=day: day)
        monkeypatch.setattr("pglint.watch.today", lambda day=day: day)
        assert run(ONLY[:-1]) == status


@pytest.mark.parametrize(
    ("config", "words", "lines"),
    [
        ("", "", [
            "ignores = true # default: comments and baseline count",
            'baseline = ".pglint-baseline.json" # default, and there is none',
        ]),
        ('baseline = "ci.json"\n[rules.CAP001]\nignorable = false\n', "", [
            "ignores = true # default: comments and baseline count",
            'baseline = "ci.json" # pglint.toml:1',
            "rules.CAP001.ignorable = false # pglint.toml:3",
        ]),
        ("[rules.CAP009]\nheadroom = 4\nignorable = true\n", "--baseline ci.json", [
            "ignores = true # default: comments and baseline count",
            'baseline = "ci.json" # --baseline',
            "rules.CAP009.ignorable = true # pglint.toml:3",
        ]),
        ('baseline = "gone.json"\n', "--no-baseline", [
            "ignores = true # default: comments and baseline count",
            'baseline = "" # --no-baseline',
        ]),
        ("", "--no-ignores", ["ignores = false # --no-ignores", 'baseline = "" # --no-ignores']),
    ],
)  # fmt: skip
def test_settings_tell_what_may_hide_a_finding(
    project: Path, capfd: pytest.CaptureFixture[str], config: str, words: str, lines: list[str]
) -> None:
    (project / "pglint.toml").write_text(config)
    (project / "ci.json").write_text('{"pglint-baseline": 1, "findings": []}\n')
    capfd.readouterr()
    assert run(["--show-settings", *words.split()]) == 0
    shown = (" ".join(line.split()) for line in capfd.readouterr().out.splitlines())
    assert [line for line in shown if line.startswith(("ignores", "baseline")) or ".ignorable" in line] == lines


@pytest.mark.parametrize(("words", "listed"), [("", True), ("--no-ignores", False), ("--no-baseline", False)])
def test_the_baseline_is_among_the_files(
    project: Path, capfd: pytest.CaptureFixture[str], words: str, listed: bool
) -> None:
    (project / ".pglint-baseline.json").write_text('{"pglint-baseline": 1, "findings": []}\n')
    capfd.readouterr()
    assert run(["--show-files", *words.split()]) == 0
    assert ("baseline         .pglint-baseline.json" in capfd.readouterr().out.splitlines()) is listed
