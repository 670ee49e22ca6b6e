"""libpg_query, PostgreSQL's own parser, as pglast brings it along.

Importing pglast makes a class for each kind of node and each enum of PostgreSQL's sources, which takes longer than
parsing a hundred migrations. Its JSON interface needs none of them, so these two modules are run when something of
theirs is asked for, by whoever does it; until then they are empty.
"""

from __future__ import annotations

import sys
from types import ModuleType

from pglint.once import cache
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_LATE = ("ast", "enums")


@cache
def parser() -> tuple[Callable[[str], str], type[Exception]]:
    """``parse_sql_json``, and the error that it raises: its arguments are the message and, if known, the place."""
    late = {} if "pglast" in sys.modules else _late()
    import pglast
    from pglast.parser import ParseError, parse_sql_json

    for name, module in late.items():
        setattr(pglast, name, module)  # as the import of a submodule does
    return parse_sql_json, ParseError


def _late() -> dict[str, ModuleType]:
    """The modules before they run, put where the import statement finds them."""
    from importlib.machinery import PathFinder
    from importlib.util import module_from_spec

    found: dict[str, ModuleType] = {}
    package = PathFinder.find_spec("pglast")
    for name in _LATE:
        spec = PathFinder.find_spec(f"pglast.{name}", package.submodule_search_locations) if package else None
        if spec is None or spec.loader is None:
            break  # it is not in a folder: the whole of it is imported
        found[name] = module_from_spec(spec)
        found[name].__class__ = _Late
        sys.modules[f"pglast.{name}"] = found[name]
    return found


class _Late(ModuleType):
    """A module that runs when it is asked for something that it does not have yet."""

    def __getattr__(self, name: str) -> Any:
        spec = self.__spec__
        assert spec is not None
        assert spec.loader is not None
        self.__class__ = ModuleType  # type: ignore[assignment]
        spec.loader.exec_module(self)
        return getattr(self, name)
