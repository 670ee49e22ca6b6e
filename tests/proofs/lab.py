"""What one side of a proof is done in: a folder with servers, poolers and clients, and all that they print."""

import os
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from tests.proofs import loopback
from tests.proofs.crowd import Crowd
from tests.proofs.session import Session
from tests.real import programs
from tests.real.installed import Run
from tests.real.programs import Program

PORTS = range(21000, 32000)
"""Below those that the system gives to outgoing connections."""
SECONDS = 20
"""By when a program is up, has ended, or has answered."""
ADDRESS = re.compile(r"\b([CS])-0x[0-9a-f]+")
"""How PgBouncer calls a connection of a client, or of a server, in its log."""
STAMP = re.compile(r"^\d{4}-\d\d-\d\d [\d:.]+ \w+ \[\d+\] ?")
READY = "ready to accept |started streaming WAL"
"""A standby with hot_standby = off does not say that it is up."""
HBA = "local all all trust\nhost all all all trust\nlocal replication all trust\nhost replication all all trust\n"


class Place(NamedTuple):
    """Where a server or a pooler listens, and where what it prints goes."""

    name: str
    host: str
    port: int
    log: Path
    process: "subprocess.Popen[str]"
    folder: Path


class Lab:
    """Programs of one run with the files of one example. Used as a context: everything is ended by process id.

    ``promised``: the line that the proof promises with this example, among those printed until now; '' if it is not.
    """

    def __init__(
        self, run: Run, files: Mapping[str, str], templates: "Templates", promised: Callable[[list[str]], str] = lambda lines: ""
    ) -> None:
        self.files = files
        self.promised = promised
        self.told: list[str] = []
        self.places: dict[str, list[Place]] = {}
        self.sessions: dict[str, Session] = {}
        self.roles: list[str] = []
        self._run = run
        self._templates = templates
        self._stack = ExitStack()
        self.home = self._stack.enter_context(programs.folder())
        self._crowd: Crowd | None = None

    def __enter__(self) -> "Lab":
        return self

    def __exit__(self, *_: object) -> None:
        for session in self.sessions.values():
            session.close()
        self._stack.close()

    # What is printed

    def tell(self, who: str, text: str) -> None:
        """Add what a program printed, line by line."""
        self.told += [f"{who}: {self.scrubbed(line)}" for line in text.splitlines() if line.strip()]

    def lines(self) -> list[str]:
        """All that was printed until now: what was told, then what clients got, then the logs."""
        found = list(self.told)
        if self._crowd:
            found += [f"client: {line}" for line in self._crowd.lines()]
        for places in self.places.values():
            for place in places:
                found += self._logged(place)
        return found

    def scrubbed(self, line: str) -> str:
        """Without what differs from run to run: folders, ports, addresses in memory, process ids."""
        line = ADDRESS.sub(r"\1-0x…", line.replace(f"{self.home}/", "").replace(str(self.home), "."))
        for places in self.places.values():
            for place in places:
                if place.port:
                    line = re.sub(rf"\b{place.port}\b", "6432" if place.name == "pgbouncer" else "5432", line)
        return line

    # Programs

    @property
    def postgresql(self) -> Program:
        assert self._run.postgresql, f"{self._run.name}: no PostgreSQL in this run"
        return self._run.postgresql

    @property
    def pgbouncer(self) -> Program:
        assert self._run.pgbouncer, f"{self._run.name}: no PgBouncer in this run"
        return self._run.pgbouncer

    def client(self, name: str) -> Path:
        """A client program (psql, pg_receivewal): the server's own, or the system's where it came without."""
        own = self.postgresql.path.with_name(name)
        if own.exists():
            return own
        usual = programs.postgresql()
        assert usual, f"{name} is not installed"
        return usual.path.with_name(name)

    def data(self, name: str) -> Path:
        """A new data directory with nothing but the superuser postgres in it."""
        self._templates.copy(self.postgresql, self.home / name)
        return self.home / name

    def server(self, name: str, data: Path, options: Sequence[str] = ()) -> Place:
        """Start a server in a data directory, as its files say, but for where it listens."""
        where = {"listen_addresses": "127.0.0.1", "unix_socket_directories": str(self.home), "fsync": "off"}
        port = self._stack.enter_context(self._templates.port())
        extra = [part for key, value in where.items() for part in ("-c", f"{key}={value}")]
        command: list[str | Path] = [self.postgresql.path, "-D", data, "-p", str(port), *extra, *options]
        return self._start(name, command, self.home, port, signal.SIGQUIT, READY)

    def pooler(
        self, name: str, ini: str, server_port: int, prefix: Sequence[str] = (), keep: Sequence[str] = ()
    ) -> Place:
        """Start a PgBouncer with an ini of the example, on loopback."""
        port = self._stack.enter_context(self._templates.port())
        folder = self.home / f"{name}{len(self.places.get(name, ()))}"
        beside = Path(ini).parent
        near = {
            path.relative_to(beside).as_posix(): text for path, text in
            ((Path(each), text) for each, text in self.files.items()) if path.is_relative_to(beside)
        }  # fmt: skip
        ours = loopback.pooler_files(self.files[ini], near, server_port, port, self.roles, keep)
        programs.write(folder, {**near, **ours})
        command: list[str | Path] = [*prefix, self.pgbouncer.path, "pgbouncer.ini"]
        end = signal.SIGKILL  # from 1.23 on SIGTERM waits for all clients and their servers
        return self._start(name, command, folder, port, end, "process up: ")

    def again(self, name: str) -> Place:
        """Start a server once more, as it was started; what it has printed until now stays among the lines.

        Raises NotRunning where it has never been.
        """
        if not self.places.get(name):
            raise NotRunning(name)
        old = self.places[name].pop(0)
        self.told += self._logged(old)
        return self._start(name, old.process.args, old.folder, old.port, signal.SIGQUIT, READY)  # type: ignore[arg-type]

    def place(self, name: str) -> Place:
        """The (first) program of that name that runs. Raises NotRunning."""
        found = self.places.get(name)
        if not found or found[0].process.poll() is not None:
            raise NotRunning(name)
        return found[0]

    def call(self, who: str, command: Sequence[str | Path], given: str = "") -> str:
        """Run a program to its end; what it prints is told."""
        try:
            done = programs.call(command, self.home, SECONDS, given)
            printed = done.stdout + done.stderr
        except subprocess.TimeoutExpired:
            printed = f"has not ended after {SECONDS} s"
        self.tell(who, printed)
        return printed

    def background(self, who: str, command: Sequence[str | Path]) -> "subprocess.Popen[str]":
        """Start a client program that goes on by itself; what it prints is among the lines."""
        log = f"{who}.log"
        process = self._stack.enter_context(programs.running(command, self.home, log))
        self.places.setdefault(who, []).append(Place(who, "", 0, self.home / log, process, self.home))
        return process

    def send(self, pid: int, what: signal.Signals) -> None:
        """Send a signal to a process that this lab has started, if it has not ended."""
        with suppress(ProcessLookupError):
            os.kill(pid, what)

    def at_end(self, work: Callable[[], None]) -> None:
        """Have something done at the end, before what runs now is ended."""
        self._stack.callback(work)

    def crowd(self) -> Crowd:
        if self._crowd is None:
            self._crowd = Crowd()
            self._stack.callback(self._crowd.close)
        return self._crowd

    def until(self, holds: Callable[[], bool], seconds: float = SECONDS) -> bool:
        """Wait until something holds; whether it did in time."""
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end:
                return False
            time.sleep(0.05)
        return True

    def printed(self, holds: Callable[[list[str]], str], seconds: float) -> str:
        """Wait for a line; it, or nothing where it does not come."""
        self.until(lambda: bool(holds(self.lines())), seconds)
        return holds(self.lines())

    def _logged(self, place: Place) -> list[str]:
        log = place.log.read_text(errors="replace").splitlines()
        return [f"{place.name}: {self.scrubbed(STAMP.sub('', line))}" for line in log if line.strip()]

    def _start(
        self, name: str, command: Sequence[str | Path], folder: Path, port: int, end: signal.Signals, words: str
    ) -> Place:
        log = folder / f"{name}{len(self.places.get(name, ()))}.log"
        process = self._stack.enter_context(programs.running(command, folder, log.name, end))
        place = Place(name, "127.0.0.1", port, log, process, folder)
        self.places.setdefault(name, []).append(place)
        up = self.until(lambda: bool(re.search(words, log.read_text(errors="replace"))) or process.poll() is not None)
        if not up:
            self.tell(name, f"neither up nor ended after {SECONDS} s")
        elif process.poll() is not None:
            self.tell(name, f"has ended with status {process.returncode}")
        return place


class NotRunning(Exception):
    """A step needs a program that has ended, or never started."""


class Templates:
    """Data directories, made once for each program, and ports that no two labs share. For several threads."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._lock = threading.Lock()
        # Another run of the tests on this machine begins elsewhere.
        first = PORTS.start + os.getpid() * 101 % len(PORTS)
        self._ports = chain(range(first, PORTS.stop), range(PORTS.start, first))

    @contextmanager
    def port(self) -> Iterator[int]:
        """A port below those that the system gives to outgoing connections, which nobody listens on.

        Until the block is over no other lab gets it, of this process or of another: an abstract socket holds its number.
        """
        with self._lock:
            port, claim = next((port, claim) for port in self._ports if (claim := _claim(port)))
        with claim:
            yield port

    def copy(self, program: Program, to: Path) -> None:
        """A fresh data directory of this program, owned by the account."""
        template = self._home / program.version
        with self._lock:
            if not template.exists():
                self._make(program, template)
        done = programs.call(["cp", "-a", "--reflink=auto", template, to], self._home)
        assert done.returncode == 0, done.stderr

    def _make(self, program: Program, template: Path) -> None:
        own = program.path.with_name("initdb")
        options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        done = programs.call([own, "-D", template, *options], self._home, 60)
        assert done.returncode == 0, done.stderr
        programs.write(template, {"pg_hba.conf": HBA})


def _claim(port: int) -> socket.socket | None:
    """What holds the number of a port as long as it is open; None where somebody else has it, or listens there."""
    claim = socket.socket(socket.AF_UNIX)
    with suppress(OSError):
        claim.bind(f"\0pglint-proofs-{port}")
        if programs.is_free(port):
            return claim
    claim.close()
    return None
