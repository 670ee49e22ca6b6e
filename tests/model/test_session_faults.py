"""Settings in SQL, what is wrong with them in some majors; tests/real/test_sql_settings.py asks a real server."""

import pytest

from pglint.catalog.postgresql import MAINTAINED
from pglint.facts import Setting
from pglint.model.session_faults import faults
from pglint.source import Source, Span
from pglint.values import Unknown


def found(name: str, value: str, majors: tuple[int, ...], **given: bool) -> list[tuple[str, str]]:
    source = Source("a.sql", f"SET {name} = '{value}'")
    whole = Span(source, 0, len(source.text))
    setting = Setting(name, Unknown("filled in", whole) if value == "?" else value, whole, whole, whole)
    return [(fault.kind, fault.text) for fault in faults(setting, majors, **given)]


def unknown(name: str) -> tuple[str, str]:
    return ("unknown-setting", f'unrecognized configuration parameter "{name}"')


def refused(name: str, why: str) -> tuple[str, str]:
    return ("invalid-value", f'parameter "{name}" {why}')


@pytest.mark.parametrize(
    ("name", "value", "majors", "expected"),
    [
        ("statement_timeout", "30s", MAINTAINED, []),
        ("statement_timeout", "?", MAINTAINED, []),
        ("nonsense", "?", MAINTAINED, [unknown("nonsense")]),
        ("app.tenant", "x", MAINTAINED, []),
        # a major that it needs, and one that dropped it
        ("transaction_timeout", "5s", MAINTAINED, []),
        ("transaction_timeout", "5s", (15,), [("unknown-setting", unknown("transaction_timeout")[1] + ", which PostgreSQL 17 introduced")]),
        ("old_snapshot_threshold", "5min", (18,), [("removed-setting", '"old_snapshot_threshold" is not a parameter since PostgreSQL 17')]),
        ("old_snapshot_threshold", "5min", (15,), [refused("old_snapshot_threshold", "cannot be changed without restarting the server")]),
        # what is refused in all majors, though not in the same words
        ("autovacuum_max_workers", "5", (17,), [refused("autovacuum_max_workers", "cannot be changed without restarting the server")]),
        ("autovacuum_max_workers", "5", MAINTAINED, [refused("autovacuum_max_workers", "cannot be changed now")]),
        ("log_connections", "on", MAINTAINED, [refused("log_connections", "cannot be set after connection start")]),
        ("server_version", "15", MAINTAINED, [refused("server_version", "cannot be changed")]),
        # a value
        ("statement_timeout", "400us", MAINTAINED, [("timeout-rounds-to-off", "statement_timeout = SET statement_timeout = '400us' rounds to 0 ms, which switches it off")]),
        # other programs' parameters, and roles' names
        ("gp_default_storage_options", "x", MAINTAINED, []),
        ("foreign_key_checks", "0", MAINTAINED, []),
        ("role", "somebody", MAINTAINED, []),
        ("session_authorization", "somebody", MAINTAINED, []),
    ],
)  # fmt: skip
def test_of_a_session(name: str, value: str, majors: tuple[int, ...], expected: list[tuple[str, str]]) -> None:
    texts = [(kind, text.partition(" (")[0].partition(": ")[0]) for kind, text in found(name, value, majors)]
    assert texts == expected


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("max_connections", "200", []),
        ("max_connections", "many", ["invalid-value"]),
        ("log_connections", "on", []),
        ("data_directory", "/data", ["invalid-value"]),
        ("transaction_isolation", "serializable", ["invalid-value"]),
        ("block_size", "8192", ["invalid-value"]),
        ("nonsense", "1", ["unknown-setting"]),
        ("wal_level", "hot_standby", ["deprecated-setting"]),
    ],
)
def test_of_the_server(name: str, value: str, expected: list[str]) -> None:
    assert [kind for kind, _ in found(name, value, MAINTAINED, system=True)] == expected


@pytest.mark.parametrize(("name", "expected"), [("statment_timeout", 1), ("platforms_own", 0)])
def test_a_platform_has_parameters_of_its_own(name: str, expected: int) -> None:
    assert len(found(name, "1", MAINTAINED, managed=True)) == expected
