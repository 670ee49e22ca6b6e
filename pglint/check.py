"""One run: files in, an Outcome out. Reads, assembles, builds the models, asks the rules, drops what is suppressed."""

from __future__ import annotations

from pglint.findings import subjects
from pglint.findings.engine import Engine
from pglint.findings.finding import Outcome, StackFiles, Undecided
from pglint.findings.selection import covers, family, nearest
from pglint.model.build import build
from pglint.project import is_named
from pglint.record import TYPE_CHECKING
from pglint.rulebook.words import late
from pglint.stacks.assemble import assemble
from pglint.stacks.units import SUPPRESSES
from pglint.stacks.units import read as read_units

MANY = 5_000
"""Statements from which on another process saves more than it costs."""
IGNORABLE = "ignorable"
"""What every rule takes in the configuration beside its own options."""
UNPARSED = "CFG010"
"""The rule under which parts of a file are listed that could not be read."""
PGL = "PGL"
"""The family about suppressions."""

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pglint.cache import Cache
    from pglint.config import Config
    from pglint.findings.finding import Finding, Member
    from pglint.findings.selection import Selection
    from pglint.findings.subject import Subject
    from pglint.model.build import Model
    from pglint.rulebook.rule import Rule, Rulebook
    from pglint.source import Source
    from pglint.stacks.stack import Stack
    from pglint.stacks.units import Units
    from pglint.tree import Tree
    from pglint.values import Scalar


def run(
    tree: Tree,
    files: list[tuple[str, str]],
    config: Config,
    selection: Selection,
    rulebook: Rulebook,
    named: frozenset[str] | None = None,
    cache: Cache | None = None,
    see: Callable[[Model], None] | None = None,
) -> Outcome:
    """Check a project. ``named`` limits what is reported to findings that touch these files (None: everything).

    ``cache`` keeps what infrastructure code was found to say. ``see`` is shown each stack's model.

    Raises ConfigError for options that no rule has.
    """
    units = read_units(tree, files, config, cache)
    stacks, loners = assemble(units, config)
    active = [rule for rule in rulebook.rules if selection.active(rule)]
    engine = Engine(active, late(), options(rulebook, config))
    findings, undecided, internal = _ask(engine, stacks, units, tree, config, see)
    if any(rule.code == UNPARSED for rule in active):
        undecided += [Undecided(UNPARSED, why.span, why.reason) for why in units.unread if why.span is not None]
    fixed = locked(rulebook, config)
    kept = findings = _judge(findings, selection, rulebook, fixed)
    sources = _sources(tree, units, config)
    if sources:
        from pglint.findings.suppress import apply
        from pglint.remembered import today

        known = [rule.code for rule in rulebook.rules]
        codes = {rule.code for rule in active}
        severities = _severities(selection, rulebook)
        kept = apply(
            findings, sources, known, codes, severities, undecided,
            today=today(), locked=fixed, obeyed=selection.ignores,
        )  # fmt: skip
        past = _past(units, config)
        kept = [finding for finding in kept if not (finding.span.path in past and family(finding.code) == PGL)]
    if selection.baseline is not None and tree.source(selection.baseline) is not None:
        from pglint.living import baseline

        entries = baseline.load(tree, selection.baseline)
        severity = _severities(selection, rulebook).get(baseline.STALE)
        kept = baseline.apply(kept, entries, {rule.code for rule in active}, undecided, severity, fixed)
    outcome = Outcome(
        tuple(sorted(kept, key=_order)),
        tuple(sorted(dict.fromkeys(undecided), key=lambda each: (each.span.path, each.span.start, each.code))),
        tuple(_shown(stacks, [*loners, *units.others])),
        len(files),
        tuple(dict.fromkeys(units.internal + internal + engine.internal)),
    )
    return within(outcome, named)


def options(rulebook: Rulebook, config: Config) -> dict[str, Scalar]:
    """Every rule's options under ``option.CODE.name``: the defaults, and over them what the configuration says."""
    found: dict[str, Scalar] = {}
    _reject_unknown(rulebook, config)
    for rule in rulebook.rules:
        given = config.rules.get(rule.code, {})
        if IGNORABLE in given and not isinstance(given[IGNORABLE].value, bool):
            raise config.error(f"{rule.code}.{IGNORABLE} takes true or false", "rules", rule.code, IGNORABLE)
        for name, default in rule.options.items():
            value = given[name].value if name in given else default
            if type(value) is not type(default):
                kind = {int: "a number", bool: "true or false", str: "a text"}[type(default)]
                raise config.error(f"{rule.code}.{name} takes {kind}", "rules", rule.code, name)
            found[f"option.{rule.code}.{name}"] = value
    return found


def locked(rulebook: Rulebook, config: Config) -> frozenset[str]:
    """The codes that nothing may hide. Raises ConfigError where the configuration itself names one to be ignored."""
    given = {code: options[IGNORABLE].value for code, options in config.rules.items() if IGNORABLE in options}
    found = frozenset(rule.code for rule in rulebook.rules if not given.get(rule.code, rule.ignorable))
    for pattern, codes in config.per_file_ignores.items() if found else ():
        for at, code in enumerate(codes):
            if code.upper() in found:
                message = f"per-file-ignores: {code} cannot be ignored: ignorable = false"
                raise config.error(message, "per-file-ignores", pattern, at)
    return found


def _reject_unknown(rulebook: Rulebook, config: Config) -> None:
    """Raises ConfigError for options of rules, or rules, that do not exist."""
    for code, given in config.rules.items():
        rule = rulebook.rule(code)
        if rule is None:
            near = nearest(code, [each.code for each in rulebook.rules])
            hint = f"; did you mean {near}?" if near else ""
            raise config.error(f"rules: there is no rule {code}{hint}", "rules", code)
        for name in given:
            if name not in rule.options and name != IGNORABLE:
                raise config.error(f'{code} has no option "{name}"{_instead(name, rule)}', "rules", code, name)


def _instead(name: str, rule: Rule) -> str:
    if not rule.options:
        return "; it has none"
    from difflib import get_close_matches

    near = get_close_matches(name, list(rule.options), n=1)
    return f'; did you mean "{near[0]}"?' if near else f"; it has {', '.join(rule.options)}"


def _ask(
    engine: Engine,
    stacks: list[Stack],
    units: Units,
    tree: Tree,
    config: Config,
    see: Callable[[Model], None] | None,
) -> tuple[list[Finding], list[Undecided], list[str]]:
    findings: list[Finding] = []
    undecided: list[Undecided] = []
    internal: list[str] = []
    for stack in stacks:
        try:
            model = build(stack, tree, config)
            found, open_questions = _of_stack(engine, model, stack.name, tree)
            if see is not None:
                see(model)
        except Exception as error:  # one stack's failure must not hide the others
            from pglint.internal import trace

            internal.append(trace(f"stack {stack.name}", error))
            continue
        finally:
            tree.forget()
        findings += found
        undecided += open_questions
    found, open_questions = ask(engine, (subjects.problem(fault, None) for fault in units.faults))
    return findings + found, undecided + open_questions, internal


def _of_stack(engine: Engine, model: Model, name: str, tree: Tree) -> tuple[list[Finding], list[Undecided]]:
    """The subjects of one stack, by several processes where there are many."""
    if len(model.statements) >= MANY:
        from pglint.findings import shares

        return shares.ask(engine, lambda: subjects.of(model, name), tree)
    return ask(engine, subjects.of(model, name))


def ask(engine: Engine, asked: Iterable[Subject]) -> tuple[list[Finding], list[Undecided]]:
    """All subjects that some rule ranges over."""
    findings: list[Finding] = []
    undecided: list[Undecided] = []
    for subject in asked:
        if engine.wants(subject.kind):
            found, open_questions = engine.ask(subject)
            findings += found
            undecided += open_questions
    return findings, undecided


def _judge(
    findings: list[Finding], selection: Selection, rulebook: Rulebook, fixed: frozenset[str]
) -> list[Finding]:
    """The user's severities and per-file ignores; the same fault at the same place counts once."""
    severities = _severities(selection, rulebook)
    judged: dict[object, Finding] = {}
    for finding in findings:
        ignored = selection.ignores and selection.per_file_ignores and finding.code not in fixed
        if ignored and covers(selection.ignored_in(finding.span.path), finding.code):
            continue
        given = severities.get(finding.code)
        judged.setdefault(
            (finding.code, finding.span.path, finding.span.start, finding.message),
            finding._replace(severity=given) if given else finding,
        )
    return list(judged.values())


def _severities(selection: Selection, rulebook: Rulebook) -> Mapping[str, str]:
    """The severities that the user gives, by code."""
    if not selection.severity:
        return {}
    given = {rule.code: selection.severity_of(rule) for rule in rulebook.rules}
    return {code: severity for code, severity in given.items() if severity}


def _sources(tree: Tree, units: Units, config: Config) -> list[tuple[Source, str]]:
    """The texts that hold suppressions, with their kinds."""
    found = [(source, kind) for path, kind in units.marked.items() if (source := tree.source(path)) is not None]
    if config.source is not None and f"{SUPPRESSES}:" in config.source.text and config.source.path not in units.marked:
        found.append((config.source, "pglint.toml"))
    return found


def _past(units: Units, config: Config) -> frozenset[str]:
    """Migrations from before ``[migrations] from``, which nobody can change: what they suppress was found once."""
    if config.migrations is None or config.migrations.from_ is None:
        return frozenset()
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for replayed in units.replays:
        for fact in replayed.statements:
            found[fact.judged].add(fact.span.path)
    return frozenset(found[False] - found[True])


def within(outcome: Outcome, named: frozenset[str] | None) -> Outcome:
    """The part of an outcome that touches the ``named`` files (None: all of it)."""
    if named is None:
        return outcome
    return outcome._replace(
        findings=tuple(finding for finding in outcome.findings if touches(finding, named)),
        unknown=tuple(each for each in outcome.unknown if is_named(each.span.path, named)),
    )


def touches(finding: Finding, named: frozenset[str]) -> bool:
    """Whether a finding's place, related places or terms lie in the named files."""
    if is_named(finding.span.path, named):
        return True
    if any(is_named(place.span.path, named) for place in finding.related):
        return True
    terms = (term.span for each in finding.sums for term in each.terms)
    return any(span is not None and is_named(span.path, named) for span in terms)


def _order(finding: Finding) -> tuple[str, int, str, str]:
    return (finding.span.path, finding.span.start, finding.code, finding.message)


def _shown(stacks: Iterable[Stack], loners: Iterable[Member]) -> Iterable[StackFiles]:
    for stack in sorted(stacks, key=lambda stack: stack.name):
        yield StackFiles(stack.name, tuple(sorted(stack.members)))
    others = tuple(sorted(loners))
    if others:
        yield StackFiles(None, others)
