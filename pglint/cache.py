"""The project's cache folder, .pglint_cache: what was read before, to be left out next time.

Nothing depends on it: what is missing, broken or cannot be written is read again. Several processes may use it at
once; a file is replaced as a whole. Files hold JSON, since a repository could bring a folder of that name along: what
is in it may be wrong, but is never run.
"""

from __future__ import annotations

import os

FOLDER = ".pglint_cache"
_MARK = "Signature: 8a477f597d28d172789f06886806bc55\n# made by pglint; see https://bford.info/cachedir/\n"


class Cache:
    """The cache folder of a project; it is made when something is written."""

    def __init__(self, root: str) -> None:
        self.folder = os.path.join(root, FOLDER)

    def read(self, name: str) -> object:
        """The content of a file; None where there is none that can be read. Links are not followed."""
        path = os.path.join(self.folder, name)
        if os.path.islink(self.folder) or os.path.islink(path) or not os.path.isfile(path):
            return None
        try:
            with open(path, encoding="utf-8") as file:
                text = file.read()
        except (OSError, ValueError):
            return None
        import json

        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return None

    def write(self, name: str, content: object) -> None:
        """Replaces a file as a whole, or leaves it as it is."""
        import json

        own = os.path.join(self.folder, f"{name}.{os.getpid()}")
        try:
            self._make()
            _remove(own)
            with open(own, "x", encoding="utf-8") as file:
                file.write(json.dumps(content, separators=(",", ":")))
            os.replace(own, os.path.join(self.folder, name))
        except (OSError, ValueError):
            _remove(own)

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
    """What tells one build of pglint from another of the same version: when it was installed, in a checkout when any
    of its files was last changed."""
    package = os.path.dirname(__file__)
    checkout = os.path.exists(os.path.join(package, os.pardir, ".git"))
    return str(_newest(package) if checkout else os.stat(__file__).st_mtime_ns)


def _newest(folder: str) -> int:
    with os.scandir(folder) as found:
        entries = [entry for entry in found if entry.name != "__pycache__"]
    return max((_newest(each.path) if each.is_dir() else each.stat().st_mtime_ns for each in entries), default=0)


def _remove(path: str) -> None:
    try:
        os.remove(path)
    except OSError:
        return
