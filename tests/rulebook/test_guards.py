"""The parts of conditions that are decided without CEL: which they are, and that they rule out what CEL calls false."""

from itertools import product

import pytest

from pglint.rulebook.cel import Environment
from pglint.rulebook.guards import decided, guards, is_plain, ruled_out

WORDS = {"x.a": "int", "x.b": "int", "x.on": "bool", "x.name": "string", "x.list": "list"}

GUARDS = [
    ("x.on", [("x.on", "==", True, "")]),
    ("!x.on", [("x.on", "==", False, "")]),
    ("x.a > 5", [("x.a", ">", 5, "")]),
    ("x.a == -1", [("x.a", "==", -1, "")]),
    ("x.a <= x.b", [("x.a", "<=", "", "x.b")]),
    ("x.name != ''", [("x.name", "!=", "", "")]),
    ("x.name == 'a && b'", [("x.name", "==", "a && b", "")]),
    ("'one' in x.list", [("x.list", "in", "one", "")]),
    ("!('one' in x.list)", [("x.list", "not in", "one", "")]),
    ("(x.on) && ((x.a > 5 && x.b < 2))", [("x.on", "==", True, ""), ("x.a", ">", 5, ""), ("x.b", "<", 2, "")]),
    ("x.on && (x.a > 5 || x.b < 2)", [("x.on", "==", True, "")]),
    ("x.a > 5 && x.a + x.b > 7", [("x.a", ">", 5, "")]),
    ("x.on && x.list.exists(each, each == 'one' && x.a > 5)", [("x.on", "==", True, "")]),
    # an or, or a choice, next to an and binds less
    ("x.on || x.a > 5 && x.b < 2", []),
    ("x.on ? x.a > 5 : x.b < 2", []),
    ("!(x.on && x.a > 5)", []),
    ("x.name in ['one', 'two']", []),
    ("x.name == 'it\\'s'", []),
    ("true", []),
]


@pytest.mark.parametrize(("condition", "found"), GUARDS, ids=[condition for condition, _ in GUARDS])
def test_guards(condition: str, found: list[object]) -> None:
    assert list(guards(condition, WORDS)) == found


@pytest.mark.parametrize("condition", [condition for condition, _ in GUARDS])
def test_they_answer_as_cel_does(condition: str) -> None:
    environment = Environment(WORDS)
    blob, found = environment.compile(condition), guards(condition, WORDS)
    values = {
        "x.a": (None, -1, 5, 6), "x.b": (None, 1, 6), "x.on": (None, True, False),
        "x.name": (None, "", "one", "a && b"), "x.list": (None, (), ("one", "two")),
    }  # fmt: skip
    for chosen in product(*values.values()):
        known = {name: value for name, value in zip(values, chosen, strict=True) if value is not None}
        answer = environment.test(blob, environment.facts(known))
        if ruled_out(found, known):
            assert answer is False, known
        if is_plain(condition, WORDS):
            assert decided(found, known) is answer, known


@pytest.mark.parametrize(
    ("condition", "plain"),
    [
        ("x.on && (x.a > 5 && !('one' in x.list))", True),
        ("x.name == 'a && b'", True),
        ("x.on && (x.a > 5 || x.b < 2)", False),
        ("x.a > 5 && x.a + x.b > 7", False),
        ("x.on ? x.a > 5 : x.b < 2", False),
        ("true", False),
    ],
)
def test_what_is_nothing_but_guards(condition: str, plain: bool) -> None:
    assert is_plain(condition, WORDS) == plain
