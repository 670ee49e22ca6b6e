"""SQL migrations: pglint against squawk on the same files, and how both grow with their number.

Cold is ``--no-cache``, which also compiles the rules anew; warm is every run after the first. squawk has no cache. Both
report as they do by default, and both once more as JSON, which is squawk's fastest.
"""

import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from tests.bench import sql_dump, sql_squawk, sql_verdicts
from tests.bench.generator import write_stacks
from tests.bench.process import WORK, Run, medians, run
from tests.bench.sql_migrations import write_migrations
from tests.squawk.case import COUNTERPARTS
from tests.squawk.rules import WITHOUT
from tests.squawk.table import CASES

MIGRATIONS = 500
GROWTH = (1_250, 5_000, 20_000)
BASE, SQUAWK, SQUAWK_JSON = "python -c pass", "squawk", "squawk, JSON"
FIRST, ANEW, WARM, WARM_JSON = (
    "pglint check, first run",
    "pglint --no-cache",
    "pglint, warm cache",
    "pglint, warm, JSON",
)
SMALL_RUNS = (BASE, FIRST, WARM, ANEW)
SLOWER = {FIRST: 3.0, ANEW: 3.0, WARM: 1.2}  # × squawk's time, at most
AIM_SMALL = 5.0  # × python -c pass
AIM_GROWTH = 1.3  # × the time a file of the smallest folder

SMALL = """\
SET lock_timeout = '2s';

CREATE TABLE parcels (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id bigint NOT NULL,
    weight integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX parcels_order_id ON parcels (order_id);
ALTER TABLE orders ADD COLUMN parcels integer NOT NULL DEFAULT 0;
GRANT SELECT, INSERT ON parcels TO shop;
"""

Environment = Mapping[str, str]


class Programs(NamedTuple):
    """Where the two programs and an empty Python are, and whether squawk is there."""

    pglint: str
    python: str
    squawk: bool


def measure(pglint: str, python: str, env: Environment, quick: bool) -> None:
    """500 migrations, one, many; then whether squawk still gives the verdicts that the tests compare pglint's with."""
    why = sql_squawk.ready()
    if why:
        print(f"\nSQL WITHOUT SQUAWK: it could not be installed, so nothing is compared ({why})")
    programs = Programs(pglint, python, not why)
    tree, fresh = WORK / "sql", WORK / "sql-first"
    write_migrations(fresh, MIGRATIONS)
    _many(programs, tree, fresh, write_migrations(tree, MIGRATIONS), env, 3 if quick else 9)
    _small(programs, env, 7 if quick else 15)
    _growth(programs, env, GROWTH[:2] if quick else GROWTH)
    if not quick:
        _dumps(programs, env)
    if programs.squawk:
        _found(programs, tree, env)
        _verdicts(env)


def _many(programs: Programs, tree: Path, fresh: Path, size: int, env: Environment, rounds: int) -> None:
    taken = medians(_commands(programs, tree, fresh), rounds, env, _forget(fresh), before=1)
    print(f"\nSQL, {MIGRATIONS} migrations ({size / 1e6:.1f} MB), medians of {rounds}; squawk {sql_squawk.VERSION}")
    for name, each in taken.items():
        print(f"  {name:<26}{each.seconds:>8.3f} s{each.memory:>8.0f} MB{_ratio(taken, name)}")


def _commands(programs: Programs, tree: Path, fresh: Path) -> dict[str, list[str]]:
    """``fresh`` has the same files, and loses its cache before each run."""
    files = sorted(tree.rglob("*.sql"))
    check = [programs.pglint, "check"]
    squawk = (
        {SQUAWK: sql_squawk.command(files), SQUAWK_JSON: sql_squawk.command(files, "json")} if programs.squawk else {}
    )
    return {
        BASE: [programs.python, "-c", "pass"],
        **squawk,
        FIRST: [*check, str(fresh)],
        WARM: [*check, str(tree)],
        WARM_JSON: [*check, "--format", "json", str(tree)],
        ANEW: [*check, "--no-cache", str(tree)],
    }


def _forget(fresh: Path) -> dict[str, Any]:
    return {FIRST: partial(shutil.rmtree, fresh / ".pglint_cache", ignore_errors=True)}


def _ratio(taken: Mapping[str, Run], name: str) -> str:
    """Against squawk with the same kind of report: on the clock, and of processor time, since squawk uses all cores."""
    peer = SQUAWK_JSON if name == WARM_JSON else SQUAWK
    if not name.startswith("pglint") or peer not in taken:
        return ""
    ratio = taken[name].seconds / taken[peer].seconds
    busy = taken[name].processor / taken[peer].processor
    aim = _aim(ratio <= SLOWER[name], f"{SLOWER[name]:.1f} ×") if name in SLOWER else ""
    return f"{ratio:>7.2f} × {peer}, {busy:.2f} × its processor time{aim}"


def _small(programs: Programs, env: Environment, rounds: int) -> None:
    """One SQL file next to a conf and an ini."""
    one, fresh = WORK / "sql-small", WORK / "sql-small-first"
    for folder in (one, fresh):
        write_stacks(folder, 1)
        (folder / "db" / "migration").mkdir(parents=True)
        (folder / "db" / "migration" / "V1__parcels.sql").write_text(SMALL, encoding="utf-8")
    commands = {name: each for name, each in _commands(programs, one, fresh).items() if name in SMALL_RUNS}
    taken = medians(commands, rounds, env, _forget(fresh), before=1)
    print(f"\nSQL, one small file next to a conf and an ini, medians of {rounds}")
    for name, each in taken.items():
        ratio, busy = each.seconds / taken[BASE].seconds, each.processor / taken[BASE].processor
        aim = _aim(ratio <= AIM_SMALL, f"{AIM_SMALL:.0f} ×") if name in (WARM, FIRST) else ""
        print(f"  {name:<26}{each.seconds * 1000:>8.1f} ms{ratio:>7.2f} ×, {busy:.2f} × its processor time{aim}")


def _growth(programs: Programs, env: Environment, sizes: Iterable[int]) -> None:
    print("\nSQL, processor time a file as the folder grows, without a cache")
    smallest = 0.0
    for number in sizes:
        folder = WORK / f"sql-{number}"
        size = write_migrations(folder, number)
        done = run([programs.pglint, "check", "--no-cache", str(folder)], env)
        if done.status not in (0, 1):
            raise SystemExit(f"{number} migrations: exit status {done.status}")
        each = done.processor / number * 1000
        smallest = smallest or each
        aim = _aim(each <= AIM_GROWTH * smallest, f"{AIM_GROWTH:.1f} ×") if each != smallest else ""
        took = f"{done.seconds:>8.2f} s{each:>7.2f} ms a file{each / smallest:>6.2f} ×{done.memory:>7.0f} MB"
        print(f"  {number:>6} files{size / 1e6:>7.1f} MB{took}{aim}")
        shutil.rmtree(folder)


def _dumps(programs: Programs, env: Environment) -> None:
    print(f"\nSQL, a dump of {sql_dump.MEGABYTES} MB, without a cache")
    for name, each in sql_dump.measure(programs.pglint, env).items():
        if each.status not in (0, 1):
            raise SystemExit(f"{name}: exit status {each.status}")
        met = each.seconds <= sql_dump.AIM_SECONDS and each.memory <= sql_dump.AIM_MEMORY
        aim = _aim(met, f"{sql_dump.AIM_SECONDS:.0f} s, {sql_dump.AIM_MEMORY:.0f} MB")
        print(f"  {name:<26}{each.seconds:>8.2f} s{each.memory:>8.0f} MB{aim}")


def _found(programs: Programs, tree: Path, env: Environment) -> None:
    """What both find in the 500, of what both look for."""
    codes = [code for code, rules in COUNTERPARTS.items() if rules]
    check = [programs.pglint, "check", "--quiet", "--format", "json", "--select", ",".join(codes), str(tree)]
    done = subprocess.run(check, env=env, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr)
    report = json.loads(done.stdout)
    paths = [str(path.relative_to(tree)) for path in sorted(tree.rglob("*.sql"))]
    theirs = Counter(each.rule for each in sql_squawk.found(tree, paths, ("--assume-in-transaction",), env))
    print(f"\nfound in the {MIGRATIONS} migrations; squawk is told that the runner opens a transaction")
    for code in codes:
        findings, unknown = (sum(row["code"] == code for row in report[kind]) for kind in ("findings", "unknown"))
        rules = ", ".join(f"{rule} {theirs[rule]}" for rule in COUNTERPARTS[code] if theirs[rule]) or "nothing"
        print(f"  {code}: {findings} found, {unknown} undecided   squawk: {rules}")


def _verdicts(env: Environment) -> None:
    listed = [rule for _, rules in WITHOUT for rule in rules]
    listed += {rule for rules in COUNTERPARTS.values() for rule in rules} - {"syntax-error", "unused-ignore"}
    gone = sql_squawk.unknown(listed, env)
    print(f"rules of squawk that docs/squawk.md names: {len(listed)}, not there any more: {', '.join(gone) or 'none'}")
    changed = sql_verdicts.compare(dict(env))
    number = sum(map(len, CASES.values()))
    print(f"verdicts recorded for the tests: {number}, squawk now says otherwise in {len(changed)} of them")
    for line in changed:
        print(f"  {line}")


def _aim(met: bool, aim: str) -> str:
    return f"   aim {aim}: {'met' if met else 'MISSED'}"
