"""Files of native syntax: their blocks and attributes with places, and what is still read of a broken one."""

import random
from collections.abc import Iterator

import pytest

from pglint.formats.hcl.blocks import MOST_RECOVERIES
from pglint.formats.hcl.files import read
from pglint.formats.hcl.lexis import MOST_DEPTH
from pglint.formats.hcl.syntax import Body, SyntaxFault
from pglint.source import Source


def outline(body: Body) -> str:
    """Attributes as ``name=value`` as written, blocks as ``type.label{…}``, in the order of the file."""
    items = [
        (setter.name_span.start, f"{setter.name}={setter.expression.span.text}") for setter in body.setters.values()
    ]
    items += [
        (block.span.start, ".".join((block.type, *block.labels)) + "{" + outline(block.body) + "}")
        for block in body.blocks
    ]
    return " ".join(text for _, text in sorted(items))


def outlined(text: str, path: str = "main.tf") -> str:
    body, faults = read(Source(path, text))
    assert faults == []
    return outline(body)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("\ufeff", ""),
        ("\n \t\n# a\n// b\n/* c\n d */\n", ""),
        ("a = 1", "a=1"),
        ("a=1\nb  =  2 \t\n", "a=1 b=2"),
        ("\ufeffa = 1\n", "a=1"),
        ("a = 1 # b\nb = 2 // c\nc = 3 /* d */\nd = 4 /* e\n f */ # g\n", "a=1 b=2 c=3 d=4"),
        ("/* a */ a /* b */ = /* c */ 1\n", "a=1"),
        ('a = "b # c" # d\n', 'a="b # c"'),
        ('a = "b // ${c} /* d */"\n', 'a="b // ${c} /* d */"'),
        ('a = "b\\"c" \nd = "\\\\"\n', 'a="b\\"c" d="\\\\"'),
        ('a = "${b["c"]}" # "\n', 'a="${b["c"]}"'),
        ('a = "${f("}", "${g("{")}")}"\n', 'a="${f("}", "${g("{")}")}"'),
        ('a = "%{ if b == "}" }c%{ endif }"\n', 'a="%{ if b == "}" }c%{ endif }"'),
        ('a = "$${" \nb = "%%{"\n', 'a="$${" b="%%{"'),
        ('a = "${/* } */ b # }\n}"\n', 'a="${/* } */ b # }\n}"'),
        ("a = b + c # d\n", "a=b + c"),
        ("a = (\n b # c\n)\n", "a=(\n b # c\n)"),
        ('a = [\n "]", # ]\n /* ] */ 1\n]\n', 'a=[\n "]", # ]\n /* ] */ 1\n]'),
        ("a = { b = { c = 1 } }\nd = 2\n", "a={ b = { c = 1 } } d=2"),
        ("a = b ? [1] : {\n}\n", "a=b ? [1] : {\n}"),
        ("a = <<EOT\nb = c }\nEOT\nd = 1\n", "a=<<EOT\nb = c }\nEOT d=1"),
        ("a = <<-EOT\n  EOTS\n  EOT EOT\n   EOT  \nd = 1\n", "a=<<-EOT\n  EOTS\n  EOT EOT\n   EOT d=1"),
        ("a = <<E\n${f(<<E\n}\nE\n)}\nE\nd = 1\n", "a=<<E\n${f(<<E\n}\nE\n)}\nE d=1"),
        ("a = f(<<E\n)\nE\n)\nd = 1\n", "a=f(<<E\n)\nE\n) d=1"),
        ("a = <<E\n$${ %%{ $ %\nE\n", "a=<<E\n$${ %%{ $ %\nE"),
        ("a = b <c\nd = e / f // g\n", "a=b <c d=e / f"),
        ("a {}\n", "a{}"),
        ("a {\n}\n", "a{}"),
        ("a { b = 1 }", "a{b=1}"),
        ("a { b = { c = 1 } } # d\n", "a{b={ c = 1 }}"),
        ("a { # b\n}\n", "a{}"),
        ("a { /* b */ c = 1 /* d */ }\n", "a{c=1}"),
        ('a "b" c "d e" {\n}\n', "a.b.c.d e{}"),
        ('a"b"{\n}\n', "a.b{}"),
        ('a "\\"b\\u00e9" "$${c}" "d$" {\n}\n', 'a."bé.${c}.d${}'),
        ('a "b" {\n c = 1\n d {\n  e = 2\n }\n f = 3\n}\ng = 4\n', "a.b{c=1 d{e=2} f=3} g=4"),
        ("a {\n}\na {\n}\n", "a{} a{}"),
        ("a {\n b = 1\n}\nb = 1\n", "a{b=1} b=1"),
        ("in = 1\nfor = 2\nif = 3\ntrue = 4\nnull {}\n", "in=1 for=2 if=3 true=4 null{}"),
        ("größe = 1\nländer {\n a-ö = é\n}\n", "größe=1 länder{a-ö=é}"),
    ],
)
def test_outline(text: str, expected: str) -> None:
    assert outlined(text) == expected
    assert outlined(text.replace("\n", "\r\n")) == expected.replace("\n", "\r\n")


def test_places() -> None:
    text = '\ufeff# é\nresource "a_b" "é" { # head\n  größe = "é${x}"  # x\n\n  inner {\n    n = 1\n  }\n}\n'
    source = Source("main.tf", text)
    body, faults = read(source)
    assert faults == []
    (block,) = body.blocks
    (inner,) = block.body.blocks
    setter = block.body.setters["größe"]
    assert (block.span.text, block.span.line, block.span.column) == ('resource "a_b" "é"', 2, 1)
    assert (text[block.end - 1 :], text[inner.end - 1 : inner.end]) == ("}\n", "}")
    assert (inner.span.text, inner.span.line, inner.span.column) == ("inner", 5, 3)
    assert (setter.name_span.text, setter.name_span.line, setter.name_span.column) == ("größe", 3, 3)
    assert (setter.expression.span.text, setter.expression.span.column) == ('"é${x}"', 11)


BROKEN = [
    ("a = 1 b = 2", "b", "missing newline after argument: an argument definition must end with a newline"),
    ("a = 1, b = 2", ",", "unexpected comma after argument: argument definitions must be separated by newlines"),
    ("a = b = 2", "=", "missing newline after argument"),
    ("a = (1))", ")", "missing newline after argument"),
    ("a = b ? c : d : e", ":", "missing newline after argument"),
    ('a = "b" "c"', '"c"', "missing newline after argument"),
    ("a = f(1) g(2)", "g", "missing newline after argument"),
    ("a = 0x10", "x10", "missing newline after argument"),
    ("a =", "", "invalid expression: expected the start of an expression"),
    ("a = # b", "", "invalid expression"),
    ("a = 1 +", "", "invalid expression"),
    ("a = !", "", "invalid expression"),
    ("a = ]", "]", "invalid expression"),
    ("a = b ?", "", "invalid expression"),
    ("a = b ? c", "", "missing false expression in conditional"),
    ("a = b.", "", "invalid attribute name: an attribute name is required after a dot"),
    ("a = [1, 2}", "}", "missing item separator: expected a comma to mark the beginning of the next item"),
    ("a = [1 2\n b = 3", "2", "missing item separator"),
    ("a = [1, 2\n b = 3", "b", "missing item separator"),
    ("a = f(1\n b = 3", "b", "missing argument separator"),
    ("a = {\n b = 1\n c 2\n }\n d = (1 2", "2", "missing key/value separator"),
    ('a = "b', "", "invalid multi-line string: quoted strings may not be split over multiple lines"),
    ('a = "b\\', "\\", "invalid character: this character is not used within the language"),
    ('a = "\udcff"', "\udcff", "invalid character encoding: all input files must be UTF-8 encoded"),
    ("a\udcff = 1", "\udcff", "invalid character encoding"),
    ("a\u00a0= 1", "\u00a0", "invalid character: this character is not used within the language"),
    ("a = 'b'", "'", "invalid character: single quotes are not valid"),
    ("a = 1;", ";", 'invalid character: the ";" character is not valid'),
    ("a = 1 /* b", "*", "invalid expression"),
    ("a", "a", 'argument or block definition required: to set an argument, use the equals sign "="'),
    ("a: 1", "a", "argument or block definition required: to set an argument"),
    ("1 = a", "1", "argument or block definition required: an argument or block definition is required here"),
    ('"a" = 1', '"a"', "invalid argument name: argument names must not be quoted"),
    ("b {", "{", "unclosed configuration block: there is no closing brace for this block before the end of the file"),
    ("b { c = 1, d = 2 }", ",", "invalid single-argument block definition: single-line block syntax can include only"),
    ("b { c = 1 d = 2 }", "d", "invalid single-argument block definition: the closing brace must come immediately"),
    ("b { c = 1\n }", "", "invalid single-argument block definition: single-line block syntax must be closed"),
    ("b { c {} }", "c", "argument definition required: a single-line block definition can contain only a single"),
    ("b { c }", "c", "argument or block definition required: to set an argument"),
    ("b { 1 }", "1", "argument or block definition required"),
    ("b {} c {}", "c", "missing newline after block definition: a block definition must end with a newline"),
    ("b\n {\n }", "b", "argument or block definition required: to set an argument"),
    ('b "c"\n {\n }', "", 'invalid block definition: the "{" must be on the same line as the block header'),
    ('b "c" = {\n }', "=", 'invalid block definition: the equals sign "=" must not be used when defining a block'),
    ('b "c" 1 {\n }', "1", "invalid block definition: a quoted block label or an opening brace"),
    ('b "c${d}" {\n }', "$", "invalid string literal: template sequences are not allowed in this string"),
    ('b "\\d" {\n }', "\\", "invalid escape sequence: the symbol d is not a valid escape sequence selector"),
    ("} # too many", "}", "argument or block definition required: an argument or block definition is required here"),
    ("a = <<EOT", "", "unterminated template string: no closing marker was found for the string"),
    ("a = (", "}", "invalid expression: expected the start of an expression"),
    ("x = 1\n x = 2", "x", "attribute redefined: the argument x was already set in line 5"),
    ("a {\n" * MOST_DEPTH + "}\n" * MOST_DEPTH, "a", "nested too deeply to be read"),
]


@pytest.mark.parametrize(("line", "at", "complaint"), BROKEN, ids=[line[:30] for line, _, _ in BROKEN])
def test_broken_block(line: str, at: str, complaint: str) -> None:
    """The top-level block with the fault is not read, those before and after it are."""
    before = 'locals {\n  a = 1\n}\nresource "x" "y" {\n  '
    after = '\n}\nresource "z" "z" {\n  b = 2\n}\nmodule "m" {\n}\n'
    body, faults = read(Source("main.tf", before + line + after))
    (fault,) = faults
    assert fault.kind == "syntax-error"
    assert fault.text.startswith(complaint)
    assert fault.span.text == at
    kept = "resource.x.y{x=1} " if complaint.startswith("attribute redefined") else ""
    assert outline(body) == f"locals{{a=1}} {kept}resource.z.z{{b=2}} module.m{{}}"


@pytest.mark.parametrize(
    ("text", "line", "column", "read_of_it"),
    [
        # Terraform points at the brace of the block that is not closed, or at the end of the file.
        ('resource "a" "b" {\n  c {\n    d = 1\n}\n\nresource "e" "f" {\n}\n', 1, 18, "resource.e.f{}"),
        ('resource "a" "b" {\n  c = {\n    d = 1\n}\n\nvariable "e" {\n}\n', 1, 18, "variable.e{}"),
        ("locals {\n  a = <<EOT\n  x\n}\nlocals {\n  b = 1\n}\n", 8, 1, "locals{b=1}"),
        # One brace too many: what came after it belonged to the block before, which is not whole.
        ('locals {\n}\nresource "a" "b" {\n  c {\n  }\n  }\n  d = 1\n}\nlocals {\n}\n', 8, 1, "locals{} d=1 locals{}"),
        ("locals {\n}\n}\nlocals {\n}\nlocals {\n", 3, 1, "locals{}"),
        # Several faults: the first is told, all are survived.
        ("locals {\n}\nresource", 3, 1, "locals{}"),
        ('locals {\n}\nresource "a" "b', 3, 16, "locals{}"),
        ("locals {\n  a =", 2, 6, ""),
        ("locals {\n  a = (", 2, 8, ""),
        ("locals {\n  a = [1", 2, 7, ""),
        ("locals {\n  a = 1", 1, 8, ""),
        ("locals {\n  a = 1 2\n}\nlocals {\n  b = [}\n}\nlocals {\n  c = 1\n}\n", 2, 9, "locals{c=1}"),
        # The first fault may be in brackets that only seemed to be whole.
        ("locals {\n  a = [1 2]\n}\nlocals {\n  b = \n}\nlocals {\n}\n", 2, 10, "locals{a=[1 2]} locals{}"),
        ('locals {\n  a = "${b c}"\n}\nlocals {\n', 2, 12, 'locals{a="${b c}"}'),
        # Only a block that a module can have and that begins in column 1 is a new start.
        ("locals {\n  a = 1 2\n}\nother {\n}\n  locals {\n  b = 1\n}\nlocals {\n}\n", 2, 9, "locals{}"),
    ],
)
def test_broken_file(text: str, line: int, column: int, read_of_it: str) -> None:
    body, (fault,) = read(Source("main.tf", text))
    assert (fault.span.line, fault.span.column) == (line, column)
    assert outline(body) == read_of_it


def test_values_before_a_fault_are_read() -> None:
    body, (fault,) = read(Source("terraform.tfvars", "a = 1\nb = {\n  c = 2\n}\nd = 3 4\ne = {\nf = 5\n"))
    assert (outline(body), fault.span.line, fault.span.text) == ("a=1 b={\n  c = 2\n}", 5, "4")


def test_values_by_name() -> None:
    assert outlined('a = 1\nb = "x" # y\n', "prod.tfvars") == 'a=1 b="x"'


def test_a_file_full_of_faults_is_not_read_to_its_end() -> None:
    body, (fault,) = read(Source("main.tf", "locals {\n  a = 1 2\n}\n" * (MOST_RECOVERIES + 5) + "locals {\n}\n"))
    assert (outline(body), fault.span.line) == ("", 2)


def test_expressions_are_parsed_when_asked_for() -> None:
    body, faults = read(Source("main.tf", "a = [1 2]\nb = 1\n"))
    assert faults == []
    assert body.setters["b"].expression.node() is body.setters["b"].expression.node()
    with pytest.raises(SyntaxFault):
        body.setters["a"].expression.node()


PIECES = [
    'resource "a" "b" {\n',
    "}\n",
    "  c = ",
    "[1, ",
    "]",
    "{ d = 1 }",
    '"e${',
    '}"',
    "<<F\n",
    "F\n",
    "# g\n",
    "=",
    "\n",
]


def spoiled(number: int) -> Iterator[str]:
    """Files that nobody would write, the same each time."""
    chance = random.Random(number)
    for _ in range(40):
        text = "".join(chance.choice(PIECES) for _ in range(chance.randrange(1, 40)))
        yield text[: chance.randrange(len(text) + 1)] if chance.random() < 0.5 else text


@pytest.mark.parametrize("number", range(10))
def test_whatever_stands_there_is_read_or_refused(number: int) -> None:
    for text in spoiled(number):
        body, faults = read(Source("main.tf", text))
        assert len(faults) <= 1
        assert all(0 <= fault.span.start <= fault.span.end <= len(text) for fault in faults)
        for setter in body.setters.values():
            assert setter.name_span.text == setter.name
