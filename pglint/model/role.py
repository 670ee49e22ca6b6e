"""Roles and databases as they end: their limits, attributes and settings."""

from __future__ import annotations

from pglint.config import DatabaseDecl, RoleDecl
from pglint.source import Span
from pglint.values import Cell

UNLIMITED = -1


class Role:
    """A role. ``limit`` is its CONNECTION LIMIT (-1: none)."""

    def __init__(self, declared: RoleDecl) -> None:
        self.name = declared.name
        self.declared = declared
        self.span: Span = declared.span
        self.limit = declared.connection_limit or Cell(UNLIMITED)
        self.superuser = declared.superuser
        self.settings = declared.settings

    @property
    def logs_in(self) -> bool:
        """Whether it is not declared as NOLOGIN."""
        return self.declared.login is None or bool(self.declared.login.value)


class Database:
    """A database. ``limit`` is its CONNECTION LIMIT (-1: none)."""

    def __init__(self, declared: DatabaseDecl) -> None:
        self.name = declared.name
        self.declared = declared
        self.span: Span = declared.span
        self.limit = declared.connection_limit or Cell(UNLIMITED)
        self.settings = declared.settings
