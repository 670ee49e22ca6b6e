"""``test ? yes : no``, in expressions and in templates (HCL's ConditionalExpr)."""

from __future__ import annotations

from pglint.formats.terraform.convert import bool_of, convert
from pglint.formats.terraform.flow import first_unknown, joined
from pglint.formats.terraform.identity import equal
from pglint.formats.terraform.limits import Effort, NotKnown
from pglint.formats.terraform.unify import friendly, shape, unified
from pglint.formats.terraform.values import Invalid, Value
from pglint.record import TYPE_CHECKING
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from pglint.formats.hcl.syntax import Conditional
    from pglint.formats.terraform.evaluate import Frame


def conditional(frame: Frame, node: Conditional) -> Value:
    """The branch that the test chooses, converted to a type that both have. Raises Invalid."""
    return chosen(frame.value(node.test), lambda: frame.value(node.yes), lambda: frame.value(node.no), frame.effort)


def chosen(test: Value, yes: Callable[[], Value], no: Callable[[], Value], effort: Effort) -> Value:
    """The branch that a test chooses. What flows into the test does not flow into the result. Raises Invalid."""
    outcome = truth(test)
    if isinstance(outcome, Unknown):
        value, other = _tried(yes), _tried(no)
        result = _either(outcome, value, other, effort)
    else:
        value, other = (yes(), _tried(no)) if outcome else (no(), _tried(yes))
        result = _agreed(value, other, outcome, effort)
    # Of both branches, whichever the test chooses.
    hidden = any(each is not None and each.sensitive for each in (test, value, other))
    return result._replace(sensitive=True) if hidden else result


def truth(test: Value) -> bool | Unknown:
    """What a condition comes to. Raises Invalid."""
    if test.data is None:
        raise Invalid("The condition value is null. Conditions must either be true or false.")
    if isinstance(test.data, Unknown):
        return test.data
    try:
        return bool_of(test.data)
    except Invalid:
        raise Invalid("The condition expression must be of type bool.") from None


def _tried(branch: Callable[[], Value]) -> Value | None:
    try:
        return branch()
    except Invalid:
        return None


def _either(why: Unknown, yes: Value | None, no: Value | None, effort: Effort) -> Value:
    """The result of a test that is not known: known only where both branches are the same."""
    if yes is None or no is None:
        return joined(why, [value for value in (yes, no) if value is not None])
    if first_unknown([yes, no], effort) is None:
        try:
            if equal(yes, no, effort):
                return yes._replace(refs=yes.refs | no.refs, sensitive=yes.sensitive or no.sensitive)
        except NotKnown:
            pass
    return joined(why, [yes, no])


def _agreed(value: Value, other: Value | None, outcome: bool, effort: Effort) -> Value:
    """The chosen value in the type of both branches; as it is where the other one's type is not known."""
    if other is None or _alike(value, other):
        return value
    of = (shape(value, effort), shape(other, effort))
    common = unified(of)
    if common is not None:
        settled = value.data is None or "any" not in (of[0].kind, of[1].kind)
        return convert(value, common, effort) if settled else value
    names = [friendly(each) for each in (of if outcome else reversed(of))]
    why = f"The 'true' value is {names[0]}, but the 'false' value is {names[1]}."
    if names[0] == names[1]:
        why = (
            "At least one deeply-nested attribute or element is not compatible across both the 'true' and the 'false'"
            " value."
        )
    raise Invalid(f"The true and false result expressions must have consistent types. {why}")


def _alike(value: Value, other: Value) -> bool:
    return type(value.data) is type(other.data) and isinstance(value.data, str | bool | int | float)
