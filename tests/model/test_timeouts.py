"""Timeouts as they are written: what counts as bare, in ms, and what ends first."""

import pytest

from pglint.model import timeouts
from tests.stack_models import model

MAJOR, VERSION = 18, (1, 25, 2)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("statement_timeout = 30", ("statement_timeout", 30, 30, True)),
        ("statement_timeout = '30'", ("statement_timeout", 30, 30, True)),
        ("statement_timeout = 30s", ("statement_timeout", 30000, 0, False)),
        ("statement_timeout = '30 ms'", ("statement_timeout", 30, 0, False)),
        ("statement_timeout = 030", ("statement_timeout", 24, 24, True)),
        ("lock_timeout = 0", ("lock_timeout", 0, 0, True)),
        ("wal_sender_timeout = 1min", ("wal_sender_timeout", 60000, 0, False)),
        ("transaction_timeout = 9", ("transaction_timeout", 9, 9, True)),
        ("statement_timeout = 7\nstatement_timeout = 8", ("statement_timeout", 8, 8, True)),
        ("statement_timeout = 9\ninclude '/etc/more.conf'", ("statement_timeout", 9, 9, True)),
    ],
)
def test_of_server(line, expected):
    (found,) = timeouts.of_server(model(line + "\n").server, MAJOR)
    assert (found.name, found.value, found.number, found.bare) == expected
    assert found.layer == "server"


@pytest.mark.parametrize(
    "line", ["deadlock_timeout = 100", "statement_timeout = soon", "statement_timeout = {{ timeout }}", "lock_timeout = -5"]
)
def test_nothing_of_server(line):
    assert list(timeouts.of_server(model(line + "\n").server, MAJOR)) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("[pgbouncer]\nquery_timeout = 30000\n", [("query_timeout", 30000000, 30000, 4)]),
        ("[pgbouncer]\nquery_wait_timeout = 0.5\n", [("query_wait_timeout", 500, 0, 4)]),
        ("[pgbouncer]\nserver_login_retry = 15.0\n", [("server_login_retry", 15000, 15, 4)]),
        ("[pgbouncer]\nquery_timeout = 30s\n", []),
        ("[pgbouncer]\nserver_lifetime = 36000\n", []),
        ("[pgbouncer]\nquery_timeout = 20\n%include /etc/x.ini\n", [("query_timeout", 20000, 20, 4)]),
        ("[users]\nweb = client_idle_timeout=30000\n", [("client_idle_timeout", 30000000, 30000, 4)]),
        ("[users]\nweb = query_timeout=-1\n", []),
        ("[pgbouncer]\n", []),
    ],
)
def test_of_pooler(lines, expected):
    (pooler,) = model(ini="[databases]\napp = host=db\n" + lines).poolers
    found = timeouts.of_pooler(pooler, VERSION)
    assert [(each.name, each.value, each.number, each.span.line) for each in found] == expected


APP = '[[stack.role]]\nname = "app"\nsettings = { %s }\n'
SHOP = '[[stack.database]]\nname = "shop"\nsettings = { %s }\n'
INI = "[databases]\nx = host=db user=app dbname=shop\n[pgbouncer]\npool_mode = transaction\n"


@pytest.mark.parametrize(
    ("conf", "toml", "ini", "expected"),
    [
        ("lock_timeout = 30s\nstatement_timeout = 30s", "", None, [("lock_timeout", "statement_timeout", 30000)]),
        ("lock_timeout = 31s\nstatement_timeout = 30s", "", None, [("lock_timeout", "statement_timeout", 30000)]),
        ("lock_timeout = 29s\nstatement_timeout = 30s", "", None, []),
        ("lock_timeout = 30s\nstatement_timeout = 0", "", None, []),
        ("lock_timeout = 0\nstatement_timeout = 30s", "", None, []),
        ("statement_timeout = 60s\ntransaction_timeout = 60s", "", None, [("statement_timeout", "transaction_timeout", 60000)]),
        (
            "idle_in_transaction_session_timeout = 60s\ntransaction_timeout = 5s",
            "",
            None,
            [("idle_in_transaction_session_timeout", "transaction_timeout", 5000)],
        ),
        ("lock_timeout = 60s\ntransaction_timeout = 5s", "", None, []),
        # a role or a database changes one of the two
        ("lock_timeout = 20s", APP % "statement_timeout = '10s'", None, [("lock_timeout", "statement_timeout", 10000)]),
        ("statement_timeout = 10s", APP % "lock_timeout = '20s'", None, [("lock_timeout", "statement_timeout", 10000)]),
        ("lock_timeout = 20s", SHOP % "statement_timeout = '10s'", None, [("lock_timeout", "statement_timeout", 10000)]),
        ("statement_timeout = 30s", APP % "lock_timeout = '20s'", None, []),
        # a role and a database meet only where something connects so
        ("", APP % "lock_timeout = '20s'" + SHOP % "statement_timeout = '10s'", None, []),
        (
            "",
            APP % "lock_timeout = '20s'" + SHOP % "statement_timeout = '10s'",
            INI,
            [("lock_timeout", "statement_timeout", 10000)],
        ),
    ],
)
def test_what_ends_first(conf, toml, ini, expected):
    server = model(conf + "\nmax_connections = 100\n", ini, toml).server
    found = [each for each in timeouts.of_server(server, MAJOR) if each.ends_first.value]
    assert [(each.name, each.ends_first.value, each.limit) for each in found] == expected
    assert all(each.ends_first.span is not None for each in found)
