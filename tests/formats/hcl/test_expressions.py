"""Expressions as trees, written as S-expressions: what each means was checked against Terraform 1.11 itself.

Literals stand in JSON, names bare, ``(. a b)`` is an attribute, ``(at a k)`` an index, ``(all a .b)`` the splat ``[*]``,
``(each a .b)`` the splat ``.*``; ``@`` is what a splat's steps so far give.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from pglint.formats.hcl import shapes
from pglint.formats.hcl.blocks import read
from pglint.formats.hcl.expressions import SIMPLE, number, parse
from pglint.formats.hcl.expressions import read as read_expression
from pglint.formats.hcl.syntax import Expression, Literal, Splat, SyntaxFault
from pglint.source import Source


def shown(node: Any) -> str:
    """The tree without its places."""
    if isinstance(node, str):
        return "." + node
    if isinstance(node, Literal):
        return json.dumps(node.value, ensure_ascii=False)
    return RENDER[type(node).__name__](node)


def listed(nodes: Any) -> str:
    return " ".join(map(shown, nodes))


def call(*parts: str) -> str:
    return "(" + " ".join(part for part in parts if part) + ")"


def loop(node: Any) -> str:
    names = f"{node.key},{node.value}" if node.key else node.value
    result = (f"{shown(node.result_key)} => " if node.result_key else "") + shown(node.result)
    condition = f" if {shown(node.condition)}" if node.condition else ""
    return f"(for {names} in {shown(node.of)} : {result}{'...' if node.grouped else ''}{condition})"


RENDER = {
    "Name": lambda node: node.name or "@",
    "Template": lambda node: call("join", listed(node.parts)),
    "TemplateIf": lambda node: f"(if {shown(node.test)} [{listed(node.yes)}] [{listed(node.no)}])",
    "TemplateFor": lambda node: f"(loop {node.key},{node.value} {shown(node.of)} [{listed(node.parts)}])",
    "Attribute": lambda node: call(".", shown(node.of), node.name),
    "Index": lambda node: call("at", shown(node.of), shown(node.key)),
    "Splat": lambda node: call("all" if node.full else "each", shown(node.of), listed(node.steps)),
    "Call": lambda node: call(node.name, listed(node.args), "..." if node.expand else ""),
    "Unary": lambda node: call(node.operator, shown(node.of)),
    "Binary": lambda node: call(node.operator, shown(node.left), shown(node.right)),
    "Conditional": lambda node: call("?", shown(node.test), shown(node.yes), shown(node.no)),
    "ListOf": lambda node: "[" + listed(node.items) + "]",
    "ObjectOf": lambda node: "{" + " ".join(f"{shown(key)}={shown(value)}" for key, value in node.pairs) + "}",
    "For": loop,
}


def expression(text: str) -> Expression:
    """The value of one attribute in a file."""
    body, faults = read(Source("main.tf", f"locals {{\n  é = {text}\n}}\n"))
    assert faults == []
    return body.blocks[0].body.setters["é"].expression


def tree(text: str) -> str:
    return shown(expression(text).node())


LITERALS = [
    ('"a"', '"a"'),
    ('""', '""'),
    ('"é 🐘"', '"é 🐘"'),
    (r'"\n\r\t\"\\"', r'"\n\r\t\"\\"'),
    (r'"\u00e9 \U0001F418"', '"é 🐘"'),
    ('"$${a} %%{b}"', '"${a} %{b}"'),
    ('"$ % $$ %% $a 100%"', '"$ % $$ %% $a 100%"'),
    ('"$$${a} %%%{a} $%%{a}"', '"$${a} %%{a} $%{a}"'),
    ('"$${~a"', '"${~a"'),
    ("0", "0"),
    ("007", "7"),
    ("15", "15"),
    ("1.0", "1"),
    ("1.50", "1.5"),
    ("1e3", "1000"),
    ("1E+2", "100"),
    ("1.5e-1", "0.15"),
    ("0.1e1", "1"),
    ("123456789012345678901234567890", "123456789012345678901234567890"),
    ("true", "true"),
    ("false", "false"),
    ("null", "null"),
]
REFERENCES = [
    ("var.a", "(. var a)"),
    ("a-b.c-d_e", "(. a-b c-d_e)"),
    ("länge.größe", "(. länge größe)"),
    ("aws_x.y[0].z", "(. (at (. aws_x y) 0) z)"),
    ('a["k"]["l"]', '(at (at a "k") "l")'),
    ("a [ 0 ] . b", "(. (at a 0) b)"),
    ("a.b[c.d]", "(at (. a b) (. c d))"),
    ("a.0.b", "(. (. a 0) b)"),
    ("each.value.for_each.in.if", "(. (. (. (. each value) for_each) in) if)"),
    ("a.true.null", "(. (. a true) null)"),
    ("true.a", "(. true a)"),
    ("[1, 2][0]", "(at [1 2] 0)"),
    ("{ a = 1 }.a", '(. {"a"=1} a)'),
    ("f(1).a", "(. (f 1) a)"),
    ("(a.b).c", "(. (. a b) c)"),
    ("a[*]", "(all a)"),
    ("a[*].b", "(all a .b)"),
    ("a[ * ].b", "(all a .b)"),
    ('a[*].b[0]["k"].c', '(all a .b 0 "k" .c)'),
    ("a[*].0", "(all a .0)"),
    ("a[*].b[*].c", "(all a .b (all @ .c))"),
    ("a[*].b.*.c[0]", "(all a .b (each @ .c) 0)"),
    ("(a[*].b)[0]", "(at (all a .b) 0)"),
    ("a.*", "(each a)"),
    ("a.*.b.c", "(each a .b .c)"),
    ("a.*.b.0", "(each a .b .0)"),
    ("a.*.b[0].c", "(. (at (each a .b) 0) c)"),
    ("a.*.b[0].*.c", "(each (at (each a .b) 0) .c)"),
    ("a.*.b[*].c", "(all (each a .b) .c)"),
]
OPERATORS = [
    ("-1", "(- 1)"),
    ("- -1", "(- (- 1))"),
    ("!!a", "(! (! a))"),
    ("-!-a", "(- (! (- a)))"),
    ("-a.b[0]", "(- (at (. a b) 0))"),
    ("-(a)", "(- a)"),
    ("5 -3", "(- 5 3)"),
    ("10-1", "(- 10 1)"),
    ("a-1", "a-1"),
    ("a -1", "(- a 1)"),
    ("1 - -1", "(- 1 (- 1))"),
    ("-1-2.5", "(- (- 1) 2.5)"),
    ("1 - 2 - 3", "(- (- 1 2) 3)"),
    ("8 / 4 % 3 * 2", "(* (% (/ 8 4) 3) 2)"),
    ("1 + 2 * 3 + 4", "(+ (+ 1 (* 2 3)) 4)"),
    ("(1 + 2) * 3", "(* (+ 1 2) 3)"),
    ("a < b == c >= d", "(== (< a b) (>= c d))"),
    ("a <= b != c > d", "(!= (<= a b) (> c d))"),
    ("a == b == c", "(== (== a b) c)"),
    ("a || b && c || d", "(|| (|| a (&& b c)) d)"),
    ("!a && -b + 1 > c", "(&& (! a) (> (+ (- b) 1) c))"),
    ("a == b && c", "(&& (== a b) c)"),
    ("a ? b : c", "(? a b c)"),
    ("a?b:c", "(? a b c)"),
    ("a ? b : c ? d : e", "(? a b (? c d e))"),
    ("a ? b ? c : d : e", "(? a (? b c d) e)"),
    ("a || b ? c + 1 : d", "(? (|| a b) (+ c 1) d)"),
    ("(a ? b : c) ? d : e", "(? (? a b c) d e)"),
    ('a != "" ? a : null', '(? (!= a "") a null)'),
    ("1 /* one */ + /* two\n lines */ 2", "(+ 1 2)"),
]
BRACKETS = [
    ("[]", "[]"),
    ("[1, 2,]", "[1 2]"),
    ("[\n  1, # one\n  2 // two\n  ,\n]", "[1 2]"),
    ("[[], [a]]", "[[] [a]]"),
    ("[-1, -a]", "[(- 1) (- a)]"),
    ("(\n  1\n  +\n  2\n)", "(+ 1 2)"),
    ("{}", "{}"),
    ("{ a = 1 }", '{"a"=1}'),
    ("{ a = 1, b : 2, }", '{"a"=1 "b"=2}'),
    ("{\n  a = 1\n\n  b = 2 # c\n  // d\n  c = 3, d = 4\n}", '{"a"=1 "b"=2 "c"=3 "d"=4}'),
    ('{ "a b" = 1, 5 = 2, -1 = 3 }', '{"a b"=1 5=2 (- 1)=3}'),
    ("{ (a.b) = 1, (c) = 2 }", "{(. a b)=1 c=2}"),
    ('{ "${a}" = 1, "x${a}" = 2 }', '{a=1 (join "x" a)=2}'),
    ("{ true = 1, null = 2, in = 3, if = 4, for_each = 5 }", '{"true"=1 "null"=2 "in"=3 "if"=4 "for_each"=5}'),
    ("{ a-b = 1, ü = 2 }", '{"a-b"=1 "ü"=2}'),
    ("{ a : b ? c : d }", '{"a"=(? b c d)}'),
    ("{ a = [\n1,\n2\n]\n b = (\n3\n) }", '{"a"=[1 2] "b"=3}'),
    ("{ a = { b = {} } }", '{"a"={"b"={}}}'),
    ("{ a[b.c] = 1, a[*].b = 2 }", "{(at a (. b c))=1 (all a .b)=2}"),
    ("f()", "(f)"),
    ("f(1, a,)", "(f 1 a)"),
    ("f (\n  1,\n  2\n)", "(f 1 2)"),
    ("f(a, b...)", "(f a b ...)"),
    ("f(g(1), -2)", "(f (g 1) (- 2))"),
    ("provider::x::f(1)", "(provider::x::f 1)"),
    ("a :: b::c::d(1)", "(a::b::c::d 1)"),
    ("[for x in a : x]", "(for x in a : x)"),
    ("[for k, v in a : k if v]", "(for k,v in a : k if v)"),
    ("[\n  for x in a :\n  x\n  if x > 1\n]", "(for x in a : x if (> x 1))"),
    ("{ for k, v in a : k => v }", "(for k,v in a : k => v)"),
    ("{\n  for x in a : x.b => x... if c\n}", "(for x in a : (. x b) => x... if c)"),
    ("[for x in a ? b : c : d ? e : f]", "(for x in (? a b c) : (? d e f))"),
    ("[for x in [for y in a : y] : [x]]", "(for x in (for y in a : y) : [x])"),
    ("[for for in in : for if if]", "(for for in in : for if if)"),
    ("[a, for]", "[a for]"),
]
TEMPLATES = [
    ('"${a.b}"', "(. a b)"),
    ('"${ 1 + 2 }"', "(+ 1 2)"),
    ('"${"${a}"}"', "a"),
    ('"${~ a ~}"', "a"),
    ('"${a} "', '(join a " ")'),
    ('"a${b}c${d}"', '(join "a" b "c" d)'),
    ('"${a}${b}"', "(join a b)"),
    ('"a-${f("b", { c = "}" })}"', '(join "a-" (f "b" {"c"="}"}))'),
    ('"${a ? "b ${c}" : "d"}!"', '(join (? a (join "b " c) "d") "!")'),
    ('"${\n  a # }\n}b"', '(join a "b")'),
    (r'"\"${a}\" ${b}"', r'(join "\"" a "\" " b)'),
    ('"$$${a} ${b}"', '(join "$${a} " b)'),
    ('"  ${~ a ~}  b"', '(join "" a "b")'),
    (r'"${a ~}\n b ${~ c}"', '(join a "b" c)'),
    ('"%{ if a }b%{ endif }"', '(join (if a ["b"] []))'),
    ('"%{ if a }b%{ else }${c}%{ endif }d"', '(join (if a ["b"] [c]) "d")'),
    ('"%{~ if a ~} b %{~ else ~} c %{~ endif ~}"', '(join (if a ["b"] ["c"]))'),
    ('"%{for x in a}${x},%{endfor}"', '(join (loop ,x a [x ","]))'),
    (
        '"%{ for k, v in a }%{ if v }${k}%{ endif }%{ endfor }"',
        "(join (loop k,v a [(if v [k] [])]))",
    ),
    ('"${a}${"b"}c"', '(join a "b" "c")'),
]
HEREDOCS = [
    ("<<EOT\nEOT", '""'),
    ("<<EOT\na\n  b\nEOT", '"a\\n  b\\n"'),
    ("<<EOT\n  a\n  EOT  ", '"  a\\n"'),
    ("<<E\nEE\nE E\n E", '"EE\\nE E\\n"'),
    ('<<EOT\n\\n "q" \\u00e9 $${a} %%{b}\nEOT', '"\\\\n \\"q\\" \\\\u00e9 ${a} %{b}\\n"'),
    ("<<EOT\n${a}\nEOT", '(join a "\\n")'),
    ("<<EOT\n${a}EOT\nEOT", '(join a "EOT\\n")'),
    ("<<EOT\na ${<<B\n${b}\nB\n} c\nEOT", '(join "a " (join b "\\n") " c\\n")'),
    ("<<EOT\n# a\n/* b\nEOT", '"# a\\n/* b\\n"'),
    ("<<-EOT\n    a\n      b\n\n    c\n  EOT", '"a\\n  b\\n\\nc\\n"'),
    ("<<-EOT\n\ta\n\t\tb\n\tEOT", '"a\\n\\tb\\n"'),
    ("<<-EOT\n    a\n  \n    EOT", '"a\\n  \\n"'),
    ("<<-EOT\n    a ${b}\n      ${c}\n    EOT", '(join "a " b "\\n  " c "\\n")'),
    ("<<-EOT\n    a\n${b}\n    EOT", '(join "    a\\n" b "\\n")'),
    ("<<EOT\n%{ if a ~}\n  b\n%{ endif ~}\nEOT", '(join (if a ["  b\\n"] []) "")'),
    # The newline after ~} is gone before indentation is looked at, so the next line does not count as one.
    ("<<-EOT\n    %{ for x in a ~}\n    ${x}\n    %{ endfor ~}\n    EOT", '(join "" (loop ,x a ["    " x "\\n"]) "")'),
    ("f(<<A\na\nA\n, <<B\nb\nB\n)", '(f "a\\n" "b\\n")'),
    ("{\n  a = <<A\nx\nA\n  b = 2\n}", '{"a"="x\\n" "b"=2}'),
]

SHAPES = LITERALS + REFERENCES + OPERATORS + BRACKETS + TEMPLATES + HEREDOCS


@pytest.mark.parametrize(("text", "expected"), SHAPES, ids=[text for text, _ in SHAPES])
def test_tree(text: str, expected: str) -> None:
    assert tree(text) == expected


@pytest.mark.parametrize(("text", "expected"), SHAPES, ids=[text for text, _ in SHAPES])
def test_tree_with_line_ends_of_windows(text: str, expected: str) -> None:
    """They stay in heredocs, where backslashes are no escapes, and nowhere else."""
    kept = re.sub(r"(?<!\\)\\n", r"\\r\\n", expected) if "<<" in text else expected
    assert tree(text.replace("\n", "\r\n")) == kept


def test_there_are_enough_shapes() -> None:
    assert len({text for text, _ in SHAPES}) == len(SHAPES) > 130


@pytest.mark.parametrize(
    "text",
    [text for text, _ in SHAPES if SIMPLE.fullmatch(text)]
    + ['a["b"][0].c', "a.b.c", "-5", "-0.5", "-007", "1.25", "a[10]", "nulls", "true-ish", "true", "null.a"],
)
def test_what_a_pattern_reads_is_what_the_grammar_gives(text: str) -> None:
    before = "é = "
    end = len(before) + len(text)
    by_grammar = read_expression(before + text, len(before), end)
    assert (parse(Source("main.tf", before + text), len(before), end), end) == by_grammar


def nodes(node: Any) -> Iterator[Any]:
    """A tree's nodes with a place, outermost first."""
    if hasattr(node, "_fields"):
        yield node
        for name in node._fields:
            yield from nodes(getattr(node, name))
    elif isinstance(node, tuple):
        for part in node:
            yield from nodes(part)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ('"é"', ['"é"']),
        ("a.b", ["a.b", "a"]),
        ("-1", ["-1", "1"]),
        ("- -é", ["- -é", "-é", "é"]),
        ("(a + b) * c", ["(a + b) * c", "a + b", "a", "b", "c"]),
        ("(a) ? (b) : (c)", ["(a) ? (b) : (c)", "a", "b", "c"]),
        ("(é.b)[ 0 ]", ["(é.b)[ 0 ]", "é.b", "é", "0"]),
        ("a.*.b[0]", ["a.*.b[0]", "a.*.b", "a", "0"]),
        ("a[*].b[*].c", ["a[*].b[*].c", "a", "[*].c", ""]),
        ("f( a, b ... )", ["f( a, b ... )", "a", "b"]),
        ("p::f(a)", ["p::f(a)", "a"]),
        ("{ a = [1] }", ["{ a = [1] }", "a", "[1]", "1"]),
        ("[for x in ([]) : x]", ["[for x in ([]) : x]", "[]", "x"]),
        ('"é${ a.b }c"', ['"é${ a.b }c"', "é", "a.b", "a", "c"]),
        ('"%{ if a ~} b%{ endif }"', ['"%{ if a ~} b%{ endif }"', "%{ if a ~} b%{ endif }", "a", " b"]),
        ("<<-E\n  é ${a}\n  E", ["<<-E\n  é ${a}\n  E", "é ", "a", "\n"]),
    ],
)
def test_places_are_exact(text: str, places: list[str]) -> None:
    value = expression(text)
    assert value.span.text == text.rstrip(" ")
    source = value.source.text
    assert [source[node.start : node.end] for node in nodes(value.node())] == places


FAULTS = [
    ("[1 2]", "2]", "missing item separator: expected a comma to mark the beginning of the next item"),
    ("[1,, 2]", ", 2]", "invalid expression: expected the start of an expression"),
    ("[+]", "+]", "invalid expression"),
    ("[a +]", "]", "invalid expression"),
    ("f(1 2)", "2)", "missing argument separator"),
    ("f(1..., 2)", "..., 2)", "missing closing parenthesis"),
    ("f(,)", ",)", "invalid expression"),
    ("(1 2)", "2)", "unbalanced parentheses: expected a closing parenthesis to terminate the expression"),
    ("()", ")", "invalid expression"),
    ("(1, 2)", ", 2)", "unbalanced parentheses"),
    ("a[1 2]", "2]", "missing close bracket on index"),
    ("a[]", "]", "invalid expression"),
    ("[a[* 2]]", "2]]", "missing close bracket on splat index"),
    ("[a.]", "]", "invalid attribute name: an attribute name is required after a dot"),
    ('[a."b"]', '"b"]', "invalid attribute name"),
    ("[a.0.1]", "0.1]", "invalid legacy index syntax: chaining two indexes together is not permitted"),
    ("[a.*.b.*.c]", "*.c]", "nested splat expression not allowed"),
    ("[a.b(1)]", "(1)]", "missing item separator"),
    ("[a::b]", "]", "missing open parenthesis"),
    ("[a::1()]", "1()]", "missing function name"),
    ("[a ? b]", "]", "missing false expression in conditional"),
    ("[a ? b : c : d]", ": d]", "missing item separator"),
    ("{ a = 1 b = 2 }", "b = 2 }", "missing attribute separator: expected a newline or comma"),
    ("{ a = 1; b = 2 }", "; b = 2 }", 'invalid character: the ";" character is not valid'),
    ("{ a, b }", ", b }", "missing attribute value"),
    ("{ a\n = 1 }", "\n = 1 }", "missing attribute value"),
    ("{ a b = 2 }", "b = 2 }", "missing key/value separator"),
    ("{ a = 1\n, b = 2 }", ", b = 2 }", "invalid expression"),
    ("{ a = 1\n + 2 }", "+ 2 }", "invalid expression"),
    ("{ a = b ?\n c : d }", "\n c : d }", "invalid expression"),
    ("{ a = b ? c\n : d }", "\n : d }", "missing false expression in conditional"),
    ("{ a.b = 1 }", "a.b = 1 }", "ambiguous attribute key: a reference must be in parentheses"),
    ("{ a[0] = 1 }", "a[0] = 1 }", "ambiguous attribute key"),
    ("{ for = 1 }", "= 1 }", "invalid 'for' expression: for expression requires variable name after 'for'"),
    ("[for x, 1 in a : x]", "1 in a : x]", "invalid 'for' expression: for expression requires value variable name"),
    ("[for x of a : x]", "of a : x]", "invalid 'for' expression: for expression requires the 'in' keyword"),
    ("[for x in a x]", "x]", "invalid 'for' expression: for expression requires a colon"),
    ("[for x in a : x => x]", "x => x]", "invalid 'for' expression: key expression is not valid when building a tuple"),
    ("{for x in a : x}", "x}", "invalid 'for' expression: key expression is required when building an object"),
    ("[for x in a : x...]", "...]", "invalid 'for' expression: grouping ellipsis (...) cannot be used"),
    ("[for x in a : x, ]", ", ]", "invalid 'for' expression: extra characters after the end of the 'for' expression"),
    ("[1.2.3]", "1.2.3]", "invalid number literal: failed to recognize the value of this number literal"),
    ("['a']", "'a']", "invalid character: single quotes are not valid"),
    ("[`a`]", "`a`]", 'invalid character: the "`" character is not valid'),
    ("[a & b]", "& b]", "unsupported operator: bitwise operators are not supported, did you mean boolean AND"),
    ("[a ** b]", "* b]", "invalid expression"),
    ("[a\u00a0]", "\u00a0]", "invalid character: this character is not used within the language"),
    (r'"a\d"', r'\d"', "invalid escape sequence: the symbol d is not a valid escape sequence selector"),
    (r'"\u12"', r'\u12"', "invalid escape sequence: the \\u escape sequence must be followed by four"),
    (r'"\U0000012"', r'\U0000012"', "invalid escape sequence: the \\U escape sequence must be followed by eight"),
    (r'"\ud800"', r'\ud800"', "invalid escape sequence: cannot encode character U+d800 in UTF-8"),
    ('"${}"', '}"', "invalid expression"),
    ('"${a b}"', 'b}"', "extra characters after interpolation expression: expected a closing brace"),
    ('"${a:b}"', ':b}"', "extra characters after interpolation expression: a colon is not expected at this location"),
    ('"${(a}"', '}"', "unbalanced parentheses"),
    ('"%{ a }"', 'a }"', "invalid template control keyword: a is not a valid template control keyword"),
    ('"%{ 1 }"', '1 }"', "invalid template directive"),
    ('"%{ if a b }%{ endif }"', 'b }%{ endif }"', "extra characters in if marker: expected a closing brace"),
    ('"%{ if a }b"', '"', "unexpected end of template: the if directive in line 2 is missing its endif directive"),
    ('"%{ for a in b }b"', '"', "unexpected end of template: the for directive in line 2 is missing its endfor"),
    ('"a%{ endif }"', '%{ endif }"', "unexpected endif directive: the control directives within this template"),
    ('"%{ if a }%{ else }%{ else }%{ endif }"', '%{ else }%{ endif }"', "unexpected else directive: already in"),
    ('"%{ for a in b }%{ else }%{ endfor }"', '%{ else }%{ endfor }"', "unexpected else directive: an else clause"),
    ('"%{ if a }%{ endfor }"', '%{ endfor }"', "unexpected endfor directive: expecting an endif directive for the if"),
    ('"%{ for 1 in b }%{ endfor }"', '1 in b }%{ endfor }"', "invalid 'for' directive: for directive requires"),
    (
        '"%{ for a, 1 in b }%{ endfor }"',
        '1 in b }%{ endfor }"',
        "invalid 'for' directive: for directive requires value variable",
    ),
    ('"%{ for a }%{ endfor }"', '}%{ endfor }"', "invalid 'for' directive: for directive requires 'in' keyword"),
]


@pytest.mark.parametrize(("text", "at", "complaint"), FAULTS, ids=[text for text, _, _ in FAULTS])
def test_what_terraform_refuses(text: str, at: str, complaint: str) -> None:
    """Inside brackets and strings it is found when the value is asked for, at the place at which Terraform shows it."""
    value = expression(text)
    with pytest.raises(SyntaxFault) as caught:
        value.node()
    assert caught.value.text.startswith(complaint)
    assert value.source.text[caught.value.offset : value.end] == at


@pytest.mark.parametrize(
    "text",
    ["(" * 90 + "1" + ")" * 90, '"${' * 45 + "1" + '}"' * 45, "[" * 90 + "]" * 90, "-" * 200 + "1"],
    ids=["parentheses", "strings", "lists", "signs"],
)
def test_what_is_deep_but_not_too_deep(text: str) -> None:
    assert expression(text).node()


def test_what_is_too_long_for_python_is_refused() -> None:
    with pytest.raises(SyntaxFault, match="nested too deeply to be read"):
        expression("1" + " + 1" * 3000).node()


@pytest.mark.parametrize(
    ("written", "value"),
    [("0", 0), ("1.e3", 1000), ("2.50e1", 25), ("1e-2", 0.01), ("9" * 400, int("9" * 400)), ("1e-999", 0.0)],
)
def test_numbers(written: str, value: float) -> None:
    found = number(written)
    assert (found, isinstance(found, int)) == (value, isinstance(value, int))


def test_one_shape_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = []
    monkeypatch.setattr(shapes.grammar, "tree", lambda text: parsed.append(text) or TREE(text))
    shapes.structure.cache_clear()
    for text in ("[a + 1, b.c]", "[bc+22, /* d */ e.f ]", '[ "${g}" + true,\nh.i]'):
        expression(text).node()
    assert [text.split() for text in parsed] == [["x", "=", *"[n+n,n.n]"]]


TREE = shapes.grammar.tree


def test_a_splat_in_a_splat_stands_for_what_the_steps_before_it_give() -> None:
    node = expression("a[*].b[*].c").node()
    assert isinstance(node, Splat)
    assert node.steps[0] == "b"
    inner = node.steps[1]
    assert isinstance(inner, Splat)
    assert (shown(inner.of), inner.full, inner.steps) == ("@", True, ("c",))
