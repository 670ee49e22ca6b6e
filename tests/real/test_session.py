"""Sequences of SET, transactions and savepoints, run by psql and replayed: the timeouts after each statement are the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from pglint.cluster_facts import Home
from pglint.replay.block import Way
from pglint.replay.psql import PsqlCommands
from pglint.replay.script import Part, Player
from pglint.replay.state import State
from pglint.replay.statements import Use
from pglint.source import Source
from pglint.tree import Memory
from pglint.values import Unknown
from tests.real import programs
from tests.real.generated_sessions import TIMEOUTS, Sequence, sequence
from tests.real.stack import SECONDS, Server, initialise, server

SERVER = programs.postgresql()
TITLE = f"sessions, {programs.named('PostgreSQL', SERVER)}"
PROBE = "UNLISTEN probe"
"""Changes nothing, and pglint has a fact of it."""
ASK = (
    "SELECT 'now', (SELECT setting FROM pg_settings WHERE name = 'lock_timeout'),"
    " (SELECT setting FROM pg_settings WHERE name = 'statement_timeout'), current_user"
)
CLEAN = "\\set AUTOCOMMIT on\nROLLBACK;\nRESET SESSION AUTHORIZATION;\nALTER ROLE postgres RESET ALL;\n" + "".join(
    f"ALTER {what} RESET ALL;\n" for what in ("ROLE ALL", "DATABASE app", "ROLE postgres IN DATABASE app")
)
CASES = [
    *(sequence(seed, "each") for seed in range(160)),
    *(sequence(seed, "file") for seed in range(40)),
    *(sequence(seed, "implicit") for seed in range(40)),
]

pytestmark = programs.needs(PostgreSQL=SERVER)


class Seen(NamedTuple):
    """What is in effect after a statement; None where pglint does not know."""

    lock: str | None
    statement: str | None
    role: str | None


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    assert SERVER
    with programs.folder() as home:
        initialise(home, SERVER)
        with server(home, SERVER, "max_prepared_transactions = 64\nfsync = off\n") as started:
            started.sql("ALTER ROLE anna SUPERUSER; ALTER ROLE bert SUPERUSER;")
            yield started


def written(case: Sequence) -> str:
    """The file, with the probe after each statement."""
    return "".join(f"{each}{'' if each.startswith(chr(92)) else ';'}\n{PROBE};\n" for each in case.statements)


def asked(running: Server, case: Sequence) -> list[Seen]:
    """What the server says after each statement."""
    text = written(case)
    text = text.replace(f"{PROBE};\n", f"{PROBE};\n{ASK};\n")
    if case.way == "implicit":
        text = text.replace(";\n", "\\;\n").rstrip("\\;\n") + ";\n"
    home = Path(running.home)
    programs.write(home, {"sequence.sql": text, "clean.sql": CLEAN})
    where = ("-h", str(home), "-p", str(running.port), "-U", "postgres", "-d", "postgres")
    psql = [running.program.path.with_name("psql"), "-X", "-A", "-t", "-q", *where]
    single = ["-1"] if case.way == "file" else []
    done = programs.call([*psql, *single, "-f", "sequence.sql"], home, SECONDS)
    programs.call([*psql, "-f", "clean.sql"], home, SECONDS)
    found = [line.split("|")[1:] for line in done.stdout.splitlines() if line.startswith("now|")]
    assert len(found) == len(case.statements), done.stderr
    return [Seen(*each) for each in found]


def replayed(case: Sequence) -> list[Seen]:
    """What pglint says after each statement."""
    state = State(Home("a.sql"), {}, "postgres")
    state.database = "postgres"
    player = Player(state, PsqlCommands(Memory({})))
    text = written(case)
    player.play(Part(Source("a.sql", text), 0, len(text), Way(case.way)), Use(Home("a.sql")))
    return [
        Seen(
            *(said(fact.timeouts[name].value) if name in fact.timeouts else "0" for name in TIMEOUTS),
            role=fact.role if isinstance(fact.role, str) else None,
        )
        for fact in player.facts
        if fact.span.text == PROBE
    ]


def said(value: object) -> str | None:
    return None if isinstance(value, Unknown) else str(value)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.way} {case.seed}")
def test_timeouts_and_role(running: Server, case: Sequence) -> None:
    real, ours = asked(running, case), replayed(case)
    assert len(real) == len(ours)
    ended = False
    for statement, server_says, pglint_says in zip(case.statements, real, ours, strict=True):
        # what a runner does after the file ended its transaction is not known, nor is a default of the server
        ended = ended or (case.way == "file" and statement.startswith(("COMMIT", "END", "ROLLBACK", "ABORT")))
        ended = ended or "FROM CURRENT" in statement
        for theirs, own in zip(server_says, pglint_says, strict=True):
            if own is None:
                assert ended, (statement, server_says, pglint_says, written(case))
            else:
                assert own == theirs, (statement, server_says, pglint_says, written(case))
