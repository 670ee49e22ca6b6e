"""The Terraform of fixtures/: what is read of Terraform, construct by construct, occurs in it, and what it says is true."""

import re
from pathlib import Path

import pytest

from pglint.cli.main import run
from pglint.formats.terraform.interest import MODULES, module_name

TERRAFORM = Path(__file__).resolve().parents[1] / "fixtures" / "terraform"
PROJECTS = sorted(path.parent.name for path in TERRAFORM.glob("*/pglint.toml"))
NAMES = sorted(str(path.relative_to(TERRAFORM)) for path in TERRAFORM.rglob("*") if path.is_file())


def texts(*endings):
    """The files of Terraform with these endings, comments left out."""
    files = (path for path in sorted(TERRAFORM.rglob("*")) if path.is_file() and path.name.endswith(endings))
    return "\n".join(re.sub(r"(?m)^\s*#.*$", "", path.read_text(encoding="utf-8")) for path in files)


HCL, JSON, VALUES, CONFIG = texts(".tf"), texts(".tf.json"), texts(".tfvars"), texts("pglint.toml")

FILES = {
    "*.tf": r"[^/]+/main\.tf",
    "*.tf.json": r".*\.tf\.json",
    "override.tf or *_override.tf": r".*(/|_)override\.tf",
    "terraform.tfvars": r".*/terraform\.tfvars",
    "*.auto.tfvars": r".*\.auto\.tfvars",
    "a variable file that is named": r".*/sizes/production\.tfvars",
    "a file that file() reads": r".*\.yaml",
    "a template": r".*\.tftpl",
    "a plan": r".*plan\.json",
    "a module in a folder of its own": r".*/modules/[^/]+/main\.tf",
    "pgbouncer.ini beside Terraform": r".*/pgbouncer\.ini",
}

CONSTRUCTS = {
    "string": r"type\s*= string",
    "number": r"type\s*= number",
    "bool": r"type\s*= bool",
    "any": r"type\s*= any",
    "list": r"type\s*= list\(",
    "set": r"type\s*= set\(",
    "map": r"type\s*= map\(",
    "tuple": r"type\s*= tuple\(\[",
    "object": r"object\(\{",
    "optional with a default": r"optional\([^()]+, -?\d+\)",
    "optional in an optional": r"optional\(list\(string\), \[\]\)",
    "a default": r"default\s*= \d+",
    "no default": r'variable "\w+" \{\s+type = \w+\n\}',
    "nullable": r"nullable\s*= false",
    "sensitive": r"sensitive\s*= true",
    "validation": r"validation \{",
    "locals": r"locals \{",
    "a reference to a variable": r"= var\.\w+",
    "a reference to a local": r"= local\.\w+",
    "a reference to a resource": r"= aws_db_instance\.\w+\.address",
    "a reference to a module": r"= module\.\w+\.\w+",
    "a reference to an instance of a module": r'module\.\w+\["\w+"\]\.\w+',
    "addition": r" \+ \d",
    "subtraction": r" - \d",
    "multiplication": r" \* \d",
    "division": r" / \d",
    "minus": r"-1\b",
    "comparison for equality": r" == ",
    "comparison with null": r" != null",
    "comparison by size": r" > \d",
    "and": r" && ",
    "not": r"!\w+",
    "conditional": r"\S \? \S+ : \S",
    "template": r'"\$\{[^}]+\}-',
    "template directive for": r"%\{ for ",
    "template directive if": r"%\{if ",
    "template directive else": r"%\{else\}",
    "directive that trims": r"~\}",
    "heredoc": r"<<[A-Z]",
    "heredoc, indented": r"<<-[A-Z]",
    "for to a list": r"\[for \w+ in ",
    "for to a map": r"\{ for \w+, \w+ in [^:]+: \w+ => ",
    "for with a condition": r"=> [^\n]* if ",
    "splat": r"\[\*\]\.\w+",
    "index by number": r"\w\[\d\]",
    "index by key": r'\["\w+"\]',
    "count": r"^\s+count\s*= ",
    "count.index": r"count\.index",
    "for_each over a map": r"for_each\s*= (var|local)\.",
    "for_each over a set": r"for_each\s*= toset\(",
    "each": r"each\.(key|value)",
    "dynamic": r'dynamic "\w+" \{',
    "dynamic without an iterator": r"= parameter\.(key|value)",
    "iterator": r"iterator = \w+",
    "a module call": r'module "\w+" \{\s+source\s+= "\.\.?/',
    "a module call with count": r'module "\w+" \{\s+source = "\.\.[^\n]+\s+count ',
    "a module call with for_each": r'module "\w+" \{\s+source   = "\.\.[^\n]+\s+for_each ',
    "providers of a module call": r"providers = \{",
    "an output": r'output "\w+" \{',
    "a provider": r'provider "postgresql" \{\s+host',
    "an alias of a provider": r'provider "postgresql" \{\s+alias',
    "a provider of a resource": r"provider\s*= postgresql\.\w+",
    "required_providers": r'postgresql = \{\s+source = "cyrilgdn/postgresql"',
    "path.module": r"path\.module",
    "self": r"self\.\w+",
}

FUNCTIONS = (
    "try", "lookup", "merge", "coalesce", "tostring", "tonumber", "tolist", "tomap", "toset", "concat", "flatten", "keys",
    "values", "length", "min", "max", "floor", "ceil", "format", "join", "split", "lower", "upper", "replace",
    "jsondecode", "jsonencode", "yamldecode", "zipmap", "setproduct", "can", "contains", "element", "range", "one",
    "file", "templatefile",
)  # fmt: skip

RESOURCES = (
    "postgresql_role", "postgresql_grant_role", "postgresql_database", "postgresql_replication_slot",
    "postgresql_physical_replication_slot", "postgresql_publication", "postgresql_subscription",
    "aws_db_parameter_group", "aws_rds_cluster_parameter_group", "aws_db_instance", "aws_rds_cluster",
    "aws_rds_cluster_instance", "google_sql_database_instance", "google_alloydb_cluster", "google_alloydb_instance",
    "azurerm_postgresql_flexible_server", "azurerm_postgresql_flexible_server_configuration",
    "azurerm_postgresql_server", "azurerm_postgresql_configuration", "digitalocean_database_cluster",
    "digitalocean_database_connection_pool", "digitalocean_database_postgresql_config", "aiven_pg",
    "aiven_connection_pool",
)  # fmt: skip

OTHERS = {
    "aws_db_proxy in JSON": (JSON, r'"aws_db_proxy": \{'),
    "aws_db_proxy_default_target_group in JSON": (JSON, r'"aws_db_proxy_default_target_group": \{'),
    "aws_db_proxy_target in JSON": (JSON, r'"aws_db_proxy_target": \{'),
    "an expression in JSON": (JSON, r'"\$\{var\.\w+ \? 1 : 0\}"'),
    "the PgBouncer that Azure brings": (HCL, r'"pgbouncer\.'),
    "a formula of Amazon": (HCL, r"LEAST\(\{DBInstanceClassMemory/\d+\},\d+\)"),
    "capacity of Aurora Serverless": (HCL, r"serverlessv2_scaling_configuration"),
    "logical replication of Amazon": (HCL, r'"rds\.logical_replication"'),
    "another engine": (HCL, r'"mysql8\.0"'),
    "values of objects in a variable file": (VALUES, r"web\s+= \{ pool = \d+, limit = \d+ \}"),
    "variable files in the configuration": (CONFIG, r'var-files = \["sizes/production\.tfvars"\]'),
    "a declared stack": (CONFIG, r"\[\[stack\]\]"),
}


def test_there_are_projects():
    assert len(PROJECTS) >= 6


@pytest.mark.parametrize("pattern", FILES.values(), ids=FILES)
def test_every_kind_of_file_occurs(pattern):
    assert any(re.fullmatch(pattern, name) for name in NAMES)


@pytest.mark.parametrize("pattern", CONSTRUCTS.values(), ids=CONSTRUCTS)
def test_every_construct_occurs(pattern):
    assert re.search(pattern, HCL, re.MULTILINE)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_occurs(name):
    assert re.search(rf"(?<![\w.]){name}\(", HCL)


@pytest.mark.parametrize("kind", RESOURCES)
def test_every_resource_occurs(kind):
    assert f'resource "{kind}" "' in HCL


@pytest.mark.parametrize(("text", "pattern"), OTHERS.values(), ids=OTHERS)
def test_everything_else_occurs(text, pattern):
    assert re.search(pattern, text, re.MULTILINE)


def test_every_module_of_a_registry_occurs():
    called = {module_name(source) for source in re.findall(r'source\s*= "([^"]+)"', HCL)}
    # The module of Cloud SQL has two names, of which the old one is enough.
    assert called >= {name for name in MODULES if not name.startswith("GoogleCloudPlatform/")}


@pytest.mark.parametrize("project", PROJECTS)
def test_warm_is_cold(project, tmp_path, monkeypatch, capsysbinary):
    """With the cache, without it, and while it is made: the same bytes, also with a second look at what is unknown."""
    import shutil

    shutil.copytree(TERRAFORM / project, tmp_path / project)
    monkeypatch.chdir(tmp_path / project)

    def printed(*options):
        status = run(["check", "--show-unknown", "--format", "json", *options])
        return status, capsysbinary.readouterr()

    cold = printed("--no-cache")
    assert not (tmp_path / project / ".pglint_cache").exists()
    assert printed() == cold
    assert (tmp_path / project / ".pglint_cache" / "terraform.json").is_file()
    from pglint.formats.terraform.roots import Roots

    monkeypatch.setattr(Roots, "evaluate", None)  # nothing is evaluated any more
    assert printed() == cold
