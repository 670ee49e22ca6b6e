"""The value of an expression, as Terraform works it out (HCL Native Syntax Specification, "Expressions").

What the files do not tell is Unknown with the first reason met on the way; what is known does not wait for it: a list
with an element that is not known still has its length. Nothing is guessed.
"""

from __future__ import annotations

from pglint.formats.hcl.syntax import (
    Attribute,
    Binary,
    Call,
    Conditional,
    For,
    Index,
    ListOf,
    Literal,
    Name,
    ObjectOf,
    Splat,
    Template,
    TemplateFor,
    TemplateIf,
    Unary,
)
from pglint.formats.terraform import bigfloat
from pglint.formats.terraform.access import attribute, index
from pglint.formats.terraform.conditional import conditional
from pglint.formats.terraform.convert import text_of
from pglint.formats.terraform.flow import built
from pglint.formats.terraform.functions import call
from pglint.formats.terraform.graphemes import normal
from pglint.formats.terraform.limits import Effort, Exhausted, NotKnown
from pglint.formats.terraform.loops import comprehension, splat
from pglint.formats.terraform.operators import binary, unary
from pglint.formats.terraform.templates import template, template_for, template_if
from pglint.formats.terraform.values import Invalid, Value
from pglint.record import TYPE_CHECKING
from pglint.source import Source, Span
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from pglint.formats.hcl.syntax import Node
    from pglint.formats.terraform.scope import Scope


def evaluate(node: Node, source: Source, scope: Scope) -> Value:
    """The value of an expression. Raises Invalid for what Terraform refuses, and nothing else."""
    try:
        return Frame(source, scope, {}, Effort()).value(node)
    except NotKnown as error:
        return Value(error.unknown)
    except RecursionError:
        return Value(Unknown("the expression is nested too deeply to evaluate", Span(source, node.start, node.end)))


def settle(node: Node, source: Source, scope: Scope) -> Value:
    """The value of an expression; what Terraform refuses is not known, with its reason."""
    try:
        return evaluate(node, source, scope)
    except Invalid as error:
        return Value(Unknown(str(error), Span(source, node.start, node.end)))


class Frame:
    """An evaluation under way: the file, the scope, and the names that for expressions around it give."""

    __slots__ = ("effort", "names", "scope", "source")

    def __init__(self, source: Source, scope: Scope, names: Mapping[str, Value], effort: Effort) -> None:
        self.source = source
        self.scope = scope
        self.names = names
        self.effort = effort

    def value(self, node: Node) -> Value:
        """The value of a part. Raises Invalid."""
        try:
            self.effort.enter()
            return _HANDLERS[type(node)](self, node)
        except Exhausted:
            raise
        except NotKnown as error:
            return Value(error.unknown)
        finally:
            self.effort.leave()

    def known(self, node: Node) -> Value | None:
        """The value of a part, or None where Terraform refuses it."""
        try:
            return self.value(node)
        except Invalid:
            return None

    def bound(self, names: Mapping[str, Value]) -> Frame:
        """The same with names that shadow others."""
        return Frame(self.source, self.scope, {**self.names, **names}, self.effort)

    def elsewhere(self, source: Source, scope: Scope, names: Mapping[str, Value]) -> Frame:
        """The same evaluation, in another file."""
        return Frame(source, scope, names, self.effort)

    def span(self, node: Node) -> Span:
        return Span(self.source, node.start, node.end)


def _literal(frame: Frame, node: Literal) -> Value:
    value = node.value
    if isinstance(value, str):
        return Value(normal(value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Value(bigfloat.literal(value))
    return Value(value)


def _name(frame: Frame, node: Name) -> Value:
    return _reference(frame, node, ())


def _attribute(frame: Frame, node: Attribute) -> Value:
    names = [node]
    while isinstance(names[-1].of, Attribute):
        names.append(names[-1].of)
    names.reverse()
    of = names[0].of
    return _reference(frame, of, names) if isinstance(of, Name) else _steps(frame, frame.value(of), names)


def _reference(frame: Frame, root: Name, names: list[Attribute] | tuple[Attribute, ...]) -> Value:
    if root.name in frame.names:
        return _steps(frame, frame.names[root.name], names)
    leading = [step.name for step in names]
    digits = next((number for number, name in enumerate(leading) if name.isdigit()), len(leading))
    end = names[digits - 1].end if digits else root.end
    value, used = frame.scope.reference(root.name, tuple(leading[:digits]), Span(frame.source, root.start, end))
    return _steps(frame, value, names[used:])


def _steps(frame: Frame, value: Value, names: list[Attribute] | tuple[Attribute, ...]) -> Value:
    for step in names:
        value = attribute(value, step.name, frame.span(step))
    return value


def _index(frame: Frame, node: Index) -> Value:
    of = frame.value(node.of)
    return index(of, frame.value(node.key), frame.span(node))


def _unary(frame: Frame, node: Unary) -> Value:
    return unary(node.operator, frame.value(node.of))


def _binary(frame: Frame, node: Binary) -> Value:
    return binary(node.operator, frame.value(node.left), lambda: frame.value(node.right), frame.effort)


def _list(frame: Frame, node: ListOf) -> Value:
    return built(tuple(_placed(frame, item) for item in node.items))


def _object(frame: Frame, node: ObjectOf) -> Value:
    found: dict[str, Value] = {}
    keys: list[Value] = []
    unknown = None
    for key_node, value_node in node.pairs:
        key = frame.value(key_node)
        value = _placed(frame, value_node)
        keys.append(key)
        if key.data is None:
            raise Invalid("Can't use a null value as a key.")
        if isinstance(key.data, Unknown):
            unknown = unknown or key.data
            continue
        try:
            found[text_of(key.data)] = value
        except Invalid as error:
            raise Invalid(f"Can't use this value as a key: {error}.") from None
    result = built(found)
    sensitive = any(key.sensitive for key in keys)
    return Value(unknown or found, None, result.refs, "", sensitive)


def _placed(frame: Frame, node: Node) -> Value:
    """An element of a constructor, with the place at which it is written there."""
    return frame.value(node)._replace(span=frame.span(node))


_HANDLERS: dict[type, Callable[[Frame, Any], Value]] = {
    Literal: _literal,
    Template: template,
    TemplateIf: template_if,
    TemplateFor: template_for,
    Name: _name,
    Attribute: _attribute,
    Index: _index,
    Splat: splat,
    Call: call,
    Unary: _unary,
    Binary: _binary,
    Conditional: conditional,
    ListOf: _list,
    ObjectOf: _object,
    For: comprehension,
}
