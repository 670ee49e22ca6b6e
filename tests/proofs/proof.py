"""The proofs that stand in rule files: what is done with real programs, and what they print."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from pglint.rulebook.compile import parse
from pglint.rulebook.load import our_folder, rule_files


class Side(NamedTuple):
    """One of the rule's examples, and what the programs print with it: any of these lines, ``…`` is any text."""

    example: str
    files: Mapping[str, str]
    expected: list[str]
    prints: tuple[str, ...]

    def found(self, lines: list[str]) -> str:
        """The first printed line that is one of those; empty where there is none."""
        return next((line for line in lines if any(holds(wanted, line) for wanted in self.prints)), "")


class Proof(NamedTuple):
    """``runs``: each names its programs (``postgresql 15 with pgbouncer 1.18``). ``steps``: see steps.py."""

    code: str
    number: int
    done: str
    runs: tuple[str, ...]
    steps: tuple[Mapping[str, Any], ...]
    fails: Side
    passes: Side

    @property
    def id(self) -> str:
        return f"{self.code}-{self.number}"


class Unproven(NamedTuple):
    """What is not shown on real programs here: why, and where it was seen instead."""

    code: str
    reason: str
    case: str


@cache
def raw_rules() -> dict[str, tuple[str, dict[str, Any]]]:
    """Each rule's file, and what it says, by code."""
    texts = ((path, parse(path, Path(path).read_text(encoding="utf-8"))) for path in rule_files(our_folder()))
    return {raw["code"]: (path, raw) for path, raw in texts}


def of_rule(raw: Mapping[str, Any]) -> Iterator[Proof | Unproven]:
    """The proofs of one rule file. Raises LookupError where one names no example."""
    given = raw.get("proof")
    for number, each in enumerate(given if isinstance(given, list) else (), 1):
        if "reason" in each:
            yield Unproven(raw["code"], _line(each["reason"]), _line(each.get("case", "")))
        else:
            fails, passes = _side(raw, each["fails"]), _side(raw, each["passes"])
            yield Proof(raw["code"], number, _line(each["done"]), tuple(each["runs"]), tuple(each["steps"]), fails, passes)


@cache
def proofs() -> tuple[Proof, ...]:
    return tuple(each for _, raw in raw_rules().values() for each in of_rule(raw) if isinstance(each, Proof))


def holds(wanted: str, line: str) -> bool:
    """Whether a printed line has a text in it, in which ``…`` stands for anything."""
    return re.search(".*".join(map(re.escape, wanted.split("…"))), line) is not None


def _side(raw: Mapping[str, Any], given: Mapping[str, Any]) -> Side:
    example = next((each for each in raw["examples"] if each["name"] == given["example"]), None)
    if example is None:
        raise LookupError(f"{raw['code']}: the proof names no example of the rule: {given['example']}")
    prints = given["prints"]
    expect = example["expect"] if isinstance(example["expect"], list) else []
    return Side(given["example"], example["files"], expect, (prints,) if isinstance(prints, str) else tuple(prints))


def _line(text: object) -> str:
    return " ".join(str(text).split())
