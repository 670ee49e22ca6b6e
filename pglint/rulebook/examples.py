"""The examples of rule files, run as tests: small file trees with what must be found in them.

An example expects a list of ``file:line`` (with a severity behind it where that matters), or ``unknown``: the rule must
neither fire nor pass.
"""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.rulebook.rule import Rule, Rulebook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any


class Result(NamedTuple):
    """One example: ``got`` is empty where it holds, else what was found instead."""

    code: str
    path: str
    name: str
    expected: str
    got: str


def run(rule: Rule, raw: Mapping[str, Any], path: str, rulebook: Rulebook) -> Iterable[Result]:
    """Run the examples of one rule file."""
    for example in raw.get("examples") or ():
        expected = example["expect"]
        wanted = expected if expected == "unknown" else ", ".join(sorted(expected)) or "nothing"
        found = outcome(rule, example["files"], rulebook, expected)
        yield Result(rule.code, path, example["name"], wanted, "" if found == wanted else found)


def outcome(rule: Rule, files: Mapping[str, str], rulebook: Rulebook, expected: object) -> str:
    """What a rule says of some files, as an example would write it."""
    from pglint.check import run as check
    from pglint.config import Config, load
    from pglint.findings.selection import Selection
    from pglint.project import kind
    from pglint.source import Source
    from pglint.tree import Memory

    tree = Memory(dict(files))
    config = load(Source("pglint.toml", files["pglint.toml"])) if "pglint.toml" in files else Config()
    # Suppressions are about other rules, which must have run.
    select = ("ALL",) if rule.reported_by else (rule.code,)
    found = check(
        tree,
        [(path, kind_) for path in sorted(files) if (kind_ := kind(path)) and kind_ != "pglint.toml"],
        config,
        Selection(select=select),
        rulebook,
    )
    if found.internal:
        return "internal error: " + "; ".join(found.internal)
    findings = [finding for finding in found.findings if finding.code == rule.code]
    severe = isinstance(expected, list) and any(" " in each for each in expected)
    places = sorted(
        f"{finding.span.path}:{finding.span.line}" + (f" {finding.severity}" if severe else "") for finding in findings
    )
    if places:
        return ", ".join(places)
    return "unknown" if any(each.code == rule.code for each in found.unknown) and expected == "unknown" else "nothing"
