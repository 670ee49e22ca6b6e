"""What managed platforms make of PostgreSQL: sizes and defaults, what they keep for themselves, refuse and rename.

The ids are those of ``PLATFORMS``. The facts and their sources stand in platform_parameters.py (parameters),
platform_table.py (sizes), platform_sizes.py and platform_defaults.py (rules). What they do not tell is Unknown, None
or '' here, never a guess.
"""

from __future__ import annotations

from pglint.catalog import platform_parameters as facts
from pglint.catalog import postgresql, rds_formula
from pglint.catalog.platform_defaults import default
from pglint.catalog.platform_sizes import MB, Size, size
from pglint.catalog.platform_table import RDS_STATIC
from pglint.record import TYPE_CHECKING
from pglint.values import Unknown

if TYPE_CHECKING:
    from pglint.values import Value

__all__ = [
    "PLATFORMS", "Size", "default", "interpret", "known_prefixes", "own_parameter", "pooler_default", "refused",
    "reserved", "reserves_all", "size", "static", "switches", "title",
]  # fmt: skip

PLATFORMS = tuple(facts.TITLES)


def title(platform: str) -> str:
    """The platform's name for messages. Raises KeyError for what is not in ``PLATFORMS``."""
    return facts.TITLES[platform]


def reserved(platform: str, major: int) -> tuple[tuple[str, int], ...]:
    """Connections that the platform keeps, each with its name, beyond the two parameters of PostgreSQL.

    The name is a parameter's where one decides, so that a written value takes its place. Where ``reserves_all``, the
    number is all that is kept.
    """
    if platform in facts.AWS and major <= 15:
        return (("rds.rds_superuser_reserved_connections", 2),)
    if platform == "azure_flexible" and major < 16:
        return (("reserved_connections", 5),)
    return (facts.RESERVED_IN_ALL[platform],) if reserves_all(platform) else ()


def reserves_all(platform: str) -> bool:
    """Whether ``reserved`` is everything that is kept: superuser_reserved_connections and reserved_connections too."""
    return platform in facts.RESERVED_IN_ALL


def static(platform: str, name: str, major: int) -> bool | None:
    """Whether a change needs a reboot of the instance; None where the parameter is not known.

    RDS calls PostgreSQL's postmaster parameters static and all others dynamic. (The user guide's table has two
    exceptions, temp_file_limit and ssl, which its own ``describe-db-cluster-parameters`` calls dynamic.)
    """
    lower = name.lower()
    if platform in facts.AWS and lower in RDS_STATIC:
        return RDS_STATIC[lower]
    if platform == "azure_flexible" and lower.startswith("pgbouncer."):
        return False
    if lower == "cloudsql.logical_decoding":
        return True if platform == "gcp_cloud_sql" else None
    found = postgresql.parameter(lower, major)
    return None if found is None or found.context == "internal" else found.context == "postmaster"


def refused(platform: str, name: str, major: int, level: str = "") -> str:
    """Why the platform does not let this parameter be set there; '' if it does, or it is not known.

    ``level`` is "instance" for the parameter group of an Aurora instance, which lacks what only the cluster's has.
    """
    lower = name.lower()
    if platform in facts.AWS:
        return _refused_by_aws(platform, lower, major, level)
    if platform == "gcp_cloud_sql":
        return _refused_by_cloud_sql(lower)
    if platform == "azure_flexible":
        fixed = lower in facts.READ_ONLY_ON_AZURE or (major >= 16 and lower in facts.READ_ONLY_ON_AZURE_16)
        return f"{lower} is read-only on {title(platform)}" if fixed else ""
    if lower == "max_connections" and platform in ("digitalocean", "heroku", "neon"):
        by = {"digitalocean": "size of the cluster", "heroku": "plan", "neon": "compute size"}[platform]
        return f"{title(platform)} sets max_connections by the {by} and does not let it be changed"
    if lower == "statement_timeout" and platform in ("digitalocean", "aiven"):
        return f"{title(platform)} has no option statement_timeout: set it on roles or databases"
    return ""


def _refused_by_aws(platform: str, name: str, major: int, level: str) -> str:
    if name == "wal_level":
        return f"{title(platform)} does not let wal_level be set: rds.logical_replication = 1 makes it logical"
    dotted = name.replace("rds_", "rds.", 1)
    if name.startswith("rds_") and dotted in RDS_STATIC:
        return f'{title(platform)} has no parameter "{name}": it is called {dotted}'
    if platform not in facts.AURORA:
        return ""
    if level == "instance" and (name in facts.CLUSTER_LEVEL or (major == 14 and name in facts.CLUSTER_LEVEL_14)):
        return f"Aurora has {name} in its cluster parameter groups only"
    if major == 14 and name in facts.FIXED_ON_AURORA_14:
        return f"Aurora does not let {name} be changed"
    return ""


def _refused_by_cloud_sql(name: str) -> str:
    if name == "wal_level":
        return "Cloud SQL does not let wal_level be set: cloudsql.logical_decoding = on makes it logical"
    if name.startswith("cloudsql_") and "." not in name:
        dotted = name.replace("cloudsql_", "cloudsql.", 1)
        return f'Cloud SQL has no flag "{name}": its own are spelled with a dot, as {dotted} would be'
    return ""


def switches(platform: str) -> tuple[tuple[str, str], ...]:
    """The parameters that make wal_level logical, each with the value that does; () where none is known."""
    return facts.SWITCHES.get(platform, ())


def known_prefixes(platform: str) -> tuple[str, ...]:
    """How the names of the platform's own parameters start."""
    return facts.PREFIXES.get(platform, ())


def own_parameter(platform: str, name: str) -> bool:
    """Whether a name is one of the platform's own, which PostgreSQL need not know."""
    return name.lower().startswith(known_prefixes(platform))


def pooler_default(platform: str, setting: str) -> Value:
    """The default of a setting of the platform's own PgBouncer (with or without ``pgbouncer.``), times in seconds.

    On Aiven pool_size and pool_mode are those of a connection pool.
    """
    plain = setting.lower().removeprefix("pgbouncer.")
    found = facts.POOLERS.get(platform, {}).get(plain)
    return Unknown(f"the default of {plain} of {title(platform)}'s pooler is not known") if found is None else found


def interpret(
    platform: str, name: str, text: str, major: int, size: Size, storage: Value = rds_formula.NO_STORAGE
) -> Value | None:
    """The value of a parameter's text where the platform reads it otherwise than PostgreSQL; None where it does not.

    RDS and Aurora evaluate formulas (for ``storage`` in bytes see rds_formula); DigitalOcean and Aiven take work_mem
    in MB. Unknown, with the reason, where a formula is malformed or its terms are not known.
    """
    found = postgresql.parameter(name, major)
    if platform in facts.AWS:
        number = found is None or found.type in ("integer", "real")
        if number and rds_formula.is_formula(text):
            return rds_formula.evaluate(text, size.memory, size.cpus, storage)
    elif platform in ("digitalocean", "aiven") and name.lower() == "work_mem":
        plain = text.strip()
        if plain.isascii() and plain.isdigit() and len(plain) < 10:
            return int(plain) * MB
    return None
