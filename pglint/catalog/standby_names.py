"""The value of synchronous_standby_names, as the server parses it.

Grammar: src/backend/replication/syncrep_gram.y and syncrep_scanner.l; every error text was seen on a real 15.
"""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


ANY_NUMBER = 1 << 20
"""How many standbys ``*`` names."""

_SPACE = " \t\n\r\f\v"
_END = "at end of input"


class Names(NamedTuple):
    """A commit waits for ``wanted`` standbys of the ``named`` ones (ANY_NUMBER where ``*`` is among them)."""

    wanted: int
    named: int


class Wrong(NamedTuple):
    """Why the server refuses the text: its DETAIL, or (``whole``) a message of its own."""

    text: str
    whole: bool = False


class _Token(NamedTuple):
    """``kind`` is name, number, any, first, a mark ( ) , or junk; ``shown`` is what an error names."""

    kind: str
    text: str
    shown: str


def parse(text: str) -> Names | Wrong:
    """Read ``a, b``, ``FIRST 2 (a, b)``, ``ANY 1 (a)``, ``2 (a, b)``, ``*`` and the empty text."""
    if not text:
        return Names(0, 0)
    tokens = []
    for token in _tokens(text):
        if token is None:
            return Wrong(f"unterminated quoted identifier {_END}")
        tokens.append(token)
    return _config(tokens)


def _config(tokens: list[_Token]) -> Names | Wrong:
    kinds = [token.kind for token in tokens]
    if kinds[:1] in (["any"], ["first"]):
        if kinds[1:3] != ["number", "("]:
            return _near(tokens, 1 if kinds[1:2] != ["number"] else 2)
        start = 3
    elif kinds[:2] == ["number", "("]:
        start = 2
    else:
        named, stop = _list(tokens, 0)
        return Names(1, named) if stop == len(tokens) and named else _near(tokens, stop)
    named, stop = _list(tokens, start)
    if not named or kinds[stop : stop + 1] != [")"]:
        return _near(tokens, stop)
    if stop + 1 < len(tokens):
        return _near(tokens, stop + 1)
    wanted = _atoi(tokens[start - 2].text)
    if wanted <= 0:
        return Wrong(f"number of synchronous standbys ({wanted}) must be greater than zero", whole=True)
    return Names(wanted, named)


def _list(tokens: list[_Token], at: int) -> tuple[int, int]:
    """How many standbys a list names that starts at a token, and where it stops; 0 where a name is missing."""
    named = 0
    while at < len(tokens) and tokens[at].kind in ("name", "number"):
        named = ANY_NUMBER if tokens[at].text == "*" else min(named + 1, ANY_NUMBER)
        at += 1
        if at == len(tokens) or tokens[at].kind != ",":
            return named, at
        at += 1
    return 0, at


def _near(tokens: list[_Token], at: int) -> Wrong:
    return Wrong(f'syntax error at or near "{tokens[at].shown}"' if at < len(tokens) else f"syntax error {_END}")


def _atoi(digits: str) -> int:
    """The C library's: 64 bits, then cut to 32."""
    number = min(int(digits[:30]), (1 << 63) - 1) & 0xFFFFFFFF
    return number - (1 << 32) if number >> 31 else number


def _tokens(text: str) -> Iterator[_Token | None]:
    """The tokens in order; None for a quote that is not closed."""
    at = 0
    while at < len(text):
        char = text[at]
        end = at + 1
        if char in _SPACE:
            at = end
            continue
        if char == '"':
            name, end = _quoted(text, end)
            yield None if name is None else _Token("name", name, '"')
        elif _starts_name(char):
            while end < len(text) and (_starts_name(text[end]) or text[end] in "0123456789$"):
                end += 1
            word = text[at:end]
            yield _Token(word.lower() if word.lower() in ("any", "first") else "name", word, word)
        elif char in "0123456789":
            while end < len(text) and text[end] in "0123456789":
                end += 1
            yield _Token("number", text[at:end], text[at:end])
        else:
            yield _Token("name" if char == "*" else char if char in "()," else "junk", char, char)
        at = end


def _starts_name(char: str) -> bool:
    return char == "_" or char > "\x7f" or (char.isascii() and char.isalpha())


def _quoted(text: str, at: int) -> tuple[str | None, int]:
    """A name in double quotes, whose first character is at ``at``: "" is one quote."""
    name = ""
    while (end := text.find('"', at)) >= 0:
        name += text[at:end]
        if text[end + 1 : end + 2] != '"':
            return name, end + 1
        name += '"'
        at = end + 2
    return None, len(text)
