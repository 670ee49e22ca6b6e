"""count, for_each and dynamic blocks."""

import pytest

from tests.formats.terraform.showing import lines, resource


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        pytest.param(
            'resource "postgresql_role" "app" { count = 0 }\n',
            [],
            id="count of none",
        ),
        pytest.param(
            """
resource "postgresql_role" "app" {
  count = 2
  name  = "app${count.index}"
}
""",
            ['postgresql_role.app[0]: name = "app0"', 'postgresql_role.app[1]: name = "app1"'],
            id="count",
        ),
        pytest.param(
            """
variable "create" { default = false }
resource "postgresql_role" "no" { count = var.create ? 1 : 0 }
resource "postgresql_role" "yes" {
  count = var.create ? 0 : 1
  name  = "yes"
}
""",
            ['postgresql_role.yes[0]: name = "yes"'],
            id="count as a switch",
        ),
        pytest.param(
            """
resource "postgresql_role" "text" { count = "1" }
resource "postgresql_role" "part" { count = 1.5 }
resource "postgresql_role" "minus" { count = -1 }
resource "postgresql_role" "word" { count = "many" }
resource "postgresql_role" "none" { count = null }
resource "postgresql_role" "bool" { count = true }
resource "postgresql_role" "many" { count = 1000000000 }
""",
            [
                "postgresql_role.text[0]",
                "postgresql_role.part[*] uncertain(count is not a whole number)",
                "postgresql_role.minus[*] uncertain(count is not a whole number)",
                "postgresql_role.word[*] uncertain(count: a number is required)",
                "postgresql_role.none[*] uncertain(count: number required)",
                "postgresql_role.bool[*] uncertain(count: number required)",
                "postgresql_role.many[*] uncertain(count is 1000000000, above the 10000 that are looked at one by one)",
            ],
            id="other values of count",
        ),
        pytest.param(
            """
variable "n" {}
resource "postgresql_role" "app" {
  count            = var.n
  name             = "app${count.index}"
  connection_limit = 5
}
""",
            [
                "postgresql_role.app[*] uncertain(var.n has no default): name = ? var.n has no default",
                "postgresql_role.app[*] uncertain(var.n has no default): connection_limit = 5",
            ],
            id="count that is not known",
        ),
        pytest.param(
            """
locals {
  limits = {
    web = 10
    app = 20
  }
}
resource "postgresql_role" "all" {
  for_each         = local.limits
  name             = each.key
  connection_limit = each.value
}
""",
            [
                'postgresql_role.all["app"]: name = "app"',
                'postgresql_role.all["app"]: connection_limit = 20 (local.limits.app, main.tf:4)',
                'postgresql_role.all["web"]: name = "web"',
                'postgresql_role.all["web"]: connection_limit = 10 (local.limits.web, main.tf:3)',
            ],
            id="for_each over a map, in the order of the keys",
        ),
        pytest.param(
            """
variable "roles" {
  type = map(object({ limit = optional(number, -1), login = bool }))
}
resource "postgresql_role" "all" {
  for_each         = { for name, role in var.roles : name => role if role.login }
  name             = each.key
  connection_limit = each.value.limit
}
== terraform.tfvars
roles = {
  app   = { login = true }
  "a.b" = { login = true, limit = 5 }
  off   = { login = false }
}
""".replace("variable", "== main.tf\nvariable", 1),
            [
                'postgresql_role.all["a.b"]: name = "a.b"',
                'postgresql_role.all["a.b"]: connection_limit = 5 (var.roles["a.b"].limit, terraform.tfvars:3)',
                'postgresql_role.all["app"]: name = "app"',
                'postgresql_role.all["app"]: connection_limit = -1 (var.roles, main.tf:2)',
            ],
            id="for_each over a for expression",
        ),
        pytest.param(
            """
resource "postgresql_role" "all" {
  for_each = toset(["web", "app"])
  name     = each.value
  comment  = each.key
}
""",
            [
                'postgresql_role.all["app"]: name = "app"',
                'postgresql_role.all["app"]: comment = "app"',
                'postgresql_role.all["web"]: name = "web"',
                'postgresql_role.all["web"]: comment = "web"',
            ],
            id="for_each over a set",
        ),
        pytest.param(
            """
variable "names" { type = set(string) }
resource "postgresql_role" "unknown" {
  for_each = var.names
  name     = each.value
}
resource "postgresql_role" "list" { for_each = ["a"] }
resource "postgresql_role" "null" { for_each = null }
resource "postgresql_role" "text" { for_each = "a" }
resource "postgresql_role" "part" { for_each = toset(["a", local.no]) }
resource "postgresql_role" "empty" { for_each = {} }
resource "postgresql_role" "numbers" { for_each = toset([1, 2]) }
resource "postgresql_role" "quote" { for_each = toset(["a\\"b"]) }
""",
            [
                "postgresql_role.unknown[*] uncertain(var.names has no default): name = ? var.names has no default",
                "postgresql_role.list[*] uncertain(for_each takes a map or a set, not a list)",
                "postgresql_role.null[*] uncertain(for_each: null has no elements)",
                "postgresql_role.text[*] uncertain(for_each: a map or a set is required)",
                "postgresql_role.part[*] uncertain(local.no is not declared)",
                "postgresql_role.numbers[*] uncertain(for_each takes a set of strings)",
                'postgresql_role.quote["a\\"b"]',
            ],
            id="other values of for_each",
        ),
        pytest.param(
            """
resource "postgresql_role" "a" { for_each = postgresql_role.b }
resource "postgresql_role" "b" { for_each = postgresql_role.a }
""",
            [
                "postgresql_role.a[*] uncertain(the number of instances depends on itself)",
                "postgresql_role.b[*] uncertain(the number of instances depends on itself)",
            ],
            id="for_each in a circle",
        ),
        pytest.param(
            """
resource "postgresql_role" "app" {
  name       = "app"
  depends_on = [postgresql_role.other]
  provider   = postgresql.main
  lifecycle { ignore_changes = [connection_limit] }
  provisioner "local-exec" { command = "echo ${self.name}" }
}
""",
            ['postgresql_role.app: name = "app"'],
            id="what is Terraform's own is left out",
        ),
    ],
)
def test_instances(tree: str, expected: list[str]) -> None:
    assert lines(tree) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            """
  dynamic "parameter" {
    for_each = { work_mem = 4096, max_connections = 50 }
    content {
      name  = parameter.key
      value = parameter.value
    }
  }
""",
            [
                'parameter[0].name = "max_connections"',
                "parameter[0].value = 50",
                'parameter[1].name = "work_mem"',
                "parameter[1].value = 4096",
            ],
            id="over a map",
        ),
        pytest.param(
            """
  parameter { name = "a" }
  dynamic "parameter" {
    for_each = ["b", "c"]
    iterator = it
    content { name = "${it.key}${it.value}" }
  }
  parameter { name = "d" }
""",
            [
                'parameter[0].name = "a"',
                'parameter[1].name = "0b"',
                'parameter[2].name = "1c"',
                'parameter[3].name = "d"',
            ],
            id="over a list, between others, with an iterator",
        ),
        pytest.param(
            """
  dynamic "parameter" {
    for_each = toset(["c", "b"])
    content { name = "${parameter.key}${parameter.value}" }
  }
""",
            ['parameter[0].name = "bb"', 'parameter[1].name = "cc"'],
            id="over a set",
        ),
        pytest.param(
            """
  dynamic "settings" {
    for_each = [{ flags = ["a", "b"] }, { flags = [] }]
    content {
      size = length(settings.value.flags)
      dynamic "flag" {
        for_each = settings.value.flags
        content { name = "${settings.key}-${flag.value}" }
      }
    }
  }
""",
            [
                "settings[0].size = 2",
                'settings[0].flag[0].name = "0-a"',
                'settings[0].flag[1].name = "0-b"',
                "settings[1].size = 0",
            ],
            id="in each other",
        ),
        pytest.param(
            """
  parameter { name = "a" }
  dynamic "parameter" {
    for_each = var.parameters
    content { name = parameter.value }
  }
""",
            ['parameter[0].name = "a"', "parameter: ? var.parameters is not declared"],
            id="over what is not known",
        ),
        pytest.param(
            """
  dynamic "parameter" {
    for_each = ["a", var.b]
    content { name = parameter.value }
  }
""",
            ['parameter[0].name = "a"', "parameter[1].name = ? var.b is not declared"],
            id="over what is known in part",
        ),
        pytest.param(
            """
  dynamic "parameter" {
    for_each = toset(["a", var.b])
    content { name = parameter.value }
  }
""",
            ['parameter[0].name = "a"', "parameter: ? var.b is not declared"],
            id="over a set that is known in part",
        ),
        pytest.param(
            """
  dynamic "parameter" {
    for_each = null
    content { name = parameter.value }
  }
""",
            ["parameter: ? for_each: null has no elements"],
            id="over null",
        ),
        pytest.param(
            """
  dynamic "parameter" {
    for_each = []
  }
""",
            ["parameter: ? the dynamic block has no for_each or no content"],
            id="without content",
        ),
        pytest.param(
            """
  parameter = [{ name = "a", value = 1 }]
""",
            ['parameter = [{name: "a", value: 1}]'],
            id="written as an attribute",
        ),
    ],
)
def test_dynamic_blocks(body: str, expected: list[str]) -> None:
    found = lines(f'resource "aws_db_parameter_group" "pg" {{\n{body}\n}}\n')
    assert [line.partition(": ")[2] for line in found] == expected


def test_places_of_dynamic_blocks() -> None:
    tree = """locals {
  parameters = [
    { name = "max_connections", value = 50 },
  ]
}
resource "aws_db_parameter_group" "pg" {
  dynamic "parameter" {
    for_each = local.parameters
    content {
      value = parameter.value.value
    }
  }
}
"""
    (block,) = resource(tree, "aws_db_parameter_group.pg").content.blocks["parameter"]
    assert (block.span.line, block.span.text) == (7, 'dynamic "parameter"')
    given = block.attributes["value"]
    assert (given.span.line, given.span.text) == (10, "parameter.value.value")
    assert given.value.origin is not None
    assert (given.value.origin.name, given.value.origin.span.line, given.value.origin.span.text) == (
        "local.parameters[0].value", 3, "50",
    )  # fmt: skip
