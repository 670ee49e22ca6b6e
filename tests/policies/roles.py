"""The first policy: a role that logs in has a connection limit. LIM001 of pglint, CKV_PG_1 of tests/bench/checkov."""

from tests.policies.case import FAIL, NONE, PASS, UNDECIDED, Case

APP = 'resource "postgresql_role" "app" {\n  name  = "app"\n  login = true\n'
"""What most cases begin with."""

MODULE = """\
-- modules/role/main.tf --
variable "name" { type = string }
variable "limit" {
  type    = number
  default = -1
}

resource "postgresql_role" "this" {
  name             = var.name
  login            = true
  connection_limit = var.limit
}
"""

LITERALS = (
    Case("a limit", PASS, f"{APP}  connection_limit = 20\n}}\n"),
    Case("no limit", FAIL, f"{APP}}}\n"),
    Case("minus one", FAIL, f"{APP}  connection_limit = -1\n}}\n"),
    Case("zero", PASS, f"{APP}  connection_limit = 0\n}}\n"),
    Case("a number in quotes", PASS, f'{APP}  connection_limit = "20"\n}}\n'),
    Case("minus one in quotes", FAIL, f'{APP}  connection_limit = "-1"\n}}\n'),
    Case("commented out", FAIL, f"{APP}  # connection_limit = 20\n}}\n"),
    Case("in a comment over lines", FAIL, f"{APP}  /*\n  connection_limit = 20\n  */\n}}\n"),
    Case("a role in a comment", NONE, f"/*\n{APP}}}\n*/\n"),
    Case("two roles, one without", FAIL, f"{APP}  connection_limit = 5\n}}\n\n{APP.replace('app', 'cron')}}}\n"),
    Case(
        "a role in a heredoc",
        NONE,
        'output "example" {\n  value = <<-EOT\n    resource "postgresql_role" "app" { login = true }\n  EOT\n}\n',
    ),
    Case("null", FAIL, f"{APP}  connection_limit = null\n}}\n"),
    Case("a sum", PASS, f"{APP}  connection_limit = 4 * 5 + 2\n}}\n"),
    Case("a sum that comes to minus one", FAIL, f"{APP}  connection_limit = 4 - 5\n}}\n"),
)

VARIABLES = (
    Case(
        "a default",
        PASS,
        f'variable "limit" {{\n  default = 20\n}}\n\n{APP}  connection_limit = var.limit\n}}\n',
    ),
    Case(
        "a default of minus one",
        FAIL,
        f'variable "limit" {{\n  default = -1\n}}\n\n{APP}  connection_limit = var.limit\n}}\n',
    ),
    Case(
        "a default of null",
        FAIL,
        f'variable "limit" {{\n  type    = number\n  default = null\n}}\n\n{APP}  connection_limit = var.limit\n}}\n',
        "Checkov leaves a variable whose default is null unresolved; Terraform takes the attribute as not set",
    ),
    Case(
        "no default",
        UNDECIDED,
        f'variable "limit" {{\n  type = number\n}}\n\n{APP}  connection_limit = var.limit\n}}\n',
    ),
    Case(
        "a variable in another file",
        FAIL,
        f'-- main.tf --\n{APP}  connection_limit = var.limit\n}}\n-- variables.tf --\nvariable "limit" {{\n  default = -1\n}}\n',
    ),
    Case(
        "tfvars over the default",
        FAIL,
        f"""\
-- main.tf --
variable "limit" {{
  default = 20
}}

{APP}  connection_limit = var.limit
}}
-- terraform.tfvars --
limit = -1
""",
    ),
    Case(
        "auto.tfvars over tfvars",
        PASS,
        f"""\
-- main.tf --
variable "limit" {{
  default = -1
}}

{APP}  connection_limit = var.limit
}}
-- terraform.tfvars --
limit = -1
-- production.auto.tfvars --
limit = 30
""",
    ),
    Case(
        "a tfvars that Terraform does not load by itself",
        FAIL,
        f"""\
-- main.tf --
variable "limit" {{
  default = -1
}}

{APP}  connection_limit = var.limit
}}
-- production.tfvars --
limit = 30
""",
    ),
    Case(
        "an attribute that is optional",
        FAIL,
        f"""\
variable "role" {{
  type    = object({{ name = string, limit = optional(number, -1) }})
  default = {{ name = "app" }}
}}

{APP}  connection_limit = var.role.limit
}}
""",
        "Checkov does not fill in the defaults of optional attributes",
    ),
)

EXPRESSIONS = (
    Case(
        "a product of locals",
        PASS,
        f"locals {{\n  pool     = 5\n  replicas = 4\n}}\n\n{APP}  connection_limit = local.pool * local.replicas\n}}\n",
    ),
    Case(
        "a conditional",
        FAIL,
        f"""\
variable "environment" {{
  default = "staging"
}}

{APP}  connection_limit = var.environment == "production" ? 20 : -1
}}
""",
    ),
    Case(
        "a conditional that nobody can decide",
        UNDECIDED,
        f'variable "limited" {{\n  type = bool\n}}\n\n{APP}  connection_limit = var.limited ? 20 : -1\n}}\n',
    ),
    Case(
        "lookup with a fallback",
        FAIL,
        f'locals {{\n  limits = {{ web = 20 }}\n}}\n\n{APP}  connection_limit = lookup(local.limits, "app", -1)\n}}\n',
    ),
    Case(
        "try",
        PASS,
        f"locals {{\n  limits = {{ app = {{ pool = 7 }} }}\n}}\n\n{APP}  connection_limit = try(local.limits.app.pool, -1)\n}}\n",
    ),
    Case(
        "merge, the later wins",
        FAIL,
        f"""\
locals {{
  limits = merge({{ app = 20 }}, {{ app = -1 }})
}}

{APP}  connection_limit = local.limits["app"]
}}
""",
        "Checkov does not evaluate merge of objects that are written in place",
    ),
    Case("max", PASS, f"{APP}  connection_limit = max(-1, ceil(7 / 2))\n}}\n"),
    Case(
        "coalesce",
        FAIL,
        f"locals {{\n  own = null\n}}\n\n{APP}  connection_limit = coalesce(local.own, -1)\n}}\n",
        "Checkov does not evaluate coalesce",
    ),
    Case(
        "jsondecode",
        PASS,
        f'locals {{\n  roles = jsondecode("{{\\"app\\": 12}}")\n}}\n\n{APP}  connection_limit = local.roles.app\n}}\n',
        "Checkov does not evaluate jsondecode",
    ),
    Case(
        "the limit of another role",
        FAIL,
        f"{APP}  connection_limit = -1\n}}\n\n{APP.replace('app', 'cron')}  connection_limit = postgresql_role.app.connection_limit\n}}\n",
    ),
)

REPEATED = (
    Case(
        "for_each over a map of limits",
        FAIL,
        """\
locals {
  limits = { web = 20, jobs = -1 }
}

resource "postgresql_role" "service" {
  for_each = local.limits

  name             = each.key
  login            = true
  connection_limit = each.value
}
""",
    ),
    Case(
        "for_each over names",
        PASS,
        """\
resource "postgresql_role" "service" {
  for_each = toset(["web", "jobs"])

  name             = each.key
  login            = true
  connection_limit = 20
}
""",
    ),
    Case(
        "for_each over a list made a map",
        FAIL,
        """\
locals {
  roles = [{ name = "web", pool = 5 }, { name = "jobs", pool = 0 }]
}

resource "postgresql_role" "service" {
  for_each = { for role in local.roles : role.name => role }

  name             = each.key
  login            = true
  connection_limit = each.value.pool > 0 ? each.value.pool * 2 : -1
}
""",
    ),
    Case(
        "for_each whose filter leaves the bad one out",
        PASS,
        """\
locals {
  limits = { web = 20, jobs = -1 }
}

resource "postgresql_role" "service" {
  for_each = { for name, limit in local.limits : name => limit if limit > 0 }

  name             = each.key
  login            = true
  connection_limit = each.value
}
""",
        "Checkov does not evaluate the if of a for expression",
    ),
    Case(
        "for_each over names that nobody knows",
        FAIL,
        """\
variable "services" {
  type = set(string)
}

resource "postgresql_role" "service" {
  for_each = var.services

  name  = each.key
  login = true
}
""",
    ),
    Case("count of none", NONE, APP.replace("{\n", "{\n  count = 0\n", 1) + "}\n"),
    Case(
        "count by a switch that is off",
        NONE,
        'variable "enabled" {\n  default = false\n}\n\n'
        + APP.replace("{\n", "{\n  count = var.enabled ? 1 : 0\n", 1)
        + "}\n",
    ),
    Case(
        "count and an index",
        FAIL,
        """\
resource "postgresql_role" "worker" {
  count = 2

  name             = "worker_${count.index}"
  login            = true
  connection_limit = [10, -1][count.index]
}
""",
        "Checkov does not index a list that is written in place",
    ),
)

MODULES = (
    Case(
        "a module with a limit",
        PASS,
        f'-- main.tf --\nmodule "app" {{\n  source = "./modules/role"\n  name   = "app"\n  limit  = 20\n}}\n{MODULE}',
    ),
    Case(
        "a module without its limit",
        FAIL,
        f'-- main.tf --\nmodule "app" {{\n  source = "./modules/role"\n  name   = "app"\n}}\n{MODULE}',
    ),
    Case(
        "a module twice, once without",
        FAIL,
        f"""\
-- main.tf --
module "app" {{
  source = "./modules/role"
  name   = "app"
  limit  = 20
}}

module "jobs" {{
  source = "./modules/role"
  name   = "jobs"
}}
{MODULE}""",
    ),
    Case(
        "a module for each of a map",
        PASS,
        f"""\
-- main.tf --
module "role" {{
  source   = "./modules/role"
  for_each = {{ app = 5, jobs = 10 }}

  name  = each.key
  limit = each.value * 2
}}
{MODULE}""",
    ),
    Case(
        "an override that takes the limit away",
        FAIL,
        f"-- main.tf --\n{APP}  connection_limit = 20\n}}\n-- override.tf --\n"
        'resource "postgresql_role" "app" {\n  connection_limit = -1\n}\n',
    ),
    Case(
        "an override that adds the limit",
        PASS,
        f"-- main.tf --\n{APP}}}\n-- limits_override.tf --\n"
        'resource "postgresql_role" "app" {\n  connection_limit = 20\n}\n',
        "Checkov takes the override for a second role beside the first; Terraform merges them",
    ),
    Case(
        "a module in JSON",
        FAIL,
        '-- main.tf.json --\n{"resource": {"postgresql_role": {"app": {"name": "app", "login": true}}}}\n',
        "Checkov reads .tf.json by another framework only (terraform_json), apart from the rest of the module",
    ),
)

OTHERWISE = (
    Case(
        "a group role",
        PASS,
        'resource "postgresql_role" "readers" {\n  name = "readers"\n}\n',
        "nobody logs in as a role without login, so it needs no limit",
    ),
    Case(
        "a group role, said so",
        PASS,
        'resource "postgresql_role" "readers" {\n  name  = "readers"\n  login = false\n}\n',
        "nobody logs in as a role without login, so it needs no limit",
    ),
    Case(
        "a name to be filled in",
        PASS,
        APP.replace('"app"\n', '"CHANGEME"\n') + "}\n",
        "a template's role; whoever fills in its name decides about its limit",
    ),
    Case(
        "a superuser",
        PASS,
        f"{APP}  superuser = true\n}}\n",
        "PostgreSQL does not enforce the limit of a superuser",
    ),
    Case(
        "a role for replication only",
        PASS,
        'resource "postgresql_role" "standby" {\n  name        = "standby"\n  login       = true\n  replication = true\n}\n',
        "WAL senders do not count against a role's limit",
    ),
    Case(
        "a login that nobody can decide",
        UNDECIDED,
        'variable "login" {\n  type = bool\n}\n\nresource "postgresql_role" "app" {\n  name  = "app"\n  login = var.login\n}\n',
        "whether it needs a limit depends on whether it logs in",
    ),
)

CASES = (*LITERALS, *VARIABLES, *EXPRESSIONS, *REPEATED, *MODULES, *OTHERWISE)
