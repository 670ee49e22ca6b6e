"""What functions take, and what their results have from it: as go-cty's function package calls functions.

A signature is text: ``list: list(string), index: number, rest...: any``. ``?`` after a type lets null in, ``~`` what
is not known.
"""

from __future__ import annotations

from pglint.formats.terraform.constraint import PRIMITIVES, Type
from pglint.formats.terraform.convert import convert
from pglint.formats.terraform.flow import first_unknown, joined, secret, unknown_here
from pglint.formats.terraform.limits import Effort, Exhausted, NotKnown, of_characters, of_elements
from pglint.formats.terraform.unify import collection
from pglint.formats.terraform.values import Invalid, Value
from pglint.once import cache
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pglint.formats.terraform.evaluate import Frame
    from pglint.formats.terraform.values import Data


class Parameter(NamedTuple):
    """One parameter; ``rest``: it takes all arguments from its place on."""

    name: str
    type: Type
    null: bool
    unknown: bool
    rest: bool


class Function(NamedTuple):
    """A function: ``run`` gets the arguments, after the Effort or the Frame where ``first`` says so.

    A function that ``passes`` values on gets Values and returns a Value with its own resources and origins. Any other
    gets plain data, lists of strings as tuples of it, and Values only for ``any``; its result has the resources of all
    arguments and the first origin. Unless a parameter has ``~``, what it is given is known, lists all through.
    ``marks``: what is sensitive in the arguments makes the result so, what is in them too unless it is ``placed``: the
    function passes it on where it belongs.
    """

    signature: str
    run: Callable[..., Data | Value]
    passes: bool = False
    first: str = ""
    marks: bool = True
    placed: bool = False


class BadArgument(Invalid):
    """What is wrong with one argument, by its number."""

    def __init__(self, number: int, text: str) -> None:
        super().__init__(text)
        self.number = number


@cache
def parameters(signature: str) -> tuple[Parameter, ...]:
    found = []
    for part in signature.split(", ") if signature else ():
        name, _, of = part.partition(": ")
        kind = of.rstrip("?~")
        found.append(Parameter(name.removesuffix("..."), _type(kind), "?" in of, "~" in of, name.endswith("...")))
    return tuple(found)


def _type(text: str) -> Type:
    kind, _, of = text.partition("(")
    return collection(kind, _type(of[:-1])) if of else Type(kind)


def apply(name: str, function: Function, given: Sequence[Value], frame: Frame) -> Value:
    """The result of a call. Raises Invalid."""
    taken = _matched(name, parameters(function.signature), len(given))
    effort = frame.effort
    try:
        values = [_converted(*pair, effort) for pair in zip(taken, given, strict=True)]
        result = _unknown(taken, values, effort) or _run(function, taken, values, frame)
    except Exhausted:
        raise
    except NotKnown as error:
        # Why a file is not known names it.
        hidden = function.first == "frame" and secret(given, effort)
        result = Unknown(f"{name}() of something sensitive is not known") if hidden else error.unknown
    except Invalid as error:
        raise Invalid(_refusal(name, taken, given, error, effort)) from None
    return _result(function, result, given, effort)


def _matched(name: str, wanted: Sequence[Parameter], count: int) -> Sequence[Parameter]:
    """The parameter for each argument. Raises Invalid."""
    rest = wanted[-1] if wanted and wanted[-1].rest else None
    fixed = wanted[:-1] if rest else wanted
    if count < len(fixed):
        least = " at least" if rest else ""
        missing = fixed[count].name
        raise Invalid(f'Function "{name}" expects{least} {len(fixed)} argument(s). Missing value for "{missing}".')
    if rest is None:
        if count > len(fixed):
            raise Invalid(f'Function "{name}" expects only {len(fixed)} argument(s).')
        return fixed
    return [*fixed, *([rest] * (count - len(fixed)))]


def _converted(parameter: Parameter, value: Value, effort: Effort) -> Value:
    try:
        value = convert(value, parameter.type, effort)
    except Invalid as error:
        raise _Refused(parameter, str(error)) from None
    if value.data is None and not parameter.null:
        raise _Refused(parameter, "argument must not be null")
    return value


class _Refused(Invalid):
    """An argument that does not fit its parameter."""

    def __init__(self, parameter: Parameter, text: str) -> None:
        super().__init__(text)
        self.parameter = parameter


def _unknown(taken: Iterable[Parameter], values: Iterable[Value], effort: Effort) -> Unknown | None:
    for parameter, value in zip(taken, values, strict=True):
        if parameter.unknown:
            continue
        why = unknown_here(value) if parameter.type.kind == "any" else first_unknown([value], effort)
        if why is not None:
            return why
    return None


def _run(function: Function, taken: Sequence[Parameter], values: Sequence[Value], frame: Frame) -> Data | Value:
    for value in values:
        frame.effort.step(len(value.data) if isinstance(value.data, tuple) else 1)
    given = values if function.passes else [_plain(*pair) for pair in zip(taken, values, strict=True)]
    if not function.first:
        return function.run(*given)
    return function.run(frame if function.first == "frame" else frame.effort, *given)


def _plain(parameter: Parameter, value: Value) -> object:
    """An argument as data, where its type is a primitive one or a list of them."""
    kind = parameter.type.kind
    if parameter.unknown or kind == "any":
        return value
    if kind in PRIMITIVES:
        return value.data
    of = parameter.type.fields[0].type.kind if parameter.type.fields else ""
    if kind == "list" and of in PRIMITIVES and isinstance(value.data, tuple):
        return tuple(element.data for element in value.data)
    return value


def _result(function: Function, result: Data | Value, given: Sequence[Value], effort: Effort) -> Value:
    if isinstance(result, str):
        try:
            of_characters(len(result))
        except NotKnown as error:
            result = error.unknown
    sensitive = function.marks and any(value.sensitive for value in given)
    if isinstance(result, Value):
        if isinstance(result.data, tuple) and not isinstance(result.data, Unknown) and len(result.data):
            of_elements(len(result.data))
        if function.passes:
            sensitive = sensitive or (function.marks and not function.placed and secret(given, effort))
            return result._replace(sensitive=result.sensitive or sensitive)
        joint = joined(result.data, given, result.kind)
    else:
        joint = joined(result, given)
    return joint._replace(sensitive=True) if not joint.sensitive and secret(given, effort) else joint


def _refusal(name: str, taken: Sequence[Parameter], given: Sequence[Value], error: Invalid, effort: Effort) -> str:
    """What is wrong with a call; nothing of the arguments where one of them is sensitive."""
    why = str(error).removesuffix(".")
    if secret(given, effort):
        return f'Call to function "{name}" failed: an argument that is sensitive does not fit.'
    if isinstance(error, _Refused):
        return f'Invalid value for "{error.parameter.name}" parameter: {why}.'
    if isinstance(error, BadArgument) and error.number < len(taken):
        return f'Invalid value for "{taken[error.number].name}" parameter: {why}.'
    return f'Call to function "{name}" failed: {why}.'
