"""Managed servers as Terraform, for tests: one resource, and its parameters."""

CLASS = "db.m6g.large"


def rds(version: str = "15.8", size: str = CLASS, **parameters: str) -> str:
    blocks = "".join(
        f'  parameter {{\n    name  = "{name.replace("__", ".")}"\n    value = {value}\n  }}\n'
        for name, value in parameters.items()
    )
    return f"""
variable "unknown" {{}}
resource "aws_db_parameter_group" "main" {{
  family = "postgres{version.partition(".")[0]}"
{blocks}}}
resource "aws_db_instance" "main" {{
  engine               = "postgres"
  engine_version       = "{version}"
  instance_class       = "{size}"
  parameter_group_name = aws_db_parameter_group.main.name
}}
"""


def aurora(size: str, scaling: str = "") -> str:
    return f"""
resource "aws_rds_cluster" "main" {{
  engine         = "aurora-postgresql"
  engine_version = "15.4"
  {scaling}
}}
resource "aws_rds_cluster_instance" "main" {{
  cluster_identifier = aws_rds_cluster.main.id
  instance_class     = "{size}"
}}
"""


def serverless(least: str, most: str) -> str:
    block = f"serverlessv2_scaling_configuration {{\n    min_capacity = {least}\n    max_capacity = {most}\n  }}"
    return aurora("db.serverless", block)


def azure(version: str, size: str, **parameters: str) -> str:
    own = "".join(
        f"""
resource "azurerm_postgresql_flexible_server_configuration" "{name}" {{
  server_id = azurerm_postgresql_flexible_server.main.id
  name      = "{name}"
  value     = "{value}"
}}
"""
        for name, value in parameters.items()
    )
    return f"""
resource "azurerm_postgresql_flexible_server" "main" {{
  version  = "{version}"
  sku_name = "{size}"
}}
{own}"""


def digitalocean(size: str) -> str:
    return f"""
variable "unknown" {{}}
resource "digitalocean_database_cluster" "main" {{
  engine  = "pg"
  version = "16"
  size    = {size}
}}
"""


def cloud_sql(tier: str, flags: str = "") -> str:
    return f"""
resource "google_sql_database_instance" "main" {{
  database_version = "POSTGRES_15"
  settings {{
    tier = "{tier}"
    {flags}
  }}
}}
"""


def aiven(plan: str) -> str:
    return f'resource "aiven_pg" "main" {{\n  plan = "{plan}"\n  pg_user_config {{\n    pg_version = "15"\n  }}\n}}\n'
