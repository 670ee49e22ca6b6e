"""What a module declares, whole: all its files together, with the override files merged into them."""

from __future__ import annotations

from pglint.facts import Fault
from pglint.formats.hcl.files import read
from pglint.formats.hcl.syntax import Block, Body, Literal, Setter, SyntaxFault
from pglint.formats.terraform.folder import Folder
from pglint.formats.terraform.override import merged
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    # Blocks by what a reference calls them: their labels, with the mode in front for resources and data sources.
    Blocks = dict[tuple[str, ...], Block]

# The blocks that a module may hold, and what goes in front of their labels.
KINDS = {
    "variable": ("variable",),
    "output": ("output",),
    "module": ("module",),
    "resource": ("managed",),
    "data": ("data",),
    "provider": ("provider",),
}


class Module(NamedTuple):
    """The declarations of one folder.

    ``blocks`` holds variables, outputs and module calls under ``(kind, name)``, resources under ``(mode, type, name)``
    and providers under ``("provider", name, alias)``, alias '' for the default one. ``aliases`` are the names that the
    module gives the provider of PostgreSQL. ``faults`` are at most one a file; a module with some is not complete.
    """

    folder: str
    blocks: Blocks
    locals: dict[str, Setter]
    aliases: frozenset[str]
    files: tuple[str, ...]
    faults: tuple[Fault, ...]

    def of(self, kind: str) -> Iterator[tuple[tuple[str, ...], Block]]:
        """The blocks of a kind, in the order of the files."""
        return ((key, block) for key, block in self.blocks.items() if key[0] == kind)


def parse(folder: Folder) -> Module:
    """The module of a folder."""
    blocks: Blocks = {}
    values: dict[str, Setter] = {}
    faults = list(folder.faults)
    aliases = {"postgresql"}
    for source in folder.sources:
        body = _body(source, faults)
        aliases.update(_aliases(body))
        for key, block in _declared(body):
            blocks.setdefault(key, block)
        for setter in _locals(body):
            values.setdefault(setter.name, setter)
    for source in folder.overrides:
        body = _body(source, faults)
        blocks.update((key, merged(blocks[key], block)) for key, block in _declared(body) if key in blocks)
        values.update((setter.name, setter) for setter in _locals(body) if setter.name in values)
    files = sorted([source.path for source in folder.texts] + [fault.name for fault in folder.faults])
    return Module(folder.path, blocks, values, frozenset(aliases), tuple(files), tuple(faults))


def literal(setter: Setter | None) -> str | None:
    """The text of an attribute that has to be a plain string, such as the source of a module; else None."""
    if setter is None:
        return None
    try:
        node = setter.expression.node()
    except SyntaxFault:
        return None
    return node.value if isinstance(node, Literal) and isinstance(node.value, str) else None


def _body(source: Source, faults: list[Fault]) -> Body:
    body, found = read(source)
    faults += found[:1]
    return body


def _declared(body: Body) -> Iterator[tuple[tuple[str, ...], Block]]:
    for block in body.blocks:
        kind = KINDS.get(block.type)
        if kind is None:
            continue
        labels = block.labels
        if len(labels) != (2 if block.type in ("resource", "data") else 1):
            continue
        if block.type == "provider":
            labels = (*labels, literal(block.body.setters.get("alias")) or "")
        yield (*kind, *labels), block


def _locals(body: Body) -> Iterator[Setter]:
    for block in body.blocks:
        if block.type == "locals":
            yield from block.body.setters.values()


def _aliases(body: Body) -> Iterator[str]:
    """Local names of the provider, ``pg = { source = "cyrilgdn/postgresql" }`` in required_providers."""
    for block in body.blocks:
        if block.type == "terraform":
            for inner in block.body.blocks:
                if inner.type == "required_providers":
                    for setter in inner.body.setters.values():
                        if '/postgresql"' in setter.expression.span.text:
                            yield setter.name
