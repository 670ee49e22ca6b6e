"""Which folders are roots, and what is wrong in their files."""

import pytest

from pglint.facts import Fault
from pglint.formats.terraform.roots import Inputs, roots
from pglint.formats.terraform.survey import local_sources
from pglint.source import Source
from pglint.tree import Memory, Unreadable
from tests.formats.terraform.showing import evaluated, files, lines

ROLE = 'resource "postgresql_role" "app" {}\n'


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        pytest.param({"main.tf": ROLE}, [""], id="the root of the tree"),
        pytest.param({"a/main.tf": ROLE, "b/c/main.tf": ROLE}, ["a", "b/c"], id="several"),
        pytest.param({"main.tf": 'resource "aws_instance" "web" {}\n'}, [], id="nothing of interest"),
        pytest.param(
            {"main.tf": 'module "m" { source = "./m" }\n', "m/main.tf": ROLE},
            [""],
            id="of interest by what it calls",
        ),
        pytest.param(
            {"main.tf": 'module "m" { source = "./m" }\n', "m/main.tf": 'module "n" { source = "../n" }\n', "n/x.tf": ROLE},
            [""],
            id="by what that calls",
        ),
        pytest.param(
            {"main.tf": ROLE + 'module "m" { source = "./m" }\n', "m/main.tf": "locals { a = 1 }\n"},
            [""],
            id="a module of no interest",
        ),
        pytest.param(
            {"a/main.tf.json": '{"module": {"m": {"source": "../m"}}}', "m/main.tf": ROLE},
            ["a"],
            id="called by JSON",
        ),
        pytest.param(
            {"a/main.tf": '# source = "../m"\n', "m/main.tf": ROLE},
            ["a", "m"],
            id="called in a comment alone",
        ),
        pytest.param(
            {"main.tf": ROLE, "examples/full/main.tf": 'module "m" { source = "../../" }\n'},
            ["", "examples/full"],
            id="called by an example alone",
        ),
        pytest.param(
            {"db/main.tf": ROLE, "examples/x/main.tf": 'module "m" { source = "../../db" }\n', "p/m.tf": 'module "m" { source = "../db" }\n'},
            ["examples/x", "p"],
            id="called by an example and by another",
        ),
        pytest.param(
            {"examples/x/main.tf": 'module "m" { source = "./m" }\n', "examples/x/m/main.tf": ROLE},
            ["examples/x"],
            id="called inside of an example",
        ),
        pytest.param({"main.tf": ROLE + 'module "m" { source = "./" }\n'}, [""], id="called by itself"),
        pytest.param(
            {"a/x.tf": ROLE + 'module "m" { source = "../b" }\n', "b/x.tf": ROLE + 'module "m" { source = "../a" }\n'},
            [],
            id="in a circle",
        ),
        pytest.param({"a/terraform.tfvars": "postgresql_role = 1\n"}, [], id="variables alone"),
    ],
)  # fmt: skip
def test_roots(tree: dict[str, str], expected: list[str]) -> None:
    assert [root.folder for root in roots(Memory(tree), tree, Inputs())] == expected


def test_a_folder_is_loaded_whole() -> None:
    tree = files("""
== main.tf
resource "postgresql_role" "app" { connection_limit = var.limit }
module "m" { source = "./m" }
== variables.tf
variable "limit" { default = 5 }
== m/main.tf
resource "postgresql_role" "m" {}
""")
    (root,) = roots(Memory(tree), ["variables.tf"], Inputs())
    assert root.files == ("m/main.tf", "main.tf", "variables.tf")
    assert [each.address for each in root.resources] == ["postgresql_role.app", "module.m.postgresql_role.m"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('source = "./a"\n  source="../b"\n  source\t=\t"./c"', ["./a", "./c", "../b"]),
        ('"source": "./a"', ["./a"]),
        ('template = file("./a")\nresource "./b"', []),
        ('source = "a/./b"', []),
    ],
)
def test_local_sources(text: str, found: list[str]) -> None:
    assert list(local_sources(text)) == found


@pytest.mark.parametrize(
    ("tree", "faults", "resources"),
    [
        pytest.param(
            """
== broken.tf
resource "postgresql_role" "web" {
== main.tf
resource "postgresql_role" "app" { name = "app" }
""",
            ["syntax-error broken.tf:1"],
            ['postgresql_role.app: name = "app"'],
            id="a file that does not parse",
        ),
        pytest.param(
            """
== main.tf
locals {
  unused = 1 +
}
resource "postgresql_role" "app" {
  name             = "app"
  connection_limit = [1, 2
  comment          = "x"
}
""",
            ["syntax-error main.tf:2"],
            [],
            id="one fault a file",
        ),
        pytest.param(
            """
== main.tf
module "m" { source = "./m" }
resource "postgresql_role" "app" { name = "app" }
== m/main.tf
resource "postgresql_role" "m" {
== terraform.tfvars
x = = 1
""",
            ["syntax-error m/main.tf:1", "syntax-error terraform.tfvars:1"],
            ['postgresql_role.app: name = "app"'],
            id="in modules that are called, and in files of variables",
        ),
        pytest.param(
            """
== main.tf.json
{"resource": {"postgresql_role": {"app": {"name": "app"}}}
== other.tf
resource "postgresql_role" "other" {}
""",
            ["syntax-error main.tf.json:1"],
            ["postgresql_role.other"],
            id="broken JSON",
        ),
    ],
)
def test_faults(tree: str, faults: list[str], resources: list[str]) -> None:
    found = [fault for root in evaluated(tree) for fault in root.faults]
    assert [f"{fault.kind} {fault.span.path}:{fault.span.line}" for fault in found] == faults
    assert [line for line in lines(tree) if "?" not in line] == resources


class Locked(Memory):
    """Files one of which cannot be read."""

    def source(self, path: str) -> Source | None:
        if path.endswith("locked.tf"):
            raise Unreadable("cannot be read: Permission denied")
        return super().source(path)


def test_a_file_that_cannot_be_read() -> None:
    tree = {"main.tf": ROLE, "locked.tf": ""}
    (root,) = roots(Locked(tree), tree, Inputs())
    (fault,) = root.faults
    assert isinstance(fault, Fault)
    assert (fault.kind, fault.text, fault.span.path, fault.name) == (
        "unparsed-file", "cannot be read: Permission denied", "locked.tf", "locked.tf",
    )  # fmt: skip
    assert [each.address for each in root.resources] == ["postgresql_role.app"]


class Counting(Memory):
    """Counts how often each file is read."""

    def __init__(self, tree: dict[str, str]) -> None:
        super().__init__(tree)
        self.reads: dict[str, int] = {}

    def source(self, path: str) -> Source | None:
        self.reads[path] = self.reads.get(path, 0) + 1
        return super().source(path)


def test_each_file_is_read_once() -> None:
    tree = {f"p{number}/main.tf": f'module "m" {{ source = "../m" }}\n{ROLE}' for number in range(5)}
    tree["m/main.tf"] = ROLE
    counting = Counting(tree)
    assert len(roots(counting, tree, Inputs())) == 5
    assert counting.reads == dict.fromkeys(tree, 1)


def test_many_modules() -> None:
    """Thirty modules of ten files, each called twice: every name is worked out once, or this would not end."""
    tree: dict[str, str] = {}
    for number in range(30):
        for part in range(10):
            tree[f"m{number}/f{part}.tf"] = f'locals {{ l{part} = [local.l{part + 1}, local.l{part + 1}] }}\n'
        tree[f"m{number}/f9.tf"] = 'locals { l9 = 5 }\nresource "postgresql_role" "app" { limit = local.l0[0][0] }\n'
    calls = "".join(f'module "a{n}" {{ source = "./m{n}" }}\nmodule "b{n}" {{ source = "./m{n}" }}\n' for n in range(30))
    tree["main.tf"] = calls
    (root,) = roots(Memory(tree), tree, Inputs())
    assert len(root.resources) == 60
