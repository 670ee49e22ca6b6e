"""Lines and trees of postgresql.conf, given to the PostgreSQL of this machine now: pglint says what it says."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from pglint.facts import Setting
from tests.conf_cases import (
    Outcome,
    deviates,
    deviations,
    load,
    pglint_outcome,
    same_kind,
    server_outcome,
    settings,
)
from tests.real import programs
from tests.real.generated import lines

SERVER = programs.postgresql()
MAJOR = SERVER.numbers[0] if SERVER else 15
TITLE = f"postgresql.conf, {programs.named('PostgreSQL', SERVER)}"
WORDED = (15, 18)
"""The majors whose wording has been compared; others are only compared in what they take and refuse."""
GENERATED = 200
EMPTY_FOLDERS = {"include_dir_empty": "conf.d"}
"""A case file has no place for them."""

pytestmark = programs.needs(PostgreSQL=SERVER)


class Case(NamedTuple):
    """Files, and the parameter to ask for. ``deviates``: pglint deliberately says something else."""

    id: str
    files: dict[str, str]
    parameter: str
    command_line: tuple[str, ...] = ()
    deviates: bool = False


def recorded_lines() -> Iterator[Case]:
    listed = deviations("conf_grammar")
    for case in load("conf_grammar_cases.json"):
        line = case["line"]
        yield Case(line, {"postgresql.conf": line + "\n"}, case["parameter"], (), deviates(listed.get(line), MAJOR))


def recorded_trees() -> Iterator[Case]:
    listed = deviations("conf_file")
    for case in load("conf_file_cases.json"):
        # three letters stand for the bytes of a byte order mark
        files = {path: text.replace("ï»¿", "\ufeff") for path, text in case["files"].items()}
        other = deviates(listed.get(case["id"]), MAJOR)
        yield Case(case["id"], files, case["parameter"], tuple(case.get("command_line", ())), other)


def generated_lines() -> Iterator[Case]:
    for line in lines(MAJOR, GENERATED):
        yield Case(f"generated: {line.text}", {"postgresql.conf": line.text + "\n"}, line.parameter)


CASES = [*recorded_lines(), *recorded_trees(), *generated_lines()]


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    with programs.folder() as path:
        yield path


def asked(case: Case, home: Path, number: int = 0) -> Outcome:
    """What ``postgres -C`` answers, with the server's own message where it refuses the files."""
    assert SERVER
    data = home / f"data{number}"
    programs.write(data, {"postgresql.auto.conf": "", **case.files})
    if empty := EMPTY_FOLDERS.get(case.id):
        (data / empty).mkdir()
        programs.own(data / empty)
    options = [part for option in case.command_line for part in ("-c", option)]
    done = programs.call([SERVER.path, "-C", case.parameter, "-D", data, *options], home)
    if done.returncode == 0:
        return Outcome(done.stdout.removesuffix("\n"))
    return server_outcome(first_message(done.stderr.replace(f"{data}/", "")))


def first_message(log: str) -> str:
    """The first message with its HINT or DETAIL, without the time and the process."""
    told = re.split(r"(?:^|\n)\d{4}-[-\d]+ [:.\d]+ \w+ \[\d+\] ", log.removesuffix("\n"))[1:]
    told = [message.replace("\n\t", "\n") for message in told if not message.startswith("LOG:  skipping missing")]
    assert told, log
    first, *others = told
    level, _, hint = others[0].partition(":  ") if others else ("", "", "")
    return f"{first} | HINT:  {hint}" if level in ("HINT", "DETAIL") else first


def said(case: Case) -> Outcome:
    """What pglint makes of the same files."""
    command_line: tuple[Setting, ...] = tuple(
        setting for option in case.command_line for setting in settings(option, "command line")
    )
    files = {"postgresql.auto.conf": "", **case.files}
    return pglint_outcome(files, case.parameter, MAJOR, command_line)


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case.id for case in CASES])
def test_pglint_says_what_the_server_says(number: int, home: Path) -> None:
    case = CASES[number]
    wanted, got = asked(case, home, number), said(case)
    if case.deviates:
        assert (got.value, got.kind) != (wanted.value, wanted.kind), "no deviation any more: take it from the list"
        return
    assert got.value == wanted.value
    assert same_kind(got.kind) == wanted.kind
    if MAJOR in WORDED and got.kind != "removed-setting":
        assert plain(got.error, case.parameter) == plain(wanted.error, case.parameter)


def plain(error: str, parameter: str) -> str:
    """A message without what pglint adds on purpose, which is in what major an unknown name came.

    The server repeats a name as the file writes it, ends a token at a NUL, and shows what may be a password.
    """
    said = error.partition(", which PostgreSQL")[0].translate({0: None})
    if "pass" in parameter:
        said = said.partition(" near token ")[0]
    return re.sub(re.escape(parameter), parameter, said, flags=re.IGNORECASE)


def test_every_line_and_tree_was_compared() -> None:
    assert len(CASES) == 437 + 63 + GENERATED
    assert len({case.id for case in CASES}) == len(CASES)
