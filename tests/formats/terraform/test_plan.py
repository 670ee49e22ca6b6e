"""Plans and states that ``terraform show -json`` prints: as a source of their own, and over what the files give."""

import pytest

from pglint.formats.terraform.plan import is_plan, read
from pglint.formats.terraform.resource import Root
from pglint.source import Source
from tests.formats.terraform.showing import evaluated, lines, place

HEAD = '{"format_version": "1.2", "terraform_version": "1.9.5",\n'

ROLE = (
    "== plan.json\n"
    + HEAD
    + """"planned_values": {"root_module": {"resources": [
{"address": "postgresql_role.app", "mode": "managed", "type": "postgresql_role", "name": "app", "values": {
  "name": "app",
  "connection_limit": 30,
  "roles": [],
  "password": "swordfish",
  "comment": null},
 "sensitive_values": {"password": true, "roles": []}}
]}},
"resource_changes": [{"address": "postgresql_role.app", "change": {"after_unknown": {"id": true, "name": false}}}]}
"""
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"format_version": "1.2", "terraform_version": "1.9.5", "planned_values": {}}', True),
        ('\n{"terraform_version": "1.9.5", "values": {}, "format_version": "1.0"}', True),
        ('{"format_version": "1.2", "terraform_version": "1.9.5", "provider_schemas": {}}', False),
        ('{"version": 4, "terraform_version": "1.9.5", "serial": 3}', False),
        ('{"resource": {"postgresql_role": {}}}', False),
        ("[]", False),
        ("", False),
    ],
)
def test_recognised(text: str, expected: bool) -> None:
    assert is_plan(Source("x.json", text)) == expected


@pytest.mark.parametrize("version", ["2.0", "", "x"])
def test_formats_that_are_not_known(version: str) -> None:
    text = f'{{"format_version": "{version}", "terraform_version": "2", "planned_values": {{}}}}'
    assert read(Source("x.json", text)) is None


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        pytest.param(
            ROLE,
            [
                'postgresql_role.app: name = "app"',
                "postgresql_role.app: connection_limit = 30",
                "postgresql_role.app: roles = []",
                'postgresql_role.app: password = "swordfish" sensitive',
                "postgresql_role.app: comment = null",
                "postgresql_role.app: id = ? postgresql_role.app.id is known only after apply",
                "postgresql_role.app: id: ? postgresql_role.app.id is known only after apply",
            ],
            id="a plan alone",
        ),
        pytest.param(
            "== state.json\n"
            + HEAD
            + """"values": {"root_module": {
"resources": [{"address": "random_pet.x", "mode": "managed", "type": "random_pet", "name": "x", "values": {"length": 2}},
  {"address": "data.postgresql_schemas.s", "mode": "data", "type": "postgresql_schemas", "name": "s", "values": {}}],
"child_modules": [{"address": "module.db", "resources": [
  {"address": "module.db.aws_db_parameter_group.pg[0]", "mode": "managed", "type": "aws_db_parameter_group", "name": "pg",
   "index": 0, "values": {"parameter": [{"name": "work_mem", "value": "4096"}], "tags": {"a": "b"}}}],
 "child_modules": [{"address": "module.db.module.roles", "resources": [
  {"address": "module.db.module.roles.postgresql_role.all[\\"a.b\\"]", "mode": "managed", "type": "postgresql_role",
   "name": "all", "index": "a.b", "values": {"name": "a.b"}}]}]}]}}}
""",
            [
                'module.db.aws_db_parameter_group.pg[0]: parameter = [{name: "work_mem", value: "4096"}]',
                'module.db.aws_db_parameter_group.pg[0]: tags = {a: "b"}',
                'module.db.aws_db_parameter_group.pg[0]: parameter[0].name = "work_mem"',
                'module.db.aws_db_parameter_group.pg[0]: parameter[0].value = "4096"',
                'module.db.module.roles.postgresql_role.all["a.b"]: name = "a.b"',
            ],
            id="a state, with modules",
        ),
        pytest.param(
            "== plan.json\n"
            + HEAD
            + """"planned_values": {"root_module": {"resources": [
{"address": "google_sql_database_instance.main", "mode": "managed", "type": "google_sql_database_instance",
 "name": "main", "values": {"settings": [{"tier": "db-f1-micro", "flags": [{"name": "a"}, {"name": "b", "value": "1"}]}]}}
]}},
"resource_changes": [{"address": "google_sql_database_instance.main", "change": {
  "after_unknown": {"settings": [{"edition": true, "flags": [{"value": true}, {}]}], "replicas": true}}}]}
""",
            [
                "google_sql_database_instance.main: settings = [{tier: \"db-f1-micro\", flags: [{name: \"a\"}, {name: \"b\", value: \"1\"}]}]",
                "google_sql_database_instance.main: replicas = ? google_sql_database_instance.main.replicas is known only after apply",
                'google_sql_database_instance.main: settings[0].tier = "db-f1-micro"',
                'google_sql_database_instance.main: settings[0].flags = [{name: "a"}, {name: "b", value: "1"}]',
                "google_sql_database_instance.main: settings[0].edition = ? google_sql_database_instance.main.edition is known only after apply",
                'google_sql_database_instance.main: settings[0].flags[0].name = "a"',
                "google_sql_database_instance.main: settings[0].flags[0].value = ? google_sql_database_instance.main.value is known only after apply",
                "google_sql_database_instance.main: settings[0].flags[0].value: ? google_sql_database_instance.main.value is known only after apply",
                'google_sql_database_instance.main: settings[0].flags[1].name = "b"',
                'google_sql_database_instance.main: settings[0].flags[1].value = "1"',
                "google_sql_database_instance.main: settings[0].edition: ? google_sql_database_instance.main.edition is known only after apply",
                "google_sql_database_instance.main: replicas: ? google_sql_database_instance.main.replicas is known only after apply",
            ],
            id="nested blocks, some not known",
        ),
    ],
)
def test_alone(tree: str, expected: list[str]) -> None:
    assert lines(tree) == expected


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            """
== main.tf
variable "limit" {}
resource "postgresql_role" "app" {
  name             = "app"
  connection_limit = var.limit
  roles            = var.roles
}
""",
            [
                'postgresql_role.app: name = "app"',
                "postgresql_role.app: connection_limit = 30 (plan.json, plan.json:5)",
                "postgresql_role.app: roles = [] (plan.json, plan.json:6)",
            ],
            id="what is not known without",
        ),
        pytest.param(
            """
== main.tf
variable "limit" { default = 5 }
locals { name = "app" }
resource "postgresql_role" "app" {
  name             = local.name
  connection_limit = var.limit
}
""",
            [
                'postgresql_role.app: name = "app" (local.name, main.tf:2)',
                "postgresql_role.app: connection_limit = 30 (plan.json, plan.json:5)",
            ],
            id="what is otherwise",
        ),
        pytest.param(
            """
== main.tf
resource "postgresql_role" "app" {
  name             = "app"
  connection_limit = "30"
}
""",
            ['postgresql_role.app: name = "app"', 'postgresql_role.app: connection_limit = "30"'],
            id="the same in another type",
        ),
        pytest.param(
            """
== main.tf
variable "n" {}
resource "postgresql_role" "gone" { count = 1 }
resource "postgresql_role" "many" { count = var.n }
resource "postgresql_role" "app" { name = "app" }
data "postgresql_schemas" "s" {}
provider "postgresql" {}
""",
            [
                'postgresql_role.app: name = "app"',
                "postgresql_role.app: connection_limit = 30",
                "data.postgresql_schemas.s",
                "provider.postgresql",
            ],
            id="instances that the plan does not have",
        ),
    ],
)
def test_over_files(files: str, expected: list[str]) -> None:
    added = ("roles = []", "password", "comment", "id")
    found = [line for line in lines(files + ROLE) if not line.partition(": ")[2].startswith(added) or "(" in line]
    assert sorted(found) == sorted(expected)


def test_places() -> None:
    (root,) = evaluated('== main.tf\nresource "postgresql_role" "app" { connection_limit = 5 }\n' + ROLE)
    (role,) = root.resources
    assert place(role.content.span) == "main.tf:1"
    limit, name = role.content.attributes["connection_limit"], role.content.attributes["name"]
    assert (place(limit.span), place(limit.name_span), limit.span.text) == ("main.tf:1", "main.tf:1", "5")
    assert limit.value.origin is not None
    assert (limit.value.data, limit.value.origin.span.text) == (30, "30")
    assert (place(name.span), name.name_span.text, name.value.origin) == ("plan.json:4", '"name"', None)


def test_instances_of_what_is_uncertain() -> None:
    tree = (
        """
== main.tf
variable "n" {}
resource "aws_db_instance" "main" { count = var.n }
resource "postgresql_role" "app" { name = aws_db_instance.main[0].identifier }
== plan.json
"""
        + HEAD
        + """"planned_values": {"root_module": {"resources": [
{"address": "aws_db_instance.main[0]", "mode": "managed", "type": "aws_db_instance", "name": "main", "values": {"port": 1}},
{"address": "aws_db_instance.main[1]", "mode": "managed", "type": "aws_db_instance", "name": "main", "values": {"port": 2}},
{"address": "postgresql_role.app", "mode": "managed", "type": "postgresql_role", "name": "app", "values": {"name": "x"}}
]}},
"configuration": {"root_module": {"resources": [{"address": "postgresql_role.app", "expressions": {
 "name": {"references": ["aws_db_instance.main[0].identifier", "aws_db_instance.main[0]", "aws_db_instance.main"]}}}]}}}
"""
    )
    assert lines(tree) == [
        'postgresql_role.app: name = "x" (plan.json, plan.json:5) <- aws_db_instance.main[0], aws_db_instance.main[1]',
        "aws_db_instance.main[0]: port = 1",
        "aws_db_instance.main[1]: port = 2",
    ]


def test_blocks_keep_their_places() -> None:
    tree = (
        """
== main.tf
resource "aws_db_parameter_group" "pg" {
  parameter {
    name  = "work_mem"
    value = var.mem
  }
  parameter {
    name  = "max_connections"
    value = 50
  }
  dynamic "parameter" {
    for_each = var.more
    content { name = parameter.value }
  }
}
== plan.json
"""
        + HEAD
        + """"planned_values": {"root_module": {"resources": [
{"address": "aws_db_parameter_group.pg", "mode": "managed", "type": "aws_db_parameter_group", "name": "pg", "values": {
  "parameter": [{"name": "max_connections", "value": "50"},
    {"name": "shared_buffers", "value": "1"},
    {"name": "work_mem", "value": "4096"}]}}]}}}
"""
    )
    (group,) = evaluated(tree)[0].resources
    found = [
        (each.attributes["name"].value.data, place(each.span), place(each.attributes["value"].span))
        for each in group.content.blocks["parameter"]
    ]
    assert found == [
        ("max_connections", "main.tf:6", "main.tf:8"),
        ("shared_buffers", "plan.json:5", "plan.json:5"),
        ("work_mem", "main.tf:2", "main.tf:4"),
    ]
    assert group.content.missing == {}
    assert lines(tree)[-1] == 'aws_db_parameter_group.pg: parameter[2].value = "4096" (plan.json, plan.json:6)'


REFERENCES = (
    "== plan.json\n"
    + HEAD
    + """"planned_values": {"root_module": {
"resources": [
{"address": "aws_db_instance.a[\\"x\\"]", "mode": "managed", "type": "aws_db_instance", "name": "a", "values": {}},
{"address": "aws_db_instance.a[\\"y\\"]", "mode": "managed", "type": "aws_db_instance", "name": "a", "values": {}},
{"address": "postgresql_role.each[\\"y\\"]", "mode": "managed", "type": "postgresql_role", "name": "each", "values": {"name": "n"}},
{"address": "postgresql_role.exact", "mode": "managed", "type": "postgresql_role", "name": "exact", "values": {"name": "n"}},
{"address": "postgresql_role.all", "mode": "managed", "type": "postgresql_role", "name": "all", "values": {"name": "n"}},
{"address": "postgresql_role.out", "mode": "managed", "type": "postgresql_role", "name": "out", "values": {"name": "n"}},
{"address": "postgresql_role.local", "mode": "managed", "type": "postgresql_role", "name": "local", "values": {"name": "n"}}],
"child_modules": [{"address": "module.m", "resources": [
 {"address": "module.m.aws_db_instance.b", "mode": "managed", "type": "aws_db_instance", "name": "b", "values": {"port": 1}}]}]}},
"configuration": {
"provider_config": {
 "postgresql": {"name": "postgresql", "full_name": "registry.example/cyrilgdn/postgresql",
  "expressions": {"host": {"references": ["module.m.address", "module.m"]}, "port": {"constant_value": 6432}}},
 "postgresql.b": {"name": "postgresql", "alias": "b", "expressions": {"host": {"references": ["aws_db_instance.a"]}}},
 "aws": {"name": "aws", "expressions": {"region": {"constant_value": "eu"}}}},
"root_module": {
"resources": [
 {"address": "postgresql_role.each", "provider_config_key": "postgresql", "expressions":
  {"name": {"references": ["aws_db_instance.a", "each.key"]}}},
 {"address": "postgresql_role.exact", "provider_config_key": "postgresql.b", "expressions":
  {"name": {"references": ["aws_db_instance.a[\\"x\\"].id", "aws_db_instance.a[\\"x\\"]", "aws_db_instance.a"]}}},
 {"address": "postgresql_role.all", "provider_config_key": "postgresql.c", "expressions":
  {"name": {"references": ["aws_db_instance.a", "data.aws_region.here", "var.nothing"]}}},
 {"address": "postgresql_role.out", "expressions": {"name": {"references": ["module.m.address", "module.m"]}}},
 {"address": "postgresql_role.local", "expressions": {"name": {"references": ["local.db"]}}}],
"module_calls": {"m": {"source": "./m", "expressions": {"source_db": {"references": ["aws_db_instance.a[\\"y\\"].id"]}},
 "module": {"outputs": {"address": {"expression": {"references": ["aws_db_instance.b.address", "aws_db_instance.b"]}}},
  "resources": [{"address": "aws_db_instance.b", "expressions": {"port": {"references": ["var.source_db"]}}}]}}}}}}
"""
)


def test_references() -> None:
    assert [line for line in lines(REFERENCES) if "=" in line] == [
        "provider.postgresql: host = ? the plan does not hold values of providers <- module.m.aws_db_instance.b",
        "provider.postgresql: port = 6432",
        "provider.postgresql.b: host = ? the plan does not hold values of providers"
        ' <- aws_db_instance.a["x"], aws_db_instance.a["y"]',
        'postgresql_role.each["y"]: name = "n" <- aws_db_instance.a["y"]',
        'postgresql_role.exact: name = "n" <- aws_db_instance.a["x"]',
        'postgresql_role.all: name = "n" <- aws_db_instance.a["x"], aws_db_instance.a["y"]',
        'postgresql_role.out: name = "n" <- module.m.aws_db_instance.b',
        'postgresql_role.local: name = "n"',
        'module.m.aws_db_instance.b: port = 1 <- aws_db_instance.a["y"]',
    ]
    providers = {each.address: each.provider for each in evaluated(REFERENCES)[0].resources if each.provider}
    assert providers == {
        'postgresql_role.each["y"]': "provider.postgresql",
        "postgresql_role.exact": "provider.postgresql.b",
    }


def test_modules_from_elsewhere_are_what_is_in_them() -> None:
    tree = (
        """
== main.tf
module "db" {
  source   = "terraform-aws-modules/rds/aws"
  for_each = toset(["a"])
}
module "none" { source = "terraform-aws-modules/rds/aws" }
provider "postgresql" { host = module.db["a"].db_instance_address }
== plan.json
"""
        + HEAD
        + """"planned_values": {"root_module": {"child_modules": [{"address": "module.db[\\"a\\"]", "child_modules": [
{"address": "module.db[\\"a\\"].module.db_instance", "resources": [
{"address": "module.db[\\"a\\"].module.db_instance.aws_db_instance.this[0]", "mode": "managed", "type": "aws_db_instance",
 "name": "this", "values": {"port": 5432}}]}]}]}}}
"""
    )
    assert lines(tree) == [
        "provider.postgresql: host = ? the module terraform-aws-modules/rds/aws is not in the project"
        ' <- module.db["a"].module.db_instance.aws_db_instance.this[0]',
        'module.db["a"].module.db_instance.aws_db_instance.this[0]: port = 5432',
    ]


ROLE_TF = 'resource "postgresql_role" "app" { connection_limit = 5 }\n'
PLAN = ROLE.removeprefix("== plan.json\n")
STATE = PLAN.replace('"planned_values"', '"values"').replace("30", "40")


def limits(roots: list[Root]) -> dict[str, object]:
    return {
        root.folder: [each.content.attributes["connection_limit"].value.data for each in root.resources]
        for root in roots
    }


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ({"a/main.tf": ROLE_TF, "b/main.tf": ROLE_TF, "a/tfplan.json": PLAN}, {"a": [30], "b": [5]}),
        ({"a/main.tf": ROLE_TF, "b/main.tf": ROLE_TF, "a/plans/x.json": PLAN}, {"a": [30], "b": [5]}),
        ({"a/main.tf": ROLE_TF, "plans/x.json": PLAN}, {"a": [30]}),
        ({"a/main.tf": ROLE_TF, "b/main.tf": ROLE_TF, "x.json": PLAN}, {"": [30], "a": [5], "b": [5]}),
        ({"a/main.tf": ROLE_TF, "b/main.tf": "locals { a = 1 }\n", "b/x.json": PLAN}, {"a": [5], "b": [30]}),
        ({"a/main.tf": ROLE_TF, "a/x.json": PLAN, "a/y.json": PLAN}, {"a": [5]}),
        ({"a/main.tf": ROLE_TF, "a/x.json": PLAN, "a/y.json": STATE}, {"a": [30]}),
        ({"a/main.tf": ROLE_TF, "a/y.json": STATE}, {"a": [40]}),
        ({"a/main.tf": ROLE_TF, "a/x.json": '{"a": 1}'}, {"a": [5]}),
    ],
    ids=["folder", "above", "only", "own", "no interest", "two plans", "plan and state", "state", "no plan"],
)
def test_the_module_that_a_plan_belongs_to(tree: dict[str, str], expected: dict[str, object]) -> None:
    text = "".join(f"== {path}\n{content}" for path, content in tree.items())
    assert limits(evaluated(text)) == expected


def test_a_broken_plan() -> None:
    tree = "== main.tf\n" + ROLE_TF + ROLE.replace("}]}\n", "}\n")
    (root,) = evaluated(tree)
    (fault,) = root.faults
    assert (fault.kind, fault.span.path) == ("syntax-error", "plan.json")
    assert limits([root]) == {"": [5]}
    assert root.files == ("main.tf", "plan.json")
