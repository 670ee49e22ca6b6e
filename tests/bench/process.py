"""One process at a time: how long it takes, and what memory it and its children hold."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "build" / "bench"
BEFORE_IT_COUNTS = 2  # the first runs fill the page cache


class Run(NamedTuple):
    """One process: seconds on the clock and of processor time, peak memory in MB, exit status."""

    seconds: float
    processor: float
    memory: float
    status: int


def run(command: Sequence[str], env: Mapping[str, str]) -> Run:
    """Start a process and wait for it, with its own resource usage (ru_maxrss is in kB on Linux, bytes on macOS)."""
    out = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_WRONLY, 0) for fd in (1, 2)]
    started = time.perf_counter()
    pid = os.posix_spawn(command[0], list(command), env, file_actions=out)
    _, status, usage = os.wait4(pid, 0)
    seconds = time.perf_counter() - started
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    processor = usage.ru_utime + usage.ru_stime
    return Run(seconds, processor, usage.ru_maxrss / unit, os.waitstatus_to_exitcode(status))


def medians(
    commands: Mapping[str, Sequence[str]],
    rounds: int,
    env: Mapping[str, str],
    prepare: Mapping[str, Callable[[], None]] | None = None,
    before: int = BEFORE_IT_COUNTS,
) -> dict[str, Run]:
    """By command the median seconds and processor time and the most memory; the commands take turns.

    ``prepare`` is called before each run of its command, outside the time; ``before`` runs of each do not count.
    Raises SystemExit for a status other than clean (0) or findings (1).
    """
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for each in range(rounds + before):
        for name, command in commands.items():
            if prepare and name in prepare:
                prepare[name]()
            done = run(command, env)
            if done.status not in (0, 1):
                raise SystemExit(f"{name}: exit status {done.status}")
            if each >= before:
                runs[name].append(done)
    return {name: _together(of) for name, of in runs.items()}


def _together(runs: Sequence[Run]) -> Run:
    middle = statistics.median
    seconds, processor = middle(r.seconds for r in runs), middle(r.processor for r in runs)
    return Run(seconds, processor, max(r.memory for r in runs), max(r.status for r in runs))


def sampled_memory(command: Sequence[str], env: Mapping[str, str]) -> float:
    """The most memory in MB that a process and its children hold together: their proportional set sizes, sampled, so that
    pages shared by forks count once. 0 where the system is not Linux.
    """
    quiet = subprocess.DEVNULL
    started = subprocess.Popen(command, env=dict(env), stdout=quiet, stderr=quiet, start_new_session=True)
    most = 0.0
    while started.poll() is None:
        most = max(most, sum(_proportional(pid) for pid in _session(started.pid)))
        time.sleep(0.02)
    return most


def _session(leader: int) -> list[str]:
    """The processes of a session; the sixth field of stat, the fourth after the name in parentheses."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc") if sys.platform == "linux" else ()):
        try:
            fields = Path("/proc", pid, "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:  # it ended
            continue
        if int(fields[3]) == leader:
            found.append(pid)
    return found


def _proportional(pid: str) -> float:
    try:
        lines = Path("/proc", pid, "smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:  # it ended, or belongs to somebody else
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
