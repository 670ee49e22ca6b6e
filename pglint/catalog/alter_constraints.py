"""What adding, validating and dropping constraints locks and reads, in ALTER TABLE and in CREATE TABLE.

Manual: ALTER TABLE; src/backend/commands/tablecmds.c, ATAddForeignKeyConstraint, ATExecValidateConstraint,
ATExecDropConstraint (the trigger of a foreign key on the other table goes too, under ACCESS EXCLUSIVE).
"""

from __future__ import annotations

from pglint.catalog import lock_names
from pglint.catalog.lock_effect import NONE, Doubt, Effect, Lock, Touch, Validation, together
from pglint.catalog.lock_modes import ACCESS_EXCLUSIVE, ROW_SHARE, SHARE_ROW_EXCLUSIVE, SHARE_UPDATE_EXCLUSIVE
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from pglint.catalog.lock_effect import Constraint, Known, Node

KINDS = {
    "CONSTR_CHECK": "CHECK",
    "CONSTR_NOTNULL": "NOT NULL",
    "CONSTR_FOREIGN": "FOREIGN KEY",
    "CONSTR_UNIQUE": "UNIQUE",
    "CONSTR_PRIMARY": "PRIMARY KEY",
    "CONSTR_EXCLUSION": "EXCLUDE",
}
_BY_INDEX = ("UNIQUE", "PRIMARY KEY", "EXCLUDE")
WEAKER_INDEX_LOCK_SINCE = 12
"""Since then renaming an index, as USING INDEX does, needs no ACCESS EXCLUSIVE on it."""


def add_constraint(table: str, step: Node, major: int, known: Known) -> Effect:
    """ADD CONSTRAINT. The lock on the table itself: mode_of_added."""
    constraint = step["def"]["Constraint"]
    index = constraint.get("indexname")
    if index:
        return _using_index(table, constraint, index, major, known)
    return added(table, constraint, known)


def mode_of_added(step: Node) -> str:
    """ADD FOREIGN KEY lets others read; every other constraint keeps them out."""
    foreign = step["def"]["Constraint"]["contype"] == "CONSTR_FOREIGN"
    return SHARE_ROW_EXCLUSIVE if foreign else ACCESS_EXCLUSIVE


def added(table: str, constraint: Node, known: Known) -> Effect:
    """A constraint that stands in ADD CONSTRAINT or ADD COLUMN, but for NOT NULL of a column that is added."""
    kind = KINDS.get(constraint["contype"])
    if kind is None or (kind == "NOT NULL" and "keys" not in constraint):
        return NONE
    name = constraint.get("conname", "")
    other = lock_names.relation(constraint["pktable"]) if kind == "FOREIGN KEY" else ""
    how = _how(kind, constraint)
    if kind == "NOT NULL" and how == "checked":
        column = lock_names.strings(constraint["keys"])[0]
        if known.null(table, column) in ("refused", "excluded"):
            how = "given"
    why = f"ADD {kind}"
    parts = [Effect(validates=(Validation(table, kind, name, how, other),))]
    if how == "checked":
        parts.append(Effect(scans=(Touch(table, why),)))
    if kind == "FOREIGN KEY" and other != table:
        parts.append(one_lock_more(other, SHARE_ROW_EXCLUSIVE, f"{why} (referenced table)", known))
    if kind in _BY_INDEX and name:
        parts.append(Effect(makes=(name,)))
    return together(parts)


def _how(kind: str, constraint: Node) -> str:
    if kind in ("CHECK", "FOREIGN KEY") and not constraint.get("is_enforced"):
        return "given"
    if constraint.get("skip_validation"):
        return "given" if constraint.get("initially_valid") else "not valid"
    return "checked"


def _using_index(table: str, constraint: Node, index: str, major: int, known: Known) -> Effect:
    """An index that is there becomes a constraint. PRIMARY KEY makes its columns NOT NULL, which reads the table."""
    kind = KINDS[constraint["contype"]]
    name = constraint.get("conname", "")
    mode = SHARE_UPDATE_EXCLUSIVE if major >= WEAKER_INDEX_LOCK_SINCE else ACCESS_EXCLUSIVE
    effect = Effect(
        (Lock(mode, index, "index", f"ADD {kind} USING INDEX"),),
        validates=(Validation(table, kind, name, "given"),),
    )
    if kind != "PRIMARY KEY":
        return effect
    columns = known.index_columns(index)
    nulls = [known.null(table, column) for column in columns or ()]
    if columns is not None and all(null == "refused" for null in nulls):
        return effect
    why = "ADD PRIMARY KEY USING INDEX"
    if columns is None or None in nulls:
        return effect._replace(doubts=(Doubt("scans", table, f"{why}: columns that are not NOT NULL yet are read"),))
    return effect._replace(scans=(Touch(table, f"{why} (columns become NOT NULL)"),))


def validate_constraint(table: str, step: Node, major: int, known: Known) -> Effect:
    """VALIDATE CONSTRAINT: reads the table, and of a foreign key the other one."""
    name = step["name"]
    why = f"VALIDATE CONSTRAINT {name}"
    found = _named(name, known.constraints(table))
    if found is not None and found.valid:
        return Effect(validates=(Validation(table, found.kind, name, "given", found.references),))
    parts = [Effect(scans=(Touch(table, why),))]
    kind, other = (found.kind, found.references) if found else ("", "")
    if other and other != table:
        parts.append(one_lock_more(other, ROW_SHARE, f"{why} (referenced table)", known))
    parts.append(Effect(validates=(Validation(table, kind, name, "validated", other),)))
    return together(parts)


def drop_constraint(table: str, step: Node, major: int, known: Known) -> Effect:
    """DROP CONSTRAINT: a foreign key's other table is locked too."""
    name = step["name"]
    constraints = known.constraints(table)
    found = _named(name, constraints)
    why = f"DROP CONSTRAINT {name}"
    if found is None:
        if constraints is not None:
            return NONE
        doubt = f"{why}: if it is a foreign key, the table that it references is locked too"
        return Effect(doubts=(Doubt("locks", "", doubt),))
    if found.kind == "FOREIGN KEY":
        return one_lock_more(found.references, ACCESS_EXCLUSIVE, f"{why} (referenced table)", known)
    if found.kind not in _BY_INDEX:
        return NONE
    dropped = Effect((Lock(ACCESS_EXCLUSIVE, name, "index", why),), drops=(name,))
    if step.get("behavior") != "DROP_CASCADE":
        return dropped
    return together([dropped, referencing_locks(table, f"{why} CASCADE (referencing table)", known, found.columns)])


def alter_constraint(table: str, step: Node, major: int, known: Known) -> Effect:
    """ALTER CONSTRAINT: to enforce a foreign key or not (18) makes or drops the triggers on both tables."""
    given = step["def"].get("ATAlterConstraint") or step["def"].get("Constraint", {})
    name = given.get("conname", "")
    if not given.get("alterEnforceability"):
        return NONE
    found = _named(name, known.constraints(table))
    why = f"ALTER CONSTRAINT {name}"
    enforced = given.get("is_enforced", False)
    parts = [Effect(scans=(Touch(table, f"{why} ENFORCED"),))] if enforced else []
    if found is None:
        parts.append(Effect(doubts=(Doubt("locks", "", f"{why}: the table that it references is locked too"),)))
    else:
        parts.append(one_lock_more(found.references, ACCESS_EXCLUSIVE, f"{why} (referenced table)", known))
    return together(parts)


def referencing_locks(table: str, why: str, known: Known, columns: tuple[str, ...] = ()) -> Effect:
    """CASCADE drops the foreign keys of other tables, each locked for it. ``columns``: only keys to one of these."""
    keys = known.referencing(table)
    if keys is None:
        return Effect(doubts=(Doubt("locks", "", f"{why}: which tables reference {table} is not known"),))
    parts = [
        one_lock_more(key.table, ACCESS_EXCLUSIVE, why, known)
        for key in keys
        if key.table != table and (not columns or set(columns) & set(key.other_columns))
    ]
    return together(parts) if parts else NONE


def one_lock_more(table: str, mode: str, why: str, known: Known) -> Effect:
    """A lock on another table, and on its partitions."""
    tables = (table, *(known.descendants(table) or ()))
    return Effect(tuple(Lock(mode, each, "table", why) for each in tables))


def _named(name: str, constraints: tuple[Constraint, ...] | None) -> Constraint | None:
    return next((each for each in constraints or () if each.name == name), None)
