"""What is inside functions, procedures and DO blocks: the statements of their bodies, with their places."""

from __future__ import annotations

from pglint.formats.sql import lexis, parse, plpgsql
from pglint.formats.sql.places import exact, hole_at, in_file, part
from pglint.formats.sql.split import plain
from pglint.formats.sql.statement import Statement
from pglint.formats.sql.words import words
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.source import Span
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

DYNAMIC = "EXECUTE of a text that is put together when it runs"


class Inner(NamedTuple):
    """One thing that a body has the server run.

    ``kind``: sql, perform and expression (``what`` is a SELECT of it), execute (``what`` is what EXECUTE's literal
    says; Unknown where it is no literal). ``certain``: it runs whenever the body does, not in a branch, a loop or a
    handler. ``caught``: an error of it ends in an EXCEPTION clause, which undoes its block.
    """

    what: Statement | Unknown
    kind: str
    certain: bool = True
    caught: bool = False


class Body(NamedTuple):
    """A body: its language in lower case, and where it stands in the text of its statement. Without a place, ``text``
    is what its string says, and ``span`` covers the string in the file.
    """

    language: str
    span: Span
    text: str
    start: int | None


def inside(statement: Statement, node: Mapping[str, Any]) -> list[Inner]:
    """What the body of a function, procedure or DO block runs; nothing for other statements and languages.

    ``node`` is the statement's parse tree. What the body of a function calls runs when it is called, not now.
    """
    routine = node.get("CreateFunctionStmt")
    options = routine.get("options", ()) if routine else node.get("DoStmt", {}).get("args", ())
    if routine and "sql_body" in routine:
        return list(_atomic(statement))
    body = _body(statement, [option["DefElem"] for option in options], language(node))
    if body is None:
        return []
    if hole := hole_at(statement, body.span.start):
        return [Inner(hole.why, "sql")]
    if body.language == "plpgsql":
        return [inner for each in plpgsql.sent(body.text) for inner in _sent(statement, body, each)]
    if body.language == "sql":
        places = plain(body.span.source, body.text)
        return [Inner(_piece(statement, body, start, end), "sql") for start, end in places]
    return []


def language(node: Mapping[str, Any]) -> str:
    """The language of a function's, procedure's or DO block's body, in lower case."""
    routine = node.get("CreateFunctionStmt")
    options = routine.get("options", ()) if routine else node.get("DoStmt", {}).get("args", ())
    named = [option["DefElem"] for option in options if option["DefElem"]["defname"] == "language"]
    if named:
        return str(named[-1]["arg"].get("String", {}).get("sval", "")).lower()
    return "sql" if routine else "plpgsql"


def _body(statement: Statement, options: Iterable[Mapping[str, Any]], language: str) -> Body | None:
    text, at = None, 0
    for option in options:
        if option["defname"] == "as":
            argument = option["arg"]
            strings = argument["List"]["items"] if "List" in argument else [argument]
            text = strings[0].get("String", {}).get("sval", "") if len(strings) == 1 else None
            at = parse.character_at(statement, option.get("location", 0))
    return _literal(statement, at, len(statement.text), language, text) if text is not None else None


def _literal(statement: Statement, at: int, end: int, language: str, text: str | None) -> Body | None:
    """The first string from a character of the statement's text on; ``text`` is what it says, if that is known."""
    for kind, start, after in lexis.tokens(statement.text, at, end):
        if kind not in ("string", "dollar"):
            continue
        mark = 1 if kind == "string" else statement.text.index("$", start + 1) - start + 1
        written = statement.text[start + mark : after - mark]
        known = written if text is None else text
        span = Span(statement.span.source, in_file(statement, start), in_file(statement, after - 1) + 1)
        whole = exact(statement) and known == written and not ("'" in written and kind == "string")
        return Body(language, span, known, start + mark if whole else None)
    return None


def _piece(
    statement: Statement, body: Body, start: int, end: int, before: str = "", cleared: Iterable[tuple[int, int]] = ()
) -> Statement | Unknown:
    """A stretch of a body as a statement."""
    if body.start is not None:
        at = body.start
        return part(statement, at + start, at + end, before, [(at + clear, at + after) for clear, after in cleared])
    if statement.holes:
        return Unknown("stands in a string with escapes, in which something is filled in", body.span)
    text = body.text[start:end]
    for clear, after in cleared:
        text = text[: clear - start] + " " * (after - clear) + text[after - start :]
    return Statement(body.span, words(before + text), before + text, (), -1)


def _sent(statement: Statement, body: Body, each: plpgsql.Sent) -> Iterator[Inner]:
    before = "SELECT " if each.kind in ("perform", "expression") else ""
    what = _piece(statement, body, each.start, each.end, before, each.cleared)
    if each.kind == "execute" and isinstance(what, Statement):
        for found in _executed(what):
            yield Inner(found, each.kind, each.certain, each.caught)
    else:
        yield Inner(what, each.kind, each.certain, each.caught)


def _executed(expression: Statement) -> Iterator[Statement | Unknown]:
    """What EXECUTE runs: the statements in a literal (also in ``format`` of one without a %), else it is unknown."""
    tokens = [
        (kind, start, end)
        for kind, start, end in lexis.tokens(expression.text, 0, len(expression.text))
        if kind != "comment"
    ]
    kinds = [kind for kind, _, _ in tokens]
    first = expression.text[: tokens[0][2]].lower() if tokens else ""
    formatted = kinds in (["word", "mark", "string", "mark"], ["word", "mark", "dollar", "mark"]) and first == "format"
    if kinds in (["string"], ["dollar"]) or formatted:
        body = _literal(expression, 0, len(expression.text), "sql", _unescaped(expression, kinds))
        if body and not (formatted and "%" in body.text):
            places = list(plain(body.span.source, body.text))
            yield from (_piece(expression, body, start, end) for start, end in places)
            return
    yield Unknown(DYNAMIC, expression.span)


def _unescaped(expression: Statement, kinds: list[str]) -> str | None:
    """What a string in single quotes says; None for a dollar quote, which says what is written."""
    if "dollar" in kinds:
        return None
    text = expression.text
    return text[text.index("'") + 1 : text.rindex("'")].replace("''", "'")


def _atomic(statement: Statement) -> Iterator[Inner]:
    """The statements between BEGIN ATOMIC and END."""
    first, depth, words_ = -1, 0, ["", ""]
    last = 0
    for kind, start, end in lexis.tokens(statement.text, 0, len(statement.text)):
        if kind == "comment":
            continue
        word = statement.text[start:end].lower() if kind in ("word", "mark") else ""
        words_ = [words_[1], word]
        if first == -1 and words_ == ["begin", "atomic"]:
            first = 0
            continue
        if first == -1:
            continue
        if word == "end" and not depth:
            return
        depth += {"case": 1, "end": -1, "(": 1, ")": -1}.get(word, 0)
        if word == ";" and not depth:
            if first:
                yield Inner(part(statement, first, last), "sql")
            first = 0
        else:
            first, last = first or start, end
