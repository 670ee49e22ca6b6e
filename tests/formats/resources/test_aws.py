"""RDS and Aurora: instances, clusters, and the parameter groups that they use."""

import pytest

from pglint.cluster_facts import ServerFact
from tests.formats.resources.stating import lines, stated

GROUP = """
resource "aws_db_parameter_group" "main" {
  name   = "main"
  family = "postgres16"
  parameter {
    name         = "Max_Connections"
    value        = 200
    apply_method = "pending-reboot"
  }
}
"""
OTHER = GROUP.replace('"main"', '"other"').replace("200", "300")
VARIABLE = 'variable "x" {}\n'
AURORA = """
resource "aws_rds_cluster_parameter_group" "main" {
  family = "aurora-postgresql15"
  parameter {
    name  = "max_connections"
    value = "500"
  }
}
resource "aws_db_parameter_group" "member" {
  family = "aurora-postgresql15"
  parameter {
    name  = "max_connections"
    value = "LEAST({DBInstanceClassMemory/9531392},5000)"
  }
}
"""


def instance(*attributes, name="main"):
    inner = "".join(f"  {each}\n" for each in attributes)
    return f'resource "aws_db_instance" "{name}" {{\n{inner}}}\n'


def cluster(*attributes):
    return instance(*attributes).replace("aws_db_instance", "aws_rds_cluster")


def member(*attributes, name="a"):
    link = "cluster_identifier = aws_rds_cluster.main.id"
    return instance(link, *attributes, name=name).replace("aws_db_instance", "aws_rds_cluster_instance")


POSTGRES = 'engine = "postgres"'
BY_REFERENCE = "parameter_group_name = aws_db_parameter_group.main.name"
EITHER = "aws_db_parameter_group.main.name : aws_db_parameter_group.other.name"
LARGE, SMALL = 'instance_class = "db.r6g.large"', 'instance_class = "db.t4g.medium"'
ENGINE = 'engine = "aurora-postgresql"'
UNITS = "serverlessv2_scaling_configuration {\n min_capacity = 0.5\n max_capacity = 16\n }"

INSTANCES = [
    (instance(POSTGRES), "server aws_db_instance.main aws_rds_postgresql - -"),
    (instance('engine = "Postgres"', 'engine_version = "16.3"'), "server aws_db_instance.main aws_rds_postgresql 16 -"),
    (instance(POSTGRES, SMALL), "server aws_db_instance.main aws_rds_postgresql - db.t4g.medium"),
    (
        VARIABLE + instance(POSTGRES, "instance_class = var.x"),
        "server aws_db_instance.main aws_rds_postgresql - ? var.x has no default",
    ),
    # by reference, by the name as text, by the platform's own name
    (GROUP + instance(POSTGRES, BY_REFERENCE), "server aws_db_instance.main aws_rds_postgresql 16 -: max_connections=200"),
    (
        GROUP + instance(POSTGRES, 'parameter_group_name = "main"'),
        "server aws_db_instance.main aws_rds_postgresql 16 -: max_connections=200",
    ),
    (
        instance(POSTGRES, 'parameter_group_name = "default.postgres14"'),
        "server aws_db_instance.main aws_rds_postgresql 14 -",
    ),
    # without an engine its group tells what it is
    (GROUP + instance(BY_REFERENCE), "server aws_db_instance.main aws_rds_postgresql 16 -: max_connections=200"),
    # a group that is not in the tree, or one of several
    (
        instance(POSTGRES, 'parameter_group_name = "elsewhere"'),
        "server aws_db_instance.main aws_rds_postgresql - -: ? elsewhere is not in the tree",
    ),
    (
        VARIABLE + instance(POSTGRES, "parameter_group_name = var.x"),
        "server aws_db_instance.main aws_rds_postgresql - -: ? its parameter group is not known: var.x has no default",
    ),
    (
        VARIABLE + GROUP + OTHER + instance(POSTGRES, f"parameter_group_name = var.x ? {EITHER}"),
        "server aws_db_instance.main aws_rds_postgresql - -: ? which of 2 parameter groups it uses is not known",
    ),
    (
        'variable "x" {\n default = false\n}\n' + GROUP + OTHER + instance(POSTGRES, f"parameter_group_name = var.x ? {EITHER}"),
        "server aws_db_instance.main aws_rds_postgresql 16 -: max_connections=300",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), INSTANCES)
def test_an_instance_and_its_group(text, expected):
    assert lines(text, ServerFact)[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        instance('engine = "mysql"'),
        instance(SMALL),
        VARIABLE + instance("engine = var.x"),
        cluster('engine = "aurora-mysql"'),
        GROUP.replace("postgres16", "mysql8.0"),
        # max_connections is MySQL's too
        VARIABLE + GROUP.replace('"postgres16"', "var.x"),
    ],
)
def test_other_engines_are_not_ours(text):
    assert lines(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (GROUP, "server aws_db_parameter_group.main aws_rds_postgresql 16 - partial: max_connections=200"),
        (
            VARIABLE + GROUP.replace('"postgres16"', "var.x").replace("Max_Connections", "wal_sender_timeout"),
            "server aws_db_parameter_group.main aws_rds_postgresql - - partial: wal_sender_timeout=200",
        ),
        (
            'locals {\n  all = { work_mem = 8192 }\n}\nresource "aws_db_parameter_group" "main" {\n  family = "postgres15"\n'
            '  dynamic "parameter" {\n    for_each = local.all\n    content {\n      name = parameter.key\n'
            "      value = parameter.value\n    }\n  }\n}\n",
            "server aws_db_parameter_group.main aws_rds_postgresql 15 - partial: work_mem=8192 (local.all.work_mem)",
        ),
        (
            VARIABLE + GROUP.replace('"Max_Connections"', "var.x"),
            "server aws_db_parameter_group.main aws_rds_postgresql 16 - partial: ? var.x has no default",
        ),
    ],
)
def test_a_group_that_no_server_names(text, expected):
    assert lines(text) == [expected]


CLUSTERS = [
    (cluster(ENGINE), "server aws_rds_cluster.main aws_aurora_postgresql - -"),
    (
        cluster(ENGINE, 'db_cluster_parameter_group_name = "default.aurora-postgresql16"'),
        "server aws_rds_cluster.main aws_aurora_postgresql 16 -",
    ),
    # the group of an instance wins over that of its cluster
    (
        AURORA
        + cluster(ENGINE, "db_cluster_parameter_group_name = aws_rds_cluster_parameter_group.main.name")
        + member(LARGE, "db_parameter_group_name = aws_db_parameter_group.member.name"),
        "server aws_rds_cluster.main aws_aurora_postgresql 15 db.r6g.large: "
        "max_connections=500; max_connections=LEAST({DBInstanceClassMemory/9531392},5000)",
    ),
    (cluster(ENGINE) + member(LARGE) + member(LARGE, name="b"), "server aws_rds_cluster.main aws_aurora_postgresql - db.r6g.large"),
    (
        cluster(ENGINE) + member(LARGE) + member(SMALL, name="b"),
        "server aws_rds_cluster.main aws_aurora_postgresql - ? its instances have different classes",
    ),
    (
        cluster(ENGINE, UNITS) + member('instance_class = "db.serverless"'),
        "server aws_rds_cluster.main aws_aurora_serverless_v2 - db.serverless 0.5 to 16",
    ),
    # three instances of RDS, no Aurora
    (
        cluster(POSTGRES, 'engine_version = "16"', 'db_cluster_instance_class = "db.m6gd.large"'),
        "server aws_rds_cluster.main aws_rds_postgresql 16 db.m6gd.large",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CLUSTERS)
def test_a_cluster_with_its_instances(text, expected):
    assert lines(text)[0] == expected


REPLICA = "server aws_db_instance.replica aws_rds_postgresql"
NOT_KNOWN = "? whether the replica has the parameter group of its source is not known"


@pytest.mark.parametrize(
    ("source", "group", "expected"),
    [
        ("aws_db_instance.main.identifier", "", f"{REPLICA} 15 - replica of aws_db_instance.main: max_connections=200"),
        ('"shop"', "", f"{REPLICA} 15 - replica of aws_db_instance.main: max_connections=200"),
        (
            "aws_db_instance.main.identifier",
            'parameter_group_name = "default.postgres15"',
            f"{REPLICA} 15 - replica of aws_db_instance.main",
        ),
        # perhaps in another region
        ("aws_db_instance.main.arn", "", f"{REPLICA} 15 - replica of aws_db_instance.main: {NOT_KNOWN}"),
    ],
)
def test_a_replica_takes_after_its_source(source, group, expected):
    primary = instance(POSTGRES, 'engine_version = "15.4"', 'identifier = "shop"', BY_REFERENCE)
    replica = instance(f"replicate_source_db = {source}", group, name="replica")
    assert lines(GROUP + primary + replica)[1] == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('apply_method = "pending-reboot"', ("pending-reboot", 8)),
        ('apply_method = "immediate"', ("immediate", 8)),
        # the provider's default, at the parameter's name
        ("", ("immediate", 6)),
    ],
)
def test_how_a_parameter_is_applied(written, expected):
    (server,) = stated(GROUP.replace('apply_method = "pending-reboot"', written))
    method = server.methods["max_connections"]
    assert (method.value, method.span.line) == expected
