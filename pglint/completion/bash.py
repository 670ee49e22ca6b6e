"""The script for bash: 3.2 and newer, with or without the package bash-completion."""

from __future__ import annotations

from pglint.completion.commands import CODES, FILES, NAMES, REFS, WORDS, codes, commands, names
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.completion.commands import Command, Values

SCRIPT = """\
# Completion of pglint for bash, printed by: pglint completion bash
_pglint_codes="{codes}"
_pglint_names="{names}"

_pglint_words() {{
    COMPREPLY=($(compgen -W "$1" -- "$current"))
}}

# One of a list with commas between them.
_pglint_list() {{
    local before=
    [[ $current == *,* ]] && before=${{current%,*}},
    COMPREPLY=($(compgen -P "$before" -W "$1" -- "${{current##*,}}"))
}}

# Not by compgen -W, which runs what is in a branch called like $(this).
_pglint_refs() {{
    local ref
    while IFS= read -r ref; do
        [[ $ref == "$current"* ]] && COMPREPLY+=("$(printf %q "$ref")")
    done < <(git for-each-ref --format='%(refname:short)' 2>/dev/null)
}}

# Nothing in COMPREPLY: the shell completes files.
_pglint() {{
    local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} command=check
    COMPREPLY=()
    # bash takes --option=value for three words
    if [[ $previous == "=" ]]; then
        previous=${{COMP_WORDS[COMP_CWORD-2]}}
    elif [[ $current == "=" ]]; then
        current=
    fi
    if [[ $COMP_CWORD == 1 && $current != -* ]]; then
        _pglint_words "{commands}"
        return
    fi
    case ${{COMP_WORDS[1]}} in
        {alternatives}) command=${{COMP_WORDS[1]}} ;;
    esac
    case $command:$previous in
{values}
    esac
    if [[ $current == -* ]]; then
        case $command in
{options}
        esac
        return
    fi
    case $command in
{arguments}
    esac
}}

complete -o bashdefault -o default -F _pglint pglint
"""


def script() -> str:
    """All of it; bash sources it."""
    told = commands()
    return SCRIPT.format(
        codes=" ".join(code for code, _ in codes()),
        names=" ".join(names()),
        commands=" ".join(command.name for command in told),
        alternatives="|".join(command.name for command in told),
        values="\n".join(_values(told)),
        options="\n".join(f'            {each.name}) _pglint_words "{_options(each)}" ;;' for each in told),
        arguments="\n".join(
            f"        {each.name}) {_argument(each)} ;;" for each in told if each.arguments.kind != FILES
        ),
    )


def _values(told: tuple[Command, ...]) -> Iterator[str]:
    """What follows an option, of all commands in which that is the same."""
    places: dict[str, list[str]] = {}
    for command in told:
        for option in command.options:
            if option.values:
                places.setdefault(_call(option.values), []).extend(f"{command.name}:{name}" for name in option.names)
    for call, found in places.items():
        yield f"        {'|'.join(found)}) {call}; return ;;"


def _argument(command: Command) -> str:
    """What follows the command itself; of words only one is wanted."""
    first = "[[ $COMP_CWORD == 2 ]] && " if command.arguments.kind == WORDS else ""
    return first + _call(command.arguments)


def _options(command: Command) -> str:
    return " ".join(name for option in command.options for name in option.names)


def _call(values: Values) -> str:
    if values.kind == FILES:
        return ":"
    if values.kind == REFS:
        return "_pglint_refs"
    function = "_pglint_list" if values.many else "_pglint_words"
    words = {CODES: "$_pglint_codes", NAMES: "$_pglint_names"}.get(values.kind, " ".join(values.words))
    return f'{function} "{words}"'
