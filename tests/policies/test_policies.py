"""Two policies on Terraform, by pglint and by Checkov: the same verdict, or a reason why pglint's is the right one.

Checkov's verdicts were recorded from the real program (``python -m tests.bench.checkov_verdicts``); ``make bench`` asks it
again. pglint decides each case here.
"""

import json
from pathlib import Path

import pytest

from pglint.cli.main import run
from tests.policies import roles, senders
from tests.policies.case import FAIL, NONE, PASS, UNDECIDED, Case

RECORDED = json.loads((Path(__file__).parents[1] / "data" / "checkov_verdicts.json").read_text(encoding="utf-8"))[
    "verdicts"
]
POLICIES = (("CKV_PG_1", "LIM001", roles.CASES), ("CKV_PG_2", "REP017", senders.CASES))
ALL = [
    pytest.param(policy, code, case, id=f"{code}: {case.name}") for policy, code, cases in POLICIES for case in cases
]


def checkov(policy: str, case: Case) -> str:
    """Its verdict on a case: it passes over in silence what it cannot decide, and where there is nothing to decide."""
    recorded = RECORDED[policy][case.name]
    if recorded["failed"]:
        return FAIL
    return PASS if recorded["passed"] else NONE if case.verdict == NONE else UNDECIDED


@pytest.mark.parametrize(("policy", "code", "case"), ALL)
def test_pglint(policy, code, case, tmp_path, monkeypatch, capsys):
    for name, text in case.files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    run(["check", "--no-cache", "--format", "json", "--select", code])
    out, errors = capsys.readouterr()
    assert errors == ""
    report = json.loads(out)
    assert report["files"] == len(case.files)
    found, unknown = report["findings"], report["unknown"]
    assert (FAIL if found else UNDECIDED if unknown else PASS) == (PASS if case.verdict == NONE else case.verdict)


@pytest.mark.parametrize(("policy", "code", "case"), ALL)
def test_a_reason_is_given_where_the_verdicts_differ(policy, code, case):
    assert RECORDED[policy][case.name]["files"] == case.digest, "record Checkov's verdict anew"
    assert bool(case.why) == (checkov(policy, case) != case.verdict)


def test_the_table_shows_all_that_can_happen():
    assert all(
        len(cases) == len({case.name for case in cases}) == len(RECORDED[policy]) for policy, _, cases in POLICIES
    )
    pairs = [(checkov(policy, case), case.verdict) for policy, _, cases in POLICIES for case in cases]
    assert len(pairs) >= 40
    assert pairs.count((FAIL, FAIL)) >= 20
    assert pairs.count((PASS, PASS)) >= 20
    assert pairs.count((UNDECIDED, FAIL)) + pairs.count((UNDECIDED, PASS)) >= 15  # what only pglint decides
