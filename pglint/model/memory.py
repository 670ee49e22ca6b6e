"""Connections × memory: what all sessions, and all autovacuum workers, may take at once. Sizes in kB.

A session may use work_mem several times (one sort or hash each, manual "Resource Consumption"); counting it once is the
least. Each backend takes about 5 MB of its own.
"""

from pglint.model.server import Server
from pglint.values import Cell, Sum, Term, Unknown, cell

BACKEND_KB = 5 * 1024


def sessions(server: Server, major: int, version: tuple[int, ...]) -> Cell:
    """max_connections, or what pools and applications can open where that is all there is, if it is less."""
    most = server.guc("max_connections", major)
    demand, direct = server.demand(version), server.direct()
    known = demand.total is not None and direct.total is not None and not (demand.missing or direct.missing)
    if known and isinstance(most.value, int) and (server.links or server.apps):
        total = (demand.total or 0) + (direct.total or 0)
        if 0 < total < most.value:
            return cell(Sum("sessions", total, (*demand.terms, *direct.terms)))
    return most


def session_memory(server: Server, major: int, version: tuple[int, ...]) -> Cell:
    """shared_buffers + sessions × (work_mem + a backend)."""
    count = sessions(server, major, version)
    work, buffers = server.guc("work_mem", major), server.guc("shared_buffers", major)
    for part in (count, work, buffers):
        if isinstance(part.value, Unknown) or not isinstance(part.value, int):
            return Cell(part.value if isinstance(part.value, Unknown) else Unknown("not known"))
    assert isinstance(count.value, int) and isinstance(work.value, int) and isinstance(buffers.value, int)  # noqa: PT018
    total = buffers.value * 8 + count.value * (work.value + BACKEND_KB)
    terms = (
        Term("kB shared_buffers", buffers.value * 8, 1, buffers.span),
        Term("kB work_mem of each session", work.value, count.value, work.span),
        Term("kB of each backend", BACKEND_KB, count.value, count.span),
    )
    return cell(Sum("memory", total, terms))


def maintenance_memory(server: Server, major: int) -> Cell:
    """autovacuum_max_workers × autovacuum_work_mem (maintenance_work_mem where that is -1)."""
    workers = server.guc("autovacuum_max_workers", major)
    each, name = server.guc("autovacuum_work_mem", major), "autovacuum_work_mem"
    if each.value == -1:
        each, name = server.guc("maintenance_work_mem", major), "maintenance_work_mem"
    for part in (workers, each):
        if not isinstance(part.value, int):
            return Cell(part.value)
    assert isinstance(workers.value, int) and isinstance(each.value, int)  # noqa: PT018
    terms = (Term(f"kB {name}", each.value, workers.value, each.span),)
    return cell(Sum("maintenance memory", each.value * workers.value, terms))
