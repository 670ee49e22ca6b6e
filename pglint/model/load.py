"""What a pooler holds while certain clients are busy: the same limits as the worst case, under a load that is known."""

from __future__ import annotations

from pglint.facts import Entry
from pglint.model.demand import database_key, limits, user_key
from pglint.model.entry import FALLBACK, forces, text
from pglint.model.flow import Edge, max_flow
from pglint.model.pool import FORCED_FLOOR_SINCE, Pool, Version, cap, floor
from pglint.model.pooler import Pooler
from pglint.model.users import asked_pool
from pglint.record import TYPE_CHECKING
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable


def loaded(
    pooler: Pooler, version: Version, clients: Iterable[tuple[str, str, int]], processes: int = 1
) -> int | Unknown:
    """The most server connections with these clients, each (database, user, how many), all busy at once.

    Each pool holds as many as it has clients, but no more than its cap, and no fewer than min_pool_size keeps open; a
    login that needs auth_query is a client of its pool too. Clients of databases without an entry are left out.
    """
    settings = pooler.settings
    busy: dict[Hashable, tuple[Pool, int]] = {}

    def come(pool: Pool, count: int) -> None:
        key = (pool.entry.name, pool.user)
        busy[key] = (pool, busy[key][1] + count if key in busy else count)

    for entry in settings.databases:
        if forces(entry) and entry.name != FALLBACK and version >= FORCED_FLOOR_SINCE:
            come(_pool(entry, ""), 0)
    for database, user, count in clients:
        entry_or_none = _entry(pooler, database)
        if entry_or_none is None:
            continue
        come(_pool(entry_or_none, user), count)
        asked = asked_pool(settings, entry_or_none)
        if asked is not None and user not in pooler.users.names:
            come(asked, count)
    return _most(pooler, version, list(busy.values()), processes)


def _most(pooler: Pooler, version: Version, busy: list[tuple[Pool, int]], processes: int) -> int | Unknown:
    settings = pooler.settings
    over = limits(settings, (pool for pool, _ in busy), version)
    edges = []
    for pool, count in busy:
        most = cap(settings, pool, version)
        if isinstance(most, Unknown):
            return most
        least = floor(settings, pool, version) or 0
        use = min(max(count, processes * least), processes * most)
        edges.append(Edge(database_key(pool), user_key(pool, version), use))
    databases = {key: limit * processes for key, limit in over.databases.items()}
    users = {key: limit * processes for key, limit in over.users.items()}
    return over.missing[0] if over.missing else max_flow(edges, databases, users).total or 0


def _entry(pooler: Pooler, database: str) -> Entry | None:
    """The entry that a client's database name means: its own, or the fallback under that name."""
    entries = {entry.name: entry for entry in pooler.settings.databases}
    found = entries.get(database)
    if found is None and FALLBACK in entries:
        found = entries[FALLBACK]._replace(name=database)
    return found


def _pool(entry: Entry, client: str) -> Pool:
    if not forces(entry):
        return Pool(entry, client, False)
    user = text(entry, "user")
    return Pool(entry, user if isinstance(user, str) else None, True)
