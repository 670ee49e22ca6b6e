"""The server programs of this machine, run as a user without rights and on loopback only.

Both programs refuse to run as root: root's tests run them as ``postgres``, or as ``nobody`` where there is none.
"""

import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from random import SystemRandom
from typing import Any, NamedTuple

import pytest

CHANCE = SystemRandom()
ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C", "TZ": "UTC"}
"""All that the programs get: messages in English, and none of the PG* variables of whoever runs the tests."""


class Program(NamedTuple):
    """An installed program; ``version`` is the number as the program prints it (15.18, 1.18.0)."""

    path: Path
    version: str

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(int(part) for part in self.version.split("."))


class Account(NamedTuple):
    """Whom root runs the programs as."""

    uid: int
    gid: int


@cache
def postgresql() -> Program | None:
    """The newest PostgreSQL server of Debian's folders, else that of pg_config or of the PATH."""
    places = list(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if config := shutil.which("pg_config"):
        places.append(Path(_output([config, "--bindir"]).strip()) / "postgres")
    if found := shutil.which("postgres"):
        places.append(Path(found))
    programs = [program for path in places if (program := _program(path, r"\(PostgreSQL\) (\d+(?:\.\d+)?)"))]
    return max(programs, key=lambda program: program.numbers, default=None)


@cache
def pgbouncer() -> Program | None:
    """PgBouncer of the PATH or of /usr/sbin, which is in no ordinary user's PATH."""
    found = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
    return _program(Path(found), r"^PgBouncer (\d+\.\d+\.\d+)")


def needs(**programs: Program | None) -> pytest.MarkDecorator:
    """Skips what cannot be compared without these programs; with CI=true that fails (tests/conftest.py)."""
    missing = " and ".join(name for name, program in programs.items() if program is None)
    return pytest.mark.skipif(bool(missing), reason=f"not installed, so there is nothing to compare pglint with: {missing}")


def named(name: str, program: Program | None) -> str:
    """The program and its version, for the summary."""
    return f"{name} {program.version if program else '(none)'}"


@cache
def account() -> Account | None:
    """None: whoever runs the tests runs the programs."""
    if os.geteuid():
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise LookupError("neither postgres nor nobody is a user here, and servers do not run as root")


@contextmanager
def folder() -> Iterator[Path]:
    """A new empty folder of the account, gone in the end. Not one of pytest's: those are closed to other users."""
    path = Path(tempfile.mkdtemp(prefix="pglint-", dir=_in_memory()))
    try:
        own(path)
        yield path
    finally:
        # not shutil.rmtree: the threads of this process would have to be waited for at each of thousands of files
        subprocess.run(["rm", "-rf", path], check=True)


def _in_memory() -> str | None:
    """A folder that is no disk's, where there is one with room for servers and their programs; None: the usual one."""
    place = "/dev/shm"
    if not os.access(place, os.W_OK) or os.statvfs(place).f_flag & os.ST_NOEXEC:
        return None
    return place if shutil.disk_usage(place).free > 1 << 30 else None


def write(home: Path, files: Mapping[str, str]) -> None:
    """These files, by their paths in a folder, with all the folders that takes; what else is there stays."""
    for name, text in files.items():
        path = home / name
        for above in reversed(path.relative_to(home).parents):
            (home / above).mkdir(exist_ok=True)
            own(home / above)
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
        own(path)


def own(path: Path) -> None:
    """Hand a file or folder to the account."""
    path.chmod(0o700 if path.is_dir() else 0o600)
    if found := account():
        os.chown(path, *found)


def call(
    command: Sequence[str | Path], home: Path, seconds: float = 30, given: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, as the account, with ``home`` as its folder and ``given`` on its standard input."""
    return subprocess.run(input=given, capture_output=True, check=False, timeout=seconds, **way(command, home))


@contextmanager
def running(
    command: Sequence[str | Path], home: Path, log: str, end: signal.Signals = signal.SIGTERM
) -> Iterator[subprocess.Popen[str]]:
    """A program that runs until the block is over, however that ends; it writes to the file ``log`` of its folder."""
    with open(home / log, "wb") as output:
        process = subprocess.Popen(stdout=output, stderr=output, stdin=subprocess.DEVNULL, **way(command, home))
    process.args = command
    try:
        yield process
    finally:
        process.send_signal(end)  # does nothing where it has ended
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def free_port() -> int:
    """A port of loopback that nobody listens on now, and that no outgoing connection will be given meanwhile.

    Linux takes those from 32768 on by itself; from 21000 on are those of tests/proofs.
    """
    while not is_free(port := CHANCE.randrange(12000, 21000)):
        pass
    return port


def is_free(port: int) -> bool:
    """Whether a program could listen on a port of loopback now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def way(command: Sequence[str | Path], home: Path) -> dict[str, Any]:
    """How a program is started in a folder as the account, for subprocess."""
    found: dict[str, Any] = {"args": command, "cwd": home, "env": ENVIRONMENT, "encoding": "utf-8", "errors": "surrogateescape"}
    who = account()
    if not who:
        return found
    if setpriv := _setpriv():
        # subprocess would copy this whole process before it changes the user, and stop its threads meanwhile
        prefix = [setpriv, f"--reuid={who.uid}", f"--regid={who.gid}", "--clear-groups", "--"]
        return {**found, "args": [*prefix, *command]}
    return {**found, "user": who.uid, "group": who.gid, "extra_groups": []}


@cache
def _setpriv() -> str | None:
    return shutil.which("setpriv")


def _program(path: Path, pattern: str) -> Program | None:
    if not os.access(path, os.X_OK):
        return None
    match = re.search(pattern, _output([path, "--version"]))
    return Program(path, match[1]) if match else None


def _output(command: Sequence[str | Path]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False, env=ENVIRONMENT).stdout
