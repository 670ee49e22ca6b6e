"""A file of native syntax as blocks and attributes (HCL Native Syntax Specification, Structural Elements).

Most lines of real files have one of three forms, which one pattern takes whole: a name with a plain value, the head of
a block, a closing brace. The rest is read word by word, after ``hclsyntax/parser.go``. Expressions are only measured.
"""

from __future__ import annotations

import re

from pglint.facts import Fault
from pglint.formats.hcl import complaints
from pglint.formats.hcl.expressions import parse
from pglint.formats.hcl.lexis import MOST_DEPTH, QUOTED, token
from pglint.formats.hcl.syntax import Block, Body, Expression, Setter, SyntaxFault
from pglint.formats.hcl.templates import unescaped
from pglint.formats.hcl.tokens import Tokens
from pglint.record import TYPE_CHECKING
from pglint.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = r"[A-Za-z_][-A-Za-z0-9_]*+"
PLAIN = r'"[^"\\$%\r\n\udc80-\udcff]*+"'
LINE_END = r"[ \t]*+(?:(?:#|//)[^\n]*+)?(?:\r?\n|\Z)"
BLANK = r"(?:[ \t]++|\r?\n|(?:#|//)[^\n]*+)*+"
ITEM = re.compile(
    rf"{BLANK}(?:"
    rf"({NAME})[ \t]*+=[ \t]*+({PLAIN}|[0-9]++|{NAME}(?:\.{NAME})*+){LINE_END}"
    rf"|({NAME})((?:[ \t]++(?:{PLAIN}|{NAME}))*+)[ \t]*+(\{{){LINE_END}"
    rf"|(\}}){LINE_END})"
)
BLANKS = re.compile(BLANK)
LABEL = re.compile(rf"{PLAIN}|{NAME}")
TOP_LEVEL = re.compile(
    r"^(?:resource|data|ephemeral|variable|locals|module|provider|output|terraform|moved|import|removed|check)"
    r'[ \t]*+(?:(?:"[^"\n]*+"|[\w-]++)[ \t]*+)*+\{',
    re.MULTILINE,
)
# Each may cost a look at all that follows; files with more faults than this are not worth it.
MOST_RECOVERIES = 20


def read(source: Source) -> tuple[Body, list[Fault]]:
    """The body of a .tf or .tfvars file, and what Terraform says of it first if it refuses it.

    After a fault it goes on with the next block that begins in column 1 and is one of a module's; what follows in a
    .tfvars file stays unread. The block with the fault is left out: what it lacks cannot be told from what was not
    read. So is the block before a closing brace too many, which may have ended too early. Only a name that is set
    twice leaves its block whole, with the first value.
    """
    return _Reader(source).read()


class _Frame:
    """A block that is open (the outermost is the file): its head and what it holds so far."""

    __slots__ = ("blocks", "brace", "end", "labels", "setters", "start", "type")

    def __init__(self, type_: str, labels: tuple[str, ...], start: int, end: int, brace: int) -> None:
        self.type = type_
        self.labels = labels
        self.start = start
        self.end = end
        self.brace = brace
        self.setters: dict[str, Setter] = {}
        self.blocks: list[Block] = []

    def body(self) -> Body:
        return Body(self.setters, tuple(self.blocks))


def _setters(body: Body) -> Iterator[Setter]:
    """All attributes of a body and of the blocks in it."""
    yield from body.setters.values()
    for block in body.blocks:
        yield from _setters(block.body)


class _Reader:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.text = source.text
        self.limit = len(source.text)
        self.frames = [_Frame("", (), 0, 0, 0)]
        self.faults: list[Fault] = []
        self.recoveries = 0
        self.last: Setter | None = None

    def read(self) -> tuple[Body, list[Fault]]:
        at = 1 if self.text.startswith("\ufeff") else 0
        while at < self.limit:
            self.begun = at
            try:
                self._body(at)
                at = self.limit
            except SyntaxFault as fault:
                self._report(fault)
                at = self._resume(self.begun + 1)
        return self.frames[0].body(), self.faults

    def _report(self, fault: SyntaxFault) -> None:
        if not self.faults:
            fault = self._earlier() or fault
            span = Span(self.source, fault.offset, self._word_end(fault.offset))
            self.faults.append(Fault("syntax-error", fault.text, span))

    def _earlier(self) -> SyntaxFault | None:
        """The first fault in brackets and strings so far, which were skipped: it may be what led to the one at hand."""
        setters = [self.last] if self.last else []
        for frame in self.frames:
            setters += _setters(frame.body())
        for expression in sorted((setter.expression for setter in setters), key=lambda found: found.start):
            try:
                expression.node()
            except SyntaxFault as fault:
                return fault
        return None

    def _word_end(self, at: int) -> int:
        """Past the token at a place; a line end is not part of it."""
        try:
            kind, start, end = token(self.text, at, self.limit, lines=True)
        except SyntaxFault:
            return at + 1 if at < self.limit else at
        return at if kind == "newline" or start > at else end

    def _resume(self, at: int) -> int:
        """Where reading goes on after a fault in what began before ``at``; what is open there is given up."""
        del self.frames[1:]
        self.recoveries += 1
        if self.recoveries > MOST_RECOVERIES:
            return self.limit
        found = TOP_LEVEL.search(self.text, at)
        return found.start() if found else self.limit

    def _body(self, at: int) -> None:
        """Read to the end of the file. Raises SyntaxFault, with ``begun`` at what it stands in."""
        match, text, source = ITEM.match, self.text, self.source
        while True:
            found = match(text, at)
            if found is None:
                at = self._other(at)
                if at < 0:
                    return
                continue
            at = found.end()
            which = found.lastindex
            if which == 2:
                start, end = found.span(1)
                value = Expression(source, found.start(2), found.end(2), parse)
                self._set(Setter(found[1], Span(source, start, end), value))
            elif which == 5:
                labels = tuple(label.strip('"') for label in LABEL.findall(found[4]))
                self._open(_Frame(found[3], labels, found.start(3), found.end(4), found.start(5)))
            else:
                self._close(found.start(6))

    def _set(self, setter: Setter) -> None:
        setters = self.frames[-1].setters
        before = setters.setdefault(setter.name, setter)
        if before is not setter:
            text = complaints.REDEFINED.format(name=setter.name, line=before.name_span.line)
            self._report(SyntaxFault(text, setter.name_span.start))

    def _open(self, frame: _Frame) -> None:
        if self.faults and TOP_LEVEL.match(self.text, frame.start):
            # The block around it was never closed: that is the fault, and known.
            del self.frames[1:]
        if len(self.frames) == 1:
            self.begun = frame.start
        if len(self.frames) > MOST_DEPTH:
            raise SyntaxFault(complaints.DEPTH, frame.start)
        self.frames.append(frame)

    def _close(self, brace: int) -> None:
        if len(self.frames) == 1:
            self.begun = brace
            self._report(SyntaxFault(complaints.ITEM, brace))
            del self.frames[0].blocks[-1:]
            raise SyntaxFault(complaints.ITEM, brace)
        frame = self.frames.pop()
        span = Span(self.source, frame.start, frame.end)
        self.frames[-1].blocks.append(Block(frame.type, frame.labels, span, brace + 1, frame.body()))

    def _token(self, at: int) -> tuple[str, int, int]:
        return token(self.text, at, self.limit, lines=True)

    def _other(self, at: int) -> int:
        """Read an item of another form; the place behind it, or -1 at the end of the file."""
        blank = BLANKS.match(self.text, at)
        kind, start, end = self._token(blank.end() if blank else at)
        if len(self.frames) == 1:
            self.begun = start
        if kind == "newline":
            return end
        if kind == "end":
            if len(self.frames) > 1:
                raise SyntaxFault(complaints.BLOCK_END, self.frames[-1].brace)
            return -1
        if kind == "}":
            self._close(start)
            return self._line_end(end, complaints.BLOCK_AFTER)
        if kind != "word":
            raise SyntaxFault(complaints.ITEM_QUOTED if kind == "quote" else complaints.ITEM, start)
        following, _, after = self._head_token(end)
        if following == "=":
            setter, stop = self._setter(start, end, after)
            after = self._line_end(stop, complaints.ITEM_AFTER)
            self._set(setter)
            return after
        if following in ("quote", "word", "{"):
            return self._block(start, end)
        raise SyntaxFault(complaints.ITEM_EQUALS, start)

    def _line_end(self, at: int, complaint: str) -> int:
        kind, start, end = self._token(at)
        if kind in ("newline", "end"):
            return end
        if kind == "," and complaint is complaints.ITEM_AFTER:
            complaint = complaints.ITEM_COMMA
        raise SyntaxFault(complaint, start)

    def _setter(self, start: int, end: int, at: int) -> tuple[Setter, int]:
        """The attribute whose name stands at ``start`` to ``end``, its value from ``at``; and the place behind it."""
        try:
            tokens = Tokens(self.text, at, self.limit, lines=True, shallow=True)
        except SyntaxFault:
            # Which fault comes first only a look into the brackets tells.
            Tokens(self.text, at, self.limit, lines=True)
            raise
        expression = Expression(self.source, tokens.starts[0], tokens.end, parse)
        self.last = Setter(self.text[start:end], Span(self.source, start, end), expression)
        return self.last, tokens.stop

    def _block(self, start: int, end: int) -> int:
        type_, labels, kind = self.text[start:end], [], ""
        head = end
        while kind != "{":
            kind, first, end = self._head_token(head)
            if kind in ("word", "quote"):
                labels.append(self._label(first, end) if kind == "quote" else self.text[first:end])
                head = end
            elif kind != "{":
                complaint = {"=": complaints.BLOCK_EQUALS, "newline": complaints.BLOCK_LINE}.get(kind)
                raise SyntaxFault(complaint or complaints.BLOCK_LABEL, first)
        self._open(_Frame(type_, tuple(labels), start, head, first))
        kind, first, _ = self._token(end)
        return end if kind in ("newline", "end", "}") else self._single(end)

    def _head_token(self, at: int) -> tuple[str, int, int]:
        try:
            return self._token(at)
        except SyntaxFault as fault:
            if fault.text != complaints.STRING_END:
                raise
            raise SyntaxFault(complaints.BLOCK_LABEL, fault.offset) from None

    def _label(self, start: int, end: int) -> str:
        stop = QUOTED.match(self.text, start + 1, end - 1)
        if stop and stop.end() < end - 1:
            raise SyntaxFault(complaints.BLOCK_TEMPLATE, stop.end())
        return unescaped(self.text, start + 1, end - 1)

    def _single(self, at: int) -> int:
        """The one attribute of a block on one line, and the closing brace."""
        kind, start, end = self._token(at)
        if kind != "word":
            raise SyntaxFault(complaints.ITEM, start)
        following, _, after = self._token(end)
        if following != "=":
            block = following in ("quote", "word", "{")
            raise SyntaxFault(complaints.LINE_BLOCK if block else complaints.ITEM_EQUALS, start)
        setter, stop = self._setter(start, end, after)
        kind, start, end = self._token(stop)
        if kind == "end":
            raise SyntaxFault(complaints.BLOCK_END, self.frames[-1].brace)
        if kind != "}":
            complaint = {",": complaints.LINE_COMMA, "newline": complaints.LINE_NEWLINE}.get(kind)
            raise SyntaxFault(complaint or complaints.LINE_AFTER, start)
        self._set(setter)
        self._close(start)
        return self._line_end(end, complaints.BLOCK_AFTER)
