"""The package's own modules out of one file, where the wheel has one for this Python.

A first run loads two hundred modules, and finding and reading their files takes longer than running them. The build
(scripts/pack_modules.py) puts their code into ``modules.bin``. A checkout has no such file, and another Python than the
one that built the wheel cannot use it: modules come from their own files then, as always. It is that of one build: who
edits an installed module deletes it first.
"""

from __future__ import annotations

import marshal
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType, ModuleType
    from typing import Any

FILE = "modules.bin"
HEAD = 16
"""Bytes before the contents: the byte code's magic number, padded, and their length."""


class Modules:
    """Finds the modules of the package in a file, for the import statement, and runs them.

    ``places`` are the offset and the length in bytes of each part, which holds the code of modules by their names, or
    something else. ``modules`` says which part a module is in, and whether it is a package: those that one kind of run
    needs share a part, which is read at once. ``imports`` are the modules that a module imports when it runs: they are
    brought along without the many steps that an import statement takes for each.
    """

    def __init__(
        self,
        path: str,
        places: dict[str, tuple[int, int]],
        modules: dict[str, tuple[str, bool]],
        imports: dict[str, tuple[str, ...]],
    ) -> None:
        self.path = path
        self.folder = path[: -len(FILE)]
        self._places = places
        self._modules = modules
        self._imports = imports
        self._codes: dict[str, CodeType] = {}

    def find_spec(self, name: str, path: object = None, target: object = None) -> Any:
        """The specification of a module, or None where it is none of ours."""
        if name not in self._modules:
            return None
        self._bring(name)
        return self._spec(name)

    def create_module(self, spec: object) -> None:
        """A usual module will do."""

    def exec_module(self, module: ModuleType) -> None:
        name = module.__name__
        module.__file__ = f"{self._path(name)}{'/__init__' * self._modules[name][1]}.py"
        if name not in self._codes:
            self._codes.update(self.part(self._modules[name][0]))
        exec(self._codes.pop(name), module.__dict__)

    def part(self, name: str) -> Any:
        """A part of the file; None where there is none of this name."""
        if name not in self._places:
            return None
        start, length = self._places[name]
        with open(self.path, "rb") as file:
            file.seek(start)
            return marshal.loads(file.read(length))

    def _bring(self, name: str) -> None:
        """Run what a module imports, as ``import`` does it, before the module itself."""
        for each in self._imports[name]:
            # What a package imports of its own comes with the package.
            if each not in sys.modules and each.rpartition(".")[0] in sys.modules:
                sys.modules[each] = module = type(sys)(each)
                try:
                    self._bring(each)
                    self._run(module)
                except BaseException:
                    del sys.modules[each]
                    raise

    def _run(self, module: ModuleType) -> None:
        name = module.__name__
        module.__spec__ = spec = self._spec(name)
        module.__loader__ = spec.loader
        module.__package__ = spec.parent
        if spec.submodule_search_locations is not None:
            module.__path__ = spec.submodule_search_locations
        self.exec_module(module)
        parent, _, own = name.rpartition(".")
        setattr(sys.modules[parent], own, module)

    def _spec(self, name: str) -> Any:
        make: Any = type(sys.__spec__)  # importlib's ModuleSpec, without importlib
        spec = make(name, self, origin=self.path, is_package=self._modules[name][1])
        if spec.submodule_search_locations is not None:
            spec.submodule_search_locations.append(self._path(name))
        return spec

    def _path(self, name: str) -> str:
        """Where the module would be, without its ending."""
        return self.folder + name.partition(".")[2].replace(".", "/")


def install() -> None:
    """Let modules come out of the file, if there is one, and this Python's byte code is in it."""
    path = f"{__file__[: -len('packed.py')]}{FILE}"
    try:
        with open(path, "rb") as file:
            head = file.read(HEAD)
            contents = file.read(int.from_bytes(head[8:], "little")) if head[:8] == magic() else b""
        if contents:
            sys.meta_path.insert(0, Modules(path, *marshal.loads(contents)))
    except (OSError, ValueError, EOFError, TypeError, ImportError):
        return  # as without it


def magic() -> bytes:
    """What byte code of this Python begins with, in eight bytes."""
    from _frozen_importlib_external import MAGIC_NUMBER  # as importlib.util has it, which brings much else along

    return bytes(MAGIC_NUMBER).ljust(8, b"\0")


def part(name: str) -> Any:
    """A part of the file; None where there is no file that can be used, or nothing of this name."""
    return next((finder.part(name) for finder in sys.meta_path if isinstance(finder, Modules)), None)
