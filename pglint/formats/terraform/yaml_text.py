"""yamldecode and yamlencode (zclconf/go-cty-yaml): a part of YAML 1.2.

Words that its versions read differently (``yes``, ``0x10``, ``2020-01-01``) are left unknown.
"""

from __future__ import annotations

import re

from pglint.formats.terraform import bigfloat, json_text
from pglint.formats.terraform.decoded import decoded
from pglint.formats.terraform.flow import built, first_unknown, inner, mapping_of
from pglint.formats.terraform.graphemes import normal
from pglint.formats.terraform.limits import Effort, NotKnown, of_characters, of_elements, too_large
from pglint.formats.terraform.loops import items
from pglint.formats.terraform.values import Invalid, Value
from pglint.record import TYPE_CHECKING
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from yaml.events import Event, ScalarEvent

_NUMBER = re.compile(r"[-+]?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?", re.ASCII)
# Other ways to write numbers, and dates: read differently by versions, or as something else than they look.
_UNCERTAIN = re.compile(
    r"[-+]?0[xob_]?[\da-fA-F_]+|[-+]?[\d_]+(?:\.[\d_]*)?(?:[eE][-+]?\d+)?|[-+]?\.\d[\d_eE+-]*"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|\d{4}-\d\d?-\d\d?(?:[Tt ].*)?|=",
    re.ASCII,
)
_WORDS = {word: value for value in (True, False) for word in (str(value).lower(), str(value), str(value).upper())}
_NULLS = ("", "~", "null", "Null", "NULL")
_SWITCHES = ("y", "yes", "on", "n", "no", "off")
_TAGS = "tag:yaml.org,2002:"
_DEPTH = 100


def read(text: str) -> Value:
    """The value of a document. Raises Invalid, NotKnown."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _Document(yaml.parse(text, Loader=loader)).read()
    except yaml.YAMLError as error:
        raise Invalid(f"invalid YAML: {getattr(error, 'problem', None) or 'unexpected text'}") from None


class _Document:
    """Reads the values of a document from its events; what anchors stand for is kept."""

    def __init__(self, events: Iterator[Event]) -> None:
        self.events = events
        self.anchors: dict[str, Value | None] = {}
        self.depth = 0

    def read(self) -> Value:
        import yaml

        start = [type(next(self.events)) for _ in range(2)]
        if start[1] is not yaml.DocumentStartEvent:
            raise Invalid("missing start of document")
        value = self._value(next(self.events))
        end = [type(next(self.events)) for _ in range(2)]
        if end[1] is not yaml.StreamEndEvent:
            raise Invalid("only a single document is allowed")
        return value

    def _value(self, event: Event) -> Value:
        import yaml

        if isinstance(event, yaml.AliasEvent):
            return self._alias(str(event.anchor))
        anchor = getattr(event, "anchor", None)
        if anchor:
            self.anchors[anchor] = None
        self.depth += 1
        if self.depth > _DEPTH:
            raise too_large("the YAML")
        if isinstance(event, yaml.ScalarEvent):
            value = _scalar(event)
        elif isinstance(event, yaml.SequenceStartEvent):
            value = self._sequence(event)
        else:
            value = self._mapping(event)
        self.depth -= 1
        if anchor:
            self.anchors[anchor] = value
        return value

    def _alias(self, name: str) -> Value:
        if name not in self.anchors:
            raise Invalid(f'reference to undefined anchor "{name}"')
        value = self.anchors[name]
        if value is None:
            raise Invalid(f'cannot refer to anchor "{name}" from inside its own definition')
        return value

    def _sequence(self, event: Event) -> Value:
        import yaml

        _plain_tag(event, "seq", "sequence")
        found = []
        while not isinstance(inner := next(self.events), yaml.SequenceEndEvent):
            found.append(self._value(inner))
            of_elements(len(found))
        return built(tuple(found))

    def _mapping(self, event: Event) -> Value:
        import yaml

        _plain_tag(event, "map", "mapping")
        found: dict[str, Value] = {}
        merged: dict[str, Value] = {}
        while not isinstance(inner := next(self.events), yaml.MappingEndEvent):
            if not isinstance(inner, yaml.ScalarEvent):
                raise Invalid("only strings are allowed as mapping keys")
            if inner.value == "<<" and not inner.style and not inner.tag:
                for name, value in _merged(self._value(next(self.events))).items():
                    merged.setdefault(name, value)
                continue
            key = _scalar(inner)
            if key.data is None:
                raise Invalid("mapping key cannot be null")
            if isinstance(key.data, Unknown):
                raise NotKnown(key.data)
            found[_key(key)] = self._value(next(self.events))
            of_elements(len(found))
        return built({**merged, **found})


def _key(key: Value) -> str:
    from pglint.formats.terraform.convert import text_of

    return text_of(key.data)


def _merged(value: Value) -> Mapping[str, Value]:
    """What ``<<`` brings into a mapping."""
    data, mapping = value.data, mapping_of(value)
    if mapping is not None:
        return mapping
    if not isinstance(data, tuple) or isinstance(data, Unknown):
        raise Invalid("cannot merge what is not a mapping")
    found: dict[str, Value] = {}
    for each in data:
        for name, element in _merged(each).items():
            found.setdefault(name, element)
    return found


def _plain_tag(event: Event, kind: str, what: str) -> None:
    tag = getattr(event, "tag", None)
    if tag and tag not in ("!", _TAGS + kind):
        raise Invalid(f"can't interpret {what} as {tag}")


def _scalar(event: ScalarEvent) -> Value:
    text, tag = event.value, event.tag or ""
    kind = tag.removeprefix(_TAGS) if tag.startswith(_TAGS) else tag
    if kind not in ("", "!", "str", "bool", "int", "float", "null", "timestamp", "binary"):
        raise Invalid(f'unsupported tag "{tag}"')
    if kind in ("str", "!", "binary") or (not kind and event.style):
        return Value(normal(text))
    if event.style:
        return Value(Unknown("the YAML has a tag that is not read the same way everywhere"))
    if text in _NULLS and kind in ("", "null"):
        return Value(None)
    if text in _WORDS and kind in ("", "bool"):
        return Value(_WORDS[text])
    if _NUMBER.fullmatch(text) and kind in ("", "int", "float"):
        return Value(bigfloat.parse(text))
    if kind or text.lower() in _SWITCHES or _UNCERTAIN.fullmatch(text):
        return Value(Unknown("the YAML has a word that is not read the same way everywhere"))
    return decoded(text)


def write(effort: Effort, value: Value) -> str:
    """The value in block style, strings in double quotes. Raises NotKnown for strings that may be folded."""
    unknown = first_unknown([value], effort)
    if unknown is not None:
        raise NotKnown(unknown)
    lines = list(_lines(value, effort))
    if value.data is None or isinstance(value.data, bool | int | float):
        # What stands alone without quotes ends with the document.
        lines.append("...")
    of_characters(sum(map(len, lines)))
    return "".join(line + "\n" for line in lines)


def _lines(value: Value, effort: Effort) -> Iterator[str]:
    effort.step()
    data, mapping = value.data, mapping_of(value)
    if isinstance(data, tuple) and data:
        for each in inner(value):
            first, *rest = _lines(each, effort)
            yield f"- {first}"
            yield from ("  " + line for line in rest)
    elif mapping:
        for key, each in items(value):
            yield from _pair(_flow(key, effort), each, effort)
    else:
        yield _flow(value, effort)


def _pair(name: str, value: Value, effort: Effort) -> Iterator[str]:
    """A sequence stands as far left as the key that it belongs to, a mapping two spaces to the right."""
    if not any(True for _ in inner(value)):
        yield f"{name}: {_flow(value, effort)}"
        return
    yield f"{name}:"
    for line in _lines(value, effort):
        yield line if isinstance(value.data, tuple) else "  " + line


def _flow(value: Value, effort: Effort) -> str:
    if isinstance(value.data, str):
        if not (value.data.isascii() and value.data.isprintable() and len(value.data) < 60):
            raise NotKnown(Unknown("yamlencode() of long or special texts is not evaluated"))
        return '"' + value.data.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return json_text.write(value, effort)
