"""pglint completion: one script for one shell."""

import pytest

from pglint.cli import help as texts
from pglint.cli.main import run
from pglint.cli.parser import COMMANDS, EVERYWHERE, OPTIONS, SHELLS
from pglint.completion.commands import commands


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_says_what_prints_it(shell: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", shell]) == 0
    out, err = capfd.readouterr()
    assert f"printed by: pglint completion {shell}\n" in out
    assert (out.isascii(), err) == (True, "")


@pytest.mark.parametrize("line", ["completion", "completion tcsh", "completion bash zsh"])
def test_which_shell(line: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(line.split()) == 2
    message = "completion for which shell? It is one of bash, zsh, fish: pglint completion bash"
    assert capfd.readouterr() == ("", f"pglint: {message}\n")


def test_every_command_and_option_is_described_by_the_help_texts() -> None:
    told = commands()
    assert [command.name for command in told] == list(COMMANDS)
    assert texts.COMMANDS.keys() == set(COMMANDS)
    for command in told:
        assert command.about, command.name
        assert sorted(name for option in command.options for name in option.names) == sorted({**OPTIONS[command.name], **EVERYWHERE})
        assert [option.names for option in command.options if not option.about] == []


def test_what_is_said_of_options() -> None:
    about = {name: option.about for command in commands() for option in command.options for name in option.names if command.name == "baseline"}
    assert about["--prune"] == "only drop what is found no more, and add nothing"
    assert about["--quiet"] == about["-q"] == "say nothing"
    assert about["--ignore"] == "not these"
    assert about["--help"] == "how it is used"
