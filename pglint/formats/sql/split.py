"""A file of SQL as its statements, the commands of psql between them, and the marks of migration tools.

The text is cut as psql cuts it, whoever will run the file. What is filled in at the run is a hole (``holes``,
``tags``): its statement is read all the same, with something in its place that is known to be unknown.
"""

from __future__ import annotations

from pglint import regex
from pglint.facts import Fault
from pglint.formats.sql import holes, lexis, tags
from pglint.formats.sql.scanner import Cut, Scanner, blanked
from pglint.formats.sql.statement import Command, Marker, Statement
from pglint.formats.sql.tags import Tag
from pglint.formats.sql.words import words
from pglint.record import TYPE_CHECKING
from pglint.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.formats.sql.statement import Hole, Item
    from pglint.source import Source

_BRANCHES = {"if": "open", "elif": "middle", "else": "middle", "endif": "close"}


def read(source: Source) -> tuple[list[Item], list[Fault]]:
    """What the file consists of, in order (what stands inside a statement comes after it), and what psql refuses.

    Statements may still be wrong: ``parse.tree`` tells.
    """
    reader = _Reader(source)
    items = list(reader.items())
    return items, [] if reader.tags else list(_unbalanced(source, items))


def plain(source: Source, text: str) -> Iterator[tuple[int, int]]:
    """Where the statements of a stretch of SQL are, such as the body of a function: no psql there, and no marks."""
    for piece in Scanner(source, text, 0, len(text), psql=False).pieces():
        if isinstance(piece, Cut):
            yield piece.start, piece.end


class _Reader:
    """Reads one file. ``masked`` is its text with, for each character of a template's value, a letter it lacks."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.tags = tags.find(source.text)
        self.hidden = tags.hidden(source.text) if self.tags else "\ufdd0"
        self.masked = tags.without(source.text, self.tags, self.hidden) if self.tags else source.text
        self.holes = holes.any_in(source.text)
        self.at = 0  # the first tag that is not yet dealt with

    def items(self) -> Iterator[Item]:
        text = self.masked
        scanner = Scanner(self.source, text, 1 if text.startswith("\ufeff") else 0, len(text), self.hidden)
        for piece in scanner.pieces():
            if not isinstance(piece, Cut):
                yield from self._tags_before(piece.span.start)
                yield piece
                self._pass(piece.span.end)
            elif self.tags or piece.commands or scanner.escapes:
                yield from self._tags_before(piece.start)
                yield from self._statement(piece, scanner.escapes)
            else:
                yield self._plain(piece.start, piece.end)
        yield from self._tags_before(len(text))

    def _plain(self, start: int, end: int) -> Statement:
        """A statement without tags and commands in it."""
        text = self.masked[start:end]
        found: tuple[Hole, ...] = ()
        span, first = Span(self.source, start, end), words(text)
        if self.holes and holes.any_in(text):
            text, found = holes.filled(self.source, start, text, holes.find(text))
        return Statement(span, first, text, found)

    def _tags_before(self, end: int) -> Iterator[Marker]:
        """The tags between statements, as marks."""
        while self.at < len(self.tags) and self.tags[self.at].start < end:
            tag = self.tags[self.at]
            self.at += 1
            yield self._mark(tag)

    def _mark(self, tag: Tag) -> Marker:
        return Marker(Span(self.source, tag.start, tag.end), self.source.text[tag.start : tag.end])

    def _pass(self, end: int) -> None:
        while self.at < len(self.tags) and self.tags[self.at].start < end:
            self.at += 1

    def _statement(self, cut: Cut, escapes: bool) -> Iterator[Item]:
        start, end = cut.start, cut.end
        while self.at < len(self.tags) and self.tags[self.at].start == start and self._alone(self.tags[self.at], end):
            yield self._mark(self.tags[self.at])
            start = self._next(self.tags[self.at].end, end)
            self.at += 1
            yield from self._tags_before(start)
        if start >= end:
            return
        cut = cut._replace(start=start, end=self._closed(start, end))
        end = cut.end
        text, masked = (blanked(whole[start:end], start, cut.commands) for whole in (self.source.text, self.masked))
        places = list(holes.find(masked, escapes)) if holes.any_in(masked) else []
        if inside := self._inside(cut):
            places += holes.of_tags(masked, inside, escapes)
        filled, found = holes.filled(self.source, start, text, places) if places else (text, ())
        self._pass(end)
        span, first = Span(self.source, start, end), words(masked, self.hidden)
        if escapes and "\\" in filled and (given := lexis.with_escapes(filled)) != filled:
            yield Statement(span, first, given, found, -1)
        else:
            yield Statement(span, first, filled, found)

    def _alone(self, tag: Tag, end: int) -> bool:
        """Whether a value stands for statements of its own: alone on its line, or all that there is."""
        text = self.source.text
        line = max(text.rfind("\n", 0, tag.start), text.rfind("\r", 0, tag.start)) + 1
        before = self.masked[line : tag.start]
        after = regex.match(r"[ \t]*(?:[\r\n]|\Z)", text[tag.end : end])
        return not before.strip() and after is not None

    def _next(self, at: int, end: int) -> int:
        match = lexis.between(True).match(self.masked, at, end)
        return match.end() if match else at

    def _closed(self, start: int, end: int) -> int:
        """The end of a statement with the tags after it that close what opened in it."""
        depth = 0
        for index in range(self.at, len(self.tags)):
            tag = self.tags[index]
            if tag.start >= end and (depth <= 0 or self.masked[end : tag.end].strip()):
                break
            depth += {"open": 1, "close": -1}.get(tag.flow, 0)
            if tag.start >= end and depth <= 0:
                return tag.end
        return end

    def _inside(self, cut: Cut) -> list[Tag]:
        """The tags in a statement, psql's \\if … among them; counted from its start."""
        found = [
            Tag(command.span.start - cut.start, command.span.end - cut.start, _BRANCHES[command.name])
            for command in cut.commands
            if command.name in _BRANCHES
        ]
        for index in range(self.at, len(self.tags)):
            tag = self.tags[index]
            if tag.start >= cut.end:
                break
            found.append(Tag(tag.start - cut.start, tag.end - cut.start, tag.flow))
        return sorted(found)


def _unbalanced(source: Source, items: list[Item]) -> Iterator[Fault]:
    """\\if without \\endif and the like (src/bin/psql/command.c), in psql's own words."""
    open_: list[tuple[Span, bool]] = []
    for item in items:
        if not isinstance(item, Command) or item.name not in _BRANCHES:
            continue
        name = item.name
        if name == "if":
            open_.append((item.span, False))
        elif not open_:
            yield Fault("syntax-error", f"\\{name}: no matching \\if", item.span)
        elif name == "endif":
            open_.pop()
        elif open_[-1][1]:
            yield Fault("syntax-error", f"\\{name}: cannot occur after \\else", item.span)
        elif name == "else":
            open_[-1] = (open_[-1][0], True)
    for span, _ in open_:
        yield Fault("syntax-error", "reached EOF without finding closing \\endif(s)", span)
