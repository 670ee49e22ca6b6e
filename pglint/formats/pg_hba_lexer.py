"""Lines, fields and tokens of pg_hba.conf, cut as the server does (src/backend/libpq/hba.c, next_token and above)."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


BLANK = " \t\r"


class Token(NamedTuple):
    """One word without its quotes; ``quoted`` if it began with one; ``start`` and ``end`` in the file."""

    text: str
    quoted: bool
    start: int
    end: int


Field = list[Token]


class Line(NamedTuple):
    """One record with its physical lines joined: a list of fields, each a list of words that commas join.

    ``start`` and ``end`` are those of the first and the last word in the file; ``continuation`` is the place of the
    first backslash that joined a line in front of ``end`` (14 on), or None.
    """

    fields: list[Field]
    start: int
    end: int
    continuation: int | None


def lines(text: str) -> Iterator[Line]:
    """The records of a file, without empty lines and comments."""
    at = 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end == -1 else end
        joined = _Joined()
        while joined.add(text[at:end], at) and end < len(text):
            at = end + 1
            end = text.find("\n", at)
            end = len(text) if end == -1 else end
        at = end + 1
        fields = _fields(joined)
        if fields:
            last = fields[-1][-1].end
            continuation = next((place for place in joined.backslashes if place < last), None)
            yield Line(fields, fields[0][0].start, last, continuation)


class _Joined:
    """Physical lines, one behind the other, with the place of each character in the file."""

    __slots__ = ("backslashes", "last", "pieces", "text")

    def __init__(self) -> None:
        self.text = ""
        self.pieces: list[tuple[int, int]] = []
        self.backslashes: list[int] = []
        self.last = 0

    def add(self, piece: str, at: int) -> bool:
        """Takes one more physical line; whether the next one belongs to it."""
        self.pieces.append((len(self.text), at))
        self.text = (self.text + piece).rstrip("\r\n")
        # a backslash that stood there before is none: two of them and an empty line end the record
        if len(self.text) <= self.last or self.text[-1] != "\\":
            return False
        self.text = self.text[:-1]
        self.last = len(self.text)
        self.backslashes.append(self.place(self.last))
        return True

    def place(self, index: int) -> int:
        """Where a character of the joined text stands in the file."""
        for first, at in reversed(self.pieces):
            if index >= first:
                return at + index - first
        return index


def _fields(joined: _Joined) -> list[Field]:
    text = joined.text
    if text.lstrip(" \t\r,")[:1] in ("", "#"):
        return []
    fields: list[Field] = []
    at = 0
    while at < len(text):
        field: Field = []
        comma = True
        while comma:
            word, at, comma = _token(joined, at)
            if word is None:
                break
            field.append(word)
        if field:
            fields.append(field)
    return fields


def _token(joined: _Joined, at: int) -> tuple[Token | None, int, bool]:
    """The next word, where to go on, and whether a comma ends it. A quote that never ends takes the rest."""
    text, size = joined.text, len(joined.text)
    while at < size and text[at] in " \t\r,":
        at += 1
    start = at
    word = ""
    initial = inside = pair = seen = False
    while at < size:
        char = text[at]
        if not inside and char in " \t\r,#":
            break
        if char != '"' or pair:
            word += char
        pair = not pair if inside and char == '"' else False
        if char == '"':
            inside = not inside
            seen = True
            initial = initial or not word
        at += 1
    token = Token(word, initial, joined.place(start), joined.place(at - 1) + 1) if seen or word else None
    comma = at < size and text[at] == ","
    return token, (size if at < size and text[at] == "#" else at), comma
