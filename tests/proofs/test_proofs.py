"""Every proof of every rule file, on the real programs: with one example they fail as the rule says, with another not."""

from pathlib import Path
from typing import Any

import pytest

from pglint.rulebook.compile import compile_rules
from pglint.rulebook.load import rules
from pglint.rulebook.rule import Rule, Rulebook
from tests.proofs import page
from tests.proofs.proof import Proof, Unproven, holds, of_rule, proofs, raw_rules
from tests.proofs.trial import Trials, disagreements
from tests.real.installed import all_programs

TITLE = "proofs of rules"
BOOK = rules(use_cache=False)
CASES = [(proof, run) for proof in proofs() for run in proof.runs]
IDS = [f"{proof.id}: {run}" for proof, run in CASES]


def needs(run: str) -> pytest.MarkDecorator:
    missing = [name for name in run.split(" with ") if name not in all_programs()]
    return pytest.mark.skipif(bool(missing), reason=f"not installed (sh scripts/servers.sh): {', '.join(missing)}")


PARAMETERS = [pytest.param(*case, id=id, marks=needs(case[1])) for case, id in zip(CASES, IDS, strict=True)]


@pytest.mark.parametrize(("proof", "run"), PARAMETERS)
def test_the_programs_do_what_the_rule_says(proof: Proof, run: str, trials: Trials) -> None:
    found = disagreements(trials.result(proof, run), BOOK)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("proof", "run"), PARAMETERS)
def test_a_rule_that_says_the_opposite_is_caught(proof: Proof, run: str, trials: Trials) -> None:
    trial = trials.result(proof, run)
    wrong = Rulebook(tuple(inverted(proof.code) if rule.code == proof.code else rule for rule in BOOK.rules), BOOK.files)
    assert disagreements(trial, wrong), f"{proof.code} with its conditions inverted passes too"


def unfixed(raw: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in raw.items() if key not in ("fix", "help")}


def inverted(code: str) -> Rule:
    """The rule with its condition turned round: each of its checks fires where none of them does."""
    path, raw = raw_rules()[code]
    raw = unfixed(raw)  # a fix and a help may use options of other rules, which are not compiled here
    checks = [unfixed(check) for check in raw.get("checks", ())] or [raw]

    def holds(check: dict[str, Any]) -> str:
        return f"({check['when']}) && ({check['fires']})" if "when" in check and check is not raw else f"({check['fires']})"

    def turned(check: dict[str, Any]) -> dict[str, Any]:
        together = [each for each in checks if each.get("for") == check.get("for")]
        return {**check, "fires": " && ".join(f"!({holds(each)})" for each in together)}

    wrong = {**raw, "checks": [turned(check) for check in checks]} if "checks" in raw else turned(raw)
    return compile_rules([(path, wrong)])[0]


@pytest.mark.parametrize("code", sorted(raw_rules()))
def test_an_error_is_proven_or_says_why_not(code: str) -> None:
    path, raw = raw_rules()[code]
    severe = "error" in {raw["severity"], *(check.get("severity") for check in raw.get("checks", ()))}
    assert not severe or list(of_rule(raw)), f"{Path(path).name} can stop a build, and has neither a proof nor a reason"
    assert all(each.reason for each in of_rule(raw) if isinstance(each, Unproven))


def test_the_page_shows_every_proof() -> None:
    shown = page.PAGE.read_text(encoding="utf-8").replace("\\|", "|")
    for proof in proofs():
        rows = [line for line in shown.splitlines() if line.startswith(f"| {proof.code} |") and f" | {proof.done} | " in line]
        alike = [each for each in proofs() if (each.code, each.done) == (proof.code, proof.done)]
        many = sum(len(each.runs) for each in alike)
        assert len(rows) == many, f"{proof.id} is not in docs/proofs.md as it is in its rule: make proofs"
        wanted = [each.replace("`", "'") for each in proof.fails.prints]
        assert sum(any(holds(each, row) for each in wanted) for row in rows) >= len(proof.runs), proof.id
    for each in page.refuted():
        assert f"| {each['rule']} | {each['claim'].strip()} |" in shown, f"{each['claim']}: make proofs"


def test_nearly_every_error_is_proven() -> None:
    severe = page.severe_rules()
    proven = [code for code, found in severe.items() if any(isinstance(each, Proof) for each in found)]
    assert len(proven) >= 0.95 * len(severe)
