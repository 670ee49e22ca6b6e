"""A module's folder: which of its files Terraform reads, in which order, and their texts."""

from __future__ import annotations

from pglint.facts import Fault
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.source import Source, Span
from pglint.tree import Tree, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable

SUFFIXES = (".tf", ".tf.json")


class Folder(NamedTuple):
    """The texts of a module: its configuration, and the override files that are merged into it afterwards."""

    path: str
    sources: tuple[Source, ...]
    overrides: tuple[Source, ...]
    faults: tuple[Fault, ...]

    @property
    def texts(self) -> Iterable[Source]:
        return (*self.sources, *self.overrides)


def is_configuration(name: str) -> bool:
    """Whether Terraform reads a file of this name as part of a module (configs/parser_config_dir.go)."""
    return name.endswith(SUFFIXES) and not _is_of_an_editor(name)


def is_override(name: str) -> bool:
    """Whether a configuration file of this name is merged into the others (Terraform, "Override Files")."""
    stem = name.removesuffix(".json").removesuffix(".tf")
    return stem == "override" or stem.endswith("_override")


def _is_of_an_editor(name: str) -> bool:
    return name.startswith(".") or name.endswith("~") or (name.startswith("#") and name.endswith("#"))


def load(tree: Tree, path: str) -> Folder | None:
    """The module in a folder, or None where there is none."""
    names = [name for name in tree.names(path) or () if is_configuration(name)]
    if not names:
        return None
    sources: list[Source] = []
    overrides: list[Source] = []
    faults: list[Fault] = []
    for name in sorted(names):
        found = text(tree, below(path, name))
        if isinstance(found, Fault):
            faults.append(found)
        elif found is not None:
            (overrides if is_override(name) else sources).append(found)
    return Folder(path, tuple(sources), tuple(overrides), tuple(faults))


def text(tree: Tree, path: str) -> Source | Fault | None:
    """A file's text, or why there is none; None where there is no such file."""
    try:
        return tree.source(path)
    except Unreadable as error:
        return Fault("unparsed-file", str(error), Span(Source(path, ""), 0, 0), name=path)


def variable_files(tree: Tree, path: str) -> list[str]:
    """The files that give a root module its input values without being named, the last one winning.

    Terraform, "Assign values to input variables": terraform.tfvars, terraform.tfvars.json, then ``*.auto.tfvars`` and
    ``*.auto.tfvars.json`` in lexical order of their names.
    """
    names = tree.names(path) or []
    always = [name for name in ("terraform.tfvars", "terraform.tfvars.json") if name in names]
    found = sorted(
        name for name in names if name.endswith((".auto.tfvars", ".auto.tfvars.json")) and not _is_of_an_editor(name)
    )
    return [below(path, name) for name in always + found]


def below(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name
