"""Infrastructure code among the files: the servers, poolers and roles that it states, and what is wrong in it."""

from __future__ import annotations

from pglint.cluster_facts import PoolerFact, ServerFact
from pglint.facts import Fault
from pglint.record import TYPE_CHECKING
from pglint.stacks.reading import Reading, Readings
from pglint.stacks.units import SUPPRESSES, TERRAFORM, PoolerUnit, ServerUnit, Units
from pglint.tree import Tree, Unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pglint.cache import Cache
    from pglint.config import TerraformDecl
    from pglint.formats.terraform.resource import Root
    from pglint.formats.terraform.roots import Roots

WORTH_SPREADING = 200_000
"""Characters of Terraform from which on another process saves more than it costs."""


def read(tree: Tree, paths: list[str], declared: TerraformDecl | None, units: Units, cache: Cache | None) -> None:
    """Adds everything to ``units``: managed servers and poolers under their ids, the rest as facts."""
    for reading in _readings(tree, paths, declared, cache, units.internal):
        units.faults.extend(reading.faults)
        units.roots[reading.folder] = reading.files
        for path in reading.files:
            _mark(tree, path, units)
        for fact in reading.facts:
            if isinstance(fact, ServerFact):
                units.servers[fact.id] = ServerUnit((fact.span.path,), fact.is_replica, fact)
            elif isinstance(fact, PoolerFact):
                units.poolers[fact.id] = PoolerUnit((fact.span.path,), fact.home.hosts, fact)
            elif isinstance(fact, Fault):
                units.faults.append(fact)
            else:
                units.facts.append(fact)


def _readings(
    tree: Tree, paths: list[str], declared: TerraformDecl | None, cache: Cache | None, internal: list[str]
) -> list[Reading]:
    """Every root: from the cache where its files are as they were, else read."""
    environment = _environment(declared)
    var_files = declared.var_files if declared is not None else ()
    if cache is None:
        return _read(tree, paths, var_files, environment, None, internal)
    known = Readings(cache, tree, paths, var_files, environment)
    return known.all() or _read(tree, paths, var_files, environment, known, internal)


def _read(
    tree: Tree,
    paths: list[str],
    var_files: tuple[str, ...],
    environment: Mapping[str, str],
    known: Readings | None,
    internal: list[str],
) -> list[Reading]:
    from pglint.formats.terraform.inputs import Inputs
    from pglint.formats.terraform.roots import Roots

    roots = Roots(tree, paths, Inputs(var_files, environment))
    if roots.plans:
        return _planned(roots, known, internal)
    before = {folder: known.known(folder) for folder in roots.folders} if known is not None else {}
    missing = [folder for folder in roots.folders if before.get(folder) is None]
    new = _evaluated(tree, roots, missing, internal)
    if known is not None and roots.folders and len(new) == len(missing):
        known.save(new)
    return [*(reading for reading in before.values() if reading is not None), *new]


def _planned(roots: Roots, known: Readings | None, internal: list[str]) -> list[Reading]:
    """All roots at once: a plan may change any of them."""
    try:
        found = [_of(root) for root in roots.all()]
    except Exception as error:  # what is no Terraform is still checked
        from pglint.internal import trace

        internal.append(trace("Terraform with a plan", error))
        return []
    if known is not None:
        known.save(found)
    return found


def _evaluated(tree: Tree, roots: Roots, folders: list[str], internal: list[str]) -> list[Reading]:
    """These roots, by several processes where there is enough to do. An error of ours in one leaves out that one."""
    found = _spread(tree, roots, folders)
    readings = []
    for folder in folders:
        try:
            readings.append(found.get(folder) or _reading(roots, folder))
        except Exception as error:  # one root's failure must not hide the others
            from pglint.internal import trace

            internal.append(trace(f"Terraform in {folder or '.'}", error))
    return readings


def _spread(tree: Tree, roots: Roots, folders: list[str]) -> dict[str, Reading]:
    """What several processes read; nothing where one is enough."""
    count = 1
    if sum(map(roots.size, folders)) > WORTH_SPREADING and len(folders) > 1:
        from pglint.stacks import workers

        count = min(workers.processors(), len(folders))
    if count == 1:
        return {}
    from pglint.stacks.reading import packed, unpacked

    found = workers.spread(lambda folder: packed(_reading(roots, folder)), folders, count, tree)
    return {folder: reading for folder, text in found.items() if (reading := unpacked(text, tree)) is not None}


def _reading(roots: Roots, folder: str) -> Reading:
    return _of(roots.evaluate(folder))


def _of(root: Root) -> Reading:
    from pglint.formats.resources.read import facts

    return Reading(root.folder, root.files, root.absent, tuple(facts(root)), root.faults)


def _environment(declared: TerraformDecl | None) -> dict[str, str]:
    """TF_VAR_* of the environment, only where that is asked for."""
    if declared is None or not declared.environment:
        return {}
    import os

    return {name: value for name, value in sorted(os.environ.items()) if name.startswith("TF_VAR_")}


def _mark(tree: Tree, path: str, units: Units) -> None:
    try:
        source = tree.source(path)
    except Unreadable:
        return
    if source is not None and SUPPRESSES in source.text:
        units.marked[path] = TERRAFORM
