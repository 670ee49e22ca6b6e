"""Files replaced as wholes: each is either the old or the new one at any moment, and several are all one or the other.

A new text is written beside its file, flushed to disk and renamed over it; mode and owner are kept. For several files
a journal in the cache folder lists them once all texts are on disk: whoever is killed while renaming, the next run
with --fix finishes it. The root is locked meanwhile, so that two runs wait for each other.
"""

from __future__ import annotations

import os
import stat

from pglint.cache import FOLDER, Cache
from pglint.content import mark
from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pglint.fixes.plan import Change

JOURNAL = "fix-journal.json"
DRAFT = ".pglint-fix-"
"""How the names of new texts begin: nothing that pglint, PostgreSQL or PgBouncer would read."""


class Refused(Exception):
    """A file that is not written; the message names it and says why. Nothing was changed."""


class Unfinished(Exception):
    """Some files are new and others are not yet; the journal tells the next run with --fix which."""


class _Draft(NamedTuple):
    """A file by its full path, and its new text beside it. ``old`` and ``new`` are marks of both."""

    path: str
    beside: str
    old: str
    new: str


class Lock:
    """Holds a project for one run with --fix at a time; the system lets go of it when the process ends."""

    def __init__(self, root: str) -> None:
        self.root = root
        self._held = -1

    def __enter__(self) -> Lock:
        try:
            import fcntl
        except ImportError:  # no such locks here: each file is still replaced as a whole
            return self
        self._held = os.open(self.root, os.O_RDONLY)
        try:
            fcntl.flock(self._held, fcntl.LOCK_EX)
        except OSError:  # nor on every network file system
            return self
        return self

    def __exit__(self, *_: object) -> None:
        if self._held != -1:
            os.close(self._held)


def write(root: str, changes: Iterable[Change]) -> None:
    """Replace files. Raises Refused before anything is changed where one of them cannot be, and Unfinished."""
    targets = _targets(root, changes)
    drafts: list[_Draft] = []
    journal = os.path.join(root, FOLDER, JOURNAL)
    try:
        for path, change in targets.items():
            drafts.append(_draft(path, change))
        if len(drafts) > 1:
            _keep(root, drafts)
        for path, change in targets.items():
            _reject_changed(path, change)  # while the drafts went to disk
    except BaseException:
        if len(targets) > 1:
            _unlink(journal)
        for each in drafts:
            _unlink(each.beside)
        raise
    try:
        for each in drafts:
            _rename(each)
    except OSError as error:
        if len(drafts) > 1:
            raise Unfinished(f"{error.filename}: {error.strerror}; the next run with --fix finishes it") from None
        _unlink(drafts[0].beside)
        raise Refused(f"{targets[drafts[0].path].path}: {error.strerror}") from None
    if len(drafts) > 1:
        _unlink(journal)


def heal(root: str) -> list[str]:
    """Finish what a run that was killed began; the paths, relative to the root, that are new now.

    A file that somebody changed since stays as it is. Raises Refused where it cannot be finished now.
    """
    journal = Cache(root).read(JOURNAL)
    if not isinstance(journal, dict) or not isinstance(journal.get("files"), list):
        return []
    files = [each for each in journal["files"] if isinstance(each, list) and len(each) == 3]
    paths = [(os.path.realpath(os.path.join(root, str(path))), str(old), str(new)) for path, old, new in files]
    drafts = [_Draft(path, _beside(path), old, new) for path, old, new in paths]
    healed = []
    try:
        for each in drafts:
            inside = _is_inside(root, each.path) and not os.path.islink(each.beside)
            if inside and _mark(each.path) == each.old and _mark(each.beside) == each.new:
                _rename(each)
                healed.append(_relative(root, each.path))
            elif inside and _mark(each.beside) == each.new:
                _unlink(each.beside)
    except OSError as error:
        raise Refused(f"{error.filename}: {error.strerror}") from None
    _unlink(os.path.join(root, FOLDER, JOURNAL))
    return healed


# -- one file ---------------------------------------------------------------------------------------------------------


def _targets(root: str, changes: Iterable[Change]) -> dict[str, Change]:
    """The changes by the full paths of their files, each once, whatever links lead to it. Raises Refused."""
    found: dict[str, Change] = {}
    for change in changes:
        other = found.setdefault(_target(root, change), change)
        if other.new != change.new:
            raise Refused(f"{change.path}: is the same file as {other.path}, which would get another text")
    return found


def _target(root: str, change: Change) -> str:
    """The file itself, behind links inside of the root. Raises Refused for what must not be written."""
    full = os.path.join(root, change.path)
    path = os.path.realpath(full)
    if not _is_inside(root, path):
        raise Refused(f"{change.path}: is a link out of the project")
    try:
        found = os.stat(path)
    except OSError as error:
        raise Refused(f"{change.path}: {error.strerror}") from None
    if not stat.S_ISREG(found.st_mode):
        raise Refused(f"{change.path}: is no regular file")
    if found.st_nlink > 1:
        raise Refused(f"{change.path}: has other names (hard links), which would keep the old text")
    if not found.st_mode & 0o222 or not os.access(path, os.W_OK):
        raise Refused(f"{change.path}: is read-only")
    folder = os.path.dirname(path)
    if not os.stat(folder).st_mode & 0o222 or not os.access(folder, os.W_OK | os.X_OK):
        raise Refused(f"{change.path}: its folder is read-only")
    _reject_changed(path, change)
    return path


def _reject_changed(path: str, change: Change) -> None:
    """Raises Refused for a file that holds another text than the one that was checked."""
    if _mark(path) != mark(_bytes(change.old)).hex():
        raise Refused(f"{change.path}: was changed meanwhile; run it again")


def _relative(root: str, path: str) -> str:
    return os.path.relpath(path, os.path.realpath(root)).replace(os.sep, "/")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _is_inside(root: str, path: str) -> bool:
    real = os.path.realpath(root)
    return os.path.realpath(path).startswith(real if real.endswith(os.sep) else real + os.sep)


def _beside(path: str) -> str:
    folder, name = os.path.split(path)
    return os.path.join(folder, f"{DRAFT}{mark(name.encode('utf-8', 'surrogateescape')).hex()[:16]}~")


def _draft(path: str, change: Change) -> _Draft:
    """The new text beside its file, on disk, with the file's mode and owner."""
    beside, found = _beside(path), os.stat(path)
    _unlink(beside)  # of a run that was killed before it had a journal
    data = _bytes(change.new)
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            if hasattr(os, "fchown") and (found.st_uid, found.st_gid) != _owner(handle):
                os.fchown(handle, found.st_uid, found.st_gid)
            os.chmod(beside, stat.S_IMODE(found.st_mode))
            os.fsync(handle)
    except OSError as error:
        _unlink(beside)
        raise Refused(f"{change.path}: {error.strerror}") from None
    return _Draft(path, beside, mark(_bytes(change.old)).hex(), mark(data).hex())


def _owner(handle: int) -> tuple[int, int]:
    found = os.fstat(handle)
    return found.st_uid, found.st_gid


def _rename(draft: _Draft) -> None:
    os.replace(draft.beside, draft.path)
    _flush(os.path.dirname(draft.path))


def _keep(root: str, drafts: list[_Draft]) -> None:
    """The journal, on disk, once all drafts are: from here on it is the new texts."""
    Cache(root).write(JOURNAL, {"files": [[_relative(root, each.path), each.old, each.new] for each in drafts]})
    path = os.path.join(root, FOLDER, JOURNAL)
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError as error:
        raise Refused(f"{FOLDER}/{JOURNAL}: {error.strerror}; several files are only changed with it") from None
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    _flush(os.path.dirname(path))


def _flush(folder: str) -> None:
    """Make a rename last. Not every system can open a folder."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        return
    finally:
        os.close(handle)


def _mark(path: str) -> str:
    """A mark of a file's bytes; '' where there is none."""
    try:
        with open(path, "rb") as file:
            return mark(file.read()).hex()
    except OSError:
        return ""


def _unlink(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return
