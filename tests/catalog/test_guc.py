"""Values as the server takes them, beyond the recorded cases."""

import pytest

from pglint.catalog.guc import Invalid, human, interpret, show
from pglint.catalog.postgresql import parameter


def meaning(name: str, raw: str, major: int = 18) -> object:
    found = parameter(name, major)
    assert found is not None
    value = interpret(found, raw, major)
    return value.text if isinstance(value, Invalid) else value


@pytest.mark.parametrize(
    ("name", "raw", "major", "value"),
    [
        # checked with postgres -C of 15.18
        ("work_mem", "1.1GB", 15, 1153024),
        ("work_mem", "0.3333MB", 15, 341),
        ("log_rotation_age", "0.3h", 15, 18),
        ("max_connections", "0x10.8", 15, 16),
        ("statement_timeout", "1 s\n", 15, 1000),
        ("client_min_messages", "debug", 15, "debug2"),
        ("datestyle", "german", 15, "German, DMY"),
        ("datestyle", "sql, european", 15, "SQL, DMY"),
        ("role", "none", 15, "none"),
        ("autovacuum_work_mem", "100kB", 15, 1024),
        ("autovacuum_work_mem", "-1", 15, -1),
        ("autovacuum_work_mem", "1kB", 18, 64),
        ("wal_buffers", "8kB", 15, 4),
        ("cluster_name", "a" * 70, 15, "a" * 63),
        ("search_path", '"$user", "a b", ""', 15, '"$user", "a b", ""'),
        ("recovery_target_lsn", "0/3000148", 15, "0/3000148"),
        ("password_encryption", "on", 13, "md5"),
        ("wal_compression", "on", 14, True),
        ("wal_compression", "on", 15, "pglz"),
        ("wal_compression", "lz4", 15, "lz4"),
        ("io_method", "io_uring", 18, "io_uring"),
        ("log_connections", "receipt, authentication", 18, "receipt, authentication"),
        ("ssl_min_protocol_version", "tlsv1.2", 15, "TLSv1.2"),
        ("vacuum_buffer_usage_limit", "0", 16, 0),
        ("transaction_buffers", "32", 17, 32),
        ("work_mem", "65kB", 11, 65),
        ("log_rotation_size", "1500B", 11, 1),
    ],
)
def test_taken(name: str, raw: str, major: int, value: object) -> None:
    assert meaning(name, raw, major) == value


@pytest.mark.parametrize(
    ("name", "raw", "major", "text"),
    [
        # the server's own words; checked with postgres -C of 15.18 where the major is 15
        ("work_mem", "63kB", 15, '63 kB is outside the valid range for parameter "work_mem" (64 .. 2147483647)'),
        ("work_mem", "63kB", 18, '63 kB is outside the valid range for parameter "work_mem" (64 kB .. 2147483647 kB)'),
        (
            "vacuum_cost_delay",
            "1s",
            15,
            '1000 ms is outside the valid range for parameter "vacuum_cost_delay" (0 .. 100)',
        ),
        (
            "checkpoint_completion_target",
            "inf",
            15,
            'Infinity is outside the valid range for parameter "checkpoint_completion_target" (0 .. 1)',
        ),
        ("vacuum_cost_delay", "1e999", 15, 'invalid value for parameter "vacuum_cost_delay": "1e999"'),
        ("log_destination", "foo", 15, 'invalid value for parameter "log_destination": "foo"'),
        ("log_destination", "jsonlog", 14, 'invalid value for parameter "log_destination": "jsonlog"'),
        ("datestyle", "iso mdy", 15, 'invalid value for parameter "DateStyle": "iso mdy"'),
        ("search_path", "a b", 15, 'invalid value for parameter "search_path": "a b"'),
        ("search_path", '"a', 15, 'invalid value for parameter "search_path": ""a"'),
        ("temp_tablespaces", "a,,b", 15, 'invalid value for parameter "temp_tablespaces": "a,,b"'),
        ("recovery_target", "now", 15, 'invalid value for parameter "recovery_target": "now"'),
        ("recovery_target_lsn", "3000148", 15, 'invalid value for parameter "recovery_target_lsn": "3000148"'),
        ("recovery_target_name", "a" * 64, 15, f'invalid value for parameter "recovery_target_name": "{"a" * 64}"'),
        ("backtrace_functions", "a.b", 15, 'invalid value for parameter "backtrace_functions": "a.b"'),
        (
            "default_table_access_method",
            "",
            15,
            'invalid value for parameter "default_table_access_method": ""',
        ),
        ("session_authorization", "x", 15, 'invalid value for parameter "session_authorization": "x"'),
        ("default_with_oids", "on", 15, "tables declared WITH OIDS are not supported"),
        ("in_hot_standby", "on", 15, 'parameter "in_hot_standby" cannot be changed'),
        ("primary_slot_name", "Bad-Name", 15, 'invalid value for parameter "primary_slot_name": "Bad-Name"'),
        ("vacuum_buffer_usage_limit", "64kB", 16, 'invalid value for parameter "vacuum_buffer_usage_limit": 64'),
        ("transaction_buffers", "100", 17, 'invalid value for parameter "transaction_buffers": 100'),
        ("log_connections", "receipt", 17, 'parameter "log_connections" requires a Boolean value'),
        ("log_connections", "on, receipt", 18, 'invalid value for parameter "log_connections": "on, receipt"'),
        ("max_connections", "9" * 5000, 15, f'invalid value for parameter "max_connections": "{"9" * 5000}"'),
        ("max_connections", "٣", 15, 'invalid value for parameter "max_connections": "٣"'),
    ],
)
def test_refused(name: str, raw: str, major: int, text: str) -> None:
    assert meaning(name, raw, major) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (30000, "ms", "30 s"),
        (1500, "ms", "1500 ms"),
        (86400, "s", "1 d"),
        (1440, "min", "1 d"),
        (65536, "kB", "64 MB"),
        (16384, "8kB", "128 MB"),
        (1024, "MB", "1 GB"),
        (3, "8kB", "24 kB"),
        (0, "ms", "0"),
        (-1, "kB", "-1"),
        (100, "", "100"),
        (0.5, "ms", "0.5 ms"),
        (True, "", "on"),
        ("replica", "", "replica"),
    ],
)
def test_human(value: bool | int | float | str, unit: str, text: str) -> None:
    assert human(value, unit) == text


def test_show() -> None:
    found = parameter("seed", 18)
    assert found is not None
    assert [show(value, found) for value in (True, False, 5, 0.5, 1000.0, "x")] == [
        "on",
        "off",
        "5",
        "0.5",
        "1000",
        "x",
    ]
