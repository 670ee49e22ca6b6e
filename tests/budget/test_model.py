"""Which bars a stack has, and what stands on both sides of each: name, wanted, limit, what it comes to."""

import pytest

from pglint.budget.build import build
from pglint.budget.verdict import number, verdict
from pglint.budget.words import headline
from tests.stack_models import model, model_of

CONF = "max_connections = 50\n"
INI = "[databases]\na = host=db user=a\nb = host=db user=b max_db_connections=5\n[pgbouncer]\ndefault_pool_size = 20\n"
SERVER = 'server = { hosts = ["db"] }\n'


def rows(files: dict[str, str], toml: str = "") -> list[tuple[str, str, str, str | None, str]]:
    """The bars of a stack, and below each those who hold it."""
    found = []
    for layer in build(model_of(files, toml)).layers:
        for bar in layer.bars:
            limit = number(bar.limit) if bar.limit else None
            found.append((bar.kind, bar.name, number(bar.wanted), limit, verdict(bar).words))
    return found


BOTH = {"postgresql.conf": CONF, "pgbouncer.ini": INI}


@pytest.mark.parametrize(
    ("files", "toml", "expected"),
    [
        pytest.param(
            BOTH, "",
            [
                ("clients", "pgbouncer.ini", "?", "100", "not known"),
                ("pooler", "pgbouncer.ini", "25", None, "no limit"),
                ("slots", "postgresql.conf", "25", "47", "22 free"),
            ],
            id="a limit holds a pool",
        ),
        pytest.param(
            {"pgbouncer.ini": INI}, "",
            [
                ("clients", "pgbouncer.ini", "?", "100", "not known"),
                ("pooler", "pgbouncer.ini", "25", None, "no limit"),
                ("slots", "the server", "25", "?", "not known"),
            ],
            id="no file of the server",
        ),
        pytest.param(
            {"postgresql.conf": CONF}, "",
            [("slots", "postgresql.conf", "?", "47", "not known")],
            id="nobody is known to connect",
        ),
        pytest.param(
            {**BOTH, "pgbouncer.ini": INI.replace("b = host=db", "b = host=other")}, SERVER,
            [
                ("clients", "pgbouncer.ini", "?", "100", "not known"),
                ("pooler", "pgbouncer.ini", "20", None, "no limit"),
                ("elsewhere", "to other servers from pgbouncer.ini", "5", None, "no limit"),
                ("slots", "postgresql.conf", "20", "47", "27 free"),
            ],
            id="one entry leads to another server",
        ),
        pytest.param(
            BOTH, SERVER + 'role = [{ name = "a", connection-limit = 15 }, { name = "b", superuser = true }, { name = "c", connection-limit = -1 }]\n',
            [
                ("clients", "pgbouncer.ini", "?", "100", "not known"),
                ("pooler", "pgbouncer.ini", "25", None, "no limit"),
                ("role", "a", "20", "15", "5 over"),
                ("role", "b", "5", None, "no limit"),
                ("slots", "postgresql.conf", "at least 20", "47", "at most 27 free"),
                ("worst", "if every user opens a pool on every database", "at most 25", "47", "at least 22 free"),
            ],
            id="roles: one below its pool, a superuser, one that nobody uses",
        ),
        pytest.param(
            BOTH, 'pooler = [{ file = "pgbouncer.ini", instances = 2, peak-instances = 4 }]\n',
            [
                ("clients", "pgbouncer.ini", "?", "200", "not known"),
                ("pooler", "pgbouncer.ini", "50", None, "no limit"),
                ("slots", "postgresql.conf", "50", "47", "3 over"),
                ("peak", "at peak, with all instances and replicas", "100", "47", "53 over"),
            ],
            id="a peak",
        ),
        pytest.param(
            {**BOTH, "pgbouncer.ini": INI.replace(" user=a", "") + "auth_file = users.txt\n", "users.txt": '"x" ""\n"y" ""\n"z" ""\n'}, "",
            [
                ("clients", "pgbouncer.ini", "?", "100", "not known"),
                ("pooler", "pgbouncer.ini", "at least 25", None, "no limit"),
                ("slots", "postgresql.conf", "at least 25", "47", "at most 22 free"),
                ("worst", "if every user opens a pool on every database", "65", "47", "18 over"),
            ],
            id="the worst case, where it is not what is sure",
        ),
    ],
)  # fmt: skip
def test_bars(files: dict[str, str], toml: str, expected: list[tuple[str, str, str, str | None, str]]) -> None:
    assert rows(files, toml) == expected


@pytest.mark.parametrize(
    ("conf", "ini", "toml", "sign", "text"),
    [
        (CONF, INI, "", "✓", "25 connections can be opened, the server has 47 slots: 22 free"),
        ("max_connections = 20\n", INI, "", "✗", "25 connections can be opened, the server has 17 slots: 8 over"),
        ("max_connections = ${N}\n", INI, "", "?", "25 connections can be opened, how many slots the server has is not known"),
        (CONF, None, "", "?", "the server has 47 slots; who connects to it is not known"),
        (CONF, None, "server = { direct-connections = 1 }\n", "✓", "1 connection can be opened, the server has 47 slots: 46 free"),
    ],
)
def test_one_sentence(conf: str, ini: str | None, toml: str, sign: str, text: str) -> None:
    found = headline(build(model(conf, ini, toml)))
    assert (found.sign, found.text) == (sign, text)


def test_other_versions_are_told() -> None:
    notes = build(model("max_connections = 50\nreserved_connections = 4\n", INI)).notes
    assert notes == ()


def test_each_pool_is_asked_of_the_model() -> None:
    found = model(CONF, INI)
    pooler = found.poolers[0]
    version = pooler.readings[-1]
    each = [(pool.entry.name, held.total) for pool, held in pooler.each(version, pooler.settings.databases)]
    assert each == [("a", 20), ("b", 5)]
    assert pooler.proven(version, pooler.settings.databases).total == 25
