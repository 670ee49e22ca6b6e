"""pg_hba.conf, as the server reads it (src/backend/libpq/hba.c, parse_hba_line; 10 to 18).

A server refuses to start with a file that has one faulty line; pglint reads on. Names stay as written; what only some
majors refuse is a fault of those majors beside the record. Whether a regular expression compiles is not judged.
"""

from __future__ import annotations

from pglint.facts import Fault, HbaLine, Include
from pglint.formats import templates
from pglint.formats.inet import Address, numeric
from pglint.formats.pg_hba_lexer import Field, Line, Token, lines
from pglint.formats.pg_hba_options import SECRET, Options, Refused
from pglint.formats.templates import is_template
from pglint.record import TYPE_CHECKING
from pglint.source import Source, Span
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator


__all__ = ["DIRECTIVES", "FILE", "KINDS", "METHODS", "is_template", "read"]

HbaItem = HbaLine | Include | Fault | Unknown

KINDS = {"local": None, "host": None, "hostssl": None, "hostnossl": None, "hostgssenc": 12, "hostnogssenc": 12}
"""The record types, with the first major that knows them (None: all)."""

METHODS = {
    "trust": None, "reject": None, "password": None, "md5": None, "scram-sha-256": None, "ident": None, "peer": None,
    "gss": None, "sspi": None, "pam": None, "bsd": None, "ldap": None, "cert": None, "radius": None, "oauth": 18,
}  # fmt: skip
"""The methods, with the first major that knows them. Which of them a build supports is not in the files."""

DIRECTIVES = ("include", "include_if_exists", "include_dir")
FILE = "@"
"""The directive of an Include that stands for ``@file`` in a list of databases or users."""

_INCLUDES_SINCE, _CONTINUES_SINCE = 16, 14
_KEYWORDS = ("all", "samehost", "samenet")


def read(source: Source) -> list[HbaItem]:
    """The records of one file in its order.

    An Include comes in front of the record whose list names it, a Fault of some majors only behind it. A record with a
    template placeholder is Unknown; in a template with branches all are.
    """
    branches = is_template(source)
    marked = branches or templates.may_have_placeholders(source.text)
    items: list[HbaItem] = []
    for line in lines(templates.without_flow(source.text) if branches else source.text):
        span = Span(source, line.start, line.end)
        unknown = Unknown("stands in a template with branches", span) if branches else _filled(span, line, marked)
        if unknown:
            items.append(unknown)
        else:
            items += _items(source, span, line)
    return items


def _filled(span: Span, line: Line, marked: bool) -> Unknown | None:
    """What a template will fill in, if anything: a placeholder, $NAME, <name> or @name@."""
    places = templates.placeholders(span.text) if marked else []
    if places:
        start, end = places[0]
        return templates.filled_in(Span(span.source, span.start + start, span.start + end))
    for field in line.fields:
        for token in field:
            word = token.text
            pair = word[:1] + word[-1:] if len(word) > 2 and not token.quoted else ""
            if pair in ("<>", "@@") or (word[:1] == "$" and word[1:].isidentifier()):
                return templates.filled_in(Span(span.source, token.start, token.end))
    return None


def _items(source: Source, span: Span, line: Line) -> Iterator[HbaItem]:
    fields = line.fields
    if line.continuation is not None:
        place = Span(source, line.continuation, line.continuation + 1)
        yield Fault("syntax-error", "a backslash does not continue a line", place, before=(_CONTINUES_SINCE,))
    if len(fields) == 2 and fields[0][0].text in DIRECTIVES:
        directive, target = fields[0][0].text, fields[1][0].text
        yield Include(directive, target, span)
        yield _fault(Refused(f'invalid connection type "{directive}"', fields[0][0], before=_INCLUDES_SINCE), span)
        return
    for index, field in enumerate(fields):
        for token in field:
            if not token.quoted and token.text[:1] == FILE and len(token.text) > 1:
                place = Span(source, token.start, token.end)
                yield Include(FILE, token.text[1:], place)
                if index not in (1, 2):
                    yield Unknown(f'"{token.text}" is read from another file', place)
                    return
    record = _Record(span, fields)
    try:
        yield record.read()
    except Refused as refused:
        yield _fault(refused, span)
    yield from (_fault(refused, span) for refused in record.limited)


def _fault(refused: Refused, span: Span) -> Fault:
    token = refused.token
    place = Span(span.source, token.start, token.end) if token else span
    value = "" if token is None or token.text.startswith(SECRET) else token.text
    since = (refused.since,) if refused.since else None
    before = (refused.before,) if refused.before else None
    return Fault("syntax-error", refused.text, place, value=value, effect="refused", since=since, before=before)


class _Record:
    """One record being read, field by field; ``limited`` gathers what only some majors refuse."""

    def __init__(self, span: Span, fields: list[Field]) -> None:
        self.span = span
        self.fields = fields
        self.next = 0
        self.limited: list[Refused] = []

    def read(self) -> HbaLine:
        """The record. Raises Refused in the server's words."""
        kind = self._single("", "connection type")
        self._known(kind, KINDS, "connection type")
        databases = self._list("database")
        users = self._list("role")
        address, mask = self._address() if kind.text != "local" else (None, "")
        method = self._single("authentication method", "authentication type")
        self._known(method, METHODS, "authentication method")
        self._fits(kind, method)
        options = Options(kind.text, method.text, self.limited).read(self.fields[self.next :])
        named = (("database", databases), ("user", users), ("address", [address] if address else []))
        quoted = frozenset(f"{what}:{token.text}" for what, tokens in named for token in tokens if token.quoted)
        names, roles = (tuple(token.text for token in tokens) for tokens in (databases, users))
        where = address.text if address else ""
        return HbaLine(kind.text, names, roles, where, mask, method.text, options, self.span, quoted)

    def _list(self, missing: str) -> Field:
        if self.next == len(self.fields):
            raise Refused(f"end-of-line before {missing} specification")
        self.next += 1
        return self.fields[self.next - 1]

    def _single(self, missing: str, plural: str) -> Token:
        if self.next == len(self.fields):
            raise Refused(f"end-of-line before {missing}")
        field = self.fields[self.next]
        if len(field) > 1:
            raise Refused(f"multiple values specified for {plural}", field[1])
        self.next += 1
        return field[0]

    def _known(self, token: Token, known: dict[str, int | None], what: str) -> None:
        refused = Refused(f'invalid {what} "{token.text}"', token)
        if token.text not in known:
            raise refused
        since = known[token.text]
        if since:
            refused.before = since
            self.limited.append(refused)

    def _address(self) -> tuple[Token, str]:
        """The address and, where it stands in a field of its own, the mask."""
        token = self._single("IP address specification", "host address")
        if not token.quoted and token.text in _KEYWORDS:
            return token, ""
        host, slash, prefix = token.text.partition("/")
        address = numeric(host)
        if slash:
            if address is None:
                raise Refused(f'specifying both host name and CIDR mask is invalid: "{token.text}"', token)
            digits = prefix.removeprefix("+")  # strtol takes a sign
            if not digits.isascii() or not digits.isdigit() or len(digits) > 4 or int(digits) > address.bits:
                raise Refused(f'invalid CIDR mask in address "{token.text}"', token)
        elif address is not None:
            return token, self._mask(address)
        return token, ""

    def _mask(self, address: Address) -> str:
        token = self._single("netmask specification", "netmask")
        mask = numeric(token.text)
        if mask is None:
            raise Refused(f'invalid IP mask "{token.text}": Name or service not known', token)
        if mask.bits != address.bits:
            raise Refused("IP address and mask do not match", token)
        return token.text

    def _fits(self, kind: Token, method: Token) -> None:
        if kind.text == "local" and method.text == "gss":
            raise Refused("gssapi authentication is not supported on local sockets", method)
        if kind.text != "local" and method.text == "peer":
            raise Refused("peer authentication is only supported on local sockets", method)
        if kind.text != "hostssl" and method.text == "cert":
            raise Refused("cert authentication is only supported on hostssl connections", method)
