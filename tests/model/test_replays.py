"""Several sequences and files of SQL in, what they come to together out."""

from collections.abc import Mapping

import pytest

from pglint.cluster_facts import DatabaseFact, Home, RoleFact
from pglint.model import replays
from pglint.replay import replay
from pglint.source import Source, Span
from pglint.sql_facts import Replayed
from pglint.tree import Memory
from pglint.values import Cell
from tests.replay.playing import UNKNOWN, shown

INIT = "docker-entrypoint-initdb.d/01.sql"
V1, V2 = "migrations/V1__one.sql", "migrations/V2__two.sql"
SCRIPT, OTHER = "scripts/a.sql", "scripts/b.sql"
DUMP = "backup/roles.sql"
HEAD = "-- PostgreSQL database cluster dump\n"


def read(files: Mapping[str, str]) -> list[Replayed]:
    return replay.read(Memory(dict(files)), list(files), majors=(15,))


def role(files: Mapping[str, str]) -> dict[str, object] | None:
    """The role ``a``; None where nothing is said about it."""
    found = [fact for fact in replays.facts(read(files)) if isinstance(fact, RoleFact)]
    assert len({fact.name for fact in found}) == len(found)
    for fact in found:
        if fact.name == "a":
            return {
                "limit": shown(fact.connection_limit), "login": shown(fact.login), "super": shown(fact.superuser),
                **{name: shown(cell) for name, cell in fact.settings.items()},
                **{f"{name} in {where}": shown(cell) for where, each in fact.in_database.items() for name, cell in each.items()},
                **({"dropped": True} if fact.dropped else {}), **({"copied": True} if fact.copied else {}),
                **({"member of": fact.member_of} if fact.member_of else {}),
            }  # fmt: skip
    return None


MADE = {"limit": -1, "login": True, "super": False}
LOCK = "lock_timeout"

ROLES = [
    # one file
    ({V1: "CREATE USER a;"}, MADE),
    ({V1: "CREATE USER a CONNECTION LIMIT 5;", V2: "ALTER ROLE a CONNECTION LIMIT 9;"}, {**MADE, "limit": 9}),
    # made here, altered there: what alters it comes later, whatever the files are called
    ({SCRIPT: "ALTER ROLE a CONNECTION LIMIT 5;", OTHER: "CREATE USER a;"}, {**MADE, "limit": 5}),
    ({V1: "CREATE USER a CONNECTION LIMIT 9;", SCRIPT: "ALTER ROLE a CONNECTION LIMIT 5;"}, {**MADE, "limit": 5}),
    ({V1: "ALTER ROLE a NOLOGIN;", SCRIPT: "CREATE USER a;"}, {**MADE, "login": False}),
    # unless what makes it alters it too: then nobody knows which is the last
    (
        {V1: "CREATE USER a;", V2: "ALTER ROLE a CONNECTION LIMIT 9;", SCRIPT: "ALTER ROLE a CONNECTION LIMIT 5;"},
        {**MADE, "limit": UNKNOWN},
    ),
    # the set-up of a new server is over by then
    ({INIT: "CREATE USER a CONNECTION LIMIT 5;", V1: "ALTER ROLE a CONNECTION LIMIT 9;"}, {**MADE, "limit": 9}),
    (
        {INIT: "CREATE USER a; ALTER ROLE a CONNECTION LIMIT 5;", V1: "ALTER ROLE a CONNECTION LIMIT 9;"},
        {**MADE, "limit": 9},
    ),
    (
        {INIT: f"CREATE USER a; ALTER ROLE a SET {LOCK} = '5s';", V1: f"ALTER ROLE a SET {LOCK} = '9s';"},
        {**MADE, LOCK: "9s"},
    ),
    # other scripts may run at any time
    ({SCRIPT: "ALTER ROLE a CONNECTION LIMIT 5;", OTHER: "ALTER ROLE a CONNECTION LIMIT 9;", V1: "CREATE USER a;"},
     {**MADE, "limit": UNKNOWN}),
    ({SCRIPT: "ALTER ROLE a CONNECTION LIMIT 5;", OTHER: "ALTER ROLE a CONNECTION LIMIT 5;", V1: "CREATE USER a;"},
     {**MADE, "limit": 5}),
    ({SCRIPT: f"ALTER ROLE a SET {LOCK} = '5s';", OTHER: "ALTER ROLE a SET jit = off;", V1: "CREATE USER a;"},
     {**MADE, LOCK: "5s", "jit": "off"}),
    ({SCRIPT: f"ALTER ROLE a SET {LOCK} = '5s';", OTHER: f"ALTER ROLE a SET {LOCK} = '9s';", V1: "CREATE USER a;"},
     {**MADE, LOCK: UNKNOWN}),
    ({SCRIPT: f"ALTER ROLE a IN DATABASE d SET {LOCK} = '5s';",
      OTHER: f"ALTER ROLE a IN DATABASE e SET {LOCK} = '9s';", V1: "CREATE USER a;"},
     {**MADE, f"{LOCK} in d": "5s", f"{LOCK} in e": "9s"}),
    ({SCRIPT: "GRANT g TO a;", OTHER: "GRANT pg_use_reserved_connections TO a;", V1: "CREATE USER a IN ROLE h;"},
     {**MADE, "member of": ("h", "pg_use_reserved_connections")}),
    # made twice
    ({SCRIPT: "CREATE USER a;", OTHER: "CREATE USER a;"}, MADE),
    ({SCRIPT: "CREATE USER a CONNECTION LIMIT 5;", OTHER: "CREATE USER a;"}, {**MADE, "limit": UNKNOWN}),
    ({INIT: "CREATE USER a CONNECTION LIMIT 5;", V1: "CREATE USER a;"}, {**MADE, "limit": UNKNOWN}),
    # only altered: the rest is not known
    ({V1: "ALTER ROLE a CONNECTION LIMIT 5;"}, {"limit": 5, "login": UNKNOWN, "super": UNKNOWN}),
    ({V1: "ALTER ROLE a LOGIN;", SCRIPT: "ALTER ROLE a CONNECTION LIMIT 5;"},
     {"limit": 5, "login": True, "super": UNKNOWN}),
    ({V1: "GRANT g TO a;"}, None),
    # dropped
    ({V1: "CREATE USER a;", V2: "DROP ROLE a;"}, {"limit": UNKNOWN, "login": False, "super": UNKNOWN, "dropped": True}),
    ({INIT: "CREATE USER a;", V1: "DROP ROLE a;"}, {"limit": UNKNOWN, "login": False, "super": UNKNOWN, "dropped": True}),
    ({INIT: "DROP ROLE a;", V1: "CREATE USER a;"}, MADE),
    ({V1: "DROP ROLE a;", SCRIPT: "CREATE USER a;"}, {"limit": UNKNOWN, "login": UNKNOWN, "super": UNKNOWN}),
    ({V1: "CREATE USER a;", SCRIPT: "DROP ROLE a;"}, MADE),
    ({V1: "DROP ROLE a;", SCRIPT: "ALTER ROLE a CONNECTION LIMIT 5;"},
     {"limit": UNKNOWN, "login": False, "super": UNKNOWN, "dropped": True}),
    # a dump counts where nothing else does
    ({DUMP: HEAD + "CREATE ROLE a;\nALTER ROLE a WITH LOGIN;"}, {**MADE, "copied": True}),
    ({DUMP: HEAD + "CREATE ROLE a;\nALTER ROLE a WITH LOGIN CONNECTION LIMIT 5;", V1: "CREATE USER a;"}, MADE),
    ({DUMP: HEAD + "CREATE ROLE a;\nALTER ROLE a WITH LOGIN;", V1: "ALTER ROLE a CONNECTION LIMIT 9;"},
     {**MADE, "limit": 9}),
    ({DUMP: HEAD + f"CREATE ROLE a;\nALTER ROLE a WITH LOGIN;\nALTER ROLE a SET {LOCK} TO '5s';",
      V1: f"ALTER ROLE a SET {LOCK} = '9s';"}, {**MADE, LOCK: "9s"}),
    ({DUMP: HEAD + "CREATE ROLE a;\nALTER ROLE a WITH LOGIN;", V1: "DROP ROLE a;"},
     {"limit": UNKNOWN, "login": False, "super": UNKNOWN, "dropped": True}),
    # so do tests and examples, but for whether they are worth a word
    ({"test/init/roles.sql": "CREATE USER a;"}, {**MADE, "copied": True}),
]  # fmt: skip


@pytest.mark.parametrize(("files", "expected"), ROLES)
def test_role(files: Mapping[str, str], expected: Mapping[str, object]) -> None:
    assert role(files) == expected
    assert role(dict(reversed(files.items()))) == expected


def test_what_is_declared_to_belong_together_is_no_example() -> None:
    (found,) = replays.facts(read({"test/init/roles.sql": "CREATE USER a;"}), declared=True)
    assert isinstance(found, RoleFact)
    assert not found.copied


DATABASES = [
    ({V1: "CREATE DATABASE a;"}, (-1, True, {})),
    ({SCRIPT: "ALTER DATABASE a CONNECTION LIMIT 5;", OTHER: "CREATE DATABASE a;"}, (5, True, {})),
    ({V1: "ALTER DATABASE a WITH ALLOW_CONNECTIONS false;"}, (UNKNOWN, False, {})),
    ({INIT: "CREATE DATABASE a CONNECTION LIMIT 5;", V1: "ALTER DATABASE a CONNECTION LIMIT 9;"}, (9, True, {})),
    ({SCRIPT: "CREATE DATABASE a CONNECTION LIMIT 5;", OTHER: "CREATE DATABASE a;"}, (UNKNOWN, True, {})),
    ({SCRIPT: f"ALTER DATABASE a SET {LOCK} = 5;", OTHER: f"ALTER DATABASE a SET {LOCK} = 9;"}, (UNKNOWN, UNKNOWN, {LOCK: UNKNOWN})),
    ({INIT: f"ALTER DATABASE a SET {LOCK} = 5;", V1: f"ALTER DATABASE a SET {LOCK} = 9;"}, (UNKNOWN, UNKNOWN, {LOCK: "9"})),
    ({SCRIPT: "ALTER DATABASE a SET jit = off;", OTHER: f"ALTER DATABASE a SET {LOCK} = 9;"}, (UNKNOWN, UNKNOWN, {"jit": "off", LOCK: "9"})),
    ({SCRIPT: "ALTER DATABASE a CONNECTION LIMIT 5;", OTHER: "ALTER DATABASE a CONNECTION LIMIT 9;"}, (UNKNOWN, UNKNOWN, {})),
]  # fmt: skip


@pytest.mark.parametrize(("files", "expected"), DATABASES)
def test_database(files: Mapping[str, str], expected: object) -> None:
    for order in (files, dict(reversed(files.items()))):
        (found,) = (fact for fact in replays.facts(read(order)) if isinstance(fact, DatabaseFact))
        settings = {name: shown(cell) for name, cell in found.settings.items()}
        assert (shown(found.connection_limit), shown(found.allow_connections), settings) == expected


SETTINGS = [
    ({V1: "ALTER SYSTEM SET work_mem = '8MB';", V2: "ALTER SYSTEM SET work_mem = '9MB';"}, {"work_mem": "9MB"}),
    ({V1: "ALTER SYSTEM SET work_mem = '8MB'; ALTER SYSTEM RESET work_mem;"}, {}),
    ({V1: "ALTER SYSTEM SET work_mem = '8MB';", SCRIPT: "ALTER SYSTEM SET jit = off;"}, {"work_mem": "8MB", "jit": "off"}),
    ({V1: "ALTER SYSTEM SET work_mem = '8MB';", SCRIPT: "ALTER SYSTEM SET work_mem = '9MB';"}, {"work_mem": UNKNOWN}),
    ({V1: "ALTER SYSTEM SET work_mem = '8MB';", SCRIPT: "ALTER SYSTEM SET work_mem = '8MB';"}, {"work_mem": "8MB"}),
    ({INIT: "ALTER SYSTEM SET work_mem = '8MB';", SCRIPT: "ALTER SYSTEM SET work_mem = '9MB';"}, {"work_mem": "9MB"}),
    ({V1: "ALTER SYSTEM SET data_directory = '/data'; ALTER SYSTEM SET transaction_read_only = on;"}, {}),
]  # fmt: skip


@pytest.mark.parametrize(("files", "expected"), SETTINGS)
def test_what_is_set_for_the_whole_server(files: Mapping[str, str], expected: Mapping[str, object]) -> None:
    for order in (files, dict(reversed(files.items()))):
        assert {each.name: shown(Cell(each.value)) for each in replays.system(read(order))} == expected


EVERYONE = [
    ({V1: f"ALTER ROLE ALL SET {LOCK} = '5s';"}, {LOCK: "5s"}),
    ({V1: f"ALTER ROLE ALL SET {LOCK} = '5s'; ALTER ROLE ALL RESET ALL;"}, {}),
    ({INIT: f"ALTER ROLE ALL SET {LOCK} = '5s';", V1: f"ALTER ROLE ALL SET {LOCK} = '9s';"}, {LOCK: "9s"}),
    ({V1: f"ALTER ROLE ALL SET {LOCK} = '5s';", SCRIPT: f"ALTER ROLE ALL SET {LOCK} = '9s';"}, {LOCK: UNKNOWN}),
]  # fmt: skip


@pytest.mark.parametrize(("files", "expected"), EVERYONE)
def test_what_is_set_for_everyone(files: Mapping[str, str], expected: Mapping[str, object]) -> None:
    assert {each.name: shown(Cell(each.value)) for each in replays.everyone(read(files))} == expected


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({INIT: "ALTER SYSTEM SET jit = off;"}, True),
        ({INIT: "ALTER SYSTEM SET jit = off;", V1: "CREATE ROLE a;"}, True),
        ({INIT: "ALTER SYSTEM SET jit = off;", V1: "ALTER SYSTEM SET work_mem = '8MB';"}, False),
        ({SCRIPT: "ALTER SYSTEM SET jit = off;"}, False),
    ],
)
def test_what_is_set_while_the_server_is_made(files: Mapping[str, str], expected: bool) -> None:
    assert replays.at_first(read(files)) is expected


TERRAFORM = Source("main.tf", 'resource "postgresql_role" "a" {}\n')
PLACE = Span(TERRAFORM, 0, 8)
OWN = {"statement_timeout": "1s"}


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("CREATE ROLE b;", {"limit": 5, "login": True, **OWN}),
        ("ALTER ROLE a CONNECTION LIMIT 5;", {"limit": 5, "login": True, **OWN}),
        ("ALTER ROLE a CONNECTION LIMIT 9;", {"limit": UNKNOWN, "login": True, **OWN}),
        ("CREATE ROLE a LOGIN CONNECTION LIMIT 5;", {"limit": 5, "login": True, **OWN}),
        ("CREATE ROLE a CONNECTION LIMIT 5;", {"limit": 5, "login": UNKNOWN, **OWN}),
        ("DROP ROLE a;", {"limit": UNKNOWN, "login": UNKNOWN}),
        (f"ALTER ROLE a SET {LOCK} = '5s';", {"limit": 5, "login": True, LOCK: "5s", **OWN}),
        ("ALTER ROLE a SET jit = off;", {"limit": 5, "login": True, "jit": "off", **OWN}),
        ("ALTER ROLE a SET statement_timeout = '9s';", {"limit": 5, "login": True, "statement_timeout": UNKNOWN}),
    ],
)
def test_a_role_that_terraform_states_too(sql: str, expected: dict[str, object]) -> None:
    own = {name: Cell(value, PLACE) for name, value in OWN.items()}
    stated = RoleFact(
        PLACE, "a", "a", Home("main.tf"), Cell(5, PLACE), Cell(False), Cell(False), Cell(True, PLACE), own
    )
    found = [
        fact for fact in replays.joined([stated], replays.facts(read({V1: sql})))
        if isinstance(fact, RoleFact) and fact.name == "a"
    ]  # fmt: skip
    assert [fact.span.path for fact in found] == ["main.tf"]
    settings = {name: shown(cell) for name, cell in found[0].settings.items()}
    assert {"limit": shown(found[0].connection_limit), "login": shown(found[0].login), **settings} == expected
