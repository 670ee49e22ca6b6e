"""What memory and CPUs an instance class, tier, SKU, plan, slug, preset or number of compute units stands for.

Sources: the tables of platform_table.py, and the naming rules of each platform's documentation: Cloud SQL "Machine
types" (db-custom-CPUS-MB; db-n1-standard and -highmem as in Compute Engine: 3.75 and 6.5 GB a CPU), Azure "Compute
options" (B_, GP_ or MO_, then the size of the virtual machine), azurerm_postgresql_server (TIER_FAMILY_CORES),
DigitalOcean's slugs (CPUS "vcpu-" GB "gb"), Aiven's plans (the GB of each node), Neon (1 CU is 1 CPU and 4 GB).
"""

from __future__ import annotations

import re

from pglint.catalog import platform_table as table
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from pglint.values import Value

MB = 1 << 10
GB = 1 << 20
"""In kB, as all memory here; the platforms' MB and GB are powers of 1024."""

_Known = tuple[int | None, int | None]


class Size(NamedTuple):
    """Nominal memory in kB and CPUs of one instance, and the name they are known by ('' where there is none)."""

    memory: Value
    cpus: Value
    name: str = ""


def size(platform: str, name: str) -> Size:
    """The size that a name stands for on a platform; Unknown where the name does not tell."""
    read = _READERS.get(platform)
    memory, cpus = read(name) if read else (None, None)
    return Size(
        Unknown(f"the memory of class {name} is not known") if memory is None else memory,
        Unknown(f"the number of CPUs of class {name} is not known") if cpus is None else cpus,
        name,
    )


def _aws(name: str) -> _Known:
    return table.AWS_CLASSES.get(name.lower(), (None, None))


def _cloud_sql(name: str) -> _Known:
    if name in table.CLOUD_SQL_SHARED:
        return table.CLOUD_SQL_SHARED[name], None
    if found := re.fullmatch(r"db-custom-(?:N4-)?(\d{1,4})-(\d{1,8})", name):
        return int(found[2]) * MB, int(found[1])
    if found := re.fullmatch(r"db-n1-(standard|highmem)-(\d{1,4})", name):
        cpus = int(found[2])
        return cpus * (3840 if found[1] == "standard" else 6656) * MB, cpus
    series, _, cpus_text = name.rpartition("-")
    machines = table.CLOUD_SQL_MACHINES.get(series, {})
    count = int(cpus_text) if re.fullmatch(r"[0-9]{1,4}", cpus_text) else 0
    return (machines[count], count) if count in machines else (None, None)


def _azure_flexible(name: str) -> _Known:
    lower = name.lower()
    if lower.startswith("b_standard_"):
        return table.AZURE_BURSTABLE.get(lower.removeprefix("b_standard_"), (None, None))
    found = re.fullmatch(r"(gp_standard_d|mo_standard_e)(\d{1,4})(s_v3|ds_v4|ds_v5|ads_v5|s_v5|ds_v6|ads_v6)", lower)
    if not found:
        return None, None
    series, cpus = table.AZURE_D if found[1].endswith("d") else table.AZURE_E, int(found[2])
    return (series[cpus], cpus) if cpus in series else (None, None)


def _azure_single(name: str) -> _Known:
    found = re.fullmatch(r"(?:B|GP|MO)_Gen\d+_(\d{1,4})", name)
    return None, int(found[1]) if found else None


def _digitalocean(name: str) -> _Known:
    found = re.fullmatch(r"[a-z0-9_-]+-(\d{1,4})vcpu-(\d{1,5})gb(?:-.*)?", name)
    return (int(found[2]) * GB, int(found[1])) if found else (None, None)


def _aiven(name: str) -> _Known:
    found = re.fullmatch(r"(?:startup|business|premium)-(\d{1,5})", name)
    return int(found[1]) * GB if found else None, None


def _neon(name: str) -> _Known:
    units = float(name) if re.fullmatch(r"\d{1,3}(?:\.\d{1,2})?", name) else 0
    return round(units * 4 * GB) or None, int(units) if units and units == int(units) else None


def _supabase(name: str) -> _Known:
    found = table.SUPABASE_COMPUTE.get(name)
    return found[0] if found else None, None


_READERS: dict[str, Callable[[str], _Known]] = {
    "aws_rds_postgresql": _aws,
    "aws_aurora_postgresql": _aws,
    "aws_aurora_serverless_v2": _aws,
    "gcp_cloud_sql": _cloud_sql,
    "azure_flexible": _azure_flexible,
    "azure_single": _azure_single,
    "digitalocean": _digitalocean,
    "aiven": _aiven,
    "neon": _neon,
    "supabase": _supabase,
}
