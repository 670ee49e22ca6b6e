"""The script for zsh: as the file _pglint in a folder of fpath, or sourced after compinit."""

from __future__ import annotations

from pglint.completion.commands import CODES, FILES, NAMES, REFS, WORDS, codes, commands, names
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from pglint.completion.commands import Command, Option, Values

SCRIPT = """\
#compdef pglint
# Completion of pglint for zsh, printed by: pglint completion zsh

_pglint_codes() {{
    local -a codes=(
{codes}
    )
    _describe -t codes 'rule' codes
}}

_pglint_code_list() {{
    local -a codes=(
{listed}
    )
    _values -s , 'rule' $codes
}}

_pglint_names() {{
    local -a names=({names})
    _describe -t names 'parameter' names
}}

_pglint_refs() {{
    local -a refs=(${{(f)"$(git for-each-ref --format='%(refname:short)' 2>/dev/null)"}})
    compadd -a refs
}}

_pglint() {{
    local command=check
    local -a commands=(
{commands}
    )
    if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
        _describe -t commands 'command' commands
        _files
        return
    fi
    case $words[2] in
        {alternatives})
            command=$words[2]
            shift words
            (( CURRENT-- ))
            ;;
    esac
    case $command in
{arguments}
    esac
}}

if [[ $funcstack[1] == _pglint ]]; then
    _pglint "$@"
else
    compdef _pglint pglint
fi
"""


def script() -> str:
    """All of it."""
    told = commands()
    found = tuple(codes())
    return SCRIPT.format(
        codes="\n".join(f"        {_quoted(f'{code}:{about}')}" for code, about in found),
        listed="\n".join(f"        {_quoted(f'{code}[{about}]')}" for code, about in found),
        names=" ".join(names()),
        commands="\n".join(f"        {_quoted(f'{each.name}:{_plain(each.about)}')}" for each in told),
        alternatives="|".join(command.name for command in told),
        arguments="\n".join(map(_arguments, told)),
    )


def _arguments(command: Command) -> str:
    rows = [f"                {each}" for option in command.options for each in _option(option)]
    rows += [f"                {_quoted(each)}" for each in _behind(command.arguments)]
    return "\n".join(
        (f"        {command.name})", "            _arguments -s -S \\", " \\\n".join(rows), "            ;;")
    )


def _behind(values: Values) -> tuple[str, ...]:
    """What follows the command itself; of words only one is wanted."""
    told = _values(values, "argument")
    return (f"1{told}", "*:file:_files") if values.kind == WORDS else (f"*{told}",)


def _option(option: Option) -> list[str]:
    """One specification for each spelling; what may be given once excludes its other spellings."""
    values = "" if option.values is None else _values(option.values, "value")
    others = f"({' '.join(option.names)})" if len(option.names) > 1 and not option.again else "*" * option.again
    found = []
    for name in option.names:
        equals = "=" if values and name.startswith("--") else ""
        found.append(_quoted(f"{others}{name}{equals}[{_plain(option.about)}]{values}"))
    return found


def _values(values: Values, what: str) -> str:
    if values.kind == FILES:
        return ":file:_files"
    if values.kind == CODES:
        return f":rule:{'_pglint_code_list' if values.many else '_pglint_codes'}"
    calls = {NAMES: ":parameter:_pglint_names", REFS: ":commit or branch:_pglint_refs"}
    return calls.get(values.kind, f":{what}:({' '.join(values.words)})")


def _plain(text: str) -> str:
    """A description without what has a meaning in specifications."""
    return text.replace("[", "(").replace("]", ")").replace(":", ",").replace("\\", "")


def _quoted(text: str) -> str:
    escaped = text.replace("'", "'\\''")
    return f"'{escaped}'"
