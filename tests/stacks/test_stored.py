"""Facts as JSON: the same facts come back, and nothing that is none."""

import json

import pytest

from pglint import cluster_facts as facts
from pglint.facts import Entry, Fault, Pair, Setting
from pglint.record import TYPE_CHECKING
from pglint.source import Source, Span
from pglint.stacks.shapes import fields
from pglint.stacks.stored import _NAMES, RECORDS, Broken, plain, reader
from pglint.values import Cell, Origin, Range, Sum, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

ONE = Source("main.tf", "ten characters of text, and more\n")
TWO = Source("väriables.tf", "other\udc80 text\n")
HERE, THERE = Span(ONE, 0, 3), Span(TWO, 2, 6)
WHY = Unknown("var.size has no default", THERE)
HOME = facts.Home("main.tf", frozenset(("b:x", "a:y")), frozenset(("db",)), "infra")
CELL = Cell(10, HERE, None, Origin("var.limit", THERE))
SETTING = Setting("work_mem", "4MB", HERE, HERE, HERE, True, "pg", Origin("local.mem", THERE))
PAIR = Pair("host", WHY, HERE, HERE, HERE)
ENTRY = Entry("databases", "app", HERE, HERE, (PAIR, PAIR._replace(value="db")))
FACTS = [
    Fault("syntax-error", "unexpected }", HERE, "a", "b", "c", "refused", (1, 20), None, (("here", THERE),)),
    facts.ServerFact("infra:db", "db", HERE, HOME, "heroku"),
    facts.ServerFact(
        "infra:db", "db", HERE, HOME, "aiven", (SETTING,), (WHY,), Cell(16), Cell("db.t3.micro", HERE), (CELL, CELL),
        frozenset(("x",)), frozenset(("y",)), True, True, {"work_mem": Cell("immediate", HERE)},
    ),
    facts.PoolerFact("p", "pools", HERE, HOME, "digitalocean", (SETTING,), (ENTRY,), (WHY,)),
    facts.ProxyFact("p", "proxy", HERE, HOME, "aws_rds_proxy", Cell(Range(1, None, (WHY,))), Cell(1000), None),
    facts.RoleFact(
        HERE, WHY, "role", HOME, CELL, Cell(True), Cell(WHY), Cell(False), {"statement_timeout": Cell("30s")},
        Cell("infinity"), ("a", "b"),
    ),
    facts.DatabaseFact(HERE, "app", "db", HOME, Cell(-1), Cell(True), {}),
    facts.SlotFact(HERE, "s", HOME, True),
    facts.PublicationFact(HERE, WHY, HOME),
    facts.SubscriptionFact(HERE, "s", HOME, HOME, "slot", "repl", False),
    facts.SubscriberFact(HERE, HOME, WHY, "repl"),
    facts.SessionsFact(HERE, HOME, "sessions of a tool", Cell(("a", "b"))),
]  # fmt: skip


def through_json(value: object) -> object:
    paths: dict[str, int] = {}
    text = json.dumps(plain(value, paths))
    return reader([{"main.tf": ONE, "väriables.tf": TWO}[path] for path in paths])(json.loads(text))


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: type(fact).__name__)
def test_the_same_comes_back(fact: object) -> None:
    found = through_json(fact)
    assert found == fact
    assert type(found) is type(fact)


def test_every_record_is_tried() -> None:
    def records(value: object) -> "Iterator[type]":
        if type(value) in RECORDS:
            yield type(value)
        if isinstance(value, tuple):
            for each in value:
                yield from records(each)
        if isinstance(value, dict):
            yield from records(tuple(value.values()))

    assert set(records(tuple(FACTS))) == set(RECORDS)
    assert set(facts.ClusterFact.__args__) <= set(RECORDS)


@pytest.mark.parametrize(
    "value",
    [1.5, object(), {1: 2.5}, [1], Cell(1, None, Sum("slots", 1)), b"x", ONE],
    ids=["float", "object", "number in a mapping", "list", "sum", "bytes", "source"],
)
def test_what_is_not_stored(value: object) -> None:
    with pytest.raises(TypeError, match="is not stored"):
        plain(value, {})


NUMBER = {record: 4 + at for at, record in enumerate(RECORDS)}
C, U, ROLE, HOME_ = NUMBER[Cell], NUMBER[Unknown], NUMBER[facts.RoleFact], NUMBER[facts.Home]
FLAG = [C, True, None, None, None]


@pytest.mark.parametrize(
    ("stored", "what"),
    [
        ([C, 1.5, None, None, None], "a value that is a float"),
        ([C, None, None, None, None], "a value that is null"),
        ([C, {"a": 1}, None, None, None], "a value that is an object"),
        ([C, [0, 1, 2], None, None, None], "a list of numbers for a list of texts"),
        ([C, 1, 5, None, None], "a number for a place"),
        ([C, 1, None, 3, None], "a sum"),
        ([C, 1, None, None, [C, 1, None, None, None]], "a cell for an origin"),
        ([C], "no fields"),
        ([C, 1, None, None, None, None], "a field too many"),
        ([U, 3, None], "a reason that is a number"),
        ([U, ["x"], None], "a reason that is a list"),
        ([HOME_, "main.tf", [2, 1], [2], ""], "a set of numbers"),
        ([HOME_, "main.tf", [2, [0]], [2], ""], "a set of lists"),
        ([HOME_, "main.tf", [0], [2], ""], "a tuple for a set"),
        ([HOME_, "main.tf", [2], [2], None], "null for a text"),
        ([3, 0, 0, 999], "a place beyond the end"),
        ([3, 5, 0, 1], "a place in no file"),
        ([3, 0, 0], "a place without an end"),
        ([3, 0, 0, 1, 2], "a place with more"),
        ([3, 0, "a", "b"], "a place of texts"),
        ([3, 0, False, True], "a place of switches"),
        ([], "nothing"),
        ([999], "a record that there is not"),
        (["x"], "a text for a record"),
        ([None], "null for a record"),
        ([1, "a"], "a mapping without a value"),
        ([1, ["a"], 1], "a mapping with a list for a key"),
        ([-1], "a negative record"),
        ([ROLE, [3, 0, 0, 1], "app", "role", [HOME_, "x", [2], [2], ""], FLAG, FLAG, FLAG, FLAG, [0, FLAG], None, [0]],
         "a tuple for a mapping"),
        ([ROLE, [3, 0, 0, 1], "app", "role", [HOME_, "x", [2], [2], ""], FLAG, FLAG, FLAG, FLAG, [1, "a", 3], None, [0]],
         "a mapping of numbers"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_is_none_is_refused(stored: list[object], what: str) -> None:
    with pytest.raises(Broken):
        reader([ONE])(stored)


def test_nested_too_deep() -> None:
    stored: list[object] = [0]
    for _ in range(100_000):
        stored = [0, stored]
    with pytest.raises(Broken):
        reader([])(stored)


class Shape:
    """Annotations of every kind that the records have."""

    __annotations__ = {
        "number": "int",
        "text": "str | Unknown",
        "texts": "tuple[str, ...]",
        "pair": "tuple[Cell, Cell] | None",
        "named": "tuple[tuple[str, Span], ...]",
        "names": "frozenset[str]",
        "cells": "Mapping[str, Cell]",
        "value": "Value",
    }


@pytest.mark.parametrize(
    ("field", "right", "wrong"),
    [
        ("number", [1, -1], [True, 1.0, "1", None]),
        ("text", ["", "x", WHY], [1, None, ("x",), CELL]),
        ("texts", [(), ("a",), ("a", "b")], [("a", 1), ["a"], "ab", frozenset("a")]),
        ("pair", [None, (CELL, CELL)], [(CELL,), (CELL, CELL, CELL), (CELL, None), CELL]),
        ("named", [(), (("a", HERE),)], [("a", HERE), (("a",),), ((HERE, "a"),)]),
        ("names", [frozenset(), frozenset("ab")], [("a",), frozenset((1,)), {"a": 1}]),
        ("cells", [{}, {"a": CELL}], [{"a": 1}, (), None, [CELL]]),
        ("value", [1, True, "x", ("a",), WHY, Range(1, None)], [1.5, None, (1,), {}, HERE, CELL]),
    ],
)
def test_shapes(field: str, right: list[object], wrong: list[object]) -> None:
    test = dict(zip(Shape.__annotations__, fields(Shape, _NAMES), strict=True))[field]
    assert [test(value) for value in right] == [True] * len(right)
    assert [test(value) for value in wrong] == [False] * len(wrong)
