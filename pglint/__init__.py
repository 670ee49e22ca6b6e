"""pglint: a static linter for everything that decides whether PostgreSQL still accepts connections tomorrow."""

from __future__ import annotations

__version__ = "0.1.0"
