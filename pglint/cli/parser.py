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

COMMANDS = ("check", "stacks", "budget", "baseline", "init", "rules", "explain", "settings", "completion")

SHELLS = ("bash", "zsh", "fish")


class Report(NamedTuple):
    """A report of ``check``: its format, and the file that it is written to (None: what --output says)."""

    format: str
    file: str | None = None


class Arguments(NamedTuple):
    """What is asked for. ``words`` are paths, codes or ``test DIR``; what is None is left to the configuration.

    ``reports`` are those of ``check``: none asked for is one as text. ``format`` is that of all other commands.
    Without ``ignores`` nothing hides a finding, without ``known`` no baseline does.
    """

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
    reports: tuple[Report, ...] = ()
    statistics: bool = False
    show_files: bool = False
    show_settings: bool = False
    since: str | None = None
    ignores: bool = True
    known: bool = True
    baseline: str | None = None
    prune: bool = False
    fix: bool = False
    diff: bool = False
    unsafe_fixes: bool = False
    help: bool = False
    version: bool = False


class Option(NamedTuple):
    """The field it sets; ``flag`` is what it sets it to without a value; ``choices`` are the values it takes.

    ``many``: a value is a list, and more may follow; ``again``: it may be given several times, one value each.
    """

    field: str
    flag: bool | None = None
    choices: tuple[str, ...] = ()
    many: bool = False
    again: bool = False


EVERYWHERE = {
    "-h": Option("help", True),
    "--help": Option("help", True),
    "-V": Option("version", True),
    "--version": Option("version", True),
    "--config": Option("config"),
    "--no-cache": Option("cache", False),
}
_LISTS = {"--format": Option("format", choices=("text", "json"))}
OPTIONS: dict[str, dict[str, Option]] = {
    "check": {
        "--format": Option("reports", again=True),
        "--statistics": Option("statistics", True),
        "--fix": Option("fix", True),
        "--diff": Option("diff", True),
        "--unsafe-fixes": Option("unsafe_fixes", True),
        "--show-files": Option("show_files", True),
        "--show-settings": Option("show_settings", True),
        "--since": Option("since"),
        "--baseline": Option("baseline"),
        "--no-baseline": Option("known", False),
        "--no-ignores": Option("ignores", False),
        "--select": Option("select", many=True),
        "--ignore": Option("ignore", many=True),
        "--profile": Option("profile", choices=("default", "strict")),
        "--fail-on": Option("fail_on", choices=("error", "warning", "note")),
        "--show-unknown": Option("show_unknown", True),
        "-q": Option("quiet", True),
        "--quiet": Option("quiet", True),
        "--no-color": Option("colour", False),
        "--no-colour": Option("colour", False),
        "-o": Option("output"),
        "--output": Option("output"),
        "--postgres-version": Option("postgres_version"),
        "--stdin-filename": Option("stdin_filename"),
        "--var-file": Option("var_files", again=True),
    },
    "stacks": {**_LISTS, "--var-file": Option("var_files", again=True)},
    "budget": {
        "--format": Option("format", choices=("text", "json", "svg", "html", "markdown", "mermaid")),
        "--no-color": Option("colour", False),
        "--no-colour": Option("colour", False),
        "-o": Option("output"),
        "--output": Option("output"),
        "--var-file": Option("var_files", again=True),
    },
    "baseline": {
        "--prune": Option("prune", True),
        "--baseline": Option("baseline"),
        "-o": Option("output"),
        "--output": Option("output"),
        "--select": Option("select", many=True),
        "--ignore": Option("ignore", many=True),
        "--profile": Option("profile", choices=("default", "strict")),
        "--postgres-version": Option("postgres_version"),
        "--var-file": Option("var_files", again=True),
        "-q": Option("quiet", True),
        "--quiet": Option("quiet", True),
    },
    "init": {
        "-o": Option("output"),
        "--output": Option("output"),
        "-q": Option("quiet", True),
        "--quiet": Option("quiet", True),
    },
    "rules": _LISTS,
    "explain": {},
    "settings": {**_LISTS, "--postgres-version": Option("postgres_version")},
    "completion": {},
}


def parse(argv: Sequence[str]) -> Arguments:
    """The arguments; the first word may be a command, else it is ``check``. Raises UsageError with one helpful line."""
    rest = list(argv)
    command = rest.pop(0) if rest and rest[0] in COMMANDS else "check"
    options = {**OPTIONS[command], **EVERYWHERE}
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
    if not rest:
        raise UsageError(f"{name} needs a value")
    if rest[0].startswith("-") and rest[0] != "-":
        raise UsageError(f"{name} needs a value ({name}={rest[0]} if that is one)")
    return rest.pop(0)


def _value(name: str, option: Option, value: str, before: object) -> object:
    if option.many:
        return (*(before if isinstance(before, tuple) else ()), *value.replace(",", " ").split())
    if option.field == "reports":
        return (*(before if isinstance(before, tuple) else ()), _report(name, value))
    if option.again:
        return (*(before if isinstance(before, tuple) else ()), value)
    if option.choices:
        _choose(name, value, option.choices)
    return value


def _choose(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        close = suggestion(value, choices) or ","
        raise UsageError(f"{name}: unknown value {value}{close} it is one of {', '.join(choices)}")


def _report(name: str, value: str) -> Report:
    """``FORMAT`` or ``FORMAT:FILE``; the file's name may hold colons."""
    from pglint.report import FORMATS

    format_, colon, file = value.partition(":")
    _choose(name, format_, FORMATS)
    if colon and not file:
        raise UsageError(f"{name} {value}: names no file; --format {format_} prints it")
    return Report(format_, file if colon and file != "-" else None)


def _unknown(name: str, command: str) -> Option:
    close = suggestion(name, {**OPTIONS[command], **EVERYWHERE})
    raise UsageError(f"unknown option {name}{close} (pglint{f' {command}' * (command != 'check')} --help lists them)")


def _checked(found: Arguments, named: bool) -> Arguments:
    """What only makes sense together."""
    words, stdin = found.words, found.stdin_filename
    if found.command == "explain" and not words:
        raise UsageError("explain what? Give a code: pglint explain CAP001 (pglint rules lists them)")
    if found.command == "completion" and (len(words) != 1 or words[0] not in SHELLS):
        raise UsageError(f"completion for which shell? It is one of {', '.join(SHELLS)}: pglint completion bash")
    if found.command == "rules" and words and (words[0] != "test" or len(words) > 2):
        raise UsageError(f"pglint rules lists them, pglint rules test DIR tries them; not {' '.join(words)}")
    if found.command == "check":
        _check_reports(found)
        if found.unsafe_fixes and not (found.fix or found.diff):
            raise UsageError("--unsafe-fixes says what --fix and --diff may change: give one of them")
        if found.since is not None and (found.fix or found.diff):
            raise UsageError("--since only reports: name the files to fix, as in pglint check --fix PATHS")
        if found.diff and (file := next((each.file for each in found.reports if each.file), None)):
            raise UsageError(f"--diff prints a diff and writes no report: ask for {file} in a run without it")
        if "-" in words and (len(words) > 1 or not stdin):
            raise UsageError("- reads one file from standard input: pglint check - --stdin-filename db/pgbouncer.ini")
        if stdin and "-" not in words:
            raise UsageError("--stdin-filename names what - reads: pglint check - --stdin-filename NAME")
        if found.baseline and not (found.known and found.ignores):
            other = "--no-baseline" if found.ignores else "--no-ignores"
            raise UsageError(f"--baseline {found.baseline}: {other} leaves it out")
        if found.since is not None and stdin:
            raise UsageError("--since compares files, and standard input is none: check the file by its name")
        for word in words:
            if word in COMMANDS and not named and not _exists(word):
                raise UsageError(f"{word}: no such file or folder (as a command it comes first: pglint {word} …)")
    return found


def _check_reports(found: Arguments) -> None:
    """One report at most is printed, or written to --output; no file is written twice."""
    printed = [report.format for report in found.reports if report.file is None]
    if len(printed) > 1:
        where = f"written to {found.output}" if found.output not in (None, "-") else "printed"
        raise UsageError(
            f"--format {printed[0]} and {printed[1]} cannot both be {where}: "
            f"name a file for one of them, as in --format {printed[1]}:FILE"
        )
    if found.output and found.reports and not printed:
        raise UsageError(f"--output {found.output}: each --format names its own file, nothing is left for it")
    files = [report.file for report in found.reports if report.file] + [found.output] * bool(found.output)
    twice = next((file for file in files if files.count(file) > 1), None)
    if twice is not None:
        raise UsageError(f"two reports cannot be written to the same file, {twice}")
    if found.statistics and found.reports and not {"text", "concise"} & {each.format for each in found.reports}:
        raise UsageError(f"--statistics counts in text and concise; {found.reports[0].format} holds every finding")


def _exists(path: str) -> bool:
    import os

    return os.path.lexists(path)
