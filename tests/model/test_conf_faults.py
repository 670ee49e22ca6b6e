"""What single settings say wrongly, and what is right although it looks wrong."""

from pathlib import Path

import pytest

from pglint.facts import Fault
from pglint.model.conf_faults import faults
from pglint.model.settings import narrow
from pglint.stacks.conf_chain import follow
from pglint.tree import Memory, decode
from tests.conf_cases import settings

MAINTAINED = (14, 15, 16, 17, 18)
CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "postgresql_conf"


def found(text: str, readings: tuple[int, ...] = MAINTAINED, files: dict[str, str] | None = None) -> list[Fault]:
    chain = follow(Memory({"postgresql.conf": text, **(files or {})}), "postgresql.conf")
    return faults(chain, narrow(chain.settings, readings))


@pytest.mark.parametrize(
    ("text", "kind", "message", "at", "instead"),
    [
        (
            "max_conections = 5",
            "unknown-setting",
            'unrecognized configuration parameter "max_conections"',
            "max_conections",
            "max_connections",
        ),
        (
            "frobnicate = 5",
            "unknown-setting",
            'unrecognized configuration parameter "frobnicate"',
            "frobnicate",
            "",
        ),
        (
            "wal_keep_segments = 32",
            "removed-setting",
            '"wal_keep_segments" is not a parameter since PostgreSQL 13: wal_keep_size took its place (in MB, where '
            "this one counted segments of 16 MB), 32 segments are 512 MB",
            "wal_keep_segments",
            "",
        ),
        (
            "replication_timeout = 60s",
            "removed-setting",
            '"replication_timeout" is not a parameter since PostgreSQL 9.3: it is wal_sender_timeout',
            "replication_timeout",
            "wal_sender_timeout",
        ),
        (
            "max_connections = 300000",
            "invalid-value",
            '300000 is outside the valid range for parameter "max_connections" (1 .. 262143)',
            "300000",
            "",
        ),
        (
            "statement_timeout = 30S",
            "invalid-value",
            'invalid value for parameter "statement_timeout": "30S" (Valid units for this parameter are "us", "ms", '
            '"s", "min", "h", and "d".)',
            "30S",
            "'30s'",
        ),
        (
            "work_mem = '1 GiB'",
            "invalid-value",
            'invalid value for parameter "work_mem": "1 GiB" (Valid units for this parameter are "B", "kB", "MB", '
            '"GB", and "TB".)',
            "'1 GiB'",
            "'1GB'",
        ),
        (
            "wal_level = hot",
            "invalid-value",
            'invalid value for parameter "wal_level": "hot" (Available values: minimal, replica, logical.)',
            "hot",
            "",
        ),
        ("block_size = 8192", "invalid-value", 'parameter "block_size" cannot be changed', "block_size", ""),
        (
            "max_connections = 050",
            "octal-number",
            "max_connections = 050 is 40: a leading 0 makes it octal",
            "050",
            "",
        ),
        (
            "work_mem = '0200MB'",
            "octal-number",
            "work_mem = 0200MB is 128 MB: a leading 0 makes it octal",
            "'0200MB'",
            "",
        ),
        (
            "statement_timeout = 500us",
            "timeout-rounds-to-off",
            "statement_timeout = 500us rounds to 0 ms, which switches it off",
            "500us",
            "",
        ),
        (
            "tcp_keepalives_idle = 400ms",
            "timeout-rounds-to-off",
            "tcp_keepalives_idle = 400ms rounds to 0 s, which is the system's own value",
            "400ms",
            "",
        ),
        (
            "transaction_isolation = serializable",
            "setting-has-no-effect",
            "transaction_isolation belongs to the single transaction and does nothing here; "
            "default_transaction_isolation is what lasts",
            "transaction_isolation = serializable",
            "default_transaction_isolation",
        ),
        ("sort_mem = 4MB", "deprecated-setting", "sort_mem is an old name of work_mem", "sort_mem", "work_mem"),
        (
            "wal_level = hot_standby",
            "deprecated-setting",
            "wal_level = hot_standby is an old word for replica",
            "hot_standby",
            "replica",
        ),
        (
            "default_with_oids = off",
            "deprecated-setting",
            "default_with_oids does nothing since PostgreSQL 12 and is only accepted for old files",
            "default_with_oids",
            "",
        ),
    ],
)
def test_one_fault(text: str, kind: str, message: str, at: str, instead: str) -> None:
    (fault,) = found(text)
    assert (fault.kind, fault.text, fault.span.text, fault.instead) == (kind, message, at, instead)


@pytest.mark.parametrize(
    "text",
    [
        "max_connections = 100",
        "pg_stat_statements.max = 10000",
        "anything.goes = 'x'",
        "stats_temp_directory = 'x'",  # gone in 15, but the server may be a 14
        "wal_compression = on",
        "log_connections = on",
        "unix_socket_permissions = 0777",
        "log_file_mode = 0640",
        "max_connections = 07",
        "statement_timeout = 0",
        "statement_timeout = '0s'",
        "statement_timeout = 1ms",
        "log_min_duration_statement = '0.4ms'",  # 0 logs everything, which is nearly the same
        "checkpoint_completion_target = 0.9",
        "vacuum_cost_delay = 0.5",
        "port = {{ port }}",
        "port = 1\nport = 1",
        "work_mem = 64MB\nwork_mem = 65536",
        "port = 1\nport = {{ port }}",
        "{% if v < 13 %}\nwal_keep_segments = 5\n{% endif %}",
        "io_method = io_uring",
        "default_toast_compression = lz4",
        "extension_destdir = ''",
        "timezone = 'Mars/Base'",
        "autovacuum_work_mem = -1",
    ],
)
def test_no_fault(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "readings", "kinds"),
    [
        ("wal_keep_segments = 5", (12,), ["deprecated-setting"]),
        ("wal_keep_segments = 5", (12, 13), []),
        ("wal_keep_segments = 5", (13,), ["removed-setting"]),
        ("force_parallel_mode = on", MAINTAINED, []),
        ("force_parallel_mode = on", (16, 17, 18), ["removed-setting"]),
        ("force_parallel_mode = on", (15,), ["deprecated-setting"]),
        ("transaction_timeout = 5s", (16,), ["unknown-setting"]),
        ("transaction_timeout = 5s", MAINTAINED, []),
        ("lc_collate = 'C'", (15,), ["invalid-value"]),
        ("lc_collate = 'C'", MAINTAINED, ["removed-setting"]),
        ("maintenance_work_mem = 512kB", (16,), ["invalid-value"]),
        ("maintenance_work_mem = 512kB", (16, 17), []),
        ("ssl_ecdh_curve = 'prime256v1'", (17,), []),
        ("ssl_ecdh_curve = 'prime256v1'", (18,), ["deprecated-setting"]),
        ("log_connections = receipt", (17,), ["invalid-value"]),
        ("statement_timeout = 500us", (11,), ["invalid-value"]),
        ("log_rotation_age = 90s", (11,), []),
        ("log_rotation_age = 59s", (11,), ["timeout-rounds-to-off"]),
        ("log_rotation_age = 59s", (12,), []),
    ],
)
def test_only_what_holds_in_every_reading(text: str, readings: tuple[int, ...], kinds: list[str]) -> None:
    assert [fault.kind for fault in found(text, readings)] == kinds


def test_name_of_a_later_major() -> None:
    (fault,) = found("transaction_timeout = 5s", (16,))
    assert fault.text == 'unrecognized configuration parameter "transaction_timeout", which PostgreSQL 17 introduced'


def test_overridden_in_one_file() -> None:
    (fault,) = found("work_mem = 4MB\nport = 1\nsort_mem = 8MB\n")[:1]
    assert (fault.kind, fault.effect, fault.span.line) == ("overridden-setting", "file", 1)
    assert fault.text == "work_mem = 4 MB does not count: 8 MB in line 3 comes later"
    assert [(text, span.text) for text, span in fault.related] == [("this one counts", "sort_mem = 8MB")]


def test_overridden_across_files() -> None:
    (fault,) = found("port = 1\n", files={"postgresql.auto.conf": "port = 2\n"})
    assert (fault.effect, fault.text) == (
        "across",
        "port = 1 does not count: 2 in postgresql.auto.conf line 1 comes later",
    )


def test_a_shadowed_value_is_not_judged() -> None:
    assert [fault.kind for fault in found("port = abc\nport = 2\n")] == ["overridden-setting"]


def test_only_losers_that_differ_are_overridden() -> None:
    assert [fault.span.line for fault in found("port = 1\nport = 2\nport = 1\n")] == [2]


def test_a_file_included_twice_overrides_nothing() -> None:
    assert found("include 'a.conf'\ninclude 'a.conf'\n", files={"a.conf": "port = 2\n"}) == []


def test_the_command_line_does_not_save_the_file() -> None:
    tree = Memory({"postgresql.conf": "port = abc\n"})
    option = tuple(settings("port = 5", "-c"))
    kinds = [fault.kind for fault in faults(follow(tree, "postgresql.conf", option), MAINTAINED)]
    assert kinds == ["overridden-setting", "invalid-value"]


def test_config_file_counts_on_the_command_line_only() -> None:
    assert [fault.kind for fault in found("config_file = '/x'")] == ["setting-has-no-effect"]
    option = tuple(settings("config_file = '/x'", "-c"))
    assert faults(follow(Memory({"postgresql.conf": ""}), "postgresql.conf", option), MAINTAINED) == []


@pytest.mark.parametrize(
    "name", ["primary_conninfo", "archive_command", "restore_command", "ssl_passphrase_command", "my.token"]
)
def test_no_secret_in_a_message(name: str) -> None:
    (fault,) = found(f"{name} = 'password=hunter2'\n{name} = 'password=hunter3'\n")
    assert fault.kind == "overridden-setting"
    assert "hunter" not in fault.text


def test_real_files() -> None:
    """Every finding in the corpus, looked at: each is true."""
    seen = []
    for path in sorted(CORPUS.iterdir()):
        if "HOWTO" in path.name or "supervisor" in path.name:
            continue
        chain = follow(Memory({path.name: decode(path.read_bytes())}), path.name)
        for fault in faults(chain, narrow(chain.settings, MAINTAINED)):
            seen.append((path.name.partition("__")[0], fault.span.line, fault.kind, fault.name))
    assert seen == [
        ("Luiz-Frias", 90, "removed-setting", "wal_keep_segments"),
        ("dalibo", 36, "deprecated-setting", "wal_level"),
        ("dalibo", 50, "unknown-setting", "some_guc"),
        ("sourcegraph", 11, "overridden-setting", "shared_buffers"),
        ("sourcegraph", 14, "overridden-setting", "min_wal_size"),
        ("sourcegraph", 11, "overridden-setting", "shared_buffers"),
        ("sourcegraph", 13, "overridden-setting", "max_wal_size"),
        ("sourcegraph", 14, "overridden-setting", "min_wal_size"),
    ]
