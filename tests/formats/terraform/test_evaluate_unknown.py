"""What is not known, and how far that goes: never further than it has to, and always with the first reason.

``var.size`` is set by nobody; attributes of resources that the configuration does not state are known after apply.
"""

import pytest

from pglint.values import Unknown
from tests.formats.terraform.evaluating import as_json, shown, value_of

SIZE = "unknown: var.size has no default"
ARN = "unknown: aws_db_instance.main.arn is known only after apply"

ROWS: list[tuple[str, object]] = [
    # operators
    ("var.size", SIZE),
    ("var.size + 1", SIZE),
    ("1 + var.size", SIZE),
    ("-var.size", SIZE),
    ("!var.size", SIZE),
    ("var.size > 1", SIZE),
    ("var.size == 1", SIZE),
    ("var.size == null", SIZE),
    ("aws_db_instance.main.arn == var.size", ARN),
    ("var.size == aws_db_instance.main.arn", SIZE),
    ("var.size + null", "invalid: Error during operation: argument must not be null."),
    ("var.size + []", "invalid: Unsuitable value for right operand: number required."),
    # logic: one side may decide alone
    ("false && var.size", False),
    ("var.size && false", False),
    ("true || var.size", True),
    ("var.size || true", True),
    ("true && var.size", SIZE),
    ("var.size || false", SIZE),
    # comparison of collections: one difference is enough
    ("[1, var.size] == [2, var.size]", False),
    ("[1, var.size] == [1, 2]", SIZE),
    ("{ a = var.size } == { b = 1 }", False),
    ("[var.size] == []", False),
    # collections: what is known of them stays known
    ("[1, var.size]", [1, SIZE]),
    ("length([1, var.size])", 2),
    ("[1, var.size][0]", 1),
    ("[1, var.size][1]", SIZE),
    ("{ a = 1, b = var.size }", {"a": 1, "b": SIZE}),
    ("{ a = 1, b = var.size }.a", 1),
    ("local.mixed.known", 1),
    ("local.mixed.open", SIZE),
    ("local.mixed.open.deeper[3]", SIZE),
    ("{ (var.size) = 1 }", SIZE),
    ("var.list[var.size]", SIZE),
    ("var.size[0]", SIZE),
    # templates
    ('"a-${var.size}"', SIZE),
    ('"%{ if var.size }x%{ else }y%{ endif }"', SIZE),
    ('"%{ if var.size }x%{ else }x%{ endif }"', "x"),
    ('"%{ for x in var.size }x%{ endfor }"', SIZE),
    (
        '"${var.size}${null}"',
        "invalid: The expression result is null. Cannot include a null value in a string template.",
    ),
    # conditionals
    ("var.size ? 1 : 2", SIZE),
    ("var.size ? 1 : 1", 1),
    ("var.size ? [1] : [1]", [1]),
    ("var.size ? var.size : var.size", SIZE),
    ("true ? 1 : var.size", 1),
    ("false ? 1 : var.size", SIZE),
    ("var.size == null ? 100 : var.size", SIZE),
    # for and splat
    ("[for x in var.size : 1]", SIZE),
    ("{ for x in var.size : x => x }", SIZE),
    ("[for x in [1, var.size] : x]", [1, SIZE]),
    ("[for x in [1, var.size] : 7]", [7, 7]),
    ("[for x in [1, var.size] : x if x > 0]", SIZE),
    ("[for x in [1, 2] : x if var.size]", SIZE),
    ("{ for x in [1, var.size] : x => 1 }", SIZE),
    ("{ for k, x in { a = 1, b = var.size } : k => x }", {"a": 1, "b": SIZE}),
    ("var.size[*].x", SIZE),
    ("[{ a = 1 }, { a = var.size }][*].a", [1, SIZE]),
    # sets: what is not known may be in it already
    ("toset([var.size])", [SIZE]),
    ("length(toset([var.size]))", 1),
    ('length(toset([var.size, "a"]))', SIZE),
    ('[for x in toset([var.size, "a"]) : x]', SIZE),
    ('tolist(toset([var.size, "a"]))', SIZE),
    ('contains(toset([var.size, "a"]), "a")', True),
    ('toset([var.size, "a"])[*]', SIZE),
    # try and can
    ("try(var.size, 1)", SIZE),
    ("try(var.list[9], var.size, 1)", SIZE),
    ("try(local.mixed, {})", {"known": 1, "open": SIZE}),
    ("try({ a = tonumber(var.size) }, {})", SIZE),
    ("try(local.mixed.nothing, 1)", 1),
    ("can(var.size)", SIZE),
    ("can(local.mixed)", True),
    ("can(local.mixed.nothing)", False),
    # functions that need no more than lengths and keys
    ("length(var.size)", SIZE),
    ("keys({ a = var.size })", ["a"]),
    ("keys(var.size)", SIZE),
    ("values({ a = var.size, b = 1 })", [SIZE, 1]),
    ("merge({ a = var.size }, { b = 1 })", {"a": SIZE, "b": 1}),
    ("merge({ a = var.size }, { a = 1 })", {"a": 1}),
    ("merge({ a = 1 }, var.size)", SIZE),
    ('lookup({ a = 1, b = var.size }, "a", 0)', 1),
    ('lookup({ a = 1, b = var.size }, "b", 0)', SIZE),
    ('lookup({ a = 1, b = var.size }, "c", 0)', 0),
    ("lookup({ a = 1 }, var.size, 0)", SIZE),
    ('lookup({ a = 1 }, "a", var.size)', 1),
    ('lookup({ a = 1 }, "b", var.size)', SIZE),
    ("element([1, var.size], 0)", 1),
    ("element([1, var.size], 2)", 1),
    ("element([1], -1)", "unknown: element() of a negative index is not evaluated"),
    ("concat([1], [var.size])", [1, SIZE]),
    ("concat([1], var.size)", SIZE),
    ("slice([1, var.size, 3], 0, 2)", [1, SIZE]),
    ("reverse([1, var.size])", [SIZE, 1]),
    ('zipmap(["a"], [var.size])', {"a": SIZE}),
    ("zipmap([var.size], [1])", SIZE),
    ('setproduct(["a", var.size], ["b"])', [["a", "b"], [SIZE, "b"]]),
    ("chunklist([1, var.size], 1)", [[1], [SIZE]]),
    ("one([var.size])", SIZE),
    ("coalesce(1, var.size)", 1),
    ("coalesce(null, var.size, 1)", SIZE),
    ('coalesce("", var.size)', SIZE),
    ("coalescelist([1], var.size)", [1]),
    ("coalescelist([], var.size, [1])", SIZE),
    ("tolist([1, var.size])", [1, SIZE]),
    ('formatlist("%s!", ["a", var.size])', ["a!", SIZE]),
    # functions that need all of it
    ('contains(["a", var.size], "a")', True),
    ('contains(["b", var.size], "a")', SIZE),
    ('contains(["b"], var.size)', SIZE),
    ("contains([], var.size)", False),
    ("anytrue([true, var.size])", True),
    ("anytrue([false, var.size])", SIZE),
    ("alltrue([false, var.size])", False),
    ("alltrue([true, var.size])", SIZE),
    ("index([1, var.size], 1)", 0),
    ("index([var.size, 1], 1)", SIZE),
    ("max(1, var.size)", SIZE),
    ("sum([1, var.size])", SIZE),
    ('join(",", ["a", var.size])', SIZE),
    ('format("%s", var.size)', SIZE),
    ('format("%v", [var.size])', SIZE),
    ("flatten([[1], var.size])", SIZE),
    ("flatten([[1], [var.size]])", SIZE),
    ("flatten([[1], [{ a = var.size }]])", [1, {"a": SIZE}]),
    ('sort(["b", var.size])', SIZE),
    ("distinct([1, var.size])", SIZE),
    ('compact(["a", var.size])', SIZE),
    ("jsonencode({ a = var.size })", SIZE),
    ("upper(var.size)", SIZE),
    ("tonumber(var.size)", SIZE),
    ("nothing_like_it(var.size)", "unknown: nothing_like_it() is not evaluated"),
    ("max(var.size...)", SIZE),
    ("max([1, var.size]...)", SIZE),
    ('replace(var.size, "a", "b")', SIZE),
    ("jsonencode(aws_db_instance.main)", "unknown: the attributes of a resource are known only after apply"),
    # what Terraform refuses is refused, though something else is not known
    ('join(var.size, ["a"], [[]])', 'invalid: Invalid value for "lists" parameter: element 0: string required.'),
    ("[var.size, var.none.a]", "invalid: This value is null, so it does not have any attributes."),
]


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_unknown(text: str, expected: object) -> None:
    assert as_json(shown(text)) == as_json(expected)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("1 + var.size * 2", "var.size"),
        ("max(1, aws_db_instance.main.arn)", "aws_db_instance.main.arn"),
        ("1 + timestamp()", "timestamp()"),
    ],
)
def test_the_reason_keeps_its_place(text: str, place: str) -> None:
    found = value_of(text).data
    assert isinstance(found, Unknown)
    assert found.span is not None
    assert found.span.text == place
