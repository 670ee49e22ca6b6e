"""A small stack on loopback: PostgreSQL, PgBouncers in front of it, and clients that keep every connection busy."""

import re
import signal
import socket
import struct
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.real import programs
from tests.real.programs import Program

ROLES = ("u1", "u2", "app", "jobs", "anna", "bert", "shop")
DATABASES = ("d1", "d2", "app", "jobs", "orders", "returns")
SECONDS = 20
"""By when a server takes connections, or has answered; it takes less than one."""

OURS = re.compile(r"^(listen_addr|listen_port|unix_socket_dir|auth_type)\s*=.*\n", re.MULTILINE)
HOST = re.compile(r"\bhost=[\w.]+(?: port=\d+)?")

Client = tuple[str, str, int]
"""Database, role, and how many of them."""

PEAK = """do $$
declare peak int := 0; held int;
begin
    for round in 1..{rounds} loop
        perform pg_stat_clear_snapshot();
        select count(*) into held from pg_stat_activity
            where backend_type = 'client backend' and pid <> pg_backend_pid();
        peak := greatest(peak, held);
        perform pg_sleep(0.1);
    end loop;
    raise exception 'peak %', peak;
end $$"""
"""The most sessions that were there at once, in a single session of a superuser, which is not counted."""


class Server(NamedTuple):
    """A PostgreSQL that runs: its folder, its port on loopback, its program."""

    home: Path
    port: int
    program: Program

    def log(self) -> str:
        return (self.home / "log").read_text(errors="replace")

    def children(self) -> set[str]:
        """Its processes: its own, which are there from the beginning, and one for each session."""
        number = (self.home / "data" / "postmaster.pid").read_text().partition("\n")[0]
        return set(Path(f"/proc/{number}/task/{number}/children").read_text().split())

    def sql(self, text: str) -> str:
        """Run statements one by one as the superuser; what they print, errors too."""
        where = ("-h", str(self.home), "-p", str(self.port), "-U", "postgres", "-d", "postgres")
        psql = str(self.program.path.with_name("psql"))
        done = programs.call([psql, "-X", "-A", "-t", *where, "-f", "-"], self.home, SECONDS, text)
        return done.stdout + done.stderr

    def peak(self, seconds: float) -> int:
        answer = self.sql(PEAK.format(rounds=round(seconds * 10)))
        match = re.search(r"peak (\d+)", answer)
        assert match, answer
        return int(match[1])


def initialise(home: Path, program: Program) -> None:
    """A data directory in ``home``, with the roles and databases of all tests; everybody may log in."""
    initdb = program.path.with_name("initdb")
    options = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    done = programs.call([initdb, "-D", home / "data", *options], home)
    assert done.returncode == 0, done.stderr
    with server(home, program, "") as running:
        roles = "".join(f"create role {role} login;\n" for role in ROLES)
        running.sql(roles + "".join(f"create database {name};\n" for name in DATABASES))
        assert running.sql("select count(*) from pg_database").strip() == str(len(DATABASES) + 3)


@contextmanager
def server(home: Path, program: Program, conf: str) -> Iterator[Server]:
    """The server with this postgresql.conf, but for where it listens."""
    port = programs.free_port()
    where = f"listen_addresses = '127.0.0.1'\nport = {port}\nunix_socket_directories = '{home}'\nfsync = off\n"
    programs.write(home, {"data/postgresql.conf": f"{conf}\n{where}"})
    with programs.running([program.path, "-D", home / "data"], home, "log", signal.SIGINT) as process:
        _wait(process, home / "log", "ready to accept connections")
        yield Server(home, port, program)


@contextmanager
def poolers(home: Path, program: Program, files: Mapping[str, str], processes: int = 1) -> Iterator[list[int]]:
    """PgBouncers with these files; the port of each."""
    with ExitStack() as stack:
        ports = []
        for number in range(processes):
            port, place = programs.free_port(), home / f"pgbouncer{number}"
            ini = {"pgbouncer.ini": f"{files['pgbouncer.ini']}listen_port = {port}\n"}
            programs.write(place, {**files, **ini})
            # from 1.23 on SIGTERM waits for the last client and its server
            process = stack.enter_context(programs.running([program.path, "pgbouncer.ini"], place, "log", signal.SIGKILL))
            _wait(process, place / "log", "LOG process up: ")
            ports.append(port)
        yield ports


def on_loopback(files: Mapping[str, str], server_port: int) -> dict[str, str]:
    """The same files for this machine: every host is the server here, and whoever is in the auth_file may log in."""
    found = {name: HOST.sub(f"host=127.0.0.1 port={server_port}", text) for name, text in files.items()}
    ini = OURS.sub("", found["pgbouncer.ini"]) + "listen_addr = 127.0.0.1\nunix_socket_dir =\nauth_type = trust\n"
    if "auth_file" not in ini:
        ini += "auth_file = users.txt\n"
        found["users.txt"] = "".join(f'"{role}" ""\n' for role in ROLES)
    if "pglint.toml" in found:
        found["pglint.toml"] = re.sub(r"hosts = \[.*?\]", 'hosts = ["127.0.0.1"]', found["pglint.toml"])
    return {**found, "pgbouncer.ini": ini}


@contextmanager
def busy(ports: Sequence[int], clients: Sequence[Client]) -> Iterator[None]:
    """Clients that all want a connection at once and keep it, in turn at each of the poolers."""
    with ExitStack() as stack:
        for database, role, count in clients:
            for number in range(count):
                connection = socket.create_connection(("127.0.0.1", ports[number % len(ports)]), SECONDS)
                stack.enter_context(connection)
                connection.sendall(_startup(user=role, database=database) + _query("select pg_sleep(600)"))
        yield


def _startup(**parameters: str) -> bytes:
    """The message that opens a session (protocol 3.0); a password is not asked for."""
    body = b"".join(f"{name}\0{value}\0".encode() for name, value in parameters.items()) + b"\0"
    return struct.pack("!ii", len(body) + 8, 3 << 16) + body


def _query(text: str) -> bytes:
    body = text.encode() + b"\0"
    return b"Q" + struct.pack("!i", len(body) + 4) + body


def _wait(process: subprocess.Popen[str], log: Path, words: str) -> None:
    end = time.monotonic() + SECONDS
    while words not in log.read_text(errors="replace"):
        assert process.poll() is None, log.read_text(errors="replace")
        assert time.monotonic() < end, log.read_text(errors="replace")
        time.sleep(0.01)
