"""What the real Checkov says of the cases in tests/policies, kept in tests/data/checkov_verdicts.json.

``make bench`` asks it again and compares; ``python -m tests.bench.checkov_verdicts`` writes the file anew.
"""

import os
import shutil
import sys
from pathlib import Path
from typing import TypedDict

from tests.bench import checkov_program, peer
from tests.bench.process import ROOT, WORK
from tests.policies import roles, senders

FILE = ROOT / "tests" / "data" / "checkov_verdicts.json"
CASES = {"CKV_PG_1": roles.CASES, "CKV_PG_2": senders.CASES}


class Verdict(TypedDict):
    """The resources that a policy fails and passes in a case, and what the case's files were."""

    files: str
    failed: list[str]
    passed: list[str]


def ask(env: dict[str, str]) -> dict[str, dict[str, Verdict]]:
    """By policy and case. All cases are one run, each a module in a folder of its own."""
    folder = WORK / "policies"
    shutil.rmtree(folder, ignore_errors=True)
    places: dict[str, Verdict] = {}
    verdicts: dict[str, dict[str, Verdict]] = {}
    for policy, cases in CASES.items():
        verdicts[policy] = {}
        for at, case in enumerate(cases):
            place = f"{policy}-{at:02}"
            for name, text in case.files.items():
                path = folder / place / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            places[place] = verdicts[policy][case.name] = {"files": case.digest, "failed": [], "passed": []}
    for policy, path_of, resource, result in checkov_program.judged(folder, env):
        place = Path(path_of).parts[0]
        if place.startswith(policy):
            (places[place]["failed"] if result == "failed" else places[place]["passed"]).append(resource)
    for verdict in places.values():
        verdict["failed"].sort()
        verdict["passed"].sort()
    return verdicts


def compare(env: dict[str, str]) -> list[str]:
    """The cases in which the recorded verdict is not what Checkov says now."""
    return peer.differences(FILE, ask(env))


def main() -> int:
    if why := checkov_program.ready():
        print(f"checkov could not be installed: {why}", file=sys.stderr)
        return 1
    env = {"PATH": os.environ.get("PATH", ""), "HOME": str(WORK), "LC_ALL": "C.UTF-8"}
    FILE.write_text(peer.text("checkov", checkov_program.VERSION, ask(env)), encoding="utf-8")
    print(f"{sum(map(len, CASES.values()))} verdicts of checkov {checkov_program.VERSION} written to {FILE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
