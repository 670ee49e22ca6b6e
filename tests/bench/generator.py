"""Any number of small stacks on disk, each a postgresql.conf and a pgbouncer.ini of a usual length, all different."""

import shutil
from pathlib import Path

CONF = """\
# generated for stack {at}
listen_addresses = '*'
port = 5432
max_connections = {connections}
superuser_reserved_connections = 3
shared_buffers = {buffers}MB
effective_cache_size = {cache}MB
work_mem = {work}MB
maintenance_work_mem = 256MB
wal_level = replica
max_wal_senders = 10
max_replication_slots = 10
wal_keep_size = 1GB
checkpoint_timeout = 15min
checkpoint_completion_target = 0.9
random_page_cost = 1.1
effective_io_concurrency = 200
statement_timeout = {statement}s
lock_timeout = 5s
idle_in_transaction_session_timeout = 60s
log_min_duration_statement = 500ms
log_line_prefix = '%m [%p] %q%u@%d '
log_checkpoints = on
log_lock_waits = on
autovacuum_max_workers = 4
autovacuum_naptime = 20s
shared_preload_libraries = 'pg_stat_statements'
timezone = 'UTC'
"""

INI = """\
[databases]
orders{at} = host=db{at}.internal port=5432 user=shop pool_size={pool}
billing{at} = host=db{at}.internal port=5432 user=billing
reports{at} = host=db{at}.internal port=5432 user=reports pool_mode=session max_db_connections=5

[pgbouncer]
; generated for stack {at}
listen_addr = 10.0.0.{host}
listen_port = 6432
auth_type = scram-sha-256
auth_file = /etc/pgbouncer/userlist.txt
pool_mode = transaction
max_client_conn = 1000
default_pool_size = 20
reserve_pool_size = 5
reserve_pool_timeout = 3
max_prepared_statements = 200
server_idle_timeout = 300
server_lifetime = 3600
query_wait_timeout = 60
ignore_startup_parameters = extra_float_digits
admin_users = pgbouncer
"""


def write_stacks(folder: Path, number: int) -> None:
    """Write ``number`` stacks below ``folder``, each in a folder of its own; what was there is removed."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for at in range(number):
        stack = folder / f"region{at // 100:03}" / f"stack{at:05}"
        stack.mkdir(parents=True)
        sizes = {"connections": 60 + at % 200, "buffers": 512 + at % 64, "cache": 1536 + at % 512, "work": 4 + at % 12}
        conf = CONF.format(at=at, statement=30 + at % 30, **sizes)
        (stack / "postgresql.conf").write_text(conf, encoding="utf-8")
        ini = INI.format(at=at, pool=10 + at % 40, host=at % 250 + 1)
        (stack / "pgbouncer.ini").write_text(ini, encoding="utf-8")
    (folder / ".git").mkdir(exist_ok=True)  # the root, without a configuration to read
