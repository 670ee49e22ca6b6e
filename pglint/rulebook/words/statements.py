"""The words of a statement of SQL, and of a sequence of migrations."""

from __future__ import annotations

from pglint.model.effective import TIMEOUTS
from pglint.record import TYPE_CHECKING
from pglint.rulebook.words.word import Word, as_cell
from pglint.values import Cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pglint.model.sequence import Sequence
    from pglint.model.statement import Statement
    from pglint.rulebook.words.word import Getter, Reading


NOT_ALTERED = {name: Cell("" if name == "name" else False) for name in ("name", "initial", "reloads", "needs_restart", "changes")}
"""What these words are for a statement that is not ALTER SYSTEM."""


def _fact(name: str) -> Getter:
    def get(statement: Statement, reading: Reading) -> Cell:
        return Cell(getattr(statement.fact, name), statement.fact.span)

    return get


def _of(name: str) -> Getter:
    def get(subject: Statement | Sequence, reading: Reading) -> Cell:
        found: Cell = getattr(subject, name)()
        return found

    return get


def _by_major(name: str) -> Getter:
    def get(subject: Statement | Sequence, reading: Reading) -> Cell:
        found: Cell = getattr(subject, name)(reading.major)
        return found

    return get


def _plain(name: str) -> Getter:
    def get(statement: Statement, reading: Reading) -> Cell:
        return Cell(getattr(statement, name)(), statement.fact.span)

    return get


def _timeout(name: str) -> Getter:
    def get(statement: Statement, reading: Reading) -> Cell:
        return statement.timeout(name, reading.major)

    return get


def _features(kinds: tuple[str, ...], others: bool = False) -> Getter:
    def get(statement: Statement, reading: Reading) -> Cell:
        return statement.features(kinds, others)

    return get


def _check(name: str) -> Getter:
    def get(statement: Statement, reading: Reading) -> Cell:
        return statement.check(name)

    return get


def _calls(statement: Statement, reading: Reading) -> Cell:
    return Cell(statement.fact.calls, statement.fact.span)


def _role(statement: Statement, reading: Reading) -> Cell:
    return as_cell(statement.fact.role, "as whom it runs is not declared")


def _altered(name: str) -> Getter:
    def get(statement: Statement, reading: Reading) -> Cell:
        if statement.fact.kind != "AlterSystemStmt":
            return NOT_ALTERED[name]
        from pglint.model import altered

        found: Cell = getattr(altered, name)(statement, reading.major)
        return found

    return get


def _tool(statement: Statement, reading: Reading) -> Cell:
    return Cell(statement.replayed.tool, statement.fact.span)


def _statement_words() -> Iterable[tuple[str, str, str, Getter, str]]:
    yield "kind", "string", "its node in PostgreSQL's parse tree: IndexStmt, AlterTableStmt …", _fact("kind"), ""
    yield "label", "string", "what messages call it: CREATE INDEX on orders", _fact("label"), ""
    yield "options", "list", "its options, as connectionlimit=10; by the names of PostgreSQL's grammar", _of("options"), ""
    yield "tree", "list", "its parse tree, a text for each value: AlterRoleStmt.role.rolename=app", _of("texts"), ""
    yield "calls", "list", "the functions it calls, where one of those that matter here is among them", _calls, ""
    yield "use", "string", "what its file is for: migration, setup, query, job, function or dump", _fact("use"), ""
    yield "tool", "string", "the tool that runs it, '' where none is known", _tool, ""
    yield "judged", "bool", "whether it is not older than [migrations] from", _fact("judged"), ""
    yield "via", "string", "direct or pooler: where it connects to", _fact("via"), ""
    yield "assumed", "bool", "whether via is only an assumption", _fact("assumed"), ""
    yield "pool_modes", "list", "the modes of the pools that it may run through", _of("pool_modes"), ""
    yield "role", "string", "the role that it runs as", _role, ""
    yield "transaction", "string", "none, explicit (BEGIN), runner, implicit (several statements sent as one), unknown", _fact("transaction"), ""
    yield "in_transaction", "bool", "whether it runs in a transaction block", _of("in_transaction"), ""
    yield "transaction_why", "string", "how its runner opens transactions", _fact("why"), ""
    yield "outside", "string", "how its tool would run it outside of a transaction, for messages", _plain("outside"), ""
    yield "until", "string", "when its locks are given back, for messages", _plain("until"), ""
    yield "sequence_guards", "bool", "whether its sequence of migrations ever sets lock_timeout", _of("sequence_guards"), ""
    yield "waits", "string", "the function with which it sleeps, '' also for a DO block that has done nothing before it", _of("waits"), ""
    yield "alone", "bool", "whether the server refuses it in a transaction block", _of("alone"), ""
    yield "lock", "string", "the strongest lock that it takes on a table not made in the same migration, or ''", _of("lock"), ""
    yield "lock_strength", "int", "that lock's place among the eight: 4 SHARE UPDATE EXCLUSIVE, 5 SHARE, 8 ACCESS EXCLUSIVE", _of("strength"), ""
    yield "locked", "string", "the table that it locks", _of("locked"), ""
    yield "blocks", "string", "what waits behind that lock", _of("blocked"), ""
    yield "awaits", "string", "that lock of SHARE or stronger for which a migration may wait: its transaction does not have it yet", _of("awaits"), ""
    yield "awaits_on", "string", "the table of statement.awaits", _plain("awaits_on"), ""
    yield "awaits_blocking", "string", "what waits behind it", _plain("awaits_blocking"), ""
    yield "rewrites", "list", "the tables, not made in the same migration, that it writes anew", _of("rewritten"), ""
    yield "rewrites_for", "string", "the part of it that does so", _of("rewritten_for"), ""
    yield "scans_for", "string", "the part of it that reads the first of statement.scans", _of("scanned_for"), ""
    yield "scans", "list", "the tables, not made in the same migration, that it reads in full without querying them", _of("scanned"), ""
    yield "check_kind", "string", "the kind of a constraint for which it looks at every row: CHECK, NOT NULL, FOREIGN KEY, UNIQUE …", _check("kind"), ""
    yield "check_name", "string", "that constraint's name, '' where the server chooses it", _check("name"), ""
    yield "check_table", "string", "that constraint's table", _check("table"), ""
    yield "session_features", "list", "what it uses of its session that a transaction pool breaks, but for timeouts", _features(("timeout", "transaction"), True), ""
    yield "session_timeouts", "list", "timeouts that it sets for its session", _features(("timeout",)), ""
    yield "transactions", "list", "its commands of transactions", _features(("transaction",)), ""


def words() -> Iterable[Word]:
    """The words ``statement.*`` and ``migrations.*``."""
    dear = ("options", "tree")
    for name, kind, doc, get, unit in _statement_words():
        yield Word(f"statement.{name}", kind, doc, get, unit, dear=name in dear)
    for name in TIMEOUTS:
        doc = f"{name} in effect at it, 0 for none"
        yield Word(f"statement.{name}", "int", doc, _timeout(name), "ms", "major")
    yield Word("statement.parameter", "string", "what it sets by ALTER SYSTEM for good, or ''", _altered("name"))
    yield Word("statement.initial", "bool", "whether it sets that on a new server that is restarted afterwards", _altered("initial"))
    yield Word("statement.reloads", "bool", "whether it sets that, and pg_reload_conf() is called in its file or sequence", _altered("reloads"))
    yield Word("statement.needs_restart", "bool", "whether a restart alone applies that", _altered("needs_restart"), by="major")
    yield Word("statement.changes", "bool", "whether its value there differs from the one before", _altered("changes"), by="major")
    yield from _migrations()


def _migrations() -> Iterable[Word]:
    yield Word("migrations.tool", "string", "the tool that runs the sequence", lambda m, r: Cell(m.replayed.tool, m.span))
    yield Word("migrations.use", "string", "migration or setup", lambda m, r: Cell(m.replayed.use, m.span))
    yield Word("migrations.via", "string", "direct or pooler", lambda m, r: Cell(m.statements[0].fact.via, m.via))
    yield Word("migrations.locks_session", "bool", "whether its tool holds a session's advisory lock", _of("locks_session"))
    yield Word("migrations.pool_modes", "list", "the modes of the pools that it runs through", _of("pool_modes"))
    yield Word("migrations.guards", "bool", "whether lock_timeout is on at any statement of it", lambda m, r: Cell(m.guards, m.span))
    yield Word("migrations.unguarded", "string", "its newest statement that takes a strong lock on an existing table without lock_timeout, or ''", _by_major("unguarded"), by="major")
    yield Word("migrations.unguarded_lock", "string", "the lock that this one waits for, and on what", _by_major("unguarded_lock"), by="major")
    yield Word("migrations.unguarded_blocks", "string", "what waits behind that lock", _by_major("unguarded_blocks"), by="major")
