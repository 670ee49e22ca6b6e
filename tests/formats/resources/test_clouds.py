"""Azure, Google, DigitalOcean and Aiven: servers with their parameters, and the poolers that come with them."""

import pytest

from pglint.cluster_facts import PoolerFact, ServerFact
from tests.formats.resources.stating import lines

VARIABLE = 'variable "x" {}\n'

AZURE = """
resource "azurerm_postgresql_flexible_server" "main" {
  name     = "shop"
  version  = "16"
  sku_name = "GP_Standard_D2ds_v4"
}
"""


def parameter(name, value, more="", server="azurerm_postgresql_flexible_server.main.id", label="c"):
    return (
        f'resource "azurerm_postgresql_flexible_server_configuration" "{label}" {{\n  name = "{name}"\n'
        f'  server_id = {server}\n  value = "{value}"\n  {more}\n}}\n'
    )


ENABLED = parameter("pgbouncer.enabled", "True", label="on")
SERVER = "server azurerm_postgresql_flexible_server.main azure_flexible 16 GP_Standard_D2ds_v4"
POOLER = "pooler PgBouncer of azurerm_postgresql_flexible_server.main"
ALONE = "azurerm_postgresql_flexible_server_configuration.c"
ELSEWHERE = "? the server itself is not in the tree"
SINGLE = """
resource "azurerm_postgresql_server" "old" {
  name     = "old"
  version  = "11"
  sku_name = "GP_Gen5_4"
}
resource "azurerm_postgresql_configuration" "old" {
  name        = "work_mem"
  server_name = azurerm_postgresql_server.old.name
  value       = "8192"
}
"""
REPLICA = """
resource "azurerm_postgresql_flexible_server" "replica" {
  name             = "shop-replica"
  create_mode      = "Replica"
  source_server_id = azurerm_postgresql_flexible_server.main.id
}
"""
MAP = parameter("work_mem", "8192").replace('name = "work_mem"', 'for_each = { work_mem = 8192, "azure.extensions" = "X" }\n  name = each.key').replace('"8192"', "each.value")

AZURE_ROWS = [
    (AZURE, [SERVER]),
    (AZURE + parameter("Work_Mem", "8192"), [SERVER + ": work_mem=8192"]),
    (AZURE + MAP, [SERVER + ": azure.extensions=X; work_mem=8192"]),
    (
        AZURE + VARIABLE + parameter("work_mem", "8192", more="count = var.x ? 1 : 0"),
        [SERVER + ": ? var.x has no default"],
    ),
    (AZURE + ENABLED, [SERVER, POOLER + ": *()"]),
    (
        AZURE + ENABLED + parameter("pgbouncer.default_pool_size", "40"),
        [SERVER, POOLER + ": default_pool_size=40; *()"],
    ),
    # off unless it is switched on
    (AZURE + parameter("pgbouncer.default_pool_size", "40"), [SERVER]),
    (AZURE + VARIABLE + ENABLED.replace("  \n", "  count = var.x ? 1 : 0\n"), [SERVER + ": ? var.x has no default"]),
    (
        VARIABLE + parameter("work_mem", "8192", server="var.x"),
        [f"server {ALONE} azure_flexible - {ELSEWHERE} partial: work_mem=8192; {ELSEWHERE}"],
    ),
    (
        AZURE + REPLICA,
        [
            SERVER,
            "server azurerm_postgresql_flexible_server.replica azure_flexible - - replica of azurerm_postgresql_flexible_server.main",
        ],
    ),
    (SINGLE, ["server azurerm_postgresql_server.old azure_single 11 GP_Gen5_4: work_mem=8192"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), AZURE_ROWS)
def test_azure(text, expected):
    assert lines(text, ServerFact, PoolerFact) == expected


SQL = """
resource "google_sql_database_instance" "main" {
  name             = "shop"
  database_version = "POSTGRES_15"
  settings {
    tier = "db-custom-2-7680"
    database_flags {
      name  = "max_connections"
      value = 50
    }
  }
}
"""
ALLOY = """
resource "google_alloydb_cluster" "main" {
  cluster_id       = "shop"
  database_version = "POSTGRES_15"
}
resource "google_alloydb_instance" "main" {
  cluster        = google_alloydb_cluster.main.name
  instance_type  = "PRIMARY"
  database_flags = { max_connections = "500" }
}
"""
POOL = """
resource "google_alloydb_instance" "read" {
  cluster       = google_alloydb_cluster.main.name
  instance_type = "READ_POOL"
}
"""
GOOGLE_ROWS = [
    (SQL, ["server google_sql_database_instance.main gcp_cloud_sql 15 db-custom-2-7680: max_connections=50"]),
    (
        SQL.replace("POSTGRES_15", "POSTGRES_9_6"),
        ["server google_sql_database_instance.main gcp_cloud_sql 9 db-custom-2-7680: max_connections=50"],
    ),
    (SQL.replace("POSTGRES_15", "MYSQL_8_0"), []),
    (VARIABLE + SQL.replace('"POSTGRES_15"', "var.x"), []),
    (
        VARIABLE + SQL.replace("50", "var.x"),
        ["server google_sql_database_instance.main gcp_cloud_sql 15 db-custom-2-7680: max_connections=? var.x has no default"],
    ),
    (
        SQL + 'resource "google_sql_database_instance" "r" {\n  database_version = "POSTGRES_15"\n'
        "  master_instance_name = google_sql_database_instance.main.name\n}\n",
        [
            "server google_sql_database_instance.main gcp_cloud_sql 15 db-custom-2-7680: max_connections=50",
            "server google_sql_database_instance.r gcp_cloud_sql 15 - replica of google_sql_database_instance.main",
        ],
    ),
    (
        SQL
        + 'resource "google_sql_database_instance" "r" {\n  database_version = "POSTGRES_15"\n'
        '  master_instance_name = "shop"\n}\n',
        [
            "server google_sql_database_instance.main gcp_cloud_sql 15 db-custom-2-7680: max_connections=50",
            "server google_sql_database_instance.r gcp_cloud_sql 15 - replica of google_sql_database_instance.main",
        ],
    ),
    (ALLOY, ["server google_alloydb_instance.main gcp_alloydb 15 -: max_connections=500"]),
    (
        ALLOY + POOL,
        [
            "server google_alloydb_instance.main gcp_alloydb 15 -: max_connections=500",
            "server google_alloydb_instance.read gcp_alloydb 15 - replica of google_alloydb_cluster.main",
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), GOOGLE_ROWS)
def test_google(text, expected):
    assert lines(text) == expected


OCEAN = """
resource "digitalocean_database_cluster" "main" {
  name    = "shop"
  engine  = "pg"
  version = "15"
  size    = "db-s-1vcpu-1gb"
}
"""
CONFIG = """
resource "digitalocean_database_postgresql_config" "main" {
  cluster_id                          = digitalocean_database_cluster.main.id
  work_mem                            = 16
  bgwriter_flush_after                = 512
  idle_in_transaction_session_timeout = 60000
  shared_buffers_percentage           = 30
}
"""
POOLS = """
resource "digitalocean_database_connection_pool" "app" {
  for_each   = { jobs = 5, web = 7 }
  cluster_id = digitalocean_database_cluster.main.id
  name       = each.key
  mode       = "transaction"
  size       = each.value
  db_name    = "shop"
  user       = "app"
}
"""
CLUSTER = "server digitalocean_database_cluster.main digitalocean 15 db-s-1vcpu-1gb"
JOBS = "jobs(dbname=shop user=app pool_size=5 pool_mode=transaction)"
WEB = "web(dbname=shop user=app pool_size=7 pool_mode=transaction)"
AIVEN = """
resource "aiven_pg" "main" {
  service_name = "shop"
  plan         = "startup-4"
  pg_user_config {
    pg_version = 15
    work_mem   = 8
    pg {
      max_wal_senders                = 30
      pg_stat_statements__dot__track = "all"
    }
  }
}
"""
AIVEN_POOL = """
resource "aiven_connection_pool" "app" {
  service_name  = aiven_pg.main.service_name
  pool_name     = "web"
  database_name = "shop"
  username      = "app"
  pool_size     = 12
}
"""
SERVICE = "server aiven_pg.main aiven 15 startup-4: max_wal_senders=30; pg_stat_statements.track=all; work_mem=8MB"

POOLER_ROWS = [
    (OCEAN, [CLUSTER]),
    (OCEAN.replace('"pg"', '"redis"'), []),
    # sizes are in the platform's units
    (OCEAN + CONFIG, [f"{CLUSTER}: work_mem=16MB; bgwriter_flush_after=512kB; idle_in_transaction_session_timeout=60000"]),
    (
        OCEAN + VARIABLE + CONFIG.replace("\n  cluster_id", "\n  count = var.x ? 1 : 0\n  cluster_id"),
        [f"{CLUSTER}: work_mem=16MB; bgwriter_flush_after=512kB; idle_in_transaction_session_timeout=60000; ? var.x has no default"],
    ),
    (OCEAN + POOLS, [CLUSTER, f"pooler the pools of digitalocean_database_cluster.main: {JOBS}; {WEB}"]),
    (
        OCEAN + POOLS.replace('  user       = "app"\n', ""),
        [
            CLUSTER,
            "pooler the pools of digitalocean_database_cluster.main: jobs(dbname=shop pool_size=5 pool_mode=transaction); "
            "web(dbname=shop pool_size=7 pool_mode=transaction)",
        ],
    ),
    (
        OCEAN + VARIABLE + POOLS.replace("{ jobs = 5, web = 7 }", "var.x"),
        [CLUSTER, "pooler the pools of digitalocean_database_cluster.main: ? var.x has no default"],
    ),
    (
        VARIABLE + POOLS.replace("digitalocean_database_cluster.main.id", "var.x"),
        [f'pooler digitalocean_database_connection_pool.app["jobs"]: {JOBS}; {WEB}'],
    ),
    (AIVEN, [SERVICE]),
    (AIVEN + AIVEN_POOL, [SERVICE, "pooler the pools of aiven_pg.main: web(dbname=shop user=app pool_size=12)"]),
    # called by its name
    (
        AIVEN + AIVEN_POOL.replace("aiven_pg.main.service_name", '"shop"'),
        [SERVICE, "pooler the pools of aiven_pg.main: web(dbname=shop user=app pool_size=12)"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), POOLER_ROWS)
def test_clusters_with_pools(text, expected):
    assert lines(text) == expected
