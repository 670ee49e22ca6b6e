"""Who uses WAL senders and replication slots.

Manual, "Log-Shipping Standby Servers" and "pg_basebackup": a standby, a subscription and a receiver take one sender
each; a base backup with streamed WAL takes two and a temporary slot. pgBackRest takes none.
"""

from pglint.model.server import Server
from pglint.values import Cell, Sum, Term

BASEBACKUP_SENDERS = 2


def _declared(server: Server, name: str) -> Cell | None:
    found: Cell | None = getattr(server.declared, name) if server.declared else None
    return found if found is not None and isinstance(found.value, int) else None


def _base_backups(server: Server) -> tuple[int, Cell | None]:
    backups = server.declared.backups if server.declared else None
    if backups is None or not isinstance(backups.value, tuple):
        return 0, None
    return sum(1 for tool in backups.value if tool == "pg_basebackup"), backups


def standbys(server: Server) -> Term | None:
    """Physical standbys: the larger of the declared number and those whose files are here."""
    declared = _declared(server, "standbys")
    count = declared.value if declared and isinstance(declared.value, int) else 0
    if len(server.standbys) > count:
        return Term("standby", 1, len(server.standbys), None)
    return Term("standby", 1, count, declared.span) if declared and count else None


def standbys_without_slot(server: Server) -> int:
    """Physical standbys that are not known to stream from a slot."""
    known = standbys(server)
    return max((known.times if known else 0) - len(server.standby_slots), 0)


def senders(server: Server) -> Sum:
    """WAL senders in use when every consumer is connected."""
    terms = [term for term in (standbys(server),) if term]
    for name, text in (("subscribers", "subscription"), ("receivers", "WAL receiver")):
        cell = _declared(server, name)
        if cell is not None and isinstance(cell.value, int) and cell.value:
            terms.append(Term(text, 1, cell.value, cell.span))
    backups, cell = _base_backups(server)
    if backups and cell:
        terms.append(Term("pg_basebackup (backup and WAL stream)", BASEBACKUP_SENDERS, backups, cell.span))
    return Sum("consumers", sum(term.value * term.times for term in terms), tuple(terms))


def slots(server: Server) -> Sum:
    """Replication slots in use: one a subscription, one a standby that names one, a temporary one a base backup."""
    terms = []
    subscribers = _declared(server, "subscribers")
    if subscribers is not None and isinstance(subscribers.value, int) and subscribers.value:
        terms.append(Term("subscription", 1, subscribers.value, subscribers.span))
    terms += [Term(f'slot "{cell.value}" of a standby', 1, 1, cell.span) for cell in server.standby_slots]
    backups, cell = _base_backups(server)
    if backups and cell:
        terms.append(Term("pg_basebackup (temporary slot)", 1, backups, cell.span))
    return Sum("replication slots", sum(term.value * term.times for term in terms), tuple(terms))
