"""What ALTER TABLE's steps on columns rewrite and read: ADD COLUMN, TYPE, SET NOT NULL, DROP COLUMN and the like.

Manual: ALTER TABLE, Notes; src/backend/commands/tablecmds.c, ATExecAddColumn, ATPrepAlterColumnType, ATExecSetNotNull.
"""

from __future__ import annotations

from pglint.catalog import column_types, lock_names
from pglint.catalog.alter_constraints import added, one_lock_more, referencing_locks
from pglint.catalog.lock_effect import NONE, Doubt, Effect, Touch, Validation, together
from pglint.catalog.lock_modes import ACCESS_EXCLUSIVE
from pglint.catalog.volatility import volatile
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from pglint.catalog.lock_effect import Known, Node

CONSTANT_DEFAULTS_SINCE = 11
"""Since then a DEFAULT that is the same for all rows is kept in the catalog (attmissingval) and not in each row."""
PROOF_SINCE = 12
"""Since then a valid CHECK (c IS NOT NULL) spares SET NOT NULL the scan."""


def add_column(table: str, step: Node, major: int, known: Known) -> Effect:
    """ADD COLUMN with the constraints that stand in it."""
    column = step["def"]["ColumnDef"]
    name = column["colname"]
    if step.get("missing_ok") and known.column_type(table, name) is not None:
        return NONE
    constraints = [each["Constraint"] for each in column.get("constraints", ())]
    values = _values(table, column, constraints, major, known)
    filled = bool(values.rewrites) or _default(constraints) is not None
    parts = [values]
    for constraint in constraints:
        kind = constraint["contype"]
        if kind in ("CONSTR_NOTNULL", "CONSTR_PRIMARY") and not filled:
            # the new column is NULL in every row: this succeeds on an empty table only
            parts.append(_scanned(table, "ADD COLUMN … NOT NULL", Validation(table, "NOT NULL", "", "checked")))
        if kind == "CONSTR_FOREIGN" and not filled and not _partitioned(table, major, known):
            # a column of NULLs references nothing: transformAlterTableStmt marks the key as valid
            constraint = {**constraint, "skip_validation": True, "initially_valid": True}
        parts.append(added(table, constraint, known))
    return together(parts)


def _partitioned(table: str, major: int, known: Known) -> bool:
    """An 11 checks foreign keys of partitions for nothing."""
    return major < PROOF_SINCE and known.kind(table) == "partitioned table"


def _values(table: str, column: Node, constraints: list[Node], major: int, known: Known) -> Effect:
    """Whether each row has to be given a value of its own."""
    name, kinds = column["colname"], {each["contype"]: each for each in constraints}
    type_name = column["typeName"]
    if column_types.serial(type_name):
        word = lock_names.strings(type_name["names"])[-1]
        return _rewritten(table, f"ADD COLUMN {name} {word} (nextval for each row)")
    if "CONSTR_IDENTITY" in kinds:
        return _rewritten(table, f"ADD COLUMN {name} … AS IDENTITY (nextval for each row)")
    if "CONSTR_GENERATED" in kinds:
        stored = kinds["CONSTR_GENERATED"].get("generated_kind", "s") == "s"
        return _rewritten(table, f"ADD COLUMN {name} … STORED") if stored else NONE
    expression = _default(constraints)
    if expression is not None and major < CONSTANT_DEFAULTS_SINCE and not _null(expression):
        return _rewritten(table, f"ADD COLUMN {name} … DEFAULT (before PostgreSQL {CONSTANT_DEFAULTS_SINCE})")
    found = volatile(expression, major, known) if expression is not None else False
    if found is True:
        return _rewritten(table, f"ADD COLUMN {name} … DEFAULT with a volatile function")
    if isinstance(found, str):
        return _doubtful("rewrites", table, f"ADD COLUMN {name}: {found} may be a volatile function")
    return _of_domain(table, name, type_name, known)


def _of_domain(table: str, name: str, type_name: Node, known: Known) -> Effect:
    """A domain with a constraint is checked for each row, even where the value is NULL."""
    type_ = column_types.parse(column_types.text_of(type_name))
    if column_types.built_in(type_.name) or type_.array:
        return NONE
    found = known.user_type(type_.name)
    if found is None:
        return _doubtful("rewrites", table, f"ADD COLUMN {name}: {type_.name} may be a domain with a constraint")
    if found.constrained:
        return _rewritten(table, f"ADD COLUMN {name} {type_.name} (a domain with a constraint)")
    return NONE


def _default(constraints: list[Node]) -> Any:
    return next((each.get("raw_expr") for each in constraints if each["contype"] == "CONSTR_DEFAULT"), None)


def _null(expression: Node) -> bool:
    while "TypeCast" in expression:
        expression = expression["TypeCast"]["arg"]
    return bool(expression.get("A_Const", {}).get("isnull"))


def set_not_null(table: str, step: Node, major: int, known: Known) -> Effect:
    """SET NOT NULL, which reads the table unless it is known that there is no NULL in it."""
    name = step["name"]
    why = f"ALTER COLUMN {name} SET NOT NULL"
    found = known.null(table, name)
    if found == "refused" or (found == "excluded" and major >= PROOF_SINCE):
        return Effect(validates=(Validation(table, "NOT NULL", "", "given"),))
    if found is None and major >= PROOF_SINCE:
        return _doubtful("scans", table, f"{why}: a valid CHECK ({name} IS NOT NULL) would spare the scan")
    return _scanned(table, why, Validation(table, "NOT NULL", "", "checked"))


def change_type(table: str, step: Node, major: int, known: Known) -> Effect:
    """ALTER COLUMN … TYPE: a rewrite unless the old values are values of the new type as they are."""
    name, given = step["name"], step["def"]["ColumnDef"]
    why = f"ALTER COLUMN {name} TYPE {column_types.text_of(given['typeName'])}"
    found = _rewrite_of(table, name, given, major, known)
    others = _keys_again(table, name, known)
    if found is True:
        return together([_rewritten(table, why), others])
    if isinstance(found, str):
        return together([_doubtful("rewrites", table, f"{why}: {found}"), others])
    return together([_checks_again(table, name, why, "collClause" in given, known), others])


def _rewrite_of(table: str, name: str, given: Node, major: int, known: Known) -> bool | str:
    if known.generated(table, name) == "stored":
        return True
    steps: list[Node] = []
    value = given.get("raw_default")
    while value is not None and "TypeCast" in value:
        steps.append(value["TypeCast"]["typeName"])
        value = value["TypeCast"]["arg"]
    if value is not None and not _column_is(value, name):
        return True
    old = known.column_type(table, name)
    if old is None:
        return f"the type of {name} before is not known"
    unknown = ""
    for step in [*reversed(steps), given["typeName"]]:
        new = column_types.text_of(step)
        found = column_types.rewrites(old, new, major, known)
        if found is True:
            return True
        unknown = unknown or found or ""
        old = new
    return unknown or False


def _column_is(value: Node, name: str) -> bool:
    fields = value.get("ColumnRef", {}).get("fields", ())
    return bool(fields) and lock_names.strings(fields)[-1:] == [name]


def _checks_again(table: str, name: str, why: str, collated: bool, known: Known) -> Effect:
    """Without a rewrite, a CHECK on the column is still checked. An index is built anew that is on an expression of it,
    sorts otherwise now, or is a partitioned table's.
    """
    constraints = known.constraints(table)
    checks = [each for each in constraints or () if each.kind == "CHECK" and name in each.columns]
    if checks:
        return Effect(scans=(Touch(table, f"{why} (CHECK {checks[0].name})"),))
    indexed = known.indexed(table, name)
    if indexed == "expression" or (indexed == "column" and (collated or known.kind(table) == "partitioned table")):
        return Effect(scans=(Touch(table, f"{why} (an index is built anew)"),))
    if constraints is None:
        return _doubtful("scans", table, f"{why}: a CHECK on {name} would be checked again")
    if indexed is None:
        return _doubtful("scans", table, f"{why}: an index on an expression of {name} would be built anew")
    return NONE


def _keys_again(table: str, name: str, known: Known) -> Effect:
    """Foreign keys on the column, and of others to it, are made anew."""
    parts: list[Effect] = []
    for key in known.constraints(table) or ():
        if key.kind == "FOREIGN KEY" and name in key.columns and key.references != table:
            parts.append(one_lock_more(key.references, ACCESS_EXCLUSIVE, "ALTER COLUMN TYPE (referenced table)", known))
    for key in known.referencing(table) or ():
        if name in key.other_columns and key.table != table:
            parts.append(one_lock_more(key.table, ACCESS_EXCLUSIVE, "ALTER COLUMN TYPE (referencing table)", known))
    return together(parts) if parts else NONE


def set_expression(table: str, step: Node, major: int, known: Known) -> Effect:
    """SET EXPRESSION, which a virtual column (18) needs no rewrite for."""
    why = f"ALTER COLUMN {step['name']} SET EXPRESSION"
    kind = known.generated(table, step["name"]) if major >= 18 else "stored"
    if kind is None:
        return _doubtful("rewrites", table, f"{why}: the column may be virtual")
    return _rewritten(table, why) if kind == "stored" else NONE


def drop_column(table: str, step: Node, major: int, known: Known) -> Effect:
    """DROP COLUMN, with the foreign keys that go with it."""
    name = step["name"]
    cascade = step.get("behavior") == "DROP_CASCADE"
    parts = [
        one_lock_more(key.references, ACCESS_EXCLUSIVE, "DROP COLUMN (referenced table)", known)
        for key in known.constraints(table) or ()
        if key.kind == "FOREIGN KEY" and name in key.columns
    ]
    if cascade:
        parts.append(referencing_locks(table, "DROP COLUMN … CASCADE (referencing table)", known, (name,)))
    return together(parts) if parts else NONE


def _rewritten(table: str, why: str) -> Effect:
    return Effect(rewrites=(Touch(table, why),))


def _scanned(table: str, why: str, validation: Validation) -> Effect:
    return Effect(scans=(Touch(table, why),), validates=(validation,))


def _doubtful(about: str, table: str, why: str) -> Effect:
    return Effect(doubts=(Doubt(about, table, why),))
