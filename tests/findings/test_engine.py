"""The engine on made-up words: what fires, what passes, what cannot be decided."""

import pytest

from pglint.findings.engine import Engine
from pglint.findings.readings import Readings
from pglint.findings.subject import Subject
from pglint.rulebook.cel import Environment
from pglint.rulebook.guards import guards, is_plain
from pglint.rulebook.rule import Check, Hole, Rule
from pglint.rulebook.words import Reading, Word
from pglint.source import Source, first_line
from pglint.values import Cell, Range, Unknown

SOURCE = Source("a.conf", "one\ntwo\n")
MISSING = (Unknown("not told"),)


def at_least(number):
    return Range(number, None, MISSING)


def at_most(number):
    return Range(None, number, MISSING)


UNKNOWN = Unknown("nobody says")


ONE = (Reading(18, (1, 25, 2)),)


def ask(condition, values, readings=ONE, by="", message=""):
    """Run one condition over words x.NAME; a list of values differs by reading."""
    kinds = {bool: "bool", int: "int", str: "string", tuple: "list"}
    table = {}
    for name, value in values.items():
        several = value if isinstance(value, list) else [value]
        known = next((each for each in several if type(each) in kinds), 0)

        def get(parent, reading, several=several):
            return Cell(several[readings.index(reading) % len(several)])

        table[f"x.{name}"] = Word(f"x.{name}", kinds[type(known)], "", get, "", "both" if isinstance(value, list) else by)
    environment = Environment({name: word.kind for name, word in table.items()})
    words = tuple(name for name in table if name in condition)
    holes = (Hole("", environment.compile(message, ("INT",)), tuple(table), ""),) if message else ("found",)
    guarded, plain = guards(condition, words), is_plain(condition, words)
    check = Check("x", environment.compile(condition), guarded, plain, words, (), (), (), "error", holes, ())
    rule = Rule("TST001", "test", "error", False, "a test", "no", {}, "", (check,))
    engine = Engine([rule], table, {})
    found, undecided = engine.ask(Subject("x", {"x": object()}, Readings(readings), first_line(SOURCE), None))
    return found, undecided, engine.internal


TWO = (Reading(18, (1, 25, 2)), Reading(14, (1, 18, 0)))


@pytest.mark.parametrize(
    ("condition", "values", "answer"),
    [
        ("x.a > x.b", {"a": 2, "b": 1}, "fires"),
        ("x.a > x.b", {"a": 1, "b": 1}, "passes"),
        ("x.a > x.b", {"a": UNKNOWN, "b": 1}, "undecided"),
        # 48 + ? > 47: it can only be more
        ("x.a > x.b", {"a": at_least(48), "b": 47}, "fires"),
        ("x.a > x.b", {"a": at_least(48), "b": 48}, "undecided"),
        # 60 > 50 - ?: it can only be less
        ("x.a > x.b", {"a": 60, "b": at_most(50)}, "fires"),
        ("x.a > x.b", {"a": 49, "b": at_most(50)}, "undecided"),
        # and the other way round: certainly not
        ("x.a > x.b", {"a": at_most(40), "b": 47}, "passes"),
        ("x.a > x.b", {"a": 40, "b": at_least(47)}, "passes"),
        ("x.a > x.b", {"a": at_least(48), "b": at_most(47)}, "fires"),
        ("x.a > x.b", {"a": at_least(40), "b": at_most(47)}, "undecided"),
        ("x.a > x.b", {"a": Range(None, None, MISSING), "b": 1}, "undecided"),
        ("x.a > 5", {"a": Range(6, 9)}, "fires"),
        ("x.a > 5", {"a": Range(4, 9)}, "undecided"),
        ("x.a > 5", {"a": Range(4, 5)}, "passes"),
        # CEL answers from the side it can
        ("x.a > 1 || x.b > 1", {"a": 2, "b": UNKNOWN}, "fires"),
        ("x.a > 1 || x.b > 1", {"a": 1, "b": UNKNOWN}, "undecided"),
        ("x.a > 1 && x.b > 1", {"a": 1, "b": UNKNOWN}, "passes"),
        ("x.a > 1 && x.b > 1", {"a": UNKNOWN, "b": 1}, "passes"),
        ("x.a && x.b == 'y'", {"a": True, "b": "y"}, "fires"),
        ("'n' in x.l", {"l": ("m", "n")}, "fires"),
        ("'o' in x.l", {"l": ("m", "n")}, "passes"),
        # by version: only what holds in all
        ("x.a > 1", {"a": [2, 3]}, "fires"),
        ("x.a > 1", {"a": [2, 1]}, "undecided"),
        ("x.a > 1", {"a": [0, 1]}, "passes"),
        ("x.a > x.b", {"a": [2, 3], "b": [1, 2]}, "fires"),
        ("x.a > x.b", {"a": [2, 3], "b": [2, 2]}, "undecided"),
        ("x.a > 1", {"a": [2, UNKNOWN]}, "undecided"),
        ("x.a > 1 || x.b", {"a": [2, UNKNOWN], "b": True}, "fires"),
    ],
)
def test_answers(condition, values, answer):
    found, undecided, internal = ask(condition, values, TWO)
    got = "fires" if found else "undecided" if undecided else "passes"
    assert (got, internal) == (answer, [])


def test_reasons_are_those_of_what_was_withheld():
    _, undecided, _ = ask("x.a > x.b", {"a": at_least(1), "b": UNKNOWN})
    assert [each.reason for each in undecided] == ["not told", "nobody says"]


def test_a_difference_between_versions_is_the_reason():
    _, undecided, _ = ask("x.a > 1", {"a": [2, 1]}, TWO)
    assert undecided[0].reason.startswith("the answer differs between versions: PostgreSQL 14 to 18")


def test_an_error_with_nothing_withheld_is_a_bug_in_the_rule():
    found, _, internal = ask("x.a / x.b > 1", {"a": 1, "b": 0})
    assert (found, internal) == ([], ["TST001: divide by zero"])


@pytest.mark.parametrize(("value", "text"), [(5, "6"), (at_least(5), "at least 6"), (UNKNOWN, "an unknown number")])
def test_an_expression_in_a_message(value, text):
    found, _, _ = ask("x.b > 1", {"a": value, "b": 2}, message="x.a + 1 + x.b - 2")
    assert found[0].message == text


def test_numbers_beyond_64_bits():
    found, _, internal = ask("x.a > 0", {"a": 1 << 80})
    assert (len(found), internal) == (1, [])
