"""What a configuration declares: immutable records. Numbers and switches are Cells with their place, or None."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pglint.source import Source, Span
    from pglint.values import Cell

if TYPE_CHECKING:  # only a run with a configuration needs the walk
    from pglint.config.places import Places


class ConfigError(Exception):
    """A configuration that pglint cannot use. ``line`` and ``column`` count from 1."""

    def __init__(self, message: str, source: Source, line: int, column: int) -> None:
        super().__init__(f"{source.path}:{line}:{column}: {message}")
        self.message = message
        self.source = source
        self.line = line
        self.column = column


class ServerDecl(NamedTuple):
    """The server of a stack: ``memory`` in kB, ``version`` a major; ``hosts`` are names that mean this server."""

    span: Span
    version: Cell | None = None
    memory: Cell | None = None
    cpus: Cell | None = None
    standbys: Cell | None = None
    subscribers: Cell | None = None
    receivers: Cell | None = None
    backups: Cell | None = None
    direct_connections: Cell | None = None
    hosts: tuple[str, ...] = ()
    file: str | None = None


class PoolerDecl(NamedTuple):
    """A pooler by its file. ``instances`` counts processes, pods and hosts together; ``nofile`` is its soft limit."""

    span: Span
    file: str
    version: Cell | None = None
    instances: Cell | None = None
    peak_instances: Cell | None = None
    nofile: Cell | None = None


class StandbyDecl(NamedTuple):
    """A physical standby: its postgresql.conf and the replication slot that it streams from."""

    span: Span
    file: str | None = None
    slot: Cell | None = None


class AppDecl(NamedTuple):
    """An application with its own pool, per process. Times are ms (0: none); ``pool_size`` may be "unlimited"."""

    span: Span
    name: str
    pool_size: Cell | None = None
    replicas: Cell | None = None
    peak_replicas: Cell | None = None
    processes: Cell | None = None
    via: str | None = None
    role: str | None = None
    database: str | None = None
    idle_timeout: Cell | None = None
    checkout_timeout: Cell | None = None
    query_timeout: Cell | None = None
    prepared_statements: Cell | None = None
    transactions: Cell | None = None
    startup_parameters: Cell | None = None


class RoleDecl(NamedTuple):
    """A role as the database knows it; ``settings`` is its ALTER ROLE … SET, texts as SQL would write them."""

    span: Span
    name: str
    connection_limit: Cell | None = None
    superuser: Cell | None = None
    replication: Cell | None = None
    login: Cell | None = None
    settings: Mapping[str, Cell] = {}


class DatabaseDecl(NamedTuple):
    """A database; ``settings`` is its ALTER DATABASE … SET."""

    span: Span
    name: str
    connection_limit: Cell | None = None
    settings: Mapping[str, Cell] = {}


class StackDecl(NamedTuple):
    """One deployed cluster: which files belong to it (``include``: globs), and what they do not say."""

    span: Span
    name: str
    include: tuple[str, ...] = ()
    server: ServerDecl | None = None
    poolers: tuple[PoolerDecl, ...] = ()
    standbys: tuple[StandbyDecl, ...] = ()
    apps: tuple[AppDecl, ...] = ()
    roles: tuple[RoleDecl, ...] = ()
    databases: tuple[DatabaseDecl, ...] = ()


class MigrationsDecl(NamedTuple):
    """How migrations run: ``via`` direct or pooler, ``session`` what the runner sets, ``role`` as whom it logs in,
    ``from_`` the first one that is still judged.
    """

    span: Span
    via: Cell | None = None
    session: Mapping[str, Cell] = {}
    paths: tuple[str, ...] = ()
    from_: Cell | None = None
    role: str | None = None


class TerraformDecl(NamedTuple):
    """What Terraform is given beside its files: ``var_files`` in order, and TF_VAR_* where ``environment`` says so."""

    span: Span
    var_files: tuple[str, ...] = ()
    environment: bool = False


class Config(NamedTuple):
    """One pglint.toml. ``rules`` maps a code to its options as written; the rulebook knows which there are."""

    source: Source | None = None
    places: Places | None = None
    postgres_version: Cell | None = None
    pgbouncer_version: Cell | None = None
    fail_on: str = "warning"
    profile: str = "default"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = {}
    severity: Mapping[str, str] = {}
    custom_rules: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    baseline: str | None = None
    rules: Mapping[str, Mapping[str, Cell]] = {}
    stacks: tuple[StackDecl, ...] = ()
    migrations: MigrationsDecl | None = None
    terraform: TerraformDecl | None = None

    def place(self, *path: str | int) -> Span | None:
        """Where the value of a key path stands, such as ``("select", 1)`` or ``("rules", "CAP009", "headroom")``."""
        return self.places.value(path) if self.places else None

    def error(self, message: str, *path: str | int) -> ConfigError:
        """An error about a key path that only another part of pglint can judge. Needs a configuration that was read."""
        if self.source is None:
            raise ValueError("a configuration without a file has no places")
        span = self.place(*path)
        line, column = (span.line, span.column) if span else (1, 1)
        return ConfigError(message, self.source, line, column)
