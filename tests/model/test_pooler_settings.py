"""What a PgBouncer has in force: defaults, overrides, resets, entries, and what cannot be known."""

import pytest

from pglint.catalog.pgbouncer import DEVELOPMENT, VERSIONS
from pglint.facts import Entry
from pglint.model.pooler_settings import PoolerSettings, milliseconds, narrow
from pglint.stacks.ini_chain import follow
from pglint.tree import Memory
from pglint.values import Unknown

NEW = (1, 25, 2)


def settings(text: str, files: dict[str, str] | None = None) -> PoolerSettings:
    return PoolerSettings(follow(Memory({"pgbouncer.ini": text, **(files or {})}), "pgbouncer.ini"), VERSIONS)


def value(text: str, name: str, version: tuple[int, ...] = NEW) -> object:
    found = settings(text).cell(name, version).value
    return found.reason if isinstance(found, Unknown) else found


@pytest.mark.parametrize(
    ("lines", "name", "found"),
    [
        ("", "default_pool_size", 20),
        ("default_pool_size = 9", "default_pool_size", 9),
        ("default_pool_size = 9\ndefault_pool_size = 8", "default_pool_size", 8),
        ("query_timeout = 1.5", "query_timeout", 1500),
        ("query_timeout = 0.0004", "query_timeout", 1),
        ("query_timeout = 0", "query_timeout", 0),
        ("", "query_wait_timeout", 120000),
        ("", "query_wait_notify", 5),
        ("pool_mode = Transaction", "pool_mode", "transaction"),
        ("", "pool_mode", "session"),
        ("log_connections = 2", "log_connections", 2),
        ("", "unix_socket_mode", 0o777),
        ("", "auth_file", ""),
        ("", "verbose", 0),
        ("server_reset_query =", "server_reset_query", ""),
        (
            "default_pool_size = x",
            "default_pool_size",
            'invalid value "x" for parameter default_pool_size in configuration',
        ),
        ("default_pool_size = ${N}", "default_pool_size", '"${N}" is filled in by a template'),
        ("", "unix_socket_dir", "the default of unix_socket_dir is set when PgBouncer is built"),
    ],
)
def test_cells(lines: str, name: str, found: object) -> None:
    assert value(f"[pgbouncer]\n{lines}\n", name) == found


@pytest.mark.parametrize(
    ("name", "version", "found"),
    [
        ("max_prepared_statements", (1, 20, 1), 0),
        ("max_prepared_statements", (1, 21, 0), 0),
        ("max_prepared_statements", (1, 24, 1), 200),
        ("track_extra_parameters", (1, 19, 1), ""),
        ("track_extra_parameters", (1, 20, 1), "IntervalStyle"),
        ("transaction_timeout", (1, 24, 1), 0),
        ("server_tls_sslmode", (1, 18, 0), "disable"),
    ],
)
def test_defaults_by_version(name: str, version: tuple[int, ...], found: object) -> None:
    assert value("[pgbouncer]\n", name, version) == found


def test_a_written_value_in_a_version_that_does_not_know_it() -> None:
    text = "[pgbouncer]\nmax_prepared_statements = 5\n"
    assert value(text, "max_prepared_statements", (1, 18, 0)) == "PgBouncer 1.18.0 has no max_prepared_statements"


def test_places() -> None:
    found = settings("[pgbouncer]\ndefault_pool_size = 9 \n")
    span = found.cell("default_pool_size", NEW).span
    assert span is not None
    assert (span.text, span.line, span.column) == ("9", 2, 21)
    assert found.cell("max_client_conn", NEW).span is None
    assert found.written("max_client_conn") is None
    written = found.written("default_pool_size")
    assert written is not None
    assert written.value == "9"


def test_no_such_name() -> None:
    with pytest.raises(KeyError):
        settings("[pgbouncer]\n").cell("default_poolsize", NEW)


def test_no_main_section() -> None:
    assert value("[databases]\n", "default_pool_size") == "no [pgbouncer] section"


# Tried on PgBouncer 1.18: auth_user and verbose have no default and stay.
def test_opening_the_section_again_resets_what_has_a_default() -> None:
    text = "[pgbouncer]\ndefault_pool_size = 9\nauth_user = a\nverbose = 1\n[pgbouncer]\nmax_client_conn = 5\n"
    assert [value(text, name) for name in ("default_pool_size", "auth_user", "verbose", "max_client_conn")] == [
        20,
        "a",
        1,
        5,
    ]


OUTSIDE = '"/x" lies outside the tree, and may set '


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("[pgbouncer]\ndefault_pool_size = 9\n%include /x\n", "default_pool_size", OUTSIDE + "default_pool_size"),
        ("[pgbouncer]\n%include /x\ndefault_pool_size = 9\n", "default_pool_size", 9),
        ("[pgbouncer]\n%include /x\ndefault_pool_size = 9\n", "max_client_conn", OUTSIDE + "max_client_conn"),
        ("[databases]\n%include /x\n[pgbouncer]\n", "max_client_conn", 100),
        ("[databases]\n%include /x\n[pgbouncer]\n", "auth_user", OUTSIDE + "auth_user"),
        (
            "[pgbouncer]\ndefault_pool_size = 9\n${KEY} = 5\n",
            "default_pool_size",
            '"${KEY}" is filled in by a template, and may set default_pool_size',
        ),
        (
            "[pgbouncer]\n{% if a %}\ndefault_pool_size = 9\n{% endif %}\n",
            "default_pool_size",
            "stands in a template with branches",
        ),
        ("[pgbouncer]\n{% if a %}\n{% endif %}\n", "default_pool_size", "stands in a template with branches"),
    ],
)
def test_what_an_unread_file_may_set(text: str, name: str, found: object) -> None:
    assert value(text, name) == found


def pairs(entry: Entry) -> dict[str, object]:
    return {pair.key: pair.value for pair in entry.pairs}


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("a = host=x\nb =\n* = host=y", {"a": {"host": "x"}, "b": {}, "*": {"host": "y"}}),
        ("a = host=x pool_size=4\na = host=y", {"a": {"host": "y"}}),
        ("a = user=u password=p\na = host=y", {"a": {"user": "u", "password": "p", "host": "y"}}),
        ("a = user=u\na = user=v\na =", {"a": {"user": "v"}}),
        ("* = user=u\n* = host=y", {"*": {"host": "y"}}),
        ("a = host=x pool_size=4 ; text", {"a": {"host": "x", "pool_size": "4"}}),
    ],
)
def test_databases(lines: str, found: dict[str, dict[str, str]]) -> None:
    entries = settings(f"[databases]\n{lines}\n[pgbouncer]\n").databases
    assert {entry.name: pairs(entry) for entry in entries} == found


def test_users_and_peers() -> None:
    found = settings("[users]\nu = pool_size=4\n* = pool_size=5\n[peers]\n1 = host=x\n[pgbouncer]\n")
    assert list(found.users) == ["u", "*"]
    assert [entry.name for entry in found.peers] == ["1"]
    assert [found.user_value(user, "pool_size", NEW) for user in (None, "other")] == [None, None]
    cell = found.user_value("u", "pool_size", NEW)
    assert cell is not None
    assert cell.value == 4


@pytest.mark.parametrize(
    ("line", "key", "found"),
    [
        ("pool_size=20x", "pool_size", 20),
        ("pool_size=-5", "pool_size", -5),
        ("pool_size=5 pool_size=6", "pool_size", 6),
        ("reserve_pool=3", "reserve_pool_size", 3),
        ("reserve_pool=3 reserve_pool_size=4", "reserve_pool_size", 4),
        ("server_lifetime=60", "server_lifetime", 60000),
        ("pool_mode=SESSION", "pool_mode", "session"),
        ("host=x", "host", "x"),
        ("host=x", "port", None),
        ("port=${P}", "port", '"${P}" is filled in by a template'),
        ("pool_size=5 ${REST}", "pool_size", '"${REST}" is filled in by a template'),
        ("pool_mode=tx", "pool_mode", "invalid pool mode: tx"),
    ],
)
def test_entry_values(line: str, key: str, found: object) -> None:
    model = settings(f"[databases]\nd = {line}\n[pgbouncer]\n")
    cell = model.entry_value(model.databases[0], key, NEW)
    got = cell.value if cell else None
    assert (got.reason if isinstance(got, Unknown) else got) == found


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("[databases]\na =\n[pgbouncer]\n", 0),
        ("[databases]\na =\n%include /x\n[pgbouncer]\n", 1),
        ("[databases]\n{{ more }}\n[pgbouncer]\n", 1),
        ("[databases]\n{% for x in y %}\na =\n{% endfor %}\n[pgbouncer]\n", 1),
    ],
)
def test_whether_the_entries_are_complete(text: str, missing: int) -> None:
    assert len(settings(text).missing) == missing


def test_an_entry_in_a_template_is_unknown_as_a_whole() -> None:
    model = settings("[databases]\n{% if x %}\na = host=b\n{% endif %}\n[pgbouncer]\n")
    cell = model.entry_value(model.databases[0], "host", NEW)
    assert cell is not None
    assert isinstance(cell.value, Unknown)


@pytest.mark.parametrize(
    ("text", "oldest"),
    [
        ("[pgbouncer]\ndefault_pool_size = 9\n", (1, 18, 0)),
        ("[pgbouncer]\nmax_prepared_statements = 9\n", (1, 21, 0)),
        ("[pgbouncer]\npeer_id = 1\ntransaction_timeout = 5\n", (1, 25, 2)),
        ("[pgbouncer]\nauth_type = ldap\n", (1, 25, 2)),
        ("[databases]\na = host=x reserve_pool_size=5\n", (1, 24, 1)),
        ("[databases]\na = host=x dbname=server_lifetime\n", (1, 18, 0)),
        ("[databases]\n'a b' = host=x\n", (1, 25, 2)),
        ("[users]\na = pool_size=5\n", (1, 23, 1)),
        ("[peers]\n1 = host=x\n", (1, 19, 1)),
        ("[pgbouncer]\nlogin_notify_message = x\n", (1, 18, 0)),
        ("[pgbouncer]\nlogin_notify_message = x\nmax_prepared_statements = 9\n", (1, 21, 0)),
    ],
)
def test_narrow(text: str, oldest: tuple[int, ...]) -> None:
    chain = follow(Memory({"pgbouncer.ini": text}), "pgbouncer.ini")
    assert narrow(chain, VERSIONS) == tuple(version for version in VERSIONS if version >= oldest)


def test_narrow_never_leaves_nothing() -> None:
    chain = follow(Memory({"pgbouncer.ini": "[pgbouncer]\ntransaction_timeout = 5\n"}), "pgbouncer.ini")
    assert narrow(chain, ((1, 18, 0),)) == ((1, 18, 0),)
    assert narrow(chain, ((1, 18, 0), DEVELOPMENT)) == (DEVELOPMENT,)


@pytest.mark.parametrize(("seconds", "wanted"), [(0.0, 0), (1.001, 1001), (1e-6, 1), (0.0016, 2)])
def test_milliseconds(seconds: float, wanted: int) -> None:
    assert milliseconds(seconds) == wanted
