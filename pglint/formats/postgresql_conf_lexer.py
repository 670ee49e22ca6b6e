"""The tokens of one line of postgresql.conf: the longest match wins, as flex does it (guc-file.l).

No regular expression: compiling one with the letters above 127 takes longer than reading a whole file.
"""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


_SPACE = " \t\r"
_DIGITS = "0123456789"
_HEX = "0123456789abcdefABCDEF"
_UNIT = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


class Token(NamedTuple):
    """``kind`` is id, qualified, unquoted, string, number, equals or error; offsets count from the line's start."""

    kind: str
    start: int
    end: int


def letters_of(text: str) -> str:
    """What may start a word: ASCII letters, ``_`` and whatever stands above 127 in this text."""
    above = "" if text.isascii() else "".join(letter for letter in set(text) if letter > "\x7f")
    return f"{_UNIT}_{above}"


def ascii_lower(name: str) -> str:
    """Lower case as the server compares names: only A to Z change."""
    if name.isascii():
        return name.lower()
    return "".join(letter.lower() if letter.isascii() else letter for letter in name)


def lines(text: str) -> Iterator[tuple[int, str]]:
    """Each line that says something, with the offset at which it starts."""
    start = 0
    for line in text.split("\n"):
        first = line.lstrip(_SPACE)
        if first and first[0] != "#":
            yield start, line
        start += len(line) + 1


def tokens(line: str, letters: str) -> Iterator[Token]:
    """The tokens of a line up to its end or its comment."""
    at = 0
    while True:
        rest = line[at:].lstrip(_SPACE)
        if not rest or rest[0] == "#":
            return
        start = len(line) - len(rest)
        kind, at = _token(line, start, letters)
        yield Token(kind, start, at)


def _token(line: str, at: int, letters: str) -> tuple[str, int]:
    first = line[at]
    if first in letters:
        return _word(line, at, letters)
    if first == "=":
        return "equals", at + 1
    if first == "'":
        end = _string_end(line, at)
        return ("string", end) if end else ("error", at + 1)
    end = max(_integer_end(line, at), _real_end(line, at))
    return ("number", end) if end > at else ("error", at + 1)


def _after(line: str, at: int, letters: str) -> int:
    """Where a run of these letters that starts at ``at`` ends."""
    return len(line) - len(line[at:].lstrip(letters))


def _word(line: str, at: int, letters: str) -> tuple[str, int]:
    alphanumeric = letters + _DIGITS
    end = _after(line, at, alphanumeric)
    if line[end : end + 1] not in ("-", ".", "_", ":", "/"):
        return "id", end
    longest = _after(line, end, alphanumeric + "-._:/")
    if line[end] == "." and line[end + 1 : end + 2] and line[end + 1] in letters:
        qualified = _after(line, end + 1, alphanumeric)
        if qualified == longest:
            return "qualified", qualified
    return "unquoted", longest


def _signed(line: str, at: int) -> int:
    return at + 1 if line[at] in "+-" else at


def _integer_end(line: str, at: int) -> int:
    digits = _signed(line, at)
    end = _after(line, digits, _DIGITS)
    if end == digits:
        return at
    if end == digits + 1 and line[digits : digits + 2] == "0x":
        end = max(end, _after(line, digits + 2, _HEX))
    return _after(line, end, _UNIT)


def _real_end(line: str, at: int) -> int:
    point = _after(line, _signed(line, at), _DIGITS)
    if line[point : point + 1] != ".":
        return at
    end = _after(line, point + 1, _DIGITS)
    if line[end : end + 1] in ("e", "E"):
        digits = end + 1 + (line[end + 1 : end + 2] in ("+", "-"))
        after = _after(line, digits, _DIGITS)
        end = after if after > digits else end
    return end


def _string_end(line: str, at: int) -> int:
    """Where the longest string that starts here ends; 0 where none does. '' and \\' do not end it."""
    ends = 0
    index = at + 1
    while index < len(line):
        letter = line[index]
        if letter == "\\":
            index += 2
        elif letter == "'":
            ends = index + 1
            if line[index + 1 : index + 2] != "'":
                return ends
            index += 2
        else:
            quote = line.find("'", index)
            slash = line.find("\\", index)
            index = min(len(line) if quote < 0 else quote, len(line) if slash < 0 else slash)
    return ends


def string_value(written: str) -> str:
    """What a quoted string means: '' is a quote, a backslash escapes, up to three octal digits are a byte.

    A NUL ends the value, as in C (DeescapeQuotedString).
    """
    if "\\" not in written and "''" not in written and "\0" not in written:
        return written[1:-1]
    if "\0" in written:
        written = written.partition("\0")[0]
    parts: list[str] = []
    index, end = 1, len(written) - 1
    octal = False
    while index < end:
        letter = written[index]
        if letter == "'":
            index += 1
        elif letter == "\\":
            index += 1
            digits = _after(written[index : index + 3], 0, "01234567")
            if digits:
                byte = int(written[index : index + digits], 8) & 255
                parts.append(chr(byte) if byte < 128 else chr(0xDC00 + byte))
                octal = octal or byte > 127
                index += digits
                continue
            letter = _ESCAPES.get(written[index], written[index])
        parts.append(letter)
        index += 1
    value = "".join(parts).partition("\0")[0]
    # bytes written as octal may make up characters of UTF-8
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape") if octal else value
