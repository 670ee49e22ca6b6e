"""The command line: from words to arguments.

Written out, since argparse and what it imports take 5 ms of a run of 30, and a hook runs on every commit. Options may
stand before, between and behind paths; ``--option value`` and ``--option=value`` are the same; ``--`` ends them.
"""

from __future__ import annotations

from pglint.cli.usage import UsageError, suggestion
from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

COMMANDS = ("check", "stacks", "rules", "explain")
LATER = ("--fix", "--diff")


class Arguments(NamedTuple):
    """What is asked for. ``words`` are paths, codes or ``test DIR``; what is None is left to the configuration."""

    command: str = "check"
    words: tuple[str, ...] = ()
    format: str = "text"
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    profile: str | None = None
    config: str | None = None
    fail_on: str | None = None
    show_unknown: bool = False
    quiet: bool = False
    colour: bool = True
    cache: bool = True
    output: str | None = None
    postgres_version: str | None = None
    stdin_filename: str | None = None
    var_files: tuple[str, ...] = ()
    help: bool = False
    version: bool = False


class _Option(NamedTuple):
    """The field it sets; ``flag`` is what it sets it to without a value; ``choices`` are the values it takes.

    ``many``: a value is a list, and more may follow; ``again``: it may be given several times, one value each.
    """

    field: str
    flag: bool | None = None
    choices: tuple[str, ...] = ()
    many: bool = False
    again: bool = False


_EVERYWHERE = {
    "-h": _Option("help", True),
    "--help": _Option("help", True),
    "-V": _Option("version", True),
    "--version": _Option("version", True),
    "--config": _Option("config"),
    "--no-cache": _Option("cache", False),
}
_LISTS = {"--format": _Option("format", choices=("text", "json"))}
_OPTIONS: dict[str, dict[str, _Option]] = {
    "check": {
        "--format": _Option("format", choices=("text", "concise", "json")),
        "--select": _Option("select", many=True),
        "--ignore": _Option("ignore", many=True),
        "--profile": _Option("profile", choices=("default", "strict")),
        "--fail-on": _Option("fail_on", choices=("error", "warning", "note")),
        "--show-unknown": _Option("show_unknown", True),
        "-q": _Option("quiet", True),
        "--quiet": _Option("quiet", True),
        "--no-color": _Option("colour", False),
        "--no-colour": _Option("colour", False),
        "-o": _Option("output"),
        "--output": _Option("output"),
        "--postgres-version": _Option("postgres_version"),
        "--stdin-filename": _Option("stdin_filename"),
        "--var-file": _Option("var_files", again=True),
    },
    "stacks": {**_LISTS, "--var-file": _Option("var_files", again=True)},
    "rules": _LISTS,
    "explain": {},
}


def parse(argv: Sequence[str]) -> Arguments:
    """The arguments; the first word may be a command, else it is ``check``. Raises UsageError with one helpful line."""
    rest = list(argv)
    command = rest.pop(0) if rest and rest[0] in COMMANDS else "check"
    options = {**_OPTIONS[command], **_EVERYWHERE}
    given: dict[str, Any] = {}
    words: list[str] = []
    while rest:
        word = rest.pop(0)
        if word == "--":
            words += rest
            break
        if not word.startswith("-") or word == "-":
            words.append(word)
            continue
        name, equals, value = word.partition("=")
        option = options.get(name) or _unknown(name, command)
        if option.flag is None:
            value = value if equals else _next(name, rest)
            given[option.field] = _value(name, option, value, given.get(option.field))
        elif equals:
            raise UsageError(f"{name} takes no value")
        else:
            given[option.field] = option.flag
    found = Arguments(command, tuple(words))._replace(**given)
    return found if found.help or found.version else _checked(found, bool(argv) and argv[0] == command)


def _next(name: str, rest: list[str]) -> str:
    if not rest or (rest[0].startswith("--") and len(rest[0]) > 2):
        raise UsageError(f"{name} needs a value")
    return rest.pop(0)


def _value(name: str, option: _Option, value: str, before: object) -> object:
    if option.many:
        return (*(before if isinstance(before, tuple) else ()), *value.replace(",", " ").split())
    if option.again:
        return (*(before if isinstance(before, tuple) else ()), value)
    if option.choices and value not in option.choices:
        close = suggestion(value, option.choices) or ","
        raise UsageError(f"{name}: unknown value {value}{close} it is one of {', '.join(option.choices)}")
    return value


def _unknown(name: str, command: str) -> _Option:
    if command == "check" and name in LATER:
        raise UsageError(f"{name} comes in a later version; this one only reports")
    close = suggestion(name, {**_OPTIONS[command], **_EVERYWHERE})
    raise UsageError(f"unknown option {name}{close} (pglint{f' {command}' * (command != 'check')} --help lists them)")


def _checked(found: Arguments, named: bool) -> Arguments:
    """What only makes sense together."""
    words, stdin = found.words, found.stdin_filename
    if found.command == "explain" and not words:
        raise UsageError("explain what? Give a code: pglint explain CAP001 (pglint rules lists them)")
    if found.command == "rules" and words and (words[0] != "test" or len(words) > 2):
        raise UsageError(f"pglint rules lists them, pglint rules test DIR tries them; not {' '.join(words)}")
    if found.command == "check":
        if "-" in words and (len(words) > 1 or not stdin):
            raise UsageError("- reads one file from standard input: pglint check - --stdin-filename db/pgbouncer.ini")
        if stdin and "-" not in words:
            raise UsageError("--stdin-filename names what - reads: pglint check - --stdin-filename NAME")
        for word in words:
            if word in COMMANDS and not named and not _exists(word):
                raise UsageError(f"{word}: no such file or folder (as a command it comes first: pglint {word} …)")
    return found


def _exists(path: str) -> bool:
    import os

    return os.path.lexists(path)
