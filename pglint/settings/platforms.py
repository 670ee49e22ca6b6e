"""What platforms make of a parameter: their defaults by major, what they do not let be changed, and their own ones."""

from __future__ import annotations

from pglint.catalog import platform_parameters as facts
from pglint.catalog import platform_table as table
from pglint.catalog import platforms, postgresql
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.settings.amounts import amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pglint.values import Scalar

BY_SIZE = {
    "aws_aurora_serverless_v2": "by the maximum of capacity units",
    "aiven": "by the plan",
    "heroku": "by the plan",
    "neon": "by the compute units",
    "supabase": "by the compute size",
    "gcp_cloud_sql": "by the memory of the instance",
}
SAME = "PostgreSQL's own default"


class Platform(NamedTuple):
    """One platform and one parameter: its default by major where that is known, and why it cannot be set ('': it can).

    ``reboot``: whether a change of a parameter of its own needs one, None where that is not known.
    """

    name: str
    defaults: dict[int, str]
    refused: str = ""
    reboot: bool | None = None

    @property
    def title(self) -> str:
        return platforms.title(self.name)


def of_postgresql(name: str, majors: Iterable[int]) -> Iterator[Platform]:
    """The platforms that are known to do something with a parameter of PostgreSQL (in lower case), or to leave it."""
    asked = tuple(majors)
    for platform in platforms.PLATFORMS:
        defaults = {major: text for major in asked if (text := _default(platform, name, major))}
        refused = platforms.refused(platform, name, asked[-1])
        if defaults or refused:
            yield Platform(platform, defaults, refused)


def own(name: str) -> Iterator[Platform]:
    """The platforms of which it is a parameter of their own, with a default or an effect that is known."""
    for platform in platforms.PLATFORMS:
        if name in own_names(platform):
            texts = ((major, _default(platform, name, major)) for major in postgresql.MAJORS)
            reboot = platforms.static(platform, name, postgresql.MAJORS[-1])
            yield Platform(platform, {major: text for major, text in texts if text}, reboot=reboot)


def own_names(platform: str) -> frozenset[str]:
    """A platform's own parameters, as far as they are known by name."""
    names = {row[0] for row in facts.DEFAULTS.get(platform, ())} | {name for name, _ in platforms.switches(platform)}
    if platform in facts.AWS:
        names |= table.RDS_STATIC.keys()
    if platform == "azure_flexible":
        names |= {f"pgbouncer.{name}" for name in facts.POOLERS[platform]}
    return frozenset(name for name in names if not postgresql.known(name))


def switch(platform: str, name: str) -> str:
    """What a parameter of its own is there for: ``name = value makes wal_level logical``; '' for most."""
    value = dict(platforms.switches(platform)).get(name)
    return f"{name} = {value} makes wal_level logical" if value is not None and name != "wal_level" else ""


def _default(platform: str, name: str, major: int) -> str:
    """The default as people read it, '' where it is not known."""
    if formula := facts.FORMULAS.get(platform, {}).get(name):
        return formula
    for row, first, last, value in facts.DEFAULTS.get(platform, ()):
        if row == name and first <= major <= last:
            return _shown(name, value, major)
    if platform == "azure_flexible" and name.startswith("pgbouncer."):
        found = facts.POOLERS[platform].get(name.removeprefix("pgbouncer."))
        return "" if found is None else _shown(name, found, major)
    if name in facts.LEFT_ALONE.get(platform, ()):
        return SAME
    return _sized(platform, name)


def _sized(platform: str, name: str) -> str:
    """Defaults that follow the size of the server."""
    rows: Iterable[int] = ()
    if name == "max_connections":
        if platform == "azure_flexible":
            return "50 to 5000, by the size that the server had when it was created"
        if platform == "digitalocean":
            return "25 for each GB of memory"
        rows = _connections(platform)
    elif platform == "supabase" and name in ("max_replication_slots", "max_wal_senders"):
        rows = [row[2 if name == "max_replication_slots" else 3] for row in table.SUPABASE_COMPUTE.values()]
    found = tuple(rows)
    return f"{min(found)} to {max(found)}, {BY_SIZE[platform]}" if found else ""


def _connections(platform: str) -> Iterable[int]:
    tables: dict[str, Iterable[int]] = {
        "aws_aurora_serverless_v2": table.SERVERLESS_CONNECTIONS.values(),
        "gcp_cloud_sql": (value for _, value in table.CLOUD_SQL_CONNECTIONS),
        "aiven": (*table.AIVEN_CONNECTIONS.values(), *table.AIVEN_SMALL_CONNECTIONS.values()),
        "heroku": table.HEROKU_CONNECTIONS.values(),
        "neon": (*table.NEON_CONNECTIONS.values(), table.NEON_LARGE[2]),
        "supabase": (row[1] for row in table.SUPABASE_COMPUTE.values()),
    }
    return tables.get(platform, ())


def _shown(name: str, value: Scalar, major: int) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, int | float):
        found = postgresql.parameter(name, major)
        return amount(value, found.unit if found else "")
    return str(value) if value else "''"
