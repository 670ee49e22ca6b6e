"""Connections × memory: what all sessions, and all autovacuum workers, may take at once. Sizes in kB.

A session may use work_mem several times (one sort or hash each, manual "Resource Consumption"); counting it once is the
least. Each backend takes about 5 MB of its own.
"""

from __future__ import annotations

from pglint.model.demand import add
from pglint.record import TYPE_CHECKING
from pglint.values import Cell, Range, Sum, Term, Unknown, at_home, cell

if TYPE_CHECKING:
    from pglint.model.server import Server

BACKEND_KB = 5 * 1024
PAGE_KB = 8


def sessions(server: Server, major: int, version: tuple[int, ...]) -> Cell:
    """max_connections, or what pools and applications can open where that is all there is, if it is less."""
    most = server.guc("max_connections", major)
    total = add("sessions", [server.demand(version), server.direct()])
    if total.total is None or total.missing or not isinstance(most.value, int):
        return most
    return cell(total) if 0 < total.total < most.value else most


def _number(found: Cell) -> int | Unknown:
    """The number; of one that is known as an interval the least that it can be."""
    if isinstance(found.value, Range):
        least = Unknown("only its upper bound is known", found.span)
        return least if found.value.low is None else found.value.low
    if isinstance(found.value, int):
        return found.value
    return found.value if isinstance(found.value, Unknown) else Unknown("not a number", found.span)


def _sum(server: Server, name: str, terms: tuple[Term, ...], *cells: Cell) -> Cell:
    """The sum of the terms: a lower bound where one of the cells is an interval."""
    open_ends = [found.value for found in cells if isinstance(found.value, Range)]
    missing = tuple(dict.fromkeys(why for found in open_ends for why in found.missing))
    total = sum(term.value * term.times for term in terms)
    return cell(at_home(Sum(name, total, terms, None, missing, at_least=bool(open_ends)), server.home))


def _multiplier(server: Server, major: int) -> tuple[float, Cell] | Unknown:
    """hash_mem_multiplier, which exists from 13 on and is 2.0 by default from 15 on."""
    if not server.exists("hash_mem_multiplier", major):
        return 1.0, Cell(1)
    found = server.guc("hash_mem_multiplier", major)
    if isinstance(found.value, Unknown):
        return found.value
    return float(str(found.value)), found


def session_memory(server: Server, major: int, version: tuple[int, ...], *, hashes: bool = False) -> Cell:
    """shared_buffers + sessions × (work_mem + a backend); with ``hashes`` work_mem as often as a hash may take it."""
    count, work = sessions(server, major, version), server.guc("work_mem", major)
    buffers = server.guc("shared_buffers", major)
    times = _multiplier(server, major) if hashes else (1.0, Cell(1))
    many, each, shared = _number(count), _number(work), _number(buffers)
    for part in (many, each, shared, times):
        if isinstance(part, Unknown):
            return Cell(part)
    assert isinstance(many, int)
    assert isinstance(each, int)
    assert isinstance(shared, int)
    assert not isinstance(times, Unknown)
    each = round(each * times[0])
    text = "kB work_mem of each session" + (f" × {times[1].value} hash_mem_multiplier" if times[0] != 1 else "")
    terms = (
        Term("kB shared_buffers", shared * PAGE_KB, 1, buffers.span),
        Term(text, each, many, work.span),
        Term("kB of each backend", BACKEND_KB, many, count.span),
    )
    return _sum(server, "memory in kB", terms, count, work, buffers)


def hash_memory(server: Server, major: int, version: tuple[int, ...]) -> Cell:
    """``session_memory`` where each session runs a hash, which may take work_mem × hash_mem_multiplier."""
    return session_memory(server, major, version, hashes=True)


def maintenance_memory(server: Server, major: int) -> Cell:
    """autovacuum_max_workers × autovacuum_work_mem (maintenance_work_mem where that is -1)."""
    workers = server.guc("autovacuum_max_workers", major)
    each, name = server.guc("autovacuum_work_mem", major), "autovacuum_work_mem"
    if each.value == -1:
        each, name = server.guc("maintenance_work_mem", major), "maintenance_work_mem"
    size, count = _number(each), _number(workers)
    if isinstance(size, Unknown) or isinstance(count, Unknown):
        return Cell(size if isinstance(size, Unknown) else count)
    terms = (Term(f"kB {name} of each worker", size, count, each.span),)
    return _sum(server, "maintenance memory in kB", terms, each, workers)
