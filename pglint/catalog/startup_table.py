"""What keeps a PostgreSQL server from starting: the fields of startup.Constraint, a row each.

The rows are those of docs/startup-constraints.md, each tried on real servers (tests/data/startup_constraints.json).
"""

from __future__ import annotations

from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

# fmt: off
CONSTRAINTS: tuple[tuple[Any, ...], ...] = (
    ("wal-senders-need-replica", ("wal_level", "max_wal_senders"), 10, 18, "max_wal_senders > 0 with wal_level = minimal", "REP001"),
    ("archive-needs-replica", ("wal_level", "archive_mode"), 10, 18, "archive_mode on or always with wal_level = minimal", "REP018"),
    ("summarize-wal-needs-replica", ("wal_level", "summarize_wal"), 17, 18, "summarize_wal = on with wal_level = minimal", "REP018"),
    ("reserved-connections-sum", ("superuser_reserved_connections", "reserved_connections", "max_connections"), 16, 18, "reserved slots ≥ max_connections", "CAP012"),
    ("superuser-reserved-lt-max-connections", ("superuser_reserved_connections", "max_connections"), 12, 15, "superuser_reserved_connections ≥ max_connections", "CAP012"),
    ("wal-senders-lt-max-connections-v11", ("superuser_reserved_connections", "max_wal_senders", "max_connections"), 11, 11, "reserved slots + max_wal_senders ≥ max_connections", "CAP012"),
    ("wal-senders-lt-max-connections-v10", ("max_wal_senders", "max_connections"), 10, 10, "max_wal_senders ≥ max_connections", "CAP012"),
    ("total-backends-v18", ("max_connections", "autovacuum_worker_slots", "max_worker_processes", "max_wal_senders"), 18, 18, "more than 262143 processes of all kinds together", "CFG002"),
    ("total-backends", ("max_connections", "autovacuum_max_workers", "max_worker_processes", "max_wal_senders"), 12, 17, "more than 262143 processes of all kinds together", "CFG002"),
    ("min-wal-size", ("min_wal_size", "wal_segment_size"), 11, 18, "min_wal_size below two WAL segments", "CFG002"),
    ("max-wal-size", ("max_wal_size", "wal_segment_size"), 11, 18, "max_wal_size below two WAL segments", "CFG002"),
    ("huge-pages-unavailable", ("huge_pages",), 10, 18, "huge_pages = on where the host has too few of them"),
    ("huge-pages-sysv", ("huge_pages", "shared_memory_type"), 12, 18, "huge_pages = on with shared_memory_type = sysv", "CFG002"),
    ("shared-memory-too-large", ("shared_buffers",), 10, 18, "shared_buffers above what the host can give"),
    ("ssl-cert-missing", ("ssl", "ssl_cert_file", "ssl_key_file"), 10, 18, "ssl = on without its certificate"),
    ("ssl-key-permissions", ("ssl", "ssl_key_file"), 12, 18, "an ssl_key_file that others can read"),
    ("ssl-protocol-range", ("ssl_min_protocol_version", "ssl_max_protocol_version", "ssl"), 13, 18, "ssl_min_protocol_version above ssl_max_protocol_version, with ssl", "CFG002"),
    ("statement-stats-exclusive", ("log_statement_stats", "log_parser_stats", "log_planner_stats", "log_executor_stats"), 10, 18, "log_statement_stats with one of the other three", "CFG002"),
    ("sync-standby-names-zero", ("synchronous_standby_names",), 10, 18, "synchronous_standby_names that asks for no standby", "CFG002"),
    ("sync-standby-names-syntax", ("synchronous_standby_names",), 10, 18, "synchronous_standby_names that does not parse", "CFG002"),
    ("one-recovery-target", ("recovery_target", "recovery_target_lsn", "recovery_target_name", "recovery_target_time", "recovery_target_xid"), 12, 18, "two recovery targets, with or without a recovery", "CFG002"),
    ("recovery-signal-needs-restore-command", ("restore_command",), 12, 18, "recovery.signal without restore_command", "CFG002"),
    ("preload-missing", ("shared_preload_libraries",), 10, 18, "a library of shared_preload_libraries that is not installed"),
    ("max-stack-depth-ulimit", ("max_stack_depth",), 10, 18, "max_stack_depth near or above ulimit -s"),
    ("vacuum-buffer-usage-limit-gap", ("vacuum_buffer_usage_limit",), 16, 18, "vacuum_buffer_usage_limit of 1 to 127 kB", "CFG002"),
    ("slru-buffers-multiple-of-16", ("commit_timestamp_buffers", "subtransaction_buffers", "transaction_buffers", "multixact_member_buffers", "multixact_offset_buffers", "notify_buffers", "serializable_buffers"), 17, 18, "an SLRU buffer size that is not a multiple of 16", "CFG002"),
    ("io-uring-not-built", ("io_method",), 18, 18, "io_method = io_uring in a build without it"),
    ("bind-address", ("listen_addresses",), 10, 18, "listen_addresses of which none is the host's"),
    ("invalid-slot-name", ("primary_slot_name",), 12, 18, "a primary_slot_name with other letters than a-z 0-9 _", "CFG002"),
    ("default-with-oids", ("default_with_oids",), 12, 18, "default_with_oids = on", "CFG002"),
    ("slots-wal-level", ("wal_level",), 10, 18, "wal_level = minimal while physical slots exist"),
    ("logical-slots-wal-level", ("wal_level",), 10, 18, "wal_level below logical while logical slots exist"),
    ("slots-gt-max", ("max_replication_slots",), 10, 18, "more slots on the disk than max_replication_slots"),
    ("prepared-xacts-gt-max", ("max_prepared_transactions",), 10, 18, "more prepared transactions than max_prepared_transactions"),
    ("standby-max-connections", ("max_connections", "hot_standby"), 10, 18, "a hot standby whose max_connections is below its primary's", "REP010"),
    ("standby-max-worker-processes", ("max_worker_processes", "hot_standby"), 10, 18, "a hot standby whose max_worker_processes is below its primary's", "REP010"),
    ("standby-max-wal-senders", ("max_wal_senders", "hot_standby"), 12, 18, "a hot standby whose max_wal_senders is below its primary's", "REP010"),
    ("standby-max-prepared-transactions", ("max_prepared_transactions", "hot_standby"), 10, 18, "a hot standby whose max_prepared_transactions is below its primary's", "REP010"),
    ("standby-max-locks-per-transaction", ("max_locks_per_transaction", "hot_standby"), 10, 18, "a hot standby whose max_locks_per_transaction is below its primary's", "REP010"),
    ("standby-wal-from-minimal", ("wal_level",), 10, 18, "WAL that a primary wrote with wal_level = minimal"),
)
