"""Where each value of a TOML text stands, exact to the character.

tomli tells no positions, so the text is walked once more. It must be valid TOML already (tomli has read it): that
leaves nothing to judge here, only ends of values to find. Grammar: toml.io, versions 1.0 and 1.1.
"""

from __future__ import annotations

from pglint.record import NamedTuple
from pglint.source import Source, Span

Path = tuple[str | int, ...]
Extent = tuple[int, int]

BLANK = " \t"
SPACE = " \t\r\n"


class Places:
    """Spans by key path. An array's elements and the tables of an array of tables are numbered from 0.

    A table stands where it is opened: at its header, its inline value, or else where a header or key first names it.
    """

    def __init__(self, source: Source, root: Path = ()) -> None:
        self.source = source
        self.root = root
        self._walk = _Walk(source.text)
        self._walk.document()

    def value(self, path: Path) -> Span | None:
        return self._span(self._walk.values.get(self.root + path))

    def key(self, path: Path) -> Span | None:
        """The key as written (the last part of a dotted one); a table's header; None for an element."""
        return self._span(self._walk.keys.get(self.root + path))

    def written(self) -> list[tuple[Path, Span]]:
        """What is written, in its order, by key path: numbers, texts and lists of them, no tables."""
        depth, tables = len(self.root), {path[:-1] for path in self._walk.values if isinstance(path[-1], str)}
        found = []
        for path, extent in sorted(self._walk.values.items(), key=lambda item: item[1]):
            span = self._span(extent)
            listed = isinstance(path[-1], int) and path not in tables
            is_table = path in tables or (*path, 0) in tables
            if span and path[:depth] == self.root and not is_table and not listed:
                found.append((path[depth:], span))
        return found

    def _span(self, extent: Extent | None) -> Span | None:
        return Span(self.source, *extent) if extent else None


class _Key(NamedTuple):
    name: str
    start: int
    end: int


class _Walk:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.values: dict[Path, Extent] = {}
        self.keys: dict[Path, Extent] = {}
        self._last: dict[Path, int] = {}

    def document(self) -> None:
        table: Path = ()
        while self._skip(SPACE):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)

    def _skip(self, blanks: str) -> bool:
        """Over blanks and, where line ends are blanks, over comments. False at the end of the text."""
        text, size = self.text, len(self.text)
        while self.at < size:
            char = text[self.at]
            if char == "#" and "\n" in blanks:
                end = text.find("\n", self.at)
                self.at = size if end == -1 else end
            elif char not in blanks:
                return True
            else:
                self.at += 1
        return False

    def _header(self) -> Path:
        start = self.at
        array = self.text.startswith("[[", start)
        self.at += 2 if array else 1
        parts = self._dotted()
        self.at += 2 if array else 1
        path: Path = ()
        for part in parts:
            if path in self._last:
                path += (self._last[path],)
            path += (part.name,)
            self._first(path, (start, self.at))
        if array:
            self._last[path] = self._last.get(path, -1) + 1
            path += (self._last[path],)
        self.values[path] = self.keys[path] = (start, self.at)
        return path

    def _first(self, path: Path, extent: Extent) -> None:
        self.values.setdefault(path, extent)
        self.keys.setdefault(path, extent)

    def _dotted(self) -> list[_Key]:
        parts: list[_Key] = []
        while True:
            self._skip(BLANK)
            parts.append(self._key())
            self._skip(BLANK)
            if not self.text.startswith(".", self.at):
                return parts
            self.at += 1

    def _key(self) -> _Key:
        start = self.at
        quote = self.text[start]
        if quote in "\"'":
            self._string(quote)
            return _Key(_unquoted(self.text[start : self.at]), start, self.at)
        while self.at < len(self.text) and self.text[self.at] not in " \t.=]":
            self.at += 1
        return _Key(self.text[start : self.at], start, self.at)

    def _pair(self, table: Path) -> None:
        path = table
        for part in self._dotted():
            path += (part.name,)
            self._first(path, (part.start, part.end))
        self.at += 1  # the equals sign
        self._skip(BLANK)
        self._value(path)

    def _value(self, path: Path) -> None:
        start = self.at
        char = self.text[start]
        if char in "\"'":
            self._string(char)
        elif char == "[":
            self._array(path)
        elif char == "{":
            self._inline(path)
        else:
            self._bare()
        self.values[path] = (start, self.at)

    def _string(self, quote: str) -> None:
        """Past a string of any of the four kinds; an escape only counts in the double-quoted ones."""
        text = self.text
        close = quote * 3 if text.startswith(quote * 3, self.at) else quote
        self.at += len(close)
        while not text.startswith(close, self.at):
            self.at += 2 if quote == '"' and text[self.at] == "\\" else 1
        self.at += len(close)
        if len(close) == 3:  # up to two quotes may stand before the closing three
            for _ in range(2):
                self.at += text.startswith(quote, self.at)

    def _array(self, path: Path) -> None:
        self.at += 1
        index = 0
        while self._skip(SPACE + ",") and self.text[self.at] != "]":
            self._value((*path, index))
            index += 1
        self.at += 1

    def _inline(self, path: Path) -> None:
        self.at += 1
        while self._skip(SPACE + ",") and self.text[self.at] != "}":
            self._pair(path)
        self.at += 1

    def _bare(self) -> None:
        start, size = self.at, len(self.text)
        while self.at < size and self.text[self.at] not in ",]}#\r\n":
            self.at += 1
        self.at = start + len(self.text[start : self.at].rstrip(BLANK))


def _unquoted(key: str) -> str:
    if "\\" not in key or key[0] == "'":
        return key[1:-1]
    import tomli

    return str(tomli.loads(f"key = {key}")["key"])
