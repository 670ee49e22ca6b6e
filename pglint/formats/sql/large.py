"""Large files, such as dumps, without the rows in them: what is left is read like any other file.

A dump of 200 MB is a few hundred kB of statements between rows. The rows (INSERT of values, large objects, the lines
after COPY … FROM STDIN) are passed over while the file is read, so that it is never in memory as a whole. Lines and
columns stay those of the file. Of INSERTs in a row the beginning of the first is kept, up to VALUES: a file that holds
rows and one other statement is still a file of several statements.
"""

from __future__ import annotations

from pglint import regex
from pglint.formats.sql import dialect, lexis
from pglint.formats.sql.dump import is_dump
from pglint.formats.sql.scanner import Cut, Scanner
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.source import Source
from pglint.tree import decode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

CHUNK = 4 * 1024 * 1024
"""How many bytes are read at once, unless a statement is longer."""

LONGEST = 8 * 1024 * 1024
"""The longest statement, in characters, that is waited for."""

MOST = 2 * 1024 * 1024
"""How much is kept of a file, in characters."""

MOST_OF_DUMP = 16 * 1024 * 1024
"""How much is kept of a dump, few of whose statements matter."""

_COPY = regex.compile(r"^copy\b[^;]*\bfrom\s+stdin\b", regex.IGNORECASE | regex.MULTILINE)
_LARGE_OBJECT = regex.compile(r"select\s+(?:pg_catalog\.)?(?:lowrite|lo_put)\b", regex.IGNORECASE)


class Piece(NamedTuple):
    """A stretch that is kept: where it starts in the text that is left, and its line and column in the file."""

    start: int
    line: int
    column: int


class Excerpt(Source):
    """A file without its rows: ``text`` is what is left of it, lines and columns are those of the file.

    ``unread`` tells why it was not read to its end, and is empty where it was.
    """

    __slots__ = ("_lines", "pieces", "unread")

    def __init__(self, path: str, text: str, pieces: list[Piece], unread: str = "") -> None:
        super().__init__(path, text)
        self.pieces = pieces
        self.unread = unread
        self._lines: dict[int, str] | None = None

    def starts(self) -> list[int]:
        """Where each line of the file starts; one of which nothing is left, where the next stretch does.

        A line whose first characters are missing starts as many characters before what is left of it.
        """
        if self._starts is None:
            starts: list[int] = []
            for piece, end in self._stretches():
                del starts[piece.line - 1 :]
                starts += [piece.start] * (piece.line - 1 - len(starts))
                starts.append(piece.start - piece.column + 1)
                at = self.text.find("\n", piece.start, end)
                while at != -1:
                    starts.append(at + 1)
                    at = self.text.find("\n", at + 1, end)
            self._starts = starts
        return self._starts

    def position(self, offset: int) -> tuple[int, int]:
        first, after = 0, len(self.pieces)
        while first + 1 < after:
            middle = (first + after) // 2
            if self.pieces[middle].start <= offset:
                first = middle
            else:
                after = middle
        piece = self.pieces[first]
        return _moved(piece.line, piece.column, self.text, piece.start, offset)

    def line(self, number: int) -> str:
        """What is left of a line, with blanks for what is not."""
        if self._lines is None:
            self._lines = {}
            for piece, end in self._stretches():
                for index, line in enumerate(self.text[piece.start : end].split("\n"), piece.line):
                    before = self._lines.get(index, "")
                    self._lines[index] = before.ljust(piece.column - 1 if index == piece.line else 0) + line
        return self._lines.get(number, "").rstrip("\r")

    def _stretches(self) -> Iterator[tuple[Piece, int]]:
        """What is left, each with its end."""
        ends = [*(piece.start for piece in self.pieces[1:]), len(self.text)]
        return zip(self.pieces, ends, strict=True)


def excerpt(path: str, stream: BinaryIO) -> Source:
    """The file without its rows; of another database's, only as much as tells that. Raises Unreadable for what is no
    text.
    """
    reader = _Reader(stream)
    rows = _COPY.search(reader.text)
    head = reader.text[: min(dialect.LOOKED_AT, rows.start() if rows else len(reader.text))]
    if dialect.foreign(Source(path, head)):
        return Excerpt(path, head, reader.pieces)
    while reader.passed():
        pass
    return Excerpt(path, "".join(reader.kept), reader.pieces, reader.unread)


def _moved(line: int, column: int, text: str, start: int, end: int) -> tuple[int, int]:
    """The line and column at ``end``, if those at ``start`` are given."""
    lines = text.count("\n", start, end)
    return (line + lines, end - text.rfind("\n", start, end)) if lines else (line, column + end - start)


class _Copies(Scanner):
    """A scanner that stops where the lines of COPY begin: ``data`` is how many times they end."""

    data = 0

    def _skip_data(self, times: int) -> None:
        self.copies = 0
        line = self.text.find("\n", self.position, self.end)
        self.position = self.end if line == -1 else line + 1
        self.data = times


class _Reader:
    """``text`` is the part of the file in hand; what is before ``at`` is done with."""

    def __init__(self, stream: BinaryIO) -> None:
        import codecs

        self.stream = stream
        self.decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self.text = ""
        self.at = 0
        self.ended = False
        self.line = self.column = 1
        self.kept: list[str] = []
        self.length = 0
        self.pieces = [Piece(0, 1, 1)]
        self.whole = True  # whether nothing is missing before ``at``
        self.escapes = False
        self.unread = ""
        self.most = MOST
        first = stream.read(CHUNK)
        decode(first)  # refuses what is no text
        self._add(first)
        if self.text.startswith("\ufeff"):
            self._keep(1)
        if is_dump(self.text):
            self.most = MOST_OF_DUMP

    def passed(self) -> bool:
        """Go on by what is in hand; False at the end of the file."""
        before = self.at
        scanner = _Copies(Source("", ""), self.text, self.at, len(self.text))
        scanner.escapes = self.escapes
        for piece in scanner.pieces():
            if scanner.position >= len(self.text) and not self.ended:
                break  # there may be more of it
            self.escapes = scanner.escapes
            if isinstance(piece, Cut) and self._is_rows(piece):
                self._pass_rows(piece, scanner)
            elif scanner.data:
                self._keep(scanner.position)
                self._pass_data(scanner.data)
                return not self.unread
            elif scanner.position > self.at:
                self._keep(scanner.position)
            if self.unread:
                return False
        if self.ended:
            self._keep(len(self.text))
            return False
        if len(self.text) - self.at > LONGEST:
            blanks = lexis.between(True).match(self.text, self.at)
            line, _ = _moved(self.line, self.column, self.text, self.at, blanks.end() if blanks else self.at)
            self.unread = f"a statement at line {line} is longer than {LONGEST // 1048576} MB, the rest is not read"
            return False
        self._read(len(self.text) if self.at == before else CHUNK)
        return True

    def _is_rows(self, cut: Cut) -> bool:
        return any(each.match(self.text, cut.start, cut.end) for each in (lexis.insert(), _LARGE_OBJECT))

    def _pass_rows(self, cut: Cut, scanner: Scanner) -> None:
        """Drop a statement of rows, and INSERTs after it."""
        insert = lexis.insert().match(self.text, cut.start, cut.end)
        self._keep(insert.end() if insert else cut.start)
        after = scanner.position
        if insert and self.text.startswith(";", after - 1):
            self._drop(after - 1)
            self._keep(after)
        run = lexis.rows(self.escapes).match(self.text, after)
        scanner.position = run.end() if run else after
        self._drop(scanner.position)

    def _pass_data(self, times: int) -> None:
        """Drop lines up to one that is \\., which is kept, as often as they end."""
        while times:
            close = self._end_of_data()
            if close != -1:
                self._drop(close)
                self._keep(close + 2)
                times -= 1
            elif self.ended:
                self._drop(len(self.text))
                return
            else:
                self._drop(max(self.at, self.text.rfind("\n", self.at) + 1))
                self._read(CHUNK)

    def _end_of_data(self) -> int:
        """Where the next line starts that is \\. and whose end is in hand; -1 where there is none."""
        at = self.at - 1
        while (at := self.text.find("\\.", at + 1)) != -1:
            after = self.text.find("\n", at)
            if after == -1 and not self.ended:
                return -1
            line = self.text[at + 2 : after if after != -1 else len(self.text)]
            if not line.strip() and (self.text[at - 1] == "\n" if at > self.at else self.column == 1):
                return at
        return -1

    def _read(self, size: int) -> None:
        self.text = self.text[self.at :]
        self.at = 0
        self._add(self.stream.read(max(size, CHUNK)))

    def _add(self, data: bytes) -> None:
        self.ended = not data
        self.text += self.decoder.decode(data, final=self.ended)

    def _keep(self, end: int) -> None:
        if end <= self.at:
            return
        if not self.whole:
            self.pieces.append(Piece(self.length, self.line, self.column))
            self.whole = True
        self.kept.append(self.text[self.at : end])
        self.length += end - self.at
        if self.length > self.most:
            self.unread = f"without its rows it has more than {self.most // 1048576} MB, the rest is not read"
        self.line, self.column = _moved(self.line, self.column, self.text, self.at, end)
        self.at = end

    def _drop(self, end: int) -> None:
        self.whole = self.whole and end <= self.at
        self.line, self.column = _moved(self.line, self.column, self.text, self.at, end)
        self.at = end
