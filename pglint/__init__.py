"""pglint: a static linter for everything that decides whether PostgreSQL still accepts connections tomorrow."""

__version__ = "0.1.0"
