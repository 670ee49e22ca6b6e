"""Terraform: pglint against a Checkov that is tuned and has two policies to judge, on generated modules.

Cold is a checkout that pglint has never seen (no ``.pglint_cache``) and ``--no-cache``, which also compiles the rules
anew; warm is every run after the first. Checkov has no cache of its own between runs, but for the tables of its parser,
which it finds warm.
"""

import json
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tests.bench import checkov_program, checkov_verdicts
from tests.bench.process import WORK, Run, medians, sampled_memory
from tests.bench.terraform_modules import write_modules, write_small

MODULES = 30
BASE, CHECKOV = "python -c pass", "checkov"
FIRST, ANEW, WARM = "pglint check, first run", "pglint check --no-cache", "pglint check, warm cache"
PGLINT = (FIRST, ANEW, WARM)
FASTER = {FIRST: 8.0, ANEW: 8.0, WARM: 25.0}  # × than Checkov, on all modules
FASTER_SMALL = {FIRST: 8.0, ANEW: 8.0}
AIM_MEMORY = 0.5  # of Checkov's
AIM_SMALL = 5.0  # × python -c pass, with a warm cache

Environment = Mapping[str, str]


class Programs(NamedTuple):
    """Where the two programs and an empty Python are, and whether Checkov is there."""

    pglint: str
    python: str
    checkov: bool


def measure(pglint: str, python: str, env: Environment, quick: bool) -> None:
    """Both trees, and whether Checkov still gives the verdicts that the tests compare pglint's with."""
    why = checkov_program.ready()
    if why:
        print(f"\nTERRAFORM WITHOUT CHECKOV: it could not be installed, so nothing is compared ({why})")
    programs = Programs(pglint, python, not why)
    env = {**env, **checkov_program.ENVIRONMENT}
    tree, one = WORK / "terraform", WORK / "terraform-small"
    files = write_modules(tree, MODULES)
    _large(programs, tree, files, env, 1 if quick else 3)
    files = write_small(one)
    _small(programs, one, files, env, 3 if quick else 7)
    if programs.checkov:
        _verdicts(programs, tree, dict(env))


def _large(programs: Programs, tree: Path, files: int, env: Environment, rounds: int) -> None:
    taken = _timed(programs, tree, env, rounds)
    memory = {name: _memory(programs, tree, name, taken[name], env) for name in taken}
    print(
        f"\nTerraform, {files} files in {MODULES} modules, medians of {rounds}; checkov {checkov_program.VERSION}, tuned"
    )
    for line in _table(taken, FASTER):
        print(line)
    for name in PGLINT:
        share = f"{memory[name] / memory[CHECKOV]:>6.2f} of checkov's" if programs.checkov else ""
        aim = _aim(memory[name] < AIM_MEMORY * memory[CHECKOV], "below a half") if programs.checkov else ""
        print(f"  {name:<26}{memory[name]:>8.0f} MB {share}{aim}")
    if programs.checkov:
        print(f"  {CHECKOV:<26}{memory[CHECKOV]:>8.0f} MB")


def _small(programs: Programs, tree: Path, files: int, env: Environment, rounds: int) -> None:
    taken = _timed(programs, tree, env, rounds)
    print(f"\nTerraform, one module of {files} files, medians of {rounds}")
    for line in _table(taken, FASTER_SMALL):
        print(line)
    warm = taken[WARM].seconds / taken[BASE].seconds
    print(f"  {WARM:<26}{warm:>8.1f} × python -c pass{_aim(warm <= AIM_SMALL, f'{AIM_SMALL:.0f} ×')}")


def _commands(programs: Programs, tree: Path) -> dict[str, list[str]]:
    check = [programs.pglint, "check", "--quiet", "--profile", "strict"]
    commands = {
        BASE: [programs.python, "-c", "pass"],
        FIRST: [*check, str(tree)],
        WARM: [*check, str(tree)],  # after FIRST, which leaves its cache behind
        ANEW: [*check, "--no-cache", str(tree)],
    }
    return commands | ({CHECKOV: checkov_program.command(tree)} if programs.checkov else {})


def _timed(programs: Programs, tree: Path, env: Environment, rounds: int) -> dict[str, Run]:
    forget = partial(shutil.rmtree, tree / ".pglint_cache", ignore_errors=True)
    return medians(_commands(programs, tree), rounds, env, {FIRST: forget}, before=1)


def _memory(programs: Programs, tree: Path, name: str, taken: Run, env: Environment) -> float:
    """Of the process and its children together; never less than of the largest of them."""
    if name == FIRST:
        shutil.rmtree(tree / ".pglint_cache", ignore_errors=True)
    return max(taken.memory, sampled_memory(_commands(programs, tree)[name], env))


def _table(taken: Mapping[str, Run], faster: Mapping[str, float]) -> Iterable[str]:
    base = taken[BASE].seconds
    for name in (BASE, CHECKOV, *PGLINT):
        if name not in taken:
            continue
        seconds = taken[name].seconds
        line = f"  {name:<26}{seconds:>8.3f} s{seconds / base:>9.1f} × python -c pass"
        if name in PGLINT and CHECKOV in taken:
            ratio, busy = taken[CHECKOV].seconds / seconds, taken[CHECKOV].processor / taken[name].processor
            line += f"{ratio:>7.1f} × faster than checkov, {busy:.1f} × less processor time"
            line += _aim(ratio >= faster[name], f"{faster[name]:.0f} ×") if name in faster else ""
        yield line


def _aim(met: bool, aim: str) -> str:
    return f"   aim {aim}: {'met' if met else 'MISSED'}"


def _verdicts(programs: Programs, tree: Path, env: dict[str, str]) -> None:
    """What both find in the large tree, and whether the recorded verdicts are still Checkov's."""
    judged = list(checkov_program.judged(tree, env))
    codes = ",".join(checkov_program.CODES.values())
    check = [programs.pglint, "check", "--quiet", "--format", "json", "--select", codes]
    done = subprocess.run([*check, str(tree)], env=env, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr)
    report = json.loads(done.stdout)
    print(f"\nfound in the {MODULES} modules; Checkov judges each resource, pglint what server and role end with")
    for policy, code in checkov_program.CODES.items():
        failed, passed = (sum(row[0] == policy and row[3] == kind for row in judged) for kind in ("failed", "passed"))
        findings, unknown = (sum(row["code"] == code for row in report[kind]) for kind in ("findings", "unknown"))
        print(f"  {policy}: {failed} failed, {passed} passed   {code}: {findings} found, {unknown} undecided")
    changed = checkov_verdicts.compare(env)
    number = sum(map(len, checkov_verdicts.CASES.values()))
    print(f"verdicts recorded for the tests: {number}, checkov now says otherwise in {len(changed)} of them")
    for line in changed:
        print(f"  {line}")
