"""Strings and heredocs as trees (HCL Native Syntax Specification; ``hclsyntax/parser_template.go``).

Terraform trims and removes indentation by the scanner's pieces, and a piece ends with its line: ``~}`` at a line's end
takes the newline, not the next line's indentation, and a line whose newline was taken does not count for ``<<-``.
"""

from __future__ import annotations

import re

from pglint.formats.hcl import complaints
from pglint.formats.hcl.lexis import HEREDOC, QUOTED, token
from pglint.formats.hcl.syntax import Literal, SyntaxFault, Template, TemplateFor, TemplateIf
from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from pglint.formats.hcl.syntax import Node

    Parse = Callable[[str, int, int], tuple[Node, int]]

PLAIN = re.compile(r"(?:[^$%]++|\$\$\{|%%\{|[$%](?!\{))*+")
ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})?|U([0-9a-fA-F]{8})?|(.))|([$%])[$%]\{", re.DOTALL)
SIMPLE_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
# What unicode.IsSpace of Go holds for white space: str.strip would take the separators U+001C to U+001F too.
SPACE = "\t\n\v\f\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"


class Piece(NamedTuple):
    """Text between sequences, escapes resolved; in heredocs at most one line."""

    value: str
    start: int
    end: int


class Hole(NamedTuple):
    """``${ … }``."""

    node: Node
    start: int
    end: int


class Directive(NamedTuple):
    """``%{ word … }``; ``of`` is the test of an if or the collection of a for."""

    word: str
    key: str
    value: str
    of: Node | None
    start: int
    end: int


Part = Piece | Hole | Directive


def quoted(text: str, start: int, end: int, parse: Parse) -> Node:
    """The string at ``start`` to ``end``, quotes included. ``parse`` reads an expression: its tree and where it stops.

    Raises SyntaxFault.
    """
    return _node(text, _read(text, start + 1, end - 1, parse, QUOTED), start, end, end - 1)


def heredoc(text: str, start: int, end: int, parse: Parse) -> Node:
    """The heredoc at ``start`` (its ``<<``) to ``end`` (past its end word). Raises SyntaxFault."""
    opener = HEREDOC.match(text, start, end)
    assert opener is not None
    last = text.rindex("\n", start, end) + 1
    parts = _read(text, opener.end(), last, parse, PLAIN)
    return _node(text, _flush(parts) if opener[1] else parts, start, end, last)


def bare(text: str, parse: Parse) -> Node:
    """A whole text as a template, as Terraform reads the strings of its JSON syntax. Raises SyntaxFault."""
    return _node(text, _read(text, 0, len(text), parse, PLAIN), 0, len(text), len(text))


def unescaped(text: str, start: int, end: int) -> str:
    """The text between the quotes of a string, its escape sequences resolved. Raises SyntaxFault."""

    def resolve(found: re.Match[str]) -> str:
        four, eight, letter, doubled = found.groups()
        if doubled:
            return doubled + "{"
        if letter:
            if letter in SIMPLE_ESCAPES:
                return SIMPLE_ESCAPES[letter]
            raise SyntaxFault(complaints.ESCAPE.format(symbol=letter), start + found.start())
        if not four and not eight:
            complaint = complaints.ESCAPE_4 if found[0] == "\\u" else complaints.ESCAPE_8
            raise SyntaxFault(complaint, start + found.start())
        number = int(four or eight, 16)
        if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
            raise SyntaxFault(complaints.ESCAPE_RUNE.format(number=number), start + found.start())
        return chr(number)

    return ESCAPE.sub(resolve, text[start:end])


def _read(text: str, at: int, limit: int, parse: Parse, literal: re.Pattern[str]) -> list[Part]:
    parts: list[Part] = []
    trim = False
    while True:
        found = literal.match(text, at, limit)
        assert found is not None
        pieces = _pieces(text, at, found.end(), literal is QUOTED)
        if trim and pieces:
            pieces[0] = pieces[0]._replace(value=pieces[0].value.lstrip(SPACE))
        parts += pieces
        at = found.end()
        if at == limit:
            return parts
        inner = at + 2
        if text.startswith("~", inner, limit):
            inner += 1
            if pieces:
                parts[-1] = pieces[-1]._replace(value=pieces[-1].value.rstrip(SPACE))
        part, close = (_hole if text[at] == "$" else _directive)(text, at, inner, limit, parse)
        parts.append(part)
        at, trim = part.end, close == "~}"


def _pieces(text: str, start: int, end: int, escapes: bool) -> list[Piece]:
    if start == end:
        return []
    if escapes:
        return [Piece(unescaped(text, start, end), start, end)]
    pieces = []
    while start < end:
        after = text.find("\n", start, end) + 1 or end
        value = text[start:after].replace("$${", "${").replace("%%{", "%{")
        pieces.append(Piece(value, start, after))
        start = after
    return pieces


def _hole(text: str, start: int, at: int, limit: int, parse: Parse) -> tuple[Hole, str]:
    node, stop = parse(text, at, limit)
    kind, stop, end = token(text, stop, limit)
    if kind == "end":
        raise SyntaxFault(complaints.INTERPOLATION_END, start)
    if kind not in ("}", "~}"):
        complaint = complaints.INTERPOLATION_COLON if kind == ":" else complaints.INTERPOLATION_AFTER
        raise SyntaxFault(complaint, stop)
    return Hole(node, start, end), kind


def _directive(text: str, start: int, at: int, limit: int, parse: Parse) -> tuple[Directive, str]:
    kind, first, at = token(text, at, limit)
    if kind != "word":
        raise SyntaxFault(complaints.DIRECTIVE, first)
    word, key, value, of = text[first:at], "", "", None
    if word not in ("if", "else", "endif", "for", "endfor"):
        raise SyntaxFault(complaints.DIRECTIVE_WORD.format(word=word), first)
    if word == "for":
        key, value, at = _names(text, at, limit)
    if word in ("if", "for"):
        of, at = parse(text, at, limit)
    kind, first, end = token(text, at, limit)
    if kind not in ("}", "~}"):
        raise SyntaxFault(complaints.DIRECTIVE_AFTER.format(word=word), first)
    return Directive(word, key, value, of, start, end), kind


def _names(text: str, at: int, limit: int) -> tuple[str, str, int]:
    """``key, value in`` or ``value in``: key, value, and the place behind."""
    names = []
    for complaint in (complaints.DIRECTIVE_NAME, complaints.DIRECTIVE_VALUE):
        kind, start, at = token(text, at, limit)
        if kind != "word":
            raise SyntaxFault(complaint, start)
        names.append(text[start:at])
        kind, start, at = token(text, at, limit)
        if kind != ",":
            break
    if kind != "word" or text[start:at] != "in":
        raise SyntaxFault(complaints.DIRECTIVE_IN, start)
    return names[0] if len(names) > 1 else "", names[-1], at


def _flush(parts: list[Part]) -> list[Part]:
    """Without the indentation that all lines share; a line that starts with a sequence has none, a blank one no say."""
    smallest: int | None = None
    adjusted = []
    newline = True
    for index, part in enumerate(parts):
        if newline:
            indent = 0
            if isinstance(part, Piece):
                indent = len(part.value) - len(part.value.lstrip(SPACE))
                if indent < len(part.value) or not part.value.endswith("\n"):
                    adjusted.append(index)
                else:
                    newline = True
                    continue
            smallest = indent if smallest is None else min(smallest, indent)
        newline = isinstance(part, Piece) and part.value.endswith("\n")
    result = list(parts)
    for index in adjusted:
        part = result[index]
        assert isinstance(part, Piece)
        result[index] = part._replace(value=part.value[smallest:], start=part.start + (smallest or 0))
    return result


def _node(text: str, parts: list[Part], start: int, end: int, last: int) -> Node:
    """``last``: where the closing marker stands."""
    if len(parts) == 1 and isinstance(parts[0], Hole):
        return parts[0].node
    nodes = _Nesting(text).nodes(parts, last)
    if not nodes:
        return Literal("", start, end)
    if len(nodes) == 1 and isinstance(parts[0], Piece):
        return Literal(nodes[0].value, start, end)  # type: ignore[union-attr]
    return Template(tuple(nodes), start, end)


class _Open(NamedTuple):
    """A directive that is open, with the parts of its arms so far; the outermost has no directive."""

    directive: Directive | None
    arms: list[list[Node]]


class _Nesting:
    """Parts put under the directives in which they stand; literals side by side become one."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.open = [_Open(None, [[]])]

    def nodes(self, parts: list[Part], last: int) -> list[Node]:
        previous: Part | None = None
        for part in parts:
            nodes = self.open[-1].arms[-1]
            if isinstance(part, Hole):
                nodes.append(part.node)
            elif isinstance(part, Directive):
                self._direct(part)
            elif isinstance(previous, Piece):
                before = nodes[-1]
                assert isinstance(before, Literal)
                nodes[-1] = Literal(f"{before.value}{part.value}", before.start, part.end)
            else:
                nodes.append(Literal(part.value, part.start, part.end))
            previous = part
        directive = self.open[-1].directive
        if directive:
            word, line = directive.word, self._line(directive)
            raise SyntaxFault(complaints.DIRECTIVE_OPEN.format(word=word, line=line), last)
        return self.open[0].arms[0]

    def _line(self, directive: Directive) -> int:
        return self.text.count("\n", 0, directive.start) + 1

    def _direct(self, part: Directive) -> None:
        if part.word in ("if", "for"):
            self.open.append(_Open(part, [[]]))
            return
        opener, arms = self.open[-1]
        if opener is None:
            raise SyntaxFault(complaints.DIRECTIVE_ALONE.format(word=part.word), part.start)
        if part.word == "else":
            if opener.word == "for":
                raise SyntaxFault(complaints.DIRECTIVE_FOR_ELSE, part.start)
            if len(arms) > 1:
                raise SyntaxFault(complaints.DIRECTIVE_ELSE.format(line=self._line(opener)), part.start)
            arms.append([])
            return
        if part.word != "end" + opener.word:
            complaint = complaints.DIRECTIVE_OTHER
            raise SyntaxFault(complaint.format(word=part.word, open=opener.word, line=self._line(opener)), part.start)
        self.open.pop()
        self.open[-1].arms[-1].append(_closed(opener, arms, part.end))


def _closed(opener: Directive, arms: list[list[Node]], end: int) -> Node:
    assert opener.of is not None
    if opener.word == "for":
        return TemplateFor(opener.key, opener.value, opener.of, tuple(arms[0]), opener.start, end)
    no = tuple(arms[1]) if len(arms) > 1 else ()
    return TemplateIf(opener.of, tuple(arms[0]), no, opener.start, end)
