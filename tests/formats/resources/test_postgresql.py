"""What the provider postgresql states: roles, databases, replication, its own sessions; and passwords anywhere."""

import pytest

from pglint.facts import Fault
from tests.formats.resources.stating import lines

VARIABLE = 'variable "x" {}\n'


def role(*attributes, name='"app"'):
    inner = "".join(f"  {each}\n" for each in (f"name = {name}", *attributes))
    return f'resource "postgresql_role" "app" {{\n{inner}}}\n'


ROLES = [
    (role(), "role app limit -1"),
    (role("login = true"), "role app limit -1 login"),
    (role('login = "true"', 'connection_limit = "20"'), "role app limit 20 login"),
    (role("connection_limit = 20.5"), "role app limit ? not a whole number"),
    (role("connection_limit = null"), "role app limit -1"),
    (VARIABLE + role("connection_limit = var.x"), "role app limit ? var.x has no default"),
    (VARIABLE + role("superuser = var.x", "replication = true"), "role app limit -1 superuser ? var.x has no default replication"),
    (VARIABLE + role(name="var.x"), "role postgresql_role.app limit -1"),
    (role("statement_timeout = 30000"), "role app limit -1: statement_timeout=30000"),
    (role('valid_until = "2030-01-01"'), "role app limit -1 until 2030-01-01"),
    (role('roles = ["readers"]'), "role app limit -1 in readers"),
    (
        role() + 'resource "postgresql_grant_role" "r" {\n  role = postgresql_role.app.name\n  grant_role = "writers"\n}\n',
        "role app limit -1 in writers",
    ),
    (
        role() + 'resource "postgresql_grant_role" "r" {\n  role = "app"\n  grant_role = "writers"\n}\n',
        "role app limit -1 in writers",
    ),
    (
        role() + 'resource "postgresql_grant_role" "r" {\n  role = "other"\n  grant_role = "writers"\n}\n',
        "role app limit -1",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ROLES)
def test_a_role(text, expected):
    assert lines(text) == [expected]


def test_a_timeout_of_0_is_reset():
    assert lines(role("statement_timeout = 0")) == [
        "3: setting-has-no-effect: statement_timeout = 0 on a postgresql_role resets it: "
        "the value of the database or the server applies",
        "role app limit -1",
    ]


def resource(kind, *attributes):
    inner = "".join(f"  {each}\n" for each in attributes)
    return f'resource "postgresql_{kind}" "x" {{\n{inner}}}\n'


def subscription(conninfo, *more):
    return resource("subscription", 'name = "s"', f'conninfo = "{conninfo}"', 'publications = ["p"]', *more)


SERVER = 'resource "aws_db_instance" "b" {\n  engine = "postgres"\n}\n'
OTHERS = [
    (resource("database", 'name = "shop"'), "database shop limit -1"),
    (resource("database", 'name = "shop"', "connection_limit = 5"), "database shop limit 5"),
    (resource("database", 'name = "shop"', "allow_connections = false"), "database shop limit -1 allows False"),
    (resource("replication_slot", 'name = "cdc"', 'plugin = "pgoutput"'), "logical slot cdc"),
    (resource("physical_replication_slot", 'name = "standby"'), "physical slot standby"),
    (VARIABLE + resource("physical_replication_slot", "name = var.x"), "physical slot ? var.x has no default"),
    (resource("publication", 'name = "orders"'), "publication orders"),
    (
        subscription("host='db1.example.com' dbname = shop user=repl"),
        "subscription s slot s of on db1 as repl in shop",
    ),
    (
        subscription("postgresql://repl@db2.example.com:5432/shop", 'slot_name = "own"'),
        "subscription s slot own of on db2 as repl in shop",
    ),
    (
        SERVER + subscription("host=${aws_db_instance.b.address} dbname=shop"),
        "subscription s slot s of at aws_db_instance.b as  in",
    ),
    ('provider "postgresql" {\n  host = "shop.example.com"\n}\n', "sessions 20 on shop"),
    ('provider "postgresql" {\n  host = "10.0.0.5"\n  max_connections = 4\n}\n', "sessions 4"),
    ('provider "postgresql" {\n  host = "/var/run/postgresql"\n}\n', "sessions 20"),
    ('variable "h" {}\nprovider "postgresql" {\n  host = var.h\n}\n', "sessions 20"),
    (
        'variable "h" {}\nprovider "postgresql" {\n  host = var.h\n}\n'
        'provider "postgresql" {\n  alias = "b"\n  host = "b.example.com"\n}\n',
        "sessions 20 at provider.postgresql",
    ),
    (
        SERVER + 'provider "postgresql" {\n  host = aws_db_instance.b.address\n  max_connections = 0\n}\n',
        "sessions ? max_connections = 0 of the provider is no limit at aws_db_instance.b",
    ),
    (
        'provider "postgresql" {\n  alias = "b"\n  host = "b.example.com"\n}\n'
        + resource("publication", "provider = postgresql.b", 'name = "orders"'),
        "publication orders on b",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), OTHERS)
def test_databases_replication_and_sessions(text, expected):
    assert expected in lines(text)


@pytest.mark.parametrize(
    "text",
    [
        resource("replication_slot", "count = var.x", 'name = "cdc"'),
        resource("publication", "count = var.x", 'name = "orders"'),
        subscription("host=db1", "count = var.x"),
    ],
)
def test_what_may_not_exist_is_not_counted(text):
    assert lines(VARIABLE + text) == []


SCRAM = "SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy"
SECRETS = [
    (role('password = "example"'), "3: secret-in-config: password of postgresql_role.app is written out"),
    (role(f'password = "md5{"0123456789abcdef" * 2}"'), "3: md5-password: password of postgresql_role.app is an MD5 hash"),
    (role(f'password = "{SCRAM}"'), None),
    (role('password = ""'), None),
    (VARIABLE + role("password = var.x"), None),
    (role("password = random_password.app.result"), None),
    (
        'variable "x" {\n  default = "example"\n}\n' + role("password = var.x"),
        "2: secret-in-config: password of postgresql_role.app is written out",
    ),
    (SERVER.replace("}", '  password = "example"\n}'), "3: secret-in-config: password of aws_db_instance.b is written out"),
    (SERVER.replace('"postgres"', '"mysql"').replace("}", '  password = "example"\n}'), None),
    (
        'provider "postgresql" {\n  password = "example"\n}\n',
        "2: secret-in-config: password of provider.postgresql is written out",
    ),
    (
        subscription("host=db1 password=example"),
        "3: secret-in-config: conninfo of postgresql_subscription.x holds a password",
    ),
    (subscription("host=db1 passfile=/etc/pgpass"), None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SECRETS)
def test_passwords(text, expected):
    assert lines(text, Fault) == ([] if expected is None else [expected])
