"""A check of one folder in this process, with the time of each of its phases; run by bench.py with its own Python."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

PHASES = (
    ("walk and configuration", "pglint.cli.scope", "scope"),
    ("load the rules", "pglint.rulebook.load", "rules"),
    ("read the files", "pglint.check", "read_units"),
    ("assemble stacks", "pglint.check", "assemble"),
    ("build models", "pglint.check", "build"),
    ("ask the rules", "pglint.check", "ask"),
    ("render", "pglint.report", "render"),
)


@contextmanager
def timed() -> Iterator[dict[str, float]]:
    """The seconds spent in each phase, by wrapping its function where the others find it."""
    spent: dict[str, float] = {}

    def wrap(phase: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **named: Any) -> Any:
            started = time.perf_counter()
            try:
                return call(*arguments, **named)
            finally:
                spent[phase] = spent.get(phase, 0.0) + time.perf_counter() - started

        return wrapped

    before = []
    for phase, module, name in PHASES:
        home = import_module(module)
        before.append((home, name, getattr(home, name)))
        setattr(home, name, wrap(phase, getattr(home, name)))
    try:
        yield spent
    finally:
        for home, name, call in before:
            setattr(home, name, call)


def main(folder: str) -> int:
    started = time.perf_counter()
    from pglint.cli.main import run

    with timed() as spent:
        imported = time.perf_counter()
        run(["check", "--select", "ALL", "--output", "/dev/null", folder])
    whole = time.perf_counter() - imported
    rows = {**spent, "the rest": whole - sum(spent.values())}
    for phase, seconds in rows.items():
        print(f"  {phase:<26}{seconds * 1000:>9.1f} ms{seconds / whole:>7.0%}")
    print(f"  {'together':<26}{whole * 1000:>9.1f} ms, after {(imported - started) * 1000:.1f} ms of imports")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
