"""Terraform modules on disk as teams write them: each a PostgreSQL server of some cloud, with its roles, databases,
parameters and pooler in ten files. Texts come from modules/; names and numbers from a seed, so a tree is always the same.
"""

import random
import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.bench.terraform_words import DUTIES, PEOPLE, TEAMS, TOOLS, numbers

TEMPLATES = Path(__file__).with_name("modules")
COMMON = ("variables.tf", "locals.tf", "roles.tf", "databases.tf", "outputs.tf", "terraform.tfvars")
KINDS = {  # what a server of this kind adds to the common files
    "rds": ("aws/main.tf", "rds/parameters.tf", "rds/instance.tf", "aws/proxy.tf"),
    "aurora": ("aws/main.tf", "aurora/parameters.tf", "aurora/instance.tf", "aws/proxy.tf"),
    "replicated": ("aws/main.tf", "rds/parameters.tf", "rds/instance.tf", "rds/replication.tf"),
    "cloudsql": ("cloudsql/main.tf", "cloudsql/flags.tf", "cloudsql/instance.tf", "cloudsql/replicas.tf"),
    "azure": ("azure/main.tf", "azure/configuration.tf", "azure/server.tf", "azure/pooler.tf"),
}
TARGETS = {
    "rds": "db_instance_identifier = aws_db_instance.this.identifier",
    "aurora": "db_cluster_identifier = aws_rds_cluster.this.cluster_identifier",
}

Words = Mapping[str, object]


def write_modules(folder: Path, number: int, seed: int = 1) -> int:
    """Write ``number`` modules of ten files below ``folder``, where whatever was there is removed; how many files."""
    shutil.rmtree(folder, ignore_errors=True)
    kinds = list(KINDS)
    for at in range(number):
        dice = random.Random(f"{seed}/{at}")
        kind = kinds[at % len(kinds)]
        team = TEAMS[at % len(TEAMS)]
        words = numbers(dice) | _blocks(dice, team) | {"proxy_target": TARGETS.get(kind, "")}
        environment = ("production", "production", "staging")[at % 3]
        words |= {"team": team, "name": f"{team}-{at:02}", "environment": environment}
        module = folder / "teams" / f"{team}-{at:02}" / environment
        _write(module, {Path(path).name: _text(path, words) for path in _paths(kind)})
    (folder / ".git").mkdir(parents=True, exist_ok=True)  # the root, without a configuration to read
    return number * len(_paths("rds"))


def write_small(folder: Path, seed: int = 1) -> int:
    """Write one module of three files, a server's parameter group and its roles, all in ``folder``; how many files."""
    shutil.rmtree(folder, ignore_errors=True)
    dice = random.Random(seed)
    names = ("main.tf", "variables.tf", "terraform.tfvars")
    words = numbers(dice) | {"services": _services(dice, "orders"), "team": "orders"}
    _write(folder, {name: _text(f"small/{name}", words) for name in names})
    (folder / ".git").mkdir()
    return len(names)


def _paths(kind: str) -> list[str]:
    return [f"common/{name}" for name in COMMON] + list(KINDS[kind])


def _text(path: str, words: Words) -> str:
    """The template with its ``@words@`` put in."""
    template = (TEMPLATES / f"{path}.in").read_text(encoding="utf-8")
    return re.sub(r"@([a-z_]+)@", lambda found: str(words[found[1]]), template)


def _write(folder: Path, files: Mapping[str, str]) -> None:
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def _blocks(dice: random.Random, team: str) -> dict[str, object]:
    databases = [team, *(f"{team}_{suffix}" for suffix in dice.sample(("archive", "events", "jobs", "audit"), 2))]
    return {
        "services": _services(dice, team),
        "people": _lines(f'  "{name}.{team}",' for name in dice.sample(PEOPLE, dice.randint(2, 7))),
        "databases": _lines(_database(dice, name) for name in databases),
        "streams": _lines(_stream(dice, team, name) for name in dice.sample(("warehouse", "cache", "search"), 2)),
        "literal_roles": "".join(_role(dice, team, name) for name in dice.sample(TOOLS, dice.randint(2, 5))),
        "literal_databases": "".join(_scratch(dice, team, at) for at in range(dice.randint(0, 2))),
    }


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)


def _services(dice: random.Random, team: str) -> str:
    lines = []
    duties = sorted(dice.sample(DUTIES, dice.randint(4, 9)))
    width = max(map(len, duties))
    for duty in duties:
        replicas = f"replicas = {dice.randint(2, 8)}, " if dice.random() < 0.7 else ""
        reads = ", read_only = true" if duty in ("exporter", "indexer") else ""
        if dice.random() < 0.3:
            lines.append(f"  # {duty}: see DBA-{dice.randint(100, 2999)}")
        where = f'databases = ["{team}"]{reads}'
        lines.append(f"  {team}_{duty:<{width}} = {{ connections = {dice.randint(2, 12)}, {replicas}{where} }}")
    return _lines(lines)


def _database(dice: random.Random, name: str) -> str:
    extra = ', extensions = ["pg_stat_statements", "pgcrypto"]' if dice.random() < 0.5 else ""
    return f"  {name} = {{ limit = {dice.choice((-1, 50, 100, 150))}{extra} }}"


def _stream(dice: random.Random, team: str, name: str) -> str:
    tables = ", ".join(f'"app.{table}"' for table in dice.sample(("events", "items", "states", "users"), 2))
    return f"""\
    {name} = {{
      database = "{team}"
      tables   = [{tables}]
    }}"""


def _role(dice: random.Random, team: str, tool: str) -> str:
    """A role written out; some of them forget the limit, or say that there is none."""
    limit = dice.choice((5, 10, -1, None))
    stated = f"  connection_limit = {limit}\n\n" if limit else ""
    return f"""\
resource "postgresql_role" "{tool}" {{
{stated}  name  = "{team}_{tool}"
  login = true
  roles = [postgresql_role.group["readers"].name]

  statement_timeout = {dice.choice((60, 300, 600))} * 1000
}}

"""


def _scratch(dice: random.Random, team: str, at: int) -> str:
    return f"""\
# For {dice.choice(PEOPLE)}'s experiments; nothing here is backed up.
resource "postgresql_database" "scratch_{at}" {{
  name             = "{team}_scratch_{at}"
  owner            = postgresql_role.group["owners"].name
  connection_limit = {dice.choice((5, 10, 20))}
}}

"""
