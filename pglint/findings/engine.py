"""Rules asked of every subject: what fires, what passes, and what cannot be decided for want of a value.

True in every possible world fires, false in every one passes, anything else is undecided, with the reasons of what was
withheld. An answer that fails with nothing withheld is a bug in the rule, and is said so.
"""

from __future__ import annotations

from pglint.findings import message
from pglint.findings.finding import Undecided
from pglint.findings.worlds import Words, worlds
from pglint.record import TYPE_CHECKING
from pglint.rulebook.cel import Environment
from pglint.rulebook.guards import decided, ruled_out
from pglint.values import Range, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pglint.findings.finding import Finding
    from pglint.findings.subject import Subject
    from pglint.rulebook.rule import Check, Rule
    from pglint.rulebook.words import Word
    from pglint.values import Scalar

    Options = Mapping[str, Scalar]
    Plan = list[tuple[str, str, Word]]


class Known:
    """The known words of one subject in one world. CEL gets them only where it has to be asked."""

    __slots__ = ("_environment", "_facts", "values")

    def __init__(self, environment: Environment, values: Mapping[str, Scalar]) -> None:
        self.values = values
        self._environment = environment
        self._facts: object = None

    def test(self, check: Check) -> bool | None:
        """Whether a check fires, or None where that takes a word that is withheld."""
        if check.plain:
            return decided(check.guards, self.values)
        if ruled_out(check.guards, self.values):
            return False
        if self._facts is None:
            self._facts = self._environment.facts(self.values)
        return self._environment.test(check.blob, self._facts)


class Engine:
    """The active rules, ready to be asked. ``options`` holds every rule's options by ``option.CODE.name``."""

    def __init__(self, rules: Iterable[Rule], table: Mapping[str, Word], options: Options) -> None:
        self.environment = Environment()
        self.table = table
        self.options = options
        self.internal: list[str] = []
        self._checks: dict[str, list[tuple[Rule, Check]]] = {}
        self._plans: dict[int, Plan] = {}
        self._check_plans: dict[bytes, tuple[Plan, Plan]] = {}
        self._open: dict[tuple[object, ...], list[tuple[Rule, Check]]] = {}
        for rule in rules:
            for check in rule.checks:
                self._checks.setdefault(check.subject, []).append((rule, check))

    def wants(self, kind: str) -> bool:
        """Whether any active rule ranges over this kind of subject."""
        return kind in self._checks

    def ask(self, subject: Subject) -> tuple[list[Finding], list[Undecided]]:
        """All active rules of one subject."""
        checks = self._checks.get(subject.kind, [])
        if subject.sketch is not None:
            checks = self._not_ruled_out(subject.kind, subject.sketch())
        if not checks:
            return [], []
        found: list[Finding] = []
        words = Words(subject, self.table)
        fired: set[tuple[str, str, int]] = set()
        codes: set[str] = set()
        waiting: list[tuple[Rule, Check]] = []
        for rule, check, answer in self._answers(checks, words):
            if answer is None:
                waiting.append((rule, check))
            elif answer:
                finding = message.finding(rule, check, words, self.environment, self.options)
                key = (rule.code, finding.span.path, finding.span.start)
                if key not in fired:
                    fired.add(key)
                    codes.add(rule.code)
                    found.append(finding)
        undecided = [
            each for rule, check in waiting if rule.code not in codes for each in self._reasons(rule, check, words)
        ]
        return found, undecided

    def _not_ruled_out(self, kind: str, sketch: Mapping[str, Scalar]) -> list[tuple[Rule, Check]]:
        """The checks of a kind of subject that may fire; of the others these words alone tell that they do not."""
        key = (kind, *sketch.items())
        found = self._open.get(key)
        if found is None:
            known = Known(self.environment, {**self.options, **sketch})
            checks = self._checks.get(kind, [])
            found = self._open[key] = [each for each in checks if known.test(each[1]) is not False]
        return found

    def _answers(
        self, checks: list[tuple[Rule, Check]], words: Words
    ) -> Iterable[tuple[Rule, Check, bool | None]]:
        """Each check with its answer: from what is cheap to know, else from the dear words too, else world by world."""
        values = {**self.options, **words.certain(self._plan_of(checks))}
        known = Known(self.environment, values)
        answers = [known.test(check) for _, check in checks]
        open_checks = [at for at, answer in enumerate(answers) if answer is None]
        dear = dict.fromkeys(step for at in open_checks for step in self._plan_for(checks[at][1])[1])
        if dear:
            values.update(words.certain(dear))
            known = Known(self.environment, values)
            for at in open_checks:
                if self._plan_for(checks[at][1])[1]:
                    answers[at] = known.test(checks[at][1])
        for at in open_checks:
            if answers[at] is None:
                answers[at] = self._in_all_worlds(*checks[at], words, values)
        return ((rule, check, answer) for (rule, check), answer in zip(checks, answers, strict=True))

    def _plan_of(self, checks: list[tuple[Rule, Check]]) -> Plan:
        """The words that some checks need, but for the dear ones. These lists are the engine's own, made once."""
        if id(checks) not in self._plans:
            names = dict.fromkeys(name for _, check in checks for name in check.words)
            self._plans[id(checks)] = [step for step in self._plan(names) if not step[2].dear]
        return self._plans[id(checks)]

    def _plan_for(self, check: Check) -> tuple[Plan, Plan]:
        """The words of one check, and the dear ones among them."""
        found = self._check_plans.get(check.blob)
        if found is None:
            plan = self._plan(check.words)
            found = self._check_plans[check.blob] = plan, [step for step in plan if step[2].dear]
        return found

    def _plan(self, names: Iterable[str]) -> Plan:
        """For each word: its name, what it is read from, and itself."""
        return [(name, self.table[name].subject, self.table[name]) for name in names if name in self.table]

    def _in_all_worlds(self, rule: Rule, check: Check, words: Words, known: Mapping[str, Scalar]) -> bool | None:
        """True or False where all worlds agree, None where they do not or a word is withheld in all of them."""
        plan = self._plan_for(check)[0]
        if all(name in known for name, _, _ in plan):
            self._stumbled(rule, check, known)
            return None
        if not any(words.is_open(name) for name, _, _ in plan):
            return None
        answers = set()
        for world in worlds(words, [name for name, _, _ in plan]):
            here = {**world, **self._own_options(check)}
            answer = Known(self.environment, here).test(check)
            if answer is None and len(world) == len(plan) and not any(words.is_endless(name) for name, _, _ in plan):
                self._stumbled(rule, check, here)
            answers.add(answer)
            if len(answers) > 1:
                return None
        return answers.pop() if answers else None

    def _stumbled(self, rule: Rule, check: Check, known: Mapping[str, Scalar]) -> None:
        """No answer although nothing is withheld: the rule is wrong."""
        self.internal.append(f"{rule.code}: {self.environment.why(check.blob, self.environment.facts(known))}")

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
            bounds = next((name for name in check.words if words.is_bounded(name)), "")
            why = _versions(words.subject) if not bounds else f"{bounds.rpartition('.')[2]} is only known within bounds"
            yield Undecided(rule.code, words.subject.fallback, why)


def _versions(subject: Subject) -> str:
    majors, versions = subject.readings.majors, subject.readings.versions
    parts = []
    if len(majors) > 1:
        parts.append(f"PostgreSQL {majors[0]} to {majors[-1]} (postgres-version is not declared)")
    if len(versions) > 1:
        first, last = (".".join(map(str, version)) for version in (versions[0], versions[-1]))
        parts.append(f"PgBouncer {first} to {last} (pgbouncer-version is not declared)")
    return "the answer differs between versions: " + ", ".join(parts)
