"""The examples of rule files with their fixes: what --fix --unsafe-fixes would make of them."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pglint.findings.finding import Finding, Outcome
    from pglint.fixes.plan import Plan
    from pglint.rulebook.rule import Rule, Rulebook


def planned(rule: Rule, files: Mapping[str, str], rulebook: Rulebook) -> Plan:
    """What fixing the findings of one rule comes to; what all others find of it counts too."""
    from pglint.fixes.plan import plan

    return plan(checker(files, rulebook), lambda finding: finding.code == rule.code)


def checker(files: Mapping[str, str], rulebook: Rulebook) -> Callable[[Mapping[str, str]], Outcome]:
    """Checks these files with some texts in place of theirs, by all rules of the default profile."""
    from pglint.check import run
    from pglint.config import Config, load
    from pglint.findings.selection import Selection
    from pglint.project import kind
    from pglint.source import Source
    from pglint.tree import Memory

    def check(overlay: Mapping[str, str]) -> Outcome:
        texts = {**files, **overlay}
        config = load(Source("pglint.toml", texts["pglint.toml"])) if "pglint.toml" in texts else Config()
        found = [(path, kind_) for path in sorted(texts) if (kind_ := kind(path)) and kind_ != "pglint.toml"]
        return run(Memory(dict(texts)), found, config, Selection(select=("ALL",)), rulebook)

    return check


def fixed(rule: Rule, files: Mapping[str, str], rulebook: Rulebook) -> dict[str, str] | str:
    """The files that change, as they are then; the statements to run, where SQL says what is wrong; '' for neither."""
    made = planned(rule, files, rulebook)
    if made.changes:
        return {change.path: change.new for change in made.changes}
    return "\n".join(statement(finding) for finding in made.outcome.findings if finding.code == rule.code).strip()


def statement(finding: Finding) -> str:
    return finding.fix.statement if finding.fix else ""
