"""The files of a project, on disk or in memory, as every reader sees them: by path relative to the root, with ``/``.

The only modules that touch the file system are this one, ``project`` (the walk) and the reports' ``--output``.
"""

from __future__ import annotations

import os

from pglint.record import TYPE_CHECKING, Protocol
from pglint.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_BYTES = 32 * 1024 * 1024


class Unreadable(Exception):
    """A file that is there but cannot be read as text; the message says why."""


class Tree(Protocol):
    """What include chains and formats need to know of the files around them."""

    def source(self, path: str) -> Source | None:
        """The file's text, or None where there is no such regular file. Raises Unreadable."""

    def names(self, path: str) -> list[str] | None:
        """The regular files in a folder, or None where there is no such folder."""

    def is_folder(self, path: str) -> bool: ...

    def forget(self) -> None:
        """Let go of the texts that were read; they may be read again."""


def decode(data: bytes) -> str:
    """The text of a file's bytes. Raises Unreadable for what cannot be a configuration file."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("the file is UTF-16; PostgreSQL and PgBouncer read bytes, save it as UTF-8")
    if len(data) > MAX_BYTES:
        raise Unreadable(f"the file has {len(data) // 1048576} MB; files above {MAX_BYTES // 1048576} MB are not read")
    if data.count(b"\0") > max(1, len(data) // 1000):
        raise Unreadable("the file is binary")
    return data.decode("utf-8", "surrogateescape")


def join(folder: str, path: str) -> str | None:
    """``path`` seen from ``folder``, both relative to the root; None where it leads out of the tree."""
    if path.startswith("/"):
        return None
    joined = os.path.normpath(os.path.join(folder, path)).replace(os.sep, "/")
    return None if joined == ".." or joined.startswith("../") else ("" if joined == "." else joined)


def folder(path: str) -> str:
    """The folder of a path: '' at the root."""
    return path.rpartition("/")[0]


class Disk:
    """The files below ``root``; each is read once until it is forgotten. ``hidden`` ones are in no folder's list.

    ``overlay`` holds texts that stand in for files (standard input).
    """

    def __init__(
        self, root: str, overlay: dict[str, str] | None = None, hidden: Callable[[str], bool] | None = None
    ) -> None:
        self.root = root
        self.overlay = overlay or {}
        self.hidden = hidden
        self._sources: dict[str, Source | None] = {}

    def source(self, path: str) -> Source | None:
        if path not in self._sources:
            self._sources[path] = self._read(path)
        return self._sources[path]

    def _read(self, path: str) -> Source | None:
        if path in self.overlay:
            return Source(path, self.overlay[path])
        full = os.path.join(self.root, path)
        try:
            if not os.path.isfile(full):
                return None
            with open(full, "rb") as file:
                data = file.read(MAX_BYTES + 1)
            if len(data) > MAX_BYTES:
                size = os.path.getsize(full) // 1048576
                raise Unreadable(f"the file has {size} MB; files above {MAX_BYTES // 1048576} MB are not read")
        except OSError as error:
            raise Unreadable(f"cannot be read: {error.strerror or error}") from None
        return Source(path, decode(data))

    def names(self, path: str) -> list[str] | None:
        found = {each.rpartition("/")[2] for each in self.overlay if folder(each) == path}
        try:
            with os.scandir(os.path.join(self.root, path)) as entries:
                found.update(entry.name for entry in entries if entry.is_file())
        except OSError:
            if not found:
                return None
        hidden, prefix = self.hidden, path + "/" if path else ""
        return sorted((name for name in found if hidden is None or not hidden(prefix + name)), key=os.fsencode)

    def is_folder(self, path: str) -> bool:
        return os.path.isdir(os.path.join(self.root, path))

    def forget(self) -> None:
        self._sources.clear()


class Memory:
    """Files that only exist here: the examples of a rule, the cases of a test."""

    def __init__(self, files: dict[str, str]) -> None:
        self.files = files
        self._sources: dict[str, Source] = {}

    def source(self, path: str) -> Source | None:
        if path not in self.files:
            return None
        if path not in self._sources:
            self._sources[path] = Source(path, decode(self.files[path].encode("utf-8", "surrogateescape")))
        return self._sources[path]

    def names(self, path: str) -> list[str] | None:
        prefix = path + "/" if path else ""
        below = [name[len(prefix) :] for name in self.files if name.startswith(prefix)]
        if not below and path:
            return None
        return sorted((name for name in below if "/" not in name), key=os.fsencode)

    def is_folder(self, path: str) -> bool:
        return not path or any(name.startswith(path + "/") for name in self.files)

    def forget(self) -> None:
        self._sources.clear()
