"""The files of a project, on disk or in memory, as every reader sees them: by path relative to the root, with ``/``.

The only modules that touch the file system are this one with ``content``, ``project`` (the walk), the caches, the
reports' ``--output``, ``fixes.store`` and ``init.create``.
"""

from __future__ import annotations

import os

from pglint.content import MAX_BYTES as MAX_BYTES
from pglint.content import Large, content
from pglint.record import TYPE_CHECKING, Protocol
from pglint.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from pglint.questions import Questions


SCRIPTS = (".sql", ".psql", ".pgsql")
WHOLE_SCRIPT = 2 * 1024 * 1024
"""How many bytes of SQL are read as they are; of more, what is left without its rows (formats/sql/large)."""


class Unreadable(Exception):
    """A file that is there but cannot be read as text; the message says why."""


class Tree(Protocol):
    """What include chains and formats need to know of the files around them.

    ``noted`` takes down what is asked, where that is to be remembered.
    """

    noted: Questions | None

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
        raise _too_large(len(data))
    if data.count(b"\0") > max(1, len(data) // 1000):
        raise Unreadable("the file is binary")
    return data.decode("utf-8", "surrogateescape")


def _too_large(size: int) -> Unreadable:
    return Unreadable(f"the file has {size // 1048576} MB; files above {MAX_BYTES // 1048576} MB are not read")


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
        self.noted: Questions | None = None
        self._sources: dict[str, Source | None] = {}

    def source(self, path: str) -> Source | None:
        if path not in self._sources:
            self._sources[path] = self._read(path)
        return self._sources[path]

    def _read(self, path: str) -> Source | None:
        if path in self.overlay:
            return Source(path, self.overlay[path])
        try:
            found = content(os.path.join(self.root, path))
        except OSError as error:
            self._note("text", path, error)
            raise Unreadable(f"cannot be read: {error.strerror or error}") from None
        self._note("text", path, found)
        large = isinstance(found, Large) or (found is not None and len(found) > WHOLE_SCRIPT)
        if found is not None and large and path.lower().endswith(SCRIPTS):
            return self._excerpt(path, found)
        if isinstance(found, Large):
            raise _too_large(found.size)
        return Source(path, decode(found)) if found is not None else None

    def _excerpt(self, path: str, found: bytes | Large) -> Source:
        """A large file of SQL, without the rows in it."""
        import io

        from pglint.formats.sql.large import excerpt

        try:
            with open(os.path.join(self.root, path), "rb") if isinstance(found, Large) else io.BytesIO(found) as stream:
                return excerpt(path, stream)
        except OSError as error:
            raise Unreadable(f"cannot be read: {error.strerror or error}") from None

    def _note(self, kind: str, path: str, answer: object) -> None:
        if self.noted is not None:
            self.noted.note(kind, path, answer)

    def names(self, path: str) -> list[str] | None:
        found = self._names(path)
        self._note("names", path, found)
        return found

    def _names(self, path: str) -> list[str] | None:
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
        found = os.path.isdir(os.path.join(self.root, path))
        self._note("folder", path, found)
        return found

    def forget(self) -> None:
        self._sources.clear()


class Memory:
    """Files that only exist here: the examples of a rule, the cases of a test."""

    def __init__(self, files: dict[str, str]) -> None:
        self.files = files
        self.noted: Questions | None = None
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
