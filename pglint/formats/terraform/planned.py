"""The plans of a project, and the root module that each belongs to."""

from __future__ import annotations

from pglint.facts import Fault
from pglint.formats.terraform.folder import text
from pglint.formats.terraform.interest import wanted
from pglint.formats.terraform.plan import Plan, is_plan, read
from pglint.formats.terraform.plan_merge import merged
from pglint.formats.terraform.resource import Root
from pglint.record import TYPE_CHECKING
from pglint.source import Source
from pglint.tree import Tree, folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pglint.formats.terraform.survey import Survey


def planned(sources: Iterable[Source], roots: list[Root], survey: Survey) -> list[Root]:
    """The roots, with plans merged into them; a plan that belongs to none of them is a root of its own.

    A plan belongs to the module in its folder, else to the nearest root above it, else to the only root there is. Where
    several do, which one is meant is not known, and none counts; a plan counts before a state.
    """
    folders = [root.folder for root in roots]
    by_folder = {root.folder: root for root in roots}
    by_home: dict[str, list[Plan]] = {}
    for source in sources:
        home = _home(folder(source.path), folders, survey)
        found = read(source)
        if isinstance(found, Plan):
            by_home.setdefault(home, []).append(found)
        elif found is not None:
            root = by_folder.get(home, Root(home, (), (), ()))
            files = tuple(sorted({*root.files, source.path}))
            by_folder[home] = root._replace(files=files, faults=(*root.faults, found))
    for home, found_here in by_home.items():
        only = _only(found_here)
        if only is not None:
            by_folder[home] = merged(by_folder.get(home, Root(home, (), (), ())), only)
    return [by_folder[home] for home in sorted(by_folder)]


def plans(tree: Tree, paths: Iterable[str]) -> Iterator[Source]:
    """The files that hold a plan or a state with something of interest."""
    for path in paths:
        source = text(tree, path)
        if source is not None and not isinstance(source, Fault) and is_plan(source) and wanted(source.text):
            yield source


def _home(here: str, roots: list[str], survey: Survey) -> str:
    if here in roots or survey.folder(here) is not None:
        return here
    above = here
    while above:
        above = folder(above)
        if above in roots:
            return above
    return roots[0] if len(roots) == 1 else here


def _only(plans: list[Plan]) -> Plan | None:
    for several in ([plan for plan in plans if plan.planned], plans):
        if several:
            return several[0] if len(several) == 1 else None
    return None
