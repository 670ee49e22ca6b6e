"""How the tokens of an expression hang together, as python-hcl2's grammar has it: its tree, by numbers of tokens.

python-hcl2 is given the shape of an expression (see ``tokens``), not its text: shapes repeat where texts do not, so
most expressions cost no parsing at all, and strings, heredocs, comments, numbers and names, which python-hcl2 reads
otherwise than Terraform here and there, never reach it. Each entry of the shape stands in a column of its own, so the
place of a token in python-hcl2's tree is its number.
"""

from __future__ import annotations

from pglint.formats.hcl import grammar
from pglint.once import cache
from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Any, TypeAlias

    Part: TypeAlias = "Term | Sign | Pairing | Choice | Chain | Call | Items | Pairs | Loop"

WIDTH = 4


class Term(NamedTuple):
    """The operand ``at``."""

    at: int


class Sign(NamedTuple):
    """The unary operators that stand at ``at``."""

    at: int
    of: Group


class Pairing(NamedTuple):
    """A binary operator, at ``at``."""

    at: int
    left: Group
    right: Group


class Choice(NamedTuple):
    test: Group
    yes: Group
    no: Group


class Step(NamedTuple):
    """What follows an operand: ``kind`` is ``.`` with the name's number, ``[`` with a key, ``.*`` or ``[*]``."""

    kind: str
    at: int
    key: Group | None
    last: int


class Chain(NamedTuple):
    of: Group
    steps: tuple[Step, ...]


class Call(NamedTuple):
    """A call of the name at ``first``."""

    first: int
    last: int
    args: tuple[Group, ...]
    expand: bool


class Items(NamedTuple):
    first: int
    last: int
    items: tuple[Group, ...]


class Pairs(NamedTuple):
    first: int
    last: int
    pairs: tuple[tuple[Group, Group], ...]


class Loop(NamedTuple):
    first: int
    last: int
    names: tuple[int, ...]
    of: Group
    result_key: Group | None
    result: Group
    condition: Group | None
    grouped: bool


class Group(NamedTuple):
    """A part with the numbers of its first and last token, parentheses around it included."""

    part: Part
    first: int
    last: int


@cache
def structure(shape: str) -> Group:
    """The structure of a shape, its entries joined by blanks. Raises what lark raises, which no whole shape does."""
    text = "x = " + "".join(entry.ljust(WIDTH) for entry in shape.split(" "))
    attribute = grammar.tree(text).children[0].children[0]
    return _group(attribute.children[2])


def _number(token: Any) -> int:
    """Of a lark token; two kinds of them begin with the white space before them."""
    return (int(token.end_pos) - 1) // WIDTH - 1


def _group(tree: Any) -> Group:
    while tree.data == "expr_term" and len(tree.children) == 1:
        tree = tree.children[0]
    if tree.data == "expr_term":
        opening, inner, closing = tree.children
        return Group(_group(inner).part, _number(opening), _number(closing))
    return PARTS[tree.data](tree.children)


def _term(children: list[Any]) -> Group:
    at = _number(children[0])
    return Group(Term(at), at, at)


def _sign(children: list[Any]) -> Group:
    at, of = _number(children[0]), _group(children[1])
    return Group(Sign(at, of), at, of.last)


def _pairing(children: list[Any]) -> Group:
    left, (operator, second) = _group(children[0]), children[1].children
    right = _group(second)
    return Group(Pairing(_number(operator.children[0]), left, right), left.first, right.last)


def _choice(children: list[Any]) -> Group:
    test, yes, no = _group(children[0]), _group(children[2]), _group(children[4])
    return Group(Choice(test, yes, no), test.first, no.last)


def _chain(children: list[Any]) -> Group:
    """Operand and steps in the order in which they stand: the tree's grouping of splats is not Terraform's."""
    of, *more = children
    steps: list[Step] = []
    for tree in more:
        steps += _steps(tree)
    base = _group(of)
    if isinstance(base.part, Chain) and base.part.steps[-1].last == base.last:
        steps = [*base.part.steps, *steps]
        base = base.part.of
    return Group(Chain(base, tuple(steps)), base.first, steps[-1].last)


def _steps(tree: Any) -> list[Step]:
    first, *more = tree.children
    if tree.data == "get_attr":
        at = _number(more[0].children[0])
        return [Step(".", at, None, at)]
    if tree.data == "braces_index":
        return [Step("[", _number(first), _group(more[0]), _number(more[1]))]
    steps = [Step(str(first), _number(first), None, _number(first))]
    for step in more:
        steps += _steps(step)
    return steps


def _call(children: list[Any]) -> Group:
    first, last = _number(children[0].children[0]), _number(children[-1])
    args = [arg for arg in children[2:-1] for arg in arg.children]
    groups = tuple(_group(arg) for arg in args if _is_tree(arg))
    return Group(Call(first, last, groups, bool(args) and str(args[-1]) == "..."), first, last)


def _items(children: list[Any]) -> Group:
    first, last = _number(children[0]), _number(children[-1])
    return Group(Items(first, last, tuple(_group(item) for item in children if _is_tree(item))), first, last)


def _pairs(children: list[Any]) -> Group:
    first, last = _number(children[0]), _number(children[-1])
    pairs = [pair.children for pair in children if _is_tree(pair)]
    part = Pairs(first, last, tuple((_group(key.children[0]), _group(value)) for key, _, value in pairs))
    return Group(part, first, last)


def _loop(children: list[Any]) -> Group:
    opening, intro, *results, closing = children
    names = tuple(_number(name.children[0]) for name in intro.children if _is_tree(name) and name.data == "identifier")
    of = next(part for part in reversed(intro.children) if _is_tree(part))
    trees = [part for part in results if _is_tree(part)]
    condition = _group(trees.pop().children[1]) if trees[-1].data == "for_cond" else None
    *key, result = map(_group, trees)
    grouped = any(str(part) == "..." for part in results if not _is_tree(part))
    first, last = _number(opening), _number(closing)
    part = Loop(first, last, names, _group(of), key[0] if key else None, result, condition, grouped)
    return Group(part, first, last)


def _is_tree(part: Any) -> bool:
    return hasattr(part, "children")


PARTS = {
    "identifier": _term,
    "unary_op": _sign,
    "binary_op": _pairing,
    "conditional": _choice,
    "index_expr_term": _chain,
    "get_attr_expr_term": _chain,
    "attr_splat_expr_term": _chain,
    "full_splat_expr_term": _chain,
    "function_call": _call,
    "tuple": _items,
    "object": _pairs,
    "for_tuple_expr": _loop,
    "for_object_expr": _loop,
}
