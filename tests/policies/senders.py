"""The second policy: max_wal_senders of a parameter group is at least 20. REP017 of pglint, CKV_PG_2 of tests/bench/checkov."""

from tests.policies.case import FAIL, NONE, PASS, UNDECIDED, Case

RDS = 'resource "aws_db_parameter_group" "main" {\n  name   = "main"\n  family = "postgres16"\n'
AURORA = RDS.replace("aws_db_", "aws_rds_cluster_").replace("postgres16", "aurora-postgresql16")

PLAIN = """
  parameter {
    name  = "log_lock_waits"
    value = "1"
  }
"""


def senders(value: str, name: str = "max_wal_senders") -> str:
    """The block of a parameter group that sets max_wal_senders to an expression."""
    return f'\n  parameter {{\n    name         = "{name}"\n    value        = {value}\n    apply_method = "pending-reboot"\n  }}\n'


def variable(name: str, default: str) -> str:
    return f'variable "{name}" {{\n  default = {default}\n}}\n\n'


def dynamic(of: str, name: str = "parameter.key", value: str = "parameter.value", iterator: str = "") -> str:
    """A dynamic block of parameters over an expression."""
    own = f"    iterator = {iterator}\n" if iterator else ""
    content = f'    content {{\n      name         = {name}\n      value        = {value}\n      apply_method = "pending-reboot"\n    }}\n'
    return f'\n  dynamic "parameter" {{\n    for_each = {of}\n{own}\n{content}  }}\n'


LITERALS = (
    Case("twenty-five", PASS, RDS + senders('"25"') + "}\n"),
    Case("ten", FAIL, RDS + senders('"10"') + "}\n"),
    Case("exactly twenty", PASS, RDS + senders('"20"') + "}\n"),
    Case("nineteen", FAIL, RDS + senders('"19"') + "}\n"),
    Case("a number without quotes", FAIL, RDS + senders("10") + "}\n"),
    Case("after another parameter", FAIL, RDS + PLAIN + senders('"5"') + "}\n"),
    Case("a cluster's group, ten", FAIL, AURORA + senders('"10"') + "}\n"),
    Case("a cluster's group, thirty", PASS, AURORA + senders('"30"') + "}\n"),
    Case("commented out", PASS, RDS + "  /*" + senders('"10"') + "  */\n}\n"),
    Case(
        "two groups, one below",
        FAIL,
        RDS + senders('"20"') + "}\n\n" + RDS.replace("main", "old") + senders('"10"') + "}\n",
    ),
    Case("not stated, RDS", PASS, RDS + PLAIN + "}\n"),
    Case("no parameters, RDS", PASS, RDS + "}\n"),
    Case("another parameter below twenty", PASS, RDS + senders('"10"', name="max_worker_processes") + "}\n"),
    Case("of MySQL", PASS, RDS.replace("postgres16", "mysql8.0") + senders('"10"', name="max_allowed_packet") + "}\n"),
)

VARIABLES = (
    Case("a default", FAIL, variable("senders", "10") + RDS + senders("var.senders") + "}\n"),
    Case("a default in quotes", PASS, variable("senders", '"32"') + RDS + senders("var.senders") + "}\n"),
    Case("no default", UNDECIDED, 'variable "senders" {}\n\n' + RDS + senders("var.senders") + "}\n"),
    Case(
        "tfvars over the default",
        FAIL,
        "-- main.tf --\n" + variable("senders", "20") + RDS + senders("var.senders") + "}\n-- terraform.tfvars --\nsenders = 10\n",
    ),
    Case(
        "tfvars in JSON",
        PASS,
        "-- main.tf --\n" + variable("senders", "10") + RDS + senders("var.senders") + '}\n-- terraform.tfvars.json --\n{"senders": 20}\n',
    ),
    Case("in a string", FAIL, variable("senders", "1") + RDS + senders('"${var.senders}0"') + "}\n"),
    Case(
        "what another resource gives",
        UNDECIDED,
        'data "aws_ssm_parameter" "senders" {\n  name = "/db/senders"\n}\n\n'
        + RDS + senders("data.aws_ssm_parameter.senders.value") + "}\n",
    ),
)  # fmt: skip

EXPRESSIONS = (
    Case("a product", FAIL, variable("replicas", "4") + RDS + senders("var.replicas * 2 + 4") + "}\n"),
    Case("max", PASS, variable("replicas", "4") + RDS + senders("max(20, var.replicas * 2)") + "}\n"),
    Case("tostring of min", FAIL, variable("replicas", "40") + RDS + senders("tostring(min(15, var.replicas))") + "}\n"),
    Case(
        "a conditional",
        FAIL,
        variable("environment", '"staging"') + RDS + senders('var.environment == "production" ? "20" : "10"') + "}\n",
    ),
    Case(
        "a map by environment",
        PASS,
        variable("environment", '"production"')
        + "locals {\n  senders = { production = 24, staging = 10 }\n}\n\n"
        + RDS + senders("lookup(local.senders, var.environment, 10)") + "}\n",
        "Checkov does not evaluate lookup where the key is a variable",
    ),
    Case("the workspace", UNDECIDED, RDS + senders('terraform.workspace == "production" ? 20 : 10') + "}\n"),
    Case(
        "one place for several values",
        FAIL,
        'locals {\n  settings = yamldecode(<<-EOT\n    max_wal_senders: 12\n    wal_keep_size: 2048\n  EOT\n  )\n}\n\n'
        + RDS + senders("local.settings.max_wal_senders") + "}\n",
        "Checkov does not evaluate yamldecode",
    ),
)  # fmt: skip

DYNAMIC = (
    Case("over a map", FAIL, RDS + dynamic('{ max_wal_senders = "10", wal_keep_size = "2048" }') + "}\n",
        "Checkov does not expand a dynamic block over a map that is written in place",
    ),
    Case("over a map that is enough", PASS, RDS + dynamic('{ max_wal_senders = "20" }') + "}\n",
        "Checkov does not expand a dynamic block over a map that is written in place",
    ),
    Case(
        "over a variable's objects",
        FAIL,
        'variable "parameters" {\n  type    = list(object({ name = string, value = string }))\n'
        '  default = [{ name = "max_wal_senders", value = "12" }, { name = "lock_timeout", value = "5000" }]\n}\n\n'
        + RDS + dynamic("var.parameters", "parameter.value.name", "parameter.value.value") + "}\n",
    ),
    Case(
        "over a map that is merged",
        PASS,
        variable("own", '{ max_wal_senders = "30" }') + RDS + dynamic('merge({ max_wal_senders = "10" }, var.own)') + "}\n",
        "Checkov does not expand a dynamic block over merge",
    ),
    Case(
        "with a filter that leaves it out",
        PASS,
        RDS + dynamic('{ for name, value in { max_wal_senders = "10" } : name => value if name != "max_wal_senders" }') + "}\n",
        "Checkov does not expand a dynamic block over a for expression",
    ),
    Case(
        "with an iterator",
        FAIL,
        RDS + dynamic('{ max_wal_senders = "10" }', "setting.key", "setting.value", iterator="setting") + "}\n",
        "Checkov does not expand a dynamic block over a map that is written in place",
    ),
    Case(
        "by a switch that is off",
        PASS,
        variable("tuned", "false") + RDS + dynamic("var.tuned ? [10] : []", '"max_wal_senders"') + "}\n",
        "Checkov does not expand a dynamic block over a conditional",
    ),
    Case(
        "by a switch that is on",
        FAIL,
        variable("tuned", "true") + RDS + dynamic("var.tuned ? [10] : []", '"max_wal_senders"') + "}\n",
        "Checkov does not expand a dynamic block over a conditional",
    ),
    Case(
        "over what nobody knows",
        UNDECIDED,
        'variable "parameters" {\n  type = map(string)\n}\n\n' + RDS + dynamic("var.parameters") + "}\n",
    ),
    Case(
        "over a map from tfvars",
        FAIL,
        '-- main.tf --\nvariable "parameters" {\n  type = map(string)\n}\n\n' + RDS + dynamic("var.parameters") + "}\n"
        '-- terraform.tfvars --\nparameters = {\n  "max_wal_senders" = "10"\n}\n',
        "Checkov does not expand a dynamic block over a map of plain values",
    ),
)  # fmt: skip

REPEATED = (
    Case(
        "for_each over environments",
        FAIL,
        RDS.replace("{\n", "{\n  for_each = { production = 20, staging = 10 }\n\n", 1).replace('"main"\n', "each.key\n")
        + senders("each.value") + "}\n",
    ),
    Case("count of none", NONE, RDS.replace("{\n", "{\n  count = 0\n", 1) + senders('"10"') + "}\n"),
    Case(
        "a module's argument",
        FAIL,
        '-- main.tf --\nmodule "group" {\n  source  = "./modules/group"\n  senders = 8 + 4\n}\n-- modules/group/main.tf --\n'
        'variable "senders" {\n  default = 20\n}\n\n' + RDS + senders("var.senders") + "}\n",
    ),
    Case(
        "a module's default",
        PASS,
        '-- main.tf --\nmodule "group" {\n  source = "./modules/group"\n}\n-- modules/group/main.tf --\n'
        'variable "senders" {\n  default = 20\n}\n\n' + RDS + senders("var.senders") + "}\n",
    ),
)  # fmt: skip

OTHERWISE = (
    Case(
        "not stated, Aurora 14",
        FAIL,
        AURORA.replace("postgresql16", "postgresql14") + "}\n",
        "the policy is about what the server ends up with, and Aurora's default is 10",
    ),
    Case(
        "not stated, Aurora 16",
        UNDECIDED,
        AURORA + "}\n",
        "the policy is about what the server ends up with, and Aurora's default is not documented for 16",
    ),
    Case(
        "a formula of at least twenty",
        PASS,
        RDS + senders('"GREATEST({DBInstanceVCPU*2},20)"') + "}\n",
        "RDS evaluates formulas; this one is never below 20",
    ),
    Case(
        "a formula of at most ten",
        FAIL,
        RDS + senders('"LEAST({DBInstanceVCPU*2},10)"') + "}\n",
        "RDS evaluates formulas; this one is never above 10",
    ),
    Case(
        "in capitals",
        FAIL,
        RDS + senders('"10"', name="MAX_WAL_SENDERS") + "}\n",
        "the provider makes the names of parameters lower-case",
    ),
    Case(
        "a registry module",
        FAIL,
        'module "db" {\n  source  = "terraform-aws-modules/rds/aws"\n  version = "6.10.0"\n\n  identifier = "main"\n  engine     = "postgres"\n'
        '  family     = "postgres16"\n\n  parameters = [{ name = "max_wal_senders", value = "10" }]\n}\n',
        "the module's files are not here, but what its parameters become is known",
    ),
)

CASES = (*LITERALS, *VARIABLES, *EXPRESSIONS, *DYNAMIC, *REPEATED, *OTHERWISE)
