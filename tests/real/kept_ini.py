"""Configurations of PgBouncer about which pglint and the program once disagreed: found by generated ones, and kept."""

from tests.real.generated_ini import Written

KEPT: dict[str, Written] = {}
