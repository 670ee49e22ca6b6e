"""Shells that complete a line as they do for who types it."""

import os
import pty
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

SECONDS = 30
"""By when a shell has started and answered; it takes less than one."""

CAPTURE = """\
PS1= PS2= RPS1=
unsetopt prompt_sp prompt_cr auto_list auto_menu beep
{before}
autoload -Uz compinit && compinit -u -D
{after}
compadd() {{
    if [[ ${{@[1,(i)(-|--)]}} == *-(O|A|D)\\ * ]]; then
        builtin compadd "$@"
        return
    fi
    typeset -a hits
    builtin compadd -A hits "$@"
    (( $#hits )) && print -rl -- $hits >> $out
    builtin compadd "$@"
}}
typeset -i number=0
offer() {{
    out={out}/$number
    : > $out
    zle complete-word
    BUFFER=
    : > $out.done
    number+=1
}}
zle -N offer
bindkey '^T' offer
: > {out}/ready
"""
"""Writes what is offered when control-T is pressed to a file, each on a line, and empties the line."""


def needs(shell: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(shell) is None, reason=f"not installed (sh scripts/servers.sh): {shell}")


def bash(script: Path, folder: Path, lines: Sequence[str]) -> list[list[str]]:
    """What readline would offer for each line: the words in COMPREPLY, or files where there are none and it asks for them."""
    asked = "".join(f"offer {' '.join(map(_bash_word, _bash_words(line)))}\n" for line in lines)
    program = f"""\
source {script}
offer() {{
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
    _pglint
    printf '%s\\n' "${{COMPREPLY[@]}}" ===
}}
{asked}"""
    return _answers(_output(["bash", "--norc", "--noprofile", "-c", program], folder))


def fish(script: Path, folder: Path, lines: Sequence[str]) -> list[list[str]]:
    """What fish would offer for each line, with its descriptions behind a tab."""
    asked = "".join(f"complete -C '{line}'; echo ===; " for line in lines)
    home = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config"), "XDG_DATA_HOME": str(folder / "data")}
    return _answers(_output(["fish", "--no-config", "-c", f"source {script}; {asked}"], folder, home))


def zsh(script: Path, folder: Path, lines: Sequence[str], *, sourced: bool = True) -> list[list[str]]:
    """What zsh offers for each line, typed at a terminal.

    The script is sourced, or (as _pglint) found in a folder of fpath.
    """
    out = script.parent
    rc = out / "rc"
    before, after = ("", f"source {script}") if sourced else (f"fpath=({out} $fpath)", "")
    rc.write_text(CAPTURE.format(before=before, after=after, out=out), encoding="utf-8")
    with Terminal(["zsh", "-f", "-i"], folder) as shell:
        shell.type(f"source {rc}\n")
        shell.wait(out / "ready")
        for number, line in enumerate(lines):
            shell.type(f"{line}\x14")
            shell.wait(out / f"{number}.done")
    return [(out / str(number)).read_text(encoding="utf-8").split("\n")[:-1] for number in range(len(lines))]


class Terminal:
    """A program at a terminal of 200 columns; what it prints is read and kept."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self.ours, theirs = pty.openpty()
        env = {"PATH": os.environ["PATH"], "TERM": "dumb", "HOME": str(folder), "LC_ALL": "C.UTF-8", "COLUMNS": "200"}
        self.process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder, env=env, start_new_session=True
        )
        os.close(theirs)
        os.set_blocking(self.ours, False)
        self.seen = b""

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *error: Any) -> None:
        self.process.kill()
        self.process.wait(SECONDS)
        os.close(self.ours)

    def type(self, text: str) -> None:
        self.read()
        os.write(self.ours, text.encode())

    def read(self) -> None:
        try:
            while data := os.read(self.ours, 65536):
                self.seen += data
        except OSError:  # nothing more now
            pass

    def wait(self, file: Path) -> None:
        """Until the file is there."""
        end = time.monotonic() + SECONDS
        while not file.exists():
            self.read()
            assert self.process.poll() is None, self.seen.decode(errors="replace")
            assert time.monotonic() < end, self.seen.decode(errors="replace")
            time.sleep(0.01)


def _bash_words(line: str) -> list[str]:
    """A line as bash splits it for completion: ``=`` and ``:`` are words of their own (COMP_WORDBREAKS)."""
    words: list[str] = []
    for part in line.split(" "):
        text = part
        while "=" in text:
            head, _, text = text.partition("=")
            words += [head, "="]
        if text or "=" not in part:
            words.append(text)
    return words


def _bash_word(word: str) -> str:
    return f"'{word}'"


def _answers(output: str) -> list[list[str]]:
    return [answer.split("\n")[:-1] for answer in output.split("===\n")[:-1]]


def _output(command: list[str], folder: Path, more: dict[str, str] | None = None) -> str:
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(folder), **(more or {})}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=True, timeout=SECONDS)
    assert done.stderr == ""
    return done.stdout
