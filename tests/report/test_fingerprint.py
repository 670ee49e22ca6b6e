"""What makes another finding of one, and what does not."""

import json

import pytest

from pglint.findings.finding import Finding, Outcome
from pglint.report import Options, render
from pglint.report.fingerprint import fingerprints
from pglint.source import Source, Span, first_line


def finding(
    text: str, at: str = "max_connections", message: str = "pools can open 60 of 47", path: str = "a.conf"
) -> Finding:
    source = Source(path, text)
    start = text.index(at)
    return Finding("CAP001", "n", "error", message, Span(source, start, start + len(at)), "prod")


HERE = finding("max_connections = 50\n")


@pytest.mark.parametrize(
    ("same", "other"),
    [
        (True, finding("# a line more\n\nmax_connections = 50\n")),
        (True, finding("  max_connections   = 50\r\n")),
        (True, finding("max_connections = 50\n", message="pools can open 65 of 47.5")),
        (False, finding("max_connections = 40\n")),
        (False, finding("max_connections = 50\n", message='pools of "x" can open 60 of 47')),
        (False, finding("max_connections = 50\n", path="b.conf")),
        (False, HERE._replace(code="CAP002")),
        (False, HERE._replace(stack="test")),
    ],
)
def test_fingerprint(same: bool, other: Finding) -> None:
    assert (fingerprints([HERE]) == fingerprints([other])) is same


def test_names_with_digits_are_names() -> None:
    one, two = (finding("x = 1\n", "x", f'"{name}" may hold 10') for name in ("app1", "app2"))
    assert fingerprints([one]) != fingerprints([two])


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
