"""Whether a file that is named like postgresql.conf is one: supervisord programs and how-tos carry the name too."""

from __future__ import annotations

from pglint.catalog.postgresql import known
from pglint.formats import templates
from pglint.formats.postgresql_conf_lexer import letters_of, lines, tokens
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from pglint.source import Source

_ENOUGH = 20
_DIRECTIVES = ("include", "include_if_exists", "include_dir")


def looks_like(source: Source) -> str:
    """'' for a PostgreSQL configuration, else what speaks against it.

    Decided by the share of lines: names of parameters, lines that could be settings, and anything else. Comments do
    not count, so that an empty file is a configuration; neither do a few unknown names make it another one.
    """
    text = templates.without_flow(source.text) if templates.is_template(source) else source.text
    letters = letters_of(text)
    ours = plausible = other = 0
    header = ""
    for start, line in lines(text):
        share = _share(line, letters)
        ours += share == "ours"
        plausible += share == "plausible"
        other += share in ("other", "header")
        if share == "header" and not header:
            number = source.position(start)[0]
            header = f'line {number} opens a section, "{line.strip()}", which postgresql.conf does not have'
        if ours >= _ENOUGH and ours > 2 * (plausible + other):
            return ""
    total = ours + plausible + other
    if ours * 2 >= total:
        return ""
    if header:
        return header
    if plausible + ours < other:
        return f"{other} of its {total} lines are not settings"
    return "" if ours or total < 3 else f"none of its {total} settings is a parameter of PostgreSQL"


def _share(line: str, letters: str) -> str:
    """What a line speaks for: ours, plausible, header or other."""
    places = templates.placeholders(line)
    found = tokens(templates.masked(line, places), letters)
    name = next(found, None)
    if name is None or (places and places[0][0] < name.end):
        return ""  # a placeholder in the place of the name speaks for nothing
    if name.kind in ("id", "qualified"):
        word = line[name.start : name.end]
        if known(word) or word.lower() in _DIRECTIVES:
            return "ours"
        after = [token.kind for token in found]
        return "plausible" if places or _is_value(after) else "other"
    bare = line.strip()
    return "header" if bare[0] == "[" and bare[-1] == "]" else "other"


def _is_value(kinds: list[str]) -> bool:
    rest = kinds[1:] if kinds[:1] == ["equals"] else kinds
    return len(rest) == 1 and rest[0] not in ("equals", "error", "qualified")
