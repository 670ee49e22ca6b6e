"""``--since`` in real repositories: what a change is about, and nothing else."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pglint.cli.main import run
from pglint.living.git import _hunks, _path

CONF = "max_connections = 50   # small box\nsuperuser_reserved_connections = 3\nwal_level = minimal\n"
INI = """\
[databases]
app = host=db user=app
jobs = host=db user=jobs pool_size=40
[pgbouncer]
default_pool_size = 20
max_client_conn = 500
"""
ONLY = ("--select", "CAP001,CAP011,REP001,LIM001,MIG001,PGL", "--format", "concise", "--no-cache")
FILES = {
    "postgresql.conf": CONF,
    "pgbouncer.ini": INI,
    "pglint.toml": "postgres-version = 17\n",
    "db/migrations/V1__a.sql": "CREATE TABLE t (a int);\n",
    "db/migrations/V2__b.sql": "CREATE INDEX i ON t (a);\n",
}


def git(folder: Path, *words: str) -> None:
    identity = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "HOME": str(folder)}
    names = {f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    subprocess.run(["git", *words], cwd=folder, env={**os.environ, **identity, **names}, check=True, capture_output=True)


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "x")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "repository"
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    git(root, "init", "-q", "-b", "main")
    commit(root)
    monkeypatch.chdir(root)
    return root


def found(capfd: pytest.CaptureFixture[str], *words: str) -> list[str]:
    """Place and code of what is reported."""
    capfd.readouterr()
    status = run([*ONLY, *words])
    out, err = capfd.readouterr()
    assert err == ""
    assert status in (0, 1)
    return [" ".join(line.split(" ")[:2]) for line in out.splitlines()]


def edit(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text()
    assert old in text
    (root / file).write_text(text.replace(old, new))


def add(root: Path, file: str, text: str) -> None:
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    (root / file).write_text(text)


def move(root: Path) -> None:
    (root / "conf").mkdir()
    git(root, "mv", "postgresql.conf", "conf/postgresql.conf")


OVER, WAL, INDEX = "postgresql.conf:1:19: CAP001", "postgresql.conf:3:13: REP001", "db/migrations/V2__b.sql:1:1: MIG001"
Edit = Callable[[Path], object]
CHANGES: dict[str, tuple[Edit, list[str]]] = {
    "nothing": (lambda root: None, []),
    "another line of the file": (lambda root: edit(root, "postgresql.conf", "wal_level", "port = 5433\nwal_level"), []),
    "lines that only move": (lambda root: edit(root, "postgresql.conf", CONF, "# a\n\n" + CONF), []),
    "the line itself": (lambda root: edit(root, "postgresql.conf", "small box", "tiny box"), [OVER]),
    "a term in another file": (lambda root: edit(root, "pgbouncer.ini", "pool_size=40", "pool_size=41"), [OVER]),
    "a deletion that makes it": (
        lambda root: edit(root, "postgresql.conf", "superuser_reserved_connections = 3\n", "superuser_reserved_connections = 0\n"),
        ["postgresql.conf:1:19: CAP001", "postgresql.conf:2:34: CAP011"],
    ),
    "a new file, untracked": (lambda root: add(root, "roles.sql", "CREATE ROLE b LOGIN;\n"), ["roles.sql:1:1: LIM001"]),
    "a new migration": (
        lambda root: add(root, "db/migrations/V3__c.sql", "CREATE INDEX j ON t (a);\n"),
        ["db/migrations/V3__c.sql:1:1: MIG001"],
    ),
    "an edited migration is judged as a whole": (
        lambda root: edit(root, "db/migrations/V2__b.sql", "CREATE", "CREATE INDEX k ON t (a);\nCREATE"),
        ["db/migrations/V2__b.sql:1:1: MIG001", "db/migrations/V2__b.sql:2:1: MIG001"],
    ),
    "a renamed file": (move, []),
    "a renamed migration": (
        lambda root: git(root, "mv", "db/migrations/V2__b.sql", "db/migrations/V4__b.sql"), [],
    ),
    "a stack that is named": (lambda root: edit(root, "pglint.toml", "17\n", '17\n[[stack]]\nname = "prod"\ninclude = ["**"]\n'), []),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("committed", [False, True])
def test_change(project: Path, capfd: pytest.CaptureFixture[str], name: str, committed: bool) -> None:
    git(project, "branch", "base")
    change, expected = CHANGES[name]
    change(project)
    if committed and name != "nothing":
        commit(project)
    assert found(capfd, "--since", "base") == expected


def test_what_is_found_without_it(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert found(capfd) == [INDEX, OVER, WAL]


def test_a_deletion_brings_it_about(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """No line of what is left has changed."""
    edit(project, "pgbouncer.ini", "max_client_conn", "max_user_connections = 20\nmax_client_conn")
    commit(project)
    assert OVER not in found(capfd)
    (project / "pgbouncer.ini").write_text(INI)
    assert OVER in found(capfd, "--since", "HEAD")


def test_a_suppression_that_is_taken_away(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    edit(project, "postgresql.conf", "wal_level", "# pglint: ignore[REP001] load\nwal_level")
    commit(project)
    assert found(capfd) == [INDEX, OVER]
    (project / "postgresql.conf").write_text(CONF)
    assert found(capfd, "--since", "HEAD") == [WAL]


def test_odd_names(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = 'dömp "a"\\ b'
    add(project, f"{folder}/roles.sql", "SELECT 1;\n")
    commit(project)
    add(project, f"{folder}/roles.sql", "SELECT 1;\nCREATE ROLE b LOGIN;\n")
    capfd.readouterr()
    assert run([*ONLY, "--since", "HEAD"]) == 1
    assert [line.partition(": LIM001")[0] for line in capfd.readouterr().out.splitlines()] == [f"{folder}/roles.sql:2:1"]


def test_the_merge_base_counts(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What others did on the branch that this one left is not this change's."""
    git(project, "checkout", "-q", "-b", "mine")
    add(project, "roles.sql", "CREATE ROLE b LOGIN;\n")
    commit(project)
    git(project, "checkout", "-q", "main")
    edit(project, "postgresql.conf", "small", "tiny")
    commit(project)
    git(project, "checkout", "-q", "mine")
    assert found(capfd, "--since", "main") == ["roles.sql:1:1: LIM001"]


def test_below_the_top_of_the_repository(project: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    add(project, "sub/pglint.toml", "postgres-version = 17\n")
    add(project, "sub/postgresql.conf", CONF)
    commit(project)
    monkeypatch.chdir(project / "sub")
    assert found(capfd, "--since", "HEAD") == []
    edit(project, "sub/postgresql.conf", "minimal", "minimal # x")
    edit(project, "postgresql.conf", "minimal", "minimal # x")
    assert found(capfd, "--since", "HEAD") == [WAL]


def test_in_a_hook(project: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """git sets these for its hooks, relative to the top."""
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/elsewhere")
    assert found(capfd, "--since", "HEAD") == []


def test_it_is_not_remembered(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    words = [*ONLY[:-1], "--since", "main~0"]
    edit(project, "postgresql.conf", "small", "tiny")
    assert run(words) == 1
    commit(project)
    assert [run(words), run(ONLY[:-1]), run(words)] == [0, 1, 0]


@pytest.mark.parametrize(
    ("ref", "message"),
    [
        ("mian", "--since mian: git knows no such commit; did you mean main?"),
        ("origin/v2", "--since origin/v2: git knows no such commit; git fetch origin v2 may get it"),
        ("HEAD~9", "--since HEAD~9: git knows no such commit"),
        ("--output=x", "--since --output=x: names no commit, as main or HEAD~3 do"),
        ("main; touch x", "--since main; touch x: git knows no such commit"),
        ("", "--since : names no commit, as main or HEAD~3 do"),
    ],
)
def test_no_such_commit(project: Path, capfd: pytest.CaptureFixture[str], ref: str, message: str) -> None:
    assert run([f"--since={ref}"]) == 2
    assert capfd.readouterr() == ("", f"pglint: {message}\n")
    assert not (project / "x").exists()


def test_other_ways_to_fail(project: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    git(project, "checkout", "-q", "--orphan", "other")
    add(project, "a.txt", "a")
    commit(project)
    assert run(["--since", "main"]) == 2
    assert capfd.readouterr().err == "pglint: --since main: main and HEAD share no commit\n"
    monkeypatch.setenv("PATH", str(project / "bin"))
    assert run(["--since", "main"]) == 2
    assert capfd.readouterr().err == "pglint: --since asks git, which is not installed (or not in PATH)\n"


def test_no_repository(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pglint.toml").write_text("")
    monkeypatch.chdir(tmp_path)
    assert run(["--since", "main"]) == 2
    assert capfd.readouterr().err == f"pglint: --since main: {tmp_path} is not in a git repository\n"
    git(tmp_path, "init", "-q")
    assert run(["--since", "main"]) == 2
    assert capfd.readouterr().err == "pglint: --since main: there is no commit yet\n"


def test_a_shallow_clone(project: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    git(project, "checkout", "-q", "-b", "mine")
    for text in ("a", "b"):
        add(project, "a.txt", text)
        commit(project)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", "--no-single-branch", f"file://{project}", str(clone))
    monkeypatch.chdir(clone)
    assert run(["--since", "origin/main"]) == 2
    assert capfd.readouterr().err == (
        "pglint: --since origin/main: this clone is shallow and lacks the commit that origin/main and HEAD share; "
        "fetch more of it, with git fetch --unshallow (in GitHub's actions/checkout: fetch-depth: 0)\n"
    )
    assert run(["--since", "HEAD~1"]) == 2
    assert capfd.readouterr().err == (
        "pglint: --since HEAD~1: git knows no such commit; this clone is shallow, and git fetch --unshallow gets the "
        "rest (actions/checkout: fetch-depth: 0)\n"
    )
    git(clone, "fetch", "-q", "--unshallow")
    assert run([*ONLY, "--since", "origin/main"]) == 0


def test_hunks_are_told_from_text_that_looks_like_them() -> None:
    diff = b"--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@ y\n-@@ -1 +1 @@\n---- a\n+++ b/z\n+@@ -9 +9 @@\n@@ -9,0 +9 @@\n+a\n\\ No newline at end of file\n"
    diff += b"--- a/d\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n"
    assert _hunks(diff) == {"x": ((1, 2), (9, 9))}


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("b/a b.sql\t", "a b.sql"),
        ("/dev/null", ""),
        ('"b/d\\303\\266mp \\"a\\"\\t\\\\ b.sql"', 'dömp "a"\t\\ b.sql'),
    ],
)
def test_names_in_a_diff(written: str, path: str) -> None:
    assert _path(written) == path
