"""synchronous_standby_names: how many standbys a commit waits for, and how many are named.

Grammar: PostgreSQL src/backend/replication/syncrep_gram.y; ``*`` stands for any number.
"""

from typing import NamedTuple

from pglint.model.server import Server
from pglint.values import Cell, Unknown

ANY_NUMBER = 1 << 20


class Names(NamedTuple):
    """``wanted`` standbys to wait for, of ``named`` ones; ``fault`` is why the text does not parse."""

    wanted: int
    named: int
    fault: str = ""


def parse(text: str) -> Names:
    """Read ``a, b``, ``FIRST 2 (a, b)``, ``ANY 1 (a)``, ``2 (a, b)``, ``*`` and the empty text."""
    if not text.strip():
        return Names(0, 0)
    tokens = list(_tokens(text))
    number = 1
    if tokens and tokens[0].lower() in ("any", "first") and len(tokens) > 1 and tokens[1].isdigit():
        number, tokens = int(tokens[1]), tokens[2:]
        if not tokens or tokens[0] != "(":
            return Names(0, 0, "syntax error at end of input" if not tokens else f'syntax error at or near "{tokens[0]}"')
    elif len(tokens) > 1 and tokens[0].isdigit() and tokens[1] == "(":
        number, tokens = int(tokens[0]), tokens[1:]
    if tokens and tokens[0] == "(":
        if tokens[-1] != ")":
            return Names(0, 0, "syntax error at end of input")
        tokens = tokens[1:-1]
    names = tokens[::2]
    if not names or any(separator != "," for separator in tokens[1::2]) or len(tokens) % 2 == 0:
        return Names(0, 0, "syntax error at end of input")
    if number == 0:
        return Names(0, len(names), "number of synchronous standbys (0) must be greater than zero")
    return Names(number, ANY_NUMBER if "*" in names else len(names))


def _tokens(text: str) -> list[str]:
    """Names (in double quotes or not), numbers, and the marks ( ) ,."""
    tokens, at = [], 0
    while at < len(text):
        char = text[at]
        if char.isspace():
            at += 1
        elif char in "(),*":
            tokens.append(char)
            at += 1
        elif char == '"':
            end = text.find('"', at + 1)
            end = len(text) if end < 0 else end
            tokens.append('"' + text[at + 1 : end])
            at = end + 1
        else:
            end = at
            while end < len(text) and not text[end].isspace() and text[end] not in '(),*"':
                end += 1
            tokens.append(text[at:end])
            at = end
    return tokens


def _names(server: Server, major: int) -> tuple[Names | Unknown, Cell]:
    found = server.guc("synchronous_standby_names", major)
    if not isinstance(found.value, str):
        return (found.value if isinstance(found.value, Unknown) else Unknown("not known")), found
    return parse(found.value), found


def wanted(server: Server, major: int) -> Cell:
    names, found = _names(server, major)
    return Cell(names, found.span) if isinstance(names, Unknown) else Cell(names.wanted, found.span)


def named(server: Server, major: int) -> Cell:
    names, found = _names(server, major)
    return Cell(names, found.span) if isinstance(names, Unknown) else Cell(names.named, found.span)
