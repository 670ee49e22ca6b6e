"""Terraform's functions on strings."""

from __future__ import annotations

from pglint.formats.terraform.convert import whole_of
from pglint.formats.terraform.graphemes import clusters
from pglint.formats.terraform.limits import of_characters, of_elements
from pglint.formats.terraform.signature import BadArgument, Function
from pglint.formats.terraform.values import Invalid, Value

# What Go's unicode.IsSpace takes for a space.
SPACES = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


def upper(text: str) -> str:
    """Letter by letter, as Go does: ß stays."""
    return text.upper() if text.isascii() else "".join(map(_upper, text))


def _upper(letter: str) -> str:
    return letter.upper() if len(letter.upper()) == 1 else letter


def lower(text: str) -> str:
    return text.lower() if text.isascii() else "".join(map(_lower, text))


def _lower(letter: str) -> str:
    return letter.lower() if len(letter.lower()) == 1 else letter


def title(text: str) -> str:
    """The first letter of each word as Go's strings.Title finds it: after anything but letters, digits and ``_``."""
    found, before = [], " "
    for letter in text:
        inside = before.isalnum() or before == "_" or (not before.isascii() and before not in SPACES)
        found.append(letter if inside else _upper(letter))
        before = letter
    return "".join(found)


def join(separator: str, *lists: tuple[str | None, ...]) -> str:
    if not lists:
        raise Invalid("at least one list is required")
    pieces: list[str] = []
    for number, each in enumerate(lists, 1):
        for at, piece in enumerate(each):
            if piece is None:
                where = f" of list {number}" if len(lists) > 1 else ""
                raise BadArgument(number, f"element {at}{where} is null; cannot concatenate null values")
            pieces.append(piece)
    of_characters(sum(map(len, pieces)) + len(separator) * len(pieces))
    return separator.join(pieces)


def split(separator: str, text: str) -> Value:
    return strings(text.split(separator) if separator else list(text))


def strings(texts: list[str]) -> Value:
    """A list of strings."""
    of_elements(len(texts))
    return Value(tuple(Value(text) for text in texts), kind="list")


def substr(text: str, offset: int | float, length: int | float) -> str:
    letters = clusters(text)
    start, count = whole_of(offset), whole_of(length)
    if start < 0:
        start += len(letters)
    elif count == 0:
        return ""
    letters = letters[max(start, 0) :]
    return "".join(letters if count <= 0 else letters[:count])


def indent(spaces: int | float, text: str) -> str:
    count = whole_of(spaces)
    if count < 0:
        raise Invalid("the number of spaces must not be negative")
    of_characters(len(text) + count * text.count("\n"))
    return text.replace("\n", "\n" + " " * count)


def trim_prefix(text: str, prefix: str) -> str:
    return text.removeprefix(prefix)


def trim_suffix(text: str, suffix: str) -> str:
    return text.removesuffix(suffix)


FUNCTIONS = {
    "upper": Function("str: string", upper),
    "lower": Function("str: string", lower),
    "title": Function("str: string", title),
    "join": Function("separator: string, lists...: list(string)", join),
    "split": Function("separator: string, str: string", split),
    "substr": Function("str: string, offset: number, length: number", substr),
    "strrev": Function("str: string", lambda text: "".join(reversed(clusters(text)))),
    "startswith": Function("str: string, prefix: string", lambda text, prefix: text.startswith(prefix)),
    "endswith": Function("str: string, suffix: string", lambda text, suffix: text.endswith(suffix)),
    "strcontains": Function("str: string, substr: string", lambda text, part: part in text),
    "indent": Function("spaces: number, str: string", indent),
    "chomp": Function("str: string", lambda text: text.rstrip("\r\n")),
    "trim": Function("str: string, cutset: string", lambda text, letters: text.strip(letters) if letters else text),
    "trimspace": Function("str: string", lambda text: text.strip(SPACES)),
    "trimprefix": Function("str: string, prefix: string", trim_prefix),
    "trimsuffix": Function("str: string, suffix: string", trim_suffix),
}
