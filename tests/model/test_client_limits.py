"""Clients, modes and times of pools: what [pgbouncer], entries and [users] make of them together."""

import pytest

from pglint.model import capacity
from pglint.values import Unknown
from tests.stack_models import model

VERSION = (1, 25, 2)


def pooler(ini, toml=""):
    return model("max_connections = 100\n", ini, toml).poolers[0]


@pytest.mark.parametrize(
    ("entry", "lines", "expected"),
    [
        ("", "", ("max_client_conn", 100)),
        ("", "max_client_conn = 500", ("max_client_conn", 500)),
        ("", "max_db_client_connections = 30", ("max_db_client_connections", 30)),
        ("", "max_user_client_connections = 0", ("max_client_conn", 100)),
        ("max_db_client_connections=7", "max_db_client_connections = 30", ("max_db_client_connections", 7)),
        ("", "max_client_conn = 50\n[users]\napp = max_user_client_connections=9", ("max_user_client_connections", 9)),
        # the forced user is not the one that clients log in as
        ("user=app", "[users]\napp = max_user_client_connections=9", ("max_client_conn", 100)),
        ("", "max_client_conn = ${CLIENTS}", None),
    ],
)
def test_pool_clients(entry, lines, expected):
    toml = '[[stack.app]]\nname = "a"\nvia = "pooler"\nrole = "app"\ndatabase = "x"\n'
    found = pooler(f"[databases]\nx = host=db {entry}\n[pgbouncer]\n{lines}\n", toml)
    total = capacity.pool_clients(found, found.pools(VERSION)[0], VERSION)
    if expected is None:
        assert total.at_least
    else:
        assert [(term.text, term.value) for term in total.terms] == [expected]
        assert total.total == expected[1]


def test_pool_clients_of_all_instances():
    toml = '[[stack.pooler]]\nfile = "pgbouncer.ini"\ninstances = 3\n'
    found = pooler("[databases]\nx = host=db user=u\n[pgbouncer]\nmax_client_conn = 40\n", toml)
    assert capacity.pool_clients(found, found.pools(VERSION)[0], VERSION).total == 120


@pytest.mark.parametrize(
    ("ini", "expected"),
    [
        ("[databases]\na = host=db\n[pgbouncer]\nlisten_port = 6432\n", ("session",)),
        ("[databases]\na = host=db pool_mode=transaction\n[pgbouncer]\nlisten_port = 6432\n", ("transaction",)),
        ("[databases]\na = host=db pool_mode=transaction\n* = host=db\n[pgbouncer]\n", ("transaction", "session")),
        ("[databases]\na = host=db\n[users]\nu = pool_mode=session\n[pgbouncer]\npool_mode = statement\n", ("statement", "session")),
        ("[databases]\na = host=db\n[users]\nu = pool_size=3\n[pgbouncer]\npool_mode = statement\n", ("statement",)),
        ("[databases]\na = host=db\n[pgbouncer]\npool_mode = ${MODE}\n", Unknown),
        ("[databases]\na = host=db\n[pgbouncer]\npool_mode = transaction\n%include /etc/more.ini\n", Unknown),
        ("[databases]\na = host=db\n", Unknown),
    ],
)
def test_modes(ini, expected):
    found = capacity.modes(pooler(ini), VERSION).value
    assert isinstance(found, Unknown) if expected is Unknown else found == expected


TIMES = "[databases]\nx = host=db user=u\ny = host=db\n[users]\nu = query_timeout=20 client_idle_timeout=0\n[pgbouncer]\n"


@pytest.mark.parametrize(
    ("pool", "name", "lines", "expected"),
    [
        (0, "query_timeout", "query_timeout = 7", 20000),
        (1, "query_timeout", "query_timeout = 7", 7000),
        (1, "query_timeout", "query_timeout = 1.5", 1500),
        (0, "client_idle_timeout", "client_idle_timeout = 9", 9000),
        (0, "idle_transaction_timeout", "", 0),
        (0, "transaction_timeout", "transaction_timeout = 60", 60000),
    ],
)
def test_user_time_is_in_ms(pool, name, lines, expected):
    found = pooler(TIMES + lines + "\n")
    assert capacity.user_time(found, found.pools(VERSION)[pool], name, VERSION).value == expected


@pytest.mark.parametrize(
    ("users", "expected"),
    [("", 9000), ("u = query_timeout=3", 9000), ("u = client_idle_timeout=3", Unknown)],
)
@pytest.mark.parametrize("pool", [0, 1])  # a forced user, and nobody knows who
def test_client_idle_time(pool, users, expected):
    ini = f"[databases]\nx = host=db user=u\ny = host=db\n[users]\n{users}\n[pgbouncer]\nclient_idle_timeout = 9\n"
    found = pooler(ini)
    value = capacity.client_idle_time(found, found.pools(VERSION)[pool], VERSION).value
    assert isinstance(value, Unknown) if expected is Unknown else value == expected


def test_client_idle_time_of_a_known_user():
    toml = '[[stack.app]]\nname = "a"\nvia = "pooler"\nrole = "app"\ndatabase = "x"\n'
    found = pooler("[databases]\nx = host=db\n[users]\napp = client_idle_timeout=3\n[pgbouncer]\nclient_idle_timeout = 9\n", toml)
    assert capacity.client_idle_time(found, found.pools(VERSION)[0], VERSION).value == 3000


@pytest.mark.parametrize(
    ("users", "expected"),
    [
        ("", -1),
        ("u = pool_mode=session", -1),
        ("u = client_idle_timeout=600", 600000),
        ("u = client_idle_timeout=0", 0),
    ],
)
def test_user_idle_timeout(users, expected):
    found = pooler(f"[databases]\nx = host=db\n[users]\n{users}\n[pgbouncer]\npool_mode = transaction\n")
    assert capacity.user_idle_timeout(found, VERSION).value == expected


@pytest.mark.parametrize(
    ("entry", "expected"),
    [("x = host=db", "x"), ("x = host=db dbname=shop", "shop"), ("* = host=db", None), ("x = host=db dbname=${DB}", None)],
)
def test_database_of_a_pool(entry, expected):
    found = pooler(f"[databases]\n{entry}\n[pgbouncer]\npool_mode = transaction\n")
    assert capacity.PoolSubject(found, found.pools(VERSION)[0], None).database() == expected
