"""Servers, poolers, roles and replication as infrastructure code states them, in the model's own terms."""

from __future__ import annotations

from pglint.catalog import pgbouncer, postgresql
from pglint.cluster_facts import (
    DatabaseFact,
    ProxyFact,
    PublicationFact,
    RoleFact,
    SessionsFact,
    SlotFact,
    SubscriberFact,
    SubscriptionFact,
)
from pglint.config import ServerDecl
from pglint.facts import Section
from pglint.model import settings
from pglint.model.pooler import Pooler
from pglint.model.pooler_settings import PoolerSettings
from pglint.model.role import Database, Role
from pglint.model.server import Server
from pglint.model.settings import Settings
from pglint.record import TYPE_CHECKING
from pglint.stacks.conf_chain import ConfChain
from pglint.stacks.ini_chain import IniChain
from pglint.values import Cell, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pglint.cluster_facts import (
        ClusterFact,
        PoolerFact,
        ServerFact,
    )
    from pglint.config import Config
    from pglint.facts import Setting
    from pglint.model.managed import Managed

AURORA = ("aws_aurora_postgresql", "aws_aurora_serverless_v2")


def server(fact: ServerFact, declared: ServerDecl | None, config: Config) -> Server:
    """A managed server: what is not declared about its machine comes from its class."""
    from pglint.model.managed import Managed

    # A platform takes each parameter once. Only on Aurora another group, of the instances, may set it again.
    again = fact.platform in AURORA
    unread = tuple((len(fact.settings) if again else 0, why) for why in fact.unread)
    chain = ConfChain(fact.span.source, fact.settings, (), unread, (fact.span.path,), False, place=fact.span)
    readings = majors(fact, declared, config)
    managed = Managed(fact)
    found = Server(fact.name, Settings(chain, readings, True, managed), readings, _machine(managed, declared))
    found.fact = fact
    return found


def majors(fact: ServerFact | None, declared: ServerDecl | None, config: Config) -> tuple[int, ...]:
    """Declared, stated by the resource, declared for all servers, else all that are maintained."""
    for cell in (declared.version if declared else None, fact.version if fact else None, config.postgres_version):
        if cell is not None and isinstance(cell.value, int):
            # an older or newer one is read as the nearest that is known
            return (min(max(cell.value, postgresql.MAJORS[0]), postgresql.MAJORS[-1]),)
    return settings.narrow(fact.settings if fact else (), postgresql.MAINTAINED)


def _machine(managed: Managed, declared: ServerDecl | None) -> ServerDecl:
    """The declaration, with memory and CPUs of the instance class where it has none."""
    place = managed.fact.size.span if managed.fact.size is not None else None
    found = declared or ServerDecl(managed.fact.span)
    memory, cpus = managed.size.memory, managed.size.cpus
    if found.memory is None and not isinstance(memory, Unknown):
        found = found._replace(memory=Cell(memory, place))
    if found.cpus is None and not isinstance(cpus, Unknown):
        found = found._replace(cpus=Cell(cpus, place))
    return found


def pooler(fact: PoolerFact, config: Config) -> Pooler:
    """A managed PgBouncer: its pools are entries, and what is not set has the platform's default."""
    section = Section("pgbouncer", fact.span)
    unread = tuple((len(fact.settings) + len(fact.entries) + 1, why) for why in fact.missing)
    why = Unknown("who logs in to the platform's pooler is not known", fact.span)
    chain = IniChain(
        fact.span.source, (section, *fact.settings, *fact.entries), (), unread, (fact.span.path,), False, why, "",
        fact.span, fact.platform,
    )  # fmt: skip
    version = config.pgbouncer_version
    readings = pgbouncer.VERSIONS
    if version is not None and isinstance(version.value, str):
        readings = (pgbouncer.parse_version(version.value),)
    found = Pooler(fact.name, PoolerSettings(chain, readings), readings)
    found.fact = fact
    return found


def unconfigured(
    name: str,
    facts: Iterable[ClusterFact],
    path: str,
    declared: ServerDecl | None,
    config: Config,
    system: tuple[Setting, ...] = (),
    everyone: tuple[Setting, ...] = (),
) -> Server:
    """The server behind roles and poolers whose own configuration is not in the tree.

    ``system`` and ``everyone`` are what SQL sets for it.
    """
    from pglint.source import Source

    source = next((each.span.source for each in (*system, *everyone, *facts)), Source(path, ""))
    chain = ConfChain(source, (), (), (), (), False).with_sql(system, everyone)
    readings = majors(None, declared, config)
    return Server(name, Settings(chain, readings, False), readings, declared)


def surround(home: Server, facts: Iterable[ClusterFact]) -> None:
    """Gives a server the roles, databases, proxies and replication that are stated about it."""
    for fact in facts:
        if isinstance(fact, RoleFact):
            name = fact.name if isinstance(fact.name, str) else fact.label
            home.roles[_key(fact, name, home.roles)] = Role(fact, name)
            for database, settings in fact.in_database.items():
                own = f"{name} in database {database}"
                home.role_databases[name, database] = Role(fact._replace(settings=settings), own)
        elif isinstance(fact, DatabaseFact):
            name = fact.name if isinstance(fact.name, str) else fact.label
            home.databases[_key(fact, name, home.databases)] = Database(fact, name)
        elif isinstance(fact, ProxyFact):
            home.proxies.append(fact)
        elif isinstance(fact, SlotFact):
            home.slot_facts.append(fact)
        elif isinstance(fact, PublicationFact):
            home.publications.append(fact)
        elif isinstance(fact, SubscriptionFact):
            home.subscriptions.append(fact)
        elif isinstance(fact, SubscriberFact):
            home.subscribers.append(fact)
        elif isinstance(fact, SessionsFact):
            home.other_sessions.append(fact)


def _key(fact: RoleFact | DatabaseFact, name: str, taken: Mapping[str, object]) -> str:
    """The name, unless another of that name is there: each is judged, the first is meant where the name stands."""
    return name if name not in taken else f"{name} ({fact.label}, {fact.span.path}:{fact.span.start})"
