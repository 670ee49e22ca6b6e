"""Input variables: the value that a module's caller, a file or the default gives them, as their type has it."""

from __future__ import annotations

from pglint.formats.hcl.expressions import parse
from pglint.formats.hcl.syntax import Block, Expression, Literal, SyntaxFault
from pglint.formats.terraform.constraint import ANY, Type, type_of
from pglint.formats.terraform.convert import convert
from pglint.formats.terraform.limits import NotKnown
from pglint.formats.terraform.names import Constant
from pglint.formats.terraform.origins import placed
from pglint.formats.terraform.values import NULL, Invalid, Value
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.source import Source
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from pglint.formats.hcl.syntax import Node
    from pglint.formats.terraform.scope import Scope

    Settle = Callable[[Expression, Scope], Value]


class Argument(NamedTuple):
    """The expression that gives a variable its value, and what that may refer to."""

    expression: Expression
    scope: Scope


def variable(name: str, block: Block, argument: Argument | None, settle: Settle) -> Value:
    """The value of a variable. Terraform's "Declare input variables": type, default, nullable, sensitive."""
    value = _given(f"var.{name}", block, argument, settle)
    try:
        value = convert(value, _type(block, settle, f"var.{name}"))
    except Invalid as error:
        value = Value(Unknown(f"var.{name}: {error}", value.origin.span if value.origin else block.span))
    except NotKnown as error:
        value = value._replace(data=error.unknown)
    return value._replace(sensitive=value.sensitive or flag(block, "sensitive", False))


def _given(called: str, block: Block, argument: Argument | None, settle: Settle) -> Value:
    if argument is not None:
        value = placed(settle(argument.expression, argument.scope), argument.expression, called)
        if value.data is not None or flag(block, "nullable", True):
            return value
    default = block.body.setters.get("default")
    if default is None:
        return Value(Unknown(f"{called} has no default", block.span))
    return placed(settle(default.expression, Constant()), default.expression, called)


def takes_literal(block: Block) -> bool:
    """Whether a value from the environment is a string as it stands, not an expression (configs/named_values.go)."""
    constraint = block.body.setters.get("type")
    return constraint is None or _type(block).kind in ("string", "number", "bool")


def _type(block: Block, settle: Settle | None = None, called: str = "") -> Type:
    """The type of a variable; the defaults in it are evaluated by ``settle``."""
    constraint = block.body.setters.get("type")
    if constraint is None:
        return ANY
    expression = constraint.expression
    try:
        node = expression.node()
        if isinstance(node, Literal) and isinstance(node.value, str):
            # In JSON all of a constraint is a string.
            node = parse(Source("", node.value), 0, len(node.value))
    except SyntaxFault:
        return ANY

    def known(node: Node) -> Value:
        inner = Expression(expression.source, node.start, node.end, lambda *_: node)
        return placed(settle(inner, Constant()), inner, called) if settle else NULL

    return type_of(node, known)


def flag(block: Block, name: str, default: bool) -> bool:
    """A switch of a block that has to be written as true or false."""
    setter = block.body.setters.get(name)
    if setter is None:
        return default
    try:
        node = setter.expression.node()
    except SyntaxFault:
        return default
    return node.value if isinstance(node, Literal) and isinstance(node.value, bool) else default
