"""format and formatlist: verbs as in Go's fmt package, on Terraform's values (go-cty's stdlib/format.go)."""

from __future__ import annotations

import re

from pglint.formats.terraform import bigfloat, json_text
from pglint.formats.terraform.convert import bool_of, number_of, text_of
from pglint.formats.terraform.flow import first_unknown, joined
from pglint.formats.terraform.gather import elements
from pglint.formats.terraform.graphemes import clusters
from pglint.formats.terraform.limits import Effort, NotKnown, of_characters
from pglint.formats.terraform.scientific import general, scientific
from pglint.formats.terraform.signature import BadArgument, Function
from pglint.formats.terraform.values import Invalid, Value
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

_VERB = re.compile(
    r"%(?:(?P<percent>%)|(?P<flags>[-+# 0]*)(?:\[(?P<first>[1-9]\d*)\])?(?P<width>[1-9]\d{0,7})?"
    r"(?:\.(?P<precision>\d{0,7}))?(?:\[(?P<last>[1-9]\d*)\])?(?P<verb>[a-zA-Z]))",
    re.ASCII,
)


class Verb(NamedTuple):
    """One ``%…`` of a format: ``raw`` as written, at byte ``offset``; -1 stands for no width or precision."""

    raw: str
    offset: int
    letter: str
    flags: str
    width: int
    precision: int


def format_(effort: Effort, text: str, *given: Value) -> str:
    """``format(text, given...)``."""
    unknown = first_unknown(given, effort) or _untyped(given)
    if unknown is not None:
        raise NotKnown(unknown)
    return _format(text, given, effort)


def _untyped(given: tuple[Value, ...]) -> Unknown | None:
    """A null that has no type makes the result unknown, in Terraform too."""
    untyped = any(value.data is None and value.holds is None for value in given)
    return Unknown("format() of a null is not known") if untyped else None


def _format(text: str, given: tuple[Value, ...], effort: Effort) -> str:
    pieces: list[str] = []
    following, highest, length = 1, 0, 0
    for literal, match, offset in _verbs(text):
        pieces.append(literal)
        if match is None:
            continue
        if match["percent"]:
            pieces.append("%")
            continue
        verb = _verb(match, offset)
        number = int(match["first"] or match["last"] or following)
        if number > len(given):
            have = f"need index {number} but have {len(given)} total"
            raise Invalid(f'not enough arguments for "{verb.raw}" at {offset}: {have}')
        pieces.append(_written(verb, given[number - 1], effort))
        length = of_characters(length + len(pieces[-1]))
        following, highest = number + 1, max(highest, number)
    if highest < len(given):
        used = f"only {highest} used by format string" if highest else "no verbs in format string"
        raise BadArgument(highest + 1, f"too many arguments; {used}")
    return "".join(pieces)


def _verbs(text: str) -> Iterator[tuple[str, re.Match[str] | None, int]]:
    """The text before each verb, the verb, and the byte at which that begins; at last the text that is left."""
    at = 0
    while (start := text.find("%", at)) != -1:
        match = _VERB.match(text, start)
        offset = len(text[:start].encode("utf-8", "surrogatepass"))
        if match is None:
            raise Invalid(f"unrecognized format character after the % at offset {offset}")
        yield text[at:start], match, offset
        at = match.end()
    yield text[at:], None, 0


def _verb(match: re.Match[str], offset: int) -> Verb:
    width = int(match["width"]) if match["width"] else -1
    precision = -1 if match["precision"] is None else int(match["precision"] or 0)
    of_characters(max(width, precision))
    return Verb(match[0], offset, match["verb"], match["flags"], width, precision)


def _written(verb: Verb, value: Value, effort: Effort) -> str:
    data = value.data
    if verb.letter not in "vtbdoxXeEfgGsq":
        raise Invalid(f"unsupported format verb '{verb.letter}' in \"{verb.raw}\" at offset {verb.offset}")
    where = f'unsupported value for "{verb.raw}" at {verb.offset}'
    if data is None and verb.letter != "v":
        raise Invalid(f"{where}: null value cannot be formatted")
    try:
        if verb.letter == "v":
            return _padded(verb, _as_is(verb, value, effort))
        if verb.letter == "t":
            return "true" if bool_of(data) else "false"
        if verb.letter in "sq":
            text = text_of(data)
            if verb.precision > 0:
                text = "".join(clusters(text)[: verb.precision])
            return _padded(verb, text if verb.letter == "s" else json_text.quoted(text))
        number = number_of(data)
        if verb.letter in "eEfgG":
            return _signed(verb, number < 0, _real(verb, number))
        if not isinstance(number, int):
            raise Invalid("an integer is required")
        return _integer(verb, number)
    except Invalid as error:
        raise Invalid(f"{where}: {error}") from None


def _as_is(verb: Verb, value: Value, effort: Effort) -> str:
    data = value.data
    if "#" not in verb.flags:
        if isinstance(data, str):
            return data
        if isinstance(data, int | float) and not isinstance(data, bool):
            return ("-" if data < 0 else "") + general(data, -1, "e")
    return json_text.write(value, effort)


def _padded(verb: Verb, text: str) -> str:
    if verb.width < 0:
        return text
    padding = ("0" if "0" in verb.flags else " ") * (verb.width - len(clusters(text)))
    return text + padding if "-" in verb.flags else padding + text


def _signed(verb: Verb, negative: bool, digits: str, prefix: str = "", zeros: bool = True) -> str:
    """A number with its sign, as wide as it has to be; zeros go between sign and digits."""
    sign = "-" if negative else "+" if "+" in verb.flags else " " if " " in verb.flags else ""
    missing = verb.width - len(sign + prefix + digits)
    if "-" in verb.flags:
        return sign + prefix + digits + " " * missing
    if "0" in verb.flags and zeros:
        return sign + prefix + "0" * missing + digits
    return " " * missing + sign + prefix + digits


def _integer(verb: Verb, number: int) -> str:
    digits = format(abs(number), verb.letter).rjust(max(verb.precision, 0), "0")
    if verb.precision == 0 and number == 0:
        digits = ""
    prefix = {"b": "0b", "o": "0", "x": "0x", "X": "0X"}.get(verb.letter, "") if "#" in verb.flags else ""
    return _signed(verb, number < 0, digits, prefix, zeros=verb.precision < 0)


def _real(verb: Verb, number: int | float) -> str:
    """The digits of a number, without its sign."""
    if verb.letter == "f":
        places = 6 if verb.precision < 0 else verb.precision
        whole = str(round(abs(bigfloat.exact(number)) * 10**places)).rjust(places + 1, "0")
        return f"{whole[:-places]}.{whole[-places:]}" if places else whole
    if verb.letter in "eE":
        return scientific(number, 6 if verb.precision < 0 else verb.precision, verb.letter)
    return general(number, verb.precision, "e" if verb.letter == "g" else "E")


def formatlist(effort: Effort, text: str, *given: Value) -> Value:
    """``formatlist(text, given...)``: once for each element of the lists among the arguments."""
    unknown = _untyped(given)
    if unknown is not None:
        raise NotKnown(unknown)
    lists: dict[int, list[Value]] = {}
    for number, value in enumerate(given):
        if isinstance(value.data, tuple):
            lists[number] = list(elements(value, effort))
    first = min(lists, default=0)
    for number, each in lists.items():
        if len(each) != len(lists[first]):
            other = f"argument {first + 1} of length {len(lists[first])}"
            why = f"argument {number + 1} has length {len(each)}, which is inconsistent with {other}"
            raise BadArgument(number + 1, why)
    count = len(lists[first]) if lists else 1
    found = []
    for at in range(count):
        row = tuple(lists[number][at] if number in lists else value for number, value in enumerate(given))
        found.append(_row(text, row, at, effort))
    return Value(tuple(found), kind="list")


def _row(text: str, row: tuple[Value, ...], at: int, effort: Effort) -> Value:
    unknown = first_unknown(row, effort)
    try:
        return joined(unknown or _format(text, row, effort), row)
    except Invalid as error:
        raise Invalid(f"error on format iteration {at}: {error}") from None


FUNCTIONS = {
    "format": Function("format: string, args...: any?~", format_, first="effort"),
    "formatlist": Function("format: string, args...: any?~", formatlist, first="effort"),
}
