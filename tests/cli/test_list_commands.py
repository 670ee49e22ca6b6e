"""stacks, rules, explain: the commands that list and tell."""

import json
from pathlib import Path
from typing import Any

import pytest

from pglint.cli.explain import page
from pglint.cli.main import run
from pglint.cli.proof import proof
from pglint.findings.finding import Member, Outcome, StackFiles

RULE = """\
code: OWN001
name: few-connections
severity: warning
summary: A server has fewer connections than we want.
for: server
fires: server.max_connections < option.least
at: [server.max_connections]
message: "{server.max_connections} connections are fewer than {option.least}"
options: {least: 20}
why: |
  We had outages, and each time the server had run out of connections.

    2 pods
    3 pools
errors: ['FATAL:  sorry, too many clients already']
proof: the incident of last May.
references: ["https://example.org/runbook"]
examples:
  - name: too few
    files: {postgresql.conf: "max_connections = 10\\n"}
    expect: ["postgresql.conf:1"]
  - name: enough
    files: {postgresql.conf: "max_connections = 30\\n"}
    expect: []
"""

PAGE = """\
OWN001 few-connections

warning

A server has fewer connections than we want.

Why
  We had outages, and each time the server had run out of connections.

    2 pods
    3 pools

What it looks like when it happens
  FATAL:  sorry, too many clients already

Options, in pglint.toml under [rules.OWN001]
  least = 20

Example: too few
  postgresql.conf
  1 | max_connections = 10
  found at postgresql.conf:1

Example: enough
  postgresql.conf
  1 | max_connections = 30
  nothing is found

How it shows itself
  the incident of last May.

References
  https://example.org/runbook
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a rule of its own."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "ci").mkdir()
    (tmp_path / "ci" / "OWN001-few-connections.yaml").write_text(RULE)
    (tmp_path / "pglint.toml").write_text('custom-rules = ["ci"]\n')
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


@pytest.mark.parametrize("word", ["OWN001", "own001", "few-connections"])
def test_explain(own: Path, capfd: pytest.CaptureFixture[str], word: str) -> None:
    assert run(["explain", word]) == 0
    assert capfd.readouterr() == (PAGE, "")


@pytest.mark.parametrize("word", ["OWN001", "few-connections"])
def test_the_file_of_a_rule_of_ones_own_may_have_any_name(
    own: Path, capfd: pytest.CaptureFixture[str], word: str
) -> None:
    (own / "ci" / "OWN001-few-connections.yaml").rename(own / "ci" / "connections.yml")
    assert run(["explain", word]) == 0
    assert capfd.readouterr() == (PAGE, "")


@pytest.mark.parametrize(
    ("what", "problem"),
    [
        (b"code: OWN002 # \xe9\n", "is not UTF-8"),
        (b"code: 2020-99-99\n", "not valid YAML: month must be in 1..12"),
        (b"code: \0\n", "not valid YAML: unacceptable character #x0000"),
        ("nowhere.yaml", "cannot be read: No such file or directory"),
        ("bad.yaml", "cannot be read: Too many levels of symbolic links"),
    ],
)
@pytest.mark.parametrize("words", [["check"], ["explain", "CAP001"], ["rules"], ["rules", "test", "ci"]])
def test_a_rule_file_that_cannot_be_read_is_named(
    own: Path, capfd: pytest.CaptureFixture[str], words: list[str], what: bytes | str, problem: str
) -> None:
    (own / "postgresql.conf").write_text("max_connections = 10\n")
    bad = own / "ci" / "bad.yaml"
    if isinstance(what, str):
        bad.symlink_to(what)
    else:
        bad.write_bytes(what)
    assert run(words) == 2
    out, told = capfd.readouterr()
    assert (out, told.partition(": ")[0]) == ("", "pglint")
    assert f"ci/bad.yaml: {problem}" in told


@pytest.mark.parametrize("words", [("explain", "OWN001"), ("rules",), ("rules", "test", "ci")])
def test_control_characters_of_a_rule_file_are_told_and_not_sent(
    own: Path, capfd: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    (path,) = (own / "ci").iterdir()
    text = path.read_text().replace("A server has", '"\\e[2JA server has').replace("than we want.", 'than we want."')
    path.write_text(text.replace("name: too few", 'name: "\\e[2Jtoo few"').replace("conf:1", "conf:2"))
    run(list(words))
    out, err = capfd.readouterr()
    assert (err, "\\x1b[2J" in out, "\x1b" in out) == ("", True, False)


def test_explain_several(own: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "OWN001", "OWN001"]) == 0
    assert capfd.readouterr().out == f"{PAGE}\n{PAGE}"


def test_explain_an_unknown_code(own: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "OWN01"]) == 2
    assert capfd.readouterr() == ("", "pglint: explain: unknown code OWN01, did you mean OWN001?\n")


def test_explain_what_is_undecided_and_strict() -> None:
    raw: dict[str, Any] = {"code": "A1", "name": "n", "severity": "note", "strict": True, "summary": "s"}
    raw["examples"] = [{"name": "e", "files": {"a": "x"}, "expect": "unknown"}]
    assert page(raw) == (
        "A1 n\n\nnote, only with --profile strict, or selected by code or family\n\ns\n\n"
        "Example: e\n  a\n  1 | x\n  cannot be decided\n"
    )


def test_rules_lists_all(own: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["rules"]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert [line for line in lines if line.split()[:2] == ["OWN001", "warning"] and line.endswith(" we want.")] != []
    assert lines == sorted(lines)
    assert len(lines) > 1


def test_rules_for_machines(own: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "--format", "json"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert [each for each in found if each["code"] == "OWN001"] == [
        {
            "code": "OWN001",
            "name": "few-connections",
            "family": "OWN",
            "severity": "warning",
            "strict": False,
            "summary": "A server has fewer connections than we want.",
            "fixable": "no",
            "proof": {"status": "reason", "detail": "the incident of last May."},
        }
    ]
    assert {tuple(each) for each in found} == {tuple(found[0])}


PROVEN = {
    "done": "start\n  it",
    "runs": ["postgresql 15", "pgbouncer 1.24"],
    "steps": [{"wait": 1}],
    "fails": {"example": "a", "prints": ["FATAL:  no", "FATAL:  never"]},
    "passes": {"example": "b", "prints": "ready"},
}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({}, {"status": "none", "detail": ""}),
        ({"proof": "start it\n and see"}, {"status": "reason", "detail": "start it and see"}),
        (
            {"proof": [PROVEN, {"reason": "1.25 cannot be run here", "case": "cases.json, u-1"}]},
            {
                "status": "proven",
                "detail": "start it (PostgreSQL 15, PgBouncer 1.24): FATAL:  no; not proven here: 1.25 cannot be run here (cases.json, u-1)",
            },
        ),
        ({"proof": [{"reason": "a cloud's API"}]}, {"status": "reason", "detail": "a cloud's API"}),
    ],
)
def test_proof(raw: dict[str, Any], expected: dict[str, str]) -> None:
    assert proof(raw) == expected


def test_rules_test(own: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "test", "ci"]) == 0
    assert capfd.readouterr().out == "2 examples of 1 rules tried, 0 failed\n"
    path = own / "ci" / "OWN001-few-connections.yaml"
    path.write_text(RULE.replace("max_connections = 30", "max_connections = 19"))
    assert run(["rules", "test", "ci"]) == 1
    assert capfd.readouterr().out == (
        "OWN001: enough: expected nothing, got postgresql.conf:1\n2 examples of 1 rules tried, 1 failed\n"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (RULE.replace("server.max_connections <", "server.max_conections <"), "OWN001-few-connections.yaml"),
        (RULE.replace("severity: warning", "severity: loud"), "severity"),
        ("a: [", "not valid YAML"),
    ],
)
def test_a_rule_that_cannot_be_used(own: Path, capfd: pytest.CaptureFixture[str], text: str, message: str) -> None:
    (own / "ci" / "OWN001-few-connections.yaml").write_text(text)
    for argv in (["rules", "test", "ci"], ["rules"], []):
        assert run(argv) == 2
        out, err = capfd.readouterr()
        assert out == ""
        assert message in err


def test_rules_test_without_rules(own: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "test", "cache"]) == 2
    assert capfd.readouterr() == ("", "pglint: rules test cache: no rule files (*.yaml) there\n")


STACKS = (
    StackFiles(None, (Member("loose/postgresql.conf", "postgresql.conf", "two stacks fit equally"),)),
    StackFiles(
        "prod",
        (
            Member("prod/postgresql.conf", "postgresql.conf", "a server"),
            Member("prod/b/pgbouncer.ini", "pgbouncer.ini", "its host= is db1"),
        ),
    ),
)


@pytest.fixture
def stacks(own: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (own / "prod").mkdir()
    monkeypatch.setattr("pglint.check.run", lambda *arguments: Outcome((), (), STACKS, 3))
    return own


def test_stacks(stacks: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["stacks"]) == 0
    assert capfd.readouterr().out == (
        "stack prod\n"
        "  prod/b/pgbouncer.ini   pgbouncer.ini     its host= is db1\n"
        "  prod/postgresql.conf   postgresql.conf   a server\n"
        "\n"
        "in no stack\n"
        "  loose/postgresql.conf   postgresql.conf   two stacks fit equally\n"
    )


def test_stacks_of_a_folder_for_machines(stacks: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["stacks", "--format", "json", "prod"]) == 0
    assert json.loads(capfd.readouterr().out) == [
        {
            "name": "prod",
            "files": [
                {"file": "prod/b/pgbouncer.ini", "kind": "pgbouncer.ini", "reason": "its host= is db1"},
                {"file": "prod/postgresql.conf", "kind": "postgresql.conf", "reason": "a server"},
            ],
        }
    ]
