"""WAL senders and replication slots in use."""

import pytest

from pglint.model import consumers
from pglint.model.server import Server
from tests.stack_models import model_of

MAIN = {"primary/postgresql.conf": ""}
PRIMARY = "primary_conninfo = 'host=primary'\n"


def server(files: dict[str, str], declared: str = "") -> Server:
    found = model_of(files, declared).server
    assert found is not None
    return found


def standby(*lines: str) -> str:
    return PRIMARY + "".join(line + "\n" for line in lines)


@pytest.mark.parametrize(
    ("declared", "senders", "slots", "lasting"),
    [
        ("server = { }", 0, 0, 0),
        ("server = { standbys = 2 }", 2, 0, 0),
        ("server = { standbys = 2, subscribers = 3 }", 5, 3, 3),
        ("server = { receivers = 1 }", 1, 0, 0),
        ('server = { backups = ["pg_basebackup"] }', 2, 1, 0),
        ('server = { backups = ["pg_basebackup", "pg_basebackup", "pgbackrest", "wal-g"] }', 4, 2, 0),
        ('server = { backups = ["pgbackrest", "snapshot", "pg_dump"] }', 0, 0, 0),
        ('[[stack.standby]]\nslot = "a"\n[[stack.standby]]\nslot = "b"', 2, 2, 2),
        ('server = { standbys = 3 }\n[[stack.standby]]\nslot = "a"', 3, 1, 1),
        ("[[stack.standby]]\n[[stack.standby]]", 2, 0, 0),
    ],
)
def test_declared(declared: str, senders: int, slots: int, lasting: int) -> None:
    primary = server(MAIN, declared)
    assert consumers.senders(primary).total == senders
    assert consumers.slots(primary).total == slots
    assert consumers.lasting_slots(primary).total == lasting


@pytest.mark.parametrize(
    ("files", "declared", "senders", "without_slot"),
    [
        ({}, "", 0, 0),
        ({"replica/postgresql.conf": standby()}, "", 1, 1),
        ({"replica/postgresql.conf": standby("primary_slot_name = 'a'")}, "", 1, 0),
        # the larger of declared and found
        ({"replica/postgresql.conf": standby()}, "server = { standbys = 3 }", 3, 3),
        ({"r1/postgresql.conf": standby(), "r2/postgresql.conf": standby()}, "server = { standbys = 1 }", 2, 2),
        # one standby, declared and found
        (
            {"replica/postgresql.conf": standby("primary_slot_name = 'a'")},
            '[[stack.standby]]\nfile = "replica/postgresql.conf"\nslot = "a"',
            1,
            0,
        ),
        ({"replica/postgresql.conf": standby()}, '[[stack.standby]]\nfile = "replica/postgresql.conf"\nslot = "a"', 1, 0),
        # a slot that a template fills in is a slot
        ({"replica/postgresql.conf": standby("primary_slot_name = '${SLOT}'")}, "", 1, 0),
        # reads an archive alone
        ({"replica/postgresql.conf": "restore_command = 'cp /archive/%f %p'\n"}, "", 0, 0),
        # follows another standby
        ({"r1/postgresql.conf": standby(), "r2/postgresql.conf": "primary_conninfo = 'host=r1'\n"}, "", 1, 1),
        # follows a host that is declared not to be this server
        ({"replica/postgresql.conf": standby()}, 'server = { hosts = ["db1"] }', 0, 0),
        ({"replica/postgresql.conf": standby()}, 'server = { hosts = ["primary"] }', 1, 1),
    ],
)
def test_found(files: dict[str, str], declared: str, senders: int, without_slot: int) -> None:
    primary = server({**MAIN, **files}, declared)
    assert consumers.senders(primary).total == senders
    assert consumers.standbys_without_slot(primary) == without_slot


@pytest.mark.parametrize(
    ("slots", "shared", "used"),
    [(("a", "b"), "", 2), (("a", "a"), "a", 1), (("a", "a", "b"), "a", 2), (("${X}", "${X}"), "", 0)],
)
def test_shared_slot(slots: tuple[str, ...], shared: str, used: int) -> None:
    files = {f"r{n}/postgresql.conf": standby(f"primary_slot_name = '{slot}'") for n, slot in enumerate(slots)}
    primary = server({**MAIN, **files})
    assert consumers.shared_slot(primary).value == shared
    assert consumers.slots(primary).total == used


@pytest.mark.parametrize(
    ("files", "declared", "known"),
    [
        ({"replica/postgresql.conf": standby()}, "", False),
        ({}, "server = { standbys = 0 }", True),
        ({}, '[[stack.standby]]\nslot = "a"', True),
        ({}, "server = { subscribers = 1 }", False),
    ],
)
def test_whether_all_standbys_are_known(files: dict[str, str], declared: str, known: bool) -> None:
    assert consumers.standbys_declared(server({**MAIN, **files}, declared)) is known


def test_terms_have_places() -> None:
    primary = server({**MAIN, "replica/postgresql.conf": standby()}, "server = { subscribers = 2 }")
    terms = consumers.senders(primary).terms
    places = [(term.text, term.times, term.span and (term.span.path, term.span.line)) for term in terms]
    assert places == [("standby", 1, ("replica/postgresql.conf", 1)), ("subscription", 2, ("pglint.toml", 4))]
