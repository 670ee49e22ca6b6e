"""Effective settings: what wins, what is the default, what is unknown; and which majors a file can be for."""

import pytest

from pglint.model.settings import Settings, evident_major, narrow
from pglint.stacks.conf_chain import follow
from pglint.tree import Memory
from pglint.values import Unknown

MAINTAINED = (14, 15, 16, 17, 18)


def effective(text: str, complete: bool = True, **files: str) -> Settings:
    tree = Memory({"postgresql.conf": text, **files})
    return Settings(follow(tree, "postgresql.conf"), MAINTAINED, complete)


@pytest.mark.parametrize(
    ("text", "name", "major", "value", "written"),
    [
        ("max_connections = 50", "max_connections", 16, 50, "50"),
        ("max_connections = 50\nMAX_CONNECTIONS = '60'", "max_connections", 16, 60, "'60'"),
        ("", "max_connections", 16, 100, None),
        ("", "shared_buffers", 14, 1024, None),
        ("", "shared_buffers", 15, 16384, None),
        ("statement_timeout = 30s", "statement_timeout", 16, 30000, "30s"),
        ("autovacuum = of", "autovacuum", 16, False, "of"),
        ("wal_level = HOT_STANDBY", "wal_level", 16, "replica", "HOT_STANDBY"),
        ("synchronous_commit = yes", "synchronous_commit", 16, "on", "yes"),
        ("sort_mem = 1MB", "work_mem", 16, 1024, "1MB"),
        ("hash_mem_multiplier = 1.50", "hash_mem_multiplier", 16, "1.5", "1.50"),
        ("", "hash_mem_multiplier", 14, "1", None),
        ("my.setting = 5", "my.setting", 16, "5", "5"),
        ("transaction_isolation = serializable", "transaction_isolation", 16, "read committed", None),
        ("", "data_directory", 16, "", None),
        ("include_dir 'conf.d'\nport = 1", "port", 16, 1, "1"),
    ],
)
def test_known(text: str, name: str, major: int, value: object, written: str | None) -> None:
    cell = effective(text).cell(name, major)
    assert cell.value == value
    assert type(cell.value) is type(value)
    assert (cell.span.text if cell.span else None) == written


@pytest.mark.parametrize(
    ("text", "complete", "name", "reason"),
    [
        ("port = abc", True, "port", 'invalid value for parameter "port": "abc"'),
        ("port = {{ port }}", True, "port", "filled in by a template"),
        ("port = 1\ninclude '/etc/x.conf'", True, "port", "an include after it is not read"),
        ("include_dir 'conf.d'", True, "port", "not set in the files that are read"),
        ("max_connections = 5", False, "port", "not set here, and the main file is not in the tree"),
        ("{% if a %}\nport = 1\n{% endif %}", True, "port", "template with branches"),
        ("{% if a %}\nport = 1\n{% endif %}", True, "max_connections", "not set here"),
        ("transaction_timeout = 1s", True, "transaction_timeout", "has no parameter"),
        ("", True, "no_such", "has no parameter"),
        ("", True, "unix_socket_directories", "how the server was built"),
    ],
)
def test_unknown(text: str, complete: bool, name: str, reason: str) -> None:
    value = effective(text, complete).cell(name, 16).value
    assert isinstance(value, Unknown)
    assert reason in value.reason


def test_written() -> None:
    settings = effective("work_mem = 1MB\nvacuum_mem = 2MB\nsort_mem = 3MB\n")
    found = settings.written("work_mem")
    assert found is not None
    assert (found.name, found.value) == ("sort_mem", "3MB")
    assert settings.written("port") is None


@pytest.mark.parametrize(
    ("text", "readings", "left"),
    [
        ("transaction_timeout = 1h", MAINTAINED, (17, 18)),
        ("reserved_connections = {{ n }}", MAINTAINED, (16, 17, 18)),
        ("log_connections = 'receipt'", MAINTAINED, (18,)),
        ("wal_compression = lz4", MAINTAINED, (15, 16, 17, 18)),
        ("log_destination = 'jsonlog'", MAINTAINED, (15, 16, 17, 18)),
        ("statement_timeout = 500us", tuple(range(10, 19)), tuple(range(12, 19))),
        ("work_mem = 4194304B", (10, 11, 12), (11, 12)),
        # what proves nothing
        ("stats_temp_directory = 'x'", MAINTAINED, MAINTAINED),
        ("wal_keep_segments = 5", MAINTAINED, MAINTAINED),
        ("maintenance_work_mem = 512kB", MAINTAINED, MAINTAINED),
        ("max_connections = abc", MAINTAINED, MAINTAINED),
        ("no_such = 1", MAINTAINED, MAINTAINED),
        ("ext.param = 1", MAINTAINED, MAINTAINED),
        ("transaction_timeout = 1h", (14, 15), (14, 15)),
        ("{% if a %}\ntransaction_timeout = 1h\n{% endif %}", MAINTAINED, MAINTAINED),
        ("transaction_timeout = 1h\nforce_parallel_mode = on", MAINTAINED, (17, 18)),
    ],
)
def test_narrow(text: str, readings: tuple[int, ...], left: tuple[int, ...]) -> None:
    chain = follow(Memory({"postgresql.conf": text}), "postgresql.conf")
    assert narrow(chain.settings, readings) == left


@pytest.mark.parametrize(
    ("path", "major"),
    [
        ("etc/postgresql/15/main/postgresql.conf", 15),
        ("var/lib/pgsql/16/data/postgresql.conf", 16),
        ("data/17/postgresql.conf", 17),
        ("deploy/pgsql-15/postgresql.conf", 15),
        ("deploy/pg15/postgresql.conf", 15),
        ("deploy/postgresql@14/postgresql.conf", 14),
        ("postgresql/15.13/charts/postgresql.conf", 15),
        ("templates/postgresql.conf-16.j2", 16),
        ("conf/postgresql-13.conf", 13),
        ("conf/postgresql.15.conf", 15),
        ("conf/postgresql.conf", None),
        ("stage/15/postgresql.conf", None),
        ("pg9.6/postgresql.conf", None),
        ("postgresql/9.6/postgresql.conf", None),
        ("pg1500/postgresql.conf", None),
        ("pgbouncer15/postgresql.conf", None),
        ("postgresql/20240115/postgresql.conf", None),
    ],
)
def test_major_from_the_path(path: str, major: int | None) -> None:
    found = evident_major(path, Memory({path: ""}))
    assert (found[0] if found else None) == major


def test_major_from_pg_version() -> None:
    tree = Memory({"pg14/postgresql.conf": "", "pg14/PG_VERSION": "16\n"})
    assert evident_major("pg14/postgresql.conf", tree) == (16, "pg14/PG_VERSION says 16")
