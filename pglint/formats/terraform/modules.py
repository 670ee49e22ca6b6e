"""The parsed files of a tree, each read once: modules by folder, and files of variables."""

from __future__ import annotations

from pglint.facts import Fault
from pglint.formats.hcl.files import read
from pglint.formats.hcl.syntax import Body
from pglint.formats.terraform import folder
from pglint.formats.terraform.folder import Folder
from pglint.formats.terraform.module import Module, parse
from pglint.formats.terraform.survey import Survey
from pglint.record import TYPE_CHECKING
from pglint.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterator


class Modules:
    """What was read of a tree."""

    def __init__(self, survey: Survey) -> None:
        self.tree: Tree = survey.tree
        self._survey = survey
        self._modules: dict[str, Module | None] = {}
        self._bodies: dict[str, tuple[Body, Fault | None]] = {}

    def module(self, path: str) -> Module | None:
        """The module in a folder, or None where there is none."""
        if path not in self._modules:
            found = self._survey.folder(path)
            self._modules[path] = None if found is None else parse(found)
        return self._modules[path]

    def is_of_interest(self, path: str) -> bool:
        """Whether a module, or one that it calls, may hold something of interest."""
        return path in self._survey.of_interest

    def reach(self, path: str) -> Iterator[tuple[str, Folder | None]]:
        """A module's folder and all that it calls, as far as the texts tell; None for what is not there."""
        return self._survey.reach(path)

    def body(self, path: str) -> tuple[Body, Fault | None] | None:
        """A file of variables and the first thing wrong in it, or None where there is no such file."""
        if path not in self._bodies:
            source = folder.text(self.tree, path)
            if source is None:
                return None
            if isinstance(source, Fault):
                self._bodies[path] = Body({}, ()), source
            else:
                body, faults = read(source)
                self._bodies[path] = body, faults[0] if faults else None
        return self._bodies[path]
