"""``--since REF``: of all that is wrong, what the change since REF is about.

A finding is about the change where its place, a related place or a term of its sums lies in a changed line: lines and
not files, since a line that is added to a file of 300 makes nobody answerable for the other 300. That alone would miss
what a deletion brings about, and every default that is effective again. So the rest is compared with the findings of
the project as it was, by what a baseline knows them by: what was not there before is reported, wherever it stands.

Migrations that have run cannot be changed: what is about a single one is reported only in files that are new or
changed, and there for the whole file.
"""

from __future__ import annotations

from pglint.living import git
from pglint.living.known import count, new_at
from pglint.living.past import Past
from pglint.record import TYPE_CHECKING
from pglint.tree import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pglint.cli.scope import Scope
    from pglint.config import Config
    from pglint.findings.finding import Finding, Outcome
    from pglint.living.git import Change
    from pglint.source import Span

    Run = Callable[[Past, list[tuple[str, str]], Config], Outcome]

MIGRATIONS = ("MIG", "TMO011")


def outcome(now: Outcome, scope: Scope, change: Change, run: Run) -> Outcome:
    """The part of an outcome that is about a change. ``run`` checks the project as it was, where that is needed."""
    reported: list[Finding] = []
    rest: list[Finding] = []
    for finding in now.findings:
        if finding.code.startswith(MIGRATIONS):
            reported += [finding] * is_changed(finding.span.path, change)
        else:
            (reported if any(_is_in(span, change) for span in places(finding)) else rest).append(finding)
    if rest and change.lines:
        known = count(map(_bare, _moved(run_before(scope, change, run), change)))
        all_ = now.findings
        fresh = {id(all_[at]) for at in new_at(map(_bare, all_), known)}
        reported += [finding for finding in rest if id(finding) in fresh]
    kept = set(map(id, reported))
    return now._replace(
        findings=tuple(finding for finding in now.findings if id(finding) in kept),
        unknown=tuple(each for each in now.unknown if is_changed(each.span.path, change)),
    )


def is_changed(path: str, change: Change) -> bool:
    """Whether a file is new or has other lines than before; a new name alone is no change."""
    if change.lines.get(path):
        return True
    if path in change.lines:
        return path not in change.moved.values()
    return any(folder.endswith("/") and path.startswith(folder) for folder in change.lines)


def places(finding: Finding) -> Iterator[Span]:
    """All places that a finding is made of."""
    yield finding.span
    yield from (place.span for place in finding.related)
    for each in finding.sums:
        for term in (*each.terms, each.capped_by):
            if term is not None and term.span is not None and not term.default:
                yield term.span


def _is_in(span: Span, change: Change) -> bool:
    """Whether a changed line is part of a place."""
    ranges = change.lines.get(span.path)
    if ranges is None:
        return any(folder.endswith("/") and span.path.startswith(folder) for folder in change.lines)
    if not ranges:
        return False
    first = span.line
    last = span.source.position(max(span.start, span.end - 1))[0]
    return any(first <= end and start <= last for start, end in ranges)


def run_before(scope: Scope, change: Change, run: Run) -> tuple[Finding, ...]:
    """What was found before the change. Its declarations are those of the configuration then, its rules today's."""
    contents = git.blobs(scope.root, change.before.values())
    before = {path: contents[sha] for path, sha in change.before.items() if sha in contents}
    past = Past(scope.root, before, change.gone, scope.config.exclude)
    config = _configuration(scope, past)
    return run(past, past.files(scope.files, scope.config.exclude), config).findings


def _configuration(scope: Scope, past: Past) -> Config:
    """The configuration as it was; today's where it did not change, is not to be read, or is not of this project."""
    from pglint.config import Config, ConfigError, load

    today = scope.config.source
    try:
        source = past.source(today.path) if today is not None else None
        name = past.configuration() if source is None else None
        source = past.source(name) if name is not None else source
        if today is not None and source is not None and (source.path, source.text) == (today.path, today.text):
            return scope.config
        config = load(source) if source is not None else Config()
    except (ConfigError, Unreadable):
        return scope.config
    return config._replace(custom_rules=scope.config.custom_rules, rules=scope.config.rules, per_file_ignores={})


def _bare(finding: Finding) -> Finding:
    """The finding without its stack: another name of a stack makes nothing new."""
    return finding._replace(stack=None)


def _moved(findings: Iterable[Finding], change: Change) -> Iterator[Finding]:
    """The findings of before under the names that their files have now."""
    from pglint.source import Source

    sources: dict[str, Source] = {}
    for finding in findings:
        path = change.moved.get(finding.span.path)
        if path is None:
            yield finding
        else:
            source = sources.setdefault(path, Source(path, finding.span.source.text))
            yield finding._replace(span=finding.span._replace(source=source))
