"""Templates: texts with interpolations and directives (HCL's TemplateExpr)."""

from __future__ import annotations

from pglint.formats.terraform.conditional import chosen
from pglint.formats.terraform.convert import text_of
from pglint.formats.terraform.flow import joined, uncounted
from pglint.formats.terraform.limits import of_characters
from pglint.formats.terraform.loops import items
from pglint.formats.terraform.values import Invalid, Value
from pglint.record import TYPE_CHECKING
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pglint.formats.hcl.syntax import Node, Template, TemplateFor, TemplateIf
    from pglint.formats.terraform.evaluate import Frame


def template(frame: Frame, node: Template) -> Value:
    """The text of a template. Raises Invalid."""
    return _text(frame, node.parts)


def template_if(frame: Frame, node: TemplateIf) -> Value:
    """The text of the side that the test chooses. Raises Invalid."""
    return chosen(frame.value(node.test), lambda: _text(frame, node.yes), lambda: _text(frame, node.no), frame.effort)


def template_for(frame: Frame, node: TemplateFor) -> Value:
    """The texts for each element, one after the other. Raises Invalid."""
    of = frame.value(node.of)
    unknown = uncounted(of, frame.effort)
    if unknown is not None:
        return Value(unknown, of.origin, of.refs, "", of.sensitive)
    texts = []
    for key, each in items(of):
        names = {node.value: each}
        texts.append(_text(frame.bound({node.key: key, **names} if node.key else names), node.parts))
    return _concatenated(texts)._replace(sensitive=of.sensitive or any(text.sensitive for text in texts))


def _text(frame: Frame, parts: Iterable[Node]) -> Value:
    return _concatenated([frame.value(part) for part in parts])


def _concatenated(values: list[Value]) -> Value:
    """The values as one text; not known when one of them is not. Raises Invalid."""
    pieces: list[str] = []
    unknown: Unknown | None = None
    length = 0
    for value in values:
        if value.data is None:
            raise Invalid("The expression result is null. Cannot include a null value in a string template.")
        if isinstance(value.data, Unknown):
            unknown = unknown or value.data
            continue
        try:
            pieces.append(text_of(value.data))
        except Invalid as error:
            raise Invalid(f"Cannot include the given value in a string template: {error}.") from None
        length = of_characters(length + len(pieces[-1]), "the text")
    return joined("".join(pieces) if unknown is None else unknown, values)
