"""The cache folder: nothing depends on it, nothing gets out of it, and any number of processes may use it."""

import json
import os
import subprocess
import sys

import pytest

from pglint.cache import FOLDER, Cache, build
from pglint.project import walk

MAIN = """
resource "aws_db_parameter_group" "main" {
  family = "postgres16"
  parameter {
    name  = "statement_timeout"
    value = "30"
  }
}
"""
SAID = "main.tf:6:13: TMO002 warning: statement_timeout = 30 is 30 ms: PostgreSQL reads a bare number as milliseconds"
CONTENT = {"roots": {"": {"facts": [[1, "ä", None, True]]}}}


@pytest.fixture
def project(tmp_path):
    (tmp_path / "pglint.toml").write_text("")
    (tmp_path / "main.tf").write_text(MAIN)
    return tmp_path


def pglint(project, *arguments):
    """What it prints, the same on standard error, and its exit status."""
    command = [sys.executable, "-m", "pglint", "check", "--format", "concise", *arguments]
    result = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    return result.stdout, result.stderr, result.returncode


def files(folder):
    return sorted(path.name for path in folder.iterdir())


def test_content_comes_back(tmp_path):
    cache = Cache(str(tmp_path))
    assert cache.read("x.json") is None
    assert files(tmp_path) == []  # only writing makes the folder
    cache.write("x.json", CONTENT)
    assert cache.read("x.json") == CONTENT
    cache.write("x.json", [2])
    assert cache.read("x.json") == [2]
    assert files(tmp_path / FOLDER) == [".gitignore", "CACHEDIR.TAG", "x.json"]


VALUES = [
    None, True, 0, -1, 1.5, 10**30, "", "ä\u2028😀\x00\x1b\\\"/\udc80", [], {}, [[[]], {"a": {"b": [1, "2"]}}],
    {"": 1, "a\nb": None}, "x" * 100_000, list(range(5000)), {str(number): number for number in range(5000)},
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
@pytest.mark.parametrize("missing", [(), ("_json",)], ids=["scanner", "module"])
def test_values_come_back(tmp_path, monkeypatch, value, missing):
    """Also in a Python without the scanner that the module json has inside."""
    cache = Cache(str(tmp_path))
    cache.write("x.json", value)
    for name in missing:
        monkeypatch.setitem(sys.modules, name, None)
    assert cache.read("x.json") == value
    (tmp_path / FOLDER / "x.json").write_text("[1,")
    assert cache.read("x.json") is None


def test_the_newest_files_stay(tmp_path):
    cache = Cache(str(tmp_path))
    assert not cache.is_there()
    cache.limit("run-", 2)
    assert files(tmp_path) == []
    for number, name in enumerate(["run-a.json", "run-b.json.77", "terraform.json", "run-c.json", "run-d.json"]):
        cache.write(name, CONTENT)
        os.utime(tmp_path / FOLDER / name, (number, number))
    assert cache.is_there()
    cache.limit("run-", 2)
    assert files(tmp_path / FOLDER) == [".gitignore", "CACHEDIR.TAG", "run-c.json", "run-d.json", "terraform.json"]


def test_nothing_is_removed_through_a_link(tmp_path):
    outside, project = tmp_path / "outside", tmp_path / "project"
    outside.mkdir()
    project.mkdir()
    (outside / "run-a.json").write_text("[1]")
    (project / FOLDER).symlink_to(outside)
    Cache(str(project)).limit("run-", 0)
    assert files(outside) == ["run-a.json"]


def test_git_and_backups_leave_it_out(tmp_path):
    Cache(str(tmp_path)).write("x.json", CONTENT)
    assert (tmp_path / FOLDER / ".gitignore").read_text() == "*\n"
    assert (tmp_path / FOLDER / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55\n")
    subprocess.run(["git", "init", "-q", "."], cwd=tmp_path, check=True)
    status = subprocess.run(["git", "status", "--short"], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert status.stdout == ""


def test_the_walk_leaves_it_out(tmp_path):
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "main.tf").write_text(MAIN)
    (tmp_path / "main.tf").write_text(MAIN)
    assert walk(str(tmp_path)) == [("main.tf", "terraform")]


BROKEN = [
    b"", b"{", b"[1,", b"[1,]", b"\xff\xfe", b"nul", b"{'a': 1}", b"[" * 100_000, b'{"a"', b'{"a":}', b'"a', b'"\n"',
    b'"\\ud8"', b'"\\x"', b"[1 2]", b"[1]x", b"[1] [2]", b"-", b"1" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("content", BROKEN)
def test_what_is_broken_is_nothing(tmp_path, content):
    cache = Cache(str(tmp_path))
    cache.write("x.json", CONTENT)
    (tmp_path / FOLDER / "x.json").write_bytes(content)
    assert cache.read("x.json") is None
    cache.write("x.json", CONTENT)
    assert cache.read("x.json") == CONTENT


def test_a_folder_in_the_place_of_the_file(tmp_path):
    (tmp_path / FOLDER / "x.json").mkdir(parents=True)
    cache = Cache(str(tmp_path))
    cache.write("x.json", CONTENT)
    assert cache.read("x.json") is None
    assert files(tmp_path / FOLDER) == ["x.json"]


def test_a_file_in_the_place_of_the_folder(tmp_path):
    (tmp_path / FOLDER).write_text("mine")
    cache = Cache(str(tmp_path))
    cache.write("x.json", CONTENT)
    assert cache.read("x.json") is None
    assert (tmp_path / FOLDER).read_text() == "mine"


def test_links_are_not_followed(tmp_path):
    """A repository may bring links along: nothing outside of it is read or written through them."""
    outside, project = tmp_path / "outside", tmp_path / "project"
    outside.mkdir()
    project.mkdir()
    (outside / "x.json").write_text("[1]")
    (project / FOLDER).symlink_to(outside)
    cache = Cache(str(project))
    assert cache.read("x.json") is None
    cache.write("x.json", CONTENT)
    assert (files(outside), (outside / "x.json").read_text()) == (["x.json"], "[1]")


def test_linked_files_are_not_followed(tmp_path):
    outside, folder = tmp_path / "outside.json", tmp_path / FOLDER
    outside.write_text("[1]")
    folder.mkdir()
    (folder / "x.json").symlink_to(outside)
    (folder / f"x.json.{os.getpid()}").symlink_to(outside)  # where it writes before it replaces the file
    cache = Cache(str(tmp_path))
    assert cache.read("x.json") is None
    cache.write("x.json", CONTENT)
    assert outside.read_text() == "[1]"
    assert cache.read("x.json") == CONTENT
    assert not (folder / "x.json").is_symlink()


def test_what_is_no_file_is_not_waited_for(tmp_path):
    (tmp_path / FOLDER).mkdir()
    os.mkfifo(tmp_path / FOLDER / "x.json")
    assert Cache(str(tmp_path)).read("x.json") is None


def test_what_cannot_be_stored_leaves_no_trace(tmp_path):
    cache = Cache(str(tmp_path))
    cache.write("x.json", CONTENT)
    looped = []
    looped.append(looped)
    cache.write("x.json", looped)
    assert cache.read("x.json") == CONTENT
    assert files(tmp_path / FOLDER) == [".gitignore", "CACHEDIR.TAG", "x.json"]


def test_a_disk_that_takes_nothing(tmp_path, monkeypatch):
    cache = Cache(str(tmp_path))
    cache.write("x.json", CONTENT)

    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    cache.write("x.json", [1])
    assert cache.read("x.json") == CONTENT
    assert files(tmp_path / FOLDER) == [".gitignore", "CACHEDIR.TAG", "x.json"]


def test_a_root_that_cannot_be_written(tmp_path):
    """/proc takes no folders, not even from root."""
    cache = Cache("/proc")
    cache.write("x.json", CONTENT)
    assert cache.read("x.json") is None


def test_builds_are_told_apart():
    assert build() == build()


@pytest.mark.parametrize("change", ["a new file", "another text", "an older file", "a rule", "no file"])
def test_builds_of_a_checkout_are_told_apart(tmp_path, monkeypatch, change):
    for name in (".git/HEAD", "pglint/cache.py", "pglint/cli/check.py", "pglint/x.py", "rules/CAP/CAP001-x.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    monkeypatch.setattr(sys.modules["pglint.cache"], "__file__", str(tmp_path / "pglint/cache.py"))
    before = build()
    (tmp_path / "pglint/__pycache__").mkdir()
    (tmp_path / "pglint/__pycache__/x.pyc").write_text("")
    (tmp_path / "tests").mkdir()
    assert build() == before
    if change == "a new file":
        (tmp_path / "pglint/cli/new.py").write_text("")
    elif change == "another text":
        (tmp_path / "pglint/cli/check.py").write_text("y, and more")
    elif change == "an older file":
        os.utime(tmp_path / "pglint/x.py", (1, 1))
    elif change == "a rule":
        (tmp_path / "rules/CAP/CAP002-x.yaml").write_text("x")
    else:
        (tmp_path / "pglint/x.py").unlink()
    assert build() != before


def test_an_installed_build_is_as_old_as_its_file(tmp_path, monkeypatch):
    (tmp_path / "cache.py").write_text("x")
    os.utime(tmp_path / "cache.py", ns=(1, 17))
    monkeypatch.setattr(sys.modules["pglint.cache"], "__file__", str(tmp_path / "cache.py"))
    assert build() == "17"


def test_pglint_writes_it_and_says_the_same_again(project):
    first = pglint(project)
    assert first == (SAID + "\n", "", 1)
    written = (project / FOLDER / "terraform.json").read_text()
    assert json.loads(written)["roots"].keys() == {""}
    assert pglint(project) == first
    assert (project / FOLDER / "terraform.json").read_text() == written


def test_no_cache_neither_writes_nor_reads(project):
    assert pglint(project, "--no-cache") == (SAID + "\n", "", 1)
    assert not (project / FOLDER).exists()
    pglint(project)
    stored = project / FOLDER / "terraform.json"
    content = json.loads(stored.read_text())
    content["roots"][""]["facts"] = []
    stored.write_text(json.dumps(content))
    for whole in (project / FOLDER).glob("run-*"):
        whole.unlink()
    assert pglint(project) == ("", "", 0)  # this is what it would say if it believed the cache
    assert pglint(project, "--no-cache") == (SAID + "\n", "", 1)


def test_standard_input_is_not_remembered(project):
    command = [sys.executable, "-m", "pglint", "check", "-", "--stdin-filename", "main.tf", "--format", "concise"]
    text = MAIN.replace("30", "40")
    result = subprocess.run(command, cwd=project, input=text, capture_output=True, text=True, check=False)
    assert result.stdout == SAID.replace("30", "40") + "\n"
    assert not (project / FOLDER).exists()


def test_without_terraform_there_is_none(tmp_path):
    (tmp_path / "postgresql.conf").write_text("max_connections = 50\n")
    pglint(tmp_path)
    assert files(tmp_path) == ["postgresql.conf"]


def test_a_project_that_takes_no_cache(project):
    (project / FOLDER).write_text("mine")
    assert pglint(project) == (SAID + "\n", "", 1)
    assert pglint(project) == (SAID + "\n", "", 1)
    assert (project / FOLDER).read_text() == "mine"


def test_many_at_once(project):
    for number in range(12):
        folder = project / f"root{number}"
        folder.mkdir()
        (folder / "main.tf").write_text(MAIN)
    command = [sys.executable, "-m", "pglint", "check", "--format", "concise"]
    expected = pglint(project, "--no-cache")[0]
    assert len(expected.splitlines()) == 13
    for _ in range(2):
        running = [
            subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            for _ in range(6)
        ]
        assert [process.communicate() for process in running] == [(expected, "")] * 6
        assert [process.returncode for process in running] == [1] * 6
    assert len(json.loads((project / FOLDER / "terraform.json").read_text())["roots"]) == 13
    (run,) = (project / FOLDER).glob("run-*")
    assert files(project / FOLDER) == [".gitignore", "CACHEDIR.TAG", run.name, "terraform.json"]
