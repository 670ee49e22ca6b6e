"""Expressions against the chapters of Terraform's documentation ("Expressions") and of the HCL specification.

The results are those that the documentation gives, or its rules applied by hand; Terraform 1.11.4 gives the same.
"""

import pytest

from tests.formats.terraform.evaluating import as_json, shown

CHAPTERS: dict[str, list[tuple[str, object]]] = {
    "Types and Values": [
        ('"hello"', "hello"),
        ("15", 15),
        ("6.283185", 6.283185),
        ("15.0", 15),
        ("1e3", 1000),
        ("true", True),
        ("null", None),
        ('["a", 15, true]', ["a", 15, True]),
        ('{ name = "John", age = 52 }', {"name": "John", "age": 52}),
        ('{ "a b" = 1, (var.name) = 2, 3 = 4, true = 5 }', {"a b": 1, "Valentina": 2, "3": 4, "true": 5}),
        ("{ a = 1, a = 2 }", {"a": 2}),
        ("{ (null) = 1 }", "invalid: Can't use a null value as a key."),
        ("{ ([]) = 1 }", "invalid: Can't use this value as a key: string required."),
        ("99999999999999999999.5 - 0.5", 99999999999999999999),
        ('"=${0.1234567890123456789}"', "=0.1234567890123456789"),
    ],
    "Types and Values: indices and attributes": [
        ("var.list[2]", "c"),
        ('var.list["1"]', "b"),
        ("var.list.0", "a"),
        ("var.map.a", "ay"),
        ('var.map["b"]', "bee"),
        ("local.users[0].ports[1]", 81),
        ("var.roles[each.key].limit", 20),
        ("{ 1 = 2 }[1]", 2),
        (
            "var.list[3]",
            "invalid: The given key does not identify an element in this collection value: the given index is greater"
            " than or equal to the length of the collection.",
        ),
        (
            "[][0]",
            "invalid: The given key does not identify an element in this collection value: the collection has no elements.",
        ),
        (
            "var.list[-1]",
            "invalid: The given key does not identify an element in this collection value: a negative number is not a"
            " valid index for a sequence.",
        ),
        (
            "var.list[0.5]",
            "invalid: The given key does not identify an element in this collection value: indexing a sequence requires"
            " a whole number, but the given index has a fractional part.",
        ),
        (
            'var.list["x"]',
            "invalid: The given key does not identify an element in this collection value: a number is required.",
        ),
        ('var.map["c"]', "invalid: The given key does not identify an element in this collection value."),
        (
            "var.map[0]",
            "invalid: The given key does not identify an element in this collection value. An object only supports"
            " looking up attributes by name, not by numeric index.",
        ),
        ("var.map.c", 'invalid: This object does not have an attribute named "c".'),
        ("tomap(var.map).c", 'invalid: This map does not have an element with the key "c".'),
        ("var.none.a", "invalid: This value is null, so it does not have any attributes."),
        ("var.none[0]", "invalid: This value is null, so it does not have any indices."),
        ("var.list[null]", "invalid: Can't use a null value as an indexing key."),
        ("var.name.a", "invalid: Can't access attributes on a primitive-typed value (string)."),
        ("var.name[0]", "invalid: This value does not have any indices."),
        ("var.list.a", "invalid: This value does not have any attributes."),
        (
            "tolist(local.users).name",
            'invalid: Can\'t access attributes on a list of objects. Did you mean to access attribute "name" for a'
            " specific element of the list, or across all elements of the list?",
        ),
        (
            "toset(var.list)[0]",
            "invalid: Elements of a set are identified only by their value and don't have any separate index or key to"
            " select with, so it's only possible to perform operations across all elements of the set.",
        ),
        ("var.nothing", "invalid: var.nothing is not declared"),
    ],
    "Types and Values: type conversion": [
        ('"5" + 1', 6),
        ('"${15}"', 15),
        ('"-${15}"', "-15"),
        ('"is ${true}"', "is true"),
        ('!"true"', False),
        ('"1" && true', True),
        ('"yes" || true', "invalid: Unsuitable value for left operand: a bool is required."),
        (
            '!"True"',
            'invalid: Unsuitable value for unary operand: a bool is required; to convert from string, use lowercase "true".',
        ),
        ("!1", "invalid: Unsuitable value for unary operand: bool required."),
        ("true + 1", "invalid: Unsuitable value for left operand: number required."),
        ('"${0.1 + 0.2}"', 0.3),
        ('"=${10 / 4} ${10 / 5}"', "=2.5 2"),
        ('"=${1000000 * 1000000}"', "=1000000000000"),
        ('substr("${1 / 3}!", 0, 12)', "0.3333333333"),
    ],
    "Operators: arithmetic": [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 / 4", 2.5),
        ("10 / 5", 2),
        ("1 / 3 * 3", 1),
        ("10 % 3", 1),
        ("-10 % 3", -1),
        ("10.5 % 3", 1.5),
        ("-(-3)", 3),
        ("- -3", 3),
        ("2 - 3 - 4", -5),
        ("0.29 * 100", 29),
        ("0 / 0", "invalid: Error during operation: can't divide zero by zero or infinity by infinity."),
        ("1 / 0", "unknown: a division by zero is infinite"),
        ("1 + null", "invalid: Error during operation: argument must not be null."),
        ("-null", "invalid: Error during operation: argument must not be null."),
        ('"a" * 2', "invalid: Unsuitable value for left operand: a number is required."),
        ("2 * []", "invalid: Unsuitable value for right operand: number required."),
    ],
    "Operators: equality": [
        ("1 == 1.0", True),
        ('1 == "1"', False),
        ('true == "true"', False),
        ("true == 1", False),
        ("null == null", True),
        ("var.none == null", True),
        ("var.name != null", True),
        ("[1, 2] == [1, 2]", True),
        ("[1, 2] == [2, 1]", False),
        ("[1] == [1, 2]", False),
        ('[1] == ["1"]', False),
        ("{ a = [1] } == { a = [1] }", True),
        ("{ a = 1 } == { b = 1 }", False),
        ("{ a = 1 } == { a = 1, b = 1 }", False),
        ('toset(["a", "b"]) == toset(["b", "a"])', True),
        # "[] actually builds a value of type tuple([]) and so the two values can never match".
        ("tolist([]) == []", False),
        ('tolist(["a"]) == tolist(["a"])', True),
        ("tomap({ a = 1 }) == { a = 1 }", False),
        ("[] == {}", False),
        ('var.list == ["a"]', False),
        ('var.list == ["a", "b", "c"]', True),
        ('var.typed == ["a", "b"]', False),
        ("aws_db_instance.main.ports == [1]", False),
        (
            "aws_db_instance.main.ports == [5432, 5433]",
            "unknown: a list never equals a tuple, nor a map an object, and which these are is not known",
        ),
    ],
    "Operators: comparison and logic": [
        ("2 > 1", True),
        ("2 <= 1", False),
        ('"10" >= 9', True),
        ('"a" < "b"', "invalid: Unsuitable value for left operand: a number is required."),
        ("1 < null", "invalid: Error during operation: argument must not be null."),
        ("true || false && false", True),
        ("!true || true", True),
        ("1 < 2 && 2 < 3", True),
        ("1 + 1 == 2 && !(3 == 4)", True),
        ("true && null", "invalid: Error during operation: argument must not be null."),
    ],
    "Conditional Expressions": [
        ('var.empty == "" ? "default-a" : var.empty', "default-a"),
        ('var.name == "" ? "default-a" : var.name', "Valentina"),
        ("true ? 1 : 2", 1),
        ('"false" ? 1 : 2', 2),
        # "will always return a string, because … all numbers can convert automatically to a string".
        ('true ? 12 : "hello"', "12"),
        ('false ? true : "hello"', "hello"),
        ("true ? null : 1", None),
        ("true ? [1] : []", [1]),
        ('true ? [1, 2] : ["a"]', ["1", "2"]),
        ('true ? [1, 2] : ["a", 3]', ["1", 2]),
        ("true ? { a = 1 } : {}", {"a": 1}),
        ('true ? { a = 1, b = "x" } : {}', {"a": "1", "b": "x"}),
        ("true ? 1 : var.list[7]", 1),
        ("false ? var.none.a : 2", 2),
        (
            "true ? 1 : true",
            "invalid: The true and false result expressions must have consistent types. The 'true' value is number, but"
            " the 'false' value is bool.",
        ),
        (
            'false ? [] : "x"',
            "invalid: The true and false result expressions must have consistent types. The 'true' value is tuple, but"
            " the 'false' value is string.",
        ),
        (
            "true ? [1] : [true]",
            "invalid: The true and false result expressions must have consistent types. At least one deeply-nested"
            " attribute or element is not compatible across both the 'true' and the 'false' value.",
        ),
        ("null ? 1 : 2", "invalid: The condition value is null. Conditions must either be true or false."),
        ("1 ? 1 : 2", "invalid: The condition expression must be of type bool."),
        ("var.list ? 1 : 2", "invalid: The condition expression must be of type bool."),
        # A list and a tuple come to a list of what both can be; with a set among them the set's type is taken.
        ('true ? tolist([1, 2]) : ["a"]', ["1", "2"]),
        ('true ? ["1", 2] : tolist([true])', ["1", "2"]),
        ('true ? toset([2]) : ["1"]', [2]),
        ('coalesce(false ? "x" : null, 5)', "5"),
        # An untyped null leaves the types of the others as they are.
        ("true ? { a = 1 } : { b = null, c = [] }", {"a": 1}),
    ],
    "For Expressions": [
        # A set of objects is in an order of its own.
        ("[for x in toset([{ a = 2 }, { a = 1 }, { a = 10 }]) : x.a]", [10, 1, 2]),
        ('[for x in toset([null, "b", "a"]) : x]', ["a", "b", None]),
        ("[for s in var.list : upper(s)]", ["A", "B", "C"]),
        ("[for k, v in var.map : length(k) + length(v)]", [3, 4]),
        ('[for i, v in var.list : "${i} is ${v}"]', ["0 is a", "1 is b", "2 is c"]),
        ("{for s in var.list : s => upper(s)}", {"a": "A", "b": "B", "c": "C"}),
        ('[for s in ["a", "", "b"] : upper(s) if s != ""]', ["A", "B"]),
        ("{for name, role in var.roles : name => role.limit if role.login}", {"app": 20, "etl": 5}),
        ("{for name, role in var.roles : role.limit => name...}", {"20": ["app"], "5": ["etl", "ro"]}),
        ("[for k, v in { b = 1, a = 2, C = 3 } : k]", ["C", "a", "b"]),
        ('[for s in toset(["b", "a", "b"]) : s]', ["a", "b"]),
        ('[for k, s in toset(["b", "a"]) : "${k}=${s}"]', ["a=a", "b=b"]),
        ("[for s in [] : s]", []),
        ("{for s in {} : s => s}", {}),
        ("[for x in [[1, 2], [3]] : [for y in x : y * 10]]", [[10, 20], [30]]),
        ("[for x in [1, 2] : [for x in [3] : x]]", [[3], [3]]),
        ("[for var in [{ name = 1 }] : var.name]", [1]),
        (
            '[for i, z in {"i-123"="us-west","i-abc"="us-east","i-def"="us-east"}: i if z == "us-east"]',
            ["i-abc", "i-def"],
        ),
        (
            '[for x in [{id="i-123",zone="us-west"},{id="i-abc",zone="us-east"}]: x.id if x.zone == "us-east"]',
            ["i-abc"],
        ),
        (
            "{for x in [1, 1] : x => x}",
            "invalid: Two different items produced the key \"1\" in this 'for' expression. If duplicates are expected, use"
            " the ellipsis (...) after the value expression to enable grouping by key.",
        ),
        ("{for x in [null] : x => x}", "invalid: Key expression in 'for' expression must not produce a null value."),
        ("[for x in [1] : x if null]", "invalid: The value of the 'if' clause must not be null."),
        ("[for x in [1] : x if 1]", "invalid: The 'if' clause value is invalid: bool required."),
        ("[for x in null : x]", "invalid: A null value cannot be used as the collection in a 'for' expression."),
        (
            '[for x in "abc" : x]',
            "invalid: A value of type string cannot be used as the collection in a 'for' expression.",
        ),
    ],
    "Splat Expressions": [
        ("local.users[*].name", ["ada", "bob"]),
        ("local.users[*].ports[0]", [80, 90]),
        # "[for o in var.list : o.interfaces][0].name".
        ("local.users.*.ports[0]", [80, 81]),
        ("local.users.*.name", ["ada", "bob"]),
        ("local.users[*].ports[*]", [[80, 81], [90]]),
        ("values(var.roles)[*].limit", [20, 5, 5]),
        ("var.name[*]", ["Valentina"]),
        ("var.none[*]", []),
        ("local.foo[*].bar", ["baz"]),
        ("local.foo.*.bar", ["baz"]),
        ('toset(["b", "a"])[*]', ["a", "b"]),
        ("[[1], [2]].*.0", [1, 2]),
        ("[][*].name", []),
        ("local.users[*].age", 'invalid: This object does not have an attribute named "age".'),
        (
            "(true ? null : [1])[*]",
            "invalid: Splat expressions (with the * symbol) cannot be applied to null sequences.",
        ),
        ("tostring(null)[*]", []),
    ],
    "Strings and Templates": [
        ('"Hello, ${var.name}!"', "Hello, Valentina!"),
        (r'"a\nb\t\"c\" \\ \u00e9 \U0001F600"', 'a\nb\t"c" \\ é 😀'),
        ('"$${not} %%{this}"', "${not} %{this}"),
        ('"Hello, %{ if var.name != "" }${var.name}%{ else }unnamed%{ endif }!"', "Hello, Valentina!"),
        ('"Hello, %{ if var.empty != "" }${var.empty}%{ else }unnamed%{ endif }!"', "Hello, unnamed!"),
        ('"%{ if false }x%{ endif }"', ""),
        ('"%{ for s in var.list }${s},%{ endfor }"', "a,b,c,"),
        ('"%{ for k, v in var.map }${k}=${v};%{ endfor }"', "a=ay;b=bee;"),
        ('"%{ for i, v in [true, 2] }${i}${v}%{ endfor }"', "0true12"),
        ("<<EOT\nhello\nworld\nEOT\n", "hello\nworld\n"),
        ("<<-EOT\n  hello\n    world\n  EOT\n", "hello\n  world\n"),
        ("<<EOT\n%{ for ip in var.list ~}\nserver ${ip}\n%{ endfor ~}\nEOT\n", "server a\nserver b\nserver c\n"),
        ('"${var.list}"', ["a", "b", "c"]),
        ('"a ${ [1, 2][0] } b"', "a 1 b"),
        (
            '"x${null}"',
            "invalid: The expression result is null. Cannot include a null value in a string template.",
        ),
        ('"x${var.list}"', "invalid: Cannot include the given value in a string template: string required."),
        ('"%{ if 1 }x%{ endif }"', "invalid: The condition expression must be of type bool."),
        # Strings are kept in Unicode's normal form C.
        ('"e\u0301" == "\u00e9"', True),
    ],
    "Function Calls": [
        ("min(55, 3453, 2)", 2),
        ("min([55, 2453, 2]...)", 2),
        ('concat([["a"], ["b"]]...)', ["a", "b"]),
        ("max(1, [2, 3]...)", 3),
        ("core::max(1, 2)", 2),
        ("min(var.none...)", "invalid: The expanding argument (indicated by ...) must not be null."),
        (
            "min(var.map...)",
            "invalid: The expanding argument (indicated by ...) must be of a tuple, list, or set type.",
        ),
        ("upper()", 'invalid: Function "upper" expects 1 argument(s). Missing value for "str".'),
        ('upper("a", "b")', 'invalid: Function "upper" expects only 1 argument(s).'),
        ("join()", 'invalid: Function "join" expects at least 1 argument(s). Missing value for "separator".'),
        ("upper([])", 'invalid: Invalid value for "str" parameter: string required.'),
        ("upper(null)", 'invalid: Invalid value for "str" parameter: argument must not be null.'),
        ("timestamp()", "unknown: timestamp() is known only after apply"),
        ("uuid()", "unknown: uuid() is known only after apply"),
        ('formatdate("YYYY", "2020")', "unknown: formatdate() is not evaluated"),
        ("provider::aws::arn_parse(1)", "unknown: provider::aws::arn_parse() is not evaluated"),
        (
            "list(1, 2)",
            'invalid: Call to function "list" failed: the "list" function was deprecated in Terraform v0.12 and is no'
            " longer available; use tolist([ ... ]) syntax to write a literal list.",
        ),
    ],
    "References to Named Values": [
        ("count.index + 1", 2),
        ('"role-${each.key}"', "role-app"),
        ("path.module", "mod"),
        ("aws_db_instance.main.port", 5432),
        ("aws_db_instance.main.arn", "unknown: aws_db_instance.main.arn is known only after apply"),
        ('aws_db_instance.main["arn"]', "unknown: aws_db_instance.main.arn is known only after apply"),
        ("aws_db_instance.many[1].port", 5432),
        ("aws_db_instance.many[*].port", [5432, 5432]),
        ("aws_db_instance.many.*.port", [5432, 5432]),
        ("aws_db_instance.many[0].arn", "unknown: aws_db_instance.many[0].arn is known only after apply"),
        ("length(aws_db_instance.many)", 2),
        ("aws_db_instance.main[*].port", [5432]),
        (
            "aws_db_instance.main[0]",
            "invalid: The given key does not identify an element in this collection value. An object only supports"
            " looking up attributes by name, not by numeric index.",
        ),
        ("length(aws_db_instance.main)", "unknown: the attributes of a resource are known only after apply"),
        ("aws_db_instance.main == null", False),
    ],
}

ROWS = [(chapter, *case) for chapter, cases in CHAPTERS.items() for case in cases]


@pytest.mark.parametrize(("chapter", "text", "expected"), ROWS, ids=[f"{case[0]}: {case[1]}" for case in ROWS])
def test_expression(chapter: str, text: str, expected: object) -> None:
    assert as_json(shown(text)) == as_json(expected)
