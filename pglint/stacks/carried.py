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


def _by_path(source: Source) -> tuple[Callable[..., Source], tuple[str, str]]:
    """A file without its text, which both processes have."""
    return Source, (source.path, "")


class _Unpacker(pickle.Unpickler):
    def __init__(self, text: str, tree: Tree) -> None:
        super().__init__(io.BytesIO(text.encode("latin-1")))
        self.tree = tree

    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name)
        return self._in_tree if found is Source else found

    def _in_tree(self, path: str, text: str) -> Source:
        """The file as this process has it; one that is not in the tree as it was carried."""
        return self.tree.source(path) or Source(path, text)
