"""The meta-commands of psql, as its second lexer reads them (src/bin/psql/psqlscanslash.l, command.c).

A command ends with its line, or where the next backslash stands; ``\\\\`` ends it and is part of it.
"""

from __future__ import annotations

from pglint import regex
from pglint.formats.sql.lexis import BLANKS
from pglint.formats.sql.statement import Command
from pglint.source import Source, Span
from pglint.values import Unknown

SENDS = frozenset(("g", "gx", "gset", "gexec", "gdesc", "watch", "crosstabview", "parse", "sendpipeline"))
"""The commands that send what was typed so far, as a semicolon does."""

DROPS = frozenset(("r", "reset"))
"""The commands that throw away what was typed so far."""

# The names of src/bin/psql/command.c, up to PostgreSQL 18.
_WHOLE_LINE = frozenset(("copy", "!", "h", "help", "ef", "ev", "sf", "sf+", "sv", "sv+"))
_PIPES = frozenset(("g", "gx", "o", "out", "w", "write"))
_KEEPS_SEMICOLON = frozenset(
    ("set", "echo", "qecho", "warn", "prompt", "pset", "bind", "if", "elif", "setenv", "unset")
)
_NAMES = frozenset(("c", "connect", "password"))

_OTHERS = frozenset(
    (
        "?", "C", "H", "T", "a", "bind_named", "cd", "close", "close_prepared", "conninfo", "copyright", "e", "edit",
        "else", "encoding", "endif", "endpipeline", "errverbose", "f", "flush", "flushrequest", "getenv", "getresults",
        "html", "i", "include", "include_relative", "ir", "lo_export", "lo_import", "lo_list", "lo_unlink", "p",
        "print", "q", "quit", "restrict", "s", "startpipeline", "sync", "syncpipeline", "t", "timing",
        "unrestrict", "x",
    )
)  # fmt: skip
_LISTS = regex.compile(r"d\w*\+?\w*|(?:l|list|z)[Sx+]*")
_KNOWN = SENDS | DROPS | _WHOLE_LINE | _PIPES | _KEEPS_SEMICOLON | _NAMES | _OTHERS

_NAME = regex.compile(rf"!|[^{BLANKS}\\]*")
_PART = regex.compile(
    r"(?P<single>'(?:''|\\.|[^'\\])*')|(?P<double>\"[^\"]*\")|(?P<shell>`[^`]*`)|(?P<never>['\"`].*)"
    r"|(?P<variable>:(?:\w+|'\w+'|\"\w+\"|\{\?\w+\}))"
    rf"|(?P<plain>[^{BLANKS}\\])"
)
_ESCAPE = regex.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|(.))|''")
_LETTERS = {"n": "\n", "t": "\t", "b": "\b", "r": "\r", "f": "\f"}


def command(source: Source, text: str, at: int, end: int, hidden: str) -> tuple[Command, int]:
    """The command at the backslash ``at``, and where reading goes on.

    ``text`` is the source's with ``hidden`` in the place of each character that a template fills in.
    """
    newline = text.find("\n", at, end)
    stop = end if newline == -1 else newline
    if text[at + 1 : at + 2] in (";", ":") or text.startswith("\\\\", at):
        return Command(Span(source, at, at + 2), text[at + 1], ()), at + 2
    match = _NAME.match(text, at + 1, stop)
    assert match
    name, after = match.group(), match.end()
    rest = text[after:stop].strip(BLANKS) if name in _WHOLE_LINE or name in _PIPES else ""
    if name in _WHOLE_LINE or rest.startswith("|"):
        last = after + len(text[after:stop].rstrip(BLANKS))
        whole = _unknown(source, last - len(rest), last) if hidden in rest else rest
        return Command(Span(source, at, last), name, (whole,) if rest else ()), stop
    if name not in _KNOWN and not _LISTS.fullmatch(name):
        # psql says "invalid command", and throws the rest of the line away
        return Command(Span(source, at, stop), name, ()), stop
    values, last, after = _arguments(source, text, after, stop, name, hidden)
    after += 2 if text.startswith("\\\\", after, stop) else 0
    return Command(Span(source, at, last), name, tuple(values)), after


def _arguments(
    source: Source, text: str, at: int, stop: int, name: str, hidden: str
) -> tuple[list[str | Unknown], int, int]:
    """The arguments, where the last one ends, and where reading goes on."""
    values: list[str | Unknown] = []
    last = at
    while True:
        while at < stop and text[at] in BLANKS:
            at += 1
        if at >= stop or text[at] == "\\":
            return values, last, at
        start = at
        at, value = _argument(text, at, stop, name)
        if at == -1:  # a quote without an end: psql complains, and goes on with the next line
            return values, stop, stop
        if value is None or hidden in value:
            values.append(_unknown(source, start, at))
        elif value or text[start] == "'":
            values.append(value)
        last = at


def _argument(text: str, at: int, stop: int, name: str) -> tuple[int, str | None]:
    """Where an argument ends (-1: never), and its value: None where a variable or a shell command stands in it."""
    url = "://" in text[at:stop].split(None, 1)[0]
    value: str | None = ""
    loose = 0
    while part := _PART.match(text, at, stop):
        written, kind, at = part.group(), part.lastgroup, part.end()
        if kind == "single":
            written = _ESCAPE.sub(_unescaped, written[1:-1])
        elif kind == "double" and name in _NAMES:
            written = written[1:-1]
        elif kind == "shell" or (kind == "variable" and not url):
            value = None
        elif kind == "never":
            return -1, None
        loose = loose + 1 if written == ";" and kind == "plain" else 0
        value = value if value is None else value + written
    if loose and value is not None and name not in _KEEPS_SEMICOLON:
        value = value[:-loose]
    return at, value


def _unescaped(match: regex.Match[str]) -> str:
    octal, hexadecimal, letter = match.groups()
    if octal:
        return chr(int(octal, 8) % 256)
    if hexadecimal:
        return chr(int(hexadecimal, 16))
    return _LETTERS.get(letter, letter) if letter else "'"


def _unknown(source: Source, start: int, end: int) -> Unknown:
    span = Span(source, start, end)
    return Unknown(f'"{span.text}" is filled in when psql runs the file', span)
