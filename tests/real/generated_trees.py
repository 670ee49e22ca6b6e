"""Files of postgresql.conf that include each other, which nobody wrote: the same ones in every run."""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from pglint.catalog.postgresql import parameter
from tests.real.generated import OTHER, SEED, lines

TARGETS = ("a.conf", "b.conf", "deep/c.conf", "deep/d.conf")
FOLDERS = ("conf.d", "deep")
IN_FOLDER = ("conf.d/10.conf", "conf.d/9.conf", "conf.d/Z.conf", "conf.d/.hidden.conf", "conf.d/note.txt", "conf.d/.conf", "conf.d/x.conf~")
DIRECTIVES = ("include '{}'", "include = '{}'", "INCLUDE '{}' # a note", "include_if_exists = '{}'", "include {}", "Include_If_Exists '{}'",
              "include='{}'", "\tinclude\t'{}'\r")  # fmt: skip
ODD = ("include ''", "include_dir ' '", "include 'missing.conf'", "include", "include 'a.conf' 'b.conf'", "include_dir 'postgresql.auto.conf'", "include 'conf.d'",
       "include_dir", "include \"a.conf\"", "include 'postgresql.conf'")  # fmt: skip
LOGGED = ("log_", "syslog_", "event_source")
"""What decides how the server says what is wrong."""


class Written(NamedTuple):
    """Files by name, of which postgresql.conf is the first that is read, and the parameter to ask for."""

    files: dict[str, str]
    parameter: str


def trees(major: int, count: int, seed: int = SEED) -> list[Written]:
    """That many trees for one major of the server."""
    chance = Random(seed + 1)
    stock = [line for line in lines(major, 8 * count, seed + 1) if not line.parameter.startswith((OTHER, *LOGGED))]
    by_name: dict[str, list[str]] = {}
    for line in stock:
        known = parameter(line.parameter, major)
        if known is None or "BUILD_DEFAULT" in known.flags:
            continue  # what it is where no file sets it is up to whoever built the server
        by_name.setdefault(line.parameter, []).append(line.text)
    return [_tree(chance, by_name) for _ in range(count)]


def _tree(chance: Random, by_name: dict[str, list[str]]) -> Written:
    asked, other = chance.sample(sorted(by_name), 2)

    def some(most: int) -> Iterator[str]:
        for _ in range(chance.randint(0, most)):
            name = asked if chance.random() < 0.8 else other
            yield chance.choice(by_name[name])

    files = {"postgresql.conf": [*some(2)], "postgresql.auto.conf": [*some(1)] if chance.random() < 0.3 else []}
    # those that are there, in the order in which they include each other
    present = [name for name in TARGETS if chance.random() < 0.6]
    for name in present:
        files[name] = [*some(2)]
    if chance.random() < 0.5:
        files |= {name: [*some(1)] for name in chance.sample(IN_FOLDER, chance.randint(1, 4))}
        files["conf.d/a.conf"] = [*some(1)]
    for place, name in enumerate(["postgresql.conf", *present]):
        _include(chance, files, name, present[place:])
    text = {name: chance.choice(("\n", "\n", "\r\n")).join([*found, ""]) for name, found in files.items()}
    return Written(text, asked)


def _include(chance: Random, files: dict[str, list[str]], name: str, below: list[str]) -> None:
    """Lines that include others, in one file: paths start at its own folder."""
    up = "../" if name.startswith("deep/") else ""
    for target in below:
        if chance.random() < 0.7:
            files[name].insert(chance.randint(0, len(files[name])), chance.choice(DIRECTIVES).format(_from(up, target)))
    for folder in FOLDERS:
        if chance.random() < 0.3 and not up and any(path.startswith(f"{folder}/") for path in files):
            files[name].insert(chance.randint(0, len(files[name])), f"include_dir '{folder}'")
    if chance.random() < 0.1:
        # a folder that is not there is an error for the server, and unknown for pglint
        files[name].append(chance.choice([line for line in ODD if not (up and "auto" in line)]))


def _from(up: str, target: str) -> str:
    """A path of the data directory as a file of its own folder, or of ``deep``, names it."""
    return target.removeprefix("deep/") if up and target.startswith("deep/") else up + target
