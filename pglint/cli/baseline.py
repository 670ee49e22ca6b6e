"""``pglint baseline``: write down what is found now, so that only what is new is reported from here on."""

from __future__ import annotations

import os

from pglint.cli.main import CLEAN, INTERNAL, complain
from pglint.cli.output import emit
from pglint.cli.usage import UsageError
from pglint.project import below
from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from pglint.cli.parser import Arguments
    from pglint.cli.scope import Scope
    from pglint.findings.finding import Finding, Outcome
    from pglint.findings.selection import Selection
    from pglint.living.baseline import Entry
    from pglint.living.known import Key


class Written(NamedTuple):
    """A baseline, and what is different in it from the one before."""

    known: Mapping[Key, int]
    added: int
    dropped: int


def run(arguments: Arguments) -> int:
    """Write the baseline, or with ``prune`` only drop what is found no more.

    Raises UsageError, ConfigError, PathError.
    """
    from pglint.cli import scope as scopes
    from pglint.cli.check import internal, judge, patiently
    from pglint.living.baseline import render

    scope = scopes.scope(arguments.words, arguments.config, None, arguments.var_files)
    scope = _with_version(scope, arguments.postgres_version)
    path = scopes.baseline(scope, arguments.baseline or _file(arguments), new=True)
    chosen = scopes.selection(scope.config, arguments.select, arguments.ignore, arguments.profile)
    outcome = patiently(lambda: judge(scope, chosen, arguments), len(scope.files), arguments)
    if outcome.internal:
        for each in internal(outcome):
            complain(each, INTERNAL)
        return complain(f"{path} is left as it was: not all could be checked", INTERNAL)
    written = merged(outcome, _before(scope, path or "", arguments), _covers(scope, chosen, arguments), arguments.prune)
    if arguments.output == "-":
        emit(render(written.known), encoding="utf-8")
        return CLEAN
    file = os.path.join(scope.root, path or "")
    if below(os.path.realpath(file), os.path.realpath(scope.root)) is None:
        raise UsageError(f"{path}: is a link out of the project {scope.root}, and is not written")
    if arguments.prune and not written.dropped:
        return CLEAN if arguments.quiet else _say(arguments, f"{path}: nothing to drop\n")
    emit(render(written.known), file, f"pglint baseline -o {path}")
    return _say(arguments, f"{path}: {told(written)}\n")


def _with_version(scope: Scope, given: str | None) -> Scope:
    if given is None:
        return scope
    from pglint.cli.check import major
    from pglint.values import Cell

    return scope._replace(config=scope.config._replace(postgres_version=Cell(major(given))))


def _file(arguments: Arguments) -> str | None:
    return None if arguments.output == "-" else arguments.output


def _say(arguments: Arguments, text: str) -> int:
    if not arguments.quiet:
        emit(text)
    return CLEAN


def told(written: Written) -> str:
    """What was written, in a line."""
    total = sum(written.known.values())
    return f"{total} finding{'s' * (total != 1)}, {written.added} new, {written.dropped} gone"


def _before(scope: Scope, path: str, arguments: Arguments) -> list[Entry]:
    """The entries that are there. What is no baseline is replaced as a whole, but never by ``--prune``."""
    from pglint.config import ConfigError
    from pglint.living.baseline import load

    try:
        return load(scope.tree, path)
    except ConfigError:
        if arguments.prune:
            raise
        return []


class _Covered(NamedTuple):
    """What a run could have found: by these rules, in these files (None: in all of them)."""

    codes: Collection[str]
    named: frozenset[str] | None

    def __call__(self, key: Key) -> bool:
        from pglint.project import is_named

        return key[0] in self.codes and is_named(key[1], self.named)


def _covers(scope: Scope, chosen: Selection, arguments: Arguments) -> _Covered:
    from pglint.rulebook.load import rules

    book = rules(scope.config.custom_rules, use_cache=arguments.cache)
    return _Covered({rule.code for rule in book.rules if chosen.active(rule)}, scope.named)


def merged(outcome: Outcome, before: Iterable[Entry], covered: _Covered, prune: bool) -> Written:
    """The baseline of what is found now, and of what was there that the run could not have found or decide.

    ``prune`` adds nothing, and keeps of what is known what is still found.
    """
    from pglint.living.known import count

    old: dict[Key, int] = {}
    for entry in before:
        old[entry.key] = old.get(entry.key, 0) + entry.times
    found = count(_kept(outcome.findings, covered))
    open_ = {(question.code, question.span.path) for question in outcome.unknown}
    known: dict[Key, int] = {}
    for key, number in old.items():
        still = found.get(key, 0)
        if not covered(key) or key[:2] in open_:
            known[key] = max(number, still)
        elif still:
            known[key] = min(number, still)
    if not prune:
        known.update({key: max(number, known.get(key, 0)) for key, number in found.items()})
    keys = {*old, *known}
    added = sum(max(0, known.get(key, 0) - old.get(key, 0)) for key in keys)
    dropped = sum(max(0, old.get(key, 0) - known.get(key, 0)) for key in keys)
    return Written(known, added, dropped)


def _kept(findings: Iterable[Finding], covered: _Covered) -> Iterable[Finding]:
    """Those that lie in what was named, not those that only touch it."""
    from pglint.project import is_named

    return (finding for finding in findings if is_named(finding.span.path, covered.named))
