"""JSON with the place of every value, read as Terraform reads it (RFC 8259; the ``json`` package of HCL 2).

Values are the records of expressions: Literal, ListOf and ObjectOf, whose keys are Literals. A string's place is that
of its quotes. Objects keep all their pairs, also those that share a key.
"""

from __future__ import annotations

import re
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]

from pglint.formats.hcl import complaints
from pglint.formats.hcl.expressions import KEYWORDS, number
from pglint.formats.hcl.syntax import ListOf, Literal, ObjectOf, SyntaxFault
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from pglint.formats.hcl.syntax import Node

TOKEN = re.compile(
    r"[ \t\r\n]*+(?:"
    r'(?P<string>")'
    r"|(?P<number>[-+.0-9][-+.0-9eE]*+)"
    r"|(?P<word>[A-Za-z][A-Za-z_]*+)"
    r"|(?P<symbol>[{}\[\],:=])"
    r"|(?P<end>\Z))"
)
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,999}+)(?:\.[0-9]{1,999}+)?(?:[eE][-+]?[0-9]{1,3}+)?")
LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def read(text: str) -> Node:
    """The value of a whole file. Raises SyntaxFault."""
    node = value(text, 0)
    kind, start, _ = _token(text, node.end)
    if kind != "end":
        raise SyntaxFault(complaints.JSON_AFTER, start)
    return node


def value(text: str, at: int) -> Node:
    """The value that begins at ``at``. Raises SyntaxFault."""
    try:
        return _value(text, at)
    except RecursionError:
        raise SyntaxFault(complaints.DEPTH, at) from None


def _token(text: str, at: int) -> tuple[str, int, int]:
    """Kind, start and end of the next token; a symbol is its own kind, any other character the kind ``other``."""
    found = TOKEN.match(text, at)
    if found is None or found.lastgroup is None:
        while text[at] in " \t\r\n":
            at += 1
        return "other", at, at + 1
    kind = found.lastgroup
    start, end = found.span(kind)
    return (found[kind] if kind == "symbol" else kind), start, end


def _value(text: str, at: int) -> Node:
    kind, start, end = _token(text, at)
    if kind == "string":
        return _string(text, start)
    if kind == "{":
        return _object(text, start, end)
    if kind == "[":
        return _array(text, start, end)
    if kind == "number":
        if not NUMBER.fullmatch(text, start, end):
            raise SyntaxFault(complaints.JSON_NUMBER, start)
        written = text[start:end]
        return Literal(number(written), start, end)
    if kind == "word":
        if text[start:end] not in KEYWORDS:
            raise SyntaxFault(complaints.JSON_WORD.format(word=text[start:end]), start)
        return Literal(KEYWORDS[text[start:end]], start, end)
    complaint = {"end": complaints.JSON_NO_VALUE, "}": complaints.JSON_BRACE, "]": complaints.JSON_BRACKET}.get(kind)
    raise SyntaxFault(complaint or complaints.JSON_VALUE, start)


def _string(text: str, start: int) -> Literal:
    try:
        read, end = scanstring(text, start + 1, True)
    except JSONDecodeError as error:
        raise SyntaxFault(complaints.JSON_STRING, min(error.pos, len(text))) from None
    return Literal(LONE_SURROGATE.sub("\ufffd", read), start, end)


def _object(text: str, start: int, at: int) -> Node:
    pairs: list[tuple[Node, Node]] = []
    kind, first, end = _token(text, at)
    while kind != "}":
        key = _value(text, first)
        if not isinstance(key, Literal) or not isinstance(key.value, str):
            raise SyntaxFault(complaints.JSON_NAME, first)
        kind, first, end = _token(text, key.end)
        if kind != ":":
            complaint = complaints.JSON_NO_COLON if kind in ("}", ",") else complaints.JSON_COLON
            raise SyntaxFault(complaints.JSON_EQUALS if kind == "=" else complaint, first)
        pair = _value(text, end)
        pairs.append((key, pair))
        kind, first, end = _token(text, pair.end)
        if kind == ",":
            comma, (kind, first, end) = first, _token(text, end)
            if kind == "}":
                raise SyntaxFault(complaints.JSON_PAIR_TRAILING, comma)
        elif kind == "end":
            raise SyntaxFault(complaints.JSON_OBJECT_END, start)
        elif kind != "}":
            raise SyntaxFault(complaints.JSON_OBJECT_BRACKET if kind == "]" else complaints.JSON_PAIR_COMMA, first)
    return ObjectOf(tuple(pairs), start, end)


def _array(text: str, start: int, at: int) -> Node:
    items: list[Node] = []
    kind, first, end = _token(text, at)
    while kind != "]":
        item = _value(text, first)
        items.append(item)
        kind, first, end = _token(text, item.end)
        if kind == ",":
            comma, (kind, first, end) = first, _token(text, end)
            if kind == "]":
                raise SyntaxFault(complaints.JSON_ITEM_TRAILING, comma)
        elif kind == "end":
            raise SyntaxFault(complaints.JSON_ARRAY_END, start)
        elif kind != "]":
            complaint = {"}": complaints.JSON_ARRAY_BRACE, ":": complaints.JSON_ITEM_COLON}.get(kind)
            raise SyntaxFault(complaint or complaints.JSON_ITEM_COMMA, first)
    return ListOf(tuple(items), start, end)
