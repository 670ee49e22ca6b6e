"""Which resource instances flow into an attribute, as far as the configuration in a plan tells.

It lists the references of each expression, without keys that are not constant, and each reference again without its
last steps. Values of locals are not in it: what goes through one is lost.
"""

from __future__ import annotations

import re

from pglint.formats.terraform.json_nodes import at, items, members, text
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pglint.formats.hcl.syntax import Node

KEY = r'\[(?:"(?:[^"\\]|\\.)*"|\d+)\]'
KEYS = re.compile(KEY)
OUTPUT = re.compile(rf"module\.([\w-]+)({KEY})?\.([\w-]+)")
RESOURCE = re.compile(rf"([a-z][\w-]*\.[\w-]+)({KEY})?")
VARIABLE = re.compile(r"var\.([\w-]+)")
MODULE = re.compile(rf"module\.[\w-]+(?:{KEY})?\.")
NOT_RESOURCES = ("var", "local", "module", "data", "each", "count", "self", "path", "terraform")
# As many outputs and variables as a reference may go through.
DEPTH = 40


class References:
    """The configuration of a plan, and the addresses of the instances in it."""

    def __init__(self, configuration: Node | None, addresses: tuple[str, ...]) -> None:
        self._root = at(configuration, "root_module")
        self._by_block: dict[str, list[str]] = {}
        for address in addresses:
            self._by_block.setdefault(without_keys(address), []).append(address)
        self._modules: dict[str, Node | None] = {"": self._root}
        self._resources: dict[str, Node] = {}
        self._walk("", self._root)
        self.providers = dict(_providers(at(configuration, "provider_config")))

    def _walk(self, prefix: str, module: Node | None) -> None:
        for node in items(at(module, "resources")):
            self._resources[prefix + text(at(node, "address")).removeprefix(prefix)] = node
        for name, call in members(at(module, "module_calls")).items():
            inner = f"{prefix}module.{name}."
            self._modules[inner] = at(call, "module")
            self._walk(inner, self._modules[inner])

    def of(self, address: str) -> Mapping[str, frozenset[str]]:
        """The instances that flow into the attributes of a resource instance."""
        node = self._resources.get(without_keys(address))
        prefix = module_of(without_keys(address))
        found = {
            name: self.resolved(expression, prefix, address)
            for name, expression in members(at(node, "expressions")).items()
        }
        return {name: refs for name, refs in found.items() if refs}

    def provider(self, address: str) -> str:
        """The address of the provider configuration that an instance uses."""
        node = self._resources.get(without_keys(address))
        module, _, name = text(at(node, "provider_config_key")).rpartition(":")
        return f"{module}{'.' if module else ''}provider.{name}" if name else ""

    def resolved(self, expression: Node | None, module: str, user: str) -> frozenset[str]:
        """The instances that flow into an expression of a module, used by the instance ``user``."""
        prefix = f"{module}." if module and not module.endswith(".") else module
        blocks, keyed = set(), False
        for block, key in self._blocks(expression, without_keys(prefix), 0):
            blocks.add((block, key))
        for reference in items(at(expression, "references")):
            keyed = keyed or text(reference) in ("each.key", "each.value", "count.index")
        exact = {block for block, key in blocks if key}
        return frozenset(
            address
            for block, key in blocks
            if key or block not in exact
            for address in self._instances(block, key, user, keyed)
        )

    def _blocks(self, expression: Node | None, prefix: str, depth: int) -> Iterator[tuple[str, str]]:
        """The resources that an expression refers to, through outputs and variables too, with their keys."""
        if depth > DEPTH:
            return
        for node in items(at(expression, "references")):
            reference = text(node)
            if found := OUTPUT.match(reference):
                inner = f"{prefix}module.{found[1]}."
                output = at(self._modules.get(inner), "outputs", found[3], "expression")
                yield from self._blocks(output, inner, depth + 1)
            elif found := VARIABLE.match(reference):
                outer = prefix[: prefix.rstrip(".").rfind("module.")] if prefix else ""
                name = prefix[len(outer) :].removeprefix("module.").rstrip(".")
                given = at(self._modules.get(outer), "module_calls", name, "expressions", found[1]) if prefix else None
                yield from self._blocks(given, outer, depth + 1)
            elif (found := RESOURCE.match(reference)) and found[1].partition(".")[0] not in NOT_RESOURCES:
                yield prefix + found[1], found[2] or ""

    def _instances(self, block: str, key: str, user: str, keyed: bool) -> list[str]:
        """The instances of a block that can be meant."""
        found = self._by_block.get(block, [])
        if key:
            return [address for address in found if address.endswith(key)]
        near = [address for address in found if module_of(address) == module_of(user)]
        found = near or found
        own = last_key(user)
        same = [address for address in found if last_key(address) == own]
        return same if keyed and own and same else found


def _providers(configurations: Node | None) -> Iterator[tuple[str, Node]]:
    for node in members(configurations).values():
        name, alias, module = (text(at(node, key)) for key in ("name", "alias", "module_address"))
        is_postgresql = name == "postgresql" or text(at(node, "full_name")).endswith("/postgresql")
        if is_postgresql and at(node, "expressions") is not None:
            yield f"{module}{'.' if module else ''}provider.{name}{'.' if alias else ''}{alias}", node


def without_keys(address: str) -> str:
    """The address of the block that an instance is of."""
    return KEYS.sub("", address) if "[" in address else address


def module_of(address: str) -> str:
    """The module in an address, ``module.db["a"].``."""
    end = 0
    while found := MODULE.match(address, end):
        end = found.end()
    return address[:end]


def last_key(address: str) -> str:
    """The key of an instance, ``["a"]``."""
    found = KEYS.findall(address[len(module_of(address)) :])
    return found[-1] if found else ""
