"""RDS Proxy: its share of a server's connections, and which server that is."""

import pytest

from pglint.cluster_facts import ProxyFact
from tests.formats.resources.stating import lines

PROXY = """
resource "aws_db_proxy" "main" {
  name                = "main"
  engine_family       = "POSTGRESQL"
  idle_client_timeout = 900
}
"""
GROUP = """
resource "aws_db_proxy_default_target_group" "main" {
  db_proxy_name = aws_db_proxy.main.name
  connection_pool_config {
    max_connections_percent   = 80
    connection_borrow_timeout = 30
  }
}
"""
TARGET = """
resource "aws_rds_cluster" "main" {
  engine = "aurora-postgresql"
}
resource "aws_db_proxy_target" "main" {
  db_proxy_name         = aws_db_proxy.main.name
  db_cluster_identifier = aws_rds_cluster.main.id
}
"""
BLOCK = GROUP[GROUP.index("  connection_pool_config") : GROUP.rindex("}")]

ROWS = [
    (PROXY + GROUP, ["proxy aws_db_proxy.main 80 % 900000 30000"]),
    (PROXY + GROUP + TARGET, ["proxy aws_db_proxy.main 80 % 900000 30000 at aws_rds_cluster.main"]),
    (
        PROXY + GROUP + TARGET.replace("aws_rds_cluster.main.id", '"shop"'),
        ["proxy aws_db_proxy.main 80 % 900000 30000 on shop"],
    ),
    # by its name
    (PROXY + GROUP.replace("aws_db_proxy.main.name", '"main"'), ["proxy aws_db_proxy.main 80 % 900000 30000"]),
    # 100 where nobody says
    (PROXY + GROUP.replace(BLOCK, ""), ["proxy aws_db_proxy.main 100 % 900000 -"]),
    (
        'variable "x" {}\n' + PROXY + GROUP.replace("80", "var.x"),
        ["proxy aws_db_proxy.main ? var.x has no default % 900000 30000"],
    ),
    # its target group is configured elsewhere
    (PROXY, []),
    (PROXY.replace("POSTGRESQL", "MYSQL") + GROUP, []),
]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_a_proxy(text, expected):
    assert lines(text, ProxyFact) == expected
