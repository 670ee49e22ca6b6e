"""What only shows when the statements of a file are looked at together: what they share a transaction with."""

from __future__ import annotations

from pglint.facts import Fault
from pglint.record import TYPE_CHECKING
from pglint.replay import trees
from pglint.replay.features import Feature
from pglint.replay.relations import bare
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from pglint.catalog.lock_effect import Lock
    from pglint.replay.block import Block
    from pglint.sql_facts import StatementFact

    Node = Mapping[str, Any]

STRONG = ("SHARE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE")
CERTAIN = ("explicit", "runner", "implicit")
UNDECIDED = "undecided"
WORK = ("UpdateStmt", "DeleteStmt", "InsertStmt", "MergeStmt")


def seen(facts: Sequence[StatementFact], left_open: Fault | None = None) -> list[StatementFact]:
    """The facts of a file with what their neighbours add. ``left_open`` is the fault of a BEGIN that nothing ends."""
    companies = {fact.block: _Company() for fact in facts}
    ends = [(number, fact) for number, fact in enumerate(facts) if _ends_tables(fact)]
    found: list[StatementFact] = []
    for number, fact in enumerate(facts):
        faults: list[Fault] = []
        extra: tuple[Feature, ...] = ()
        if left_open is not None and fact.span == left_open.span:
            faults.append(left_open)
        if fact.block and fact.use != "function":
            found_here = companies[fact.block].meet(fact)
            sure = fact.transaction in CERTAIN
            faults += found_here if sure else [undecided(fault, fact.why) for fault in found_here]
        elif fact.kind == "AlterTableStmt":  # what it does in several steps it does under one lock
            faults += _Company().meet(fact)
        name = _temporary(fact)
        if name and _outlives(name, fact, (other for at, other in ends if at > number and other.block == fact.block)):
            extra = (Feature("temporary table", f"the temporary table {name}"),)
        if faults or extra:
            fact = fact._replace(faults=(*fact.faults, *faults), features=fact.features + extra)
        found.append(fact)
    return found


def left(block: Block) -> Fault | None:
    """A transaction that a file opens and does not end; undecided where its runner's own may be around it."""
    if block.begin is None:
        return None
    fault = Fault("transaction-left-open", "the file ends before the transaction that it opens", block.begin)
    why = "whether the runner opens, and ends, a transaction is not known"
    return fault if block.outer is None else undecided(fault, why)


def undecided(fault: Fault, why: str) -> Fault:
    """A fault that is one only if statements share a transaction, which is not known: ``text`` says why."""
    return fault._replace(text=why or "who runs it is not known", effect=UNDECIDED)


class _Company:
    """The statements of one transaction so far: what they lock, and the constraints that they add NOT VALID."""

    def __init__(self) -> None:
        self.locked: dict[str, tuple[Lock, StatementFact]] = {}
        self.added: dict[tuple[str, str], StatementFact] = {}
        self.said: set[tuple[str, str]] = set()

    def meet(self, fact: StatementFact) -> list[Fault]:
        """What is wrong with one more statement; of each table once."""
        faults = []
        for fault in self._faults(fact):
            if (fault.kind, fault.name) not in self.said:
                self.said.add((fault.kind, fault.name))
                faults.append(fault)
        self._remember(fact)
        return faults

    def _faults(self, fact: StatementFact) -> Iterator[Fault]:
        if fact.kind in WORK and self.locked:
            for table in _worked_over(fact):
                if not _is_new(table, fact) and (held := self.locked.get(bare(table))):
                    lock, other = held
                    text = f"{other.label} holds {lock.mode} on {lock.object} until this is done"
                    there = ((other.label, other.span),)
                    yield Fault("backfill-with-ddl", text, fact.span, lock.object, related=there)
                    return
        elif fact.kind == "AlterTableStmt":
            table = bare(trees.relation(fact.tree.get("relation")))
            own = dict.fromkeys(_added(fact), fact)
            for command in _commands(fact):
                name = command.get("name", "")
                validates = command.get("subtype") == "AT_ValidateConstraint"
                added = self.added.get((table, name)) or own.get((table, name)) if validates else None
                if added is not None:
                    text = f"{name} is added in the same transaction, whose lock is held while every row is checked"
                    there = ((added.label, added.span),)
                    yield Fault("validated-in-same-transaction", text, fact.span, name, related=there)

    def _remember(self, fact: StatementFact) -> None:
        self.added.update(dict.fromkeys(_added(fact), fact))
        if fact.effect is None or isinstance(fact.effect, Unknown) or fact.kind in ("LockStmt", "TruncateStmt"):
            return
        for lock in fact.effect.locks:
            if lock.object and lock.mode in STRONG:
                self.locked.setdefault(bare(lock.object), (lock, fact))
        if fact.kind == "RenameStmt" and fact.tree.get("renameType") == "OBJECT_TABLE":
            old, new = trees.relation(fact.tree.get("relation")), str(fact.tree.get("newname", ""))
            if new and not _is_new(old, fact) and (held := self.locked.pop(bare(old), None)):
                self.locked[new] = (held[0]._replace(object=new), held[1])


def _added(fact: StatementFact) -> Iterator[tuple[str, str]]:
    """The constraints that a statement adds NOT VALID to a table that was there before: table and name."""
    table = trees.relation(fact.tree.get("relation")) if fact.kind == "AlterTableStmt" else ""
    if not table or _is_new(table, fact):
        return
    for command in _commands(fact):
        made = command.get("def", {}).get("Constraint", {})
        if made.get("skip_validation"):
            yield bare(table), made.get("conname", "")


def _is_new(table: str, fact: StatementFact) -> bool:
    """Whether a table was made in the same migration; ``table`` is a name of the tree."""
    if "_hole" in table:  # the fact has the name as it stands in the file
        return bare(table) in map(bare, fact.new)
    return table in fact.new


def _commands(fact: StatementFact) -> Iterator[Node]:
    return (each.get("AlterTableCmd", {}) for each in fact.tree.get("cmds", ()))


def _worked_over(fact: StatementFact) -> list[str]:
    """The tables whose rows a statement goes through; not for those that a constant picks out."""
    node = fact.tree
    if fact.kind == "InsertStmt":
        select = node.get("selectStmt", {}).get("SelectStmt", {})
        sources = [trees.relation(each) for each in trees.nodes(select.get("fromClause", ()), "RangeVar")]
        picked = _picks(select.get("whereClause", {}))
        return [*sources, trees.relation(node.get("relation"))] if sources and not picked else []
    return [] if _picks(node.get("whereClause", {})) else [trees.relation(node.get("relation"))]


def _picks(where: Node) -> bool:
    """Whether a condition asks for rows with a certain value: ``code = 'x'``, ``id IN (1, 2)``."""
    both = where.get("BoolExpr", {})
    if both.get("boolop", "") == "AND_EXPR":
        return any(_picks(arg) for arg in both.get("args", ()))
    expression = where.get("A_Expr", {})
    if expression.get("name") != [{"String": {"sval": "="}}]:
        return False
    sides = (expression.get("lexpr", {}), expression.get("rexpr", {}))
    return any("ColumnRef" in side for side in sides) and any(_constant(side) for side in sides)


def _constant(node: Node) -> bool:
    items = node.get("List", {}).get("items")
    return all(_constant(item) for item in items) if items else "A_Const" in node or "TypeCast" in node


def _temporary(fact: StatementFact) -> str:
    """The temporary table that a statement makes and that outlives its transaction, unless that drops it."""
    node = fact.tree
    if fact.kind not in ("CreateStmt", "CreateTableAsStmt", "SelectStmt") or fact.use == "function":
        return ""
    if fact.kind == "CreateStmt":
        made, at_commit = node.get("relation"), node.get("oncommit")
    else:
        into = node.get("into") or node.get("intoClause") or {}
        made, at_commit = into.get("rel"), into.get("onCommit")
    if not made or made.get("relpersistence") != "t" or at_commit == "ONCOMMIT_DROP":
        return ""
    return str(made.get("relname", ""))


def _ends_tables(fact: StatementFact) -> bool:
    """Whether a statement drops something, or undoes its transaction."""
    return fact.kind == "DropStmt" or (
        fact.kind == "TransactionStmt" and fact.tree.get("kind") == "TRANS_STMT_ROLLBACK"
    )


def _outlives(name: str, fact: StatementFact, later: Iterable[StatementFact]) -> bool:
    if fact.transaction == "none":
        return True
    if fact.transaction not in CERTAIN:
        return False
    for other in later:
        objects = other.tree.get("objects", ())
        if other.kind != "DropStmt" or name in [bare(trees.dotted(each)) for each in objects]:
            return False
    return True
