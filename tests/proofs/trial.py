"""A proof tried: its steps done with both of its examples, and whether the rule says what the programs did."""

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from pglint.rulebook.examples import outcome
from pglint.rulebook.rule import Rulebook
from tests.proofs import steps
from tests.proofs.lab import Lab, Templates
from tests.proofs.proof import Proof, Side
from tests.real import installed
from tests.real.installed import Run

SECONDS = 6
"""How long to wait after the last step for the line that a proof promises."""
AT_ONCE = 6
"""Proofs that are tried side by side: they mostly wait."""

USUAL = ("login attempt", "new connection to server", "LOG:  checkpoint", "LOG:  listening on")
SHOWN = 60


class Seen(NamedTuple):
    """What the programs did with one example: the lines that the proof looks for (empty: not printed), and all lines."""

    failure: str
    success: str
    lines: tuple[str, ...]


class Trial(NamedTuple):
    """A proof in one run."""

    proof: Proof
    run: Run
    fails: Seen
    passes: Seen


class Trials:
    """Proofs that are tried in threads, each once, as soon as it is asked for."""

    def __init__(self, home: Path) -> None:
        self._templates = Templates(home)
        self._threads = ThreadPoolExecutor(AT_ONCE, "proof")
        self._tried: dict[tuple[str, str], Future[Trial]] = {}

    def begin(self, proof: Proof, run: str) -> None:
        key = (proof.id, run)
        if key not in self._tried:
            self._tried[key] = self._threads.submit(self._try, proof, run)

    def result(self, proof: Proof, run: str) -> Trial:
        """Wait for a trial. Raises what went wrong in it; LookupError where a program is not installed."""
        self.begin(proof, run)
        return self._tried[proof.id, run].result()

    def __enter__(self) -> "Trials":
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(cancel_futures=True)

    def _try(self, proof: Proof, name: str) -> Trial:
        run = installed.run(name)
        return Trial(proof, run, self._do(proof, run, proof.fails), self._do(proof, run, proof.passes))

    def _do(self, proof: Proof, run: Run, side: Side) -> Seen:
        with Lab(run, side.files, self._templates, side.found) as lab:
            for step in proof.steps:
                steps.do(lab, step)
            lab.printed(side.found, SECONDS)
            lines = lab.lines()
        return Seen(proof.fails.found(lines), proof.passes.found(lines), tuple(lines))


def disagreements(trial: Trial, book: Rulebook) -> list[str]:
    """Where the rule of that book says something else than the programs did; none: it is proven in this run."""
    proof, found = trial.proof, []
    rule = book.rule(proof.code)
    assert rule
    if outcome(rule, proof.fails.files, book, proof.fails.expected) != ", ".join(sorted(proof.fails.expected)):
        found.append(f"the rule does not find what fails: {proof.fails.example}")
    if outcome(rule, proof.passes.files, book, proof.passes.expected) != "nothing":
        found.append(f"the rule finds something in what works: {proof.passes.example}")
    if not trial.fails.failure:
        found.append(f"the programs do not fail as the rule says: {proof.fails.prints}" + _shown(trial.fails))
    if trial.passes.failure:
        found.append(f"the programs fail where the rule says nothing: {trial.passes.failure}" + _shown(trial.passes))
    if not trial.passes.success:
        found.append(f"the programs do not work where the rule says nothing: {proof.passes.prints}" + _shown(trial.passes))
    return found


def _shown(seen: Seen) -> str:
    """What was printed, without what each login prints."""
    lines = [line for line in seen.lines if not any(usual in line for usual in USUAL)]
    return "".join(f"\n    {line}" for line in lines[:SHOWN])
