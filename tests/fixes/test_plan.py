"""Fixes from finding to file: what is changed, what is not, and why."""

from __future__ import annotations

import pytest

from pglint.fixes.example import checker
from pglint.fixes.plan import Plan, plan
from pglint.rulebook.load import rules

BOOK = rules()
POOLS = "[databases]\napp = host=db user=app\n[pgbouncer]\npool_mode = transaction\ndefault_pool_size = 60\n"


def planned(files: dict[str, str], *codes: str, unsafe: bool = True) -> Plan:
    def wanted(finding: object) -> bool:
        fix = finding.fix  # type: ignore[attr-defined]
        return finding.code in codes and (unsafe or fix.safe)  # type: ignore[attr-defined]

    return plan(checker(files, BOOK), wanted)


def changed(files: dict[str, str], *codes: str, unsafe: bool = True) -> dict[str, str]:
    return {change.path: change.new for change in planned(files, *codes, unsafe=unsafe).changes}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("max_connections = 50", "max_connections = 66"),
        ("max_connections = '50'\t# small\n", "max_connections = '66'\t# small\n"),
        ("max_connections 50\r\n", "max_connections 66\r\n"),
        ("\ufeff# c\nport = 1\nMax_Connections=50#x\n", "\ufeff# c\nport = 1\nMax_Connections=66#x\n"),
        ("max_connections = 70\nmax_connections = 50 # \udce9\n", "max_connections = 70\nmax_connections = 66 # \udce9\n"),
        ("# nothing but a size\nshared_buffers = 1GB\n\n# end\n", None),
    ],
)
def test_max_connections(before: str, after: str | None) -> None:
    files = {"postgresql.conf": before, "pgbouncer.ini": POOLS}
    assert changed(files, "CAP001") == ({"postgresql.conf": after} if after else {})


@pytest.mark.parametrize(
    ("code", "files", "after"),
    [
        (  # a default that no file states
            "TMO001",
            {"postgresql.conf": "port = 5432\n# end\n", "pgbouncer.ini": POOLS},
            {"postgresql.conf": "port = 5432\nidle_in_transaction_session_timeout = 1min\n# end\n"},
        ),
        (  # where it is included
            "REP004",
            {
                "postgresql.conf": "include 'conf.d/repl.conf'\nmax_connections = 100\n",
                "conf.d/repl.conf": "max_wal_senders = 2\n",
                "pglint.toml": '[[stack]]\nname = "p"\ninclude = ["**"]\nserver = { standbys = 3 }\n',
            },
            {"conf.d/repl.conf": "max_wal_senders = 5\n"},
        ),
        (
            "CAP008",
            {"pgbouncer.ini": "[databases]\na = host=db pool_size='20'  max_db_connections=10\n[pgbouncer]\n"},
            {"pgbouncer.ini": "[databases]\na = host=db pool_size='20'  max_db_connections=20\n[pgbouncer]\n"},
        ),
        (
            "CFG012",
            {"pgbouncer.ini": "[databases]\na = host=db\n[pgbouncer]\n  max_client_conn = 500 ; plenty\nlisten_port = 6432\n"},
            {"pgbouncer.ini": "[databases]\na = host=db\n[pgbouncer]\n  ; plenty\n  max_client_conn = 500\nlisten_port = 6432\n"},
        ),
        (
            "TMO014",
            {"pgbouncer.ini": "[databases]\na = host=db\n[pgbouncer]\npool_mode = transaction\n\n[users]\nb = client_idle_timeout=60\n", "pglint.toml": 'pgbouncer-version = "1.24"\n'},
            {"pgbouncer.ini": "[databases]\na = host=db\n[pgbouncer]\npool_mode = transaction\nclient_idle_timeout = 86400\n\n[users]\nb = client_idle_timeout=60\n"},
        ),
        (  # the standby must not stay behind: both or none
            "CAP001",
            {
                "primary/postgresql.conf": "max_connections = 50\n",
                "standby/postgresql.conf": "max_connections = 50\nhot_standby = on\n",
                "pgbouncer.ini": POOLS,
                "pglint.toml": '[[stack]]\nname = "p"\ninclude = ["**"]\n[[stack.standby]]\nfile = "standby/postgresql.conf"\n',
            },
            {"primary/postgresql.conf": "max_connections = 66\n", "standby/postgresql.conf": "max_connections = 66\nhot_standby = on\n"},
        ),
    ],
)
def test_where_it_stands(code: str, files: dict[str, str], after: dict[str, str]) -> None:
    assert changed(files, code) == after


@pytest.mark.parametrize(
    ("code", "files"),
    [
        ("CAP001", {"postgresql.conf.j2": "max_connections = {{ size }}\n", "pgbouncer.ini": POOLS}),
        ("CFG004", {"pgbouncer.ini": "[databases]\na = host=db user=x\na = host=other\n[pgbouncer]\n"}),  # user=x stays
        ("TMO001", {"postgresql.conf": "port = 1\ninclude 'gone.conf'\n", "pgbouncer.ini": POOLS}),
        ("CAP008", {"pgbouncer.ini": "[databases]\na = host=db pool_size=20 max_db_connections=${N}\n[pgbouncer]\n"}),
    ],
)
def test_where_nothing_is_certain(code: str, files: dict[str, str]) -> None:
    assert changed(files, code) == {}


def test_what_brings_another_finding_is_refused() -> None:
    files = {"postgresql.conf": "max_connections = 100\n", "pgbouncer.ini": "[databases]\na = host=db user=a\n[pgbouncer]\npool_mode = session\nmax_client_conn = 0\n"}
    found = planned(files, "CAP018")
    assert found.changes == ()
    tight = {"postgresql.conf": "max_connections = 5000\nmax_connections = 60\n", "pgbouncer.ini": POOLS}
    assert changed(tight, "CFG004", unsafe=False) == {"postgresql.conf": "max_connections = 60\n"}


def test_several_at_one_place_are_done_one_after_the_other() -> None:
    files = {"postgresql.conf": "max_connections = 50\nmax_wal_senders = 1\nmax_replication_slots = 3\n", "pgbouncer.ini": POOLS}
    codes = ("CAP001", "CAP009", "REP003", "TMO001")
    first = planned(files, *codes)
    again = planned({**files, **{change.path: change.new for change in first.changes}}, *codes)
    assert len(first.fixed) >= 3
    assert again.changes == ()


def test_safe_ones_only() -> None:
    files = {"postgresql.conf": "wal_level = archive\nmax_connections = 50\n", "pgbouncer.ini": POOLS}
    assert changed(files, "CFG008", "CAP001", unsafe=False) == {"postgresql.conf": "wal_level = replica\nmax_connections = 50\n"}


def test_a_line_of_an_included_file_may_count_elsewhere() -> None:
    shared = "server_reset_query = DEALLOCATE ALL\n"
    ini = "[databases]\na = host=db user=a\n[pgbouncer]\npool_mode = transaction\n"
    assert changed({"pgbouncer.ini": ini + shared}, "MODE005", unsafe=False) == {"pgbouncer.ini": ini}
    files = {"pgbouncer.ini": ini + "%include shared.ini\n", "shared.ini": shared}
    assert changed(files, "MODE005", unsafe=False) == {}
    assert changed(files, "MODE005") == {"shared.ini": ""}
