"""The parse tree of a statement, from PostgreSQL's own parser (libpg_query), and what in it is known.

Only statements that can matter are worth it: look at ``words`` first. What a template or a variable fills in is tried
as a name, a number, a string and nothing until the statement parses; where none does, nothing is known of it.
"""

from __future__ import annotations

from pglint import regex
from pglint.bare_json import scanner
from pglint.facts import Fault
from pglint.formats.sql.holes import NUMBERS, name, quoted, stand_ins
from pglint.formats.sql.libpg_query import parser
from pglint.formats.sql.places import character, exact, in_file, token_at
from pglint.record import TYPE_CHECKING
from pglint.source import Span

if TYPE_CHECKING:
    from typing import Any

    from pglint.formats.sql.statement import Hole, Statement
    from pglint.values import Unknown

_TRIES = 40
_DEEPEST = 600  # levels of a tree: whoever walks through it needs a frame of Python's for each, and has 1,000
_NAME = r"_hole(\d+)_"
_THERE = {0xDC00 + byte: 0xF700 + byte for byte in range(128, 256)}
_BACK = {after: before for before, after in _THERE.items()}
_WITH_OIDS = r"(?:with\s+)?oids\b"
_LIMITS = ("stack depth limit exceeded", "memory exhausted", "out of memory")


def tree(statement: Statement) -> dict[str, Any] | Fault | None:
    """The node under ``stmt`` of libpg_query's JSON, ``{"AlterRoleStmt": {…}}``.

    A Fault is what the server would say (its message without the text of strings, at its place). None: there is
    nothing to parse, or nothing can be known, because what is filled in decides whether it parses, or because it is
    nested too deep to look into.
    """
    outcome = _parsed(statement.text)
    if isinstance(outcome, str) and statement.holes:
        outcome = _with_other_stand_ins(statement) if exact(statement) else None
        if isinstance(outcome, str):
            return None
    if isinstance(outcome, str):
        return None if outcome.startswith(_LIMITS) else _fault(statement, outcome)
    return outcome


def place(statement: Statement, offset: int) -> Span:
    """The place in the file of the token that libpg_query says is at ``offset`` (bytes); the statement for -1."""
    if offset < 0:
        return statement.span
    return token_at(statement, character_at(statement, offset))


def character_at(statement: Statement, offset: int) -> int:
    """The character of the statement's text at an offset of libpg_query (bytes)."""
    return character(_encodable(statement.text), offset)


def value(statement: Statement, found: str | int) -> str | int | Unknown:
    """A text or number of the tree, or Unknown where a hole's stand-in is in it."""
    for index, hole in enumerate(statement.holes):
        number = _index(hole, index)
        if isinstance(found, int):
            if found == NUMBERS + number:
                return hole.why
        elif name(number) in found or str(NUMBERS + number) in found:
            return hole.why
    return found


def _index(hole: Hole, index: int) -> int:
    """The number by which a hole is known, also where it came with the body of a function."""
    match = regex.search(_NAME, hole.stand_in)
    return int(match[1]) if match else index


def _parsed(text: str) -> dict[str, Any] | str | None:
    """The tree, or the error's message."""
    parse, refused = parser()
    sent = _encodable(text)
    try:
        answer = parse(sent)
        whole = scanner()(answer if sent is text or sent == text else answer.translate(_BACK), 0)[0]
    except refused as error:
        return str(error.args[0]).translate(_BACK)
    except RecursionError:
        return None
    if answer.count("{") > _DEEPEST // 2 and _is_deep(whole):
        return None
    found = whole.get("stmts")
    node: dict[str, Any] | None = found[0].get("stmt") if found else None
    return node


def _is_deep(tree: Any) -> bool:
    level = [tree]
    for _ in range(_DEEPEST):
        parts = (each.values() if isinstance(each, dict) else each for each in level)
        level = [inner for part in parts for inner in part if isinstance(inner, dict | list)]
        if not level:
            return False
    return True


def _fault(statement: Statement, message: str) -> Fault:
    span = _error_place(statement, message)
    line = span.text.partition("\n")[0].rstrip("\r")
    since = None
    if regex.compile(_WITH_OIDS, regex.IGNORECASE).match(statement.span.source.text, span.start):
        since = (12,)
    elif message.startswith("UNENCRYPTED PASSWORD is no longer supported"):
        since = (10,)
    return Fault("syntax-error", _shown(message), span._replace(end=span.start + len(line)), since=since)


def _shown(message: str) -> str:
    """The message without what a string says, which may be a secret."""
    before, near, token = message.partition(" at or near ")
    if before.startswith("unterminated"):
        return before
    return f"{before}{near}\"'…'\"" if token[1:2] == "'" else message


def _error_place(statement: Statement, message: str) -> Span:
    if not exact(statement):
        return statement.span
    at = _error_at(statement.text)
    if at is None:
        end = statement.span.end if message.endswith("at end of input") else statement.span.start
        return Span(statement.span.source, end, end) if end == statement.span.end else statement.span
    near = regex.search(r' at or near "(.*)"$', message, regex.DOTALL)
    if near and statement.text.startswith(near[1], at) and not message.startswith("unterminated"):
        start, last = in_file(statement, at), in_file(statement, at + len(near[1]) - 1)
        return Span(statement.span.source, start, max(start, last) + 1)
    return token_at(statement, at)


def _error_at(text: str) -> int | None:
    """The character at which the parser stops.

    PostgreSQL counts characters there, and pglast takes them for bytes: only where all are ASCII is its answer right.
    """
    parse, refused = parser()
    try:
        parse(regex.sub(r"[^\x00-\x7f]", "_", text).replace("\0", "\x01"))
    except refused as error:
        at = error.args[1] if len(error.args) > 1 else None
        return int(at) if at is not None else None
    return None


def _with_other_stand_ins(statement: Statement) -> dict[str, Any] | str | None:
    """The first tree that comes out when other things are tried in the place of holes outside quotes."""
    roles = [_Role(index, hole) for index, hole in enumerate(statement.holes)]
    quotes = list(quoted(statement.text))
    text, moved = statement.text, statement.shift
    for role in roles:
        role.start = role.hole.start + moved
        moved += len(role.hole.stand_in) - (role.hole.end - role.hole.start)
        role.fixed = role.fixed or any(start < role.start < end for start, end in quotes)
    outcome: dict[str, Any] | str | None = ""
    for _ in range(_TRIES):
        at = _error_at(text)
        if not (moving := _next_role(roles, len(text) if at is None else at)):
            return "nothing parses"
        for role in moving:
            text = text[: role.start] + role.given + text[role.start + len(role.given) :]
        outcome = _parsed(text)
        if not isinstance(outcome, str):
            break
    return outcome


class _Role:
    """What stands for one hole while the parser is asked again and again."""

    def __init__(self, index: int, hole: Hole) -> None:
        self.hole = hole
        self.start = 0
        forms = stand_ins(_index(hole, index), len(hole.stand_in))
        self.fixed = hole.stand_in[:1] in ("'", '"', "/") and hole.stand_in not in forms
        self.forms = [hole.stand_in, *(form for form in forms if form != hole.stand_in)]
        self.tried = 0

    @property
    def given(self) -> str:
        return self.forms[self.tried]


def _next_role(roles: list[_Role], at: int) -> list[_Role]:
    """The holes to change after an error at a character: the last one up to it that has something left to try; those
    between that one and the error start again.
    """
    again: list[_Role] = []
    for role in reversed([role for role in roles if not role.fixed and role.start <= at]):
        if role.tried + 1 < len(role.forms):
            role.tried += 1
            return [role, *again]
        role.tried = 0
        again.append(role)
    return []


def _encodable(text: str) -> str:
    """The text as libpg_query can take it, character for character: UTF-8 without NUL.

    Bytes that are no UTF-8 (surrogates, PEP 383) become characters for private use.
    """
    if text.isascii():
        return text.replace("\0", "\x01") if "\0" in text else text
    return text.translate(_THERE).replace("\0", "\x01")
