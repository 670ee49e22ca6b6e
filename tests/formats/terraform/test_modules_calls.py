"""Calls of modules: each its own instance, with arguments, outputs and providers."""

import pytest

from tests.formats.terraform.showing import evaluated, lines

DB = """
== db/main.tf
variable "name" { default = "db" }
variable "limit" { default = -1 }
resource "postgresql_role" "app" {
  name             = var.name
  connection_limit = var.limit
}
output "role" { value = postgresql_role.app.name }
output "oid" { value = postgresql_role.app.id }
output "fixed" { value = 5 }
output "password" {
  value     = "swordfish"
  sensitive = true
}
"""


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        pytest.param(
            """
== main.tf
module "a" {
  source = "./db"
  limit  = 5
}
module "b" {
  source = "./db/"
  name   = "b"
}
"""
            + DB,
            [
                'module.a.postgresql_role.app: name = "db" (var.name, db/main.tf:1)',
                "module.a.postgresql_role.app: connection_limit = 5 (var.limit, main.tf:3)",
                'module.b.postgresql_role.app: name = "b" (var.name, main.tf:7)',
                "module.b.postgresql_role.app: connection_limit = -1 (var.limit, db/main.tf:2)",
            ],
            id="each call is an instance",
        ),
        pytest.param(
            """
== main.tf
variable "limit" {
  default = 7
}
module "a" {
  source = "./db"
  limit  = var.limit
  name   = "x-${module.a.fixed}"
}
"""
            + DB,
            [
                'module.a.postgresql_role.app: name = "x-5" (module.a.fixed, db/main.tf:9)',
                "module.a.postgresql_role.app: connection_limit = 7 (var.limit, main.tf:2)",
            ],
            id="the innermost place; an output into the module itself",
        ),
        pytest.param(
            """
== main.tf
module "a" {
  count  = 2
  source = "./db"
  limit  = count.index
}
resource "postgresql_grant_role" "g" {
  a = module.a[1].role
  b = module.a[*].fixed
}
"""
            + DB,
            [
                'module.a[0].postgresql_role.app: name = "db" (var.name, db/main.tf:1)',
                "module.a[0].postgresql_role.app: connection_limit = 0 (var.limit, main.tf:4)",
                'module.a[1].postgresql_role.app: name = "db" (var.name, db/main.tf:1)',
                "module.a[1].postgresql_role.app: connection_limit = 1 (var.limit, main.tf:4)",
                'postgresql_grant_role.g: a = "db" (var.name, db/main.tf:1) <- module.a[1].postgresql_role.app',
                "postgresql_grant_role.g: b = [5, 5]",
            ],
            id="count",
        ),
        pytest.param(
            """
== main.tf
locals {
  dbs = {
    x = 1
    y = 2
  }
}
module "a" {
  for_each = local.dbs
  source   = "./db"
  limit    = each.value
  name     = each.key
}
resource "postgresql_grant_role" "g" {
  a = module.a["y"].role
  b = { for key, db in module.a : key => db.oid }
}
"""
            + DB,
            [
                'module.a["x"].postgresql_role.app: name = "x" (var.name, main.tf:11)',
                'module.a["x"].postgresql_role.app: connection_limit = 1 (local.dbs.x, main.tf:3)',
                'module.a["y"].postgresql_role.app: name = "y" (var.name, main.tf:11)',
                'module.a["y"].postgresql_role.app: connection_limit = 2 (local.dbs.y, main.tf:4)',
                'postgresql_grant_role.g: a = "y" (var.name, main.tf:11) <- module.a["y"].postgresql_role.app',
                "postgresql_grant_role.g: b = {x: ?, y: ?}"
                ' <- module.a["x"].postgresql_role.app, module.a["y"].postgresql_role.app',
            ],
            id="for_each",
        ),
        pytest.param(
            """
== main.tf
variable "n" {}
module "a" {
  count  = var.n
  source = "./db"
  limit  = count.index
}
resource "postgresql_grant_role" "g" { a = module.a[0].role }
"""
            + DB,
            [
                "module.a[*].postgresql_role.app uncertain(var.n has no default): name = \"db\" (var.name, db/main.tf:1)",
                "module.a[*].postgresql_role.app uncertain(var.n has no default): connection_limit = ? var.n has no default",
                "postgresql_grant_role.g: a = ? var.n has no default <- module.a[*]",
            ],
            id="a number of calls that is not known",
        ),
        pytest.param(
            """
== main.tf
module "a" { source = "./db" }
resource "postgresql_grant_role" "g" {
  a = module.a.role
  b = module.a.oid
  c = module.a.fixed
  d = module.a.password
  e = module.a.nothing
  f = module.nowhere.role
}
"""
            + DB,
            [
                'module.a.postgresql_role.app: name = "db" (var.name, db/main.tf:1)',
                "module.a.postgresql_role.app: connection_limit = -1 (var.limit, db/main.tf:2)",
                'postgresql_grant_role.g: a = "db" (var.name, db/main.tf:1) <- module.a.postgresql_role.app',
                "postgresql_grant_role.g: b = ? module.a.postgresql_role.app.id is known only after apply"
                " <- module.a.postgresql_role.app",
                "postgresql_grant_role.g: c = 5 (module.a.fixed, db/main.tf:9)",
                'postgresql_grant_role.g: d = "swordfish" (module.a.password, db/main.tf:11) sensitive',
                'postgresql_grant_role.g: e = ? This object does not have an attribute named "nothing".',
                "postgresql_grant_role.g: f = ? module.nowhere is not declared",
            ],
            id="outputs",
        ),
        pytest.param(
            """
== main.tf
module "outer" { source = "./outer" }
== outer/main.tf
variable "limit" { default = 3 }
module "inner" {
  source = "../db"
  limit  = var.limit
}
"""
            + DB,
            [
                'module.outer.module.inner.postgresql_role.app: name = "db" (var.name, db/main.tf:1)',
                "module.outer.module.inner.postgresql_role.app: connection_limit = 3 (var.limit, outer/main.tf:1)",
            ],
            id="modules in modules",
        ),
        pytest.param(
            """
== main.tf
module "a" { source = "./nowhere" }
module "b" { source = "../outside" }
module "c" { source = "example/thing/aws" }
module "d" { source = local.source }
module "e" {
  source   = "example/thing/aws"
  for_each = toset(["x"])
}
resource "postgresql_grant_role" "g" {
  a = module.a.role
  b = module.b.role
  c = module.c.role
  d = module.d.role
  e = module.e["x"].role.id
}
""",
            [
                "postgresql_grant_role.g: a = ? the module ./nowhere is not in the project <- module.a",
                "postgresql_grant_role.g: b = ? the module ../outside is not in the project <- module.b",
                "postgresql_grant_role.g: c = ? the module example/thing/aws is not in the project <- module.c",
                "postgresql_grant_role.g: d = ? the module's source is not known <- module.d",
                'postgresql_grant_role.g: e = ? the module example/thing/aws is not in the project <- module.e["x"]',
            ],
            id="modules that are elsewhere",
        ),
        pytest.param(
            """
== main.tf
module "db" {
  source         = "terraform-aws-modules/rds/aws"
  version        = "6.1.0"
  for_each       = toset(["a"])
  identifier     = each.key
  instance_class = "db.t3.micro"
  parameters     = [{ name = "max_connections", value = "50" }]
}
module "proxy" {
  source = "git::https://github.com/terraform-aws-modules/terraform-aws-rds-proxy.git?ref=v3"
  name   = module.db["a"].db_instance_identifier
}
module "vpc" { source = "terraform-aws-modules/vpc/aws" }
""",
            [
                'module.db["a"]: version = "6.1.0"',
                'module.db["a"]: identifier = "a"',
                'module.db["a"]: instance_class = "db.t3.micro"',
                'module.db["a"]: parameters = [{name: "max_connections", value: "50"}]',
                "module.proxy: name = ? the module terraform-aws-modules/rds/aws is not in the project"
                ' <- module.db["a"]',
            ],
            id="modules of registries that are of interest",
        ),
        pytest.param(
            """
== main.tf
module "wrapper" { source = "./wrapper" }
== wrapper/main.tf
module "db" {
  source = "cloudposse/rds/aws"
  count  = 1
}
""",
            ["module.wrapper.module.db[0]"],
            id="calls of registry modules inside of modules",
        ),
        pytest.param(
            """
== main.tf
module "db" {
  source = "./db"
  name   = null
  limit  = null
}
== db/main.tf
variable "name" {
  default  = "db"
  nullable = false
}
variable "limit" { default = 5 }
resource "postgresql_role" "app" {
  name             = var.name
  connection_limit = var.limit
}
""",
            [
                'module.db.postgresql_role.app: name = "db" (var.name, db/main.tf:2)',
                "module.db.postgresql_role.app: connection_limit = null (var.limit, main.tf:4)",
            ],
            id="null arguments",
        ),
        pytest.param(
            """
== main.tf
module "a" { source = "./a" }
== a/main.tf
module "b" { source = "../b" }
resource "postgresql_role" "a" { name = module.b.name }
== b/main.tf
module "a" { source = "../a" }
output "name" { value = module.a.name }
resource "postgresql_role" "b" {}
""",
            [
                "module.a.module.b.postgresql_role.b",
                "module.a.postgresql_role.a: name = ? the module ../a calls itself <- module.a.module.b.module.a",
            ],
            id="modules in a circle",
        ),
    ],
)
def test_calls(tree: str, expected: list[str]) -> None:
    assert lines(tree) == expected


def test_a_module_of_a_registry_is_a_resource() -> None:
    """Under the name that a registry has for it, however it is called."""
    source = "git::https://github.com/terraform-aws-modules/terraform-aws-rds.git//modules/db_instance?ref=v6.1.0"
    (call,) = evaluated(f'module "db" {{ source = "{source}" }}\n')[0].resources
    assert (call.address, call.mode, call.type, call.name) == ("module.db", "module", "module", "db")
    assert call.module_source == "terraform-aws-modules/rds/aws//modules/db_instance"


def test_modules_are_not_called_forever() -> None:
    """Folders that call each other in a row, deeper than anybody has them."""
    tree = "".join(
        f'== m{number}/main.tf\nmodule "m" {{ source = "../m{number + 1}" }}\nresource "postgresql_role" "r" {{}}\n'
        for number in range(40)
    )
    assert len(lines(tree)) == 21


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        pytest.param(
            """
provider "postgresql" { host = "a" }
provider "postgresql" {
  alias = "b"
  host  = "b"
}
resource "postgresql_role" "one" {}
resource "postgresql_role" "two" { provider = postgresql.b }
resource "postgresql_role" "three" { provider = "postgresql.b" }
resource "postgresql_role" "four" { provider = postgresql.c }
resource "postgresql_role" "five" { provider = postgresql }
resource "aws_db_instance" "main" { provider = aws.b }
""",
            {
                "provider.postgresql": "",
                "provider.postgresql.b": "",
                "postgresql_role.one": "provider.postgresql",
                "postgresql_role.two": "provider.postgresql.b",
                "postgresql_role.three": "provider.postgresql.b",
                "postgresql_role.four": "",
                "postgresql_role.five": "provider.postgresql",
                "aws_db_instance.main": "",
            },
            id="in one module",
        ),
        pytest.param(
            'resource "postgresql_role" "app" {}\n',
            {"postgresql_role.app": ""},
            id="without a configuration",
        ),
        pytest.param(
            """
== main.tf
provider "postgresql" { host = "a" }
provider "postgresql" {
  alias = "b"
  host  = "b"
}
module "default" { source = "./m" }
module "given" {
  source    = "./m"
  providers = {
    postgresql       = postgresql.b
    postgresql.other = postgresql
  }
}
module "nested" {
  source    = "./nested"
  providers = { postgresql = postgresql.b }
}
module "own" { source = "./own" }
== m/main.tf
resource "postgresql_role" "app" {}
resource "postgresql_role" "other" { provider = postgresql.other }
== nested/main.tf
module "m" {
  source    = "../m"
  providers = { postgresql.other = postgresql }
}
== own/main.tf
provider "postgresql" { host = "c" }
resource "postgresql_role" "app" {}
""",
            {
                "provider.postgresql": "",
                "provider.postgresql.b": "",
                "module.default.postgresql_role.app": "provider.postgresql",
                "module.default.postgresql_role.other": "",
                "module.given.postgresql_role.app": "provider.postgresql.b",
                "module.given.postgresql_role.other": "provider.postgresql",
                "module.nested.module.m.postgresql_role.app": "provider.postgresql.b",
                "module.nested.module.m.postgresql_role.other": "provider.postgresql.b",
                "module.own.provider.postgresql": "",
                "module.own.postgresql_role.app": "module.own.provider.postgresql",
            },
            id="in modules",
        ),
        pytest.param(
            """
terraform {
  required_providers {
    pg = {
      source = "cyrilgdn/postgresql"
    }
  }
}
provider "pg" { host = "a" }
provider "aws" { region = "eu" }
resource "postgresql_role" "app" { provider = pg }
""",
            {"provider.pg": "", "postgresql_role.app": "provider.pg"},
            id="under another name",
        ),
        pytest.param(
            """
== main.tf.json
{"provider": {"postgresql": [{"host": "a"}, {"alias": "b", "host": "b"}]},
 "resource": {"postgresql_role": {"app": {"provider": "postgresql.b"}}},
 "module": {"m": {"source": "./m", "providers": {"postgresql": "postgresql.b"}}}}
== m/main.tf
resource "postgresql_role" "app" {}
""",
            {
                "provider.postgresql": "",
                "provider.postgresql.b": "",
                "postgresql_role.app": "provider.postgresql.b",
                "module.m.postgresql_role.app": "provider.postgresql.b",
            },
            id="in JSON",
        ),
    ],
)
def test_providers(tree: str, expected: dict[str, str]) -> None:
    found = {each.address: each.provider for root in evaluated(tree) for each in root.resources}
    assert found == expected


def test_a_provider_is_a_resource() -> None:
    tree = """
resource "aws_db_instance" "main" {}
provider "postgresql" {
  alias = "db"
  host  = aws_db_instance.main.address
}
"""
    assert lines(tree) == [
        "aws_db_instance.main",
        'provider.postgresql.db: alias = "db"',
        "provider.postgresql.db: host = ? aws_db_instance.main.address is known only after apply <- aws_db_instance.main",
    ]
    provider = evaluated(tree)[0].resources[1]
    assert (provider.mode, provider.type, provider.name) == ("provider", "postgresql", "db")
