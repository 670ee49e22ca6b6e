"""What would take all the memory, or hours, is left unknown; evaluation raises nothing but Invalid."""

import random
import time

import pytest

from pglint.formats.hcl.expressions import parse
from pglint.formats.terraform.evaluate import evaluate
from pglint.formats.terraform.values import Invalid, Value
from pglint.source import Source, Span
from pglint.values import Unknown
from tests.formats.terraform.evaluating import Module, shown

BIG = "[for i in range(1000) : [for j in range(1000) : [for k in range(1000) : 1]]]"
# A hundred thousand characters.
LONG = 'format("%100000d", 1)'


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (BIG, "the expression is too large to evaluate"),
        ("setproduct(range(1000), range(1000))", "the collection is too large to evaluate"),
        ("setproduct(range(1000), range(1000), range(1000), [])", "the collection is too large to evaluate"),
        (f'replace({LONG}, "", {LONG})', "the text is too large to evaluate"),
        (f'replace({LONG}, "/./", {LONG})', "the text is too large to evaluate"),
        (f"join({LONG}, range(1000))", "the text is too large to evaluate"),
        ('format("%9999999d", 1)', "the text is too large to evaluate"),
        ('format("%.9999999f", 1)', "the text is too large to evaluate"),
        ('indent(9999999, "a\\nb")', "the text is too large to evaluate"),
        (f'join("", [for i in range(11) : {LONG}])', "the text is too large to evaluate"),
        (f'"${{{LONG}}}%{{ for i in range(10) }}${{{LONG}}}%{{ endfor }}"', "the text is too large to evaluate"),
        (f'length(split("", join("", [for i in range(2) : {LONG}])))', "the collection is too large to evaluate"),
        ('tonumber("1e999999999")', "a number is too large to evaluate"),
        ("pow(10, 400)", "a power is too large to evaluate"),
        (
            'regexall("(a|aa)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab")',
            "the text is too long to match against the pattern",
        ),
        (f'regex("a*a*a*a*a*a*b", {LONG})', "the text is too long to match against the pattern"),
        (f"{'-' * 300}1", "the expression is nested too deeply to evaluate"),
        ("1 + " * 300 + "1", "the expression is nested too deeply to evaluate"),
    ],
)
def test_too_large(text: str, why: str) -> None:
    start = time.process_time()
    found = shown(text)
    assert found == f"unknown: {why}"
    assert time.process_time() - start < 20


class Doubling:
    """local.n is [local.n-1, local.n-1]: 2^n elements that are all the same one."""

    def __init__(self) -> None:
        self.values = {0: Value("x")}

    def reference(self, root: str, steps: tuple[str, ...], span: Span) -> tuple[Value, int]:
        number = int(steps[0][1:])
        if number not in self.values:
            of = self.reference(root, (f"n{number - 1}",), span)[0]
            self.values[number] = Value((of, of))
        return self.values[number], 1

    def file(self, path: str) -> str | Unknown:
        return Unknown("there are no files")


@pytest.mark.parametrize(
    "text",
    [
        "jsonencode(local.n40)",
        "flatten(local.n40)",
        "local.n40 == [local.n39, local.n39]",
        "local.n40 == local.n40",
        "toset(local.n40)",
        "tolist(local.n40)",
        "true ? local.n40 : []",
        "true ? [local.n40] : [[1]]",
        "distinct([local.n40])",
        'contains([local.n40], "x")',
        "contains([local.n40], local.n40)",
        'format("%v", local.n40)',
        "jsonencode({ a = local.n40 })",
        "upper(local.n40)",
        'try([local.n40, upper("a")], 1)',
    ],
)
def test_values_that_hold_others_many_times(text: str) -> None:
    source = Source("main.tf", text)
    start = time.process_time()
    try:
        found = evaluate(parse(source, 0, len(text)), source, Doubling())
        assert found.data is False or isinstance(found.data, Unknown)
    except Invalid:
        assert text in ("upper(local.n40)", "true ? local.n40 : []")
    assert time.process_time() - start < 20


def test_a_scope_that_goes_round_in_circles() -> None:
    class Circle(Module):
        def reference(self, root: str, steps: tuple[str, ...], span: Span) -> tuple[Value, int]:
            source = Source("main.tf", "local.again")
            return evaluate(parse(source, 0, 11), source, self), 1

    source = Source("main.tf", "local.again + 1")
    found = evaluate(parse(source, 0, 15), source, Circle())
    assert isinstance(found.data, Unknown)
    assert "nested too deeply" in found.data.reason


def test_what_people_write_is_not_too_large() -> None:
    assert shown("length(flatten([for i in range(150) : [for j in range(150) : i * j]]))") == 22500


# Words of expressions, thrown together: nothing but Invalid may come out of them.
WORDS = [
    "1",
    "2.5",
    "0",
    "-3",
    "true",
    "false",
    "null",
    "var.size",
    "var.list",
    "var.map",
    "var.roles",
    "var.none",
    "var.name",
    "local.users",
    "local.foo",
    "aws_db_instance.main",
    "aws_db_instance.many",
    "each.key",
    "count.index",
    "[]",
    "{}",
    "[1,2]",
    "{a=1}",
    "{a=[1,null]}",
    "toset([1,2])",
    '"a"',
    '""',
    '"10"',
    '"x${var.size}y"',
    'tomap({a="b"})',
]
FUNCTIONS = [
    "try",
    "can",
    "lookup",
    "merge",
    "coalesce",
    "tostring",
    "tonumber",
    "tolist",
    "tomap",
    "toset",
    "concat",
    "flatten",
    "keys",
    "values",
    "length",
    "min",
    "max",
    "floor",
    "ceil",
    "format",
    "join",
    "split",
    "lower",
    "upper",
    "replace",
    "jsondecode",
    "jsonencode",
    "yamldecode",
    "zipmap",
    "setproduct",
    "contains",
    "element",
    "range",
    "one",
    "tobool",
    "coalescelist",
    "compact",
    "distinct",
    "reverse",
    "sort",
    "slice",
    "chunklist",
    "index",
    "alltrue",
    "anytrue",
    "sum",
    "abs",
    "pow",
    "log",
    "signum",
    "parseint",
    "trim",
    "trimspace",
    "trimprefix",
    "trimsuffix",
    "title",
    "substr",
    "startswith",
    "endswith",
    "strcontains",
    "strrev",
    "indent",
    "chomp",
    "regex",
    "regexall",
    "formatlist",
    "yamlencode",
    "base64encode",
    "base64decode",
    "urlencode",
    "csvdecode",
    "nonsensitive",
    "sensitive",
    "issensitive",
    "matchkeys",
    "transpose",
    "setunion",
    "setintersection",
    "setsubtract",
    "md5",
    "sha1",
    "sha256",
    "basename",
    "dirname",
    "abspath",
    "file",
    "fileexists",
    "templatefile",
    "filebase64",
    "fileset",
    "timestamp",
    "cidrhost",
    "cidrsubnet",
    "cidrsubnets",
    "cidrnetmask",
]


def expression(chance: random.Random, depth: int) -> str:
    if depth == 0:
        return chance.choice(WORDS)
    inner = [f"try({expression(chance, depth - 1)}, {chance.choice(WORDS)})" for _ in range(3)]
    kind = chance.randrange(12)
    if kind < 5:
        return f"{chance.choice(FUNCTIONS)}({', '.join(inner[: chance.randrange(4)])})"
    operator = chance.choice(["+", "-", "*", "/", "%", "==", "!=", "<", ">", "<=", ">=", "&&", "||"])
    return [
        f"({inner[0]} {operator} {inner[1]})",
        f"({inner[0]} ? {inner[1]} : {inner[2]})",
        f"[for k, v in {inner[0]} : [v, {inner[1]}] if {inner[2]} != v]",
        f"{{ for k, v in {inner[0]} : k => {inner[1]}... }}",
        f"[{inner[0]}, {inner[1]}][{inner[2]}]",
        f"({inner[0]})[*].name",
        f'"a${{{inner[0]}}}b"',
    ][kind - 5]


@pytest.mark.parametrize("seed", range(8))
def test_nothing_but_invalid(seed: int) -> None:
    chance = random.Random(seed)
    known = refused = 0
    for _ in range(60):
        text = expression(chance, 2)
        source = Source("main.tf", text)
        node = parse(source, 0, len(text))
        try:
            known += not isinstance(evaluate(node, source, Module()).data, Unknown)
        except Invalid:
            refused += 1
    assert known > 0
    assert refused > 0
