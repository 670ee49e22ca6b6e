"""Which files of a commit make the pre-commit hook run: every one that pglint reads, and few others."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from pglint.project import kind

ROOT = Path(__file__).resolve().parents[1]


def hook() -> dict[str, Any]:
    found, fixing = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    same = ("files", "language", "pass_filenames", "require_serial")
    assert [fixing[key] for key in same] == [found[key] for key in same]
    assert (found["entry"], fixing["entry"]) == ("pglint check", "pglint check --fix")
    return found


@pytest.mark.parametrize(
    "path",
    [
        "pglint.toml",
        "pyproject.toml",
        "db/postgresql.conf",
        "db/postgresql.conf.j2",
        "db/customPostgresql.conf",
        "db/postgresql.auto.conf",
        "db/postgresql.conf-16.j2",
        "pg_hba.conf",
        "roles/db/templates/pg_hba.conf.j2",
        "pgbouncer.ini",
        "PgBouncer.ini",
        "pooler/pgbouncer.prod.ini",
        "pooler/pgbouncer.ini.erb",
        "pooler/pgbouncer.conf",
        "pooler/userlist.txt",
        "db/conf.d/10-memory.conf",
        "db/postgresql.conf.d/10-memory.conf",
        "infra/postgres/replication.conf",
        "pgbouncer/databases.ini",
        "infra/main.tf",
        "infra/main.tf.json",
        "infra/prod.auto.tfvars",
        "infra/terraform.tfvars.json",
        "infra/tfplan.json",
        "db/migrations/V1__init.sql",
        "db/roles.psql",
        "db/roles.pgsql",
        "db/roles.sql.j2",
        "sqitch.plan",
    ],
)
def test_runs_for(path: str) -> None:
    assert re.search(hook()["files"], path)


@pytest.mark.parametrize(
    "path",
    ["README.md", "src/app.py", "nginx.conf", "src/postgres.py", "docs/pgbouncer.md", "package.json", "setup.cfg", "a.sqlite", "mysql.py"],
)
def test_does_not_run_for(path: str) -> None:
    assert not re.search(hook()["files"], path)
    assert kind(path) is None
