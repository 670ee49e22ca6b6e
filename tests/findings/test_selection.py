from typing import NamedTuple

import pytest

from pglint.findings.selection import Selection, covers, nearest, with_families


class Rule(NamedTuple):
    code: str
    strict: bool = False
    severity: str = "warning"


@pytest.mark.parametrize(
    ("select", "ignore", "profile", "code", "strict", "expected"),
    [
        # nothing said
        ("", "", "default", "CAP003", False, True),
        ("", "", "default", "CAP015", True, False),
        ("", "", "strict", "CAP015", True, True),
        # select narrows
        ("CAP003", "", "default", "CAP003", False, True),
        ("CAP003", "", "default", "CAP001", False, False),
        ("CAP", "", "default", "CAP001", False, True),
        ("CAP", "", "default", "LIM001", False, False),
        ("cap", "", "default", "CAP001", False, True),
        ("CA", "", "default", "CAP001", False, False),
        # strict rules by code, by family, by ALL
        ("CAP015", "", "default", "CAP015", True, True),
        ("CAP", "", "default", "CAP015", True, True),
        ("ALL", "", "default", "CAP015", True, True),
        ("DEFAULT", "", "default", "CAP015", True, False),
        ("DEFAULT CAP015", "", "default", "CAP015", True, True),
        ("DEFAULT CAP015", "", "default", "LIM001", False, True),
        ("DEFAULT", "", "strict", "CAP015", True, True),
        # ignore
        ("", "CAP003", "default", "CAP003", False, False),
        ("", "CAP", "default", "CAP003", False, False),
        ("", "CAP003", "default", "CAP001", False, True),
        ("", "CAP015", "strict", "CAP015", True, False),
        # the most specific wins, ignore on a tie
        ("CAP003", "CAP", "default", "CAP003", False, True),
        ("CAP", "CAP003", "default", "CAP003", False, False),
        ("CAP003", "CAP003", "default", "CAP003", False, False),
        ("CAP", "CAP", "default", "CAP003", False, False),
        ("CAP", "ALL", "default", "CAP003", False, True),
        ("", "ALL", "default", "CAP003", False, False),
    ],
)
def test_active(select: str, ignore: str, profile: str, code: str, strict: bool, expected: bool) -> None:
    chosen = Selection(tuple(select.split()), tuple(ignore.split()), profile)
    assert chosen.active(Rule(code, strict)) is expected


def test_severity_by_code_goes_before_family() -> None:
    chosen = Selection(severity={"CAP": "note", "CAP003": "error", "lim": "note"})
    given = {code: chosen.severity_of(Rule(code)) for code in ("CAP003", "CAP001", "LIM001", "TMO001")}
    assert given == {"CAP003": "error", "CAP001": "note", "LIM001": "note", "TMO001": None}


def test_per_file_ignores_add_up() -> None:
    chosen = Selection(per_file_ignores={"dev/**": ("CAP", "TMO001"), "*.ini": ("lim001",), "prod/**": ("ALL",)})
    assert chosen.ignored_in("dev/pgbouncer.ini") == {"CAP", "TMO001", "LIM001"}
    assert chosen.ignored_in("postgresql.conf") == frozenset()
    assert covers(chosen.ignored_in("dev/x"), "CAP003")
    assert not covers(chosen.ignored_in("dev/x"), "TMO002")
    assert covers(chosen.ignored_in("prod/x"), "TMO002")


def test_unknown_codes_come_with_their_key() -> None:
    chosen = Selection(
        ("CAP003", "CAP", "CAPP"), ("ALL", "LIM1"), "default", {"TMO": "note", "X1": "error"}, {"a/**": ("CAP", "Y")}
    )
    assert list(chosen.unknown_codes(["CAP003", "LIM001", "TMO001"])) == [
        (("select", 2), "CAPP"),
        (("ignore", 1), "LIM1"),
        (("severity", "X1"), "X1"),
        (("per-file-ignores", "a/**", 1), "Y"),
    ]


def test_nearest() -> None:
    known = with_families(["CAP003", "LIM001"])
    assert known == {"CAP003", "CAP", "LIM001", "LIM"}
    assert nearest("cap03", known) == "CAP003"
    assert nearest("XYZ", known) is None
