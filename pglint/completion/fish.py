"""The script for fish."""

from __future__ import annotations

from pglint.completion.commands import CODES, FILES, NAMES, REFS, WORDS, codes, commands, names
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.completion.commands import Option, Values

HEAD = """\
# Completion of pglint for fish, printed by: pglint completion fish
function __pglint_command
    set -l words (commandline -opc)
    if set -q words[2]; and contains -- $words[2] {commands}
        echo $words[2]
    else
        echo check
    end
end

function __pglint_codes
    string split , '{codes}' | string replace : \\t
end

function __pglint_names
    string split ' ' '{names}'
end

function __pglint_refs
    git for-each-ref --format='%(refname:short)' 2>/dev/null
end

"""


def script() -> str:
    """All of it; fish reads it when pglint is completed for the first time."""
    return "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    told = commands()
    yield HEAD.format(
        commands=" ".join(command.name for command in told),
        codes=",".join(f"{code}:{about}" for code, about in codes()),
        names=" ".join(names()),
    ).rstrip("\n")
    yield ""
    first = "test (count (commandline -opc)) -eq 1"
    for command in told:
        yield f"complete -c pglint -n '{first}' -a {command.name} -d {_quoted(command.about)}"
    for command in told:
        here = f"complete -c pglint -n 'test (__pglint_command) = {command.name}'"
        yield ""
        if command.arguments.kind != FILES:
            where = "-eq 2" if command.arguments.kind == WORDS else "-gt 1"  # of words only one is wanted
            behind = f"test (__pglint_command) = {command.name}; and test (count (commandline -opc)) {where}"
            yield f"complete -c pglint -n '{behind}' -f{_words(command.arguments)}"
        for option in command.options:
            yield here + _option(option)


def _option(option: Option) -> str:
    flags = "".join(f" -l {name[2:]}" if name.startswith("--") else f" -s {name[1:]}" for name in option.names)
    described = f" -d {_quoted(option.about)}" if option.about else ""
    if option.values is None:
        return flags + described
    takes = "-r" if option.values.kind == FILES else "-x"
    return f"{flags} {takes}{_words(option.values)}{described}"


def _words(values: Values) -> str:
    if values.kind == FILES:
        return " -F"
    if values.kind == CODES:
        return " -a '(__fish_complete_list , __pglint_codes)'" if values.many else " -a '(__pglint_codes)'"
    calls = {NAMES: "(__pglint_names)", REFS: "(__pglint_refs)"}
    return f" -a '{calls.get(values.kind, ' '.join(values.words))}'"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
