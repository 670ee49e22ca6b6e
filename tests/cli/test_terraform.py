"""Terraform from the command line: broken files, suppressions, variable files, named files, standard input, stacks."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from pglint.cli.main import run

APP = """
resource "postgresql_role" "app" {
  name             = "app"
  login            = true
  connection_limit = 0
}
"""
FOUND = 'main.tf:5:22: LIM003 error: "app" has LOGIN and CONNECTION LIMIT 0: nobody can log in as it'


class Project:
    """A folder that is the working directory."""

    def __init__(self, root, capsys):
        self.root = root
        self._capsys = capsys

    def write(self, files):
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def run(self, *words):
        """What it prints, the same on standard error, and its exit status."""
        status = run(words)
        out, err = self._capsys.readouterr()
        return out, err, status

    def check(self, *words):
        """The lines of ``pglint check --format concise``."""
        out, err, _ = self.run("check", "--format", "concise", "--no-cache", *words)
        assert err == ""
        return out.splitlines()


@pytest.fixture
def project(tmp_path, monkeypatch, capsys):
    (tmp_path / "pglint.toml").write_text("")
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path, capsys)


ROLE_X = 'resource "postgresql_role" "x" {{\n  name             = "x"\n  connection_limit = {}\n}}\n'
BROKEN = [
    ("x.tf", "locals {\n  a = 1\n", "1:8", "unclosed configuration block"),
    ("x.tf", 'locals {\n  a = "open\n}\n', "2:12", "invalid multi-line string"),
    ("x.tf", "locals {\n  a =\n}\n", "2:6", "invalid expression"),
    ("x.tf", 'locals {\n  a = "%{if true}x"\n}\n', "2:19", "unexpected end of template"),
    ("x.tf", 'resource "aws_s3_bucket" "b" {\n  tags {\n    n = [1 2]\n  }\n}\n', "3:12", "missing item separator"),
    ("x.tf", "locals {\n  a = 1 b = 2\n}\n", "2:9", "missing newline after argument"),
    ("x.tf", "locals {\n  a = 1\n  a = 2\n}\n", "3:3", "attribute redefined"),
    ("x.tf", "locals {\n  a = [1, 2\n}\n", "3:1", "missing item separator"),
    ("x.tf", "locals {\n  a = 'x'\n}\n", "2:7", "invalid character"),
    ("x.tf", "locals {\n  a = <<EOT\nopen\n}\n", "5:1", "unterminated template string"),
    ("x.tf", "}\n", "1:1", "argument or block definition required"),
    ("x.tf", "some words\n", "1:11", "invalid block definition"),
    ("x.tf", ROLE_X.format("0 0"), "3:24", "missing newline after argument"),
    ("x.tf", ROLE_X.format("1 +"), "3:25", "invalid expression"),
    ("x.tf", ROLE_X.format("var.x ? 1"), "3:31", "missing false expression in conditional"),
    ("x.tf", ROLE_X.format("[for x in y x]"), "3:34", "invalid 'for' expression"),
    ("x.tf", ROLE_X.format('"%{ if true }1"'), "3:36", "unexpected end of template"),
    ("x.tf", APP.replace("app", "x") + "resource {\n", "7:10", "unclosed configuration block"),
    ("x.tf.json", '{"locals": {"a": 1,}}\n', "1:19", "trailing comma in object"),
    ("x.tf.json", '{"locals": {"a": 1}\n', "1:1", "unclosed object"),
    ("x.tf.json", "{locals: {}}\n", "1:2", "invalid JSON keyword"),
    ("x.tf.json", '{"locals": {}} x\n', "1:16", "extraneous data after value"),
    ("x.tf.json", "", "1:1", "missing value"),
    ("x.tf.json", "[1]\n", "1:2", "incorrect JSON value type"),
    ("terraform.tfvars", "x =\n", "1:4", "invalid expression"),
    ("terraform.tfvars", "x = [1\n", "1:5", "unterminated tuple constructor expression"),
    ("terraform.tfvars", "x = 1 2\n", "1:7", "missing newline after argument"),
    ("a.auto.tfvars", "x == 3\n", "1:1", "argument or block definition required"),
    ("a.auto.tfvars.json", '{"x": 3', "1:1", "unclosed object"),
    ("override.tf", "locals {\n", "1:8", "unclosed configuration block"),
]


@pytest.mark.parametrize(("name", "text", "place", "message"), BROKEN)
def test_a_broken_file_is_one_fault_and_the_rest_is_checked(project, name, text, place, message):
    project.write({"main.tf": APP, name: text})
    found = project.check()
    broken = [line for line in found if "CFG005" in line]
    assert len(broken) == 1
    assert broken[0].startswith(f"{name}:{place}: CFG005 error: {message}")
    assert FOUND in found
    assert not [line for line in found if "internal" in line]


def test_several_broken_files_are_one_fault_each(project):
    project.write({"main.tf": APP, "a.tf": "locals {\n", "b.tf": "locals {\n  x =\n  y =\n}\n", "c.tf.json": "{"})
    assert [line.partition(" error:")[0] for line in project.check()] == [
        "a.tf:1:8: CFG005",
        "b.tf:2:6: CFG005",
        "c.tf.json:1:2: CFG005",
        "main.tf:5:22: LIM003",
    ]


def test_a_broken_file_of_a_module_that_two_roots_call(project):
    call = 'module "m" {\n  source = "../m"\n}\n'
    project.write({"a/main.tf": call, "b/main.tf": call, "m/main.tf": APP, "m/x.tf": "locals {\n"})
    assert [line.partition(" error:")[0] for line in project.check()] == ["m/main.tf:5:22: LIM003", "m/x.tf:1:8: CFG005"]


def test_the_blocks_beside_the_fault_are_checked(project):
    text = APP + 'resource "postgresql_role" "b" {\n  name = "b"\n  login = true = 3\n}\n' + APP.replace("app", "c")
    project.write({"main.tf": text})
    assert [line.partition(" error:")[0] for line in project.check()] == [
        "main.tf:5:22: LIM003",
        "main.tf:9:16: CFG005",
        "main.tf:15:22: LIM003",
    ]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("x.tf", "locals {}\n".encode("utf-16"), "the file is UTF-16"),
        ("x.tf", b"\0" * 200, "the file is binary"),
    ],
)
def test_a_file_that_is_no_text(project, name, data, message):
    project.write({"main.tf": APP, name: data})
    first, second = project.check()
    assert (first, second.startswith(f"{name}:1:1: CFG010 warning: {message}")) == (FOUND, True)


def test_an_unknown_value_is_told_where_it_is_asked_for(project):
    text = APP.replace("0\n", "var.limit\n") + 'variable "limit" {\n  type = number\n}\n'
    project.write({"main.tf": text})
    assert project.check() == []
    assert "main.tf:7: LIM003 not decided: var.limit has no default" in project.run("check", "--show-unknown")[0]


ONE_LINE = APP.replace("= 0\n", "= 0 {}\n")
ABOVE = APP.replace("  connection_limit", "  {}\n  connection_limit")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ONE_LINE.replace("{}", "# pglint: ignore[LIM003] nobody shall"), []),
        (ONE_LINE.replace("{}", "// pglint: ignore[LIM003] nobody shall"), []),
        (ONE_LINE.replace("{}", "/* pglint: ignore[LIM003] nobody shall */"), []),
        (ONE_LINE.replace("{}", "# pglint: ignore[LIM] the family"), []),
        (ABOVE.replace("{}", "# pglint: ignore[LIM003] above"), []),
        (ABOVE.replace("{}", "// pglint: ignore[LIM003]\n  # and a second line"), []),
        (ABOVE.replace("{}", "/* pglint: ignore[LIM003] */"), []),
        ("# pglint: ignore-file[LIM003] all of it\n" + APP, []),
        (ONE_LINE.replace("{}", "# pglint: ignore[CAP003]"), ["5:22: LIM003", "5:41: PGL001"]),
        (ONE_LINE.replace("{}", "# pglint: ignore[LIM999]"), ["5:22: LIM003", "5:41: PGL002"]),
        (ONE_LINE.replace("{}", "# pglint: ignore LIM003"), ["5:22: LIM003", "5:26: PGL002"]),
        (APP.replace('"app"\n', '"app # pglint: ignore[LIM003]"\n'), ["5:22: LIM003"]),
        (APP.replace('"app"\n', '"app" # pglint: ignore[LIM003] one line too high\n'), ["3:45: PGL001", "5:22: LIM003"]),
        ("# pglint: ignore-file[LIM001]\n" + APP, ["1:23: PGL001", "6:22: LIM003"]),
    ],
)
def test_suppressions(project, text, expected):
    project.write({"main.tf": text})
    assert [line.removeprefix("main.tf:").rpartition(" error")[0] or line[8:20] for line in project.check()] == expected


def test_a_suppression_in_a_variable_file_that_suppresses_nothing(project):
    project.write({"main.tf": APP, "terraform.tfvars": "x = 1 # pglint: ignore[LIM003]\n"})
    assert project.check() == [FOUND, "terraform.tfvars:1:24: PGL001 warning: no finding of LIM003 here to suppress"]


def test_suppressed_at_the_attribute_not_where_the_value_is_written(project):
    text = APP.replace("0\n", "var.limit\n") + 'variable "limit" {\n  default = 0\n}\n'
    project.write({"main.tf": text})
    assert project.check() == [FOUND + " (var.limit, main.tf:8)"]
    project.write({"main.tf": text.replace("= 0\n", "= 0 # pglint: ignore[LIM003]\n")})
    assert [line[:23] for line in project.check()] == ["main.tf:5:22: LIM003 er", "main.tf:8:32: PGL001 wa"]


def test_variable_files_of_the_command_line_win_over_those_of_the_configuration(project):
    project.write(
        {
            "pglint.toml": '[terraform]\nvar-files = ["one.tfvars"]\n',
            "main.tf": APP.replace("0\n", "var.limit\n") + 'variable "limit" {\n  default = 5\n}\n',
            "one.tfvars": "limit = 0\n",
            "two.tfvars": "limit = 2\n",
            "none.tfvars": "limit = 0\n",
        }
    )
    assert project.check() == [FOUND + " (var.limit, one.tfvars:1)"]
    assert project.check("--var-file", "two.tfvars") == []
    assert project.check("--var-file=two.tfvars", "--var-file", "none.tfvars") == [FOUND + " (var.limit, none.tfvars:1)"]
    assert project.check("--var-file", "none.tfvars", "--var-file=two.tfvars") == []


def test_the_environment_counts_where_it_is_asked_for(project, monkeypatch):
    files = {"main.tf": APP.replace("0\n", "var.limit\n") + 'variable "limit" {\n  default = 5\n}\n'}
    project.write(files)
    monkeypatch.setenv("TF_VAR_limit", "0")
    assert project.check() == []
    project.write({"pglint.toml": "[terraform]\nenvironment = true\n"})
    assert [line.partition(" (")[0] for line in project.check()] == [FOUND]
    project.write({"terraform.tfvars": "limit = 3\n"})
    assert project.check() == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--var-file", "missing.tfvars"], "--var-file missing.tfvars: no such file"),
        (["--var-file", "sub"], "--var-file sub: no such file"),
        (["--var-file", "../outside.tfvars"], "--var-file ../outside.tfvars: lies outside of the project"),
        (["--var-file"], "--var-file needs a value"),
        (["--var-file", "--quiet"], "--var-file needs a value"),
        (["--var-files", "x"], "unknown option --var-files, did you mean --var-file?"),
    ],
)
@pytest.mark.parametrize("command", ["check", "stacks"])
def test_wrong_variable_files(project, command, words, message):
    (project.root / "sub").mkdir()
    (project.root.parent / "outside.tfvars").write_text("")
    out, err, status = project.run(command, *words)
    assert (out, status) == ("", 2)
    assert err.startswith(f"pglint: {message}")


def test_variable_files_of_other_commands(project):
    assert project.run("rules", "--var-file", "x")[2] == 2


SERVER = """
resource "aws_db_parameter_group" "main" {
  family = "postgres15"
  parameter {
    name         = "max_connections"
    value        = 30
    apply_method = "pending-reboot"
  }
  parameter {
    name  = "statement_timeout"
    value = 30
  }
}
resource "aws_db_instance" "main" {
  engine               = "postgres"
  instance_class       = "db.m6g.large"
  parameter_group_name = aws_db_parameter_group.main.name
}
"""
ROLES = """
resource "postgresql_role" "app" {
  name             = "app"
  login            = true
  connection_limit = 50
}
"""


def codes(lines):
    return [line.split(": ")[0].rpartition(":")[0] + " " + line.split(" ")[1] for line in lines]


def test_a_named_file_is_judged_with_all_the_others(project):
    project.write({"infra/server.tf": SERVER, "infra/roles.tf": ROLES, "other/main.tf": APP})
    roles, timeout, other = "infra/roles.tf:5 LIM002", "infra/server.tf:11 TMO002", "other/main.tf:5 LIM003"
    assert codes(project.check()) == [roles, timeout, other]
    assert codes(project.check("infra/roles.tf")) == [roles]
    # The server's max_connections is a related place of the role's finding.
    assert codes(project.check("infra/server.tf")) == [roles, timeout]
    assert codes(project.check("infra")) == [roles, timeout]
    assert codes(project.check("other/main.tf")) == [other]
    assert codes(project.check("other", "infra/roles.tf")) == [roles, other]


def test_a_named_variable_file(project):
    project.write(
        {
            "main.tf": APP.replace("0\n", "var.limit\n") + 'variable "limit" {}\n',
            "terraform.tfvars": "limit = 0\n",
            "other.tf": APP.replace("app", "b"),
        }
    )
    assert codes(project.check("terraform.tfvars")) == ["main.tf:5 LIM003"]


def test_nothing_undecided_is_told_of_other_files(project):
    project.write({"a/main.tf": SERVER, "b/main.tf": ROLES.replace("50", "var.limit") + 'variable "limit" {}\n'})
    out = project.run("check", "--show-unknown", "--quiet", "b")[0]
    assert "a/main.tf" not in out.replace("a/main.tf:6", "")


def test_standard_input(project, monkeypatch):
    project.write({"infra/server.tf": SERVER, "infra/roles.tf": ROLES})

    def given(text):
        class Stdin:
            buffer = io.BytesIO(text.encode())

        monkeypatch.setattr(sys, "stdin", Stdin())
        return codes(project.check("-", "--stdin-filename", "infra/roles.tf"))

    assert given(ROLES) == ["infra/roles.tf:5 LIM002"]
    assert given(ROLES.replace("50", "20")) == []
    assert given(ROLES.replace("50", "0")) == ["infra/roles.tf:5 LIM003"]
    assert given("locals {\n") == ["infra/roles.tf:1 CFG005"]


def test_standard_input_that_is_no_file_yet(project, monkeypatch):
    project.write({"infra/server.tf": SERVER})

    class Stdin:
        buffer = io.BytesIO(ROLES.encode())

    monkeypatch.setattr(sys, "stdin", Stdin())
    assert codes(project.check("-", "--stdin-filename", "infra/new.tf")) == ["infra/new.tf:5 LIM002"]


def test_stacks(project):
    project.write({"infra/server.tf": SERVER, "infra/roles.tf": ROLES, "infra/pgbouncer.ini": "[databases]\n[pgbouncer]\n"})
    assert project.run("stacks", "--no-cache") == (
        "stack infra\n"
        "  infra/pgbouncer.ini   pgbouncer.ini   infra/server.tf is the only server\n"
        "  infra/roles.tf        terraform       infra/server.tf has the only server of its Terraform root\n"
        "  infra/server.tf       terraform       aws_db_instance.main is a server of its own\n",
        "",
        0,
    )


def test_stacks_as_json(project):
    project.write({"db/server.tf": SERVER, "roles/main.tf": ROLES})
    out, _, status = project.run("stacks", "--format", "json", "--no-cache")
    assert status == 0
    assert json.loads(out) == [
        {
            "name": "db",
            "files": [
                {"file": "db/server.tf", "kind": "terraform", "reason": "aws_db_instance.main is a server of its own"},
                {"file": "roles/main.tf", "kind": "terraform", "reason": "db/server.tf is the nearest server"},
            ],
        }
    ]


def test_stacks_of_named_files(project):
    project.write({"a/main.tf": SERVER, "b/main.tf": SERVER})
    assert project.run("stacks", "b", "--no-cache")[0].splitlines()[0] == "stack b"


def test_a_folder_of_other_resources_is_nothing(project):
    project.write({"main.tf": 'resource "aws_s3_bucket" "logs" {\n  bucket = "logs"\n}\n'})
    assert project.run("check", "--no-cache") == ("no findings in 2 files\n", "", 0)
    assert project.run("stacks", "--no-cache") == ("no files to check\n", "", 0)


LOADED = """
import sys
from pglint.cli.main import run
run(["check", "--quiet", *sys.argv[1:]])
print(sorted({name.partition(".")[0] for name in sys.modules} & {"hcl2", "lark", "yaml"}), file=sys.stderr)
print("pglint.formats.terraform.evaluate" in sys.modules, file=sys.stderr)
"""


def loaded(root: Path, *words):
    result = subprocess.run([sys.executable, "-c", LOADED, *words], cwd=root, capture_output=True, text=True, check=False)
    return result.stderr.splitlines()


def test_nothing_is_loaded_where_there_is_nothing_of_ours(project):
    project.write({"main.tf": 'resource "aws_s3_bucket" "logs" {\n  bucket = "logs"\n}\n'})
    assert loaded(project.root) == ["[]", "False"]


def test_nothing_is_loaded_where_nothing_changed(project):
    project.write({"infra/server.tf": SERVER, "infra/roles.tf": ROLES})
    assert loaded(project.root)[1] == "True"
    assert loaded(project.root) == ["[]", "False"]
    assert loaded(project.root, "--no-cache")[1] == "True"


def test_what_is_excluded_is_not_read(project):
    project.write(
        {
            "pglint.toml": 'exclude = ["old_*", "*.auto.tfvars"]\n',
            "main.tf": APP.replace("0", "var.limit") + 'variable "limit" {\n  default = 5\n}\n',
            "old_roles.tf": APP.replace("app", "old"),
            "a.auto.tfvars": "limit = 0\n",
        }
    )
    assert project.check() == []
