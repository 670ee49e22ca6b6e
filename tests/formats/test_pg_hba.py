"""pg_hba.conf in, records out. What PostgreSQL 15 says of each of these lines was asked of it (pg_hba_file_rules)."""

import pytest

from pglint.facts import Fault, HbaLine, Include
from pglint.formats.pg_hba import is_template, read
from pglint.source import Source
from pglint.values import Unknown


def items(text):
    return read(Source("pg_hba.conf", text))


def only(text):
    (item,) = items(text)
    return item


def told(line):
    where = f"{line.address} {line.mask}".strip()
    return (line.kind, line.databases, line.users, where, line.method)


ALL = ("all",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("local all all trust", ("local", ALL, ALL, "", "trust")),
        ("host all all 127.0.0.1/32 md5", ("host", ALL, ALL, "127.0.0.1/32", "md5")),
        ("host all all 10.0.0.5 255.0.255.0 md5", ("host", ALL, ALL, "10.0.0.5 255.0.255.0", "md5")),
        ("host all all ::0 :: md5", ("host", ALL, ALL, "::0 ::", "md5")),
        ("host all all 0 0 md5", ("host", ALL, ALL, "0 0", "md5")),
        ("host all all 10.1/8 md5", ("host", ALL, ALL, "10.1/8", "md5")),
        ("host all all 10.0.0.0/+8 md5", ("host", ALL, ALL, "10.0.0.0/+8", "md5")),
        ("host all all fe80::1%1/64 md5", ("host", ALL, ALL, "fe80::1%1/64", "md5")),
        ("host all all db.example.com md5", ("host", ALL, ALL, "db.example.com", "md5")),
        ("host all all 256.0.0.1 md5", ("host", ALL, ALL, "256.0.0.1", "md5")),
        ("host all all samenet md5", ("host", ALL, ALL, "samenet", "md5")),
        ('host all all "all" md5', ("host", ALL, ALL, "all", "md5")),
        ('"host" all all all "md5"', ("host", ALL, ALL, "all", "md5")),
        # lists
        ("host a,b c,d all md5", ("host", ("a", "b"), ("c", "d"), "all", "md5")),
        ("host a, b c ,d md5", ("host", ("a", "b"), ("c",), "d", "md5")),
        ("host a,,b ,c all md5", ("host", ("a", "b"), ("c",), "all", "md5")),
        (", host all all all md5,", ("host", ALL, ALL, "all", "md5")),
        ("local all, trust x peer", ("local", ("all", "trust"), ("x",), "", "peer")),
        # quotes
        ('host "a b","c,d" "e""f" all md5', ("host", ("a b", "c,d"), ('e"f',), "all", "md5")),
        ('host a"b c"d "" all md5', ("host", ("ab cd",), ("",), "all", "md5")),
        ('host all "a#b" all md5', ("host", ALL, ("a#b",), "all", "md5")),
        ('local a""b """" trust', ("local", ("ab",), ('"',), "", "trust")),
        # comments and blanks
        ("host all all all md5#note", ("host", ALL, ALL, "all", "md5")),
        ("  host\tall all  all md5 \t # note", ("host", ALL, ALL, "all", "md5")),
        ("local all all trust\r\n", ("local", ALL, ALL, "", "trust")),
        # records and words that only look odd
        ("hostnogssenc replication +g,-x all md5", ("hostnogssenc", ("replication",), ("+g", "-x"), "all", "md5")),
        ("host /^db\\d /^u.*$ all md5", ("host", ("/^db\\d",), ("/^u.*$",), "all", "md5")),
        ("local all all ident", ("local", ALL, ALL, "", "ident")),
        ("local @ all trust", ("local", ("@",), ALL, "", "trust")),
    ],
)
def test_records(text, expected):
    lines = [item for item in items(text) if isinstance(item, HbaLine)]
    assert [told(line) for line in lines] == [expected]


@pytest.mark.parametrize(
    "text", ["", "\n\n", "# host all all all trust", "  \t\r\n,", " , # x", "#\\\nhost all all all md5"]
)
def test_nothing_to_read(text):
    assert items(text) == []


def test_spans_cover_the_record():
    text = "# one\n  host all all all md5   # two\n\nlocal all all peer map=x\n"
    assert [(item.span.line, item.span.column, item.span.text) for item in items(text)] == [
        (2, 3, "host all all all md5"),
        (4, 1, "local all all peer map=x"),
    ]


def test_what_stood_in_quotes():
    line = only('host "all",all,x "+g","u" "all" "md5"')
    assert line.quoted == {"database:all", "user:+g", "user:u", "address:all"}
    assert only('host all x" y" all md5').quoted == frozenset()


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("local all all peer map=a,map=b", (("map", "a"), ("map", "b"))),
        ('local all all peer map="a b=c" map=', (("map", "a b=c"), ("map", ""))),
        ('local all all peer "map"=x', (("map", "x"),)),
        ("hostssl all all all md5 clientcert=verify-full", (("clientcert", "verify-full"),)),
        ("host all all all gss include_realm=0 krb_realm=X", (("include_realm", "0"), ("krb_realm", "X"))),
        ("local all all pam pamservice=x pam_use_hostname=1", (("pamservice", "x"), ("pam_use_hostname", "1"))),
        ('host all all all ldap ldapurl="ldap://h/dc=x"', (("ldapurl", "ldap://h/dc=x"),)),
        (
            "host all all all ldap ldapbasedn=y ldapbindpasswd=secret",
            (("ldapbasedn", "y"), ("ldapbindpasswd", "***")),
        ),
        (
            'host all all all radius radiusservers=127.0.0.1 radiussecrets="secret"',
            (("radiusservers", "127.0.0.1"), ("radiussecrets", "***")),
        ),
    ],
)
def test_options(text, options):
    assert only(text).options == options


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("host all all all \\\n md5", [(1, "md5")]),
        ("host all all all m\\\nd5", [(1, "md5")]),
        ("host all all all \\\n\\\n md5\nlocal all all trust", [(1, "md5"), (4, "trust")]),
        ("host all all all \\\r\n md5", [(1, "md5")]),
        ("\\\nlocal all all trust", [(2, "trust")]),
        ("# note \\\nhost all all all md5\nlocal all all trust", [(3, "trust")]),
        ("local all all trust # \\\nlocal all all md5\nlocal all all peer", [(1, "trust"), (3, "peer")]),
    ],
)
def test_a_backslash_joins_lines(text, expected):
    assert [(item.span.line, item.method) for item in items(text) if isinstance(item, HbaLine)] == expected


def test_a_joined_line_keeps_its_places():
    text = 'host all "a\\\nb" all \\\n  foo\n'
    (line, fault) = items(text)
    assert (line.before, line.span.line, line.span.column, line.span.text) == ((14,), 1, 12, "\\")
    assert (fault.text, fault.span.line, fault.span.column) == ('invalid authentication method "foo"', 3, 3)


def test_two_backslashes_and_an_empty_line_end_a_record():
    # one of them is a word's last letter, and nothing follows it
    assert [item.text for item in items("local all all md5\\\\\n\nlocal") if isinstance(item, Fault)] == [
        'invalid authentication method "md5\\"',
        "end-of-line before database specification",
    ]


@pytest.mark.parametrize("directive", ["include", "include_if_exists", "include_dir"])
def test_includes(directive):
    include, fault = items(f'{directive} "conf d/x" # note')
    assert (include.directive, include.target, include.span.text) == (directive, "conf d/x", f'{directive} "conf d/x"')
    assert (fault.text, fault.before) == (f'invalid connection type "{directive}"', (16,))


@pytest.mark.parametrize("text", ["include", "include a b"])
def test_an_include_takes_one_name(text):
    assert only(text).text == 'invalid connection type "include"'


def test_lists_from_files():
    found = items('host @dbs,app "@users",@users all md5')
    assert [(item.directive, item.target, item.span.column) for item in found if isinstance(item, Include)] == [
        ("@", "dbs", 6),
        ("@", "users", 24),
    ]
    line = found[-1]
    assert (line.databases, line.users, line.quoted) == (("@dbs", "app"), ("@users", "@users"), {"user:@users"})
    assert [type(item) for item in items("host all all @nets md5")] == [Include, Unknown]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("host all all {{ cidr }} md5", '"{{ cidr }}" is filled in by a template'),
        ("host all ${DB_USER} all md5", '"${DB_USER}" is filled in by a template'),
        ("host all all ${CIDR:-10.0.0.0/8} md5", '"${CIDR}" is filled in by a template'),
        ("host all all <%= @cidr %> md5", '"<%= @cidr %>" is filled in by a template'),
        ("host all all @CIDR@ md5", '"@CIDR@" is filled in by a template'),
        ("@remove-for-nolocal@local all all @method-local@", '"@method-local@" is filled in by a template'),
        ("host all all $CIDR md5", '"$CIDR" is filled in by a template'),
        ("host all all <your-network> md5", '"<your-network>" is filled in by a template'),
        ("{{ postgresql_hba_entries }}", '"{{ postgresql_hba_entries }}" is filled in by a template'),
    ],
)
def test_a_placeholder_makes_its_line_unknown(line, reason):
    first, second = items(f"{line}\nlocal all all trust\n")
    assert first.reason == reason
    assert second.method == "trust"


@pytest.mark.parametrize("text", ["host all all all md5 # {{ x }}", "host all /^app$ all md5", "host all a$b all md5"])
def test_no_placeholder(text):
    assert isinstance(only(text), HbaLine)


def test_nothing_is_certain_in_a_template_with_branches():
    text = "{% if x %}\nhost all all all trust\n{% endif %}\nhost\n"
    assert is_template(Source("pg_hba.conf.j2", text))
    assert [(type(item), item.span.line) for item in items(text)] == [(Unknown, 2), (Unknown, 4)]
    assert not is_template(Source("pg_hba.conf.j2", "host all all {{ cidr }} md5"))
