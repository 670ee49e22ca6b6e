#!/usr/bin/env python3
"""Write what managed platforms offer by size into pglint's catalog.

    scripts/refresh_platforms.py FOLDER

FOLDER holds ``aws_instance_memory.json`` (memory and CPUs of instance classes, tiers and SKUs), ``cloud_defaults.json``
(max_connections by size) and ``rds_parameters.json`` (parameters of RDS itself). Each row there names its confidence;
only rows that were read in the platform's documentation or source, or follow from such a row's rule, are taken over.

The catalog (pglint/catalog/platform_table.py) is Python since byte code loads in a sixth of the time that JSON takes.
Memory is in kB. What does not depend on a size is written by hand in pglint/catalog/platform_parameters.py.
"""

import json
import sys
from pathlib import Path
from typing import Any

TABLE = Path(__file__).parent.parent / "pglint" / "catalog" / "platform_table.py"
GIB = 1 << 20
CLASSES = ("verified", "verified-rule", "derived")
Facts = dict[str, Any]
Rows = dict[Any, Any]

HEAD = '''\
"""What managed platforms offer by size: written by scripts/refresh_platforms.py, which says from what. Memory in kB.

``AWS_CLASSES``: nominal memory and vCPUs of an instance class. ``AURORA_CONNECTIONS``: documented defaults of
max_connections by class; ``SERVERLESS_CONNECTIONS`` by the maximum of capacity units, of which ``SERVERLESS_CAP`` is
left where the minimum is at most ``SERVERLESS_CAPPED_UP_TO``. ``RDS_STATIC``: parameters of RDS itself, and whether
they need a reboot. ``CLOUD_SQL_SHARED`` and ``CLOUD_SQL_MACHINES``: memory of tiers, by name and by series and vCPUs;
``CLOUD_SQL_CONNECTIONS``: max_connections below that memory (None: above). ``AZURE_BURSTABLE``: memory and vCPUs;
``AZURE_D`` and ``AZURE_E``: memory by vCPUs. ``AIVEN_CONNECTIONS``: max_connections by GB of a plan;
``AIVEN_SMALL_CONNECTIONS``: of plans without a size. ``HEROKU_CONNECTIONS``: by plan. ``NEON_CONNECTIONS``: by
compute units; ``NEON_LARGE``: from and up to so many units, max_connections. ``SUPABASE_COMPUTE``: memory,
max_connections, max_replication_slots, max_wal_senders. ``YANDEX_BURSTABLE_CONNECTIONS``: max_connections by the size
in the name of a preset.
"""

from __future__ import annotations

# fmt: off
'''


def kb(gib: float) -> int:
    return int(gib * GIB)


def aws_classes(facts: Facts) -> Rows:
    rows = facts["aws_rds"]["classes"]
    return {name: (kb(row["memory_gib"]), row["vcpu"]) for name, row in rows.items() if row["confidence"] in CLASSES}


def aurora_connections(platforms: Facts) -> Rows:
    """Without the multiples of 100, which the guide has rounded."""
    rows = platforms["aws_aurora_postgresql"]["max_connections"]["by_class"]
    return {name: value for name, value in rows.items() if value % 100}


def serverless_connections(platforms: Facts) -> Rows:
    rows = platforms["aws_aurora_serverless_v2"]["max_connections"]["by_max_acu"]
    return {int(units): value for units, value in rows.items()}


def rds_static(facts: Facts) -> Rows:
    rows = facts["parameters"]
    return {name: row["apply"] == "static" for name, row in rows.items() if row["context"] == "rds"}


def cloud_sql_shared(facts: Facts) -> Rows:
    return {name: kb(row["memory_gb"]) for name, row in facts["cloud_sql_tiers"]["fixed"].items()}


def cloud_sql_machines(facts: Facts) -> Rows:
    found = {}
    for pattern in facts["cloud_sql_tiers"]["patterns"]:
        if "memory_gb" in pattern and pattern["confidence"] == "verified":
            series = pattern["regex"].removeprefix("^").partition("-(")[0]
            found[series] = {int(cpus): kb(gb) for cpus, gb in pattern["memory_gb"].items()}
    return found


def cloud_sql_connections(platforms: Facts) -> tuple[tuple[int | None, int], ...]:
    steps = platforms["gcp_cloud_sql"]["max_connections"]["steps"]
    return tuple((None if step["lt"] is None else kb(step["lt"]), step["value"]) for step in steps)


def azure_burstable(facts: Facts) -> Rows:
    rows = facts["azure_flexible_skus"]["burstable"]
    return {name.lower(): (kb(row["memory_gib"]), row["vcpu"]) for name, row in rows.items()}


def azure_series(facts: Facts, name: str) -> Rows:
    rows = facts["azure_flexible_skus"][name]["vcpu_memory_gib"]
    return {int(cpus): kb(gib) for cpus, gib in rows.items()}


def aiven_connections(platforms: Facts) -> tuple[Rows, Rows]:
    rows = platforms["aiven"]["max_connections"]["by_plan"]
    sized = {plan: value for plan, value in rows.items() if plan.startswith("*-")}
    by_size = {int(plan.removeprefix("*-").partition(" ")[0]): value for plan, value in sized.items()}
    return by_size, {plan: value for plan, value in rows.items() if plan not in sized}


def heroku_connections(platforms: Facts) -> Rows:
    """The plans that Heroku itself documents, with the one row that names a range of plans written out."""
    rows = platforms["heroku"]["max_connections"]["by_plan"]
    families = ("standard", "premium", "private", "shield")
    found = {plan: value for plan, value in rows.items() if plan.rpartition("-")[0] in families and "." not in plan}
    value = next(value for plan, value in rows.items() if "3..10" in plan)
    found.update({f"{family}-{number}": value for family in families for number in range(3, 11)})
    return found


def neon_connections(platforms: Facts) -> Rows:
    rows = platforms["neon"]["max_connections"]["by_cu"]
    return {float(units): value for units, value in rows.items() if "-" not in units}


def neon_large(platforms: Facts) -> tuple[int, int, int]:
    rows = platforms["neon"]["max_connections"]["by_cu"]
    units, value = next((units, value) for units, value in rows.items() if "-" in units)
    first, _, last = units.partition("-")
    return int(first), int(last), value


def supabase_compute(platforms: Facts) -> Rows:
    rows = platforms["supabase"]["by_compute"]
    return {
        name: (kb(ram), connections, slots, senders) for name, (connections, _, slots, senders, ram) in rows.items()
    }


def yandex_burstable(platforms: Facts) -> Rows:
    rows = platforms["yandex"]["max_connections"]["burstable"]
    return {size: value for sizes, value in rows.items() for size in sizes.split(", ")}


def render(memory: Facts, defaults: Facts, parameters: Facts) -> str:
    """The module's text."""
    platforms = defaults["platforms"]
    cap = platforms["aws_aurora_serverless_v2"]["max_connections"]["cap_when_min_acu_low"]
    by_size, small = aiven_connections(platforms)
    return HEAD + "".join(
        (
            table("AWS_CLASSES", "str, tuple[int, int]", aws_classes(memory)),
            table("AURORA_CONNECTIONS", "str, int", aurora_connections(platforms)),
            table("SERVERLESS_CONNECTIONS", "int, int", serverless_connections(platforms)),
            f"SERVERLESS_CAP = {cap['cap']}\n",
            f"SERVERLESS_CAPPED_UP_TO = {max(cap['min_capacity'])}\n",
            table("RDS_STATIC", "str, bool", rds_static(parameters)),
            table("CLOUD_SQL_SHARED", "str, int", cloud_sql_shared(memory)),
            table("CLOUD_SQL_MACHINES", "str, dict[int, int]", cloud_sql_machines(memory)),
            f"CLOUD_SQL_CONNECTIONS: tuple[tuple[int | None, int], ...] = {cloud_sql_connections(platforms)}\n",
            table("AZURE_BURSTABLE", "str, tuple[int, int]", azure_burstable(memory)),
            table("AZURE_D", "int, int", azure_series(memory, "general_purpose")),
            table("AZURE_E", "int, int", azure_series(memory, "memory_optimized")),
            table("AIVEN_CONNECTIONS", "int, int", by_size),
            table("AIVEN_SMALL_CONNECTIONS", "str, int", small),
            table("HEROKU_CONNECTIONS", "str, int", heroku_connections(platforms)),
            table("NEON_CONNECTIONS", "float, int", neon_connections(platforms)),
            f"NEON_LARGE = {neon_large(platforms)}\n",
            table("SUPABASE_COMPUTE", "str, tuple[int, int, int, int]", supabase_compute(platforms)),
            table("YANDEX_BURSTABLE_CONNECTIONS", "str, int", yandex_burstable(platforms)),
        )
    )


def table(name: str, types: str, rows: Rows) -> str:
    """A dict with one row a line, in the order of the facts."""
    lines = "".join(f"    {literal(key)}: {literal(value)},\n" for key, value in rows.items())
    return f"{name}: dict[{types}] = {{\n{lines}}}\n"


def literal(value: object) -> str:
    """A value as Python, strings in double quotes."""
    return json.dumps(value) if isinstance(value, str) else repr(value)


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(f"usage: {sys.argv[0]} FOLDER")
    names = ("aws_instance_memory.json", "cloud_defaults.json", "rds_parameters.json")
    memory, defaults, parameters = (json.loads((Path(sys.argv[1]) / name).read_text("utf-8")) for name in names)
    TABLE.write_text(render(memory, defaults, parameters), encoding="utf-8")
    print(f"{len(aws_classes(memory))} instance classes")


if __name__ == "__main__":
    main()
