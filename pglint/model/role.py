"""Roles and databases as they end: their limits, attributes and settings."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING
from pglint.values import Cell, Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pglint.cluster_facts import DatabaseFact, RoleFact
    from pglint.config import DatabaseDecl, RoleDecl
    from pglint.source import Span

UNLIMITED = -1


def holds(cell: Cell | None, otherwise: bool = False) -> bool:
    """Whether a switch is known to be on; ``otherwise`` where nobody states it."""
    return otherwise if cell is None else cell.value is True


def is_past(text: str) -> bool | Unknown:
    """Whether a VALID UNTIL lies before today; Unknown for a text that is no plain date."""
    if text.strip().lower() in ("", "infinity"):
        return False
    from datetime import date

    try:
        return date.fromisoformat(text.strip()[:10]) < date.today()
    except ValueError:
        return Unknown(f'"{text}" is not read as a date')


def is_placeholder(name: str) -> bool:
    """Whether a name only stands for one that is filled in: ``{{ role }}``, ``:user``, ``<user>``, ``CHANGEME``."""
    from pglint import regex

    return regex.search(_TEMPLATE, name) is not None or regex.fullmatch(_STAND_IN, name, regex.IGNORECASE) is not None


_TEMPLATE = r"\{\{|\$\{|<%|%\(\w+\)s|^%[sdvq]$|^<[^<>]+>$|^@\w+@$|^__[A-Z_]+__$|^\$\w+$|(?<!:):['\"]?[A-Za-z_]|\{\w+\}"
_STAND_IN = r"(change|replace|fill)[_-]?me|(user|role)[_-]?name|your[_-][\w-]+|your(user|role)(name)?|placeholder|x{3,}"


class Role:
    """A role. ``limit`` is its CONNECTION LIMIT (-1: none). A switch that nobody states is None.

    ``declared``: pglint.toml says something about it. ``name`` is a label where no file tells it (``is_named``).
    """

    def __init__(self, stated: RoleDecl | RoleFact, name: str = "") -> None:
        self.name = name or str(stated.name)
        self.is_named = not isinstance(stated.name, Unknown)
        self.span: Span = stated.span
        self.limit = stated.connection_limit or Cell(UNLIMITED)
        self.superuser = stated.superuser
        self.replication = stated.replication
        self.login = Cell(False, stated.span) if getattr(stated, "dropped", False) else stated.login
        self.settings: Mapping[str, Cell] = stated.settings
        self.valid_until: Cell | None = getattr(stated, "valid_until", None)
        self.member_of: tuple[str, ...] = getattr(stated, "member_of", ())
        self.dropped: bool = getattr(stated, "dropped", False)
        self.copied: bool = getattr(stated, "copied", False)
        self.stated: bool = hasattr(stated, "home")

    @property
    def logs_in(self) -> bool:
        """Whether it is not known to be NOLOGIN."""
        return self.login is None or self.login.value is not False

    def declare(self, declared: RoleDecl) -> None:
        """What pglint.toml says wins over what the files state."""
        self.limit = declared.connection_limit or self.limit
        self.superuser = declared.superuser or self.superuser
        self.replication = declared.replication or self.replication
        self.login = declared.login or self.login
        self.settings = {**self.settings, **declared.settings}


class Database:
    """A database. ``limit`` is its CONNECTION LIMIT (-1: none)."""

    def __init__(self, stated: DatabaseDecl | DatabaseFact, name: str = "") -> None:
        self.name = name or str(stated.name)
        self.is_named = not isinstance(stated.name, Unknown)
        self.span: Span = stated.span
        self.limit = stated.connection_limit or Cell(UNLIMITED)
        self.settings: Mapping[str, Cell] = stated.settings
        self.allows_connections: Cell | None = getattr(stated, "allow_connections", None)
        self.stated: bool = hasattr(stated, "home")

    def declare(self, declared: DatabaseDecl) -> None:
        """What pglint.toml says wins over what the files state."""
        self.limit = declared.connection_limit or self.limit
        self.settings = {**self.settings, **declared.settings}
