"""Copies of this checkout, as somebody else would get it, for the tests of packaging and of the hook."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LEFT_BEHIND = shutil.ignore_patterns(
    ".git", ".venv", "build", "dist", "__pycache__", "*.egg-info", ".mypy_cache", ".ruff_cache", ".pytest_cache"
)


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment for a command that must neither see nor touch the user's own configuration and caches."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHON", "PRE_COMMIT"))}
    person = {f"GIT_{who}_{what}": "somebody" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "XDG_CACHE_HOME": str(home / "cache")}
    return {**kept, **person, **own, "PRE_COMMIT_HOME": str(home / "pre-commit"), **more}


def copy(target: Path) -> Path:
    """What is in the checkout now, committed or not, without what tools left there."""
    shutil.copytree(ROOT, target, ignore=LEFT_BEHIND)
    return target


def call(
    command: Sequence[str | Path], cwd: Path, env: Mapping[str, str], *, fails: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; its output is the message where it does not end as it should."""
    done = subprocess.run(command, cwd=cwd, env=env, text=True, capture_output=True, check=False)
    assert (done.returncode != 0) == fails, f"{command}\n{done.stdout}{done.stderr}"
    return done


def commit(repository: Path, message: str, env: Mapping[str, str], *, fails: bool = False) -> str:
    """Commit everything; what git and its hooks print."""
    call(["git", "add", "--all"], repository, env)
    done = call(["git", "commit", "--message", message], repository, env, fails=fails)
    return done.stdout + done.stderr
