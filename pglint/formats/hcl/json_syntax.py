"""Terraform's JSON syntax as blocks and attributes (Terraform: JSON Configuration Syntax; JSON Infrastructure of HCL).

What is a block and how many labels it has only the schema tells; at the top of a .tf.json file that is known, inside of
a resource it is not: there everything is an attribute, nested blocks and ``dynamic`` too (an ObjectOf, or a ListOf of
them). Strings are templates, but not where Terraform evaluates without a scope: in variables, in the ``terraform``
block and in .tfvars.json.
"""

from __future__ import annotations

import re

from pglint.facts import Fault
from pglint.formats.hcl import complaints, json_values
from pglint.formats.hcl.expressions import read as read_expression
from pglint.formats.hcl.syntax import Block, Body, Expression, ListOf, Literal, ObjectOf, Setter, SyntaxFault
from pglint.formats.hcl.templates import bare
from pglint.record import TYPE_CHECKING
from pglint.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from pglint.formats.hcl.syntax import Node

    Parse = Callable[[Source, int, int], Node]

LABELS = {
    **dict.fromkeys(("resource", "data", "ephemeral"), 2),
    **dict.fromkeys(("module", "variable", "provider", "output", "check"), 1),
    **dict.fromkeys(("locals", "terraform", "moved", "import", "removed"), 0),
}
WITHOUT_SCOPE = ("variable", "terraform")
COMMENT = "//"
LETTER = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|.", re.DOTALL)


def read(source: Source) -> tuple[Body, list[Fault]]:
    """The body of a .tf.json file, and what is wrong with it; nothing is read of a file that is no JSON."""
    return _Reader(source).blocks()


def read_values(source: Source) -> tuple[Body, list[Fault]]:
    """The body of a .tfvars.json file: values by name."""
    return _Reader(source).values()


def parse_literal(source: Source, start: int, end: int) -> Node:
    """The tree of the value at ``start``, strings as they are. Raises SyntaxFault."""
    return json_values.value(source.text, start)


def parse_template(source: Source, start: int, end: int) -> Node:
    """The tree of the value at ``start``, strings and keys being templates. Raises SyntaxFault."""
    node = json_values.value(source.text, start)
    try:
        return _templates(source.text, node)
    except RecursionError:
        raise SyntaxFault(complaints.DEPTH, start) from None


def _templates(text: str, node: Node) -> Node:
    if isinstance(node, ListOf):
        return node._replace(items=tuple(_templates(text, item) for item in node.items))
    if isinstance(node, ObjectOf):
        return node._replace(pairs=tuple((_templates(text, key), _templates(text, item)) for key, item in node.pairs))
    if isinstance(node, Literal) and isinstance(node.value, str) and ("${" in node.value or "%{" in node.value):
        return _template(text, node.value, node.start, node.end)
    return node


def _template(text: str, value: str, start: int, end: int) -> Node:
    """A string's value as a template, with the places of what it was written as."""
    places: Sequence[int] = range(start + 1, end)
    if len(value) + 2 != end - start:
        places = [found.start() for found in LETTER.finditer(text, start + 1, end)]
    try:
        node = bare(value, read_expression)
    except SyntaxFault as fault:
        raise SyntaxFault(fault.text, places[fault.offset]) from None
    whole = isinstance(node, Literal) or (node.start, node.end) == (0, len(value))
    moved: Node = _moved(node, places)
    return moved._replace(start=start, end=end) if whole else moved


def _moved(node: Any, places: Sequence[int]) -> Any:
    if not hasattr(node, "_fields"):
        return tuple(_moved(part, places) for part in node) if isinstance(node, tuple) else node
    changes = {name: _moved(getattr(node, name), places) for name in node._fields if name not in ("start", "end")}
    return node._replace(**changes, start=places[node.start], end=places[node.end])


class _Reader:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.faults: list[Fault] = []

    def values(self) -> tuple[Body, list[Fault]]:
        return Body(self._setters(self._pairs(self._root(), complaints.JSON_BODY), parse_literal), ()), self.faults

    def blocks(self) -> tuple[Body, list[Fault]]:
        found: list[Block] = []
        others: list[tuple[Literal, Node]] = []
        for key, node in self._pairs(self._root(), complaints.JSON_BODY):
            if key.value in LABELS:
                found += self._unpack(str(key.value), (), key, node)
            else:
                others.append((key, node))
        return Body(self._setters(others, parse_template), tuple(found)), self.faults

    def _root(self) -> Node:
        try:
            root = json_values.read(self.source.text)
        except SyntaxFault as fault:
            self._report(fault.text, fault.offset, fault.offset + 1)
            return ListOf((), 0, 0)
        if isinstance(root, Literal):
            self._report(complaints.JSON_ROOT, root.start, root.end)
            return ListOf((), 0, 0)
        return root

    def _report(self, text: str, start: int, end: int) -> None:
        if not self.faults:
            span = Span(self.source, start, min(end, len(self.source.text)))
            self.faults.append(Fault("syntax-error", text, span))

    def _pairs(self, node: Node, complaint: str) -> list[tuple[Literal, Node]]:
        """The pairs of an object, or of all objects in a list; of null none."""
        pairs = []
        for part in node.items if isinstance(node, ListOf) else (node,):
            if isinstance(part, ObjectOf):
                pairs += [(key, item) for key, item in part.pairs if isinstance(key, Literal) and key.value != COMMENT]
            elif not (isinstance(part, Literal) and part.value is None):
                self._report(complaint, part.start, part.end)
        return pairs

    def _unpack(self, type_: str, labels: tuple[str, ...], key: Literal, node: Node) -> Iterator[Block]:
        """The blocks in ``node``; ``key`` is the last one of their labels so far, or the type."""
        if len(labels) < LABELS[type_]:
            pairs = self._pairs(node, complaints.JSON_LABELS.format(type=type_))
            for label, inner in pairs:
                yield from self._unpack(type_, (*labels, str(label.value)), label, inner)
            if not pairs and not isinstance(node, Literal):
                self._report(complaints.JSON_LABEL.format(type=type_), node.start, node.end)
        elif isinstance(node, Literal):
            if node.value is not None:
                self._report(complaints.JSON_BLOCK.format(type=type_), node.start, node.end)
        else:
            span = Span(self.source, key.start, key.end)
            parse = parse_literal if type_ in WITHOUT_SCOPE else parse_template
            for part in node.items if isinstance(node, ListOf) else (node,):
                setters = self._setters(self._pairs(part, complaints.JSON_BODY), parse)
                yield Block(type_, labels, span, part.end, Body(setters, ()))

    def _setters(self, pairs: list[tuple[Literal, Node]], parse: Parse) -> dict[str, Setter]:
        setters: dict[str, Setter] = {}
        for key, node in pairs:
            name = str(key.value)
            expression = Expression(self.source, node.start, node.end, parse)
            setter = Setter(name, Span(self.source, key.start + 1, key.end - 1), expression)
            before = setters.setdefault(name, setter)
            if before is not setter:
                text = complaints.JSON_DUPLICATE.format(name=name, line=before.name_span.line)
                self._report(text, key.start, key.end)
        return setters
