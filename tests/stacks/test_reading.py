"""The cache of what Terraform states: what it remembers is what a run without it finds, whatever changed meanwhile."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from pglint import __version__
from pglint.cache import Cache
from pglint.config import Config, TerraformDecl
from pglint.facts import Fault
from pglint.formats.terraform.roots import Roots
from pglint.project import walk
from pglint.source import Source, Span
from pglint.stacks import reading as readings
from pglint.stacks.reading import Reading, packed, unpacked
from pglint.stacks.stored import plain
from pglint.stacks.units import read
from pglint.tree import Disk, Memory

ROLE = """
resource "postgresql_role" "app" {
  name             = "app"
  connection_limit = var.limit
}
"""
LIMIT = 'variable "limit" {\n  default = 10\n}\n'
FILES = {
    "app/main.tf": ROLE
    + """
resource "postgresql_role" "more" {
  name             = file("${path.module}/name.txt")
  connection_limit = try(jsondecode(templatefile("${path.module}/limit.tftpl", { n = 5 })), 6)
}
module "roles" {
  source = "../modules/roles"
  limit  = var.limit
}
module "later" {
  source = "../modules/later"
}
module "bucket" {
  source = "../modules/bucket"
}
""",
    "app/variables.tf": LIMIT,
    "app/terraform.tfvars": "limit = 20\n",
    "app/name.txt": "more",
    "app/limit.tftpl": "${n}",
    "modules/roles/main.tf": ROLE + 'variable "limit" {}\n',
    "modules/bucket/main.tf": 'module "inner" {\n  source = "../inner"\n}\n',
    "modules/inner/main.tf": 'resource "aws_s3_bucket" "b" {}\n',
    "other/main.tf": ROLE + LIMIT,
    "other/sizes.tfvars": "limit = 30\n",
    "nothing/main.tf": 'resource "aws_s3_bucket" "b" {}\n',
}


@pytest.fixture
def project(tmp_path):
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def said(root, cache, declared=None):
    """What the Terraform below a folder states, with every place, in the order of its files."""
    files = [(path, kind) for path, kind in walk(str(root)) if kind == "terraform"]
    units = read(Disk(str(root)), files, declared, Cache(str(root)) if cache else None)
    assert units.internal == []
    paths = {}
    found = [plain(fact, paths) for fact in sorted([*units.facts, *units.faults], key=place)]
    return found, list(paths)


def place(fact):
    return fact.span.path, fact.span.start, str(fact)


def declared(*var_files, environment=False):
    return Config(terraform=TerraformDecl(Span(Source("pglint.toml", ""), 0, 0), var_files, environment))


def evaluated(monkeypatch):
    """The roots that are evaluated from now on."""
    folders = []
    evaluate = Roots.evaluate

    def noted(self, folder):
        folders.append(folder)
        return evaluate(self, folder)

    monkeypatch.setattr(Roots, "evaluate", noted)
    return folders


def test_nothing_is_evaluated_twice(project, monkeypatch):
    cold = said(project, cache=True)
    assert cold == said(project, cache=False)
    roots = evaluated(monkeypatch)
    assert said(project, cache=True) == cold
    assert roots == []


def write(path, text):
    return lambda root: (root / path).parent.mkdir(parents=True, exist_ok=True) or (root / path).write_text(text)


def remove(path):
    return lambda root: (root / path).unlink()


@pytest.mark.parametrize(
    ("change", "roots"),
    [
        pytest.param(write("app/main.tf", ROLE), ["app", "modules/roles"], id="a file, which calls a module no more"),
        pytest.param(write("app/variables.tf", LIMIT.replace("10", "11")), ["app"], id="another file"),
        pytest.param(write("app/terraform.tfvars", "limit = 21\n"), ["app"], id="values"),
        pytest.param(write("app/x.auto.tfvars", "limit = 22\n"), ["app"], id="new values"),
        pytest.param(write("app/x.auto.tfvars.json", '{"limit": 23}'), ["app"], id="new values in JSON"),
        pytest.param(remove("app/terraform.tfvars"), ["app"], id="values that are gone"),
        pytest.param(write("app/new.tf", ROLE.replace("app", "new")), ["app"], id="a new file"),
        pytest.param(write("app/override.tf", LIMIT.replace("10", "9")), ["app"], id="a new override"),
        pytest.param(write("app/new.tf.json", '{"locals": {"x": 1}}'), ["app"], id="a new file in JSON"),
        pytest.param(remove("app/variables.tf"), ["app"], id="a file that is gone"),
        pytest.param(write("app/name.txt", "other"), ["app"], id="what file() reads"),
        pytest.param(remove("app/name.txt"), ["app"], id="what file() read and is gone"),
        pytest.param(write("app/limit.tftpl", "${n + 1}"), ["app"], id="what templatefile() reads"),
        pytest.param(write("modules/roles/main.tf", ROLE + LIMIT), ["app"], id="a module"),
        pytest.param(write("modules/roles/new.tf", ROLE.replace("app", "n")), ["app"], id="a new file of a module"),
        pytest.param(remove("modules/roles/main.tf"), ["app"], id="a module that is gone"),
        pytest.param(write("modules/later/main.tf", ROLE + LIMIT), ["app"], id="a module that was not there"),
        pytest.param(write("modules/bucket/main.tf", ROLE + LIMIT), ["app"], id="a module that had nothing of ours"),
        pytest.param(write("modules/inner/main.tf", ROLE + LIMIT), ["app"], id="a module in such a module"),
        pytest.param(write("modules/inner/new.tf", ROLE + LIMIT), ["app"], id="a new file there"),
        pytest.param(remove("modules/inner/main.tf"), ["app"], id="such a module that is gone"),
        pytest.param(write("other/main.tf", ROLE), ["other"], id="another root"),
        pytest.param(write("third/main.tf", ROLE + LIMIT), ["third"], id="a new root"),
        pytest.param(remove("other/main.tf"), [], id="a root that is gone"),
        pytest.param(write("nothing/main.tf", ROLE), ["nothing"], id="a folder that had nothing of ours"),
        pytest.param(
            write("nothing/main.tf", 'module "other" {\n  source = "../other"\n}\n'),
            ["nothing"],
            id="a root that another one calls now",
        ),
        pytest.param(write("nothing/main.tf", 'resource "aws_s3_bucket" "c" {}\n'), [], id="nothing of ours"),
        pytest.param(write("app/readme.md", "hello"), [], id="a file of another kind"),
        pytest.param(lambda root: (root / "app/main.tf").touch(), [], id="a date"),
        pytest.param(lambda root: shutil.rmtree(root / "app"), ["modules/roles"], id="a folder that is gone"),
    ],
)
def test_what_changes_is_read_again_and_nothing_else(project, monkeypatch, change, roots):
    said(project, cache=True)
    change(project)
    now = said(project, cache=False)
    folders = evaluated(monkeypatch)
    assert said(project, cache=True) == now
    assert folders == roots
    folders.clear()
    assert said(project, cache=True) == now
    assert folders == []


def test_a_variable_file(project, monkeypatch):
    named = declared("other/sizes.tfvars")
    ten, thirty = said(project, True), said(project, True, named)
    assert ten == said(project, False)
    assert thirty == said(project, False, named)
    assert ten != thirty
    (project / "other/sizes.tfvars").write_text("limit = 31\n")
    assert said(project, True, named) == said(project, False, named) != thirty
    (project / "other/sizes.tfvars").unlink()
    assert said(project, True, named) == said(project, False, named) == ten
    (project / "other/sizes.tfvars").write_text("limit = 32\n")
    assert said(project, True, named) == said(project, False, named) != ten
    folders = evaluated(monkeypatch)
    said(project, True, named)
    assert folders == []


def test_the_environment(project, monkeypatch):
    wanted = declared(environment=True)
    monkeypatch.setenv("TF_VAR_limit", "40")
    assert said(project, True) == said(project, False)
    forty = said(project, True, wanted)
    assert forty == said(project, False, wanted) != said(project, False)
    assert said(project, True) == said(project, False)
    monkeypatch.setenv("TF_VAR_limit", "41")
    assert said(project, True, wanted) == said(project, False, wanted) != forty
    monkeypatch.delenv("TF_VAR_limit")
    assert said(project, True, wanted) == said(project, True)


def test_values_of_the_environment_are_remembered(project, monkeypatch):
    """Only the value that counts is: what shows where it stands is the variable, which is no file."""
    (project / "app/terraform.tfvars").unlink()
    monkeypatch.setenv("TF_VAR_limit", "40")
    wanted = declared(environment=True)
    forty = said(project, True, wanted)
    assert "TF_VAR_limit" in forty[1]
    folders = evaluated(monkeypatch)
    assert said(project, True, wanted) == forty
    assert folders == []


PLAN = """{
  "format_version": "1.2", "terraform_version": "1.9.8",
  "planned_values": {"root_module": {"resources": [
    {"address": "postgresql_role.app", "mode": "managed", "type": "postgresql_role", "name": "app",
     "values": {"name": "app", "connection_limit": 7}}
  ]}}
}
"""


@pytest.mark.parametrize("path", ["other/tfplan.json", "plans/other.plan.json"])
def test_a_plan(project, monkeypatch, path):
    before = said(project, True)
    write(path, PLAN)(project)
    planned = said(project, True)
    assert planned == said(project, False) != before
    folders = evaluated(monkeypatch)
    assert said(project, True) == planned
    assert folders == []
    write(path, PLAN.replace("7", "8"))(project)
    assert said(project, True) == said(project, False) != planned
    write("other/new.tf", ROLE.replace("app", "new"))(project)
    assert said(project, True) == said(project, False)
    (project / "other/new.tf").unlink()
    remove(path)(project)
    assert said(project, True) == said(project, False) == before


def test_secrets_of_the_environment_are_not_written(project, monkeypatch):
    monkeypatch.setenv("TF_VAR_password", "swordfish")
    said(project, True, declared(environment=True))
    assert all("swordfish" not in path.read_text() for path in (project / ".pglint_cache").iterdir())


def test_a_file_that_cannot_be_read_and_then_can(project):
    (project / "app/variables.tf").write_bytes(b"\xff\xfel\0")
    broken = said(project, True)
    assert broken == said(project, False)
    (project / "app/variables.tf").write_text(LIMIT)
    assert said(project, True) == said(project, False) != broken


def test_an_error_of_ours_is_not_remembered(project, monkeypatch):
    def broken(self, folder):
        raise RuntimeError("broken")

    with monkeypatch.context() as patch:
        patch.setattr(Roots, "evaluate", broken)
        units = read(Disk(str(project)), walk(str(project)), None, Cache(str(project)))
        assert [text.partition(" (")[0] for text in units.internal] == [
            "Terraform in app: RuntimeError: broken",
            "Terraform in other: RuntimeError: broken",
        ]
    assert said(project, True) == said(project, False)


def test_another_build_of_pglint(project, monkeypatch):
    said(project, True)
    folders = evaluated(monkeypatch)
    monkeypatch.setattr(readings, "__version__", __version__ + ".post1")
    said(project, True)
    assert folders == ["app", "other"]
    monkeypatch.setattr(readings, "build", lambda: "another")
    said(project, True)
    assert folders == ["app", "other"] * 2


def cached(root):
    return root / ".pglint_cache" / "terraform.json"


def stored(root):
    return json.loads(cached(root).read_text())


def change(edit):
    """Changes what is stored, in place."""

    def changed(root):
        content = stored(root)
        edit(content)
        cached(root).write_text(json.dumps(content))

    return changed


def fact(edit):
    return change(lambda content: edit(content["roots"]["other"]["facts"][0]))


def every_fact(edit):
    return change(lambda content: [edit(each) for root in content["roots"].values() for each in root["facts"]])


def set_item(at, value):
    return lambda found: found.__setitem__(at, value)


BROKEN = {
    "empty": lambda root: cached(root).write_text(""),
    "cut off": lambda root: cached(root).write_text(cached(root).read_text()[:-300]),
    "no JSON": lambda root: cached(root).write_text("{'key': 1}"),
    "no text": lambda root: cached(root).write_bytes(os.urandom(2000)),
    "a list": lambda root: cached(root).write_text("[]"),
    "a number": lambda root: cached(root).write_text("3"),
    "nested too deep": lambda root: cached(root).write_text("[" * 100_000),
    "a folder": lambda root: (cached(root).unlink(), cached(root).mkdir()),
    "no key": change(lambda content: content.pop("key")),
    "another key": change(set_item("key", "x")),
    "no files": change(lambda content: content.pop("files")),
    "files as a list": change(set_item("files", [])),
    "files as numbers": change(set_item("files", {"app/main.tf": 1})),
    "roots as a list": change(set_item("roots", [1])),
    "roots as a number": change(set_item("roots", 7)),
    "roots as null": change(set_item("roots", None)),
    "a root as a number": change(lambda content: content["roots"].update(other=7)),
    "a root as a list": change(lambda content: content["roots"].update(other=[])),
    "a root without facts": change(lambda content: content["roots"]["other"].pop("facts")),
    "facts as a text": change(lambda content: content["roots"]["other"].update(facts="abc")),
    "facts as an object": change(lambda content: content["roots"]["other"].update(facts={"a": 1})),
    "facts as null": change(lambda content: content["roots"]["other"].update(facts=None)),
    "a fact as null": change(lambda content: content["roots"]["other"].update(facts=[None])),
    "a fact as a number": change(lambda content: content["roots"]["other"].update(facts=[5])),
    "a fact as a place": change(lambda content: content["roots"]["other"].update(facts=[[3, 0, 0, 1]])),
    "a fact as a setting's value": change(lambda content: content["roots"]["other"].update(facts=[[5, "x", None]])),
    "a fault as a fact": change(
        lambda content: content["roots"]["other"].update(faults=content["roots"]["other"]["facts"])
    ),
    "an empty fact": change(lambda content: content["roots"]["other"].update(facts=[[]])),
    "a fact nested too deep": change(
        lambda content: content["roots"]["other"].update(facts=[json.loads("[0," * 900 + "1" + "]" * 900)])
    ),
    "a record that there is not": fact(set_item(0, 99)),
    "a negative record": fact(set_item(0, -1)),
    "a text for a record": fact(set_item(0, "x")),
    "too few fields": fact(lambda found: found.__delitem__(slice(2, None))),
    "too many fields": fact(lambda found: found.extend([1, 2, 3])),
    "a number for a name": fact(set_item(2, 3)),
    "a list for a label": fact(set_item(3, [0, "x"])),
    "a place for a home": fact(set_item(4, [3, 0, 0, 1])),
    "a text for a limit": fact(set_item(5, "10")),
    "a float in a limit": fact(lambda found: found[5].__setitem__(1, 1.5)),
    "an object in a limit": fact(lambda found: found[5].__setitem__(1, {"a": 1})),
    "a list for a text": fact(lambda found: found[4].__setitem__(1, ["x"])),
    "null for a place": fact(set_item(1, None)),
    "a place beyond the end": fact(set_item(1, [3, 0, 0, 10**9])),
    "a negative place": fact(set_item(1, [3, 0, -5, 2])),
    "a place backwards": fact(set_item(1, [3, 0, 9, 2])),
    "a place with fractions": fact(set_item(1, [3, 0, 0.5, 2])),
    "a place with true": fact(set_item(1, [3, 0, True, 2])),
    "a place in a file that there is not": fact(set_item(1, [3, 77, 0, 1])),
    "a place in no number": fact(set_item(1, [3, "x", 0, 1])),
    "a path out of the project": change(lambda content: content["roots"]["other"].update(paths=["../x"])),
    "an absolute path": change(lambda content: content["roots"]["other"].update(paths=["/etc/passwd"])),
    "a path as a number": change(lambda content: content["roots"]["other"].update(paths=[3])),
    "paths as a text": change(lambda content: content["roots"]["other"].update(paths="main.tf")),
    "files of a root as a list": change(lambda content: content["roots"]["other"].update(files=["other/main.tf"])),
    "a file of a root out of the project": change(
        lambda content: content["roots"]["other"]["files"].update({"../../../../etc/passwd": None})
    ),
    "absent as a number": change(lambda content: content["roots"]["other"].update(absent=3)),
    "absent as numbers": change(lambda content: content["roots"]["other"].update(absent=[3])),
    "absent with a zero byte": change(lambda content: content["roots"]["other"].update(absent=["a\0b"])),
    "every name a number": every_fact(set_item(2, 3)),
    "every place a text": every_fact(set_item(1, "x")),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_what_is_broken_in_the_cache_is_read_again(project, broken):
    said(project, True)
    expected = said(project, False)
    before = cached(project).read_text()
    broken(project)
    assert cached(project).is_dir() or cached(project).read_bytes() != before.encode()
    assert said(project, True) == expected
    assert said(project, True) == expected


def test_a_platform_that_is_not_known(project):
    (project / "other/db.tf").write_text('resource "aws_db_instance" "a" {\n  engine = "postgres"\n}\n')

    def run():
        units = read(Disk(str(project)), walk(str(project)), None, Cache(str(project)))
        return [unit.fact.platform for unit in units.servers.values()]

    assert run() == ["aws_rds_postgresql"]
    cached(project).write_text(cached(project).read_text().replace("aws_rds_postgresql", "aws_rds_x"))
    assert run() == ["aws_rds_postgresql"]


def test_nothing_is_shown_of_files_that_the_cache_names(project, tmp_path_factory):
    """A repository may bring a cache along: it cannot make pglint show lines of files that are not Terraform."""
    secret = tmp_path_factory.mktemp("elsewhere") / "secret"
    secret.write_text("swordfish\n")
    said(project, True)
    for path in (str(secret), os.path.relpath(secret, project)):
        content = stored(project)
        content["roots"]["other"]["paths"] = [path]
        fault = [11, "syntax-error", "x", [3, 0, 0, 9], *[""] * 4, None, None, [0]]
        content["roots"]["other"]["faults"] = [fault]
        cached(project).write_text(json.dumps(content))
        result = subprocess.run(
            [sys.executable, "-m", "pglint", "check"], cwd=project, capture_output=True, text=True, check=False
        )
        assert (result.stderr, "swordfish" in result.stdout) == ("", False)


def test_from_process_to_process():
    tree = Memory({"a.tf": "äbc\r\n\udc80"})
    span = Span(tree.source("a.tf"), 1, 3)
    fault = Fault("syntax-error", "no ¿", span, related=(("here", span),))
    reading = Reading("x", ("a.tf",), ("b",), (fault,), ())
    assert unpacked(packed(reading), tree) == reading
    assert unpacked(packed(reading), Memory({})) is None
