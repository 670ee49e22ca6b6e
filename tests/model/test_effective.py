"""Timeouts in effect for a session: role, then database, then server, as the manual orders them."""

import pytest

from pglint.model import effective
from pglint.values import Unknown
from tests.stack_models import model

CONF = "statement_timeout = 60s\nlock_timeout = 2000\n"
ROLES = """
[[stack.role]]
name = "app"
settings = { Statement_Timeout = "5s", idle_session_timeout = 0 }
[[stack.role]]
name = "web"
[[stack.database]]
name = "shop"
settings = { statement_timeout = "10s", lock_timeout = 500 }
"""


@pytest.mark.parametrize(
    ("name", "role", "database", "expected"),
    [
        ("statement_timeout", "web", "other", 60000),
        ("statement_timeout", "web", "shop", 10000),
        ("statement_timeout", "app", "shop", 5000),
        ("statement_timeout", "app", None, 5000),
        ("statement_timeout", "nobody", "other", 60000),
        ("lock_timeout", "app", "shop", 500),
        ("lock_timeout", "app", "other", 2000),
        ("idle_session_timeout", "app", "shop", 0),
        ("idle_session_timeout", None, None, Unknown),  # app may be the one
        ("statement_timeout", "web", None, Unknown),  # shop may be the one
        ("statement_timeout", None, "other", Unknown),
        ("transaction_timeout", None, None, 0),
    ],
)
def test_precedence(name, role, database, expected):
    server = model(CONF, toml=ROLES).server
    found = effective.timeout(server, name, 18, role, database).value
    assert isinstance(found, Unknown) if expected is Unknown else found == expected


def test_place_is_where_the_value_stands():
    server = model(CONF, toml=ROLES).server
    places = [effective.timeout(server, "statement_timeout", 18, role, "x").span for role in ("app", "web")]
    assert [(place.path, place.line) for place in places] == [("pglint.toml", 7), ("postgresql.conf", 1)]


@pytest.mark.parametrize(("major", "expected"), [(16, 0), (17, 30000)])
def test_a_parameter_that_the_major_lacks_is_off(major, expected):
    toml = '[[stack.role]]\nname = "app"\nsettings = { transaction_timeout = "30s" }\n'
    server = model("max_connections = 100\n", toml=toml).server
    assert effective.timeout(server, "transaction_timeout", major, "app", "shop").value == expected


def test_without_a_server_nothing_is_known():
    assert isinstance(effective.timeout(None, "lock_timeout", 18, "app", "shop").value, Unknown)


@pytest.mark.parametrize(
    ("conf", "known"),
    [
        ("max_connections = 100\n", True),
        ("include_dir 'conf.d'\n", False),
        ("statement_timeout = 5s\ninclude '/etc/postgresql/more.conf'\n", False),
        ("include '/etc/postgresql/more.conf'\nstatement_timeout = 5s\n", True),
    ],
)
def test_files_that_are_not_read(conf, known):
    found = effective.timeout(model(conf).server, "statement_timeout", 18, "app", "shop").value
    assert isinstance(found, int) is known


@pytest.mark.parametrize(
    ("text", "expected"),
    [("30", 30), ("30s", 30000), ("1.5s", 1500), ("2min", 120000), ("0", 0), ("010", 8), ("-1", None), ("soon", None)],
)
def test_in_ms(text, expected):
    toml = f'[[stack.role]]\nname = "app"\nsettings = {{ lock_timeout = "{text}" }}\n'
    server = model("", toml=toml).server
    found = effective.timeout(server, "lock_timeout", 18, "app", "shop")
    assert (None if isinstance(found.value, Unknown) else found.value) == expected
    assert found.span.path == "pglint.toml"
