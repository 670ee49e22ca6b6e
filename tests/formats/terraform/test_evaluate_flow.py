"""What comes along with values: the resources that flow into them, where they were written, what is sensitive."""

import pytest

from pglint.formats.hcl.expressions import parse
from pglint.formats.terraform.evaluate import settle
from pglint.formats.terraform.values import Value
from pglint.source import Source
from pglint.values import Unknown
from tests.formats.terraform.evaluating import Module, shown, value_of

MAIN, OTHER = "aws_db_instance.main", "aws_db_instance.other"


@pytest.mark.parametrize(
    ("text", "refs"),
    [
        (f"{MAIN}.port", {MAIN}),
        (f"{MAIN}.arn", {MAIN}),
        ("1", set()),
        ("var.name", set()),
        (f"{MAIN}.port + {OTHER}.port", {MAIN, OTHER}),
        (f"{MAIN}.port + var.size", {MAIN}),
        (f'"${{{MAIN}.identifier}}-${{{OTHER}.arn}}"', {MAIN, OTHER}),
        (f'join(",", [{MAIN}.arn, {OTHER}.arn])', {MAIN, OTHER}),
        (f"[{MAIN}.arn, {OTHER}.arn]", {MAIN, OTHER}),
        (f"[{MAIN}.arn, {OTHER}.arn][1]", {OTHER}),
        (f'["x", {MAIN}.arn][0]', set()),
        (f"{{ a = {MAIN}.arn, b = 1 }}.b", set()),
        # The test of a conditional does not flow into it, the branches do.
        (f"{MAIN}.port > 1 ? {OTHER}.port : 0", {OTHER}),
        (f"{MAIN}.port > 1 ? 1 : {OTHER}.port", set()),
        (f"var.size ? {MAIN}.port : {OTHER}.port", {MAIN, OTHER}),
        (f"var.size ? {MAIN}.port : {MAIN}.port", {MAIN}),
        (f"[for x in [1, 2] : x if {MAIN}.port > 1]", set()),
        (f"[for x in [{MAIN}, {OTHER}] : x.port]", {MAIN, OTHER}),
        (f"[for x in [{MAIN}, {OTHER}] : x.port][1]", {OTHER}),
        ("aws_db_instance.many[*].arn", {"aws_db_instance.many[0]", "aws_db_instance.many[1]"}),
        ("aws_db_instance.many[1].arn", {"aws_db_instance.many[1]"}),
        ("aws_db_instance.many", {"aws_db_instance.many[0]", "aws_db_instance.many[1]"}),
        (f"coalesce(null, {MAIN}.port, {OTHER}.port)", {MAIN}),
        (f"try({MAIN}.port[9], {OTHER}.port)", {OTHER}),
        (f'lookup({{ a = {MAIN}.port }}, "a", {OTHER}.port)', {MAIN}),
        (f'lookup({{ a = {MAIN}.port }}, "b", {OTHER}.port)', {OTHER}),
        (f"merge({{ a = {MAIN}.arn }}, {{ a = {OTHER}.arn }})", {OTHER}),
        (f"concat([{MAIN}.arn], [{OTHER}.arn])[0]", {MAIN}),
        (f"one([{MAIN}.arn])", {MAIN}),
        (f"keys({{ a = {MAIN}.arn }})", set()),
        (f'split(",", {MAIN}.identifier)[0]', {MAIN}),
        (f"max({MAIN}.port, 1)", {MAIN}),
        (f"flatten([[{MAIN}.port], {OTHER}.port])[1]", {OTHER}),
        (f"timestamp({MAIN}.port)", {MAIN}),
        (f"{MAIN}.port == 5432", {MAIN}),
    ],
)
def test_resources(text: str, refs: set[str]) -> None:
    assert value_of(text).refs == refs


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("1", None),
        ("[1, 2]", None),
        ("var.ten", 'var.ten "10"'),
        ("var.ten + 1", 'var.ten "10"'),
        ('"${var.ten}-${var.name}"', 'var.ten "10"'),
        ("max(1, var.ten)", 'var.ten "10"'),
        ("true ? var.ten : 1", 'var.ten "10"'),
        ('var.ten == "10" ? 5 : 6', None),
        ("coalesce(null, var.name, var.ten)", 'var.name "Valentina"'),
        # Parts are where they are written.
        ("var.list[1]", 'var.list[1] "b"'),
        ("var.roles.app.limit", "var.roles.app.limit 20"),
        ('var.roles["app"]["limit"]', "var.roles.app.limit 20"),
        ("[for k, v in var.roles : v.limit][0]", "var.roles.app.limit 20"),
        ("values(var.roles)[0].limit", "var.roles.app.limit 20"),
        ("local.users[*].name", None),
        ("local.users[0].ports[1]", "local.users[0].ports[1] 81"),
        ("merge(var.map, { a = 1 }).b", 'var.map.b "bee"'),
        ("merge(var.map, { a = 1 }).a", None),
        ("merge(var.map, var.roles).b", 'var.map.b "bee"'),
        ('lookup(var.map, "a", "x")', 'var.map.a "ay"'),
        ('lookup(var.map, "c", "x")', None),
        ("concat(var.list, [1])[2]", 'var.list[2] "c"'),
        ("concat(var.list, [1])[3]", None),
        ("element(var.list, 4)", 'var.list[1] "b"'),
        ("tolist(var.list)[0]", 'var.list[0] "a"'),
        ("sort(var.list)[2]", 'var.list[2] "c"'),
        ('split("e", var.name)[0]', 'var.name "Valentina"'),
        ("local.mixed.known", "local.mixed.known 1"),
    ],
)
def test_origin(text: str, origin: str | None) -> None:
    found = value_of(text).origin
    assert (found and f"{found.name} {found.span.text}") == origin


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("{ max_connections = 50, other = var.ten }", {"max_connections": "50", "other": "var.ten"}),
        ("{ a = { b = 1 + 1 } }", {"a": "{ b = 1 + 1 }"}),
    ],
)
def test_places_in_constructors(text: str, span: dict[str, str]) -> None:
    found = value_of(text).data
    assert isinstance(found, dict)
    assert {name: each.span.text for name, each in found.items()} == span


@pytest.mark.parametrize(
    ("text", "sensitive"),
    [
        ("var.secret", True),
        ('"x${var.secret}"', True),
        ("length(var.secret) + 1", True),
        ("[var.secret]", False),
        ("[var.secret][0]", True),
        ('["a", var.secret][0]', False),
        ("{ (var.secret) = 1 }", True),
        ('join("", ["a", var.secret])', True),
        ("jsonencode({ a = { b = [var.secret] } })", True),
        ("keys({ a = var.secret })", False),
        ("zipmap([var.secret], [1])", True),
        ("length({ a = var.secret })", False),
        ("length(toset([var.secret]))", True),
        ("one([[var.secret]])", True),
        ("sort([var.secret])", True),
        ("coalesce([var.secret])", True),
        ("reverse([var.secret])", False),
        ("[var.secret] == []", True),
        ('true ? "a" : var.secret', True),
        ("[1][sensitive(0)]", True),
        ('var.secret == "" ? 1 : 2', True),
        ('var.secret == ""', True),
        ("sensitive([1, 2])[0]", True),
        ("[for x in sensitive([1]) : x]", True),
        ("upper(nonsensitive(var.secret))", False),
        ("var.name", False),
    ],
)
def test_sensitive(text: str, sensitive: bool) -> None:
    assert value_of(text).sensitive is sensitive


@pytest.mark.parametrize(
    "text",
    [
        "tonumber(var.secret)",
        "tobool(var.secret)",
        'regex("x", var.secret)',
        "lookup(tomap({ a = 1 }), var.secret)",
        "parseint(var.secret, 10)",
        "cidrhost(var.secret, 1)",
        "file(var.secret)",
        "{ for x in [1, 2] : var.secret => x }",
        'format("%d", var.secret)',
        "jsondecode(var.secret)",
        "tomap({ a = 1 })[var.secret]",
        "{ a = 1 }[var.secret]",
        "var.secret + 1",
        "[1][var.secret]",
    ],
)
def test_secrets_are_not_in_messages(text: str) -> None:
    found = shown(text)
    assert isinstance(found, str)
    assert found.startswith(("invalid: ", "unknown: "))
    assert "s3cret" not in found


def test_what_is_refused_is_settled_as_unknown_with_its_place() -> None:
    text = "1 + var.list[7]"
    source = Source("main.tf", text)
    value = settle(parse(source, 0, len(text)), source, Module())
    assert value == Value(value.data)
    assert isinstance(value.data, Unknown)
    assert "greater than or equal to the length" in value.data.reason
    assert value.data.span is not None
    assert value.data.span.text == text
