"""The text of an expression as a tree (HCL Native Syntax Specification, Expressions).

Literals, references and templates are read here; what has operators, brackets or ``for`` gets its structure from
python-hcl2 (see ``shapes``), its tokens from ``tokens``. Where the two languages part, Terraform's wins:

- ``10-1``, ``-1`` and ``- -1``: HCL has no negative numbers, the sign is an operator; several signs may follow.
- After ``.*`` only names belong to the splat, ``a.*.b[0]`` indexes its result; after ``[*]`` everything does, a further
  splat included: ``a[*].b[*].c`` is a list of lists.
- Newlines separate in objects only, and never stand before or after an operator there; two pairs need a separator.
- Names of functions may have any number of ``::``; any name may be a keyword; names may have letters outside ASCII.
- Strings may hold ``$${`` without ``}``, quotes in interpolations, escapes and directives; heredocs may end their list.
"""

from __future__ import annotations

import re

from pglint.formats.hcl import complaints, shapes, templates
from pglint.formats.hcl.syntax import (
    Attribute,
    Binary,
    Call,
    Conditional,
    Decimal,
    For,
    Index,
    ListOf,
    Literal,
    Name,
    ObjectOf,
    Splat,
    SyntaxFault,
    Unary,
)
from pglint.formats.hcl.tokens import Tokens
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pglint.formats.hcl.shapes import Group, Step
    from pglint.formats.hcl.syntax import Node
    from pglint.source import Source

KEYWORDS = {"true": True, "false": False, "null": None}
STRING = r'"[^"\\$%\r\n\udc80-\udcff]*+"'
SIMPLE = re.compile(
    rf"(?P<string>{STRING})"
    r"|(?P<number>-?[0-9]{1,99}+(?:\.[0-9]{1,99}+)?)"
    rf"|(?P<reference>(?P<first>[A-Za-z_][-A-Za-z0-9_]*+)(?:\.[A-Za-z_][-A-Za-z0-9_]*+|\[(?:[0-9]++|{STRING})\])*+)"
)
STEP = re.compile(rf"\.([A-Za-z_][-A-Za-z0-9_]*+)|\[(?:([0-9]++)|({STRING}))\]")
BETWEEN = re.compile(r"[ \t\r\n]++|/\*(?s:.*?)\*/|(?:#|//)[^\n]*+")


def parse(source: Source, start: int, end: int) -> Node:
    """The tree of the expression at characters ``start`` to ``end``. Raises SyntaxFault."""
    text = source.text
    simple = SIMPLE.fullmatch(text, start, end)
    node = _simple(simple) if simple else None
    if node is not None:
        return node
    node, stop = read(text, start, end)
    if stop < end:
        raise SyntaxFault(complaints.ITEM_AFTER, stop)
    return node


def read(text: str, start: int, limit: int) -> tuple[Node, int]:
    """The expression that begins at ``start``, as far as it goes, and the place where it stops. Raises SyntaxFault."""
    tokens = Tokens(text, start, limit)
    try:
        return _node(tokens, structure(tokens)), tokens.stop
    except RecursionError:
        raise SyntaxFault(complaints.DEPTH, start) from None


def structure(tokens: Tokens) -> Group:
    """How the tokens hang together; the commonest structures need no parser."""
    if len(tokens.shape) == 1:
        return shapes.Group(shapes.Term(0), 0, 0)
    return shapes.structure(" ".join(tokens.shape))


def number(text: str) -> int | float:
    """The value of a number as written; a whole one is an int however it is written, as it is one to Terraform."""
    if text.isdigit():
        return int(text)
    import decimal

    exact = decimal.Decimal(text)
    if abs(exact.adjusted()) < 1000 and int(exact) == exact:
        return int(exact)
    value = Decimal(exact)
    value.text = text
    return value


def _simple(found: re.Match[str]) -> Node | None:
    start, end = found.span()
    text = found[0]
    if found.lastgroup == "string":
        return Literal(text[1:-1], start, end)
    if found.lastgroup == "number":
        if text[0] == "-":
            return Unary("-", Literal(number(text[1:]), start + 1, end), start, end)
        return Literal(number(text), start, end)
    if text in KEYWORDS:
        return Literal(KEYWORDS[text], start, end)
    if found["first"] in KEYWORDS:
        return None
    at = found.end("first")
    node: Node = Name(found["first"], start, at)
    for step in STEP.finditer(found.string, at, end):
        name, digits, key = step.groups()
        if name:
            node = Attribute(node, name, start, step.end())
        else:
            value = int(digits) if digits else key[1:-1]
            node = Index(node, Literal(value, step.start() + 1, step.end() - 1), start, step.end())
    return node


def _node(tokens: Tokens, group: Group) -> Node:
    """The tree of a group; parentheses around it are the parent's."""
    return NODES[type(group.part)](tokens, group.part)


def _span(tokens: Tokens, first: Group, last: Group) -> tuple[int, int]:
    return tokens.starts[first.first], tokens.ends[last.last]


def _term(tokens: Tokens, part: shapes.Term) -> Node:
    kind, start, end = tokens.kinds[part.at], tokens.starts[part.at], tokens.ends[part.at]
    if kind == "quote":
        return templates.quoted(tokens.text, start, end, read)
    if kind == "heredoc":
        return templates.heredoc(tokens.text, start, end, read)
    text = tokens.text[start:end]
    if kind == "number":
        return Literal(number(text), start, end)
    return Literal(KEYWORDS[text], start, end) if text in KEYWORDS else Name(text, start, end)


def _sign(tokens: Tokens, part: shapes.Sign) -> Node:
    node = _node(tokens, part.of)
    for operator, start in reversed(tokens.signs[part.at]):
        node = Unary(operator, node, start, tokens.ends[part.of.last])
    return node


def _pairing(tokens: Tokens, part: shapes.Pairing) -> Node:
    left, right = _node(tokens, part.left), _node(tokens, part.right)
    return Binary(tokens.shape[part.at], left, right, *_span(tokens, part.left, part.right))


def _choice(tokens: Tokens, part: shapes.Choice) -> Node:
    test, yes, no = (_node(tokens, group) for group in part)
    return Conditional(test, yes, no, *_span(tokens, part.test, part.no))


def _call(tokens: Tokens, part: shapes.Call) -> Node:
    start = tokens.starts[part.first]
    name = BETWEEN.sub("", tokens.text[start : tokens.ends[part.first]])
    args = tuple(_node(tokens, arg) for arg in part.args)
    return Call(name, args, part.expand, start, tokens.ends[part.last])


def _items(tokens: Tokens, part: shapes.Items) -> Node:
    items = tuple(_node(tokens, item) for item in part.items)
    return ListOf(items, tokens.starts[part.first], tokens.ends[part.last])


def _pairs(tokens: Tokens, part: shapes.Pairs) -> Node:
    pairs = tuple((_key(tokens, key), _node(tokens, value)) for key, value in part.pairs)
    return ObjectOf(pairs, tokens.starts[part.first], tokens.ends[part.last])


def _key(tokens: Tokens, group: Group) -> Node:
    """A bare word is a string, ``true`` and ``null`` too; what would be a reference Terraform finds ambiguous."""
    if tokens.shape[group.first] == "(" or tokens.kinds[group.first] != "word":
        return _node(tokens, group)
    start, end = _span(tokens, group, group)
    if isinstance(group.part, shapes.Term):
        return Literal(tokens.text[start:end], start, end)
    node = _node(tokens, group)
    of = node
    while isinstance(of, Attribute) or (isinstance(of, Index) and isinstance(of.key, Literal)):
        of = of.of
    if isinstance(of, Name):
        raise SyntaxFault(complaints.OBJECT_KEY, start)
    return node


def _loop(tokens: Tokens, part: shapes.Loop) -> Node:
    *key, value = (tokens.text[tokens.starts[at] : tokens.ends[at]] for at in part.names)
    of, result = _node(tokens, part.of), _node(tokens, part.result)
    result_key = _node(tokens, part.result_key) if part.result_key else None
    condition = _node(tokens, part.condition) if part.condition else None
    span = tokens.starts[part.first], tokens.ends[part.last]
    return For("".join(key), value, of, result_key, result, condition, part.grouped, *span)


def _chain(tokens: Tokens, part: shapes.Chain) -> Node:
    return _followed(tokens, _node(tokens, part.of), tokens.starts[part.of.first], list(part.steps))


def _followed(tokens: Tokens, node: Node, start: int, steps: list[Step]) -> Node:
    while steps:
        step = steps.pop(0)
        end = tokens.ends[step.last]
        if step.kind == ".":
            node = Attribute(node, _name(tokens, step), start, end)
        elif step.key:
            node = Index(node, _node(tokens, step.key), start, end)
        else:
            node = _splat(tokens, node, start, step, steps)
    return node


def _splat(tokens: Tokens, of: Node, start: int, marker: Step, steps: list[Step]) -> Node:
    """A splat and the steps that belong to it, which are taken from ``steps``."""
    taken: list[str | Node] = []
    end = tokens.ends[marker.last]
    while steps and (marker.kind == "[*]" or steps[0].kind == "."):
        step = steps.pop(0)
        end = tokens.ends[step.last]
        if step.kind == ".":
            taken.append(_name(tokens, step))
        elif step.key:
            taken.append(_node(tokens, step.key))
        else:
            place = tokens.starts[step.at]
            inner = _splat(tokens, Name("", place, place), place, step, steps)
            taken.append(inner)
            end = inner.end
    return Splat(of, marker.kind == "[*]", tuple(taken), start, end)


def _name(tokens: Tokens, step: Step) -> str:
    """The name after a dot; ``a.0`` and ``a.0e0`` are the first element."""
    text = tokens.text[tokens.starts[step.at] : tokens.ends[step.at]]
    return str(number(text)) if tokens.kinds[step.at] == "number" else text


NODES: dict[type, Callable[[Tokens, Any], Node]] = {
    shapes.Term: _term,
    shapes.Sign: _sign,
    shapes.Pairing: _pairing,
    shapes.Choice: _choice,
    shapes.Chain: _chain,
    shapes.Call: _call,
    shapes.Items: _items,
    shapes.Pairs: _pairs,
    shapes.Loop: _loop,
}
