"""Which stack SQL joins, and why; and what it tells other stacks."""

from collections.abc import Mapping

import pytest

from pglint.cluster_facts import SubscriberFact
from pglint.config import Config, load
from pglint.project import kind
from pglint.source import Source
from pglint.stacks.assemble import assemble
from pglint.stacks.stack import Stack
from pglint.stacks.units import read
from pglint.tree import Memory

CONF = "max_connections = 50\n"
INI = "[databases]\napp = host=db\n[pgbouncer]\npool_mode = transaction\n"
ROLE = "CREATE ROLE app LOGIN;\n"
PUBLISHER = "host=primary dbname=shop user=replicator"
SUBSCRIBES = f"CREATE SUBSCRIPTION s CONNECTION '{PUBLISHER}' PUBLICATION p;\n"


def stacks(files: Mapping[str, str], toml: str = "") -> list[Stack]:
    config = load(Source("pglint.toml", toml)) if toml else Config()
    units = read(Memory(dict(files)), [(path, kind(path) or "") for path in sorted(files)], config)
    found, _ = assemble(units, config)
    assert units.internal == []
    return found


def sql(files: Mapping[str, str], toml: str = "") -> dict[str, dict[str, str]]:
    """The reasons by SQL file, by stack; stacks without SQL are left out."""
    found = {
        each.name: {member.path: member.reason for member in each.members if member.path.endswith(".sql")}
        for each in stacks(files, toml)
    }
    return {name: reasons for name, reasons in found.items() if reasons}


def test_the_only_server_has_all_sql() -> None:
    files = {"db/postgresql.conf": CONF, "a/b/migrations/V1__a.sql": ROLE, "scripts/roles.sql": ROLE, "jobs/x.sql": "LISTEN y;"}
    why = "db/postgresql.conf is the only server"
    assert sql(files) == {"db": {"a/b/migrations/V1__a.sql": why, "scripts/roles.sql": why, "jobs/x.sql": why}}


def test_the_nearest_of_several() -> None:
    files = {
        "shop/db/postgresql.conf": CONF, "shop/migrations/V1__a.sql": ROLE,
        "crm/db/postgresql.conf": CONF, "crm/roles.sql": ROLE,
    }  # fmt: skip
    assert sql(files) == {
        "crm/db": {"crm/roles.sql": "crm/db/postgresql.conf is the nearest server"},
        "shop/db": {"shop/migrations/V1__a.sql": "shop/db/postgresql.conf is the nearest server"},
    }


def test_two_servers_are_equally_near() -> None:
    files = {"a/postgresql.conf": CONF, "b/postgresql.conf": CONF, "migrations/V1__a.sql": ROLE, "roles.sql": ROLE}
    why = "by itself: 2 servers are equally near; declare a [[stack]]"
    assert sql(files) == {"migrations/V1__a.sql": {"migrations/V1__a.sql": why}, "roles.sql": {"roles.sql": why}}


def test_a_sequence_is_one() -> None:
    files = {"a/postgresql.conf": CONF, "a/migrations/V1__a.sql": ROLE, "a/migrations/V2__b.sql": "DROP ROLE app;"}
    (found,) = stacks(files)
    assert [each.paths for each in found.replays] == [("a/migrations/V1__a.sql", "a/migrations/V2__b.sql")]


TOGETHER = "no server is in the tree: all SQL is taken together"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        # one cluster, whose pooler is the only one
        ({"roles.sql": ROLE, "a/b/more.sql": ROLE}, {"default": {"roles.sql", "a/b/more.sql"}}),
        ({"roles.sql": ROLE, "pooler/pgbouncer.ini": INI}, {"pooler/pgbouncer.ini": {"roles.sql"}}),
        ({"roles.sql": ROLE, "a/pgbouncer.ini": INI, "b/pgbouncer.ini": INI}, {"default": {"roles.sql"}}),
        ({"roles.sql": ROLE, "example/pgbouncer.ini": INI}, {"default": {"roles.sql"}}),
        ({"default.sql": ROLE, "a.sql": ROLE}, {"default": {"default.sql", "a.sql"}}),
    ],
)
def test_without_a_server_all_sql_is_of_one_cluster(files: Mapping[str, str], expected: Mapping[str, set[str]]) -> None:
    found = sql(files)
    assert {name: set(reasons) for name, reasons in found.items()} == expected
    assert {reason for reasons in found.values() for reason in reasons.values()} == {TOGETHER}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"postgresql.conf": CONF, "examples/init/roles.sql": ROLE}, "by itself: no server is near"),
        ({"roles.sql": ROLE, "testdata/init/roles.sql": ROLE}, "by itself: no server is near"),
        ({"testdata/init/roles.sql": ROLE}, "by itself: no server is near"),
    ],
)
def test_files_of_tests_and_examples_join_nothing(files: Mapping[str, str], expected: str) -> None:
    path = next(path for path in files if path.endswith("/init/roles.sql"))
    assert sql(files)[path] == {path: expected}


def test_a_declared_stack_takes_what_its_globs_name() -> None:
    files = {
        "a/postgresql.conf": CONF, "b/postgresql.conf": CONF, "migrations/V1__a.sql": ROLE,
        "migrations/V2__b.sql": "ALTER ROLE app NOLOGIN;", "examples/roles/one.sql": ROLE, "other.sql": ROLE,
    }  # fmt: skip
    toml = '[[stack]]\nname = "prod"\ninclude = ["a/**", "migrations/V1*", "examples/**"]\n'
    why = 'matches include of [[stack]] "prod"'
    assert sql(files, toml) == {
        "prod": {"examples/roles/one.sql": why, "migrations/V1__a.sql": why, "migrations/V2__b.sql": why},
        "other.sql": {"other.sql": "by itself: 2 servers are equally near; declare a [[stack]]"},
    }


def test_servers_of_which_nobody_knows_how_many_there_are() -> None:
    tf = (
        'variable "names" {}\n'
        'resource "google_sql_database_instance" "main" {\n  for_each = var.names\n  name = each.key\n'
        '  database_version = "POSTGRES_16"\n}\n'
    )
    found = sql({"main.tf": tf, "roles.sql": ROLE})
    assert found == {"roles.sql": {"roles.sql": "by itself: nobody knows how many servers main.tf makes"}}


def subscribers(found: list[Stack]) -> dict[str, list[tuple[object, str, str]]]:
    told = {
        each.name: [(fact.slot, fact.user, fact.database) for fact in each.facts if isinstance(fact, SubscriberFact)]
        for each in found
    }
    return {name: facts for name, facts in told.items() if facts}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"primary/postgresql.conf": CONF, "subscriber/setup.sql": SUBSCRIBES}, {"primary": [("s", "replicator", "shop")]}),
        (
            {"primary/postgresql.conf": CONF, "subscriber/postgresql.conf": CONF, "subscriber/setup.sql": SUBSCRIBES},
            {"primary": [("s", "replicator", "shop")]},
        ),
        # nobody is called so; or two are
        ({"db/postgresql.conf": CONF, "subscriber/setup.sql": SUBSCRIBES}, {}),
        ({"a/primary/postgresql.conf": CONF, "b/primary/postgresql.conf": CONF, "x/setup.sql": SUBSCRIBES}, {}),
        # it takes nothing from the publisher
        ({"primary/postgresql.conf": CONF, "x/setup.sql": SUBSCRIBES.replace(";", " WITH (connect = false);")}, {}),
        ({"primary/postgresql.conf": CONF, "x/setup.sql": SUBSCRIBES.replace(";", " WITH (slot_name = NONE, enabled = false);")}, {}),
        ({"primary/postgresql.conf": CONF, "x/setup.sql": SUBSCRIBES + "DROP SUBSCRIPTION s;"}, {}),
    ],
)
def test_a_subscription_is_told_to_the_server_that_it_names(
    files: Mapping[str, str], expected: Mapping[str, object]
) -> None:
    assert subscribers(stacks(files)) == expected


def test_what_subscribes_to_the_only_server_runs_on_another() -> None:
    files = {"primary/postgresql.conf": CONF, "primary/roles.sql": ROLE, "subscriber/setup.sql": SUBSCRIBES}
    assert sql(files) == {
        "primary": {"primary/roles.sql": "primary/postgresql.conf is the only server"},
        "subscriber/setup.sql": {
            "subscriber/setup.sql": "by itself: it subscribes to the server in primary/postgresql.conf"
        },
    }
