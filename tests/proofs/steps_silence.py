"""Steps for peers that say nothing any more: processes that stand still, and who would find that out."""

import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.proofs.lab import Lab, Place

HERTZ = 100
"""The unit of /proc/net/tcp's timers: USER_HZ."""
ESTABLISHED = "01"
RETRANSMISSION, KEEPALIVE = "01", "02"


def freeze(lab: Lab, of: str, process: str = "") -> None:
    """Stop a program where it stands, its connections open; ``process``: those of its children whose titles say so."""
    place = lab.place(of)
    for pid in _children(place, process) if process else [place.process.pid]:
        lab.send(pid, signal.SIGSTOP)
        lab.at_end(partial(lab.send, pid, signal.SIGCONT))


def keepalive(lab: Lab, of: str) -> None:
    """Tell when the system would first probe the clients of a program that are silent: ``keepalive: after 7200 s``.

    It looks at the timers of established connections to where the program listens (proc_net_tcp of Linux).
    """
    place = lab.place(of)
    lab.until(lambda: all(kind != RETRANSMISSION for kind, _ in _timers(place.port)))
    for kind, ticks in _timers(place.port):
        lab.tell("keepalive", f"after {round(ticks / HERTZ, -1):.0f} s" if kind == KEEPALIVE else "never")


def _timers(port: int) -> Iterator[tuple[str, int]]:
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, local, _, state, _, timer = line.split()[:6]
        if state == ESTABLISHED and int(local.rpartition(":")[2], 16) == port:
            kind, _, ticks = timer.partition(":")
            yield kind, int(ticks, 16)


def _children(place: Place, title: str) -> Iterator[int]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
            if parent == str(place.process.pid) and title in (folder / "cmdline").read_text():
                yield int(folder.name)
        except OSError:
            continue  # it has ended
