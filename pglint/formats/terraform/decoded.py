"""Data that was read from JSON, YAML or CSV as values: objects and tuples."""

from __future__ import annotations

from pglint.formats.terraform.flow import built
from pglint.formats.terraform.graphemes import normal
from pglint.formats.terraform.limits import of_elements, too_large
from pglint.formats.terraform.values import Value

DEPTH = 100


def _whole(text: str) -> str:
    """Halves of characters that JSON escapes stand for none."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def decoded(data: object, depth: int = 0) -> Value:
    """The value of what is None, a bool, number, string, or a list or dict of these. Raises NotKnown."""
    if depth > DEPTH:
        raise too_large("the depth of the data")
    if isinstance(data, str):
        return Value(normal(_whole(data)))
    if data is None or isinstance(data, bool | int | float):
        return Value(data)
    if isinstance(data, dict):
        of_elements(len(data))
        return built({normal(str(key)): decoded(value, depth + 1) for key, value in data.items()})
    found = data if isinstance(data, list) else []
    of_elements(len(found))
    return built(tuple(decoded(value, depth + 1) for value in found))
