"""postgresql.conf, as the server's own lexer reads it (src/backend/utils/misc/guc-file.l, the same from 10 to 18).

The server reads bytes, and takes every byte above 127 for a letter; so does this reader with characters. A no-break
space or a byte order mark is therefore part of a name, as it is for the server.
"""

from __future__ import annotations

from pglint.facts import Fault, Include, Setting
from pglint.formats import templates
from pglint.formats.postgresql_conf_kind import looks_like
from pglint.formats.postgresql_conf_lexer import Token, ascii_lower, letters_of, lines, string_value, tokens
from pglint.formats.templates import is_template
from pglint.record import TYPE_CHECKING
from pglint.source import Span
from pglint.values import Unknown

if TYPE_CHECKING:
    from pglint.facts import Item
    from pglint.source import Source

__all__ = ["BRANCHES", "DIRECTIVES", "PLACEHOLDER", "is_template", "looks_like", "read"]

DIRECTIVES = ("include", "include_if_exists", "include_dir")
PLACEHOLDER = "placeholder"
"""The directive of an Include that stands for a template placeholder in the place of a name: it may set anything."""

BRANCHES = "stands in a template with branches"
"""Why a value of such a template is unknown."""

Line = Setting | Include | Fault
"""What one line of the file is."""

_MAX_ERRORS = 100
_VALUES = ("id", "string", "number", "unquoted")


def read(source: Source) -> list[Item]:
    """The settings, includes and syntax errors of one file, in its order.

    After a syntax error the next line is read, up to 100 errors, where the server gives up. A value with a template
    placeholder is Unknown. In a template with branches nothing is a fault, and every value is Unknown.
    """
    branches = is_template(source)
    marked = branches or templates.may_have_placeholders(source.text)
    letters = letters_of(source.text)
    items: list[Item] = []
    errors = 0
    for start, line in lines(templates.without_flow(source.text) if branches else source.text):
        if marked and (places := templates.placeholders(line)):
            item: Line | None = _filled(source, start, line, letters, places)
        else:
            item = _simple(source, start, line) or _plain(source, start, line, letters)
        if branches:
            item = _in_branches(source, start, line, letters, item)
        if isinstance(item, Fault):
            errors += 1
            items.append(item)
            if errors == _MAX_ERRORS:
                items.append(item._replace(text="too many syntax errors found, the server gives this file up here"))
                break
        elif item is not None:
            items.append(item)
    return items


def _plain(source: Source, start: int, line: str, letters: str) -> Line | None:
    """One line without placeholders: ``name [=] value`` and nothing after it, or a fault."""
    stream = tokens(line, letters)
    name = next(stream, None)
    if name is None:
        return None
    if name.kind not in ("id", "qualified"):
        return _near(source, start, line, name)
    value = next(stream, None)
    if value is not None and value.kind == "equals":
        value = next(stream, None)
    if value is None or value.kind not in _VALUES:
        return _near(source, start, line, value)
    after = next(stream, None)
    if after is not None:
        return _near(source, start, line, after)
    written = line[value.start : value.end]
    quoted = value.kind == "string"
    return _item(source, start, line, name, value, string_value(written) if quoted else written, quoted)


def _simple(source: Source, start: int, line: str) -> Line | None:
    """The usual shapes of ``name = value`` without the lexer, which takes four times as long; None: not one of them."""
    left, _, right = line.partition("=")
    name = left.strip(" \t\r")
    if not (name.isascii() and name.isidentifier()):
        return None
    value = right.lstrip(" \t\r")
    value_at = len(line) - len(value)
    quoted = value[:1] == "'"
    if quoted:
        end = value.find("'", 1) + 1
        if not end or value[end : end + 1] == "'" or "\\" in value[:end] or "\0" in value[:end]:
            return None
        after = value[end:].lstrip(" \t\r")
        if after and after[0] != "#":
            return None
        meaning = value[1 : end - 1]
    else:
        meaning = value.partition("#")[0].rstrip(" \t\r")
        letters = meaning.lstrip("0123456789")
        if not (meaning.isascii() and (meaning.isidentifier() or (meaning and (not letters or letters.isalpha())))):
            return None
        end = len(meaning)
    name_at = len(left) - len(left.lstrip(" \t\r"))
    lexed = Token("id", name_at, name_at + len(name))
    return _item(source, start, line, lexed, Token("value", value_at, value_at + end), meaning, quoted)


def _item(
    source: Source, start: int, line: str, name: Token, value: Token, meaning: str | Unknown, quoted: bool
) -> Setting | Include:
    word = ascii_lower(line[name.start : name.end])
    span = Span(source, start + name.start, start + value.end)
    if word in DIRECTIVES:
        return Include(word, meaning, span)
    name_span = Span(source, start + name.start, start + name.end)
    return Setting(word, meaning, span, name_span, Span(source, start + value.start, start + value.end), quoted)


def _near(source: Source, start: int, line: str, token: Token | None) -> Fault:
    """The server's complaint about a line at the token where it stopped; None is the end of the line."""
    if token is None:
        first = len(line) - len(line.lstrip(" \t\r"))
        end = len(line.partition("#")[0].rstrip(" \t\r"))
        span = Span(source, start + first, start + end)
        return Fault("syntax-error", "syntax error near end of line", span)
    span = Span(source, start + token.start, start + token.end)
    # an unquoted password is a syntax error too, and the token a part of it
    shown = "***" if "pass" in line.lower() else span.text
    return Fault("syntax-error", f'syntax error near token "{shown}"', span, value=shown)


def _filled(source: Source, start: int, line: str, letters: str, places: list[tuple[int, int]]) -> Line | None:
    """One line with placeholders, each read as if a word stood there."""
    masked = templates.masked(line, places)
    lexed = list(tokens(masked, letters))
    places = [place for place in places if lexed and place[0] < lexed[-1].end]
    if not places:
        return _plain(source, start, line, letters)  # they stand in the comment
    name = lexed[0]
    begin, end = places[0]
    if begin < name.end:
        if templates.only_comments(line[begin:end]):
            return None
        span = Span(source, start + begin, start + end)
        return Include(PLACEHOLDER, templates.filled_in(span), span)
    unknown = templates.filled_in(Span(source, start + begin, start + end))
    item = _plain(source, start, masked, letters)
    if item is None or isinstance(item, Fault):
        return _from_rest(source, start, masked, name, lexed[-1].end, unknown)
    return item._replace(target=unknown) if isinstance(item, Include) else item._replace(value=unknown)


def _from_rest(source: Source, start: int, masked: str, name: Token, end: int, unknown: Unknown) -> Line | None:
    """A line that does not lex with words for its placeholders: what they bring may well mend it."""
    rest = masked[name.end : end].lstrip(" \t=")
    if name.kind not in ("id", "qualified") or not rest:
        return None
    return _item(source, start, masked, name, Token("unquoted", end - len(rest), end), unknown, False)


def _in_branches(source: Source, start: int, line: str, letters: str, item: Line | None) -> Line | None:
    """A line of a template with branches: its name at most; ``line`` has blanks where control tags stand."""
    if isinstance(item, Fault) and source.text[start : start + len(line)] != line:
        lexed = list(tokens(line, letters))
        item = _from_rest(source, start, line, lexed[0], lexed[-1].end, Unknown(BRANCHES)) if lexed else None
    if isinstance(item, Setting):
        return item._replace(value=Unknown(BRANCHES, item.value_span))
    if isinstance(item, Include):
        return item._replace(target=Unknown(BRANCHES, item.span))
    return None
