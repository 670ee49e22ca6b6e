"""What an earlier run printed, to be printed again where nothing that it depended on has changed.

A run is a function of pglint itself, the libraries, the day, the arguments, the configuration, the files that the walk
finds, and what it asked of its tree (``questions``). All of that is looked at again: every file is read and compared by
a digest of its bytes. Then nothing of pglint is needed but this module, and what it says is what the run would say.
"""

from __future__ import annotations

import os
import sys

from pglint import __version__, project
from pglint.cache import Cache, build
from pglint.content import mark, marked, together
from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from pglint.cli.parser import Arguments

FORMAT = 1
LIBRARIES = ("site-packages", "dist-packages")
_COLOURS = ("0", "1", "2", "31", "32", "33", "36")


class Said(NamedTuple):
    """What a run prints and its exit status; ``asides`` go to standard error, a line each.

    ``files`` are reports with files of their own: path, text, and the option that asked for it. They are not kept.
    """

    text: str
    status: int
    asides: tuple[str, ...] = ()
    files: tuple[tuple[str, str, str], ...] = ()


class Memory:
    """What is remembered of runs with the same arguments in the same project, in one file of its cache.

    ``key`` stands for all that decides what a run says, but its files. ``config`` is the mark of its configuration.
    """

    def __init__(self, root: str, name: str, key: str, day: tuple[int, ...], config: bytes) -> None:
        self.root = root
        self.cache = Cache(root)
        self.name = name
        self.key = key
        self.day = day
        self.config = config

    def again(self) -> Said | None:
        """What the run would say, if it was made before; else None."""
        found = self.cache.read(self.name)
        if not isinstance(found, dict) or found.get("key") != self.key:
            return None
        try:
            return self._said(found)
        except Exception:  # whatever is in it, the run is made: then it says what is wrong, if anything is
            return None

    def _said(self, found: Mapping[str, Any]) -> Said | None:
        files = {path: kind for kind, paths in found["files"].items() for path in paths}
        unreadable: list[str] = []
        walked = project.walk(self.root, found["exclude"], unreadable, files)
        if len(walked) != len(files) or any(files.get(path) != kind for path, kind in walked):
            return None
        if found["state"] != together(self._marks(found)):
            return None
        if found["environment"] is not None and found["environment"] != environment():
            return None
        said = Said(found["text"], found["status"], tuple(found["asides"]))
        return said if found["unreadable"] == unreadable and is_sound(said) else None

    def _marks(self, found: Mapping[str, Any]) -> Iterable[bytes]:
        """The marks of all answers as they are now, in the order in which they were stored."""
        root = self.root if self.root.endswith(os.sep) else self.root + os.sep
        for path in found["text_of"]:
            yield marked(root + path)
        if found["names_in"] or found["is_folder"]:
            yield from _folders(self.root, found)
        yield from rule_marks(found["rules"])


def _folders(root: str, found: Mapping[str, Any]) -> Iterable[bytes]:
    from pglint import globs
    from pglint.tree import Disk

    tree = Disk(root, hidden=globs.matcher(found["exclude"]) if found["exclude"] else None)
    for path in found["names_in"]:
        yield mark(tree.names(path))
    for path in found["is_folder"]:
        yield mark(tree.is_folder(path))


def memory(arguments: Arguments, colour: bool, width: int, wrap: bool = False) -> Memory:
    """What is remembered of runs like this one. Raises PathError for paths that cannot be checked."""
    root, named = project.select(arguments.words)
    asked = tuple(arguments._replace(words=(), output=None, colour=colour))
    what = repr((root, os.getcwd(), sorted(named) if named is not None else None, asked, width, wrap))
    stem = mark(what.encode("utf-8", "surrogateescape")).hex()
    state = marked(_config(root, arguments.config))
    day = today()
    given = tuple(map(os.path.isfile, arguments.var_files))
    build_ = (FORMAT, __version__, build(), sys.version, sys.getfilesystemencoding(), libraries())
    key = mark(repr((stem, state, day, given, build_)).encode("utf-8", "surrogateescape")).hex()
    return Memory(root, f"run-{stem}.json", key, day, state)


def _config(root: str, given: str | None) -> str:
    """The path of the configuration, or of a folder where there is none."""
    return os.path.abspath(given) if given is not None else os.path.join(root, project.config_file(root) or "")


def today() -> tuple[int, ...]:
    """The date here: what is valid until yesterday is so no more."""
    import time

    return tuple(time.localtime()[:3])


def libraries() -> list[list[str]]:
    """The names and versions of what is installed beside pglint."""
    found = []
    for folder in sys.path:
        if folder.endswith(LIBRARIES):
            try:
                names = os.listdir(folder)
            except OSError:
                continue
            found.append(sorted(name for name in names if name.endswith(".dist-info")))
    return found


def environment() -> str:
    """A mark of the variables that Terraform reads. They may hold secrets."""
    given = {name: value for name, value in sorted(os.environ.items()) if name.startswith("TF_VAR_")}
    return mark(repr(given).encode()).hex()


def rule_marks(folders: Iterable[str]) -> Iterable[bytes]:
    """Marks of the rules in a project's own folders."""
    for folder in folders:
        from pglint.rulebook.load import rule_files

        paths = rule_files(folder)
        yield mark(paths)
        yield from map(marked, paths)


def is_sound(said: Said) -> bool:
    """Whether it can be what a run said that went well."""
    return type(said.status) is int and said.status in (0, 1) and all(map(is_shown, (said.text, *said.asides)))


def is_shown(text: str) -> bool:
    """Whether a text is what a report may be: nothing in it but characters, line ends and its own colours."""
    bare = text.replace("\n", "")
    if "\x1b" in bare:
        for colour in _COLOURS:
            bare = bare.replace(f"\x1b[{colour}m", "")
    return bare.isprintable() or not any(map(_is_control, bare))


def _is_control(letter: str) -> bool:
    return letter < " " or "\x7f" <= letter < "\xa0" or "\ud800" <= letter <= "\udfff"
