"""Which resources, modules and texts are of interest."""

import pytest

from pglint.formats.terraform.interest import MODULES, PREFIXES, TYPES, is_our_module, is_ours, module_name, wanted


@pytest.mark.parametrize(
    ("type_", "ours"),
    [
        ("postgresql_role", True),
        ("postgresql_physical_replication_slot", True),
        ("aws_db_parameter_group", True),
        ("aws_rds_cluster_instance", True),
        ("aws_db_subnet_group", False),
        ("aws_db_option_group", False),
        ("google_sql_database_instance", True),
        ("google_sql_ssl_cert", False),
        ("azurerm_postgresql_flexible_server_configuration", True),
        ("azurerm_postgresql_flexible_server_firewall_rule", False),
        ("azurerm_mysql_server", False),
        ("digitalocean_database_firewall", False),
        ("yandex_mdb_postgresql_user", True),
        ("neon_endpoint", True),
        ("helm_release", False),
    ],
)
def test_types(type_: str, ours: bool) -> None:
    assert is_ours(type_) == ours


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("terraform-aws-modules/rds/aws", "terraform-aws-modules/rds/aws"),
        ("terraform-aws-modules/rds/aws//modules/db_instance", "terraform-aws-modules/rds/aws//modules/db_instance"),
        ("modules.example.com/terraform-aws-modules/rds/aws", "terraform-aws-modules/rds/aws"),
        ("github.com/terraform-aws-modules/terraform-aws-rds-aurora", "terraform-aws-modules/rds-aurora/aws"),
        (
            "git::https://github.com/terraform-aws-modules/terraform-aws-rds.git//modules/db_parameter_group?ref=v6.1.0",
            "terraform-aws-modules/rds/aws//modules/db_parameter_group",
        ),
        ("git@github.com:cloudposse/terraform-aws-rds.git", "cloudposse/rds/aws"),
        ("git::ssh://git@github.com/cloudposse/terraform-aws-rds.git?ref=1.0", "cloudposse/rds/aws"),
        (
            "terraform-google-modules/sql-db/google//modules/postgresql",
            "terraform-google-modules/sql-db/google//modules/postgresql",
        ),
        (
            "github.com/terraform-google-modules/terraform-google-sql-db//modules/postgresql",
            "terraform-google-modules/sql-db/google//modules/postgresql",
        ),
        ("./modules/rds", ""),
        ("../../rds/aws", ""),
        ("github.com/someone/infrastructure//rds", ""),
        ("s3::https://s3.amazonaws.com/bucket/rds.zip", ""),
        ("git::https://example.com/modules.git//terraform-aws-rds", ""),
        ("", ""),
    ],
)
def test_module_names(source: str, name: str) -> None:
    assert module_name(source) == name


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("terraform-aws-modules/rds/aws", True),
        ("terraform-aws-modules/rds/aws//modules/db_parameter_group", True),
        ("terraform-aws-modules/rds-proxy/aws", True),
        ("terraform-aws-modules/rds-iam/aws", False),
        ("terraform-aws-modules/vpc/aws", False),
        ("cloudposse/rds-cluster/aws", False),
        ("terraform-google-modules/sql-db/google//modules/mysql", False),
        ("GoogleCloudPlatform/sql-db/google//modules/postgresql", True),
        ("someone/rds/aws", False),
        ("", False),
    ],
)
def test_modules(name: str, ours: bool) -> None:
    assert is_our_module(name) == ours


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('resource "aws_instance" "web" {}\n', False),
        ('resource "aws_db_subnet_group" "web" {}\n', False),
        ('resource "aws_db_proxy" "web" {}\n', True),
        ('provider "postgresql" {}\n', True),
        ("provider postgresql {}\n", True),
        ('{"provider": {"postgresql": {}}}', True),
        ('module "db" {\n  source = "cloudposse/rds/aws"\n}\n', True),
        ('module "db" {\n  source = "./modules/database"\n}\n', False),
        ("", False),
    ],
)
def test_wanted(text: str, found: bool) -> None:
    assert wanted(text) == found


@pytest.mark.parametrize("type_", sorted(TYPES) + [prefix + "x" for prefix in PREFIXES])
def test_no_type_is_missed(type_: str) -> None:
    assert wanted(f'resource "{type_}" "main" {{}}\n')


@pytest.mark.parametrize("name", MODULES)
def test_no_module_is_missed(name: str) -> None:
    namespace, module, provider = name.partition("//")[0].split("/")
    assert wanted(f'source = "{name}"')
    assert wanted(f'source = "github.com/{namespace}/terraform-{provider}-{module}"')
