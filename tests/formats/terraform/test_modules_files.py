"""What belongs to a module: its files, its override files, and the files that give its variables their values."""

import pytest

from pglint.formats.terraform.roots import Inputs
from tests.formats.terraform.showing import evaluated, lines


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        pytest.param(
            """
== roles.tf
resource "postgresql_role" "app" {
  name             = local.name
  connection_limit = var.limit
}
== locals.tf
locals { name = "app" }
== variables.tf
variable "limit" { default = 20 }
""",
            [
                'postgresql_role.app: name = "app" (local.name, locals.tf:1)',
                "postgresql_role.app: connection_limit = 20 (var.limit, variables.tf:1)",
            ],
            id="several files are one module",
        ),
        pytest.param(
            """
== a/main.tf
resource "postgresql_role" "app" { name = var.name }
== b/main.tf
variable "name" { default = "of b" }
""",
            ["postgresql_role.app: name = ? var.name is not declared"],
            id="another folder is another module",
        ),
        pytest.param(
            """
== main.tf.json
{"variable": {"limit": {"default": 5}},
 "resource": {"postgresql_role": {"app": {"name": "app-${var.limit}", "connection_limit": "${var.limit}"}}}}
""",
            [
                'postgresql_role.app: name = "app-5" (var.limit, main.tf.json:1)',
                "postgresql_role.app: connection_limit = 5 (var.limit, main.tf.json:1)",
            ],
            id="JSON",
        ),
        pytest.param(
            """
== main.tf.json
{"resource": {"aws_db_parameter_group": {"pg": {
  "family": "postgres16",
  "parameter": [{"name": "max_connections", "value": 50}, {"name": "work_mem", "value": "4096"}]
}}}}
""",
            [
                'aws_db_parameter_group.pg: family = "postgres16"',
                'aws_db_parameter_group.pg: parameter = [{name: "max_connections", value: 50}, {name: "work_mem", value: "4096"}]',
                'aws_db_parameter_group.pg: parameter[0].name = "max_connections"',
                "aws_db_parameter_group.pg: parameter[0].value = 50",
                'aws_db_parameter_group.pg: parameter[1].name = "work_mem"',
                'aws_db_parameter_group.pg: parameter[1].value = "4096"',
            ],
            id="blocks in JSON are attributes and blocks",
        ),
        pytest.param(
            """
== main.tf.json
{"resource": {"aws_db_parameter_group": {"pg": {
  "dynamic": {"parameter": {
    "for_each": {"work_mem": 1, "max_connections": 2},
    "iterator": "each_one",
    "content": {"name": "${each_one.key}", "value": "${each_one.value}"}}}
}}}}
""",
            [
                'aws_db_parameter_group.pg: parameter[0].name = "max_connections"',
                "aws_db_parameter_group.pg: parameter[0].value = 2",
                'aws_db_parameter_group.pg: parameter[1].name = "work_mem"',
                "aws_db_parameter_group.pg: parameter[1].value = 1",
            ],
            id="dynamic blocks in JSON",
        ),
        pytest.param(
            """
== .hidden.tf
resource "postgresql_role" "hidden" { name = "a" }
== backup.tf~
resource "postgresql_role" "backup" { name = "b" }
== main.tf
resource "postgresql_role" "app" { name = "c" }
== main.tf.txt
resource "postgresql_role" "text" { name = "d" }
""",
            ['postgresql_role.app: name = "c"'],
            id="files that Terraform does not read",
        ),
    ],
)
def test_files_of_a_module(tree: str, expected: list[str]) -> None:
    assert lines(tree) == expected


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        pytest.param(
            """
== main.tf
resource "postgresql_role" "app" {
  name             = "app"
  connection_limit = 5
}
== override.tf
resource "postgresql_role" "app" { connection_limit = 10 }
""",
            ['postgresql_role.app: name = "app"', "postgresql_role.app: connection_limit = 10"],
            id="attributes replace",
        ),
        pytest.param(
            """
== main.tf
resource "postgresql_role" "app" { connection_limit = 5 }
== b_override.tf
resource "postgresql_role" "app" { connection_limit = 20 }
== a_override.tf
resource "postgresql_role" "app" { connection_limit = 10 }
== z.tf
resource "postgresql_role" "late" { connection_limit = 1 }
""",
            ["postgresql_role.app: connection_limit = 20", "postgresql_role.late: connection_limit = 1"],
            id="after all other files, in the order of their names",
        ),
        pytest.param(
            """
== main.tf
resource "aws_db_parameter_group" "pg" {
  parameter {
    name  = "max_connections"
    value = 100
  }
  dynamic "parameter" {
    for_each = ["work_mem"]
    content { name = parameter.value }
  }
  timeouts { create = "10m" }
}
== main_override.tf
resource "aws_db_parameter_group" "pg" {
  parameter { name = "shared_buffers" }
}
""",
            [
                'aws_db_parameter_group.pg: timeouts[0].create = "10m"',
                'aws_db_parameter_group.pg: parameter[0].name = "shared_buffers"',
            ],
            id="nested blocks replace all of their type, dynamic ones too",
        ),
        pytest.param(
            """
== main.tf
resource "aws_db_parameter_group" "pg" {
  parameter { name = "max_connections" }
}
== override.tf
resource "aws_db_parameter_group" "pg" {
  dynamic "parameter" {
    for_each = ["work_mem"]
    content { name = parameter.value }
  }
}
""",
            ['aws_db_parameter_group.pg: parameter[0].name = "work_mem"'],
            id="dynamic blocks replace",
        ),
        pytest.param(
            """
== main.tf
resource "aws_db_parameter_group" "pg" {
  parameter { name = "max_connections" }
}
== override.tf.json
{"resource": {"aws_db_parameter_group": {"pg": {"parameter": {"name": "work_mem"}}}}}
""",
            [
                'aws_db_parameter_group.pg: parameter = {name: "work_mem"}',
                'aws_db_parameter_group.pg: parameter[0].name = "work_mem"',
            ],
            id="JSON overrides native syntax",
        ),
        pytest.param(
            """
== main.tf
locals {
  a = 1
  b = 2
}
variable "c" {
  type    = string
  default = 3
}
resource "postgresql_role" "app" { list = [local.a, local.b, var.c] }
== override.tf
locals {
  b = 20
  d = 40
}
variable "c" { default = 30 }
variable "e" { default = 50 }
resource "postgresql_role" "other" { name = "other" }
""",
            ['postgresql_role.app: list = [1, 20, "30"]'],
            id="locals and variables by name; what has no base is left out",
        ),
        pytest.param(
            """
== main.tf
module "db" {
  source = "./db"
  limit  = 5
}
== override.tf
module "db" { limit = 6 }
== db/main.tf
variable "limit" {}
resource "postgresql_role" "app" { connection_limit = var.limit }
""",
            ["module.db.postgresql_role.app: connection_limit = 6 (var.limit, override.tf:1)"],
            id="module calls",
        ),
    ],
)
def test_overrides(tree: str, expected: list[str]) -> None:
    assert lines(tree) == expected


MAIN = """
== main.tf
variable "a" { default = 1 }
variable "b" { default = 1 }
variable "c" { default = 1 }
resource "postgresql_role" "app" {
  a = var.a
  b = var.b
  c = var.c
}
"""


@pytest.mark.parametrize(
    ("tree", "inputs", "expected"),
    [
        pytest.param(
            """
== terraform.tfvars
b = 2
z = 9
""",
            Inputs(),
            ["1 (var.a, main.tf:1)", "2 (var.b, terraform.tfvars:1)", "1 (var.c, main.tf:3)"],
            id="terraform.tfvars; names that are not declared are left",
        ),
        pytest.param(
            """
== terraform.tfvars
a = 2
b = 2
c = 2
== terraform.tfvars.json
{"b": 3, "c": 3}
== 1.auto.tfvars
c = 4
""",
            Inputs(),
            ["2 (var.a, terraform.tfvars:1)", "3 (var.b, terraform.tfvars.json:1)", "4 (var.c, 1.auto.tfvars:1)"],
            id="the later file wins",
        ),
        pytest.param(
            """
== b.auto.tfvars
a = 2
b = 2
== a.auto.tfvars
a = 3
c = 3
== c.auto.tfvars.json
{"b": 4}
""",
            Inputs(),
            ["2 (var.a, b.auto.tfvars:1)", "4 (var.b, c.auto.tfvars.json:1)", "3 (var.c, a.auto.tfvars:2)"],
            id="automatic files in the order of their names",
        ),
        pytest.param(
            """
== prod.tfvars
a = 2
== eu/prod.tfvars
a = 3
b = 3
== z.auto.tfvars
a = 4
c = 4
""",
            Inputs(("prod.tfvars", "eu/prod.tfvars", "no.tfvars")),
            ["3 (var.a, eu/prod.tfvars:1)", "3 (var.b, eu/prod.tfvars:2)", "4 (var.c, z.auto.tfvars:2)"],
            id="files that are named win over all, the last of them first",
        ),
        pytest.param(
            """
== prod.tfvars
a = 2
""",
            Inputs(),
            ["1 (var.a, main.tf:1)", "1 (var.b, main.tf:2)", "1 (var.c, main.tf:3)"],
            id="files that nobody names are not read",
        ),
        pytest.param(
            """
== terraform.tfvars
b = 2
""",
            Inputs((), {"TF_VAR_a": "5", "TF_VAR_b": "5", "a": "6", "TF_VAR_z": "7"}),
            ['"5" (var.a, TF_VAR_a:1)', "2 (var.b, terraform.tfvars:1)", "1 (var.c, main.tf:3)"],
            id="the environment wins over defaults alone",
        ),
        pytest.param(
            """
== terraform.tfvars
a = 2
b =
== z.auto.tfvars
c = 3
""",
            Inputs(),
            ["2 (var.a, terraform.tfvars:1)", "? terraform.tfvars has a syntax error", "3 (var.c, z.auto.tfvars:1)"],
            id="what a broken file may give is not known",
        ),
    ],
)
def test_values_of_variables(tree: str, inputs: Inputs, expected: list[str]) -> None:
    found = lines(MAIN + tree.lstrip("\n"), inputs)
    assert [line.partition(" = ")[2] for line in found] == expected


def test_a_called_module_reads_no_variable_files() -> None:
    tree = """
== main.tf
module "db" { source = "./db" }
== db/main.tf
variable "limit" { default = 1 }
resource "postgresql_role" "app" { connection_limit = var.limit }
== db/terraform.tfvars
limit = 2
"""
    assert lines(tree) == ["module.db.postgresql_role.app: connection_limit = 1 (var.limit, db/main.tf:1)"]


def test_all_files_that_were_read() -> None:
    tree = (
        MAIN
        + """
module "db" { source = "./db" }
module "vpc" { source = "./vpc" }
module "no" {
  source = "./no"
  count  = 0
}
== terraform.tfvars
a = 5
== prod.tfvars
b = 1
== other.tfvars
== override.tf
== db/main.tf
resource "postgresql_role" "db" { name = file("${path.module}/name.txt") }
== db/name.txt
== db/other.txt
== vpc/main.tf
== no/main.tf
resource "postgresql_role" "db" {}
"""
    )
    (root,) = evaluated(tree, Inputs(("prod.tfvars",)))
    assert root.files == (
        "db/main.tf", "db/name.txt", "main.tf", "no/main.tf", "override.tf", "prod.tfvars", "terraform.tfvars",
        "vpc/main.tf",
    )  # fmt: skip
