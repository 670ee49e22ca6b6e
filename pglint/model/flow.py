"""The most server connections that a set of pools can hold under limits per database entry and per user.

A pool is an edge from a database entry to a server user with a capacity; max_db_connections limits an entry,
max_user_connections a user. The answer is a max-flow, not the minimum of two sums (PgBouncer src/objects.c; the case
``maxflow`` of pgbouncer_capacity_cases.json: simple bounds 7 and 9, measured 3).
"""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    Node = tuple[str, Hashable]
    Network = dict[Node, dict[Node, int]]
    """What is left of each edge's capacity, by both of its ends."""

UNBOUNDED = 1 << 40

SOURCE: Node = ("source", None)
SINK: Node = ("sink", None)


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
    """Dinic: blocking flows along shortest paths on source -> database -> user -> sink."""
    left: Network = {SOURCE: {}, SINK: {}}
    for edge in edges:
        database, user = ("database", edge.database), ("user", edge.user)
        left[SOURCE][database] = databases.get(edge.database, UNBOUNDED)
        left.setdefault(database, {SOURCE: 0})
        left.setdefault(user, {})[SINK] = users.get(edge.user, UNBOUNDED)
        left[database][user] = left[database].get(user, 0) + edge.cap
        left[user].setdefault(database, 0)
        left[SINK].setdefault(user, 0)
    total = 0
    while SINK in (level := _levels(left)):
        # Those that may still lead on, the one to try next at the end.
        untried = {node: list(neighbours) for node, neighbours in left.items()}
        while path := _path(left, level, untried):
            room = min(left[a][b] for a, b in path)
            for a, b in path:
                left[a][b] -= room
                left[b][a] += room
            total += room
            if total >= UNBOUNDED:
                return Flow(None, ())
    return Flow(total, tuple(_cut(left, databases, users)))


def _levels(left: Network) -> dict[Node, int]:
    """How many steps each node is away from the source along edges with room; only those that it can reach."""
    level = {SOURCE: 0}
    queue = [SOURCE]
    for node in queue:  # which grows meanwhile
        for neighbour, room in left[node].items():
            if room > 0 and neighbour not in level:
                level[neighbour] = level[node] + 1
                queue.append(neighbour)
    return level


def _path(left: Network, level: Mapping[Node, int], untried: Mapping[Node, list[Node]]) -> list[tuple[Node, Node]]:
    """A shortest path with room, or nothing; what leads nowhere is not tried again."""
    path: list[tuple[Node, Node]] = []
    node = SOURCE
    while node != SINK:
        ways = untried[node]
        while ways and not (left[node][ways[-1]] > 0 and level.get(ways[-1]) == level[node] + 1):
            ways.pop()
        if ways:
            path.append((node, ways[-1]))
            node = ways[-1]
        elif path:
            node = path.pop()[0]
            untried[node].pop()
        else:
            return []
    return path


def _cut(
    left: Network, databases: Mapping[Hashable, int], users: Mapping[Hashable, int]
) -> Iterator[tuple[str, Hashable]]:
    """The limits in a minimum cut: what would have to be raised for a larger total."""
    reached = _levels(left)
    for node in left:
        kind, key = node
        if kind == "database" and node not in reached and key in databases:
            yield "database", key
        elif kind == "user" and node in reached and key in users:
            yield "user", key
