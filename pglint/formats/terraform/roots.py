"""The root modules of a project: the folders in which Terraform is started, each evaluated with all that it calls."""

from __future__ import annotations

from pglint.formats.terraform.folder import is_configuration
from pglint.formats.terraform.inputs import Inputs
from pglint.formats.terraform.survey import Survey
from pglint.project import in_example_folder
from pglint.record import TYPE_CHECKING
from pglint.tree import Tree, folder, join

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pglint.formats.terraform.modules import Modules
    from pglint.formats.terraform.resource import Root
    from pglint.source import Source


class Roots:
    """The root modules among the folders of some files that hold anything of interest, and the plans among the files.

    A folder is loaded whole, whichever of its files are given. A root module is one that no other folder calls; what
    only examples and tests call is one as well. Each of ``folders`` is evaluated when it is asked for.
    """

    def __init__(self, tree: Tree, files: Iterable[str], inputs: Inputs) -> None:
        paths = sorted(files)
        folders = {folder(path) for path in paths if is_configuration(path.rpartition("/")[2])}
        self._tree = tree
        self._inputs = inputs
        self._survey = Survey(tree, folders)
        self._modules: Modules | None = None
        self.folders: list[str] = []
        self.plans: list[Source] = []
        if self._survey.of_interest:
            from pglint.formats.terraform.modules import Modules

            self._modules = Modules(self._survey)
            called = _called(self._modules, self._survey.of_interest)
            self.folders = sorted(folders & self._survey.of_interest - called)
        named = [path for path in paths if is_plan_name(path)]
        if named:
            from pglint.formats.terraform.planned import plans

            self.plans = list(plans(tree, named))

    def size(self, path: str) -> int:
        """The characters in the files of a root's folder."""
        found = self._survey.folder(path)
        return sum(len(source.text) for source in found.texts) if found is not None else 0

    def evaluate(self, path: str) -> Root:
        """One of ``folders``, with all that it calls, as its files alone say."""
        assert self._modules is not None
        return _root(self._modules, path, self._inputs)

    def all(self) -> list[Root]:
        """All of them, by folder. Plans win over what their module's files give."""
        found = [self.evaluate(path) for path in self.folders]
        if not self.plans:
            return found
        from pglint.formats.terraform.planned import planned

        return planned(self.plans, found, self._survey)


def roots(tree: Tree, files: Iterable[str], inputs: Inputs) -> list[Root]:
    """What the Terraform files of a project come to, by root module."""
    return Roots(tree, files, inputs).all()


def is_plan_name(path: str) -> bool:
    """Whether a file may hold a plan, by its name."""
    return path.endswith(".json") and not path.endswith((".tf.json", ".tfvars.json"))


def _called(modules: Modules, folders: Iterable[str]) -> set[str]:
    """The folders that others call, and not only examples."""
    from pglint.formats.terraform.instance import is_local
    from pglint.formats.terraform.module import literal

    found: set[str] = set()
    for path in folders:
        module = modules.module(path)
        for _, block in module.of("module") if module else ():
            source = literal(block.body.setters.get("source")) or ""
            callee = join(path, source) if is_local(source) else None
            if callee is not None and callee != path and _is_example(path) <= _is_example(callee):
                found.add(callee)
    return found


def _is_example(path: str) -> bool:
    return in_example_folder(path + "/")


def _root(modules: Modules, path: str, inputs: Inputs) -> Root:
    from pglint.formats.terraform.arguments import given
    from pglint.formats.terraform.instance import Instance
    from pglint.formats.terraform.resource import Root
    from pglint.formats.terraform.run import Run
    from pglint.formats.terraform.walk import resources

    module = modules.module(path)
    assert module is not None
    run = Run(modules, path)
    run.add(module)
    arguments = given(modules, module, inputs)
    run.files.update(arguments.files)
    run.absent.update(arguments.absent)
    for fault in arguments.faults:
        run.report(fault)
    found = tuple(resources(Instance(run, module, arguments.arguments, arguments.doubt)))
    return Root(path, tuple(sorted(run.files)), found, run.faults(), tuple(sorted(run.absent)))
