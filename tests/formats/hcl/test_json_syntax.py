"""Terraform's JSON syntax: blocks by nesting, templates in strings, places, and what is wrong in a file."""

from typing import Any

import pytest

from pglint.formats.hcl.files import read
from pglint.formats.hcl.syntax import Body, ListOf, Literal, Name, ObjectOf, Setter, SyntaxFault, Template
from pglint.source import Source


def outline(body: Body) -> str:
    setters = [f"{setter.name}={setter.expression.span.text}" for setter in body.setters.values()]
    blocks = [".".join((block.type, *block.labels)) + "{" + outline(block.body) + "}" for block in body.blocks]
    return " ".join(setters + blocks)


def setter(text: str, path: str = "main.tf.json") -> Setter:
    """The attribute a of a file's only block, or of the file."""
    body, faults = read(Source(path, text))
    assert faults == []
    return (body.blocks[0].body if body.blocks else body).setters["a"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{}", ""),
        ("[]", ""),
        ('{"locals": {"a": 1, "b": [true, null]}}', "locals{a=1 b=[true, null]}"),
        ('{"locals": [{"a": 1}, {"b": 2}]}', "locals{a=1} locals{b=2}"),
        ('[{"locals": {"a": 1}}, {"locals": {"b": 2}}]', "locals{a=1} locals{b=2}"),
        ('{"locals": {"a": 1}, "locals": {"b": 2}}', "locals{a=1} locals{b=2}"),
        ('{"variable": {"a": {}, "b": {"default": 1}}}', "variable.a{} variable.b{default=1}"),
        ('{"variable": [{"a": {}}, {"b": {}}]}', "variable.a{} variable.b{}"),
        ('{"variable": {"a": [{"default": 1}]}}', "variable.a{default=1}"),
        ('{"variable": {"a": null}, "locals": null}', ""),
        ('{"output": {"a": {"value": "${b}"}}}', 'output.a{value="${b}"}'),
        ('{"provider": {"p": [{"alias": "a"}, {"alias": "b"}]}}', 'provider.p{alias="a"} provider.p{alias="b"}'),
        ('{"module": {"m": {"source": "./m"}}}', 'module.m{source="./m"}'),
        ('{"terraform": {"required_version": ">= 1"}}', 'terraform{required_version=">= 1"}'),
        (
            '{"resource": {"t": {"x": {"a": 1}, "y": {"b": {"c": 2}}}, "u": {"z": [{}]}}, "data": {"t": {"x": {}}}}',
            'resource.t.x{a=1} resource.t.y{b={"c": 2}} resource.u.z{} data.t.x{}',
        ),
        ('{"//": 1, "locals": {"//": "c", "a": 1}, "variable": {"//": 2, "a": {"//": 3}}}', "locals{a=1} variable.a{}"),
        ('{"something": {"a": 1}}', 'something={"a": 1}'),
        ('{\r\n\t"locals" : { "a"\r\n:\t1 } }\r\n', "locals{a=1}"),
    ],
)
def test_outline(text: str, expected: str) -> None:
    body, faults = read(Source("main.tf.json", text))
    assert (outline(body), faults) == (expected, [])


def test_places() -> None:
    text = '{\n  "resource": {"t": {"é": {\n    "größe": "é${x.y}"\n  }}}\n}\n'
    body, faults = read(Source("main.tf.json", text))
    assert faults == []
    (block,) = body.blocks
    found = block.body.setters["größe"]
    assert (block.span.text, block.span.line, block.span.column) == ('"é"', 2, 22)
    assert text[block.end - 1 :] == "}}}\n}\n"
    assert (found.name_span.text, found.name_span.line, found.name_span.column) == ("größe", 3, 6)
    assert (found.expression.span.text, found.expression.span.column) == ('"é${x.y}"', 14)
    node = found.expression.node()
    assert isinstance(node, Template)
    assert [text[part.start : part.end] for part in (node, *node.parts)] == ['"é${x.y}"', "é", "x.y"]


def value(node: Any) -> Any:
    """Literals by value, lists and objects as such, anything else by the name of its kind."""
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, ListOf):
        return [value(item) for item in node.items]
    if isinstance(node, ObjectOf):
        return {value(key): value(item) for key, item in node.pairs}
    return node.name if isinstance(node, Name) else tuple(map(value, node.parts)) if isinstance(node, Template) else "?"


@pytest.mark.parametrize(
    ("written", "templates", "plain"),
    [
        ("1", 1, 1),
        ("-1.5e1", -15, -15),
        ("0.25", 0.25, 0.25),
        ("true", True, True),
        ("null", None, None),
        ('"a"', "a", "a"),
        (r'"\u00e9\n\"\\\/\ud83d\udc18"', 'é\n"\\/🐘', 'é\n"\\/🐘'),
        (r'"\ud83d"', "\ufffd", "\ufffd"),
        ('"${x}"', "x", "${x}"),
        ('"${1}"', 1, "${1}"),
        ('"a ${x}"', ("a ", "x"), "a ${x}"),
        (r'"${\"a\"}"', "a", '${"a"}'),
        (r'"$${a} %%{b} \\n"', "${a} %{b} \\n", "$${a} %%{b} \\n"),
        (r'"a\n  ${~ x ~}\n  c"', ("a\n", "x", "  c"), "a\n  ${~ x ~}\n  c"),
        ('["${x}", ["b"]]', ["x", ["b"]], ["${x}", ["b"]]),
        ('{"${x}": "${y}", "b": {}}', {"x": "y", "b": {}}, {"${x}": "${y}", "b": {}}),
    ],
)
def test_values(written: str, templates: Any, plain: Any) -> None:
    """Strings are templates, but not in variables, the terraform block and files of values."""
    for text, path, expected in (
        ('{"locals": {"a": %s}}', "main.tf.json", templates),
        ('{"resource": {"t": {"n": {"a": %s}}}}', "main.tf.json", templates),
        ('{"variable": {"v": {"a": %s}}}', "main.tf.json", plain),
        ('{"terraform": {"a": %s}}', "main.tf.json", plain),
        ('{"a": %s}', "terraform.tfvars.json", plain),
    ):
        assert value(setter(text % written, path).expression.node()) == expected


def test_places_of_what_is_escaped() -> None:
    text = r'{"locals": {"a": "\u00e9\ud83d\udc18 ${x[\"k\"]} \n${y}"}}'
    node = setter(text).expression.node()
    assert isinstance(node, Template)
    assert [text[part.start : part.end] for part in node.parts] == [r"\u00e9\ud83d\udc18 ", r"x[\"k\"]", r" \n", "y"]


@pytest.mark.parametrize(
    ("written", "at", "complaint"),
    [
        ('"${b c}"', 'c}"', "extra characters after interpolation expression: expected a closing brace"),
        (r'"\n\u00e9${b c}"', 'c}"', "extra characters after interpolation expression"),
        ('"${b"', '${b"', "unclosed template interpolation sequence"),
        ('"${"', '"', "missing expression"),
        (
            '["%{ if b }"]',
            '"]',
            "unexpected end of template: the if directive in line 1 is missing its endif directive",
        ),
        ('{"${+}": 1}', '+}": 1}', "invalid expression"),
    ],
)
def test_broken_templates(written: str, at: str, complaint: str) -> None:
    found = setter('{"locals": {"a": ' + written + "}}").expression
    with pytest.raises(SyntaxFault) as caught:
        found.node()
    assert caught.value.text.startswith(complaint)
    assert found.source.text[caught.value.offset : found.end] == at


@pytest.mark.parametrize(
    ("text", "at", "complaint"),
    [
        ("", "", "missing value: the JSON data ends prematurely"),
        (" \n", "", "missing value"),
        ("1", "1", "root value must be object"),
        ("\ufeff{}", "\ufeff", "invalid start of value"),
        ("// a\n{}", "/", "invalid start of value"),
        ("{} x", "x", "extraneous data after value: extra characters appear after the JSON value"),
        ("{'a': 1}", "'", "invalid start of value"),
        ("{1: 2}", "1", "invalid object property name: a JSON object property name must be a string"),
        ("{,}", ",", "invalid start of value"),
        ("}", "}", "missing JSON value"),
        ('{"a": }', "}", "missing JSON value"),
        ('{"a": ]', "]", "missing array element value"),
        ('{"a":', "", "missing value"),
        ('{"a"}', "}", "missing object value: a JSON object attribute must have a value, introduced by a colon"),
        ('{"a" = 1}', "=", "missing property value colon: JSON uses a colon as its name/value delimiter"),
        ('{"a" 1}', "1", "missing property value colon: a colon must appear"),
        ('{"a": 1,}', ",", "trailing comma in object"),
        ('{"a": 1 "b": 2}', '"', "missing attribute separator comma: a comma must appear between each property"),
        ('{"a": {"b": 1}', "{", "unclosed object: no closing brace was found for this JSON object"),
        ('{"a": 1]', "]", "mismatched braces: a JSON object must be closed with a brace, not a bracket"),
        ('{"a": [1,]}', ",", "trailing comma in array"),
        ('{"a": [1 2]}', "2", "missing attribute separator comma: a comma must appear between each value in an array"),
        ('{"a": [1:2]}', ":", "invalid array value: a colon is not used to introduce values in a JSON array"),
        ('{"a": [1', "[", "unclosed object: no closing bracket was found for this JSON array"),
        ('{"a": [1}', "}", "mismatched brackets: a JSON array must be closed with a bracket, not a brace"),
        ('{"a": nul}', "n", "invalid JSON keyword: nul is not a valid JSON keyword"),
        ('{"a": True}', "T", "invalid JSON keyword: True is not a valid JSON keyword"),
        ('{"a": 01}', "0", "invalid JSON number: there is a syntax error in the given JSON number"),
        ('{"a": +1}', "+", "invalid JSON number"),
        ('{"a": 1.}', "1", "invalid JSON number"),
        (r'{"a": "\d"}', "\\", "invalid JSON string: there is a syntax error in the given JSON string"),
        ('{"a": "b\nc"}', "\n", "invalid JSON string"),
        ('{"a": "b', '"', "invalid JSON string"),
        ("[" * 5000, "[", "nested too deeply to be read"),
    ],
)
def test_broken_files(text: str, at: str, complaint: str) -> None:
    for path in ("main.tf.json", "terraform.tfvars.json"):
        body, (fault,) = read(Source(path, text))
        assert fault.text.startswith(complaint)
        assert (fault.kind, fault.span.text, outline(body)) == ("syntax-error", at, "")


@pytest.mark.parametrize(
    ("text", "at", "complaint", "read_of_it"),
    [
        (
            '{"locals": {"a": 1, "a": 2}}',
            '"a"',
            "duplicate argument: the argument a was already set in line 1",
            "locals{a=1}",
        ),
        (
            '{"locals": 1, "variable": {"v": {}}}',
            "1",
            "incorrect JSON value type: a JSON object or array",
            "variable.v{}",
        ),
        ('{"variable": {"v": 1, "w": {}}}', "1", "incorrect JSON value type: a JSON object or array", "variable.w{}"),
        ('{"variable": 1}', "1", "incorrect JSON value type: a JSON object is required here, to specify labels", ""),
        ('{"variable": {}}', "{}", "missing block label", ""),
        ('{"resource": {"t": {}}}', "{}", "missing block label", ""),
        (
            '{"locals": [1, {"a": 2}]}',
            "1",
            "incorrect JSON value type: a JSON object is required here",
            "locals{} locals{a=2}",
        ),
        ('[1, {"locals": {}}]', "1", "incorrect JSON value type: a JSON object is required here", "locals{}"),
    ],
)
def test_what_is_json_but_no_configuration(text: str, at: str, complaint: str, read_of_it: str) -> None:
    body, (fault,) = read(Source("main.tf.json", text))
    assert fault.text.startswith(complaint)
    assert (fault.span.text, outline(body)) == (at, read_of_it)
