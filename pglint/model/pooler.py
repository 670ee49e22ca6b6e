"""A pooler in front of a server: which pools it keeps, for which server, and what they can hold at most."""

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from pglint.catalog.pgbouncer import setting
from pglint.config import PoolerDecl
from pglint.facts import AuthUser, Entry, Setting
from pglint.model.app import App
from pglint.model.demand import held
from pglint.model.flow import UNBOUNDED
from pglint.model.pool import Pool, Version, cap, database_limit, minimum, mode, size, user_limit
from pglint.model.pooler_settings import PoolerSettings
from pglint.source import Source, Span
from pglint.values import Cell, Sum, Unknown

LOOPBACK = frozenset({"", "127.0.0.1", "localhost", "::1"})
FORCED_FLOOR_SINCE = (1, 21, 0)


class Target(NamedTuple):
    """Where an entry leads: a host (or list, or the text of a placeholder) and a port. Loopback hosts are one."""

    host: str
    port: str


class Users(NamedTuple):
    """Who may log in: ``names``; ``more`` says who else may (None: nobody); ``unbounded`` any number of them."""

    names: tuple[str, ...]
    more: Unknown | None
    unbounded: bool = False


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
        self._pools: dict[Version, list[Pool]] = {}

    @property
    def source(self) -> Source:
        return self.settings.chain.main

    @cached_property
    def written_names(self) -> tuple[str, ...]:
        """The [pgbouncer] settings that its files set and that are in force, sorted."""
        names = {item.name for item in self.settings.chain.items if isinstance(item, Setting) and item.section == "pgbouncer"}
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

    def entry_text(self, entry: Entry, key: str) -> str | Unknown | None:
        """A text of an entry: None where it is not set, Unknown for a placeholder."""
        found = None
        for pair in entry.pairs:
            if pair.key == key:
                found = pair.value
        return found

    def target(self, entry: Entry) -> Target:
        host, port = self.entry_text(entry, "host"), self.entry_text(entry, "port")
        shown = host.reason if isinstance(host, Unknown) else host or ""
        if shown in LOOPBACK or shown.startswith("/"):
            shown = "localhost"
        return Target(shown, port.reason if isinstance(port, Unknown) else port or "5432")

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        return tuple(dict.fromkeys(self.target(entry) for entry in self.settings.databases))

    @cached_property
    def users(self) -> Users:
        """The users that can log in, from the auth_file; auth_query, PAM and LDAP let in others."""
        version = self.readings[-1]
        kind = self.settings.cell("auth_type", version).value
        listed = self.settings.chain.auth_users
        query = self.settings.cell("auth_user", version)
        if any(self.entry_text(entry, "auth_user") for entry in self.settings.databases):
            query = Cell("set in an entry")
        if isinstance(query.value, Unknown):
            return Users((), query.value)
        names = () if isinstance(listed, Unknown) else tuple(dict.fromkeys(user.name for user in listed))
        if query.value or kind in ("pam", "ldap"):
            how = "auth_query" if query.value else f"auth_type {kind}"
            return Users(names, Unknown(f"any user that {how} finds can log in", query.span), unbounded=True)
        if isinstance(listed, Unknown):
            return Users((), listed)
        return Users(names, None)

    def auth_users(self) -> tuple[AuthUser, ...]:
        listed = self.settings.chain.auth_users
        return () if isinstance(listed, Unknown) else listed

    def _known_users(self, entry: Entry) -> list[str]:
        """The users of an entry without a forced one that files name: declared applications, a lone auth_file user."""
        apps = [app.role for app in self.apps if app.role and app.database in (entry.name, None)]
        if apps:
            return list(dict.fromkeys(apps))
        staff = self._staff()
        lone = [name for name in self.users.names if name not in staff]
        return lone if len(lone) == 1 and not self.users.unbounded else []

    def _staff(self) -> frozenset[str]:
        """Users that are there for the console and for auth_query."""
        version = self.readings[-1]
        texts = [self.settings.cell(key, version).value for key in ("admin_users", "stats_users", "auth_user")]
        return frozenset(part.strip() for text in texts if isinstance(text, str) for part in text.split(","))

    def pools(self, version: Version) -> list[Pool]:
        """The pools that are sure to be used: one for each forced user, each known pair, else one user a database."""
        if version not in self._pools:
            self._pools[version] = list(self._proven_pools())
        return self._pools[version]

    def _proven_pools(self) -> Iterable[Pool]:
        named = [entry for entry in self.settings.databases if entry.name != "*"]
        for entry in self.settings.databases:
            forced = self.entry_text(entry, "user")
            if isinstance(forced, str):
                if entry.name != "*" or not named:
                    yield Pool(entry, forced, True)
                continue
            if entry.name == "*":
                wanted = [app for app in self.apps if app.database and app.database not in {e.name for e in named}]
                for app in wanted:
                    yield Pool(entry._replace(name=app.database or "*"), app.role, False)
                if not wanted and not named:
                    yield Pool(entry, None, False)
                continue
            users = self._known_users(entry)
            yield from (Pool(entry, user, False) for user in users)
            if not users:
                yield Pool(entry, None, False)

    def _who_is_missing(self, entries: Iterable[Entry]) -> tuple[Unknown, ...]:
        """Why the proven pools of these entries may not be all."""
        missing = []
        for entry in entries:
            if entry.name == "*":
                missing.append(Unknown('"*" lets clients open pools for any database', entry.name_span))
            elif self.entry_text(entry, "user") is None and not self._known_users(entry):
                more = self.users.more
                why = f" ({more.reason})" if more else ""
                missing.append(Unknown(f'how many users log in to "{entry.name}" is not known{why}', entry.name_span))
        return tuple(missing)

    def complete(self) -> bool:
        """Whether the proven pools are all the pools there can be."""
        return not self._who_is_missing(self.settings.databases)

    def proven(
        self, version: Version, entries: list[Entry], name: str = "demand", instances: Cell | None = None
    ) -> Sum:
        """What the pools of these entries hold for sure when they are full; a lower bound where users are not known."""
        keep = {entry.name_span for entry in entries}
        pools = [pool for pool in self.pools(version) if pool.entry.name_span in keep]
        total = held(
            self.settings, pools, version, instances or self.instances, name, missing=self._who_is_missing(entries)
        )
        return total

    def of_user(self, version: Version, entries: list[Entry], user: str) -> Sum:
        """What the pools that log in as one user can hold."""
        keep = {entry.name_span for entry in entries}
        pools = [pool for pool in self.pools(version) if pool.user == user and pool.entry.name_span in keep]
        return held(self.settings, pools, version, self.instances, "demand")

    def auth_pools(self, entries: list[Entry]) -> list[Pool]:
        """The pools that auth_query itself needs: (each database, auth_user), or one where auth_dbname is set."""
        version = self.readings[-1]
        name = self.settings.cell("auth_user", version).value
        place = self.settings.cell("auth_dbname", version).value
        found = []
        for entry in entries:
            user = self.entry_text(entry, "auth_user") or name
            if not isinstance(user, str) or not user or isinstance(self.entry_text(entry, "user"), str):
                continue
            where = self.entry_text(entry, "auth_dbname") or place
            if isinstance(where, str) and where:
                homes = [other for other in self.settings.databases if other.name == where]
                found += [Pool(home, user, False, auth=True) for home in homes]
            else:
                found.append(Pool(entry, user, False, auth=True))
        return list(dict.fromkeys(found))

    def unbounded(self, entries: list[Entry], version: Version) -> str:
        """Why no cap holds the sum: ``databases``, ``users``, ``both``, or '' where the maximum is finite."""
        star = [entry for entry in entries if entry.name == "*"]
        open_databases = any(self._star_is_open(entry, version) for entry in star)
        open_users = self.users.unbounded and any(self._entry_is_open(entry, version) for entry in entries)
        if star and self.users.unbounded and not any(isinstance(self.entry_text(e, "user"), str) for e in star):
            return "both"
        return "databases" if open_databases else "users" if open_users else ""

    def _star_is_open(self, entry: Entry, version: Version) -> bool:
        """A wildcard is held only by max_user_connections of every user that can come through it."""
        forced = self.entry_text(entry, "user")
        users: list[str | None] = [forced] if isinstance(forced, str) else [*self.users.names] or [None]
        if isinstance(forced, str) and version < (1, 23, 0):
            return True
        limits = [user_limit(self.settings, user, version).cell.value for user in users]
        return any(isinstance(limit, int) and limit <= 0 for limit in limits)

    def _entry_is_open(self, entry: Entry, version: Version) -> bool:
        """Any number of users is held only by the entry's max_db_connections, or by a forced user."""
        if isinstance(self.entry_text(entry, "user"), str):
            return False
        limit = database_limit(self.settings, entry, version).cell.value
        return isinstance(limit, int) and limit <= 0

    def worst(self, version: Version, entries: list[Entry], name: str = "worst case") -> Sum | Unknown:
        """The exact maximum over all users that the auth_file lists and all databases, auth pools at full size."""
        users = self.users
        if self.unbounded(entries, version):
            return Unknown(f"nothing limits the pools of {self.name}: {self.unbounded(entries, version)} unbounded")
        if users.more is not None and not users.unbounded:
            if not all(isinstance(self.entry_text(entry, "user"), str) for entry in entries):
                return users.more
        pools: list[Pool] = []
        for entry in entries:
            forced = self.entry_text(entry, "user")
            if isinstance(forced, str):
                pools.append(Pool(entry, forced, True))
            else:
                pools += [Pool(entry, user, False) for user in users.names]
                if users.unbounded:
                    pools.append(Pool(entry, None, False))
        pools = list(dict.fromkeys(pools + self.auth_pools(entries)))
        return held(self.settings, pools, version, self.instances, name, caps=self._worst_cap)

    def _worst_cap(self, settings: PoolerSettings, pool: Pool, version: Version) -> int | Unknown:
        """As ``cap``, but a wildcard, or any number of users, stands for any number of pools."""
        if (pool.entry.name == "*") or (pool.user is None and self.users.unbounded):
            return UNBOUNDED
        return cap(settings, pool, version)

    def floor(self, version: Version, entries: list[Entry]) -> Sum:
        """What stays open even without clients: min_pool_size of entries with a forced user (1.21)."""
        pools = [
            pool
            for pool in self.pools(version)
            if pool.forced and pool.entry in entries and version >= FORCED_FLOOR_SINCE
        ]
        return held(self.settings, pools, version, self.instances, "floor", caps=_floor)

    def mode(self, pool: Pool, version: Version) -> Cell:
        return mode(self.settings, pool, version)

    def place(self, pool: Pool) -> Span:
        return pool.entry.name_span


def _floor(settings: PoolerSettings, pool: Pool, version: Version) -> int | Unknown:
    least, most = minimum(settings, pool, version).cell.value, size(settings, pool, version).cell.value
    if isinstance(least, Unknown):
        return least
    if isinstance(most, Unknown):
        return most
    if not isinstance(least, int) or not isinstance(most, int):
        return 0
    return max(min(least, most if most > 0 else least), 0)
