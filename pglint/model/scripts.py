"""The statements of a stack's SQL with the server and the pooler that they meet, and what is wrong with them."""

from __future__ import annotations

from pglint.model import capacity, session_faults
from pglint.model.sequence import Sequence
from pglint.model.statement import SEVERAL, Statement
from pglint.record import TYPE_CHECKING
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pglint.config import Config
    from pglint.facts import Fault
    from pglint.model.pooler import Pooler
    from pglint.model.server import Server
    from pglint.sql_facts import Replayed

MIGRATIONS_ALONE = ("backfill-with-ddl", "validated-in-same-transaction")
"""What does no harm on a new server, where nobody waits."""


def of(
    replays: Iterable[Replayed], server: Server | None, home: Server | None, poolers: list[Pooler], config: Config
) -> tuple[list[Statement], list[Sequence]]:
    """All statements, and the sequences that have any."""
    pooler = _pooler(poolers)
    via = config.place("migrations", "via")
    runner = config.migrations.role if config.migrations else None
    statements: list[Statement] = []
    sequences: list[Sequence] = []
    for replayed in replays:
        role = runner if replayed.use == "migration" else None
        own = [Statement(fact, replayed, server, pooler, home, role) for fact in replayed.statements]
        statements += own
        if own and replayed.use == "migration":
            sequences.append(Sequence(replayed, own, via))
    return statements, sequences


def _pooler(poolers: list[Pooler]) -> Pooler | Unknown | None:
    """The pooler that SQL runs through; of several that differ in their modes nobody knows which."""
    if not poolers:
        return None
    modes = {capacity.modes(each, each.readings[-1]).value for each in poolers}
    return poolers[0] if len(modes) == 1 else Unknown(SEVERAL.replace("its pooler has", "there are"), poolers[0].home)


def faults(statements: Iterable[Statement], readings: tuple[int, ...], managed: bool) -> Iterator[Fault]:
    """What is wrong by itself: found in the replay, or in the settings that statements give.

    ``readings`` are the majors that the server may have, ``managed`` whether it is a platform's.
    """
    for statement in statements:
        fact = statement.fact
        if not fact.judged:
            continue
        yield from (_judged(fault, statement.replayed) for fault in fact.faults if _counts(fault, statement.replayed))
        for setting in fact.sets:
            system = fact.kind == "AlterSystemStmt"
            yield from session_faults.faults(setting, readings, system=system, managed=managed)


def _counts(fault: Fault, replayed: Replayed) -> bool:
    """Whether it is a fault in a file of this use."""
    if fault.kind in MIGRATIONS_ALONE:
        return replayed.use == "migration"
    # a file that somebody runs by hand may leave the end of its transaction to them
    return fault.kind != "transaction-left-open" or bool(replayed.tool)


def _judged(fault: Fault, replayed: Replayed) -> Fault:
    """A fault as certain as it is: psql can be told to open a transaction around a file (--single-transaction)."""
    if fault.kind != "set-local-outside-transaction" or replayed.tool:
        return fault
    return fault._replace(text="whether psql is told to run it in one transaction is not known", effect="undecided")
