"""How long pglint takes, as ratios against ``python -c pass`` in the same run, and where the time goes: ``make bench``.

Measured as users have it: the wheel in an environment of its own (build/bench), through the console script, with byte
code. Each figure is the median of runs that take turns, so that a busy moment of the machine hits all alike.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.bench import sql, terraform
from tests.bench.generator import write_stacks
from tests.bench.process import ROOT, WORK, medians, run

VENV = WORK / "venv"
AIMS = {"pglint --version": 1.5, "pglint check, a conf and an ini": 2.5}  # × python -c pass
AIM_FILE = 1.0  # ms a file
AIM_MEMORY = 100  # MB
SIZES = {100: 5, 2_000: 3, 10_000: 1}  # files: runs


def install() -> None:
    """The wheel of this checkout in build/bench/venv; its libraries stay there between runs."""
    python = VENV / "bin" / "python"
    if not python.exists():
        # An up-to-date pip of its own: older ones write console scripts that import re, half of Python's own start-up.
        subprocess.run([sys.executable, "-m", "venv", "--upgrade-deps", VENV], check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(WORK / "dist", ignore_errors=True)
    pip: list[str | Path] = [python, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", WORK / "dist", ROOT], check=True)
    (wheel,) = (WORK / "dist").glob("*.whl")
    into = [*pip, "install"]
    subprocess.run([*into, wheel], check=True)
    subprocess.run([*into, "--no-deps", "--force-reinstall", wheel], check=True)
    subprocess.run([python, "-m", "compileall", "-q", VENV / "lib"], check=False, stdout=subprocess.DEVNULL)


def small(pglint: str, python: str, env: Mapping[str, str], rounds: int) -> None:
    one, none = WORK / "one", WORK / "none"
    write_stacks(one, 1)
    write_stacks(none, 0)
    base = "python -c pass"
    commands = {
        base: [python, "-c", "pass"],
        "pglint --version": [pglint, "--version"],
        "pglint check, no files of ours": [pglint, "check", str(none)],
        "pglint check, a conf and an ini": [pglint, "check", str(one)],
    }
    taken = medians(commands, rounds, env)
    print(f"\nstart-up, medians of {rounds} runs: on the clock, and processor time (steadier on a busy machine)")
    for name, (seconds, processor, _, _) in taken.items():
        ratio, busy = seconds / taken[base].seconds, processor / taken[base].processor
        aim = f"   aim {AIMS[name]:.1f} ×{'' if ratio <= AIMS[name] else '   OVER'}" if name in AIMS else ""
        print(f"  {name:<34}{seconds * 1000:>8.1f} ms{ratio:>7.2f} ×{processor * 1000:>9.1f} ms{busy:>7.2f} ×{aim}")


def large(pglint: str, env: Mapping[str, str], sizes: Mapping[int, int]) -> None:
    print(f"\nmany stacks of two files, all rules on (aims: {AIM_FILE} ms a file, {AIM_MEMORY} MB)")
    for files, rounds in sizes.items():
        folder = WORK / f"files-{files}"
        write_stacks(folder, files // 2)
        runs = [run([pglint, "check", "--select", "ALL", "--quiet", str(folder)], env) for _ in range(rounds)]
        if any(each.status not in (0, 1) for each in runs):
            raise SystemExit(f"{files} files: exit status {runs[0].status}")
        seconds = statistics.median(each.seconds for each in runs)
        memory = max(each.memory for each in runs)
        over = "   OVER" if seconds / files * 1000 > AIM_FILE or memory > AIM_MEMORY else ""
        print(f"  {files:>6} files{seconds:>9.2f} s{seconds / files * 1000:>8.2f} ms a file{memory:>8.0f} MB{over}")


def imports(pglint: str, python: str, env: Mapping[str, str], most: int = 20) -> None:
    """The modules whose own loading takes longest in a check of one stack."""
    command = [python, "-X", "importtime", pglint, "check", str(WORK / "one")]
    lines = subprocess.run(command, env=env, capture_output=True, text=True, check=False).stderr.splitlines()
    rows = [line.removeprefix("import time:").split("|") for line in lines if line.startswith("import time:")][1:]
    own = sorted(((int(row[0]), row[2].strip()) for row in rows), reverse=True)
    together = sum(cost for cost, _ in own) / 1000
    print(f"\nimports of that check: {len(own)} modules, {together:.1f} ms; the slowest by themselves")
    for cost, name in own[:most]:
        print(f"  {cost / 1000:>6.2f} ms  {name}")


def phases(python: str, env: Mapping[str, str], files: int) -> None:
    print(f"\nwhere the time goes, {files} files")
    sys.stdout.flush()
    script = Path(__file__).with_name("phases.py")
    subprocess.run([python, script, WORK / f"files-{files}"], env=env, check=True)


def main() -> int:
    parser = argparse.ArgumentParser(description="how long pglint takes")
    parser.add_argument("--rounds", type=int, default=25, help="runs of each small command")
    parser.add_argument("--quick", action="store_true", help="fewer runs, and no more than 2,000 files")
    parser.add_argument("--only", choices=("sql", "terraform"), help="this part alone")
    given = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    install()
    env = {"PATH": os.environ.get("PATH", ""), "HOME": str(WORK), "LC_ALL": "C.UTF-8"}
    pglint, python = str(VENV / "bin" / "pglint"), str(VENV / "bin" / "python")
    if given.only == "terraform":
        terraform.measure(pglint, python, env, given.quick)
        return 0
    if given.only == "sql":
        sql.measure(pglint, python, env, given.quick)
        return 0
    small(pglint, python, env, 7 if given.quick else given.rounds)
    large(pglint, env, dict.fromkeys((100, 2_000), 1) if given.quick else SIZES)
    imports(pglint, python, env)
    phases(python, env, 2_000)
    terraform.measure(pglint, python, env, given.quick)
    sql.measure(pglint, python, env, given.quick)
    return 0


if __name__ == "__main__":
    sys.exit(main())
