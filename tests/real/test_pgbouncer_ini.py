"""Configurations given to the PgBouncer of this machine now: it starts where pglint says so, and nowhere else.

PGLINT_INIS=3000 tries so many generated ones, PGLINT_SEED=7 other ones (``random``: others in each run).
"""

import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

from pglint.catalog import pgbouncer as catalog
from pglint.catalog.pgbouncer import Version
from pglint.facts import Fault
from pglint.model import ini_faults
from pglint.model.pooler_settings import PoolerSettings
from pglint.stacks.ini_chain import follow
from pglint.tree import Memory
from tests.conf_cases import deviations, load
from tests.real import programs, seeds
from tests.real.generated_ini import inis
from tests.real.kept_ini import KEPT

POOLER = programs.pgbouncer()
VERSION: Version = POOLER.numbers if POOLER else catalog.VERSIONS[0]
TITLE = f"pgbouncer.ini, {programs.named('PgBouncer', POOLER)}"
GENERATED = seeds.number("PGLINT_INIS", 500)
NOWHERE = "FATAL nowhere to listen on"
"""It takes the files, but nothing in them says where to listen: systemd may hand it a socket."""
SECONDS = 10
"""By when it has started or ended; both take some milliseconds."""

pytestmark = programs.needs(PgBouncer=POOLER)


class Case(NamedTuple):
    """The main file and those beside it; ``{port}`` stands for the port. ``deviates``: as test_postgresql_conf's."""

    id: str
    ini: str
    files: dict[str, str]
    deviates: bool = False


class Verdict(NamedTuple):
    """What the program did, with its log for the message of a failing test."""

    starts: bool
    log: str


def recorded() -> Iterator[Case]:
    # db-env-var is listed for its host, which does not keep the program from starting
    listed = {name for name in deviations("pgbouncer_grammar") if name != "db-env-var"}
    for case in load("pgbouncer_grammar_cases.json")["cases"]:
        files = {name: any_port(text) for name, text in case.get("files", {}).items()}
        yield Case(case["id"], any_port(case["ini"]), files, case["id"] in listed)


def any_port(text: str) -> str:
    return text.replace("listen_port = 64400", "listen_port = {port}")


def generated() -> Iterator[Case]:
    for number, written in enumerate(inis(VERSION, GENERATED, seeds.SEED)):
        yield Case(f"generated-{number}", *written)


CASES = [*recorded(), *(Case(f"kept: {name}", *written) for name, written in KEPT.items()), *generated()]


@pytest.fixture(scope="module")
def verdicts(request: pytest.FixtureRequest) -> Iterator[Mapping[int, Future[Verdict]]]:
    """What the program does with the cases that are run, several at a time."""
    with programs.folder() as home, ThreadPoolExecutor(3) as pool:
        yield {number: pool.submit(tried, CASES[number], home / str(number)) for number in seeds.wanted(request, "number")}
        pool.shutdown(cancel_futures=True)


def tried(case: Case, folder: Path) -> Verdict:
    """Whether it starts, on any port: one that somebody else took meanwhile says nothing."""
    for _ in range(5):
        found = started(files_of(case, programs.free_port()), folder)
        shutil.rmtree(folder)
        if "Address already in use" not in found.log:
            return found
    raise OSError(found.log)


def files_of(case: Case, port: int) -> dict[str, str]:
    files = {"pgbouncer.ini": case.ini, **case.files}
    return {name: text.replace("{port}", str(port)) for name, text in files.items()}


def started(files: dict[str, str], folder: Path) -> Verdict:
    """Start the program with these files, and stop it again if it starts."""
    assert POOLER
    programs.write(folder, files)
    with programs.running([POOLER.path, "pgbouncer.ini"], folder, "log") as process:
        up = came_up(process, folder / "log")
        log = (folder / "log").read_text(errors="replace")
        return Verdict(up or NOWHERE in log, log)


def came_up(process: subprocess.Popen[str], log: Path) -> bool:
    """Wait until it says that it is up (True), or ends by itself (False)."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        ended = process.poll() is not None
        if b"LOG process up: " in log.read_bytes():
            return True
        if ended:
            return False
        time.sleep(0.002)
    raise TimeoutError(f"neither up nor ended after {SECONDS} s: {log.read_text(errors='replace')}")


def stopping(files: dict[str, str]) -> list[Fault]:
    """What, according to pglint, this version does not start with."""
    settings = PoolerSettings(follow(Memory(files), "pgbouncer.ini"), (VERSION,))
    return [fault for fault in ini_faults.faults(settings) if ini_faults.stops(fault)]


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case.id for case in CASES])
def test_pglint_knows_whether_it_starts(number: int, verdicts: Mapping[int, Future[Verdict]]) -> None:
    case = CASES[number]
    really, found = verdicts[number].result(), stopping(files_of(case, 64400))
    if case.deviates:
        assert really.starts == bool(found), "no deviation any more: take it from the list"
        return
    assert really.starts == (not found), f"{case.ini}\n{case.files}\n{really.log}\n{[fault.text for fault in found]}"


def test_every_configuration_was_compared() -> None:
    assert len(CASES) == 173 + len(KEPT) + GENERATED
    assert len({case.id for case in CASES}) == len(CASES)
