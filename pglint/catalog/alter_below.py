"""Which tables ALTER TABLE changes with the one it names: its partitions, and those that inherit from it.

Manual: ALTER TABLE, ONLY; chapter Inheritance: indexes are not inherited, but partitions have them.
"""

from __future__ import annotations

from pglint.catalog.alter_table_table import STEPS
from pglint.catalog.lock_effect import Touch
from pglint.catalog.lock_modes import SHARE
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from pglint.catalog.lock_effect import Known, Node

WITH_CONSTRAINTS_SINCE = 18
"""Since then ADD UNIQUE locks the tables below as the table itself; before, partitions as CREATE INDEX does."""
NOTHING_TO_SET_SINCE = {True: 12, False: 18}
"""Since then SET NOT NULL of what is NOT NULL goes no further: than a partitioned table, and than another."""
IDENTITY_SINCE = 17
"""Since then partitions have the identity columns of their partitioned table."""
_TRIGGERS = "Trig"
_IDENTITY = "Identity"
"""In the names of the steps that go down to partitions, but not to inheriting tables."""
_BY_INDEX = ("CONSTR_UNIQUE", "CONSTR_EXCLUSION")
_MADE_BY_INDEX = ("ADD UNIQUE", "ADD EXCLUDE")


def tables(table: str, tree: Node, steps: list[Node], major: int, known: Known) -> tuple[str, ...]:
    """The tables that are locked with the table: not with ONLY, and not by every step."""
    down = [step for step in steps if _goes_down(table, step, major, known)]
    if not tree["relation"].get("inh"):
        # a column that is dropped from the parent alone becomes the children's own
        down = [step for step in down if step["subtype"] == "AT_DropColumn"]
    return (known.descendants(table) or ()) if down else ()


def mode(of_table: str, steps: list[Node], major: int) -> str:
    """The lock on the tables below."""
    down = [step for step in steps if step["subtype"] in STEPS and STEPS[step["subtype"]].down]
    return SHARE if major < WITH_CONSTRAINTS_SINCE and all(map(_by_index, down)) else of_table


def touched(touches: tuple[Touch, ...], table: str, below: tuple[str, ...], known: Known) -> tuple[Touch, ...]:
    """What is done to the rows of the table is done to those below it; a new index is partitions' alone."""
    partitioned = known.kind(table) == "partitioned table"
    whole = [touch for touch in touches if touch.object == table and (partitioned or touch.why not in _MADE_BY_INDEX)]
    return tuple(dict.fromkeys([*touches, *(Touch(each, touch.why) for touch in whole for each in below)]))


def _goes_down(table: str, step: Node, major: int, known: Known) -> bool:
    subtype = step["subtype"]
    if subtype not in STEPS or not STEPS[subtype].down or _of_nothing(table, step, major, known):
        return False
    if _IDENTITY in subtype and major < IDENTITY_SINCE:
        return False
    below_all = _TRIGGERS not in subtype and _IDENTITY not in subtype
    if _by_index(step) and major < WITH_CONSTRAINTS_SINCE:
        below_all = False
    return below_all or known.kind(table) == "partitioned table"


def _of_nothing(table: str, step: Node, major: int, known: Known) -> bool:
    """Whether the table is already so, by which some steps go no further than it."""
    if step["subtype"] == "AT_DropNotNull":
        # a constraint like others since 18
        return major >= 18 and known.null(table, step["name"]) in ("taken", "excluded")
    if step["subtype"] == "AT_SetNotNull":
        since = NOTHING_TO_SET_SINCE[known.kind(table) == "partitioned table"]
        return major >= since and known.null(table, step["name"]) == "refused"
    constraints = known.constraints(table)
    if constraints is None:
        return False
    if step["subtype"] == "AT_ValidateConstraint":
        return any(each.name == step["name"] and each.valid for each in constraints)
    return step["subtype"] == "AT_DropConstraint" and all(each.name != step["name"] for each in constraints)


def _by_index(step: Node) -> bool:
    return step["subtype"] == "AT_AddConstraint" and step["def"]["Constraint"]["contype"] in _BY_INDEX
