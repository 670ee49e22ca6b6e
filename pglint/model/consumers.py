"""Who uses WAL senders and replication slots.

Manual, "Log-Shipping Standby Servers" and "pg_basebackup": a standby, a subscription and a receiver take one sender
each; a base backup with streamed WAL takes two and a temporary slot. pgBackRest takes none. A slot and the standby that
streams from it are one consumer.
"""

from __future__ import annotations

from pglint.record import TYPE_CHECKING
from pglint.values import Cell, Sum, Term, Unknown

if TYPE_CHECKING:
    from pglint.model.server import Server
    from pglint.source import Span

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
    """Physical standbys that stream from here: the larger of the declared number and those that are named."""
    declared = _declared(server, "standbys")
    count = declared.value if declared and isinstance(declared.value, int) else 0
    named = len(server.standbys) + len(server.other_standbys)
    if named > count:
        return Term("standby", 1, named, _first(server))
    return Term("standby", 1, count, declared.span) if declared and count else None


def _first(server: Server) -> Span:
    """Where the first standby is named: what it follows, its main file, or its table in pglint.toml."""
    if not server.standbys:
        return server.other_standbys[0].span
    standby = server.standbys[0]
    follows = standby.settings.written("primary_conninfo")
    return follows.name_span if follows else standby.home


def standbys_declared(server: Server) -> bool:
    """Whether somebody says how many standbys there are, so that those in the files are not just some of them."""
    return _declared(server, "standbys") is not None or bool(server.other_standbys)


def standbys_without_slot(server: Server) -> int:
    """Physical standbys that are not known to stream from a slot; a platform sees to its own replicas."""
    known = standbys(server)
    own = sum(1 for standby in server.standbys if standby.settings.managed is not None)
    return max((known.times if known else 0) - own - len(server.standby_slots), 0)


def streaming(server: Server) -> Sum:
    """WAL senders in use for good: standbys, subscriptions and receivers. Each may be a synchronous standby."""
    terms = [term for term in (standbys(server),) if term]
    subscriptions = _subscriptions(server)
    terms += [subscriptions] if subscriptions else []
    receivers = _declared(server, "receivers")
    if receivers is not None and isinstance(receivers.value, int) and receivers.value:
        terms.append(Term("WAL receiver", 1, receivers.value, receivers.span))
    return _total("consumers", terms)


def _subscriptions(server: Server) -> Term | None:
    """Subscriptions of other servers to this one: the larger of the declared number and those in the files."""
    declared = _declared(server, "subscribers")
    count = declared.value if declared and isinstance(declared.value, int) else 0
    if len(server.subscribers) > count:
        return Term("subscription", 1, len(server.subscribers), server.subscribers[0].span)
    return Term("subscription", 1, count, declared.span) if declared and count else None


def senders(server: Server) -> Sum:
    """WAL senders in use when every consumer is connected and every base backup runs."""
    terms = list(streaming(server).terms)
    backups, cell = _base_backups(server)
    if backups and cell:
        terms.append(Term("pg_basebackup (backup and WAL stream)", BASEBACKUP_SENDERS, backups, cell.span))
    return _total("consumers", terms)


def lasting_slots(server: Server) -> Sum:
    """Slots that outlive their connection: one a subscription, one a standby that names one, and those by themselves.

    A slot and the subscription or standby that uses it are one.
    """
    subscriptions = _subscriptions(server)
    terms = [subscriptions] if subscriptions else []
    used = {each.slot for each in server.subscribers}
    used |= {cell.value for cell in server.standby_slots if isinstance(cell.value, str)}
    for slot in server.slot_facts:
        if isinstance(slot.name, Unknown) or slot.name not in used:
            label = f' "{slot.name}"' if isinstance(slot.name, str) else ""
            terms.append(Term(f"{'logical' if slot.logical else 'physical'} slot{label}", 1, 1, slot.span))
    names: dict[str, Cell] = {}
    for cell in server.standby_slots:
        if isinstance(cell.value, str):
            names.setdefault(cell.value, cell)
    terms += [Term(f'slot "{name}" of a standby', 1, 1, cell.span) for name, cell in names.items()]
    return _total("replication slots", terms)


def slots(server: Server) -> Sum:
    """Replication slots in use: those that last, and a temporary one for each base backup."""
    terms = list(lasting_slots(server).terms)
    backups, cell = _base_backups(server)
    if backups and cell:
        terms.append(Term("pg_basebackup (temporary slot)", 1, backups, cell.span))
    return _total("replication slots", terms)


def shared_slot(server: Server) -> Cell:
    """The slot that a second standby streams from too: its name, at the later place."""
    seen = set()
    for slot in server.standby_slots:
        if isinstance(slot.value, str) and slot.value in seen:
            return slot
        seen.add(slot.value)
    return Cell("")


def logical_slots(server: Server) -> Cell:
    """How many logical slots and subscriptions of it are known, at the first."""
    places = [slot.span for slot in server.slot_facts if slot.logical]
    places += [subscriber.span for subscriber in server.subscribers]
    declared = _declared(server, "subscribers")
    count = declared.value if declared is not None and isinstance(declared.value, int) else 0
    if count >= len(places) and declared is not None:
        return declared
    return Cell(len(places), places[0] if places else None)


def role_senders(server: Server, role: str) -> Sum:
    """WAL senders that log in as a role: standbys and subscriptions whose connection string names it."""
    from pglint.formats import conninfo

    terms = [Term("subscription", 1, 1, each.span) for each in server.subscribers if each.user == role]
    for standby in server.standbys:
        written = standby.settings.written("primary_conninfo")
        text = written.value if written is not None else ""
        if written is not None and isinstance(text, str) and conninfo.read(text).get("user") == role:
            terms.append(Term("standby", 1, 1, written.value_span))
    return _total("WAL senders of the role", terms)


def database_senders(server: Server, database: str) -> Sum:
    """WAL senders of the subscriptions that read a database."""
    terms = [Term("subscription", 1, 1, each.span) for each in server.subscribers if each.database == database]
    return _total("WAL senders of the database", terms)


def _total(name: str, terms: list[Term]) -> Sum:
    return Sum(name, sum(term.value * term.times for term in terms), tuple(terms))
