"""The configuration: pglint.toml, or [tool.pglint] of pyproject.toml."""

from __future__ import annotations

from pglint.config.records import (
    AppDecl,
    Config,
    ConfigError,
    DatabaseDecl,
    MigrationsDecl,
    PoolerDecl,
    RoleDecl,
    ServerDecl,
    StackDecl,
    StandbyDecl,
    TerraformDecl,
)
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from pglint.source import Source

__all__ = [
    "AppDecl",
    "Config",
    "ConfigError",
    "DatabaseDecl",
    "MigrationsDecl",
    "PoolerDecl",
    "RoleDecl",
    "ServerDecl",
    "StackDecl",
    "StandbyDecl",
    "TerraformDecl",
    "load",
]


def load(source: Source) -> Config:
    """The configuration in a file: of pyproject.toml only [tool.pglint]. Raises ConfigError."""
    from pglint.config import read  # here, since the model needs only the records

    return read.load(source)
