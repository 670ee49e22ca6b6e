"""What servers refuse in pg_hba.conf, in their words. PostgreSQL 15 was asked for each of them (pg_hba_file_rules)."""

import pytest

from pglint.facts import Fault, HbaLine
from pglint.formats.pg_hba import METHODS, read
from pglint.source import Source


def items(text):
    return read(Source("pg_hba.conf", text))


def only(text):
    (item,) = items(text)
    return item


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("host", "host", "end-of-line before database specification"),
        ("host all", "host all", "end-of-line before role specification"),
        ("host all all", "host all all", "end-of-line before IP address specification"),
        ("host all all 10.0.0.5", "host all all 10.0.0.5", "end-of-line before netmask specification"),
        ("host all all 10.0.0.0/8 # md5", "host all all 10.0.0.0/8", "end-of-line before authentication method"),
        ("local all all", "local all all", "end-of-line before authentication method"),
        ("hots all all all md5", "hots", 'invalid connection type "hots"'),
        ("HOST all all all md5", "HOST", 'invalid connection type "HOST"'),
        ("\ufefflocal all all trust", "\ufefflocal", 'invalid connection type "\ufefflocal"'),
        ("local all all crypt", "crypt", 'invalid authentication method "crypt"'),
        ("local all all MD5", "MD5", 'invalid authentication method "MD5"'),
        ('host all "a b all md5', 'host all "a b all md5', "end-of-line before IP address specification"),
        ("host all all all 255.0.0.0 md5", "255.0.0.0", 'invalid authentication method "255.0.0.0"'),
        # several where one belongs
        ("local,host all all trust", "host", "multiple values specified for connection type"),
        ("host all all a,b md5", "b", "multiple values specified for host address"),
        ("host all all 10.0.0.0 255.0.0.0,0 md5", "0", "multiple values specified for netmask"),
        ("local all all trust,md5", "md5", "multiple values specified for authentication type"),
        # addresses
        ("host all all 10.0.0.5 md5", "md5", 'invalid IP mask "md5": Name or service not known'),
        ("host all all ::1 255.0.0.0 md5", "255.0.0.0", "IP address and mask do not match"),
        ("host all all 10.0.0.0/33 md5", "10.0.0.0/33", 'invalid CIDR mask in address "10.0.0.0/33"'),
        ("host all all ::/129 md5", "::/129", 'invalid CIDR mask in address "::/129"'),
        ("host all all 10.0.0.0/ md5", "10.0.0.0/", 'invalid CIDR mask in address "10.0.0.0/"'),
        ("host all all 10.0.0.0/8x md5", "10.0.0.0/8x", 'invalid CIDR mask in address "10.0.0.0/8x"'),
        ("host all all 10.0.0.0/8/8 md5", "10.0.0.0/8/8", 'invalid CIDR mask in address "10.0.0.0/8/8"'),
        ("host all all db/32 md5", "db/32", 'specifying both host name and CIDR mask is invalid: "db/32"'),
        ("host all all /8 md5", "/8", 'specifying both host name and CIDR mask is invalid: "/8"'),
        ("host all all 256.0.0.1/32 md5", "256.0.0.1/32", "specifying both host name and CIDR mask is invalid: "
         '"256.0.0.1/32"'),
        # methods that do not fit
        ("local all all gss", "gss", "gssapi authentication is not supported on local sockets"),
        ("host all all all peer", "peer", "peer authentication is only supported on local sockets"),
        ("host all all all cert", "cert", "cert authentication is only supported on hostssl connections"),
        # options
        ("local all all md5 foo", "foo", "authentication option not in name=value format: foo"),
        ("local all all trust md5", "md5", "authentication option not in name=value format: md5"),
        ("local all all md5 foo=x", "foo=x", 'unrecognized authentication option name: "foo"'),
        ("local all all trust =x", "=x", 'unrecognized authentication option name: ""'),
        ("local all all md5 map=x", "map=x", 'authentication option "map" is only valid for authentication methods '
         "ident, peer, gssapi, sspi, and cert"),
        ("host all all all md5 include_realm=0", "include_realm=0", 'authentication option "include_realm" is only '
         "valid for authentication methods gssapi and sspi"),
        ("local all all md5 pamservice=x", "pamservice=x", 'authentication option "pamservice" is only valid for '
         "authentication methods pam"),
        ("host all all all trust clientcert=verify-ca", "clientcert=verify-ca",
         'clientcert can only be configured for "hostssl" rows'),
        ("host all all all trust clientname=CN", "clientname=CN",
         'clientname can only be configured for "hostssl" rows'),
        ("hostssl all all all trust clientname=XX", "clientname=XX", 'invalid value for clientname: "XX"'),
        ("host all all all ldap", "host all all all ldap", 'authentication method "ldap" requires argument '
         '"ldapbasedn", "ldapprefix", or "ldapsuffix" to be set'),
        ("host all all all ldap ldapbasedn=y ldapport=x", "ldapport=x", 'invalid LDAP port number: "x"'),
        ("host all all all radius", "host all all all radius", 'authentication method "radius" requires argument '
         '"radiusservers" to be set'),
    ],
)  # fmt: skip
def test_what_every_server_refuses(text, at, message):
    fault = only(text)
    assert (fault.kind, fault.text, fault.effect) == ("syntax-error", message, "refused")
    assert (fault.span.text, fault.since, fault.before) == (at, None, None)


def test_the_next_line_is_read_on():
    assert [type(item) for item in items("hots\nlocal all all trust\nhost\n")] == [Fault, HbaLine, Fault]


@pytest.mark.parametrize(
    "text",
    [
        'host all all all radius radiusservers=127.0.0.1 radiussecrets="x","swordfish"',
        "host all all all md5 ldapbindpasswd=swordfish",
        "host all all all ldap ldapbindpasswd=swordfish",
    ],
)
def test_faults_show_no_secret(text):
    fault = only(text)
    assert isinstance(fault, Fault)
    assert "swordfish" not in fault.text + fault.value


@pytest.mark.parametrize(
    ("text", "message", "since", "before"),
    [
        ("hostgssenc all all all gss", 'invalid connection type "hostgssenc"', None, 12),
        ("hostnogssenc all all all md5", 'invalid connection type "hostnogssenc"', None, 12),
        ("hostssl all all all cert clientcert=verify-ca",
         'clientcert only accepts "verify-full" when using "cert" authentication', 14, None),
        ("hostssl all all all md5 clientcert=1", 'invalid value for clientcert: "1"', 14, None),
        ("hostssl all all all md5 clientcert=no-verify", 'invalid value for clientcert: "no-verify"', 14, None),
        ("hostssl all all all md5 clientcert=yes", 'invalid value for clientcert: "yes"', 12, None),
        ("hostssl all all all md5 clientname=DN", 'unrecognized authentication option name: "clientname"', None, 14),
        ("host all all all ldap ldapbasedn=x ldapscheme=ldaps",
         'unrecognized authentication option name: "ldapscheme"', None, 11),
        ("host all all all md5 \\\n", None, None, None),
        ("host all all \\\nall md5", "a backslash does not continue a line", None, 14),
    ],
)  # fmt: skip
def test_what_some_majors_refuse(text, message, since, before):
    found = items(text)
    assert sum(isinstance(item, HbaLine) for item in found) == 1
    faults = [(item.text, item.since, item.before) for item in found if isinstance(item, Fault)]
    expected = [(message, (since,) if since else None, (before,) if before else None)] if message else []
    assert faults == expected


def test_oauth_is_known_from_18_on():
    found = items("host all all all oauth issuer=https://x scope=openid")
    assert found[0].method == "oauth"
    assert {item.before for item in found[1:]} == {(18,)}
    missing = items("host all all all oauth")
    assert [(item.text, item.since, item.before) for item in missing[1:]] == [
        ('invalid authentication method "oauth"', None, (18,)),
        ('authentication method "oauth" requires argument "scope" to be set', (18,), None),
        ('authentication method "oauth" requires argument "issuer" to be set', (18,), None),
    ]
    assert sorted(name for name, since in METHODS.items() if since) == ["oauth"]
