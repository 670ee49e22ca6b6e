"""A libpq connection string, as in primary_conninfo: ``host=db user=x`` or ``postgresql://x@db/app``.

Source: conninfo_parse and conninfo_uri_parse_options of src/interfaces/libpq/fe-connect.c.
"""

from __future__ import annotations

_URI = ("postgresql://", "postgres://")


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
    while (equals := text.find("=", at)) != -1:
        words = text[at:equals].split()
        value, at = _value(text, equals + 1)
        if len(words) != 1 or at == -1:
            break
        found[words[0]] = value
    return found


def _value(text: str, at: int) -> tuple[str, int]:
    """The value without its quotes and backslashes, and where it ends; -1: a quote is not closed."""
    while text[at : at + 1].isspace():
        at += 1
    quoted = text.startswith("'", at)
    at += quoted
    letters: list[str] = []
    while at < len(text):
        letter = text[at]
        if quoted and letter == "'":
            return "".join(letters), at + 1
        if letter.isspace() and not quoted:
            break
        if letter == "\\":
            at += 1
        letters.append(text[at : at + 1])
        at += 1
    return "".join(letters), -1 if quoted else at


def _uri(rest: str) -> dict[str, str]:
    from urllib.parse import unquote

    head, _, query = rest.partition("?")
    if "#" in head:
        return {}
    authority, _, database = head.partition("/")
    login, at, hosts = authority.partition("@")
    user, _, password = login.partition(":") if at else ("", "", "")
    hosts = hosts if at else authority
    names = ",".join(host.rpartition(":")[0] or host for host in hosts.split(",")) if hosts else ""
    found = {"user": user, "password": password, "host": names, "dbname": database}
    for pair in query.split("&"):
        key, equals, value = pair.partition("=")
        if equals:
            found[key] = value
    return {unquote(key): unquote(value) for key, value in found.items() if value}
