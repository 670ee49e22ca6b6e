"""The most server connections that a set of pools can hold under limits per database entry and per user.

A pool is an edge from a database entry to a server user with a capacity; max_db_connections limits an entry,
max_user_connections a user. The answer is a max-flow, not the minimum of two sums (PgBouncer src/objects.c; the case
``maxflow`` of pgbouncer_capacity_cases.json: simple bounds 7 and 9, measured 3).
"""

from collections import deque
from collections.abc import Hashable, Iterable, Mapping
from typing import NamedTuple

UNBOUNDED = 1 << 40


class Edge(NamedTuple):
    """One pool: ``cap`` in server connections, UNBOUNDED or more for no limit."""

    database: Hashable
    user: Hashable
    cap: int


class Flow(NamedTuple):
    """``total`` connections (None: no bound) and the limits that hold it down, as (``database`` or ``user``, key)."""

    total: int | None
    limited_by: tuple[tuple[str, Hashable], ...]


def max_flow(edges: Iterable[Edge], databases: Mapping[Hashable, int], users: Mapping[Hashable, int]) -> Flow:
    """The largest sum over all pools. A database or user that is in neither mapping has no limit."""
    edges = list(edges)
    by_database = _sums(edges, 0)
    by_user = _sums(edges, 1)
    tight_databases = {key: databases[key] for key, total in by_database.items() if databases.get(key, total) < total}
    tight_users = {key: users[key] for key, total in by_user.items() if users.get(key, total) < total}
    if not tight_databases and not tight_users:
        return Flow(_bounded(sum(edge.cap for edge in edges)), ())
    if not tight_users:
        total = sum(min(total, databases.get(key, total)) for key, total in by_database.items())
        return Flow(_bounded(total), tuple(("database", key) for key in tight_databases))
    if not tight_databases:
        total = sum(min(total, users.get(key, total)) for key, total in by_user.items())
        return Flow(_bounded(total), tuple(("user", key) for key in tight_users))
    return _augment(edges, databases, users)


def _sums(edges: list[Edge], side: int) -> dict[Hashable, int]:
    sums: dict[Hashable, int] = {}
    for edge in edges:
        sums[edge[side]] = sums.get(edge[side], 0) + edge.cap
    return sums


def _bounded(total: int) -> int | None:
    return None if total >= UNBOUNDED else total


def _augment(edges: list[Edge], databases: Mapping[Hashable, int], users: Mapping[Hashable, int]) -> Flow:
    """Edmonds and Karp: shortest augmenting paths on source -> database -> user -> sink."""
    source, sink = ("source", None), ("sink", None)
    left: dict[tuple[str, Hashable], dict[tuple[str, Hashable], int]] = {source: {}, sink: {}}
    for edge in edges:
        database, user = ("database", edge.database), ("user", edge.user)
        left[source][database] = databases.get(edge.database, UNBOUNDED)
        left.setdefault(database, {source: 0})
        left.setdefault(user, {})[sink] = users.get(edge.user, UNBOUNDED)
        left[database][user] = left[database].get(user, 0) + edge.cap
        left[user].setdefault(database, 0)
        left[sink].setdefault(user, 0)
    total = 0
    while (path := _path(left, source, sink)) is not None:
        room = min(left[a][b] for a, b in path)
        for a, b in path:
            left[a][b] -= room
            left[b][a] = left[b].get(a, 0) + room
        total += room
        if total >= UNBOUNDED:
            return Flow(None, ())
    return Flow(total, tuple(_cut(left, source, sink, databases, users)))


def _path(
    left: dict[tuple[str, Hashable], dict[tuple[str, Hashable], int]],
    source: tuple[str, Hashable],
    sink: tuple[str, Hashable],
) -> list[tuple[tuple[str, Hashable], tuple[str, Hashable]]] | None:
    came = _reached(left, source)
    if sink not in came:
        return None
    path = []
    node = sink
    while node != source:
        path.append((came[node], node))
        node = came[node]
    return path


def _reached(
    left: dict[tuple[str, Hashable], dict[tuple[str, Hashable], int]], source: tuple[str, Hashable]
) -> dict[tuple[str, Hashable], tuple[str, Hashable]]:
    came = {source: source}
    queue = deque([source])
    while queue:
        node = queue.popleft()
        for neighbour, room in left[node].items():
            if room > 0 and neighbour not in came:
                came[neighbour] = node
                queue.append(neighbour)
    return came


def _cut(
    left: dict[tuple[str, Hashable], dict[tuple[str, Hashable], int]],
    source: tuple[str, Hashable],
    sink: tuple[str, Hashable],
    databases: Mapping[Hashable, int],
    users: Mapping[Hashable, int],
) -> Iterable[tuple[str, Hashable]]:
    """The limits in the minimum cut: what would have to be raised for a larger total."""
    reached = _reached(left, source)
    for node in left:
        kind, key = node
        if kind == "database" and node not in reached and key in databases:
            yield "database", key
        elif kind == "user" and node in reached and key in users:
            yield "user", key
