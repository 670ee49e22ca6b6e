"""Every key that pglint.toml knows, and what reads its value. Validation, suggestions and documentation go by it."""

from __future__ import annotations

from pglint.config import records, scalars
from pglint.config.scalars import integer, list_of, one_of, switch, text, texts
from pglint.findings.finding import SEVERITIES
from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pglint.config.scalars import Reader


class Plain(NamedTuple):
    """A name, glob or list of them: the bare value; ``Config.place`` still tells where it stands."""

    read: Reader


class Scalars(NamedTuple):
    """A number, switch or list that findings point at: a Cell."""

    read: Reader


class FreeTable(NamedTuple):
    """A table whose keys are free: names to what ``each`` reads. ``plain`` values are no Cells."""

    each: Reader
    plain: bool = False


class FreeTables(NamedTuple):
    """A table of such tables."""

    each: Reader


class Table(NamedTuple):
    """One table, read by the section of that name."""

    section: str


class Tables(NamedTuple):
    """An array of tables, read by the section of that name."""

    section: str


Kind = Plain | Scalars | FreeTable | FreeTables | Table | Tables


class Section(NamedTuple):
    """A table with fixed keys. ``fields`` names the record's field where it is not the key with underscores."""

    record: Callable[..., object]
    keys: Mapping[str, Kind]
    required: tuple[str, ...] = ()
    fields: Mapping[str, str] = {}
    unique: str = ""


COUNT, SOME = Scalars(integer(0)), Scalars(integer(1))
LIMIT = Scalars(integer(-1))
TIME, SWITCH = Scalars(scalars.time), Scalars(switch)
NAME, NAMES = Plain(text), Plain(texts)

SECTIONS: dict[str, Section] = {
    "": Section(
        records.Config,
        {
            "postgres-version": Scalars(scalars.postgres_major),
            "pgbouncer-version": Scalars(scalars.pgbouncer_version),
            "fail-on": Plain(one_of(*SEVERITIES)),
            "profile": Plain(one_of("default", "strict")),
            "select": NAMES,
            "ignore": NAMES,
            "per-file-ignores": FreeTable(texts, plain=True),
            "severity": FreeTable(one_of(*SEVERITIES), plain=True),
            "custom-rules": NAMES,
            "exclude": NAMES,
            "baseline": Plain(scalars.inside),
            "rules": FreeTables(scalars.option),
            "stack": Tables("stack"),
            "migrations": Table("migrations"),
            "terraform": Table("terraform"),
        },
        fields={"stack": "stacks"},
    ),
    "stack": Section(
        records.StackDecl,
        {
            "name": NAME,
            "include": NAMES,
            "server": Table("stack.server"),
            "pooler": Tables("stack.pooler"),
            "standby": Tables("stack.standby"),
            "app": Tables("stack.app"),
            "role": Tables("stack.role"),
            "database": Tables("stack.database"),
        },
        ("name",),
        {"pooler": "poolers", "standby": "standbys", "app": "apps", "role": "roles", "database": "databases"},
        unique="name",
    ),
    "stack.server": Section(
        records.ServerDecl,
        {
            "version": Scalars(scalars.postgres_major),
            "memory": Scalars(scalars.size),
            "cpus": SOME,
            "standbys": COUNT,
            "subscribers": COUNT,
            "receivers": COUNT,
            "backups": Scalars(list_of(one_of(*scalars.BACKUPS))),
            "direct-connections": COUNT,
            "hosts": NAMES,
            "file": NAME,
        },
    ),
    "stack.pooler": Section(
        records.PoolerDecl,
        {
            "file": NAME,
            "version": Scalars(scalars.pgbouncer_version),
            "instances": SOME,
            "peak-instances": SOME,
            "nofile": SOME,
        },
        ("file",),
        unique="file",
    ),
    "stack.standby": Section(records.StandbyDecl, {"file": NAME, "slot": Scalars(text)}),
    "stack.app": Section(
        records.AppDecl,
        {
            "name": NAME,
            "pool-size": Scalars(scalars.pool_size),
            "replicas": COUNT,
            "peak-replicas": COUNT,
            "processes": SOME,
            "via": Plain(one_of("pooler", "server")),
            "role": NAME,
            "database": NAME,
            "idle-timeout": TIME,
            "checkout-timeout": TIME,
            "query-timeout": TIME,
            "prepared-statements": SWITCH,
            "transactions": SWITCH,
            "startup-parameters": Scalars(texts),
        },
        ("name",),
        unique="name",
    ),
    "stack.role": Section(
        records.RoleDecl,
        {
            "name": NAME,
            "connection-limit": LIMIT,
            "superuser": SWITCH,
            "replication": SWITCH,
            "login": SWITCH,
            "settings": FreeTable(scalars.setting),
        },
        ("name",),
        unique="name",
    ),
    "stack.database": Section(
        records.DatabaseDecl,
        {"name": NAME, "connection-limit": LIMIT, "settings": FreeTable(scalars.setting)},
        ("name",),
        unique="name",
    ),
    "migrations": Section(
        records.MigrationsDecl,
        {
            "via": Scalars(one_of("direct", "pooler")),
            "session": FreeTable(scalars.setting),
            "paths": NAMES,
            "from": Scalars(scalars.label),
            "role": NAME,
        },
        fields={"from": "from_"},
    ),
    "terraform": Section(records.TerraformDecl, {"var-files": NAMES, "environment": Plain(switch)}),
}
