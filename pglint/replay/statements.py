"""Statements as facts: each with the transaction it runs in, the timeouts in effect, and what it locks."""

from __future__ import annotations

from pglint.catalog.lock_effect import NONE, Effect
from pglint.facts import Fault
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.replay import features, relations, trees
from pglint.replay.given import given
from pglint.replay.known import KnownSoFar
from pglint.replay.labels import label
from pglint.replay.timeouts import NEWEST, TIMEOUTS
from pglint.sql_facts import NO_TREE, StatementFact
from pglint.values import Cell, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pglint.cluster_facts import Home
    from pglint.replay.parsed import Parsed
    from pglint.replay.state import State
    from pglint.replay.trees import Call

UNLOCKED = frozenset({
    "VariableSetStmt", "TransactionStmt", "CreateRoleStmt", "AlterRoleStmt", "AlterRoleSetStmt", "DropRoleStmt",
    "GrantRoleStmt", "AlterDatabaseSetStmt", "ListenStmt", "UnlistenStmt", "DeallocateStmt", "LoadStmt",
    "CreateFunctionStmt",
})  # fmt: skip
"""Statements of which nobody asks what they lock."""


class Use(NamedTuple):
    """What the file of a statement is for, and how it reaches the server: see StatementFact."""

    home: Home
    use: str = "migration"
    via: str = "direct"
    assumed: bool = True
    judged: bool = True
    majors: tuple[int, ...] = (NEWEST,)


def fact(state: State, parsed: Parsed, calls: Sequence[Call], use: Use) -> StatementFact:
    """The statement as it meets the state."""
    session = state.session
    kind, why = session.transaction
    block = session.block
    if use.use == "function":
        kind, why, block = "unknown", "a function runs in its caller's transaction", None
    does = effect(state, parsed, use)
    made = new(state, parsed, does)
    if parsed.statement.holes:
        made = frozenset(map(parsed.label, made))
        does = written(does, parsed)
    timeouts = _CALLERS if use.use == "function" else session.timeouts()
    return StatementFact(
        parsed.span, use.home, parsed.kind, parsed.node, label(parsed), use.use, use.via, use.assumed, kind, why,
        timeouts, does, made, session.role, use.judged,
        block=block.number if block else 0, features=tuple(features.used(parsed, calls)),
        calls=tuple(dict.fromkeys(call.name for call in calls)), text=_own_text(parsed),
        sets=tuple(given(parsed, calls)),
    )  # fmt: skip


def _own_text(parsed: Parsed) -> str:
    """What was parsed, where that is not what stands in the file."""
    text = parsed.statement.text
    return "" if parsed.statement.shift == 0 and not parsed.statement.holes else text


_CALLERS = {name: Cell(Unknown("a function runs with its caller's settings")) for name in TIMEOUTS}


def effect(state: State, parsed: Parsed, use: Use) -> Effect | Unknown | None:
    """What the statement locks, rewrites and reads, as far as the statements before it tell."""
    if parsed.kind in UNLOCKED or use.use in ("function", "query", "dump"):
        return None
    from pglint.catalog import lock_versions

    return lock_versions.effect({parsed.kind: parsed.node}, use.majors, KnownSoFar(state))


def written(does: Effect | Unknown | None, parsed: Parsed) -> Effect | Unknown | None:
    """An effect with the names as they stand in the file where they are filled in."""
    if does is None or isinstance(does, Unknown):
        return does
    label = parsed.label
    return does._replace(
        locks=tuple(each._replace(object=label(each.object), why=label(each.why)) for each in does.locks),
        rewrites=tuple(each._replace(object=label(each.object), why=label(each.why)) for each in does.rewrites),
        scans=tuple(each._replace(object=label(each.object), why=label(each.why)) for each in does.scans),
        validates=tuple(each._replace(table=label(each.table), name=label(each.name)) for each in does.validates),
        doubts=tuple(each._replace(object=label(each.object), why=label(each.why)) for each in does.doubts),
    )


def new(state: State, parsed: Parsed, does: Effect | Unknown | None) -> frozenset[str]:
    """Those of the relations that a statement names, or locks, that were made before it in the same migration."""
    if not state.relations or does is None:
        return frozenset()
    node = parsed.node
    names = {trees.relation(node[key]) for key in ("relation", "view", "table") if isinstance(node.get(key), dict)}
    names |= {trees.dotted(each) for each in node.get("objects", ())}
    if not isinstance(does, Unknown):
        names |= {lock.object for lock in does.locks}
    return frozenset(name for name in names if name and relations.is_new(state, name))


def kept(facts: Iterable[StatementFact]) -> Iterator[StatementFact]:
    """The facts of a file that was replayed without what nobody asks any more: the tree, and what it does to the
    relations that its own migration made. Projects have many statements, so what is the same is shared.
    """
    timeouts: Mapping[str, Cell] = {}
    new: frozenset[str] = frozenset()
    for fact in facts:
        if fact.timeouts != timeouts:
            timeouts = fact.timeouts
        if fact.new != new:
            new = fact.new
        does = fact.effect
        if isinstance(does, Effect):
            does = _of_others(does, fact.new)
        yield fact._replace(tree=NO_TREE, effect=does, timeouts=timeouts, new=new)


def _of_others(does: Effect, new: frozenset[str]) -> Effect:
    """What a statement does to relations that were there before it."""
    found = does._replace(
        locks=tuple(lock for lock in does.locks if lock.object not in new),
        rewrites=tuple(touch for touch in does.rewrites if touch.object not in new),
        scans=tuple(touch for touch in does.scans if touch.object not in new),
        validates=tuple(each for each in does.validates if each.table not in new),
        doubts=tuple(doubt for doubt in does.doubts if doubt.object not in new),
        makes=(),
        drops=(),
    )
    return NONE if found == NONE else found


def lost(parsed: Parsed, names: Sequence[str]) -> tuple[Fault, ...]:
    """Settings for a transaction that there is not."""
    return tuple(
        Fault("set-local-outside-transaction", f"{name} is set for a transaction, and none is open", parsed.span, name)
        for name in names
    )
