"""Clients against pools, and what a process needs."""

import pytest

from pglint.model import capacity
from pglint.values import Sum, Unknown
from tests.model.building import NEWEST, pooler, server, shown

TRANSACTION = "pool_mode = transaction\n"


@pytest.mark.parametrize(
    ("databases", "settings", "users", "largest", "clients"),
    [
        ("a = user=x", "", "", 20, 100),
        ("a = user=x pool_size=50\nb = user=y", "reserve_pool_size = 5", "", 55, 100),
        # limits for the clients of a database: the entry's, else the one for all
        ("a = user=x", "max_db_client_connections = 30", "", 20, 30),
        ("a = user=x max_db_client_connections=40", "max_db_client_connections = 30", "", 20, 40),
        ("a = user=x max_db_client_connections=0", "max_db_client_connections = 30", "", 20, 30),
        # the pool that has too few clients, though another one is larger
        ("a = user=x pool_size=50\nb = user=y max_db_client_connections=10", "", "", 20, 10),
        # clients of a forced user log in as anybody
        ("a = user=x", "max_user_client_connections = 7", "x = max_user_client_connections=5", 20, 100),
        ("a =", "max_user_client_connections = 7", "", 20, 7),
        ("a =", "max_user_client_connections = 7", "anna = max_user_client_connections=9", 20, 9),
        # a pool without a limit is CAP017's, and one in session mode needs a connection a client
        ("a = user=x pool_size=0\nb = user=y pool_size=5", "", "", 5, 100),
        ("a = user=x pool_size=50 pool_mode=session\nb = user=y pool_size=5", "", "", 5, 100),
        ("a = user=x pool_mode=session", "", "", 0, 100),
        ("a = user=x pool_size=${N}", "", "", Unknown, 100),
        ("a = user=x", "max_client_conn = ${N}", "", 20, Unknown),
    ],
)
def test_the_pool_with_too_few_clients(
    databases: str, settings: str, users: str, largest: object, clients: object
) -> None:
    found = pooler(databases, TRANSACTION + settings, users, "anna")
    for cell, expected in zip(capacity.tightest(found, NEWEST), (largest, clients), strict=True):
        assert isinstance(cell.value, Unknown) if expected is Unknown else cell.value == expected


@pytest.mark.parametrize(
    ("databases", "settings", "expected"),
    [
        ("a = user=x\nb = user=y", "", "40 = 2 × 20 default_pool_size of 2 pools"),
        # max_client_conn is what it is compared with, so it does not count
        ("a = user=x pool_size=200", "", "200 = 200 pool_size"),
        ("a = user=x pool_size=0\nb = user=y", "", "20 = 20 default_pool_size"),
        ("a = user=x pool_mode=session\nb = user=y", "", "20 = 20 default_pool_size"),
        (
            "a = user=x\nb = user=y",
            "max_db_connections = 15",
            "30 = 2 × 20 default_pool_size of 2 pools <= 2 × 15 max_db_connections",
        ),
    ],
)
def test_all_pools(databases: str, settings: str, expected: str) -> None:
    assert shown(capacity.pool_total(pooler(databases, TRANSACTION + settings), NEWEST)) == expected


@pytest.mark.parametrize(
    ("databases", "settings", "users", "expected"),
    [
        # max_client_conn + worst case + twice the sizes + 50
        ("a = user=x", "", "anna", "210 = 100 max_client_conn + 20 server connections + 2 × 20 sizes + 50 own"),
        ("a =", "", "anna bert", "230 = 100 max_client_conn + 40 server connections + 2 × 20 sizes + 50 own"),
        (
            "a = user=x",
            "reserve_pool_size = 5\nmax_client_conn = 1000",
            "anna",
            "1115 = 1000 max_client_conn + 25 server connections + 2 × 20 sizes + 50 own",
        ),
        # nobody knows who comes: at least one
        ("a =", "", None, "at least 210 = 100 max_client_conn + 20 server connections + 2 × 20 sizes + 50 own"),
        ("* =", "", "anna", "at least 210 = 100 max_client_conn + 20 server connections + 2 × 20 sizes + 50 own"),
        # with max_db_connections it is known up to a point: more users, more pools
        (
            "a = max_db_connections=30",
            "",
            None,
            "at least 210 = 100 max_client_conn + 20 server connections + 2 × 20 sizes + 50 own",
        ),
    ],
)
def test_descriptors(databases: str, settings: str, users: str | None, expected: str) -> None:
    found = shown(capacity.descriptors(pooler(databases, settings, auth_file=users), NEWEST))
    found = found.replace("pool sizes (cancel requests)", "sizes").replace("the process itself", "own")
    assert found == expected


POOLER = "[databases]\na = host=db user=x\n[pgbouncer]\nmax_client_conn = 60\n"
DECLARED = """
[[stack]]
name = "prod"
include = ["**"]
[[stack.pooler]]
file = "pgbouncer.ini"
instances = 2
peak-instances = 3
[[stack.app]]
name = "web"
via = "pooler"
pool-size = 5
replicas = 4
peak-replicas = 10
processes = 2
"""


@pytest.mark.parametrize(
    ("peak", "slots", "clients"),
    [
        (False, "120 = 2 × 60 max_client_conn in 2 instances", "40 = 8 × 5 pool-size of web in 8 processes"),
        (True, "180 = 3 × 60 max_client_conn in 3 instances", "100 = 20 × 5 pool-size of web in 20 processes"),
    ],
)
def test_clients_of_applications(peak: bool, slots: str, clients: str) -> None:
    (link,) = server({"postgresql.conf": "", "pgbouncer.ini": POOLER, "pglint.toml": DECLARED}).links
    assert shown(capacity.client_slots(link.pooler, NEWEST, peak=peak)) == slots
    assert shown(capacity.app_clients(link.pooler, peak=peak)) == clients


def test_a_pool_by_itself_is_held_by_the_limits_that_it_meets() -> None:
    found = pooler("a = user=x pool_size=200 max_db_connections=150\nb = user=y pool_size=0")
    limited, open_end = (capacity.pool_connections(found, pool, NEWEST) for pool in found.pools(NEWEST))
    assert shown(limited) == "150 = 200 pool_size <= 150 max_db_connections"
    assert isinstance(open_end, Sum)
    assert shown(open_end) == "at least 0 = "


@pytest.mark.parametrize(
    ("databases", "settings", "users", "expected"),
    [
        ("a = user=x", "", "", 0),
        ("a = user=x", "reserve_pool_size = 5", "", 5),
        ("a = user=x reserve_pool=7", "reserve_pool_size = 5", "", 7),
        ("a = user=x", "", "x = reserve_pool_size=3", 3),
        ("a = user=x reserve_pool_size=-1", "", "", 0),
    ],
)
def test_largest_reserve(databases: str, settings: str, users: str, expected: int) -> None:
    assert capacity.largest_reserve(pooler(databases, settings, users), NEWEST).value == expected
