"""Names and places for values that come through a variable, a local or a module argument; keys in addresses."""

from __future__ import annotations

from pglint.formats.terraform.values import Origin, Value
from pglint.record import TYPE_CHECKING
from pglint.values import Unknown

if TYPE_CHECKING:
    from pglint.formats.hcl.syntax import Expression


def placed(value: Value, expression: Expression, called: str) -> Value:
    """The value with the place of its expression, under the name that a user gives it: ``var.limit``.

    What has an origin already keeps it: it was written farther inside.
    """
    if value.origin is not None or isinstance(value.data, Unknown):
        return value
    return value._replace(origin=Origin(called, expression.span))


def step(key: str) -> str:
    """A key as the next step of a reference."""
    return f".{key}" if key.isidentifier() else f"[{quoted(key)}]"


def quoted(key: str) -> str:
    """A text as Terraform writes it into an address."""
    return '"' + key.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
