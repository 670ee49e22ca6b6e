"""The command line: from arguments to a request. Nothing but argparse is needed to read one."""

import argparse
from collections.abc import Callable, Sequence
from typing import NamedTuple, NoReturn

from pglint.cli import help as texts
from pglint.cli.usage import UsageError, suggestion

COMMANDS = ("check", "stacks", "rules", "explain")
LATER = ("--fix", "--diff")


class Check(NamedTuple):
    """``pglint check``. What is None is left to the configuration."""

    paths: tuple[str, ...] = ()
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


class Stacks(NamedTuple):
    """``pglint stacks``."""

    paths: tuple[str, ...] = ()
    format: str = "text"
    config: str | None = None
    cache: bool = True


class Rules(NamedTuple):
    """``pglint rules``, and ``pglint rules test DIR``: ``test`` is None, or the folder ('' for our own)."""

    format: str = "text"
    config: str | None = None
    test: str | None = None
    cache: bool = True


class Explain(NamedTuple):
    """``pglint explain CODE…``."""

    codes: tuple[str, ...] = ()
    config: str | None = None


class Print(NamedTuple):
    """Only a text: the help, the version."""

    text: str


Request = Check | Stacks | Rules | Explain | Print


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(message.removeprefix("argument ").replace(": expected one argument", " needs a value"))


class _Help(argparse.HelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=100)  # asking for the terminal's width imports shutil: 3 ms


def parse(argv: Sequence[str]) -> Request:
    """What is asked for. Raises UsageError with one helpful line."""
    words = list(argv)
    command = words.pop(0) if words and words[0] in COMMANDS else "check"
    options = words[: words.index("--")] if "--" in words else words
    if "--version" in options or "-V" in options:
        from pglint import __version__

        return Print(f"pglint {__version__}\n")
    if "--help" in options or "-h" in options:
        return Print(texts.MAIN if not argv or argv[0] not in COMMANDS else texts.COMMANDS[command])
    for option in LATER:
        if option in options and command == "check":
            raise UsageError(f"{option} comes in a later version; this one only reports")
    return READERS[command](words)


def _parser(*flags: str) -> _Parser:
    parser = _Parser(prog="pglint", add_help=False, allow_abbrev=False, formatter_class=_Help)
    add = parser.add_argument
    add("--config", metavar="FILE")
    add("--no-cache", dest="cache", action="store_false")
    if "format" in flags:
        add("--format", metavar="FORMAT", default="text")
    return parser


def _read(parser: _Parser, words: list[str]) -> tuple[argparse.Namespace, tuple[str, ...]]:
    """Options, and everything that is none: before, between and behind them."""
    words, behind = (words[: words.index("--")], words[words.index("--") + 1 :]) if "--" in words else (words, [])
    found, rest = parser.parse_known_args(words)
    for word in rest:
        if word.startswith("-") and word != "-":
            known = [name for action in parser._actions for name in action.option_strings] + list(LATER)
            option = word.partition("=")[0]
            raise UsageError(f"unknown option {option}{suggestion(option, known)} (pglint --help lists them)")
    return found, (*rest, *behind)


def _check(words: list[str]) -> Check:
    parser = _parser("format")
    add = parser.add_argument
    add("--select", metavar="CODES", action="append")
    add("--ignore", metavar="CODES", action="append")
    add("--profile", metavar="PROFILE")
    add("--fail-on", metavar="SEVERITY")
    add("--show-unknown", action="store_true")
    add("-q", "--quiet", action="store_true")
    add("--no-color", "--no-colour", dest="colour", action="store_false")
    add("-o", "--output", metavar="FILE")
    add("--postgres-version", metavar="MAJOR")
    add("--stdin-filename", metavar="NAME")
    found, paths = _read(parser, words)
    values = vars(found)
    values["select"], values["ignore"] = _codes(found.select), _codes(found.ignore)
    one_of("--format", found.format, ("text", "concise", "json"))
    one_of("--profile", found.profile, ("default", "strict"))
    one_of("--fail-on", found.fail_on, ("error", "warning", "note"))
    for path in paths:
        if path in COMMANDS and words[0] != path and not _exists(path):
            raise UsageError(f"{path}: no such file or folder (as a command it comes first: pglint {path} …)")
    if "-" in paths and (len(paths) > 1 or not found.stdin_filename):
        raise UsageError("- reads one file from standard input: pglint check - --stdin-filename db/pgbouncer.ini")
    if found.stdin_filename and "-" not in paths:
        raise UsageError("--stdin-filename names what - reads: pglint check - --stdin-filename NAME")
    return Check(paths, **values)


def _stacks(words: list[str]) -> Stacks:
    found, paths = _read(_parser("format"), words)
    one_of("--format", found.format, ("text", "json"))
    return Stacks(paths, **vars(found))


def _rules(words: list[str]) -> Rules:
    found, rest = _read(_parser("format"), words)
    one_of("--format", found.format, ("text", "json"))
    test = None
    if rest:
        if rest[0] != "test" or len(rest) > 2:
            raise UsageError(f"pglint rules lists them, pglint rules test DIR tries them; not {' '.join(rest)}")
        test = rest[1] if len(rest) == 2 else ""
    return Rules(test=test, **vars(found))


def _explain(words: list[str]) -> Explain:
    found, codes = _read(_parser(), words)
    if not codes:
        raise UsageError("explain what? Give a code: pglint explain CAP001 (pglint rules lists them)")
    return Explain(codes, found.config)


def one_of(option: str, value: str | None, choices: Sequence[str]) -> None:
    """Raises UsageError for a value that is none of the choices."""
    if value is not None and value not in choices:
        close = suggestion(value, choices)
        raise UsageError(f"{option}: unknown value {value}{close or ','} it is one of {', '.join(choices)}")


def _codes(lists: list[str] | None) -> tuple[str, ...] | None:
    if lists is None:
        return None
    return tuple(code for text in lists for code in text.replace(",", " ").split())


def _exists(path: str) -> bool:
    import os

    return os.path.lexists(path)


READERS: dict[str, Callable[[list[str]], Request]] = {
    "check": _check,
    "stacks": _stacks,
    "rules": _rules,
    "explain": _explain,
}
