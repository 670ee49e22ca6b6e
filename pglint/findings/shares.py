"""Subjects asked by several processes, where there are many of them: the same answers in the same order."""

from __future__ import annotations

import os

from pglint.record import TYPE_CHECKING
from pglint.stacks import carried, workers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pglint.findings.engine import Engine
    from pglint.findings.finding import Finding, Undecided
    from pglint.findings.subject import Subject
    from pglint.tree import Tree

    Answers = list[tuple[int, list[Finding], list[Undecided]]]


def ask(
    engine: Engine, asked: Callable[[], Iterable[Subject]], tree: Tree
) -> tuple[list[Finding], list[Undecided]]:
    """All subjects that some rule ranges over. Each process goes through all of ``asked()``, and asks its share."""
    count = workers.processors()
    here = os.getpid()
    own: dict[str, Answers] = {}

    def work(share: str) -> str:
        internal = len(engine.internal)
        found: Answers = []
        for number, subject in enumerate(asked()):
            if number % count == int(share) and engine.wants(subject.kind):
                findings, undecided = engine.ask(subject)
                if findings or undecided:
                    found.append((number, findings, undecided))
        if os.getpid() != here:
            return carried.packed((found, engine.internal[internal:]))
        own[share] = found
        return ""

    names = [str(share) for share in range(count)]
    texts = workers.spread(work, names, count, tree)
    answers: Answers = []
    for name in names:
        if name not in own and name in texts:
            found, internal = carried.unpacked(texts[name], tree)
            engine.internal.extend(internal)
        else:
            if name not in own:  # its process failed: whoever does it here meets the error
                work(name)
            found = own[name]
        answers += found
    answers.sort(key=lambda each: each[0])
    findings = [finding for _, each, _ in answers for finding in each]
    return findings, [question for _, _, each in answers for question in each]
