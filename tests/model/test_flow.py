"""The largest sum of pools under limits per database and per user, against trying everything."""

import random
from collections.abc import Hashable
from itertools import product

import pytest

from pglint.model.flow import UNBOUNDED, Edge, Flow, max_flow


def brute_force(edges: list[Edge], databases: dict[Hashable, int], users: dict[Hashable, int]) -> int:
    """The largest sum of all ways to fill the pools that no limit forbids."""
    best = 0
    for filled in product(*(range(edge.cap + 1) for edge in edges)):
        by_database: dict[Hashable, int] = {}
        by_user: dict[Hashable, int] = {}
        for edge, number in zip(edges, filled, strict=True):
            by_database[edge.database] = by_database.get(edge.database, 0) + number
            by_user[edge.user] = by_user.get(edge.user, 0) + number
        if all(by_database.get(key, 0) <= limit for key, limit in databases.items()) and all(
            by_user.get(key, 0) <= limit for key, limit in users.items()
        ):
            best = max(best, sum(filled))
    return best


def random_case(seed: int) -> tuple[list[Edge], dict[Hashable, int], dict[Hashable, int]]:
    """Up to six pools of up to three connections between three databases and three users; limits on some of them."""
    dice = random.Random(seed)
    pairs = dice.sample(list(product("abc", "xyz")), dice.randint(1, 6))
    edges = [Edge(database, user, dice.randint(0, 3)) for database, user in pairs]
    databases: dict[Hashable, int] = {name: dice.randint(1, 5) for name in "abc" if dice.random() < 0.6}
    users: dict[Hashable, int] = {name: dice.randint(1, 5) for name in "xyz" if dice.random() < 0.6}
    return edges, databases, users


@pytest.mark.parametrize("start", range(0, 400, 50))
def test_as_trying_everything(start: int) -> None:
    for seed in range(start, start + 50):
        edges, databases, users = random_case(seed)
        assert max_flow(edges, databases, users).total == brute_force(edges, databases, users), f"seed {seed}"


@pytest.mark.parametrize("start", range(0, 400, 50))
def test_each_limit_that_is_named_holds_it_down(start: int) -> None:
    """One less in a limit that is named is one less in all; where none is named, all pools are full."""
    for seed in range(start, start + 50):
        edges, databases, users = random_case(seed)
        flow = max_flow(edges, databases, users)
        assert flow.total is not None
        assert (flow.limited_by == ()) is (flow.total == sum(edge.cap for edge in edges)), f"seed {seed}"
        for kind, key in flow.limited_by:
            limits = {"database": databases, "user": users}
            limits[kind] = {**limits[kind], key: limits[kind][key] - 1}
            assert max_flow(edges, limits["database"], limits["user"]).total == flow.total - 1, f"seed {seed}"


SQUARE = [Edge("a", "x", 5), Edge("a", "y", 5), Edge("b", "x", 5), Edge("b", "y", 5)]


@pytest.mark.parametrize(
    ("edges", "databases", "users", "expected"),
    [
        ([], {}, {}, Flow(0, ())),
        (SQUARE, {}, {}, Flow(20, ())),
        (SQUARE, {"a": 10}, {"x": 10}, Flow(20, ())),
        (SQUARE, {"a": 7}, {}, Flow(17, (("database", "a"),))),
        (SQUARE, {"a": 7, "b": 7}, {}, Flow(14, (("database", "a"), ("database", "b")))),
        (SQUARE, {}, {"y": 4}, Flow(14, (("user", "y"),))),
        (SQUARE, {"a": 7, "b": 7}, {"x": 4, "y": 4}, Flow(8, (("user", "x"), ("user", "y")))),
        # simple bounds say 7 by database and 9 by user
        (
            [Edge("d1", "u1", 5), Edge("d2", "u2", 5), Edge("d2", "u3", 5)],
            {"d1": 10, "d2": 2},
            {"u1": 1, "u2": 4, "u3": 4},
            Flow(3, (("user", "u1"), ("database", "d2"))),
        ),
        # a pool without a limit
        ([Edge("a", "x", UNBOUNDED), Edge("b", "x", 5)], {}, {}, Flow(None, ())),
        ([Edge("a", "x", UNBOUNDED), Edge("b", "x", 5)], {"a": 9}, {}, Flow(14, (("database", "a"),))),
        ([Edge("a", "x", UNBOUNDED), Edge("b", "y", 5)], {"b": 3}, {"y": 2}, Flow(None, ())),
        (
            [Edge("a", "x", UNBOUNDED), Edge("b", "y", 5)],
            {"b": 3},
            {"x": 2},
            Flow(5, (("user", "x"), ("database", "b"))),
        ),
        # two pools of one pair, as with auth_query
        ([Edge("a", "x", 5), Edge("a", "x", 1)], {}, {"x": 9}, Flow(6, ())),
    ],
)
def test_cases(
    edges: list[Edge], databases: dict[Hashable, int], users: dict[Hashable, int], expected: Flow
) -> None:
    found = max_flow(edges, databases, users)
    assert (found.total, sorted(found.limited_by)) == (expected.total, sorted(expected.limited_by))


def test_many_databases_and_users() -> None:
    """200 databases × 200 users under both kinds of limit, as large an auth_file may make it."""
    edges = [Edge(database, f"u{user}", 20) for database in range(200) for user in range(200)]
    databases: dict[Hashable, int] = {database: 100 + database for database in range(200)}
    users: dict[Hashable, int] = {f"u{user}": 50 + user for user in range(200)}
    assert max_flow(edges, databases, users).total == sum(users.values())
