"""The session that runs the statements of migrations: its transaction block and the settings in effect.

Sources: manual, "SET", "BEGIN", "SAVEPOINT", "PREPARE TRANSACTION", "Multiple Statements in a Simple Query"; guc.c
(a value set in a transaction goes with its rollback, a local one with its end) and xact.c.
"""

from __future__ import annotations

from pglint.record import TYPE_CHECKING
from pglint.replay import block as blocks
from pglint.replay.block import Block, Way
from pglint.replay.journal import Table
from pglint.replay.merging import cell as merged_cell
from pglint.replay.timeouts import TIMEOUTS
from pglint.values import Cell, Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pglint.replay.journal import Journal
    from pglint.source import Span

UNSET = Cell(Unknown("nobody sets it"))
"""A local value that is the default again."""
OWN = ("role", "session_authorization")
"""What RESET ALL leaves alone."""
MAYBE = Unknown("whether the runner opens a transaction is not known")


class Session:
    """One session, or several one after another.

    ``start`` is what a new one begins with, of which a runner sets the names ``declared``. ``user`` is who logs in.
    ``autocommit`` is psql's variable. ``batch`` tells why several statements are sent as one query, '' where they
    are not.
    """

    def __init__(self, journal: Journal, start: Mapping[str, Cell] | None = None, user: str | None = None) -> None:
        self.journal = journal
        self.start: Mapping[str, Cell] = start or {}
        self.declared: frozenset[str] = frozenset()
        self.user: str | Unknown | None = user
        self.settings = Table(merged_cell)
        self.local = Table(merged_cell)
        self.way = Way()
        self.autocommit = True
        self.batch = ""
        self._blocks = Table(blocks.merged)
        self._number = 0
        self._load()

    @property
    def block(self) -> Block | None:
        """The open transaction block."""
        found: Block | None = self._blocks.get("")
        return found

    @property
    def transaction(self) -> tuple[str, str]:
        """The kind of the open block, ``none`` without one, and why it is there."""
        block = self.block
        return ("none", self.way.why) if block is None else (block.kind, block.why)

    @property
    def role(self) -> str | Unknown | None:
        """Whose rights statements run with, where that is known."""
        for name in OWN:
            cell = self.in_effect(name)
            if cell is not None and cell.value != "none":
                return cell.value if isinstance(cell.value, str | Unknown) else None
        return self.user

    def in_effect(self, name: str) -> Cell | None:
        """The value of a setting now; None where nobody set it."""
        cell: Cell | None = self.local.get(name) or self.settings.get(name)
        return None if cell is None or cell.value == UNSET.value else cell

    def timeouts(self) -> dict[str, Cell]:
        """The timeouts that somebody set."""
        if not (self.local or self.settings):
            return {}
        return {name: cell for name in TIMEOUTS if (cell := self.in_effect(name)) is not None}

    # sessions and files

    def connect(self, user: str | Unknown | None = None) -> None:
        """A new session in the place of the old one, which loses what it had not committed."""
        if self.block is not None and self.block.kind != "unknown":
            self.journal.revert(self.block.mark)
        self._end()
        if user is not None:
            self.user = user
        self.journal.clear(self.settings)
        self._load()

    def _load(self) -> None:
        for name, cell in self.start.items():
            self.journal.put(self.settings, name, cell)

    def begin_run(self, start: Mapping[str, Cell], fresh: Mapping[str, Cell]) -> None:
        """A file begins as the first of a run.

        ``start`` is what a new session begins with, ``fresh`` what is in effect there when the file begins.
        """
        self.start = start
        self.journal.clear(self.settings)
        for name, cell in fresh.items():
            self.journal.put(self.settings, name, cell)

    def open_file(self, way: Way) -> None:
        """A file begins, and with it the transaction in which its runner wraps it."""
        self.way = way
        self.autocommit = True
        self.batch = ""
        if way.opens:
            self._open(way.opens, way.why)

    def close_file(self) -> Block | None:
        """A file ends. The block that it opened and did not end: whether that is committed nobody knows."""
        block = self.block
        left = block if block is not None and block.kind == "explicit" else None
        if left is not None:
            why = Unknown("the transaction that did it is left open at the end of the file", left.begin)
            self.journal.doubt(left.mark, why)
        self._end()
        return left

    def arrive(self, span: Span, opens: bool = True) -> None:
        """A statement is sent; ``opens``: it starts a transaction where psql's AUTOCOMMIT is off."""
        if self.block is not None:
            return
        if self.batch:
            self._open("implicit", self.batch)
        elif opens and not self.autocommit:
            self._open("explicit", "psql's AUTOCOMMIT is off", span)

    def end_batch(self) -> None:
        """The query that held several statements is over, and with it the transaction that they shared."""
        self.batch = ""
        if self.block is not None and self.block.kind == "implicit":
            self._end()

    def open_body(self, why: str) -> None:
        """A DO block begins where no transaction is open."""
        self._open("implicit", why)

    # transaction control

    def begin(self, span: Span | None, why: str = "BEGIN") -> None:
        """BEGIN; in a block it is only warned about."""
        block = self.block
        if block is None:
            self._open("explicit", why, span)
        elif block.kind == "implicit":  # what was sent before it with the same query belongs to it
            self._set(block._replace(kind="explicit", why=why, begin=span))
        elif block.kind == "unknown":
            self._open("explicit", why, span)
            self._set(self._now()._replace(outer=block.mark))

    def commit(self, chain: bool = False, span: Span | None = None) -> None:
        """COMMIT; nothing but a warning without a block. ``span`` is the statement, which may open the next block."""
        block = self.block
        if block is None:
            return
        self._end()
        self._go_on(block, chain, span)

    def rollback(self, chain: bool = False, span: Span | None = None) -> None:
        """ROLLBACK: everything of the block is undone."""
        block = self.block
        if block is None:
            return
        if block.kind == "unknown":
            self.journal.doubt(block.mark, MAYBE)
        else:
            self.journal.revert(block.mark)
            if block.outer is not None:
                self.journal.doubt(block.outer, MAYBE)
        self._end()
        self._go_on(block, chain, span)

    def savepoint(self, name: str) -> None:
        """SAVEPOINT; an error outside of a block, and in an implicit one."""
        block = self.block
        if block is not None and block.kind != "implicit":
            self._set(block._replace(savepoints=(*block.savepoints, (name, self.journal.mark()))))

    def release(self, name: str) -> None:
        """RELEASE: what was done since stays."""
        self._cut(name, keep=False)

    def rollback_to(self, name: str) -> None:
        """ROLLBACK TO: what was done since is undone, the savepoint stays."""
        block = self.block
        mark = self._cut(name, keep=True)
        if block is None or mark is None:
            return
        kept = self._now()
        if block.kind == "unknown":
            self.journal.doubt(mark, MAYBE)
        else:
            self.journal.revert(mark)
        self._set(kept)

    def opened_after(self, mark: int) -> None:
        """The journal was taken back to a point: a block that one of the branches since then opened begins there."""
        block = self.block
        if block is not None and block.mark > mark:
            self._set(block._replace(mark=mark, savepoints=(), outer=None))

    def _cut(self, name: str, keep: bool) -> int | None:
        block = self.block
        names = [each for each, _ in block.savepoints] if block else []
        if block is None or name not in names:
            return None
        at = len(names) - 1 - names[::-1].index(name)
        self._set(block._replace(savepoints=block.savepoints[: at + keep]))
        return block.savepoints[at][1]

    def _open(self, kind: str, why: str, begin: Span | None = None) -> None:
        self._number += 1
        mark = self.journal.mark()
        self._set(Block(kind, why, mark, self._number, begin))

    def _go_on(self, block: Block, chain: bool, span: Span | None) -> None:
        """What is open after a block has ended in the middle of a file."""
        if chain and block.kind != "unknown":
            self._open("explicit", block.why, span or block.begin)
        elif self.way.opens:
            # the runner's own transaction is over; whether it sends the rest in one query is not known
            self._open("unknown", self.way.why)

    def _end(self) -> None:
        self.journal.clear(self.local)
        self._set(None)

    def _set(self, block: Block | None) -> None:
        self.journal.put(self._blocks, "", block)

    def _now(self) -> Block:
        found: Block = self._blocks[""]
        return found

    # settings

    def set(self, name: str, cell: Cell, local: bool = False) -> bool:
        """SET, or SET LOCAL; False where it has no effect since no transaction is open."""
        if not local:
            self.journal.put(self.settings, name, cell)
            self.journal.put(self.local, name, None)
            return True
        block = self.block
        if block is None:
            return False
        maybe = block.kind == "unknown"
        self.journal.put(self.local, name, merged_cell(self.in_effect(name), cell, MAYBE) if maybe else cell)
        return True

    def reset(self, name: str, local: bool = False) -> bool:
        """RESET, or SET … TO DEFAULT: back to what the session began with."""
        cell = self.start.get(name)
        if name in self.declared and cell is not None:
            cell = Cell(Unknown(f"whether RESET brings back the runner's own {name} is not known", cell.span))
        if local:
            return self.set(name, cell or UNSET, local=True)
        self.journal.put(self.settings, name, cell)
        self.journal.put(self.local, name, None)
        return True

    def reset_all(self) -> None:
        """RESET ALL; it passes over what has its default in this transaction, though the session has another value."""
        for name in {**self.settings, **self.local}:
            local = self.local.get(name, UNSET)
            default = name in self.local and (local.value == UNSET.value or local is self.start.get(name))
            if name not in OWN and not default:
                self.reset(name)

    def discard_all(self) -> None:
        """DISCARD ALL: the session as new, but for what a runner had set."""
        self.reset_all()
        for name in OWN:
            self.reset(name)
