"""Scripts run by psql and replayed: the server ends with the roles, databases, settings and slots that pglint says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pglint.cluster_facts import DatabaseFact, PublicationFact, RoleFact, SlotFact, SubscriptionFact
from pglint.replay.block import Way
from pglint.replay.replay import single
from pglint.sql_facts import Replayed
from pglint.tree import Memory
from pglint.values import Cell, Unknown
from tests.real import programs
from tests.real.generated_roles import SCRIPTS
from tests.real.stack import SECONDS, Server, initialise, server

SERVER = programs.postgresql()
TITLE = f"roles and databases, {programs.named('PostgreSQL', SERVER)}"
CASES = list(SCRIPTS)
CONF = "wal_level = logical\nmax_replication_slots = 30\nfsync = off\n"

STATE = r"""
\set QUIET on
\t on
\a
select 'role', rolname, rolconnlimit, rolsuper, rolreplication, rolcanlogin, coalesce(rolvaliduntil::date::text, '') from pg_roles
    where oid >= 16384 and rolname not in (select rolname from watch.roles);
select 'member', m.rolname, g.rolname from pg_auth_members a join pg_roles m on m.oid = member join pg_roles g on g.oid = roleid
    where m.oid >= 16384;
select 'database', datname, datconnlimit, datallowconn from pg_database where datname not in (select datname from watch.databases);
select 'setting', coalesce(d.datname, ''), coalesce(r.rolname, ''), s.line from pg_db_role_setting
    left join pg_database d on d.oid = setdatabase left join pg_roles r on r.oid = setrole, unnest(setconfig) s(line);
select 'slot', slot_name, slot_type = 'logical' from pg_replication_slots where not temporary;
select 'publication', pubname from pg_publication;
select 'subscription', subname, coalesce(subslotname, ''), subenabled from pg_subscription;
select 'system', name, setting from pg_file_settings where sourcefile like '%auto.conf' order by sourceline;
"""
CLEAN = r"""
select format('alter subscription %I set (slot_name = none)', subname) from pg_subscription \gexec
select format('drop subscription %I', subname) from pg_subscription \gexec
select format('drop publication %I', pubname) from pg_publication \gexec
select pg_drop_replication_slot(slot_name) from pg_replication_slots;
select format('update pg_database set datallowconn = true where datname = %L', datname) from pg_database where not datallowconn and datname <> 'template0' \gexec
select format('drop database %I', datname) from pg_database where datname not in (select datname from watch.databases) \gexec
select format('drop owned by %I; drop role %I', rolname, rolname) from pg_roles
    where oid >= 16384 and rolname not in (select rolname from watch.roles) \gexec
alter role all reset all;
alter system reset all;
"""

pytestmark = programs.needs(PostgreSQL=SERVER)


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    assert SERVER
    with programs.folder() as home:
        initialise(home, SERVER)
        with server(home, SERVER, CONF) as started:
            started.sql("create schema watch; create table watch.roles as select rolname from pg_roles;"
                        " create table watch.databases as select datname from pg_database;")  # fmt: skip
            yield started


def ended(running: Server, script: str) -> list[tuple[str, ...]]:
    """What the server says after the script, as rows."""
    run(running, script)
    return [tuple(line.split("|")) for line in run(running, STATE + CLEAN).splitlines() if "|" in line]


def run(running: Server, script: str) -> str:
    programs.write(running.home, {"script.sql": script})
    where = ("-h", str(running.home), "-p", str(running.port), "-U", "postgres", "-d", "postgres")
    psql = [running.program.path.with_name("psql"), "-X", "-q", *where, "-f", "script.sql"]
    return programs.call(psql, running.home, SECONDS).stdout


def told(cell: Cell | None) -> Any:
    """A value as the server prints it; None for one that pglint does not know."""
    if cell is None:
        return ""
    if isinstance(cell.value, Unknown):
        return None
    return {True: "t", False: "f"}.get(cell.value, str(cell.value)) if isinstance(cell.value, bool) else str(cell.value)


def replayed(script: str) -> Replayed:
    found = single(Memory({"script.sql": script}), "script.sql", "setup", way=Way("each"))
    assert found is not None
    return found


def named(found: Replayed, kind: type[Any]) -> dict[str, Any]:
    return {fact.name: fact for fact in found.facts if isinstance(fact, kind) and isinstance(fact.name, str)}


def agree(ours: dict[str, tuple[Any, ...]], theirs: dict[str, tuple[str, ...]]) -> None:
    """The same things, and of each the same values, where pglint knows them."""
    maybe = {name for name, values in ours.items() if all(value is None for value in values)}
    assert set(ours) - maybe <= set(theirs) <= set(ours), (ours, theirs)
    for name, values in ours.items():
        if name in theirs:
            pairs = zip(values, theirs[name], strict=True)
            assert all(own is None or own == other for own, other in pairs), (name, values, theirs[name])


@pytest.mark.parametrize("name", CASES)
def test_state(running: Server, name: str) -> None:
    rows, found = ended(running, SCRIPTS[name]), replayed(SCRIPTS[name])
    compare_things(rows, found)
    compare_settings(rows, found)


def compare_things(rows: list[tuple[str, ...]], found: Replayed) -> None:
    of = {kind: {row[1]: row[2:] for row in rows if row[0] == kind} for kind in ("role", "database", "slot", "subscription")}
    roles = {
        name: (told(fact.connection_limit), told(fact.superuser), told(fact.replication), told(fact.login),
               (told(fact.valid_until) or "").removesuffix(" 00:00") if fact.valid_until else "")
        for name, fact in named(found, RoleFact).items()
    }  # fmt: skip
    agree(roles, of["role"])
    databases = named(found, DatabaseFact)
    agree({name: (told(fact.connection_limit), told(fact.allow_connections)) for name, fact in databases.items()}, of["database"])
    members = {(row[1], row[2]) for row in rows if row[0] == "member"}
    ours = {(name, group) for name, fact in named(found, RoleFact).items() for group in fact.member_of}
    assert ours == members
    agree({name: (told(Cell(fact.logical)),) for name, fact in named(found, SlotFact).items()}, of["slot"])
    assert set(named(found, PublicationFact)) == {row[1] for row in rows if row[0] == "publication"}
    subscriptions = named(found, SubscriptionFact)
    agree({name: (fact.slot, told(Cell(fact.enabled))) for name, fact in subscriptions.items()}, of["subscription"])


def compare_settings(rows: list[tuple[str, ...]], found: Replayed) -> None:
    theirs = {(row[1], row[2], row[3].partition("=")[0].lower()): row[3].partition("=")[2] for row in rows if row[0] == "setting"}
    ours: dict[tuple[str, str, str], str | None] = {("", "", name): told(cell) for name, cell in found.everyone.items()}
    for name, database in named(found, DatabaseFact).items():
        ours |= {(name, "", setting): told(cell) for setting, cell in database.settings.items()}
    for name, role in named(found, RoleFact).items():
        ours |= {("", name, setting): told(cell) for setting, cell in role.settings.items()}
        for where, settings in role.in_database.items():
            ours |= {(where, name, setting): told(cell) for setting, cell in settings.items()}
    assert set(ours) == set(theirs)
    assert all(value is None or value == theirs[key] for key, value in ours.items()), (ours, theirs)
    system = [(row[1], row[2]) for row in rows if row[0] == "system"]
    assert [(setting.name, setting.value) for setting in found.settings] == system
