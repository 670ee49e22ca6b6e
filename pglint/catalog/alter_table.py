"""What ALTER TABLE does, and ALTER of indexes, views, sequences and types where it is the same statement inside.

A statement of several steps takes the strongest lock that one of them needs, from the start.
"""

from __future__ import annotations

from pglint.catalog import alter_below, alter_columns, alter_constraints, lock_names
from pglint.catalog.alter_table_table import STEPS
from pglint.catalog.lock_effect import NONE, Doubt, Effect, Lock, Touch, strongest_each, together
from pglint.catalog.lock_modes import (
    ACCESS_EXCLUSIVE,
    ACCESS_SHARE,
    SHARE,
    SHARE_UPDATE_EXCLUSIVE,
    strongest,
)
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pglint.catalog.lock_effect import Known, Node

    Handler = Callable[[str, Node, int, Known], Effect]

_OPTIONS = ("AT_SetRelOptions", "AT_ResetRelOptions")
_OF_PARTITIONS = (
    "AT_AttachPartition", "AT_DetachPartition", "AT_DetachPartitionFinalize", "AT_AddInherit", "AT_DropInherit",
)  # fmt: skip


def alter_table(tree: Node, major: int, known: Known) -> Effect:
    """An AlterTableStmt."""
    table = lock_names.relation(tree["relation"])
    kind = lock_names.kind_of(tree["objtype"])
    steps = [each["AlterTableCmd"] for each in tree["cmds"]]
    parts = [_step(table, kind, step, major, known) for step in steps]
    modes = [mode for step in steps if (mode := _mode(step, major)) is not None]
    if not modes:
        return together(parts)
    mode = strongest(*modes)
    first = next(step for step in steps if _mode(step, major) == mode)
    why = _words(first)
    below = alter_below.tables(table, tree, steps, major, known)
    lower = alter_below.mode(mode, steps, major)
    locks = [Lock(mode, table, kind, why), *(Lock(lower, each, kind, why) for each in below)]
    whole = together([Effect(tuple(locks)), *parts])
    rewrites = alter_below.touched(whole.rewrites, table, below, known)
    scans = alter_below.touched(whole.scans, table, below, known)
    return _without_the_empty(whole._replace(rewrites=rewrites, scans=scans), known)


def _step(table: str, kind: str, step: Node, major: int, known: Known) -> Effect:
    """What a step does besides locking the table."""
    subtype = step["subtype"]
    if kind == "type":
        return _typed(table, step, known)
    if kind != "index" and subtype in _OF_PARTITIONS:
        from pglint.catalog import alter_partitions

        return alter_partitions.HANDLERS[subtype](table, step, major, known)
    handler = (_OF_INDEXES if kind == "index" else _HANDLERS).get(subtype)
    return handler(table, step, major, known) if handler else NONE


def _mode(step: Node, major: int) -> str | None:
    """The lock that a step needs on the table; None where that is not known."""
    subtype = step["subtype"]
    if subtype in _OPTIONS:
        from pglint.catalog import storage_parameters

        return storage_parameters.mode_of(_parameters(step))
    if subtype == "AT_AttachPartition":
        from pglint.catalog import alter_partitions

        return alter_partitions.mode_of_attach(major)
    if subtype == "AT_AddConstraint":
        return alter_constraints.mode_of_added(step)
    if subtype == "AT_DetachPartition" and step["def"]["PartitionCmd"].get("concurrent"):
        return SHARE_UPDATE_EXCLUSIVE
    return STEPS[subtype].mode if subtype in STEPS else ACCESS_EXCLUSIVE


def _words(step: Node) -> str:
    subtype = step["subtype"]
    if subtype == "AT_AddConstraint":
        return f"ADD {alter_constraints.KINDS.get(step['def']['Constraint']['contype'], 'CONSTRAINT')}"
    words = STEPS[subtype].words if subtype in STEPS else "ALTER TABLE"
    if subtype in _OPTIONS:
        return words.replace("…", ", ".join(_parameters(step)))
    return words.replace("COLUMN …", f"COLUMN {step.get('name', '…')}")


def _parameters(step: Node) -> list[str]:
    return [str(each["DefElem"]["defname"]) for each in step.get("def", {}).get("List", {}).get("items", ())]


def _without_the_empty(effect: Effect, known: Known) -> Effect:
    """A partitioned table has no rows itself, and a foreign table none here."""

    def holds(touch: Touch) -> bool:
        return known.kind(touch.object) not in ("partitioned table", "foreign table")

    return effect._replace(
        locks=strongest_each(effect.locks),
        rewrites=tuple(filter(holds, effect.rewrites)),
        scans=tuple(filter(holds, effect.scans)),
    )


def _options(table: str, step: Node, major: int, known: Known) -> Effect:
    from pglint.catalog import storage_parameters

    parameters = _parameters(step)
    if storage_parameters.mode_of(parameters) is None:
        return Effect(doubts=(Doubt("locks", table, f"SET ({', '.join(parameters)}): not a parameter of PostgreSQL"),))
    return NONE


def _persistence(table: str, step: Node, major: int, known: Known) -> Effect:
    wanted = "logged" if step["subtype"] == "AT_SetLogged" else "unlogged"
    found = known.persistence(table)
    if found == wanted or known.kind(table) == "sequence":
        return NONE
    if found is None:
        why = f"SET {wanted.upper()} does nothing where the table is {wanted} already"
        return Effect(doubts=(Doubt("rewrites", table, why),))
    return _rewritten(table, f"SET {wanted.upper()}")


def _access_method(table: str, step: Node, major: int, known: Known) -> Effect:
    if step.get("name", "heap") == "heap" and known.kind(table) is not None:
        return NONE
    return _rewritten(table, "SET ACCESS METHOD")


def _tablespace(table: str, step: Node, major: int, known: Known) -> Effect:
    why = f"SET TABLESPACE {step['name']}"
    if step["name"] == "pg_default":
        return Effect(doubts=(Doubt("rewrites", table, f"{why}: where most tables are already"),))
    return _rewritten(table, why)


def _cluster_on(table: str, step: Node, major: int, known: Known) -> Effect:
    return Effect((Lock(SHARE_UPDATE_EXCLUSIVE, step["name"], "index", "CLUSTER ON"),))


def _replica_identity(table: str, step: Node, major: int, known: Known) -> Effect:
    index = step["def"]["ReplicaIdentityStmt"].get("name")
    return Effect((Lock(SHARE, index, "index", "REPLICA IDENTITY USING INDEX"),)) if index else NONE


def _of(table: str, step: Node, major: int, known: Known) -> Effect:
    name = lock_names.dotted(step["def"]["TypeName"]["names"])
    return Effect((Lock(ACCESS_SHARE, name, "type", "OF"),))


def _attach_index(index: str, step: Node, major: int, known: Known) -> Effect:
    part = lock_names.relation(step["def"]["PartitionCmd"]["name"])
    parts = [Effect((Lock(ACCESS_EXCLUSIVE, part, "index", "ATTACH PARTITION (the partition's index)"),))]
    for each in (index, part):
        table = known.table_of(each)
        if table:
            parts.append(Effect((Lock(ACCESS_SHARE, table, "table", "ATTACH PARTITION (the index's table)"),)))
    return together(parts)


def _typed(name: str, step: Node, known: Known) -> Effect:
    """ALTER TYPE … ATTRIBUTE changes the tables made OF the type, with CASCADE."""
    if step.get("behavior") != "DROP_CASCADE":
        return NONE
    why = f"ALTER TYPE … {STEPS[step['subtype']].words.replace('COLUMN', 'ATTRIBUTE')} CASCADE"
    tables = known.tables_of_type(name)
    if tables is None:
        return Effect(doubts=(Doubt("locks", "", f"{why}: which tables are made OF {name} is not known"),))
    return Effect(tuple(Lock(ACCESS_EXCLUSIVE, each, "table", why) for each in tables))


def _rewritten(table: str, why: str) -> Effect:
    return Effect(rewrites=(Touch(table, why),))


def move_all(tree: Node, major: int, known: Known) -> Effect:
    """ALTER TABLE ALL IN TABLESPACE: every one in the database that is in that tablespace."""
    kind = lock_names.kind_of(tree["objtype"])
    why = f"ALL IN TABLESPACE {tree['orig_tablespacename']} SET TABLESPACE {tree['new_tablespacename']}"
    why += " NOWAIT" if tree.get("nowait") else ""
    return Effect((Lock(ACCESS_EXCLUSIVE, "", kind, why),), rewrites=() if kind == "index" else (Touch("", why),))


_HANDLERS: Mapping[str, Handler] = {
    "AT_AddColumn": alter_columns.add_column,
    "AT_SetNotNull": alter_columns.set_not_null,
    "AT_AlterColumnType": alter_columns.change_type,
    "AT_SetExpression": alter_columns.set_expression,
    "AT_DropColumn": alter_columns.drop_column,
    "AT_AddConstraint": alter_constraints.add_constraint,
    "AT_ValidateConstraint": alter_constraints.validate_constraint,
    "AT_DropConstraint": alter_constraints.drop_constraint,
    "AT_AlterConstraint": alter_constraints.alter_constraint,
    "AT_SetLogged": _persistence,
    "AT_SetUnLogged": _persistence,
    "AT_SetAccessMethod": _access_method,
    "AT_SetTableSpace": _tablespace,
    "AT_ClusterOn": _cluster_on,
    "AT_ReplicaIdentity": _replica_identity,
    "AT_AddOf": _of,
    "AT_SetRelOptions": _options,
    "AT_ResetRelOptions": _options,
}
_OF_INDEXES: Mapping[str, Handler] = {"AT_AttachPartition": _attach_index, "AT_SetRelOptions": _options}
