"""HCL as records: blocks and attributes as written, expressions as trees (HCL Native Syntax Specification).

Offsets count characters of the file's text. Expressions stay text until somebody asks for their tree: most never are.
"""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    Node: TypeAlias = (
        "Literal | Template | Name | Attribute | Index | Splat | Call | Unary | Binary | Conditional | ListOf"
        " | ObjectOf | For | TemplateIf | TemplateFor"
    )


class SyntaxFault(Exception):
    """Text that Terraform refuses: why, in its terms, and the offset at which it stands."""

    def __init__(self, text: str, offset: int) -> None:
        super().__init__(text)
        self.text = text
        self.offset = offset


class Decimal(float):
    """A number that is not whole, or too large to be worked with: its digits as written count, not the float."""

    __slots__ = ("text",)
    text: str


class Literal(NamedTuple):
    """A number, string without interpolation, true, false or null."""

    value: str | int | float | bool | None
    start: int
    end: int


class Template(NamedTuple):
    """A string with interpolations or directives, in quotes or as a heredoc; literal parts are Literals.

    A template of one interpolation alone, ``"${x}"``, is x itself, whatever its type, and is not kept as a template.
    """

    parts: tuple[Node, ...]
    start: int
    end: int


class TemplateIf(NamedTuple):
    """``%{ if test }yes%{ else }no%{ endif }`` in a template."""

    test: Node
    yes: tuple[Node, ...]
    no: tuple[Node, ...]
    start: int
    end: int


class TemplateFor(NamedTuple):
    """``%{ for key, value in of }parts%{ endfor }`` in a template; ``key`` may be ''."""

    key: str
    value: str
    of: Node
    parts: tuple[Node, ...]
    start: int
    end: int


class Name(NamedTuple):
    """The first word of a reference: var, local, each, a resource type, a name that a for expression gives."""

    name: str
    start: int
    end: int


class Attribute(NamedTuple):
    """``of.name``; also the old ``of.0``, whose name is digits."""

    of: Node
    name: str
    start: int
    end: int


class Index(NamedTuple):
    """``of[key]``."""

    of: Node
    key: Node
    start: int
    end: int


class Splat(NamedTuple):
    """``of[*]`` or ``of.*`` with what follows for each element: ``steps`` are names (str) or keys in brackets (nodes).

    After ``.*`` only names and numbers belong to the splat (``full`` is False); after ``[*]`` indexes too, and further
    splats: such a step is a Splat of ``Name('')``, which stands for what the steps before it give of the element.
    """

    of: Node
    full: bool
    steps: tuple[str | Node, ...]
    start: int
    end: int


class Call(NamedTuple):
    """``name(args)``; ``expand``: the last argument is followed by ``...``. ``name`` may hold ``::``."""

    name: str
    args: tuple[Node, ...]
    expand: bool
    start: int
    end: int


class Unary(NamedTuple):
    """``-of`` or ``!of``."""

    operator: str
    of: Node
    start: int
    end: int


class Binary(NamedTuple):
    """``left operator right``: + - * / % == != < > <= >= && ||."""

    operator: str
    left: Node
    right: Node
    start: int
    end: int


class Conditional(NamedTuple):
    """``test ? yes : no``."""

    test: Node
    yes: Node
    no: Node
    start: int
    end: int


class ListOf(NamedTuple):
    """``[a, b]``."""

    items: tuple[Node, ...]
    start: int
    end: int


class ObjectOf(NamedTuple):
    """``{ key = value }``: a key that is a bare word is a Literal, one in parentheses its expression."""

    pairs: tuple[tuple[Node, Node], ...]
    start: int
    end: int


class For(NamedTuple):
    """``[for key, value in of : result if condition]``, or ``{for … : result_key => result}`` where that is not None.

    ``key`` may be ''. ``grouped``: ``result...``.
    """

    key: str
    value: str
    of: Node
    result_key: Node | None
    result: Node
    condition: Node | None
    grouped: bool
    start: int
    end: int


class Expression:
    """An expression as text, at characters ``start`` to ``end`` of its source; ``node`` parses it when asked."""

    __slots__ = ("_node", "_parse", "end", "source", "start")

    def __init__(self, source: Source, start: int, end: int, parse: Callable[[Source, int, int], Node]) -> None:
        self.source = source
        self.start = start
        self.end = end
        self._parse = parse
        self._node: Node | None = None

    @property
    def span(self) -> Span:
        return Span(self.source, self.start, self.end)

    def node(self) -> Node:
        """Its tree. Raises SyntaxFault."""
        if self._node is None:
            self._node = self._parse(self.source, self.start, self.end)
        return self._node


class Setter(NamedTuple):
    """``name = expression`` in a body. ``name_span`` covers the name."""

    name: str
    name_span: Span
    expression: Expression


class Block(NamedTuple):
    """``type "label" … { body }``. ``span`` covers its head, from the type to the last label; ``end`` is past its }."""

    type: str
    labels: tuple[str, ...]
    span: Span
    end: int
    body: Body


class Body(NamedTuple):
    """What stands in a block or a file: attributes by name, and blocks in order."""

    setters: dict[str, Setter]
    blocks: tuple[Block, ...]
