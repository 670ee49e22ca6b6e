"""Statements inside statements: the bodies of DO blocks, which run at once, those of functions, and what \\gexec runs.

A DO block runs in the transaction around it, else in one of its own; a function in that of whoever calls it, so that
what it holds changes nothing now.
"""

from __future__ import annotations

from pglint.formats.sql import body, parse, places
from pglint.formats.sql.statement import Statement
from pglint.formats.sql.words import words
from pglint.record import TYPE_CHECKING
from pglint.replay import arms, conditions, interest, statements, trees
from pglint.replay.branches import Branches
from pglint.replay.parsed import Parsed, literal
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pglint.formats.sql.body import Inner
    from pglint.replay.arms import Event
    from pglint.replay.script import Player
    from pglint.replay.statements import Use

DO = "a DO block runs in one transaction"


def play(player: Player, parsed: Parsed, use: Use) -> None:
    """The body of a DO block, or of a function."""
    if parsed.kind == "CreateFunctionStmt":
        if interest.may_hold_session(parsed.statement.text, body.language({parsed.kind: parsed.node})):
            _routine(player, parsed, use)
        return
    session = player.state.session
    own = session.block is None
    if own:
        session.open_body(DO)
    _Body(player, parsed, use, own).play()
    if own:
        session.commit()


def _routine(player: Player, parsed: Parsed, use: Use) -> None:
    """What a function does to the session of whoever calls it: facts, and no change of the state."""
    inside = use._replace(use="function", via="pooler", assumed=True)
    for inner in body.inside(parsed.statement, {parsed.kind: parsed.node}):
        if isinstance(inner.what, Statement) and interest.of_session(inner.what):
            for found in _parsed(inner.what):
                calls = trees.listed(found.kind, found.node, found.statement.text)
                fact = statements.fact(player.state, found, calls, inside)
                player.facts.append(fact)
                if any(feature.kind == "timeout" for feature in fact.features) or "set_config" in found.statement.text:
                    player.state.setters.add(_name(parsed))


def _name(parsed: Parsed) -> str:
    """The name of a function without its schema."""
    names = parsed.node.get("funcname", ())
    return str(names[-1]["String"].get("sval", "")).lower() if names else ""


def _parsed(statement: Statement) -> Iterator[Parsed]:
    """The statement with its tree; what is wrong in a body shows when it runs."""
    tree = parse.tree(statement)
    if isinstance(tree, dict):
        for kind, node in tree.items():
            yield Parsed(kind, node, statement)


class _Body:
    """The body of a DO block: its statements, and the branches around them."""

    def __init__(self, player: Player, parsed: Parsed, use: Use, own: bool) -> None:
        self.player = player
        self.parsed = parsed
        self.use = use
        self.own = own
        self.branches = Branches(player.state)
        self.text = _source(parsed)
        self.offset = parsed.statement.text.find(self.text) if self.text else -1
        self.events = arms.events(self.text) if self.offset >= 0 else []

    def play(self) -> None:
        inner = body.inside(self.parsed.statement, {self.parsed.kind: self.parsed.node})
        at = 0
        for each in inner:
            span = each.what.span
            start = self.parsed.span.start if span is None else span.start
            while at < len(self.events) and self._place(self.events[at].at) <= start:
                self._event(at)
                at += 1
            if not self.branches.skips:
                self._inner(each)
        for number in range(at, len(self.events)):
            self._event(number)
        self.branches.close_all()

    def _place(self, at: int) -> int:
        """Where a character of the body stands in the file."""
        return places.in_file(self.parsed.statement, self.offset + at)

    def _inner(self, each: Inner) -> None:
        unknown = not each.certain and self.offset < 0  # in a string with escapes branches have no places
        if unknown:
            self.branches.open(None, self._why())
        if isinstance(each.what, Unknown):
            self.player.state.missed(each.what, "timeout" in self.text.lower())
        elif self.player.matters(each.what):
            for found in _parsed(each.what):
                self._one(found)
        if unknown:
            self.branches.close()

    def _one(self, found: Parsed) -> None:
        """A statement; COMMIT and ROLLBACK of a body open the next transaction at once."""
        first = len(self.player.facts)
        self.player.one(found, self.use)
        self.player.unsure(first, self.branches)
        session = self.player.state.session
        if self.own and found.kind == "TransactionStmt" and session.block is None:
            session.open_body(DO)

    def _why(self) -> Unknown:
        return Unknown("stands in a part of a DO block that may not run", self.parsed.span)

    def _event(self, number: int) -> None:
        event = self.events[number]
        match event.kind:
            case "open":
                met, presumed = self._condition(number)
                self.branches.open(met, self._why(), presumed)
            case "other":
                self.branches.other(True if event.start == -1 else self._condition(number)[0])
            case "close":
                self.branches.close()
            case "return":
                self.branches.leave()
            case "raise":
                self.branches.abandon()

    def _condition(self, number: int) -> tuple[bool | None, bool]:
        """Whether the part that begins at an event runs, and whether that is of a thing that nobody knows."""
        event = self.events[number]
        if not event.end:
            return None, False
        text = f"SELECT {self.text[event.start : event.end]}"
        tree = parse.tree(Statement(self.parsed.span, words(text), text, (), -1))
        targets = list(tree.get("SelectStmt", {}).get("targetList", ())) if isinstance(tree, dict) else []
        if len(targets) != 1:
            return None, False
        found = conditions.holds(self.player.state, targets[0].get("ResTarget", {}).get("val"))
        if found.value is None or not found.presumed:
            return found.value, False
        kinds = list(_own(self.events, number))
        if any(kind in ("return", "raise") for kind in kinds[: kinds.index("other") if "other" in kinds else None]):
            return False, False  # a guard, without which the rest would never run
        return (None, True) if "other" in kinds else (found.value, False)


def _own(events: Sequence[Event], number: int) -> Iterator[str]:
    """The events of the choice that begins or goes on at an event, without those of choices inside it."""
    depth = 0
    for event in events[number + 1 :]:
        if event.kind == "open":
            depth += 1
        elif event.kind == "close":
            if not depth:
                return
            depth -= 1
        elif not depth:
            yield event.kind


def _source(parsed: Parsed) -> str:
    """The text of a DO block's body."""
    for option in parsed.node.get("args", ()):
        if option["DefElem"]["defname"] == "as":
            return str(literal(option["DefElem"].get("arg")) or "")
    return ""


def generated(player: Player, parsed: Parsed, use: Use) -> None:
    """What \\gexec runs: ``SELECT 'CREATE DATABASE app' WHERE NOT EXISTS (…)``; of other texts nothing is known."""
    targets = parsed.node.get("targetList", ())
    value = targets[0].get("ResTarget", {}).get("val", {}) if len(targets) == 1 else {}
    text = literal(value.get("A_Const"))
    if parsed.kind != "SelectStmt" or not isinstance(text, str) or parsed.node.get("fromClause"):
        why = Unknown("\\gexec runs what a query puts together", parsed.span)
        player.state.missed(why, "timeout" in parsed.statement.text.lower())
        return
    where = parsed.node.get("whereClause")
    met = True if where is None else conditions.holds(player.state, where).value
    place = parsed.place(value["A_Const"].get("location", 0))
    inner = Statement(parsed.statement.span, words(text), text, parsed.statement.holes, -1)
    tree = parse.tree(inner)
    if met is False or not isinstance(tree, dict):
        return
    branches = Branches(player.state)
    branches.open(met, Unknown("the condition of the query is not known", place))
    for kind, node in tree.items():
        player.one(Parsed(kind, node, inner), use)
    branches.close()
