"""A libpq connection string, as in primary_conninfo: ``host=db user=x`` or ``postgresql://x@db/app``.

Source: conninfo_parse and conninfo_uri_parse_options of src/interfaces/libpq/fe-connect.c.
"""

from __future__ import annotations

import re

_URI = ("postgresql://", "postgres://")
_PAIR = re.compile(r"\s*([^\s=]+)\s*=\s*('(?:[^'\\]|\\.)*'|(?!')(?:[^\s\\]|\\.)*)", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_PARTS = re.compile(r"(?:([^/?#@:]*)(?::([^/?#@]*))?@)?([^/?#]*)(?:/([^?#]*))?(?:\?(.*))?", re.DOTALL)


def read(text: str) -> dict[str, str]:
    """The keywords and their values, as far as the text can be read; a later keyword wins.

    Blanks behind ``=`` are skipped, so an empty value takes the next pair. Of a URI's hosts only the names stay. What
    libpq refuses (a word without ``=``, a quote that is not closed) ends the reading.
    """
    for scheme in _URI:
        if text.startswith(scheme):
            return _uri(text[len(scheme) :])
    found: dict[str, str] = {}
    at = 0
    while match := _PAIR.match(text, at):
        value = match[2]
        bare = value[1:-1] if value[:1] == "'" else value
        found[match[1]] = _ESCAPE.sub(r"\1", bare)
        at = match.end()
    return found


def _uri(rest: str) -> dict[str, str]:
    from urllib.parse import unquote

    match = _PARTS.fullmatch(rest)
    if match is None:
        return {}
    user, password, hosts, database, query = match.groups()
    names = ",".join(host.rpartition(":")[0] or host for host in hosts.split(",")) if hosts else ""
    found = {"user": user, "password": password, "host": names, "dbname": database}
    for pair in (query or "").split("&"):
        key, equals, value = pair.partition("=")
        if equals:
            found[key] = value
    return {unquote(key): unquote(value) for key, value in found.items() if value}
