"""The project as it was: what is on disk, but for the files that changed."""

from __future__ import annotations

from pglint import globs, project
from pglint.record import TYPE_CHECKING
from pglint.tree import Disk, Unreadable, decode, folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pglint.source import Source


class Past(Disk):
    """A tree in which ``before`` are the texts of the files that changed, and those that are ``gone`` were not yet.

    What cannot be read as text is in ``unreadable``, with the reason.
    """

    def __init__(self, root: str, before: Mapping[str, bytes], gone: Iterable[str], exclude: tuple[str, ...]) -> None:
        texts: dict[str, str] = {}
        self.unreadable: dict[str, str] = {}
        for path, data in before.items():
            try:
                texts[path] = decode(data)
            except Unreadable as error:
                self.unreadable[path] = str(error)
        self.gone = frozenset(gone) - frozenset(before)
        self.before = frozenset(before)
        excluded = globs.matcher(exclude)
        super().__init__(root, texts, lambda path: self._is_gone(path) or (bool(exclude) and excluded(path)))

    def _is_gone(self, path: str) -> bool:
        return project.is_named(path, self.gone)

    def _read(self, path: str) -> Source | None:
        if path in self.unreadable:
            raise Unreadable(self.unreadable[path])
        if path not in self.overlay and self._is_gone(path):
            return None
        return super()._read(path)

    def is_folder(self, path: str) -> bool:
        return super().is_folder(path) or any(each.startswith(path + "/") for each in self.before)

    def files(self, now: Iterable[tuple[str, str]], exclude: tuple[str, ...]) -> list[tuple[str, str]]:
        """The files that a walk would have found, with their kinds; ``now`` is what it finds today."""
        excluded = globs.matcher(exclude)
        found = {path: kind for path, kind in now if not self._is_gone(path) and not excluded(path)}
        mains = {folder(path) for path, kind in found.items() if kind == "postgresql.conf"}
        for path in self.before:
            kind = project.kind(path)
            skipped = any(part in project.SKIPPED for part in path.split("/")[:-1])
            fragment = kind == "postgresql.conf" and _is_fragment(path, mains)
            if kind and path not in found and not (skipped or fragment or excluded(path)):
                found[path] = kind
        return sorted(found.items())

    def configuration(self) -> str | None:
        """The name of the configuration that stood at the root, or None."""
        for name in ("pglint.toml", "pyproject.toml"):
            try:
                source = self.source(name)
            except Unreadable:
                continue
            if source is not None and (name == "pglint.toml" or "tool.pglint" in source.text):
                return name
        return None


def _is_fragment(path: str, mains: set[str]) -> bool:
    """Whether a path lies in a ``conf.d`` beside a postgresql.conf, which includes it or not."""
    above = folder(path)
    while above:
        if above.endswith(".d") and folder(above) in mains:
            return True
        above = folder(above)
    return False
