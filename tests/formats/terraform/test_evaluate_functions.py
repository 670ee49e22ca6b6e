"""Terraform's functions against their pages in its documentation ("Built-in Functions").

The examples of each page stand first, as they are there; what follows them are its rules applied by hand, and the
messages of the functions. The values, and what is invalid, are those of Terraform 1.11.4.
"""

import pytest

from pglint.formats.terraform.functions import SUBJECTS, find
from tests.formats.terraform.evaluating import as_json, shown

PAGES: dict[str, list[tuple[str, object]]] = {
    # Numeric functions
    "abs": [("abs(23)", 23), ("abs(0)", 0), ("abs(-12.4)", 12.4), ('abs("-3")', 3)],
    "ceil": [("ceil(5)", 5), ("ceil(5.1)", 6), ("ceil(-5.1)", -5)],
    "floor": [("floor(5)", 5), ("floor(4.9)", 4), ("floor(-4.9)", -5), ("floor(0.29 * 100)", 29)],
    "log": [
        ("log(50, 10)", 1.6989700043360185),
        ("log(16, 2)", 4),
        ("ceil(log(15, 2))", 4),
        ("ceil(log(16, 2))", 4),
        ("ceil(log(17, 2))", 5),
        ('"${log(50, 10)}!"', "1.6989700043360185!"),
        ("log(1, 0)", 0),
        ("log(0.30, 3)", -1.0959032742893848),
        ("log(7, 1)", "unknown: a logarithm is too large to evaluate"),
        ("log(1e400, 10)", "unknown: a logarithm is too large to evaluate"),
        ("log(-1, 2)", 'invalid: Call to function "log" failed: the result is not a number.'),
    ],
    "max": [
        ("max(12, 54, 3)", 54),
        ("max([12, 54, 3]...)", 54),
        ('max("12", 5.5)', 12),
        ("max()", 'invalid: Call to function "max" failed: must pass at least one number.'),
    ],
    "min": [
        ("min(12, 54, 3)", 3),
        ("min([12, 54, 3]...)", 3),
        ('min(1, "x")', 'invalid: Invalid value for "numbers" parameter: a number is required.'),
    ],
    "parseint": [
        ('parseint("100", 10)', 100),
        ('parseint("FF", 16)', 255),
        ('parseint("-10", 16)', -16),
        ('parseint("1011111011101111", 2)', 48879),
        ('parseint("aA", 62)', 656),
        ('parseint("12", 2)', 'invalid: Invalid value for "number" parameter: cannot parse "12" as a base 2 integer.'),
        (
            "parseint(12, 10)",
            'invalid: Invalid value for "number" parameter: first argument must be a string, not number.',
        ),
    ],
    "pow": [
        ("pow(3, 2)", 9),
        ("pow(4, 0)", 1),
        ("pow(2, 0.5)", 1.4142135623730951),
        ("pow(2, -1)", 0.5),
        ("pow(2, -0.5)", 0.7071067811865475),
        ("pow(-0.7, 3)", -0.3429999999999999),
        ("pow(2, 64)", "unknown: a number is too large to evaluate"),
        ("pow(2, 0.3)", "unknown: a power with a fraction is not evaluated"),
        ("pow(-8, 0.3)", 'invalid: Call to function "pow" failed: the power is not a number.'),
    ],
    "signum": [
        ("signum(-13)", -1),
        ("signum(0)", 0),
        ("signum(344)", 1),
        (
            "signum(1e21)",
            'invalid: Call to function "signum" failed: value must be a whole number, between -9223372036854775808 and 9223372036854775807.',
        ),
    ],
    # String functions
    "chomp": [(r'chomp("hello\n")', "hello"), (r'chomp("hello\r\n")', "hello"), (r'chomp("hello\n\n")', "hello")],
    "endswith": [('endswith("hello world", "world")', True), ('endswith("hello world", "hello")', False)],
    "format": [
        ('format("Hello, %s!", "Ander")', "Hello, Ander!"),
        ('format("There are %d lights", 4)', "There are 4 lights"),
        ('format("Hello, %s!", var.name)', "Hello, Valentina!"),
        # The table of verbs.
        ('format("100%%")', "100%"),
        ('format("%v %v %v", "a", 2.5, true)', "a 2.5 true"),
        ('format("%v %#v %v", tolist(null), "a", [1, { b = "c" }])', 'null "a" [1,{"b":"c"}]'),
        # Of a null without a type Terraform makes a result that it does not know.
        ('format("%v", null)', "unknown: format() of a null is not known"),
        ('format("%v", 1000000)', "1e+06"),
        ('format("%v", 123456)', "123456"),
        ('format("%t", "true")', "true"),
        ('format("%b %o %x %X", 5, 9, 254, 254)', "101 11 fe FE"),
        ('format("%e %E", 1000, -0.00123)', "1.000000e+03 -1.230000E-03"),
        ('format("%f %.2f %9.2f|", 10, 3.14159, 3.14159)', "10.000000 3.14      3.14|"),
        ('format("%g %G %g", 1000, 0.00000001, 0.5)', "1000 1E-08 0.5"),
        ('format("%q", "say \\"hi\\"")', '"say \\"hi\\""'),
        ('format("%[2]s %[1]s", "a", "b")', "b a"),
        ('format("%5d|%-5d|%05d|%+d|% d", 42, 42, 42, 42, 42)', "   42|42   |00042|+42| 42"),
        ('format("%10s|%-10s|%.2s", "hello", "hello", "hello")', "     hello|hello     |he"),
        ('format("%s%02d", "bar", 3)', "bar03"),
        ('format("%s", 5)', "5"),
        ('format("%d", "42")', "42"),
        (
            'format("%d", 1.5)',
            'invalid: Call to function "format" failed: unsupported value for "%d" at 0: an integer is required.',
        ),
        (
            'format("a %s", tolist(null))',
            'invalid: Call to function "format" failed: unsupported value for "%s" at 2: null value cannot be formatted.',
        ),
        (
            'format("%s %s", 1)',
            'invalid: Call to function "format" failed: not enough arguments for "%s" at 3: need index 2 but have 1 total.',
        ),
        (
            'format("%d", 1, 2)',
            'invalid: Invalid value for "args" parameter: too many arguments; only 1 used by format string.',
        ),
        (
            'format("none", 1)',
            'invalid: Invalid value for "args" parameter: too many arguments; no verbs in format string.',
        ),
        (
            'format("%z", 1)',
            'invalid: Call to function "format" failed: unsupported format verb \'z\' in "%z" at offset 0.',
        ),
        (
            'format("%", 1)',
            'invalid: Call to function "format" failed: unrecognized format character after the % at offset 0.',
        ),
    ],
    "formatlist": [
        (
            'formatlist("Hello, %s!", ["Valentina", "Ander", "Olivia", "Sam"])',
            ["Hello, Valentina!", "Hello, Ander!", "Hello, Olivia!", "Hello, Sam!"],
        ),
        (
            'formatlist("%s, %s!", "Salutations", ["Valentina", "Ander", "Olivia", "Sam"])',
            ["Salutations, Valentina!", "Salutations, Ander!", "Salutations, Olivia!", "Salutations, Sam!"],
        ),
        ('formatlist("%s=%d", ["a", "b"], [1, 2])', ["a=1", "b=2"]),
        ('formatlist("%s", [])', []),
        ('formatlist("%s", "a")', ["a"]),
        (
            'formatlist("%s%s", [1, 2], [3])',
            'invalid: Invalid value for "args" parameter: argument 2 has length 1, which is inconsistent with argument 1'
            " of length 2.",
        ),
    ],
    "indent": [(r'indent(2, "[\n  foo,\n]")', "[\n    foo,\n  ]")],
    "join": [
        ('join(", ", ["foo", "bar", "baz"])', "foo, bar, baz"),
        ('join(", ", ["foo"])', "foo"),
        ('join("-", [1, true], toset(["b", "a"]))', "1-true-a-b"),
        ('join(",", [])', ""),
        (
            'join(",", [null])',
            'invalid: Invalid value for "lists" parameter: element 0 is null; cannot concatenate null values.',
        ),
        ('join(",", [[]])', 'invalid: Invalid value for "lists" parameter: element 0: string required.'),
        ('join(",", "a")', 'invalid: Invalid value for "lists" parameter: list of string required.'),
    ],
    "lower": [('lower("HELLO")', "hello"), ('lower("ΓΕΙΑ ΣΟΥ")', "γεια σου")],
    "regex": [
        ('regex("[a-z]+", "53453453.345345aaabbbccc23454")', "aaabbbccc"),
        (r'regex("(\\d\\d\\d\\d)-(\\d\\d)-(\\d\\d)", "2019-02-01")', ["2019", "02", "01"]),
        (
            'regex("^(?:(?P<scheme>[^:/?#]+):)?(?://(?P<authority>[^/?#]*))?", "https://terraform.io/docs/")',
            {"authority": "terraform.io", "scheme": "https"},
        ),
        (
            'regex("[a-z]+", "53453453.34534523454")',
            'invalid: Call to function "regex" failed: pattern did not match any part of the given string.',
        ),
        (r'regex("^(\\d+)\\.", "14.5")[0]', "14"),
        ('regex("[[:alpha:]]+", "12ab3")', "ab"),
        ('regex("(a)|(b)", "b")', [None, "b"]),
        (r'regex("\\Qa.b\\E$", "xa.b")', "a.b"),
        ('regex("(?i)POSTGRES", "postgres15")', "postgres"),
        (
            r'regex("a$", "a\n")',
            'invalid: Call to function "regex" failed: pattern did not match any part of the given string.',
        ),
        (r'regex("(?m)a$", "a\nb")', "a"),
        (
            'regex("(?P<x>a)(b)", "ab")',
            'invalid: Invalid value for "pattern" parameter: invalid regexp pattern: cannot mix both named and unnamed capture groups.',
        ),
        (
            'regex("a(?=b)", "ab")',
            'invalid: Invalid value for "pattern" parameter: invalid regexp pattern: invalid or unsupported Perl syntax.',
        ),
        (
            'regex("*a", "a")',
            'invalid: Invalid value for "pattern" parameter: invalid regexp pattern: missing argument to repetition operator: *.',
        ),
        (
            'regex("(a", "a")',
            'invalid: Invalid value for "pattern" parameter: invalid regexp pattern: missing closing ).',
        ),
        (r'regex("\\pL+", "é")', "unknown: the pattern has parts that are not evaluated"),
        ('regex("(?U)a+", "aa")', "unknown: the pattern has parts that are not evaluated"),
    ],
    "regexall": [
        ('regexall("[a-z]+", "1234abcd5678efgh9")', ["abcd", "efgh"]),
        ('length(regexall("[a-z]+", "1234abcd5678efgh9"))', 2),
        ('length(regexall("[a-z]+", "123456789")) > 0', False),
        ('regexall("(a)(.)", "abac")', [["a", "b"], ["a", "c"]]),
        ('regexall("a*", "baac")', ["", "aa", ""]),
    ],
    "replace": [
        ('replace("1 + 2 + 3", "+", "-")', "1 - 2 - 3"),
        ('replace("hello world", "/w.*d/", "everybody")', "hello everybody"),
        ('replace("a-b", "/(\\\\w)-(\\\\w)/", "$2-$1")', "b-a"),
        ('replace("a-b", "/(?P<first>a)/", "$${first}!$$")', "a!$-b"),
        ('replace("ab", "/(a)/", "$1x")', "b"),
        ('replace("ab", "", "-")', "-a-b-"),
        ('replace("a/b", "/", ".")', "a.b"),
    ],
    "split": [
        ('split(",", "foo,bar,baz")', ["foo", "bar", "baz"]),
        ('split(",", "foo")', ["foo"]),
        ('split(",", "")', [""]),
        ('split("", "ab")', ["a", "b"]),
    ],
    "startswith": [('startswith("hello world", "hello")', True), ('startswith("hello world", "world")', False)],
    "strcontains": [('strcontains("hello world", "wor")', True), ('strcontains("hello world", "wod")', False)],
    "strrev": [('strrev("hello")', "olleh"), ('strrev("a ☃")', "☃ a")],
    "substr": [
        ('substr("hello world", 1, 4)', "ello"),
        ('substr("🤔🤷", 0, 1)', "🤔"),
        ('substr("hello world", -5, -1)', "world"),
        ('substr("hello", 9, 1)', ""),
        ('substr("hello", 1, 0)', ""),
    ],
    "title": [('title("hello world")', "Hello World"), ('title("a-b c_d 1e")', "A-B C_d 1e")],
    "trim": [
        ('trim("?!hello?!", "!?")', "hello"),
        ('trim("foobar", "far")', "oob"),
        ('trim("   hello! world.!  ", "! ")', "hello! world."),
    ],
    "trimprefix": [('trimprefix("helloworld", "hello")', "world"), ('trimprefix("helloworld", "cat")', "helloworld")],
    "trimspace": [(r'trimspace("  hello\n\n")', "hello")],
    "trimsuffix": [('trimsuffix("helloworld", "world")', "hello")],
    "upper": [('upper("hello")', "HELLO"), ('upper("алло!")', "АЛЛО!"), ('upper("straße")', "STRAßE")],
    # Collection functions
    "alltrue": [('alltrue(["true", true])', True), ("alltrue([true, false])", False), ("alltrue([])", True)],
    "anytrue": [
        ('anytrue(["true"])', True),
        ("anytrue([true])", True),
        ("anytrue([true, false])", True),
        ("anytrue([])", False),
        ("anytrue([1])", 'invalid: Invalid value for "list" parameter: element 0: bool required.'),
    ],
    "chunklist": [
        ('chunklist(["a", "b", "c", "d", "e"], 2)', [["a", "b"], ["c", "d"], ["e"]]),
        ('chunklist(["a", "b", "c", "d", "e"], 1)', [["a"], ["b"], ["c"], ["d"], ["e"]]),
        ("chunklist([1, 2], 0)", [[1, 2]]),
    ],
    "coalesce": [
        ('coalesce("a", "b")', "a"),
        ('coalesce("", "b")', "b"),
        ("coalesce(1,2)", 1),
        ('coalesce(["", "b"]...)', "b"),
        ('coalesce(1, "hello")', "1"),
        ('coalesce(true, "hello")', "true"),
        (
            'coalesce({}, "hello")',
            'invalid: Call to function "coalesce" failed: all arguments must have the same type.',
        ),
        ("coalesce(null, 0)", 0),
        ('coalesce(null, "")', 'invalid: Call to function "coalesce" failed: no non-null, non-empty-string arguments.'),
        ("coalesce(var.none, var.name)", "Valentina"),
    ],
    "coalescelist": [
        ('coalescelist(["a", "b"], ["c", "d"])', ["a", "b"]),
        ('coalescelist([], ["c", "d"])', ["c", "d"]),
        ('coalescelist([[], ["c", "d"]]...)', ["c", "d"]),
        ("coalescelist([], [])", 'invalid: Call to function "coalescelist" failed: no non-null arguments.'),
        (
            "coalescelist([1], toset([2]))",
            'invalid: Call to function "coalescelist" failed: coalescelist arguments must be lists or tuples.',
        ),
        ("coalescelist([1], null)", "unknown: the type of a null is not known"),
    ],
    "compact": [('compact(["a", "", "b", null, "c"])', ["a", "b", "c"])],
    "concat": [
        ('concat(["a", ""], ["b", "c"])', ["a", "", "b", "c"]),
        ('concat([], [1, "a"], [[3], "c"])', [1, "a", [3], "c"]),
        ('concat(tolist([1]), tolist(["a"]))', ["1", "a"]),
        (
            'concat("a")',
            'invalid: Invalid value for "seqs" parameter: all arguments must be lists or tuples; got string.',
        ),
        (
            'concat(toset(["a"]))',
            'invalid: Invalid value for "seqs" parameter: all arguments must be lists or tuples; got set of string.',
        ),
        ("concat(tolist([[]]), tolist([1]))", [[], 1]),
    ],
    "contains": [
        ('contains(["a", "b", "c"], "a")', True),
        ('contains(["a", "b", "c"], "d")', False),
        ('contains(toset(["a"]), "a")', True),
        ('contains([1], "1")', False),
        (
            "contains({ a = 1 }, 1)",
            'invalid: Call to function "contains" failed: argument must be list, tuple, or set.',
        ),
    ],
    "distinct": [('distinct(["a", "b", "a", "c", "d", "b"])', ["a", "b", "c", "d"]), ('distinct([1, "1"])', ["1"])],
    "element": [
        ('element(["a", "b", "c"], 1)', "b"),
        ('element(["a", "b", "c"], 3)', "a"),
        ('element(["a", "b", "c"], length(["a", "b", "c"])-1)', "c"),
        (
            "element([], 0)",
            'invalid: Call to function "element" failed: cannot use element function with an empty list.',
        ),
    ],
    "flatten": [
        ('flatten([["a", "b"], [], ["c"]])', ["a", "b", "c"]),
        ('flatten([[["a", "b"], []], ["c"]])', ["a", "b", "c"]),
        ("flatten([{ a = [1] }, 2])", [{"a": [1]}, 2]),
        ('flatten("a")', 'invalid: Call to function "flatten" failed: can only flatten lists, sets and tuples.'),
        (
            "flatten([for name, role in var.roles : [for i in range(2) : { n = name, i = i }] if role.limit > 5])",
            [{"n": "app", "i": 0}, {"n": "app", "i": 1}],
        ),
    ],
    "index": [
        ('index(["a", "b", "c"], "b")', 1),
        ('index(["a"], "b")', 'invalid: Call to function "index" failed: item not found.'),
        ('index([], "b")', 'invalid: Call to function "index" failed: cannot search an empty list.'),
    ],
    "keys": [
        ("keys({a=1, c=2, d=3})", ["a", "c", "d"]),
        ("keys({ b = 1, B = 2, a = 3 })", ["B", "a", "b"]),
        ("keys([1])", 'invalid: Invalid value for "inputMap" parameter: must have map or object type.'),
    ],
    "length": [
        ("length([])", 0),
        ('length(["a", "b"])', 2),
        ('length({"a" = "b"})', 1),
        ('length("hello")', 5),
        ('length("👾🕹️")', 2),
        ('length(toset(["a", "a"]))', 1),
        (
            "length(5)",
            'invalid: Call to function "length" failed: argument must be a string, a collection type, or a structural type.',
        ),
        ("length(null)", 'invalid: Invalid value for "value" parameter: argument must not be null.'),
    ],
    "lookup": [
        ('lookup({a="ay", b="bee"}, "a", "what?")', "ay"),
        ('lookup({a="ay", b="bee"}, "c", "what?")', "what?"),
        ('lookup({a="ay"}, "a")', "ay"),
        ('lookup(var.roles["app"], "limit", -1)', 20),
        ('lookup({ a = null }, "a", 1)', None),
        (
            'lookup({a="ay"}, "c")',
            'invalid: Invalid value for "inputMap" parameter: the given object has no attribute "c".',
        ),
        ('lookup(tomap({a="ay"}), "c")', 'invalid: Call to function "lookup" failed: lookup failed to find key "c".'),
        (
            'lookup(["a"], "c", 1)',
            'invalid: Invalid value for "inputMap" parameter: lookup() requires a map as the first argument.',
        ),
        ('lookup(tomap({ a = 1 }), "b", "2")', 2),
        (
            'lookup(tomap({ a = 1 }), "a", "x")',
            'invalid: Invalid value for "default" parameter: the default value must have the same type as the map elements.',
        ),
    ],
    "matchkeys": [
        ('matchkeys(["i-123", "i-abc", "i-def"], ["us-west", "us-east", "us-east"], ["us-east"])', ["i-abc", "i-def"]),
        (
            "matchkeys([1], [1, 2], [1])",
            'invalid: Call to function "matchkeys" failed: length of keys and values should be equal.',
        ),
    ],
    "merge": [
        ('merge({a="b", c="d"}, {e="f", c="z"})', {"a": "b", "c": "z", "e": "f"}),
        ('merge({a="b"}, {a=[1,2], c="z"}, {d=3})', {"a": [1, 2], "c": "z", "d": 3}),
        ('merge([{a="b", c="d"}, {}, {e="f", c="z"}]...)', {"a": "b", "c": "z", "e": "f"}),
        ("merge()", {}),
        ("merge({ a = 1 }, null)", {"a": 1}),
        ("merge(null)", {}),
        ("merge({}, [])", 'invalid: Call to function "merge" failed: arguments must be maps or objects, got "tuple".'),
        ('merge(tomap({ a = 1 }), tomap({ b = "x" })) == { a = 1, b = "x" }', True),
        (
            "merge(tostring(null), { a = 1 })",
            'invalid: Call to function "merge" failed: arguments must be maps or objects, got "string".',
        ),
    ],
    "one": [
        ("one([])", None),
        ('one(["hello"])', "hello"),
        (
            'one(["hello", "goodbye"])',
            'invalid: Invalid value for "list" parameter: must be a list, set, or tuple value with either zero or one'
            " elements.",
        ),
        ("one(toset([]))", None),
        ('one(toset(["hello"]))', "hello"),
        ("one(aws_db_instance.main[*].port)", 5432),
    ],
    "range": [
        ("range(3)", [0, 1, 2]),
        ("range(1, 4)", [1, 2, 3]),
        ("range(1, 8, 2)", [1, 3, 5, 7]),
        ("range(1, 4, 0.5)", [1, 1.5, 2, 2.5, 3, 3.5]),
        ("range(4, 1)", [4, 3, 2]),
        ("range(10, 5, -2)", [10, 8, 6]),
        (
            '{ for name, count in { foo = 2, bar = 4 } : name => [for i in range(count) : format("%s%02d", name, i)] }',
            {"bar": ["bar00", "bar01", "bar02", "bar03"], "foo": ["foo00", "foo01"]},
        ),
        ("range(0)", []),
        ("range(-2)", [0, -1]),
        ("length(range(1024))", 1024),
        (
            "range(1025)",
            'invalid: Call to function "range" failed: more than 1024 values were generated; either decrease the'
            " difference between start and end or use a smaller step.",
        ),
        ("range(1, 2, 0)", 'invalid: Invalid value for "params" parameter: step must not be zero.'),
        (
            "range(2, 1, 1)",
            'invalid: Invalid value for "params" parameter: end must be greater than start when step is positive.',
        ),
        ("range(8, 8, 0)", []),
    ],
    "reverse": [("reverse([1, 2, 3])", [3, 2, 1])],
    "setintersection": [
        ('setintersection(["a", "b"], ["b", "c"], ["b", "d"])', ["b"]),
        ("setintersection([3,3.3,4], [4,3.3,65,99], [4.0,3.3])", [3.3, 4]),
        ('setintersection(["bob","jane",3], ["jane",3,"ajax",10], ["3","jane",26,"nomad"])', ["3", "jane"]),
    ],
    "setproduct": [
        ('setproduct(toset([1]), ["x", "x"])', [[1, "x"]]),
        (
            'setproduct(["development", "staging", "production"], ["app1", "app2"])',
            [
                ["development", "app1"],
                ["development", "app2"],
                ["staging", "app1"],
                ["staging", "app2"],
                ["production", "app1"],
                ["production", "app2"],
            ],
        ),
        ('setproduct(["development", "staging", "production"], [])', []),
        ('setproduct(["a"], ["b"])', [["a", "b"]]),
        (
            'setproduct(["staging", "production"], ["a", 2])',
            [["staging", "a"], ["staging", "2"], ["production", "a"], ["production", "2"]],
        ),
        ("setproduct([1])", 'invalid: Call to function "setproduct" failed: at least two arguments are required.'),
        ("setproduct([1], 2)", 'invalid: Invalid value for "sets" parameter: a set or a list is required.'),
    ],
    "setsubtract": [
        ('setsubtract(["a", "b", "c"], ["a", "c"])', ["b"]),
        (
            'setunion(setsubtract(["a", "b", "c"], ["a", "c", "d"]), setsubtract(["a", "c", "d"], ["a", "b", "c"]))',
            ["b", "d"],
        ),
    ],
    # The page's result is in no order; for expressions and tolist go through it in this one.
    "setunion": [
        ('setunion(["a", "b"], ["b", "c"], ["d"])', ["a", "b", "c", "d"]),
        ('setunion([1], ["a"])', ["1", "a"]),
    ],
    "slice": [
        ('slice(["a", "b", "c", "d"], 1, 3)', ["b", "c"]),
        (
            "slice([1], 0, 2)",
            'invalid: Invalid value for "end_index" parameter: end index must not be greater than the length of the list.',
        ),
        (
            "slice([1], 1, 0)",
            'invalid: Invalid value for "start_index" parameter: start index must not be greater than end index.',
        ),
    ],
    "sort": [('sort(["e", "d", "a", "x"])', ["a", "d", "e", "x"]), ("sort([10, 9])", ["10", "9"])],
    "sum": [
        ("sum([10, 13, 6, 4.5])", 33.5),
        ("sum([])", 'invalid: Invalid value for "list" parameter: cannot sum an empty list.'),
        ("sum([for name, role in var.roles : role.limit])", 30),
    ],
    "transpose": [('transpose({"a" = ["1", "2"], "b" = ["2", "3"]})', {"1": ["a"], "2": ["a", "b"], "3": ["b"]})],
    "values": [
        ("values({a=3, c=2, d=1})", [3, 2, 1]),
        ("values([1])", 'invalid: Call to function "values" failed: values() requires a map as the first argument.'),
    ],
    "zipmap": [
        ('zipmap(["a", "b"], [1, 2])', {"a": 1, "b": 2}),
        ('zipmap(["a", "a"], [1, 2])', {"a": 2}),
        (
            'zipmap(["a"], [1, 2])',
            'invalid: Call to function "zipmap" failed: number of keys (1) does not match number of values (2).',
        ),
    ],
    # Encoding functions
    "base64decode": [
        ('base64decode("SGVsbG8gV29ybGQ=")', "Hello World"),
        ('base64decode("x")', 'invalid: Call to function "base64decode" failed: failed to decode base64 data.'),
    ],
    "base64encode": [('base64encode("Hello World")', "SGVsbG8gV29ybGQ=")],
    "csvdecode": [
        (r'csvdecode("a,b,c\n1,2,3\n4,5,6")', [{"a": "1", "b": "2", "c": "3"}, {"a": "4", "b": "5", "c": "6"}]),
        (r'csvdecode("a,a\n1,2")', 'invalid: Call to function "csvdecode" failed: duplicate column name "a".'),
        (
            r'csvdecode("a,b\n1")',
            'invalid: Call to function "csvdecode" failed: CSV parse error on line 2: wrong number of fields.',
        ),
        (r'csvdecode("a\n\"x\"\"\ny\"\n")', [{"a": 'x"\ny'}]),
        (
            r'csvdecode("a\nx\"y")',
            'invalid: Call to function "csvdecode" failed: CSV parse error on line 2: bare or extraneous " in a field.',
        ),
    ],
    "jsondecode": [
        (r'jsondecode("{\"hello\": \"world\"}")', {"hello": "world"}),
        ('jsondecode("true")', True),
        ('jsondecode("[1, 2.5, 1e2, null]")', [1, 2.5, 100, None]),
        (
            'jsondecode("{").a',
            'invalid: Call to function "jsondecode" failed: invalid JSON: expecting property name enclosed in double quotes: line 1 column 2 (char 1).',
        ),
        (r'jsondecode("\"\\ud800\"")', "\ufffd"),
    ],
    "jsonencode": [
        ('jsonencode({"hello"="world"})', '{"hello":"world"}'),
        ('jsonencode({ b = [1, 2.5, null, true], a = "<&>" })', r'{"a":"\u003c\u0026\u003e","b":[1,2.5,null,true]}'),
        ('jsonencode(toset(["b", "a"]))', '["a","b"]'),
        ("jsonencode(1 / 4)", "0.25"),
    ],
    "urlencode": [
        ('urlencode("Hello World!")', "Hello+World%21"),
        ('urlencode("☃")', "%E2%98%83"),
        (
            '"http://example.com/search?q=${urlencode("terraform urlencode")}"',
            "http://example.com/search?q=terraform+urlencode",
        ),
    ],
    "yamldecode": [
        ('yamldecode("hello: world")', {"hello": "world"}),
        ('yamldecode("true")', True),
        ('yamldecode("{a: &foo [1, 2, 3], b: *foo}")', {"a": [1, 2, 3], "b": [1, 2, 3]}),
        (
            'yamldecode("{a: &foo [1, *foo, 3]}")',
            'invalid: Call to function "yamldecode" failed: cannot refer to anchor "foo" from inside its own definition.',
        ),
        (
            'yamldecode("{a: !not-supported foo}")',
            'invalid: Call to function "yamldecode" failed: unsupported tag "!not-supported".',
        ),
        (r'yamldecode("- 1.5\n- \"1\"\n- 1Gi\n- 10.0.0.1\n- ~\n- -3")', [1.5, "1", "1Gi", "10.0.0.1", None, -3]),
        (r'yamldecode("a: |\n  x\n  y\n")', {"a": "x\ny\n"}),
        # Read differently by versions of the decoder, or other than it looks.
        ('yamldecode("a: yes")', {"a": "unknown: the YAML has a word that is not read the same way everywhere"}),
        ('yamldecode("a: 2020-01-01")', {"a": "unknown: the YAML has a word that is not read the same way everywhere"}),
        (
            r'yamldecode("a: 1\n---\nb: 2")',
            'invalid: Call to function "yamldecode" failed: only a single document is allowed.',
        ),
        (
            'yamldecode("{")',
            'invalid: Call to function "yamldecode" failed: invalid YAML: did not find expected node content.',
        ),
        ('yamldecode("")', 'invalid: Call to function "yamldecode" failed: missing start of document.'),
        (r'yamldecode("!!int \"3\"")', "unknown: the YAML has a tag that is not read the same way everywhere"),
    ],
    "yamlencode": [
        ('yamlencode({"a":"b", "c":"d"})', '"a": "b"\n"c": "d"\n'),
        ('yamlencode({"foo":[1, 2, 3], "bar": "baz"})', '"bar": "baz"\n"foo":\n- 1\n- 2\n- 3\n'),
        (
            'yamlencode({"foo":[1, {"a":"b","c":"d"}, 3], "bar": "baz"})',
            '"bar": "baz"\n"foo":\n- 1\n- "a": "b"\n  "c": "d"\n- 3\n',
        ),
        ("yamlencode(1e3)", "1000\n...\n"),
        ('yamlencode("a")', '"a"\n'),
    ],
    # Hash functions
    "md5": [('md5("hello world")', "5eb63bbbe01eeed093cb22bb8f5acdc3")],
    "sha1": [('sha1("hello world")', "2aae6c35c94fcfb415dbe95f408b9ce91ee846ed")],
    "sha256": [('sha256("hello world")', "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9")],
    "sha512": [
        (
            'sha512("hello world")',
            "309ecc489c12d6eb4cc40f50c902f2b4d0ed77ee511a7c7a9bcd3ca86d4cd86f989dd35bc5ff499670da34255b45b0cfd830e81f605dcf7dc5542e93ae9cd76f",
        )
    ],
    "base64sha256": [('base64sha256("hello world")', "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=")],
    # Filesystem functions
    "basename": [('basename("foo/bar/baz.txt")', "baz.txt"), ('basename("")', "."), ('basename("a/b/")', "b")],
    "dirname": [
        ('dirname("foo/bar/baz.txt")', "foo/bar"),
        ('dirname("")', "."),
        ('dirname("a")', "."),
        ('dirname("/a")', "/"),
    ],
    "file": [
        ('file("${path.module}/hello.txt")', "Hello World\n"),
        ('file("${path.module}/none.txt")', "unknown: mod/none.txt is not in the tree"),
        (
            'file("mod/latin.txt")',
            'invalid: Call to function "file" failed: contents of mod/latin.txt are not valid UTF-8.',
        ),
    ],
    "fileexists": [
        ('fileexists("${path.module}/hello.txt")', True),
        ('fileexists("${path.module}/none.txt")', "unknown: mod/none.txt is not in the tree"),
    ],
    "filebase64": [
        ('filebase64("${path.module}/hello.txt")', "SGVsbG8gV29ybGQK"),
        ('filebase64("mod/latin.txt")', "Y2Fm6Q=="),
    ],
    "filemd5": [('filemd5("mod/hello.txt")', "e59ff97941044f85df5297e1c302d260")],
    "templatefile": [
        (
            'templatefile("${path.module}/backends.tftpl", { port = 8080, ip_addrs = ["10.0.0.1", "10.0.0.2"] })',
            "backend 10.0.0.1:8080\nbackend 10.0.0.2:8080\n",
        ),
        (
            'templatefile("${path.module}/config.tftpl", { config = { "x" = "y", "foo" = "bar", "key" = "value" } })',
            "\nset foo = bar\n\nset key = value\n\nset x = y\n",
        ),
        (
            'templatefile("mod/json.tftpl", { port = 8080, ip_addrs = ["10.0.0.1", "10.0.0.2"] })',
            '{"backends":["10.0.0.1:8080","10.0.0.2:8080"]}',
        ),
        (
            'templatefile("mod/backends.tftpl", { ip_addrs = ["10.0.0.1"] })',
            'invalid: Invalid value for "vars" parameter: vars map does not contain key "port", referenced at'
            " mod/backends.tftpl:2.",
        ),
        (
            'templatefile("mod/again.tftpl", {})',
            'invalid: Call to function "templatefile" failed: Call to function "templatefile" failed: cannot recursively'
            " call templatefile from inside templatefile call.",
        ),
        (
            'templatefile("mod/hello.txt", "x")',
            'invalid: Invalid value for "vars" parameter: invalid vars value: must be a map.',
        ),
        ('templatefile("mod/none.tftpl", {})', "unknown: mod/none.tftpl is not in the tree"),
        ('abspath("x")', "unknown: abspath() is not evaluated"),
    ],
    # IP network functions
    "cidrhost": [
        ('cidrhost("10.12.112.0/20", 16)', "10.12.112.16"),
        ('cidrhost("10.12.112.0/20", 268)', "10.12.113.12"),
        ('cidrhost("fd00:fd12:3456:7890:00a2::/72", 34)', "fd00:fd12:3456:7890::22"),
        ('cidrhost("10.0.0.0/8", -2)', "10.255.255.254"),
        (
            'cidrhost("10.0.0.0", 1)',
            'invalid: Call to function "cidrhost" failed: invalid CIDR expression: invalid CIDR address: 10.0.0.0.',
        ),
    ],
    "cidrnetmask": [
        ('cidrnetmask("172.16.0.0/12")', "255.240.0.0"),
        ('cidrnetmask("::ffff:1.2.3.4/100")', "unknown: an IPv4 range in IPv6 is not evaluated"),
    ],
    "cidrsubnet": [
        ('cidrsubnet("172.16.0.0/12", 4, 2)', "172.18.0.0/16"),
        ('cidrsubnet("10.1.2.0/24", 4, 15)', "10.1.2.240/28"),
        ('cidrsubnet("fd00:fd12:3456:7890::/56", 16, 162)', "fd00:fd12:3456:7800:a200::/72"),
        ('cidrsubnet("10.0.0.0/8", -1, 8)', "unknown: cidrsubnet() of a negative number is not evaluated"),
    ],
    "cidrsubnets": [
        ('cidrsubnets("0.0.0.0/0", 3)', "unknown: cidrsubnets() of all addresses is not evaluated"),
        ('cidrsubnets("10.1.0.0/16", 4, 4, 8, 4)', ["10.1.0.0/20", "10.1.16.0/20", "10.1.32.0/24", "10.1.48.0/20"]),
        (
            'cidrsubnets("fd00:fd12:3456:7890::/56", 16, 16, 16, 32)',
            [
                "fd00:fd12:3456:7800::/72",
                "fd00:fd12:3456:7800:100::/72",
                "fd00:fd12:3456:7800:200::/72",
                "fd00:fd12:3456:7800:300::/88",
            ],
        ),
        (
            '[for cidr_block in cidrsubnets("10.0.0.0/8", 8, 8) : cidrsubnets(cidr_block, 4, 4)]',
            [["10.0.0.0/20", "10.0.16.0/20"], ["10.1.0.0/20", "10.1.16.0/20"]],
        ),
    ],
    # Type conversion functions
    "can": [
        ("can(local.foo.bar)", True),
        ("can(local.foo.boop)", False),
        ('can(tonumber("x"))', False),
        ('can(regex("^[a-z]+$", var.name))', False),
    ],
    "try": [
        ('try(local.foo.bar, "fallback")', "baz"),
        ('try(local.foo.boop, "fallback")', "fallback"),
        ("try([tostring(var.list)], tolist(var.list))", ["a", "b", "c"]),
        ("try(var.list[5], var.map.zz, 3)", 3),
        ("try(null, 1)", None),
        ("try(var.map.zz)", 'invalid: Call to function "try" failed: no expression succeeded.'),
        ("try()", 'invalid: Call to function "try" failed: at least one argument is required.'),
    ],
    "sensitive": [("sensitive(1)", 1)],
    "issensitive": [
        ('issensitive(sensitive("secret"))', True),
        ('issensitive("hello")', False),
        ("issensitive(var.secret)", True),
        ("issensitive(upper(var.secret))", True),
        ("issensitive(nonsensitive(var.secret))", False),
    ],
    "tobool": [
        ("tobool(true)", True),
        ('tobool("true")', True),
        ("tobool(null)", None),
        (
            'tobool("no")',
            'invalid: Invalid value for "v" parameter: cannot convert "no" to bool; only the strings "true" or "false" are'
            " allowed.",
        ),
        ("tobool(1)", 'invalid: Invalid value for "v" parameter: cannot convert number to bool.'),
    ],
    "tolist": [
        ('tolist(["a", "b", "c"])', ["a", "b", "c"]),
        ('tolist(["a", "b", 3])', ["a", "b", "3"]),
        ('tolist(toset(["b", "a"]))', ["a", "b"]),
        (
            "tolist([1, []])",
            'invalid: Invalid value for "v" parameter: cannot convert tuple to list of any single type.',
        ),
    ],
    "tomap": [
        ('tomap({"a" = 1, "b" = 2})', {"a": 1, "b": 2}),
        ('tomap({"a" = "foo", "b" = true})', {"a": "foo", "b": "true"}),
    ],
    "tonumber": [
        ("tonumber(1)", 1),
        ('tonumber("1")', 1),
        ("tonumber(null)", None),
        (
            'tonumber("no")',
            'invalid: Invalid value for "v" parameter: cannot convert "no" to number; given string must be a decimal'
            " representation of a number.",
        ),
        ('tonumber("1e3")', 1000),
        ('tonumber(".5")', 0.5),
        (
            'tonumber(" 1")',
            'invalid: Invalid value for "v" parameter: cannot convert " 1" to number; given string must be a decimal representation of a number.',
        ),
    ],
    "toset": [
        ('toset(["a", "b", "c"])', ["a", "b", "c"]),
        ('toset(["a", "b", 3])', ["3", "a", "b"]),
        ('toset(["c", "b", "b"])', ["b", "c"]),
        ("toset([{ a = 1 }, { a = 1 }])", [{"a": 1}]),
    ],
    "tostring": [
        ('tostring("hello")', "hello"),
        ("tostring(1)", "1"),
        ("tostring(true)", "true"),
        ("tostring(null)", None),
        ("tostring([])", 'invalid: Invalid value for "v" parameter: cannot convert tuple to string.'),
        ("tostring(0.1)", "0.1"),
        ("tostring(1.50)", "1.5"),
        ("tonumber(tobool(null))", 'invalid: Invalid value for "v" parameter: cannot convert bool to number.'),
    ],
}

ROWS = [(page, *row) for page, rows in PAGES.items() for row in rows]


@pytest.mark.parametrize(("page", "text", "expected"), ROWS, ids=[f"{row[0]}: {row[1]}" for row in ROWS])
def test_function(page: str, text: str, expected: object) -> None:
    assert as_json(shown(text)) == as_json(expected)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_function_is_found_by_its_name(subject: str) -> None:
    table = __import__(f"pglint.formats.terraform.functions_{subject}", fromlist=["FUNCTIONS"]).FUNCTIONS
    assert set(SUBJECTS[subject].split(" ")) == set(table)
    assert all(find(name) is table[name] for name in table)
