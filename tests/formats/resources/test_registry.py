"""The common registry modules, by their inputs."""

import pytest

from tests.formats.resources.stating import lines

RDS = """
module "db" {
  source         = "terraform-aws-modules/rds/aws"
  version        = "~> 6.0"
  identifier     = "shop"
  engine         = "postgres"
  engine_version = "14"
  family         = "postgres14"
  instance_class = "db.t4g.micro"
  parameters = [
    { name = "work_mem", value = "8192" },
  ]
}
"""
AURORA = """
module "aurora" {
  source         = "terraform-aws-modules/rds-aurora/aws"
  name           = "shop"
  engine         = "aurora-postgresql"
  engine_version = "14.7"
  instance_class = "db.r5.large"
  instances      = { one = {}, two = {} }
  db_cluster_parameter_group_family     = "aurora-postgresql14"
  db_cluster_parameter_group_parameters = [{ name = "max_wal_senders", value = 20, apply_method = "pending-reboot" }]
}
"""
PROXY = """
module "proxy" {
  source                = "terraform-aws-modules/rds-proxy/aws"
  engine_family         = "POSTGRESQL"
  target_db_cluster     = true
  db_cluster_identifier = module.aurora.cluster_id
}
"""
SQL = """
variable "version" {}
module "sql" {
  source           = "terraform-google-modules/sql-db/google//modules/postgresql"
  name             = "shop"
  database_version = var.version
  tier             = "db-custom-1-3840"
  database_flags   = [{ name = "max_connections", value = "50" }]
}
"""
CLOUDPOSSE = """
module "rds" {
  source             = "cloudposse/rds/aws"
  engine             = "postgres"
  engine_version     = "15.2"
  instance_class     = "db.t3.micro"
  db_parameter_group = "postgres15"
  db_parameter       = [{ name = "work_mem", value = "8192", apply_method = "immediate" }]
}
"""
OBJECTS = """
module "aurora" {
  source         = "terraform-aws-modules/rds-aurora/aws"
  name           = "shop"
  engine         = "aurora-postgresql"
  engine_version = "16.4"
  cluster_instance_class = "db.r6g.large"
  cluster_parameter_group = {
    family     = "aurora-postgresql16"
    parameters = [{ name = "max_wal_senders", value = 20, apply_method = "pending-reboot" }]
  }
}
"""
GROUP = """
module "group" {
  source     = "terraform-aws-modules/rds/aws//modules/db_parameter_group"
  family     = "postgres16"
  parameters = [{ name = "work_mem", value = "8192" }]
}
"""
GIT = "git::https://github.com/terraform-aws-modules/terraform-aws-rds.git?ref=v6.0.0"

ROWS = [
    (RDS, ["server module.db aws_rds_postgresql 14 db.t4g.micro: work_mem=8192"]),
    (
        RDS.replace("terraform-aws-modules/rds/aws", GIT).replace('  version        = "~> 6.0"\n', ""),
        ["server module.db aws_rds_postgresql 14 db.t4g.micro: work_mem=8192"],
    ),
    (RDS.replace('"shop"', '"shop"\n  create_db_instance = false'), []),
    (
        RDS.replace('"shop"', '"shop"\n  create_db_parameter_group = false\n  parameter_group_name = "own"'),
        ["server module.db aws_rds_postgresql 14 db.t4g.micro: ? own is not in the tree"],
    ),
    (RDS.replace('"postgres"', '"mysql"').replace("postgres14", "mysql8.0"), []),
    (
        'variable "more" {}\n' + RDS.replace("parameters = [", "parameters = concat(var.more, [").replace("  ]\n", "  ])\n"),
        ["server module.db aws_rds_postgresql 14 db.t4g.micro: ? var.more has no default"],
    ),
    (AURORA, ["server module.aurora aws_aurora_postgresql 14 db.r5.large: max_wal_senders=20"]),
    (OBJECTS, ["server module.aurora aws_aurora_postgresql 16 db.r6g.large: max_wal_senders=20"]),
    (
        AURORA + PROXY,
        [
            "server module.aurora aws_aurora_postgresql 14 db.r5.large: max_wal_senders=20",
            "proxy module.proxy 90 % - - at module.aurora",
        ],
    ),
    (SQL, ["server module.sql gcp_cloud_sql - db-custom-1-3840: max_connections=50"]),
    (SQL.replace("var.version", '"POSTGRES_16"'), ["server module.sql gcp_cloud_sql 16 db-custom-1-3840: max_connections=50"]),
    (CLOUDPOSSE, ["server module.rds aws_rds_postgresql 15 db.t3.micro: work_mem=8192"]),
    (CLOUDPOSSE.replace("engine  ", "enabled = false\n  engine  "), []),
    (GROUP, ["server module.group aws_rds_postgresql 16 - partial: work_mem=8192"]),
    ('module "own" {\n  source = "example/postgres/aws"\n  max_connections = 200\n}\n', []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_a_module_is_what_it_makes(text, expected):
    assert lines(text) == expected
