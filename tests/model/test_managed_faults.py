"""What the parameters of a managed server say wrongly: to PostgreSQL, or to the platform's API."""

import pytest

from tests.model.building import model
from tests.model.clouds import aiven, aurora, azure, cloud_sql, digitalocean, rds


def faults(text: str, config: str = "") -> list[str]:
    """Each fault as ``kind: what it points at: text``."""
    found = model({"main.tf": text, "pglint.toml": config}).faults
    return [f"{fault.kind}: {fault.span.text}: {fault.text}" for fault in found]


def instance(**parameters: str) -> str:
    """An RDS instance whose parameters all wait for a reboot."""
    return rds("16.4", **parameters).replace("    value =", '    apply_method = "pending-reboot"\n    value =')


INVALID = 'invalid-value: "{0}": '


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # names: an unknown one may be the platform's own, so it is only told where a known one is meant
        (instance(max_conections="1"), ['unknown-setting: "max_conections": unrecognized configuration parameter "max_conections"']),
        (instance(foo_bar="1"), []),
        (instance(rds__anything="1"), []),
        (instance(apg_plan_mgmt__x="1"), []),
        (instance(checkpoint_segments="10"), [
            'removed-setting: "checkpoint_segments": "checkpoint_segments" is not a parameter since PostgreSQL 9.5: '
            "max_wal_size took its place (in MB, where this one counted segments of 16 MB)"]),
        # values
        (instance(max_connections="100"), []),
        (instance(max_connections='"abc"'), [
            INVALID.format("abc") + 'invalid value for parameter "max_connections": "abc"']),
        (instance(max_connections="0"), [
            'invalid-value: 0: 0 is outside the valid range for parameter "max_connections" (1 .. 262143)']),
        (instance(log_min_messages='"debug9"'), [
            INVALID.format("debug9") + 'invalid value for parameter "log_min_messages": "debug9" (Available values: debug5, '
            "debug4, debug3, debug2, debug1, info, notice, warning, error, log, fatal, panic.)"]),
        (instance(max_connections="var.unknown"), []),
        # units: Amazon takes bare numbers, the others what PostgreSQL takes
        (instance(work_mem='"64MB"'), [
            INVALID.format("64MB") + 'Amazon RDS takes work_mem as a bare number, in kB, not "64MB"']),
        (instance(statement_timeout='"30s"'), [
            INVALID.format("30s") + 'Amazon RDS takes statement_timeout as a bare number, in ms, not "30s"']),
        (instance(statement_timeout='"-1"', work_mem="4096", seq_page_cost='"1.5"'), [
            INVALID.format("-1") + '-1 ms is outside the valid range for parameter "statement_timeout" (0 .. 2147483647)']),
        (azure("16", "B_Standard_B1ms", work_mem="64MB"), []),
        (cloud_sql("db-f1-micro", 'database_flags {\n name = "work_mem"\n value = "64MB"\n }'), []),
        # formulas
        (instance(max_connections='"LEAST({DBInstanceClassMemory/9531392},5000)"'), []),
        (instance(shared_buffers='"{DBInstanceClassMemory/32768}"'), []),
        (instance(max_connections='"{DBInstanceClassMemory/9531392"'), [
            INVALID.format("{DBInstanceClassMemory/9531392")
            + 'the formula of max_connections is malformed: "}" is expected at the end']),
        (instance(max_connections='"GREATER(1,2)"'), [
            INVALID.format("GREATER(1,2)") + 'invalid value for parameter "max_connections": "GREATER(1,2)"']),
        (rds("16.4", "db.zz9.huge", shared_buffers='"{DBInstanceClassMemory/32768}"').replace(
            "    value =", '    apply_method = "pending-reboot"\n    value ='), []),
        # what the platform refuses
        (instance(wal_level='"logical"'), [
            'setting-refused-by-platform: "wal_level": Amazon RDS does not let wal_level be set: '
            "rds.logical_replication = 1 makes it logical"]),
        (rds("16.4", wal_level='"logical"'), [  # and nothing more about it
            'setting-refused-by-platform: "wal_level": Amazon RDS does not let wal_level be set: '
            "rds.logical_replication = 1 makes it logical"]),
        (instance(rds_logical_replication="1"), [
            'setting-refused-by-platform: "rds_logical_replication": Amazon RDS has no parameter "rds_logical_replication": '
            "it is called rds.logical_replication"]),
        (azure("16", "B_Standard_B1ms", superuser_reserved_connections="3", fsync="off", work_mem="4096"), [
            'setting-refused-by-platform: "superuser_reserved_connections": superuser_reserved_connections is read-only on '
            "Azure Database for PostgreSQL",
            'setting-refused-by-platform: "fsync": fsync is read-only on Azure Database for PostgreSQL']),
        (azure("15", "B_Standard_B1ms", fsync="off"), []),
        (cloud_sql("db-f1-micro", 'database_flags {\n name = "cloudsql_iam_authentication"\n value = "on"\n }'), [
            'setting-refused-by-platform: "cloudsql_iam_authentication": Cloud SQL has no flag '
            '"cloudsql_iam_authentication": its own are spelled with a dot, as cloudsql.iam_authentication would be']),
        (cloud_sql("db-f1-micro", 'database_flags {\n name = "cloudsql.iam_authentication"\n value = "on"\n }'), []),
        (digitalocean('"db-s-1vcpu-1gb"') + 'resource "digitalocean_database_postgresql_config" "c" {\n'
         "  cluster_id      = digitalocean_database_cluster.main.id\n  max_connections = 100\n}\n", [
            "setting-refused-by-platform: max_connections: DigitalOcean sets max_connections by the size of the cluster and "
            "does not let it be changed"]),
        (aiven("startup-4").replace("pg_version", "pg {\n      max_wal_senders = 20\n    }\n    pg_version"), []),
        # what stands twice is taken once, by the API
        (instance(max_connections="100").replace("  parameter {", '  parameter {\n name = "work_mem"\n value = 4096\n }\n'
         '  parameter {\n name = "work_mem"\n value = 8192\n }\n  parameter {', 1), []),
    ],
)  # fmt: skip
def test_faults(text: str, expected: list[str]) -> None:
    assert faults(text) == expected


@pytest.mark.parametrize(
    ("name", "method", "found"),
    [
        ("max_connections", "", True),
        ("max_connections", 'apply_method = "immediate"', True),
        ("max_connections", 'apply_method = "pending-reboot"', False),
        ("max_connections", "apply_method = var.unknown", False),
        ("rds.logical_replication", "", True),
        ("shared_preload_libraries", "", True),
        ("max_wal_senders", "", True),
        ("work_mem", "", False),
        ("statement_timeout", 'apply_method = "immediate"', False),
        ("anything_else", "", False),
    ],
)
def test_static_parameters(name: str, method: str, found: bool) -> None:
    text = rds("16.4", NAME="100").replace('"NAME"', f'"{name}"\n    {method}')
    assert [fault.partition(":")[0] for fault in faults(text)] == ["static-parameter-applied-immediately"] * found


def test_where_a_method_is_wrong() -> None:
    written = rds("16.4", max_connections="100").replace("    value", '    apply_method = "immediate"\n    value')
    assert faults(written) == ['static-parameter-applied-immediately: "immediate": max_connections']
    assert faults(rds("16.4", max_connections="100")) == [
        'static-parameter-applied-immediately: "max_connections": max_connections'
    ]


AURORA_GROUPS = """
resource "aws_rds_cluster_parameter_group" "main" {
  family = "aurora-postgresql15"
  parameter {
    name         = "CLUSTER"
    value        = 20
    apply_method = "pending-reboot"
  }
}
resource "aws_db_parameter_group" "main" {
  family = "aurora-postgresql15"
  parameter {
    name         = "INSTANCE"
    value        = 20
    apply_method = "pending-reboot"
  }
}
"""


@pytest.mark.parametrize(
    ("cluster", "instance", "expected"),
    [
        ("max_wal_senders", "max_connections", []),
        ("max_wal_senders", "max_replication_slots", ["Aurora has max_replication_slots in its cluster parameter groups only"]),
        ("max_connections", "rds.logical_replication", [
            "Aurora has rds.logical_replication in its cluster parameter groups only"]),
    ],
)  # fmt: skip
def test_groups_of_aurora(cluster: str, instance: str, expected: list[str]) -> None:
    text = AURORA_GROUPS.replace("CLUSTER", cluster).replace("INSTANCE", instance)
    own = (
        aurora("db.r6g.large")
        .replace('engine_version = "15.4"', "db_cluster_parameter_group_name = aws_rds_cluster_parameter_group.main.name")
        .replace("instance_class", "db_parameter_group_name = aws_db_parameter_group.main.name\n  instance_class")
    )
    assert [fault.partition('": ')[2] for fault in faults(text + own)] == expected


def test_a_version_that_is_not_known_is_judged_where_all_agree() -> None:
    """wal_keep_segments went with 13, and every maintained version is later; idle_session_timeout came with 14."""
    text = 'resource "aws_db_parameter_group" "main" {\n  parameter {\n    name  = "NAME"\n    value = 5\n  }\n}\n'
    assert [fault.partition(":")[0] for fault in faults(text.replace("NAME", "wal_keep_segments"))] == ["removed-setting"]
    assert faults(text.replace("NAME", "idle_session_timeout")) == []


def test_a_value_that_comes_from_elsewhere_names_the_place() -> None:
    text = instance(max_connections="var.count_of") + 'variable "count_of" {\n  default = 0\n}\n'
    (fault,) = model({"main.tf": text}).faults
    assert fault.span.text == "var.count_of"
    assert [(name, span.text) for name, span in fault.related] == [("var.count_of", "0")]
