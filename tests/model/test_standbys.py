"""Whom a standby follows, and what it leaves below its primary."""

import pytest

from pglint.model import standbys
from pglint.values import Unknown
from tests.stack_models import model_of

FOLLOWS = "primary_conninfo = 'host=primary'\n"


@pytest.mark.parametrize(
    ("primary", "standby", "major", "below"),
    [
        ("max_connections = 200", "", 15, ("max_connections 100 < 200",)),
        ("max_connections = 200", "max_connections = 100", 15, ()),
        ("max_wal_senders = 20\nmax_worker_processes = 9", "", 15, ("max_worker_processes 8 < 9", "max_wal_senders 10 < 20")),
        ("max_wal_senders = 20", "", 11, ()),
        ("max_connections = 100", "", 15, ()),
        ("max_locks_per_transaction = ${LOCKS}", "", 15, Unknown),
        ("max_locks_per_transaction = ${LOCKS}\nmax_connections = 101", "", 15, ("max_connections 100 < 101",)),
    ],
)
def test_defaults_below(primary: str, standby: str, major: int, below: object) -> None:
    found = model_of({"primary/postgresql.conf": primary, "replica/postgresql.conf": FOLLOWS + standby})
    assert found.server is not None
    value = standbys.below(found.standbys[0], found.server, major).value
    assert type(value) is below if isinstance(below, type) else value == below


@pytest.mark.parametrize(
    ("conninfo", "follows"),
    [
        ("host=primary user=replicator", "primary"),
        ("host=r1 user=replicator", "r1"),
        ("host=r1.db.internal", "r1"),
        ("postgresql://replicator@r1:5432/postgres", "r1"),
        ("host=10.0.0.5", "primary"),
        ("host=/var/run/postgresql", "primary"),
        ("host=primary,r1", "primary"),
        ("user=replicator", "primary"),
    ],
)
def test_upstream(conninfo: str, follows: str) -> None:
    found = model_of(
        {
            "primary/postgresql.conf": "",
            "r1/postgresql.conf": FOLLOWS,
            "r2/postgresql.conf": f"primary_conninfo = '{conninfo}'\n",
        }
    )
    assert found.server is not None
    servers = {each.source.path.partition("/")[0]: each for each in (found.server, *found.standbys)}
    assert servers["r2"] in servers[follows].standbys
    assert servers["r2"].primary is found.server
