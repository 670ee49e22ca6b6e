"""The tags of template engines and of tools that fill in the text of a file before anybody reads it as SQL.

They stand anywhere, in strings and comments too. A value (``{{ x }}``, ``${x}``, ``<%= x %>`` …) is text that only the
run knows; a tag of control (``{% if x %}``, ``{{ end }}``) may leave out or repeat what is between it and its end.
"""

from __future__ import annotations

from pglint import regex
from pglint.formats.templates import filled_in
from pglint.once import cache
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.source import Span
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pglint.source import Source

_SIGNS = ("{", "%", "$(")
"""Each tag has one of these, or is one of the rare ones."""

_RARE = {"@": r"@[A-Za-z_][\w.-]*+@", "__": "__[A-Z]"}
"""Those whose first characters are too common to look for them alone."""

_JINJA = r"if|for|macro|call|filter|set|block|raw|autoescape|unless|case|with|embed|apply|snapshot|trans"
_GO = r"if|range|with|define|block"
_RUBY = r"if|unless|else|elsif|end|for|while|case|when"


class Tag(NamedTuple):
    """A tag of a template: ``flow`` is '' for a value, else open, middle, close, or none of them (comment, include)."""

    start: int
    end: int
    flow: str


def find(text: str) -> list[Tag]:
    """The tags of a text in order."""
    rare = (sign in text and regex.search(mark, text) for sign, mark in _RARE.items())
    if not any(sign in text for sign in _SIGNS) and not any(rare):
        return []
    found = (_tag(match) for match in _pattern().finditer(text))
    return [tag for tag in found if tag]


def hidden(text: str) -> str:
    """A character that does not occur in the text, and that SQL takes for a letter."""
    return next(chr(code) for code in range(0xFDD0, 0xFDF0) if chr(code) not in text)


def without(text: str, tags: Sequence[Tag], mask: str) -> str:
    """The text, as long as before: the mask in the place of each value, blanks in that of control."""
    parts: list[str] = []
    done = 0
    for tag in tags:
        parts.append(text[done : tag.start])
        if tag.flow:
            parts.append("".join(letter if letter in "\r\n" else " " for letter in text[tag.start : tag.end]))
        else:
            parts.append(mask * (tag.end - tag.start))
        done = tag.end
    return "".join((*parts, text[done:]))


def why(source: Source, start: int, end: int) -> Unknown:
    """What a tag, or any other place that is filled in, stands for."""
    span = Span(source, start, end)
    shown = span.text
    if shown.startswith("${"):
        return filled_in(span)
    if shown.startswith("{{") and "|" in shown:
        # what comes after may be a default, and a default may be a secret
        shown = shown.partition("|")[0].rstrip() + " }}"
    return Unknown(f'"{shown}" is filled in when the file is run', span)


@cache
def _pattern() -> regex.Pattern[str]:
    # each alternative starts with a character as such, so that whatever starts otherwise is passed over quickly
    return regex.compile(
        r"\{(?P<brace>\{)[-~]?\s*+(?P<inner>/\*(?:[^*]|\*(?!/))*+\*/[\s-]*|[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+)\}\}"
        r"|\{(?P<percent>%)[-+~]?\s*+(?P<word>\w*+)(?:[^%{]|%(?!\})|\{(?!%))*+%\}"
        r"|\{(?P<note>#)(?:[^#{]|#(?!\})|\{(?!#))*+#\}"
        rf"|<(?P<erb>%)(?P<mark>[=#-]|(?=\s+(?:{_RUBY})\b|\s+[\w.@]+\.each\b))(?P<ruby>(?:[^%<]|%(?!>)|<(?!%))*+)%>"
        r"|\$(?<!\$\$)(?:\{[A-Za-z_!][^{}\n]*+\}|(?<!\w\$)\([A-Za-z_][\w.]*+\))"
        r"|%(?:\([A-Za-z_]\w*+\)[sdrif]|%[A-Z][A-Z0-9_]*+%%|\{[A-Za-z_][\w.]*+\})"
        r"|_(?<![\w$]_)_[A-Z][A-Z0-9]*+(?:_[A-Z0-9]++)*+__(?!\w)"
        r"|@(?<![\w@]@)[A-Za-z_][\w.-]*+@(?![\w@])|#\{[A-Za-z_][\w.]*+\}"
    )


def _tag(match: regex.Match[str]) -> Tag | None:
    start, end = match.span()
    if not match.lastgroup:
        return Tag(start, end, "")
    if match["brace"]:
        return _braces(start, end, match["inner"].rstrip("-~ \t\r\n"))
    if match["percent"]:
        return Tag(start, end, _jinja(match["word"]))
    if match["note"]:
        return Tag(start, end, "none")
    return Tag(start, end, "" if match["mark"] == "=" else _ruby(match["ruby"], match["mark"]))


def _braces(start: int, end: int, inner: str) -> Tag | None:
    """``{{ … }}`` of Jinja, Go, Mustache; not an array of arrays, which looks alike."""
    word = regex.match(r"\w*", inner)
    assert word
    if inner.startswith(("/*", "!")):
        return Tag(start, end, "none")
    if inner.startswith(("#", "^")):
        return Tag(start, end, "open")
    if inner.startswith("/"):
        return Tag(start, end, "close")
    if word.group() in ("template", "include") or regex.match(r"\$\w+\s*:?=", inner):
        return Tag(start, end, "" if word.group() else "none")
    if flow := regex.fullmatch(rf"(?:({_GO})\b.+|(else)\b.*|(end))", inner, regex.DOTALL):
        return Tag(start, end, "open" if flow[1] else "middle" if flow[2] else "close")
    if not regex.match(r"[.$A-Za-z_(\"'>&]", inner) or regex.fullmatch(r"[\w.\"-]+(?:,\s*[\w.\"-]+)+", inner):
        return None
    return Tag(start, end, "")


def _jinja(word: str) -> str:
    if regex.fullmatch(_JINJA, word):
        return "open"
    if word in ("else", "elif", "elsif", "elseif", "when"):
        return "middle"
    return "close" if word.startswith("end") else "none"


def _ruby(code: str, mark: str) -> str:
    if mark == "#":
        return "none"
    first = regex.match(r"\s*(\w*)", code)
    word = first[1] if first else ""
    if word == "end":
        return "close"
    if word in ("else", "elsif", "when"):
        return "middle"
    loop = regex.search(r"\bdo\b\s*(?:\|.*\|)?\s*$", code)
    return "open" if loop or word in ("if", "unless", "for", "case", "while") else "none"
