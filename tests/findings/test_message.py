"""Values as messages show them."""

import pytest

from pglint.findings.message import _between, show
from pglint.rulebook.cel import Environment
from pglint.rulebook.rule import Hole
from pglint.values import Range, Unknown


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (30, "", "30"),
        (30000, "ms", "30 s"),
        (1500, "ms", "1500 ms"),
        (30000000, "ms", "8 h 20 min"),
        (5400000, "ms", "90 min"),
        (122400000, "ms", "34 h"),
        (3600000000, "ms", "41 d 16 h"),
        (600000, "ms", "10 min"),
        (86400000, "ms", "1 d"),
        (0, "ms", "0"),
        (-1, "MB", "-1"),
        (65536, "kB", "64 MB"),
        (4194304, "kB", "4 GB"),
        (13002342, "kB", "about 12 GB"),
        (True, "", "on"),
        ("replica", "", "replica"),
        (("a", "b"), "", "a, b"),
        (Range(48, None), "", "at least 48"),
        (Range(None, 48), "", "at most 48"),
        (Range(1, 2), "", "1 to 2"),
        (Unknown("why"), "", "an unknown value"),
    ],
)
def test_show(value, unit, text):
    assert show(value, unit) == text


@pytest.mark.parametrize(
    ("formula", "bounds", "text"),
    [
        ("a + 3", Range(10, None), "at least 13"),
        ("a + 3", Range(None, 10), "at most 13"),
        ("b - a", Range(10, None), "at most 90"),
        ("b - a", Range(None, 97), "at least 3"),
        ("b - a", Range(90, 97), "3 to 10"),
        ("a * 2 - b", Range(10, 10), "-80"),
        ("a * a", Range(None, None), "an unknown number"),
    ],
)
def test_a_formula_over_a_number_that_is_known_within_bounds(formula, bounds, text):
    environment = Environment({"a": "int", "b": "int"})
    hole = Hole("", environment.compile(formula, ["INT"]), ("a", "b"), "")
    assert show(_between(hole, {"b": 100}, {"a": bounds}, environment)) == text
