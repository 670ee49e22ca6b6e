"""Which Terraform resources and modules decide over PostgreSQL's connections.

``wanted`` asks a file's text, so that most folders are dismissed before anything is parsed. A file may hold a word and
nothing of ours; never the other way round.
"""

from __future__ import annotations

from pglint.once import cache

# Of the providers postgresql (roles, databases, slots …) and neon every resource is of interest.
PREFIXES = ("postgresql_", "neon_")

TYPES = frozenset(
    (
        "aiven_connection_pool",
        "aiven_pg",
        "aiven_pg_database",
        "aiven_pg_user",
        "aws_db_instance",
        "aws_db_parameter_group",
        "aws_db_proxy",
        "aws_db_proxy_default_target_group",
        "aws_db_proxy_target",
        "aws_rds_cluster",
        "aws_rds_cluster_instance",
        "aws_rds_cluster_parameter_group",
        "azurerm_postgresql_configuration",
        "azurerm_postgresql_flexible_server",
        "azurerm_postgresql_flexible_server_configuration",
        "azurerm_postgresql_flexible_server_database",
        "azurerm_postgresql_server",
        "digitalocean_database_cluster",
        "digitalocean_database_connection_pool",
        "digitalocean_database_db",
        "digitalocean_database_postgresql_config",
        "digitalocean_database_user",
        "google_alloydb_cluster",
        "google_alloydb_instance",
        "google_sql_database",
        "google_sql_database_instance",
        "google_sql_user",
        "heroku_addon",
        "ovh_cloud_managed_database_postgresql_connection_pool",
        "ovh_cloud_project_database",
        "ovh_cloud_project_database_postgresql_connection_pool",
        "scaleway_rdb_instance",
        "supabase_settings",
        "timescale_service",
        "yandex_mdb_postgresql_cluster",
        "yandex_mdb_postgresql_database",
        "yandex_mdb_postgresql_user",
    )
)

# Modules by the name that a registry gives them; all their submodules are of interest but where one is named.
MODULES = (
    "cloudposse/rds/aws",
    "GoogleCloudPlatform/sql-db/google//modules/postgresql",
    "terraform-aws-modules/rds/aws",
    "terraform-aws-modules/rds-aurora/aws",
    "terraform-aws-modules/rds-proxy/aws",
    "terraform-google-modules/sql-db/google//modules/postgresql",
)

# Each type and module holds one of these words, and so does a configuration of the provider "postgresql". They are
# looked for by what several have in common, since most files hold none of them.
WORDS = (
    ("postgresql", ('"postgresql', "postgresql_", "provider postgresql")),
    ("google_sql_", ()),
    ("sql-db", ()),
    ("_db_", ("aws_db_instance", "aws_db_parameter_group", "aws_db_proxy")),
    ("rds", ("aws_rds_cluster", "-modules/rds", "cloudposse/rds", "terraform-aws-rds")),
    ("_database", ("digitalocean_database_", "ovh_cloud_project_database")),
    ("google_alloydb_", ()),
    ("aiven_", ("aiven_pg", "aiven_connection_pool")),
    ("neon_", ()),
    ("scaleway_rdb_", ()),
    ("supabase_", ()),
    ("heroku_addon", ()),
    ("timescale_", ()),
)


def wanted(text: str) -> bool:
    """Whether a Terraform file can hold anything of interest."""
    return any(common in text and (not words or any(word in text for word in words)) for common, words in WORDS)


def is_ours(type_: str) -> bool:
    """Whether resources of a type are of interest."""
    return type_ in TYPES or type_.startswith(PREFIXES)


def is_our_module(name: str) -> bool:
    """Whether a module is of interest, by the name that ``module_name`` gives it."""
    return any(name == known or name.startswith((known + "//", known + "/")) for known in MODULES)


@cache
def module_name(source: str) -> str:
    """What a registry calls a module, whether it is called by that name or by its repository; '' for any other source.

    ``git::https://github.com/terraform-aws-modules/terraform-aws-rds.git//modules/db_instance?ref=v6`` is
    ``terraform-aws-modules/rds/aws//modules/db_instance``. Modules are published from repositories that are named
    ``terraform-<provider>-<name>`` (documentation of the module registry, "Publishing Modules").
    """
    path, _, inside = source.partition("?")[0].removeprefix("git::").partition("://")
    if inside:
        path = inside
    path, _, below = path.partition("//")
    parts = [part for part in path.replace(":", "/").split("/") if part]
    if len(parts) >= 2 and parts[-1].startswith("terraform-"):
        provider, _, name = parts[-1].removesuffix(".git").removeprefix("terraform-").partition("-")
        parts = [parts[-2], name, provider] if name else []
    elif len(parts) == 4 and "." in parts[0]:
        del parts[0]
    if len(parts) != 3 or any("." in part for part in parts):
        return ""
    return "/".join(parts) + ("//" + below.strip("/") if below else "")
