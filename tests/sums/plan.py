"""Which clients make a stack open the most connections: PgBouncer's own limits, written down once more.

This is no part of pglint and shares no code with it: a load that is too small or too large shows where pglint's sum is
not what the programs do. A pool has its size and reserve; max_db_connections holds the pools of an entry,
max_user_connections those of a server user, a CONNECTION LIMIT all sessions of a role or of a database.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from tests.sums.stacks import DATABASES, FALLBACK, Entry, Pooler, Stack

Node = tuple[object, ...]
Version = tuple[int, ...]
ANY = 1 << 30
FORCED_USERS_SHARE = (1, 23)
ZERO_IS_UNLIMITED = (1, 24)
OWN_POOL_SIZE = (1, 23)


class Pool(NamedTuple):
    """Connections of one PgBouncer process into ``database`` as ``role``, and how clients come to them.

    ``process`` is -1 for connections past PgBouncer. ``asks``: auth_query runs on them, while clients log in.
    """

    process: int
    entry: str
    database: str
    role: str
    client: str
    cap: int
    asks: bool = False


class Held(NamedTuple):
    """The most connections together, and how many of each pool."""

    total: int
    of: dict[Pool, int]


def pools(stack: Stack, version: Version) -> list[Pool]:
    """Everything that can open connections: the pools of each process, applications and others past it."""
    found = [Pool(-1, app.name, app.database, app.role, app.role, app.pool_size * app.replicas)
             for app in stack.apps if app.via == "server"]  # fmt: skip
    if stack.direct:
        found.append(Pool(-1, "direct", DATABASES[-1], "direct", "direct", stack.direct))
    if stack.pooler:
        for process in range(stack.pooler.instances):
            found += dict.fromkeys(_of_process(stack.pooler, version, process))
    return found


def _of_process(pooler: Pooler, version: Version, process: int) -> Iterator[Pool]:
    asker = dict(pooler.settings).get("auth_user")
    for name, entry in entries(pooler).items():
        database = entry.dbname or name
        clients = [*pooler.auth_file, *(["x1"] if asker else [])]
        for client in clients:
            role = entry.user or client
            if role == "x1":
                continue  # who is looked up comes no further than that while the gate is closed
            # any client of a forced user will do
            yield Pool(process, name, database, role, clients[0] if entry.user else client, _cap(pooler, entry, role, version))
        if asker:
            yield Pool(process, name, database, str(asker), "x1", _cap(pooler, entry, str(asker), version), asks=True)


def entries(pooler: Pooler) -> dict[str, Entry]:
    """The entry of each name that a client may use: all databases there are by the fallback's."""
    found = {entry.name: entry for entry in pooler.entries if entry.name != FALLBACK}
    rest = next((entry for entry in pooler.entries if entry.name == FALLBACK), None)
    if rest:
        found |= {name: rest for name in DATABASES if name not in found}
    return found


def _cap(pooler: Pooler, entry: Entry, role: str, version: Version) -> int:
    keys, own = dict(entry.keys), dict(dict(pooler.users).get(role, ()))
    size = _first(own.get("pool_size") if version >= OWN_POOL_SIZE else None, keys.get("pool_size"), pooler.setting("default_pool_size", 20))
    more = _first(keys.get("reserve_pool"), pooler.setting("reserve_pool_size", 0))
    if dict(pooler.settings).get("reserve_pool_timeout") == 0:
        more = 0
    if size <= 0:
        # the first connection of a pool is never refused
        size, more = (ANY, 0) if version >= ZERO_IS_UNLIMITED else (max(size + more, 1), 0)
    kept = min(_first(keys.get("min_pool_size"), pooler.setting("min_pool_size", 0)), size)
    return max(min(size + more, pooler.setting("max_client_conn", 100)), kept)


def _first(*values: float | str | None) -> int:
    """The first that is set; what is below 0 is not."""
    return next(int(value) for value in values if value is not None and int(value) >= 0)


def most(stack: Stack, version: Version, wanted: Callable[[Pool], bool] = lambda pool: True) -> Held:
    """The most connections of the pools that are wanted."""
    roles, databases = dict(stack.role_limits), dict(stack.database_limits)
    room: dict[tuple[Node, Node], int] = {}
    ways: dict[Pool, tuple[Node, Node]] = {}
    for pool in filter(wanted, pools(stack, version)):
        database, role = ("database", pool.database), ("role", pool.role)
        over = ("entry", pool.process, pool.entry), ("user", pool.process, pool.role, pool.entry if _apart(stack, pool, version) else "")
        room[("source",), database] = _limit(databases.get(pool.database))
        room[database, over[0]] = _entry_limit(stack, pool)
        room[over[0], over[1]] = pool.cap
        room[over[1], role] = _user_limit(stack, pool, version)
        room[role, ("sink",)] = _limit(roles.get(pool.role))
        ways[pool] = over
    total, used = flow(room)
    return Held(total, {pool: used.get(way, 0) for pool, way in ways.items()})


def _limit(value: int | None) -> int:
    return ANY if value is None or value < 0 else value


def _apart(stack: Stack, pool: Pool, version: Version) -> bool:
    """Whether the limit of its user counts for this entry alone: a forced user's, before 1.23."""
    forced = pool.process >= 0 and stack.pooler is not None and bool(entries(stack.pooler)[pool.entry].user) and not pool.asks
    return forced and version < FORCED_USERS_SHARE


def _entry_limit(stack: Stack, pool: Pool) -> int:
    if pool.process < 0 or stack.pooler is None:
        return ANY
    keys = dict(entries(stack.pooler)[pool.entry].keys)
    return int(keys.get("max_db_connections", 0)) or stack.pooler.setting("max_db_connections", 0) or ANY


def _user_limit(stack: Stack, pool: Pool, version: Version) -> int:
    if pool.process < 0 or stack.pooler is None:
        return ANY
    # before, a forced user has nothing to do with the one of [users]
    keys = {} if _apart(stack, pool, version) else dict(dict(stack.pooler.users).get(pool.role, ()))
    return int(keys.get("max_user_connections", 0)) or stack.pooler.setting("max_user_connections", 0) or ANY


def flow(room: dict[tuple[Node, Node], int]) -> tuple[int, dict[tuple[Node, Node], int]]:
    """The most that goes from source to sink, and what goes along each edge (Edmonds and Karp)."""
    left, total = dict(room), 0
    while path := _path(left):
        step = min(left[edge] for edge in path)
        for a, b in path:
            left[a, b] -= step
            left[b, a] = left.get((b, a), 0) + step
        total += step
    return total, {edge: room[edge] - left[edge] for edge in room}


def _path(left: dict[tuple[Node, Node], int]) -> list[tuple[Node, Node]]:
    came: dict[Node, Node] = {("source",): ("source",)}
    queue: deque[Node] = deque([("source",)])
    around: dict[Node, list[Node]] = {}
    for (a, b), free in left.items():
        if free > 0:
            around.setdefault(a, []).append(b)
    while queue and ("sink",) not in came:
        node = queue.popleft()
        for other in around.get(node, ()):
            if other not in came:
                came[other] = node
                queue.append(other)
    return list(_back(came)) if ("sink",) in came else []


def _back(came: dict[Node, Node]) -> Iterator[tuple[Node, Node]]:
    node: Node = ("sink",)
    while node != ("source",):
        yield came[node], node
        node = came[node]


def by_role_and_database(held: Iterable[tuple[Pool, int]]) -> dict[tuple[str, str], int]:
    """How many sessions PostgreSQL sees, by database and role."""
    found: dict[tuple[str, str], int] = {}
    for pool, count in held:
        key = (pool.database, pool.role)
        found[key] = found.get(key, 0) + count
    return found
