"""Secrets in the files are found, and never told."""

import pytest

from tests.stack_models import model_of

SECRET = "s3cr3t-value"
MD5 = "md5" + "0123456789abcdef" * 2
INI = "[databases]\napp = host=db{entry}\n[pgbouncer]\nauth_file = userlist.txt\n"


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"pgbouncer.ini": INI.format(entry=f" password={SECRET}")}, [("secret-in-config", "pgbouncer.ini", 2)]),
        ({"pgbouncer.ini": INI.format(entry=" password=${PW}")}, []),
        ({"pgbouncer.ini": INI.format(entry=" user=app")}, []),
        (
            {"pgbouncer.ini": INI.format(entry=""), "userlist.txt": f'"a" "{MD5}"\n"b" "{SECRET}"\n"c" "{SECRET}"\n'},
            [("secret-in-config", "userlist.txt", 2), ("md5-password", "userlist.txt", 1)],
        ),
        ({"pgbouncer.ini": INI.format(entry=""), "userlist.txt": '"a" "${PASSWORD}"\n"b" "SCRAM-SHA-256$1:x$y:z"\n'}, []),
        ({"pgbouncer.ini": INI.format(entry=""), "userlist.txt": '"a" ""\n'}, []),
        ({"postgresql.conf": f"primary_conninfo = 'host=p password={SECRET}'\n"}, [("secret-in-config", "postgresql.conf", 1)]),
        ({"postgresql.conf": f"primary_conninfo = 'postgresql://u:{SECRET}@p/x'\n"}, [("secret-in-config", "postgresql.conf", 1)]),
        ({"postgresql.conf": "primary_conninfo = 'host=p passfile=/x'\n"}, []),
        ({"postgresql.conf": f"primary_conninfo = 'password={SECRET}'\nprimary_conninfo = 'host=p'\n"}, []),
    ],
)
def test_found(files: dict[str, str], found: list[tuple[str, str, int]]) -> None:
    faults = [fault for fault in model_of(files).faults if fault.kind in ("secret-in-config", "md5-password")]
    assert [(fault.kind, fault.span.path, fault.span.line) for fault in faults] == found
    assert not any(SECRET in fault.text + fault.value + fault.instead or MD5 in fault.text for fault in faults)
