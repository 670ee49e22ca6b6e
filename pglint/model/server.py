"""A PostgreSQL server as its files configure it, with what stands around it in its stack."""

from collections.abc import Iterable
from functools import cached_property

from pglint.catalog.postgresql import canonical, parameter
from pglint.config import ServerDecl, StandbyDecl
from pglint.facts import Entry, Fault, HbaLine, Include
from pglint.model.app import App
from pglint.model.demand import add
from pglint.model.pooler import Pooler
from pglint.model.role import Database, Role
from pglint.model.settings import Settings
from pglint.source import Source
from pglint.values import Cell, Sum, Term, Unknown

RESERVED_SINCE = 16

HbaRecords = tuple[HbaLine | Include | Fault | Unknown, ...]


class Link:
    """A pooler's entries that lead to this server."""

    def __init__(self, pooler: Pooler, entries: list[Entry]) -> None:
        self.pooler = pooler
        self.entries = entries


class Server:
    """One cluster: its settings by major version, and the poolers, roles, databases and applications around it."""

    def __init__(
        self, name: str, settings: Settings, readings: tuple[int, ...], declared: ServerDecl | None = None
    ) -> None:
        self.name = name
        self.settings = settings
        self.readings = readings
        self.declared = declared
        self.links: list[Link] = []
        self.unlinked: list[Unknown] = []
        self.roles: dict[str, Role] = {}
        self.databases: dict[str, Database] = {}
        self.apps: tuple[App, ...] = ()
        self.standbys: list[Server] = []
        self.other_standbys: tuple[StandbyDecl, ...] = ()
        self.primary: Server | None = None
        self.standby_slots: tuple[Cell, ...] = ()
        self.hba: HbaRecords | Unknown = Unknown("no pg_hba.conf of this server is in the tree")
        self.hba_source: Source | None = None

    @property
    def source(self) -> Source:
        return self.settings.chain.main

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

    def slots(self, major: int, *, superuser: bool = False) -> Sum:
        """The connections that a class of roles can open: max_connections less what is reserved for others.

        Manual, "Connections and Authentication"; startup_constraints.json connections-normal-limit and -superuser-limit.
        """
        terms, missing, total = [], [], 0
        least = most = False
        names = [("max_connections", 1)]
        if not superuser:
            names.append(("superuser_reserved_connections", -1))
            if major >= RESERVED_SINCE:
                names.append(("reserved_connections", -1))
        for name, sign in names:
            found = self.guc(name, major)
            if isinstance(found.value, int):
                total += sign * found.value
                if found.value or sign > 0:
                    terms.append(Term(name, sign * found.value, 1, found.span))
            elif isinstance(found.value, Unknown):
                missing.append(found.value)
                least, most = least or sign > 0, most or sign < 0
        if least:
            return Sum("slots", None, tuple(terms), None, tuple(missing), at_least=True, at_most=True)
        return Sum("slots", total, tuple(terms), None, tuple(missing), at_least=least, at_most=most)

    def pools_are_superuser(self, version: tuple[int, ...]) -> bool:
        """Whether every pool and direct application logs in as a superuser, who may use the reserved slots too."""
        users = [pool.user for link in self.links for pool in link.pooler.pools(version)]
        users += [app.role for app in self.direct_apps()]
        return bool(users) and all(user is not None and self.is_superuser(user) for user in users)

    def is_superuser(self, user: str) -> bool:
        """Declared, or the name that initdb gives the bootstrap superuser."""
        role = self.roles.get(user)
        if role is not None and role.superuser is not None:
            return bool(role.superuser.value)
        return user == "postgres"

    # -- demand -----------------------------------------------------------------------------------------------------

    def demand(self, version: tuple[int, ...], *, peak: bool = False) -> Sum:
        """What the pools in front can hold here for sure, over all poolers and instances."""
        sums = [
            link.pooler.proven(
                version, link.entries, instances=link.pooler.peak_instances if peak else link.pooler.instances
            )
            for link in self.links
        ]
        total = add("demand", sums)
        if self.unlinked:
            total = total._replace(missing=(*total.missing, *self.unlinked), at_least=True)
        return total

    def worst(self, version: tuple[int, ...]) -> Sum | Unknown:
        """The exact maximum over all users and databases that the files name; Unknown where there is none."""
        sums = []
        for link in self.links:
            worst = link.pooler.worst(version, link.entries)
            if isinstance(worst, Unknown):
                return worst
            sums.append(worst)
        return self.unlinked[0] if self.unlinked else add("worst case", sums)

    def floor(self, version: tuple[int, ...]) -> Sum:
        """What the poolers keep open for ever."""
        return add("floor", [link.pooler.floor(version, link.entries) for link in self.links])

    def direct_apps(self) -> list[App]:
        """Applications that connect to the server itself."""
        return [app for app in self.apps if app.via == "server"]

    def direct(self, *, peak: bool = False) -> Sum:
        """Connections that go past the poolers: application pools and declared direct sessions."""
        sums = [app.connections(peak=peak) for app in self.direct_apps()]
        declared = self.declared.direct_connections if self.declared else None
        if declared is not None and isinstance(declared.value, int):
            sums.append(
                Sum("direct", declared.value, (Term("direct-connections", declared.value, 1, declared.span),))
            )
        return add("direct", sums)

    def entries_of(self, database: str) -> Iterable[tuple[Pooler, list[Entry]]]:
        """The pooler entries that lead into one database."""
        for link in self.links:
            entries = [
                entry
                for entry in link.entries
                if (link.pooler.entry_text(entry, "dbname") or entry.name) == database
            ]
            if entries:
                yield link.pooler, entries

    def role_demand(self, version: tuple[int, ...], role: str) -> Sum:
        """What all pools and direct applications that log in as a role can open."""
        sums = [link.pooler.of_user(version, link.entries, role) for link in self.links]
        sums += [app.connections() for app in self.direct_apps() if app.role == role]
        return add("demand", sums)

    def database_demand(self, version: tuple[int, ...], database: str) -> Sum:
        """What all pools and direct applications can open in a database, superusers' pools left out."""
        sums = [
            pooler.proven(version, [e for e in entries if not self._superuser_entry(pooler, e)])
            for pooler, entries in self.entries_of(database)
        ]
        sums += [
            app.connections()
            for app in self.direct_apps()
            if app.database == database and not (app.role and self.is_superuser(app.role))
        ]
        return add("demand", sums)

    def _superuser_entry(self, pooler: Pooler, entry: Entry) -> bool:
        user = pooler.entry_text(entry, "user")
        return isinstance(user, str) and self.is_superuser(user)
