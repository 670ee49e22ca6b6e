"""What managed platforms do with PostgreSQL's parameters: their defaults, what they leave alone, keep and refuse.

Values are in PostgreSQL's base units. Only what the platform documents, or a running instance shows, stands here:

- RDS: user guide ("Quotas and constraints", "Working with parameters on your RDS for PostgreSQL DB instance"), AWS's
  article "Why am I getting the error FATAL: remaining connection slots are reserved" (3 and 2 slots) and J. Shah,
  "Tuning DB Parameters for PostgreSQL 12 in Amazon RDS": what a default group does not set has PostgreSQL's default.
- Aurora: user guide, "Amazon Aurora PostgreSQL parameters", which lists every parameter of the default groups of
  version 14 with its default ("–": not set), and the same groups as ``describe-db-cluster-parameters`` prints them
  (IsModifiable); lock_timeout, which the list omits, is PostgreSQL's on a running 13.4.
- Cloud SQL: "Configure database flags", "Set up logical replication".
- Azure: the tables of server parameters by version in MicrosoftDocs/azure-databases-docs (param-14-*.md to
  param-18-*.md, 2025). They hold wal_sender_timeout to be changeable, and reserved_connections to exist before 16. Of
  its PgBouncer, "PgBouncer Best Practices in Azure Database for PostgreSQL", part 1 (2025): what the pools can hold is
  their number × default_pool_size, so there is no reserve and no other limit.
- Aiven: schema of the Terraform provider's aiven_pg. DigitalOcean: "PostgreSQL limits" and the provider's schema.
- Neon: "Connection pooling". Yandex: "Quotas and limits".
"""

from __future__ import annotations

from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from pglint.values import Scalar

BY_MEMORY = "LEAST({DBInstanceClassMemory/9531392},5000)"

TITLES = {
    "aws_rds_postgresql": "Amazon RDS",
    "aws_aurora_postgresql": "Amazon Aurora",
    "aws_aurora_serverless_v2": "Aurora Serverless v2",
    "gcp_cloud_sql": "Cloud SQL",
    "gcp_alloydb": "AlloyDB",
    "azure_flexible": "Azure Database for PostgreSQL",
    "azure_single": "Azure Database for PostgreSQL single server",
    "digitalocean": "DigitalOcean",
    "aiven": "Aiven",
    "scaleway": "Scaleway",
    "yandex": "Yandex Cloud",
    "ovh": "OVHcloud",
    "neon": "Neon",
    "supabase": "Supabase",
    "heroku": "Heroku Postgres",
    "timescale": "Timescale",
}

AURORA = ("aws_aurora_postgresql", "aws_aurora_serverless_v2")
AWS = ("aws_rds_postgresql", *AURORA)

OLDEST, NEWEST = 10, 99
Row = tuple[str, int, int, "Scalar"]
"""Parameter, first and last major, default."""

_AURORA_DEFAULTS: tuple[Row, ...] = (
    ("superuser_reserved_connections", OLDEST, NEWEST, 3),
    ("rds.rds_superuser_reserved_connections", OLDEST, 15, 2),
    ("rds.logical_replication", OLDEST, NEWEST, False),
    ("wal_level", OLDEST, NEWEST, "replica"),
    ("max_wal_senders", 14, 14, 10),
    ("max_replication_slots", 14, 14, 20),
    ("max_prepared_transactions", 14, 14, 0),
    ("max_locks_per_transaction", 14, 14, 64),
    ("max_sync_workers_per_subscription", 14, 14, 2),
    ("idle_in_transaction_session_timeout", OLDEST, NEWEST, 86_400_000),
    ("wal_receiver_timeout", 13, 14, 30_000),
    ("max_standby_streaming_delay", 13, 14, 14_000),
    ("hot_standby_feedback", 13, 14, True),
    ("temp_file_limit", 14, 14, -1),
    ("rds.force_ssl", 14, 14, False),
)

DEFAULTS: dict[str, tuple[Row, ...]] = {
    "aws_rds_postgresql": (
        ("superuser_reserved_connections", OLDEST, NEWEST, 3),
        ("rds.rds_superuser_reserved_connections", OLDEST, 15, 2),
        ("rds.logical_replication", OLDEST, NEWEST, False),
        ("wal_level", OLDEST, NEWEST, "replica"),
        ("max_wal_senders", 13, NEWEST, 20),
        ("max_slot_wal_keep_size", 13, NEWEST, -1),
        ("wal_keep_size", 13, NEWEST, 2048),
        ("wal_keep_segments", OLDEST, 12, 32),
        ("rds.force_ssl", OLDEST, 14, False),
        ("rds.force_ssl", 15, NEWEST, True),
    ),
    "aws_aurora_postgresql": _AURORA_DEFAULTS,
    "aws_aurora_serverless_v2": _AURORA_DEFAULTS,
    "gcp_cloud_sql": (
        ("cloudsql.logical_decoding", OLDEST, NEWEST, False),
        ("wal_level", OLDEST, NEWEST, "replica"),
    ),
    "azure_flexible": (
        ("superuser_reserved_connections", OLDEST, NEWEST, 10),
        ("reserved_connections", 16, NEWEST, 5),
        ("max_replication_slots", OLDEST, NEWEST, 10),
        ("max_wal_senders", OLDEST, NEWEST, 10),
        ("wal_level", OLDEST, NEWEST, "replica"),
        ("max_slot_wal_keep_size", 13, NEWEST, -1),
        ("wal_keep_size", 13, NEWEST, 400),
        ("wal_sender_timeout", OLDEST, NEWEST, 60_000),
        ("tcp_keepalives_idle", OLDEST, NEWEST, 120),
        ("tcp_keepalives_interval", OLDEST, NEWEST, 30),
        ("tcp_keepalives_count", OLDEST, NEWEST, 9),
        ("client_connection_check_interval", 14, NEWEST, 0),
        ("synchronous_commit", 16, NEWEST, "on"),
    ),
    "aiven": (
        ("max_wal_senders", OLDEST, NEWEST, 20),
        ("max_replication_slots", OLDEST, NEWEST, 20),
        ("max_slot_wal_keep_size", 13, NEWEST, -1),
        ("max_worker_processes", OLDEST, NEWEST, 8),
        ("max_logical_replication_workers", OLDEST, NEWEST, 4),
    ),
}

_RDS_FORMULAS = {
    "max_connections": BY_MEMORY,
    "shared_buffers": "{DBInstanceClassMemory/32768}",
    "effective_cache_size": "{DBInstanceClassMemory/16384}",
    "maintenance_work_mem": "GREATEST({DBInstanceClassMemory*1024/63963136},65536)",
    "autovacuum_max_workers": "GREATEST({DBInstanceClassMemory/64371566592},3)",
}
_AURORA_FORMULAS = {
    "max_connections": BY_MEMORY,
    "shared_buffers": "SUM({DBInstanceClassMemory/12038},-50003)",
    "effective_cache_size": "SUM({DBInstanceClassMemory/12038},-50003)",
    "maintenance_work_mem": "GREATEST({DBInstanceClassMemory/63963136*1024},65536)",
    "autovacuum_max_workers": "GREATEST({DBInstanceClassMemory/64371566592},3)",
    "autovacuum_work_mem": "GREATEST({DBInstanceClassMemory/32768},131072)",
    "max_worker_processes": "GREATEST(${DBInstanceVCPU*2},8)",
    "max_parallel_workers": "GREATEST(${DBInstanceVCPU/2},8)",
}
FORMULAS = {
    "aws_rds_postgresql": _RDS_FORMULAS,
    "aws_aurora_postgresql": _AURORA_FORMULAS,
}

_UNSET_ON_AURORA = (
    "authentication_timeout", "client_connection_check_interval", "deadlock_timeout", "hash_mem_multiplier",
    "idle_session_timeout", "lock_timeout", "log_min_duration_statement", "logical_decoding_work_mem",
    "max_files_per_process", "max_logical_replication_workers", "max_parallel_workers_per_gather",
    "max_pred_locks_per_transaction", "max_slot_wal_keep_size", "statement_timeout", "tcp_keepalives_count",
    "tcp_keepalives_idle", "tcp_keepalives_interval", "temp_buffers", "wal_sender_timeout", "work_mem",
)  # fmt: skip

LEFT_ALONE: dict[str, tuple[str, ...]] = {
    "aws_rds_postgresql": ("idle_session_timeout", "lock_timeout", "statement_timeout", "work_mem"),
    "aws_aurora_postgresql": _UNSET_ON_AURORA,
    "aws_aurora_serverless_v2": _UNSET_ON_AURORA,
    "azure_flexible": (
        "autovacuum_work_mem", "idle_in_transaction_session_timeout", "idle_session_timeout", "lock_timeout",
        "logical_decoding_work_mem", "max_parallel_workers", "max_parallel_workers_per_gather",
        "max_prepared_transactions", "max_worker_processes", "statement_timeout", "tcp_user_timeout", "temp_buffers",
        "work_mem",
    ),
}  # fmt: skip
"""Parameters that have PostgreSQL's own default there."""

CLUSTER_LEVEL = ("max_replication_slots", "max_wal_senders", "rds.logical_replication")
CLUSTER_LEVEL_14 = (
    "max_logical_replication_workers", "max_prepared_transactions", "max_sync_workers_per_subscription",
    "password_encryption", "rds.force_ssl", "rds.restrict_password_commands", "synchronous_commit", "timezone",
    "wal_buffers", "wal_receiver_timeout", "wal_sender_timeout",
)  # fmt: skip
"""What Aurora has in its cluster groups only; the longer list is documented for version 14."""

FIXED_ON_AURORA_14 = (
    "config_file", "hba_file", "hot_standby_feedback", "huge_pages", "ident_file", "listen_addresses", "log_directory",
    "log_file_mode", "log_line_prefix", "log_timezone", "logging_collector", "restart_after_crash", "ssl_ca_file",
    "ssl_cert_file", "ssl_crl_dir", "ssl_key_file", "stats_temp_directory", "superuser_reserved_connections",
    "wal_receiver_status_interval",
)  # fmt: skip

READ_ONLY_ON_AZURE = (
    "client_connection_check_interval", "listen_addresses", "max_slot_wal_keep_size", "port", "reserved_connections",
    "superuser_reserved_connections", "wal_keep_size",
)  # fmt: skip
READ_ONLY_ON_AZURE_16 = ("fsync", "full_page_writes", "synchronous_commit", "wal_log_hints")
"""The second list from 16 on, where it was read."""

SWITCHES = {
    "aws_rds_postgresql": (("rds.logical_replication", "1"),),
    "aws_aurora_postgresql": (("rds.logical_replication", "1"),),
    "aws_aurora_serverless_v2": (("rds.logical_replication", "1"),),
    "gcp_cloud_sql": (("cloudsql.logical_decoding", "on"),),
    "gcp_alloydb": (("alloydb.logical_decoding", "on"),),
    "azure_flexible": (("wal_level", "logical"),),
}

RESERVED_IN_ALL = {
    "digitalocean": ("connections that DigitalOcean keeps", 3),
    "neon": ("connections that Neon keeps", 7),
    "yandex": ("connections that Yandex Cloud keeps", 15),
}
"""Of platforms that document one number: superuser_reserved_connections and reserved_connections are part of it."""

_AURORA_OWN = (
    "rds.", "apg_", "ansi_", "aurora_", "aurora.", "babelfishpg_", "multixact_members_cache_size",
    "multixact_offsets_cache_size",
)  # fmt: skip

PREFIXES: dict[str, tuple[str, ...]] = {
    "aws_rds_postgresql": ("rds.",),
    "aws_aurora_postgresql": _AURORA_OWN,
    "aws_aurora_serverless_v2": _AURORA_OWN,
    "gcp_cloud_sql": ("cloudsql.", "google_"),
    "gcp_alloydb": ("alloydb.", "alloydb_", "google_", "bigquery_fdw.", "password."),
    "azure_flexible": (
        "azure.", "azure_", "connection_throttle.", "index_tuning.", "intelligent_tuning", "logfiles.", "metrics.",
        "pg_qs.", "pgbouncer.", "pgms_", "require_secure_transport",
    ),
    "azure_single": ("azure.", "connection_throttling", "log_retention_days", "pg_qs.", "pgms_"),
    "digitalocean": ("pgbouncer.", "shared_buffers_percentage"),
    "aiven": ("pgbouncer.", "pglookout.", "shared_buffers_percentage"),
}  # fmt: skip
"""How the names of a platform's own parameters start."""

# A pool of these is an allocation out of what the cluster has ("all remaining connections can be allocated to
# connection pools", DigitalOcean, "How to Manage Connection Pools"; Aiven has pool_size alone): its size is all that it
# takes.
ALLOCATED: dict[str, Scalar] = {
    "reserve_pool_size": 0,
    "max_db_connections": 0,
    "max_user_connections": 0,
}

POOLERS: dict[str, dict[str, Scalar]] = {
    "azure_flexible": {
        "enabled": False,
        "default_pool_size": 50,
        "max_client_conn": 5000,
        "max_db_connections": 0,
        "max_user_connections": 0,
        "reserve_pool_size": 0,
        "pool_mode": "transaction",
        "min_pool_size": 0,
        "max_prepared_statements": 0,
        "query_wait_timeout": 120,
        "server_idle_timeout": 600,
        "ignore_startup_parameters": "",
        "stats_users": "",
    },
    "digitalocean": ALLOCATED,
    "aiven": {
        **ALLOCATED,
        "pool_size": 10,
        "default_pool_size": 10,
        "pool_mode": "transaction",
        "autodb_pool_size": 0,
        "autodb_pool_mode": "transaction",
        "autodb_idle_timeout": 3600,
        "min_pool_size": 0,
        "server_lifetime": 3600,
        "server_idle_timeout": 600,
        "max_prepared_statements": 100,
    },
    "neon": {"pool_mode": "transaction", "max_client_conn": 10_000},
}
