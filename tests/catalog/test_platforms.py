"""Managed platforms: sizes by name, defaults, what is kept, refused and read otherwise."""

import json
from pathlib import Path
from typing import Any

import pytest

from pglint.catalog import platform_parameters as parameters
from pglint.catalog import platforms as catalog
from pglint.catalog.guc import show
from pglint.catalog.platforms import PLATFORMS, Size
from pglint.catalog.postgresql import parameter
from pglint.values import Range, Unknown, Value
from scripts import refresh_platforms

DATA = Path(__file__).parent.parent / "data"
GIB = 1 << 20
RDS, AURORA, SERVERLESS, CLOUD_SQL = PLATFORMS[:4]
AZURE = "azure_flexible"


def facts(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DATA / name).read_text("utf-8"))
    return found


NO_SIZE = Size(Unknown("no memory"), Unknown("no CPUs"))


# -- sizes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("platform", "name", "gib", "cpus"),
    [
        (RDS, "db.t3.micro", 1, 2),
        (RDS, "db.t2.micro", 1, 1),
        (RDS, "db.t4g.medium", 4, 2),
        (RDS, "db.m5.large", 8, 2),
        (RDS, "db.m4.10xlarge", 160, 40),
        (RDS, "DB.R5.Large", 16, 2),
        (RDS, "db.r4.xlarge", 30.5, 4),
        (RDS, "db.m1.small", 1.7, 1),
        (RDS, "db.m8g.24xlarge", 384, 96),
        (RDS, "db.m7i.metal-24xl", 384, 96),
        (RDS, "db.x2iedn.32xlarge", 4096, 128),
        (AURORA, "db.r6g.16xlarge", 512, 64),
        (AURORA, "db.x2g.large", 32, 2),
        (CLOUD_SQL, "db-f1-micro", 0.614, None),
        (CLOUD_SQL, "db-custom-1-3840", 3.75, 1),
        (CLOUD_SQL, "db-custom-4-16384", 16, 4),
        (CLOUD_SQL, "db-custom-N4-4-16384", 16, 4),
        (CLOUD_SQL, "db-n1-standard-2", 7.5, 2),
        (CLOUD_SQL, "db-n1-highmem-4", 26, 4),
        (CLOUD_SQL, "db-perf-optimized-N-8", 64, 8),
        (CLOUD_SQL, "db-perf-optimized-N-128", 864, 128),
        (CLOUD_SQL, "db-c4a-highmem-72", 576, 72),
        (AZURE, "B_Standard_B1ms", 2, 1),
        (AZURE, "B_Standard_B2ms", 8, 2),
        (AZURE, "GP_Standard_D4s_v3", 16, 4),
        (AZURE, "GP_Standard_D8ds_V4", 32, 8),
        (AZURE, "MO_Standard_E20ds_v5", 160, 20),
        (AZURE, "MO_Standard_E64ds_v4", 432, 64),
        ("azure_single", "GP_Gen5_4", None, 4),
        ("digitalocean", "db-s-1vcpu-1gb", 1, 1),
        ("digitalocean", "db-amd-2vcpu-8gb", 8, 2),
        ("digitalocean", "so1_5-4vcpu-32gb", 32, 4),
        ("aiven", "startup-4", 4, None),
        ("aiven", "business-16", 16, None),
        ("neon", "0.25", 1, None),
        ("neon", "2", 8, 2),
        ("supabase", "4xlarge", 64, None),
    ],
)
def test_sizes(platform: str, name: str, gib: float | None, cpus: int | None) -> None:
    memory, count, kept = catalog.size(platform, name)
    assert memory == (Unknown(f"the memory of class {name} is not known") if gib is None else int(gib * GIB))
    assert count == (Unknown(f"the number of CPUs of class {name} is not known") if cpus is None else cpus)
    assert kept == name


@pytest.mark.parametrize(
    ("platform", "name"),
    [
        (RDS, "db.serverless"),
        (RDS, "db.m99.large"),
        (RDS, "db.r5.large.tpc1.mem2x"),
        (RDS, ""),
        (CLOUD_SQL, "db-custom-4"),
        (CLOUD_SQL, "db-perf-optimized-N-3"),
        (CLOUD_SQL, "db-perf-optimized-N-²"),
        (AZURE, "GP_Standard_D3s_v3"),
        (AZURE, "GP_Standard_E4s_v3"),
        (AZURE, "B_Standard_B3"),
        ("digitalocean", "db-s-1vcpu"),
        ("aiven", "premium-6x-16"),
        ("aiven", "hobbyist"),
        ("neon", "many"),
        ("neon", "0"),
        ("scaleway", "DB-DEV-S"),
        ("ovh", "db1-4"),
    ],
)
def test_unknown_sizes(platform: str, name: str) -> None:
    found = catalog.size(platform, name)
    assert found.memory == Unknown(f"the memory of class {name} is not known")
    assert found.cpus == Unknown(f"the number of CPUs of class {name} is not known")


# -- max_connections -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("platform", "name", "value"),
    [
        (RDS, "db.t4g.micro", Range(56, 112)),
        (RDS, "db.t3.small", Range(168, 225)),
        (RDS, "db.m5.large", Range(757, 901)),
        (RDS, "db.r5.2xlarge", 5000),
        (RDS, "db.m99.large", Range(None, 5000, (Unknown("the memory of class db.m99.large is not known"),))),
        (AURORA, "db.t4g.medium", 405),
        (AURORA, "db.r6g.large", 1722),
        (AURORA, "db.r5.large", Range(1514, 1802)),  # the guide says 1600, rounded
        (AURORA, "db.r6g.2xlarge", 5000),
        (CLOUD_SQL, "db-f1-micro", 25),
        (CLOUD_SQL, "db-g1-small", 50),
        (CLOUD_SQL, "db-custom-1-3840", 100),
        (CLOUD_SQL, "db-custom-2-6144", 200),
        (CLOUD_SQL, "db-custom-2-7680", 400),
        (CLOUD_SQL, "db-custom-4-15360", 500),
        (CLOUD_SQL, "db-custom-8-30720", 600),
        (CLOUD_SQL, "db-custom-16-61440", 800),
        (CLOUD_SQL, "db-custom-32-122880", 1000),
        (CLOUD_SQL, "db-unheard-of", Unknown("the memory of class db-unheard-of is not known")),
        ("digitalocean", "db-s-1vcpu-1gb", 25),
        ("digitalocean", "db-s-4vcpu-8gb", 200),
        ("aiven", "hobbyist", 25),
        ("aiven", "startup-4", 100),
        ("aiven", "business-32", 800),
        ("aiven", "premium-225", 1000),
        ("aiven", "startup-1", Unknown("the default of max_connections on Aiven is not known")),
        ("heroku", "heroku-postgresql:standard-0", 120),
        ("heroku", "premium-2", 400),
        ("heroku", "private-l-7", 500),
        ("heroku", "essential-0", Unknown("the default of max_connections on Heroku Postgres is not known")),
        ("neon", "0.25", 104),
        ("neon", "8", 3357),
        ("neon", "12", 4000),
        ("supabase", "small", 90),
        ("supabase", "huge", Unknown("the default of max_connections on Supabase is not known")),
        ("yandex", "b2.medium", 200),
        ("yandex", "s2.micro", Unknown("the number of CPUs of class s2.micro is not known")),
        ("gcp_alloydb", "n2-highmem-4", Unknown("the default of max_connections on AlloyDB is not known")),
        ("scaleway", "DB-DEV-S", Unknown("the default of max_connections on Scaleway is not known")),
    ],
)
def test_max_connections(platform: str, name: str, value: Value) -> None:
    assert catalog.default(platform, "max_connections", 16, catalog.size(platform, name)) == value


def test_max_connections_by_cpus() -> None:
    assert catalog.default("yandex", "max_connections", 16, Size(Unknown("no memory"), 4)) == 800


# The default was set by the size at creation, which the files do not tell.
@pytest.mark.parametrize("name", ["B_Standard_B1ms", "GP_Standard_D4s_v3"])
def test_max_connections_on_azure(name: str) -> None:
    found = catalog.default(AZURE, "max_connections", 16, catalog.size(AZURE, name))
    assert isinstance(found, Range)
    assert found[:2] == (50, 5000)
    assert [why.reason for why in found.missing] == [
        "it was set when the server was created, by the size that the server had then"
    ]


@pytest.mark.parametrize(
    ("least", "most", "value"),
    [
        (1, 1, 189),
        (1, 4, 823),
        (2, 8.0, 1669),
        (8, 16, 3360),
        (8, 128, 5000),
        (0.5, 16, 2000),
        (0, 8, 1669),
        (0, 256, 2000),
        (1, 2, Range(378, 450)),
        (1, 20, Range(3785, 4506)),
        (0.5, 10, Range(1892, 2000)),
        (0.5, 20, 2000),
        (None, 4, 823),
        (None, 32, Range(2000, 5000)),
        (None, 20, Range(2000, 4506)),
        (1, None, Unknown("the maximum capacity of Aurora Serverless v2 is not known")),
    ],
)
def test_max_connections_by_capacity(least: float | None, most: float | None, value: Value) -> None:
    size = catalog.size(SERVERLESS, "db.serverless")
    assert catalog.default(SERVERLESS, "max_connections", 16, size, (least, most)) == value


@pytest.mark.parametrize(
    ("least", "most", "value"),
    [
        (1, 1, 419),
        (0.25, 2, Range(104, 839)),
        (9, 16, 4000),
        (None, 2, Unknown("the compute units of Neon are not known")),
        (1, 99, Unknown("the compute units of Neon are not known")),
    ],
)
def test_max_connections_by_compute_units(least: float | None, most: float | None, value: Value) -> None:
    assert catalog.default("neon", "max_connections", 16, NO_SIZE, (least, most)) == value


# -- other defaults ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("platform", "name", "major", "value"),
    [
        (RDS, "superuser_reserved_connections", 16, 3),
        (RDS, "max_wal_senders", 13, 20),
        (RDS, "wal_keep_size", 15, 2048),
        (RDS, "wal_keep_segments", 12, 32),
        (RDS, "wal_level", 15, "replica"),
        (RDS, "rds.logical_replication", 15, False),
        (RDS, "rds.force_ssl", 14, False),
        (RDS, "rds.force_ssl", 15, True),
        (RDS, "rds.rds_superuser_reserved_connections", 15, 2),
        (RDS, "work_mem", 15, 4096),
        (RDS, "STATEMENT_TIMEOUT", 15, 0),
        (RDS, "idle_session_timeout", 14, 0),
        (AURORA, "idle_in_transaction_session_timeout", 16, 86_400_000),
        (AURORA, "max_wal_senders", 14, 10),
        (AURORA, "max_replication_slots", 14, 20),
        (AURORA, "wal_receiver_timeout", 14, 30_000),
        (AURORA, "wal_sender_timeout", 14, 60_000),
        (AURORA, "hash_mem_multiplier", 14, "1"),
        (AURORA, "hash_mem_multiplier", 15, "2"),
        (SERVERLESS, "lock_timeout", 15, 0),
        (CLOUD_SQL, "wal_level", 15, "replica"),
        (CLOUD_SQL, "cloudsql.logical_decoding", 15, False),
        (AZURE, "superuser_reserved_connections", 14, 10),
        (AZURE, "reserved_connections", 16, 5),
        (AZURE, "wal_keep_size", 16, 400),
        (AZURE, "tcp_keepalives_idle", 16, 120),
        (AZURE, "idle_in_transaction_session_timeout", 16, 0),
        (AZURE, "max_worker_processes", 16, 8),
        ("aiven", "max_wal_senders", 16, 20),
    ],
)
def test_defaults(platform: str, name: str, major: int, value: Value) -> None:
    assert catalog.default(platform, name, major, NO_SIZE) == value


@pytest.mark.parametrize(
    ("platform", "class_", "name", "value"),
    [
        (RDS, "db.m5.xlarge", "shared_buffers", Range(440401, 524288)),
        (RDS, "db.m5.xlarge", "effective_cache_size", Range(880803, 1048576)),
        (RDS, "db.m5.xlarge", "maintenance_work_mem", Range(231030, 275036)),
        (RDS, "db.m5.xlarge", "autovacuum_max_workers", 3),
        (AURORA, "db.r6g.large", "shared_buffers", Range(1148791, 1377133)),
        (AURORA, "db.r6g.large", "max_worker_processes", 8),
        (AURORA, "db.r6g.4xlarge", "max_worker_processes", 32),
        (AURORA, "db.r6g.large", "autovacuum_work_mem", Range(440401, 524288)),
        ("supabase", "large", "max_wal_senders", 8),
        ("supabase", "nano", "max_replication_slots", 5),
    ],
)
def test_defaults_by_size(platform: str, class_: str, name: str, value: Value) -> None:
    assert catalog.default(platform, name, 15, catalog.size(platform, class_)) == value


# PostgreSQL's own default is no answer for a platform.
@pytest.mark.parametrize(
    ("platform", "name", "major"),
    [
        (RDS, "reserved_connections", 16),
        (RDS, "max_replication_slots", 15),
        (RDS, "idle_in_transaction_session_timeout", 15),
        (RDS, "max_wal_senders", 12),
        (RDS, "idle_session_timeout", 13),  # no such parameter there
        (RDS, "max_prepared_transactions", 15),
        (RDS, "no_such_parameter", 15),
        (AURORA, "max_wal_senders", 15),
        (AURORA, "reserved_connections", 16),
        (SERVERLESS, "shared_buffers", 15),
        (CLOUD_SQL, "max_wal_senders", 15),
        (CLOUD_SQL, "superuser_reserved_connections", 15),
        (CLOUD_SQL, "work_mem", 15),
        (AZURE, "reserved_connections", 15),
        (AZURE, "shared_buffers", 15),
        ("azure_single", "work_mem", 11),
        ("digitalocean", "superuser_reserved_connections", 16),
        ("neon", "work_mem", 16),
    ],
)
def test_unknown_defaults(platform: str, name: str, major: int) -> None:
    reason = f"the default of {name} on {catalog.title(platform)} is not known"
    assert catalog.default(platform, name, major, NO_SIZE) == Unknown(reason)


# Values of the collected facts that were verified, under the names that they have there.
COLLECTED = {RDS: 15, AURORA: 14, AZURE: 16, "aiven": 16}
NOT_A_DEFAULT = ("automation", "total", "ha_rule", "wal_level_switch", "max_worker_processes")


@pytest.mark.parametrize(("platform", "major"), COLLECTED.items())
def test_agrees_with_collected_facts(platform: str, major: int) -> None:
    rows = facts("cloud_defaults.json")["platforms"][platform]
    seen = 0
    for section in ("reserved", "replication", "timeouts"):
        for name, row in rows.get(section, {}).items():
            verified = str(row["confidence"]).startswith("verified") and "unverified" not in str(row["confidence"])
            plain = name.removesuffix("_ms").removesuffix("_s").removesuffix("_MB")
            if verified and plain not in NOT_A_DEFAULT and isinstance(row["value"], int):
                seen += 1
                assert catalog.default(platform, plain, major, NO_SIZE) == row["value"], name
    assert seen >= 2


# -- what is kept --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("platform", "major", "kept", "all_of_it"),
    [
        (RDS, 15, (("rds.rds_superuser_reserved_connections", 2),), False),
        (RDS, 16, (), False),
        (AURORA, 14, (("rds.rds_superuser_reserved_connections", 2),), False),
        (SERVERLESS, 16, (), False),
        (AZURE, 15, (("reserved_connections", 5),), False),
        (AZURE, 16, (), False),
        (CLOUD_SQL, 15, (), False),
        ("digitalocean", 16, (("connections that DigitalOcean keeps", 3),), True),
        ("neon", 16, (("connections that Neon keeps", 7),), True),
        ("yandex", 16, (("connections that Yandex Cloud keeps", 15),), True),
        ("supabase", 16, (), False),
    ],
)
def test_reserved(platform: str, major: int, kept: tuple[tuple[str, int], ...], all_of_it: bool) -> None:
    assert catalog.reserved(platform, major) == kept
    assert catalog.reserves_all(platform) is all_of_it


# -- static parameters ---------------------------------------------------------------------------------------------


def rds_rows() -> list[tuple[str, dict[str, Any]]]:
    return list(facts("rds_parameters.json")["parameters"].items())


@pytest.mark.parametrize(("name", "row"), rds_rows(), ids=[name for name, _ in rds_rows()])
def test_static_on_rds(name: str, row: dict[str, Any]) -> None:
    major = max(15, row.get("since") or 0)
    assert catalog.static(RDS, name, major) is (row["apply"] == "static")
    assert catalog.static(AURORA, name.upper(), major) is (row["apply"] == "static")


@pytest.mark.parametrize(
    ("name", "row"),
    [(name, row) for name, row in rds_rows() if row["context"] != "rds"],
    ids=[name for name, row in rds_rows() if row["context"] != "rds"],
)
def test_rds_facts_agree_with_postgresql(name: str, row: dict[str, Any]) -> None:
    found = parameter(name, max(15, row.get("since") or 0))
    assert found is not None
    assert (found.unit or None, found.context, found.type) == (row["unit"], row["context"], row["type"])
    if row["pg15_boot_value"] is not None:
        assert found.default is not None
        assert show(found.default, found) == row["pg15_boot_value"]
    for limit, own in (("min", found.min), ("max", found.max)):
        assert row.get(limit) is None or row[limit] == str(own)


@pytest.mark.parametrize(
    ("platform", "name", "major", "static"),
    [
        (RDS, "autovacuum_max_workers", 17, True),
        (RDS, "autovacuum_max_workers", 18, False),  # only autovacuum_worker_slots needs a start there
        (RDS, "max_conections", 15, None),
        (RDS, "idle_session_timeout", 13, None),
        (RDS, "pg_stat_statements.max", 15, None),
        (RDS, "server_version", 15, None),
        (CLOUD_SQL, "max_connections", 15, True),
        (CLOUD_SQL, "rds.logical_replication", 15, None),
        (CLOUD_SQL, "cloudsql.logical_decoding", 15, True),
        (RDS, "cloudsql.logical_decoding", 15, None),
        (CLOUD_SQL, "cloudsql.iam_authentication", 15, None),
        (AZURE, "wal_level", 15, True),
        (AZURE, "pgbouncer.default_pool_size", 15, False),
        ("aiven", "work_mem", 15, False),
    ],
)
def test_static(platform: str, name: str, major: int, static: bool | None) -> None:
    assert catalog.static(platform, name, major) is static


# -- what is refused -----------------------------------------------------------------------------------------------

LOGICAL_ON_RDS = "does not let wal_level be set: rds.logical_replication = 1 makes it logical"


@pytest.mark.parametrize(
    ("platform", "name", "major", "level", "why"),
    [
        (RDS, "wal_level", 15, "", f"Amazon RDS {LOGICAL_ON_RDS}"),
        (AURORA, "wal_level", 16, "instance", f"Amazon Aurora {LOGICAL_ON_RDS}"),
        (RDS, "max_connections", 15, "", ""),
        (RDS, "listen_addresses", 15, "", ""),
        (RDS, "max_wal_senders", 15, "instance", ""),
        (
            RDS,
            "rds_logical_replication",
            15,
            "",
            'Amazon RDS has no parameter "rds_logical_replication": it is called rds.logical_replication',
        ),
        (AURORA, "max_wal_senders", 16, "", ""),
        (AURORA, "max_wal_senders", 16, "instance", "Aurora has max_wal_senders in its cluster parameter groups only"),
        (
            SERVERLESS,
            "rds.logical_replication",
            15,
            "instance",
            "Aurora has rds.logical_replication in its cluster parameter groups only",
        ),
        (
            AURORA,
            "wal_sender_timeout",
            14,
            "instance",
            "Aurora has wal_sender_timeout in its cluster parameter groups only",
        ),
        (AURORA, "wal_sender_timeout", 15, "instance", ""),
        (AURORA, "max_connections", 14, "instance", ""),
        (
            AURORA,
            "superuser_reserved_connections",
            14,
            "",
            "Aurora does not let superuser_reserved_connections be changed",
        ),
        (AURORA, "superuser_reserved_connections", 16, "", ""),
        (
            CLOUD_SQL,
            "wal_level",
            15,
            "",
            "Cloud SQL does not let wal_level be set: cloudsql.logical_decoding = on makes it logical",
        ),
        (
            CLOUD_SQL,
            "cloudsql_iam_authentication",
            15,
            "",
            'Cloud SQL has no flag "cloudsql_iam_authentication": its own are spelled with a dot, as '
            "cloudsql.iam_authentication would be",
        ),
        (
            CLOUD_SQL,
            "cloudsql_enable_private_ip",
            15,
            "",
            'Cloud SQL has no flag "cloudsql_enable_private_ip": its own are spelled with a dot, as '
            "cloudsql.enable_private_ip would be",
        ),
        (CLOUD_SQL, "cloudsql.iam_authentication", 15, "", ""),
        (CLOUD_SQL, "max_connections", 15, "", ""),
        (
            AZURE,
            "superuser_reserved_connections",
            15,
            "",
            "superuser_reserved_connections is read-only on Azure Database for PostgreSQL",
        ),
        (
            AZURE,
            "Max_Slot_WAL_Keep_Size",
            16,
            "",
            "max_slot_wal_keep_size is read-only on Azure Database for PostgreSQL",
        ),
        (AZURE, "synchronous_commit", 16, "", "synchronous_commit is read-only on Azure Database for PostgreSQL"),
        (AZURE, "synchronous_commit", 13, "", ""),
        (AZURE, "wal_sender_timeout", 16, "", ""),
        (AZURE, "wal_level", 16, "", ""),
        (
            "digitalocean",
            "max_connections",
            16,
            "",
            "DigitalOcean sets max_connections by the size of the cluster and does not let it be changed",
        ),
        (
            "digitalocean",
            "statement_timeout",
            16,
            "",
            "DigitalOcean has no option statement_timeout: set it on roles or databases",
        ),
        ("aiven", "max_connections", 16, "", ""),
        ("aiven", "statement_timeout", 16, "", "Aiven has no option statement_timeout: set it on roles or databases"),
        (
            "heroku",
            "max_connections",
            16,
            "",
            "Heroku Postgres sets max_connections by the plan and does not let it be changed",
        ),
        (
            "neon",
            "max_connections",
            16,
            "",
            "Neon sets max_connections by the compute size and does not let it be changed",
        ),
        ("supabase", "max_connections", 16, "", ""),
        ("azure_single", "superuser_reserved_connections", 11, "", ""),
    ],
)
def test_refused(platform: str, name: str, major: int, level: str, why: str) -> None:
    assert catalog.refused(platform, name, major, level) == why


# Nothing that the facts call read-only is missed; wal_sender_timeout is changeable in Azure's newer tables.
def test_read_only_on_azure() -> None:
    names = facts("cloud_defaults.json")["platforms"][AZURE]["read_only"]
    assert [name for name in names if not catalog.refused(AZURE, name, 16)] == ["wal_sender_timeout"]


# -- names, switches, poolers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("platform", "switches"),
    [
        (RDS, (("rds.logical_replication", "1"),)),
        (AURORA, (("rds.logical_replication", "1"),)),
        (CLOUD_SQL, (("cloudsql.logical_decoding", "on"),)),
        ("gcp_alloydb", (("alloydb.logical_decoding", "on"),)),
        (AZURE, (("wal_level", "logical"),)),
        ("heroku", ()),
    ],
)
def test_switches(platform: str, switches: tuple[tuple[str, str], ...]) -> None:
    assert catalog.switches(platform) == switches


@pytest.mark.parametrize(
    ("platform", "name", "own"),
    [
        (RDS, "rds.force_ssl", True),
        (RDS, "RDS.log_retention_period", True),
        (RDS, "rds_force_ssl", False),
        (RDS, "max_connections", False),
        (RDS, "apg_ccm_enabled", False),
        (AURORA, "apg_ccm_enabled", True),
        (AURORA, "ansi_force_foreign_key_checks", True),
        (CLOUD_SQL, "cloudsql.iam_authentication", True),
        (CLOUD_SQL, "cloudsql_iam_authentication", False),
        ("gcp_alloydb", "alloydb.enable_pgaudit", True),
        (AZURE, "azure.extensions", True),
        (AZURE, "pgbouncer.default_pool_size", True),
        (AZURE, "require_secure_transport", True),
        (AZURE, "work_mem", False),
        ("aiven", "shared_buffers_percentage", True),
        ("ovh", "anything", False),
    ],
)
def test_own_parameters(platform: str, name: str, own: bool) -> None:
    assert catalog.own_parameter(platform, name) is own


@pytest.mark.parametrize(
    ("platform", "setting", "value"),
    [
        (AZURE, "default_pool_size", 50),
        (AZURE, "pgbouncer.max_client_conn", 5000),
        (AZURE, "pool_mode", "transaction"),
        (AZURE, "pgbouncer.enabled", False),
        (AZURE, "query_wait_timeout", 120),
        (AZURE, "stats_users", ""),
        (AZURE, "max_db_connections", 0),
        (AZURE, "max_user_connections", 0),
        (AZURE, "reserve_pool_size", 0),
        (
            AZURE,
            "query_timeout",
            Unknown("the default of query_timeout of Azure Database for PostgreSQL's pooler is not known"),
        ),
        ("aiven", "pool_size", 10),
        ("aiven", "pool_mode", "transaction"),
        ("neon", "max_client_conn", 10_000),
        ("digitalocean", "pool_mode", Unknown("the default of pool_mode of DigitalOcean's pooler is not known")),
        (CLOUD_SQL, "pool_mode", Unknown("the default of pool_mode of Cloud SQL's pooler is not known")),
    ],
)
def test_pooler_defaults(platform: str, setting: str, value: Value) -> None:
    assert catalog.pooler_default(platform, setting) == value


def test_poolers_of_azure_agree_with_collected_facts() -> None:
    rows = facts("cloud_defaults.json")["platforms"][AZURE]["pooler"]
    named = {name: row["value"] for name, row in rows.items() if name.startswith("pgbouncer.")}
    named["pgbouncer.enabled"] = named["pgbouncer.enabled"] == "true"
    assert {name: catalog.pooler_default(AZURE, name) for name in named} == named


# -- notation ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("platform", "name", "text", "value"),
    [
        (RDS, "max_connections", "LEAST({DBInstanceClassMemory/9531392},5000)", Range(757, 901)),
        (RDS, "max_connections", "200", None),
        (RDS, "shared_buffers", "{DBInstanceClassMemory/32768}", Range(220200, 262144)),
        (RDS, "work_mem", "LEAST({DBInstanceVCPU*8192},65536)", 16384),
        (RDS, "statement_timeout", "30s", None),
        (RDS, "rds.logical_replication", "1", None),
        (RDS, "search_path", '"$user",public', None),
        (RDS, "log_line_prefix", "{DBInstanceVCPU}", None),
        (RDS, "shared_preload_libraries", "pg_stat_statements", None),
        (RDS, "max_conections", "{DBInstanceVCPU}", 2),
        (AURORA, "max_connections", "GREATEST({DBInstanceClassMemory/9531392},100)", Range(757, 901)),
        (CLOUD_SQL, "max_connections", "{DBInstanceVCPU}", None),
        ("digitalocean", "work_mem", "16", 16384),
        ("aiven", "work_mem", " 8 ", 8192),
        ("aiven", "work_mem", "8MB", None),
        ("aiven", "max_wal_senders", "20", None),
        ("supabase", "statement_timeout", "10s", None),
    ],
)
def test_interpret(platform: str, name: str, text: str, value: Value | None) -> None:
    assert catalog.interpret(platform, name, text, 15, catalog.size(RDS, "db.m5.large")) == value


def test_interpret_malformed_formula() -> None:
    found = catalog.interpret(RDS, "max_connections", "LEAST({DBInstanceClassMemory/9531392},5000", 15, NO_SIZE)
    assert found == Unknown('the formula is malformed: ")" is expected at the end')


def test_interpret_by_storage() -> None:
    size = catalog.size(RDS, "db.m5.large")
    assert catalog.interpret(RDS, "max_wal_size", "{AllocatedStorage/1048576}", 15, size, 10 << 30) == 10240


# -- the tables ----------------------------------------------------------------------------------------------------


def test_every_platform_has_a_title() -> None:
    assert PLATFORMS == (
        "aws_rds_postgresql", "aws_aurora_postgresql", "aws_aurora_serverless_v2", "gcp_cloud_sql", "gcp_alloydb",
        "azure_flexible", "azure_single", "digitalocean", "aiven", "scaleway", "yandex", "ovh", "neon", "supabase",
        "heroku", "timescale",
    )  # fmt: skip
    tables = (parameters.DEFAULTS, parameters.LEFT_ALONE, parameters.SWITCHES, parameters.PREFIXES, parameters.POOLERS)
    assert {platform for table in tables for platform in table} <= set(PLATFORMS)


# A parameter stands in one of the tables only, and PostgreSQL knows it where it is left alone.
@pytest.mark.parametrize("platform", parameters.LEFT_ALONE)
def test_parameters_left_alone(platform: str) -> None:
    names = parameters.LEFT_ALONE[platform]
    set_otherwise = {row[0] for row in parameters.DEFAULTS[platform]} | set(parameters.FORMULAS.get(platform, ()))
    assert not set_otherwise.intersection(names)
    assert [name for name in names if parameter(name, 16) is None] == []


def test_refresh_takes_over_what_is_documented() -> None:
    platforms = facts("cloud_defaults.json")["platforms"]
    classes = {
        "db.a.large": {"memory_gib": 1.7, "vcpu": 1, "confidence": "verified"},
        "db.b.large": {"memory_gib": 8, "vcpu": 2, "confidence": "unverified"},
    }
    assert refresh_platforms.aws_classes({"aws_rds": {"classes": classes}}) == {"db.a.large": (1782579, 1)}
    assert "db.r5.large" not in refresh_platforms.aurora_connections(platforms)
    assert refresh_platforms.heroku_connections(platforms).keys().isdisjoint({"essential-0", "mini/basic (retired)"})
    assert refresh_platforms.yandex_burstable(platforms) == {"nano": 100, "micro": 100, "medium": 200}
    assert refresh_platforms.table("T", "str, int", {"a": 1}) == 'T: dict[str, int] = {\n    "a": 1,\n}\n'
