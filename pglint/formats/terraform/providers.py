"""Which configuration of the provider of PostgreSQL a resource uses ("Providers Within Modules")."""

from __future__ import annotations

import re

from pglint.formats.hcl.syntax import Attribute, Literal, Name
from pglint.formats.terraform.content import node_of
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from pglint.formats.hcl.syntax import Block, Node
    from pglint.formats.terraform.module import Module

NAME = r"[A-Za-z_][-\w]*(?:\.[A-Za-z_][-\w]*)?"
PAIR = re.compile(rf'({NAME})"?\s*[=:]\s*"?({NAME})')
COMMENT = re.compile(r"(?:#|//)[^\n]*|/\*.*?\*/", re.DOTALL)


class Providers:
    """The provider configurations of one module instance, by the names that the module gives them.

    A module has its own; those that its caller passes; and the caller's default ones.
    """

    def __init__(self, module: Module, address: str, caller: Providers | None, call: Block | None) -> None:
        self._module = module
        self._address = address
        self._caller = caller
        self._passed = passed(call) if call else {}

    def address(self, name: str) -> str:
        """The address of the configuration ``postgresql`` or ``postgresql.alias``; '' where there is none."""
        local, _, alias = name.partition(".")
        if ("provider", local, alias) in self._module.blocks:
            return f"{self._address}provider.{name}"
        if self._caller is None:
            return ""
        if name in self._passed:
            return self._caller.address(self._passed[name])
        return "" if alias else self._caller.address(name)

    def of(self, block: Block, type_: str) -> str:
        """The address of the configuration that a resource of the provider of PostgreSQL uses; '' for others."""
        if not type_.startswith("postgresql_"):
            return ""
        setter = block.body.setters.get("provider")
        if setter is None:
            return self.address("postgresql")
        node = node_of(setter.expression)
        name = None if node is None else _name(node)
        return "" if name is None else self.address(name)


def passed(call: Block) -> dict[str, str]:
    """``providers = { postgresql.app = postgresql.main }`` of a module call: names, not an expression."""
    setter = call.body.setters.get("providers")
    text = "" if setter is None else COMMENT.sub("", setter.expression.span.text)
    return dict(PAIR.findall(text))


def _name(node: Node) -> str | None:
    """The name of a configuration: a reference, in quotes in files of Terraform 0.11 and in JSON."""
    match node:
        case Name(name) | Literal(str(name)):
            return name
        case Attribute(Name(name), alias):
            return f"{name}.{alias}"
    return None
