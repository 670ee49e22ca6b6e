"""What lies around a folder of SQL: the manifests of the projects that it belongs to, and what they depend on."""

from __future__ import annotations

from pglint import regex
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.tree import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.source import Source
    from pglint.tree import Tree

    Version = tuple[int, ...]

_RANGE = r"([\^~=]?)\s*v?(\d+)(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?(?:[-+].*)?"
_DEPENDENCIES = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")


class Bounds(NamedTuple):
    """The versions that a range of package.json allows: from ``low``, below ``below``."""

    low: Version
    below: Version


class Around:
    """Looks from a folder upwards to the root. Nothing is looked up twice."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._texts: dict[str, str] = {}
        self._packages: dict[str, dict[str, str]] = {}

    def source(self, path: str) -> Source | None:
        """The file, or None where there is none that can be read."""
        try:
            return self.tree.source(path)
        except Unreadable:
            return None

    def text(self, path: str) -> str:
        """The text of a file; empty where there is none."""
        if path not in self._texts:
            source = self.source(path)
            self._texts[path] = source.text if source else ""
        return self._texts[path]

    def exists(self, path: str) -> bool:
        return bool(self.text(path)) or self.source(path) is not None

    def up(self, folder: str) -> Iterator[str]:
        """A folder and those above it, up to the root."""
        yield folder
        while folder:
            folder = folder.rpartition("/")[0]
            yield folder

    def above(self, folder: str, name: str) -> str | None:
        """The nearest folder upwards that holds a file of this name."""
        return next((each for each in self.up(folder) if self.exists(within(each, name))), None)

    def mentions(self, folder: str, manifest: str, *words: str) -> bool:
        """Whether a manifest upwards (Cargo.toml, go.mod …) holds one of some words."""
        texts = (self.text(within(each, manifest)) for each in self.up(folder))
        return any(word in text for text in texts if text for word in words)

    def package(self, folder: str, *names: str) -> str | None:
        """The range of versions that the nearest package.json upwards asks for, of the first package it knows."""
        for each in self.up(folder):
            known = self._package(within(each, "package.json"))
            for name in names:
                if name in known:
                    return known[name]
        return None

    def _package(self, path: str) -> dict[str, str]:
        if path not in self._packages:
            self._packages[path] = dict(_dependencies(self.text(path)))
        return self._packages[path]


def _dependencies(text: str) -> Iterator[tuple[str, str]]:
    import json

    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return
    for section in _DEPENDENCIES:
        listed = found.get(section) if isinstance(found, dict) else None
        if isinstance(listed, dict):
            yield from ((name, wanted) for name, wanted in listed.items() if isinstance(wanted, str))


def bounds(wanted: str) -> Bounds | None:
    """What a range of package.json allows, or None for what does not say it in one version (``latest``, ``>=1 <3``)."""
    match = regex.fullmatch(_RANGE, wanted.strip())
    if not match:
        return None
    sign, major, minor, patch = match.groups()
    parts = [int(part) for part in (major, minor, patch) if part and part.isdecimal()]
    low = tuple(parts)
    if sign == "^":
        kept = next((index for index, part in enumerate(parts) if part), len(parts) - 1)
    elif sign == "~":
        kept = min(1, len(parts) - 1)
    else:
        kept = len(parts) - 1
    return Bounds(low, (*parts[:kept], parts[kept] + 1))


def within(folder: str, name: str) -> str:
    """A name in a folder, as a path."""
    return f"{folder}/{name}" if folder else name


def folder(path: str) -> str:
    """The folder of a path: '' at the root."""
    return path.rpartition("/")[0]
