"""The PostgreSQL servers that stacks stand on, made once, and what can be seen of them without taking a slot.

Who looks is a WAL sender: those do not count among the connections. Sessions that PgBouncer has asked for and that are
not there yet are seen as TCP connections of this machine.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.real import programs, stack
from tests.real.programs import Program
from tests.sums.stacks import DATABASES, ROLES, Server

GATE = """create function gate() returns text language plpgsql as $$ begin
    loop
        if (select rolconnlimit from pg_roles where rolname = 'gate') = 1 then return ''; end if;
        perform pg_sleep(0.05);
    end loop;
end $$"""
"""A query that lasts until the gate is opened, in all databases at once."""
HOLD = "select gate()"
CONF = "log_connections = off\nshared_buffers = 16MB\nautovacuum = off\nmax_parallel_workers = 0\njit = off\n"
SESSIONS = """select datname, usename, count(*) from pg_stat_activity
    where backend_type = 'client backend' and state is distinct from 'starting' group by 1, 2"""

OPEN = ("01", "03", "08")
"""States of /proc/net/tcp: established, just coming, and left by the other side."""


class Ground:
    """One running server."""

    def __init__(self, server: stack.Server, look: psycopg.Connection[Any]) -> None:
        self.server = server
        self._look = look
        self._from = 0
        self._own = server.children()

    @property
    def port(self) -> int:
        return self.server.port

    def ask(self, text: str) -> list[tuple[Any, ...]]:
        found = self._look.execute(text.encode())
        return found.fetchall() if found.description else []

    def sessions(self) -> dict[tuple[str, str], int]:
        """How many there are, by database and role."""
        return {(database, role): count for database, role, count in self.ask(SESSIONS)}

    def connections(self) -> int:
        """TCP connections to the server that somebody on this machine has opened, ready or not."""
        here = f"{self.port:04X}"
        lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
        return sum(1 for line in lines if line.split()[2].endswith(f":{here}") and line.split()[3] in ("01", "02"))

    def open_gate(self, is_open: bool) -> None:
        self.ask(f"alter role gate connection limit {1 if is_open else -1}")

    def said(self) -> str:
        """What the log says since the stack began."""
        return self.server.log()[self._from :]

    def begin(self, roles: Mapping[str, int], databases: Mapping[str, int]) -> None:
        """Set CONNECTION LIMITs; nobody is connected."""
        limits = [f"role {name} connection limit {roles.get(name, -1)}" for name in ROLES]
        limits += [f"database {name} connection limit {databases.get(name, -1)}" for name in DATABASES]
        self.ask(";".join(f"alter {limit}" for limit in limits))
        self._from = len(self.server.log())

    def clear(self) -> None:
        """Send everybody away, and wait until they are gone; also those whom the server has not seen yet."""
        for _ in range(2):  # the list of children is only exact while none of them ends
            while self._waiting() or self.server.children() - self._own:
                self.ask("select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'client backend'")

    def _waiting(self) -> bool:
        """Whether there are connections that the server has open, or that wait until it takes them."""
        here = f"{self.port:04X}"
        lines = (line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:])
        return any(local.endswith(f":{here}") and state in OPEN for _, local, _, state, *_ in lines)


class Grounds:
    """The servers by what their configuration says, each started when it is first asked for."""

    def __init__(self, program: Program, home: Path, stack_of: ExitStack) -> None:
        self.program = program
        self._home = home
        self._running = stack_of
        self._found: dict[Server, Ground] = {}
        (home / "first").mkdir()
        programs.own(home / "first")
        _initialise(home / "first", program)

    def of(self, server: Server) -> Ground:
        if server not in self._found:
            home = self._home / f"server{len(self._found)}"
            shutil.copytree(self._home / "first", home)
            _own_all(home)
            running = self._running.enter_context(stack.server(home, self.program, CONF + server.conf()))
            where = f"host={home} port={running.port} user=postgres dbname=postgres replication=database"
            look = self._running.enter_context(psycopg.connect(where, autocommit=True, prepare_threshold=None))
            self._found[server] = Ground(running, look)
        return self._found[server]


@contextmanager
def grounds(program: Program) -> Iterator[Grounds]:
    with programs.folder() as home, ExitStack() as running:
        yield Grounds(program, home, running)


def _initialise(home: Path, program: Program) -> None:
    initdb = program.path.with_name("initdb")
    done = programs.call([initdb, "-D", home / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"], home)
    assert done.returncode == 0, done.stderr
    with stack.server(home, program, "") as running:
        roles = "".join(f"create role {role} login;\n" for role in (*ROLES, "gate"))
        told = running.sql(f"{roles}\\c template1\n{GATE};\n" + "".join(f"create database {name};\n" for name in DATABASES))
        assert "ERROR" not in told, told


def _own_all(home: Path) -> None:
    for path in (home, *home.rglob("*")):
        programs.own(path)
