"""The options of a pg_hba.conf record, ``name=value`` (src/backend/libpq/hba.c, parse_hba_auth_opt; 10 to 18)."""

from __future__ import annotations

from pglint.formats.pg_hba_lexer import Field, Token

SECRET = ("ldapbindpasswd", "radiussecrets")
HIDDEN = "***"

_OAUTH_SINCE = 18
_MAP = ("ident", "peer", "gss", "sspi", "cert", "oauth")
_REALM = ("gss", "sspi")
_METHODS: dict[str, tuple[str, ...]] = {
    "map": _MAP, "krb_realm": _REALM, "include_realm": _REALM, "compat_realm": ("sspi",), "upn_username": ("sspi",),
    "issuer": ("oauth",), "scope": ("oauth",), "validator": ("oauth",), "delegate_ident_mapping": ("oauth",),
} | {
    name: (method,)
    for method, names in {
        "pam": "pamservice pam_use_hostname",
        "ldap": "ldapurl ldaptls ldapscheme ldapserver ldapport ldapbinddn ldapbindpasswd ldapsearchattribute "
        "ldapsearchfilter ldapbasedn ldapprefix ldapsuffix",
        "radius": "radiusservers radiusports radiussecrets radiusidentifiers",
    }.items()
    for name in names.split()
}  # fmt: skip
_TOLD = {_MAP: "ident, peer, gssapi, sspi, and cert", _REALM: "gssapi and sspi"}
_SINCE = {"ldapscheme": 11, "ldapsearchfilter": 11, "clientname": 14} | dict.fromkeys(
    ("issuer", "scope", "validator", "delegate_ident_mapping"), _OAUTH_SINCE
)
_SEARCH = ("ldapbasedn", "ldapbinddn", "ldapbindpasswd", "ldapsearchattribute", "ldapsearchfilter")
_NEEDS = {"radius": ("radiusservers", "radiussecrets"), "oauth": ("scope", "issuer")}


class Refused(Exception):
    """A record that the server does not take: its words, the token it is about, and the majors that refuse it."""

    def __init__(
        self, text: str, token: Token | None = None, since: int | None = None, before: int | None = None
    ) -> None:
        super().__init__(text)
        self.text = text
        self.token = token
        self.since = since
        self.before = before


class Options:
    """The options of one record being read; ``limited`` gathers what only some majors refuse."""

    def __init__(self, kind: str, method: str, limited: list[Refused]) -> None:
        self.kind = kind
        self.method = method
        self.limited = limited

    def read(self, fields: list[Field]) -> tuple[tuple[str, str], ...]:
        """Names and values; a secret reads as ``***``. Raises Refused."""
        found: list[tuple[str, str]] = []
        for field in fields:
            for token in field:
                name, equals, value = token.text.partition("=")
                if not equals:
                    told = HIDDEN if any(known in SECRET for known, _ in found) else token.text
                    raise Refused(f"authentication option not in name=value format: {told}", token._replace(text=told))
                self._check(name, value, token)
                found.append((name, HIDDEN if name in SECRET else value))
        self._together(dict(found))
        return tuple(found)

    def _check(self, name: str, value: str, token: Token) -> None:
        shown = token._replace(text=name)
        unrecognized = Refused(f'unrecognized authentication option name: "{name}"', shown)
        if name in ("clientcert", "clientname"):
            if self.kind != "hostssl":
                raise Refused(f'{name} can only be configured for "hostssl" rows', shown)
            self._client(name, value, token)
        elif name not in _METHODS:
            raise unrecognized
        elif self.method not in _METHODS[name]:
            told = _TOLD.get(_METHODS[name], _METHODS[name][0])
            raise Refused(f'authentication option "{name}" is only valid for authentication methods {told}', shown)
        elif name == "ldapport" and not value.strip().lstrip("+-0")[:1].isdigit():
            raise Refused(f'invalid LDAP port number: "{value}"', token)
        if name in _SINCE:
            unrecognized.before = _SINCE[name]
            self.limited.append(unrecognized)

    def _client(self, name: str, value: str, token: Token) -> None:
        refused = Refused(f'invalid value for {name}: "{value}"', token)
        if name == "clientname":
            if value not in ("CN", "DN"):
                raise refused
        elif value == "verify-ca" and self.method == "cert":
            refused.text = 'clientcert only accepts "verify-full" when using "cert" authentication'
            refused.since = 14
            self.limited.append(refused)
        elif value not in ("verify-ca", "verify-full"):
            # 10 and 11 take any value, and 1 for yes; 12 and 13 know the old values still
            refused.since = 14 if value in ("0", "1", "no-verify") else 12
            self.limited.append(refused)

    def _together(self, options: dict[str, str]) -> None:
        for name in _NEEDS.get(self.method, ()):
            if name not in options:
                refused = Refused(f'authentication method "{self.method}" requires argument "{name}" to be set')
                if self.method != "oauth":
                    raise refused
                refused.since = _OAUTH_SINCE
                self.limited.append(refused)
        if self.method != "ldap" or "ldapurl" in options:
            return
        if "ldapprefix" in options or "ldapsuffix" in options:
            if any(name in options for name in _SEARCH):
                raise Refused("cannot mix options for simple bind and search+bind modes")
        elif "ldapbasedn" not in options:
            raise Refused(
                'authentication method "ldap" requires argument "ldapbasedn", "ldapprefix", or "ldapsuffix" to be set'
            )
        if "ldapsearchattribute" in options and "ldapsearchfilter" in options:
            raise Refused("cannot use ldapsearchattribute together with ldapsearchfilter")
