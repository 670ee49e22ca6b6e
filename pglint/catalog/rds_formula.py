"""Formulas in the values of RDS and Aurora parameters, as the interval that is certain.

Source: Amazon RDS user guide, "Specifying DB parameters"; the default parameter groups show what is accepted beyond it:
``$`` before a variable or a brace, variables without braces, ``/`` before ``*``.

    formula    = [ "$" ] "{" product "}" | product | function | [ "-" ] integer
    product    = ( variable | "log" "(" variable { ( "*" | "/" ) integer } ")" ) { ( "*" | "/" ) integer }
    function   = ( GREATEST | LEAST | SUM ) "(" formula { "," formula } ")" | IF "(" test "," formula "," formula ")"
    test       = '"' formula ( ">" | "<" | ">=" | "=>" | "<=" | "=<" ) formula '"' | formula

Functions in any case, variables as written here; ``log`` is base 2; products are truncated to integers. Whether they
are truncated before the end too (``a / 3 * 2``, inside ``log``) is not documented: the interval holds both.

DBInstanceClassMemory is what the operating system and the processes of RDS leave of the class's memory: less than
nominal, by how much only the instance tells. Reported values of max_connections (LEAST({DBInstanceClassMemory/9531392},
5000)) are 79 on db.t4g.micro, 181 and 198 on classes with 2 GiB, 405 to 420 with 4 GiB, 1722 with 16, 3479 with 32: 70,
80 to 88, 90 to 93, 96 and 97 % of nominal. ``SHARES`` stays below that.
"""

from __future__ import annotations

import math
import re

from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.values import Range, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from pglint.values import Value

    Number = int | float | Fraction

GIB = 1 << 20
"""In kB."""

SHARES = ((4 * GIB, 84), (2 * GIB, 75), (0, 50))
"""From that nominal memory in kB up, DBInstanceClassMemory is at least so many percent of it."""

LARGEST = 2**63 - 1
"""No parameter takes more."""

NO_STORAGE = Unknown("the allocated storage is not known")

_FUNCTIONS = ("GREATEST", "LEAST", "SUM", "IF")
_VARIABLES = ("AllocatedStorage", "DBInstanceClassMemory", "DBInstanceVCPU", "EndPointPort")
_OTHER_ENGINES = ("DBInstanceClassHugePagesDefault",)
_TOKEN = re.compile(r'\s*([A-Za-z_]\w*|\d+(?:\.\d+)?|>=|=>|<=|=<|[-+*/(){},$"<>=]|\S)')
_FORMULA = re.compile(rf"\{{|\b(?:{'|'.join(_FUNCTIONS)})\s*\(|{'|'.join(_VARIABLES)}", re.IGNORECASE)
_LONGEST = 500
"""Tokens: parameter groups have a handful, and each open bracket costs a level of recursion."""


class Interval(NamedTuple):
    """A number between two, each of which may be infinite."""

    low: Number
    high: Number


class Malformed(ValueError):
    """A text that is no formula: why."""


def is_formula(text: str) -> bool:
    """Whether the value of a number is meant to be evaluated; else it is a literal, which PostgreSQL reads."""
    return _FORMULA.search(text) is not None


def malformed(text: str) -> str:
    """What is wrong with the syntax of a formula; '' if nothing is."""
    try:
        _Reader(text, {}).whole()
    except Malformed as problem:
        return str(problem)
    except OverflowError:
        pass
    return ""


def evaluate(text: str, memory: Value, cpus: Value, storage: Value = NO_STORAGE) -> Value:
    """The value of a formula: a number where there is only one, else the Range that is certain.

    ``memory`` is the nominal memory of the class in kB, ``storage`` in bytes. Unknown where nothing is known, or where
    the formula is malformed.
    """
    given = {
        "DBInstanceClassMemory": _memory(memory),
        "DBInstanceVCPU": _exact(cpus),
        "AllocatedStorage": _exact(storage),
    }
    reader = _Reader(text, given)
    try:
        low, high = reader.whole()
    except Malformed as problem:
        return Unknown(f"the formula is malformed: {problem}")
    except OverflowError:
        return Unknown("the formula's numbers are too large")
    lowest = None if _infinite(low) or (reader.missing and low <= 0) else int(low)
    highest = None if _infinite(high) else int(high)
    if any(end is not None and abs(end) > LARGEST for end in (lowest, highest)):
        return Unknown("the formula's numbers are too large")
    if highest is not None and (low == high or lowest == highest):
        return highest
    if lowest is None and highest is None and reader.missing:
        return reader.missing[0]
    return Range(lowest, highest, tuple(dict.fromkeys(reader.missing)))


def _exact(value: Value) -> Interval | Unknown:
    """A known number, or the range it is in; all of these are positive."""
    if isinstance(value, Range):
        return Interval(value.low or 0, math.inf if value.high is None else value.high)
    return Interval(value, value) if isinstance(value, int) else _why(value)


def _why(value: Value) -> Unknown:
    return value if isinstance(value, Unknown) else Unknown("not a number")


def _memory(value: Value) -> Interval | Unknown:
    """DBInstanceClassMemory in bytes, from the nominal memory in kB."""
    nominal = _exact(value)
    if isinstance(nominal, Unknown):
        return nominal
    share = next(percent for least, percent in SHARES if nominal.low >= least)
    return Interval(int(nominal.low) * 1024 * share // 100, nominal.high * 1024)


def _truncated(number: Number) -> Number:
    return number if _infinite(number) else math.trunc(number)


def _infinite(number: Number) -> bool:
    return isinstance(number, float) and math.isinf(number)


class _Reader:
    """Reads and evaluates in one go. ``missing`` collects why variables are not known."""

    def __init__(self, text: str, given: dict[str, Interval | Unknown]) -> None:
        self.tokens = _TOKEN.findall(text.strip())
        self.at = 0
        self.given = given
        self.missing: list[Unknown] = []

    # -- tokens -----------------------------------------------------------------------------------------------------

    @property
    def next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        token = self.next
        self.at += 1
        return token

    def took(self, *tokens: str) -> bool:
        if self.next in tokens:
            self.at += 1
            return True
        return False

    def expect(self, token: str) -> None:
        if not self.took(token):
            raise Malformed(f"{_shown(token)} is expected {self.place()}")

    def place(self) -> str:
        return f"before {_shown(self.next)}" if self.next else "at the end"

    # -- grammar ----------------------------------------------------------------------------------------------------

    def whole(self) -> Interval:
        if len(self.tokens) > _LONGEST:
            raise Malformed(f"it has more than {_LONGEST} words and signs")
        result = self.test() if self.next == '"' else self.formula()
        if self.next:
            raise Malformed(f"nothing is expected after the formula, but there is {_shown(self.next)}")
        return result

    def formula(self) -> Interval:
        dollar = self.took("$")
        if self.took("{"):
            result = self.inner()
            self.expect("}")
            return result
        if not dollar and (self.next == "-" or self.next[:1].isdigit()):
            number = self.integer()
            return Interval(number, number)
        if not self.next[:1].isalpha():
            raise Malformed(f"a value is expected, not {_shown(self.next)}")
        return self.product() if dollar else self.inner()

    def inner(self) -> Interval:
        return self.function() if self.next.upper() in _FUNCTIONS else self.product()

    def function(self) -> Interval:
        name = self.take().upper()
        self.expect("(")
        arguments = [self.test() if self.next == '"' else self.formula()]
        while self.took(","):
            arguments.append(self.formula())
        self.expect(")")
        if name != "IF":
            return Interval(*(_JOIN[name](end) for end in zip(*arguments, strict=True)))
        if len(arguments) != 3:
            raise Malformed(f"IF takes a condition and two values, not {len(arguments)} arguments")
        condition, yes, no = arguments
        if condition == (0, 0):
            return no
        if condition.low > 0 or condition.high < 0:
            return yes
        return Interval(min(yes.low, no.low), max(yes.high, no.high))

    def test(self) -> Interval:
        """A comparison: 1, 0, or between the two where it is not decided."""
        self.expect('"')
        left, operator = self.formula(), self.take()
        if operator not in (">", "<", ">=", "=>", "<=", "=<"):
            raise Malformed(f"one of > < >= <= is expected, not {_shown(operator)}")
        right = self.formula()
        self.expect('"')
        if operator[0] == "<" or operator == "=<":
            left, right = right, left
        strict = "=" not in operator
        if left.low > right.high or (left.low == right.high and not strict):
            return Interval(1, 1)
        if left.high < right.low or (left.high == right.low and strict):
            return Interval(0, 0)
        return Interval(0, 1)

    def product(self) -> Interval:
        start = self.logarithm() if self.next == "log" else self.variable()
        ends = self.scaled(start)
        return Interval(_truncated(ends.low), _truncated(ends.high))

    def scaled(self, ends: Interval) -> Interval:
        """The multiplications and divisions that follow; a quotient may or may not be truncated at once."""
        while self.next in ("*", "/"):
            times = self.take() == "*"
            number = self.integer()
            if not times and number == 0:
                raise Malformed("division by zero")
            found = [_times(end, number) if times else _quotient(end, number) for end in ends]
            if not times:
                found += [_truncated(end) for end in found]
            ends = Interval(min(found), max(found))
        return ends

    def logarithm(self) -> Interval:
        self.take()
        self.expect("(")
        ends = self.scaled(self.variable())
        self.expect(")")
        return Interval(*(math.log2(end) if end > 0 else -math.inf for end in ends))

    def variable(self) -> Interval:
        name = self.take()
        if name not in _VARIABLES:
            raise Malformed(_unknown_name(name, self.next))
        found = self.given.get(name, Unknown(f"{name} is not known"))
        if isinstance(found, Unknown):
            self.missing.append(found)
            return Interval(0, math.inf)
        return found

    def integer(self) -> int:
        minus = self.took("-")
        token = self.take()
        if not (token.isascii() and token.isdigit() and len(token) <= 20):
            raise Malformed(f"a whole number is expected, not {_shown(token)}")
        return -int(token) if minus else int(token)


_JOIN: dict[str, Callable[[tuple[Number, ...]], Number]] = {"GREATEST": max, "LEAST": min, "SUM": sum}


def _times(end: Number, number: int) -> Number:
    return end * number if number else 0


def _quotient(end: Number, number: int) -> Number:
    if isinstance(end, float):
        return end / number
    from fractions import Fraction  # takes 3 ms, and few values are formulas

    return Fraction(end) / number


def _shown(token: str) -> str:
    return "the end" if not token else "a quote" if token == '"' else f'"{token[:40]}"'


def _unknown_name(name: str, following: str) -> str:
    if not name[:1].isalpha():
        return f"a variable is expected, not {_shown(name)}"
    if name in _OTHER_ENGINES:
        return f"{name} is a variable of Oracle"
    if following == "(":
        return f'unknown function "{name}"'
    meant = next((known for known in _VARIABLES if known.lower() == name.lower()), "")
    return f'unknown variable "{name}"' + (f": {meant} is written so" if meant else "")
