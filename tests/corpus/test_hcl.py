"""Real Terraform files: all are read whole, and their blocks and attributes are those that python-hcl2 finds."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pglint.formats.hcl.blocks import read
from pglint.formats.hcl.syntax import Body, Setter
from pglint.source import Source
from pglint.tree import decode
from tests.corpus import collection

pytestmark = pytest.mark.skipif(not collection.manifest(), reason="the collection of real files is not here")

PATTERNS = ("terraform/*.tf", "terraform/*.tfvars", "stacks/**/*.tf", "stacks/**/*.tfvars")
FILES = sorted(path for pattern in PATTERNS for path in collection.ROOT.glob(pattern))


def source(path: Path) -> Source:
    return Source(path.name, decode(path.read_bytes()))


def setters(body: Body) -> Iterator[Setter]:
    yield from body.setters.values()
    for block in body.blocks:
        yield from setters(block.body)


def ours(body: Body) -> list[object]:
    """Names of attributes, and blocks as (type, labels, body), in the order of the file."""
    items: list[tuple[int, object]] = [(setter.name_span.start, setter.name) for setter in body.setters.values()]
    items += [(block.span.start, (block.type, block.labels, ours(block.body))) for block in body.blocks]
    return [item for _, item in sorted(items, key=lambda item: item[0])]


def theirs(body: Any) -> list[object]:
    items: list[object] = []
    for tree in body.children:
        if tree.data == "attribute":
            items.append(str(tree.children[0].children[0]))
        elif tree.data == "block":
            *head, inner = [child for child in tree.children if hasattr(child, "data") and child.data in BLOCK]
            type_, *labels = map(word, head)
            items.append((type_, tuple(labels), theirs(inner)))
    return items


BLOCK = ("identifier", "keyword", "literal_value", "string", "body")


def word(tree: Any) -> str:
    if tree.data == "string":
        return "".join(str(part.children[0]) for part in tree.children if hasattr(part, "children"))
    return str(tree.children[0])


def test_there_are_files() -> None:
    assert len(FILES) >= 60


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_structure_is_that_of_python_hcl2(path: Path) -> None:
    from hcl2.api import parses_to_tree

    file = source(path)
    body, faults = read(file)
    assert faults == []
    assert ours(body) == theirs(parses_to_tree(file.text).children[0])


def test_every_expression_is_read() -> None:
    found = [setter.expression for path in FILES for setter in setters(read(source(path))[0])]
    assert len(found) > 3000
    for expression in found:
        node = expression.node()
        assert expression.start <= node.start <= node.end <= expression.end
        assert expression.span.text == expression.span.text.strip()
