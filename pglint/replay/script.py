"""One file replayed: its statements in order, through psql's commands, branches and bodies of PL/pgSQL."""

from __future__ import annotations

from _bisect import bisect_left

from pglint.facts import Fault
from pglint.formats.sql import parse, split, tags
from pglint.formats.sql.statement import Command, Marker, Statement
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.replay import company, control, interest, statements, trees
from pglint.replay.block import Way
from pglint.replay.branches import Branches
from pglint.replay.parsed import Parsed
from pglint.replay.run import run
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pglint.formats.sql.statement import Item
    from pglint.replay.psql import PsqlCommands
    from pglint.replay.state import State
    from pglint.replay.statements import Use
    from pglint.source import Source
    from pglint.sql_facts import StatementFact


class Part(NamedTuple):
    """A stretch of a file that runs: all of it, or the up part. ``batches`` are sent as one query each."""

    source: Source
    start: int
    end: int
    way: Way = Way()
    batches: tuple[tuple[int, int], ...] = ()


class Player:
    """Replays files one after another into a state, and keeps the facts of their statements, unless it is ``silent``:
    then only the state counts.
    """

    def __init__(self, state: State, psql: PsqlCommands) -> None:
        self.state = state
        self.psql = psql
        self.facts: list[StatementFact] = []
        self.faults: list[Fault] = []
        self.silent = False
        self._once: set[str] = set()
        self._last: tuple[Source, list[Item], list[int]] | None = None

    def play(self, part: Part, use: Use, before: Sequence[Part] = ()) -> None:
        """A file in the session at hand. ``before`` is what its tool runs first, in the same transaction."""
        inside = self._items_of(part)
        count = sum(isinstance(item, Statement) for item in inside)
        session = self.state.session
        session.open_file(part.way._replace(several=count > 1))
        batches = part.batches or (((part.start, part.end),) if part.way.transaction == "implicit" else ())
        first = len(self.facts)
        for each in before:
            self._first_of_all(each, use)
        branches = Branches(self.state)
        self._items(inside, use, branches, _Batches(batches, inside))
        branches.close_all()
        session.end_batch()
        block = session.close_file()
        left = company.left(block) if block else None
        self.facts[first:] = statements.kept(company.seen(self.facts[first:], left))
        self.state.journal.settle()

    def begin(self) -> None:
        """From here on the facts count."""
        self.silent = False
        self.facts.clear()
        self.faults.clear()

    def _first_of_all(self, part: Part, use: Use) -> None:
        """What runs before each file; its facts count once."""
        at = len(self.facts)
        home = use.home._replace(path=part.source.path)
        branches = Branches(self.state)
        self._items(self._items_of(part), use._replace(home=home, judged=False), branches, _Batches((), ()))
        branches.close_all()
        if part.source.path in self._once:
            del self.facts[at:]
        self._once.add(part.source.path)

    def _items_of(self, part: Part) -> list[Item]:
        """The items of a part; a file of several parts is split once."""
        if self._last is None or self._last[0] is not part.source:
            items, faults = split.read(part.source)
            self._last = part.source, items, [item.span.start for item in items]
            self.faults += [fault for fault in faults if part.start <= fault.span.start <= part.end]
        _, items, starts = self._last
        return items[bisect_left(starts, part.start) : bisect_left(starts, part.end)]

    def _items(self, items: Sequence[Item], use: Use, branches: Branches, batches: _Batches) -> None:
        for number, item in enumerate(items):
            if isinstance(item, Statement):
                if not branches.skips:
                    batches.enter(item, self.state)
                    after = items[number + 1] if number + 1 < len(items) else None
                    first = len(self.facts)
                    self._statement(item, use, after)
                    self.unsure(first, branches)
            elif isinstance(item, Marker):
                self._mark(item, branches)
            elif item.name in ("i", "ir", "include", "include_relative"):
                if not branches.skips and (found := self.psql.included(item, self.state)):
                    with_it, _ = split.read(found)
                    self._items(with_it, use, branches, batches)
                    self.psql.left(found)
            else:
                if item.name in ("prompt", "password") and use.judged and not branches.skips:
                    self._ask(item, use)
                if self.psql.run(item, self.state, branches):
                    return
            if not branches and self.state.session.block is None:
                self.state.journal.settle()

    def _ask(self, item: Command, use: Use) -> None:
        """A question to whoever runs the file."""
        kind, why = self.state.session.transaction
        if use.use == "migration" and kind != "none":
            text = f"\\{item.name} waits for a person, and a transaction is open meanwhile"
            fault = Fault("waits-in-transaction", text, item.span)
            self.faults.append(fault if kind in company.CERTAIN else company.undecided(fault, why))

    def _mark(self, mark: Marker, branches: Branches) -> None:
        """A tag of a template between statements."""
        for tag in tags.find(mark.text)[:1]:
            why = Unknown("stands in a template with branches", mark.span)
            if tag.flow == "open":
                branches.open(None, why)
            elif tag.flow == "middle":
                branches.other(True if "else" in mark.text and "if" not in mark.text else None)
            elif tag.flow == "close":
                branches.close()
            elif not tag.flow and not branches.skips:
                self.state.missed(Unknown("a template puts statements here", mark.span))

    def _statement(self, statement: Statement, use: Use, after: Item | None) -> None:
        session = self.state.session
        first = statement.words[:1]
        if use.use == "dump" and not interest.states(statement):
            return
        sent = isinstance(after, Command) and after.name == "gexec"
        if not self.matters(statement) and not sent:
            self._never_ended(statement)
            session.arrive(statement.span)
            return
        if first in (("CREATE_REPLICATION_SLOT",), ("DROP_REPLICATION_SLOT",)):
            from pglint.replay import replication

            replication.command(self.state, statement.span)
            return
        tree = parse.tree(statement)
        if isinstance(tree, Fault):
            self.faults.append(tree)
        if not isinstance(tree, dict):
            session.arrive(statement.span)
            if tree is None:
                why = "filled in when it is run" if statement.holes else "nested too deep to look into"
                self.state.missed(Unknown(f"a statement that is {why}", statement.span))
            return
        for kind, node in tree.items():
            parsed = Parsed(kind, node, statement)
            session.arrive(statement.span, control.opens_block(kind, node))
            self.one(parsed, use)
            if sent:
                self._generated(parsed, use)

    def _never_ended(self, statement: Statement) -> None:
        """A statement that does not matter may hold a quote that nothing closes, and with it the rest of the file."""
        text, end = statement.span.source.text, statement.span.end
        if text[end : end + 1] != ";" and not text[end:].strip():
            found = parse.tree(statement)
            if isinstance(found, Fault) and found.text.startswith("unterminated"):
                self.faults.append(found)

    def matters(self, statement: Statement) -> bool:
        """Whether a statement is worth a look: by its words, or since it may call a function that changes timeouts."""
        return interest.matters(statement) or (bool(self.state.setters) and self._setter(statement) != "")

    def _setter(self, statement: Statement) -> str:
        """The function that a statement may call and that changes timeouts."""
        if statement.words[:1] not in (("SELECT",), ("WITH",), ("CALL",)):
            return ""
        text = statement.text.lower()
        return next((name for name in self.state.setters if name in text), "")

    def one(self, parsed: Parsed, use: Use) -> None:
        """One statement that runs: its fact, what it does, and what its body does."""
        state = self.state
        calls = trees.listed(parsed.kind, parsed.node, parsed.statement.text)
        fact = None if self.silent else statements.fact(state, parsed, calls, use)
        at = len(self.facts)
        if fact is not None:
            self.facts.append(fact)
        mark = state.journal.mark()
        lost = run(state, parsed, calls, use.majors[-1])
        if (why := parsed.comes_and_goes) is not None:
            state.journal.blur(mark, why)
        if fact is None:
            pass
        elif fact.transaction == "none" and lost:
            self.facts[at] = fact._replace(faults=(*fact.faults, *statements.lost(parsed, lost)))
        elif fact.transaction == "unknown" and (local := tuple(control.local(parsed, calls))):
            perhaps = (company.undecided(each, fact.why) for each in statements.lost(parsed, local))
            self.facts[at] = fact._replace(faults=(*fact.faults, *perhaps))
        if state.setters and (name := self._setter(parsed.statement)):
            control.assign_all_unknown(state.session, Unknown(f"{name} may set it", parsed.span))
        if parsed.kind in ("DoStmt", "CreateFunctionStmt"):
            from pglint.replay import bodies

            bodies.play(self, parsed, use)

    def unsure(self, first: int, branches: Branches) -> None:
        """What facts from there on set is not judged where they may not run: often a version is asked for first."""
        if branches.maybe is not None:
            self.facts[first:] = [fact._replace(sets=()) for fact in self.facts[first:]]

    def _generated(self, parsed: Parsed, use: Use) -> None:
        """SELECT of a text that \\gexec runs: ``SELECT 'CREATE DATABASE app' WHERE NOT EXISTS (…)``."""
        from pglint.replay import bodies

        bodies.generated(self, parsed, use)


class _Batches:
    """The stretches of a file that are sent as one query each, of which only those of several statements matter."""

    def __init__(self, batches: Iterable[tuple[int, int]], items: Iterable[Item]) -> None:
        starts = sorted(item.span.start for item in items if isinstance(item, Statement))
        counts = {batch: bisect_left(starts, batch[1]) - bisect_left(starts, batch[0]) for batch in batches}
        self._batches = [batch for batch, count in counts.items() if count > 1]
        self._batches.reverse()  # the next one is the last
        self._current: tuple[int, int] | None = None

    def enter(self, statement: Statement, state: State) -> None:
        """A statement comes: the batch before it may be over, or its own begin."""
        start = statement.span.start
        while self._batches and self._batches[-1][1] <= start:
            self._batches.pop()
        found = self._batches[-1] if self._batches and self._batches[-1][0] <= start else None
        if found != self._current:
            state.session.end_batch()
            self._current = found
            state.session.batch = (state.session.way.why or "statements sent as one query") if found else ""
