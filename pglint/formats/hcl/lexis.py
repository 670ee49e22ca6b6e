"""The tokens of HCL, and how far strings, heredocs and brackets reach (HCL Native Syntax Specification).

Nothing is understood here. What Terraform's own scanner (``hclsyntax/scan_tokens.rl``) refuses raises SyntaxFault: a
character that begins no token, a string that does not end on its line, a heredoc or bracket that does not end at all.
"""

from __future__ import annotations

import re

from pglint.formats.hcl import complaints
from pglint.formats.hcl.syntax import SyntaxFault

WORD = r"[A-Za-z_\x80-\U0010ffff][-\w\x80-\U0010ffff]*+"
NUMBER = r"[0-9](?:[0-9.]|[eE][-+]?[0-9])*(?<!\.)"
# Terraform has longer numbers and greater exponents; nobody else has.
NUMBER_VALUE = re.compile(r"[0-9]{1,999}+(?:\.[0-9]{0,999}+)?(?:[eE][-+]?[0-9]{1,3}+)?")
TOKEN = re.compile(
    r"[ \t]*+(?:"
    rf"(?P<word>{WORD})"
    r"|(?P<newline>(?:#|//)[^\n]*+\n?|\r?\n)"
    r"|(?P<comment>/\*(?s:.*?)\*/)"
    rf"|(?P<number>{NUMBER})"
    r'|(?P<quote>")'
    rf"|(?P<heredoc><<-?{WORD}\r?\n)"
    r"|(?P<symbol>==|!=|<=|>=|&&|\|\||=>|::|\.\.\.|~\}|[-+*/%<>!?:.,=(){}\[\]])"
    r")"
)
HEREDOC = re.compile(rf"<<(-?)({WORD})\r?\n")
QUOTED = re.compile(r'(?:[^"\\\r\n$%\udc80-\udcff]++|\\[^\r\n]|\$\$\{|%%\{|[$%](?!\{))*+')
CODE = re.compile(r'(?:[^"(){}\[\]#/<]++|(?:#|//)[^\n]*+|/\*(?s:.*?)\*/|/(?!\*)|<(?!<-?[A-Za-z_\x80-\U0010ffff]))*+')
NOT_IN_HEREDOC = re.compile("[\udc80-\udcff]|\r(?!\n)")
# No expression that somebody wrote is as deep as this; whoever walks its tree relies on it.
MOST_DEPTH = 100
CLOSERS = {"(": ")", "[": "]", "{": "}"}


def token(text: str, at: int, limit: int, lines: bool = False) -> tuple[str, int, int]:
    """Kind, start and end of the first token from ``at``; a symbol is its own kind. At the limit: ``end``.

    Comments do not count, nor newlines unless ``lines``. Raises SyntaxFault.
    """
    while True:
        found = TOKEN.match(text, at, limit)
        if found is None:
            return _no_token(text, at, limit)
        kind = found.lastgroup or ""
        start, at = found.span(kind)
        if kind == "symbol":
            return found[kind], start, at
        if kind == "quote":
            return kind, start, past_quoted(text, at, limit)
        if kind == "heredoc":
            return kind, start, past_heredoc(text, start, limit)
        if kind == "word":
            _check_word(found[kind], start)
        if kind != "comment" and (kind != "newline" or lines):
            return kind, start, at


def _no_token(text: str, at: int, limit: int) -> tuple[str, int, int]:
    while at < limit:
        if text[at] not in " \t":
            raise SyntaxFault(_character(text[at]), at)
        at += 1
    return "end", at, at


def _check_word(word: str, at: int) -> None:
    """Raises SyntaxFault where a word has letters that HCL does not know in names (Unicode's ID_Continue)."""
    if word.isascii() or word.replace("-", "_").isidentifier():
        return
    for index, letter in enumerate(word):
        if not (letter == "-" or ("_" + letter).isidentifier()) or (not index and not letter.isidentifier()):
            raise SyntaxFault(_character(letter), at + index)


def _character(letter: str) -> str:
    """What Terraform says of a character that begins no token."""
    if "\udc80" <= letter <= "\udcff":
        return complaints.ENCODING
    return complaints.CHARACTERS.get(letter, complaints.CHARACTER)


def past_quoted(text: str, at: int, limit: int) -> int:
    """Past the quote that ends the string whose first character stands at ``at``."""
    return _past(text, at, limit, ['"'], [at])


def past_heredoc(text: str, at: int, limit: int) -> int:
    """Past the last word of the heredoc that begins at ``at`` with ``<<``; its line end is not part of it."""
    opener = HEREDOC.match(text, at, limit)
    if opener is None:
        raise SyntaxFault(complaints.EXPRESSION, at)
    return _past(text, opener.end(), limit, [opener[2]], [at])


def past_bracket(text: str, at: int, limit: int) -> int:
    """Past what closes the bracket at ``at``. Raises SyntaxFault at a bracket of another kind."""
    open_ = [CLOSERS[text[at]]]
    at += 1
    while open_:
        if len(open_) > MOST_DEPTH:
            raise SyntaxFault(complaints.DEPTH, at)
        found = CODE.match(text, at, limit)
        assert found is not None
        at = found.end()
        letter = text[at] if at < limit else ""
        if letter in ")]}" and letter:
            if open_.pop() != letter:
                raise SyntaxFault(complaints.EXPRESSION, at)
            at += 1
        elif letter in CLOSERS:
            open_.append(CLOSERS[letter])
            at += 1
        elif letter == '"':
            at = past_quoted(text, at + 1, limit)
        elif letter == "<":
            at = past_heredoc(text, at, limit)
        else:
            raise SyntaxFault(complaints.EXPRESSION, at)
    return at


def _past(text: str, at: int, limit: int, inside: list[str], starts: list[int]) -> int:
    """Past the end of a template. ``inside``: what is open, innermost last: ``"``, a heredoc's word or ``}``."""
    while inside:
        if len(inside) > MOST_DEPTH:
            raise SyntaxFault(complaints.DEPTH, at)
        if inside[-1] == '"':
            at = _in_quotes(text, at, limit, inside, starts)
        elif inside[-1] == "}":
            at = _in_code(text, at, limit, inside, starts)
        else:
            at = _in_heredoc(text, at, limit, inside, starts)
    return at


def _in_quotes(text: str, at: int, limit: int, inside: list[str], starts: list[int]) -> int:
    found = QUOTED.match(text, at, limit)
    assert found is not None
    at = found.end()
    letter = text[at] if at < limit else ""
    if letter == '"':
        inside.pop()
        starts.pop()
        return at + 1
    if letter in ("$", "%"):
        inside.append("}")
        starts.append(at)
        return at + 2
    if not letter:
        raise SyntaxFault(complaints.STRING_END, at)
    if letter in "\r\n":
        raise SyntaxFault(complaints.STRING_LINES, at)
    raise SyntaxFault(complaints.CHARACTER if letter == "\\" else complaints.ENCODING, at)


def _in_code(text: str, at: int, limit: int, inside: list[str], starts: list[int]) -> int:
    """What the scanner does in an interpolation: only braces count, other brackets are the parser's."""
    found = CODE.match(text, at, limit)
    assert found is not None
    at = found.end()
    letter = text[at] if at < limit else ""
    if letter == "<":
        opener = HEREDOC.match(text, at, limit)
        if opener is None:
            return at + 1
        inside.append(opener[2])
        starts.append(at)
        return opener.end()
    if not letter or letter == "/":
        raise SyntaxFault(complaints.INTERPOLATION_END, starts[-1])
    if letter in '{"':
        inside.append("}" if letter == "{" else letter)
        starts.append(at)
    elif letter == "}":
        inside.pop()
        starts.pop()
    return at + 1


def _in_heredoc(text: str, at: int, limit: int, inside: list[str], starts: list[int]) -> int:
    """Up to the end word alone on its line, or into the next interpolation before it."""
    stops = re.compile(rf"\$\$\{{|%%\{{|(?P<code>[$%]\{{)|(?P<end>\n[^\S\n]*{re.escape(inside[-1])}(?=[^\S\n]*\n))")
    # The newline behind the end word is not the heredoc's, but without it the word is none.
    line_end = text.find("\n", limit) + 1 or len(text)
    found = next((stop for stop in stops.finditer(text, at - 1, line_end) if stop.lastgroup), None)
    if found and found.end() > limit:
        found = None
    broken = NOT_IN_HEREDOC.search(text, at, found.start() + 1 if found else limit)
    if broken:
        raise SyntaxFault(complaints.CHARACTER if broken[0] == "\r" else complaints.ENCODING, broken.start())
    if found is None:
        raise SyntaxFault(complaints.STRING_END, limit)
    if found.lastgroup == "code":
        inside.append("}")
        starts.append(found.start())
    else:
        inside.pop()
        starts.pop()
    return found.end()
