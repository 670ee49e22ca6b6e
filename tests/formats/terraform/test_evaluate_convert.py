"""Values made to fit the types that variables declare (Terraform, "Type Constraints")."""

import pytest

from pglint.formats.hcl.expressions import parse
from pglint.formats.terraform.constraint import type_of
from pglint.formats.terraform.convert import convert
from pglint.formats.terraform.values import Invalid
from pglint.source import Source
from tests.formats.terraform.evaluating import Module, as_json, data, run, value_of

SIZE = "unknown: var.size has no default"

ROWS: list[tuple[str, str, object]] = [
    ("string", "1", "1"),
    ("string", "true", "true"),
    ("string", "null", None),
    ("string", "[]", "invalid: string required"),
    ("number", '"1.5"', 1.5),
    ("number", '"x"', "invalid: a number is required"),
    ("number", "true", "invalid: number required"),
    ("bool", '"false"', False),
    ("bool", "1", "invalid: bool required"),
    ("any", '[1, "a"]', [1, "a"]),
    ("list(string)", "[1, true, null]", ["1", "true", None]),
    ("list(string)", "toset([2, 1])", ["1", "2"]),
    ("list(string)", "[1, var.size]", ["1", SIZE]),
    ("list(string)", "{}", "invalid: list of string required"),
    ("list(string)", "[[]]", "invalid: element 0: string required"),
    ("list(any)", '[1, "a"]', ["1", "a"]),
    ("list(any)", "[1, []]", "invalid: all list elements must have the same type"),
    ("list(any)", '[{ a = 1 }, { a = "x" }]', [{"a": "1"}, {"a": "x"}]),
    ("list(any)", '[{ a = 1 }, { b = "x" }]', [{"a": "1"}, {"b": "x"}]),
    ("list(list(number))", '[["1"], []]', [[1], []]),
    ("set(string)", '["b", "a", "b"]', ["a", "b"]),
    ("set(number)", "[10, 9, 10.0]", [9, 10]),
    ("map(string)", "{ a = 1, b = null }", {"a": "1", "b": None}),
    ("map(number)", '{ a = "x" }', 'invalid: element "a": a number is required'),
    ("map(any)", '{ a = 1, b = "x" }', {"a": "1", "b": "x"}),
    ("map(any)", "{ a = 1, b = [] }", "invalid: all map elements must have the same type"),
    ("map(string)", "[]", "invalid: map of string required"),
    ("object({ a = number })", '{ a = "1", b = 2 }', {"a": 1}),
    ("object({ a = number })", "{}", 'invalid: attribute "a" is required'),
    ("object({ a = number })", "{ a = [] }", 'invalid: attribute "a": number required'),
    ("object({ a = number })", "tomap({ a = 1 })", {"a": 1}),
    ("object({ a = optional(number), b = optional(number, 5) })", "{}", {"a": None, "b": 5}),
    ("object({ b = optional(number, 5) })", "{ b = null }", {"b": 5}),
    (
        "object({ a = string, port = number })",
        "aws_db_instance.main",
        {"a": "unknown: aws_db_instance.main.a is known only after apply", "port": 5432},
    ),
    (
        "map(object({ limit = optional(string, -1), login = bool }))",
        "{ x = { login = true } }",
        {"x": {"limit": "-1", "login": True}},
    ),
    # An any inside of a type is one type for all elements.
    ("map(list(any))", '{ x = [true], y = [1, "a"] }', {"x": ["true"], "y": ["1", "a"]}),
    ("list(any)", "[[], [1]]", [[], [1]]),
    ("set(string)", "tostring(null)", "invalid: set of string required"),
    ("tuple([string, number])", '[1, "2"]', ["1", 2]),
    ("tuple([string])", "[1, 2]", "invalid: tuple required"),
    ("object({ a = list(string) })", "var.size", SIZE),
]


@pytest.mark.parametrize(("type_", "text", "expected"), ROWS, ids=[f"{row[0]}: {row[1]}" for row in ROWS])
def test_convert(type_: str, text: str, expected: object) -> None:
    source = Source("types.tf", type_)
    wanted = type_of(parse(source, 0, len(type_)), lambda node: run(Source("", type_[node.start : node.end]), Module()))
    try:
        found = data(convert(value_of(text), wanted))
    except Invalid as error:
        found = f"invalid: {error}"
    assert as_json(found) == as_json(expected)


@pytest.mark.parametrize(
    ("type_", "text", "kind"),
    [
        ("list(string)", "[]", "list"),
        ("set(string)", "[]", "set"),
        ("map(string)", "{}", "map"),
        ("list(string)", "null", "list"),
        ("object({})", "tomap({})", ""),
        ("tuple([])", "tolist([])", ""),
        ("string", "1", ""),
    ],
)
def test_kind(type_: str, text: str, kind: str) -> None:
    """What tells a list from a tuple, which are never equal, and a null list from any other null."""
    source = Source("types.tf", type_)
    assert convert(value_of(text), type_of(parse(source, 0, len(type_)), lambda node: value_of("null"))).kind == kind
