"""Every rule file: its examples hold, and nothing of it is missing."""

import re
from pathlib import Path

import pytest

from pglint.fixes.example import checker, fixed
from pglint.rulebook.compile import parse
from pglint.rulebook.examples import outcome
from pglint.rulebook.load import our_folder, rule_files, rules
from pglint.rulebook.schema import validate

FILES = rule_files(our_folder())
RAW = {path: parse(path, Path(path).read_text(encoding="utf-8")) for path in FILES}
BOOK = rules(use_cache=False)
EXAMPLES = [
    pytest.param(raw["code"], example, id=f"{raw['code']}: {example['name']}")
    for raw in RAW.values()
    for example in raw["examples"]
]


@pytest.mark.parametrize(("code", "example"), EXAMPLES)
def test_example(code, example):
    rule = BOOK.rule(code)
    expected = example["expect"]
    wanted = expected if expected == "unknown" else ", ".join(sorted(expected)) or "nothing"
    assert outcome(rule, example["files"], BOOK, expected) == wanted


@pytest.mark.parametrize("path", FILES, ids=lambda path: Path(path).stem)
def test_complete(path):
    raw = RAW[path]
    validate(path, raw)
    assert Path(path).stem == f"{raw['code']}-{raw['name']}"
    assert Path(path).parent.name == raw["code"].rstrip("0123456789")
    assert Path(__file__).parent.parent.joinpath("docs/rules.md").read_text(encoding="utf-8").count(raw["code"]) == 2
    failing = [example for example in raw["examples"] if isinstance(example["expect"], list) and example["expect"]]
    passing = [example for example in raw["examples"] if example["expect"] == []]
    assert len(failing) >= 2
    assert len(passing) >= 2
    assert any("near miss" in example["name"] for example in passing)
    if raw.get("sums") or any(check.get("sums") for check in raw.get("checks", ())):
        assert any(example["expect"] == "unknown" for example in raw["examples"])
    if raw["severity"] == "error":
        assert raw.get("proof")


@pytest.mark.parametrize("path", FILES, ids=lambda path: Path(path).stem)
def test_texts_are_for_a_tired_engineer(path):
    raw = RAW[path]
    for check in raw.get("checks") or [raw]:
        for key in ("message", "help"):
            text = check.get(key, "")
            assert not text.endswith(".")
            assert text[:1] == text[:1].lower() or re.match(r"[A-Z]{2}|\"|PostgreSQL|PgBouncer", text), text


def test_codes_are_unique_and_known():
    codes = [raw["code"] for raw in RAW.values()]
    assert len(codes) == len(set(codes)) == len(BOOK.rules)


FIXED = [param for param in EXAMPLES if "fixed" in param.values[1]]


@pytest.mark.parametrize(("code", "example"), FIXED)
def test_the_fix_of_an_example(code, example):
    assert fixed(BOOK.rule(code), example["files"], BOOK) == example["fixed"]


@pytest.mark.parametrize(("code", "example"), FIXED)
def test_what_is_fixed_is_found_no_more(code, example):
    if isinstance(example["fixed"], dict):
        found = checker({**example["files"], **example["fixed"]}, BOOK)({})
        before = checker(example["files"], BOOK)({})
        assert sum(each.code == code for each in found.findings) < sum(each.code == code for each in before.findings)


@pytest.mark.parametrize("path", FILES, ids=lambda path: Path(path).stem)
def test_a_rule_with_a_fix_has_an_example_of_it(path):
    raw = RAW[path]
    fixes = [each.get("fix") for each in (raw, *raw.get("checks", ())) if isinstance(each.get("fix"), dict)]
    if raw.get("reported-by"):
        return
    assert bool(fixes) == any("fixed" in example for example in raw["examples"])
    assert (BOOK.rule(raw["code"]).fixable != "no") == bool(fixes)
