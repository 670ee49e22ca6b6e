"""Steps for servers that are stopped and started again, and for what comes about only after a while."""

import signal
from pathlib import Path

from tests.proofs.lab import Lab, Place
from tests.real import programs

SERVER = "postgres"
"""The name of a server where a step gives none."""

def stop(lab: Lab, name: str) -> None:
    """Shut a server or a client program down, as an administrator does: sessions end, what is done is written out."""
    process = lab.place(name).process
    lab.send(process.pid, signal.SIGINT)
    if not lab.until(lambda: process.poll() is not None):
        lab.tell(name, "does not end")


def start(lab: Lab, name: str = SERVER, conf: str = "", also: str = "") -> None:
    """Start a server that was stopped in its data directory; ``conf``: with this file of the example instead of its own."""
    if conf or also:
        programs.write(lab.home / f"data-{name}", {"postgresql.conf": f"{lab.files.get(conf, '')}\n{also}\n"})
    lab.again(name)


def restart(lab: Lab, name: str = SERVER, conf: str = "", also: str = "") -> None:
    """Stop a server, and start it."""
    stop(lab, name)
    start(lab, name, conf, also)


def reload(lab: Lab, name: str = SERVER, conf: str = "") -> None:
    """Have a server read its files again; ``conf``: with this file of the example instead of its own."""
    place = lab.place(name)
    if conf:
        programs.write(place.folder / f"data-{name}", {"postgresql.conf": lab.files[conf]})

    def times() -> int:
        return place.log.read_text(errors="replace").count("received SIGHUP, reloading")

    before = times()
    lab.send(place.process.pid, signal.SIGHUP)
    lab.until(lambda: times() > before)


def ask(lab: Lab, run: str, until: str, server: str = SERVER, seconds: float = 10) -> None:
    """Ask a server until it gives this answer or what the proof promises is printed, for so long; told as ``ask``."""
    place, got = lab.place(server), [""]

    def answered() -> bool:
        got[0] = asked(lab, place, run)
        return got[0] == until or bool(lab.promised(lab.lines()))

    lab.until(answered, seconds)
    lab.tell("ask", got[0] or "no answer")


def wal(lab: Lab, segments: int, server: str = SERVER) -> None:
    """Fill so many WAL files, and make a checkpoint, which removes what nobody needs."""
    place = lab.place(server)
    each = ["insert into filled values (1)", "select pg_switch_wal()"]
    asked(lab, place, "create table if not exists filled (n int)", *each * segments, "checkpoint")


def asked(lab: Lab, place: Place, *queries: str) -> str:
    """What psql prints for these queries, one transaction each; nothing is told."""
    where = ["-h", place.host, "-p", str(place.port), "-U", "postgres", "-d", "postgres"]
    command: list[str | Path] = [lab.client("psql"), "-X", "-A", "-t", "-w", *where]
    return programs.call(command, lab.home, given=";\n".join(queries) + ";\n").stdout.strip()
