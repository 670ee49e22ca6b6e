"""Facts carried from one process of ours to another: pickled, with files by their paths.

Only what a process of the same run wrote into its pipe is read here, never a file: see ``stored`` for those.
"""

from __future__ import annotations

import io
import pickle

from pglint.formats.sql.large import Excerpt
from pglint.record import TYPE_CHECKING
from pglint.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pglint.tree import Tree


def packed(found: object) -> str:
    """Records as a text of which each character is a byte."""
    into = io.BytesIO()
    packer = pickle.Pickler(into, pickle.HIGHEST_PROTOCOL)
    packer.dispatch_table = {Source: _by_path, Excerpt: _by_path}
    packer.dump(found)
    return into.getvalue().decode("latin-1")


def unpacked(text: str, tree: Tree) -> Any:
    """The records again."""
    return _Unpacker(text, tree).load()


def _by_path(source: Source) -> tuple[Callable[..., Source], tuple[str]]:
    """A file by its path: both processes have its text."""
    return source_at, (source.path,)


def source_at(path: str) -> Source:
    """What stands for a file in a pickle; whoever reads it looks in its own tree."""
    raise NotImplementedError(path)


class _Unpacker(pickle.Unpickler):
    def __init__(self, text: str, tree: Tree) -> None:
        super().__init__(io.BytesIO(text.encode("latin-1")))
        self.tree = tree

    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name)
        return self._find if found is source_at else found

    def _find(self, path: str) -> Source:
        return self.tree.source(path) or Source(path, "")
