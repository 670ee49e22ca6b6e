"""Which server the roles, pools, proxies, slots and subscriptions of Terraform belong to: certain, or none."""

import pytest

from pglint.cluster_facts import (
    DatabaseFact,
    ProxyFact,
    PublicationFact,
    RoleFact,
    SessionsFact,
    SlotFact,
    SubscriberFact,
    SubscriptionFact,
)
from pglint.config import Config, load
from pglint.project import kind
from pglint.source import Source
from pglint.stacks.assemble import assemble
from pglint.stacks.units import read
from pglint.tree import Memory

WORDS = {
    RoleFact: "role",
    DatabaseFact: "database",
    ProxyFact: "proxy",
    SlotFact: "slot",
    PublicationFact: "publication",
    SubscriptionFact: "subscription",
    SubscriberFact: "subscriber",
    SessionsFact: "sessions",
}


def assembled(files, config=""):
    settings = load(Source("pglint.toml", config)) if config else Config()
    paths = [(path, found) for path in sorted(files) if (found := kind(path))]
    units = read(Memory(files), paths, settings.terraform)
    assert (units.internal, units.faults) == ([], [])
    return assemble(units, settings)


def joined(files, config=""):
    """The stacks as {name: what is in it}, the server first; ``-`` where there is none."""
    return {each.name: contents(each) for each in assembled(files, config)[0]}


def contents(stack):
    def called(key):
        return stack.managed[key].name if key in stack.managed else key

    found = [called(stack.server) if stack.server else "-"]
    found += [f"standby {called(key)}" for key in stack.standbys]
    found += [f"pooler {called(key)}" for key in stack.poolers]
    found += stack.hba
    return found + sorted(f"{WORDS[type(fact)]} {named(fact)}".rstrip() for fact in stack.facts)


def named(fact):
    return "" if isinstance(fact, SessionsFact | SubscriberFact) else fact.name


def reasons(files, config=""):
    """Why each file of Terraform is where it is, as {stack: {path: reason}}."""
    return {each.name: {file.path: file.reason for file in each.members} for each in assembled(files, config)[0]}


def rds(name, more="", identifier=None):
    identifier = f'"{name}"' if identifier is None else identifier
    return f"""
resource "aws_db_instance" "{name}" {{
  engine         = "postgres"
  identifier     = {identifier}
  instance_class = "db.t4g.small"
  {more}
}}
"""


def role(name, more=""):
    return f"""
resource "postgresql_role" "{name}" {{
  name  = "{name}"
  login = true
  {more}
}}
"""


def provider(host, alias=""):
    return f"""
provider "postgresql" {{
  {f'alias = "{alias}"' if alias else ""}
  host = {host}
}}
"""


def subscription(name, conninfo, more=""):
    return f"""
resource "postgresql_subscription" "{name}" {{
  name         = "{name}"
  conninfo     = {conninfo}
  publications = ["all"]
  {more}
}}
"""


def proxy(name, target):
    return f"""
resource "aws_db_proxy" "{name}" {{
  name          = "{name}"
  engine_family = "POSTGRESQL"
}}
resource "aws_db_proxy_default_target_group" "{name}" {{
  db_proxy_name = aws_db_proxy.{name}.name
  connection_pool_config {{
    max_connections_percent = 80
  }}
}}
resource "aws_db_proxy_target" "{name}" {{
  db_proxy_name     = aws_db_proxy.{name}.name
  target_group_name = "default"
  {target}
}}
"""


def ini(host):
    return f"[databases]\napp = host={host}\n[pgbouncer]\npool_mode = transaction\n"


CLUSTER = 'resource "digitalocean_database_cluster" "main" {\n  engine = "pg"\n}\n'
POOL = 'resource "digitalocean_database_connection_pool" "web" {{\n  cluster_id = {}\n  name = "web"\n}}\n'
A, B, APP = rds("a"), rds("b"), role("app")
CONF = "max_connections = 50\n"
DB_MODULE = (
    'variable "name" {}\n' + rds("main", identifier="var.name") + 'output "host" {\n  value = aws_db_instance.main.address\n}\n'
)
CALL_A = 'module "a" {\n  source = "./modules/db"\n  name   = "a"\n}\n'
CALL_B = 'module "b" {\n  source = "./modules/db"\n  name   = "b"\n}\n'

BY_REFERENCE = {
    "the host of the provider is an attribute of a server": (
        {"main.tf": A + B + provider("aws_db_instance.b.address") + APP},
        {"aws_db_instance.a": ["aws_db_instance.a"], "aws_db_instance.b": ["aws_db_instance.b", "role app", "sessions"]},
    ),
    "through a local and a split endpoint": (
        {
            "main.tf": A
            + B
            + 'locals {\n  host = split(":", aws_db_instance.b.endpoint)[0]\n}\n'
            + provider("local.host")
            + APP
        },
        {"aws_db_instance.a": ["aws_db_instance.a"], "aws_db_instance.b": ["aws_db_instance.b", "role app", "sessions"]},
    ),
    "each alias of the provider has its own server": (
        {
            "main.tf": A
            + B
            + provider("aws_db_instance.a.address", "one")
            + provider("aws_db_instance.b.address", "two")
            + role("app", "provider = postgresql.one")
            + role("job", "provider = postgresql.two")
        },
        {
            "aws_db_instance.a": ["aws_db_instance.a", "role app", "sessions"],
            "aws_db_instance.b": ["aws_db_instance.b", "role job", "sessions"],
        },
    ),
    "the output of a module": (
        {"main.tf": CALL_A + CALL_B + provider("module.b.host") + APP, "modules/db/main.tf": DB_MODULE},
        {
            "module.a.aws_db_instance.main": ["module.a.aws_db_instance.main"],
            "module.b.aws_db_instance.main": ["module.b.aws_db_instance.main", "role app", "sessions"],
        },
    ),
    "one of a module with for_each": (
        {
            "main.tf": 'module "db" {\n  for_each = toset(["a", "b"])\n  source   = "./modules/db"\n  name     = each.key\n}\n'
            + provider('module.db["b"].host')
            + APP,
            "modules/db/main.tf": DB_MODULE,
        },
        {
            'module.db["a"].aws_db_instance.main': ['module.db["a"].aws_db_instance.main'],
            'module.db["b"].aws_db_instance.main': ['module.db["b"].aws_db_instance.main', "role app", "sessions"],
        },
    ),
    "the output of a module in a module": (
        {
            "main.tf": 'module "all" {\n  source = "./all"\n}\n' + B + provider("module.all.host") + APP,
            "all/main.tf": 'module "db" {\n  source = "../modules/db"\n  name   = "a"\n}\n'
            'output "host" {\n  value = module.db.host\n}\n',
            "modules/db/main.tf": DB_MODULE,
        },
        {
            "module.all.module.db.aws_db_instance.main": [
                "module.all.module.db.aws_db_instance.main",
                "role app",
                "sessions",
            ],
            "aws_db_instance.b": ["aws_db_instance.b"],
        },
    ),
    "a module of roles gets its provider from the caller": (
        {
            "main.tf": A
            + B
            + provider("aws_db_instance.a.address", "one")
            + provider("aws_db_instance.b.address", "two")
            + 'module "roles" {\n  source    = "./roles"\n  providers = { postgresql = postgresql.two }\n}\n',
            "roles/main.tf": APP,
        },
        {
            "aws_db_instance.a": ["aws_db_instance.a", "sessions"],
            "aws_db_instance.b": ["aws_db_instance.b", "role app", "sessions"],
        },
    ),
    "a module of roles has the default provider of its caller": (
        {
            "main.tf": A + B + provider("aws_db_instance.a.address") + 'module "roles" {\n  source = "./roles"\n}\n',
            "roles/main.tf": APP,
        },
        {"aws_db_instance.a": ["aws_db_instance.a", "role app", "sessions"], "aws_db_instance.b": ["aws_db_instance.b"]},
    ),
    "a module of a registry": (
        {
            "main.tf": 'module "db" {\n  source = "terraform-aws-modules/rds/aws"\n  engine = "postgres"\n'
            '  family = "postgres16"\n  identifier = "orders"\n  instance_class = "db.t4g.small"\n}\n'
            + B
            + provider("module.db.db_instance_address")
            + APP
        },
        {"module.db": ["module.db", "role app", "sessions"], "aws_db_instance.b": ["aws_db_instance.b"]},
    ),
    "an instance of a cluster means the cluster": (
        {
            "main.tf": 'resource "aws_rds_cluster" "c" {\n  engine = "aurora-postgresql"\n  cluster_identifier = "c"\n}\n'
            'resource "aws_rds_cluster_instance" "c" {\n  count = 2\n  engine = "aurora-postgresql"\n'
            '  cluster_identifier = aws_rds_cluster.c.id\n  instance_class = "db.r6g.large"\n}\n'
            + A
            + provider("aws_rds_cluster_instance.c[0].endpoint")
            + APP
        },
        {"aws_db_instance.a": ["aws_db_instance.a"], "aws_rds_cluster.c": ["aws_rds_cluster.c", "role app", "sessions"]},
    ),
    "the target of a proxy": (
        {"main.tf": A + B + proxy("p", "db_instance_identifier = aws_db_instance.b.identifier")},
        {"aws_db_instance.a": ["aws_db_instance.a"], "aws_db_instance.b": ["aws_db_instance.b", "proxy aws_db_proxy.p"]},
    ),
    "a subscription is with its provider, and a subscriber of what conninfo names": (
        {
            "main.tf": A
            + B
            + provider("aws_db_instance.a.address", "from")
            + provider("aws_db_instance.b.address", "to")
            + 'resource "postgresql_publication" "all" {\n  provider = postgresql.from\n  name = "all"\n}\n'
            + 'resource "postgresql_replication_slot" "s" {\n  provider = postgresql.from\n  name = "s"\n  plugin = "x"\n}\n'
            + subscription("s", '"host=${aws_db_instance.a.address} user=repl"', "provider = postgresql.to")
        },
        {
            "aws_db_instance.a": ["aws_db_instance.a", "publication all", "sessions", "slot s", "subscriber"],
            "aws_db_instance.b": ["aws_db_instance.b", "sessions", "subscription s"],
        },
    ),
    "the built-in PgBouncer of Azure, a replica, and a database": (
        {
            "main.tf": 'resource "azurerm_postgresql_flexible_server" "db" {\n  name = "db"\n  version = "16"\n}\n'
            'resource "azurerm_postgresql_flexible_server" "copy" {\n  name = "copy"\n  create_mode = "Replica"\n'
            "  source_server_id = azurerm_postgresql_flexible_server.db.id\n}\n"
            'resource "azurerm_postgresql_flexible_server_configuration" "on" {\n  name = "pgbouncer.enabled"\n'
            '  value = "true"\n  server_id = azurerm_postgresql_flexible_server.db.id\n}\n'
            'resource "postgresql_database" "app" {\n  name = "app"\n}\n'
        },
        {
            "default": [
                "azurerm_postgresql_flexible_server.db",
                "standby azurerm_postgresql_flexible_server.copy",
                "pooler PgBouncer of azurerm_postgresql_flexible_server.db",
                "database app",
            ]
        },
    ),
    "a pool names its cluster": (
        {
            "main.tf": "".join(
                f'resource "digitalocean_database_cluster" "{name}" {{\n  name = "{name}"\n  engine = "pg"\n}}\n'
                f'resource "digitalocean_database_connection_pool" "{name}" {{\n  name = "{name}"\n  size = 10\n'
                f"  cluster_id = digitalocean_database_cluster.{name}.id\n}}\n"
                for name in ("a", "b")
            )
        },
        {
            "digitalocean_database_cluster.a": [
                "digitalocean_database_cluster.a",
                "pooler the pools of digitalocean_database_cluster.a",
            ],
            "digitalocean_database_cluster.b": [
                "digitalocean_database_cluster.b",
                "pooler the pools of digitalocean_database_cluster.b",
            ],
        },
    ),
    "a replica by the reference of its source": (
        {"main.tf": A + B + rds("copy", "replicate_source_db = aws_db_instance.b.identifier")},
        {
            "aws_db_instance.a": ["aws_db_instance.a"],
            "aws_db_instance.b": ["aws_db_instance.b", "standby aws_db_instance.copy"],
        },
    ),
}

BY_NAME = {
    "the host begins with the identifier": (
        {"main.tf": A + B + provider('"b.c9akciq32.eu-west-1.rds.amazonaws.com"') + APP},
        {"aws_db_instance.a": ["aws_db_instance.a"], "aws_db_instance.b": ["aws_db_instance.b", "role app", "sessions"]},
    ),
    "of a server in another root": (
        {"one/main.tf": A, "two/main.tf": B, "roles/main.tf": provider('"b.c9ak.eu-west-1.rds.amazonaws.com"') + APP},
        {"one": ["aws_db_instance.a"], "two": ["aws_db_instance.b", "role app", "sessions"]},
    ),
    "a pgbouncer.ini": (
        {"one/main.tf": A, "two/main.tf": B, "pgbouncer.ini": ini("b.c9ak.eu-west-1.rds.amazonaws.com")},
        {"one": ["aws_db_instance.a"], "two": ["aws_db_instance.b", "pooler pgbouncer.ini"]},
    ),
    "the target of a proxy": (
        {"main.tf": A + B + proxy("p", 'db_instance_identifier = "b"')},
        {"aws_db_instance.a": ["aws_db_instance.a"], "aws_db_instance.b": ["aws_db_instance.b", "proxy aws_db_proxy.p"]},
    ),
    "the publisher of a subscription": (
        {"main.tf": A + B + provider("aws_db_instance.b.address") + subscription("s", '"host=a.x.rds.amazonaws.com"')},
        {
            "aws_db_instance.a": ["aws_db_instance.a", "subscriber"],
            "aws_db_instance.b": ["aws_db_instance.b", "sessions", "subscription s"],
        },
    ),
}

BY_NEARNESS = {
    "the only server of the root": ({"main.tf": A + APP}, {"default": ["aws_db_instance.a", "role app"]}),
    "the provider's host is not known": (
        {"main.tf": A + 'variable "host" {}\n' + provider("var.host") + APP},
        {"default": ["aws_db_instance.a", "role app", "sessions"]},
    ),
    "its name is not known, so that any host may be it": (
        {"main.tf": rds("a", identifier="null") + provider('"db.internal"') + APP},
        {"default": ["aws_db_instance.a", "role app", "sessions"]},
    ),
    "the host begins with its name, as DigitalOcean's does": (
        {"main.tf": A + provider('"a-do-user-1.db.ondigitalocean.com"') + APP},
        {"default": ["aws_db_instance.a", "role app", "sessions"]},
    ),
    "this machine or an address: a tunnel": (
        {"main.tf": A + provider('"127.0.0.1"') + APP},
        {"default": ["aws_db_instance.a", "role app", "sessions"]},
    ),
    "a root for the roles beside that of the server": (
        {"prod/db/main.tf": A, "prod/roles/main.tf": APP, "staging/db/main.tf": B, "staging/roles/main.tf": role("job")},
        {"prod/db": ["aws_db_instance.a", "role app"], "staging/db": ["aws_db_instance.b", "role job"]},
    ),
    "a root lies in its folder, wherever the modules that it calls lie": (
        {
            "modules/db/main.tf": DB_MODULE,
            "modules/roles/main.tf": APP,
            "prod/db/main.tf": 'module "db" {\n  source = "../../modules/db"\n  name = "prod"\n}\n',
            "prod/roles/main.tf": 'module "roles" {\n  source = "../../modules/roles"\n}\n',
            "staging/db/main.tf": 'module "db" {\n  source = "../../modules/db"\n  name = "test"\n}\n',
        },
        {
            "prod/db": ["module.db.aws_db_instance.main", "role app"],
            "staging/db": ["module.db.aws_db_instance.main"],
        },
    ),
    "a pgbouncer.ini beside a root": (
        {"a/main.tf": A, "b/main.tf": B, "a/pgbouncer.ini": ini("db"), "b/pooler/pgbouncer.ini": ini("db")},
        {
            "a": ["aws_db_instance.a", "pooler a/pgbouncer.ini"],
            "b": ["aws_db_instance.b", "pooler b/pooler/pgbouncer.ini"],
        },
    ),
    "a pgbouncer.ini beside a root that calls a module": (
        {
            "modules/db/main.tf": DB_MODULE,
            "prod/main.tf": 'module "db" {\n  source = "../modules/db"\n  name = "prod"\n}\n',
            "prod/pgbouncer.ini": ini("db"),
            "staging/main.tf": 'module "db" {\n  source = "../modules/db"\n  name = "test"\n}\n',
        },
        {
            "prod": ["module.db.aws_db_instance.main", "pooler prod/pgbouncer.ini"],
            "staging": ["module.db.aws_db_instance.main"],
        },
    ),
    "roles of Terraform on a server of files": (
        {"postgresql.conf": CONF, "roles/main.tf": APP},
        {"default": ["postgresql.conf", "role app"]},
    ),
    "a parameter group that no server names stands for one": (
        {"main.tf": 'resource "aws_db_parameter_group" "g" {\n  family = "postgres16"\n}\n' + APP},
        {"default": ["aws_db_parameter_group.g", "role app"]},
    ),
    "a spare parameter group beside a server is none": (
        {"main.tf": A + 'resource "aws_db_parameter_group" "g" {\n  family = "postgres16"\n}\n' + APP, "pgbouncer.ini": ini("db")},
        {
            "default": ["aws_db_instance.a", "pooler pgbouncer.ini", "role app"],
            "aws_db_parameter_group.g": ["aws_db_parameter_group.g"],
        },
    ),
    "examples keep to themselves": (
        {"main.tf": A + APP, "examples/one/main.tf": B + role("job")},
        {"default": ["aws_db_instance.a", "role app"], "examples/one": ["aws_db_instance.b", "role job"]},
    ),
    "a module of other people is part of the root that calls it": (
        {"prod/main.tf": 'module "db" {\n  source = "../vendor/db"\n  name = "x"\n}\n', "vendor/db/main.tf": DB_MODULE, "pgbouncer.ini": ini("db")},
        {"prod": ["module.db.aws_db_instance.main", "pooler pgbouncer.ini"]},
    ),
}  # fmt: skip

NOT_JOINED = {
    "a server that is not in the tree": (
        {
            "main.tf": A
            + 'data "aws_db_instance" "other" {\n  db_instance_identifier = "other"\n}\n'
            + provider("data.aws_db_instance.other.address")
            + APP
        },
        {"default": ["aws_db_instance.a"], "main.tf": ["-", "role app", "sessions"]},
    ),
    "the state of another root": (
        {
            "main.tf": A
            + 'data "terraform_remote_state" "db" {\n  backend = "s3"\n}\n'
            + provider("data.terraform_remote_state.db.outputs.host")
            + APP
        },
        {"default": ["aws_db_instance.a"], "main.tf": ["-", "role app", "sessions"]},
    ),
    "a record of DNS": (
        {
            "main.tf": A
            + 'resource "aws_route53_record" "db" {\n  name = "db"\n}\n'
            + provider("aws_route53_record.db.fqdn")
            + APP
        },
        {"default": ["aws_db_instance.a"], "main.tf": ["-", "role app", "sessions"]},
    ),
    "a host of another name": (
        {"main.tf": A + provider('"legacy.example.com"') + APP},
        {"default": ["aws_db_instance.a"], "main.tf": ["-", "role app", "sessions"]},
    ),
    "a host of another name, in a root of its own": (
        {"db/main.tf": A, "roles/main.tf": provider('"legacy.example.com"') + APP},
        {"db": ["aws_db_instance.a"], "roles": ["-", "role app", "sessions"]},
    ),
    "the target of a proxy that is not in the tree": (
        {"main.tf": A + proxy("p", 'db_instance_identifier = "legacy"')},
        {"default": ["aws_db_instance.a"], "main.tf": ["-", "proxy aws_db_proxy.p"]},
    ),
    "pools of a cluster that is not in the tree": (
        {"main.tf": CLUSTER + 'data "digitalocean_database_cluster" "other" {\n  name = "other"\n}\n'
         + POOL.format("data.digitalocean_database_cluster.other.id")},
        {
            "default": ["digitalocean_database_cluster.main"],
            "main.tf": ["-", "pooler digitalocean_database_connection_pool.web"],
        },
    ),
    "pools of a service of another name": (
        {"main.tf": 'resource "aiven_pg" "main" {\n  service_name = "main"\n}\n'
         'resource "aiven_connection_pool" "web" {\n  service_name = "other"\n  pool_name = "web"\n}\n'},
        {"default": ["aiven_pg.main"], "main.tf": ["-", "pooler aiven_connection_pool.web"]},
    ),
    "pools of one of two clusters, nobody knows which": (
        {"main.tf": CLUSTER.replace("  engine", '  for_each = toset(["x", "y"])\n  engine') + 'variable "which" {}\n'
         + POOL.format("digitalocean_database_cluster.main[var.which].id")},
        {
            'digitalocean_database_cluster.main["x"]': ['digitalocean_database_cluster.main["x"]'],
            'digitalocean_database_cluster.main["y"]': ['digitalocean_database_cluster.main["y"]'],
            "main.tf": ["-", "pooler digitalocean_database_connection_pool.web"],
        },
    ),
    "one of two, nobody knows which": (
        {"main.tf": A + B + APP},
        {"aws_db_instance.a": ["aws_db_instance.a"], "aws_db_instance.b": ["aws_db_instance.b"], "main.tf": ["-", "role app"]},
    ),
    "one of two, as a condition that is not known decides": (
        {
            "main.tf": A
            + B
            + 'variable "blue" {}\n'
            + provider("var.blue ? aws_db_instance.a.address : aws_db_instance.b.address")
            + APP
        },
        {
            "aws_db_instance.a": ["aws_db_instance.a"],
            "aws_db_instance.b": ["aws_db_instance.b"],
            "main.tf": ["-", "role app", "sessions"],
        },
    ),
    "one of several instances, nobody knows which": (
        {
            "main.tf": 'variable "which" {}\n'
            + rds("a", 'for_each = toset(["x", "y"])', "each.key")
            + provider("aws_db_instance.a[var.which].address")
            + APP
        },
        {
            'aws_db_instance.a["x"]': ['aws_db_instance.a["x"]'],
            'aws_db_instance.a["y"]': ['aws_db_instance.a["y"]'],
            "main.tf": ["-", "role app", "sessions"],
        },
    ),
    "servers of which nobody knows how many there are": (
        {
            "main.tf": 'variable "dbs" {}\n'
            + rds("a", "for_each = var.dbs", "each.key")
            + provider('aws_db_instance.a["x"].address', "x")
            + provider('aws_db_instance.a["y"].address', "y")
            + role("app", "provider = postgresql.x")
            + role("job", "provider = postgresql.y")
        },
        {"default": ["aws_db_instance.a[*]"], "main.tf": ["-", "role app", "role job", "sessions", "sessions"]},
    ),
    "poolers beside servers of which nobody knows how many there are": (
        {
            "main.tf": 'variable "dbs" {}\n' + rds("a", "for_each = var.dbs", "each.key"),
            "x/pgbouncer.ini": ini("db"),
            "y/pgbouncer.ini": ini("db"),
        },
        {
            "default": ["aws_db_instance.a[*]"],
            "x/pgbouncer.ini": ["-", "pooler x/pgbouncer.ini"],
            "y/pgbouncer.ini": ["-", "pooler y/pgbouncer.ini"],
        },
    ),
    "a provider configuration that is not declared, with two servers": (
        {"main.tf": A + B + provider("aws_db_instance.a.address") + role("app", "provider = postgresql.typo")},
        {
            "aws_db_instance.a": ["aws_db_instance.a", "sessions"],
            "aws_db_instance.b": ["aws_db_instance.b"],
            "main.tf": ["-", "role app"],
        },
    ),
    "roles of one root on servers of two others": (
        {"one/main.tf": A, "two/main.tf": B, "roles/main.tf": APP},
        {"one": ["aws_db_instance.a"], "two": ["aws_db_instance.b"], "roles": ["-", "role app"]},
    ),
    "a module's folder is nobody's neighbour": (
        {
            "modules/db/main.tf": DB_MODULE,
            "modules/roles/main.tf": APP,
            "prod/db/main.tf": 'module "db" {\n  source = "../../modules/db"\n  name = "prod"\n}\n',
            "staging/roles/main.tf": 'module "roles" {\n  source = "../../modules/roles"\n}\n',
            "postgresql.conf": CONF,
        },
        {
            "default": ["postgresql.conf"],
            "prod/db": ["module.db.aws_db_instance.main"],
            "staging/roles": ["-", "role app"],
        },
    ),
    "roles of examples": (
        {"db/main.tf": A, "examples/roles/main.tf": APP},
        {"db": ["aws_db_instance.a"], "examples/roles": ["-", "role app"]},
    ),
    "the servers of examples": (
        {"examples/db/main.tf": A, "roles/main.tf": APP, "pgbouncer.ini": ini("db")},
        {
            "examples/db": ["aws_db_instance.a"],
            "pgbouncer.ini": ["-", "pooler pgbouncer.ini"],
            "roles": ["-", "role app"],
        },
    ),
    "the pooler in front of another server of the same cloud": (
        {"main.tf": A, "pgbouncer.ini": ini("orders.c9ak.eu-west-1.rds.amazonaws.com")},
        {"default": ["aws_db_instance.a"], "pgbouncer.ini": ["-", "pooler pgbouncer.ini"]},
    ),
    "the pooler in front of a server of a cloud, beside one of files": (
        {"postgresql.conf": CONF, "pgbouncer.ini": ini("orders.postgres.database.azure.com")},
        {"default": ["postgresql.conf"], "pgbouncer.ini": ["-", "pooler pgbouncer.ini"]},
    ),
    "a pgbouncer.ini between a server of files and a managed one": (
        {"main.tf": A, "postgresql.conf": CONF, "pgbouncer.ini": ini("db")},
        {
            "default": ["postgresql.conf"],
            "aws_db_instance.a": ["aws_db_instance.a"],
            "pgbouncer.ini": ["-", "pooler pgbouncer.ini"],
        },
    ),
    "a standby of files and a managed server": (
        {"main.tf": A, "standby/postgresql.conf": "primary_conninfo = 'host=a'\n"},
        {"default": ["aws_db_instance.a"], "standby": ["standby/postgresql.conf"]},
    ),
    "a pg_hba.conf and a managed server": (
        {"main.tf": A, "pg_hba.conf": "local all all peer\n"},
        {"default": ["aws_db_instance.a"], "pg_hba.conf": ["-", "pg_hba.conf"]},
    ),
    "a replica of a server that is not in the tree": (
        {"main.tf": A + rds("copy", 'replicate_source_db = "arn:aws:rds:eu-west-1:1:db:other"') + APP},
        {"default": ["aws_db_instance.a", "role app"], "aws_db_instance.copy": ["aws_db_instance.copy"]},
    ),
    "a publisher that nothing names": (
        {"main.tf": A + provider("aws_db_instance.a.address") + 'variable "from" {}\n' + subscription("s", "var.from")},
        {"default": ["aws_db_instance.a", "sessions", "subscription s"]},
    ),
    "a publisher of another name": (
        {"main.tf": A + provider("aws_db_instance.a.address") + subscription("s", '"host=legacy.example.com"')},
        {"default": ["aws_db_instance.a", "sessions", "subscription s"]},
    ),
    "the same name in two roots is no name": (
        {"one/main.tf": A, "two/main.tf": A, "roles/main.tf": provider('"a.c9ak.eu-west-1.rds.amazonaws.com"') + APP},
        {"one": ["aws_db_instance.a"], "two": ["aws_db_instance.a"], "roles": ["-", "role app", "sessions"]},
    ),
    "what is not PostgreSQL": (
        {
            "main.tf": A.replace("postgres", "mysql")
            + 'resource "aws_db_parameter_group" "g" {\n  family = "mysql8.0"\n}\n'
            + 'resource "google_sql_database_instance" "m" {\n  database_version = "MYSQL_8_0"\n}\n'
            + 'resource "digitalocean_database_cluster" "r" {\n  engine = "redis"\n}\n'
        },
        {},
    ),
}  # fmt: skip

JOINS = {
    f"{word}: {name}": case
    for word, table in (("refers", BY_REFERENCE), ("named", BY_NAME), ("near", BY_NEARNESS), ("apart", NOT_JOINED))
    for name, case in table.items()
}


@pytest.mark.parametrize(("files", "expected"), JOINS.values(), ids=JOINS)
def test_joined(files, expected):
    assert joined(files) == expected


PROD = '[[stack]]\nname = "prod"\ninclude = ["prod/**"]\n'
TWO_ROOTS = {
    "modules/db/main.tf": DB_MODULE,
    "prod/main.tf": 'module "db" {\n  source = "../modules/db"\n  name = "x"\n}\n' + APP,
    "staging/main.tf": 'module "db" {\n  source = "../modules/db"\n  name = "y"\n}\n' + role("job"),
}
ONE_ROOT = {"main.tf": CALL_A + APP, "modules/db/main.tf": DB_MODULE}
DECLARED = {
    "the files of a root, and with them what it calls": (
        TWO_ROOTS,
        PROD,
        {
            "prod": ["module.db.aws_db_instance.main", "role app"],
            "staging": ["module.db.aws_db_instance.main", "role job"],
        },
    ),
    "the module that two roots call belongs to the root that is meant": (
        TWO_ROOTS,
        PROD.replace('"prod/**"', '"prod/**", "modules/**"'),
        {
            "prod": ["module.db.aws_db_instance.main", "role app"],
            "staging": ["module.db.aws_db_instance.main", "role job"],
        },
    ),
    "the module alone, which one root calls": (
        ONE_ROOT,
        PROD.replace("prod/**", "modules/**"),
        {"prod": ["module.a.aws_db_instance.main", "role app"]},
    ),
    "roles that refer to a server outside of it": (
        {"main.tf": A + B + provider("aws_db_instance.b.address"), "roles.tf": APP},
        PROD.replace("prod/**", "roles.tf"),
        {
            "prod": ["-", "role app"],
            "aws_db_instance.a": ["aws_db_instance.a"],
            "aws_db_instance.b": ["aws_db_instance.b", "sessions"],
        },
    ),
    "a file of a server, whatever the roles refer to": (
        {"db/postgresql.conf": CONF, "main.tf": A + provider("aws_db_instance.a.address") + APP},
        PROD.replace('"prod/**"', '"db/**", "main.tf"'),
        {"prod": ["-", "role app", "sessions"]},
    ),
    "a pgbouncer.ini and a managed server": (
        {"db/main.tf": A, "edge/pgbouncer.ini": ini("anything"), "other/main.tf": B},
        PROD.replace('"prod/**"', '"db/**", "edge/**"'),
        {"prod": ["aws_db_instance.a", "pooler edge/pgbouncer.ini"], "other": ["aws_db_instance.b"]},
    ),
}


@pytest.mark.parametrize(("files", "config", "expected"), DECLARED.values(), ids=DECLARED)
def test_declared(files, config, expected):
    assert joined(files, config) == expected


@pytest.mark.parametrize(
    ("files", "config", "expected"),
    [
        (
            {"main.tf": A, "roles.tf": APP},
            "",
            {
                "default": {
                    "main.tf": "aws_db_instance.a is a server of its own",
                    "roles.tf": "main.tf has the only server of its Terraform root",
                }
            },
        ),
        (
            {"db/main.tf": A, "roles/main.tf": APP},
            "",
            {
                "db": {
                    "db/main.tf": "aws_db_instance.a is a server of its own",
                    "roles/main.tf": "db/main.tf is the nearest server",
                }
            },
        ),
        (
            {"main.tf": A, "roles.tf": provider("aws_db_instance.a.address") + APP},
            "",
            {
                "default": {
                    "main.tf": "aws_db_instance.a is a server of its own",
                    "roles.tf": "refers to the server in main.tf",
                }
            },
        ),
        (
            {"db/main.tf": A, "db/copy.tf": rds("copy", "replicate_source_db = aws_db_instance.a.arn")},
            "",
            {
                "db": {
                    "db/main.tf": "aws_db_instance.a is a server of its own",
                    "db/copy.tf": "aws_db_instance.copy is a replica of db/main.tf",
                }
            },
        ),
        (
            {"db/main.tf": A, "roles/main.tf": provider('"a.x.rds.amazonaws.com"') + APP},
            "",
            {
                "db": {
                    "db/main.tf": "aws_db_instance.a is a server of its own",
                    "roles/main.tf": "its host names the server in db/main.tf",
                }
            },
        ),
        (
            {"db/main.tf": A, "roles/main.tf": provider('"b.x.rds.amazonaws.com"') + APP},
            "",
            {
                "db": {"db/main.tf": "aws_db_instance.a is a server of its own"},
                "roles": {"roles/main.tf": "by itself: its host names another server than the one in db/main.tf"},
            },
        ),
        (
            {"db/main.tf": A + B, "roles/main.tf": APP},
            "",
            {
                "db/aws_db_instance.a": {"db/main.tf": "aws_db_instance.a is a server of its own"},
                "db/aws_db_instance.b": {"db/main.tf": "aws_db_instance.b is a server of its own"},
                "roles": {"roles/main.tf": "by itself: 2 servers are equally near; declare a [[stack]]"},
            },
        ),
        (
            {"prod/main.tf": A, "prod/roles.tf": APP},
            PROD,
            {
                "prod": {
                    "prod/main.tf": 'matches include of [[stack]] "prod"',
                    "prod/roles.tf": 'matches include of [[stack]] "prod"',
                }
            },
        ),
        (
            {"prod/main.tf": A + B},
            PROD,
            {"prod": {"prod/main.tf": "several servers in one stack (aws_db_instance.a, aws_db_instance.b): none is used"}},
        ),
    ],
)  # fmt: skip
def test_reasons(files, config, expected):
    assert reasons(files, config) == expected
