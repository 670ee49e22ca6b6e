"""The hook under a real pre-commit: a commit that breaks a stack is refused, others are not held up."""

import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.checkout import call, commit, copy, environment

CONFIG = """\
repos:
  - repo: {hook}
    rev: {revision}
    hooks:
      - id: pglint
"""
CONF = "max_connections = 60\nidle_in_transaction_session_timeout = 60s\n"
INI = """\
[databases]
orders = host=db1.internal user=shop
[pgbouncer]
listen_addr = 10.0.0.5
auth_type = scram-sha-256
pool_mode = transaction
max_client_conn = 500
default_pool_size = 15
"""
TOML = """\
[[stack]]
name = "shop"
include = ["**"]
[[stack.pooler]]
file = "pgbouncer.ini"
instances = 3
"""


class Project(NamedTuple):
    """A repository with the hook installed and a sound stack committed."""

    folder: Path
    env: dict[str, str]
    sound: str = ""  # the revision to begin each test with

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def head(self) -> str:
        return call(["git", "rev-parse", "HEAD"], self.folder, self.env).stdout.strip()

    def restore(self) -> None:
        call(["git", "reset", "--quiet", "--hard", self.sound], self.folder, self.env)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("hook")
    env = environment(folder)
    hook = copy(folder / "pglint")
    call(["git", "init", "--quiet"], hook, env)
    commit(hook, "pglint", env)
    revision = call(["git", "rev-parse", "HEAD"], hook, env).stdout.strip()

    repository = folder / "shop"
    repository.mkdir()
    project = Project(repository, env)
    call(["git", "init", "--quiet"], repository, env)
    project.write(".pre-commit-config.yaml", CONFIG.format(hook=hook, revision=revision))
    for name, text in (("postgresql.conf", CONF), ("pgbouncer.ini", INI), ("pglint.toml", TOML)):
        project.write(name, text)
    call([sys.executable, "-m", "pre_commit", "install"], repository, env)
    assert "Passed" in commit(repository, "a sound stack", env)
    return project._replace(sound=project.head())


@pytest.fixture
def project(installed: Project) -> Project:
    installed.restore()
    return installed


@pytest.mark.parametrize(
    ("name", "before", "after", "sum_"),
    [
        ("pgbouncer.ini", "default_pool_size = 15", "default_pool_size = 25", "3 × 25"),
        ("pgbouncer.ini", "default_pool_size = 15\n", "", "3 × 20"),  # the default, which no file states
        ("postgresql.conf", "max_connections = 60", "max_connections = 40", "3 × 15"),
        ("pglint.toml", "instances = 3", "instances = 4", "4 × 15"),
    ],
)
def test_a_commit_that_breaks_the_stack_is_refused(
    project: Project, name: str, before: str, after: str, sum_: str
) -> None:
    head = project.head()
    text = (project.folder / name).read_text(encoding="utf-8")
    project.write(name, text.replace(before, after))
    output = commit(project.folder, "one line", project.env, fails=True)
    assert "postgresql.conf:1:19: CAP001" in output
    assert sum_ in output
    assert project.head() == head


def test_a_commit_of_other_files_is_not_held_up(project: Project) -> None:
    project.write("README", "a shop\n")
    started = time.monotonic()
    output = commit(project.folder, "a text", project.env)
    assert "(no files to check)Skipped" in output
    assert time.monotonic() - started < 5  # pre-commit itself: no environment is made, no pglint started


def test_a_commit_that_keeps_the_sum_passes(project: Project) -> None:
    project.write("pgbouncer.ini", INI.replace("default_pool_size = 15", "default_pool_size = 17"))
    assert "Passed" in commit(project.folder, "a little more", project.env)


def test_the_other_hook_writes_what_is_certain(project: Project) -> None:
    config = (project.folder / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    project.write(".pre-commit-config.yaml", config.replace("id: pglint", "id: pglint-fix"))
    project.write("postgresql.conf", CONF + "wal_level = archive\n")
    output = commit(project.folder, "an old word", project.env, fails=True)
    assert "files were modified by this hook" in output
    assert (project.folder / "postgresql.conf").read_text(encoding="utf-8") == CONF + "wal_level = replica\n"
    assert "Passed" in commit(project.folder, "the new word", project.env)
