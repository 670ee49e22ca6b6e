"""auth_file as load_auth_file of src/loader.c reads it."""

import pytest

from pglint.formats import auth_file
from pglint.source import Source

MD5 = "md5" + "0" * 32


@pytest.mark.parametrize(
    ("text", "users"),
    [
        ("", []),
        ("; nobody\n\n", []),
        ('"a" "x"\n"b" "y"\n', [("a", "plain"), ("b", "plain")]),
        ('"a" "x" "old" anything\n', [("a", "plain")]),
        ('  "a"\t"x"', [("a", "plain")]),
        ('"a""b" "x"', [('a"b', "plain")]),
        ('"a" ""', [("a", "empty")]),
        (f'"a" "{MD5}"', [("a", "md5")]),
        ('"a" "md5short"', [("a", "plain")]),
        ('"a" "SCRAM-SHA-256$4096:c2FsdA==$a:b"', [("a", "scram")]),
        ('"a" "x"\r\n"b" "y"\r\n', [("a", "plain"), ("b", "plain")]),
    ],
)
def test_users(text: str, users: list[tuple[str, str]]) -> None:
    found, faults = auth_file.read(Source("userlist.txt", text))
    assert [(user.name, user.secret) for user in found] == users
    assert faults == []


@pytest.mark.parametrize(
    ("text", "users", "line", "words"),
    [
        ("u1 secret\n", [], 1, "no user of it exists"),
        ('# users\n"a" "x"\n', [], 1, 'a comment starts with ";"'),
        ('"a" "x"\nb "y"\n"c" "z"\n', ["a"], 2, "users from this line on do not exist"),
        ('"a" "x"\n"b"\n', ["a"], 2, "users from this line on do not exist"),
        ('"a" "x"\n"b" "y\n', ["a"], 2, "users from this line on do not exist"),
        # Tried on PgBouncer 1.18: SHOW USERS lists a and c.
        ('"a"\n"b" "x"\n"c" "y"\n', ["a", "c"], 1, "the next quoted text is taken for it"),
    ],
)
def test_broken(text: str, users: list[str], line: int, words: str) -> None:
    found, (fault,) = auth_file.read(Source("userlist.txt", text))
    assert [user.name for user in found] == users
    assert (fault.kind, fault.effect, fault.span.line) == ("syntax-error", "ignored", line)
    assert words in fault.text


def test_no_secret_is_kept() -> None:
    users, faults = auth_file.read(Source("userlist.txt", '"a" "hunter2"\n"b"\n"c" "hunter3"\n'))
    assert "hunter" not in repr([(user.name, user.secret) for user in users])
    assert "hunter" not in "".join(fault.text for fault in faults)


def test_span_covers_both_fields() -> None:
    (user,), _ = auth_file.read(Source("userlist.txt", ' "a"  "x" "old"\n'))
    assert user.span.text == '"a"  "x"'
