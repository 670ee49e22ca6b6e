"""A managed server in the model: what its platform sets, how it writes values, and what surrounds it."""

import pytest

from pglint.model.managed import proxy_percent
from pglint.values import Cell, Range, Unknown
from tests.model.building import model, server, shown
from tests.model.clouds import aiven, aurora, azure, cloud_sql, digitalocean, rds, serverless


def said(cell: Cell) -> object:
    """A value as a table shows it: ``?`` and the reason, two ends, or what it is."""
    value = cell.value
    if isinstance(value, Unknown):
        return f"? {value.reason}"
    return (value.low, value.high) if isinstance(value, Range) else value


def default(name: str, platform: str) -> str:
    return f"? the default of {name} on {platform} is not known"


RDS, SQL = "Amazon RDS", "Cloud SQL"
GROUP = """
resource "aws_db_parameter_group" "main" {
  family = "postgres15"
  dynamic "parameter" {
    for_each = var.given
    content {
      name  = parameter.key
      value = parameter.value
    }
  }
  parameter {
    name  = "max_connections"
    value = 70
  }
}
resource "aws_db_instance" "main" {
  engine               = "postgres"
  engine_version       = "15.8"
  parameter_group_name = aws_db_parameter_group.main.name
}
variable "given" {}
"""


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        # as the platform documents it
        (rds(), "max_wal_senders", 20),
        (rds(), "statement_timeout", 0),
        (rds("16.4", "db.m6g.large"), "shared_buffers", (220200, 262144)),
        (aurora("db.r6g.large"), "idle_in_transaction_session_timeout", 86_400_000),
        (azure("16", "B_Standard_B1ms"), "max_wal_senders", 10),
        (azure("16", "B_Standard_B1ms"), "superuser_reserved_connections", 10),
        (aiven("startup-4"), "max_replication_slots", 20),
        # never PostgreSQL's own where the platform's is not known
        (rds(), "max_replication_slots", default("max_replication_slots", RDS)),
        (rds(), "autovacuum_work_mem", default("autovacuum_work_mem", RDS)),
        (cloud_sql("db-custom-2-7680"), "work_mem", default("work_mem", SQL)),
        (cloud_sql("db-custom-2-7680"), "superuser_reserved_connections", default("superuser_reserved_connections", SQL)),
        (digitalocean('"db-s-1vcpu-1gb"'), "statement_timeout", default("statement_timeout", "DigitalOcean")),
        (aiven("startup-4"), "wal_level", default("wal_level", "Aiven")),
        (serverless("1", "8"), "shared_buffers", default("shared_buffers", "Aurora Serverless v2")),
        # as written: formulas as intervals where only the memory's bounds are known
        (rds(max_connections="80"), "max_connections", 80),
        (rds(max_connections='"80"'), "max_connections", 80),
        (rds(work_mem='"65536"'), "work_mem", 65536),
        (rds(max_connections='"LEAST({DBInstanceClassMemory/9531392},5000)"'), "max_connections", (757, 901)),
        (rds(max_connections='"{DBInstanceClassMemory/10}"', size="db.zz9.huge"), "max_connections",
         "? the memory of class db.zz9.huge is not known"),
        (rds(max_connections='"LEAST(100,5000)"'), "max_connections", 100),
        (rds(max_wal_senders="var.unknown"), "max_wal_senders", "? var.unknown has no default"),
        # DigitalOcean and Aiven write work_mem in MB
        (digitalocean('"db-s-1vcpu-1gb"') + 'resource "digitalocean_database_postgresql_config" "c" {\n'
         "  cluster_id = digitalocean_database_cluster.main.id\n  work_mem = 4\n}\n", "work_mem", 4096),
        (aiven("startup-4").replace("pg_version", "work_mem = 8\n    pg_version"), "work_mem", 8192),
        # wal_level is what its switch says
        (rds(), "wal_level", "replica"),
        (rds(rds__logical_replication="1"), "wal_level", "logical"),
        (rds(rds__logical_replication='"0"'), "wal_level", "replica"),
        (rds(rds__logical_replication="var.unknown"), "wal_level", "? var.unknown has no default"),
        (cloud_sql("db-f1-micro", 'database_flags {\n name = "cloudsql.logical_decoding"\n value = "on"\n }'), "wal_level",
         "logical"),
        (azure("16", "B_Standard_B1ms", wal_level="logical"), "wal_level", "logical"),
        (azure("16", "B_Standard_B1ms"), "wal_level", "replica"),
        # parameters of which nobody knows how many: those that are written stay, the others are not known
        (GROUP, "max_connections", 70),
        (GROUP, "max_wal_senders", "? not set in the files that are read: var.given has no default"),
    ],
)  # fmt: skip
def test_values(text: str, name: str, expected: object) -> None:
    found = server({"main.tf": text})
    assert said(found.guc(name, found.readings[-1])) == expected


def test_the_group_of_an_instance_may_set_again_what_the_clusters_sets() -> None:
    text = """
resource "aws_rds_cluster_parameter_group" "main" {
  family = "aurora-postgresql15"
  parameter {
    name  = "max_connections"
    value = 70
  }
}
resource "aws_rds_cluster" "main" {
  engine                          = "aurora-postgresql"
  db_cluster_parameter_group_name = aws_rds_cluster_parameter_group.main.name
}
resource "aws_rds_cluster_instance" "main" {
  cluster_identifier      = aws_rds_cluster.main.id
  instance_class          = "db.r6g.large"
  db_parameter_group_name = NAME
}
variable "group" {}
"""
    unknown = server({"main.tf": text.replace("NAME", "var.group")})
    assert isinstance(unknown.guc("max_connections", 15).value, Unknown)
    none = server({"main.tf": text.replace("NAME", '"default.aurora-postgresql15"')})
    assert none.guc("max_connections", 15).value == 70


@pytest.mark.parametrize(
    ("text", "memory", "cpus"),
    [
        (rds(size="db.m6g.large"), 8 << 20, 2),
        (rds(size="db.t3.micro"), 1 << 20, 2),
        (azure("16", "GP_Standard_D4s_v3"), 16 << 20, 4),
        (cloud_sql("db-custom-2-7680"), 7680 << 10, 2),
        (digitalocean('"db-s-2vcpu-4gb"'), 4 << 20, 2),
        (aiven("business-8"), 8 << 20, None),
        (rds(size="db.zz9.huge"), None, None),
        (serverless("1", "8"), None, None),
    ],
)
def test_the_machine(text: str, memory: int | None, cpus: int | None) -> None:
    declared = server({"main.tf": text}).declared
    assert declared is not None
    found = [cell.value if cell else None for cell in (declared.memory, declared.cpus)]
    assert found == [memory, cpus]


STACK = '[[stack]]\nname = "prod"\ninclude = ["**"]\nserver = { memory = "2GB", cpus = 3, version = 14 }\n'


def test_what_is_declared_wins() -> None:
    found = server({"main.tf": rds("16.4"), "pglint.toml": STACK})
    assert found.declared is not None
    assert found.declared.memory is not None
    assert found.declared.cpus is not None
    assert (found.declared.memory.value, found.declared.cpus.value, found.readings) == (2 << 20, 3, (14,))


@pytest.mark.parametrize(
    ("text", "config", "majors"),
    [
        (rds("16.4"), "", (16,)),
        (rds("9.6.22").replace("postgres9", "postgres9.6"), "", (10,)),
        (rds("16.4").replace('engine_version       = "16.4"', ""), "", (16,)),  # the family of its group
        (rds("16.4"), "postgres-version = 14\n", (16,)),
        (aurora("db.r6g.large"), "", (15,)),
        (azure("14", "B_Standard_B1ms"), "", (14,)),
        (cloud_sql("db-f1-micro"), "", (15,)),
        (aiven("startup-4"), "", (15,)),
        ('resource "aiven_pg" "main" {\n  plan = "startup-4"\n}\n', "", (14, 15, 16, 17, 18)),
        ('resource "aiven_pg" "main" {\n  plan = "startup-4"\n}\n', "postgres-version = 17\n", (17,)),
    ],
)
def test_majors(text: str, config: str, majors: tuple[int, ...]) -> None:
    assert server({"main.tf": text, "pglint.toml": config}).readings == majors


def test_what_surrounds_a_server() -> None:
    text = (
        rds(max_connections="100")
        + """
provider "postgresql" {
  host            = aws_db_instance.main.address
  max_connections = 7
}
resource "postgresql_role" "app" {
  name             = "app"
  login            = true
  connection_limit = 20
}
resource "postgresql_role" "again" {
  name  = "app"
  login = true
}
resource "postgresql_role" "unnamed" {
  name = var.unknown
}
resource "postgresql_database" "app" {
  name             = "app"
  connection_limit = 30
}
resource "postgresql_replication_slot" "feed" {
  name   = "feed"
  plugin = "pgoutput"
}
resource "postgresql_publication" "all" {
  name = "all"
}
"""
    )
    found = server({"main.tf": text})
    # Another role of the same name is judged too, but it is not the one that is meant by it.
    assert [(name.partition(",")[0], role.limit.value) for name, role in found.roles.items()] == [
        ("app", 20),
        ("app (postgresql_role.again", -1),
        ("postgresql_role.unnamed", -1),
    ]
    assert [(name, database.limit.value) for name, database in found.databases.items()] == [("app", 30)]
    assert [fact.name for fact in (*found.slot_facts, *found.publications)] == ["feed", "all"]
    assert [fact.number.value for fact in found.other_sessions] == [7]


def test_a_role_that_is_declared_too() -> None:
    role = 'resource "postgresql_role" "app" {\n  name = "app"\n  login = true\n}\n'
    toml = STACK + '[[stack.role]]\nname = "app"\nconnection-limit = 5\n[[stack.role]]\nname = "other"\n'
    found = server({"main.tf": rds() + role, "pglint.toml": toml})
    assert {name: found.roles[name].limit.value for name in found.roles} == {"app": 5, "other": -1}


def proxy(name: str, percent: str) -> str:
    return f"""
resource "aws_db_proxy" "{name}" {{
  name          = "{name}"
  engine_family = "POSTGRESQL"
}}
resource "aws_db_proxy_default_target_group" "{name}" {{
  db_proxy_name = aws_db_proxy.{name}.name
  connection_pool_config {{
    {percent}
  }}
}}
resource "aws_db_proxy_target" "{name}" {{
  db_proxy_name          = aws_db_proxy.{name}.name
  db_instance_identifier = aws_db_instance.main.identifier
}}
"""


@pytest.mark.parametrize(
    ("proxies", "expected"),
    [
        ("", "0 = "),
        (proxy("a", "max_connections_percent = 80"), "80 = 80 max_connections_percent of aws_db_proxy.a"),
        (
            proxy("a", "max_connections_percent = 80") + proxy("b", "max_connections_percent = 30"),
            "110 = 80 max_connections_percent of aws_db_proxy.a + 30 max_connections_percent of aws_db_proxy.b",
        ),
        (proxy("a", ""), "100 = 100 max_connections_percent of aws_db_proxy.a"),
        (
            proxy("a", "max_connections_percent = 80") + proxy("b", "max_connections_percent = var.unknown"),
            "at least 80 = 80 max_connections_percent of aws_db_proxy.a",
        ),
    ],
)
def test_the_share_of_proxies(proxies: str, expected: str) -> None:
    assert shown(proxy_percent(server({"main.tf": rds() + proxies}))) == expected


AZURE_POOLER = (
    azure("16", "B_Standard_B1ms")
    + """
resource "azurerm_postgresql_flexible_server_configuration" "pooler" {
  for_each = {
    "pgbouncer.enabled"           = SWITCH
    "pgbouncer.default_pool_size" = "70"
  }
  server_id = azurerm_postgresql_flexible_server.main.id
  name      = each.key
  value     = each.value
}
"""
)


@pytest.mark.parametrize(("switch", "there"), [('"true"', True), ("true", True), ('"TRUE"', True), ('"false"', False)])
def test_the_pooler_of_azure_is_there_where_it_is_switched_on(switch: str, there: bool) -> None:
    found = model({"main.tf": AZURE_POOLER.replace("SWITCH", switch)})
    assert [pooler.name for pooler in found.poolers] == ["PgBouncer of azurerm_postgresql_flexible_server.main"] * there


def test_settings_of_the_pooler_of_azure() -> None:
    (found,) = model({"main.tf": AZURE_POOLER.replace("SWITCH", '"true"')}).poolers
    version = found.readings[-1]
    values = {name: said(found.settings.cell(name, version)) for name in ("default_pool_size", "pool_mode", "auth_type")}
    assert values == {
        "default_pool_size": 70,
        "pool_mode": "transaction",
        "auth_type": "? the default of auth_type of Azure Database for PostgreSQL's pooler is not known",
    }
    assert [entry.name for entry in found.settings.databases] == ["*"]


def test_pools_are_databases_of_the_platforms_pooler() -> None:
    text = (
        digitalocean('"db-s-1vcpu-1gb"')
        + """
resource "digitalocean_database_connection_pool" "web" {
  for_each   = { web = 10, worker = 5 }
  cluster_id = digitalocean_database_cluster.main.id
  name       = each.key
  mode       = "transaction"
  size       = each.value
  db_name    = "app"
  user       = "app_${each.key}"
}
resource "digitalocean_database_connection_pool" "more" {
  for_each   = var.unknown
  cluster_id = digitalocean_database_cluster.main.id
  name       = each.key
  size       = each.value
}
"""
    )
    (found,) = model({"main.tf": text}).poolers
    entries = [(entry.name, {pair.key: pair.value for pair in entry.pairs}) for entry in found.settings.databases]
    assert entries == [
        ("web", {"dbname": "app", "user": "app_web", "pool_size": "10", "pool_mode": "transaction"}),
        ("worker", {"dbname": "app", "user": "app_worker", "pool_size": "5", "pool_mode": "transaction"}),
    ]
    assert [each.reason for each in found.settings.missing] == ["var.unknown has no default"]
