"""Stacks that are started now: PostgreSQL holds as many sessions as pglint's sum, and refuses where a rule fires."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pglint.catalog import pgbouncer as catalog
from pglint.model.load import loaded
from pglint.model.pooler import Pooler
from pglint.model.pooler_settings import PoolerSettings
from pglint.rulebook import examples
from pglint.rulebook.compile import parse
from pglint.rulebook.load import rules, texts
from pglint.stacks.ini_chain import follow
from pglint.tree import Memory
from tests.real import programs, stack
from tests.real.stack import Client

SERVER, POOLER = programs.postgresql(), programs.pgbouncer()
VERSION = POOLER.numbers if POOLER else catalog.VERSIONS[0]
TITLE = "stacks of both, under load"
SECONDS = 2.5
"""How long clients stay: a pool is full, reserve included, after less than one second."""

pytestmark = programs.needs(PostgreSQL=SERVER, PgBouncer=POOLER)

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
NO_SLOT = ("remaining connection slots are reserved", "sorry, too many clients already")
ROLE_FULL = ("too many connections for role",)


class Load(NamedTuple):
    """A PgBouncer, the clients that keep it busy, and how many server connections that takes."""

    id: str
    ini: str
    clients: tuple[Client, ...]
    peak: int
    processes: int = 1


LOADS = (
    Load(
        "two databases and two users, with a reserve",
        "[databases]\nd1 = host=db\nd2 = host=db\n[pgbouncer]\ndefault_pool_size = 3\nreserve_pool_size = 2\nreserve_pool_timeout = 0.2\n",
        (("d1", "u1", 8), ("d1", "u2", 8), ("d2", "u1", 8), ("d2", "u2", 8)),
        20,
    ),
    Load(
        "max_db_connections over two users, and the floor of a forced user",
        "[databases]\nd1 = host=db max_db_connections=5\nd2 = host=db user=app pool_size=6 min_pool_size=4\n"
        "[pgbouncer]\ndefault_pool_size = 4\n",
        (("d1", "u1", 9), ("d1", "u2", 9), ("d2", "app", 1)),
        9,
    ),
    Load(
        "max_user_connections over two databases",
        "[databases]\nd1 = host=db\nd2 = host=db\n[users]\nu1 = max_user_connections=5\n[pgbouncer]\npool_mode = transaction\ndefault_pool_size = 4\n",
        (("d1", "u1", 9), ("d2", "u1", 9), ("d2", "u2", 9)),
        9,
    ),
    Load(
        "two processes, the fallback entry",
        "[databases]\nd1 = host=db pool_size=2\n* = host=db\n[pgbouncer]\ndefault_pool_size = 3\n",
        (("d1", "u1", 12), ("d2", "u1", 12)),
        10,
        processes=2,
    ),
)


class Refusal(NamedTuple):
    """An example of a rule, or a fixture: what the server's log shows where the rule fires, and nowhere else."""

    rule: str
    example: str
    clients: tuple[Client, ...]
    refused: tuple[str, ...]
    peak: int
    role_limits: tuple[tuple[str, int], ...] = ()


REFUSALS = (
    Refusal("CAP001", "two pools of 25 and 50 connections for everybody", (("app", "app", 30), ("jobs", "jobs", 30)), NO_SLOT, 47),
    Refusal("CAP001", "exactly as many as there are slots (near miss: 47 of 50 - 3)", (("app", "app", 60),), NO_SLOT, 47),
    Refusal("CAP003", "fixtures/role-limit", (("orders", "shop", 25), ("returns", "shop", 25)), ROLE_FULL, 30, (("shop", 30),)),
    Refusal("CAP003", "the limit equals the pool (near miss)", (("app", "app", 30),), ROLE_FULL, 25, (("app", 25),)),
)  # fmt: skip
CASES = (*LOADS, *REFUSALS)
BOOK = rules(use_cache=False)
RULES: dict[str, dict[str, Any]] = {
    code: parse(path, Path(path).read_text(encoding="utf-8"))
    for code, path in texts().items()
    if code in ("CAP001", "CAP003")
}


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A folder with a data directory, made once."""
    assert SERVER
    with programs.folder() as path:
        stack.initialise(path, SERVER)
        yield path


def pooler_of(files: dict[str, str]) -> Pooler:
    settings = PoolerSettings(follow(Memory(files), "pgbouncer.ini"), (VERSION,))
    return Pooler("pgbouncer.ini", settings, (VERSION,))


@pytest.mark.parametrize("load", LOADS, ids=[load.id for load in LOADS])
def test_as_many_sessions_as_the_sum(load: Load, home: Path) -> None:
    assert SERVER
    assert POOLER
    with stack.server(home, SERVER, "max_connections = 80") as server:
        files = stack.on_loopback({"pgbouncer.ini": load.ini}, server.port)
        assert loaded(pooler_of(files), VERSION, load.clients, load.processes) == load.peak
        with stack.poolers(home, POOLER, files, load.processes) as ports, stack.busy(ports, load.clients):
            assert server.peak(SECONDS) == load.peak


def files_of(refusal: Refusal) -> dict[str, str]:
    if refusal.example.startswith("fixtures/"):
        folder = FIXTURES / refusal.example.removeprefix("fixtures/")
        return {path.name: path.read_text() for path in folder.iterdir() if path.name != "expected.txt"}
    example = next(each for each in RULES[refusal.rule]["examples"] if each["name"] == refusal.example)
    return dict(example["files"])


@pytest.mark.parametrize("refusal", REFUSALS, ids=[f"{each.rule}: {each.example}" for each in REFUSALS])
def test_the_server_refuses_logins_where_the_rule_fires(refusal: Refusal, home: Path) -> None:
    assert SERVER
    assert POOLER
    files = files_of(refusal)
    with stack.server(home, SERVER, files["postgresql.conf"]) as server:
        files = stack.on_loopback(files, server.port)
        for role, limit in refusal.role_limits:
            server.sql(f"alter role {role} connection limit {limit};")
        own, end = server.children(), time.monotonic() + stack.SECONDS
        with stack.poolers(home, POOLER, files) as ports, stack.busy(ports, refusal.clients):
            # the session that counts must not take one of the slots
            while len(server.children() - own) < refusal.peak and time.monotonic() < end:
                time.sleep(0.05)
            time.sleep(1)
            assert server.peak(SECONDS - 1) == refusal.peak
            log = server.log()
    rule = next(each for each in BOOK.rules if each.code == refusal.rule)
    fires = examples.outcome(rule, files, BOOK, []) != "nothing"
    assert fires == any(f"FATAL:  {words}" in log for words in refusal.refused), log
    assert any(words in log for words in (*NO_SLOT, *ROLE_FULL)) == fires


def test_both_sides_of_each_limit_are_tried() -> None:
    assert len(CASES) == 8
    for code in RULES:
        outcomes = {
            examples.outcome(next(rule for rule in BOOK.rules if rule.code == code), files_of(each), BOOK, []) == "nothing"
            for each in REFUSALS if each.rule == code
        }  # fmt: skip
        assert outcomes == {True, False}
