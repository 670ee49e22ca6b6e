"""Names that stand for others, and dates."""

import pytest

from pglint.model.role import is_past, is_placeholder
from pglint.values import Unknown


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("{{ role }}", True),
        ("app_{{ env }}", True),
        ("${ROLE}", True),
        ("<%= @role %>", True),
        ("%s", True),
        ("%(user)s", True),
        ("<user>", True),
        ("$USER", True),
        ("@ROLE@", True),
        ("__ROLE__", True),
        ("CHANGEME", True),
        ("change-me", True),
        ("replace_me", True),
        ("username", True),
        ("role_name", True),
        ("your_user", True),
        ("your-app-role", True),
        ("youruser", True),
        ("placeholder", True),
        ("xxx", True),
        # names as people give them
        ("app", False),
        ("user", False),
        ("role", False),
        ("my_user", False),
        ("yourself", False),
        ("username_service", False),
        ("exchange", False),
        ("100%_done", False),
        ("a<b", False),
        ("postgresql_role.this", False),
    ],
)
def test_a_placeholder(name: str, expected: bool) -> None:
    assert is_placeholder(name) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-01-01", True),
        ("2020-01-01 00:00:00+00", True),
        ("2020-01-01T00:00:00Z", True),
        ("9999-12-31", False),
        ("infinity", False),
        ("Infinity", False),
        ("", False),
        ("tomorrow", Unknown('"tomorrow" is not read as a date')),
    ],
)
def test_whether_a_date_is_past(text: str, expected: object) -> None:
    assert is_past(text) == expected
