"""What ``terraform show -json`` prints of a plan or a state (Terraform, "JSON Output Format").

A plan holds the values that resources will have, defaults of their providers included; a state those that they have.
"""

from __future__ import annotations

from pglint.facts import Fault
from pglint.formats.hcl import json_values
from pglint.formats.hcl.syntax import ListOf, Literal, ObjectOf, SyntaxFault
from pglint.formats.terraform.flow import built
from pglint.formats.terraform.interest import is_ours
from pglint.formats.terraform.json_nodes import at, is_true, items, members, text
from pglint.formats.terraform.plan_references import References
from pglint.formats.terraform.resource import Content, Given, Resource
from pglint.formats.terraform.values import Value
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.source import Source, Span
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.formats.hcl.syntax import Node


class Plan(NamedTuple):
    """The resources of interest in a file, by their addresses; ``planned`` tells a plan from a state."""

    source: Source
    resources: tuple[Resource, ...]
    planned: bool


def is_plan(source: Source) -> bool:
    """Whether a file looks like a plan or a state, before it is parsed."""
    head = source.text
    return (
        head.lstrip().startswith("{")
        and '"format_version"' in head
        and '"terraform_version"' in head
        and ('"planned_values"' in head or '"values"' in head)
    )


def read(source: Source) -> Plan | Fault | None:
    """A plan or state; what is wrong with a file that is no JSON; None for other JSON and for later formats."""
    try:
        root = json_values.read(source.text)
    except SyntaxFault as fault:
        end = min(fault.offset + 1, len(source.text))
        return Fault("syntax-error", fault.text, Span(source, fault.offset, end))
    if text(at(root, "format_version")).partition(".")[0] not in ("0", "1"):
        return None
    planned = "planned_values" in members(root)
    module = at(root, "planned_values" if planned else "values", "root_module")
    changes = {text(at(change, "address")): change for change in items(at(root, "resource_changes"))}
    listed = [node for node in _resources(module) if text(at(node, "mode")) == "managed"]
    references = References(at(root, "configuration"), tuple(text(at(node, "address")) for node in listed))
    providers = tuple(_providers(source, references))
    found = [_resource(source, node, changes.get(text(at(node, "address"))), references) for node in listed]
    known = {each.address for each in providers}
    ours = (each if each.provider in known else each._replace(provider="") for each in found if is_ours(each.type))
    return Plan(source, (*providers, *ours), planned)


def _resources(module: Node | None) -> Iterator[Node]:
    yield from items(at(module, "resources"))
    for child in items(at(module, "child_modules")):
        yield from _resources(child)


class _Marks(NamedTuple):
    """What a plan says of values beside them, in the shape of the values: unknown until apply, sensitive."""

    unknown: Node | None = None
    sensitive: Node | None = None

    def at(self, step: str | int) -> _Marks:
        return _Marks(at(self.unknown, step), at(self.sensitive, step))


def _resource(source: Source, node: Node, change: Node | None, references: References) -> Resource:
    address = text(at(node, "address"))
    marks = _Marks(at(change, "change", "after_unknown"), at(node, "sensitive_values"))
    found = _content(source, at(node, "values"), marks, _span(source, at(node, "address") or node), address)
    attributes = dict(found.attributes)
    for name, refs in references.of(address).items():
        if name in attributes:
            given = attributes[name]
            attributes[name] = given._replace(value=given.value._replace(refs=given.value.refs | refs))
    type_, name = text(at(node, "type")), text(at(node, "name"))
    provider = references.provider(address)
    return Resource(address, "managed", type_, name, found._replace(attributes=attributes), provider)


def _content(source: Source, node: Node | None, marks: _Marks, span: Span, address: str) -> Content:
    attributes: dict[str, Given] = {}
    blocks: dict[str, tuple[Content, ...]] = {}
    missing: dict[str, Unknown] = {}
    for key, value in node.pairs if isinstance(node, ObjectOf) else ():
        if isinstance(key, Literal):
            name = str(key.value)
            given = _value(source, value, marks.at(name))
            attributes[name] = Given(given, _span(source, key), _span(source, value))
            blocks[name] = tuple(_blocks(source, value, marks.at(name), address))
    for name, mark in members(marks.unknown).items():
        if is_true(mark):
            missing[name] = Unknown(f"{address}.{name} is known only after apply", span)
            attributes[name] = Given(Value(missing[name]), span, span)
            blocks[name] = ()
    return Content(span, attributes, {name: found for name, found in blocks.items() if found}, missing)


def _blocks(source: Source, node: Node, marks: _Marks, address: str) -> Iterator[Content]:
    """The nested blocks that a list consists of, if it holds objects alone."""
    found = items(node)
    if all(isinstance(each, ObjectOf) for each in found):
        for number, each in enumerate(found):
            span = Span(source, each.start, each.start + 1)
            yield _content(source, each, marks.at(number), span, address)


def _span(source: Source, node: Node) -> Span:
    return Span(source, node.start, node.end)


def _value(source: Source, node: Node, marks: _Marks) -> Value:
    span = _span(source, node)
    if is_true(marks.unknown):
        value = Value(Unknown("known only after apply", span))
    elif isinstance(node, Literal):
        value = Value(node.value)
    elif isinstance(node, ListOf):
        value = built(tuple(_value(source, item, marks.at(number)) for number, item in enumerate(node.items)))
    else:
        value = built({name: _value(source, each, marks.at(name)) for name, each in members(node).items()})
    return value._replace(sensitive=is_true(marks.sensitive), span=span)


def _providers(source: Source, references: References) -> Iterator[Resource]:
    for address, node in references.providers.items():
        attributes: dict[str, Given] = {}
        module = text(at(node, "module_address"))
        for attribute, expression in members(at(node, "expressions")).items():
            span = _span(source, expression)
            constant = at(expression, "constant_value")
            refs = references.resolved(expression, module, "")
            value = Value(Unknown("the plan does not hold values of providers", span), refs=refs)
            attributes[attribute] = Given(_value(source, constant, _Marks()) if constant else value, span, span)
        content = Content(_span(source, at(node, "name") or node), attributes, {}, {})
        yield Resource(address, "provider", "postgresql", text(at(node, "alias")), content)
