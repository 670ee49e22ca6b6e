"""What decides over the values of variables beside the files of a module: options of the command line."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Inputs(NamedTuple):
    """What was given from outside: ``var_files`` as paths of the tree in order, ``environment`` with its full names."""

    var_files: tuple[str, ...] = ()
    environment: Mapping[str, str] = {}
