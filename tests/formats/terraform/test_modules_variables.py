"""Variables: types, defaults, null and sensitive; and locals."""

import pytest

from pglint.formats.terraform.roots import Inputs
from tests.formats.terraform.showing import lines


def of(declaration: str, given: str = "", inputs: Inputs | None = None) -> str:
    """What a variable comes to, without its place: declared as given, with a value in terraform.tfvars or without."""
    tree = f"""
== main.tf
variable "v" {{
{declaration}
}}
resource "postgresql_role" "app" {{ value = var.v }}
"""
    if given:
        tree += f"== terraform.tfvars\nv = {given}\n"
    (line,) = lines(tree, inputs)
    return line.partition(" = ")[2].partition(" (var.v, ")[0]


@pytest.mark.parametrize(
    ("declaration", "given", "expected"),
    [
        ("type = string", "20", '"20"'),
        ("type = string", "2.50", '"2.5"'),
        ("type = string", "true", '"true"'),
        ("type = string", "null", "null"),
        ("type = string", '["a"]', "? var.v: string required"),
        ("type = number", '"20"', "20"),
        ("type = number", '"2.5"', "2.5"),
        ("type = number", '"20 MB"', "? var.v: a number is required"),
        ("type = number", "true", "? var.v: number required"),
        ("type = bool", '"true"', "true"),
        ("type = bool", '"yes"', "? var.v: a bool is required"),
        ("type = any", '"20"', '"20"'),
        ("", '"20"', '"20"'),
        ("type = list(number)", '["1", 2]', "[1, 2]"),
        ("type = list(string)", "[1, true]", '["1", "true"]'),
        ("type = list(any)", '[1, "a"]', '["1", "a"]'),
        ("type = list(string)", '"a"', "? var.v: list of string required"),
        ("type = set(string)", '["b", "a", "b"]', '{"a", "b"}'),
        ("type = map(number)", '{ a = "1" }', "{a: 1}"),
        ("type = map(any)", '{ a = "x", b = 2 }', '{a: "x", b: "2"}'),
        ("type = tuple([string, number])", '[1, "2"]', '["1", 2]'),
        ("type = tuple([string, number])", "[1]", "? var.v: tuple required"),
        ("type = object({ a = number, b = string })", '{ a = "1", b = 2, c = 3 }', '{a: 1, b: "2"}'),
        ("type = object({ a = number, b = string })", "{ a = 1 }", '? var.v: attribute "b" is required'),
        ("type = object({ a = number, b = optional(string) })", "{ a = 1 }", "{a: 1, b: null}"),
        ("type = object({ a = optional(number, 5) })", "{}", "{a: 5}"),
        ("type = object({ a = optional(number, 5) })", "{ a = null }", "{a: 5}"),
        ("type = object({ a = optional(number, 5) })", "{ a = 6 }", "{a: 6}"),
        ("type = map(object({ limit = optional(number, -1) }))", "{ app = {} }", "{app: {limit: -1}}"),
        (
            "type = object({ a = optional(object({ b = optional(string, 7) }), {}) })",
            "{}",
            '{a: {b: "7"}}',
        ),
        ('type = "string"', "20", '"20"'),
        ('type = "list"', '["a"]', '["a"]'),
        ("type = something(else)", '["a"]', '["a"]'),
    ],
)
def test_types(declaration: str, given: str, expected: str) -> None:
    assert of(declaration, given) == expected


@pytest.mark.parametrize(
    ("declaration", "given", "expected"),
    [
        ("default = 5", "", "5"),
        ("default = 5", "6", "6"),
        ("default = null", "", "null"),
        ("type = number\ndefault = \"5\"", "", "5"),
        ("default = 5", "null", "null"),
        ("default  = 5\nnullable = true", "null", "null"),
        ("default  = 5\nnullable = false", "null", "5"),
        ("nullable = false", "null", "? var.v has no default"),
        ("", "", "? var.v has no default"),
        ('description = "nothing"', "", "? var.v has no default"),
        ("default = local.x", "", "? references are not allowed here"),
    ],
)  # fmt: skip
def test_defaults(declaration: str, given: str, expected: str) -> None:
    assert of(declaration, given) == expected


@pytest.mark.parametrize(
    ("declaration", "text", "expected"),
    [
        ("type = number", "20", "20"),
        ("type = number", "many", "? var.v: a number is required"),
        ("type = string", "20", '"20"'),
        ("type = string", '["a"]', '"["a"]"'),
        ("", "[1]", '"[1]"'),
        ("type = list(number)", "[1, 2]", "[1, 2]"),
        ("type = any", "[1, 2]", "[1, 2]"),
        ("type = any", "20", "20"),
        ("type = map(string)", "{ a = 1 }", '{a: "1"}'),
        ("type = list(number)", "[1,", "? TF_VAR_v is not a value"),
        ("type = bool", "true", "true"),
    ],
)
def test_environment(declaration: str, text: str, expected: str) -> None:
    assert of(declaration, inputs=Inputs((), {"TF_VAR_v": text})) == expected


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        pytest.param(
            """
variable "password" {
  default   = "swordfish"
  sensitive = true
}
locals { url = "postgres://app:${var.password}@db" }
resource "postgresql_role" "app" {
  password = var.password
  comment  = local.url
}
""",
            [
                'postgresql_role.app: password = "swordfish" (var.password, main.tf:2) sensitive',
                'postgresql_role.app: comment = "postgres://app:swordfish@db" (var.password, main.tf:2) sensitive',
            ],
            id="sensitive sticks",
        ),
        pytest.param(
            """
== main.tf
variable "size" {
  type        = number
  description = "no default"
}
resource "postgresql_role" "app" {
  connection_limit = var.size
  comment          = var.size + 1
}
""",
            [
                "postgresql_role.app: connection_limit = ? var.size has no default",
                "postgresql_role.app: comment = ? var.size has no default",
            ],
            id="the reason goes through",
        ),
        pytest.param(
            """
variable "roles" {
  type = map(object({ limit = number }))
  default = {
    app = {
      limit = 5
    }
    web = {
      limit = 6
    }
  }
}
resource "postgresql_role" "app" { connection_limit = var.roles["app"].limit }
resource "postgresql_role" "web" { connection_limit = var.roles.web.limit }
""",
            [
                "postgresql_role.app: connection_limit = 5 (var.roles.app.limit, main.tf:5)",
                "postgresql_role.web: connection_limit = 6 (var.roles.web.limit, main.tf:8)",
            ],
            id="the place is that of the member",
        ),
        pytest.param(
            """
variable "sizes" {
  default = [
    1,
    2,
  ]
}
resource "postgresql_role" "app" { connection_limit = var.sizes[1] }
""",
            ["postgresql_role.app: connection_limit = 2 (var.sizes[1], main.tf:4)"],
            id="members of lists",
        ),
        pytest.param(
            """
locals {
  a = local.b
  b = local.c
  c = 5
}
resource "postgresql_role" "app" { connection_limit = local.a }
""",
            ["postgresql_role.app: connection_limit = 5 (local.c, main.tf:4)"],
            id="the innermost place",
        ),
        pytest.param(
            """
locals {
  a = local.b
  b = local.a + 1
  c = local.c
  d = 5
}
resource "postgresql_role" "app" {
  a = local.a
  c = local.c
  d = local.d
}
""",
            [
                "postgresql_role.app: a = ? local.a refers to itself",
                "postgresql_role.app: c = ? local.c refers to itself",
                "postgresql_role.app: d = 5 (local.d, main.tf:5)",
            ],
            id="cycles",
        ),
        pytest.param(
            """
locals { a = 1 }
locals { b = local.a }
resource "postgresql_role" "app" { list = [local.a, local.b, local.no] }
""",
            ["postgresql_role.app: list = [1, 1, ?]"],
            id="several blocks of locals",
        ),
    ],
)
def test_values(tree: str, expected: list[str]) -> None:
    assert lines(tree) == expected


def test_a_long_chain_of_locals_ends() -> None:
    chain = "\n".join(f"  l{number} = local.l{number + 1}" for number in range(2000))
    tree = f'locals {{\n{chain}\n  l2000 = 5\n}}\nresource "postgresql_role" "app" {{ a = local.l0 }}\n'
    (line,) = lines(tree)
    assert line.startswith("postgresql_role.app: a = ?")


def test_the_place_of_what_is_missing() -> None:
    from tests.formats.terraform.showing import resource

    tree = 'locals { a = 1 }\nvariable "size" {\n  type = number\n}\nresource "postgresql_role" "app" { a = var.size }\n'
    reason = resource(tree, "postgresql_role.app").content.attributes["a"].value.data
    assert reason.span.text == 'variable "size"'
    assert reason.span.line == 2
