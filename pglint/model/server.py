"""A PostgreSQL server as its files configure it, with what stands around it in its stack."""

from __future__ import annotations

from pglint.catalog.postgresql import canonical, parameter
from pglint.facts import Fault, HbaLine, Include
from pglint.model.demand import add
from pglint.model.role import holds
from pglint.model.slots import RESERVERS, slots
from pglint.once import cached_property
from pglint.record import TYPE_CHECKING
from pglint.values import Sum, Term, Unknown

if TYPE_CHECKING:
    from typing import Any

    from pglint.cluster_facts import (
        ProxyFact,
        PublicationFact,
        ServerFact,
        SessionsFact,
        SlotFact,
        SubscriberFact,
        SubscriptionFact,
    )
    from pglint.config import ServerDecl, StandbyDecl
    from pglint.facts import Entry
    from pglint.model.app import App
    from pglint.model.pool import Pool
    from pglint.model.pooler import Pooler
    from pglint.model.role import Database, Role
    from pglint.model.settings import Settings
    from pglint.source import Source, Span
    from pglint.values import Cell

BOOTSTRAP = "postgres"
"""The superuser that initdb makes, unless it is told another name."""

HbaRecords = tuple[HbaLine | Include | Fault | Unknown, ...]


class Link:
    """A pooler's entries that lead to this server."""

    def __init__(self, pooler: Pooler, entries: list[Entry]) -> None:
        self.pooler = pooler
        self.entries = entries
        self._places = {entry.name_span for entry in entries}

    def version(self, assumed: tuple[int, ...]) -> tuple[int, ...]:
        return self.pooler.version(assumed)

    def pools(self, assumed: tuple[int, ...]) -> list[Pool]:
        """The pooler's proven pools that lead here."""
        return [pool for pool in self.pooler.pools(self.version(assumed)) if pool.entry.name_span in self._places]


class Server:
    """One cluster: its settings by major version, and the poolers, roles, databases and applications around it.

    ``fresh``: all that is known of its settings was set right after initdb.
    """

    def __init__(
        self, name: str, settings: Settings, readings: tuple[int, ...], declared: ServerDecl | None = None
    ) -> None:
        self.name = name
        self.settings = settings
        self.readings = readings
        self.declared = declared
        self.fresh = False
        self.links: list[Link] = []
        self.unlinked: list[Unknown] = []
        self.roles: dict[str, Role] = {}
        self.databases: dict[str, Database] = {}
        self.role_databases: dict[tuple[str, str], Role] = {}
        self.apps: tuple[App, ...] = ()
        self.standbys: list[Server] = []
        self.other_standbys: tuple[StandbyDecl, ...] = ()
        self.primary: Server | None = None
        self.standby_slots: tuple[Cell, ...] = ()
        self.fact: ServerFact | None = None
        self.proxies: list[ProxyFact] = []
        self.slot_facts: list[SlotFact] = []
        self.publications: list[PublicationFact] = []
        self.subscriptions: list[SubscriptionFact] = []
        self.subscribers: list[SubscriberFact] = []
        self.other_sessions: list[SessionsFact] = []
        self.memo: dict[tuple[object, ...], Any] = {}
        self._sums: dict[tuple[str, tuple[int, ...]], Sum | Unknown] = {}
        self.hba: HbaRecords | Unknown = Unknown("no pg_hba.conf of this server is in the tree")
        self.hba_source: Source | None = None

    @property
    def source(self) -> Source:
        return self.settings.chain.main

    @property
    def home(self) -> Span:
        """Where a setting that is missing would stand."""
        return self.settings.chain.home

    @cached_property
    def written_names(self) -> tuple[str, ...]:
        """The parameters that its files set, sorted."""
        return tuple(sorted({canonical(setting.name) for setting in self.settings.chain.settings}))

    def exists(self, name: str, major: int) -> bool:
        return parameter(name, major) is not None

    def guc(self, name: str, major: int) -> Cell:
        """The effective value of a parameter, in base units."""
        return self.settings.cell(name, major)

    # -- slots ------------------------------------------------------------------------------------------------------

    def slots(self, major: int, *, superuser: bool = False, reserver: bool = False) -> Sum:
        """The connections that a class of roles can open."""
        return slots(self, major, superuser=superuser, reserver=reserver)

    def pool_slots(self, major: int, version: tuple[int, ...]) -> Sum:
        """What pools and direct applications can open: in doubt, what those of them can that may use most."""
        reserver = any(user is not None and self.is_reserver(user) for user in self._logins(version))
        return slots(self, major, superuser=self.pools_are_superuser(version), reserver=reserver)

    def is_reserver(self, user: str) -> bool:
        """Whether files tell that a role may use reserved_connections."""
        role = self.roles.get(user)
        return role is not None and RESERVERS in role.member_of

    def _logins(self, version: tuple[int, ...]) -> list[str | None]:
        users = [pool.user for link in self.links for pool in link.pools(version)]
        return users + [app.role for app in self.direct_apps()]

    def pools_are_superuser(self, version: tuple[int, ...]) -> bool:
        """Whether every pool and direct application logs in as a superuser, who may use the reserved slots too."""
        users = self._logins(version)
        return bool(users) and all(user is not None and self.is_superuser(user) for user in users)

    def is_superuser(self, user: str) -> bool:
        """Stated, or the name that initdb gives the bootstrap superuser; on a platform that role is none."""
        role = self.roles.get(user)
        if role is not None and role.superuser is not None:
            return holds(role.superuser)
        return user == BOOTSTRAP and self.settings.managed is None

    def owners(self) -> tuple[Role | Database, ...]:
        """Who may have values of parameters of their own."""
        return (*self.role_databases.values(), *self.roles.values(), *self.databases.values())

    # -- demand -----------------------------------------------------------------------------------------------------

    def demand(self, version: tuple[int, ...], *, peak: bool = False) -> Sum:
        """What the pools in front can hold here for sure, over all poolers and instances.

        Under the CONNECTION LIMITs of roles and databases; a peak is told without them.
        """
        key = ("peak" if peak else "demand", version)
        found = self._sums.get(key)
        if not isinstance(found, Sum):
            found = self._sums[key] = self._demand(version, peak)
        return found

    def _demand(self, version: tuple[int, ...], peak: bool) -> Sum:
        sums = []
        for link in self.links:
            instances = link.pooler.peak_instances if peak else link.pooler.instances
            sums.append(link.pooler.proven(link.version(version), link.entries, instances=instances))
        found = add("peak demand" if peak else "demand", sums)
        if not peak and (self.roles or self.databases):
            from pglint.model import refused

            found = refused.of_demand(self, found, version)
        return self._with_unlinked(found)

    def _with_unlinked(self, total: Sum) -> Sum:
        """A sum over the poolers that lead here is a lower bound where others may."""
        if not self.unlinked:
            return total
        return total._replace(missing=tuple(dict.fromkeys((*total.missing, *self.unlinked))), at_least=True)

    def worst(self, version: tuple[int, ...]) -> Sum | Unknown:
        """The exact maximum over all users and databases that the files name; Unknown where there is none."""
        key = ("worst", version)
        if key not in self._sums:
            self._sums[key] = self._worst(version)
        return self._sums[key]

    def _worst(self, version: tuple[int, ...]) -> Sum | Unknown:
        sums = []
        for link in self.links:
            worst = link.pooler.worst(link.version(version), link.entries)
            if isinstance(worst, Unknown):
                return worst
            sums.append(worst)
        if self.unlinked:
            return self.unlinked[0]
        found = add("worst case", sums)
        if self.roles or self.databases:
            from pglint.model import refused

            found = refused.of_worst(self, found)
        return found

    def floor(self, version: tuple[int, ...]) -> Sum:
        """What the poolers keep open for ever."""
        sums = [link.pooler.floor(link.version(version), link.entries) for link in self.links]
        return self._with_unlinked(add("floor", sums))

    def direct_apps(self) -> list[App]:
        """Applications that connect to the server itself."""
        return [app for app in self.apps if app.via == "server"]

    def direct(self, *, peak: bool = False) -> Sum:
        """Connections that go past the poolers: application pools and declared direct sessions."""
        sums = [app.connections(peak=peak) for app in self.direct_apps()]
        declared = self.declared.direct_connections if self.declared else None
        if declared is not None and isinstance(declared.value, int):
            term = Term("direct-connections", declared.value, 1, declared.span)
            sums.append(Sum("direct", declared.value, (term,)))
        sums += [_sessions(fact) for fact in self.other_sessions]
        found = add("peak direct" if peak else "direct", sums)
        if not peak and sums and (self.roles or self.databases):
            from pglint.model import refused

            found = refused.of_direct(self, found)
        return found

    def role_demand(self, version: tuple[int, ...], role: str) -> Sum:
        """What all pools and direct applications that log in as a role can open."""
        sums = [link.pooler.of_user(link.version(version), link.entries, role) for link in self.links]
        sums += [app.connections() for app in self.direct_apps() if app.role == role]
        nameless = [app for app in self.direct_apps() if app.role is None]
        return self._with_unlinked(_lacking(add("demand", sums), "role", nameless))

    def database_demand(self, version: tuple[int, ...], database: str) -> Sum:
        """What all pools and direct applications can open in a database, superusers' pools left out."""

        def counts(pool: Pool) -> bool:
            return pool.user is None or not self.is_superuser(pool.user)

        sums = [
            link.pooler.of_database(link.version(version), link.entries, database, counts) for link in self.links
        ]
        ordinary = [app for app in self.direct_apps() if not (app.role and self.is_superuser(app.role))]
        sums += [app.connections() for app in ordinary if app.database == database]
        nameless = [app for app in ordinary if app.database is None]
        return self._with_unlinked(_lacking(add("demand", sums), "database", nameless))

    def login_role(self, app: App) -> str | None:
        """The role as which an application's sessions run here: a forced user's where its pooler has one for it."""
        if app.via != "pooler":
            return app.role
        for link in self.links:
            for pool in link.pools(link.pooler.readings[-1]):
                if pool.forced and pool.entry.name == app.database:
                    return pool.user
        return app.role

    def sharing(self, app: App) -> tuple[str, ...]:
        """The applications before this one that log in as its role, if none after it does: a role is told once."""
        role = self.login_role(app)
        if role is None:
            return ()
        names = [other.name for other in self.apps if self.login_role(other) == role]
        return tuple(names[:-1]) if names and names[-1] == app.name else ()


def _sessions(fact: SessionsFact) -> Sum:
    """Sessions that a tool opens, as a sum of one term."""
    if isinstance(fact.number.value, int):
        term = Term(fact.text, fact.number.value, 1, fact.number.span)
        return Sum("direct", fact.number.value, (term,))
    missing = fact.number.value if isinstance(fact.number.value, Unknown) else Unknown("not a number", fact.span)
    return Sum("direct", 0, (), None, (missing,), at_least=True)


def _lacking(total: Sum, what: str, apps: list[App]) -> Sum:
    """A sum that applications may add to whose role or database nobody declares."""
    if not apps:
        return total
    missing = [Unknown(f'the {what} of "{app.name}" is not declared', app.span) for app in apps]
    return total._replace(missing=tuple(dict.fromkeys((*total.missing, *missing))), at_least=True)
