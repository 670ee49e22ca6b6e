"""A pooler in front of a server: which pools it keeps, for which server, and what they can hold at most."""

from __future__ import annotations

from pglint.catalog.pgbouncer import setting
from pglint.facts import Setting
from pglint.model import bounds
from pglint.model import users as who
from pglint.model.demand import held
from pglint.model.entry import FALLBACK, database, forces, may_force, target, text
from pglint.model.pool import FORCED_FLOOR_SINCE, Pool, floor, floor_parts, mode
from pglint.once import cached_property
from pglint.record import TYPE_CHECKING
from pglint.values import Cell, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pglint.cluster_facts import PoolerFact
    from pglint.config import PoolerDecl
    from pglint.facts import AuthUser, Entry
    from pglint.model.app import App
    from pglint.model.entry import Target
    from pglint.model.pool import Parts, Version
    from pglint.model.pooler_settings import PoolerSettings
    from pglint.model.server import Server
    from pglint.model.users import Users
    from pglint.source import Source, Span
    from pglint.values import Sum


MOST_TOLD = 3
"""So many databases with unknown users are told one by one."""


class Pooler:
    """One PgBouncer configuration and what is declared about it."""

    def __init__(
        self, name: str, settings: PoolerSettings, readings: tuple[Version, ...], declared: PoolerDecl | None = None
    ) -> None:
        self.name = name
        self.settings = settings
        self.readings = readings
        self.declared = declared
        self.apps: tuple[App, ...] = ()
        self.fact: PoolerFact | None = None
        self.server: Server | None = None
        self._pools: list[Pool] | None = None

    @property
    def source(self) -> Source:
        return self.settings.chain.main

    @property
    def home(self) -> Span:
        """Where a setting that is missing would stand."""
        return self.settings.chain.home

    @cached_property
    def written_names(self) -> tuple[str, ...]:
        """The [pgbouncer] settings that its files set and that are in force, sorted."""
        items = self.settings.chain.items
        names = {item.name for item in items if isinstance(item, Setting) and item.section == "pgbouncer"}
        return tuple(sorted(name for name in names if self.settings.written(name)))

    def exists(self, name: str, version: Version) -> bool:
        known = setting("pgbouncer", name)
        return known is not None and known.since <= version

    def version(self, assumed: Version) -> Version:
        """Its own version where that is known, else the assumed one, or the nearest that its files allow."""
        if assumed in self.readings:
            return assumed
        return min((version for version in self.readings if version > assumed), default=max(self.readings))

    @property
    def instances(self) -> Cell:
        """Processes, pods and hosts, all together; 1 where nobody says."""
        return (self.declared.instances if self.declared else None) or Cell(1)

    @property
    def peak_instances(self) -> Cell:
        """The most instances that the files allow, else the declared ones."""
        return (self.declared.peak_instances if self.declared else None) or self.instances

    # -- entries and users ------------------------------------------------------------------------------------------

    def entry_text(self, entry: Entry, key: str) -> str | Unknown | None:
        """A text of an entry: None where it is not set, Unknown for a placeholder."""
        return text(entry, key)

    def target(self, entry: Entry) -> Target:
        return target(entry)

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        return tuple(dict.fromkeys(target(entry) for entry in self.settings.databases))

    @cached_property
    def users(self) -> Users:
        """The users that can log in, from the auth_file; auth_query, PAM and LDAP let in others."""
        return who.may_log_in(self.settings)

    def auth_users(self) -> tuple[AuthUser, ...]:
        listed = self.settings.chain.auth_users
        return () if isinstance(listed, Unknown) else listed

    def users_of(self, entry: Entry) -> tuple[tuple[str, ...], Unknown | None]:
        """The users of an entry without a forced one that files name, and why there may be others."""
        return who.known(self.settings, self.users, entry, self.apps)

    # -- the pools that are sure to be used -------------------------------------------------------------------------

    def pools(self, version: Version) -> list[Pool]:
        """The pools that are sure to be used: one for each forced user, each known pair, else one user a database.

        Those of auth_query are not among them. They are the same in every version.
        """
        if self._pools is None:
            found = {(pool.entry.name, pool.user): pool for pool in self._proven_pools()}
            self._pools = list(found.values())
        return self._pools

    def _proven_pools(self) -> Iterable[Pool]:
        named = {entry.name for entry in self.settings.databases if entry.name != FALLBACK}
        for entry in self.settings.databases:
            if entry.name != FALLBACK:
                yield from self._pools_of(entry)
                continue
            wanted = dict.fromkeys(app.database for app in self.apps if app.database and app.database not in named)
            for name in wanted:
                yield from self._pools_of(entry._replace(name=name))
            if not wanted and not named:
                yield from self._pools_of(entry)

    def _pools_of(self, entry: Entry) -> Iterable[Pool]:
        if forces(entry):
            user = text(entry, "user")
            yield Pool(entry, user if isinstance(user, str) else None, True)
            return
        names: tuple[str, ...] = () if may_force(entry) else self.users_of(entry)[0]
        for name in names:
            yield Pool(entry, name, False)
        if not names:
            yield Pool(entry, None, False)

    def _asking_pools(self) -> list[Pool]:
        """The pools of auth_query that are sure to be used, since some login cannot do without."""
        found = {}
        own = {(pool.entry.name, pool.user) for pool in self.pools(self.readings[-1])}
        for pool in self.pools(self.readings[-1]):
            asked = who.asked_pool(self.settings, pool.entry)
            if asked and who.surely_asked(self.settings, self.users, pool):
                key = (asked.entry.name, asked.user)
                if key not in own:
                    found[key] = asked
        return list(found.values())

    def missing_pools(self, entries: Iterable[Entry]) -> tuple[Unknown, ...]:
        """Why the proven pools of these entries may not be all."""
        missing = list(self.settings.missing)
        unknown = []
        for entry in entries:
            placeholder = may_force(entry)
            if entry.name == FALLBACK:
                missing.append(Unknown('"*" lets clients open pools for any database', entry.name_span))
            elif placeholder:
                missing.append(placeholder)
            elif not forces(entry):
                more = self.users_of(entry)[1]
                unknown += [more] if more else []
        if len(unknown) > MOST_TOLD:
            others = Unknown(f"the same of {len(unknown) - MOST_TOLD} more databases", unknown[MOST_TOLD].span)
            unknown = [*unknown[:MOST_TOLD], others]
        return tuple(dict.fromkeys(missing + unknown))

    def complete(self) -> bool:
        """Whether the proven pools are all the pools there can be."""
        return not self.missing_pools(self.settings.databases)

    # -- what they can hold -----------------------------------------------------------------------------------------

    def proven(
        self, version: Version, entries: Sequence[Entry], name: str = "demand", instances: Cell | None = None
    ) -> Sum:
        """What the pools of these entries hold for sure when they are full; a lower bound where users are not known.

        A pool of auth_query counts 1.
        """
        return self.part(version, entries, lambda pool: True, self.missing_pools(entries), name, instances)

    def part(
        self,
        version: Version,
        entries: Iterable[Entry],
        wanted: Callable[[Pool], bool],
        missing: tuple[Unknown, ...],
        name: str = "demand",
        instances: Cell | None = None,
    ) -> Sum:
        """What some of the proven pools of these entries hold: those that are wanted."""
        chosen = [pool for pool in self._counted(version, entries) if wanted(pool)]
        return held(
            self.settings, chosen, version, instances or self.instances, name, missing=missing, caps=self._least,
            guests=bounds.guests(self.settings, self.users),
        )  # fmt: skip

    def each(self, version: Version, entries: Iterable[Entry], name: str = "pool") -> Iterable[tuple[Pool, Sum]]:
        """The pools that ``proven`` adds up, each with what it may hold by itself, under the limits that it meets."""
        for pool in self._counted(version, entries):
            yield pool, held(self.settings, [pool], version, self.instances, name, caps=self._least)

    def _counted(self, version: Version, entries: Iterable[Entry]) -> list[Pool]:
        """The proven pools of these entries, and those of auth_query."""
        keep = {entry.name_span for entry in entries}
        return [pool for pool in (*self.pools(version), *self._asking_pools()) if pool.entry.name_span in keep]

    def _least(self, settings: PoolerSettings, pool: Pool, version: Version) -> Parts | Unknown:
        return bounds.least(settings, self.users, pool, version)

    def of_user(self, version: Version, entries: Sequence[Entry], user: str) -> Sum:
        """What the pools that log in as one user can hold; a lower bound where it may be one of those not known."""
        missing = list(self.settings.missing)
        for entry in entries:
            if not forces(entry):
                missing += self.missing_pools([entry])
            elif isinstance(found := text(entry, "user"), Unknown):
                missing.append(found)
        return self.part(version, entries, lambda pool: pool.user == user, tuple(dict.fromkeys(missing)))

    def of_database(
        self, version: Version, entries: Sequence[Entry], name: str, wanted: Callable[[Pool], bool]
    ) -> Sum:
        """What the wanted pools that lead into one database of PostgreSQL can hold."""
        missing = list(self.settings.missing)
        for entry in entries:
            home = database(entry)
            if isinstance(home, Unknown):
                missing.append(home)
            elif home is None or home == name:
                missing += self.missing_pools([entry])
        return self.part(
            version, entries, lambda pool: database(pool.entry) == name and wanted(pool), tuple(dict.fromkeys(missing))
        )

    def open_end(self, entries: Sequence[Entry], version: Version) -> bounds.Open:
        """What no limit holds, and the entry that is open."""
        return bounds.unbounded(self.settings, self.users, entries, version)

    def unbounded(self, entries: Sequence[Entry], version: Version) -> str | Unknown:
        """Why no cap holds the sum: ``databases``, ``users``, ``both``, or '' where the maximum is finite."""
        return self.open_end(entries, version).what

    def unread_users(self, entries: Sequence[Entry], version: Version) -> Unknown | None:
        """The auth_file that cannot be read, where the number of its users matters for some entry."""
        listed = self.settings.chain.auth_users
        named = self.settings.cell("auth_file", version).value
        if not isinstance(listed, Unknown) or not isinstance(named, str) or self.users.unbounded:
            return None
        for entry in entries:
            known = forces(entry) or may_force(entry) or self.users_of(entry)[1] is None
            if not known and not bounds.capped(self.settings, [entry], version):
                return listed
        return None

    def worst(self, version: Version, entries: Sequence[Entry], name: str = "worst case") -> Sum | Unknown:
        """The exact maximum over all users that the auth_file lists and all databases, auth pools at full size.

        An upper bound where the users are not known, but limits hold them; Unknown where there is none.
        """
        open_end = self.unbounded(entries, version)
        if isinstance(open_end, Unknown):
            return open_end
        if open_end:
            return Unknown(f"nothing limits the pools of {self.name}: {open_end} unbounded")
        if self.settings.missing:
            return self.settings.missing[0]
        missing = bounds.users_missing(self.settings, self.users, entries, version)
        if missing is not None and not bounds.capped(self.settings, entries, version):
            return missing
        keep = {entry.name_span for entry in entries}
        found: dict[object, Pool] = {}
        sure = [pool for pool in self.pools(version) if pool.entry.name_span in keep and (pool.user or pool.forced)]
        for pool in (*bounds.all_pools(self.settings, self.users, entries, missing is not None, sure), *sure):
            found.setdefault((pool.entry.name, pool.user, pool.many), pool)
        total = held(
            self.settings, list(found.values()), version, self.instances, name, caps=bounds.worst_parts
        )
        if missing is not None:
            total = total._replace(missing=(*total.missing, missing), at_most=True)
        return total

    def floor(self, version: Version, entries: Sequence[Entry]) -> Sum:
        """What min_pool_size keeps open: for forced users without any client (1.21), else with one in each pool."""
        keep = {entry.name_span for entry in entries}
        pools = [pool for pool in self.pools(version) if pool.entry.name_span in keep]
        alone = [pool for pool in pools if pool.forced and version >= FORCED_FLOOR_SINCE]
        kept = {id(pool) for pool in alone}
        others = [pool for pool in pools if id(pool) not in kept]
        clients = self.settings.cell("max_client_conn", version).value
        if isinstance(clients, int) and len(others) > clients:
            others.sort(key=lambda pool: floor(self.settings, pool, version) or 0)
            others = others[: max(clients, 0)]
        missing = tuple(self.settings.missing)
        return held(self.settings, alone + others, version, self.instances, "floor", missing=missing, caps=floor_parts)

    def mode(self, pool: Pool, version: Version) -> Cell:
        return mode(self.settings, pool, version)

    def place(self, pool: Pool) -> Span:
        return pool.entry.name_span
