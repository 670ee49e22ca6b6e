"""What a parameter is on a managed platform where nobody sets it."""

from __future__ import annotations

import re

from pglint.catalog import platform_parameters as facts
from pglint.catalog import platform_table as table
from pglint.catalog import postgresql, rds_formula
from pglint.catalog.guc import show
from pglint.catalog.platform_sizes import GB, Size
from pglint.record import TYPE_CHECKING
from pglint.values import Range, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from pglint.values import Value

    Serverless = tuple[float | None, float | None] | None
    """Least and most capacity units of a service that scales by itself (Aurora's ACU, Neon's CU)."""

ACU = 2 * GB
AZURE_LEAST, AZURE_MOST = 50, 5000


def default(platform: str, name: str, major: int, size: Size, serverless: Serverless = None) -> Value:
    """The platform's default of a PostgreSQL parameter, in PostgreSQL's base unit.

    PostgreSQL's own default is only given for parameters that the platform is known to leave alone: RDS those that a
    default group does not set and that AWS names (work_mem, the timeouts); Aurora those that the guide lists with "–";
    Azure those whose documented default is PostgreSQL's. Of all others the default is Unknown: platforms change what
    one would not expect (RDS max_wal_senders, Azure tcp_keepalives_idle).

    wal_level is replica unless the platform's switch is on (``platforms.switches``), which the caller looks at; on an
    RDS instance without backups it may be minimal, which is not logical either.
    """
    lower = name.lower()
    if lower == "max_connections":
        return _max_connections(platform, size, serverless)
    if platform == "supabase" and size.name in table.SUPABASE_COMPUTE:
        _, _, slots, senders = table.SUPABASE_COMPUTE[size.name]
        sized = {"max_replication_slots": slots, "max_wal_senders": senders}
        if lower in sized:
            return sized[lower]
    if formula := facts.FORMULAS.get(platform, {}).get(lower):
        return rds_formula.evaluate(formula, size.memory, size.cpus)
    for row, first, last, value in facts.DEFAULTS.get(platform, ()):
        if row == lower and first <= major <= last:
            return value
    if lower in facts.LEFT_ALONE.get(platform, ()):
        found = postgresql.parameter(lower, major)
        if found is not None and found.default is not None:
            return show(found.default, found) if isinstance(found.default, float) else found.default
    return _unknown(lower, platform)


def _unknown(name: str, platform: str) -> Unknown:
    return Unknown(f"the default of {name} on {facts.TITLES.get(platform, platform)} is not known")


def _max_connections(platform: str, size: Size, serverless: Serverless) -> Value:
    read = _READERS.get(platform)
    found = read(size, serverless) if read else None
    if found is not None:
        return found
    by_memory = platform in ("gcp_cloud_sql", "digitalocean", "aiven", "neon")
    return size.memory if by_memory and isinstance(size.memory, Unknown) else _unknown("max_connections", platform)


def _rds(size: Size, serverless: Serverless) -> Value | None:
    return rds_formula.evaluate(facts.BY_MEMORY, size.memory, size.cpus)


def _aurora(size: Size, serverless: Serverless) -> Value | None:
    """The guide's number where it has measured one, else the formula."""
    return table.AURORA_CONNECTIONS.get(size.name.lower()) or _rds(size, serverless)


def _aurora_serverless(size: Size, serverless: Serverless) -> Value | None:
    """By the maximum of capacity units, up to 2000 where the minimum is at most 0.5 (guide of Aurora Serverless v2).

    Between the documented numbers by the formula; one unit is 2 GiB.
    """
    least, most = serverless or (None, None)
    if most is None:
        return Unknown("the maximum capacity of Aurora Serverless v2 is not known")
    full: Value
    if most in table.SERVERLESS_CONNECTIONS:
        full = table.SERVERLESS_CONNECTIONS[int(most)]
    else:
        full = rds_formula.evaluate(facts.BY_MEMORY, round(most * ACU), 0)
    if least is not None and least > table.SERVERLESS_CAPPED_UP_TO:
        return full
    capped = _at_most(full, table.SERVERLESS_CAP)
    return capped if least is not None else _between(capped, full)


def _at_most(value: Value, cap: int) -> Value:
    if isinstance(value, Range):
        low, high = min(value.low or 0, cap), min(value.high or cap, cap)
        return Range(low, high, value.missing) if low < high else low
    return min(value, cap) if isinstance(value, int) else value


def _between(first: Value, second: Value) -> Value:
    """A value that lies between two, the first not being the larger."""
    low = first.low if isinstance(first, Range) else first
    high = second.high if isinstance(second, Range) else second
    if isinstance(low, int) and isinstance(high, int) and low < high:
        return Range(low, high)
    return second


def _cloud_sql(size: Size, serverless: Serverless) -> Value | None:
    """By the memory of the largest instance in the chain of primaries, so a replica's follows its primary's size.

    "Configure database flags" of the Cloud SQL documentation, the row max_connections, as several public repositories
    quote it with the date of reading (2026-10); it follows a change of the tier.
    """
    if not isinstance(size.memory, int):
        return None
    return next(value for limit, value in table.CLOUD_SQL_CONNECTIONS if limit is None or size.memory < limit)


def _azure_flexible(size: Size, serverless: Serverless) -> Value | None:
    """Set once, when the server is created, from the memory it has then: 25 a GiB up to 2 GiB, else min(MiB ×
    0.1049…, 5000). The files tell the size of today, which may be another, so all that is certain is the range over
    all sizes (server-parameters-azure-notes-max-connections.md).
    """
    reason = "it was set when the server was created, by the size that the server had then"
    return Range(AZURE_LEAST, AZURE_MOST, (Unknown(reason),))


def _digitalocean(size: Size, serverless: Serverless) -> Value | None:
    """25 a GiB; it cannot be changed ("PostgreSQL limits")."""
    return 25 * size.memory // GB if isinstance(size.memory, int) else None


def _aiven(size: Size, serverless: Serverless) -> Value | None:
    """By the plan ("PostgreSQL connection limits per plan")."""
    if isinstance(size.memory, int):
        gigabytes = size.memory // GB
        most = max(table.AIVEN_CONNECTIONS)
        return table.AIVEN_CONNECTIONS.get(min(gigabytes, most))
    return table.AIVEN_SMALL_CONNECTIONS.get(size.name.partition("-")[0])


def _heroku(size: Size, serverless: Serverless) -> Value | None:
    """By the plan; l and xl variants have the limit of the plain one ("Choosing the Right Heroku Postgres Plan")."""
    plan = size.name.removeprefix("heroku-postgresql:")
    return table.HEROKU_CONNECTIONS.get(re.sub(r"-x?l-", "-", plan))


def _neon(size: Size, serverless: Serverless) -> Value | None:
    """By compute units; with autoscaling it is not documented which of the two limits decides ("Compute size")."""
    if serverless is None:
        return _neon_fixed(size.memory / 4 / GB) if isinstance(size.memory, int) else None
    least, most = (None if units is None else _neon_fixed(units) for units in serverless)
    if least is None or most is None:
        return Unknown("the compute units of Neon are not known")
    return _between(least, most)


def _neon_fixed(units: float) -> int | None:
    first, last, large = table.NEON_LARGE
    return large if first <= units <= last else table.NEON_CONNECTIONS.get(units)


def _supabase(size: Size, serverless: Serverless) -> Value | None:
    """By the compute size ("Compute and Disk")."""
    found = table.SUPABASE_COMPUTE.get(size.name)
    return found[1] if found else None


def _yandex(size: Size, serverless: Serverless) -> Value | None:
    """200 a vCPU of a host, less on burstable presets ("Quotas and limits")."""
    if burstable := re.fullmatch(r"b\d\.([a-z]+)", size.name):
        return table.YANDEX_BURSTABLE_CONNECTIONS.get(burstable[1])
    if isinstance(size.cpus, int):
        return 200 * size.cpus
    return size.cpus if isinstance(size.cpus, Unknown) else None


_READERS: dict[str, Callable[[Size, Serverless], Value | None]] = {
    "aws_rds_postgresql": _rds,
    "aws_aurora_postgresql": _aurora,
    "aws_aurora_serverless_v2": _aurora_serverless,
    "gcp_cloud_sql": _cloud_sql,
    "azure_flexible": _azure_flexible,
    "digitalocean": _digitalocean,
    "aiven": _aiven,
    "heroku": _heroku,
    "neon": _neon,
    "supabase": _supabase,
    "yandex": _yandex,
}
