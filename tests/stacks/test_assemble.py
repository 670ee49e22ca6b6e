"""Which file goes where, and why."""

import pytest

from pglint.config import Config, load
from pglint.project import kind
from pglint.source import Source
from pglint.stacks.assemble import assemble
from pglint.stacks.units import read
from pglint.tree import Memory

CONF = "max_connections = 50\n"
STANDBY = "primary_conninfo = 'host=db'\n"
INI = "[databases]\napp = host={host}\n[pgbouncer]\npool_mode = transaction\n"


def stacks(files, config=""):
    """The stacks as {name: {path: reason}}; None holds what joins none."""
    files = {path: text if text else CONF for path, text in files.items()}
    settings = load(Source("pglint.toml", config)) if config else Config()
    units = read(Memory(files), [(path, kind(path) or "") for path in sorted(files)])
    found, loners = assemble(units, settings)
    loners += units.others
    shown = {stack.name: {member.path: member.reason for member in stack.members} for stack in found}
    if loners:
        shown[None] = {member.path: member.reason for member in loners}
    return shown


def ini(host="db"):
    return INI.format(host=host)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        # one server is all there is
        ({"a/postgresql.conf": "", "b/c/pgbouncer.ini": ini()}, {"a": {"a/postgresql.conf", "b/c/pgbouncer.ini"}}),
        # the nearest common folder
        (
            {"a/postgresql.conf": "", "b/postgresql.conf": "", "a/x/pgbouncer.ini": ini(), "b/pgbouncer.ini": ini()},
            {
                "a": {"a/postgresql.conf", "a/x/pgbouncer.ini"},
                "b": {"b/postgresql.conf", "b/pgbouncer.ini"},
            },
        ),
        # two fit equally: none
        (
            {"a/postgresql.conf": "", "b/postgresql.conf": "", "pgbouncer.ini": ini()},
            {
                "a": {"a/postgresql.conf"},
                "b": {"b/postgresql.conf"},
                "pgbouncer.ini": {"pgbouncer.ini"},
                None: {"pgbouncer.ini"},
            },
        ),
        # unless the host names one
        (
            {"orders/postgresql.conf": "", "b/postgresql.conf": "", "pgbouncer.ini": ini("orders.internal")},
            {"orders": {"orders/postgresql.conf", "pgbouncer.ini"}, "b": {"b/postgresql.conf"}},
        ),
        # never by folder alone out of a test folder
        (
            {"postgresql.conf": "", "tests/pgbouncer.ini": ini()},
            {"default": {"postgresql.conf"}, "tests/pgbouncer.ini": {"tests/pgbouncer.ini"}},
        ),
        # two servers in one folder keep apart
        (
            {"a/one.postgresql.conf": "", "a/two.postgresql.conf": ""},
            {"a/one.postgresql.conf": {"a/one.postgresql.conf"}, "a/two.postgresql.conf": {"a/two.postgresql.conf"}},
        ),
        # a standby joins its primary
        (
            {"p/postgresql.conf": "", "s/postgresql.conf": STANDBY},
            {"p": {"p/postgresql.conf", "s/postgresql.conf"}},
        ),
        # and without one it is a server like any other
        ({"postgresql.conf": STANDBY, "pgbouncer.ini": ini()}, {"default": {"postgresql.conf", "pgbouncer.ini"}}),
        ({"p/postgresql.conf": "", "replica1/postgresql.conf": ""}, {"p": {"p/postgresql.conf", "replica1/postgresql.conf"}}),
        # what is included is no server of its own
        (
            {"postgresql.conf": "include 'my.postgresql.conf'\n", "my.postgresql.conf": ""},
            {"default": {"postgresql.conf", "my.postgresql.conf"}},
        ),
        ({"postgresql.conf": "", "pg_hba.conf": "local all all peer\n"}, {"default": {"postgresql.conf", "pg_hba.conf"}}),
        # nothing but a pooler
        ({"pgbouncer.ini": ini()}, {"pgbouncer.ini": {"pgbouncer.ini"}}),
    ],
)
def test_heuristics(files, expected):
    assert {name: set(members) for name, members in stacks(files).items()} == expected


DECLARED = """
[[stack]]
name = "prod"
include = ["infra/**"]
[[stack.pooler]]
file = "edge/pgbouncer.ini"
[[stack.standby]]
file = "infra/two/postgresql.conf"
"""


def test_declared():
    files = {
        "infra/one/postgresql.conf": "",
        "infra/two/postgresql.conf": "",
        "edge/pgbouncer.ini": ini(),
        "dev/postgresql.conf": "",
    }
    assert stacks(files, DECLARED) == {
        "prod": {
            "infra/two/postgresql.conf": "declared in [[stack.standby]]",
            "edge/pgbouncer.ini": "declared in [[stack.pooler]]",
            "infra/one/postgresql.conf": 'matches include of [[stack]] "prod"',
        },
        "dev": {"dev/postgresql.conf": "a server of its own"},
    }


def test_reasons_say_why():
    files = {"a/postgresql.conf": "", "b/pgbouncer.ini": ini(), "notes.postgresql.conf": "[program:x]\ncommand=y\n"}
    found = stacks(files)
    assert found["a"]["b/pgbouncer.ini"] == "a/postgresql.conf is the only server"
    assert "notes.postgresql.conf" in found[None]
