"""Connections × memory."""

import pytest

from pglint.model import memory
from pglint.values import Range, Unknown
from tests.model.building import NEWEST, server

GB = 1024 * 1024
MB = 1024


@pytest.mark.parametrize(
    ("major", "conf", "plain", "hashes"),
    [
        (18, "", 128 * MB + 100 * 9 * MB, 128 * MB + 100 * 13 * MB),
        (15, "", 128 * MB + 100 * 9 * MB, 128 * MB + 100 * 13 * MB),
        # up to 14 the server's own default is 8 MB; initdb writes 128 MB into the file
        (14, "", 8 * MB + 100 * 9 * MB, 8 * MB + 100 * 9 * MB),
        (12, "", 8 * MB + 100 * 9 * MB, 8 * MB + 100 * 9 * MB),
        (14, "hash_mem_multiplier = 1.5", 8 * MB + 100 * 9 * MB, 8 * MB + 100 * 11 * MB),
        (
            18,
            "max_connections = 200\nwork_mem = 64MB\nshared_buffers = 2GB",
            2 * GB + 200 * 69 * MB,
            2 * GB + 200 * 133 * MB,
        ),
        (18, "work_mem = ${N}", Unknown, Unknown),
        (18, "hash_mem_multiplier = ${N}", 128 * MB + 100 * 9 * MB, Unknown),
    ],
)
def test_what_sessions_may_take(major: int, conf: str, plain: object, hashes: object) -> None:
    found = server({"postgresql.conf": conf + "\n"})
    for cell, expected in (
        (memory.session_memory(found, major, NEWEST), plain),
        (memory.hash_memory(found, major, NEWEST), hashes),
    ):
        assert isinstance(cell.value, Unknown) if expected is Unknown else cell.value == expected


@pytest.mark.parametrize(
    ("entries", "expected"),
    [("a = user=x", 20), ("a = user=x pool_size=90\nb = user=y pool_size=90", 100), ("a =", 100)],
)
def test_sessions_are_no_more_than_a_complete_demand(entries: str, expected: int) -> None:
    ini = f"[databases]\n{entries}\n[pgbouncer]\npool_mode = transaction\n"
    found = server({"postgresql.conf": "max_connections = 100\n", "pgbouncer.ini": ini})
    assert memory.sessions(found, 18, NEWEST).value == expected


@pytest.mark.parametrize(
    ("conf", "expected"),
    [
        ("", 3 * 64 * MB),
        ("maintenance_work_mem = 1GB", 3 * GB),
        ("maintenance_work_mem = 1GB\nautovacuum_work_mem = 256MB", 3 * 256 * MB),
        ("autovacuum_max_workers = 10\nmaintenance_work_mem = 1GB", 10 * GB),
    ],
)
def test_what_autovacuum_may_take(conf: str, expected: int) -> None:
    assert memory.maintenance_memory(server({"postgresql.conf": conf + "\n"}), 18).value == expected


GROUP = """
resource "aws_db_instance" "main" {{
  engine               = "postgres"
  engine_version       = "16"
  instance_class       = "db.m6g.large"
  parameter_group_name = aws_db_parameter_group.main.name
}}
resource "aws_db_parameter_group" "main" {{
  family = "postgres16"
  parameter {{
    name  = "{}"
    value = "{}"
  }}
}}
"""


@pytest.mark.parametrize(
    ("name", "value", "low"),
    [
        # 84 % of 8 GB is the least that the class offers: a quarter of it, and 757 connections
        ("work_mem", "65536", 220200 * 8 + 757 * 69 * MB),
        ("shared_buffers", "131072", GB + 757 * 9 * MB),
        ("max_connections", "100", 220200 * 8 + 100 * 9 * MB),
    ],
)
def test_what_a_formula_leaves_open_counts_with_its_least(name: str, value: str, low: int) -> None:
    found = memory.session_memory(server({"main.tf": GROUP.format(name, value)}), 16, NEWEST)
    assert found.value == Range(low, None)
