"""libpq's connection strings."""

import pytest

from pglint.formats.conninfo import read


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {}),
        ("host=db user=x", {"host": "db", "user": "x"}),
        ("host = db\tport\n=\n5432", {"host": "db", "port": "5432"}),
        ("password='a b' host=db", {"password": "a b", "host": "db"}),
        (r"password='it\'s' host=db", {"password": "it's", "host": "db"}),
        (r"password=a\ b host=db", {"password": "a b", "host": "db"}),
        ("host= user=x", {"host": "user=x"}),
        ("host=a host=b", {"host": "b"}),
        ("host=db nonsense", {"host": "db"}),
        ("host=db password='open", {"host": "db"}),
        ("postgresql://db", {"host": "db"}),
        (
            "postgres://u:p%40w@db:5433/app?sslmode=require",
            {"user": "u", "password": "p@w", "host": "db", "dbname": "app", "sslmode": "require"},
        ),
        ("postgresql://a:1,b:2/app", {"host": "a,b", "dbname": "app"}),
        ("postgresql:///app?host=/tmp&password=x", {"dbname": "app", "host": "/tmp", "password": "x"}),
    ],
)
def test_read(text: str, found: dict[str, str]) -> None:
    assert read(text) == found
