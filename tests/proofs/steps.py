"""The steps of proofs: each key of a step in a rule file is a function here, by the same name.

Texts may name ``{primary}`` (any server by its name): where it listens, as a connection string has it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from tests.proofs.crowd import Wish
from tests.proofs.lab import Lab, NotRunning, Place
from tests.proofs.session import PATIENCE, Session
from tests.proofs.steps_again import ask, asked, reload, restart, start, stop, wal
from tests.proofs.steps_migrations import migrate, slow
from tests.proofs.steps_script import script
from tests.proofs.steps_silence import freeze, keepalive
from tests.real import programs

SERVER = "postgres"
"""The name of a server where a step gives none."""
POOLER = "pgbouncer"
BACKEND = re.compile(r"postgres: (?!walsender )\S+ \S+ (\[local\]|[\d.]+\(\d+\)) ")
"""What a session of a client calls its process."""
LOOK = 0.05
"""How long Lab.until waits between two looks, in seconds."""


def server(lab: Lab, conf: str = "", name: str = SERVER, also: str = "", roles: tuple[str, ...] = (), databases: tuple[str, ...] = (),
           networks: Mapping[str, str] | None = None) -> None:  # fmt: skip
    """Start PostgreSQL with a postgresql.conf of the example and the files beside it (none: an empty one).

    ``also`` is put after it; ``roles`` (that may log in) and ``databases`` are made. It listens on loopback only.
    ``networks``: what plays the part of a network of the pg_hba.conf here (10.0.0.0/8: 127.0.9.0/24).
    """
    data = lab.data(f"data-{name}")
    beside = Path(conf).parent
    near = {Path(path).relative_to(beside).as_posix(): text for path, text in lab.files.items() if conf and Path(path).is_relative_to(beside)}
    main = lab.files.get(conf, "") if conf else ""
    for network, ours in (networks or {}).items():
        near["pg_hba.conf"] = near["pg_hba.conf"].replace(network, ours)
    programs.write(data, {**near, "postgresql.conf": f"{main}\n{also}\n" if also else main})
    lab.roles += [role for role in roles if role not in lab.roles]
    place = lab.server(name, data)
    if place.process.poll() is None and (roles or databases):
        made = [f'create role "{role}" login;' for role in roles] + [f'create database "{each}";' for each in databases]
        sql(lab, "\n".join(made), server=name, quietly=True)


def pooler(lab: Lab, ini: str = "pgbouncer.ini", name: str = POOLER, server: str = SERVER, instances: int = 1, files: str = "", keep: Sequence[str] = ()) -> None:
    """Start PgBouncer with an ini of the example, in so many processes.

    ``files``: their limit of open files, "declared" for what the example's pglint.toml says (nofile).
    ``keep``: settings that stay as the example has them (listen_addr, auth_type, admin_users; see loopback.py).
    """
    running = lab.places.get(server)
    declared = re.search(r"^nofile *= *(\d+)", lab.files.get("pglint.toml", ""), re.MULTILINE)
    limit = declared[1] if declared and files == "declared" else files
    prefix = ["prlimit", f"--nofile={limit}:{limit}"] if limit else []
    for _ in range(instances):
        lab.pooler(name, ini, running[0].port if running else 1, prefix, keep)


def sql(
    lab: Lab, run: str, role: str = "postgres", database: str = "postgres", server: str = SERVER, through: str = "",
    quietly: bool = False,
) -> None:
    """Run statements with psql, by default as the superuser on the server itself; told as ``sql``."""
    place = lab.place(through or server)
    before = len(lab.told)
    lab.call("sql", [*_psql(lab, place, role, database), "-f", "-"], _filled(lab, run))
    if quietly:
        lab.told[before:] = [line for line in lab.told[before:] if "ERROR" in line or "FATAL" in line]


def psql(
    lab: Lab, file: str, role: str = "postgres", database: str = "postgres", server: str = SERVER, through: str = "",
    one_transaction: bool = False,
) -> None:
    """Run files of the example (``migrations/*.sql``, in order) with psql, stopping at an error; told as ``psql``.

    ``host=primary`` in a connection string is the server of that name.
    """
    place = lab.place(through or server)
    for path in sorted(each for each in lab.files if fnmatch(each, file)):
        programs.write(lab.home, {path: _reached(lab, lab.files[path])})
        options = ["-v", "ON_ERROR_STOP=1", *(["-1"] if one_transaction else [])]
        lab.call("psql", [*_psql(lab, place, role, database), *options, "-f", path])


def clients(
    lab: Lab, count: int, role: str = "postgres", database: str = "postgres", through: str = POOLER,
    query: str = "select pg_sleep(600)", source: str = "127.0.0.1", options: Mapping[str, str] | None = None,
    address: str = "", at_once: bool = True,
) -> None:
    """Open so many connections, in turn at each process of the pooler (or the server), that keep what they get busy.

    ``query`` '': they stay idle; not ``at_once``: they ask when their login is answered, as drivers do.
    ``source`` is where they come from, ``address`` where they go to (none: to loopback).
    What they are told is among the lines as ``client``, each message once.
    """
    lab.place(through)
    places = [place for place in lab.places[through] if place.process.poll() is None]
    parameters = (("user", role), ("database", database), *(options or {}).items())
    for number, place in enumerate(places):
        share = count // len(places) + (number < count % len(places))
        lab.crowd().come(Wish(address or place.host, place.port, source, parameters, query, at_once), share)


def count(lab: Lab, server: str = SERVER, still: float = 1) -> None:
    """Look until the number of client sessions has not changed for so many seconds: ``count: 12 client backends``.

    It looks at the server's processes: a session that counts would take one of the slots.
    """
    place = lab.place(server)
    seen: list[int] = []
    others: set[str] = set()
    looks = round(still / LOOK)

    def settled() -> bool:
        seen.append(_backends(place, others))
        return len(seen) > looks and len(set(seen[-looks:])) == 1

    lab.until(settled)
    lab.tell("count", f"{seen[-1]} client backends")


def session(
    lab: Lab, name: str, role: str = "postgres", database: str = "postgres", through: str = SERVER,
    prepared: bool = False, **parameters: str,
) -> None:
    """Open a named connection; ``prepared``: it prepares every statement. What it gets is told under its name."""
    place = lab.place(through)
    where = {"host": place.host, "port": place.port, "user": role, "dbname": database, **parameters}
    lab.sessions[name] = Session(name, lab.tell, prepared, **where)


def in_(lab: Lab, patience: float = PATIENCE, **statements: str) -> None:
    """Send one statement each in named sessions (``in: {a: BEGIN}``); what takes longer is told as waiting."""
    for name, statement in statements.items():
        lab.sessions[name].run(_filled(lab, statement), patience)


def answer(lab: Lab, of: str, seconds: float = 10) -> None:
    """Wait for the statement that a session is waiting for."""
    lab.sessions[of].wait(seconds)


def leave(lab: Lab, name: str) -> None:
    """Close a named session."""
    lab.sessions[name].close()


def receive(lab: Lab, count: int = 1, role: str = "postgres", slot: str = "", server: str = SERVER, called: str = "") -> None:
    """Start pg_receivewal so often, one after the other, and wait until it streams or has ended.

    ``called``: its application_name, by which synchronous_standby_names knows it; it confirms what it has written.
    """
    place = lab.place(server)
    for _ in range(count):
        number = sum(name.startswith("pg_receivewal") for name in lab.places) + 1
        folder = lab.home / f"received{number}"
        folder.mkdir()
        programs.own(folder)
        name = called or f"receiver{number}"
        slots = ["-S", slot] if slot else []
        where = ["-d", f"application_name='{name}'", "-h", place.host, "-p", str(place.port), "-U", role, "-w"]
        command: list[str | Path] = [lab.client("pg_receivewal"), "-n", "--synchronous", "-D", folder, *where, *slots]
        process = lab.background(f"pg_receivewal {number}", command)
        lab.until(lambda process=process, name=name: process.poll() is not None or _streams(lab, place, name), 8)  # type: ignore[misc]


def standby(lab: Lab, conf: str = "", name: str = "standby", of: str = SERVER, role: str = "postgres", also: str = "") -> None:
    """Take a base backup of a server, and start a standby of it with the example's file."""
    place = lab.place(of)
    data = lab.home / f"data-{name}"
    where = ["-h", place.host, "-p", str(place.port), "-U", role]
    lab.call("pg_basebackup", [lab.client("pg_basebackup"), "-D", data, *where, "-c", "fast", "-X", "stream"])
    if not data.exists():
        raise NotRunning(f"pg_basebackup of {of}")
    main = f"{lab.files.get(conf, '')}\n{also}\n"
    primary = f"host={place.host} port={place.port} user={role} application_name={name}"
    if lab.postgresql.numbers[0] < 12:
        programs.write(data, {"postgresql.conf": main, "recovery.conf": f"standby_mode = on\nprimary_conninfo = '{primary}'\n"})
        lab.server(name, data)
    else:
        programs.write(data, {"postgresql.conf": main, "standby.signal": "", "postgresql.auto.conf": ""})
        lab.server(name, data, ["-c", f"primary_conninfo={primary}"])


def backup(lab: Lab, say: str, of: str = SERVER, role: str = "postgres") -> None:
    """Take a base backup, with its WAL streamed beside it; told as ``backup`` where that works."""
    place = lab.place(of)
    folder = lab.home / f"backup{len(lab.told)}"
    lab.call("pg_basebackup", [lab.client("pg_basebackup"), "-D", folder, "-h", place.host, "-p", str(place.port), "-U", role,
                               "-c", "fast", "-X", "stream", "-w"])  # fmt: skip
    if (folder / "backup_manifest").exists() or (folder / "PG_VERSION").exists():
        lab.tell("backup", say)


def wait(lab: Lab, seconds: float) -> None:
    """Let time pass."""
    lab.until(lambda: False, seconds)


STEPS: dict[str, Callable[..., None]] = {
    step.__name__.rstrip("_"): step
    for step in (server, pooler, sql, psql, clients, count, session, in_, answer, leave, receive, standby, backup, wait,
                 script, freeze, keepalive, stop, start, restart, reload, ask, wal, migrate, slow)
}
FIRST = {"server": "conf", "pooler": "ini", "sql": "run", "psql": "file", "count": "server", "answer": "of", "leave": "name",
         "receive": "count", "migrate": "file", "slow": "server", "standby": "conf", "backup": "say", "wait": "seconds", "stop": "name", "start": "name", "restart": "name", "reload": "conf", "wal": "segments", "session": "name", "freeze": "of", "keepalive": "of"}  # fmt: skip
"""What a step's value is where it is no mapping."""


def do(lab: Lab, step: Mapping[str, Any]) -> None:
    """Do one step of a rule file. What cannot be done, since its program has ended, is told as ``lab``."""
    ((name, value),) = step.items()
    given = dict(value) if isinstance(value, Mapping) else {FIRST[name]: value} if value is not None else {}
    try:
        STEPS[name](lab, **given)
    except NotRunning as error:
        lab.tell("lab", f"{name}: {error} is not running")


def _backends(place: Place, others: set[str]) -> int:
    """How many client sessions a server has, by the processes that its postmaster started; ``others``: known not to be."""
    found = 0
    for folder in Path("/proc").glob("[0-9]*"):
        if folder.name in others:
            continue
        try:
            parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
            if parent != str(place.process.pid):
                others.add(folder.name)
                continue
            found += bool(BACKEND.match((folder / "cmdline").read_text()))
        except OSError:
            continue  # it has ended
    return found


def _filled(lab: Lab, text: str) -> str:
    for name, places in lab.places.items():
        text = text.replace(f"{{{name}}}", f"host={places[0].host} port={places[0].port}")
    return text


def _reached(lab: Lab, text: str) -> str:
    """SQL whose connection strings name servers of this lab (``host=primary``), with where those listen."""
    at = {name: f"host={places[0].host} port={places[0].port}" for name, places in lab.places.items() if places}
    return re.sub(r"\bhost=(\w+)", lambda found: at.get(found[1], found[0]), text)


def _psql(lab: Lab, place: Place, role: str, database: str) -> list[str | Path]:
    where = ["-h", place.host, "-p", str(place.port), "-U", role, "-d", database]
    return [lab.client("psql"), "-X", "-A", "-t", "-w", *where]


def _streams(lab: Lab, place: Place, name: str) -> bool:
    query = f"select count(*) > 0 from pg_stat_replication where state = 'streaming' and application_name = '{name}'"
    return asked(lab, place, query) == "t"
