"""What the pools of a pooler hold: for sure, at worst, and without limit."""

import random
from itertools import product

import pytest

from pglint.catalog.pgbouncer import Version
from pglint.values import Sum, Unknown
from tests.model.building import NEWEST, app, pooler, shown

OLD: Version = (1, 18, 0)


@pytest.mark.parametrize(
    ("databases", "settings", "expected"),
    [
        ("a = user=x", "", "20 = 20 default_pool_size"),
        ("a = user=x pool_size=7", "reserve_pool_size = 5", "12 = 7 pool_size + 5 reserve_pool_size"),
        ("a = user=x\nb = user=y", "", "40 = 2 × 20 default_pool_size of 2 pools"),
        ("a = user=x reserve_pool=3", "reserve_pool_timeout = 0", "20 = 20 default_pool_size"),
        # one user a database, if no file tells who
        ("a =", "", "at least 20 = 20 default_pool_size"),
        ("a =\nb = user=x pool_size=5", "", "at least 25 = 20 default_pool_size + 5 pool_size"),
        # the fallback counts only where it is all there is
        ("* =", "", "at least 20 = 20 default_pool_size"),
        ("a = user=x\n* =", "", "at least 20 = 20 default_pool_size"),
        # limits over pools
        ("a = user=x max_db_connections=9", "", "9 = 20 default_pool_size <= 9 max_db_connections"),
        (
            "a = user=x\nb = user=y",
            "max_db_connections = 9",
            "18 = 2 × 20 default_pool_size of 2 pools <= 2 × 9 max_db_connections",
        ),
        (
            "a = user=x\nb = user=x",
            "max_user_connections = 30",
            "30 = 2 × 20 default_pool_size of 2 pools <= 30 max_user_connections",
        ),
        (
            "a = user=x max_db_connections=9\nb = user=y",
            "",
            "29 = 2 × 20 default_pool_size of 2 pools <= 29 max_db_connections",
        ),
        # a pool never needs more connections than there can be clients
        ("a = user=x pool_size=300", "", "100 = 100 max_client_conn"),
        ("a = user=x pool_size=90", "reserve_pool_size = 20", "100 = 100 max_client_conn"),
        ("a = user=x", "max_client_conn = 0", "0 = 0 max_client_conn"),
        ("a = user=x pool_size=0", "", "100 = 100 max_client_conn"),
        # what a template fills in
        ("a = user=x pool_size=${N}\nb = user=y", "", "at least 20 = 20 default_pool_size"),
        ("a = user=x", "max_client_conn = ${N}", "at least 0 = "),
        ("a = user=x", "reserve_pool_size = 5\nreserve_pool_timeout = ${N}", "at least 0 = "),
        ("a = user=x", "max_db_connections = ${N}", "at most 20 = 20 default_pool_size"),
        ("a = user=${WHO}", "", "20 = 20 default_pool_size"),
        ("a = ${ALL}", "", "at least at most 0 = "),
        ("a = user=x\n%include /etc/more.ini", "", "at least 20 = 20 default_pool_size"),
    ],
)
def test_proven(databases: str, settings: str, expected: str) -> None:
    found = pooler(databases, settings)
    assert shown(found.proven(NEWEST, found.settings.databases)) == expected


@pytest.mark.parametrize(
    ("version", "databases", "settings", "expected"),
    [
        (OLD, "a = user=x pool_size=0", "", "1 = 1 pool_size = 0: one connection"),
        (OLD, "a = user=x\nb = user=x", "max_user_connections = 5", 10),
        (NEWEST, "a = user=x\nb = user=x", "max_user_connections = 5", 5),
    ],
)
def test_proven_by_version(version: Version, databases: str, settings: str, expected: object) -> None:
    found = pooler(databases, settings)
    total = found.proven(version, found.settings.databases)
    assert expected in (total.total, shown(total))


@pytest.mark.parametrize(
    ("databases", "users", "apps", "pools", "complete"),
    [
        # a lone user of the auth_file that is not there for the console
        ("a =", "anna", [], {("a", "anna")}, True),
        ("a =", "anna admin", [], {("a", "anna")}, True),
        ("a =", "admin", [], {("a", "admin")}, True),
        ("a =", "anna bert", [], {("a", None)}, False),
        ("a =", None, [], {("a", None)}, False),
        # declared applications
        ("a =", "anna bert", [app("1", "anna", "a"), app("2", "bert", "a")], {("a", "anna"), ("a", "bert")}, True),
        ("a =", "anna bert", [app("1", "anna", "a"), app("2", "anna", "a")], {("a", "anna")}, True),
        ("a =", "anna bert", [app("1", "anna", "a"), app("2", None, "a")], {("a", "anna")}, False),
        ("a =", "anna bert", [app("1", "anna")], {("a", "anna")}, True),
        # an application without a database may use any of several
        ("a =\nb =", "anna bert", [app("1", "anna")], {("a", None), ("b", None)}, False),
        ("a = user=x\nb =", "anna bert", [app("1", "anna", "b")], {("a", "x"), ("b", "anna")}, True),
        # the fallback, by what applications ask of it
        ("* =", "anna", [app("1", "anna", "c")], {("c", "anna")}, False),
        ("* = user=x", "anna", [app("1", "anna", "c"), app("2", "bert", "d")], {("c", "x"), ("d", "x")}, False),
        ("a =\n* =", "anna", [], {("a", "anna")}, False),
    ],
)
def test_pools(
    databases: str, users: str, apps: list[object], pools: set[tuple[str, str | None]], complete: bool
) -> None:
    found = pooler(databases, "admin_users = admin", auth_file=users)
    found.apps = tuple(apps)  # type: ignore[arg-type]
    assert {(pool.entry.name, pool.user) for pool in found.pools(NEWEST)} == pools
    assert found.complete() is complete


@pytest.mark.parametrize(
    ("databases", "settings", "users", "apps", "expected"),
    [
        # nobody else is listed: every login is looked up
        ("a =", "auth_user = asks", "asks", [], 21),
        ("a = user=x\nb = user=x", "auth_user = asks", "asks", [], 42),
        ("a =\nb =\ns = user=x pool_size=1", "auth_user = asks\nauth_dbname = s", "asks", [], 42),
        ("a = auth_user=asks", "", "asks", [], 21),
        # the users may all be listed
        ("a =", "auth_user = asks", "asks anna bert", [], 20),
        ("a =", "auth_user = asks", None, [], 20),
        # this one is, that one is not
        ("a =", "auth_user = asks", "asks anna", [app("1", "anna", "a")], 20),
        ("a =", "auth_user = asks", "asks anna", [app("1", "bert", "a")], 21),
        # nobody is asked
        ("a = user=x", "auth_user = asks\nauth_type = any", "asks", [], 20),
    ],
)
def test_a_pool_of_auth_query_counts_one_where_it_is_surely_used(
    databases: str, settings: str, users: str, apps: list[object], expected: int
) -> None:
    found = pooler(databases, settings, auth_file=users)
    found.apps = tuple(apps)  # type: ignore[arg-type]
    assert found.proven(NEWEST, found.settings.databases).total == expected


@pytest.mark.parametrize(
    ("users", "expected"),
    [
        ("", "at least 20 = 20 default_pool_size"),
        ("anna = pool_size=50", "at least 20 = 20 default_pool_size"),
        ("anna = pool_size=6", "at least 6 = 6 pool_size"),
        ("anna = max_user_connections=4", "at least 4 = 4 max_user_connections"),
        ("admin = pool_size=2", "at least 20 = 20 default_pool_size"),
        ("anna = pool_size=${N}", "at least 0 = "),
    ],
)
def test_the_user_that_no_file_tells_may_be_one_with_a_line_of_his_own(users: str, expected: str) -> None:
    found = pooler("a =", "admin_users = admin", users, "anna bert admin")
    assert shown(found.proven(NEWEST, found.settings.databases)) == expected


@pytest.mark.parametrize(
    ("databases", "settings", "users", "expected"),
    [
        ("a =", "", "anna bert", "40 = 2 × 20 default_pool_size of 2 pools"),
        ("a =\nb = user=x", "", "anna bert", "60 = 3 × 20 default_pool_size of 3 pools"),
        ("a =", "max_db_connections = 30", "anna bert", 30),
        # auth_query: any number of users up to the limit, and its own pool at full size
        ("a = max_db_connections=50", "auth_user = asks\nmax_user_connections = 10", "asks", 50),
        ("a = user=x", "auth_user = asks", "asks", 40),
        ("a = user=x\nb = user=x", "auth_user = asks", "asks", 80),
        ("a = user=x\nb = user=x\ns = user=x", "auth_user = asks\nauth_dbname = s", "asks", 80),
        # a wildcard: any number of databases up to the limit of each user
        ("* = max_db_connections=5", "max_user_connections = 30", "anna bert", 60),
        ("* = user=x", "max_user_connections = 30", "anna bert", 30),
        # the auth_file is elsewhere
        ("a = max_db_connections=50", "", None, "at most 50 = 0 any number of users <= 50 max_db_connections"),
        ("a = user=x", "", None, "20 = 20 default_pool_size"),
        ("a =", "", None, 'auth_file "users.txt" is not in the tree'),
        ("a =", "", "", "no file lists the users that can log in"),
        ("a =\n%include /etc/more.ini", "", "anna", '"/etc/more.ini" lies outside the tree'),
        # nothing holds it
        ("* =", "", "anna", "nothing limits the pools of pgbouncer.ini: databases unbounded"),
        ("a =", "auth_type = pam", "anna", "nothing limits the pools of pgbouncer.ini: users unbounded"),
    ],
)
def test_worst(databases: str, settings: str, users: str | None, expected: object) -> None:
    found = pooler(databases, settings, auth_file=users)
    worst = found.worst(NEWEST, found.settings.databases)
    assert expected in (worst.reason,) if isinstance(worst, Unknown) else expected in (worst.total, shown(worst))


@pytest.mark.parametrize(
    ("databases", "settings", "users", "expected"),
    [
        ("a =", "", "anna", ""),
        ("* =", "", "anna", "databases"),
        ("* =", "max_user_connections = 5", "anna", ""),
        ("* =", "max_db_connections = 5", "anna", "databases"),
        ("* = user=x", "", "anna", "databases"),
        ("* = user=x", "max_user_connections = 5", "anna", ""),
        ("a =", "auth_user = asks", "asks", "users"),
        ("a = max_db_connections=5", "auth_user = asks", "asks", ""),
        ("a =", "auth_user = asks\nmax_user_connections = 5", "asks", "users"),
        ("a = user=x", "auth_user = asks", "asks", ""),
        ("* =", "auth_user = asks\nmax_user_connections = 5\nmax_db_connections = 5", "asks", "both"),
        # the forced user is held, the one that asks in each database is not
        ("* = user=x", "auth_user = asks", "asks", "databases"),
        ("* =", "max_user_connections = ${N}", "anna", Unknown),
        ("a = max_db_connections=${N}", "auth_user = asks", "asks", Unknown),
        ("a = ${ALL}", "auth_user = asks", "asks", Unknown),
    ],
)
def test_unbounded(databases: str, settings: str, users: str, expected: object) -> None:
    found = pooler(databases, settings, auth_file=users)
    what = found.unbounded(found.settings.databases, NEWEST)
    assert what == expected if isinstance(expected, str) else isinstance(what, Unknown)


def test_a_user_with_a_limit_of_his_own_holds_the_wildcard_alone() -> None:
    entries = "* ="
    held = pooler(entries, "", "anna = max_user_connections=5", "anna")
    assert held.unbounded(held.settings.databases, NEWEST) == ""
    open_end = pooler(entries, "", "anna = max_user_connections=5", "anna bert")
    assert open_end.unbounded(open_end.settings.databases, NEWEST) == "databases"


@pytest.mark.parametrize("version", [OLD, NEWEST])
def test_forced_users_of_a_wildcard_share_a_limit_only_from_1_23_on(version: Version) -> None:
    found = pooler("* = user=x", "max_user_connections = 5")
    assert found.unbounded(found.settings.databases, version) == ("databases" if version == OLD else "")


@pytest.mark.parametrize(
    ("version", "databases", "settings", "expected"),
    [
        (NEWEST, "a = user=x", "min_pool_size = 5", "5 = 5 min_pool_size"),
        (NEWEST, "a = user=x pool_size=3", "min_pool_size = 5", "3 = 3 min_pool_size"),
        (NEWEST, "a = user=x pool_size=0", "min_pool_size = 5", "5 = 5 min_pool_size"),
        (NEWEST, "a = user=x\nb = user=y min_pool_size=2", "min_pool_size = 5", "7 = 5 min_pool_size + 2 min_pool_size"),
        # with one client in each pool; there cannot be more of them than clients
        (NEWEST, "a =\nb =", "min_pool_size = 5", "10 = 2 × 5 min_pool_size of 2 pools"),
        (NEWEST, "a =\nb =\nc = user=x", "min_pool_size = 5\nmax_client_conn = 1", "10 = 2 × 5 min_pool_size of 2 pools"),
        (OLD, "a = user=x\nb = user=y", "min_pool_size = 5\nmax_client_conn = 1", "5 = 5 min_pool_size"),
        (NEWEST, "a = user=x", "min_pool_size = 5\nmax_db_connections = 4", 4),
    ],
)
def test_floor(version: Version, databases: str, settings: str, expected: object) -> None:
    found = pooler(databases, settings)
    total = found.floor(version, found.settings.databases)
    assert expected in (total.total, shown(total))


class Dice:
    """A small configuration at random: two databases and two users, each number set or not."""

    def __init__(self, seed: int) -> None:
        dice = random.Random(seed)
        self.default, self.reserve = dice.randint(1, 2), dice.randint(0, 1)
        self.databases = {
            name: {key: dice.randint(0, 4) for key in ("pool_size", "max_db_connections") if dice.random() < 0.5}
            for name in ("a", "b")
        }
        for entry in self.databases.values():
            entry["pool_size"] = max(entry.get("pool_size", 1), 1)
        self.users = {
            name: {"max_user_connections": dice.randint(0, 4)} for name in ("anna", "bert") if dice.random() < 0.5
        }
        self.limits = {key: dice.randint(0, 4) for key in ("max_db_connections", "max_user_connections")}

    def settings(self) -> str:
        own = {"default_pool_size": self.default, "reserve_pool_size": self.reserve, **self.limits}
        return "\n".join(f"{key} = {value}" for key, value in own.items())

    def entries(self, of: dict[str, dict[str, int]]) -> str:
        return "\n".join(f"{name} = {' '.join(f'{key}={value}' for key, value in own.items())}" for name, own in of.items())

    def worst(self) -> int:
        """The formula of PgBouncer's sources, by trying everything."""

        def limit(own: dict[str, int], key: str) -> int:
            return own.get(key) or self.limits[key] or 1000

        pairs = list(product(self.databases, ("anna", "bert")))
        caps = [self.databases[database]["pool_size"] + self.reserve for database, _ in pairs]
        best = 0
        for filled in product(*(range(cap + 1) for cap in caps)):
            used = list(zip(pairs, filled, strict=True))
            fits = all(
                sum(number for (database, _), number in used if database == name) <= limit(own, "max_db_connections")
                for name, own in self.databases.items()
            ) and all(
                sum(number for (_, user), number in used if user == name)
                <= limit(self.users.get(name, {}), "max_user_connections")
                for name in ("anna", "bert")
            )
            best = max(best, sum(filled)) if fits else best
        return best


@pytest.mark.parametrize("start", range(0, 60, 10))
def test_the_worst_case_is_what_trying_everything_finds(start: int) -> None:
    for seed in range(start, start + 10):
        dice = Dice(seed)
        found = pooler(dice.entries(dice.databases), dice.settings(), dice.entries(dice.users), "anna bert")
        worst = found.worst(NEWEST, found.settings.databases)
        assert isinstance(worst, Sum)
        assert worst.total == dice.worst(), f"seed {seed}"
        assert worst.capped_by is None or worst.capped_by.value * worst.capped_by.times == worst.total
        plain = sum(term.value * term.times for term in worst.terms)
        assert (worst.capped_by is None) is (plain == worst.total)
