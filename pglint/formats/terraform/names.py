"""What the expressions of one body can refer to: its module, and each, count and iterators where it has them."""

from __future__ import annotations

from pglint.formats.terraform.scope import Scope
from pglint.formats.terraform.values import Invalid, Value
from pglint.record import TYPE_CHECKING, Protocol
from pglint.source import Span
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pglint.formats.hcl.syntax import Expression


class Surroundings(Scope, Protocol):
    """The instance of a module, as its bodies see it."""

    def settle(self, expression: Expression, scope: Scope) -> Value:
        """The value of an expression; what Terraform refuses is unknown."""


class Names:
    """The scope of a body: ``given`` are the names that stand before all others."""

    __slots__ = ("given", "module")

    def __init__(self, module: Surroundings, given: Mapping[str, Value]) -> None:
        self.module = module
        self.given = given

    def value(self, expression: Expression) -> Value:
        """The value of an expression in this body."""
        return self.module.settle(expression, self)

    def reference(self, root: str, steps: tuple[str, ...], span: Span) -> tuple[Value, int]:
        found = self.given.get(root)
        return self.module.reference(root, steps, span) if found is None else (found, 0)

    def file(self, path: str) -> str | Unknown:
        return self.module.file(path)

    def within(self, name: str, value: Value) -> Names:
        """The scope of a nested body that has one more name."""
        return Names(self.module, {**self.given, name: value})


class Constant:
    """The scope of what may refer to nothing: defaults of variables and their values in files."""

    def __init__(self, why: str = "references are not allowed here") -> None:
        self._why = why

    def reference(self, root: str, steps: tuple[str, ...], span: Span) -> tuple[Value, int]:
        raise Invalid(self._why)

    def file(self, path: str) -> str | Unknown:
        return Unknown("functions are not allowed here")
