"""Resources and modules as values: objects whose attributes are worked out when somebody asks for them."""

from __future__ import annotations

from collections.abc import Mapping

from pglint.formats.hcl.syntax import Body
from pglint.formats.terraform.content import OF_RESOURCES, content, nested
from pglint.formats.terraform.flow import built
from pglint.formats.terraform.override import nested_type
from pglint.formats.terraform.values import Value
from pglint.record import TYPE_CHECKING
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pglint.formats.hcl.syntax import Block
    from pglint.formats.terraform.copies import Copies, Copy
    from pglint.formats.terraform.names import Names
    from pglint.formats.terraform.resource import Content


class Lazy(Mapping[str, Value]):
    """An object whose attributes are worked out one by one."""

    def __init__(self, names: Mapping[str, object], find: Callable[[str], Value]) -> None:
        self._names = names
        self._find = find

    def __getitem__(self, name: str) -> Value:
        if name not in self._names:
            raise KeyError(name)
        return self._find(name)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def together(copies: Copies, address: str, make: Callable[[Copy], Value]) -> Value:
    """What a block's address stands for: one object, or a list or map of them where it has a count or a for_each."""
    if copies.shape == "one":
        return make(copies.all[0])
    if copies.shape == "count":
        return built(tuple(make(copy) for copy in copies.all))
    if copies.shape == "each":
        return built({str(copy.key): make(copy) for copy in copies.all})
    reason = copies.all[0].uncertain or Unknown("the number of instances is not known")
    return Value(reason, refs=frozenset((address + "[*]",)))


def names_of(body: Body) -> dict[str, None]:
    """The attributes and nested blocks that a resource states."""
    found = [name for name in body.setters if name not in OF_RESOURCES and name != "dynamic"]
    return dict.fromkeys(found + [nested_type(block) for block in nested(body) if block.type not in OF_RESOURCES])


def stated(block: Block, name: str, scope: Names, address: str) -> Value:
    """What a resource says of one of its attributes, as somebody else sees it.

    A null leaves the attribute to the provider: it is known after apply, as are those that are not stated. A block of a
    JSON file may be an object or a list of one, which only the provider's schema tells.
    """
    refs = frozenset((address,))
    setter = block.body.setters.get(name)
    later = Value(Unknown(f"{address}.{name} is known only after apply", block.span), refs=refs)
    if setter is not None:
        value = scope.value(setter.expression)
        if value.data is None or (isinstance(value.data, Mapping) and setter.expression.source.path.endswith(".json")):
            return later
        return value._replace(refs=value.refs | refs)
    blocks = tuple(each for each in block.body.blocks if nested_type(each) == name)
    found = content(Body({}, blocks), block.span, scope)
    if name in found.missing:
        return later._replace(data=found.missing[name])
    return Value(tuple(_object(each, refs) for each in found.blocks.get(name, ())), refs=refs)


def _object(found: Content, refs: frozenset[str]) -> Value:
    """A nested block; what it leaves out may have a default, which is not known here."""
    data = {name: given.value for name, given in found.attributes.items() if given.value.data is not None}
    for name, blocks in found.blocks.items():
        data[name] = Value(tuple(_object(each, refs) for each in blocks))
    return Value(data, refs=refs, kind="resource")
