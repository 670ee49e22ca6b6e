"""The cases of real servers for postgresql.conf, and what pglint makes of the same files."""

import json
from pathlib import Path
from typing import Any, NamedTuple

from pglint.catalog.guc import show
from pglint.catalog.postgresql import Parameter
from pglint.facts import Setting
from pglint.formats.postgresql_conf import read
from pglint.model.conf_faults import faults
from pglint.model.settings import Settings
from pglint.source import Source
from pglint.stacks.conf_chain import follow
from pglint.tree import Memory
from pglint.values import Unknown

DATA = Path(__file__).parent / "data"
GRAMMAR_MAJORS = tuple(range(10, 19))
FILE_MAJORS = (12, 15, 18)
REFUSED = {"syntax-error": 0, "include-problem": 0, "unknown-setting": 1, "removed-setting": 1, "invalid-value": 2}
"""What a server does not start with, and when it says so: files are read, then all names are looked up, then all values."""


class Outcome(NamedTuple):
    """What comes of a file: the value as ``postgres -C`` prints it, or the first error."""

    value: str | None
    kind: str = ""
    error: str = ""


def load(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def deviations(key: str) -> dict[str, dict[str, Any]]:
    return {entry["case"]: entry for entry in load("deviations.json").get(key, [])}


def deviates(entry: dict[str, Any] | None, major: int) -> bool:
    return entry is not None and "differs" not in entry and major in entry.get("majors", [major])


def server_outcome(error: str) -> Outcome:
    """A server's message in the words that pglint uses for it."""
    text = error.removeprefix("LOG:  ").replace(" | HINT:  ", " (") + (")" if " | HINT:  " in error else "")
    if text.startswith("syntax error in file"):
        return Outcome(None, "syntax-error", "syntax error " + text.partition(", ")[2])
    if text.startswith("unrecognized configuration parameter"):
        return Outcome(None, "unknown-setting", text.partition(" in file")[0])
    if text.startswith(("could not open", "configuration file recursion", "empty configuration", "input in flex")):
        return Outcome(None, "include-problem", text)
    return Outcome(None, "invalid-value", text)


def pglint_outcome(files: dict[str, str], name: str, major: int, command_line: tuple[Setting, ...] = ()) -> Outcome:
    chain = follow(Memory(files), "postgresql.conf", command_line)
    found = [*chain.faults, *faults(chain, (major,))]
    first = min((fault for fault in found if fault.kind in REFUSED), key=lambda fault: REFUSED[fault.kind], default=None)
    if first is not None:
        return Outcome(None, first.kind, first.text)
    value = Settings(chain, (major,), complete=True).cell(name, major).value
    assert not isinstance(value, Unknown), value
    assert isinstance(value, bool | int | str)
    return Outcome(show(value, Parameter(name, "")))


def same_kind(kind: str) -> str:
    """A removed parameter is simply unknown to the server."""
    return "unknown-setting" if kind == "removed-setting" else kind


def settings(text: str, path: str = "postgresql.conf") -> list[Setting]:
    return [item for item in read(Source(path, text)) if isinstance(item, Setting)]
