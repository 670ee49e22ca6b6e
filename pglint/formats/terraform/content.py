"""Bodies with their values: attributes evaluated, nested blocks in order, dynamic ones written out."""

from __future__ import annotations

from pglint.formats.hcl.syntax import Block, Body, Expression, ListOf, Literal, Name, ObjectOf, Setter, SyntaxFault
from pglint.formats.terraform.copies import members
from pglint.formats.terraform.resource import Content, Given
from pglint.formats.terraform.values import Invalid, Value
from pglint.record import TYPE_CHECKING
from pglint.source import Source, Span
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pglint.formats.hcl.syntax import Node
    from pglint.formats.terraform.names import Names

# What Terraform itself takes from the blocks of resources and of modules.
OF_RESOURCES = frozenset(("count", "for_each", "provider", "depends_on", "lifecycle", "provisioner", "connection"))
OF_MODULES = frozenset(("count", "for_each", "providers", "depends_on", "source"))


def content(body: Body, span: Span, scope: Names, skip: frozenset[str] = frozenset()) -> Content:
    """A body with its values. In JSON an object, or a list of them, is a block as well as an attribute."""
    attributes: dict[str, Given] = {}
    blocks: dict[str, tuple[Content, ...]] = {}
    missing: dict[str, Unknown] = {}
    for setter in body.setters.values():
        if setter.name not in skip and not (setter.name == "dynamic" and _in_json(setter)):
            value = scope.value(setter.expression)
            attributes[setter.name] = Given(value, setter.name_span, setter.expression.span)
    for block in nested(body):
        if block.type == "dynamic" and block.labels:
            type_ = block.labels[0]
            found, open_end = _dynamic(block, scope)
            if open_end is not None:
                missing.setdefault(type_, open_end)
        elif block.type in skip:
            continue
        else:
            type_, found = block.type, (content(block.body, block.span, scope),)
        blocks[type_] = blocks.get(type_, ()) + found
    return Content(span, attributes, blocks, missing)


def nested(body: Body) -> Iterator[Block]:
    """The blocks in a body, with those that JSON writes as attributes."""
    yield from body.blocks
    for setter in body.setters.values():
        if not _in_json(setter):
            continue
        for node, span in _objects(setter):
            if setter.name != "dynamic":
                yield _block(setter.name, (), node, setter.expression.source, span)
                continue
            for inner in _body(node, setter.expression.source).setters.values():
                for each, place in _objects(inner):
                    yield _block("dynamic", (inner.name,), each, setter.expression.source, place)


def node_of(expression: Expression) -> Node | None:
    """The tree of an expression; None where it has a syntax error."""
    try:
        return expression.node()
    except SyntaxFault:
        return None


def _in_json(setter: Setter) -> bool:
    return setter.expression.source.path.endswith(".json")


def _objects(setter: Setter) -> Iterator[tuple[ObjectOf, Span]]:
    """The objects that an attribute of a JSON file consists of, each with the place of its header."""
    node = node_of(setter.expression)
    if isinstance(node, ObjectOf):
        yield node, setter.name_span
    elif isinstance(node, ListOf):
        for item in node.items:
            if isinstance(item, ObjectOf):
                yield item, Span(setter.expression.source, item.start, item.start + 1)


def _block(type_: str, labels: tuple[str, ...], node: ObjectOf, source: Source, span: Span) -> Block:
    return Block(type_, labels, span, node.end, _body(node, source))


def _body(node: ObjectOf, source: Source) -> Body:
    setters: dict[str, Setter] = {}
    for key, value in node.pairs:
        if isinstance(key, Literal) and key.value != "//":
            expression = Expression(source, value.start, value.end, _parsed(value))
            setters[str(key.value)] = Setter(str(key.value), Span(source, key.start, key.end), expression)
    return Body(setters, ())


def _parsed(node: Node) -> Callable[[Source, int, int], Node]:
    return lambda *_: node


def _dynamic(block: Block, scope: Names) -> tuple[tuple[Content, ...], Unknown | None]:
    """The blocks that a dynamic one stands for, and why there may be more ("dynamic Blocks")."""
    setter = block.body.setters.get("for_each")
    inner = next((each for each in nested(block.body) if each.type == "content"), None)
    if setter is None or inner is None:
        return (), Unknown("the dynamic block has no for_each or no content", block.span)
    over = scope.value(setter.expression)
    if isinstance(over.data, Unknown):
        return (), over.data
    name = _iterator(block)
    found: list[Content] = []
    open_end: Unknown | None = None
    try:
        for key, value in members(over):
            # Elements of a set that are not known may be equal to each other.
            if over.kind == "set" and isinstance(value.data, Unknown):
                open_end = open_end or value.data
            else:
                found.append(content(inner.body, block.span, scope.within(name, _item(key, value))))
    except Invalid as error:
        return (), Unknown(f"for_each: {error}", setter.expression.span)
    return tuple(found), open_end


def _item(key: Value, value: Value) -> Value:
    return Value({"key": key, "value": value})


def _iterator(block: Block) -> str:
    setter = block.body.setters.get("iterator")
    node = None if setter is None else node_of(setter.expression)
    if isinstance(node, Name):
        return node.name
    return node.value if isinstance(node, Literal) and isinstance(node.value, str) else block.labels[0]
