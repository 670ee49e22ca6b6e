"""A plan over what the files give: its instances are those that there are, and its values those that they have.

What the files say keeps its place in them, so that a finding points at a line that somebody wrote.
"""

from __future__ import annotations

from pglint.formats.terraform.plan import Plan
from pglint.formats.terraform.plan_references import without_keys
from pglint.formats.terraform.resource import Content, Given, Resource, Root
from pglint.formats.terraform.values import Origin, Value
from pglint.record import TYPE_CHECKING
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def merged(root: Root, plan: Plan) -> Root:
    """The root with the plan's resources, and with the plan among its files."""
    name = plan.source.path.rpartition("/")[2]
    planned = {resource.address: resource for resource in plan.resources}
    kept = [_kept(resource, planned, name) for resource in root.resources if _exists(resource, planned)]
    here = {each.address for each in kept}
    found = kept + [resource for address, resource in planned.items() if address not in here]
    meant = _Meant([each.address for each in found])
    resources = tuple(each._replace(content=_referring(each.content, meant)) for each in found)
    return root._replace(files=tuple(sorted({*root.files, plan.source.path})), resources=resources)


def _exists(resource: Resource, planned: dict[str, Resource]) -> bool:
    """A plan lists all managed resources, in modules from elsewhere too, but neither data sources nor providers."""
    return resource.mode in ("data", "provider") or (resource.mode == "managed" and resource.address in planned)


def _kept(resource: Resource, planned: dict[str, Resource], name: str) -> Resource:
    other = planned.get(resource.address)
    if other is None:
        return resource
    if resource.mode == "provider":
        return resource._replace(content=_with_references(resource.content, other.content))
    content = _content(resource.content, other.content, name)
    return resource._replace(content=content, provider=resource.provider or other.provider, uncertain=None)


def _with_references(content: Content, other: Content) -> Content:
    attributes = dict(content.attributes)
    for name, given in other.attributes.items():
        if name in attributes:
            attributes[name] = _also(attributes[name], given)
    return content._replace(attributes=attributes)


def _also(given: Given, other: Given) -> Given:
    """The attribute with the references of another as well."""
    if other.value.refs <= given.value.refs:
        return given
    return given._replace(value=given.value._replace(refs=given.value.refs | other.value.refs))


def _content(content: Content, planned: Content, name: str) -> Content:
    attributes = dict(content.attributes)
    for attribute, given in planned.attributes.items():
        written = attributes.get(attribute)
        attributes[attribute] = given if written is None else _given(written, given, name)
    blocks: dict[str, tuple[Content, ...]] = {}
    for type_ in {**content.blocks, **planned.blocks}:
        if type_ in planned.attributes and type_ not in planned.missing:
            blocks[type_] = tuple(_blocks(content.blocks.get(type_, ()), planned.blocks.get(type_, ()), name))
        else:
            blocks[type_] = content.blocks.get(type_, ())
    missing = {type_: why for type_, why in content.missing.items() if type_ not in planned.attributes}
    return Content(content.span, attributes, blocks, {**missing, **planned.missing})


def _given(written: Given, planned: Given, name: str) -> Given:
    """An attribute at the place where it is written, with the value that the plan has for it."""
    if _unknown(planned.value) or _same(written.value, planned.value):
        return _also(written, planned)
    refs = written.value.refs | planned.value.refs
    sensitive = written.value.sensitive or planned.value.sensitive
    value = planned.value._replace(origin=Origin(name, planned.span), refs=refs, sensitive=sensitive)
    return Given(value, written.name_span, written.span)


def _blocks(written: Iterable[Content], planned: Iterable[Content], name: str) -> Iterator[Content]:
    """The blocks of the plan, each with the one in the files that says the same; a plan may order them otherwise."""
    left = list(written)
    for block in planned:
        same = next((each for each in left if _agree(each, block)), None)
        if same is None:
            yield block
        else:
            left.remove(same)
            yield _content(same, block, name)


def _agree(written: Content, planned: Content) -> bool:
    """Whether nothing that is known of a block is otherwise in the plan."""
    for name, given in written.attributes.items():
        other = planned.attributes.get(name)
        if other is None or given.value.data is None or _unknown(given.value) or _unknown(other.value):
            continue
        if not _same(given.value, other.value):
            return False
    return True


def _unknown(value: Value) -> bool:
    return isinstance(value.data, Unknown)


def _same(written: Value, planned: Value) -> bool:
    """Whether a value is the plan's, but for the type that the provider gives it."""
    one, other = written.data, planned.data
    if isinstance(one, Unknown) or isinstance(other, Unknown):
        return False
    if isinstance(one, str | int | float) and isinstance(other, str | int | float):
        return one == other or _text(one) == _text(other)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(_same(*pair) for pair in zip(one, other, strict=True))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    return one is None and other is None


def _text(value: str | int | float) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


class _Meant:
    """The instances that a reference of the files means once it is known which there are."""

    def __init__(self, addresses: Iterable[str]) -> None:
        self._addresses = frozenset(addresses)
        self._found: dict[str, frozenset[str]] = {}

    def __call__(self, refs: frozenset[str]) -> frozenset[str]:
        if refs <= self._addresses:
            return refs
        return frozenset(address for ref in refs for address in self._of(ref))

    def _of(self, ref: str) -> frozenset[str]:
        """A module from elsewhere is all that is in it, ``[*]`` all instances; what is of no interest stays."""
        if ref not in self._found:
            start = ref.removesuffix("[*]").replace("[*]", "")
            found = frozenset(
                address
                for address in self._addresses
                if address == start or address.startswith((start + ".", start + "["))
                or ("[*]" in ref and (without_keys(address) + ".").startswith(without_keys(start) + "."))
            )  # fmt: skip
            self._found[ref] = found or frozenset((ref,))
        return self._found[ref]


def _referring(content: Content, meant: _Meant) -> Content:
    attributes = {name: given._replace(value=_value(given.value, meant)) for name, given in content.attributes.items()}
    blocks = {type_: tuple(_referring(each, meant) for each in all_) for type_, all_ in content.blocks.items()}
    return content._replace(attributes=attributes, blocks=blocks)


def _value(value: Value, meant: _Meant) -> Value:
    data = value.data
    if isinstance(data, tuple) and not isinstance(data, Unknown):
        data = tuple(_value(each, meant) for each in data)
    elif isinstance(data, dict):
        data = {name: _value(each, meant) for name, each in data.items()}
    elif not value.refs:
        return value
    return value._replace(data=data, refs=meant(value.refs))
