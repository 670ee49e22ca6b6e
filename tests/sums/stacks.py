"""Stacks as data: a PgBouncer, the roles and databases behind it, and what else connects; and the files that say so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

ROLES = ("u1", "u2", "u3", "app", "asker", "x1", "direct")
"""The roles of PostgreSQL. ``asker`` runs auth_query; ``x1`` stands in no auth_file; ``direct`` goes past PgBouncer."""
DATABASES = ("d1", "d2", "d3", "d4")
FALLBACK = "*"

Keys = tuple[tuple[str, float | str], ...]


class Server(NamedTuple):
    """What decides how many connections PostgreSQL takes."""

    max_connections: int = 100
    superuser_reserved: int | None = None

    def conf(self) -> str:
        lines = [f"max_connections = {self.max_connections}"]
        if self.superuser_reserved is not None:
            lines.append(f"superuser_reserved_connections = {self.superuser_reserved}")
        return "\n".join([*lines, ""])


SERVERS = (Server(), Server(20), Server(12, 0), Server(40, 5))


class Entry(NamedTuple):
    """A line of [databases]: the name that clients use, the database behind it, the forced user."""

    name: str
    dbname: str = ""
    user: str = ""
    keys: Keys = ()

    def line(self) -> str:
        named = [("dbname", self.dbname), ("user", self.user)]
        pairs = [(key, value) for key, value in named if value] + list(self.keys)
        return " ".join([f"{self.name} = host=127.0.0.1 port=PORT", *(f"{key}={value}" for key, value in pairs)])


class App(NamedTuple):
    """An application with a pool of its own; one that goes past PgBouncer names its role and database too."""

    name: str
    via: str
    role: str
    database: str
    pool_size: int
    replicas: int = 1

    def toml(self) -> str:
        texts = {"name": self.name, "via": self.via, "role": self.role, "database": self.database}
        numbers = {"pool-size": self.pool_size, "replicas": self.replicas}
        lines = [f'{key} = "{value}"' for key, value in texts.items()] + [f"{key} = {value}" for key, value in numbers.items()]
        return "\n".join(["[[stack.app]]", *lines, ""])


class Pooler(NamedTuple):
    """A PgBouncer that runs ``instances`` times. ``users`` are lines of [users], ``auth_file`` who stands there."""

    entries: tuple[Entry, ...]
    settings: Keys = ()
    users: tuple[tuple[str, Keys], ...] = ()
    auth_file: tuple[str, ...] = ("u1",)
    instances: int = 1

    def ini(self) -> str:
        users = [f"{name} = {' '.join(f'{key}={value}' for key, value in keys)}" for name, keys in self.users]
        main = [f"{key} = {value}" for key, value in self.settings]
        blocks = [["[databases]", *(entry.line() for entry in self.entries)], *([["[users]", *users]] if users else []),
                  ["[pgbouncer]", *main, "auth_type = trust", "auth_file = users.txt", "server_login_retry = 0.3"]]  # fmt: skip
        return "".join(f"{line}\n" for block in blocks for line in block)

    def setting(self, name: str, default: int) -> int:
        return int(dict(self.settings).get(name, default))


class Stack(NamedTuple):
    """All of it. ``direct``: declared connections of nobody in particular. Limits are CONNECTION LIMITs."""

    server: Server = SERVERS[0]
    pooler: Pooler | None = None
    apps: tuple[App, ...] = ()
    direct: int = 0
    role_limits: tuple[tuple[str, int], ...] = ()
    database_limits: tuple[tuple[str, int], ...] = ()

    def files(self, postgresql: int, pgbouncer: str, port: int = 5432) -> dict[str, str]:
        """What pglint reads, for these versions. The port is PostgreSQL's."""
        found = {
            "postgresql.conf": f"{self.server.conf()}port = {port}\n",
            "pglint.toml": f'postgres-version = {postgresql}\npgbouncer-version = "{pgbouncer}"\n' + "\n".join(self._toml()),
        }
        if self.pooler:
            found["pgbouncer.ini"] = self.pooler.ini().replace("PORT", str(port))
            found["users.txt"] = "".join(f'"{user}" ""\n' for user in self.pooler.auth_file)
        return found

    def _toml(self) -> Iterator[str]:
        yield '[[stack]]\nname = "prod"\ninclude = ["**"]'
        yield f"server = {{ direct-connections = {self.direct} }}\n" if self.direct else ""
        if self.pooler and self.pooler.instances > 1:
            yield f'[[stack.pooler]]\nfile = "pgbouncer.ini"\ninstances = {self.pooler.instances}\n'
        yield from (app.toml() for app in self.apps)
        yield from (f'[[stack.role]]\nname = "{name}"\nconnection-limit = {limit}\n' for name, limit in self.role_limits)
        yield from (f'[[stack.database]]\nname = "{name}"\nconnection-limit = {limit}\n' for name, limit in self.database_limits)


def shown(files: dict[str, str]) -> str:
    """All files as one text, for the message of a failing test."""
    return "\n".join(f"--- {name}\n{text}" for name, text in files.items())
