"""What a parameter is: of PostgreSQL by major, of PgBouncer by version, of platforms; for ``pglint settings NAME``."""

from __future__ import annotations
