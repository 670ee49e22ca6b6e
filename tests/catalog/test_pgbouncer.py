"""PgBouncer's settings by version, and values as its C code reads them (tried on 1.18 where a case file has none)."""

import pytest

from pglint.catalog import c_numbers
from pglint.catalog import pgbouncer as catalog
from pglint.catalog.pgbouncer import Invalid


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("1.24", (1, 24, 1)),
        ("1.24.0", (1, 24, 0)),
        ("1.18", (1, 18, 0)),
        ("1.7", (1, 7, 2)),
        ("1.25.9", (1, 25, 9)),
        ("1.27", (1, 27, 0)),
    ],
)
def test_versions(text: str, version: tuple[int, ...]) -> None:
    assert catalog.parse_version(text) == version


@pytest.mark.parametrize("text", ["", "1", "1.x", "v1.24", "1.24.1.2", "1.4.1", "latest", "1.²"])
def test_what_is_no_version(text: str) -> None:
    with pytest.raises(ValueError, match="PgBouncer"):
        catalog.parse_version(text)


# Counts from the source of each release.
@pytest.mark.parametrize(
    ("version", "counts"),
    [
        ((1, 5, 5), (57, 12, 0, 0)),
        ((1, 18, 0), (84, 16, 2, 0)),
        ((1, 19, 1), (87, 17, 2, 3)),
        ((1, 21, 0), (89, 17, 2, 3)),
        ((1, 22, 1), (89, 18, 2, 3)),
        ((1, 23, 1), (90, 19, 3, 3)),
        ((1, 24, 1), (92, 22, 8, 3)),
        ((1, 25, 2), (98, 22, 9, 3)),
        (catalog.DEVELOPMENT, (100, 23, 10, 3)),
    ],
)
def test_number_of_keys(version: tuple[int, ...], counts: tuple[int, ...]) -> None:
    assert tuple(len(catalog.keys(section, version)) for section in catalog.sections()) == counts


@pytest.mark.parametrize(
    ("name", "version", "default"),
    [
        ("default_pool_size", (1, 18, 0), "20"),
        ("max_prepared_statements", (1, 23, 1), "0"),
        ("max_prepared_statements", (1, 24, 0), "200"),
        ("server_tls_sslmode", (1, 19, 1), "disable"),
        ("server_tls_sslmode", (1, 20, 0), "prefer"),
        ("server_check_query", (1, 24, 1), "select 1"),
        ("server_check_query", (1, 25, 2), "<empty>"),
        ("pkt_buf", (1, 6, 1), "2048"),
        ("auth_file", (1, 25, 2), None),
    ],
)
def test_defaults(name: str, version: tuple[int, ...], default: str | None) -> None:
    assert catalog.default(name, version) == default


INT = "default_pool_size"
TIME = "query_timeout"


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        (INT, "20", 20),
        (INT, "+5", 5),
        (INT, "-1", -1),
        (INT, "0x10", 16),
        (INT, "010", 8),
        (INT, "-010", -8),
        (INT, "0", 0),
        (INT, "\v5", 5),
        (INT, "2147483648", -2147483648),
        (INT, "4294967396", 100),
        (INT, "9" * 20, -1),
        (INT, "-" + "9" * 20, 0),
        (INT, "9" * 5000, -1),
        (INT, "", None),
        (INT, "08", None),
        (INT, "0x", None),
        (INT, "5.0", None),
        (INT, "1k", None),
        (INT, "1_000", None),
        (INT, "٣", None),
        (INT, "on", None),
        ("max_packet_size", "4294967295", 4294967295),
        ("max_packet_size", "-1", 4294967295),
        (TIME, "1.5", 1.5),
        (TIME, ".5", 0.5),
        (TIME, "5.", 5.0),
        (TIME, "+5", 5.0),
        (TIME, "-0", 0.0),
        (TIME, "1e3", 1000.0),
        (TIME, "0x10", 16.0),
        (TIME, "inf", 0.0),
        (TIME, "INFINITY", 0.0),
        (TIME, "1e300", 0.0),
        (TIME, "2e13", 0.0),
        (TIME, "nan", 9223372036854.775),
        (TIME, "0.0000001", 0.0),
        (TIME, "-1", None),
        (TIME, "1e999", None),
        (TIME, "1e-400", None),
        (TIME, "30s", None),
        (TIME, "1_0", None),
        (TIME, "infinite", None),
        (TIME, "", None),
        ("pool_mode", "TRANSACTION", "transaction"),
        ("pool_mode", "tx", None),
        ("auth_type", "scram", None),
        ("client_tls_sslmode", "disabled", None),
        ("server_reset_query", "", ""),
        ("server_reset_query", "'DISCARD ALL'", "'DISCARD ALL'"),
    ],
)
def test_values_of_settings(name: str, raw: str, value: object) -> None:
    found = catalog.interpret("pgbouncer", name, raw, (1, 25, 2))
    if value is None:
        assert isinstance(found, Invalid)
        assert found.text == f'invalid value "{raw}" for parameter {name} in configuration'
    else:
        assert found == value
        assert type(found) is type(value)


@pytest.mark.parametrize(
    ("section", "key", "raw", "value"),
    [
        ("databases", "pool_size", "20x", 20),
        ("databases", "pool_size", "2.9", 2),
        ("databases", "pool_size", "010", 10),
        ("databases", "pool_size", "0x10", 0),
        ("databases", "pool_size", '"5"', 0),
        ("databases", "pool_size", "-5", -5),
        ("databases", "pool_size", "99999999999", 1215752191),
        ("databases", "pool_size", "-4294967196", 100),
        ("databases", "port", "  77", 77),
        ("databases", "port", "5432,5433", 5432),
        ("databases", "port", "abc", Invalid("invalid port: abc")),
        ("databases", "port", "0", Invalid("invalid port: 0")),
        ("databases", "pool_mode", "Transaction", "transaction"),
        ("databases", "pool_mode", "tx", Invalid("invalid pool mode: tx")),
        ("databases", "load_balance_hosts", "x", Invalid("invalid load_balance_hosts: x")),
        ("databases", "server_lifetime", "60", 60.0),
        ("users", "query_timeout", "0.5", 0.0),
        ("users", "query_timeout", "500ms", 500.0),
        ("peers", "pool_size", "3", 3),
    ],
)
def test_values_of_entries(section: str, key: str, raw: str, value: object) -> None:
    assert catalog.interpret(section, key, raw, (1, 25, 2)) == value


@pytest.mark.parametrize(
    ("raw", "version", "since", "before"),
    [
        ("ldap", (1, 24, 1), None, (1, 25, 0)),
        ("crypt", (1, 25, 2), (1, 7, 0), None),
        ("LDAP", (1, 25, 0), None, None),
    ],
)
def test_words_of_some_versions(raw: str, version: tuple[int, ...], since: object, before: object) -> None:
    found = catalog.interpret("pgbouncer", "auth_type", raw, version)
    if since is before is None:
        assert found == raw.lower()
    else:
        assert isinstance(found, Invalid)
        assert (found.since, found.before) == (since, before)


@pytest.mark.parametrize(
    ("section", "name", "hint", "instead"),
    [
        ("pgbouncer", "pool_size", "default_pool_size", "default_pool_size"),
        ("pgbouncer", "max_connections", "max_client_conn or max_db_connections", ""),
        ("pgbouncer", "timezone", "[databases] timezone", ""),
        ("pgbouncer", "Default-Pool_Size", "default_pool_size", "default_pool_size"),
        ("pgbouncer", "default_poolsize", "default_pool_size", "default_pool_size"),
        ("pgbouncer", "max_cleint_conn", "max_client_conn", "max_client_conn"),
        ("pgbouncer", "tcp_keepintv", "tcp_keepintvl", "tcp_keepintvl"),
        ("databases", "username", "user", "user"),
        ("databases", "hots", "host", "host"),
        ("pgbouncer", "log_queries", "", ""),
        ("pgbouncer", "", "", ""),
    ],
)
def test_what_was_meant(section: str, name: str, hint: str, instead: str) -> None:
    assert catalog.meant(section, name) == (hint, instead)


def test_atoi_stops_at_the_first_letter() -> None:
    assert [c_numbers.atoi(text) for text in ("7seven", " +7", "seven", "--7", "")] == [7, 7, 0, 0, 0]


def test_a_setting_of_windows_builds_is_none() -> None:
    assert catalog.setting("pgbouncer", "service_name") is None
