"""for expressions and splats (HCL's ForExpr and SplatExpr)."""

from __future__ import annotations

from pglint.formats.hcl.syntax import Splat
from pglint.formats.terraform.access import attribute, element, index
from pglint.formats.terraform.convert import bool_of, text_of
from pglint.formats.terraform.flow import built, uncounted
from pglint.formats.terraform.limits import of_elements
from pglint.formats.terraform.origins import quoted, step
from pglint.formats.terraform.unify import called, shape
from pglint.formats.terraform.values import Invalid, Value
from pglint.record import TYPE_CHECKING
from pglint.values import Unknown

if TYPE_CHECKING:
    from pglint.formats.hcl.syntax import For, Node
    from pglint.formats.terraform.evaluate import Frame


def items(of: Value) -> list[tuple[Value, Value]]:
    """Keys and elements of a collection whose number is known, in Terraform's order. Raises Invalid."""
    data = of.data
    if data is None:
        raise Invalid("A null value cannot be used as the collection in a 'for' expression.")
    if isinstance(data, bool | int | float | str | Unknown):
        raise Invalid(f"A value of type {called(of)} cannot be used as the collection in a 'for' expression.")
    if isinstance(data, tuple):
        found = [element(of, each, f"[{number}]") for number, each in enumerate(data)]
        if of.kind == "set":
            return [(each, each) for each in found]
        return [(Value(number), each) for number, each in enumerate(found)]
    keys = sorted(data, key=lambda key: key.encode("utf-8", "surrogatepass"))
    return [(Value(key), element(of, data[key], step(key))) for key in keys]


class _Loop:
    """What a for expression has come to: the first reason why the result is not known, and what it is made of."""

    __slots__ = ("frame", "node", "sensitive", "unknown")

    def __init__(self, frame: Frame, node: For, of: Value) -> None:
        self.frame = frame
        self.node = node
        self.unknown: Unknown | None = None
        self.sensitive = of.sensitive

    def inside(self, key: Value, each: Value) -> Frame:
        names = {self.node.value: each}
        return self.frame.bound({self.node.key: key, **names} if self.node.key else names)

    def includes(self, frame: Frame) -> bool:
        """Does the if clause let an element in? Raises Invalid."""
        if self.node.condition is None:
            return True
        value = frame.value(self.node.condition)
        self.sensitive = self.sensitive or value.sensitive
        if value.data is None:
            raise Invalid("The value of the 'if' clause must not be null.")
        if isinstance(value.data, Unknown):
            self.unknown = self.unknown or value.data
            return False
        try:
            return bool_of(value.data)
        except Invalid as error:
            raise Invalid(f"The 'if' clause value is invalid: {error}.") from None

    def key(self, frame: Frame, node: Node) -> str | None:
        """The key of a result; None when it is not known. Raises Invalid."""
        value = frame.value(node)
        self.sensitive = self.sensitive or value.sensitive
        if value.data is None:
            raise Invalid("Key expression in 'for' expression must not produce a null value.")
        if isinstance(value.data, Unknown):
            self.unknown = self.unknown or value.data
            return None
        try:
            return text_of(value.data)
        except Invalid as error:
            raise Invalid(f"The key expression produced an invalid result: {error}.") from None

    def result(self, data: tuple[Value, ...] | dict[str, Value]) -> Value:
        value = built(data)
        return value._replace(data=self.unknown or data, sensitive=self.sensitive)


def comprehension(frame: Frame, node: For) -> Value:
    """``[for …]`` or ``{for …}``. Raises Invalid."""
    of = frame.value(node.of)
    unknown = uncounted(of, frame.effort)
    if unknown is not None:
        return Value(unknown, of.origin, of.refs, "", of.sensitive)
    loop = _Loop(frame, node, of)
    if node.result_key is None:
        found = []
        for key, each in items(of):
            inside = loop.inside(key, each)
            if loop.includes(inside):
                found.append(inside.value(node.result))
        return loop.result(tuple(found))
    return _mapping(loop, of, node.result_key)


def _mapping(loop: _Loop, of: Value, key_node: Node) -> Value:
    node = loop.node
    found: dict[str, Value] = {}
    groups: dict[str, list[Value]] = {}
    for key, each in items(of):
        inside = loop.inside(key, each)
        if not loop.includes(inside):
            continue
        name = loop.key(inside, key_node)
        value = inside.value(node.result)
        if name is None:
            continue
        if node.grouped:
            groups.setdefault(name, []).append(value)
        elif name in found:
            raise Invalid(
                f"Two different items produced the key {'' if loop.sensitive else quoted(name) + ' '}in this"
                " 'for' expression. If duplicates are expected, use the ellipsis (...) after the value expression to"
                " enable grouping by key."
            )
        else:
            found[name] = value
    return loop.result({name: built(tuple(values)) for name, values in groups.items()} if node.grouped else found)


def splat(frame: Frame, node: Splat) -> Value:
    """``of[*]``, ``of.*`` with its steps. Raises Invalid."""
    of = frame.value(node.of)
    if of.data is None:
        if shape(of, frame.effort).kind in ("list", "set", "tuple"):
            raise Invalid("Splat expressions (with the * symbol) cannot be applied to null sequences.")
        return Value((), of.origin, of.refs)
    unknown = of.data if isinstance(of.data, Unknown) else None
    if isinstance(of.data, tuple):
        unknown = unknown or uncounted(of, frame.effort)
    if unknown is not None:
        return Value(unknown, of.origin, of.refs, "", of.sensitive)
    elements = [each for _, each in items(of)] if isinstance(of.data, tuple) else [of]
    of_elements(len(elements), "the list")
    found = tuple(_stepped(frame, node, each) for each in elements)
    kind = "list" if of.kind in ("list", "set") else ""
    return built(found, kind)._replace(sensitive=of.sensitive)


def _stepped(frame: Frame, node: Splat, each: Value) -> Value:
    for at in node.steps:
        if isinstance(at, str):
            each = attribute(each, at, frame.span(node))
        elif isinstance(at, Splat):
            # A splat in a splat: its empty name stands for the element.
            each = splat(frame.bound({"": each}), at)
        else:
            each = index(each, frame.value(at), frame.span(node))
    return each
