"""The catalog of parameters by major."""

from pathlib import Path

import pytest

from pglint.catalog.postgresql import MAJORS, canonical, common, known, nearest, parameter, removed
from scripts import refresh_catalog


@pytest.mark.parametrize(
    ("name", "majors"),
    [
        ("max_connections", MAJORS),
        ("wal_keep_segments", (10, 11, 12)),
        ("wal_keep_size", (13, 14, 15, 16, 17, 18)),
        ("reserved_connections", (16, 17, 18)),
        ("transaction_timeout", (17, 18)),
        ("sort_mem", MAJORS),
        ("ssl_ecdh_curve", MAJORS),
        ("seed", MAJORS),
        ("db_user_namespace", (10, 11, 12, 13, 14, 15, 16)),
        ("max_conections", ()),
        ("pg_stat_statements.max", ()),
    ],
)
def test_which_majors_know_a_name(name: str, majors: tuple[int, ...]) -> None:
    assert tuple(major for major in MAJORS if parameter(name, major)) == majors
    assert known(name) is bool(majors)


def test_one_object_where_nothing_changed() -> None:
    assert len({id(parameter("work_mem", major)) for major in MAJORS}) == 1
    assert parameter("log_connections", 17) is not parameter("log_connections", 18)
    assert parameter("sort_mem", 15) is parameter("work_mem", 15)
    assert parameter("TimeZone", 15) is parameter("timezone", 15)


def test_what_changes_with_the_major() -> None:
    assert [parameter("log_connections", major).type for major in (17, 18)] == ["bool", "string"]  # type: ignore[union-attr]
    assert [parameter("vacuum_cost_delay", major).type for major in (11, 12)] == ["integer", "real"]  # type: ignore[union-attr]
    assert [parameter("ssl_ecdh_curve", major).name for major in (17, 18)] == ["ssl_ecdh_curve", "ssl_groups"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "readings", "found"),
    [
        ("work_mem", MAJORS, True),
        ("log_autovacuum_min_duration", (14, 15), True),  # only the default changed
        ("maintenance_work_mem", (16, 17), False),
        ("transaction_timeout", (16, 17), False),
        ("transaction_timeout", (17, 18), True),
    ],
)
def test_common(name: str, readings: tuple[int, ...], found: bool) -> None:
    assert (common(name, readings) is not None) is found


@pytest.mark.parametrize(
    ("name", "last", "renamed_to", "unknown_from"),
    [
        ("wal_keep_segments", 12, "wal_keep_size", 13),
        ("force_parallel_mode", 15, "debug_parallel_query", 16),
        ("promote_trigger_file", 15, "", 16),
        ("default_with_oids", 11, "", None),
        ("checkpoint_segments", 9, "max_wal_size", 10),
    ],
)
def test_removed(name: str, last: int, renamed_to: str, unknown_from: int | None) -> None:
    gone = removed(name)
    assert gone is not None
    assert (gone.last, gone.renamed_to, gone.unknown_from) == (last, renamed_to, unknown_from)


def test_not_removed() -> None:
    assert removed("work_mem") is None
    assert removed("nonsense") is None


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("max_conections", "max_connections"),
        ("shared_buffer", "shared_buffers"),
        ("listen_addr", "listen_addresses"),
        ("log_line_prefx", "log_line_prefix"),
        ("default_pool_size", ""),
        ("max_client_conn", ""),
        ("foo", ""),
    ],
)
def test_nearest(name: str, near: str) -> None:
    assert nearest(name, 16) == near


def test_canonical() -> None:
    names = ("Work_Mem", "sort_mem", "ssl_ecdh_curve", "my.param")
    assert [canonical(name) for name in names] == ["work_mem", "work_mem", "ssl_groups", "my.param"]


CATALOG = refresh_catalog.load()


def row(name: str, **values: object) -> dict[str, object]:
    empty: dict[str, object] = dict.fromkeys(("unit", "min_val", "max_val", "boot_val", "enumvals", "flags"))
    return {"name": name, "vartype": "integer", "context": "user", **empty, **values}


def test_refresh_adds_a_major_and_drops_what_it_lacks() -> None:
    work_mem = row("work_mem", unit="kB", min_val="64", max_val="2147483647", boot_val="8192", flags=["EXPLAIN"])
    answer = {"version": "19.1 (Debian)", "major": 19, "rows": [work_mem, row("new_one", boot_val="5", flags=[])]}
    merged = refresh_catalog.merge(CATALOG, answer)
    assert merged["majors"]["19"] == "19.1"
    assert merged["parameters"]["work_mem"][-1][:2] == [19, 19]
    assert merged["parameters"]["work_mem"][-1][2]["default"] == 8192
    assert merged["parameters"]["new_one"] == [[19, 19, {"type": "integer", "context": "user", "default": 5}]]
    assert merged["parameters"]["max_connections"] == CATALOG["parameters"]["max_connections"]
    assert merged["parameters"]["seed"][-1][1] == 19  # never listed by any server


def test_refresh_of_a_known_major_keeps_what_another_build_knew() -> None:
    merged = refresh_catalog.merge(CATALOG, {"version": "15.99", "major": 15, "rows": []})
    assert merged["parameters"] == CATALOG["parameters"]


def test_the_catalog_is_as_the_script_writes_it() -> None:
    assert refresh_catalog.dump(CATALOG) == Path(refresh_catalog.CATALOG).read_text(encoding="utf-8")
