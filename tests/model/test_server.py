"""What a server can take, and what comes to it."""

import pytest

from tests.model.building import NEWEST, server, shown

CONF = "max_connections = 50\n"
INI = "[databases]\n{entries}\n[pgbouncer]\nauth_file = users.txt\n{settings}\n"
USERS = '"anna" "x"\n"bert" "x"\n'


def files(entries: str, *declared: str, conf: str = CONF, settings: str = "") -> dict[str, str]:
    """A server and a pooler; ``declared`` are lines of the stack's pglint.toml."""
    found = {"postgresql.conf": conf, "pgbouncer.ini": INI.format(entries=entries, settings=settings)}
    found["users.txt"] = USERS
    found["pglint.toml"] = "\n".join(('[[stack]]\nname = "prod"\ninclude = ["**"]', *declared))
    return found


@pytest.mark.parametrize(
    ("major", "conf", "superuser", "expected"),
    [
        (18, "", False, "97 = 100 max_connections + -3 superuser_reserved_connections"),
        (18, "", True, "100 = 100 max_connections"),
        (15, "max_connections = 50", False, "47 = 50 max_connections + -3 superuser_reserved_connections"),
        (18, "superuser_reserved_connections = 0", False, "100 = 100 max_connections"),
        (
            16,
            "reserved_connections = 5",
            False,
            "92 = 100 max_connections + -3 superuser_reserved_connections + -5 reserved_connections",
        ),
        (16, "reserved_connections = 5", True, "100 = 100 max_connections"),
        # WAL senders have slots of their own from 12 on
        (12, "", False, "97 = 100 max_connections + -3 superuser_reserved_connections"),
        (
            11,
            "",
            False,
            "95 = 100 max_connections + -3 superuser_reserved_connections"
            " + -2 WAL senders, which count up to PostgreSQL 11",
        ),
        (18, "max_connections = ${N}", False, "no limit"),
        (18, "superuser_reserved_connections = ${N}", False, "at most 100 = 100 max_connections"),
    ],
)
def test_slots(major: int, conf: str, superuser: bool, expected: str) -> None:
    declared = f"server = {{ version = {major}, standbys = 2 }}"
    found = server(files("a = user=x", declared, conf=conf + "\n"))
    total = found.slots(major, superuser=superuser)
    assert (shown(total) if total.total is not None else "no limit") == expected


@pytest.mark.parametrize(
    ("entries", "declared", "expected"),
    [
        ("a = user=x", (), "20 = 20 default_pool_size"),
        (
            "a = user=x",
            ('[[stack.pooler]]\nfile = "pgbouncer.ini"\ninstances = 3',),
            "60 = 3 × 20 default_pool_size in 3 instances",
        ),
        # one host is this server, whatever it is called
        ("a = host=db user=x\nb = host=db user=y", (), "40 = 2 × 20 default_pool_size of 2 pools"),
        ("a = host=db user=x\nb = host=other user=y", (), "at least 0 = "),
        ("a = host=db user=x\nb = host=other user=y", ('server = { hosts = ["db"] }',), "20 = 20 default_pool_size"),
        ("a = host=db,db2 user=x\nb = host=o user=y", ('server = { hosts = ["db"] }',), "20 = 20 default_pool_size"),
        ("a = user=x\nb = host=other user=y", ('server = { hosts = ["127.0.0.1"] }',), "20 = 20 default_pool_size"),
        (
            "a = host=db user=x\nb = host=db port=5433 user=y",
            ('server = { hosts = ["db"] }',),
            "20 = 20 default_pool_size",
        ),
        ("a = host=db user=x", ('server = { hosts = ["other"] }',), "0 = "),
        # entries that are not here may lead to it
        ("%include /etc/databases.ini", (), "at least 0 = "),
    ],
)
def test_demand(entries: str, declared: tuple[str, ...], expected: str) -> None:
    assert shown(server(files(entries, *declared)).demand(NEWEST)) == expected


def test_each_pooler_counts_in_its_own_version() -> None:
    old = '[[stack.pooler]]\nfile = "pgbouncer.ini"\nversion = "1.23"'
    new = '[[stack.pooler]]\nfile = "b/pgbouncer.ini"\nversion = "1.25"'
    found = files("a = user=x pool_size=0", old, new)
    found["b/pgbouncer.ini"] = found["pgbouncer.ini"]
    total = server(found).demand(NEWEST)
    assert shown(total) == "101 = 1 pool_size = 0: one connection + 100 max_client_conn"


def test_several_poolers_are_added_up() -> None:
    found = files("a = user=x max_db_connections=15")
    found["b/pgbouncer.ini"] = INI.format(entries="a = user=y", settings="")
    found["b/users.txt"] = USERS
    total = server(found).demand(NEWEST)
    assert shown(total) == "35 = 20 default_pool_size + 20 default_pool_size <= 35 max_db_connections"


APP = '[[stack.app]]\nname = "{name}"\nvia = "{via}"\npool-size = 5\nreplicas = 2\n'


def declared_app(name: str, via: str = "server", role: str = "", database: str = "") -> str:
    text = APP.format(name=name, via=via)
    text += f'role = "{role}"\n' if role else ""
    return text + (f'database = "{database}"\n' if database else "")


@pytest.mark.parametrize(
    ("entries", "declared", "expected"),
    [
        ("a = user=x\nb = user=y", (), "20 = 20 default_pool_size"),
        ("a = user=x\nb = user=x", (), "40 = 2 × 20 default_pool_size of 2 pools"),
        # another entry's users are not known: x may be one
        ("a = user=x\nb =", (), "at least 20 = 20 default_pool_size"),
        ("a = user=x\nb = user=${WHO}", (), "at least 20 = 20 default_pool_size"),
        ("a = user=x", (declared_app("1", role="x"),), "30 = 20 default_pool_size + 2 × 5 pool-size of 1 in 2 replicas"),
        ("a = user=x", (declared_app("1", role="z"),), "20 = 20 default_pool_size"),
        ("a = user=x", (declared_app("1"),), "at least 20 = 20 default_pool_size"),
        ("a =", (declared_app("1", "pooler", "x", "a"),), "20 = 20 default_pool_size"),
    ],
)
def test_what_logs_in_as_a_role(entries: str, declared: tuple[str, ...], expected: str) -> None:
    assert shown(server(files(entries, *declared)).role_demand(NEWEST, "x")) == expected


@pytest.mark.parametrize(
    ("entries", "declared", "expected"),
    [
        ("a = user=x\nb = user=y", (), "20 = 20 default_pool_size"),
        ("a = user=x\nb = dbname=a user=y", (), "40 = 2 × 20 default_pool_size of 2 pools"),
        ("a = dbname=other user=x", (), "0 = "),
        ("a = user=x\nb = dbname=${WHERE} user=y", (), "at least 20 = 20 default_pool_size"),
        # superusers are exempt
        ("a = user=postgres\nb = dbname=a user=y", (), "20 = 20 default_pool_size"),
        # the fallback, with what applications ask of it
        ("* =", (declared_app("1", "pooler", "x", "a"),), "at least 20 = 20 default_pool_size"),
        ("b = user=y\n* = dbname=a user=x", (), "at least 0 = "),
        ("a = user=x", (declared_app("1", "server", "x", "a"),), "30 = 20 default_pool_size + 2 × 5 pool-size of 1 in 2 replicas"),
        ("a = user=x", (declared_app("1", "server", "postgres", "a"),), "20 = 20 default_pool_size"),
        ("a = user=x", (declared_app("1", "server", "x"),), "at least 20 = 20 default_pool_size"),
    ],
)
def test_what_leads_into_a_database(entries: str, declared: tuple[str, ...], expected: str) -> None:
    assert shown(server(files(entries, *declared)).database_demand(NEWEST, "a")) == expected


@pytest.mark.parametrize(
    ("entries", "declared", "expected"),
    [
        ("a = user=x", (declared_app("1", role="r"), declared_app("2", role="r")), [(), ("1",)]),
        ("a = user=x", (declared_app("1", role="r"), declared_app("2", role="s")), [(), ()]),
        ("a = user=x", (declared_app("1"), declared_app("2")), [(), ()]),
        # through a pool that logs in as one user
        (
            "a = user=x",
            (declared_app("1", "pooler", "r", "a"), declared_app("2", "pooler", "s", "a"), declared_app("3", role="x")),
            [(), (), ("1", "2")],
        ),
        ("a =", (declared_app("1", "pooler", "r", "a"), declared_app("2", "pooler", "s", "a")), [(), ()]),
    ],
)
def test_who_shares_a_role(entries: str, declared: tuple[str, ...], expected: list[tuple[str, ...]]) -> None:
    found = server(files(entries, *declared))
    assert [found.sharing(app) for app in found.apps] == expected


@pytest.mark.parametrize(
    ("entries", "declared", "expected"),
    [
        ("a = user=postgres", (), True),
        ("a = user=x", (), False),
        ("a = user=x", ('[[stack.role]]\nname = "x"\nsuperuser = true',), True),
        ("a = user=postgres", ('[[stack.role]]\nname = "postgres"\nsuperuser = false',), False),
        ("a = user=postgres", (declared_app("1", role="x"),), False),
        ("a =", (), False),
    ],
)
def test_whether_all_pools_are_a_superusers(entries: str, declared: tuple[str, ...], expected: bool) -> None:
    assert server(files(entries, *declared)).pools_are_superuser(NEWEST) is expected


@pytest.mark.parametrize(
    ("peak", "expected"),
    [
        (False, "14 = 2 × 5 pool-size of 1 in 2 replicas + 4 direct-connections"),
        (True, "34 = 6 × 5 pool-size of 1 in 6 replicas + 4 direct-connections"),
    ],
)
def test_connections_past_the_poolers(peak: bool, expected: str) -> None:
    declared = ("server = { direct-connections = 4 }", declared_app("1") + "peak-replicas = 6", declared_app("2", "pooler"))
    assert shown(server(files("a = user=x", *declared)).direct(peak=peak)) == expected
