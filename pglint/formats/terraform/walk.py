"""The resources of interest of a module and of all that it calls, in the order of the files."""

from __future__ import annotations

from pglint.formats.terraform.content import OF_MODULES, OF_RESOURCES, content
from pglint.formats.terraform.instance import Instance, is_local
from pglint.formats.terraform.interest import is_our_module, is_ours, module_name
from pglint.formats.terraform.module import literal
from pglint.formats.terraform.names import Names
from pglint.formats.terraform.resource import Resource
from pglint.record import TYPE_CHECKING
from pglint.tree import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.formats.hcl.syntax import Block


def resources(instance: Instance) -> Iterator[Resource]:
    """What Terraform would make of a module instance, as far as it is of interest."""
    for key, block in instance.module.blocks.items():
        if key[0] in ("managed", "data") and is_ours(key[1]):
            yield from _resources(instance, key, block)
        elif key[0] == "provider" and key[1] in instance.module.aliases:
            yield _provider(instance, key, block)
        elif key[0] == "module":
            yield from _module(instance, key, block)


def _resources(instance: Instance, key: tuple[str, ...], block: Block) -> Iterator[Resource]:
    mode, type_, name = key
    address = f"{instance.address}{'data.' if mode == 'data' else ''}{type_}.{name}"
    provider = instance.providers.of(block, type_)
    for copy in instance.copies(key).all:
        found = content(block.body, block.span, instance.scope(copy), OF_RESOURCES)
        uncertain = copy.uncertain or instance.uncertain
        yield Resource(address + copy.suffix, mode, type_, name, found, provider, "", uncertain)


def _provider(instance: Instance, key: tuple[str, ...], block: Block) -> Resource:
    _, local, alias = key
    address = f"{instance.address}provider.{local}{'.' if alias else ''}{alias}"
    found = content(block.body, block.span, Names(instance, {}))
    return Resource(address, "provider", "postgresql", alias, found, "", "", instance.uncertain)


def _module(instance: Instance, key: tuple[str, ...], block: Block) -> Iterator[Resource]:
    source = literal(block.body.setters.get("source")) or ""
    if is_local(source):
        path = join(instance.module.folder, source)
        if path is None:
            return
        if not instance.run.modules.is_of_interest(path):
            instance.run.pass_over(path)
            return
        for each in instance.called(key[1]):
            yield from resources(each)
    elif is_our_module(name := module_name(source)):
        for copy in instance.copies(key).all:
            found = content(block.body, block.span, instance.scope(copy), OF_MODULES)
            address = f"{instance.address}module.{key[1]}{copy.suffix}"
            uncertain = copy.uncertain or instance.uncertain
            yield Resource(address, "module", "module", key[1], found, "", name, uncertain)
