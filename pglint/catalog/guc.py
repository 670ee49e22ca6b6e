"""What the server makes of a parameter's text (parse_and_validate_value in src/backend/utils/misc/guc.c).

Results are in the parameter's base unit. The wording of errors is the server's; case files of real servers:
tests/data/conf_grammar_cases.json.
"""

from __future__ import annotations

from pglint.catalog import guc_checks
from pglint.catalog.guc_numbers import Bad, show_real, to_int, to_real
from pglint.catalog.postgresql import Parameter
from pglint.catalog.units import human
from pglint.record import NamedTuple

__all__ = ["Invalid", "era", "human", "interpret", "show"]

Interpreted = bool | int | float | str

_TRUE = ("true", "yes", "1")
_FALSE = ("false", "no", "0")


class Invalid(NamedTuple):
    """A value that the server refuses: its message, its HINT or DETAIL, and what is wrong.

    ``cause`` is range, unit, word (not an enum's), number, boolean, internal or refused.
    """

    text: str
    hint: str = ""
    cause: str = "refused"


def era(parameter: Parameter, major: int) -> int:
    """Majors of one era make the same of every text, as long as the parameter itself did not change.

    10 has no unit B, 10 and 11 no fractions and no us; checks of single parameters changed with 15 to 18. Only
    the wording of errors may differ inside an era.
    """
    if parameter.name in guc_checks.BY_MAJOR:
        return major
    return min(major, 12)


def interpret(parameter: Parameter, raw: str, major: int) -> Interpreted | Invalid:
    """The value of a setting as the server of that major takes it, or why it does not."""
    if parameter.context == "internal":
        return Invalid(f'parameter "{parameter.name}" cannot be changed', cause="internal")
    value = _READERS[parameter.type](parameter, raw, major)
    if isinstance(value, Invalid):
        return value
    checked = guc_checks.check(parameter.name, value, major)
    return Invalid(checked.text, checked.hint) if isinstance(checked, guc_checks.Refused) else checked


def show(value: Interpreted, parameter: Parameter) -> str:
    """The value as ``postgres -C`` prints it: base unit without suffix, on/off."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return show_real(value) if isinstance(value, float) else str(value)


def _refused(parameter: Parameter, raw: str, bad: Bad) -> Invalid:
    return Invalid(f'invalid value for parameter "{parameter.name}": "{raw}"', bad.hint, bad.cause)


def _outside(parameter: Parameter, value: int | float, major: int) -> Invalid:
    # 10 and 11 name no unit, 12 to 17 only that of the value
    unit = f" {parameter.unit}" if parameter.unit and major >= 12 else ""
    limit = unit if major >= 18 else ""
    ends = (0 if number is None else number for number in (parameter.min, parameter.max))
    low, high, shown = (show(number, parameter) for number in (*ends, value))
    text = f'{shown}{unit} is outside the valid range for parameter "{parameter.name}"'
    return Invalid(f"{text} ({low}{limit} .. {high}{limit})", cause="range")


def _bool(parameter: Parameter, raw: str, major: int) -> Interpreted | Invalid:
    word = raw.lower() if raw.isascii() else raw
    if word in ("on", "1") or (word and ("true".startswith(word) or "yes".startswith(word))):
        return True
    if word in ("off", "of", "0") or (word and ("false".startswith(word) or "no".startswith(word))):
        return False
    return Invalid(f'parameter "{parameter.name}" requires a Boolean value', cause="boolean")


def _integer(parameter: Parameter, raw: str, major: int) -> Interpreted | Invalid:
    value = to_int(raw, parameter.unit, major)
    if isinstance(value, Bad):
        return _refused(parameter, raw, value)
    return value if _inside(parameter, value) else _outside(parameter, value, major)


def _real(parameter: Parameter, raw: str, major: int) -> Interpreted | Invalid:
    value = to_real(raw, parameter.unit, major)
    if isinstance(value, Bad):
        if major < 12:
            return Invalid(f'parameter "{parameter.name}" requires a numeric value', cause="number")
        return _refused(parameter, raw, value)
    return value if _inside(parameter, value) else _outside(parameter, value, major)


def _inside(parameter: Parameter, value: int | float) -> bool:
    low, high = parameter.min, parameter.max
    return (low is None or value >= low) and (high is None or value <= high)


def _string(parameter: Parameter, raw: str, major: int) -> Interpreted | Invalid:
    return raw


def _enum(parameter: Parameter, raw: str, major: int) -> Interpreted | Invalid:
    word = raw.lower() if raw.isascii() else raw
    for name in parameter.enum + parameter.enum_optional:
        if name.lower() == word:
            return _meaning(parameter, name) if name == "on" else name
    if word in parameter.enum_hidden:
        return _meaning(parameter, word)
    words = ", ".join(parameter.enum)
    text = f'invalid value for parameter "{parameter.name}": "{raw}"'
    return Invalid(text, f"Available values: {words}.", "word")


def _meaning(parameter: Parameter, word: str) -> str:
    """What a word stands for that is another word's value: "on", and what an enum takes without naming it."""
    if word in _TRUE or word == "on":
        if parameter.name == "wal_compression":
            return "pglz"
        return "on" if "on" in parameter.enum else "md5"  # password_encryption = on, until 13
    if word in _FALSE:
        return "off"
    if word in ("archive", "hot_standby"):
        return "replica"
    return "debug2" if word == "debug" else word


_READERS = {"bool": _bool, "integer": _integer, "real": _real, "string": _string, "enum": _enum}
