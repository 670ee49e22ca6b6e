"""PgBouncer's auth_file: ``"user" "secret"`` lines, read as src/loader.c (load_auth_file) reads them.

Reading stops at the first bad line: users above it work, users below it do not exist, and only the log tells.
Secrets are never kept: only what kind they are.
"""

from __future__ import annotations

import re

from pglint.facts import AuthUser, Fault
from pglint.source import Source, Span

_SKIP = re.compile(r"(?:[ \t\n\v\f\r]+|;[^\n]*)*")
_QUOTED = re.compile(r'"((?:[^"]|"")*+)"')
_MD5 = re.compile(r"md5[0-9a-f]{32}\Z")


def read(source: Source) -> tuple[list[AuthUser], list[Fault]]:
    """The users in the order of the file, and what the program makes of it otherwise than it looks.

    A user's span covers both quoted fields. Where a user has no secret on its line, the program takes the next quoted
    text of the file for it, so the user on that line is lost: a fault with effect ``ignored``, as is a broken line.
    """
    text = source.text
    end = text.find("\0")
    end = len(text) if end == -1 else end
    users: list[AuthUser] = []
    faults: list[Fault] = []
    at = 0
    while True:
        skipped = _SKIP.match(text, at, end)
        at = skipped.end() if skipped else at
        if at >= end:
            return users, faults
        name = _QUOTED.match(text, at, end)
        opening = text.find('"', name.end(), end) if name else -1
        secret = _QUOTED.match(text, opening, end) if opening != -1 else None
        if name is None or secret is None:
            faults.append(_broken(source, at, _line_end(text, at, end), with_users=bool(users)))
            return users, faults
        span = Span(source, at, secret.end())
        users.append(AuthUser(name[1].replace('""', '"'), _kind(secret[1]), span))
        if "\n" in text[name.end() : opening]:
            faults.append(_borrowed(source, name, secret))
        at = _line_end(text, secret.end(), end)


def _line_end(text: str, at: int, end: int) -> int:
    found = text.find("\n", at, end)
    return end if found == -1 else found


def _kind(secret: str) -> str:
    if not secret:
        return "empty"
    if secret.startswith("SCRAM-SHA-256$"):
        return "scram"
    return "md5" if _MD5.match(secret) else "plain"


def _broken(source: Source, start: int, end: int, *, with_users: bool) -> Fault:
    text = "broken auth file: users from this line on do not exist"
    if not with_users:
        text = "broken auth file: no user of it exists"
    if source.text[start] == "#":
        text += ' (a comment starts with ";")'
    return Fault("syntax-error", text, Span(source, start, end), effect="ignored")


def _borrowed(source: Source, name: re.Match[str], secret: re.Match[str]) -> Fault:
    text = f'"{name[1]}" has no secret on its line: the next quoted text is taken for it, and that user is lost'
    span = Span(source, name.start(), name.end())
    taken = Span(source, secret.start(), secret.end())
    return Fault("syntax-error", text, span, effect="ignored", related=(("taken for the secret", taken),))
