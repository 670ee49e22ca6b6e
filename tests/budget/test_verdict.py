"""What is wanted against what there is: certain or silent."""

import pytest

from pglint.budget.fold import folded, rest
from pglint.budget.records import Bar, Part
from pglint.budget.scale import Sizes, columns, sizes
from pglint.budget.verdict import judge, number
from pglint.values import Sum, Term, Unknown

WHY = (Unknown("nobody says"),)
EXACT = Sum("demand", 50, (Term("pool_size", 50),))
LEAST = Sum("demand", 50, (Term("pool_size", 50),), None, WHY, at_least=True)
MOST = Sum("worst case", 50, (Term("pool_size", 50),), None, WHY, at_most=True)
NOTHING = Sum("demand", 0, (), None, WHY, at_least=True)
ENDLESS = Sum("demand", None, (Term("pool_size = 0: no limit", 0),))


def slots(total: int | None, **open_: bool) -> Sum:
    return Sum("slots", total, (), None, WHY if open_ or total is None else (), **open_)


@pytest.mark.parametrize(
    ("wanted", "limit", "status", "words"),
    [
        (EXACT, slots(47), "over", "3 over"),
        (EXACT, slots(50), "full", "0 free"),
        (EXACT, slots(97), "free", "47 free"),
        (EXACT, None, "unlimited", "no limit"),
        (EXACT, slots(None), "unknown", "not known"),
        (EXACT, slots(47, at_most=True), "over", "at least 3 over"),
        (EXACT, slots(97, at_most=True), "free", "at most 47 free"),
        (EXACT, slots(47, at_least=True), "maybe", "at most 3 over"),
        (LEAST, slots(47), "over", "at least 3 over"),
        (LEAST, slots(97), "free", "at most 47 free"),
        (MOST, slots(47), "maybe", "at most 3 over"),
        (MOST, slots(97), "free", "at least 47 free"),
        (MOST, slots(97, at_most=True), "unknown", "not known"),
        (NOTHING, slots(97), "unknown", "not known"),
        (ENDLESS, slots(97), "unbounded", "nothing limits them"),
    ],
)
def test_verdict(wanted: Sum, limit: Sum | None, status: str, words: str) -> None:
    found = judge(wanted, limit)
    assert (found.status, found.words) == (status, words)


@pytest.mark.parametrize(
    ("total", "text"),
    [(EXACT, "50"), (LEAST, "at least 50"), (MOST, "at most 50"), (NOTHING, "?"), (ENDLESS, "no limit"),
     (slots(None), "?"), (slots(12345), "12,345")],
)  # fmt: skip
def test_number(total: Sum, text: str) -> None:
    assert number(total) == text


def pool(size: int | None) -> Part:
    return Part("pool", f"p{size}", NOTHING if size is None else Sum("pool", size, (Term("pool_size", size),)))


@pytest.mark.parametrize(
    ("given", "shown", "said"),
    [
        ([3, 1, 2], [3, 2, 1], None),
        ([1] * 8, [1] * 8, None),
        ([*range(1, 41)], [40, 39, 38, 37, 36, 35, 34], ("33 more pools", "561")),
        ([None, 5, None], [5], ("2 more pools of unknown size", "?")),
        ([None, 5], [5, 0], None),
        ([None, None], [], ("2 pools of unknown size", "?")),
        ([*range(1, 11), None], [10, 9, 8, 7, 6, 5, 4], ("4 more pools, 1 of unknown size", "at least 6")),
    ],
)
def test_small_pools_are_folded(given: list[int | None], shown: list[int], said: tuple[str, str] | None) -> None:
    parts, others = folded([pool(size) for size in given])
    assert [part.sum.total for part in parts] == shown
    assert (others and (others.words("pool", bool(shown)), others.number)) == said


def test_the_rest_of_a_single_part_is_one() -> None:
    assert rest([pool(3)]).words("app") == "1 more application"


@pytest.mark.parametrize(
    ("wanted", "limit", "expected"),
    [
        (EXACT, slots(47), Sizes(used=47, over=3)),
        (EXACT, slots(97), Sizes(used=50, free=47)),
        (EXACT, Sum("slots", 97, (Term("max_connections", 100), Term("reserved", -3))), Sizes(50, 47, 3, 0)),
        (EXACT, None, Sizes(used=50)),
        (EXACT, slots(None), Sizes(used=50)),
        (ENDLESS, slots(50), Sizes(used=50, over=11)),
    ],
)
def test_sizes(wanted: Sum, limit: Sum | None, expected: Sizes) -> None:
    assert sizes(Bar("slots", "db", wanted, limit)) == expected


@pytest.mark.parametrize(
    ("parts", "most", "width", "expected"),
    [
        (Sizes(50, 47, 3, 0), 100, 20, (10, 9, 1, 0)),
        (Sizes(99, 0, 0, 1), 100, 10, (9, 0, 0, 1)),
        (Sizes(1, 99, 0, 0), 100, 10, (1, 9, 0, 0)),
        (Sizes(0, 0, 0, 0), 100, 10, (0, 0, 0, 0)),
        (Sizes(5400, 0, 3, 0), 5403, 12, (11, 0, 1, 0)),
    ],
)
def test_what_there_is_has_a_column(parts: Sizes, most: int, width: int, expected: tuple[int, ...]) -> None:
    assert columns(parts, most, width) == expected
