"""The table of what keeps a server from starting, against the recorded servers and the page of the documentation."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from pglint.catalog.postgresql import parameter
from pglint.catalog.startup import Constraint, constraints
from pglint.catalog.startup_table import CONSTRAINTS

ROOT = Path(__file__).parents[2]
RECORDED = json.loads((ROOT / "tests/data/startup_constraints.json").read_text(encoding="utf-8"))["constraints"]
REFUSALS: dict[str, dict[str, Any]] = {
    case["id"]: case for case in RECORDED if case["effect"] == "refuses_start" and case["parameters"]
}
PAGE = re.findall(r"^\| ([a-z0-9-]+) \| .+ \| (.+) \|$", (ROOT / "docs/startup-constraints.md").read_text("utf-8"), re.MULTILINE)
RULES = {name: by[:6] if re.match(r"[A-Z]{3}\d{3}", by) else "" for name, by in PAGE}
ROWS = {row[0]: Constraint(*row) for row in CONSTRAINTS}


def test_every_recorded_constraint_is_there() -> None:
    assert ROWS.keys() == REFUSALS.keys()


@pytest.mark.parametrize("name", REFUSALS)
def test_a_constraint_is_as_it_was_recorded(name: str) -> None:
    row, case = ROWS[name], REFUSALS[name]
    first, dash, last = case["versions"].partition("-")
    assert (row.first, row.last) == (int(first), int(last) if last else 18 if dash else int(first))
    assert row.parameters == tuple(case["parameters"])
    assert row.rule == RULES[name]
    assert all(parameter(each, row.last) for each in row.parameters)


def test_constraints_of_a_parameter() -> None:
    assert [each.name for each in constraints("archive_mode")] == ["archive-needs-replica"]
    assert constraints("work_mem") == ()
