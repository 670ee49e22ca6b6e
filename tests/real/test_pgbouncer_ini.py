"""Configurations given to the PgBouncer of this machine now: it starts where pglint says so, and nowhere else."""

import subprocess
import time
from collections.abc import Iterator
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
from tests.real import programs
from tests.real.generated_ini import inis

POOLER = programs.pgbouncer()
VERSION: Version = POOLER.numbers if POOLER else catalog.VERSIONS[0]
TITLE = f"pgbouncer.ini, {programs.named('PgBouncer', POOLER)}"
GENERATED = 150
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


CASES = [*recorded(), *(Case(f"generated-{number}", ini, {}) for number, ini in enumerate(inis(VERSION, GENERATED)))]


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    with programs.folder() as path:
        yield path


def files_of(case: Case, port: int) -> dict[str, str]:
    files = {"pgbouncer.ini": case.ini, **case.files}
    return {name: text.replace("{port}", str(port)) for name, text in files.items()}


def started(files: dict[str, str], folder: Path) -> Verdict:
    """Start the program with these files, and stop it again if it starts."""
    assert POOLER
    programs.write(folder, files)
    with programs.running([POOLER.path, "pgbouncer.ini"], folder, "log") as process:
        return Verdict(came_up(process, folder / "log"), (folder / "log").read_text(errors="replace"))


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


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_pglint_knows_whether_it_starts(case: Case, home: Path) -> None:
    files = files_of(case, programs.free_port())
    really, found = started(files, home / case.id), stopping(files)
    if case.deviates:
        assert really.starts == bool(found), "no deviation any more: take it from the list"
        return
    assert really.starts == (not found), f"{case.ini}\n{really.log}\n{[fault.text for fault in found]}"


def test_every_configuration_was_compared() -> None:
    assert len(CASES) == 173 + GENERATED
    assert len({case.id for case in CASES}) == len(CASES)
