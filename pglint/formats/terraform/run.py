"""What the module instances of one root share: the files, what is wrong in them, and how expressions are evaluated."""

from __future__ import annotations

import posixpath

from pglint.facts import Fault
from pglint.formats.hcl.syntax import SyntaxFault
from pglint.formats.terraform import evaluate, folder
from pglint.formats.terraform.modules import Modules
from pglint.formats.terraform.values import Value
from pglint.record import TYPE_CHECKING
from pglint.source import Source, Span
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.formats.hcl.syntax import Body, Expression, Setter
    from pglint.formats.terraform.module import Module
    from pglint.formats.terraform.scope import Scope


class Run:
    """The evaluation of one root module, in ``folder``."""

    def __init__(self, modules: Modules, path: str) -> None:
        self.modules = modules
        self.folder = path
        self.files: set[str] = set()
        self.absent: set[str] = set()
        self._faults: dict[str, Fault] = {}

    def add(self, module: Module) -> None:
        """Take note of a module's files and of what is wrong in them, also where nothing refers to it."""
        self.files.update(module.files)
        for fault in module.faults:
            self.report(fault)
        for setter in module.locals.values():
            self._check(setter)
        for (kind, *_), block in module.blocks.items():
            for setter in _setters(block.body):
                # the names in a call's providers are no expressions
                if kind != "module" or setter.name != "providers":
                    self._check(setter)

    def _check(self, setter: Setter) -> None:
        try:
            setter.expression.node()
        except SyntaxFault as fault:
            self.report(_fault(fault, setter.expression.source))

    def pass_over(self, path: str) -> None:
        """Take note of a module that holds nothing of interest, now: of its files and those of what it calls."""
        for place, found in self.modules.reach(path):
            if found is None:
                self.absent.add(place)
            else:
                self.files.update(source.path for source in found.texts)

    def report(self, fault: Fault) -> None:
        """Take note of a fault; of each file the first one is kept."""
        known = self._faults.get(fault.span.path)
        if known is None or fault.span.start < known.span.start:
            self._faults[fault.span.path] = fault

    def faults(self) -> tuple[Fault, ...]:
        """At most one a file, by path."""
        return tuple(self._faults[path] for path in sorted(self._faults))

    def settle(self, expression: Expression, scope: Scope) -> Value:
        """The value of an expression; one that does not parse or that Terraform refuses is unknown."""
        source = expression.source
        try:
            node = expression.node()
        except SyntaxFault as fault:
            self.report(_fault(fault, source))
            return Value(Unknown("the expression has a syntax error", expression.span))
        return evaluate.settle(node, source, scope)

    def text(self, path: str, module: str) -> str | Unknown:
        """The text of a file that the module in the folder ``module`` names.

        Paths are seen from where Terraform is started. That is the root module's folder, unless somebody uses
        ``-chdir``; so only paths that start with path.module or path.root are certain, and those in a root of the tree.
        """
        place = posixpath.normpath(path)
        starts = {shown(module), shown(self.folder)}
        if "." not in starts and not any(place.startswith(start + "/") for start in starts):
            return Unknown(f"{path} is relative to the folder where Terraform runs")
        if place.startswith(("/", "../")):
            return Unknown(f"{path} lies outside of the project")
        found = folder.text(self.modules.tree, place)
        if isinstance(found, Source):
            self.files.add(place)
            return found.text
        if found is None:
            self.absent.add(place)
            return Unknown(f"{path} is not in the project")
        self.files.add(place)
        return Unknown(f"{path}: {found.text}")


def _fault(fault: SyntaxFault, source: Source) -> Fault:
    """What is wrong, at the character at which it is."""
    end = min(fault.offset + 1, len(source.text))
    return Fault("syntax-error", fault.text, Span(source, fault.offset, end))


def _setters(body: Body) -> Iterator[Setter]:
    """The attributes of a body and of the blocks in it."""
    yield from body.setters.values()
    for block in body.blocks:
        yield from _setters(block.body)


def shown(path: str) -> str:
    """A folder of the tree as path.module gives it."""
    return path or "."
