"""A sequence of migrations as rules see it: the tool that runs it, and whether it guards its locks at all."""

from __future__ import annotations

from pglint.model import awaited
from pglint.once import cached_property
from pglint.record import TYPE_CHECKING
from pglint.values import Cell, Unknown

if TYPE_CHECKING:
    from collections.abc import Sequence as Many

    from pglint.catalog.lock_effect import Lock
    from pglint.model.statement import Statement
    from pglint.source import Span
    from pglint.sql_facts import Replayed, StatementFact

SESSION_LOCKS = (
    "atlas", "golang-migrate", "node-pg-migrate", "postgres-migrations", "prisma", "rails", "sqitch", "sqlx", "tern",
)  # fmt: skip
"""Tools that hold a session's advisory lock while they run, by their sources.

Flyway's is a transaction's, unless postgresql.transactional.lock says otherwise (its PostgreSQLAdvisoryLockTemplate).
"""


LATER = ("AlterDatabaseSetStmt", "AlterFunctionStmt", "AlterRoleSetStmt", "AlterSystemStmt", "CreateFunctionStmt")
"""Statements that set something for sessions to come, or for a function."""
OFF = ("0", "")


class Sequence:
    """The statements of one sequence. ``via`` is where ``[migrations] via`` says it."""

    def __init__(self, replayed: Replayed, statements: Many[Statement], via: Span | None) -> None:
        self.replayed = replayed
        self.statements = statements
        self.via = via
        for number, each in enumerate(statements):
            each.sequence, each.number = self, number

    @property
    def span(self) -> Span:
        """Where it begins."""
        return self.statements[0].fact.span

    @cached_property
    def awaited(self) -> list[Lock | Unknown | None]:
        """The strong locks for which its statements may have to wait."""
        return awaited.locks(self.statements)

    @cached_property
    def paths(self) -> frozenset[str]:
        """Its files."""
        return frozenset(self.replayed.paths)

    @cached_property
    def blocks(self) -> dict[tuple[str, int], int]:
        """The transaction blocks of its statements, by file and place."""
        facts = (each.fact for each in self.statements)
        return {(fact.span.path, fact.span.start): fact.block for fact in facts}

    @cached_property
    def guards(self) -> bool:
        """Whether lock_timeout is ever set for the session, or on at any of its statements."""
        return any(_sets_it(each.fact) or _has_it(each.fact) for each in self.statements)

    def newest_unguarded(self, major: int) -> Statement | None:
        """The newest statement that waits for a lock on an existing table without a lock_timeout."""
        for each in reversed(self.statements):
            if each.fact.judged and each.awaits_on() and each.timeout("lock_timeout", major).value == 0:
                return each
        return None

    def unguarded(self, major: int) -> Cell:
        """What messages call it; '' for none."""
        found = self.newest_unguarded(major)
        return Cell("", self.span) if found is None else Cell(found.fact.label, found.fact.span)

    def unguarded_lock(self, major: int) -> Cell:
        """The lock that it waits for, and on what: ``SHARE on orders``."""
        found = self.newest_unguarded(major)
        text = "" if found is None else f"{found.awaits().value} on {found.awaits_on()}"
        return Cell(text, self.span)

    def unguarded_blocks(self, major: int) -> Cell:
        """What waits behind it."""
        found = self.newest_unguarded(major)
        return Cell("" if found is None else found.awaits_blocking(), self.span)

    def locks_session(self) -> Cell:
        """Whether its tool takes an advisory lock of the session."""
        return Cell(self.replayed.tool in SESSION_LOCKS, self.span)

    def pool_modes(self) -> Cell:
        """The modes of the pools that it runs through."""
        return self.statements[0].pool_modes()


def _sets_it(fact: StatementFact) -> bool:
    at_once = fact.use != "function" and fact.kind not in LATER
    named = (each for each in fact.sets if each.name == "lock_timeout" and not each.section)
    return at_once and any(each.value not in OFF for each in named)


def _has_it(fact: StatementFact) -> bool:
    cell = fact.timeouts.get("lock_timeout")
    return cell is not None and fact.use != "function" and (isinstance(cell.value, Unknown) or bool(cell.value))
