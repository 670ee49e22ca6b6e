"""libpg_query, PostgreSQL's own parser, as pglast brings it along.

Importing pglast makes a class for each kind of node and each enum of PostgreSQL's sources, and brings ``typing`` along,
which together take longer than parsing a hundred migrations. Its JSON interface needs none of them, so the package and
these two modules are run when something of theirs is asked for, by whoever does it; until then they are empty.
"""

from __future__ import annotations

import sys

from pglint.once import cache
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import ModuleType
    from typing import Any
else:
    ModuleType = type(sys)  # as ``types`` has it, which would be imported for it alone

_LATE = ("ast", "enums")


@cache
def parser() -> tuple[Callable[[str], str], type[Exception]]:
    """``parse_sql_json``, and the error that it raises: its arguments are the message and, if known, the place."""
    if "pglast" not in sys.modules:
        _come_late()
    from pglast.parser import ParseError, parse_sql_json

    return parse_sql_json, ParseError


def _come_late() -> None:
    """The modules before they run, put where the import statement finds them."""
    package = _late("pglast")
    if package is None:
        return  # it is not in a folder: the whole of it is imported
    from pglast.error import Error

    package.Error = Error  # type: ignore[attr-defined]  # all that the parser asks the package for
    for name in _LATE:
        if module := _late(f"pglast.{name}", package.__path__):
            setattr(package, name, module)  # as the import of a submodule does


def _late(name: str, folders: Sequence[str] | None = None) -> ModuleType | None:
    # importlib hands out these two, with much else
    from _frozen_importlib import module_from_spec
    from _frozen_importlib_external import PathFinder

    spec = PathFinder.find_spec(name, folders)
    if spec is None or spec.loader is None:
        return None
    module = sys.modules[name] = module_from_spec(spec)
    module.__class__ = _Late
    return module


class _Late(ModuleType):
    """A module that runs when it is asked for something that it does not have yet."""

    def __getattr__(self, name: str) -> Any:
        spec = self.__spec__
        assert spec is not None
        assert spec.loader is not None
        self.__class__ = ModuleType  # type: ignore[assignment]
        spec.loader.exec_module(self)
        return getattr(self, name)
