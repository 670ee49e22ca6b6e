"""What a shell has to know of the command line: read from the parser's tables, described by the help texts."""

from __future__ import annotations

import re

from pglint.catalog.postgresql import MAJORS
from pglint.cli import help as texts
from pglint.cli.parser import COMMANDS, EVERYWHERE, OPTIONS, SHELLS
from pglint.cli.parser import Option as Parsed
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.report import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES, CODES, NAMES, REFS, WORDS = "files", "codes", "names", "refs", "words"
"""Kinds of values: files, codes of rules, names of parameters, what git can name, and the words that are listed."""

VALUES = {
    "baseline": FILES,
    "config": FILES,
    "output": FILES,
    "stdin_filename": FILES,
    "var_files": FILES,
    "ignore": CODES,
    "select": CODES,
    "since": REFS,
}
LISTED = {"reports": FORMATS, "postgres_version": tuple(map(str, MAJORS))}
"""By field, the words of options that name no choices of their own."""

ARGUMENTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "rules": (WORDS, ("test",)),
    "explain": (CODES, ()),
    "settings": (NAMES, ()),
    "completion": (WORDS, SHELLS),
}
"""What follows a command, where that is not files."""

ABOUT = {
    "check": "check the files, as pglint does without a command",
    "--format": "how the output is written",
    "--help": "how it is used",
    "--version": "which pglint it is",
}
"""What the help texts leave unsaid, or say in more words than fit here."""

LINE = re.compile(r"^  (?:(-\w), )?(--[\w, -]*?)(?: [A-Z][^ ]*)?  +(\S.*)((?:\n {34}\S.*)*)", re.MULTILINE)
COMMAND = re.compile(r"^  pglint (\w+)[^\n]*?  +(\S.*)", re.MULTILINE)
LENGTH = 80


class Values(NamedTuple):
    """What may stand in a place: a kind, and for WORDS which. ``many``: several with commas between them."""

    kind: str
    words: tuple[str, ...] = ()
    many: bool = False


class Option(NamedTuple):
    """All spellings of an option, the one that help tells first, and its values (None: it takes none)."""

    names: tuple[str, ...]
    about: str
    values: Values | None
    again: bool


class Command(NamedTuple):
    """A command with its options and what else follows it."""

    name: str
    about: str
    options: tuple[Option, ...]
    arguments: Values


def commands() -> tuple[Command, ...]:
    """All of them, in the order of the parser."""
    told = {name: _shortened(about) for name, about in COMMAND.findall(texts.MAIN)}
    return tuple(
        Command(name, told.get(name) or ABOUT[name], tuple(_options(name)), Values(*ARGUMENTS.get(name, (FILES, ()))))
        for name in COMMANDS
    )


def _options(command: str) -> Iterator[Option]:
    about = {**_told(texts.MAIN), **_told(texts.COMMANDS[command]), **ABOUT}
    alike: dict[tuple[str, bool | None], list[str]] = {}
    table = {**OPTIONS[command], **EVERYWHERE}
    for name, parsed in table.items():
        # --baseline and --output of one command may mean the same: only spellings of one field belong together
        alike.setdefault((parsed.field, parsed.flag), []).append(name)
    for names in alike.values():
        parsed = table[names[0]]
        told = next((about[name] for name in names if name in about), "")
        yield Option(tuple(names), _shortened(told), _values(parsed), parsed.many or parsed.again)


def _values(parsed: Parsed) -> Values | None:
    if parsed.flag is not None:
        return None
    words = parsed.choices or LISTED.get(parsed.field, ())
    return Values(WORDS if words else VALUES[parsed.field], words, parsed.many)


def _told(page: str) -> dict[str, str]:
    """What a help text says of each option."""
    found = {}
    for row in LINE.finditer(page):
        if "," not in row[2]:  # what is said of several at once is said of each in the main text
            found[row[2]] = " ".join((row[3] + row[4]).split())
    return found


def _shortened(text: str) -> str:
    """The first part that says something by itself, in a line."""
    first = re.split(r"; | \(|: ", text)[0] if len(text) > LENGTH else text
    if len(first) <= LENGTH:
        return first
    return first[:LENGTH].rpartition(" ")[0].rstrip(",") + " …"


def codes() -> Iterator[tuple[str, str]]:
    """Codes of rules, families and the words that stand for all, each with what it is."""
    from pglint.findings.selection import ALL, DEFAULT
    from pglint.rulebook.load import rules

    found = rules().rules
    yield from ((rule.code, rule.name) for rule in found)
    yield from ((family, f"all rules of {family}") for family in sorted({rule.family for rule in found}))
    yield ALL, "every rule"
    yield DEFAULT, "all but those of the strict profile"


def names() -> list[str]:
    """Names of parameters, those that are gone too."""
    from pglint.settings.answer import names

    return names()
