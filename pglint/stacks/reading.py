"""What was read of one Terraform root, and the cache that keeps it while none of its files changes."""

from __future__ import annotations

from pglint import __version__
from pglint.cache import Cache, build
from pglint.catalog import platforms
from pglint.cluster_facts import ClusterFact, PoolerFact, ServerFact
from pglint.content import digest
from pglint.facts import Fault
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.source import Source
from pglint.stacks.stored import Broken, plain, reader
from pglint.tree import Tree, Unreadable, join

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

FILE = "terraform.json"
FORMAT = 3


class Reading(NamedTuple):
    """One root: the ``files`` that it was read from, what was looked for and not there, its facts and its faults."""

    folder: str
    files: tuple[str, ...]
    absent: tuple[str, ...]
    facts: tuple[ClusterFact, ...]
    faults: tuple[Fault, ...]


class Readings:
    """What the cache knows of a project's Terraform files.

    They depend on ``var_files`` and ``environment`` too. These may hold secrets, so that only a digest is kept.
    """

    def __init__(
        self, cache: Cache, tree: Tree, paths: Iterable[str], var_files: tuple[str, ...], environment: Mapping[str, str]
    ) -> None:
        self._cache = cache
        self._tree = tree
        self._environment = environment
        self._digests: dict[str, str | None] = {}
        self._key = digest(repr([__version__, build(), FORMAT, var_files, environment]))
        self._now = {path: self._digest(path) for path in (*paths, *var_files)}
        self._stored: dict[str, dict[str, Any]] = {"files": {}, "roots": {}}
        found = cache.read(FILE)
        if isinstance(found, dict) and found.get("key") == self._key:
            self._stored.update((name, found[name]) for name in self._stored if isinstance(found.get(name), dict))
        self._used: dict[str, Any] = {}

    def _digest(self, path: str) -> str | None:
        """The digest of a file as it is now; None where there is none that can be read."""
        if path not in self._digests:
            source = self._source(path)
            self._digests[path] = digest(source.text) if source is not None else None
        return self._digests[path]

    def _source(self, path: str) -> Source | None:
        try:
            return self._tree.source(path)
        except Unreadable:
            return None

    def all(self) -> list[Reading] | None:
        """Every root, where nothing at all has changed; else None."""
        if self._stored["files"] != self._now:
            return None
        found = [self.known(folder) for folder in self._stored["roots"]]
        whole = [each for each in found if each is not None]
        return whole if len(whole) == len(found) else None

    def known(self, folder: str) -> Reading | None:
        """One root as it was read before, where none of its files has changed."""
        stored = self._stored["roots"].get(folder)
        if stored is None:
            return None
        try:
            reading = self._restored(folder, stored)
        except (Broken, KeyError, TypeError, ValueError, AttributeError):
            return None
        if reading is not None:
            self._used[folder] = stored
        return reading

    def _restored(self, folder: str, stored: dict[str, Any]) -> Reading | None:
        files: dict[str, str] = stored["files"]
        if not all(map(_is_inside, [*files, *stored["absent"]])):
            return None
        if not {*files, *self._environment} >= set(stored["paths"]):
            return None
        if any(self._digest(path) != known for path, known in files.items()) or not self._same_folders(files):
            return None
        if any(map(self._is_there, stored["absent"])):
            return None
        return _unpacked(folder, stored, self._place)

    def _place(self, path: str) -> Source | None:
        """A file, or what stands for one where a value is a variable's of the environment."""
        given = self._environment.get(path)
        return self._source(path) if given is None else Source(path, given)

    def _is_there(self, path: str) -> bool:
        """Whether there is a file, or a folder with a module, where there was none."""
        names = self._tree.names(path) or ()
        return self._source(path) is not None or any(name.endswith((".tf", ".tf.json")) for name in names)

    def _same_folders(self, files: Iterable[str]) -> bool:
        """Whether the folders of these files hold no other Terraform files than before."""
        before = set(self._stored["files"])
        folders = {path.rpartition("/")[0] for path in files}
        return all(path in before for path in self._now if path.rpartition("/")[0] in folders)

    def save(self, readings: Iterable[Reading]) -> None:
        """Keeps these readings, and those that were found to be still true."""
        roots = dict(self._used)
        for each in readings:
            roots[each.folder] = self._plain(each)
        self._cache.write(FILE, {"key": self._key, "files": self._now, "roots": roots})

    def _plain(self, reading: Reading) -> dict[str, Any]:
        return {**_packed(reading), "files": {path: self._digest(path) for path in reading.files}}


def _packed(reading: Reading) -> dict[str, Any]:
    paths: dict[str, int] = {}
    facts = [plain(fact, paths) for fact in reading.facts]
    faults = [plain(fault, paths) for fault in reading.faults]
    return {
        "folder": reading.folder,
        "files": list(reading.files),
        "absent": list(reading.absent),
        "paths": list(paths),
        "facts": facts,
        "faults": faults,
    }


def _unpacked(folder: str, stored: Mapping[str, Any], find: Callable[[str], Source | None]) -> Reading | None:
    """Raises Broken, and what comes of a stored form that is none."""
    sources = [found for path in stored["paths"] if (found := find(path)) is not None]
    if len(sources) != len(stored["paths"]):
        return None
    read = reader(sources)
    facts, faults = (tuple(map(read, stored[name])) for name in ("facts", "faults"))
    if not all(map(_is_sound, facts)) or not all(isinstance(fault, Fault) for fault in faults):
        raise Broken("something that is no fact")
    return Reading(folder, tuple(stored["files"]), tuple(stored["absent"]), facts, faults)


def _is_sound(fact: object) -> bool:
    """Whether it is a fact, of a platform that is known."""
    if isinstance(fact, ServerFact | PoolerFact):
        return fact.platform in platforms.PLATFORMS
    return isinstance(fact, ClusterFact)


def _is_inside(path: object) -> bool:
    """Whether it is a path of the tree as pglint writes it."""
    return isinstance(path, str) and join("", path) == path


def packed(reading: Reading) -> str:
    """A reading as text, to hand from one process to another."""
    import json

    return json.dumps(_packed(reading))


def unpacked(text: str, tree: Tree) -> Reading | None:
    """The reading again; None where a file has gone since."""
    import json

    stored = json.loads(text)
    return _unpacked(stored["folder"], stored, tree.source)
