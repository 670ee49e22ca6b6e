"""Every real program of this machine by a name: ``postgresql 15`` is a PostgreSQL of that major, ``pgbouncer 1.18`` of that minor."""

import atexit
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.real import programs
from tests.real.programs import Program

UNPACKED = Path(sys.prefix) / "servers"
"""Where scripts/servers.sh puts what is not of the system's packages."""


class Run(NamedTuple):
    """The programs of one run of a proof; None: it needs none of that kind."""

    name: str
    postgresql: Program | None
    pgbouncer: Program | None

    def told(self) -> str:
        """With full versions: ``PostgreSQL 15.18, PgBouncer 1.18.0``."""
        both = (("PostgreSQL", self.postgresql), ("PgBouncer", self.pgbouncer))
        return ", ".join(f"{name} {program.version}" for name, program in both if program)


@cache
def all_programs() -> dict[str, Program]:
    """Every program that is here, by the name that proofs use."""
    found: dict[str, Program] = {}
    for program in _postgresqls():
        found.setdefault(f"postgresql {program.numbers[0]}", program)
    for program in _pgbouncers():
        found.setdefault(f"pgbouncer {program.numbers[0]}.{program.numbers[1]}", program)
    return found


def run(name: str) -> Run:
    """The programs that a run names. Raises LookupError with the names of those that are not installed."""
    names = name.split(" with ")
    missing = [each for each in names if each not in all_programs()]
    if missing:
        raise LookupError(f"not installed: {', '.join(missing)} (sh scripts/servers.sh)")
    by_kind = {each.partition(" ")[0]: all_programs()[each] for each in names}
    return Run(name, by_kind.get("postgresql"), by_kind.get("pgbouncer"))


def _postgresqls() -> Iterator[Program]:
    for path in sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), reverse=True):
        yield from _program(path, r"\(PostgreSQL\) (\d+(?:\.\d+)?)")
    if usual := programs.postgresql():
        yield usual
    for path in sorted(_unpacked().glob("*/*/bin/postgres")):
        yield from _program(path, r"\(PostgreSQL\) (\d+(?:\.\d+)?)")


def _pgbouncers() -> Iterator[Program]:
    if usual := programs.pgbouncer():
        yield usual
    for path in sorted(_unpacked().glob("pgbouncer-*/pgbouncer")):
        yield from _program(path, r"^PgBouncer (\d+\.\d+\.\d+)")


@cache
def _unpacked() -> Path:
    """The folder itself, or a copy where those who run the servers may not look into it (a home folder, say)."""
    if not UNPACKED.is_dir():
        return UNPACKED
    seen = programs.call(["test", "-r", UNPACKED], Path("/"))
    if seen.returncode == 0:
        return UNPACKED
    copy = Path(tempfile.mkdtemp(prefix="pglint-servers-"))
    atexit.register(shutil.rmtree, copy, ignore_errors=True)
    shutil.copytree(UNPACKED, copy, symlinks=True, dirs_exist_ok=True)
    copy.chmod(0o755)
    return copy


def _program(path: Path, pattern: str) -> Iterator[Program]:
    match = re.search(pattern, subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout)
    if match:
        yield Program(path, match[1])
