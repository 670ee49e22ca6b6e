"""Every line that was given to real servers (10 to 18), on every one of these majors."""

from typing import Any

import pytest

from tests.conf_cases import (
    GRAMMAR_MAJORS,
    Outcome,
    deviates,
    deviations,
    load,
    pglint_outcome,
    same_kind,
    server_outcome,
)

CASES: list[dict[str, Any]] = load("conf_grammar_cases.json")
DEVIATIONS = deviations("conf_grammar")
RUNS = [(case, major) for case in CASES for major in GRAMMAR_MAJORS]


def count() -> int:
    """How many runs of case × major there are."""
    return len(RUNS)


def expected(case: dict[str, Any], major: int) -> tuple[Outcome, bool]:
    """What the server of that major does, and whether its wording is recorded.

    It is for 18, and where another major has a value instead of an error or the other way round.
    """
    for other in case.get("other_majors", ()):
        if major in other["majors"]:
            return (Outcome(other["value"]) if "value" in other else server_outcome(other["error"])), True
    return (Outcome(case["value"]) if "value" in case else server_outcome(case["error"])), major == 18


@pytest.mark.parametrize(("case", "major"), RUNS, ids=[f"{major}: {case['line']}" for case, major in RUNS])
def test_line_means_what_the_server_says(case: dict[str, Any], major: int) -> None:
    wanted, worded = expected(case, major)
    got = pglint_outcome({"postgresql.conf": case["line"] + "\n"}, case["parameter"], major)
    if deviates(DEVIATIONS.get(case["line"]), major):
        assert (got.value, got.kind) != (wanted.value, wanted.kind), "no deviation any more: take it from the list"
        return
    assert got.value == wanted.value
    if worded or "syntax-error" in (wanted.kind, got.kind):
        assert same_kind(got.kind) == wanted.kind
    if (worded or got.kind == "syntax-error") and got.kind != "removed-setting":
        # a name from a later major is unknown too, and pglint adds which one that is
        assert got.error.partition(", which PostgreSQL")[0] == wanted.error


def test_every_deviation_names_a_case() -> None:
    assert set(DEVIATIONS) <= {case["line"] for case in CASES}


def test_every_case_was_run_on_every_major() -> None:
    assert count() == len(CASES) * 9 == 3933
