"""Rules asked of every subject: what fires, what passes, and what cannot be decided for want of a value.

True in every possible world fires, false in every one passes, anything else is undecided, with the reasons of what was
withheld. An answer that fails with nothing withheld is a bug in the rule, and is said so.
"""

from __future__ import annotations

from pglint.findings import message
from pglint.findings.finding import Finding, Undecided
from pglint.findings.subject import Subject
from pglint.findings.worlds import Words, worlds
from pglint.record import TYPE_CHECKING
from pglint.rulebook.cel import Environment
from pglint.rulebook.rule import Check, Rule
from pglint.rulebook.words import Word
from pglint.values import Range, Scalar, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Options = Mapping[str, Scalar]
    Plan = list[tuple[str, str, Word]]


class Engine:
    """The active rules, ready to be asked. ``options`` holds every rule's options by ``option.CODE.name``."""

    def __init__(self, rules: Iterable[Rule], table: Mapping[str, Word], options: Options) -> None:
        kinds = {name: word.kind for name, word in table.items()}
        kinds.update({name: _kind(value) for name, value in options.items()})
        self.environment = Environment(kinds)
        self.table = table
        self.options = options
        self.internal: list[str] = []
        self._checks: dict[str, list[tuple[Rule, Check]]] = {}
        self._plans: dict[str, Plan] = {}
        self._check_plans: dict[bytes, tuple[Plan, bool]] = {}
        for rule in rules:
            for check in rule.checks:
                self._checks.setdefault(check.subject, []).append((rule, check))

    def wants(self, kind: str) -> bool:
        """Whether any active rule ranges over this kind of subject."""
        return kind in self._checks

    def ask(self, subject: Subject) -> tuple[list[Finding], list[Undecided]]:
        """All active rules of one subject."""
        found: list[Finding] = []
        undecided: list[Undecided] = []
        checks = self._checks.get(subject.kind, ())
        words = Words(subject, self.table)
        shared = self.environment.facts({**self.options, **words.certain(self._plan_of(subject.kind))})
        fired: set[tuple[str, str, int]] = set()
        waiting: list[tuple[str, list[Undecided]]] = []
        for rule, check in checks:
            answer = self._decide(rule, check, words, shared)
            if answer is True:
                finding = message.finding(rule, check, words, self.environment, self.options)
                key = (rule.code, finding.span.path, finding.span.start)
                if key not in fired:
                    fired.add(key)
                    found.append(finding)
            elif answer is None:
                waiting.append((rule.code, list(self._reasons(rule, check, words))))
        codes = {code for code, _, _ in fired}
        for code, reasons in waiting:
            if code not in codes:
                undecided += reasons
        return found, undecided

    def _plan_of(self, kind: str) -> Plan:
        """The words that the checks of a kind of subject need, but for the dear ones."""
        if kind not in self._plans:
            names = dict.fromkeys(name for _, check in self._checks[kind] for name in check.words)
            self._plans[kind] = [step for step in self._plan(names) if not step[2].dear]
        return self._plans[kind]

    def _plan_for(self, check: Check) -> tuple[Plan, bool]:
        """The words of one check, and whether a dear one is among them."""
        found = self._check_plans.get(check.blob)
        if found is None:
            plan = self._plan(check.words)
            found = self._check_plans[check.blob] = plan, any(word.dear for _, _, word in plan)
        return found

    def _plan(self, names: Iterable[str]) -> Plan:
        """For each word: its name, what it is read from, and itself."""
        return [(name, self.table[name].subject, self.table[name]) for name in names if name in self.table]

    def _decide(self, rule: Rule, check: Check, words: Words, shared: object) -> bool | None:
        """True, False, or None for undecided. Most checks are settled by what is certain and cheap to know."""
        answer = self.environment.ask(check.blob, shared)
        if answer is not None:
            return bool(answer)
        plan, dear = self._plan_for(check)
        if dear:
            facts = self.environment.facts({**words.certain(plan), **self._own_options(check)})
            answer = self.environment.ask(check.blob, facts)
            if answer is not None:
                return bool(answer)
        answers = set()
        for world in worlds(words, [name for name, _, _ in plan]):
            facts = self.environment.facts({**world, **self._own_options(check)})
            answer = self.environment.ask(check.blob, facts)
            if answer is None and len(world) == len(plan):
                self.internal.append(f"{rule.code}: {self.environment.why(check.blob, facts)}")
            answers.add(answer)
            if len(answers) > 1:
                return None
        return answers.pop() if answers else None

    def _own_options(self, check: Check) -> dict[str, Scalar]:
        return {word: self.options[word] for word in check.words if word in self.options}

    def _reasons(self, rule: Rule, check: Check, words: Words) -> Iterable[Undecided]:
        """Why a check could not be decided: what is missing, and where it could be declared."""
        seen = False
        for name in check.words:
            if name not in self.table:
                continue
            cell = words.cell(name)
            missing: tuple[Unknown, ...] = ()
            if isinstance(cell.value, Unknown):
                missing = (cell.value,)
            elif isinstance(cell.value, Range):
                missing = cell.value.missing
            for each in missing:
                seen = True
                yield Undecided(rule.code, each.span or words.subject.fallback, each.reason)
        if not seen:
            yield Undecided(rule.code, words.subject.fallback, _versions(words.subject))


def _versions(subject: Subject) -> str:
    majors, versions = subject.readings.majors, subject.readings.versions
    parts = []
    if len(majors) > 1:
        parts.append(f"PostgreSQL {majors[0]} to {majors[-1]} (postgres-version is not declared)")
    if len(versions) > 1:
        first, last = (".".join(map(str, version)) for version in (versions[0], versions[-1]))
        parts.append(f"PgBouncer {first} to {last} (pgbouncer-version is not declared)")
    return "the answer differs between versions: " + ", ".join(parts)


def _kind(value: Scalar) -> str:
    return "bool" if isinstance(value, bool) else "int" if isinstance(value, int) else "string"


