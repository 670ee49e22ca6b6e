"""The names and numbers that tell one generated Terraform module from another."""

import random

# fmt: off
TEAMS = (
    "orders", "billing", "catalog", "search", "pricing", "payments", "shipping", "returns", "identity", "profiles",
    "reviews", "messaging", "loyalty", "inventory", "sourcing", "forecasts", "fraud", "ledger", "invoices",
    "tracking", "routing", "media", "content", "campaigns", "support", "analytics", "experiments", "partners",
    "locations", "compliance",
)
DUTIES = (
    "api", "worker", "scheduler", "importer", "exporter", "webhooks", "reconciler", "indexer", "mailer", "admin",
    "cron", "gateway",
)
TOOLS = (
    "metabase", "grafana", "airflow", "fivetran", "backup_check", "dba_console", "pganalyze", "retool", "hightouch",
    "superset",
)
PEOPLE = (
    "amara", "bela", "chidi", "dana", "emre", "farah", "goran", "hanne", "idris", "jonas", "katya", "lena", "mateo",
    "nadia", "oskar", "priya",
)
# fmt: on
COMMENTS = (
    "Each replica of a service keeps its whole pool open, so a role needs the product of both.",
    "The numbers follow the incident of last spring: a rollout doubled the pools and nobody could log in.",
    "Limits are per role. What all roles claim together is checked against max_connections below.",
    "Two regions share this text; change both.",
)


def numbers(dice: random.Random) -> dict[str, object]:
    """Every number and choice that the templates ask for, by its name there."""
    size = dice.choice(("large", "xlarge", "2xlarge", "4xlarge"))
    major = dice.randint(14, 17)
    return {
        "alarm_percent": dice.choice((80, 85, 90)),
        "autovacuum_workers": dice.randint(3, 8),
        "borrow": dice.choice((15, 30, 60, 120)),
        "buffers_divisor": dice.choice((32768, 36408, 40960)),
        "class_production": f"db.{dice.choice(('m6g', 'r6g', 'r7g', 'm7i'))}.{size}",
        "class_staging": f"db.t4g.{dice.choice(('medium', 'large'))}",
        "comment": dice.choice(COMMENTS),
        "connections_divisor": dice.choice((9531392, 12582880, 16777216)),
        "cost_centre": f"CC-{dice.randint(1000, 9999)}",
        "idle_seconds": dice.choice((30, 60, 120, 300)),
        "keep_previous": dice.randint(0, 1),
        "keepalive": dice.choice((60, 120, 300)),
        "lock_ms": dice.choice((2000, 5000, 10000)),
        "log_connections": dice.randint(0, 1),
        "logical": dice.randint(0, 1),
        "major": major,
        "max_connections": dice.choice(("null", 200, 400, 500, 800, 1200)),
        "minor": dice.randint(1, 9),
        "password_length": dice.choice((24, 32, 40)),
        "per_person": dice.randint(2, 5),
        "pool_clients": dice.choice((1000, 2000, 5000)),
        "pool_size": dice.choice((20, 40, 60)),
        "previous_connections": dice.choice((500, 2000, 5000)),
        "previous_senders": dice.choice((10, 15, 20)),
        "provider_connections": dice.choice((1, 2, 4)),
        "proxy_idle": dice.choice((900, 1800, 3600)),
        "proxy_percent": dice.choice((40, 60, 75, 90)),
        "region": dice.choice(("eu-central-1", "eu-west-1", "us-east-1")),
        "report_limit": dice.choice((5, 10, 20)),
        "reserved": dice.choice((10, 15, 25)),
        "rotated": f"2025-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}",
        "serverless": dice.choice(("null", "null", "{ minimum = 2, maximum = 32 }")),
        "sku": f"GP_Standard_D{dice.choice((4, 8, 16))}ds_v5",
        "standby": dice.choice(("null", '"ZoneRedundant"', '"SameZone"')),
        "standby_delay": dice.randint(5, 60),
        "statement_seconds": dice.choice((30, 60, 120)),
        "statistics": dice.choice((100, 250, 500)),
        "storage": dice.choice((100, 250, 500, 1000)),
        "ticket": dice.randint(100, 2999),
        "tier": f"db-custom-{dice.choice(('4-15360', '8-30720', '16-61440'))}",
        "valid_until": f"2027-{dice.randint(1, 12):02}-01T00:00:00Z",
        "wal_senders": dice.choice((10, 20, 25, 30)),
        "window": dice.randint(1, 5),
        "work_mb": dice.choice((8, 16, 32)),
        "work_mem_divisor": dice.choice((12582880, 25165760)),
        "workers": dice.choice((8, 16, 24)),
    }
