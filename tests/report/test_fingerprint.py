"""What makes another finding of one, and what does not."""

import json

import pytest

from pglint.findings.finding import Finding, Outcome
from pglint.fixes.example import checker
from pglint.report import Options, render
from pglint.report.fingerprint import fingerprints
from pglint.rulebook.load import rules
from pglint.source import Source, Span, first_line


def finding(
    text: str, at: str = "max_connections", subject: str = "server: max_connections, demand", path: str = "a.conf"
) -> Finding:
    source = Source(path, text)
    start = text.index(at)
    return Finding("CAP001", "n", "error", "60 of 47", Span(source, start, start + len(at)), "prod", subject=subject)


POOLS = "[databases]\nshop = host=db user=shop\n[pgbouncer]\npool_mode = transaction\n"
HERE = finding("max_connections = 50\n")


@pytest.mark.parametrize(
    ("same", "other"),
    [
        (True, finding("# a line more\n\nmax_connections = 50\n")),
        (True, finding("  max_connections   = 50\r\n")),
        (True, HERE._replace(message="in better words: 65 of 47.5", help="other help")),
        (True, finding("max_connections = 50  # pglint: ignore[CAP009] why\n")),
        (False, finding("max_connections = 50  # small box\n")),
        (True, HERE._replace(severity="warning", name="another-name")),
        (False, finding("max_connections = 40\n")),
        (False, finding("max_connections = 50\n", subject="server: max_connections, worst")),
        (False, finding("max_connections = 50\n", path="b.conf")),
        (False, HERE._replace(code="CAP002")),
        (False, HERE._replace(stack="test")),
    ],
)
def test_fingerprint(same: bool, other: Finding) -> None:
    assert (fingerprints([HERE]) == fingerprints([other])) is same


@pytest.mark.parametrize(
    ("code", "files", "subject"),
    [
        ("CAP001", {"postgresql.conf": "max_connections = 20\n", "pgbouncer.ini": POOLS}, "server: max_connections, demand"),
        ("CAP003", {"postgresql.conf": "port = 1\n", "roles.sql": "CREATE ROLE shop LOGIN CONNECTION LIMIT 3;", "pgbouncer.ini": POOLS}, "role shop: limit, demand"),
        ("CAP008", {"pgbouncer.ini": POOLS + "max_db_connections = 10\n"}, "pool shop shop: max_db"),
        ("CFG001", {"postgresql.conf": "max_conections = 20\n"}, "problem max_conections"),
        ("MIG001", {"migrations/V2__a.sql": "CREATE INDEX ON t (a);"}, "statement CREATE INDEX on t"),
        ("TMO001", {"postgresql.conf": "port = 5432\n", "pgbouncer.ini": POOLS}, "server"),
        ("PGL001", {"postgresql.conf": "port = 5432 # pglint: ignore[CAP001]\n"}, "suppression of CAP001"),
        ("PGL002", {"postgresql.conf": "port = 5432 # pglint: ignore[CAP1]\n"}, "suppression"),
    ],
)
def test_the_subject_is_the_object_and_what_of_it(code: str, files: dict[str, str], subject: str) -> None:
    assert [each.subject for each in checker(files, rules())({}).findings if each.code == code] == [subject]


def test_a_place_that_states_nothing_does_not_count() -> None:
    one, two = (Finding("CAP001", "n", "error", "m", first_line(Source("a", text))) for text in ("# one\n", "# two\n"))
    assert fingerprints([one]) == fingerprints([two])


def test_the_same_twice_is_two() -> None:
    first, second = fingerprints([HERE, finding("\nmax_connections = 50\n")])
    assert first != second
    assert [first] == fingerprints([HERE])


def test_a_fingerprint_does_not_tell_a_secret() -> None:
    one, two = (finding(f"app = password={secret} pool_size=9\n", "pool_size=9") for secret in ("geheim", "other"))
    assert fingerprints([one]) == fingerprints([two])


def test_gitlab_and_sarif_use_them() -> None:
    outcome = Outcome((HERE, HERE._replace(severity="note", code="CAP009")), (), (), 1)
    expected = fingerprints(outcome.findings)
    assert [row["fingerprint"] for row in json.loads(render("gitlab", outcome, Options()))] == expected
    results = json.loads(render("sarif", outcome, Options()))["runs"][0]["results"]
    assert [row["partialFingerprints"]["pglint/v1"] for row in results] == expected
