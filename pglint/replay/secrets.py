"""Secrets that stand in SQL: passwords as plain text (SEC002) and MD5 hashes (SEC004). Their values are never kept."""

from __future__ import annotations

from pglint import regex
from pglint.facts import Fault
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.replay.parsed import Option
    from pglint.source import Span

_MD5 = r"md5[0-9a-f]{32}"
_SCRAM = r"SCRAM-SHA-256\$\d+:[^$:]+\$[^:]+:.+"


def password(role: str, option: Option) -> Iterator[Fault]:
    """The password of a role; that of a verifier (SCRAM) is no secret to log in with, '' is none."""
    if not isinstance(option.value, str) or not option.value or regex.fullmatch(_SCRAM, option.value):
        return
    if regex.fullmatch(_MD5, option.value):
        yield Fault("md5-password", f'"{role}" has an MD5 hash as secret', keyword(option.span), "password")
    else:
        yield Fault("secret-in-config", f'the role "{role}" has a password', keyword(option.span), "password")


def connection(what: str, text: str, span: Span) -> Iterator[Fault]:
    """The password of a connection string."""
    from pglint.formats import conninfo

    if conninfo.read(text).get("password"):
        yield Fault("secret-in-config", f"the connection string of {what} holds a password", span, "password")


def keyword(span: Span) -> Span:
    """The words before the first quote of a place, so that what is shown is not the secret."""
    text = span.text.partition("'")[0].partition("$")[0].rstrip()
    return span._replace(end=span.start + len(text)) if text else span._replace(end=span.start)
