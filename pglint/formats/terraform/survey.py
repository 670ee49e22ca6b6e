"""Which folders are worth loading: those that hold something of interest, or call a module that does.

It looks at texts only. It may take a folder for more than it is, where a comment calls a module; never for less.
"""

from __future__ import annotations

from pglint.formats.terraform import folder
from pglint.formats.terraform.folder import Folder
from pglint.formats.terraform.interest import wanted
from pglint.record import TYPE_CHECKING
from pglint.tree import Tree, join

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Survey:
    """The module folders of a tree that can be reached from some of them; each is read once."""

    def __init__(self, tree: Tree, folders: Iterable[str]) -> None:
        self.tree = tree
        self._folders: dict[str, Folder | None] = {}
        self.of_interest = self._survey(folders)

    def folder(self, path: str) -> Folder | None:
        """The texts of a folder, or None where it holds no module."""
        if path not in self._folders:
            self._folders[path] = folder.load(self.tree, path)
        return self._folders[path]

    def reach(self, path: str) -> Iterator[tuple[str, Folder | None]]:
        """A folder and all that it calls, each with its texts, or None where it is no module."""
        seen, waiting = {path}, [path]
        while waiting:
            place = waiting.pop()
            here = self.folder(place)
            yield place, here
            new = [callee for callee in _callees(here) if callee not in seen] if here is not None else []
            seen.update(new)
            waiting += new

    def _survey(self, folders: Iterable[str]) -> frozenset[str]:
        callers: dict[str, list[str]] = {}
        seen = set(folders)
        waiting = sorted(seen)
        found: list[str] = []
        while waiting:
            path = waiting.pop()
            here = self.folder(path)
            if here is None:
                continue
            if any(wanted(source.text) for source in here.texts):
                found.append(path)
            for callee in _callees(here):
                callers.setdefault(callee, []).append(path)
                if callee not in seen:
                    seen.add(callee)
                    waiting.append(callee)
        reached = set(found)
        while found:
            new = [path for path in callers.get(found.pop(), ()) if path not in reached]
            reached.update(new)
            found += new
        return frozenset(reached)


def _callees(here: Folder) -> Iterator[str]:
    for source in here.texts:
        for path in local_sources(source.text):
            callee = join(here.path, path)
            if callee is not None:
                yield callee


def local_sources(text: str) -> Iterator[str]:
    """What stands in quotes after ``source =``, and in JSON after ``"source":``, and is a path."""
    for start in ('"./', '"../'):
        at = text.find(start)
        while at != -1:
            end = text.find('"', at + 1)
            before = text[text.rfind("\n", 0, at) + 1 : at].rstrip(" \t")
            if before.endswith(("=", ":")) and before.rstrip(' \t"=:').endswith("source"):
                yield text[at + 1 : end]
            at = text.find(start, at + 1)
