"""Checkov, in an environment of its own (build/bench/checkov), run as fast as its options allow.

Its built-in checks are imported whatever is asked of it, and stay out of the run. Nothing goes over the network: no look
for a newer version, no download of policies or documentation links, no modules of a registry. Other ways to run it
(policies in YAML, other kinds of parallelism, output for the terminal) are not faster.
"""

import json
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.bench import peer
from tests.bench.process import WORK

VERSION = "3.3.30"
VENV = WORK / "checkov"
POLICIES = Path(__file__).with_name("checkov")
CODES = {"CKV_PG_1": "LIM001", "CKV_PG_2": "REP017"}  # what pglint calls the same

ENVIRONMENT = {"CKV_SKIP_PACKAGE_UPDATE_CHECK": "true", "BC_SKIP_MAPPING": "TRUE", "LOG_LEVEL": "ERROR"}


def ready() -> str:
    """Install Checkov unless it is there; '' or why it could not be."""
    return peer.installed("checkov", VERSION, VENV)


def command(folder: Path, quiet: bool = True) -> list[str]:
    """``quiet`` leaves out what passed."""
    return [
        str(VENV / "bin" / "checkov"),
        *("--directory", str(folder), "--framework", "terraform", "--compact", "--output", "json", "--skip-download"),
        *("--external-checks-dir", str(POLICIES), "--check", ",".join(CODES)),
        *(["--quiet"] if quiet else []),
    ]


def judged(folder: Path, env: dict[str, str]) -> Iterable[tuple[str, str, str, str]]:
    """What Checkov decides: policy, file below ``folder``, resource, and failed or passed. What it cannot, is missing."""
    out = subprocess.run(command(folder, quiet=False), env=env | ENVIRONMENT, capture_output=True, check=False).stdout
    report: dict[str, Any] = json.loads(out)
    for result in ("failed", "passed"):
        for check in report.get("results", {}).get(f"{result}_checks", ()):
            path = os.path.relpath(check["file_abs_path"], folder.resolve())
            yield check["check_id"], path, check["resource"], result
