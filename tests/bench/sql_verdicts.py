"""What the real squawk says of the cases in tests/squawk, kept in tests/data/squawk_verdicts.json.

``make bench`` asks it again and compares; ``python -m tests.bench.sql_verdicts`` writes the file anew.
"""

import os
import shutil
import sys
from collections.abc import Iterable
from typing import TypedDict

from tests.bench import peer, sql_squawk
from tests.bench.process import ROOT, WORK
from tests.squawk.case import COUNTERPARTS, Case
from tests.squawk.table import CASES

FILE = ROOT / "tests" / "data" / "squawk_verdicts.json"
RULES = {rule for rules in COUNTERPARTS.values() for rule in rules}


class Verdict(TypedDict):
    """``found``: rule and place of what squawk reports, in order; ``files`` tells what the case was."""

    files: str
    found: list[tuple[str, str]]


def ask(env: dict[str, str]) -> dict[str, dict[str, Verdict]]:
    """By code and case: what the rules that have a counterpart say. Cases with the same options are one run."""
    folder = WORK / "squawk-cases"
    shutil.rmtree(folder, ignore_errors=True)
    verdicts: dict[str, dict[str, Verdict]] = {}
    by_place: dict[str, tuple[Case, Verdict]] = {}
    runs: dict[tuple[str, ...], list[str]] = {}
    for code, cases in CASES.items():
        verdicts[code] = {}
        for at, case in enumerate(cases):
            place = f"{code}-{at:02}"
            _write(place, case)
            verdict: Verdict = {"files": case.digest, "found": []}
            verdicts[code][case.name] = verdict
            by_place[place] = case, verdict
            runs.setdefault(case.squawk_options, []).extend(f"{place}/{path}" for path in case.migrations)
    for options, paths in runs.items():
        for path, line, rule in _once(sql_squawk.found(folder, paths, options, env)):
            place, _, name = path.partition("/")
            case, verdict = by_place[place]
            verdict["found"].append((rule, case.place(name, line)))
    return verdicts


def _once(reports: Iterable[sql_squawk.Found]) -> list[sql_squawk.Found]:
    """What the rules with a counterpart say, sorted; several of one rule at one line, such as syntax errors, are one."""
    return sorted({report for report in reports if report.rule in RULES})


def _write(place: str, case: Case) -> None:
    for name, text in case.migrations.items():
        path = WORK / "squawk-cases" / place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def compare(env: dict[str, str]) -> list[str]:
    """The cases in which the recorded verdict is not what squawk says now."""
    return peer.differences(FILE, ask(env))


def main() -> int:
    if why := sql_squawk.ready():
        print(f"squawk could not be installed: {why}", file=sys.stderr)
        return 1
    env = {"PATH": os.environ.get("PATH", ""), "HOME": str(WORK), "LC_ALL": "C.UTF-8"}
    FILE.write_text(peer.text("squawk", sql_squawk.VERSION, ask(env)), encoding="utf-8")
    print(f"{sum(map(len, CASES.values()))} verdicts of squawk {sql_squawk.VERSION} written to {FILE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
