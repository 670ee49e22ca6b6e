"""Marks that template engines leave in configuration files: Jinja, Go, ERB, envsubst, sed and autoconf.

A placeholder stands for one value. Control flow (if, for, include …) may leave out or repeat lines, so that of a
template with branches only the words are certain.
"""

from __future__ import annotations

from pglint.record import TYPE_CHECKING
from pglint.values import Unknown

if TYPE_CHECKING:
    from pglint.source import Source, Span

SUFFIXES = (".j2", ".erb", ".tpl", ".tmpl", ".gotmpl", ".template", ".jinja", ".jinja2", ".ctmpl")

_PAIRS = (("{{", "}}"), ("${", "}"), ("<%=", "%>"))
_NAMES = (("@", False), ("__", True), ("%%", True))
_FLOW = (("{%", "%}"), ("<%", "%>"), ("{#", "#}"))
_GO = ("if", "range", "with", "end", "else", "include", "define", "template", "block")
_JINJA = (
    "if", "elif", "else", "endif", "for", "endfor", "set", "endset", "block", "endblock", "include", "import", "from",
    "macro", "endmacro", "call", "raw", "extends", "do", "with", "filter", "case", "when", "endcase", "unless",
)  # fmt: skip


def may_have_placeholders(text: str) -> bool:
    """Whether a closer look at the lines is worth it."""
    return any(mark in text for mark, _ in _PAIRS) or any(text.count(mark) > 1 for mark, _ in _NAMES)


def is_template(source: Source) -> bool:
    """Whether lines of the file may be left out or repeated when it is filled in.

    A name that ends like a template's (.j2, .erb …) is not enough, but there comments of the template language count.
    """
    text = source.text
    if "{{" in text and any(_go_flow(inner) for inner in _insides(text, "{{", "}}")):
        return True
    if "{%" in text and any(_first(inner) in _JINJA for inner in _insides(text, "{%", "%}")):
        return True
    if "<%" in text and any(inner[:1] in " -#\n" for inner in _insides(text, "<%", "%>")):
        return True
    return source.path.endswith(SUFFIXES) and "{#" in text and "#}" in text


def without_flow(text: str) -> str:
    """The text with blanks in the place of control tags and comments of a template; offsets and lines stay."""
    for opening, closing in (*_FLOW, ("{{", "}}")):
        parts: list[str] = []
        done = 0
        at = text.find(opening)
        while at != -1 and (end := text.find(closing, at)) != -1:
            end += len(closing)
            tag = text[at:end]
            if not tag.startswith(("{{", "<%=")) or (opening == "{{" and _go_flow(tag[2:-2])):
                blank = "".join(letter if letter == "\n" else " " for letter in tag)
                parts += (text[done:at], blank)
                done = end
            at = text.find(opening, end)
        text = "".join((*parts, text[done:]))
    return text


def placeholders(line: str) -> list[tuple[int, int]]:
    """Where placeholders stand in a line, in order."""
    found: list[tuple[int, int]] = []
    for opening, closing in _PAIRS:
        at = line.find(opening)
        while at != -1:
            end = line.find(closing, at + len(opening))
            if end == -1:
                break
            found.append((at, end + len(closing)))
            at = line.find(opening, end + len(closing))
    for mark, capitals in _NAMES:
        if line.count(mark) > 1:
            found += _between(line, mark, capitals)
    if len(found) < 2:
        return found
    found.sort(key=lambda place: (place[0], -place[1]))
    outer: list[tuple[int, int]] = []
    for place in found:
        if not outer or place[0] >= outer[-1][1]:
            outer.append(place)
    return outer


def masked(line: str, places: list[tuple[int, int]]) -> str:
    """The line with a word of the same length in the place of each placeholder."""
    for start, end in places:
        line = line[:start] + "x" * (end - start) + line[end:]
    return line


def filled_in(span: Span) -> Unknown:
    """The value that a placeholder stands for."""
    shown = span.text
    if shown.startswith("${"):
        # what comes after the name may be a default, and a default may be a secret
        name = shown[2:-1].replace("?", ":").replace("-", ":").replace("=", ":").partition(":")[0]
        shown = f"${{{name}}}"
    return Unknown(f'"{shown}" is filled in by a template', span)


def only_comments(placeholder: str) -> bool:
    """Whether a placeholder on a line of its own is known to bring nothing but comments (Ansible's banner)."""
    return "ansible_managed" in placeholder


def _between(line: str, mark: str, capitals: bool) -> list[tuple[int, int]]:
    """Names between two marks, such as @NAME@."""
    found: list[tuple[int, int]] = []
    at = line.find(mark)
    while at != -1:
        end = line.find(mark, at + len(mark))
        if end == -1:
            break
        name = line[at + len(mark) : end]
        if name.isascii() and name.isidentifier() and (name.isupper() or not capitals):
            found.append((at, end + len(mark)))
            at = line.find(mark, end + len(mark))
        else:
            at = end
    return found


def _insides(text: str, opening: str, closing: str) -> list[str]:
    return [inner for part in text.split(opening)[1:] for inner, found, _ in (part.partition(closing),) if found]


def _first(inner: str) -> str:
    words = inner.lstrip("-+ \t\r\n").split(None, 1)
    return words[0].rstrip("-") if words else ""


def _go_flow(inner: str) -> bool:
    word = _first(inner)
    return word in _GO or word.startswith(("/", "#", "^")) or (word.startswith("$") and ":=" in inner)
