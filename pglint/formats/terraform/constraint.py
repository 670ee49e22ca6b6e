"""Types as variables declare them (Terraform, "Type Constraints"); ``convert`` makes values fit them."""

from __future__ import annotations

from pglint.formats.hcl.syntax import Call, Literal, Name, ObjectOf
from pglint.formats.terraform.values import NULL, Value
from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from pglint.formats.hcl.syntax import Node

PRIMITIVES = ("string", "number", "bool")
COLLECTIONS = ("list", "set", "map")


class Field(NamedTuple):
    """One attribute of an object type, or one element of a tuple type."""

    name: str
    type: Type
    optional: bool = False
    default: Value = NULL


class Type(NamedTuple):
    """``kind`` is any, string, number, bool, list, set, map, object or tuple.

    Collections have one field without a name; objects and tuples one for each attribute or element.
    """

    kind: str
    fields: tuple[Field, ...] = ()


ANY = Type("any")


def type_of(node: Node, known: Callable[[Node], Value]) -> Type:
    """The type that a constraint names; ``known`` evaluates the defaults of optional attributes.

    What is not understood is any: then a value stays as it is.
    """
    match node:
        case Name(name) if name in PRIMITIVES:
            return Type(name)
        # Terraform 0.11 wrote types as strings, and list and map without what they hold.
        case Name(name) | Literal(str(name)) if name in COLLECTIONS:
            return Type(name, (Field("", ANY),))
        case Literal(str(name)) if name in PRIMITIVES:
            return Type(name)
        case Call(name, (of,)) if name in COLLECTIONS:
            return Type(name, (Field("", type_of(of, known)),))
        case Call("object", (ObjectOf(pairs),)):
            return Type("object", tuple(_field(key, of, known) for key, of in pairs))
        case Call("tuple", (of,)):
            return Type("tuple", tuple(Field("", type_of(each, known)) for each in getattr(of, "items", ())))
    return ANY


def _field(key: Node, of: Node, known: Callable[[Node], Value]) -> Field:
    name = key.value if isinstance(key, Literal) else key.name if isinstance(key, Name) else ""
    match of:
        case Call("optional", (inner,)):
            return Field(str(name), type_of(inner, known), True)
        case Call("optional", (inner, default)):
            return Field(str(name), type_of(inner, known), True, known(default))
    return Field(str(name), type_of(of, known))
