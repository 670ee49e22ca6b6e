"""The project's cache folder, .pglint_cache: what was read before, to be left out next time.

Nothing depends on it: what is missing, broken or cannot be written is read again. Several processes may use it at
once; a file is replaced as a whole. Files hold JSON, since a repository could bring a folder of that name along: what
is in it may be wrong, but is never run.
"""

from __future__ import annotations

import os

from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = ".pglint_cache"
_MARK = "Signature: 8a477f597d28d172789f06886806bc55\n# made by pglint; see https://bford.info/cachedir/\n"


class Cache:
    """The cache folder of a project; it is made when something is written.

    ``keeps``: whether anything is, which is not so where other texts stand in for files.
    """

    def __init__(self, root: str, *, keeps: bool = True) -> None:
        self.folder = os.path.join(root, FOLDER)
        self.keeps = keeps

    def read(self, name: str) -> object:
        """The content of a file; None where there is none that can be read. Links are not followed."""
        path = os.path.join(self.folder, name)
        if os.path.islink(self.folder) or os.path.islink(path) or not os.path.isfile(path):
            return None
        from pglint import bare_json

        try:
            with open(path, "rb") as file:
                return bare_json.loads(file.read().decode())
        except (OSError, ValueError, RecursionError):
            return None

    def write(self, name: str, content: object) -> None:
        """Replaces a file as a whole, or leaves it as it is."""
        if not self.keeps:
            return
        from pglint import bare_json

        own = os.path.join(self.folder, f"{name}.{os.getpid()}")
        try:
            self._make()
            _remove(own)
            with open(own, "x", encoding="utf-8") as file:
                file.write(bare_json.dumps(content))
            os.replace(own, os.path.join(self.folder, name))
        except (OSError, ValueError):
            _remove(own)

    def is_there(self) -> bool:
        """Whether the folder is there."""
        return os.path.isdir(self.folder)

    def limit(self, prefix: str, number: int) -> None:
        """Removes all but the newest files whose names begin so, unfinished ones of processes that were killed too."""
        if os.path.islink(self.folder):
            return
        try:
            with os.scandir(self.folder) as found:
                ours = [each for each in found if each.name.startswith(prefix)]
                files = sorted((each.stat(follow_symlinks=False).st_mtime_ns, each.path) for each in ours)
        except OSError:
            return
        for _, path in files[: max(0, len(files) - number)]:
            _remove(path)

    def _make(self) -> None:
        """The folder, marked so that backups and git leave it out. Never through a link out of the project."""
        if os.path.islink(self.folder):
            raise OSError("a link")
        if os.path.isdir(self.folder):
            return
        os.mkdir(self.folder)
        for name, text in ((".gitignore", "*\n"), ("CACHEDIR.TAG", _MARK)):
            with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
                file.write(text)


def build() -> str:
    """What tells one build of pglint from another of the same version: when it was installed, in a checkout which of
    its files and rules were last changed, and when.
    """
    package = os.path.dirname(os.path.abspath(__file__))
    checkout = os.path.dirname(package)
    if not os.path.exists(os.path.join(checkout, ".git")):
        return str(os.stat(__file__).st_mtime_ns)
    from pglint.content import mark

    return mark(repr(sorted((*_stamps(package), *_stamps(os.path.join(checkout, "rules")))))).hex()


def _stamps(folder: str) -> Iterator[tuple[str, int, int]]:
    """The files below a folder: path, time of the last change, size."""
    with os.scandir(folder) as found:
        entries = [entry for entry in found if entry.name != "__pycache__"]
    for each in entries:
        if each.is_dir():
            yield from _stamps(each.path)
        else:
            yield each.path, each.stat().st_mtime_ns, each.stat().st_size


def _remove(path: str) -> None:
    try:
        os.remove(path)
    except OSError:
        return
