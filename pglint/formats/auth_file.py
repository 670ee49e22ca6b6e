"""PgBouncer's auth_file: ``"user" "secret"`` lines, read as src/loader.c (load_auth_file) reads them.

Reading stops at the first bad line: users above it work, users below it do not exist, and only the log tells.
Secrets are never kept: only what kind they are.
"""

from __future__ import annotations

from pglint.facts import AuthUser, Fault
from pglint.formats.pgbouncer_ini import past_comments
from pglint.source import Source, Span

_HEX = "0123456789abcdef"


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
        at = past_comments(text, at, end, ";")
        if at >= end:
            return users, faults
        name_end = _quoted_end(text, at, end)
        opening = text.find('"', name_end, end) if name_end != -1 else -1
        stop = _quoted_end(text, opening, end) if opening != -1 else -1
        if stop == -1:
            faults.append(_broken(source, at, _line_end(text, at, end), with_users=bool(users)))
            return users, faults
        name = text[at + 1 : name_end - 1]
        users.append(AuthUser(name.replace('""', '"'), _kind(text[opening + 1 : stop - 1]), Span(source, at, stop)))
        if "\n" in text[name_end:opening]:
            faults.append(_borrowed(name, Span(source, at, name_end), Span(source, opening, stop)))
        at = _line_end(text, stop, end)


def _quoted_end(text: str, at: int, end: int) -> int:
    """Where the text in double quotes ends that starts at ``at``; -1: there is none, or it is not closed."""
    if not text.startswith('"', at):
        return -1
    quote = text.find('"', at + 1, end)
    while quote != -1 and text.startswith('""', quote, end):
        quote = text.find('"', quote + 2, end)
    return quote if quote == -1 else quote + 1


def _line_end(text: str, at: int, end: int) -> int:
    found = text.find("\n", at, end)
    return end if found == -1 else found


def _kind(secret: str) -> str:
    if not secret:
        return "empty"
    if secret.startswith("SCRAM-SHA-256$"):
        return "scram"
    is_hash = len(secret) == 35 and secret.startswith("md5") and not secret[3:].strip(_HEX)
    return "md5" if is_hash else "plain"


def _broken(source: Source, start: int, end: int, *, with_users: bool) -> Fault:
    text = "broken auth file: users from this line on do not exist"
    if not with_users:
        text = "broken auth file: no user of it exists"
    if source.text[start] == "#":
        text += ' (a comment starts with ";")'
    return Fault("syntax-error", text, Span(source, start, end), effect="ignored")


def _borrowed(name: str, span: Span, taken: Span) -> Fault:
    text = f'"{name}" has no secret on its line: the next quoted text is taken for it, and that user is lost'
    return Fault("syntax-error", text, span, effect="ignored", related=(("taken for the secret", taken),))
