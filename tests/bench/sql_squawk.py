"""squawk, in an environment of its own (build/bench/squawk): how it is started, and what it says."""

import json
import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.bench import peer
from tests.bench.process import WORK

VERSION = "2.70.0"
VENV = WORK / "squawk"


class Found(NamedTuple):
    """One line of squawk's report; ``line`` counts from 1."""

    path: str
    line: int
    rule: str


def ready() -> str:
    """Install squawk unless it is there; '' or why it could not be."""
    return peer.installed("squawk-cli", VERSION, VENV)


def command(paths: Iterable[Path | str], reporter: str = "tty", options: Sequence[str] = ()) -> list[str]:
    """All of its rules that run by default; it is told to run in the folder, where it looks for no configuration."""
    return [str(VENV / "bin" / "squawk"), "--reporter", reporter, *options, *map(str, paths)]


def unknown(names: Iterable[str], env: Mapping[str, str]) -> list[str]:
    """Names that are none of its rules any more."""
    return [name for name in names if _run(["--exclude", name, "/dev/null"], Path("/"), env).returncode > 1]


def found(folder: Path, paths: Sequence[str], options: Sequence[str], env: Mapping[str, str]) -> Iterator[Found]:
    """What it reports for files below ``folder``."""
    done = _run(command(paths, "json", options)[1:], folder, env)
    if done.returncode not in (0, 1):
        raise SystemExit(f"squawk: {done.stderr.strip() or f'exit status {done.returncode}'}")
    for row in json.loads(done.stdout):
        yield Found(os.path.normpath(row["file"]), row["line"] + 1, row["rule_name"])


def _run(arguments: Sequence[str], folder: Path, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    here = [str(VENV / "bin" / "squawk"), *arguments]
    return subprocess.run(here, cwd=folder, env=env, capture_output=True, text=True, check=False)
