"""What pg_hba.conf lets in: each file as text, and the records that certainly admit it, by line."""

import itertools
import random

import pytest

from pglint.facts import HbaLine
from pglint.formats.pg_hba import read
from pglint.model.hba import admits_replication_beyond_loopback, open_without_password, replication_open
from pglint.source import Source
from pglint.values import Unknown


def records(text):
    return read(Source("pg_hba.conf", text))


def numbers(lines):
    return [line.span.line for line in lines]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # where trust lets strangers in
        ("host all all all trust", [1]),
        ("host all all 0.0.0.0/0 trust", [1]),
        ("host all all ::/0 trust", [1]),
        ("host all all 10.0.0.0 255.0.0.0 trust", [1]),
        ("hostssl all all 10.0.0.0/8 trust", [1]),
        ("hostnossl all all 10.0.0.5/32 trust", [1]),
        ("hostnogssenc all all 10.0.0.5/32 trust", [1]),
        ("host app app db.example.com trust", [1]),
        ("host all all .example.com trust", [1]),
        ("host all all samenet trust", [1]),
        ("host replication all 10.0.0.0/8 trust", [1]),
        ("host sameuser all 10.0.0.0/8 trust", [1]),
        ("host samerole all 10.0.0.0/8 trust", [1]),
        ("host all +dba 10.0.0.0/8 trust", [1]),
        ("host all /^app 10.0.0.0/8 trust", [1]),
        ("host all @admins 10.0.0.0/8 trust", [1]),
        ("host all all 126.0.0.0/7 trust", [1]),
        ("host all all 0.0.0.0 0.255.255.255 trust", [1]),
        # where it does not
        ("", []),
        ("local all all trust", []),
        ("host all all 127.0.0.1/32 trust", []),
        ("host all all 127.0.0.0/8 trust", []),
        ("host all all ::1/128 trust", []),
        ("host all all localhost trust", []),
        ("host all all samehost trust", []),
        ("hostgssenc all all all trust", []),
        ("hostssl all all all trust clientcert=verify-full", []),
        ("hostssl all all all trust clientcert=verify-ca", []),
        ("host all all all scram-sha-256", []),
        ("host all all all reject", []),
        ("host all all all ident", []),
        ("host all all all tryst", []),
        # the first match wins
        ("host all all all trust\nhost all all all reject", [1]),
        ("host all all all reject\nhost all all all trust", []),
        ("host all all all md5\nhost all all 10.0.0.0/8 trust", []),
        ("host all all 10.0.0.0/8 reject\nhost all all 10.1.0.0/16 trust", []),
        ("host all all 10.1.0.0/16 reject\nhost all all 10.0.0.0/8 trust", [2]),
        ("host all all 0.0.0.0/0 reject\nhost all all all trust", [2]),
        ("host all all 0.0.0.0/0 reject\nhost all all ::/0 reject\nhost all all all trust", []),
        ("host all all 0.0.0.0/1 md5\nhost all all 128.0.0.0/1 md5\nhost all all 0.0.0.0/0 trust", []),
        ("host all all 0.0.0.0/1 md5\nhost all all 128.0.0.0/2 md5\nhost all all 0.0.0.0/0 trust", [3]),
        ("host all all 10.0.0.0/32 md5\nhost all all 10.0.0.0/31 trust", [2]),
        ("host all all 10.0.0.0/32 md5\nhost all all 10.0.0.1/32 md5\nhost all all 10.0.0.0/31 trust", []),
        ("host all all 126.0.0.0/8 reject\nhost all all 126.0.0.0/7 trust", []),
        ("host all all ::ffff:0:0/96 reject\nhost all all 10.0.0.0/8 trust", [2]),
        ("hostssl all all all reject\nhost all all all trust", [2]),
        ("hostssl all all all reject\nhostnossl all all all reject\nhost all all all trust", []),
        ("hostnossl all all all reject\nhostssl all all all trust", [2]),
        ("local all all reject\nhost all all all trust", [2]),
        ("host all all all trust\nhost all all all trust", [1]),
        # databases and users
        ("host all app all md5\nhost all app all trust", []),
        ("host all app all md5\nhost all all all trust", [2]),
        ("host all app all md5\nhost all app,web all trust", [2]),
        ("host all app,web all md5\nhost all web,app all trust", []),
        ("host app all all md5\nhost web all all md5\nhost app,web all all trust", []),
        ("host sameuser all all md5\nhost all all all trust", [2]),
        ("host sameuser all all md5\nhost app app all trust", []),
        ("host sameuser all all md5\nhost sameuser app all trust", []),
        ("host all all all md5\nhost replication all all trust", [2]),
        ("host replication all all md5\nhost all all all trust", [2]),
        ("host replication all all md5\nhost replication all all trust", []),
        ('host "replication" all all md5\nhost replication all all trust', [2]),
        ('host "all" all all md5\nhost all all all trust', [2]),
        ('host all "all" all md5\nhost all all all trust', [2]),
        ('host "all" all all md5\nhost "all" all all trust', []),
        ('host all all "all" md5\nhost all all all trust', [2]),
        ("host all +dba all md5\nhost all all all trust", [2]),
        ("host all +dba all md5\nhost all +dba all trust", []),
        ("host all +dba all md5\nhost all +web all trust", []),  # its members may all be in dba
        ("host all +dba all md5\nhost all app all trust", []),  # app may be in dba
        ("host all +dba all md5\nhost all dba all trust", []),
        ('host all "+dba" all md5\nhost all app all trust', [2]),
        ("host all @blocked all reject\nhost all all all trust", [2]),
        ("host all @blocked all reject\nhost all app all trust", []),  # app may be in the file
        ("host all @list all reject\nhost all @list all trust", []),
        ("host all /^app_ all reject\nhost all all all trust", [2]),
        ("host all /^app_ all reject\nhost all web all trust", [2]),
        ("host all /^app_ all reject\nhost all app_1 all trust", []),
        ("host all /^a?pp all reject\nhost all pp all trust", []),
        ("host all /^app|. all reject\nhost all web all trust", []),
        ("host all /app all reject\nhost all all all trust", []),
        ("host all /^app all reject\nhost all /^app all trust", []),
        ("host all app all reject\nhost all /^app$ all trust", []),
        ("host app app all reject\nhost sameuser /^app$ all trust", []),
        # networks and names
        ("host all all samenet md5\nhost all all 10.0.0.0/8 trust", []),
        ("host all all samenet md5\nhost all all 0.0.0.0/0 trust", [2]),
        ("host all all samenet md5\nhost all all samenet trust", []),
        ("host all all samehost md5\nhost all all samenet trust", [2]),
        ("host all all samehost md5\nhost all all all trust", [2]),
        ("host all all 127.0.0.1/32 md5\nhost all all samenet trust", [2]),
        ("host all all 10.0.0.5/32 md5\nhost all all samenet trust", [2]),
        ("host all all 10.0.0.0/8 md5\nhost all all samenet trust", []),
        ("host all all all md5\nhost all all samenet trust", []),
        ("host all all app.example.com md5\nhost all all samenet trust", [2]),
        ("host all all app.example.com md5\nhost all all 10.0.0.0/8 trust", [2]),
        ("host all all app.example.com md5\nhost all all 10.0.0.5/32 trust", []),
        ("host all all .example.com md5\nhost all all 10.0.0.0/8 trust", []),
        ("host all all .example.com md5\nhost all all 0.0.0.0/0 trust", [2]),
        ("host all all .example.com md5\nhost all all APP.example.com trust", []),
        ("host all all app.example.com md5\nhost all all .example.com trust", [2]),
        ("host all all app.example.com md5\nhost all all web.example.com trust", [2]),
        ("host all all 10.0.0.0/8 md5\nhost all all app.example.com trust", []),
        ("host all all 127.0.0.0/8 md5\nhost all all app.example.com trust", [2]),
        ("host all all localhost md5\nhost all all app.example.com trust", [2]),
        # masks with holes
        ("host all all 0.0.0.0 0.255.255.255 reject\nhost all all 10.0.0.0/8 trust", []),  # pglint does not look closer
        ("host all all 10.0.0.0 255.0.255.0 reject\nhost all all 10.0.0.0/24 trust", []),
        ("host all all 10.0.0.0 255.0.255.0 reject\nhost all all 11.0.0.0/24 trust", [2]),
        ("host all all 10.0.0.0/24 reject\nhost all all 10.0.0.0 255.0.255.0 trust", []),
        # what is not known
        ("{{ lines }}\nhost all all all trust", []),
        ("host all all all trust\n{{ lines }}", [1]),
        ("include more.conf\nhost all all all trust", []),
        ("host all all all trust\ninclude more.conf", [1]),
        ("{% if open %}\nhost all all all trust\n{% endif %}", []),
        ("hots all all all reject\nhost all all all trust", [2]),
    ],
)
def test_open_without_password(text, expected):
    assert numbers(open_without_password(records(text))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("host replication all 0.0.0.0/0 md5", [1]),
        ("host replication all 0.0.0.0 0.0.0.0 scram-sha-256", [1]),
        ("host replication all ::/0 password", [1]),
        ("hostssl replication rep all scram-sha-256", [1]),
        ("host all,replication all all md5", [1]),
        ("host replication all all ldap ldapprefix=cn=", [1]),
        ("host all all all md5", []),
        ('host "replication" all all md5', []),
        ("host replication all 10.0.0.0/8 md5", []),
        ("host replication all 0.0.0.0/1 md5", []),
        ("host replication all samenet md5", []),
        ("host replication all all trust", []),
        ("host replication all all reject", []),
        ("hostssl replication all all cert", []),
        ("host replication all all gss", []),
        ("hostssl replication all all md5 clientcert=verify-ca", []),
        ("local replication all md5", []),
        ("host replication all all reject\nhost replication all all md5", []),
        ("host all all all reject\nhost replication all all md5", [2]),
        ("host replication all 10.0.0.0/8 md5\nhost replication all all reject\nhost replication rep all md5", []),
        ("host replication rep all reject\nhost replication all all md5", [2]),
        ("{{ x }}\nhost replication all all md5", []),
    ],
)
def test_replication_open(text, expected):
    assert numbers(replication_open(records(text))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("host replication rep 10.0.0.0/8 scram-sha-256", 1),
        ("host replication rep all trust", 1),
        ("hostssl replication rep standby.example.com cert", 1),
        ("host replication all samenet md5", 1),
        ("host all,replication all all md5", 1),
        ("host all all all md5\nhost replication all 10.0.0.5/32 md5", 2),
        ("host all all all md5", None),
        ("local replication all peer", None),
        ("host replication all 127.0.0.1/32 md5\nhost replication all ::1/128 md5", None),
        ("host replication all samehost md5", None),
        ("host replication all localhost md5", None),
        ("host replication all all reject", None),
        ('host "replication" all all md5', None),
        ("host /^repl all all md5", None),
        ("host replication all all reject\nhost replication all 10.0.0.0/8 md5", None),
        ("host replication all 10.0.0.0/9 reject\nhost replication all 10.0.0.0/8 md5", 2),
        ("host replication all 10.0.0.0/24 reject\nhost replication all 10.0.0.0 255.0.255.0 md5", 2),
        ("host replication all 10.0.0.0 255.0.255.0 reject\nhost replication all 10.0.0.0/24 md5", None),
        ("host replication all 10.0.0.0 255.0.255.0 reject\nhost replication all 10.0.0.0/8 md5", 2),
        # what may be enough is enough: the rule then stays silent
        ("host replication +no all reject\nhost replication rep all md5", 2),
        ("host replication @no all reject\nhost replication rep all md5", 2),
        ("host replication all samenet reject\nhost replication all 10.0.0.0/8 md5", 2),
        ("", None),
        ("{{ lines }}", "unknown"),
        ("include more.conf", "unknown"),
        ("host @dbs all 127.0.0.1/32 md5", None),
        ("host @dbs all 127.0.0.1/32 md5\ninclude more.conf", "unknown"),
    ],
)
def test_admits_replication_beyond_loopback(text, expected):
    found = admits_replication_beyond_loopback(records(text))
    assert ("unknown" if isinstance(found, Unknown) else found and found.span.line) == expected


# A small world in which every connection can be tried out.
DATABASES = ("d1", "d2", "u1", "u2", "someone", "another", None)
USERS = ("u1", "u2", "d1", "d2", "someone")
ADDRESSES = {f"10.0.0.{last}": {"all", "0.0.0.0/0", "10.0.0.0/29"} for last in range(8)}
for last in range(8):
    ADDRESSES[f"10.0.0.{last}"] |= {f"10.0.0.{last // 4 * 4}/30", f"10.0.0.{last // 2 * 2}/31", f"10.0.0.{last}/32"}
ADDRESSES["192.0.2.1"] = {"all", "0.0.0.0/0"}
ADDRESSES["2001:db8::1"] = {"all", "::/0"}
NETWORKS = sorted(set().union(*ADDRESSES.values()))
CARRIED = {"host": "sp", "hostssl": "s", "hostnossl": "p"}


def admitted(line, transport, database, user, address):
    named = line.databases[0]
    if database is None or named == "replication":
        fits = database is None and named == "replication"
    else:
        fits = named in ("all", database) or (named == "sameuser" and database == user)
    return (
        transport in CARRIED[line.kind]
        and fits
        and line.users[0] in ("all", user)
        and line.address in ADDRESSES[address]
    )


@pytest.mark.parametrize("seed", range(300))
def test_as_trying_every_connection_does(seed):
    draw = random.Random(seed)
    databases = ("all", "all", "d1", "d2", "sameuser", "replication")
    lines = [
        " ".join(
            (
                draw.choice(("host", "host", "hostssl", "hostnossl")),
                draw.choice(databases),
                draw.choice(("all", "all", "u1", "u2", "d1")),
                draw.choice(NETWORKS),
                draw.choice(("trust", "md5", "reject")),
            )
        )
        for _ in range(draw.randint(2, 14))
    ]
    parsed = records("\n".join(lines))
    assert all(isinstance(line, HbaLine) for line in parsed)
    reached = set()
    for connection in itertools.product("sp", DATABASES, USERS, ADDRESSES):
        first = next((line for line in parsed if admitted(line, *connection)), None)
        if first is not None and first.method == "trust":
            reached.add(first.span.line)
    assert numbers(open_without_password(parsed)) == sorted(reached)
