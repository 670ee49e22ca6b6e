"""A collection of real files from public repositories, where it is beside the checkout, and what pglint says of them.

The files are other people's and stay where they are: nothing of them is part of the project.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pglint.check import run
from pglint.config import Config
from pglint.findings.finding import Finding, Outcome
from pglint.findings.selection import Selection
from pglint.project import kind, walk
from pglint.rulebook.load import rules
from pglint.rulebook.rule import Rulebook
from pglint.tree import Disk, Memory, Tree, decode

ROOT = Path(__file__).resolve().parents[3] / "shared" / "corpus"
KINDS = ("postgresql_conf", "pgbouncer_ini", "terraform", "sql")


class Item(NamedTuple):
    """A file: its name in the collection, and its path in the repository that it comes from."""

    name: str
    repo: str
    path: str
    kind: str


@cache
def rulebook() -> Rulebook:
    return rules()


@cache
def manifest() -> dict[str, Item]:
    """The files by name; none where the collection is not there."""
    if not ROOT.is_dir():
        return {}
    listed = json.loads((ROOT / "MANIFEST.json").read_text(encoding="utf-8"))
    items = (Item(row["file"], row["repo"], row["path"], row["kind"]) for row in listed)
    return {item.name: item for item in items}


def files() -> list[Item]:
    """The files whose names pglint takes for its own."""
    return [item for item in manifest().values() if item.kind in KINDS and kind(item.path)]


def beside(name: str) -> list[str]:
    """The files that are read with one: of Terraform all of its repository that are here, else none."""
    item = manifest()[name]
    if item.kind != "terraform":
        return [name]
    return [each.name for each in manifest().values() if each.repo == item.repo and each.kind == item.kind]


def stacks() -> list[str]:
    """The folders that hold several files of one repository."""
    folder = ROOT / "stacks"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def text(item: Item) -> str:
    return decode((ROOT / item.name).read_bytes())


def check(names: Iterable[str], extra: Mapping[str, str] | None = None) -> Outcome:
    """These files in one tree, under the paths that they have in their repository. ``extra`` adds texts by path."""
    texts = {item.path: text(item) for item in (manifest()[name] for name in names)}
    texts.update(extra or {})
    return judge(Memory(texts), sorted((path, kind(path) or "") for path in texts if kind(path)))


def check_stack(name: str) -> Outcome:
    root = str(ROOT / "stacks" / name)
    return judge(Disk(root), walk(root))


def judge(tree: Tree, found: list[tuple[str, str]]) -> Outcome:
    """All rules that run by default."""
    return run(tree, found, Config(), Selection(), rulebook())


def shown(finding: Finding) -> str:
    return f"{finding.span.path}:{finding.span.line}: {finding.code} {finding.severity}: {finding.message}"
