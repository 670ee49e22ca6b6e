"""What every run of the tests prints beside pytest's own lines: how many cases of real programs were run.

In a build (CI=true) a skipped test is a failure: what was left out must not look like what passed.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from pglint.rulebook import load
from pglint.rulebook.rule import Rule

CASES: dict[str, tuple[str, int]] = {}  # by test module: what its cases are called, and how many there are
SMALLEST = 20  # a table of fewer rows is an ordinary test, unless its module has a TITLE


def compiled_once(compiled: Callable[..., list[Rule]]) -> Callable[..., list[Rule]]:
    """The rules of files that have not changed, without compiling them for each of the many tests that take no cache."""
    found: dict[object, list[Rule]] = {}

    def compile_files(paths: Iterable[str], *, check: bool) -> list[Rule]:
        paths = list(paths)
        stats = [os.stat(path) for path in paths]
        key = (check, *((path, stat.st_ino, stat.st_size, stat.st_mtime_ns) for path, stat in zip(paths, stats, strict=True)))
        if key not in found:
            found[key] = compiled(paths, check=check)
        return list(found[key])

    return compile_files


load.compile_files = compiled_once(load.compile_files)


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    for item in items:
        module = getattr(item, "module", None)
        cases = getattr(module, "CASES", None)
        title = getattr(module, "TITLE", None)
        if isinstance(cases, list | tuple | dict) and (title or len(cases) >= SMALLEST):
            name = str(getattr(module, "__name__", "")).rpartition(".")[2].removeprefix("test_")
            CASES[item.nodeid.partition("::")[0]] = (title or name, len(cases))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    runs: Counter[tuple[str, str]] = Counter()
    for status in ("passed", "failed"):
        for report in terminalreporter.stats.get(status, ()):
            path, _, test = report.nodeid.partition("::")
            if "[" in test:
                runs[path, status] += 1
    rows = [(name, number, runs[path, "passed"], runs[path, "failed"]) for path, (name, number) in CASES.items()]
    if rows:
        terminalreporter.section("cases of real programs")
        for name, number, passed, failed in sorted(rows):
            outcome = f"{failed} FAILED" if failed else "all as expected" if passed else "NOT RUN"
            terminalreporter.line(f"{name:<36}{number:>5} cases, {passed + failed:>5} runs, {outcome}")
        total, number = sum(row[2] + row[3] for row in rows), sum(row[1] for row in rows)
        terminalreporter.line(f"{'together':<36}{number:>5} cases, {total:>5} runs")


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """What one of several processes (``-n``) collected: the one that prints the table collects nothing itself."""
    CASES.update(getattr(node, "workeroutput", {}).get("cases", {}))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["cases"] = CASES
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", ()) if reporter else ()
    if skipped and os.environ.get("CI") == "true" and session.exitstatus == pytest.ExitCode.OK:
        print(f"\n{len(skipped)} tests were skipped, which a build does not accept")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
