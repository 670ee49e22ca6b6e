"""Run the statements of ``tests/data/locks`` on servers, and write down what each did::

    python -m tests.real.record_locks /usr/lib/postgresql/15/bin /path/to/18/bin …

A folder holds postgres, initdb and psql of one major. What is written down already is not run again: take it out of the
file, or delete that, when the schema has changed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests import lock_cases
from tests.lock_cases import Told
from tests.real import lock_lab
from tests.real.lock_lab import NOT_IN_TRANSACTION, Seen

CASES = lock_lab.DATA.parent / "lock_cases.json"
KNOWN = lock_lab.DATA / "known.json"
NEWEST = 18


def observed(lab: lock_lab.Lab, texts: Sequence[str]) -> Iterator[Seen]:
    """What each statement does: in a transaction, or outside where it has to be."""
    for text, seen in zip(texts, lab.in_transaction(texts), strict=True):
        yield lab.alone(text) if seen.error == NOT_IN_TRANSACTION else seen


def write(path: Path, found: Mapping[str, Mapping[int, Told]]) -> None:
    """One line a run of majors that did the same."""
    lines = []
    for text, told in found.items():
        runs = ",\n".join(f"    {json.dumps(run)}: {json.dumps(seen)}" for run, seen in _runs(told))
        lines.append(f"  {json.dumps(text)}: {{\n{runs}\n  }}")
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")


def _runs(told: Mapping[int, Told]) -> Iterator[tuple[str, Told]]:
    majors = sorted(told)
    start = 0
    for end in range(1, len(majors) + 1):
        if end == len(majors) or told[majors[end]] != told[majors[start]]:
            yield f"{majors[start]}-{majors[end - 1]}", told[majors[start]]
            start = end


def main(folders: Sequence[str]) -> None:
    texts = lock_lab.statements()
    before = lock_cases.by_major() if CASES.exists() else {}
    found = {text: dict(before.get(text, {})) for text in texts}
    for folder in folders:
        program = lock_lab.installed(Path(folder))
        assert program, folder
        with lock_lab.lab(program) as lab:
            print(f"PostgreSQL {program.version}", flush=True)
            if lab.major == NEWEST:
                KNOWN.write_text(json.dumps(lab.known(), indent=1) + "\n")
            new = [text for text in texts if lab.major not in found[text]]
            for text, seen in zip(new, observed(lab, new), strict=True):
                found[text][lab.major] = seen.told()
        write(CASES, found)


if __name__ == "__main__":
    main(sys.argv[1:])
