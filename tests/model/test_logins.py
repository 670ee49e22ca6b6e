"""Who logs in as whom."""

import pytest

from pglint.model import logins
from tests.model.building import model, server

CONF = {"postgresql.conf": "max_connections = 100\n"}
SHOP = "[databases]\nshop = host=db user=app\nreports = host=db dbname=shop user=reader\n[pgbouncer]\npool_mode = transaction\n"
APPS = """\
[[stack]]
name = "prod"
include = ["**"]
[[stack.app]]
name = "jobs"
role = "app"
database = "shop"
[[stack.app]]
name = "web"
role = "web"
database = "shop"
via = "pooler"
"""
ROLE = 'resource "postgresql_role" "x" {{\n  name = "{name}"\n  login = true\n  superuser = {superuser}\n}}\n'


@pytest.mark.parametrize(
    ("role", "expected", "line"),
    [
        ("app", ('pool "shop"', 'application "jobs"'), 2),
        ("reader", ('pool "reports"',), 3),
        # the pooler logs in as the users that its entries force
        ("web", (), None),
    ],
)
def test_logins_of_a_role(role: str, expected: tuple[str, ...], line: int | None) -> None:
    found = logins.of_role(server({**CONF, "pgbouncer.ini": SHOP, "pglint.toml": APPS}), role)
    assert found.value == expected
    assert (found.span.line if found.span else None) == line


@pytest.mark.parametrize(
    ("files", "ordinary", "expected"),
    [
        ({}, False, ('pool "shop"', 'pool "reports"')),
        ({}, True, ('pool "shop"', 'pool "reports"')),
        ({"main.tf": ROLE.format(name="app", superuser="true")}, True, ('pool "reports"',)),
        ({"main.tf": ROLE.format(name="app", superuser="false")}, True, ('pool "shop"', 'pool "reports"')),
        # nobody knows whether it is one
        ({"main.tf": 'variable "x" {}\n' + ROLE.format(name="app", superuser="var.x")}, True, ('pool "reports"',)),
    ],
)
def test_logins_of_a_database(files: dict[str, str], ordinary: bool, expected: tuple[str, ...]) -> None:
    found = server({**CONF, "pgbouncer.ini": SHOP, **files})
    assert logins.of_database(found, "shop", ordinary=ordinary).value == expected


def pgbouncer(entry: str) -> dict[str, str]:
    return {"pgbouncer.ini": f"[databases]\n{entry}\n[pgbouncer]\npool_mode = transaction\n"}


RDS = 'resource "aws_db_instance" "db" {\n  engine = "postgres"\n  identifier = "db"\n}\n'


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (pgbouncer("shop = host=db user=postgres"), ("postgres",)),
        (pgbouncer("shop = user=postgres"), ("postgres",)),
        (pgbouncer("shop = host=db user=app"), ()),
        (pgbouncer("shop = host=db"), ()),
        ({**CONF, **pgbouncer("shop = host=db user=postgres")}, ("postgres",)),
        # on a platform the role of that name is no superuser
        (pgbouncer("shop = host=x.abc.eu-west-1.rds.amazonaws.com user=postgres"), ()),
        (pgbouncer("shop = host=shop.postgres.database.azure.com user=postgres"), ()),
        ({"main.tf": RDS, **pgbouncer("shop = host=db user=postgres")}, ()),
        # which server it is, a template decides
        (pgbouncer("shop = host=${HOST} user=postgres"), ()),
        # what a file says of the role counts
        ({**CONF, **pgbouncer("shop = host=db user=app"), "main.tf": ROLE.format(name="app", superuser="true")}, ("app",)),
        ({**CONF, **pgbouncer("shop = host=db user=postgres"), "main.tf": ROLE.format(name="postgres", superuser="false")}, ()),
    ],
)  # fmt: skip
def test_superusers_of_a_pooler(files: dict[str, str], expected: tuple[str, ...]) -> None:
    (pooler,) = model(files).poolers
    assert logins.superusers(pooler).value == expected
