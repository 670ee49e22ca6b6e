"""Every tree of files that was given to real servers (12, 15 and 18), on each of these majors."""

from typing import Any

import pytest

from pglint.facts import Setting
from pglint.formats.postgresql_conf import read
from pglint.source import Source
from tests.conf_cases import FILE_MAJORS, deviates, deviations, load, pglint_outcome, same_kind, server_outcome

CASES: list[dict[str, Any]] = load("conf_file_cases.json")
DEVIATIONS = deviations("conf_file")
RUNS = [(case, major) for case in CASES for major in FILE_MAJORS]


def count() -> int:
    """How many runs of case × major there are."""
    return len(RUNS)


def as_read(text: str) -> str:
    """The case file shows the three bytes of a byte order mark as three letters."""
    return text.replace("ï»¿", "\ufeff")


def command_line(options: list[str]) -> tuple[Setting, ...]:
    items = [item for option in options for item in read(Source("command line", option))]
    return tuple(item for item in items if isinstance(item, Setting))


def first_message(lines: list[str]) -> str:
    """The first message; form feed and vertical tab, which it quotes, broke it into two lines of the case."""
    return lines[0] + lines[1] if lines[1] == '"' else lines[0]


@pytest.mark.parametrize(("case", "major"), RUNS, ids=[f"{case['id']}-{major}" for case, major in RUNS])
def test_files_mean_what_the_server_says(case: dict[str, Any], major: int) -> None:
    files = {path: as_read(text) for path, text in case["files"].items()}
    got = pglint_outcome(files, case["parameter"], major, command_line(case.get("command_line", [])))
    entry = DEVIATIONS.get(case["id"])
    if deviates(entry, major):
        assert (got.value is None) != ("error" in case), "no deviation any more: take it from the list"
        return
    assert got.value == case.get("value")
    if "error" in case and entry is None:
        first = server_outcome(first_message(case["error"]))
        assert same_kind(got.kind) == first.kind
        assert got.error.translate({0: None, 11: None, 12: None}) == first.error


def test_every_deviation_names_a_case() -> None:
    assert set(DEVIATIONS) <= {case["id"] for case in CASES}


def test_every_case_was_run_on_every_major() -> None:
    assert count() == len(CASES) * 3 == 189
