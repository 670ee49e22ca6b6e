"""What expressions refer to besides variables and locals: other resources, data sources, paths."""

import pytest

from tests.formats.terraform.showing import lines, resource


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        pytest.param(
            """
resource "aws_db_parameter_group" "pg" {
  name   = "prod"
  family = "postgres16"
}
resource "aws_db_instance" "main" {
  parameter_group_name = aws_db_parameter_group.pg.name
  comment              = aws_db_parameter_group.pg.arn
}
""",
            [
                'aws_db_parameter_group.pg: name = "prod"',
                'aws_db_parameter_group.pg: family = "postgres16"',
                'aws_db_instance.main: parameter_group_name = "prod" <- aws_db_parameter_group.pg',
                "aws_db_instance.main: comment = ? aws_db_parameter_group.pg.arn is known only after apply"
                " <- aws_db_parameter_group.pg",
            ],
            id="what a resource states is known, the rest is not",
        ),
        pytest.param(
            """
resource "random_pet" "name" { length = 2 }
resource "aws_db_instance" "main" {
  identifier = random_pet.name.id
  size       = random_pet.name.length
}
""",
            [
                "aws_db_instance.main: identifier = ? random_pet.name.id is known only after apply <- random_pet.name",
                "aws_db_instance.main: size = 2 <- random_pet.name",
            ],
            id="resources of any type",
        ),
        pytest.param(
            """
resource "aws_db_instance" "main" {
  name = null
  size = aws_db_instance.main.size
}
resource "postgresql_role" "app" {
  name    = aws_db_instance.main.name
  comment = aws_db_instance.main.size
}
""",
            [
                "aws_db_instance.main: name = null",
                "aws_db_instance.main: size = ? aws_db_instance.main.size refers to itself <- aws_db_instance.main",
                "postgresql_role.app: name = ? aws_db_instance.main.name is known only after apply <- aws_db_instance.main",
                "postgresql_role.app: comment = ? aws_db_instance.main.size refers to itself <- aws_db_instance.main",
            ],
            id="null is left to the provider; itself is nothing",
        ),
        pytest.param(
            """
resource "google_sql_database_instance" "main" {
  settings {
    tier = "db-f1-micro"
    database_flags {
      name  = "max_connections"
      value = 50
    }
  }
}
resource "postgresql_role" "app" {
  a = google_sql_database_instance.main.settings[0].tier
  b = google_sql_database_instance.main.settings[0].edition
  c = google_sql_database_instance.main.settings.0.database_flags[0].value
}
""",
            [
                'google_sql_database_instance.main: settings[0].tier = "db-f1-micro"',
                'google_sql_database_instance.main: settings[0].database_flags[0].name = "max_connections"',
                "google_sql_database_instance.main: settings[0].database_flags[0].value = 50",
                'postgresql_role.app: a = "db-f1-micro" <- google_sql_database_instance.main',
                "postgresql_role.app: b = ? google_sql_database_instance.main.edition is known only after apply"
                " <- google_sql_database_instance.main",
                "postgresql_role.app: c = 50 <- google_sql_database_instance.main",
            ],
            id="nested blocks of another resource",
        ),
        pytest.param(
            """
data "aws_db_instance" "main" { db_instance_identifier = "prod" }
data "aws_region" "here" {}
resource "postgresql_role" "app" {
  a = data.aws_db_instance.main.db_instance_identifier
  b = data.aws_db_instance.main.address
  c = data.aws_region.here.name
  d = data.aws_region.there.name
}
""",
            [
                'data.aws_db_instance.main: db_instance_identifier = "prod"',
                'postgresql_role.app: a = "prod" <- data.aws_db_instance.main',
                "postgresql_role.app: b = ? data.aws_db_instance.main.address is known only after apply"
                " <- data.aws_db_instance.main",
                "postgresql_role.app: c = ? data.aws_region.here.name is known only after apply <- data.aws_region.here",
                "postgresql_role.app: d = ? data.aws_region.there is not declared",
            ],
            id="data sources",
        ),
        pytest.param(
            """
== infra/main.tf
module "db" { source = "./db" }
resource "postgresql_role" "app" {
  a = path.module
  b = path.root
  c = path.cwd
  d = terraform.workspace
  e = file("names.txt")
  f = file("${path.root}/names.txt")
  g = aws_db_instance.nowhere.id
  h = each.key
  i = self.id
  j = var
}
== infra/names.txt
app
== infra/db/main.tf
resource "postgresql_role" "app" {
  a = path.module
  b = path.root
  c = file("${path.module}/name.txt")
  d = file("${path.module}/../names.txt")
  e = file("${path.module}/no.txt")
  f = file("${path.module}/../../../etc/passwd")
}
== infra/db/name.txt
db
""",
            [
                'module.db.postgresql_role.app: a = "infra/db"',
                'module.db.postgresql_role.app: b = "infra"',
                'module.db.postgresql_role.app: c = "db\n"',
                'module.db.postgresql_role.app: d = "app\n"',
                "module.db.postgresql_role.app: e = ? infra/db/no.txt is not in the project",
                "module.db.postgresql_role.app: f = ? infra/db/../../../etc/passwd is relative to the folder where Terraform runs",
                'postgresql_role.app: a = "infra"',
                'postgresql_role.app: b = "infra"',
                "postgresql_role.app: c = ? path.cwd is not known",
                "postgresql_role.app: d = ? terraform.workspace is not known",
                "postgresql_role.app: e = ? names.txt is relative to the folder where Terraform runs",
                'postgresql_role.app: f = "app\n"',
                "postgresql_role.app: g = ? aws_db_instance.nowhere is not declared",
                "postgresql_role.app: h = ? each has no value here",
                "postgresql_role.app: i = ? self has no value here",
                "postgresql_role.app: j = ? var is not a value",
            ],
            id="paths, files, workspace and what is not declared",
        ),
        pytest.param(
            """
resource "postgresql_role" "app" { name = file("./names.txt") }
== names.txt
app
""".replace("resource", "== main.tf\nresource", 1),
            ['postgresql_role.app: name = "app\n"'],
            id="in a root folder of the tree relative paths are known",
        ),
        pytest.param(
            """
resource "aws_db_instance" "main" {
  count      = 2
  identifier = "db-${count.index}"
}
resource "aws_db_instance" "replica" {
  for_each   = toset(["a", "b"])
  identifier = each.value
}
resource "postgresql_role" "app" {
  a = aws_db_instance.main[1].identifier
  b = aws_db_instance.main[*].identifier
  c = aws_db_instance.replica["a"].identifier
  d = [for name, db in aws_db_instance.replica : db.identifier]
  e = aws_db_instance.main[2].identifier
  f = length(aws_db_instance.main)
  g = keys(aws_db_instance.replica)
  h = try(aws_db_instance.main[2].identifier, "none")
  i = aws_db_instance.replica[local.nowhere].id
}
""",
            [
                'aws_db_instance.main[0]: identifier = "db-0"',
                'aws_db_instance.main[1]: identifier = "db-1"',
                'aws_db_instance.replica["a"]: identifier = "a"',
                'aws_db_instance.replica["b"]: identifier = "b"',
                'postgresql_role.app: a = "db-1" <- aws_db_instance.main[1]',
                'postgresql_role.app: b = ["db-0", "db-1"] <- aws_db_instance.main[0], aws_db_instance.main[1]',
                'postgresql_role.app: c = "a" <- aws_db_instance.replica["a"]',
                'postgresql_role.app: d = ["a", "b"] <- aws_db_instance.replica["a"], aws_db_instance.replica["b"]',
                "postgresql_role.app: e = ? The given key does not identify an element in this collection value:"
                " the given index is greater than or equal to the length of the collection.",
                "postgresql_role.app: f = 2 <- aws_db_instance.main[0], aws_db_instance.main[1]",
                'postgresql_role.app: g = ["a", "b"]',
                'postgresql_role.app: h = "none"',
                "postgresql_role.app: i = ? local.nowhere is not declared"
                ' <- aws_db_instance.replica["a"], aws_db_instance.replica["b"]',
            ],
            id="instances of a resource",
        ),
        pytest.param(
            """
variable "n" {}
resource "aws_db_instance" "main" { count = var.n }
resource "postgresql_role" "app" { name = aws_db_instance.main[0].id }
""",
            [
                "aws_db_instance.main[*] uncertain(var.n has no default)",
                "postgresql_role.app: name = ? var.n has no default <- aws_db_instance.main[*]",
            ],
            id="a number of instances that is not known",
        ),
        pytest.param(
            """
resource "aws_db_instance" "main" {
  for_each   = toset(["a", "b"])
  identifier = each.key
}
resource "aws_db_instance" "replica" {
  for_each            = aws_db_instance.main
  replicate_source_db = each.value.identifier
  identifier          = "${each.key}-replica"
}
""",
            [
                'aws_db_instance.main["a"]: identifier = "a"',
                'aws_db_instance.main["b"]: identifier = "b"',
                'aws_db_instance.replica["a"]: replicate_source_db = "a" <- aws_db_instance.main["a"]',
                'aws_db_instance.replica["a"]: identifier = "a-replica"',
                'aws_db_instance.replica["b"]: replicate_source_db = "b" <- aws_db_instance.main["b"]',
                'aws_db_instance.replica["b"]: identifier = "b-replica"',
            ],
            id="for_each over another resource",
        ),
        pytest.param(
            """
resource "aws_db_instance" "a" { size = aws_db_instance.b.size }
resource "aws_db_instance" "b" { size = aws_db_instance.a.size }
""",
            [
                "aws_db_instance.a: size = ? aws_db_instance.b.size refers to itself <- aws_db_instance.a, aws_db_instance.b",
                "aws_db_instance.b: size = ? aws_db_instance.b.size refers to itself <- aws_db_instance.a, aws_db_instance.b",
            ],
            id="resources in a circle",
        ),
    ],
)
def test_references(tree: str, expected: list[str]) -> None:
    assert lines(tree) == expected


def test_places() -> None:
    tree = """variable "limit" {
  default = 20
}
resource "postgresql_role" "app" {
  name             = "app"
  connection_limit = var.limit
}
"""
    content = resource(tree, "postgresql_role.app").content
    assert content.span.text == 'resource "postgresql_role" "app"'
    given = content.attributes["connection_limit"]
    assert (given.name_span.line, given.name_span.text, given.span.text) == (6, "connection_limit", "var.limit")
    assert given.value.origin is not None
    assert given.value.origin.span.text == "20"
