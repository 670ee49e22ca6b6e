"""Every load that was put on real PgBouncers: the model holds exactly as many server connections as were counted."""

import json
from pathlib import Path
from typing import Any

import pytest

from pglint.catalog import pgbouncer as catalog
from pglint.catalog.pgbouncer import Version
from pglint.config.records import AppDecl
from pglint.model import ini_faults
from pglint.model.app import App
from pglint.model.load import loaded
from pglint.model.pooler import Pooler
from pglint.model.pooler_settings import PoolerSettings
from pglint.source import Source, first_line
from pglint.stacks.ini_chain import follow
from pglint.tree import Memory
from pglint.values import Cell, Sum, Unknown

DATA = Path(__file__).parent.parent / "data"
CASES: list[dict[str, Any]] = json.loads((DATA / "pgbouncer_capacity_cases.json").read_text())["cases"]
RUNS = [pytest.param(case, version, id=f"{case['id']}-{version}") for case in CASES for version in case["measured"]]
ROLE_LIMIT = {"rolelimit": 3}
"""The CONNECTION LIMIT of the one role that such a case logs in as; PostgreSQL holds the pool to it."""
USERS = '"u1" ""\n"u2" ""\n"u3" ""\n"app" ""\n"limited" ""\n'


SATURATED = [
    run
    for run in RUNS
    if (case := run.values[0])
    and "peak" in case["measured"][run.values[1]]
    and not case["id"].startswith(("auth_user", "min-"))
]
"""Without those of auth_query, whose pool counts 1 in the proven demand, and those with no clients, or one."""


def version_of(text: str) -> Version:
    return catalog.DEVELOPMENT if text.startswith("main") else catalog.parse_version(text)


def app(database: str, role: str) -> App:
    return App(AppDecl(first_line(Source("pglint.toml", "")), f"{role} at {database}", role=role, database=database))


def pooler_of(case: dict[str, Any], version: Version) -> Pooler:
    ini = f"[databases]\n{case['databases']}"
    if case["users"]:
        ini += f"[users]\n{case['users']}"
    ini += f"[pgbouncer]\nauth_type = trust\nauth_file = users.txt\nmax_client_conn = 1000\n{case['pgbouncer']}"
    files = {"pgbouncer.ini": ini, "users.txt": case.get("auth_file", USERS)}
    settings = PoolerSettings(follow(Memory(files), "pgbouncer.ini"), (version,))
    return Pooler("pgbouncer.ini", settings, (version,))


@pytest.mark.parametrize(("case", "version"), RUNS)
def test_as_many_as_were_counted(case: dict[str, Any], version: str) -> None:
    reading = version_of(version)
    pooler = pooler_of(case, reading)
    stops = [fault for fault in ini_faults.faults(pooler.settings) if ini_faults.stops(fault)]
    measured = case["measured"][version]
    if "refuses_to_start" in measured:
        assert stops
        return
    assert not stops
    clients = [(database, user, count) for database, user, count in case["clients"]]
    found = loaded(pooler, reading, clients, case["processes"])
    assert isinstance(found, int)
    assert min(found, ROLE_LIMIT.get(case["id"], found)) == measured["peak"]


@pytest.mark.parametrize(("case", "version"), SATURATED)
def test_the_proven_demand_of_declared_applications(case: dict[str, Any], version: str) -> None:
    """With each client declared as an application, the demand that rules compare is the number that was counted."""
    reading = version_of(version)
    clients = sum(count for _, _, count in case["clients"])
    pooler = pooler_of({**case, "pgbouncer": f"{case['pgbouncer']}max_client_conn = {clients}\n"}, reading)
    pooler.apps = tuple(app(database, user) for database, user, _ in case["clients"])
    demand = pooler.proven(reading, pooler.settings.databases, instances=Cell(case["processes"]))
    assert min(demand.total or 0, ROLE_LIMIT.get(case["id"], clients)) == case["measured"][version]["peak"]
    assert demand.at_least is ("*" in case["databases"])


@pytest.mark.parametrize(("case", "version"), SATURATED)
def test_the_worst_case_of_the_users_that_came(case: dict[str, Any], version: str) -> None:
    """Where every user came to every database, the worst case is the number that was counted."""
    reading = version_of(version)
    users = dict.fromkeys(user for _, user, _ in case["clients"])
    databases = dict.fromkeys(database for database, _, _ in case["clients"])
    clients = sum(count for _, _, count in case["clients"])
    auth_file = "".join(f'"{user}" ""\n' for user in users)
    pooler = pooler_of(
        {**case, "pgbouncer": f"{case['pgbouncer']}max_client_conn = {clients}\n", "auth_file": auth_file}, reading
    )
    worst = pooler.worst(reading, pooler.settings.databases)
    peak = case["measured"][version]["peak"]
    if "*" in case["databases"]:
        assert worst == Unknown("nothing limits the pools of pgbouncer.ini: databases unbounded")
    elif case["id"] == "maxflow":
        assert isinstance(worst, Sum)
        assert worst.total == 9, "u2 and u3 may come to d1 too"
    else:
        assert isinstance(worst, Sum)
        assert len(users) * len(databases) == len(case["clients"])
        assert min((worst.total or 0) * case["processes"], ROLE_LIMIT.get(case["id"], 1000)) == peak


def test_the_file_holds_all_cases() -> None:
    assert len(CASES) == 32
    assert len(RUNS) == sum(len(case["measured"]) for case in CASES) == 92
    assert len(SATURATED) == 73
