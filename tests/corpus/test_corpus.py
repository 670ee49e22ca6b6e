"""pglint on real files: nothing goes wrong inside, what is wrong is found, and what only looks wrong is not.

Where the collection is not beside the checkout these tests are skipped, which a build (CI=true) counts as a failure.
"""

import pytest

from pglint.findings.finding import SEVERITIES, Finding, Outcome
from pglint.report import FORMATS, Options, render
from tests.corpus import collection, frequency
from tests.corpus.observations import NOT_FOUND, TRAPS, TRUE, Found, Trap

pytestmark = pytest.mark.skipif(not collection.manifest(), reason="the collection of real files is not here")

FILES = [item.name for item in collection.files()]
STACKS = collection.stacks()


def sound(outcome: Outcome) -> None:
    assert outcome.internal == ()
    for name in FORMATS:
        render(name, outcome, Options(show_unknown=True))


@pytest.mark.parametrize("name", FILES)
def test_file_without_internal_error(name: str) -> None:
    sound(collection.check(collection.beside(name)))


@pytest.mark.parametrize("name", STACKS)
def test_stack_without_internal_error(name: str) -> None:
    sound(collection.check_stack(name))


def test_there_are_files() -> None:
    assert len(FILES) > 70
    assert len(STACKS) == 6


def test_nothing_is_both_found_and_not() -> None:
    assert not {found.number for found in TRUE} & set(NOT_FOUND)


@pytest.mark.parametrize("found", TRUE, ids=[f"{found.number}-{found.codes[0]}" for found in TRUE])
def test_what_is_wrong_is_found(found: Found) -> None:
    outcome, path = observed(found.file)
    here = [each for each in outcome.findings if (path, found.line) in places(each)]
    assert {each.code for each in here} & set(found.codes), [collection.shown(each) for each in outcome.findings]


@pytest.mark.parametrize("trap", TRAPS, ids=[f"{trap.number}-line-{trap.line}" for trap in TRAPS])
def test_what_only_looks_wrong_is_not_found(trap: Trap) -> None:
    outcome, path = observed(trap.file, trap)
    least = SEVERITIES.index(trap.least)
    wrong = [
        collection.shown(each)
        for each in outcome.findings
        if (not trap.line or (each.span.path, each.span.line) == (path, trap.line))
        and (not trap.codes or each.code in trap.codes)
        and each.code not in trap.allowed
        and SEVERITIES.index(each.severity) >= least
    ]
    assert wrong == []


def places(finding: Finding) -> set[tuple[str, int]]:
    spans = [finding.span, *(place.span for place in finding.related)]
    spans += [term.span for each in finding.sums for term in each.terms if term.span is not None]
    return {(span.path, span.line) for span in spans}


def observed(name: str, trap: Trap | None = None) -> tuple[Outcome, str]:
    """The outcome for a file or for the stack that it is part of, and its path there."""
    if name.startswith("stacks/"):
        _, stack, path = name.split("/", 2)
        return collection.check_stack(stack), path
    beside, extra = (trap.beside, dict(trap.extra)) if trap else ((), {})
    return collection.check([*collection.beside(name), *beside], extra), collection.manifest()[name].path


def test_no_default_warning_is_noise() -> None:
    assert frequency.noisy(frequency.fired()) == []
