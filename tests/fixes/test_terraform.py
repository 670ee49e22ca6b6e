"""Literals of Terraform: at their place, or where a variable, a local or a .tfvars file has them; no expressions."""

from __future__ import annotations

import pytest

from pglint.fixes.example import checker
from pglint.fixes.plan import plan
from pglint.rulebook.load import rules

BOOK = rules()
POOL = {
    "postgresql.conf": "max_connections = 100\n",
    "pgbouncer.ini": "[databases]\napp = host=db user=app\n[pgbouncer]\npool_mode = transaction\ndefault_pool_size = 25\n",
}
ROLE = 'resource "postgresql_role" "app" {{\n  name             = "app"\n  login            = true\n  connection_limit = {} # all\n}}\n'


def changed(files: dict[str, str], code: str, *, safe: bool = False) -> dict[str, str]:
    made = plan(checker(files, BOOK), lambda finding: finding.code == code and (finding.fix.safe or not safe))
    return {change.path: change.new for change in made.changes}


@pytest.mark.parametrize(
    ("written", "files", "path"),
    [
        ("10", {}, "main.tf"),
        ('"10"', {}, "main.tf"),
        ("var.limit", {"variables.tf": 'variable "limit" {\n  type    = number\n  default = 10\n}\n'}, "variables.tf"),
        ("var.limit", {"variables.tf": 'variable "limit" {}\n', "terraform.tfvars": "limit = 10 // few\r\n"}, "terraform.tfvars"),
        ("local.limit", {"locals.tf": "locals {\n  limit = 10\n  other = 10\n}\n"}, "locals.tf"),
    ],
)
def test_a_literal_where_it_stands(written: str, files: dict[str, str], path: str) -> None:
    files = {**POOL, "main.tf": ROLE.format(written), **files}
    assert changed(files, "CAP003") == {path: files[path].replace("10", "25", 1)}


@pytest.mark.parametrize(
    ("written", "files"),
    [
        ("5 + 5", {}),
        ("max(10, 5)", {}),
        ('"${10}"', {}),
        ("var.small ? 10 : 20", {"variables.tf": 'variable "small" {\n  default = true\n}\n'}),
        ("var.limit * 2", {"variables.tf": 'variable "limit" {\n  default = 5\n}\n'}),
        ("var.limit", {"variables.tf": 'variable "limit" {}\n', "terraform.tfvars.json": '{"limit": 10}\n'}),
    ],
)
def test_no_expression_is_rewritten(written: str, files: dict[str, str]) -> None:
    files = {**POOL, "main.tf": ROLE.format(written), **files}
    found = [finding.code for finding in checker(files, BOOK)({}).findings]
    assert "CAP003" in found
    assert changed(files, "CAP003") == {}


@pytest.mark.parametrize(
    ("code", "group", "before", "after"),
    [
        ("TMO001", "idle_in_transaction_session_timeout", '"0"', '"60000"'),
        ("TMO001", "idle_in_transaction_session_timeout", "0", "60000"),
        ("TMO003", "idle_in_transaction_session_timeout", '"7200000"', '"600000"'),
        ("TMO013", "wal_sender_timeout", '"0"', '"60000"'),
        ("TMO003", "idle_in_transaction_session_timeout", '"${7200 * 1000}"', None),
    ],
)
def test_a_parameter_group(code: str, group: str, before: str, after: str | None) -> None:
    text = (
        'resource "aws_db_parameter_group" "main" {{\n  name   = "main"\n  family = "postgres16"\n  parameter {{\n'
        '    name  = "{}" # ms\n    value = {}\n  }}\n}}\n'
        'resource "aws_db_instance" "main" {{\n  identifier           = "main"\n  engine               = "postgres"\n'
        '  engine_version       = "16.3"\n  instance_class       = "db.m6g.large"\n'
        "  parameter_group_name = aws_db_parameter_group.main.name\n}}\n"
    )
    files = {"main.tf": text.format(group, before)}
    assert changed(files, code) == ({"main.tf": text.format(group, after)} if after else {})


def test_apply_method_is_certain() -> None:
    text = (
        'resource "aws_db_parameter_group" "main" {{\n  family = "postgres16"\n  parameter {{\n    name         = "max_wal_senders"\n'
        '    value        = "30"\n    apply_method = "{}"\n  }}\n}}\n'
    )
    files = {"main.tf": text.format("immediate")}
    assert changed(files, "REP013", safe=True) == {"main.tf": text.format("pending-reboot")}


def test_a_declaration() -> None:
    text = '[[stack]]\nname = "p"\ninclude = ["**"]\n[[stack.role]]\nname = "app"\nconnection-limit = 10 # as in V1\n'
    assert changed({**POOL, "pglint.toml": text}, "CAP003") == {"pglint.toml": text.replace("10", "25")}
