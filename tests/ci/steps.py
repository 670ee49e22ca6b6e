"""What a CI file says, run as its runner would: steps of an action, the script of a job, RUN lines of a Dockerfile."""

import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tests.checkout import ROOT

EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")


class Done(NamedTuple):
    """How a step ended, and what it printed."""

    status: int
    output: str


def read(name: str) -> dict[str, Any]:
    """A YAML file of the checkout."""
    found = yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def filled(text: str, known: Mapping[str, str]) -> str:
    """A text with GitHub's expressions replaced by their values. Raises KeyError for one that nobody knows."""
    return EXPRESSION.sub(lambda found: known[found[1]], text)


def bash(script: str, folder: Path, env: Mapping[str, str]) -> Done:
    """Run a script as a runner does: it stops at the first command that fails."""
    command: Sequence[str] = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    done = subprocess.run(command, cwd=folder, env=dict(env), text=True, capture_output=True, check=False)
    return Done(done.returncode, done.stdout + done.stderr)
